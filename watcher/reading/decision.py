"""From the probabilities of a mail's sentences to one verdict on the mail. Pure functions over numbers.

The decision of a mail lives in one or two sentences; the rest is courtesy that answers and receipts share. So
the mail takes its strongest sentence, not the sum of all; and as much, how probable it is that any of them says it,
as the mean of both log odds.
What keeps it honest:

- a conditional sentence, somebody else's outcome and a refusal of another world have labels of their own, so
  they take their probability away from the verdict;
- a verdict counts only in the context of a job application: a loan that is refused is no answer to one;
- half of what a sentence says are its own words, and half is what the sentences around it make of it;
- what else the mail says counts against its no, as much as whole mails taught (balance.py); and what it tells of
  another world against an invitation, a receipt and the like;
- a mail that also invites or offers is never sure to be a no: it can be logged or asked about, not answered; and where
  several sentences together offer the job, it is none, unless a sure no comes after them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from watcher.reading.balance import (
    SAID_ELSEWHERE,
    Balance,
    Rival,
    in_another_world,
    log_odds,
    probability,
    surprise,
)
from watcher.reading.chain import Chain, Walk
from watcher.reading.types import KINDS, REPLYABLE

#: From here on a mail counts as an answer of "no" or "not now".
NO_BAR = 0.63
#: From here on a sentence decides for a kind other than these.
KIND_BAR = 0.5
#: Odds of a job context from which on it is taken for granted.
SURE_ODDS = 2.0
#: The power of the odds that it is about an application of one's own: composed mails are plainer than real ones, and
#: what was learned from them is surer of that than it can be.
BELIEF_IN_OWN = 0.3
#: The most that the odds of a job count against another world, for the same reason: "we cannot grant a loan" stays what
#: it says in a mail that is otherwise written as an employer would.
MOST_AGAINST_ELSEWHERE = 20.0
#: How much of what a sentence says comes from the sentences around it, where the mail is surely about a job; where that
#: is less probable than the second number, nothing: how other mail goes on was not learned.
AROUND, LEAST_JOB = 0.5, 0.1
#: A mail that is less probably about a job is nothing, whatever its sentences say: that saves weighing them, and no
#: offer of cheap watches is taken for another one. Of 13,090 labelled mails none was seen for what it is below it.
LEAST_OF_A_JOB = 0.02
#: Kinds that say the application is alive. The surer a sentence is of one, the lower is the most that a "no" can score.
_ALIVE = ("interview", "assessment", "offer")
#: An offer may begin like a "no". As sure as the first of a sentence of one of these, or as the second that any
#: sentence offers the job, no "no" is sure; as the third, there is none. But what sounds like an offer may lead to a
#: "no" ("You would have begun on Monday, but ..."): if one as sure as the fourth comes after it, it is asked about.
MAYBE_ALIVE, MAYBE_OFFERED, OFFERED, SURE_NO = 0.3, 0.2, 0.4, 0.8
#: Where a mail's subject is as surely of another world as the first, and a sentence of its text as the second, no "no"
#: is sure: a course is refused in an employer's words, and a bank refuses applicants, too.
SUBJECT_ELSEWHERE, SURELY_ELSEWHERE = 0.5, 0.8
#: What a sentence that is less surely an offer adds to this is chance, of which a long mail has much.
_LEAST_OFFER = 0.05
#: The most that a "no" can score then: less than a draft takes (replying/policy.py; a test compares), less than NO_BAR.
UNSURE, HARDLY = 0.79, 0.5
#: Kinds that other worlds write, too: a dentist moves an appointment, a lender confirms what has arrived, a school says
#: where its decision can be seen.
_EVERYWHERE = ("interview", "assessment", "notice", "acknowledgement", "other_job", "job_alert")
#: From so much on that another world takes from the score of such a kind, it is told.
TAKEN_BY_ANOTHER_WORLD = 0.05
#: Kinds of mail about jobs that are not about an application of the person's own.
_MARKET = frozenset({"job_alert", "outreach"})
#: In this order where several sentences of one mail are about as sure of different kinds: within AS_SURE.
AS_SURE = 0.2
_ORDER = (
    "offer_withdrawn",
    "offer",
    "interview",
    "assessment",
    "feedback",
    "notice",
    "acknowledgement",
    "other_job",
    "job_alert",
    "outreach",
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the sentences say together.

    Args:
        kind: one of KINDS.
        score: of "no" or "not now", 0 to 1.
        scores: per kind, 0 to 1.
        strengths: how strongly each sentence speaks for the kind that was decided, in the order of the mail.
        rival: what counts most against it; None where nothing counts.
    """

    kind: str
    score: float
    scores: Mapping[str, float]
    strengths: Floats
    rival: Rival | None = None


