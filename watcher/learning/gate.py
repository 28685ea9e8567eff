"""The gate: is a model that was trained on the person's own mail no worse than the one in use? Pure.

Four questions are asked; a model is taken where it passes all of them. (And it must not forget: see `forgets`.)

1. Are the labels likely? Where more than half of the labels of a "no", and at least MANY, lie on mail in which the
   shipped model sees nothing of an application, a wrong folder was dragged there; the same the other way round.
2. The pinned hard cases: none that the shipped model judges rightly may be judged wrongly. They are many and they never
   change, so nothing is left to chance. What a model of the person's own got right besides, by luck, must not bind all
   that come after it, or no label could be taken back: only a loss that a coin makes in one case of a hundred counts.
3. The person's own mail that came last, held back: senders and templates that the trained model has not seen. Not one
   more may be taken for a certain "no" that is none; other mistakes may not become more, beyond what chance makes of
   it: of the mails that changed sides so many got worse that a coin would do it in one case of four or less. So one
   mail alone is chance, two against none are not.
4. Ordinary mail seen so far: none may newly be taken for a certain "no". Mail of the very template that the person
   called a "no" is what they asked for, and is let pass, up to EXCUSED.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from watcher.learning.grouping import Templates, groups, template
from watcher.learning.hard_cases import Case
from watcher.reading.types import REPLYABLE, Message, Verdict

#: From this score on a "no" may lead to a draft; the same as in replying/policy.py, which a test compares.
DRAFT_BAR = 0.8
#: So many labels that look unlikely are no accident, and no series of mistakes of the shipped model either: it makes
#: far fewer (models/MODEL_CARD.md).
MANY = 30
#: Labels beyond this number are looked at in samples: each verdict takes 2 ms.
LOOKED_AT = 400
#: The shipped model sees nothing of an application, or is certain of a "no". Below the first number lie 98 of
#: 100 ordinary mails, but only 3 of 100 answers of no in tests/reading/mailboxes.
UNLIKELY_NO, UNLIKELY_OTHER = 0.3, 0.9
#: Too few labels, or senders, to hold any back.
LEAST_LABELS, LEAST_GROUPS = 12, 4
#: The share of the labels that is held back, and how far whole groups may go beyond it.
HELD, HELD_AT_MOST = 1 / 4, 1 / 3
#: A change for the worse that a coin makes more often than this is taken for chance: among the person's own mail, and
#: among the hard cases that the shipped model gets wrong.
CHANCE, LUCK = 0.25, 0.01
EXCUSED = 3

Judge = Callable[[Message], Verdict]


class Labelled(Protocol):
    """A mail with the person's label: one of KINDS, or "not_rejection"."""

    @property
    def message(self) -> Message: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def fingerprint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A labelled mail that was held back.

    Args:
        is_no: by its label.
        new: it was labelled after the model in use was trained, as was all of its group: that model cannot know it.
    """

    message: Message
    is_no: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate says.

    Args:
        reasons: why the new model is not taken, the weightiest first; none where it is.
        figures: plain numbers for each question, to be kept with the model.
    """

    reasons: tuple[str, ...] = ()
    figures: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.reasons

    def lines(self) -> tuple[str, ...]:
        """Why it was not taken, in two lines at most; nothing where it was."""
        if self.passed:
            return ()
        more = "" if len(self.reasons) == 1 else f" ({len(self.reasons) - 1} more like it)"
        return (
            f"The new model was not taken: {self.reasons[0]}{more}.",
            "The one in use stays, and so do your labels.",
        )


