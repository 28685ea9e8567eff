"""`grace label`, `review`, `purge` and `teach`: the person's word on the command line."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click
import pytest
from cases import berlin, put
from click.testing import Result

from tests.sample_mail import raw_mail
from watcher.cli import review
from watcher.store import Store

Run = Callable[..., Result]
NOW = ("--now", "2026-11-23T20:00+01:00")
CAME = berlin("2026-11-23T10:00")


def deliver(home: Path, store: Store, mail_id: int, raw: bytes | None = None) -> Path:
    """Puts the mail of a case into INBOX."""
    path = home / "Mail" / "cur" / f"{mail_id}.example:2,S"
    path.write_bytes(raw or raw_mail(mail_id, message_id=f"<{mail_id}@acme.example>", date=CAME))
    os.utime(path, (CAME.timestamp(), CAME.timestamp()))
    with store.transaction():
        store.add_place(mail_id, "home", "INBOX", f"{mail_id}.example")
    return path


def said(store: Store, mail_id: int = 1) -> tuple[str, float, str]:
    entry = store.entry(mail_id)
    assert entry
    return entry.kind, entry.score, entry.state


def test_not_a_rejection_ends_the_case_and_keeps_the_text(run: Run, store: Store, home: Path) -> None:
    put(store)
    raw = deliver(home, store, 1).read_bytes()
    result = run("label", "1", "not-rejection", *NOW)
    assert (result.exit_code, result.stdout) == (
        0,
        "Noted: the mail from Acme is not a no.\nThere will be no draft.\n",
    )
    assert said(store) == ("acknowledgement", 0.0, "cancelled")
    (label,) = store.labels()
    assert (label.kind, label.source, label.at) == (
        "not_rejection",
        "grace label",
        berlin("2026-11-23T20:00"),
    )
    assert [text.raw for text in store.texts("labelled")] == [raw]


def test_undo_brings_verdict_and_case_back(run: Run, store: Store, home: Path) -> None:
    put(store)
    deliver(home, store, 1)
    before = store.entry(1)
    run("label", "1", "interview")
    result = run("label", "1", "--undo")
    assert result.stdout.startswith("Taken back. Mail 1 is again an answer: not this time.\nCooling until")
    after = store.entry(1)
    assert before
    assert after
    assert (after.kind, after.scores, after.state, after.due_at) == (
        before.kind,
        before.scores,
        "cooling",
        before.due_at,
    )
    assert store.labels() == []
    assert list(store.texts("labelled")) == []
    again = run("label", "1", "--undo")
    assert (again.exit_code, again.stderr) == (
        2,
        "You have said nothing of mail 1; there is nothing to take back.\n",
    )


@pytest.mark.parametrize("moved", [False, True], ids=["in its place", "moved since"])
def test_a_no_that_was_missed_is_fetched_and_cools_from_now(
    run: Run, store: Store, home: Path, moved: bool
) -> None:
    put(store, "", kind="acknowledgement", score=0.01)
    path = deliver(home, store, 1)
    if moved:
        for part in ("cur", "new", "tmp"):
            (home / "Mail" / ".Archive" / part).mkdir(parents=True)
        path.rename(home / "Mail" / ".Archive" / "cur" / "other.example:2,S")
    result = run("label", "1", "rejection", *NOW)
    assert result.exit_code == 0, result.stderr
    assert "cooling until Tue 24 Nov, 20:00" not in result.stdout  # at the person's hours
    entry = store.entry(1)
    assert entry
    assert said(store) == ("rejection", 1.0, "cooling")
    assert entry.due_at == berlin("2026-11-25T09:00")
    assert entry.recipient == "anna@acme.example"


def test_where_the_mail_is_gone_the_word_counts_and_nothing_is_drafted(run: Run, store: Store) -> None:
    put(store, "", kind="acknowledgement", score=0.01)
    result = run("label", "1", "rejection")
    assert result.exit_code == 0
    assert "no reply can be written" in result.stdout
    assert "could not be fetched" in result.stdout
    assert said(store) == ("rejection", 1.0, "")


def test_a_mailbox_that_is_away_stops_no_word(run: Run, store: Store, home: Path) -> None:
    put(store)
    deliver(home, store, 1)
    (home / "Mail").rename(home / "Away")
    result = run("label", "1", "not_rejection")
    assert result.exit_code == 0
    assert "there is no such folder" in result.stdout
    assert said(store)[2] == "cancelled"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["1", "nonsense"], "'nonsense' is no kind of mail."),
        (["1"], "Say either a KIND, or --undo."),
        (["1", "offer", "--undo"], "Say either a KIND, or --undo."),
        (["7", "offer"], "There is no mail number 7"),
    ],
)
def test_what_makes_no_sense_is_one_clear_line(words: list[str], says: str, run: Run, store: Store) -> None:
    put(store)
    result = run("label", *words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert store.labels() == []


def test_show_and_explain_say_who_said_what(run: Run, store: Store, home: Path) -> None:
    put(store)
    deliver(home, store, 1)
    run("label", "1", "interview", *NOW)
    for command in ("show", "explain"):
        lines = run(command, "1").stdout.splitlines()
        assert "You said: an interview, with grace label, Mon 23 Nov, 20:00" in lines
        assert "The model said: an answer: not this time (0.97)" in lines
    assert json.loads(run("show", "1", "--json").stdout)["judged"]["kind"] == "rejection"
    assert "no answer of that kind" in run("log").stdout


INVITES = ("We would like to invite you to an interview.", "interview", 0.98)


@pytest.mark.parametrize(
    ("scores", "says"), [({"interview": 0.98}, "an interview (0.98)"), ({}, "an interview")]
)
def test_what_the_model_said_has_the_score_of_the_kind_that_it_named(
    scores: dict, says: str, run: Run, store: Store
) -> None:
    put(store, "", kind="interview", score=0.04, scores=scores, evidence=[INVITES], action="log")
    run("label", "1", "rejection", *NOW)
    for command in ("show", "explain"):
        assert f"The model said: {says}" in run(command, "1").stdout.splitlines()


def test_explain_says_what_the_model_makes_of_a_sentence_where_the_person_says_otherwise(
    run: Run, store: Store
) -> None:
    loan = ("You asked us for a loan.", "elsewhere", 0.4)
    put(store, "", kind="interview", evidence=[INVITES, loan], action="log")
    run("label", "1", "rejection", *NOW)
    lines = [line.strip() for line in run("explain", "1").stdout.splitlines()]
    assert lines[lines.index(f'"{INVITES[0]}"') + 1] == "the model takes it for: an interview (0.98)"
    assert lines[lines.index(f'"{loan[0]}"') + 1].startswith("counts against that, as:")


def test_a_draft_that_lies_there_is_left_and_named(run: Run, store: Store, home: Path) -> None:
    put(store, "drafted")
    deliver(home, store, 1)
    assert "delete it there" in run("label", "1", "offer").stdout
    assert said(store) == ("offer", 0.0, "drafted")


def test_while_it_is_saved_it_may_lie_there_and_is_not_taken_up_again(
    run: Run, store: Store, home: Path
) -> None:
    put(store, "claimed")
    deliver(home, store, 1)
    assert "if it is in Drafts, delete it there" in run("label", "1", "offer").stdout
    run("label", "1", "--undo")
    assert said(store)[::2] == ("rejection", "cancelled")


# --- review ---


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Presses keys at a terminal."""
    monkeypatch.setattr(review, "_at_a_terminal", lambda: True)

    def press(pressed: str) -> None:
        left = iter(pressed)
        monkeypatch.setattr(click, "getchar", lambda: next(left))

    return press