def decide(
    probabilities: Floats,
    labels: Sequence[str],
    contexts: Sequence[float] | Floats,
    *,
    chain: Chain | None = None,
    balance: Balance | None = None,
    subject: bool = False,
    invites: bool = False,
) -> Decision:
    """Weighs the sentences of one mail.

    Args:
        probabilities: (sentences, labels), at least one row.
        labels: the names of the columns.
        contexts: how probable it is that the mail is about a job, and if so about an application of one's own.
        chain: how the sentences of a mail go together; None where their order says nothing.
        balance: how all else that the mail says counts against its no; None where it does not.
        subject: the first row is the subject. "Your interview with Acme" may stand above any answer, so a
            subject never says that the application is alive.
        invites: something besides its sentences, such as a calendar part, says that it is about a meeting.
    """
    alone = in_context(probabilities, labels, contexts)
    text = alone[1:] if subject else alone
    share = _share_of_others(chain, contexts, len(text))
    walk = chain.walk(text) if chain is not None and share else None
    seen = _in_the_mail(alone, share, walk, subject=subject)
    surest_of = dict(zip(labels, seen.max(axis=0).tolist(), strict=True))
    by_themselves = {kind: surest_of.get(kind, 0.0) for kind in KINDS}
    scores, world = _beside_another_world(by_themselves, probabilities, labels)
    noes = [index for index, label in enumerate(labels) if label in REPLYABLE]
    said = seen[1:] if subject else seen
    columns = [index for index, label in enumerate(labels) if label in _ALIVE]
    alive = 1.0 if invites else float(said[:, columns].max(initial=0.0))
    surest, elsewhere = 1 - 0.5 * max(0.0, 2 * alive - 1), None
    score = _by_itself(alone, noes, share, walk, subject=subject)
    if balance is not None:
        score = balance.weigh(score, probabilities, float(contexts[0]))
        # Not while the balance is learned: it would learn that a "no" is never surer.
        surest = min(surest, _most_beside(alive, text, labels))
        elsewhere = _of_another_world(probabilities, labels) if subject else None
        if elsewhere is not None:
            surest = min(surest, UNSURE)
    limited = balance is not None and score > surest and not invites
    score = min(surest, score)
    kind, rival = _kind(scores, score), None
    if kind in REPLYABLE:
        strengths = seen[:, noes].sum(axis=1)
        if limited and elsewhere is not None:  # what limits it is then what counts most against it
            rival = Rival(*elsewhere, float(probabilities[elsewhere]))
        elif limited:
            rival = _surest(said, columns, probabilities)
        elif balance is not None:
            rival = balance.strongest(probabilities, float(contexts[0]))
    else:
        strengths = seen[:, labels.index(kind)] if kind in labels else np.zeros(len(seen))
        rival = world if by_themselves[kind] - scores[kind] >= TAKEN_BY_ANOTHER_WORLD else None
    return Decision(kind, score, {**scores, "other": 1 - max(scores.values())}, strengths, rival)


def _surest(said: Floats, columns: Sequence[int], probabilities: Floats) -> Rival:
    """The sentence that is most surely of one of some labels.

    Args:
        said: (sentences, labels), as in the mail, of the last ones.
        columns: of these labels.
        probabilities: as for `decide`.
    """
    at, column = divmod(int(said[:, columns].argmax()), len(columns))
    place = at + len(probabilities) - len(said)
    return Rival(place, columns[column], float(probabilities[place, columns[column]]))


def nothing(sentences: int) -> Decision:
    """The decision on a mail that is not about an application at all."""
    return Decision("other", 0.0, dict.fromkeys(KINDS, 0.0) | {"other": 1.0}, np.zeros(sentences))


def _by_itself(
    alone: Floats, noes: Sequence[int], share: float, walk: Walk | None, *, subject: bool
) -> float:
    """How surely the mail says a no, whatever else it says.

    Args:
        alone: as `in_context` gives them.
        noes: the columns of a no.
        share: how much of it is whether any sentence says it, by the chain, or the subject does, which may be all that
            does ("Not selected: Clerk", and a letter attached); the rest is the strongest sentence.
        walk: through its text; None where the chain says nothing.
    """
    strongest = float(alone[:, noes].sum(axis=1).max())
    if walk is None:
        return strongest
    none = 1 - walk.any_of(noes)
    if subject:
        none *= 1 - float(alone[0, noes].sum())
    any_no = 1 - none
    return probability(share * log_odds(any_no) + (1 - share) * log_odds(strongest))


def _most_beside(alive: float, alone: Floats, labels: Sequence[str]) -> float:
    """The most that a "no" can score beside what says that the application is alive, and what offers the job.

    A first day, a key and a contract may be an offer together, where each alone would be too little.

    Args:
        alive: how surely a sentence invites, sets a task or offers.
        alone: as `in_context` gives them, without the subject.
        labels: the names of the columns.
    """
    offers = alone[:, [at for at, label in enumerate(labels) if label == "offer"]].sum(axis=1)
    offered = 1 - float(np.prod(1 - offers[offers >= _LEAST_OFFER]))
    if offered >= OFFERED:
        noes = alone[:, [at for at, label in enumerate(labels) if label in REPLYABLE]].sum(axis=1)
        comes_last = noes.argmax() > offers.argmax() and noes.max() >= SURE_NO
        return UNSURE if comes_last else HARDLY
    return UNSURE if alive >= MAYBE_ALIVE or offered >= MAYBE_OFFERED else 1.0


