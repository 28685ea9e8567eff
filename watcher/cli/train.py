"""`grace train`: learn from what the person said of their own mail."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.clock import at
from watcher.cli.options import Session, common, json_option
from watcher.cli.progress import bar
from watcher.cli.words import SHORT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from watcher.cli.screen import Screen
    from watcher.learning.personal import Doubt
    from watcher.reading.types import Message
    from watcher.retraining import Outcome
    from watcher.store import Store

#: How labels are called.
LABELS = SHORT | {"not_rejection": "not a no"}
#: So many labels that look wrong are named.
_NAMED = 10
#: How much a training by itself gives way to other programs (nice, 0 to 19).
_NICE = 10


@click.command(short_help="Learn from what you said of your mail.")
@click.option("--scheduled", is_flag=True, hidden=True)
@json_option
@common
@click.pass_context
def train(ctx: click.Context, scheduled: bool, as_json: bool) -> None:
    """Learn from the mail that you labelled, in your mail program or with grace label. The new model is taken into use
    only if it is no worse than the one before: on the hard cases that ship with the program, on mail of yours that
    was held back, and on ordinary mail. A running grace run takes it up by itself.

    \b
    Example:
      grace train
    """
    from watcher import retraining

    session = ctx.find_object(Session) or Session()
    if scheduled and hasattr(os, "nice"):
        os.nice(_NICE)
    with session.log() as store:
        with retraining.alone(session.data), bar(session.plain or scheduled) as progress:
            outcome = retraining.train(session.data, store, at(None), progress)
        doubtful = _doubtful(store, outcome.suspicious)
    if as_json:
        click.echo(json.dumps(_plain(outcome, doubtful), ensure_ascii=False))
    elif scheduled:
        click.echo(_in_a_line(outcome), err=True)
    else:
        _show(session.screen(), outcome, doubtful)


def _doubtful(store: Store, suspicious: Sequence[Doubt]) -> list[dict[str, Any]]:
    """The labels that look wrong, each with the number of its mail."""
    return [
        {
            "id": store.id_of(one.example.fingerprint),
            "label": one.example.kind,
            "from": sender_of(one.example.message),
            "subject": one.example.message.subject,
            "why": one.why,
        }
        for one in suspicious
    ]


def sender_of(mail: Message) -> str:
    return (mail.sender.name or mail.sender.address) if mail.sender else ""


def _plain(outcome: Outcome, doubtful: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "state": outcome.state,
        "version": outcome.version,
        "labels": outcome.labels,
        "labels_without_text": outcome.material.textless,
        "labels_left_out": outcome.left_out,
        "ordinary": len(outcome.material.ordinary),
        "figures": {name: dict(row) for name, row in outcome.answer.figures.items()},
        "reasons": list(outcome.answer.reasons),
        "doubtful": list(doubtful),
    }


def _in_a_line(outcome: Outcome) -> str:
    """For the daemon's log: counts only."""
    count = len(outcome.material.examples)
    if outcome.state == "taken":
        return f"learned from {count} label(s); {outcome.version} is in use from the next pass on"
    if outcome.state == "refused":
        return f"learned from {count} label(s), and kept the model in use; `grace train` says why"
    return f"looked at {count} label(s); there was nothing new to learn"


def _show(screen: Screen, outcome: Outcome, doubtful: Sequence[Mapping[str, Any]]) -> None:
    if outcome.state == "taken":
        screen.line(f"A new model is in use: {outcome.version}", "heading")
    elif outcome.state == "same":
        screen.line("Nothing new: the model in use has learned all of this.", "heading")
    for line in outcome.answer.lines():
        screen.line(line)
    if outcome.state == "nothing":
        screen.line("There is no label to learn from yet, so the model in use stays.")
        screen.line(
            "Say what a mail is in your mail program or with grace label; see docs/teaching.md.", "quiet"
        )
    screen.facts(
        [("Used", used(outcome)), ("Not used", _not_used(outcome)), *figures(outcome.answer.figures)]
    )
    if not doubtful:
        return
    screen.heading("Labels that look wrong")
    screen.table(
        ("id", "from", "your label", "why"),
        [
            (str(one["id"] or ""), one["from"], LABELS.get(one["label"], one["label"]), one["why"])
            for one in doubtful[:_NAMED]
        ],
        quiet=(0,),
    )
    more = len(doubtful) - _NAMED
    if more > 0:
        screen.line(f"and {more} more.", "quiet")
    screen.line("If one of them is a slip: grace label ID KIND, or grace label ID --undo.", "quiet")


def used(outcome: Outcome) -> str:
    """What was learned from."""
    if not outcome.labels:
        return ""
    count = sum(outcome.labels.values())
    kinds = ", ".join(f"{LABELS.get(kind, kind)} {number}" for kind, number in outcome.labels.items())
    return f"{count} {'label' if count == 1 else 'labels'} ({kinds})"


def _not_used(outcome: Outcome) -> str:
    why = (
        (outcome.material.textless, "whose mail is not kept"),
        (outcome.left_out, "too much like a hard case that says something else"),
    )
    return ", ".join(f"{count} {reason}" for count, reason in why if count)


def figures(found: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str]]:
    """What the gate measured, as rows."""
    rows = []
    if row := found.get("pinned"):
        rows.append(
            ("Hard cases", f"{row['right now']} of {row['mails']} right (before: {row['right before']})")
        )
    if "own" in found:
        row = found["own"]
        text = f"{row['wrong now']} of {row['mails']} wrong (before: {row['wrong before']})"
        rows.append(("Your mail, held back", text if row["mails"] else "too little to hold some back"))
    if "ordinary" in found:
        row = found["ordinary"]
        text = f"{row['flagged now']} of {row['mails']} taken for a no (before: {row['flagged before']})"
        rows.append(("Ordinary mail", text if row["mails"] else "none is known yet"))
    return rows
