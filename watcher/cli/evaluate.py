"""`grace evaluate`: how well it judges, measured on labelled mail."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.classify import judge
from watcher.cli.options import Session, common, json_option
from watcher.cli.sources import labelled
from watcher.errors import UserError
from watcher.reading.types import KINDS

if TYPE_CHECKING:
    from watcher.learning.scoring import Judged
    from watcher.reading.classifier import Classifier


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
    each line, and where known set, kind and lang. Labels are the kinds of mail that grace classify --json names.

    Prints what was found and flagged with 95 % intervals, the kinds that were mixed up, what was wrong and
    certain, how true the scores are as probabilities, and the worst mistakes. Nothing is learned from these mails.

    \b
    Examples:
      grace evaluate my_mail.jsonl
      grace evaluate --shipped --json my_mail.jsonl
    """
    from watcher.learning import scoring

    session = ctx.find_object(Session) or Session()
    classifier = _classifier(shipped, session.plain)
    found = list(_judged(classifier, sources, applied=applied, plain=session.plain))
    if not found:
        raise UserError("There is no labelled mail in that.")
    if as_json:
        click.echo(json.dumps(scoring.figures(found), ensure_ascii=True))
        return
    screen = session.screen()
    for line in scoring.describe(found):
        screen.row(line)


def _classifier(shipped: bool, plain: bool) -> Classifier:
    from watcher.reading.classifier import Classifier

    if shipped:
        return Classifier.load()
    from watcher.learning.training import read_corpus, train

    with _working("Training from the corpus", plain):
        return Classifier(train(read_corpus()).model)


def _judged(
    classifier: Classifier, sources: tuple[str, ...], *, applied: bool, plain: bool
) -> Iterator[Judged]:
    from watcher.learning import scoring

    for source in sources:
        with _working(f"Judging {source}", plain):
            for sample, row in labelled(source):
                if sample.problem:
                    raise UserError(sample.problem)
                label = scoring.SAME_LABEL.get(str(row.get("label")), row.get("label"))
                if label not in KINDS:
                    raise UserError(
                        f"{source}: mail {sample.id} has the label {row.get('label')!r}, which is no kind of mail."
                    )
                yield scoring.judged(row | {"id": sample.id}, judge(classifier, sample, applied=applied))


@contextlib.contextmanager
def _working(what: str, plain: bool) -> Iterator[Any]:
    """Says on stderr what goes on, where a person looks on."""
    if plain or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} ...", spinner="dots"):
        yield
