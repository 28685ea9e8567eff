"""All figures of docs/performance.md, measured anew; the page is written from them.

    python bench/performance.py                      all of it, about ten minutes on two cores
    python bench/performance.py --only idle scan     parts: idle, scan, accounts, database
    python bench/performance.py --mails 2000         a smaller mailbox

Needs psutil and Dovecot (as the tests do); bogofilter is measured where it is in the PATH, or BOGOFILTER names it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.counting import Counting
from bench.sample_mails import COUNT, mails, write_mbox
from tests.servers.dovecot import Dovecot, running_dovecot

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
_HEAD = """\
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
languages = ["en"]

[watch]
every = "{every}"
since = "2020-01-01"
"""
_ACCOUNT = """
[[account]]
name = "{name}"
kind = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "{user}"
password_command = ["echo", "pass word"]
"""
_DAY = 86_400
#: What was measured: what it is, the goal, the figure.
Rows = list[tuple[str, str, str]]


def grace(folder: Path, *args: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "watcher",
        "--config",
        f"{folder}/config.toml",
        "--data",
        f"{folder}/data",
        *args,
    ]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def config(folder: Path, every: str, *accounts: tuple[str, int, str]) -> None:
    text = _HEAD.format(every=every)
    text += "".join(_ACCOUNT.format(name=name, port=port, user=user) for name, port, user in accounts)
    (folder / "config.toml").write_text(text)


def fill(server: Dovecot, user: str, count: int, *, applications: bool = True) -> None:
    """Lays mail into a mailbox, by Dovecot itself where it can (a Maildir), since APPEND takes long."""
    server.add_user(user)
    new = server.folder / "mail" / user / "Maildir" / "new"
    for part in ("cur", "new", "tmp"):
        (new.parent / part).mkdir(parents=True)
    for number, mail in enumerate(mails(count, applications=applications)):
        (new / f"{1_600_000_000 + number}.{number}.host").write_bytes(mail)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "nobody:nogroup", str(server.folder / "mail" / user)], check=True)


class Daemon:
    """A running `grace run`, ended at the end of the block."""

    def __init__(self, folder: Path) -> None:
        self._log = (folder / "log").open("wb")
        self.began = time.monotonic()
        self._process = subprocess.Popen(
            grace(folder, "run"), env=environment(), stdout=self._log, stderr=self._log
        )
        self.measured = psutil.Process(self._process.pid)

    def __enter__(self) -> Daemon:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def cpu(self) -> float:
        times = self.measured.cpu_times()
        return float(times.user + times.system)

    def resident(self) -> float:
        return float(self.measured.memory_info().rss) / 1e6


def until(holds: Callable[[], object], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            sys.exit("it takes too long")
        time.sleep(0.01)


def idle(server: Dovecot, folder: Path) -> Rows:
    """A daemon with one account of 200 mails, which it has read. No answer is among them that it would ask about."""
    fill(server, "idle", 200, applications=False)
    with Counting(server.port) as line:
        config(folder, "10s", ("home", line.port, "idle"))
        with Daemon(folder) as daemon:
            until(lambda: line.talks)
            start = line.talks[0].began - daemon.began
            until(lambda: line.ended(2))
            before = daemon.cpu()
            until(lambda: line.ended(5))
            polls = (daemon.cpu() - before, line.talks[4].ended - line.talks[1].ended)
            resident, talk = daemon.resident(), line.talks[3]
            own = daemon.measured.memory_full_info().uss / 1e6
        config(folder, "1h", ("home", line.port, "idle"))
        with Daemon(folder) as daemon:
            already = len(line.talks)
            until(lambda: line.ended(already + 1))
            time.sleep(3)  # the pass goes on for a moment after it has hung up
            before, began = daemon.cpu(), time.monotonic()
            time.sleep(60)
            ticking = (daemon.cpu() - before) / (time.monotonic() - began)
            small = daemon.resident()
    a_poll = max(0.0, polls[0] - ticking * polls[1]) / 3
    day = ticking * _DAY + a_poll * _DAY / 300
    return [
        ("idle daemon, resident memory, after reading 200 mails", "60 MB", f"{resident:.0f} MB"),
        ("of that its own, not shared libraries", "", f"{own:.0f} MB"),
        ("the same, started anew with nothing to read", "60 MB", f"{small:.0f} MB"),
        ("start to first poll", "1 s", f"{start:.2f} s"),
        (
            "CPU of an idle day, a poll every 5 minutes",
            "",
            f"{day:.0f} s ({100 * day / _DAY:.2f} % of a core)",
        ),
        ("an idle poll over IMAP, bytes both ways", "2,000", f"{talk.bytes:,}"),
        ("an idle poll over IMAP, round trips", "3", f"{talk.turns}, greeting and sign-in among them"),
    ]


def timed(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(
        command, env=environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.monotonic() - began


def scanning(server: Dovecot, folder: Path, count: int) -> Rows:
    box = folder / "mail.mbox"
    size = write_mbox(box, count)
    fill(server, "scanned", count)
    config(folder, "1h", ("home", server.port, "scanned"))
    subprocess.run(["cat", str(box)], stdout=subprocess.DEVNULL, check=True)
    mbox = timed(grace(folder, "scan", "--json", str(box)))
    over_imap = timed(grace(folder, "scan", "--json", "home"))
    few = folder / "few.mbox"
    write_mbox(few, count // 5)
    one = (
        timed(["taskset", "-c", "0", *grace(folder, "scan", "--json", str(few))])
        if shutil.which("taskset")
        else 0
    )
    rows = [
        (
            f"scan of {count:,} mails ({size / 1e6:.0f} MB) from an mbox",
            "",
            f"{mbox:.0f} s, {count / mbox:.0f} mails a second",
        ),
        (
            "the same on one core (a fifth of them)",
            "",
            f"{count // 5 / one:.0f} mails a second" if one else "not measured",
        ),
        ("the same over IMAP, as a ratio", "1.2", f"{over_imap / mbox:.2f}"),
    ]
    other = bogofilter(folder, box)
    if not other:
        return [*rows, ("bogofilter on the same mails", "", "not measured: it is not installed")]
    return [
        *rows,
        (
            "bogofilter on the same mbox (one process, one core)",
            "",
            f"{other:.1f} s, {count / other:.0f} mails a second",
        ),
        ("its rate reached", "1.0", f"{other / mbox:.2f}"),
    ]


def bogofilter(folder: Path, box: Path) -> float:
    """Seconds that it takes to classify an mbox, having learned from parts of it; 0 where it is not there."""
    program = os.environ.get("BOGOFILTER") or shutil.which("bogofilter")
    if not program:
        return 0
    words = folder / "words"
    words.mkdir()
    call = [program, "-d", str(words), "-M"]
    with box.open("rb") as file:
        first = file.read(8_000_000)
        file.seek(-4_000_000, os.SEEK_END)
        last = file.read()
    subprocess.run([*call, "-n"], input=first, check=True)
    subprocess.run([*call, "-s"], input=last, check=True)
    began = time.monotonic()
    subprocess.run([*call, "-T", "-I", str(box)], stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def many_accounts(server: Dovecot, folder: Path, count: int = 100) -> Rows:
    resident = {}
    for number in range(count):
        server.add_user(f"many{number}")
    for accounts in (1, count):
        shutil.rmtree(folder / "data", ignore_errors=True)
        with Counting(server.port) as line:
            config(folder, "1h", *((f"a{number}", line.port, f"many{number}") for number in range(accounts)))
            with Daemon(folder) as daemon:
                until(lambda wanted=accounts, its=line: its.ended(wanted), 300)
                time.sleep(3)
                resident[accounts] = daemon.resident()
    each = (resident[count] - resident[1]) / (count - 1)
    return [
        (
            f"{count} accounts in one process, memory for each",
            "",
            f"{each:.2f} MB ({resident[count]:.0f} MB in all)",
        )
    ]


def database(server: Dovecot, folder: Path, count: int) -> Rows:
    fill(server, "kept", count)
    config(folder, "1h", ("home", server.port, "kept"))
    subprocess.run(grace(folder, "once"), env=environment(), check=True, stdout=subprocess.DEVNULL)
    file = _log(folder / "data")
    with sqlite3.connect(file) as connection:
        connection.execute("VACUUM")
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        page = connection.execute("PRAGMA page_size").fetchone()[0]
        there = connection.execute("SELECT count(*) FROM mail").fetchone()[0]
    connection.close()
    return [("the log, for each 10,000 mails seen", "", f"{pages * page * 10_000 / there / 1e6:.1f} MB")]


def _log(data: Path) -> Path:
    from watcher.store.schema import FILE

    return data / FILE


_NOTES = """
## Where it falls short, and why

