"""`grace classify`: verdicts on mail from files. Needs no config, no account and no log."""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.options import Session, common, json_option
from watcher.cli.screen import Screen, clean
from watcher.cli.sources import Sample, read
from watcher.cli.words import KINDS
from watcher.reading.types import DOUBTFUL, QUOTED

if TYPE_CHECKING:
    from watcher.reading.classifier import Classifier
    from watcher.reading.preparing import Prepared
    from watcher.reading.types import Details, Message, Verdict
    from watcher.replying.recipient import Recipient

#: So many mails are judged at a time, and so many bytes of them.
TOGETHER, _BYTES_TOGETHER = 128, 16 << 20
#: Mail is judged without cycles of objects; what holds so many mails at a time need not be gone over every few of them.
_COLLECTED_AFTER = 500_000
#: What in a mail that is no "no" comes nearest to one is told where so few mails are asked about; of more only where
#: they are as surely one as this: it takes as long again to say.
_FEW, _LITTLE = 8, 0.3
#: On a terminal, from so many mails on it is shown how far it has got.
_MANY = 200
#: Problems of a header that take nothing from the verdict. A pasted letter has no header, and so always one of them.
_OF_NO_MATTER = DOUBTFUL | {"From holds no address"}
_ON_A_LIST = "mail of a discussion list, its text was not read"


@click.command(short_help="Say what kind of mail it is, and why.")
@click.argument("sources", metavar="[FILE]...", nargs=-1)
@json_option
@common
@click.pass_context
def classify(ctx: click.Context, sources: tuple[str, ...], as_json: bool) -> None:
    """Say what kind of mail it is, and which sentence says so; of a mail that is no answer, which one came
    nearest to a no, and what stood against it. FILE is an .eml file, an mbox, a Maildir folder, or JSONL
    with id, subject, from and body (or raw) in each line; "-" is standard input.

    Nothing is changed or kept.

    \b
    Examples:
      grace classify letter.eml
      grace classify --json mails.jsonl > verdicts.jsonl
    """
    from watcher.learning.versions import load_current

    session = ctx.find_object(Session) or Session()
    if not sources and sys.stdin is not None and sys.stdin.isatty():
        raise click.UsageError('Name a file, or "-" for standard input.', ctx)
    (classifier, note), screen = load_current(session.data), session.screen()
    if note:
        click.echo(note, err=True)
    bad = False
    sources = sources or ("-",)
    # Who writes mail after mail to a pipe may wait for each verdict before the next.
    together = 1 if "-" in sources else TOGETHER
    with settled(), _progress(session.plain) as tick:
        for found in judge_all(classifier, read(sources), together, replies=as_json):
            tick()
            if isinstance(found, Sample):
                bad = True
                click.echo(clean(found.problem), err=True)
            elif as_json:
                click.echo(json.dumps(found, ensure_ascii=True))
            else:
                _show(screen, found)
    if bad:
        ctx.exit(2)


