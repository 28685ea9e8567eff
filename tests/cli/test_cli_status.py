"""`grace status`: at work or not, what is cooling, what comes next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from cases import berlin, put
from click.testing import Result

from watcher.instance import single_instance
from watcher.store import Store

Run = Callable[..., Result]


def test_before_the_first_look_it_says_so_and_makes_nothing(run: Run, home: Path) -> None:
    said = run("status").stdout
    assert "Grace Period is not running." in said
    assert "home  not looked through yet" in said
    assert "Nothing is cooling." in said
    assert not (home / "data").exists()


def test_a_running_daemon_with_what_cools_and_what_comes_next(run: Run, store: Store, home: Path) -> None:
    put(store)
    put(store, "review", due_at=None)
    store.note("passed:home", berlin("2026-11-23T11:58").isoformat())
    with single_instance(home / "data"):
        said = run("status").stdout
        facts = json.loads(run("status", "--json").stdout)
    assert said.startswith("Grace Period is at work.\n")
    assert "home  looked through Mon 23 Nov, 11:58; next at about Mon 23 Nov, 12:03" in said
    assert "1  Acme  cooling until Tue 24 Nov, 11:00" in said
    assert "one mail waits in `grace review`" in said
    assert "Mon 23 Nov, 10:00  Acme  for you to look at" in said
    assert facts["running"] is True
    assert facts["next_look"] == "2026-11-23T12:03:00+01:00"
    assert facts["next_draft"] == "2026-11-24T10:00:00+00:00"
    assert "next at" not in run("status").stdout, "nothing is planned where nothing runs"


def test_trouble_is_told_until_a_pass_ends_well(run: Run, store: Store) -> None:
    word = {"at": "2026-11-23T11:00:00+01:00", "again": None, "word": "It was refused."}
    store.note("trouble:home", json.dumps(word))
    assert "home  not looked through yet; It was refused" in run("status").stdout
    store.note("passed:home", "2026-11-23T11:30:00+01:00")
    assert "refused" not in run("status").stdout
