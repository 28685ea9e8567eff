"""What is kept of a sign-in: in pieces where it is long, and never of two sign-ins at once."""

from __future__ import annotations

import json
import stat
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.keyrings import Memory
from watcher.config import Account
from watcher.errors import AuthError, UserError
from watcher.oauth import grant as grants
from watcher.oauth.grant import Grant

ACCOUNT = Account("home", "gmail", user="robin@gmail.com", auth="google")
SHORT = Grant("id.apps", "CLIENT-SECRET", "REFRESH-1", date(2026, 11, 20))
LONG = replace(SHORT, refresh_token="REFRESH-" + "0123456789" * 300)


@pytest.mark.parametrize("grant", [SHORT, LONG], ids=["short", "long"])
def test_it_comes_back_as_it_was(memory: Memory, grant: Grant) -> None:
    grants.keep(ACCOUNT, grant)
    assert grants.stored(ACCOUNT) == (grant, True)
    assert grants.stored_before(ACCOUNT) == grant


@given(st.builds(Grant, st.text(min_size=1), st.text(), st.text(min_size=1), st.dates()))
def test_any_text_survives_as_one_line_of_ascii(grant: Grant) -> None:
    line = grant.as_json()
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert Grant.from_json(line) == grant


@pytest.mark.parametrize(
    "text", ["", "pass word", "[]", "{}", "null", json.dumps({"client_id": 1}), "[" * 100_000]
)
def test_something_else_is_no_sign_in(text: str) -> None:
    assert Grant.from_json(text) is None


@pytest.mark.parametrize("key", ["client_id", "client_secret", "refresh_token", "since"])
@pytest.mark.parametrize("value", [None, 7, ""])
def test_nor_is_one_with_a_part_that_is_missing(key: str, value: object) -> None:
    kept = json.loads(SHORT.as_json()) | {key: value}
    is_public_client = (key, value) == ("client_secret", "")
    assert (Grant.from_json(json.dumps(kept)) is None) is not is_public_client


def test_pieces_are_small_and_the_longer_ones_of_before_go(memory: Memory) -> None:
    grants.keep(ACCOUNT, LONG)
    assert len(memory.kept) == 3
    assert max(map(len, memory.kept.values())) <= 1250
    grants.keep(ACCOUNT, SHORT)
    assert len(memory.kept) == 1
    assert grants.stored(ACCOUNT) == (SHORT, True)


@pytest.mark.parametrize("at", ["#3", "#2", "(sign-in)"])
def test_one_that_was_written_half_is_noticed(memory: Memory, at: str) -> None:
    grants.keep(ACCOUNT, LONG)
    memory.breaks_at = at
    newer = replace(LONG, refresh_token=LONG.refresh_token[::-1])
    with pytest.raises(AuthError) as caught:
        grants.keep(ACCOUNT, newer)
    assert "REFRESH" not in str(caught.value)
    if at == "#3":  # nothing was written yet
        assert grants.stored(ACCOUNT) == (LONG, True)
    else:
        with pytest.raises(AuthError, match=r"damaged.*grace login home"):
            grants.stored(ACCOUNT)
        assert grants.stored_before(ACCOUNT) is None
    memory.breaks_at = ""
    grants.keep(ACCOUNT, newer)
    assert grants.stored(ACCOUNT) == (newer, True)


def test_a_piece_that_was_lost_is_noticed(memory: Memory) -> None:
    grants.keep(ACCOUNT, LONG)
    del memory.kept["graceperiod:home", "robin@gmail.com (sign-in)#2"]
    with pytest.raises(AuthError, match="damaged"):
        grants.stored(ACCOUNT)


@pytest.mark.parametrize("entry", ["x", "9", "1", "1 x", "99 0123456789abcdef x", "-1 a b", "² a b"])
def test_an_entry_of_somebody_else_is_noticed(memory: Memory, entry: str) -> None:
    memory.kept["graceperiod:home", "robin@gmail.com (sign-in)"] = entry
    with pytest.raises(AuthError, match="damaged"):
        grants.stored(ACCOUNT)


def test_a_password_of_the_same_account_is_left_alone(memory: Memory) -> None:
    memory.kept["graceperiod:home", "robin@gmail.com"] = "pass word"
    with pytest.raises(AuthError, match=r'"home" is not signed in\. Sign in with: grace login home'):
        grants.stored(ACCOUNT)
    grants.keep(ACCOUNT, SHORT)
    assert memory.kept["graceperiod:home", "robin@gmail.com"] == "pass word"


def test_a_server_without_a_keyring_takes_it_from_systemd_or_from_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "home"
    file.write_text("what was there before")
    file.chmod(0o644)
    grants.write(file, LONG)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert grants.read(file) == LONG
    command = (sys.executable, "-c", f"print(open({str(file)!r}).read())")
    assert grants.stored(replace(ACCOUNT, password_command=command)) == (LONG, False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert grants.stored(ACCOUNT) == (LONG, False)


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written") as caught:
        grants.write(tmp_path / "not there" / "file", SHORT)
    assert "REFRESH" not in str(caught.value)
    assert grants.read(tmp_path / "not there" / "file") is None


def test_no_secret_is_in_what_is_shown_of_it() -> None:
    assert "CLIENT-SECRET" not in repr(SHORT)
    assert "REFRESH" not in repr(SHORT)