def unsure(store: Store, home: Path, count: int) -> None:
    for number in range(1, count + 1):
        put(store, "review", score=0.7, due_at=None, reason="Not sure enough; please look yourself.")
        deliver(home, store, number)


def states(store: Store, count: int) -> list[str]:
    return [said(store, number)[2] for number in range(1, count + 1)]


def test_review_decides_with_a_key_each(
    run: Run, store: Store, home: Path, keys: Callable[[str], None]
) -> None:
    unsure(store, home, 3)
    keys("ynsx")
    result = run("review", *NOW)
    assert result.exit_code == 0, result.output
    assert states(store, 3) == ["cooling", "cancelled", "review"]
    assert [label.kind for label in store.labels()] == ["rejection", "not_rejection"]
    assert {label.source for label in store.labels()} == {"grace review"}
    assert '"We have decided to go with another candidate."' in result.stdout


def test_review_says_why_it_asks_where_it_is_sure_of_the_answer(
    run: Run, store: Store, home: Path, keys: Callable[[str], None]
) -> None:
    unsure(store, home, 1)
    keys("q")
    assert "Not sure enough" not in run("review", *NOW).stdout  # which is what the command is for
    why = "What else the mail says could not be read (KeyError). Please look yourself."
    put(store, "review", score=0.97, due_at=None, reason=why)
    keys("sq")
    lines = [line.strip() for line in run("review", *NOW).stdout.splitlines()]
    assert lines[lines.index(why) - 1] == '"We have decided to go with another candidate."'


