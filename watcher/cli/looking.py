"""The conversation of looking back: one question after the other, each answer kept as soon as it is given."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.after_the_no import Looked
from watcher.cli.asking import Asking
from watcher.cli.screen import Screen, clean
from watcher.cli.tags import ask_to_practise
from watcher.errors import UserError
from watcher.reflecting.questions import TAGS, Question, Section, form, known
from watcher.store import ReflectionRow

if TYPE_CHECKING:
    from watcher.store import Store

#: Where the file of --answers says what to practise.
_PRACTISE = "practise"


class Talk:
    """Looking back on one answer.

    Args:
        form_name: "short" or "full"; one that was begun as full stays so.
    """

    def __init__(self, screen: Screen, store: Store, one: Looked, form_name: str, now: datetime) -> None:
        self._screen, self._store, self._now = screen, store, now
        self._asking = Asking(screen, silent=False)
        row = one.row or ReflectionRow(one.entry.id, "short", now, None, {})
        name = "full" if "full" in (form_name, row.form) else "short"
        # Who had closed it with nothing said begins anew.
        answers = {} if row.closed_at and not any(row.answers.values()) else row.answers
        self._row = replace(row, form=name, closed_at=None, answers=answers)
        self._sections: Sequence[Section] = form(name, talked=one.talked)
        #: How many things to practise came of it.
        self.practise = 0

    def hold(self) -> None:
        """Asks what was not asked yet, and closes it. Raises click.Abort where the person stops; all so far is kept."""
        questions = [one for section in self._sections for one in section.questions]
        left = [one for one in questions if one.name not in self._row.answers]
        if len(left) < len(questions):
            self._screen.line("It goes on where you stopped.")
        self._screen.line(
            "Enter alone leaves a question empty. Ctrl-C stops; what you said is kept.", "quiet"
        )
        try:
            for section in self._sections:
                if len(self._sections) > 1 and any(one in left for one in section.questions):
                    self._screen.heading(section.title)
                for one in section.questions:
                    if one in left:
                        self._ask(one, f"{questions.index(one) + 1} of {len(questions)}")
        except click.Abort:
            self._screen.line()
            self._screen.line(f"What you said is kept. grace reflect {self._row.mail_id} goes on with it.")
            raise
        self.close()

    def _ask(self, question: Question, place: str) -> None:
        self._screen.line()
        self._screen.line(f"{place}  {question.text}")
        answer = self._asking.text("Your answer", "", clean, None, "")
        # Kept before the next is asked; empty ones too, so that they are not asked again.
        self._keep({question.name: answer})
        if answer and question.tag and (tag := ask_to_practise(self._asking, question.tag)):
            self._to_practise(tag, answer)

    def take(self, answers: Mapping[str, str], practise: Sequence[tuple[str, str]]) -> None:
        """Keeps what was said elsewhere, and closes it."""
        with self._store.transaction():
            self._keep(answers)
            for tag, text in practise:
                self._to_practise(tag, text)
            self.close()

    def close(self) -> None:
        self._row = replace(self._row, closed_at=self._now)
        self._store.reflect(self._row)

    def _keep(self, answers: Mapping[str, str]) -> None:
        self._row = replace(self._row, answers={**self._row.answers, **answers})
        self._store.reflect(self._row)

    def _to_practise(self, tag: str, text: str) -> None:
        self._store.add_practice(self._row.mail_id, self._now, tag, text, "reflection")
        self.practise += 1


def answers_from(file: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Answers and things to practise from a TOML file, "-" for standard input: `well = "..."`, and
    `[practise]` with `interview = ["..."]`.

    Raises:
        UserError: it cannot be read, or names what is not asked.
    """
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"{file} is no TOML: {error}.") from None
    practise = found.pop(_PRACTISE, {})
    names = known()
    if unknown := [name for name in found if name not in names]:
        raise UserError(
            f"{file} answers {unknown[0]!r}, which is not asked. The names are: {', '.join(names)}."
        )
    if not all(isinstance(one, str) for one in found.values()):
        raise UserError(f"In {file} every answer must be text in quotation marks.")
    return {name: clean(one) for name, one in found.items()}, _things(file, practise)


def _things(file: Path, practise: object) -> list[tuple[str, str]]:
    good = isinstance(practise, dict) and all(
        tag in TAGS and isinstance(texts, list) and all(isinstance(one, str) and one.strip() for one in texts)
        for tag, texts in practise.items()
    )
    if not isinstance(practise, dict) or not good:
        raise UserError(f"In {file}, [{_PRACTISE}] must hold lists of texts under {', '.join(TAGS)}.")
    return [(tag, clean(one)) for tag, texts in practise.items() for one in texts]
