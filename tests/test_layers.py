"""The house keeps its shape: cli -> daemon -> pipeline -> store, config, credentials -> the rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

WATCHER = Path(__file__).parent.parent / "watcher"
ROOMS = {"mailboxes", "reading", "replying", "learning", "reflecting"}
#: A part imports only what lies below it. Modules not named here lie beside the pipeline (2) and may know it.
HEIGHTS = {"__main__": 5, "cli": 4, "daemon": 3, "store": 1, "config": 1, "credentials": 1} | dict.fromkeys(
    ROOMS, 0
)
SHARED = {"watcher", "watcher.__version__", "watcher.errors", "watcher.malloc"}  # for everybody
PURE = {"reading", "replying"}
NOT_PURE = {
    "sqlite3",
    "imapclient",
    "googleapiclient",
    "keyring",
    "apscheduler",
    "click",
    "rich",
    "time",
    "socket",
}
ONLY_IN = {"sqlite3": {"store"}, "sklearn": {"learning"}, "scipy": {"learning"}, "joblib": {"learning"}}
CLOCK_CALLS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "ctime", "clock_gettime"}
#: A Maildir file name holds the time at which it was made, by Maildir's specification; and what has changed
#: in a folder since it was last listed is known by the stamp of that listing. No decision rests on either.
MAY_ASK = {"clocks.py", "daemon.py", "mailboxes/maildir.py"}
MODULES = sorted(WATCHER.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(WATCHER).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The full names of all that a module imports, wherever in it; of `from a import b` it is a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def asks_for_the_time(path: Path) -> list[int]:
    """The lines that ask what time of what day it is, by whatever name. A monotonic clock tells no time."""
    tree = ast.parse(path.read_text())
    clocks, asking = {"datetime", "date", "time"}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            clocks |= {one.asname or "" for one in node.names if one.name in {"datetime", "date", "time"}}
            asking |= {node.lineno for one in node.names if module == "time" and one.name in CLOCK_CALLS}
        elif isinstance(node, ast.Attribute) and node.attr in CLOCK_CALLS:
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if name in clocks:
                asking.add(node.lineno)
    return sorted(asking)


def may_import(part: str, name: str) -> bool:
    if name in SHARED or name.startswith(("watcher.errors.", "watcher.malloc.")):
        return True
    other = name.split(".")[1]
    if other == part or (part in ROOMS and name.startswith("watcher.reading.types.")):
        return True
    if part in ROOMS:
        return (part, other) == ("learning", "reading")
    height, below = HEIGHTS.get(part, 2), HEIGHTS.get(other, 2)
    return below < height or below == height == 2


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(WATCHER)))
def test_a_module_knows_only_what_it_may(path: Path) -> None:
    part, known = part_of(path), imports(path)
    ours = {name for name in known if name.split(".")[0] == "watcher"}
    assert not {name for name in ours if not may_import(part, name)}, "above it, or in another room"
    theirs = {name.split(".")[0] for name in known - ours}
    assert not {name for name in theirs if part not in ONLY_IN.get(name, {part})}
    if part in PURE:
        assert not theirs & NOT_PURE, "a pure room"
    if part != "cli" and path.relative_to(WATCHER).as_posix() not in MAY_ASK:
        assert asks_for_the_time(path) == [], "the time is an argument"


def test_the_rules_can_tell_right_from_wrong(tmp_path: Path) -> None:
    assert may_import("replying", "watcher.reading.types.Message")
    assert may_import("learning", "watcher.reading.features.tokens")
    assert may_import("pipeline", "watcher.drafting")
    assert not may_import("replying", "watcher.reading.message.parse")
    assert not may_import("reading", "watcher.learning.training.train")
    assert not may_import("mailboxes", "watcher.config.Account")
    assert not may_import("pipeline", "watcher.daemon.run")
    assert not may_import("daemon", "watcher.cli.main")
    module = tmp_path / "a.py"
    module.write_text(
        "import datetime as d\nfrom watcher import cli\ndef f():\n  import sqlite3\n  datetime.now(UTC)\n"
    )
    assert imports(module) == {"datetime", "watcher.cli", "sqlite3"}
    assert asks_for_the_time(module) == [5]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import time\ntime.time()\ntime.time_ns()\ntime.gmtime()\ntime.localtime()", [2, 3, 4, 5]),
        ("import time as clock\nclock.time()", [2]),
        ("from time import time_ns", [1]),
        ("from datetime import datetime as dt, date\ndt.now(UTC)\ndate.today()", [2, 3]),
        ("import datetime\ndatetime.datetime.utcnow()", [2]),
        ("import time\ntime.monotonic()\ntime.sleep(1)\nplan.now()\nwatch.time()", []),
        ("from time import monotonic\nfrom datetime import datetime\ndatetime.fromtimestamp(0, UTC)", []),
    ],
)
def test_a_clock_is_seen_under_any_name(source: str, lines: list[int], tmp_path: Path) -> None:
    module = tmp_path / "a.py"
    module.write_text(source)
    assert asks_for_the_time(module) == lines
