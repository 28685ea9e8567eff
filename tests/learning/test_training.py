"""scikit-learn trains, numpy predicts, and both say the same."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from watcher.errors import StorageError
from watcher.learning.corpus import Corpus, read
from watcher.learning.evaluation import cross_validate, describe
from watcher.learning.training import BASE_MODEL, CORPUS, Trained, samples, train, write
from watcher.reading import model as models
from watcher.reading import model_files
from watcher.reading.features import analyzer

SENTENCES = [
    "We have decided to continue with other candidates.",
    "If you are not selected, we will keep your CV on file.",
    "Your flight to Lisbon has been cancelled, unfortunately.",
    "Unfortunately unfortunately unfortunately, see https://example.org/x and call 0123.",
    "Zażółć gęślą jaźń 日本語 Äpfel",
    "",
]
SAID = [(sentence, "en") for sentence in SENTENCES]
LABELS = ("rejection", "acknowledgement", "courtesy", "elsewhere", "ordinary", "outsider")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "en").mkdir()
    (folder / "names.txt").write_text("[role]\nclerk\n[company]\nTallgrass\n", encoding="utf-8")
    parts = {
        "rejection": "We {chose|took} {another|a different} candidate for the <role> post at <company>.",
        "acknowledgement": "Your application for the <role> post {arrived|has reached us}.",
        "courtesy": "Thank you {so much|very much|} for {this|the letter}.",
        "elsewhere": "Your {flight|order} was {cancelled|refused}.",
        "ordinary": "The {garden|house} is {green|old} and the {tree|dog} sleeps.",
        "outsider": "My {brother|sister} {got|lost} the {job|post} last week.",
    }
    starts = ("", "And ", "But ", "So ", "Now ", "Well ")
    text = "".join(
        f"[{label}]\n" + "".join(f"{start}{line}\n" for start in starts) for label, line in parts.items()
    )
    (folder / "en" / "all.txt").write_text(text, encoding="utf-8")
    (folder / "concepts").mkdir()
    (folder / "concepts" / "en.txt").write_text(
        "OTHER: another different\nJOB: post job*\n", encoding="utf-8"
    )
    return read(folder)


@pytest.fixture(scope="module")
def trained(small: Corpus) -> Trained:
    return train(small, samples(small))


def test_numpy_gives_the_probabilities_of_scikit_learn(trained: Trained) -> None:
    matrix = trained.vectorizer.transform(SAID)
    vectors = trained.model.vectors(SAID)
    assert np.abs(trained.model.probabilities(vectors) - trained.sentences.predict_proba(matrix)).max() < 1e-9
    mail = normalize(np.asarray(matrix.sum(axis=0)))
    expected = [context.predict_proba(mail)[0, 1] for context in trained.contexts]
    assert np.abs(trained.model.contexts(vectors) - expected).max() < 1e-9


def test_the_shipped_model_gives_them_too() -> None:
    shipped = models.load(BASE_MODEL)
    about, _ = model_files.read(BASE_MODEL)
    with np.load(BASE_MODEL / "weights.npz", allow_pickle=False) as arrays:
        vectorizer = TfidfVectorizer(
            analyzer=analyzer(frozenset(about["words"]), about["concepts"]),
            sublinear_tf=True,
            lowercase=False,
            vocabulary=list(about["vocabulary"]),
        )
        vectorizer.idf_ = arrays["idf"].astype(np.float64)
        estimator = LogisticRegression()
        estimator.classes_ = np.array(shipped.labels)
        estimator.coef_ = arrays["weights"].T.astype(np.float64)
        estimator.intercept_ = arrays["bias"].astype(np.float64)
    expected = estimator.predict_proba(vectorizer.transform(SAID))
    assert np.abs(shipped.probabilities(shipped.vectors(SAID)) - expected).max() < 1e-9


def test_the_shipped_model_was_trained_on_the_corpus_as_it_stands() -> None:
    assert models.load(BASE_MODEL).about["corpus_sha256"] == read(CORPUS).checksum


def test_the_shipped_model_stays_small() -> None:
    assert sum(path.stat().st_size for path in BASE_MODEL.iterdir()) < 8_000_000


def test_a_model_is_the_same_after_writing_and_reading(trained: Trained, tmp_path: Path) -> None:
    version = write(trained, tmp_path, {})
    again = models.load(tmp_path)
    assert again.about["version"] == version
    before = trained.model.probabilities(trained.model.vectors(SAID))
    assert np.array_equal(again.probabilities(again.vectors(SAID)), before)


def test_a_model_that_is_replaced_while_it_is_read_is_read_again(
    small: Corpus, trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(trained, tmp_path, {})
    everything = samples(small)
    other = train(small, [sample for sample in everything if sample.line != 0])
    read_bytes, versions = Path.read_bytes, []

    def replaced_before_the_weights_are_read(path: Path) -> bytes:
        if path.name == "weights.npz" and not versions:
            versions.append(write(other, tmp_path, {}))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", replaced_before_the_weights_are_read)
    assert [models.load(tmp_path).about["version"]] == versions


def test_a_damaged_model_is_not_read_for_ever(trained: Trained, tmp_path: Path) -> None:
    write(trained, tmp_path, {})
    weights = tmp_path / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(StorageError, match="checksum"):
        models.load(tmp_path)


def test_a_model_that_cannot_be_written_leaves_the_old_one_whole(
    small: Corpus, trained: Trained, tmp_path: Path
) -> None:
    version = write(trained, tmp_path, {})
    (tmp_path / ".model.json.part").mkdir()
    other = train(small, [sample for sample in samples(small) if sample.line != 0])
    with pytest.raises(OSError, match=r"model\.json"):
        write(other, tmp_path, {})
    assert models.load(tmp_path).about["version"] == version


def test_training_again_writes_the_same_bytes(small: Corpus, trained: Trained, tmp_path: Path) -> None:
    write(trained, tmp_path / "one", {})
    write(train(small), tmp_path / "two", {})
    for name in ("model.json", "weights.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_held_out_lines_are_measured_and_described(small: Corpus) -> None:
    figures = cross_validate(small, samples(small), folds=2)
    json.dumps(figures)
    assert set(figures["sentences"]) == set(LABELS)
    assert sum(row["mails"] for row in figures["mails"].values()) > 0
    assert "rejection" in describe(figures)


def test_no_line_stands_on_both_sides(small: Corpus) -> None:
    """A word that only one line holds cannot be known to a model that did not see that line."""
    everything = samples(small)
    without = [sample for sample in everything if sample.line != 0]
    assert "but" in train(small, without).model.about["words"]
    assert "chose" not in train(small, [s for s in everything if s.label != "rejection"]).model.about["words"]
