"""Which tag each token has, as one of its line: the sums over all ways of tagging a line, and the likeliest way.

A linear-chain conditional random field: J. Lafferty, A. McCallum and F. Pereira, "Conditional Random Fields",
ICML 2001. The sums are the forward and backward ones of L. R. Rabiner's tutorial (see chain.py), for many lines at
once: numpy takes as long to begin with a line as to read it.
"""

from __future__ import annotations

import itertools
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
        starts, counts = starts[order], counts[order]
        lengths = np.arange(int(counts.max(initial=0)))
        reaching = np.searchsorted(-counts, -lengths).tolist()
        #: For each place in a line the tokens that stand there, those of the longest lines first.
        self._at = [starts[:count] + at for at, count in enumerate(reaching)]
        #: All of them, one place after the other, and where those of each place are among them.
        self._order = np.concatenate([np.zeros(0, dtype=np.intp), *self._at])
        ends = np.cumsum([0, *reaching]).tolist()
        self._places = [slice(begin, end) for begin, end in itertools.pairwise(ends)]

    def chances(self, evidence: Floats, follows: Floats) -> tuple[Floats, float]:
        """(tokens, tags), how probable each tag is; and the logarithm of the sum over all ways of tagging.

        Args:
            evidence: (tokens, tags), how much each token speaks for each tag, none below 0, one of each token above.
            follows: (tags, tags), row by row how much more often than by chance one comes after another.
        """
        said = evidence[self._order]
        ahead, back, scales = said.copy(), np.ones_like(said), np.empty(len(said))
        every = np.ones(len(follows))  # a product with ones is the faster sum
        for before, place in itertools.pairwise([slice(0, 0), *self._places]):
            here = ahead[place]
            if place.start:
                here *= ahead[before.start : before.start + len(here)] @ follows
            scales[place] = here @ every
            here /= scales[place, None]
        for before, place in itertools.pairwise(self._places[::-1]):
            passed = (said[before] * back[before]) @ follows.T
            back[place.start : place.start + len(passed)] = passed / scales[before, None]
        both = ahead * back
        found = np.empty_like(both)
        found[self._order] = both / (both @ every)[:, None]
        return found, float(np.log(scales).sum())

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
