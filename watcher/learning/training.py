"""From corpus sentences to a model: scikit-learn learns, plain arrays are kept.

`python -m watcher.learning.training` trains the shipped model anew. The same corpus gives the same model.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from watcher.learning.composing import Mail, compose
from watcher.learning.corpus import LABELS, Corpus, Line, read
from watcher.reading.features import Analyzer, analyzer, tokens
from watcher.reading.model import FORMAT_VERSION, Model, checksum

ROOT = Path(__file__).resolve().parents[2]
CORPUS, BASE_MODEL = ROOT / "models" / "corpus", ROOT / "models" / "base"

#: A word counts as known from so many lines on. What stands in one line only trains the class "unknown word",
#: which is how the model learns that unfamiliar text is ordinary text.
MIN_LINES = 2
#: A feature is kept if so many lines have it: what one line alone has is chance.
MIN_FEATURE_LINES = 2
#: Inverse strength of L2 regularisation, of the sentence model and of the context model.
SENTENCE_C, CONTEXT_C = 25.0, 100.0
#: What makes a courtesy one of an employer; the others stand in the letters of banks and landlords too.
OF_A_JOB = re.compile(
    r"role|position|job|post\b|candida|appl|interview|career|hir|recruit|cv\b|resume|talent|team|experience|skill"
    r"|background|opening|vacanc|colleague|employ|profile|qualif|conversation|panel",
    re.IGNORECASE,
)
#: Composed mails, per language, for the context model.
MAILS = 15_000

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
    """A model as it runs, with the scikit-learn objects that it was taken from (rounded as the model is)."""

    model: Model
    arrays: Mapping[str, Array]
    vectorizer: TfidfVectorizer
    sentences: LogisticRegression
    context: LogisticRegression


def samples(corpus: Corpus) -> list[Sample]:
    """All lines written out."""
    return [
        Sample(text, line.label, line.language, number)
        for number, line in enumerate(corpus.lines)
        for text in corpus.expand(line)
    ]


def train(corpus: Corpus, chosen: Sequence[Sample], seed: str = "train") -> Trained:
    """Learns both models from the chosen samples.

    Args:
        corpus: where the samples come from; says which words are known.
        chosen: all samples of the corpus, or those outside a held-out fold.
        seed: for composing mails.
    """
    words = _known_words(corpus, {sample.line for sample in chosen})
    texts = [sample.text for sample in chosen]
    analyse = analyzer(frozenset(words))
    vectorizer = TfidfVectorizer(analyzer=analyse, sublinear_tf=True, vocabulary=_vocabulary(chosen, analyse))
    matrix = vectorizer.fit_transform(texts)
    # A looser tolerance stops early, and then one new line in the corpus moves the score of any mail by 0.2.
    sentences = LogisticRegression(C=SENTENCE_C, max_iter=500, tol=1e-4)
    sentences.fit(matrix, [sample.label for sample in chosen])
    mails = composed(chosen, MAILS, seed)
    context = LogisticRegression(C=CONTEXT_C, max_iter=500)
    context.fit(mail_matrix(mails, matrix), [mail.about_a_job for mail in mails])
    arrays = _rounded(vectorizer, sentences, context)
    about = {
        "format": FORMAT_VERSION,
        "labels": [str(label) for label in sentences.classes_],
        "languages": sorted({sample.language for sample in chosen}),
        "words": words,
        "vocabulary": [str(feature) for feature in vectorizer.get_feature_names_out()],
        "corpus_sha256": corpus.checksum,
        "version": "",
    }
    return Trained(Model(about, arrays), arrays, vectorizer, sentences, context)


def composed(chosen: Sequence[Sample], count: int, seed: str) -> list[Mail]:
    """`count` mails in each language of the samples; their sentences are indices into `chosen`."""
    by_language: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, sample in enumerate(chosen):
        by_language[sample.language][sample.label].append(index)
        if sample.label == "courtesy" and not OF_A_JOB.search(sample.text):
            by_language[sample.language]["polite"].append(index)
    return [
        mail
        for language, by_label in sorted(by_language.items())
        for mail in compose(by_label, count, f"{seed} {language}")
    ]


def mail_matrix(mails: Sequence[Mail], matrix: csr_matrix) -> csr_matrix:
    """The vectors of mails: the sum of those of their sentences, made to length one."""
    rows = np.repeat(np.arange(len(mails)), [len(mail.sentences) for mail in mails])
    columns = np.concatenate([mail.sentences for mail in mails]).astype(np.intp)
    incidence = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(mails), matrix.shape[0]))
    return normalize(incidence @ matrix)


def _known_words(corpus: Corpus, lines: set[int]) -> list[str]:
    """Words of at least MIN_LINES lines, and of the posts that <role> stands for; names stay unknown."""
    counts: Counter[str] = Counter()
    for number in lines:
        line: Line = corpus.lines[number]
        text = re.sub(r"<[a-z]+>|[{|}]", " ", line.pattern)
        counts.update({token.casefold() for token in tokens(text)})
    roles = [role for (name, _), values in corpus.names.items() if name == "role" for role in values]
    known = {word for word, count in counts.items() if count >= MIN_LINES}
    return sorted(known | {token.casefold() for role in roles for token in tokens(role)})


def _vocabulary(chosen: Sequence[Sample], analyse: Analyzer) -> list[str]:
    """The features that at least MIN_FEATURE_LINES lines have."""
    of_line: dict[int, set[str]] = defaultdict(set)
    for sample in chosen:
        of_line[sample.line].update(analyse(sample.text))
    counts = Counter(feature for features in of_line.values() for feature in features)
    return sorted(feature for feature, count in counts.items() if count >= MIN_FEATURE_LINES)


def _rounded(
    vectorizer: TfidfVectorizer, sentences: LogisticRegression, context: LogisticRegression
) -> dict[str, Array]:
    """Rounds the estimators to what the files hold, in place, so that both predict the same."""
    arrays: dict[str, Array] = {
        "idf": vectorizer.idf_.astype(np.float32),
        "weights": np.ascontiguousarray(sentences.coef_.T.astype(np.float16)),
        "bias": sentences.intercept_.astype(np.float32),
        "context_weights": context.coef_[0].astype(np.float16),
        "context_bias": context.intercept_.astype(np.float32),
    }
    vectorizer.idf_ = arrays["idf"].astype(np.float64)
    sentences.coef_ = arrays["weights"].T.astype(np.float64)
    sentences.intercept_ = arrays["bias"].astype(np.float64)
    context.coef_ = arrays["context_weights"][None, :].astype(np.float64)
    context.intercept_ = arrays["context_bias"].astype(np.float64)
    return arrays


def write(trained: Trained, folder: Path, figures: Mapping[str, Any]) -> str:
    """Writes model.json and weights.npz, the same bytes for the same model, and returns its version."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = _archive(trained.arrays)
    digest = checksum(trained.model.about, weights)
    about = dict(trained.model.about) | {
        "version": f"base-{digest[:10]}",
        "sha256": digest,
        "figures": figures,
    }
    content = json.dumps(about, ensure_ascii=False, indent=0, sort_keys=True)
    files = {"weights.npz": weights, "model.json": content.encode("utf-8") + b"\n"}
    for name, data in files.items():
        (folder / f".{name}.part").write_bytes(data)
    for name in files:  # one right after the other: `load` reads again where it meets one old and one new
        (folder / f".{name}.part").replace(folder / name)
    return str(about["version"])


def _archive(arrays: Mapping[str, Array]) -> bytes:
    """An .npz file without the time of day that numpy.savez would put into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            array = io.BytesIO()
            np.lib.format.write_array(array, arrays[name], allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, array.getvalue())
    return buffer.getvalue()


def main() -> None:
    """Trains the shipped model, measures it on held-out lines, prints and keeps the figures."""
    from watcher.learning.evaluation import cross_validate, describe

    corpus = read(CORPUS)
    everything = samples(corpus)
    per_label = Counter(line.label for line in corpus.lines)
    with threadpool_limits(1):  # several threads add up in another order, and the bytes would differ
        figures = {
            "lines": len(corpus.lines),
            "sentences": len(everything),
            "lines_per_label": {label: per_label[label] for label in LABELS},
            "held_out": cross_validate(corpus, everything),
        }
        trained = train(corpus, everything)
    version = write(trained, BASE_MODEL, figures)
    sys.stdout.write(f"{version}: {len(trained.arrays['idf'])} features\n{describe(figures)}\n")


if __name__ == "__main__":
    main()
