"""`grace evaluate`: how well it judges, measured on labelled mail."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.classify import judge
from watcher.cli.options import Session, common, json_option
from watcher.cli.sources import Sample, labelled
from watcher.errors import UserError
from watcher.reading.types import KINDS

if TYPE_CHECKING:
    from watcher.learning.scoring import Judged
    from watcher.reading.classifier import Classifier

#: One labelled mail, and its row without the mail itself.
_Mail = tuple[Sample, dict[str, Any]]
#: At most so many problems of the mail are told.
_TOLD = 20
_LONGEST_SHOWN = 60


@click.command(short_help="Measure how well it judges, on labelled mail.")
@click.argument("sources", metavar="FILE...", nargs=-1, required=True)
@click.option("--shipped", is_flag=True, help="Measure the shipped model instead of training it anew.")
@click.option("--applied", is_flag=True, help="As if an application to each sender were on record.")
@json_option
@common
@click.pass_context
def evaluate(
    ctx: click.Context, sources: tuple[str, ...], shipped: bool, applied: bool, as_json: bool
) -> None:
    """Train from the corpus and measure on labelled mail: JSONL with id, label, subject, from and body (or raw) in
    each line, and where known set, kind and lang.

    The label is a KIND of mail. KIND is rejection, on_hold, notice, offer_withdrawn, acknowledgement, interview,
    assessment, offer, feedback, job_alert, outreach, other_job or other.

    Prints what was found and flagged with 95 % intervals, the kinds that were mixed up, what was wrong and
    certain, how true the scores are as probabilities, and the worst mistakes. Nothing is learned from these mails.

    \b
    Examples:
      grace evaluate my_mail.jsonl
      grace evaluate --shipped --json my_mail.jsonl
    """
    from watcher.learning import scoring

    session = ctx.find_object(Session) or Session()
    mails = _checked(sources)  # first, since to train takes a minute
    classifier = _classifier(shipped, session.plain)
    found = _judged(classifier, mails, applied=applied, plain=session.plain)
    if as_json:
        click.echo(json.dumps(scoring.figures(found), ensure_ascii=True))
        return
    screen = session.screen()
    width = None if screen.plain else shutil.get_terminal_size().columns
    for line in scoring.describe(found, width):
        screen.row(line)


def _classifier(shipped: bool, plain: bool) -> Classifier:
    from watcher.reading.classifier import Classifier

    if shipped:
        return Classifier.load()
    from watcher.learning.training import read_corpus, train

    with _working("Training from the corpus", plain):
        return Classifier(train(read_corpus()).model)


def _checked(sources: Sequence[str]) -> list[_Mail]:
    """The labelled mails of all sources.

    Raises:
        UserError: a source that cannot be read, lines that are no labelled mail, or no mail at all.
    """
    mails, problems, is_a_label_wrong = list[_Mail](), list[str](), False
    for source in sources:
        try:
            for number, sample, row in labelled(source):
                wrong = "" if sample.problem else _wrong_label(row)
                is_a_label_wrong = is_a_label_wrong or bool(wrong)
                if sample.problem:
                    problems.append(sample.problem)
                elif wrong or (wrong := _no_text(row)):
                    problems.append(f"{source} line {number}: {wrong}")
                else:
                    kept = {key: value for key, value in row.items() if key not in ("body", "raw")}
                    mails.append((sample, kept | {"id": sample.id}))
        except UserError as error:
            problems += error.problems
    if len(problems) > _TOLD:
        problems[_TOLD:] = [f"And {len(problems) - _TOLD} lines more."]
    if is_a_label_wrong:
        problems.append(f"Kinds of mail are {', '.join(KINDS[:-1])} and {KINDS[-1]}.")
    if problems:
        raise UserError(*problems)
    if not mails:
        raise UserError("There is no labelled mail in that.")
    return mails


def _wrong_label(row: dict[str, Any]) -> str:
    """What is wrong with the label of a row, "" for nothing."""
    from watcher.learning import scoring

    label = row.get("label")
    if label is None:
        return "has no label."
    return "" if scoring.kind_of(label) in KINDS else f"the label {_short(label)} is no kind of mail."


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}..."


def _no_text(row: dict[str, Any]) -> str:
    """That a row has no mail to judge, "" where it has one. A text may well be empty."""
    if row.get("raw"):
        return "" if isinstance(row["raw"], str) else "raw is no text."
    if row.get("body") is None:
        return "has no body, nor raw."
    return "" if isinstance(row["body"], str) else "body is no text."


def _judged(classifier: Classifier, mails: Sequence[_Mail], *, applied: bool, plain: bool) -> list[Judged]:
    from watcher.learning import scoring

    with _working("Judging", plain):
        return [scoring.judged(row, judge(classifier, sample, applied=applied)) for sample, row in mails]


@contextlib.contextmanager
def _working(what: str, plain: bool) -> Iterator[Any]:
    """Says on stderr what goes on, where a person looks on."""
    if plain or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} ...", spinner="dots"):
        yield
