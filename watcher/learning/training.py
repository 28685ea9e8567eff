"""From corpus sentences to a model: what is learned is kept as plain arrays.

`./run.sh train` trains the shipped model anew. The same corpus gives the same model on any processor with AVX2.
"""

from __future__ import annotations

import importlib
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.parallel import Parallel, delayed
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from watcher.learning import balancing, chaining, fitting, looking, mail_contexts, tagging, telling
from watcher.learning.corpus import LABELS, Corpus, read
from watcher.learning.counting import known_words, parts, together, words_of_lines
from watcher.learning.examples import asides, examples, judged
from watcher.learning.mail_contexts import DRAWS
from watcher.learning.saving import save
from watcher.learning.side_by_side import SideBySide, Task
from watcher.reading.classifier import shipped
from watcher.reading.features import Forms, Said, analyzer, is_concept, is_marked, is_piece
from watcher.reading.model import Model, usual
from watcher.reading.model_files import FORMAT_VERSION
from watcher.reading.tagger import untagged
from watcher.reading.told import TOLD, untold
from watcher.reading.vectorizer import Vectorizer
from watcher.reading.vocabulary import Vocabulary

#: Inside the package where it is installed, beside it in the source tree.
BASE_MODEL = shipped()
CORPUS = BASE_MODEL.parent / "corpus"

#: A line is written out as one sentence, and so many more for each doubling of its alternatives.
SENTENCES_PER_DOUBLING = 1.2
#: At most so many.
MOST_SENTENCES = 6
#: How freely the model may use each sort of feature: the scale of its values while learning. Concepts generalise.
CONCEPT_SCALE, PAIR_SCALE, PIECE_SCALE = 3.0, 2.0, 0.7
#: Inverse strength of L2 regularisation: of what is learned from words and their pieces, and from concepts.
WORDS_C, CONCEPTS_C = 250.0, 10.0
#: So many of the draws of composed mails are begun after what takes longest beside them.
DRAWS_BESIDE = 5
#: How much of what a sentence is comes from its words; the rest comes from its concepts.
OF_WORDS = 0.55
#: Weights are kept as multiples of this: many of them are then equal, and the file is a third smaller.
STEP = 1 / 64

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """One written-out sentence, and the number of the line that it comes from."""

    text: str
    label: str
    language: str
    line: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A model as it runs, with the scikit-learn objects that it was taken from (rounded as the model is).

    Args:
        samples: how many were learned from.
        contexts: one estimator for each of `model.CONTEXTS`.
    """

    samples: int
    model: Model
    arrays: Mapping[str, Array]
    vectorizer: TfidfVectorizer
    sentences: LogisticRegression
    contexts: tuple[LogisticRegression, LogisticRegression]


def read_corpus() -> Corpus:
    """What the shipped model is trained on. The processes that will learn from it are started meanwhile: each takes two
    seconds to import what it needs."""
    started = Parallel(n_jobs=2, return_as="generator")(delayed(_start)() for _ in range(2))
    try:
        return read(CORPUS)
    finally:
        list(started)


def _start() -> None:
    """Imports what learning needs: this module, which may have been begun under another name."""
    importlib.import_module("watcher.learning.training")


def samples(corpus: Corpus) -> list[Sample]:
    """All lines written out."""
    return [
        Sample(text, line.label, line.language, number)
        for number, line in enumerate(corpus.lines)
        for text in corpus.expand(
            line,
            min(MOST_SENTENCES, 1 + int(SENTENCES_PER_DOUBLING * math.log2(corpus.alternatives(line)))),
        )
    ]


def train(corpus: Corpus, chosen: Sequence[Sample] | None = None, seed: str = "train") -> Trained:
    """Learns all models from the chosen samples.

    Args:
        corpus: where the samples come from; says which words and concepts are known.
        chosen: those outside a held-out fold; None for all samples of the corpus.
        seed: for composing mails.
    """
    lines = range(len(corpus.lines)) if chosen is None else {sample.line for sample in chosen}
    counting = words_of_lines(corpus, lines)
    # Begun now, since it needs nothing of the rest: much of what comes before `_tasks` is done on one core only.
    names_of = SideBySide([Task("names", tagging.learn, (tagging.mails(corpus),))])
    chosen = samples(corpus) if chosen is None else chosen
    words = known_words(corpus, counting)
    said = [(sample.text, sample.language) for sample in chosen]
    of_line = [sample.line for sample in chosen]
    each = parts(of_line, words, corpus.concepts, said)
    names, counts = together(of_line, said, each)
    del each
    weighing = TfidfTransformer(sublinear_tf=True)
    matrix = weighing.fit_transform(counts).astype(np.float32)
    vectorizer = TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True, lowercase=False, vocabulary=names)
    vectorizer.idf_ = weighing.idf_
    seen = _Seen(corpus, chosen, words, names, matrix, weighing.idf_)
    learning = SideBySide(_tasks(seen, seed))
    sentences, contexts = _sentence_model(learning), _context_models(learning)
    vectorizer.analyzer = analyzer(frozenset(words), corpus.concepts)
    judging = _rounded(vectorizer, sentences, contexts) | learning["look"]
    about = {
        "format": FORMAT_VERSION,
        "labels": [str(label) for label in sentences.classes_],
        "languages": sorted({sample.language for sample in chosen}),
        "words": words,
        "concepts": corpus.concepts,
        "vocabulary": seen.vocabulary,
        "corpus_sha256": corpus.checksum,
        "version": "",
    }
    judging |= _of_whole_mails(Model(about, judging | untold() | untagged()), corpus)
    # What a mail tells besides its answer has no say in the answer, so it may still be at work until here.
    arrays = judging | untold() | untagged() | learning["told"] | names_of["names"]
    return Trained(len(chosen), Model(about, arrays), arrays, vectorizer, sentences, contexts)


def _of_whole_mails(model: Model, corpus: Corpus) -> dict[str, Array]:
    """The arrays that the letters of the corpus teach: the chain, the balance, and where the first look begins.

    Args:
        model: judges single sentences, and lets all mail pass.
    """
    mails = judged(model, examples(corpus.letters, asides(corpus)))
    chain = chaining.learn(model, mails)
    balance = balancing.learn(model.chained(chain), mails)
    start = looking.start(model.chained(chain).balanced(balance), corpus.letters)
    return chain | balance | start


@dataclass(frozen=True)
class _Seen:
    """The samples of a corpus as the models see them.

    Args:
        corpus, chosen: where the samples come from, and they themselves.
        words: that are known.
        names: of the features.
        matrix: (samples, features), their vectors.
        idf: (features,).
    """

    corpus: Corpus
    chosen: Sequence[Sample]
    words: Sequence[str]
    names: Sequence[str]
    matrix: csr_matrix
    idf: Array

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The features as the model looks them up; made when it is first asked for."""
        return Vocabulary.of(self.names, self.words)


