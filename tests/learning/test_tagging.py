"""Learning which names a mail holds: from whole mails in which they are marked."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from watcher.learning import fitting, tagging
from watcher.learning.corpus import Corpus, Line
from watcher.learning.tagged import read
from watcher.learning.training import BASE_MODEL, CORPUS
from watcher.reading import model as models
from watcher.reading.message import parse
from watcher.reading.paths import Lines
from watcher.reading.tagger import TAG_ARRAYS, TAGS, Tagger, tags_fit
from watcher.reading.token_features import features
from watcher.reading.tokens import read as tokens

#: The shipped model, and what is seen of every fifth marked mail, in short.
LEARNED_BY = "base-b55e565586", "556567e8eb40174a"
HOUSES = [
    "Krahl",
    "Nordwerk",
    "Ravelin",
    "Otterby",
    "Quillmark",
    "Sellum",
    "Tarnow",
    "Vantor",
    "Brisamar",
    "Lindqvist",
    "Morvan",
    "Pellworm",
]
POSTS = [
    "baker",
    "gardener",
    "nurse",
    "driver",
    "painter",
    "tailor",
    "clerk",
    "tutor",
    "cook",
    "pilot",
    "farmer",
    "welder",
]
FORMS = (
    "Thank you for applying to [c:{house}] as a [p:{post}].\n\n{other} will read it.\n\nNadia Berg, [q:Recruiter]",
    "The post of [p:{post}] at [c:{house}] is filled, by somebody from [o:{other}].\n\nNadia Berg, [q:Recruiter]",
)


def corpus(*lines: Line) -> Corpus:
    mails = []
    for number in range(2 * len(HOUSES)):
        house, post, other = HOUSES[number % 12], POSTS[(number * 5) % 12], HOUSES[(number + 7) % 12]
        text = FORMS[number % 2].format(house=house, post=post, other=other)
        mails.append(f"===\nFrom: HR <hr@mail.example>\nSubject: News\n\n{text}\n")
    found = read(Path("tagged/en.txt"), "\n".join(mails), print)
    names = {("role", ""): ["glazier"], ("company", ""): ["Tallgrass"]}
    return Corpus(lines, names, "", tagged=tuple(found))


def names(tagger: Tagger, text: str) -> list[tuple[str, str]]:
    mail = parse(f"From: HR <hr@mail.example>\nSubject: News\n\n{text}\n".encode())
    return [(one.what, one.text) for one in tagger.names(mail, "en")]


def test_names_that_nobody_has_seen_are_found_by_what_stands_around_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tagging, "FEWEST", 1)  # there are few mails
    monkeypatch.setattr(tagging, "LEAST", tagging.STEP)
    arrays = tagging.learn(tagging.mails(corpus()))
    tags_fit(arrays)
    assert set(arrays) == set(TAG_ARRAYS)
    found = names(Tagger(arrays), "Thank you for applying to Ferrosa as a plumber.")
    assert found == [("house", "Ferrosa"), ("post", "plumber")]
    found = names(Tagger(arrays), "The post of plumber at Ferrosa is filled, by somebody from Kelvio.")
    assert found == [("post", "plumber"), ("house", "Ferrosa"), ("other_house", "Kelvio")]


def test_the_same_marks_teach_the_same() -> None:
    first, second = (tagging.learn(tagging.mails(corpus())) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in TAG_ARRAYS)


def test_without_marked_mails_nothing_is_learned() -> None:
    assert tagging.learn(tagging.mails(replace(corpus(), tagged=()))) == {}


def test_what_fills_a_place_of_a_line_is_a_name() -> None:
    lines = (
        Line("rejection", "We chose another <role> for <company>.", "en", ""),
        Line("job_alert", "New: <role> at <company>", "en", ""),
        Line("ordinary", "Nothing of <company>.", "en", ""),
    )
    marked = corpus(*lines)
    (answer, alert) = tagging.mails(marked)[len(marked.tagged) :]
    (_, house), (_, offering) = answer.names[1], alert.names[1]
    assert {house, offering} <= {*HOUSES, "Tallgrass"}
    assert answer.message.text == f"We chose another glazier for {house}."
    assert answer.names == [("post", "glazier"), ("house", house)]
    assert alert.message.text == f"New: glazier at {offering}"
    assert alert.names == [("other_post", "glazier"), ("other_house", offering)]


def test_a_name_is_marked_wherever_it_stands_the_longest_first() -> None:
    mail = tokens(parse(b"Subject: Night Baker\n\nThe Baker of Night Baker Ltd asks for a Night Bakery.\n"))
    tags = tagging.tagged(
        mail, [("post", "Night Baker"), ("house", "Night Baker Ltd"), ("other_post", "Baker")]
    )
    told = [(token.word, TAGS[tag]) for token, tag in zip(mail.tokens, tags.tolist(), strict=True) if tag]
    assert told == [
        *(("Night", "post"), ("Baker", "post"), ("Baker", "other_post")),
        *(("Night", "house"), ("Baker", "house"), ("Ltd", "house")),
    ]


def test_lines_are_learned_at_the_optimum() -> None:
    """The slope there is that of the difference between what was marked and what is expected: next to nothing."""
    rng = np.random.default_rng(3)
    matrix = csr_matrix(rng.integers(0, 2, (40, 6)).astype(np.float32))
    truth = rng.integers(0, 3, 40)
    sizes, follows = [5] * 8, rng.uniform(0.2, 3, (3, 3))
    strength = 2.0
    fit = fitting.fit_lines(matrix, truth, sizes, follows, strength)

    def loss(weights: np.ndarray, bias: np.ndarray) -> float:
        sums = np.asarray(matrix @ weights + bias, dtype=np.float64)
        most = sums.max(axis=1, keepdims=True)
        _, total = Lines(sizes).chances(np.exp(sums - most), follows)
        way = (sums - most)[np.arange(40), truth].sum()
        steps = sum(np.log(follows[truth[at - 1], truth[at]]) for at in range(1, 40) if at % 5)
        return float((total - way - steps) / 40 + 0.5 * (weights**2).sum() / (strength * 40))

    at_the_end = loss(fit.weights.astype(np.float64), fit.bias.astype(np.float64))
    assert at_the_end == pytest.approx(fit.loss, rel=1e-4)
    for _ in range(30):
        other = fit.weights + rng.normal(0, 0.05, fit.weights.shape)
        assert loss(other, fit.bias + rng.normal(0, 0.05, 3)) > at_the_end - 1e-3


def test_names_are_looked_for_by_what_they_were_learned_by() -> None:
    """Lists of words decide what is seen of a token (names.py, offices.py, platforms.py, given_names.py, phrases/):
    after a change of one of them the model has to be trained anew, and both of LEARNED_BY written anew."""
    digest = hashlib.sha256()
    for path in sorted((CORPUS / "tagged").glob("*.txt")):
        for one in list(read(path, path.read_text(encoding="utf-8"), print))[::5]:
            digest.update(features(tokens(one.message), one.message, one.language).astype("<u4").tobytes())
    assert (models.load(BASE_MODEL).about["version"], digest.hexdigest()[:16]) == LEARNED_BY
