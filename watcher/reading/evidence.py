"""Which sentences of a mail are named for what was decided, and in whose language it is answered. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from watcher.reading.cutting import Sentences
from watcher.reading.decision import Decision
from watcher.reading.types import Evidence

#: How many sentences are named, and how weak the second and third may be, and the one of the text that says in which
#: language to answer.
MAX_EVIDENCE, _WEAKEST = 3, 0.3


def language_of(mail: Sentences, decision: Decision) -> str:
    """That of the sentence of its text that decided, or of the first one where its subject did: no English notice below
    it, nor an English subject above, makes an English letter."""
    if decision.kind == "other":
        return mail.language
    languages = [language for _, language in mail.said[-mail.judged :]]
    text = int(mail.subject) if len(languages) > 1 else 0
    said = decision.strengths[text:]
    return languages[text + (int(said.argmax()) if said.max() >= _WEAKEST else 0)]


def evidence_of(decision: Decision, sentences: Sequence[str], labels: Sequence[str]) -> tuple[Evidence, ...]:
    """The sentences that decided, strongest first, and of a "no" the one that counts most against it.

    Args:
        sentences: those that were judged.
        labels: of the model.
    """
    if decision.kind == "other":
        return ()
    order = np.argsort(-decision.strengths, kind="stable")[:MAX_EVIDENCE]
    found: dict[str, Evidence] = {}
    for index in order:
        score = float(decision.strengths[index])
        if not found or score >= _WEAKEST:
            sentence = " ".join(sentences[index].split())
            found.setdefault(sentence, Evidence(sentence, decision.kind, score))
    if decision.rival is not None:
        rival = decision.rival
        sentence = " ".join(sentences[rival.sentence].split())
        found.setdefault(sentence, Evidence(sentence, labels[rival.label], rival.probability))
    return tuple(found.values())