def _sentence_model(learning: SideBySide) -> LogisticRegression:
    """A mean of two: one sees words and their pieces only, the other concepts only. Where they disagree, as they do on
    text of a kind that neither has met, neither gets its way. (A mean of logarithms of odds is a linear model again.)
    models/EXPERIMENTS.md has the figures.
    """
    return _mean([learning["words"], learning["concepts"]], [OF_WORDS, 1 - OF_WORDS])


def _context_models(learning: SideBySide) -> tuple[LogisticRegression, LogisticRegression]:
    """Means, too, one for each draw of composed mails: much of what a single draw finds is chance."""
    jobs, owns = zip(*(learning["draw", draw] for draw in range(DRAWS)), strict=True)
    each = [1 / DRAWS] * DRAWS
    return _mean(jobs, each), _mean(owns, each)


def _tasks(seen: _Seen, seed: str) -> Iterator[Task]:
    """What is learned on two cores, the longest first; it is being learned while the next ones are prepared here.

    What tells of the rest of a mail comes before the last draws: whole mails are learned from beside it.
    """
    corpus, chosen, matrix = seen.corpus, seen.chosen, seen.matrix
    scale = _scale(seen.names)
    concept = np.array([is_concept(name) for name in seen.names])
    labels, languages = [one.label for one in chosen], [one.language for one in chosen]
    yield Task("words", _sentences, (matrix, labels, np.where(concept, 0.0, scale), WORDS_C))
    yield Task("concepts", _sentences, (matrix, labels, np.where(concept, scale, 0.0), CONCEPTS_C))
    draws = mail_contexts.draws(corpus, chosen, seed)
    yield Task("look", looking.learn, (seen.names, matrix, languages, draws, corpus.concepts))
    fine = np.array([is_piece(name) or is_marked(name) for name in seen.names])
    for number, mails in enumerate(draws):
        if number == max(0, len(draws) - DRAWS_BESIDE):
            yield _telling(seen)
        yield Task(("draw", number), mail_contexts.learn, (matrix, mails, np.where(fine, 0.0, scale)))


def _telling(seen: _Seen) -> Task:
    told = {name: telling.sentences(seen.corpus, name) for name in TOLD}
    asked = {one for of in told.values() for one, _ in of}
    samples = enumerate((one.text, one.language) for one in seen.chosen)
    places = {one: number for number, one in samples if one in asked}
    return Task("told", _told, (seen.corpus.concepts, seen.vocabulary, seen.idf, told, seen.matrix, places))