def hold_back(examples: Sequence[Labelled], trained_at: datetime | None) -> tuple[list[int], list[Held]]:
    """Divides labelled mail into what to train on and what came last, whole groups at a time.

    Args:
        trained_at: when the model in use was trained; None for the shipped one, which has seen none of it.

    Returns:
        the places of the examples to train on, and the mails that are held back; none of them where there are too
        few labels or too few groups.
    """
    everything = list(range(len(examples)))
    members: dict[int, list[int]] = {}
    for at, group in enumerate(groups([one.message for one in examples])):
        members.setdefault(group, []).append(at)
    if len(examples) < LEAST_LABELS or len(members) < LEAST_GROUPS:
        return everything, []
    begun = {group: min(examples[at].at for at in places) for group, places in members.items()}
    taken: set[int] = set()
    held: list[Held] = []
    most = min(LOOKED_AT, len(examples) * HELD_AT_MOST)
    for group, places in sorted(members.items(), key=lambda pair: (begun[pair[0]], pair[0]), reverse=True):
        if len(held) >= min(most, len(examples) * HELD):
            break
        if len(held) + len(places) > most:
            continue
        new = trained_at is None or begun[group] > trained_at
        held += [Held(examples[at].message, examples[at].kind in REPLYABLE, new) for at in places]
        taken.update(places)
    return [at for at in everything if at not in taken], held


def likely(labels: Sequence[Labelled], shipped: Judge, understands: Callable[[str], bool]) -> Answer:
    """The first question; it can be asked before anything is trained.

    Args:
        understands: of a language, whether the shipped model has learned it.
    """
    if not labels:
        return Answer(("there are no labels to learn from",), {"labels": {"mails": 0, "unlikely": 0}})
    reasons, unlikely = [], 0
    for is_no, what in ((True, "a no"), (False, "no answer of that kind")):
        chosen = [one for one in labels if (one.kind in REPLYABLE) == is_no]
        looked_at = chosen[:: max(1, math.ceil(len(chosen) / LOOKED_AT))]
        odd = 0
        for one in looked_at:
            verdict = shipped(one.message)
            odd += (
                verdict.kind not in REPLYABLE and _of_no_application(verdict, understands)
                if is_no
                else certain_no(verdict) and verdict.score >= UNLIKELY_OTHER
            )
        unlikely += odd
        if odd >= MANY and 2 * odd > len(looked_at):
            share = f"{odd} of {len(looked_at)}"
            reasons.append(
                f"{share} labels of {what} that were looked at lie on mail that is plainly something else; "
                "was the right folder moved there?"
            )
    return Answer(tuple(reasons), {"labels": {"mails": len(labels), "unlikely": unlikely}})


def forgets(learned_from: int, examples: int, textless: int) -> Answer:
    """Whether a new model would forget most of what the one in use has learned because texts were removed since.

    Args:
        learned_from: the number of labels that the one in use was trained on.
        examples: how many there are to train on now.
        textless: how many more labels hold, on mail whose text is not kept.
    """
    fewer = learned_from - examples
    if fewer <= 0 or 2 * min(textless, fewer) <= fewer:
        return Answer()
    why = (
        f"the texts of {min(textless, fewer)} mails are not kept any more, and it would forget what the one in use "
        "learned from them (to begin anew: grace model reset)"
    )
    return Answer((why,))


def _of_no_application(verdict: Verdict, understands: Callable[[str], bool]) -> bool:
    return (
        verdict.kind in ("other", "job_alert", "outreach", "other_job")
        and verdict.score < UNLIKELY_NO
        and understands(verdict.language)
    )


def certain_no(verdict: Verdict) -> bool:
    """Whether a draft could come of it."""
    return verdict.kind in REPLYABLE and verdict.score >= DRAFT_BAR


def _is_no(verdict: Verdict) -> bool:
    return verdict.kind in REPLYABLE