def _of_another_world(probabilities: Floats, labels: Sequence[str]) -> tuple[int, int] | None:
    """The row and the column of the sentence that is most surely of another world, where that and the subject, the
    first row, surely are; None where they are not.

    Args:
        probabilities, labels: as for `decide`.
    """
    if "elsewhere" not in labels or len(probabilities) == 1:
        return None
    column = labels.index("elsewhere")
    title, text = probabilities[0, column], probabilities[1:, column]
    surely = title >= SUBJECT_ELSEWHERE and text.max() >= SURELY_ELSEWHERE
    return (1 + int(text.argmax()), column) if surely else None


def _beside_another_world(
    scores: Mapping[str, float], probabilities: Floats, labels: Sequence[str]
) -> tuple[Mapping[str, float], Rival | None]:
    """The scores of each kind, those that other worlds write, too, the lower the more surely the mail tells of one; and
    the sentence that tells most of it, None where none does.

    Args:
        scores: by themselves.
        probabilities, labels: as for `decide`.
    """
    if "elsewhere" not in labels:
        return scores, None
    column = labels.index("elsewhere")
    surprises = surprise(probabilities[:, column])
    elsewhere = float(surprises.sum())
    if elsewhere <= SAID_ELSEWHERE:
        return scores, None
    at = int(surprises.argmax())
    lower = {kind: in_another_world(scores[kind], elsewhere) for kind in _EVERYWHERE}
    return {**scores, **lower}, Rival(at, column, float(probabilities[at, column]))


def in_the_mail(
    alone: Floats, contexts: Sequence[float] | Floats, chain: Chain | None, *, subject: bool = False
) -> Floats:
    """(sentences, labels): the probabilities of sentences, given what stands around each of them.

    Args:
        alone: as `in_context` gives them.
        contexts, chain, subject: as for `decide`. A subject is no sentence before the first one.
    """
    text = alone[1:] if subject else alone
    share = _share_of_others(chain, contexts, len(text))
    walk = chain.walk(text) if chain is not None and share else None
    return _in_the_mail(alone, share, walk, subject=subject)


def _in_the_mail(alone: Floats, share: float, walk: Walk | None, *, subject: bool) -> Floats:
    seen = alone.copy()
    if walk is not None:
        text = seen[1 if subject else 0 :]
        text += share * (walk.among_others() - text)
    return seen


def _share_of_others(chain: Chain | None, contexts: Sequence[float] | Floats, sentences: int) -> float:
    """How much of what a sentence says comes from those around it."""
    job = float(contexts[0])
    return AROUND * job if chain is not None and sentences and job >= LEAST_JOB else 0.0


def in_context(probabilities: Floats, labels: Sequence[str], contexts: Sequence[float] | Floats) -> Floats:
    """The probabilities of sentences, given what the whole mail is about.

    "We decided not to go on with your application" is said by employers and by banks, and told of by friends.
    Bayes' rule: in a mail about a job the labels of other worlds become less probable by the odds of the context (up to
    a bound), and outside one the labels of applications do; likewise for one's own application and somebody else's.
    """
    job, own = (min(max(float(one / (1 - one + 1e-12)), 1e-3), 1e3) for one in contexts)
    own **= BELIEF_IN_OWN
    of_job, of_own = min(1.0, job / SURE_ODDS), min(1.0, own / SURE_ODDS)
    its = {"elsewhere": 1 / min(max(job, 1.0), MOST_AGAINST_ELSEWHERE), "outsider": min(1.0, 1 / own)}
    its |= {kind: of_job if kind in _MARKET else of_job * of_own for kind in KINDS}
    shifted = probabilities * np.array([its.get(label, 1.0) for label in labels])
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def counts_against(quoted: float) -> bool:
    """Whether what a mail quotes counts against its being an answer to an application, as `answering` has it."""
    return quoted < 0.5


def answering(contexts: Sequence[float] | Floats, quoted: float) -> Floats:
    """The contexts of a mail that quotes what it answers.

    A talk that was about something else hardly ends in the answer to an application, however its words sound. What
    was about a job says nothing: much is said in answer to an application that is no "no".

    Args:
        contexts: of what was written this time, as for `decide`.
        quoted: how probable it is that what is quoted is about a job.
    """
    job, own = (float(one) for one in contexts)
    if counts_against(quoted):
        job = probability(log_odds(job) + log_odds(quoted))
    return np.array([job, own])


def _kind(scores: Mapping[str, float], score: float) -> str:
    if scores["offer_withdrawn"] >= KIND_BAR:
        return "offer_withdrawn"
    if score >= NO_BAR:
        return "rejection" if scores["rejection"] >= scores["on_hold"] else "on_hold"
    least = max(KIND_BAR, max(scores[kind] for kind in _ORDER) - AS_SURE)
    return next((kind for kind in _ORDER if scores[kind] >= least), "other")