- **Memory.** Python, numpy, the scheduler and TLS take about 50 MB before there is a model, a third of it shared
  libraries; the model takes 30 MB. It is read when there is a mail to judge, and let go after ten minutes without one.
- **Round trips.** The poll itself is one (EXAMINE). The others are those of a connection that lasts one pass: sign-in,
  the list of folders, goodbye.
- **Beside bogofilter.** It counts words in C and answers one question. Here each mail is read as a person sees it, cut
  into sentences, and each sentence is judged in its language; most of the time goes into reading it and into finding
  its features. On a faster machine, with an earlier model, 20,000 mails took 14 s on two cores, and bogofilter 9.3 s.
"""


def page(rows: Rows, loads: tuple[float, float]) -> str:
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        "",
    )
    memory = psutil.virtual_memory().total / 2**30
    machine = f"{model or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
    busy = (
        " Other work ran on it at the same time, so times are longer than they need be."
        if max(loads) > 1.5
        else ""
    )
    table = "".join(f"| {what} | {goal} | {figure} |\n" for what, goal, figure in rows)
    return (
        "# Performance\n\n`python bench/performance.py` measures all of this anew and writes this page.\n\n"
        f"Measured with Python {platform.python_version()} on: {machine}. Its load was {loads[0]:.1f} before and "
        f"{loads[1]:.1f} after.{busy}\n\n| what | goal | measured |\n|---|---|---|\n{table}\n"
        "The mails are made from `models/corpus` (`bench/sample_mails.py`): everyday mail, newsletters in HTML,\n"
        "replies with quotes, attachments, and one in 25 about an application. The server is Dovecot on the\n"
        "same machine, so it takes its share of the same cores. "
        "Scans are `grace scan --json`, the daemon is `grace run`.\n" + _NOTES
    )


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", default=["idle", "scan", "accounts", "database"])
    parser.add_argument("--mails", type=int, default=COUNT)
    asked = parser.parse_args()
    before, rows = os.getloadavg()[0], Rows()
    parts: dict[str, Callable[[Dovecot, Path], Rows]] = {
        "idle": idle,
        "scan": lambda server, folder: scanning(server, folder, asked.mails),
        "accounts": many_accounts,
        "database": lambda server, folder: database(server, folder, max(500, asked.mails // 10)),
    }
    with running_dovecot(mail="maildir:~/Maildir") as server:
        for name in asked.only:
            with tempfile.TemporaryDirectory(prefix="grace-bench-") as folder:
                for row in parts[name](server, Path(folder)):
                    rows.append(row)
                    print("  ".join(cell for cell in row if cell), flush=True)
    if set(asked.only) == set(parts):
        PAGE.write_text(page(rows, (before, os.getloadavg()[0])), encoding="utf-8")
        print(f"written to {PAGE}")


if __name__ == "__main__":
    main()
