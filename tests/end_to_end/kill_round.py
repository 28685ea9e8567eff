"""One mailbox on a server while its passes are killed: what happens, what is killed, what is seen."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter, defaultdict, deque
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from tests.contract.benches import Bench
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.end_to_end.kill_passes import Order, Outcome
from watcher.mailboxes.protocol import Place

ROOT = Path(__file__).parents[2]
#: Long ago: Dovecot takes no INTERNALDATE that lies in the future.
START = datetime(2025, 11, 24, 10, 0, tzinfo=UTC)
FIRST_CONTACT_KILLS, FIRST_FOLDER = 5, 60
STEPS = [timedelta(seconds=20), *(timedelta(minutes=m) for m in (1.5, 5, 40, 120))]

CONFIG = """\
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
time_zone = "Europe/Berlin"
{account}
[cooling_off]
after = "1h"
after_final = "1h"
starts = "arrival"
latest = "60d"
hours = "00:00-24:00"
days = "mon-sun"
[reply]
per_day = 1000
[gentle]
several = 100
[watch]
since = "{since}"
"""


@dataclass(frozen=True)
class Delivered:
    place: Place
    flags: frozenset[str]
    raw: bytes
    at: datetime
    rejection: bool


class Passes:
    """The process of kill_passes.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.kill_passes"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, order: Order) -> Outcome:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        outcome: Outcome = json.loads(self._process.stdout.readline())
        return outcome

    def stop(self) -> None:
        self._process.communicate(timeout=20)


