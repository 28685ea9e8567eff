"""What a sentence says depends on what stands around it: a hidden Markov model over the sentences of a mail.

"Another person starts on Monday." is an answer between thanks and good wishes, and news in a letter about other people.
The labels of sentences are the states; which follows which was learned from whole mails (learning/chaining.py). The
sums are those of L. R. Rabiner, "A Tutorial on Hidden Markov Models", Proc. IEEE 77 (1989), section III, scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_NEXT_TO_NOTHING = 1e-300


@dataclass(frozen=True, slots=True)
class Chain:
    """How the sentences of a mail go together.

    Args:
        usual: (labels,), what a sentence is taken for that says nothing, by the model of sentences.
        first: (labels,), what the first sentence is.
        follows: (labels, labels), row by row what comes after a sentence of each label. All of them are positive, and
            each row adds up to one.
    """

    usual: Floats
    first: Floats
    follows: Floats

    def walk(self, probabilities: Floats) -> Walk:
        """What there is to tell of the sentences of a mail together.

        Args:
            probabilities: (sentences, labels), of each sentence by itself; at least one, in their order.
        """
        return Walk(self, self.evidence(probabilities))

    def among_others(self, probabilities: Floats) -> Floats:
        """As `Walk` has it; the argument as for `walk`."""
        return self.walk(probabilities).among_others()

    def evidence(self, probabilities: Floats) -> Floats:
        """(sentences, labels): how much likelier each sentence is under each label, up to a factor per sentence."""
        likelier = probabilities / self.usual
        return np.asarray(likelier / likelier.max(axis=1, keepdims=True))


class Walk:
    """The sentences of one mail, gone through once from the first to the last.

    Args:
        chain: how sentences go together.
        evidence: (sentences, labels), as `Chain.evidence` has it.
    """

    def __init__(self, chain: Chain, evidence: Floats) -> None:
        self._chain, self._evidence = chain, evidence
        self._ahead, self._scales = _ahead(evidence, chain.first, chain.follows)

    def among_others(self) -> Floats:
        """(sentences, labels): what each sentence is, as one of its mail."""
        both = self._ahead * _back(self._evidence, self._chain.follows, self._scales)
        return np.asarray(both / both.sum(axis=1, keepdims=True))

    def any_of(self, labels: Sequence[int]) -> float:
        """How probable it is that any sentence of the mail has one of these labels, by their numbers."""
        without = self._evidence.copy()
        without[:, labels] = 0
        _, scales = _ahead(without, self._chain.first, self._chain.follows)
        return float(-np.expm1(min(0.0, np.log(scales).sum() - np.log(self._scales).sum())))


def passes(evidence: Floats, first: Floats, follows: Floats) -> tuple[Floats, Floats, Floats]:
    """The forward and the backward sums, both (sentences, labels), and their scales, (sentences,).

    Args:
        evidence: (sentences, labels), as `Chain.evidence` has it.
        first, follows: as in `Chain`.
    """
    ahead, scales = _ahead(evidence, first, follows)
    return ahead, _back(evidence, follows, scales), scales


def _back(evidence: Floats, follows: Floats, scales: Floats) -> Floats:
    back = np.ones_like(evidence)
    for at in range(len(evidence) - 2, -1, -1):
        back[at] = follows @ (evidence[at + 1] * back[at + 1]) / scales[at + 1]
    return back


def _ahead(evidence: Floats, first: Floats, follows: Floats) -> tuple[Floats, Floats]:
    ahead, scales = np.empty_like(evidence), np.empty(len(evidence))
    reached = first
    for at, said in enumerate(evidence):
        ahead[at] = reached * said
        scales[at] = np.add.reduce(ahead[at]) or _NEXT_TO_NOTHING
        ahead[at] /= scales[at]
        reached = ahead[at] @ follows
    return ahead, scales
