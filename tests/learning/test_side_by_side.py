"""Learning on two cores: results are asked for by name, whichever is done first."""

from collections.abc import Iterator

import pytest

from watcher.learning.side_by_side import SideBySide, Task


def raising() -> None:
    raise ValueError("no such mail")


def test_each_result_is_had_by_its_name_in_any_order_and_again() -> None:
    learning = SideBySide(Task(("power", of), pow, (2, of)) for of in range(9))
    assert [learning["power", of] for of in (8, 0, 5, 8)] == [256, 1, 32, 256]


def test_what_is_not_waited_for_may_still_be_at_work() -> None:
    learning = SideBySide([Task("long", sum, (range(200_000_000),)), Task("short", sum, (range(3),))])
    assert learning["short"] == 3
    assert "long" not in learning._results
    assert learning["long"] == sum(range(200_000_000))


def test_the_first_are_at_work_before_the_last_are_made() -> None:
    made: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(40):
            made.append(number)
            yield Task(number, abs, (-number,))

    learning = SideBySide(tasks())
    assert len(made) < 40
    assert learning[39] == 39


def test_a_name_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        SideBySide([Task("one", abs, (1,))])["two"]


def test_what_a_task_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no such mail"):
        SideBySide([Task("one", raising, ())])["one"]
