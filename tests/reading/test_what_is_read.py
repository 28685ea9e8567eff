"""The first look spares the reading of most mail, and loses no answer of "no"."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.learning.test_personal import example
from tests.reading.test_employers import FILES, mails
from watcher.learning.corpus import read
from watcher.learning.hard_cases import read_all
from watcher.learning.personal import train
from watcher.learning.training import CORPUS
from watcher.reading.classifier import Classifier
from watcher.reading.decision import LEAST_OF_A_JOB
from watcher.reading.features import tokens
from watcher.reading.first_look import MOST_UNKNOWN, STEP, UNKNOWN, FirstLook, words_of
from watcher.reading.language import detect
from watcher.reading.message import parse
from watcher.reading.model import Model, load
from watcher.reading.types import OWN_APPLICATION, REPLYABLE, Message
from watcher.reading.vectors import Places

HARD_CASES = CORPUS.parent / "hard_cases"
NEWS = (
    "Our spring sale ends on Sunday. All sofas, lamps and rugs are half price, in the shop and online. Delivery is "
    "free from fifty pounds. If you do not want this newsletter any more, click here."
)
#: Kinds of mail that is about nothing of the sort.
NOTHING = ("other", "not_job")
FEATURES = {"job": 0, "sorry": 1, "ship": 2}


@pytest.fixture(scope="module")
def model() -> Model:
    return load(CORPUS.parent / "base")


@pytest.fixture(scope="module")
def reading_all(model: Model) -> Classifier:
    """The same model with bars that all mail passes."""
    return Classifier(model.looking({"look_start": np.array([1e6])}), least_of_a_job=0.0)


def is_read(model: Model, message: Message) -> bool:
    whole = f"{message.subject}\n{message.text}"
    return model.look.passing([(words_of(whole), detect(whole))])[0]


def letters() -> Iterator[Message]:
    for letter in read(CORPUS).letters:
        if letter.kind in REPLYABLE:
            yield Message("", subject=letter.subject, text=letter.text)


def other_letters_about_an_application() -> Iterator[tuple[Message, str]]:
    for letter in read(CORPUS).letters:
        if letter.kind in OWN_APPLICATION and letter.kind not in REPLYABLE:
            yield Message("", subject=letter.subject, text=letter.text), letter.kind


def hard_cases() -> Iterator[Message]:
    for cases in read_all(HARD_CASES).values():
        yield from (case.message for case in cases if case.is_no)


def employers() -> Iterator[Message]:
    for path in FILES:
        yield from mails(path)


@pytest.mark.parametrize(("noes", "most"), [(letters, 500), (hard_cases, 400), (employers, 1600)])
def test_no_answer_of_no_that_is_found_is_lost_by_it(
    model: Model, reading_all: Classifier, noes: type[Iterator[Message]], most: int
) -> None:
    unread = [one for one in noes() if not is_read(model, one)]
    assert len(unread) < most / 50
    lost = [one.text for one in unread if reading_all.classify(one).kind in REPLYABLE]
    assert lost == []


def whole_mails() -> Iterator[tuple[Message, str]]:
    for letter in read(CORPUS).letters:
        yield Message("", subject=letter.subject, text=letter.text), letter.kind
    for cases in read_all(HARD_CASES).values():
        yield from ((case.message, case.kind) for case in cases)
    yield from ((mail, "rejection") for mail in employers())


def test_no_mail_that_is_seen_for_what_it_is_is_lost_for_being_hardly_about_a_job(
    model: Model, reading_all: Classifier
) -> None:
    every = list(whole_mails())
    prepared = reading_all.prepare([mail for mail, _ in every])
    about_a_job = iter(model.contexts_of([one.vectors for one in prepared if one.vectors is not None])[:, 0])
    least = [1.0 if one.vectors is None else next(about_a_job) for one in prepared]
    judged = zip(every, reading_all.judge_all(prepared), least, strict=True)
    right = [job for (_, kind), verdict, job in judged if verdict.kind == kind and kind not in NOTHING]
    assert len(right) > 2_500
    assert min(right) / 10 > LEAST_OF_A_JOB


def test_a_mail_that_is_hardly_about_a_job_is_nothing(model: Model, reading_all: Classifier) -> None:
    mail = Message("", subject="Spring sale", text=f"{NEWS} We are pleased to offer you a place.")
    asking = Classifier(model.looking({"look_start": np.array([1e6])}))
    verdict = asking.classify(mail)
    assert (verdict.kind, verdict.score, verdict.evidence, verdict.scores["offer"]) == ("other", 0.0, (), 0.0)
    assert asking.classify(mail, applied=True).kind == "offer"
    assert reading_all.classify(mail).scores["offer"] > 0


def test_it_is_nothing_beside_taught_mail_that_is_not_near(model: Model) -> None:
    mail = Message("", subject="Spring sale", text=f"{NEWS} We are pleased to offer you a place.")
    taught = train(
        CORPUS.parent / "base", [example("The post of clerk goes to a cousin of ours.", "rejection")]
    ).model
    asking = Classifier(taught.looking({"look_start": np.array([1e6])}))
    assert asking.classify(mail).scores == Classifier(model).nothing("en").scores


@pytest.mark.long
def test_few_are_lost_below_which_five_ordinary_sentences_stand(
    model: Model, reading_all: Classifier
) -> None:
    corpus, rng = read(CORPUS), random.Random(3)
    ordinary: dict[str, list[str]] = {}
    for line in corpus.lines:
        if line.label == "ordinary":
            ordinary.setdefault(line.language, []).append(corpus.expand(line, 1)[0])
    found = lost = 0
    for letter in corpus.letters:
        if letter.kind in REPLYABLE:
            below = " ".join(rng.choices(ordinary[letter.language], k=5))
            mail = Message("", subject=letter.subject, text=f"{letter.text}\n\n{below}")
            if reading_all.classify(mail).kind in REPLYABLE:
                found += 1
                lost += not is_read(model, mail)
    assert found > 200
    assert lost / found < 0.1


def test_no_other_letter_about_an_application_is_lost_by_it(model: Model, reading_all: Classifier) -> None:
    unread = [one for one in other_letters_about_an_application() if not is_read(model, one[0])]
    assert [mail.text for mail, kind in unread if reading_all.classify(mail).kind == kind] == []


def test_mail_that_is_plainly_something_else_is_not_read(model: Model) -> None:
    assert not is_read(model, Message("", subject="Open again", text=NEWS))
    verdict = Classifier(model).classify(Message("", subject="Open again", text=NEWS))
    assert (verdict.kind, verdict.score, verdict.evidence) == ("other", 0.0, ())
    assert verdict.scores["other"] == 1


def test_a_tracking_system_a_known_application_and_a_meeting_are_read_whatever_they_say(
    model: Model, reading_all: Classifier
) -> None:
    mail = parse(f"From: a@us.greenhouse-mail.io\nSubject: Open again\n\n{NEWS}\n".encode())
    classifier = Classifier(model)
    assert classifier.classify(mail) == reading_all.classify(mail)
    mail = Message("", subject="Open again", text=NEWS)
    assert classifier.classify(mail, applied=True) == reading_all.classify(mail, applied=True)
    assert (
        classifier.prepare([Message("", text=NEWS, calendar="REQUEST")], in_full=False)[0].vectors is not None
    )


def test_a_mail_of_no_known_language_is_read(model: Model) -> None:
    assert detect("Ship. Ship. Ship.") == "und"
    assert is_read(model, Message("", text="Ship. Ship. Ship."))


def test_each_word_counts_once() -> None:
    look = toy(start=0.0)
    assert look.weigh("Job, JOB: sorry. Job.", "en") == 1.5 - 0.25


def test_words_that_are_not_known_count_against_it_up_to_some() -> None:
    look = toy(start=0.0)
    assert look.weigh("a zebra and a job", "en") == 1.5 + 3 * UNKNOWN
    many = " ".join(f"zebra{chr(97 + a)}{chr(97 + b)}" for a in range(9) for b in range(9))
    assert look.weigh(f"job {many}", "en") == 1.5 + MOST_UNKNOWN * UNKNOWN


@given(st.lists(st.sampled_from(["job", "sorry", "ship", "zebra"]), max_size=9), st.randoms())
def test_the_order_of_the_words_changes_nothing(words: list[str], rng: random.Random) -> None:
    shuffled = rng.sample(words, len(words))
    assert toy(0.0).weigh(" ".join(words), "en") == toy(0.0).weigh(" ".join(shuffled), "en")


def test_the_bar_lies_where_the_start_puts_it() -> None:
    mail = {"ship", "sorry"}, "en"
    assert toy(start=0.25).passing([mail]) == [False]
    assert toy(start=0.75).passing([mail, mail]) == [True, True]


def test_several_mails_pass_as_each_does_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.reading.first_look.KEPT_WORDS", 6)
    rng = random.Random(5)
    known = ["job", "sorry", "ship", *(f"zebra{chr(97 + at)}" for at in range(9))]
    look = toy(start=0.5)
    for _ in range(40):
        mails = [
            (set(rng.sample(known, rng.randint(0, 5))), rng.choice(["en", "de", "und"])) for _ in range(4)
        ]
        assert look.passing(mails) == [toy(start=0.5).passing([one])[0] for one in mails]


def test_the_words_of_odd_mails_are_not_held_all_at_once(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    passing = FirstLook.passing

    def counted(look: FirstLook, mails: list[tuple[set[str], str]]) -> list[bool]:
        asked.append(sum(len(words) for words, _ in mails))
        return passing(look, mails)

    monkeypatch.setattr(FirstLook, "passing", counted)
    monkeypatch.setattr("watcher.reading.classifier.KEPT_WORDS", 100)
    mails = [Message("", text=f"{NEWS} {' '.join('ab'[at % 2] * n for n in range(9))}") for at in range(12)]
    together = Classifier(model).prepare(mails, in_full=False)
    assert max(asked) < 200
    assert len(asked) > 3
    monkeypatch.undo()
    alone = [Classifier(model).prepare([one], in_full=False)[0] for one in mails]
    assert [one.passes for one in together] == [one.passes for one in alone]


def test_weights_are_steps_so_that_their_sum_is_exact(model: Model) -> None:
    weights = model.look.weights.astype(np.float64) / STEP
    assert np.array_equal(weights, np.round(weights))
    assert np.abs(weights).max() < 2**11  # as many as float16 tells apart


def test_its_words_are_those_that_the_model_learns_from() -> None:
    corpus = read(CORPUS)
    for line in corpus.lines[::7]:
        text = corpus.expand(line, 1)[0]
        if any(mark in text for mark in ("@", "://", "www.")):
            continue
        learned = {token.casefold() for token in tokens(text) if token[0].isalpha()}
        seen = {part for word in words_of(text) for part in tokens(word) if part.isalpha()}
        assert seen == {one for one in learned if one.isalpha()}, text


def test_addresses_are_no_words() -> None:
    assert words_of("See https://jobs.example/apply or write to jobs@acme.example, please") == {
        "see", "or", "write", "to", "please"
    }  # fmt: skip


def test_the_words_that_are_kept_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.reading.first_look.KEPT_WORDS", 100)
    look = toy(0.0)
    for number in range(40):
        look.weigh(" ".join(f"word{chr(97 + number % 26)}{chr(97 + n)}" for n in range(26)), "en")
        assert len(look._tables["en"].held.weights) <= 130


def test_known_words_stay_when_those_go_that_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.reading.first_look.KEPT_WORDS", 4)
    look = toy(0.0)
    look.weigh("job sorry zebra gnu okapi", "en")
    assert look.weigh("job gnu", "en") == 1.5 + UNKNOWN
    assert set(look._tables["en"].held.weights) == {"job", "sorry", "gnu"}
    monkeypatch.setattr("watcher.reading.first_look.KEPT_WORDS", 2)
    monkeypatch.setattr("watcher.reading.first_look._MOST_LEFT", 1)
    assert look.weigh("ship", "en") == -0.5
    assert set(look._tables["en"].held.weights) == {"ship"}


def toy(start: float) -> FirstLook:
    def singles(words: Sequence[str], language: str) -> tuple[Places, Places]:
        known = [(at, FEATURES[word]) for at, word in enumerate(words) if word in FEATURES]
        its = np.array(known, dtype=np.intp).reshape(-1, 2)
        return its[:, 0], its[:, 1]

    return FirstLook(singles, np.array([1.5, -0.25, -0.5], np.float16), start)
