"""Is one correction enough? Labels one mail of a template, trains, and judges the later mails of that template.

    python bench/one_correction.py [--verbose] [--held-out] [ordinary.jsonl]

bench/templates holds mails of companies (and of choirs and landlords) in a few languages that the shipped model gets
wrong. `{a|b|c}` is what changes from mail to mail; the first that is judged wrongly is labelled, the two others are
the later ones. Those in held_out were written when everything had been chosen. Besides, the
hard cases of tests/hard_cases are judged before and after, and with a file of labelled mail (JSONL with `subject, from,
body`, none of it a no) that too.

    python bench/one_correction.py --pairs        what becomes of mail that says something else in the same words
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from threadpoolctl import threadpool_limits

from tests.hard_cases.reading import read_all
from watcher.learning.personal import Example, Pinned, pin, train
from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE, Message

TEMPLATES = Path(__file__).parent / "templates"
MAILS = 3
LABELLED = datetime(2026, 3, 1, tzinfo=UTC)
ALIVE = ("interview", "assessment", "offer")
DRAFT_BAR = 0.8
_START = re.compile(r"^=== (\S+) ([a-z_]+)[ ]*$", re.MULTILINE)
_SLOT = re.compile(r"\{([^{}]*)\}")
_PLAIN = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"


@dataclass(frozen=True)
class Template:
    """Mails of one template, all of one kind. `held_out`: nothing was chosen by it."""

    name: str
    language: str
    kind: str
    mails: tuple[Message, ...]
    held_out: bool


def templates(folder: Path = TEMPLATES) -> Iterator[Template]:
    for path in sorted(folder.glob("**/*.txt")):
        _, *parts = _START.split(path.read_text(encoding="utf-8"))
        for name, kind, text in zip(*(iter(parts),) * 3, strict=True):
            mails = tuple(_mail(text, number) for number in range(MAILS))
            held_out = path.parent.name == "held_out"
            yield Template(f"{path.stem} {name}", path.stem, kind, mails, held_out)


def _mail(text: str, number: int) -> Message:
    def chosen(slot: re.Match[str]) -> str:
        options = slot.group(1).split("|")
        if len(options) != MAILS:
            raise SystemExit(f"a slot has to say {MAILS} things: {slot.group()}")
        return options[number]

    head, _, body = _SLOT.sub(chosen, text).lstrip("\n").partition("\n\n")
    return parse(f"{head}\n{_PLAIN}\n{body}".encode())


def right(classifier: Classifier, message: Message, kind: str) -> bool:
    """Whether a no is found, and another mail not taken for one."""
    return (classifier.classify(message).kind in REPLYABLE) == (kind in REPLYABLE)


@lru_cache
def pinned() -> list[Pinned]:
    """The hard cases, as training holds them right."""
    return pin(None, [(case.message, case.is_no) for group in read_all().values() for case in group])


def others(path: Path | None) -> list[tuple[str, Message]]:
    """The mails that nothing may happen to."""
    found = [(case.kind, case.message) for group in read_all().values() for case in group]
    if path:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                found.append(("other", Message("", subject=row["subject"] or "", text=row["body"])))
    return found


def correction(messages: Sequence[Message], kind: str) -> Classifier:
    """The model after a label on each of these mails."""
    label = kind if kind in REPLYABLE else "not_rejection"
    examples = [Example(mail, label, LABELLED, str(number)) for number, mail in enumerate(messages)]
    return Classifier(train(None, examples, pinned=pinned()).model)


def main(arguments: Sequence[str]) -> None:
    verbose = "--verbose" in arguments
    paths = [Path(one) for one in arguments if not one.startswith("--")]
    shipped = Classifier.load()
    if "--pairs" in arguments:
        pairs(shipped)
        return
    rest = [(kind, mail) for kind, mail in others(paths[0] if paths else None) if right(shipped, mail, kind)]
    wrong = [one for one in templates() if first_wrong(shipped, one)]
    if "--held-out" in arguments:
        wrong = [one for one in wrong if one.held_out]
    later: dict[bool, list[bool]] = {False: [], True: []}
    lost = at_once = 0
    sure: list[bool] = []
    started = time.perf_counter()
    for template in wrong:
        first = first_wrong(shipped, template)
        taught = correction([first], template.kind)
        found = [right(taught, mail, template.kind) for mail in template.mails if mail is not first]
        later[template.held_out] += found
        if template.kind in REPLYABLE:
            *two, third = [first, *(mail for mail in template.mails if mail is not first)]
            sure.append(correction(two, template.kind).classify(third).score >= DRAFT_BAR)
            at_once += sum(
                taught.classify(mail).score >= DRAFT_BAR for mail in template.mails if mail is not first
            )
        turned = sum(not right(taught, message, kind) for kind, message in rest)
        lost += turned
        if verbose or not all(found) or turned:
            said = [taught.classify(mail) for mail in template.mails]
            print(
                f"{template.name} {template.kind}:", *(f"{one.kind} {one.score:.2f};" for one in said), turned
            )
    languages = {one.language for one in wrong}
    print(
        f"{len(wrong)} templates in {len(languages)} languages that the shipped model gets wrong, one label each"
    )
    for held_out, name in ((False, "chosen by"), (True, "held out")):
        found = later[held_out]
        print(
            f"later mails right, {name}: {sum(found)} of {len(found)} ({sum(found) / max(1, len(found)):.3f})"
        )
    print(
        f"of {2 * len(sure)} later mails that are a no, {at_once} are sure enough for a reply after one label; "
        f"with a second label {sum(sure)} of the {len(sure)} that follow are"
    )
    print(
        f"other mails that turned wrong: {lost} of {len(rest)} that were right, in all {len(wrong)} trainings together"
    )
    print(f"{time.perf_counter() - started:.0f} s")


def pairs(shipped: Classifier) -> None:
    """Labels each hard case that is judged wrongly: what becomes of the mails that say something else in its words?

    The hard cases of other names and languages are pinned, as in true training; these cannot be, to be fair.
    """
    labelled = beside = missed = taken = alive = drafts = unsure = made_sure = 0
    everything = {
        where: pin(None, [(case.message, case.is_no) for case in group])
        for where, group in read_all().items()
    }
    for where, group in read_all().items():
        others = [one for its, cases in everything.items() if its != where for one in cases]
        for case in group:
            if right(shipped, case.message, case.kind):
                continue
            label = case.kind if case.is_no else "not_rejection"
            taught = Classifier(
                train(None, [Example(case.message, label, LABELLED, "a")], pinned=others).model
            )
            labelled += 1
            for other in group:
                before = shipped.classify(other.message)
                if other is case:
                    continue
                verdict = taught.classify(other.message)
                if not other.is_no and before.kind in REPLYABLE and before.score < DRAFT_BAR:
                    unsure += 1
                    made_sure += verdict.score >= DRAFT_BAR
                if not right(shipped, other.message, other.kind):
                    continue
                beside += 1
                wrong = (verdict.kind in REPLYABLE) != other.is_no
                missed += wrong and other.is_no
                taken += wrong and not other.is_no
                alive += wrong and other.kind in ALIVE
                drafts += wrong and not other.is_no and verdict.score >= DRAFT_BAR
    print(f"{labelled} hard cases labelled, one at a time; {beside} mails in their words were right before")
    print(
        f"{missed} are missed now, {taken} taken for a no ({alive} of them an invitation, a test or an offer)"
    )
    print(f"{drafts} would get a draft; the others are to look at")
    print(
        f"of {unsure} others that were to look at before, and are no answer of no, {made_sure} would get a draft"
    )


def first_wrong(shipped: Classifier, template: Template) -> Message | None:
    """The mail that gets labelled."""
    return next((mail for mail in template.mails if not right(shipped, mail, template.kind)), None)


if __name__ == "__main__":
    with threadpool_limits(1):
        main(sys.argv[1:])
