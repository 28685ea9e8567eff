"""Changes of a config file: only what was asked is changed, and never by halves."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.config import load
from watcher.config.editing import as_toml, new_text, with_account, with_value
from watcher.config.example import example_text
from watcher.config.settings import SECTIONS, settings_of
from watcher.config.writing import backup_of, write_text
from watcher.errors import UserError

FILE = """\
# mine
[person]
name = "Robin Keller"   # as under a letter
addresses = [
  "robin@example.org",  # the old one
  "rk@example.org",
]

[[account]]  # the first
name = "home"
kind = "maildir"
path = "Mail"

  [[account]]
  name = "work"
  kind = "maildir"
  path = "Work"
"""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.one_of(TEXTS, st.booleans(), st.integers(-(2**53), 2**53), st.lists(TEXTS).map(tuple)))
def test_a_value_is_read_back_as_it_was(value: Any) -> None:
    expected = list(value) if isinstance(value, tuple) else value
    assert tomllib.loads(f"it = {as_toml(value)}")["it"] == expected


def test_one_line_changes_and_its_remark_stays() -> None:
    new = with_value(FILE, "person", "name", 'Ro "R" # Keller')
    assert new == FILE.replace('"Robin Keller"   #', '"Ro \\"R\\" # Keller"  #')


def test_a_value_of_several_lines_is_replaced_as_a_whole() -> None:
    new = with_value(FILE, "person", "addresses", ("a@example.org",))
    head, tail = FILE.index("addresses"), FILE.index("\n\n[[account]]")
    assert new == f'{FILE[:head]}addresses = ["a@example.org"]{FILE[tail:]}'


def test_a_key_and_a_section_that_were_not_there() -> None:
    new = with_value(with_value(FILE, "person", "languages", ("en", "de")), "watch", "since", "2026-11-01")
    assert tomllib.loads(new)["person"]["languages"] == ["en", "de"]
    assert new.endswith('\n[watch]\nsince = "2026-11-01"\n')
    assert [line for line in FILE.splitlines() if line not in new.splitlines()] == []


def test_the_second_of_two_accounts() -> None:
    new = with_value(with_value(FILE, "account", "path", "Elsewhere", 1), "account", "drafts", "D", 1)
    first, second = tomllib.loads(new)["account"]
    assert (first["path"], second["path"], second["drafts"]) == ("Mail", "Elsewhere", "D")
    assert "drafts" not in first


def test_an_account_more() -> None:
    new = with_account(FILE.rstrip("\n"), {"name": "new", "kind": "imap", "host": "h", "user": "u"})
    assert new.startswith(FILE)
    assert [one["name"] for one in tomllib.loads(new)["account"]] == ["home", "work", "new"]


@pytest.mark.parametrize(
    "text",
    [
        'person = { name = "R", addresses = ["r@example.org"] }\n[[account]]\nname = "a"\n',
        'person.name = "R"\nperson.addresses = ["r@example.org"]\n[[account]]\nname = "a"\n',
        'account = [{ name = "a" }]\n[person]\nname = "R"\n',
    ],
)
def test_an_odd_file_is_changed_rightly_or_refused(text: str) -> None:
    for change in (
        lambda: with_value(text, "person", "languages", ("de",)),
        lambda: with_value(text, "person", "name", "S"),
        lambda: with_account(text, {"name": "b"}),
    ):
        refused, new = "", {}
        try:
            new = tomllib.loads(change())
        except UserError as error:
            refused = str(error)
        if refused:
            assert "yourself" in refused or "only you can change" in refused
            continue
        assert new != tomllib.loads(text)
        assert new["account"][0]["name"] == "a"
        assert new["person"]["name"] in ("R", "S")


_KEYS = [
    (name, key)
    for name, section in SECTIONS.items()
    if name != "account"
    for key, (_, setting) in settings_of(section).items()
    if setting.shown
]


@given(st.sampled_from(_KEYS), TEXTS)
def test_in_the_example_any_key_can_be_set_and_nothing_else_changes(
    place: tuple[str, str], value: str
) -> None:
    section, key = place
    wanted = tomllib.loads(example_text())
    wanted[section][key] = value
    new = with_value(example_text(), section, key, value)
    assert tomllib.loads(new) == wanted
    assert len(set(new.split("\n")) ^ set(example_text().split("\n"))) <= 2


def test_a_new_file_has_every_setting_with_its_meaning(tmp_path: Path) -> None:
    text = new_text(
        {"person": {"name": "R", "addresses": ("r@example.org",)}, "cooling_off": {"after": "12h"}},
        {"name": "mail", "kind": "imap", "host": "imap.example.org", "user": "r", "port": 993},
    )
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert (config.person.name, config.cooling_off.after.total_seconds()) == ("R", 12 * 3600)
    assert (config.accounts[0].host, config.accounts[0].port) == ("imap.example.org", 993)
    for name, key in _KEYS:
        assert f"\n{key} = " in text, name
    assert "Robin" not in text


class TestWriting:
    def test_replaces_and_keeps_what_was_there(self, tmp_path: Path) -> None:
        file = tmp_path / "a" / "config.toml"
        write_text(file, "one\n", backup=True)
        assert [one.name for one in file.parent.iterdir()] == ["config.toml"]
        file.chmod(0o644)
        write_text(file, "two\n", backup=True)
        assert (file.read_text(), backup_of(file).read_text()) == ("two\n", "one\n")
        assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(backup_of(file).stat().st_mode) == 0o600
        assert len(list(file.parent.iterdir())) == 2

    def test_a_link_stays_one(self, tmp_path: Path) -> None:
        real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
        real.write_text("one\n")
        link.symlink_to(real)
        write_text(link, "two\n", backup=False)
        assert link.is_symlink()
        assert real.read_text() == "two\n"

    def test_cut_off_in_the_middle_the_old_one_is_there_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "config.toml"
        file.write_text("one\n")

        def cut_off(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", cut_off)
        with pytest.raises(KeyboardInterrupt):
            write_text(file, "two\n", backup=False)
        assert file.read_text() == "one\n"
        assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]

    def test_where_it_cannot_be_written_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(UserError, match="cannot be"):
            write_text(tmp_path / "file" / "config.toml", "x", backup=False)
