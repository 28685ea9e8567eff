"""kill -9 right before and right after every single thing that is written, found by watching a week that goes well.

The short way dies at a sample of the places in a Maildir and of those that matter most on Dovecot; the long way
(GRACE_ORDEAL=long) at all of them in both.
"""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.benches import Bench, ImapBench, MaildirBench, fresh_user
from tests.end_to_end.command import account
from tests.end_to_end.kill_mail import misjudged
from tests.end_to_end.kill_round import START
from tests.learning.own_mail import MISSED, example
from tests.ordeal.crash_places import Outcome
from tests.ordeal.crash_story import Children, Death, Story, Telling
from tests.ordeal.tally import Tally
from tests.servers.dovecot import Dovecot
from watcher.learning import personal, versions
from watcher.reading.classifier import shipped

PART = "kill -9 at every write"
#: How many places the short way visits, of the mailbox's writes and commits and of all others.
FEW = {"Maildir": 6, "Dovecot": 2}

JURY = "Jury <jury@flowers.example>"
New = Callable[[], Story]


@pytest.fixture(scope="module", autouse=True)
def _sure_model() -> None:
    if found := misjudged(START):
        pytest.fail(f"the shipped model does not read this test's mail as meant: {found}")


def matters(place: str) -> bool:
    """Whether it is a commit or a write to the mailbox that can be seen."""
    return any(word in place for word in ("COMMIT", "rename", "APPEND", "CREATE"))


def chosen(clean: Telling, long: bool, seed: str, few: int) -> list[Death]:
    """All places of all acts; for the short way a few of each act's, those that matter more often."""
    all_of_them = [
        Death(act, place + 1) for act, places in enumerate(clean.places) for place in range(len(places))
    ]
    if long:
        return all_of_them
    chance = random.Random(seed)
    weights = [4 if matters(clean.places[one.act][one.place - 1]) else 1 for one in all_of_them]
    return chance.choices(all_of_them, weights, k=few)


def sweep(new: New, long: bool, seed: str, few: int) -> tuple[Telling, list[str]]:
    """Dies at each place. Gives the week that went well, and where the program died."""
    clean, died = new().tell(), []
    assert not clean.killed
    for death in chosen(clean, long, seed, few):
        story = new()
        told = story.tell(death)
        where = f"act {death.act}, {clean.places[death.act][death.place - 1]} (place {death.place})"
        assert told.end == clean.end, where
        if not told.killed:
            # One telling may write a cursor less than another: a folder's time stamp was a moment older.
            assert len(told.places[death.act]) < death.place, f"{where}: it came by and lived"
            continue
        died.append(clean.places[death.act][death.place - 1])
    return clean, died


def the_week_is_worth_dying_in(clean: Telling) -> None:
    """All that can be written is written in it."""
    places = Counter(place for places in clean.places for place in places)
    for what in ("INSERT INTO mail", "INSERT INTO label", "INTO text", "UPDATE cases SET", "COMMIT"):
        assert any(what in place for place in places), what
    log = json.dumps(clean.end["log"])
    for state in ("claimed", "drafted", "edited", "sent", "discarded", "cancelled"):
        assert f'"{state}"' in log, state
    assert "ordinary" in log, "no sample was kept"


@pytest.mark.timeout(3600)
def test_in_a_maildir(long: bool, seed: str, tally: Tally, memory: Path, children: Children) -> None:
    numbers = iter(range(10**6))

    def new() -> Story:
        root = memory / str(next(numbers)) / "Mail"
        return Story(
            MaildirBench(root), account(kind="maildir", path=str(root)), root.parent / "grace", children
        )

    clean, died = sweep(new, long, seed, FEW["Maildir"])
    assert len(died) > 0.8 * min(FEW["Maildir"], 5)
    the_week_is_worth_dying_in(clean)
    assert any("rename" in place for places in clean.places for place in places)
    tally.add(PART, "a week in a Maildir, dead at one place each time", len(died), note=_of(clean))


def test_while_a_model_is_taken_into_use(
    long: bool, seed: str, tally: Tally, memory: Path, children: Children
) -> None:
    """Dead at any place, the old one judges or the new one, whole; and the next training has nothing in its way."""
    model = memory / "model"
    model.mkdir()
    name = personal.train(shipped(), [example(MISSED, "rejection", 1, JURY)]).write(model)
    (model / "about.json").write_text(json.dumps({"name": name, "at": START.isoformat()}), encoding="utf-8")

    def act(data: Path, place: int = 0) -> Outcome:
        words = ["promote", str(model)]
        return children.run(
            {"act": words, "config": "", "data": str(data), "now": "", "place": place, "plain": False}
        )

    died = 0
    for before in ("it is new", "it was there, and not in use"):
        for number in itertools.count():
            data = memory / f"{before}-{number}"
            if before != "it is new":
                act(data)
                versions.use(data, "")
            if number == 0:
                clean = act(data)
                assert clean["code"] == 0, clean
                all_places = range(1, len(clean["places"]) + 1)
                places = all_places if long else sorted(random.Random(seed).sample(all_places, 3))
                continue
            if number > len(places):
                break
            outcome = act(data, places[number - 1])
            assert outcome["killed"]
            where = before, outcome["places"][-1]
            judging, note = versions.load_current(data)
            assert note == "", where
            assert judging.version in (versions.base_version(), name)
            assert act(data)["code"] == 0
            assert versions.load_current(data)[0].version == name
            # At most a file of a few letters that was to become `current`.
            left = {one.name.partition("-")[0] for one in (data / "models").iterdir()}
            assert left - {".current"} == {"current", "own"}, where
            died += 1
    tally.add(PART, "a model being taken into use, dead at each place", died)


@pytest.mark.timeout(3600)
def test_on_dovecot(
    long: bool, seed: str, tally: Tally, memory: Path, children: Children, dovecot: Dovecot
) -> None:
    numbers = iter(range(10**6))
    benches: list[Bench] = []

    def new() -> Story:
        while benches:
            benches.pop().close()
        user = fresh_user(dovecot)
        where = {"host": dovecot.host, "port": dovecot.port, "tls": "none"}
        described = account(kind="imap", user=user, password_command=["echo", dovecot.users[user]], **where)
        benches.append(ImapBench(dovecot, user))
        return Story(benches[0], described, memory / str(next(numbers)), children)

    clean, died = sweep(new, long, seed, FEW["Dovecot"])
    benches.pop().close()
    the_week_is_worth_dying_in(clean)
    assert Counter(place for places in clean.places for place in places)["after APPEND"] == 4
    tally.add(PART, "a week on Dovecot, dead at one place each time", len(died), note=_of(clean))


def _of(clean: Telling) -> str:
    return f"the week has {sum(map(len, clean.places))} places"
