"""Learning on two cores: what is to be learned is begun in the order given, and each result is asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from sklearn.utils.parallel import Parallel, delayed


@dataclass(frozen=True, slots=True)
class Task:
    """A call that is made in another process.

    Args:
        name: what its result is asked for by.
        learn, args: the function, and what it is given.
    """

    name: Hashable
    learn: Callable[..., Any]
    args: tuple[Any, ...]


class SideBySide:
    """Tasks at work, two at a time. They are begun at once; whoever waits for one gets it when that one is done.

    Args:
        tasks: in the order in which they are begun, each with a name of its own. The later ones are taken from it while
            the first are at work.
    """

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._coming = Parallel(n_jobs=2, return_as="generator_unordered")(
            delayed(_done)(task) for task in tasks
        )
        self._results: dict[Hashable, Any] = {}

    def __getitem__(self, name: Hashable) -> Any:
        """What a task returned; it is had once.

        Raises:
            KeyError: where there is no such task, or no more, since one raised.
            Exception: what a task raised that was waited for meanwhile.
        """
        while name not in self._results:
            try:
                its, result = next(self._coming)
            except StopIteration:
                raise KeyError(name) from None
            self._results[its] = result
        return self._results.pop(name)


def _done(task: Task) -> tuple[Hashable, Any]:
    return task.name, task.learn(*task.args)