def _sentences(
    matrix: csr_matrix, labels: Sequence[str], scale: Array, inverse_strength: float
) -> LogisticRegression:
    """What a sentence is, at the optimum; see `mail_contexts.stopped_early`."""
    used = np.flatnonzero(scale)
    classes, truth = np.unique(labels, return_inverse=True)
    fit = fitting.fit(mail_contexts.scaled(matrix, used, scale), truth, len(classes), inverse_strength)
    estimator = LogisticRegression()
    estimator.classes_, estimator.intercept_ = classes, fit.bias.astype(np.float64)
    estimator.coef_, estimator.n_features_in_ = np.zeros((len(classes), len(scale))), len(scale)
    estimator.coef_[:, used] = (fit.weights * scale[used, None]).T
    return estimator


def _told(
    concepts: Mapping[str, Forms],
    vocabulary: Vocabulary,
    idf: Array,
    said: Mapping[str, Sequence[tuple[Said, int]]],
    matrix: csr_matrix,
    places: Mapping[Said, int],
) -> dict[str, Array]:
    """`telling.learn` in a process of its own: features go by Python's hashes, which are others in each."""
    return telling.learn(said, Vectorizer(concepts, vocabulary, idf.astype(np.float32)), matrix, places)


def _mean(estimators: Sequence[LogisticRegression], shares: Sequence[float]) -> LogisticRegression:
    """The first of them, with the mean of all weights, in which each has its share."""
    first = estimators[0]
    first.coef_ = sum(share * one.coef_ for share, one in zip(shares, estimators, strict=True))
    first.intercept_ = sum(share * one.intercept_ for share, one in zip(shares, estimators, strict=True))
    return first


def _as_they_are(features: list[str]) -> list[str]:
    return features


def _scale(names: Sequence[str]) -> Array:
    """The scale of each feature while learning; see CONCEPT_SCALE."""
    scales = np.ones(len(names))
    for index, name in enumerate(names):
        if is_concept(name):
            scales[index] = CONCEPT_SCALE if name.count("@") == 1 else PAIR_SCALE
        elif is_piece(name):
            scales[index] = PIECE_SCALE
    return scales


def _rounded(
    vectorizer: TfidfVectorizer,
    sentences: LogisticRegression,
    contexts: tuple[LogisticRegression, LogisticRegression],
) -> dict[str, Array]:
    """Rounds the estimators to what the files hold, in place, so that both predict the same."""
    arrays: dict[str, Array] = {
        "idf": vectorizer.idf_.astype(np.float32),
        "weights": _in_steps(np.ascontiguousarray(sentences.coef_.T)),
        "bias": sentences.intercept_.astype(np.float32),
        "context_weights": _in_steps(np.stack([one.coef_[0] for one in contexts], axis=1)),
        "context_bias": np.array([one.intercept_[0] for one in contexts], dtype=np.float32),
    }
    arrays["first"] = usual(arrays["bias"]).astype(np.float32)  # until a chain is learned, one sentence
    arrays["follows"] = np.tile(arrays["first"], (len(arrays["first"]), 1))  # says nothing about the next,
    arrays["balance"] = np.array(
        [0, 1], dtype=np.float32
    )  # and until a balance is learned, a "no" counts as it is
    arrays["against"] = np.zeros(len(arrays["first"]), dtype=np.float32)
    vectorizer.idf_ = arrays["idf"].astype(np.float64)
    sentences.coef_ = arrays["weights"].T.astype(np.float64)
    sentences.intercept_ = arrays["bias"].astype(np.float64)
    for index, one in enumerate(contexts):
        one.coef_ = arrays["context_weights"][None, :, index].astype(np.float64)
        one.intercept_ = arrays["context_bias"][index : index + 1].astype(np.float64)
    return arrays


def _in_steps(weights: Array) -> Array:
    """float16, half a STEP off at most, or by 1 in 2048 where a weight is large."""
    return np.asarray((np.round(weights / STEP) * STEP + 0.0).astype(np.float16))  # + 0.0: no minus zero


def write(trained: Trained, folder: Path, figures: Mapping[str, Any]) -> str:
    """Writes the files of the shipped model; see `save`."""
    return save(trained.model.about, trained.arrays, folder, figures, "base")


def main() -> None:
    """Trains the shipped model, and says what it was made from."""
    corpus = read_corpus()
    with threadpool_limits(1):  # several threads add up in another order, and the bytes would differ
        trained = train(corpus)
    languages = Counter(line.language for line in corpus.lines)
    labels = Counter(line.label for line in corpus.lines)
    figures = {
        "lines": len(corpus.lines),
        "sentences": trained.samples,
        "lines_per_label": {label: labels[label] for label in LABELS},
        "lines_per_language": dict(sorted(languages.items())),
    }
    version = write(trained, BASE_MODEL, figures)
    sys.stdout.write(
        f"{version}: {trained.samples} sentences of {len(corpus.lines)} lines in {len(languages)} languages, "
        f"{len(trained.arrays['idf'])} features\n"
    )


if __name__ == "__main__":
    main()
