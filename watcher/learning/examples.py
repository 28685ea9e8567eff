"""The whole mails of the corpus as examples: what is learned about mails, not about single sentences, comes from them.

Most of those that are no "no" were written to look like one: receipts that tell what happens if, portals where a
decision waits. By them alone such a sentence would be a sign that a mail is no "no". But it stands in many a real one:
where to log in, other jobs, what happens if another post opens. So each "no" is an example twice, once with such a
sentence in it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from watcher.learning.corpus import Corpus
from watcher.learning.mails import Letter
from watcher.reading.cutting import Sentences, sentences_of
from watcher.reading.model import Model
from watcher.reading.types import REPLYABLE, Message

#: Labels of sentences that may stand in a "no" as well as elsewhere, and which of their lines are taken: every first or
#: third, since a "no" says less often that the application has arrived than where other jobs are.
ASIDES = {"acknowledgement": 3} | dict.fromkeys(
    ("condition", "feedback", "job_alert", "notice", "other_job", "outreach"), 1
)
#: How much a "no" with such a sentence counts, beside the same one without it.
WITH_ASIDE = 0.4

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A whole mail of which the kind is known.

    Args:
        mail: its sentences; at least one is judged.
        kind: one of KINDS.
        share: how much it counts, up to 1.
    """

    mail: Sentences
    kind: str
    share: float = 1.0

    @property
    def is_no(self) -> bool:
        return self.kind in REPLYABLE


@dataclass(frozen=True, slots=True)
class Judged:
    """An example, and what the weights of a model say of it, as `Model.judge` has it."""

    example: Example
    probabilities: Floats
    contexts: Floats


def examples(letters: Sequence[Letter], asides: Mapping[str, Sequence[str]] | None = None) -> list[Example]:
    """All letters that say anything, each "no" in two versions where there is an aside in its language.

    Args:
        asides: as the function of that name finds them.
    """
    return [one for letter in letters for one in _versions(letter, (asides or {}).get(letter.language, ()))]


def judged(model: Model, examples: Sequence[Example]) -> list[Judged]:
    """Examples as a model judges them: by its weights alone, so that a chain and a balance may be learned from them."""
    found = model.judge_all(model.vectors_of([one.mail.said for one in examples]))
    return [Judged(one, *its) for one, its in zip(examples, found, strict=True)]


def _versions(letter: Letter, asides: Sequence[str]) -> Iterator[Example]:
    mail = sentences_of(Message("", subject=letter.subject, text=letter.text))
    plain = Example(mail, letter.kind)
    if not mail.judged:
        return
    if not plain.is_no or not asides:
        yield plain
        return
    rng = random.Random(letter.text)  # noqa: S311 (no secret: variety only)
    said = list(mail.said)
    said.insert(rng.randint(1, len(said)), (rng.choice(asides), letter.language))
    yield replace(plain, share=1 - WITH_ASIDE)
    # The lines of the letter do not hold the aside.
    yield Example(replace(mail, said=said, judged=mail.judged + 1, lines=()), letter.kind, WITH_ASIDE)


def asides(corpus: Corpus) -> dict[str, list[str]]:
    """For each language, sentences of the lines of ASIDES."""
    found: dict[str, list[str]] = {language: [] for language in corpus.languages}
    passed: Counter[str] = Counter()
    for line in corpus.lines:
        passed[line.label] += 1
        if line.label in ASIDES and passed[line.label] % ASIDES[line.label] == 0:
            found[line.language] += corpus.expand(line, 1)
    return found