def pinned(
    cases: Sequence[Case], shipped: Sequence[Verdict], old: Sequence[Verdict], new: Sequence[Verdict]
) -> Answer:
    """The second question.

    Args:
        shipped, old, new: what each model says of each case. The old one is in use; it may be the shipped one.
    """
    first, before, after = (
        [_is_no(verdict) == case.is_no for verdict, case in zip(its, cases, strict=True)]
        for its in (shipped, old, new)
    )
    lost = [case for case, was, is_ in zip(cases, first, after, strict=True) if was and not is_]
    figures = {"pinned": {"mails": len(cases), "right before": sum(before), "right now": sum(after)}}
    if lost:
        names = ", ".join(sorted({f"{case.name} {case.language}" for case in lost})[:3])
        why = f"it would get {len(lost)} of the {len(cases)} hard cases wrong that are right now ({names})"
        return Answer((why,), figures)
    if _is_worse(_sides(before, after), LUCK):
        why = f"it would get {sum(after)} of the {len(cases)} hard cases right instead of {sum(before)}"
        return Answer((why,), figures)
    return Answer((), figures)


def _sides(before: Sequence[bool], after: Sequence[bool]) -> tuple[int, int]:
    """How many were right and are wrong now, and how many the reverse."""
    pairs = list(zip(before, after, strict=True))
    return pairs.count((True, False)), pairs.count((False, True))


def _is_worse(sides: tuple[int, int], chance: float) -> bool:
    """Whether more than chance lies in how many got worse and how many better."""
    worse, better = sides
    return worse > better and _coin(worse, worse + better) <= chance


def own(held: Sequence[Held], old: Judge, shipped: Judge, trial: Judge) -> Answer:
    """The third question.

    Args:
        trial: a model trained as the new one is, without the mail that was held back. (The new one knows it.)
    """
    was = [(old if one.new else shipped)(one.message) for one in held]
    now = [trial(one.message) for one in held]
    before = [_is_no(verdict) == one.is_no for verdict, one in zip(was, held, strict=True)]
    after = [_is_no(verdict) == one.is_no for verdict, one in zip(now, held, strict=True)]
    wrong = before.count(False), after.count(False)
    flagged = [
        sum(certain_no(verdict) and not one.is_no for verdict, one in zip(side, held, strict=True))
        for side in (was, now)
    ]
    figures = {"mails": len(held), "wrong before": wrong[0], "wrong now": wrong[1]}
    reasons = []
    if flagged[1] > flagged[0]:
        reasons.append(
            f"of {len(held)} mails of yours that it had not seen, it would take {flagged[1]} for a certain no "
            f"that are none, instead of {flagged[0]}"
        )
    if _is_worse(_sides(before, after), CHANCE):
        reasons.append(
            f"of {len(held)} mails of yours that it had not seen, it would get {wrong[1]} wrong instead of {wrong[0]}"
        )
    return Answer(tuple(reasons), {"own": figures})


def _coin(heads: int, throws: int) -> float:
    """How probable it is that a fair coin falls on heads at least so often."""
    return sum(math.comb(throws, count) for count in range(heads, throws + 1)) / 2.0**throws


def ordinary(mails: Sequence[Message], noes: Sequence[Message], old: Judge, new: Judge) -> Answer:
    """The fourth question.

    Args:
        mails: mail that was not taken for a no, and that the person has not labelled.
        noes: the mail that they labelled as one.
    """
    asked_for = Templates()
    for mail in noes:
        asked_for.add(template(mail))
    before = [certain_no(old(mail)) for mail in mails]
    after = [certain_no(new(mail)) for mail in mails]
    flagged = [mail for mail, was, is_ in zip(mails, before, after, strict=True) if is_ and not was]
    strange = [mail for mail in flagged if not asked_for.like(template(mail))]
    figures = {"mails": len(mails), "flagged before": sum(before), "flagged now": sum(after)}
    if not strange and len(flagged) <= EXCUSED:
        return Answer((), {"ordinary": figures})
    why = f"it would take {len(flagged)} of {len(mails)} ordinary mails for a certain no"
    return Answer((why,), {"ordinary": figures})


def together(answers: Sequence[Answer]) -> Answer:
    """One answer from those to the single questions, in their order."""
    reasons = tuple(reason for answer in answers for reason in answer.reasons)
    figures = {name: row for answer in answers for name, row in answer.figures.items()}
    return Answer(reasons, figures)