def test_review_takes_back_one_after_the_other(
    run: Run, store: Store, home: Path, keys: Callable[[str], None]
) -> None:
    unsure(store, home, 3)
    before = [store.entry(number) for number in (1, 2, 3)]
    keys("yynuuuq")
    result = run("review", *NOW)
    assert result.stdout.count("Taken back.") == 3
    after = [store.entry(number) for number in (1, 2, 3)]
    assert [one and (one.kind, one.score, one.state, one.due_at) for one in after] == [
        one and (one.kind, one.score, one.state, one.due_at) for one in before
    ]
    assert store.labels() == []


def test_what_was_taken_back_can_be_decided_anew(
    run: Run, store: Store, home: Path, keys: Callable[[str], None]
) -> None:
    unsure(store, home, 1)
    keys("yunuyq")
    run("review", *NOW)
    assert said(store) == ("rejection", 1.0, "cooling")


def test_other_keys_say_what_the_keys_are(
    run: Run, store: Store, home: Path, keys: Callable[[str], None]
) -> None:
    unsure(store, home, 1)
    keys("xuq")
    result = run("review")
    assert "There is nothing to take back yet." in result.stdout
    assert "Nothing was changed." in result.stdout
    assert states(store, 1) == ["review"]


def test_what_moved_on_meanwhile_is_left_alone(
    run: Run, store: Store, home: Path, keys: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure(store, home, 1)
    keys("yq")
    pressed = click.getchar

    def later() -> str:
        store.move(1, "review", "cancelled", "You asked for no reply.", CAME + timedelta(hours=1))
        return pressed()

    monkeypatch.setattr(click, "getchar", later)
    assert "has moved on meanwhile" in run("review").stdout
    assert store.labels() == []


def test_away_from_a_terminal_it_is_a_list(run: Run, store: Store, home: Path) -> None:
    assert run("review").stdout == "There is nothing for you to look at.\n"
    unsure(store, home, 2)
    lines = run("review").stdout.splitlines()
    assert lines[0] == '1  Mon 23 Nov  Acme  "We have decided to go with another candidate."'
    assert "grace label ID rejection" in lines[-1]
    assert [json.loads(line)["id"] for line in run("review", "--json").stdout.splitlines()] == [1, 2]


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"], ids=["q", "Ctrl-C", "Ctrl-D"])
def test_in_a_real_terminal(key: str, store: Store, home: Path) -> None:
    unsure(store, home, 2)
    where = ("--config", str(home / "config.toml"), "--data", str(home / "data"))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "watcher", "review", *where, "--now", "2026-11-23T20:00+01:00"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    seen = b""

    def shows(text: bytes, times: int) -> None:
        """And waits for a key: what is pressed before that is dropped."""
        nonlocal seen
        deadline = time.monotonic() + 30
        while seen.count(text) < times or termios.tcgetattr(theirs)[3] & termios.ICANON:
            assert time.monotonic() < deadline, seen
            if select.select([ours], [], [], 0.2)[0]:
                seen += os.read(ours, 65536)

    shows(b"enough", 1)
    os.write(ours, b"y")
    shows(b"enough", 2)
    os.write(ours, key.encode())
    assert process.wait(30) in (0, 130)
    os.close(ours)
    os.close(theirs)
    assert states(store, 2) == ["cooling", "review"]


# --- purge ---


@pytest.mark.parametrize("kept", [True, False])
def test_purge_removes_the_page_that_was_made_of_the_texts(
    run: Run, store: Store, home: Path, kept: bool
) -> None:
    if kept:
        at = berlin("2026-11-23T10:00")
        store.keep_text("0" * 64, b"Subject: A\n\nB", at, at, "a@b.example", "labelled")
    page = home / "data" / "report.html"
    page.write_text("Acme", encoding="utf-8")
    assert run("purge", "--yes").exit_code == 0
    assert not page.exists()


def test_purge_removes_the_texts_and_says_what_stays(run: Run, store: Store, home: Path) -> None:
    put(store)
    secret = "a word that stands in no other mail: Ziegenmelker"
    deliver(home, store, 1, raw_mail(1, message_id="<1@acme.example>", text=secret * 50))
    run("label", "1", "not_rejection")
    assert store.count_texts() == {"labelled": 1}
    assert "Nothing was removed." in run("purge", given="n\n").stdout
    assert store.count_texts() == {"labelled": 1}
    said_so = run("purge", "--yes").stdout
    assert "Kept on this computer: the text of 1 mail that you said something of." in said_so
    assert "What stays: the log and what you said of 1 mail" in said_so
    assert store.count_texts() == {}
    assert len(store.labels()) == 1
    assert run("purge").stdout == "No text of any mail is kept.\n"


def test_purge_before_anything_is_on_record(run: Run) -> None:
    assert run("purge").stdout == "No text of any mail is kept.\n"


# --- teach ---


def test_teach_asks_first(run: Run, home: Path) -> None:
    before = sorted((home / "Mail").rglob("*"))
    result = run("teach", given="n\n")
    assert result.exit_code == 0
    assert 'Make "Grace/Rejection" and "Grace/Not a rejection" in this mailbox?' in result.stdout
    assert "Nothing was made." in result.stdout
    assert sorted((home / "Mail").rglob("*")) == before


def test_teach_makes_what_is_missing_once(run: Run, home: Path) -> None:
    assert run("teach", "home", given="y\n").stdout.count("Made: ") == 2
    made = sorted((home / "Mail").rglob("*"))
    assert (home / "Mail" / ".Grace.Not a rejection" / "cur").is_dir()
    assert "All is there." in run("teach").stdout
    assert sorted((home / "Mail").rglob("*")) == made


def test_teach_goes_by_the_names_in_the_config(run: Run, home: Path) -> None:
    with (home / "config.toml").open("a", encoding="utf-8") as file:
        file.write('[learning]\nrejection = "Lernen/Absage"\nkinds = { interview = "Lernen/Gespräch" }\n')
    result = run("teach", "--yes")
    assert result.exit_code == 0, result.stderr
    made = sorted(path.name for path in (home / "Mail").iterdir() if path.name.startswith("."))
    assert made == [".Grace.Not a rejection", ".Lernen.Absage", ".Lernen.Gespr&AOQ-ch"]


def test_teach_of_no_such_account(run: Run) -> None:
    assert run("teach", "work").stderr == "There is no account 'work' in the config. There is: home.\n"


def test_teach_where_it_is_switched_off(run: Run, home: Path) -> None:
    with (home / "config.toml").open("a", encoding="utf-8") as file:
        file.write("[learning]\nfolders = false\n")
    assert run("teach", "--yes").exit_code == 2
    assert not (home / "Mail" / ".Grace.Rejection").exists()
