"""The table of providers: that it is sound, and whom it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.config import load
from watcher.config.editing import new_text
from watcher.replying.compose import LANGUAGES
from watcher.setting_up.providers import (
    Provider,
    account_name,
    guessed_languages,
    guessed_name,
    of_page,
    provider_of,
    shipped,
)

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("provider", shipped(), ids=lambda one: one.name)
def test_each_row_makes_an_account_that_loads(provider: Provider, tmp_path: Path) -> None:
    if provider.none:
        assert not provider.host
        return
    keys = provider.account("mail", "robin@example.org")
    if provider.auth == "microsoft":
        keys["client_id"] = "id"
    person = {"person": {"name": "R", "addresses": ("r@example.org",)}}
    (tmp_path / "config.toml").write_text(new_text(person, keys), encoding="utf-8")
    (account,) = load(tmp_path / "config.toml").accounts
    assert account.tls != "none"
    assert (DOCS / provider.page).is_file()
    assert provider.auth != "password" or provider.secret


def test_no_domain_stands_twice() -> None:
    domains = [domain for one in shipped() for domain in one.domains]
    assert len(domains) == len(set(domains))
    assert all(domain == domain.lower() for domain in domains)


def test_what_the_pages_say_is_what_the_table_says() -> None:
    for page in ("gmail-app-password", "icloud", "fastmail", "yahoo", "outlook", "proton-bridge"):
        assert f'host = "{of_page(f"{page}.md").host}"' in (DOCS / f"{page}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("robin@gmail.com", "imap.gmail.com"),
        ("robin@GMail.com.", "imap.gmail.com"),
        ("robin@yahoo.co.uk", "imap.mail.yahoo.com"),
        ("robin@yahoo.com.br", "imap.mail.yahoo.com"),
        ("robin@hotmail.fr", "outlook.office365.com"),
        ("robin@firm.onmicrosoft.com", "outlook.office365.com"),
        ("robin@gmx.de", "imap.gmx.net"),
        ("robin@gmx.com", "imap.gmx.com"),
        ("robin@proton.me", "127.0.0.1"),
        ("robin@mygmail.com", None),
        ("robin@live.example", None),
        ("robin@yahoo.evil.example", None),
        ("robin@example.org", None),
    ],
)
def test_whom_it_finds(address: str, host: str | None) -> None:
    found = provider_of(address)
    assert (found.host if found else None) == host


def test_icloud_wants_the_part_before_the_at_and_spaces_go_where_they_do_not_belong() -> None:
    icloud, gmail, posteo = (provider_of(f"r.k@{one}") for one in ("me.com", "gmail.com", "posteo.de"))
    assert None not in (icloud, gmail, posteo)
    assert icloud.account("mail", "r.k@me.com")["user"] == "r.k"
    assert gmail.typed("abcd efgh ijkl mnop") == "abcdefghijklmnop"
    assert posteo.typed("two words") == "two words"


def test_guesses() -> None:
    assert guessed_name("robin.keller@example.org", "") == "Robin Keller"
    assert guessed_name("rk123@example.org", "Robin Keller,,,") == "Robin Keller"
    assert guessed_name("rk123@example.org", "root") == ""
    assert guessed_languages({"LANG": "de_DE.UTF-8"}, LANGUAGES) == ("de", "en")
    assert guessed_languages({"LANG": "C.UTF-8", "LC_ALL": ""}, LANGUAGES) == ("en",)
    assert guessed_languages({"LC_ALL": "en_GB", "LANG": "de_DE"}, LANGUAGES) == ("en",)


@pytest.mark.parametrize(
    ("address", "taken", "name"),
    [
        ("r@gmail.com", (), "gmail"),
        ("r@gmail.com", ("Gmail",), "gmail-2"),
        ("r@gmail.com", ("gmail", "gmail-2"), "gmail-3"),
        ("r@cs.ox.ac.uk", (), "ox"),
        ("r@localhost", (), "localhost"),
    ],
)
def test_names_of_accounts(address: str, taken: tuple[str, ...], name: str) -> None:
    assert account_name(address, taken) == name
