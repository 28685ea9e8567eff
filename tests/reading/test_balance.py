"""What else a mail says counts against its "no", and nothing counts for it but the "no" itself."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.balance import (
    ABOUT_A_JOB,
    MOST_GAIN,
    SURE_OF_JOB,
    SUREST,
    Balance,
    log_odds,
    said,
    surprise,
)
from watcher.reading.classifier import Classifier
from watcher.reading.decision import HARDLY, NO_BAR, UNSURE, answering, decide, in_context
from watcher.reading.types import REPLYABLE, Message
from watcher.replying.policy import DRAFT_BAR

LABELS = ("courtesy", "interview", "rejection")
#: A "no" counts as it is, an invitation against it, thanks neither way.
BALANCE = Balance(0.0, 1.0, np.array([0.0, 0.8, 0.0]))
THANKS, NO, INVITATION = [0.9, 0.05, 0.05], [0.02, 0.02, 0.96], [0.02, 0.96, 0.02]

shares = st.floats(0.001, 0.998)


def table(*rows: list[float]) -> np.ndarray:
    return np.array(rows)


def test_an_invitation_in_the_same_mail_counts_against_the_no_and_thanks_do_not() -> None:
    alone = BALANCE.weigh(0.9, table(NO), 1.0)
    assert BALANCE.weigh(0.9, table(THANKS, NO), 1.0) == pytest.approx(alone, abs=0.01)
    assert BALANCE.weigh(0.9, table(NO, INVITATION), 1.0) < alone - 0.2


@given(shares, st.lists(shares, min_size=1, max_size=5), st.floats(0, 1), st.floats(0, 3), st.floats(-5, 5))
def test_what_is_no_no_never_speaks_for_one(
    score: float, invitations: list[float], job: float, weight: float, start: float
) -> None:
    balance = Balance(start, 0.5, np.array([0.0, weight, 0.0]))
    rows = table(*([1 - p - 0.001, p, 0.001] for p in invitations))
    less = balance.weigh(score, rows[:-1], job) if len(rows) > 1 else balance.weigh(score, rows * 0, job)
    assert balance.weigh(score, rows, job) <= less + 1e-12


@given(shares, st.floats(-9, 9), st.floats(0, 1))
def test_without_anything_against_it_the_odds_rise_to_twice_at_most(
    score: float, start: float, job: float
) -> None:
    balance = Balance(start, 1.0, np.zeros(3))
    assert log_odds(balance.weigh(score, table(THANKS), job)) <= log_odds(score) + MOST_GAIN + 1e-9


def test_a_mail_that_may_not_be_about_a_job_is_less_surely_a_no() -> None:
    scores = [BALANCE.weigh(0.9, table(NO), job) for job in (0.01, 0.2, 0.5, SURE_OF_JOB, 0.99)]
    assert all(less < more for less, more in pairwise(scores[:4]))
    assert scores[3] == pytest.approx(scores[4])


OFFERING = ("courtesy", "offer", "rejection")
#: All of it counts neither way, so that only the limit is seen.
LEVEL = Balance(0.0, 1.0, np.zeros(3))


@pytest.mark.parametrize(
    ("offers", "most"),
    [
        ([0.1], 1.0),
        ([0.09, 0.09], 1.0),
        ([0.15, 0.15], UNSURE),
        ([0.25], UNSURE),
        ([0.15, 0.15, 0.2], HARDLY),
        ([0.45], HARDLY),
    ],
)
def test_several_sentences_that_may_offer_the_job_are_an_offer_together(
    offers: list[float], most: float
) -> None:
    rows = table(NO, *([0.98 - p, p, 0.02] for p in offers))
    found = decide(rows, OFFERING, (1.0, 1.0), balance=LEVEL)
    assert found.score == pytest.approx(min(most, 0.96), abs=0.005)
    assert (found.kind == "rejection") == (most > HARDLY)


@pytest.mark.parametrize(("surely", "most"), [(0.96, UNSURE), (0.7, HARDLY)])
def test_a_sure_no_after_what_sounds_like_an_offer_is_asked_about(surely: float, most: float) -> None:
    begun, key, no = [0.53, 0.45, 0.02], [0.76, 0.22, 0.02], [0.98 - surely, 0.02, surely]
    rows = table(begun, key, no)
    assert decide(rows, OFFERING, (1.0, 1.0), balance=LEVEL).score == pytest.approx(
        min(most, surely), abs=0.02
    )
    first = decide(table(no, begun, key), OFFERING, (1.0, 1.0), balance=LEVEL)
    assert (first.score, first.kind) == (HARDLY, "other")


def test_much_that_is_hardly_an_offer_is_none() -> None:
    rows = table(NO, *[[0.95, 0.03, 0.02]] * 300)
    assert decide(rows, OFFERING, (1.0, 1.0), balance=LEVEL).score == pytest.approx(0.96, abs=0.005)


def test_an_offer_in_the_subject_says_nothing_of_what_became_of_it() -> None:
    rows = table([0.05, 0.93, 0.02], NO)
    assert decide(rows, OFFERING, (1.0, 1.0), balance=LEVEL, subject=True).kind == "rejection"
    assert decide(rows, OFFERING, (1.0, 1.0), balance=LEVEL).kind == "offer"


def test_where_the_application_may_be_alive_no_draft_comes_of_a_no() -> None:
    scores = [
        decide(table(NO, [0.98 - p, p, 0.02]), LABELS, (1.0, 1.0), balance=LEVEL).score for p in (0.28, 0.32)
    ]
    assert scores == [pytest.approx(0.96, abs=0.005), UNSURE]
    assert HARDLY < NO_BAR <= UNSURE < DRAFT_BAR


def test_the_sentence_that_keeps_a_no_from_being_sure_is_named() -> None:
    maybe, title = [0.66, 0.32, 0.02], [0.05, 0.93, 0.02]
    rival = decide(table(NO, maybe), OFFERING, (1.0, 1.0), balance=LEVEL).rival
    assert rival is not None
    assert (rival.sentence, OFFERING[rival.label], rival.probability) == (1, "offer", 0.32)
    below = decide(table(title, NO, maybe), OFFERING, (1.0, 1.0), balance=LEVEL, subject=True).rival
    assert below is not None
    assert below.sentence == 2
    assert decide(table(NO, [0.9, 0.08, 0.02]), OFFERING, (1.0, 1.0), balance=LEVEL).rival is None
    # A calendar part, and nothing but a subject: there is no sentence to name.
    assert decide(table(NO), OFFERING, (1.0, 1.0), balance=LEVEL, subject=True, invites=True).rival is None


WORLDLY = Balance(0.0, 1.0, np.zeros(3), elsewhere=0)
LOAN, MAYBE_A_LOAN = [0.98, 0.01, 0.01], [0.8, 0.1, 0.1]


def test_a_mail_of_another_world_that_may_not_be_about_a_job_is_less_surely_a_no() -> None:
    scores = [WORLDLY.weigh(0.9, table(NO, LOAN), job) for job in (0.5, 0.8, 0.95, ABOUT_A_JOB, 0.999)]
    assert all(less < more for less, more in pairwise(scores[:4]))
    assert scores[3] == pytest.approx(scores[4])
    assert WORLDLY.weigh(0.9, table(NO, LOAN), 0.8) < 0.65
    assert WORLDLY.weigh(0.9, table(NO, MAYBE_A_LOAN), 0.95) == pytest.approx(0.9)
    assert BALANCE.weigh(0.9, table(NO, LOAN), 0.95) == pytest.approx(0.9, abs=0.01), (
        "it knows no other world"
    )


@pytest.mark.parametrize(
    ("title", "sentence", "is_sure"),
    [(0.6, 0.9, False), (0.4, 0.9, True), (0.6, 0.7, True), (0.0, 0.99, True)],
)
def test_where_the_subject_and_a_sentence_are_of_another_world_no_draft_comes_of_a_no(
    title: float, sentence: float, is_sure: bool
) -> None:
    labels = ("elsewhere", "courtesy", "rejection")
    rows = table([title, 0.98 - title, 0.02], NO, [sentence, 0.98 - sentence, 0.02])
    found = decide(rows, labels, (1.0, 1.0), balance=LEVEL, subject=True)
    assert found.kind == "rejection"
    assert (found.score >= DRAFT_BAR) == is_sure
    assert found.score == pytest.approx(0.96 if is_sure else UNSURE, abs=0.03)
    if not is_sure:
        assert found.rival is not None
        assert (found.rival.sentence, found.rival.label) == (2, 0)
    assert decide(rows, labels, (1.0, 1.0), balance=LEVEL).score >= DRAFT_BAR, "no row is a subject"


@given(st.lists(shares, max_size=5), st.floats(0, 1))
def test_another_world_never_speaks_for_a_no(worlds: list[float], job: float) -> None:
    rows = table(NO, *([p, (1 - p) / 2, (1 - p) / 2] for p in worlds))
    scores = [WORLDLY.weigh(0.9, rows[: at + 1], job) for at in range(len(rows))]
    assert all(later <= before + 1e-12 for before, later in pairwise(scores))


def test_that_it_tells_of_another_world_is_told() -> None:
    rival = WORLDLY.strongest(table(NO, LOAN), 0.8)
    assert rival is not None
    assert (rival.sentence, rival.label) == (1, 0)
    assert WORLDLY.strongest(table(NO, LOAN), 0.99) is None
    assert WORLDLY.strongest(table(NO, NO), 0.8) is None


def test_however_surely_about_a_job_a_sentence_of_another_world_stays_one() -> None:
    rows, labels = table([0.97, 0.03]), ("elsewhere", "rejection")
    surely, hardly = (in_context(rows, labels, (job, 0.999))[0, 1] for job in (0.9999, 0.95))
    assert surely == pytest.approx(hardly, abs=0.02)
    assert surely < 0.5 < in_context(table([0.9, 0.1]), labels, (0.9999, 0.999))[0, 1]


@given(shares, shares, st.floats(0, 1))
def test_what_is_answered_never_makes_a_mail_more_surely_about_a_job(
    job: float, own: float, quoted: float
) -> None:
    found = answering((job, own), quoted)
    assert found[1] == own
    assert found[0] == job if quoted >= 0.5 else found[0] <= job + 1e-12


def test_what_is_said_twice_is_said_more_surely_and_nothing_is_certain() -> None:
    once, twice = said(table(INVITATION)), said(table(INVITATION, INVITATION))
    assert 1 - np.exp(-once[1]) == pytest.approx(0.96)
    assert 1 - np.exp(-twice[1]) == pytest.approx(1 - 0.04**2)
    assert np.isfinite(surprise(table([0.0, 1.0, 0.0]))).all()
    assert said(table(*[[0.0, 1.0, 0.0]] * 9))[1] == pytest.approx(-np.log(1 - SUREST))


def test_what_counts_most_against_it_is_told_and_what_hardly_counts_is_not() -> None:
    rival = BALANCE.strongest(table(THANKS, NO, INVITATION), 1.0)
    assert rival is not None
    assert (rival.sentence, LABELS[rival.label], rival.probability) == (2, "interview", 0.96)
    assert BALANCE.strongest(table(THANKS, NO), 1.0) is None


def test_a_mail_that_invites_is_never_sure_however_little_counts_against_it() -> None:
    easy = replace(BALANCE, start=9.0, against=np.zeros(3))
    decision = decide(table(NO, THANKS), LABELS, (1.0, 1.0), balance=easy, invites=True)
    assert decision.score < DRAFT_BAR
    assert decide(table(NO, THANKS), LABELS, (1.0, 1.0), balance=easy).score >= DRAFT_BAR


@pytest.mark.parametrize(
    ("elsewhere", "kind", "named"),
    [(0.3, "interview", False), (0.93, "interview", True), (0.97, "other", False)],
)
def test_another_world_counts_against_an_invitation_and_is_named_where_it_takes_from_it(
    elsewhere: float, kind: str, named: bool
) -> None:
    labels = ("courtesy", "elsewhere", "interview", "rejection")
    rows = table([0.05, 0.01, 0.93, 0.01], [0.99 - elsewhere, elsewhere, 0.005, 0.005])
    decision = decide(rows, labels, (0.9, 0.9))
    assert decision.kind == kind
    assert (decision.rival is not None) == named
    if decision.rival:
        assert (decision.rival.sentence, labels[decision.rival.label]) == (1, "elsewhere")
    assert decision.scores["interview"] <= decide(rows[:1], labels, (0.9, 0.9)).scores["interview"]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


def test_the_sentence_that_counts_against_a_no_is_named_after_those_that_say_it(
    classifier: Classifier,
) -> None:
    no = "We are sorry to say that we have decided to go on with other candidates for this position."
    text = f"Dear Ana,\n\nThank you for your application.\n\n{no}\n\nWe have received your application.\n"
    verdict = classifier.classify(Message("", subject="", text=text))
    assert verdict.kind in REPLYABLE
    assert verdict.evidence[0].sentence == no
    assert {one.kind for one in verdict.evidence[1:]} == {"acknowledgement"}
