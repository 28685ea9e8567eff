"""A reply that says nothing in its text, and behind whose subject the answer was put: "Re: Receptionist - now filled".

The subject of a reply was written earlier, as a rule, so it is not judged otherwise (cutting.py).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from watcher.reading.asides import sum_of
from watcher.reading.cutting import Sentences
from watcher.reading.types import REPLYABLE
from watcher.reading.vectors import Floats

#: From here on a subject, a part of one, or a sentence that is quoted may be a "no".
MAY_BE_A_NO = 0.5
#: A text says nothing that has so few sentences, each of them so surely one of these.
_FEW, _SAYS_NOTHING, _SILENT = 4, 0.5, {"courtesy", "ordinary"}
#: What a writer puts between a subject and what they add to it, and how a question ends, or begins.
_PUT_BEHIND = re.compile(r"\s{0,4}(?:-{1,2}>|=>|→)\s{0,4}|\s{1,4}(?:[–—]|-{1,2})\s{1,4}")
_ASKING = ("?", "？", "か", "吗", "嗎")
_ASKS = re.compile(r"(?:is|are|has|have|was|did|ist|sind|wurde|est|es|está|è|har|er|är|czy)\b", re.IGNORECASE)


def added_to(subject: str) -> tuple[str, str] | None:
    """What a subject was, and what somebody put behind it: "Receptionist", "now filled"; None where nothing was, or a
    question.
    """
    parts = _PUT_BEHIND.split(subject, maxsplit=1)
    if len(parts) < 2 or not all(parts) or subject.rstrip().endswith(_ASKING) or _ASKS.match(parts[1]):
        return None
    return parts[0], parts[1]


def with_subject(mail: Sentences, probabilities: Floats, labels: Sequence[str]) -> Sentences | None:
    """A reply with its subject as the first sentence that is judged; None where that is no "no", or is judged already,
    or the text says something.

    Args:
        probabilities: (sentences, labels), what each is taken for by itself.
        labels: the names of the columns.
    """
    text = len(mail.said) - 1
    if mail.subject or mail.judged != text or not 0 < text <= _FEW:
        return None
    if sum_of(probabilities, labels, REPLYABLE)[0] < MAY_BE_A_NO:
        return None
    if sum_of(probabilities, labels, _SILENT)[1:].min() < _SAYS_NOTHING:
        return None
    return dataclasses.replace(mail, judged=len(mail.said), subject=True)
