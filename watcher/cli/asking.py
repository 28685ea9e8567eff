"""Questions to the person: plain numbered lines and prompts, which a screen reader and a script can read too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from watcher.cli.screen import Screen
from watcher.errors import UserError

_Answer = TypeVar("_Answer")


class Asking:
    """Asks, or takes what was given on the command line.

    Args:
        silent: never ask; where nothing was given the proposal is the answer.
    """

    def __init__(self, screen: Screen, silent: bool) -> None:
        self.screen = screen
        self.silent = silent

    def text(
        self,
        question: str,
        option: str,
        read: Callable[[str], _Answer],
        given: str | None = None,
        proposal: str | None = None,
    ) -> _Answer:
        """A line of text.

        Args:
            option: the option that answers this, for messages; "" where there is none.
            read: makes the answer from the line, or raises ValueError("must be ...").
            given: the line, where it came by an option.
            proposal: what Enter alone means; None where an answer is needed.

        Raises:
            UserError: what was given will not do, or there is nobody to ask.
        """
        if given is None and self.silent:
            if proposal is None:
                raise UserError(f"{option} is needed, since nobody can be asked.")
            given = proposal
        if given is not None:
            try:
                return read(given.strip())
            except ValueError as unfit:
                raise UserError(f"{option} {unfit}.") from None
        while True:
            line = click.prompt(question, default=proposal, show_default=bool(proposal), type=str)
            try:
                return read(str(line).strip())
            except ValueError as unfit:
                self.screen.line(f"It {unfit}.")

    def choice(self, question: str, options: Sequence[tuple[_Answer, str]], first: int = 0) -> _Answer:
        """One of a few, by its number.

        Args:
            options: each answer with the words for it.
            first: the place of the one that Enter alone means.
        """
        if self.silent:
            return options[first][0]
        self.screen.line(question)
        for number, (_, words) in enumerate(options, 1):
            self.screen.line(f"{number}  {words}", indent=2)

        def read(line: str) -> int:
            if not line.isdecimal() or not 1 <= int(line) <= len(options):
                raise ValueError(f"must be a number from 1 to {len(options)}")
            return int(line) - 1

        return options[self.text("Number", "", read, None, str(first + 1))][0]

    def yes(self, question: str, proposal: bool, given: bool | None = None) -> bool:
        if given is not None or self.silent:
            return proposal if given is None else given
        return click.confirm(question, default=proposal)

    def secret(self, what: str) -> str:
        """Something that is not shown while it is typed. From a script it is the next line of standard input.

        Raises:
            UserError: there is none.
        """
        if sys.stdin is not None and sys.stdin.isatty():
            return str(click.prompt(what, hide_input=True)).strip()
        line = sys.stdin.readline().rstrip("\r\n") if sys.stdin else ""
        if not line:
            raise UserError(f"No {what[:1].lower()}{what[1:]} came on standard input.")
        return line