@contextlib.contextmanager
def settled() -> Iterator[None]:
    """Keeps the collector of cycles from going over all that is loaded again with every few mails."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def judge_all(
    classifier: Classifier, samples: Iterable[Sample], together: int = TOGETHER, *, replies: bool = True
) -> Iterator[dict[str, Any] | Sample]:
    """The verdict on each mail as plain JSON values, in order; samples without a mail as they are.

    Args:
        together: so many are read at a time. One step for all of them and then the next takes a quarter less time.
        replies: say whom a reply would go to; the screen does not show it.
    """
    for some in _groups(samples, together):
        found = iter(_judged(classifier, [sample for sample in some if not sample.problem], replies=replies))
        yield from (sample if sample.problem else next(found) for sample in some)


def _groups(samples: Iterable[Sample], size: int) -> Iterator[list[Sample]]:
    """So many samples at a time, or fewer where they are large."""
    group: list[Sample] = []
    held = 0
    for sample in samples:
        group.append(sample)
        held += len(sample.raw)
        if len(group) == size or held > _BYTES_TOGETHER:
            yield group
            group, held = [], 0
    yield group


def judge(classifier: Classifier, sample: Sample, *, applied: bool = False) -> dict[str, Any]:
    """The verdict on one mail as plain JSON values.

    Args:
        applied: an application to its sender is known.
    """
    return _judged(classifier, [sample], applied=applied)[0]


def _judged(
    classifier: Classifier, samples: Sequence[Sample], *, applied: bool = False, replies: bool = True
) -> list[dict[str, Any]]:
    from watcher.reading.details import names, safely
    from watcher.reading.message import parse
    from watcher.reading.types import Details
    from watcher.replying.recipient import choose

    least = 0.0 if len(samples) <= _FEW else _LITTLE
    messages = [parse(sample.raw, to_judge=True) for sample in samples]
    prepared = classifier.look_at(messages, applied=applied)
    verdicts = classifier.conclude(messages, prepared)
    all_details = [
        safely(names, message, verdict, ())[0] if verdict.kind != "other" else Details()
        for message, verdict in zip(messages, verdicts, strict=True)
    ]
    recipients = [choose(message, (), "") if replies else None for message in messages]
    rows = [
        _row(sample, verdict, details, recipient, _problems(message, mail))
        for sample, message, mail, verdict, details, recipient in zip(
            samples, messages, prepared, verdicts, all_details, recipients, strict=True
        )
    ]
    if not replies:  # only the screen tells these
        for row, mail, verdict in zip(rows, prepared, verdicts, strict=True):
            row["answers"] = _answered(verdict)
            row["nearest"] = _nearest(classifier, mail, verdict) if verdict.score >= least else None
    return rows


def _row(
    sample: Sample, verdict: Verdict, details: Details, recipient: Recipient | None, problems: list[str]
) -> dict[str, Any]:
    """What --json says of a mail."""
    return {
        "id": sample.id,
        "kind": verdict.kind,
        "score": round(verdict.score, 6),
        "scores": _rounded(tuple(verdict.scores.items())),
        "evidence": [one.sentence for one in verdict.evidence if one.kind == verdict.kind],
        "language": verdict.language,
        "company": details.company,
        "role": details.role,
        "person": details.person,
        "reply": recipient
        and {"to": recipient.to.address if recipient.to else None, "reason": recipient.reason},
        "problems": problems,
    }


def _problems(message: Message, mail: Prepared) -> list[str]:
    """What of a mail could not be read, so that the verdict is on the rest of it, or on nothing."""
    if mail.of_a_list:
        return [_ON_A_LIST]
    return [problem for problem in message.problems if problem not in _OF_NO_MATTER]


@functools.lru_cache(maxsize=1)  # most mail is about no job, and scores the same
def _rounded(scores: tuple[tuple[str, float], ...]) -> dict[str, float]:
    return {kind: round(score, 6) for kind, score in scores}


def _answered(verdict: Verdict) -> str:
    """How that begins which a mail answers, where it counted against a no."""
    return next((one.sentence for one in verdict.evidence if one.kind == QUOTED), "")


def _nearest(classifier: Classifier, mail: Prepared, verdict: Verdict) -> tuple[str, str] | None:
    """What in a mail that is no "no" comes nearest to one, and what stands against it; None where little comes near."""
    from watcher.reading import nearest
    from watcher.reading.types import REPLYABLE

    if verdict.kind in REPLYABLE:
        return None
    found, sentence = classifier.nearest(mail) or (None, "")
    if found is None:
        return None
    surely = "not surely" if found.believed >= 0.5 else "hardly"
    if_so = f"({found.believed:.2f}); if it were, it would be a no ({found.score:.2f})"
    against = {
        nearest.JOB: f"the mail is {surely} about a job {if_so}",
        nearest.OWN: f"the mail is {surely} about an application of yours {if_so}",
        nearest.REST: f"what else the mail says; the sentence by itself would be a no ({found.score:.2f})",
    }.get(found.against, "what the mail is about and what else it says, together")
    return f'"{sentence}" ({found.alone:.2f} by its own words)', against


def _show(screen: Screen, found: dict[str, Any]) -> None:
    screen.line(f"{found['id']}: {KINDS.get(found['kind'], found['kind'])}", "heading")
    if found["evidence"]:
        screen.line(f'"{found["evidence"][0]}"', indent=2)
    if found["answers"]:
        screen.line(f'it answers: "{found["answers"]}"', indent=2)
        screen.line("which is about something else than a job: that counts against a no", "quiet", indent=2)
    if found["nearest"]:
        sentence, against = found["nearest"]
        screen.line(f"nearest to a no: {sentence}", indent=2)
        screen.line(f"against it: {against}", "quiet", indent=2)
    about = ", ".join(found[key] for key in ("company", "role", "person") if found[key])
    screen.line(f"no, or not now: {found['score']:.2f}{'; ' if about else ''}{about}", "quiet", indent=2)
    if found["problems"]:
        screen.line(f"note: {'; '.join(found['problems'])}", "quiet", indent=2)


@contextlib.contextmanager
def _progress(plain: bool) -> Iterator[Any]:
    """A function to call with each mail. It says on stderr how far it is, where a person looks on."""
    if plain or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % _MANY == 0:
            click.echo(f"\r{done} mails", nl=False, err=True)

    yield tick
    if done >= _MANY:
        click.echo(f"\r{done} mails", err=True)
