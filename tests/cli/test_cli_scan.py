"""`grace scan`: the same answers from every kind of source, nothing changed, and gone on with where it stopped."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from click.testing import Result
from imapclient import IMAPClient
from test_cli_classify import NO, letter

from tests.servers.dovecot import Dovecot
from watcher.cli import sources
from watcher.reading import details
from watcher.reading.classifier import Classifier
from watcher.reading.types import Details
from watcher.scanning import pieces as cutting
from watcher.scanning.crew import Crew
from watcher.scanning.looking import Range, Row, Wanted, look
from watcher.scanning.pieces import Position, pieces, still_there, units
from watcher.scanning.place import Bookmark
from watcher.scanning.scan import Step, scan

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
OTHER = "Hi Robin,\n\nFrom where I sit the lake looks lovely.\n\n>From the hills too.\nMia\n"


def mail(number: int, date: str = "Tue, 03 Mar 2026 10:00:00 +0000") -> bytes:
    """Every third is an answer."""
    made = letter(f"Your application {number}", NO) if number % 3 == 0 else letter("Sunday", OTHER)
    made.replace_header("Message-ID", f"<{number}@acme.example>")
    made["Date"] = date
    return made.as_bytes()


def mbox(path: Path, count: int, empty: bytes = b"\n") -> Path:
    with path.open("wb") as file:
        for number in range(count):
            quoted = [
                b">" + line if line.lstrip(b">").startswith(b"From ") else line
                for line in mail(number).splitlines(True)
            ]
            file.write(b"From mail@example.org Tue Mar  3 10:00:00 2026\n" + b"".join(quoted) + empty)
    return path


def rows_of(result: Result) -> list[dict]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("piece", [1, 700, 5000, 10**6])
@pytest.mark.parametrize("empty", [b"\n", b" \t\n", b"\r\n"])
def test_wherever_an_mbox_is_cut_its_mails_are_whole(
    piece: int, empty: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "PIECE", piece)
    box = mbox(tmp_path / "a.mbox", 12, empty)
    from watcher.scanning import looking

    whole = [sample.raw for sample in sources.read([str(box)])]
    found = []
    for one in pieces(units(box)):
        assert isinstance(one.task, Range)
        found += list(looking._in_range(one.task))
    assert [raw.rstrip() for raw in found] == [raw.rstrip() for raw in whole]
    assert len(found) == 12


def test_an_answer_is_told_and_other_mail_only_with_all(run: Run, tmp_path: Path) -> None:
    box = mbox(tmp_path / "all.mbox", 7)
    rows = rows_of(run("scan", "--json", str(box)))
    assert [row["id"] for row in rows] == ["all.mbox:1", "all.mbox:4", "all.mbox:7"]
    assert {row["kind"] for row in rows} == {"rejection"}
    assert rows[0]["reply_to"] == "anna@acme.example"
    assert rows[0]["date"] == "2026-03-03T10:00:00+00:00"
    assert len(rows_of(run("scan", "--json", "--all", str(box)))) == 7
    shown = run("scan", str(box)).stdout
    assert "7 mails looked through. 3 answers found; each could have a reply, if you like." in shown
    assert "Your application 3" in shown


def test_an_answer_of_which_the_rest_breaks_us_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_: object) -> Details:
        raise KeyError

    box = mbox(tmp_path / "one.mbox", 4)
    task, wanted = Range(str(box), 0, box.stat().st_size), Wanted(everything=True)
    whole = look(Classifier.load(), task, wanted)
    monkeypatch.setattr(details, "extract", breaking)
    assert look(Classifier.load(), task, wanted).rows == whole.rows, "what it names is read by itself"
    monkeypatch.setattr(details, "names", breaking)
    looked = look(Classifier.load(), task, wanted)
    assert (looked.mails, looked.unread) == (4, 0)
    nothing = {"company": "", "role": "", "person": ""}
    assert looked.rows == [dataclasses.replace(row, **nothing) for row in whole.rows]
    assert looked.rows != whole.rows


def test_a_maildir_an_mbox_and_letters_say_the_same_and_nothing_is_touched(
    run: Run, home: Path, tmp_path: Path
) -> None:
    root = tmp_path / "Elsewhere"
    for part in ("cur", "new", "tmp"):
        (root / part).mkdir(parents=True)
        (root / ".Archive" / part).mkdir(parents=True)
    for number in range(4):
        place = "new/%d.a.host" if number % 2 else "cur/%d.a.host:2,S"
        (root / (place % number)).write_bytes(mail(number))
        (tmp_path / f"{number}.eml").write_bytes(mail(number))
    (root / ".Archive" / "cur" / "9.a.host:2,").write_bytes(mail(9))
    before = sorted((path, path.stat().st_mtime_ns) for path in root.rglob("*"))
    assert [row["id"] for row in rows_of(run("scan", "--json", str(root)))] == ["0.a.host", "3.a.host"]
    assert [row["id"] for row in rows_of(run("scan", "--json", str(root), "--folder", "Archive"))] == [
        "9.a.host"
    ]
    assert sorted((path, path.stat().st_mtime_ns) for path in root.rglob("*")) == before
    letters = [str(tmp_path / f"{number}.eml") for number in range(4)]
    assert [row["id"] for row in rows_of(run("scan", "--json", *letters))] == ["0.eml", "3.eml"]
    assert not list((home / "data").rglob("*")), "nothing is put on record"
    missing = run("scan", str(root), "--folder", "Nowhere")
    assert missing.exit_code == 2
    assert "Archive" in missing.stderr


def test_since_leaves_out_older_mail(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.eml").write_bytes(mail(0))
    (tmp_path / "new.eml").write_bytes(mail(3, "Wed, 04 Mar 2026 00:30:00 +0100"))
    rows = rows_of(
        run("scan", "--json", "--since", "2026-03-04", str(tmp_path / "old.eml"), str(tmp_path / "new.eml"))
    )
    assert [row["id"] for row in rows] == ["new.eml"]


def test_tables_for_others_are_private_and_hold_no_formula(run: Run, tmp_path: Path) -> None:
    made = letter("=HYPERLINK(1)<b>", NO)
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    table, page = tmp_path / "a.csv", tmp_path / "a.html"
    result = run("scan", str(tmp_path / "a.eml"), "--csv", str(table), "--html", str(page))
    assert result.exit_code == 0, result.stderr
    with table.open(encoding="utf-8-sig", newline="") as lines:
        [row] = csv.DictReader(lines)
    assert row["subject"] == "'=HYPERLINK(1)<b>"
    assert "=HYPERLINK(1)&lt;b&gt;" in page.read_text(encoding="utf-8")
    assert {path.stat().st_mode & 0o777 for path in (table, page)} == {0o600}


def test_what_is_not_there_is_one_clear_line(run: Run) -> None:
    result = run("scan", "work")
    assert result.exit_code == 2
    assert result.stderr.strip() == "There is no file work, and no account of that name. Accounts: home."


def test_mail_of_ones_own_is_no_answer(run: Run, tmp_path: Path) -> None:
    own = letter()
    own.replace_header("From", "Robin Keller <ROBIN@example.org>")
    (tmp_path / "own.eml").write_bytes(own.as_bytes())
    assert rows_of(run("scan", "--json", str(tmp_path / "own.eml"))) == []


def steps(box: Path, data: Path, workers: int) -> Iterator[Step]:
    def after(position: Position | None) -> Iterator[cutting.Piece]:
        return pieces(units(box), position)

    bookmark, crew = Bookmark(data, {"source": str(box)}), Crew(data, workers)
    try:
        yield from scan(after, bookmark.past(), crew, Wanted(), bookmark, lambda unit: Path(unit).name)
    finally:
        crew.close()
        bookmark.close()


def test_workers_find_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "PIECE", 3000)
    box = mbox(tmp_path / "a.mbox", 60)
    here = [step.rows for step in steps(box, tmp_path / "one", 0)]
    assert len(here) > 5
    assert [step.rows for step in steps(box, tmp_path / "two", 2)] == here
    assert sum(map(len, here)) == 20


def test_an_interrupted_scan_goes_on_and_ends_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "PIECE", 3000)
    box, data = mbox(tmp_path / "a.mbox", 60), tmp_path / "data"
    whole = [row for step in steps(box, tmp_path / "other", 0) for row in step.rows]
    cut = steps(box, data, 0)
    first = [next(cut) for _ in range(3)]
    cut.close()
    [file] = (data / "scans").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    with file.open("a") as torn:
        torn.write('{"position": {"unit"')
    again = steps(box, data, 0)
    assert next(again).rows == [row for step in first for row in step.rows]
    rows: list[Row] = [row for step in first for row in step.rows]
    looked = []

    def counting(*asked: object) -> object:
        looked.append(asked)
        return look(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr("watcher.scanning.crew.look", counting)
    rows += [row for step in again for row in step.rows]
    assert rows == whole
    assert len(looked) == len(list(pieces(units(box)))) - 3
    assert len(Bookmark(data, {"source": str(box)}).past().rows) == len(whole), "the torn line did no harm"


def test_an_mbox_that_grew_is_gone_on_with_and_another_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "PIECE", 3000)
    box = mbox(tmp_path / "a.mbox", 20)
    position = list(pieces(units(box)))[1].position
    mbox(box, 30)
    assert still_there(units(box), position)
    box.write_bytes(b"From x\n\nanother\n\n" + box.read_bytes())
    assert not still_there(units(box), position)


@pytest.mark.long
def test_ctrl_c_keeps_what_it_had(home: Path, tmp_path: Path) -> None:
    box = mbox(tmp_path / "large.mbox", 3000)
    data = home / "data"
    command = [
        sys.executable,
        "-m",
        "watcher",
        "--data",
        str(data),
        "--config",
        str(home / "config.toml"),
        "scan",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*command, str(box)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while sum(file.read_bytes().count(b"\n") for file in data.glob("scans/*.jsonl")) < 2:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Your application 0" in out
    assert "The same command goes on from there." in err
    assert "Traceback" not in err
    ended = subprocess.run(
        [*command, "--json", str(box)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        timeout=300,
    )
    assert "Going on after" in ended.stderr
    found = [json.loads(line)["id"] for line in ended.stdout.splitlines()]
    assert found == [f"large.mbox:{number + 1}" for number in range(0, 3000, 3)]
    assert not list(data.glob("scans/*")), "done, so nothing is remembered"


def test_an_account_is_only_looked_at(
    dovecot: Dovecot, run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = dovecot.add_user("scanned")
    with IMAPClient(dovecot.host, dovecot.port, ssl=False) as client:
        client.login("scanned", password)
        for number in range(120):
            client.append("INBOX", mail(number), (b"\\Seen",) if number % 2 else ())
    with (home / "config.toml").open("a") as config:
        config.write(
            f'\n[[account]]\nname = "server"\nkind = "imap"\nhost = "{dovecot.host}"\nport = {dovecot.port}\n'
            f'tls = "none"\nuser = "scanned"\npassword_command = ["echo", "{password}"]\n'
        )

    def flags() -> object:
        with IMAPClient(dovecot.host, dovecot.port, ssl=False) as client:
            client.login("scanned", password)
            client.select_folder("INBOX", readonly=True)
            return {
                uid: answer[b"FLAGS"] for uid, answer in client.fetch(client.search("ALL"), ["FLAGS"]).items()
            }

    before = flags()
    rows = rows_of(run("scan", "--json", "server"))
    assert [row["subject"] for row in rows] == [f"Your application {number}" for number in range(0, 120, 3)]
    assert flags() == before
    assert not (home / "data" / "grace.sqlite").exists()
    assert run("scan", "server", "--folder", "Nowhere").exit_code == 2


@pytest.mark.long
def test_no_worker_outlives_a_scan_that_was_killed(home: Path, tmp_path: Path) -> None:
    box, data = mbox(tmp_path / "large.mbox", 3000), home / "data"
    process = subprocess.Popen(
        [sys.executable, "-m", "watcher", "--data", str(data), "scan", str(box)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    deadline = time.monotonic() + 60
    while not list(data.glob("scans/*.jsonl")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    workers = psutil.Process(process.pid).children(recursive=True)
    assert workers
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive


def test_a_file_that_is_plainly_no_mail_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "letter.pdf"
    odd.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    result = run("scan", str(odd))
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith(f"{odd} is a PDF and no mail")
