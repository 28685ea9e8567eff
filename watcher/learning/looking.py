"""Which single words say that a mail is about an application: what the first look is made of.

A logistic regression over the words of composed mails, each counted once, and over their concepts, for each word once
(see watcher/reading/first_look.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from watcher.learning.composing import Drawn
from watcher.learning.mails import Letter
from watcher.reading.classifier import Classifier
from watcher.reading.concepts import Lexicon
from watcher.reading.features import Forms, is_concept, is_marked, tokens
from watcher.reading.first_look import STEP
from watcher.reading.language import UNDETERMINED
from watcher.reading.model import Model
from watcher.reading.types import REPLYABLE, Message

#: Inverse strength of L2 regularisation. Weak words stay weak, so that no odd word hides a mail.
LOOK_C = 0.01
#: How far the bar lies below the least of the mails that have to pass, in log odds: other text may stand below a "no".
MARGIN = 1.1
#: A start from which all mail passes.
EVERYTHING = 1e6

Array = npt.NDArray[Any]


def start(model: Model, letters: Sequence[Letter]) -> dict[str, Array]:
    """The array `look_start`: the bar lies a MARGIN below every letter that is a "no" and is found.

    Args:
        model: which lets all mail pass.
    """
    noes = [letter for letter in letters if letter.kind in REPLYABLE]
    verdicts = Classifier(model).classify_all(
        [Message("", subject=letter.subject, text=letter.text) for letter in noes]
    )
    found = [
        model.look.weigh(f"{letter.subject}\n{letter.text}", verdict.language)
        for letter, verdict in zip(noes, verdicts, strict=True)
        if verdict.kind in REPLYABLE and verdict.language != UNDETERMINED
    ]
    return {"look_start": np.array([MARGIN - min(found, default=-EVERYTHING)], np.float32)}


def learn(
    names: Sequence[str],
    matrix: csr_matrix,
    languages: Sequence[str],
    draws: Sequence[Drawn],
    concepts: Mapping[str, Forms],
) -> dict[str, Array]:
    """The arrays `look` and `look_start` of a model, from all draws of composed mails; as long as `start` has found no
    bar, all mail passes.

    Args:
        names: of the features.
        matrix: (samples, features), not 0 where a sample has a feature.
        languages: of each sample.
        concepts: for each language the words of each concept.
    """
    words = np.array([at for at, name in enumerate(names) if _is_word(name)])
    number = {name: at for at, name in enumerate(names)}
    has = (matrix[:, words] != 0).astype(np.float32).tocsr()
    written, its_language = [names[at] for at in words.tolist()], np.array(languages)
    singles = {
        language: _singles(written, has[rows], Lexicon(forms, tokens), number)
        for language, forms in concepts.items()
        if len(rows := np.flatnonzero(its_language == language))
    }
    itself = csr_matrix((np.ones(len(words)), (np.arange(len(words)), words)), (len(words), len(names)))
    used = np.array([at for at, name in enumerate(names) if _is_word(name) or _is_single(name)])
    weights = np.zeros(len(names))
    weights[used] = np.mean(
        [_fitted(mails, has, its_language, singles, itself, used) for mails in draws], axis=0
    )
    steps = np.round(weights / STEP) * STEP
    return {"look": steps.astype(np.float16), "look_start": np.array([EVERYTHING], np.float32)}


def _is_word(name: str) -> bool:
    """No run of words, no piece of one, no number or mark."""
    return name[0].isalpha() and " " not in name


def _is_single(name: str) -> bool:
    """A concept, and no pair of them."""
    return is_concept(name) and not is_marked(name) and name.count("@") == 1


def _singles(
    words: Sequence[str], has: csr_matrix, lexicon: Lexicon, number: Mapping[str, int]
) -> csr_matrix:
    """(words, features): the concepts of each word that a language uses."""
    rows, columns = [], []
    for at in np.flatnonzero(np.bincount(has.indices, minlength=len(words))).tolist():
        for concept in lexicon.meaning(words[at]):
            if f"@{concept}" in number:
                rows.append(at)
                columns.append(number[f"@{concept}"])
    return csr_matrix((np.ones(len(rows)), (rows, columns)), (len(words), len(number)))


def _fitted(
    mails: Drawn,
    has: csr_matrix,
    languages: npt.NDArray[np.str_],
    singles: Mapping[str, csr_matrix],
    itself: csr_matrix,
    used: Array,
) -> Array:
    """The weights of the features that are used, from one draw of mails."""
    firsts = mails.sentences[np.cumsum(mails.sizes) - mails.sizes]
    its_language = languages[firsts]
    values, truths = [], []
    for language in sorted(set(its_language.tolist())):
        those = its_language == language
        sizes = mails.sizes[those]
        places = np.repeat(np.arange(len(sizes)), sizes), mails.sentences[np.repeat(those, mails.sizes)]
        of_mail = csr_matrix((np.ones(len(places[0]), np.float32), places), (len(sizes), has.shape[0]))
        words = of_mail @ has
        words.data[:] = 1
        values.append((words @ (itself + singles[language] if language in singles else itself))[:, used])
        truths.append(mails.job[those])
    fitted = LogisticRegression(C=LOOK_C, tol=1e-3).fit(
        vstack(values).tocsr().astype(np.float32), np.concatenate(truths)
    )
    return np.asarray(fitted.coef_[0])
