"""Learning on two cores: results are asked for by name, whichever is done first."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.learning.side_by_side import SideBySide, Task


def raising() -> None:
    raise ValueError("no such mail")


def waiting(pipe: Path) -> str:
    """Until somebody writes to it."""
    return pipe.read_text()


def test_each_result_is_had_by_its_name_in_any_order() -> None:
    learning = SideBySide(Task(("power", of), pow, (2, of)) for of in range(9))
    assert [learning["power", of] for of in (8, 0, 5)] == [256, 1, 32]
    assert [learning["power", of] for of in (1, 2, 3, 4, 6, 7)] == [2, 4, 8, 16, 64, 128]


def test_what_is_not_waited_for_may_still_be_at_work(tmp_path: Path) -> None:
    begin = tmp_path / "begin"
    os.mkfifo(begin)
    learning = SideBySide([Task("long", waiting, (begin,)), Task("short", abs, (-3,))])
    assert learning["short"] == 3
    begin.write_text("begun")
    assert learning["long"] == "begun"


def test_the_first_are_at_work_before_the_last_are_made() -> None:
    made: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(40):
            made.append(number)
            yield Task(number, abs, (-number,))

    learning = SideBySide(tasks())
    assert len(made) < 40
    assert [learning[number] for number in range(40)] == list(range(40))


def test_a_name_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        SideBySide([Task("one", abs, (1,))])["two"]


def test_what_a_task_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no such mail"):
        SideBySide([Task("one", raising, ())])["one"]
