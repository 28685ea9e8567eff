"""Which tag each token has, as one of its line: the sums over all ways of tagging a line, and the likeliest way.

A linear-chain conditional random field: J. Lafferty, A. McCallum and F. Pereira, "Conditional Random Fields",
ICML 2001. The sums are the forward and backward ones of L. R. Rabiner's tutorial (see chain.py), for many lines at
once: numpy takes as long to begin with a line as to read it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from watcher.reading.vectors import Floats


def inside(sizes: Sequence[int]) -> npt.NDArray[np.intp]:
    """The tokens that have one before them in their line.

    Args:
        sizes: how many tokens each line has, one line after the other.
    """
    return np.delete(np.arange(1, sum(sizes)), np.cumsum(sizes)[:-1] - 1)


class Lines:
    """Lines of tokens that follow one another.

    Args:
        sizes: how many tokens each line has, at least one; in the arrays below, the lines stand one after the other.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        counts = np.asarray(sizes, dtype=np.intp)
        starts = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.intp)
        order = np.argsort(-counts, kind="stable")
        counts = counts[order]
        reaching = [int((counts > at).sum()) for at in range(int(counts.max(initial=0)))]
        #: For each place in a line the tokens that stand there, those of the longest lines first.
        self._at = [starts[order[:count]] + at for at, count in enumerate(reaching)]

    def chances(self, evidence: Floats, follows: Floats) -> tuple[Floats, float]:
        """(tokens, tags), how probable each tag is; and the logarithm of the sum over all ways of tagging.

        Args:
            evidence: (tokens, tags), how much each token speaks for each tag, none below 0, one of each token above.
            follows: (tags, tags), row by row how much more often than by chance one comes after another.
        """
        ahead, back, scales = np.empty_like(evidence), np.ones_like(evidence), np.empty(len(evidence))
        reached = np.zeros((0, 0))
        for at, tokens in enumerate(self._at):
            here = evidence[tokens]
            if at:
                here = (reached[: len(tokens)] @ follows) * here
            scales[tokens] = here.sum(axis=1)
            reached = here / scales[tokens, None]
            ahead[tokens] = reached
        for tokens, later in zip(self._at[-2::-1], self._at[:0:-1], strict=True):
            passed = (evidence[later] * back[later]) @ follows.T
            back[tokens[: len(later)]] = passed / scales[later, None]
        both = ahead * back
        return np.asarray(both / both.sum(axis=1, keepdims=True)), float(np.log(scales).sum())

    def likeliest(self, evidence: Floats, follows: Floats) -> npt.NDArray[np.intp]:
        """(tokens,), the tags of the likeliest way (Viterbi).

        Args:
            evidence, follows: as for `chances`.
        """
        before = np.zeros(evidence.shape, dtype=np.intp)
        best = np.zeros((0, 0))
        ends: list[Floats] = []
        with np.errstate(divide="ignore"):
            said, steps = np.log(evidence), np.log(follows)
        for at, tokens in enumerate(self._at):
            here = said[tokens]
            if at:
                ways = best[: len(tokens), :, None] + steps
                before[tokens] = ways.argmax(axis=1)
                here = ways.max(axis=1) + here
            best = here
            ends.append(here)
        tags = np.zeros(len(evidence), dtype=np.intp)
        for at in range(len(self._at) - 1, -1, -1):
            tokens = self._at[at]
            tags[tokens] = ends[at].argmax(axis=1)
            if at + 1 < len(self._at):
                later = self._at[at + 1]
                tags[tokens[: len(later)]] = before[later, tags[later]]
        return tags