class Round:
    """One person with their mailbox, from a first contact through many kills to the end of the trouble."""

    def __init__(
        self,
        bench: Bench,
        port: int,
        account: str,
        folder: Path,
        passes: Passes,
        name: str,
        tally: Counter[str],
    ) -> None:
        """`port`: the server's, to see when it has let go of a dead client; `account`: for the config file."""
        self.random = random.Random(name)
        self.name, self.folder, self.passes, self.tally = name, folder, passes, tally
        self.bench, self.port = bench, port
        self.connections = _connections(port)
        self.now = START
        self.delivered: list[Delivered] = []
        self.lasted: dict[str, deque[float]] = defaultdict(lambda: deque([0.02], maxlen=5))
        self.kills = 0
        self.data = folder / "data"
        folder.mkdir()
        (folder / "config.toml").write_text(
            CONFIG.format(account=account, since=(START - timedelta(days=7)).date()), encoding="utf-8"
        )

    # What the world does ----------------------------------------------------------------------------------

    def mail_arrives(self, rejection: bool, at: datetime) -> None:
        number = len(self.delivered)
        raw = an_answer(number, at) if rejection else other_mail(number, at)
        read = self.random.random() < 0.3
        place = self.bench.deliver(raw, at, read=read)
        flags = frozenset({"\\Seen"} if read else ())
        self.delivered.append(Delivered(place, flags, raw, at, rejection))

    def time_goes_by(self) -> None:
        self.now += self.random.choice(STEPS)
        for _ in range(self.random.choice((0, 0, 1, 2))):
            self.mail_arrives(self.random.random() < 0.7, self.now)

    # What is killed ---------------------------------------------------------------------------------------

    def first_contact(self) -> None:
        """Kills it over and over; what has been recorded stays, so each time it gets a little further."""
        for number in range(FIRST_FOLDER):
            self.mail_arrives(number % 6 == 5, self.now - (FIRST_FOLDER - number) * timedelta(seconds=30))
        # Measured with another memory, while nothing is due: that makes no draft.
        whole = self.undisturbed(self.folder / "scratch")["lasted"]["start"]
        usual = self.undisturbed(self.folder / "scratch")["lasted"]
        for moment in ("start", "poll"):
            self.lasted[moment].append(usual[moment])
        for_one_mail = (whole - usual["start"]) / FIRST_FOLDER
        while self.kills < FIRST_CONTACT_KILLS and (left := FIRST_FOLDER - self.on_record()):
            self.killed_after(self.random.uniform(0, usual["start"] + left * for_one_mail))
            self.now += timedelta(seconds=20)
        self.tally["within a first contact"] += self.kills

    def a_pass(self) -> None:
        """Most kills fall where something is under way: mail being read, a draft being saved."""
        due = len(self.cases("state = 'cooling' AND due_at <= ?", self.now.isoformat()))
        moments = [
            "start",
            *["poll"] * (self.on_record() < len(self.delivered)),
            *["claim", "append"] * 2 * bool(due),
        ]
        moment = self.random.choice(moments)
        nth = self.random.randint(1, min(due, 3)) if moment in ("claim", "append") else 1
        self.killed_after(self.random.uniform(0, self.random.choice(self.lasted[moment])), moment, nth)

    def killed_after(self, delay: float, moment: str = "start", nth: int = 1) -> None:
        self._note(self.passes.run(self._order(self.data, delay, moment, nth)), "in a child")

    def undisturbed(self, data: Path | None = None) -> Outcome:
        outcome = self.passes.run(self._order(data or self.data, None))
        assert outcome["code"] == 0, f"round {self.name}: a pass that nobody disturbed reported an error"
        return outcome

    def the_true_command(self, whole: float) -> None:
        """Rather late in its life than early: it begins with imports."""
        delay = self.random.triangular(0, whole, 0.9 * whole)
        killed = self._command(delay)
        self._note({"killed": killed, "code": 0, "lasted": {}, "during": []}, "of the command")

    def length_of_the_true_command(self) -> float:
        began = time.monotonic()
        assert not self._command(None)
        self._let_the_server_finish()
        return time.monotonic() - began

    def _command(self, delay: float | None) -> bool:
        """Runs `grace once` and kills it after so many seconds; False where it ended before."""
        where = ["--config", str(self.folder / "config.toml"), "--data", str(self.data)]
        command = [sys.executable, "-m", "watcher", *where, "once", "--now", self.now.isoformat()]
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
        )
        try:
            assert process.wait(delay) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return True
        return False

    def _order(self, data: Path, delay: float | None, moment: str = "start", nth: int = 1) -> Order:
        return {
            "config": str(self.folder / "config.toml"),
            "data": str(data),
            "now": self.now.isoformat(),
            "moment": moment,
            "nth": nth,
            "delay": delay,
        }

    def _note(self, outcome: Outcome, how: str) -> None:
        self._let_the_server_finish()
        if not outcome["killed"]:
            assert outcome["code"] == 0, f"round {self.name}: a pass reported an error"
            for moment, seconds in outcome["lasted"].items():
                self.lasted[moment].append(seconds)
            self.tally["ended before their kill"] += 1
            return
        self.kills += 1
        self.tally["kills"] += 1
        self.tally.update([how, *outcome["during"]])
        drafts = self.drafts()
        twice = [parent for parent, count in Counter(parent for _, parent in drafts).items() if count > 1]
        assert twice == [], f"round {self.name}, kill {self.kills}: two drafts for one answer"
        claims = self.cases("state = 'claimed' AND ?")
        saved = [claim for claim in claims if claim in dict(drafts)]
        self.tally["with a claim open"] += bool(claims)
        self.tally["with a draft saved and not confirmed"] += bool(saved)
        self.tally["with a claim and no draft yet"] += len(saved) < len(claims)

    def _let_the_server_finish(self) -> None:
        """In their world a minute or more goes by until a claim is settled; here the server gets its time.

        A connection whose client was killed is one more until the server has closed its end.
        """
        deadline = time.monotonic() + 10
        while _connections(self.port) > self.connections:
            assert time.monotonic() < deadline, "the server does not let go of a dead connection"
            time.sleep(0.001)

    def the_trouble_is_over(self) -> None:
        for _ in range(10):
            self.now += timedelta(hours=2)
            self.undisturbed()
            if not self.cases("state IN ('cooling', 'claimed') AND ?"):
                return
        pytest.fail(f"round {self.name}: after ten undisturbed passes there are still open cases")

    # What is seen -----------------------------------------------------------------------------------------

    def drafts(self) -> list[tuple[str, str]]:
        """The Message-ID of each draft, and the one that it replies to."""
        headers = [message_from_bytes(raw) for _, _, raw in self.bench.snapshot().get(self.bench.drafts, [])]
        return [(header["Message-ID"], header["In-Reply-To"]) for header in headers]

    def cases(self, where: str, value: object = 1) -> list[str | None]:
        """The draft ids of the cases for which that holds."""
        return [row[0] for row in self._look(f"SELECT draft_id FROM cases WHERE {where}", value)]

    def on_record(self) -> int:
        return sum(row[0] for row in self._look("SELECT count(*) FROM mail WHERE ?", 1))

    def _look(self, query: str, value: object) -> list[tuple[Any, ...]]:
        """Reads in a copy of the database: who opens the true one after a kill also mends it."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("grace.db", "grace.db-wal"):
            if (self.data / name).exists():
                shutil.copy(self.data / name, copy / name)
        with closing(sqlite3.connect(copy / "grace.db")) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'cases'").fetchone():
                return []
            return db.execute(query, (value,)).fetchall()


def _connections(port: int) -> int:
    """How many connections to a port of this machine its owner has not closed (Linux, proc(5))."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    established, close_wait = "01", "08"
    return sum(row[1].endswith(f":{port:04X}") and row[3] in (established, close_wait) for row in rows)
