"""The trained model as plain arrays, and the few lines of numpy that run it.

They hold what learning/training.py learned, in scikit-learn's TfidfVectorizer and LogisticRegression; `probabilities`
computes what `predict_proba` would, to 1e-9 (a test compares them). The files are read in model_files.py.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.malloc import give_back
from watcher.reading.balance import Balance
from watcher.reading.chain import Chain
from watcher.reading.features import Said
from watcher.reading.first_look import FirstLook
from watcher.reading.memory import MAIL_NEAR, OWN_ARRAYS, Memory
from watcher.reading.model_files import BROKEN, CONTEXTS, LARGE_PARTS, PREDICTING, read, unreadable
from watcher.reading.tagger import Tagger
from watcher.reading.told import TOLD, Told
from watcher.reading.types import REPLYABLE
from watcher.reading.vectorizer import Vectorizer
from watcher.reading.vectors import Floats, Vectors, joined, mail_vector, probabilities, whole


@dataclass(frozen=True, slots=True)
class Recalled:
    """What taught mail says of the sentences of one mail.

    Args:
        probabilities, contexts: as `Model.judge` gives them.
        noes: how many taught mails that are a "no", and nearly the same mail, speak here.
        nearly_the_same: whether any taught mail is.
    """

    probabilities: Floats
    contexts: Floats
    noes: int
    nearly_the_same: bool


class Model:
    """What was learned: a multinomial model over sentences, two binary ones over whole mails, a chain of
    sentences, a balance, and a first look.

    Args:
        about: the content of model.json: labels, words, concepts, vocabulary, languages, version, figures.
        arrays: one entry for each of ARRAYS: idf (features), weights (features, labels), bias (labels),
            context_weights (features, CONTEXTS), context_bias (CONTEXTS), first (labels), follows (labels, labels;
            see `Chain`), balance (2,), against (labels; see `Balance`), look (features), look_start (1,; see
            `FirstLook`). Weights are kept as float16, to which the estimators were rounded too; sums are made in
            float64. One for each of TOLD_ARRAYS (see `Told`) and TAG_ARRAYS (see `Tagger`); where there is taught mail,
            for each of OWN_ARRAYS too.
    """

    def __init__(self, about: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self.about = about
        self.labels: tuple[str, ...] = tuple(about["labels"])
        self.languages = frozenset(about["languages"])
        self.vectorizer = Vectorizer(about["concepts"], about["vocabulary"], arrays["idf"])
        self.weights = arrays["weights"]  # (features, labels)
        self._bias: Floats = arrays["bias"].astype(np.float64)
        self._context_weights = arrays["context_weights"]
        self._context_bias: Floats = arrays["context_bias"].astype(np.float64)
        self.chain = Chain(
            usual(self._bias), arrays["first"].astype(np.float64), arrays["follows"].astype(np.float64)
        )
        self.balance = _balance(arrays, self.labels)
        self.look = FirstLook(self.vectorizer.index.singles, arrays["look"], float(arrays["look_start"][0]))
        self.tagger = Tagger(arrays)
        self.told = {name: Told(name, arrays) for name in TOLD}
        self.memory = Memory(arrays, self.features) if OWN_ARRAYS[0] in arrays else None

    @property
    def features(self) -> int:
        """How many there are."""
        return self.vectorizer.features

    def taught(
        self, arrays: Mapping[str, npt.NDArray[Any]], weights: npt.NDArray[Any] | None = None
    ) -> Model:
        """The same model with other taught mail, one array for each of OWN_ARRAYS, and maybe with other weights."""
        model = copy.copy(self)
        model.memory = Memory(arrays, self.features)
        if weights is not None:
            model.weights = weights
        return model

    def chained(self, arrays: Mapping[str, npt.NDArray[Any]]) -> Model:
        """The same model with another chain, from the arrays `first` and `follows`."""
        model = copy.copy(self)
        model.chain = Chain(
            self.chain.usual, *(arrays[name].astype(np.float64) for name in ("first", "follows"))
        )
        return model

    def balanced(self, arrays: Mapping[str, npt.NDArray[Any]]) -> Model:
        """The same model with other weights against a "no", from the arrays `balance` and `against`."""
        model = copy.copy(self)
        model.balance = _balance(arrays, self.labels)
        return model

    def looking(self, arrays: Mapping[str, npt.NDArray[Any]]) -> Model:
        """The same model with another bar of the first look, from the array `look_start`."""
        model = copy.copy(self)
        model.look = FirstLook(
            self.vectorizer.index.singles, self.look.weights, float(arrays["look_start"][0])
        )
        return model

    def vectors(self, sentences: Sequence[Said]) -> Vectors:
        """Their TF-IDF vectors."""
        return self.vectorizer.vectors(sentences)

    def vectors_of(self, mails: Sequence[Sequence[Said]]) -> list[Vectors]:
        """The vectors of the sentences of each mail. Numpy takes as long to begin with a mail as to read it, so it
        begins once for all of them."""
        if not mails:
            return []
        said = [one for mail in mails for one in mail]
        # Newsletters and signatures say the same again and again.
        numbers = {one: number for number, one in enumerate(dict.fromkeys(said))}
        together = self.vectors(list(numbers))
        if len(numbers) < len(said):
            together = together.repeated([numbers[one] for one in said])
        return together.parted([len(mail) for mail in mails])

    def in_names(self, words: Sequence[str], language: str) -> list[bool]:
        """Which words of a sentence, as they are written, are taken for parts of a name."""
        return self.vectorizer.index.in_names(words, language)

    def probabilities(self, vectors: Vectors) -> Floats:
        """(sentences, labels), each row adding up to one."""
        terms = self.weights.take(vectors.features, axis=0).astype(np.float64)
        terms *= vectors.values[:, None]
        return probabilities(vectors.rows, terms, self._bias, vectors.count)

    def contexts(self, vectors: Vectors) -> Floats:
        """(CONTEXTS,): how probable it is that the mail made of these sentences is about each of them."""
        return np.asarray(self.contexts_of([vectors])[0])

    def contexts_of(self, mails: Sequence[Vectors]) -> Floats:
        """(mails, CONTEXTS): the same of several mails."""
        if not mails:
            return np.zeros((0, len(CONTEXTS)))
        mail, features, values = whole(joined(mails), [one.count for one in mails])
        terms = self._context_weights.take(features, axis=0).astype(np.float64)
        terms *= values[:, None]
        sums = [np.bincount(mail, terms[:, at], minlength=len(mails)) for at in range(len(CONTEXTS))]
        return np.asarray(1 / (1 + np.exp(-(self._context_bias + np.stack(sums, axis=1)))))

    def probabilities_of(self, mails: Sequence[Vectors]) -> list[Floats]:
        """`probabilities` of the sentences of each mail; of several they take little longer than of one."""
        ends = np.cumsum([one.count for one in mails])
        return np.split(self.probabilities(joined(mails)), ends[:-1]) if mails else []

    def judge(self, vectors: Vectors) -> tuple[Floats, Floats]:
        """`probabilities` and `contexts` of the sentences of one mail, by the weights alone."""
        return self.judge_all([vectors])[0]

    def judge_all(self, mails: Sequence[Vectors]) -> list[tuple[Floats, Floats]]:
        """The same of several mails."""
        return list(zip(self.probabilities_of(mails), self.contexts_of(mails), strict=True))

    def recall(self, vectors: Vectors, judged: tuple[Floats, Floats]) -> Recalled | None:
        """The same with what the person has taught; None where no taught mail is near.

        Args:
            judged: what `judge` says of this mail.
        """
        if self.memory is None:
            return None
        near, cosines = self.memory.near(*mail_vector(vectors))
        if not len(near):
            return None
        probabilities, contexts = judged
        said = self.memory.sentences(
            probabilities, vectors.rows, vectors.features, vectors.values, near, cosines
        )
        noes = [at for at, label in enumerate(self.labels) if label in REPLYABLE]
        speaking = self.memory.speaking(near, cosines, noes)
        same = bool(cosines[0] >= MAIL_NEAR[1])
        return Recalled(said, self.memory.contexts(contexts, near, cosines), speaking, same)


def _balance(arrays: Mapping[str, npt.NDArray[Any]], labels: Sequence[str]) -> Balance:
    start, own = arrays["balance"].astype(np.float64)
    elsewhere = labels.index("elsewhere") if "elsewhere" in labels else None
    return Balance(float(start), float(own), arrays["against"].astype(np.float64), elsewhere)


def usual(bias: npt.NDArray[Any]) -> Floats:
    """(labels,): what a sentence is taken for that says nothing, from the bias of each label."""
    powers = np.exp(bias.astype(np.float64) - bias.max())
    return np.asarray(powers / powers.sum())


def load(folder: Path) -> Model:
    """Reads model.json and weights.npz.

    Raises:
        StorageError: where a file is missing, damaged, or of another format version.
    """
    about, arrays = read(folder)
    try:
        model = Model(about, arrays)
    except BROKEN as error:
        raise unreadable(folder, error) from error
    large = {*PREDICTING, *LARGE_PARTS} - {"languages"}
    model.about = {key: value for key, value in about.items() if key not in large}
    del about, arrays
    give_back()
    return model
