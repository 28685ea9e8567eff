"""A mail that is not surely a "no" is judged again without what stands beside its answer (asides.py), and a reply whose
text says nothing together with its subject (reply_subjects.py). What is found in this way is never sure: what was left
out may matter.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from watcher.reading import asides, reply_subjects
from watcher.reading.asides import sum_of
from watcher.reading.decision import SURE_NO, UNSURE
from watcher.reading.model import Model
from watcher.reading.preparing import Prepared, Quote
from watcher.reading.types import LEFT_OUT, REPLYABLE, Evidence, Verdict
from watcher.reading.vectors import Floats, Vectors

#: A mail that is less of a "no" than the first, or less probably about a job than the second, is none, whatever is left
#: out of it.
_MAY_BE_A_NO, _MAY_BE_OF_A_JOB = 0.2, 0.2


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mail, and what the weights alone say of it.

    Args:
        vectors: of all its sentences.
        probabilities: (sentences, labels), what each is taken for.
        contexts: how probable it is that the mail is about a job, and about an application of one's own.
    """

    prepared: Prepared
    vectors: Vectors
    probabilities: Floats
    contexts: Floats


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """What a mail is judged again without, or with.

    Args:
        model: by which the mails were weighed.
        judged: the verdict on a mail, or on a part of one.
        quote: what a mail answers, as the model sees it; kept with the mail.
    """

    model: Model
    judged: Callable[[Weighed], Verdict]
    quote: Callable[[Prepared], Quote]

    def at(self, mail: Weighed, verdict: Verdict) -> Verdict:
        """The verdict on a mail after all second looks at it.

        Args:
            verdict: on all of it.
        """
        if verdict.score >= SURE_NO:
            return verdict
        verdict = self.within(mail, verdict)
        for look in (self.without_what_is_called_off, self.with_its_subject):
            if verdict.kind not in REPLYABLE:
                verdict = look(mail, verdict)
        return verdict

    def within(self, mail: Weighed, verdict: Verdict) -> Verdict:
        """The verdict without the lines around the letter, and without asides, where it is more of a "no" then."""
        left = asides.within(mail.prepared.mail, mail.probabilities, self.model.labels)
        if left is not None and not self._is_taught(mail):
            part = self._part(left, mail)
            found = _unsure(self.without_asides(part, self.judged(part)), verdict, left.out)
            if found is not verdict:
                return found
        return self.without_asides(mail, verdict)

    def without_asides(self, mail: Weighed, verdict: Verdict) -> Verdict:
        """The verdict without what stands beside an answer, where it is a "no" then, and more of one."""
        if not _MAY_BE_A_NO <= verdict.score < SURE_NO:
            return verdict
        if max(mail.prepared.surely, mail.contexts[0]) < _MAY_BE_OF_A_JOB or self._is_taught(mail):
            return verdict
        left = asides.left_of(mail.prepared.mail, mail.probabilities, self.model.labels)
        if left is None:
            return verdict
        return _unsure(self.judged(self._part(left, mail)), verdict, left.out)

    def without_what_is_called_off(self, mail: Weighed, verdict: Verdict) -> Verdict:
        """The verdict without what calls a talk off, where it is a "no" then: "We have to cancel your interview. The
        post was filled this morning."
        """
        left = asides.without_what_is_called_off(
            mail.prepared.mail, mail.probabilities, self.model.labels, verdict.language
        )
        if left is None or mail.prepared.invites or self._is_taught(mail):
            return verdict
        return _unsure(self.judged(self._part(left, mail)), verdict, left.out)

    def with_its_subject(self, mail: Weighed, verdict: Verdict) -> Verdict:
        """The verdict on a reply together with its subject, where the answer was put behind that, and the text says
        nothing: "Re: Receptionist - now filled". What it answers must be no "no" itself, nor an answer to one.
        """
        if not mail.prepared.answers_a_beginning:
            return verdict
        whole = reply_subjects.with_subject(mail.prepared.mail, mail.probabilities, self.model.labels)
        if whole is None or self._is_taught(mail) or not self._answers_in_its_subject(mail.prepared):
            return verdict
        with_it = dataclasses.replace(mail, prepared=dataclasses.replace(mail.prepared, mail=whole))
        return _unsure(self.judged(with_it), verdict)

    def _part(self, left: asides.Left, mail: Weighed) -> Weighed:
        """What is left of a mail, as all of it would be judged."""
        if mail.prepared.quoted:
            self.quote(mail.prepared)  # kept, and copied with it
        return Weighed(
            dataclasses.replace(mail.prepared, mail=left.mail),
            mail.vectors.repeated(left.kept),
            mail.probabilities[left.kept],
            self.model.contexts(mail.vectors.repeated(left.about)),
        )

    def _is_taught(self, mail: Weighed) -> bool:
        """Whether the person has said what a mail like this one is; then it is judged as it stands."""
        recalled = self.model.recall(mail.vectors, (mail.probabilities, mail.contexts))
        return recalled is not None and recalled.nearly_the_same

    def _answers_in_its_subject(self, prepared: Prepared) -> bool:
        """Whether what was put behind the subject may be a "no", but neither what stood there nor what is quoted."""
        subject, language = prepared.mail.said[0]
        parts = reply_subjects.added_to(subject)
        if parts is None:
            return False
        before, added = self._may_be_noes(self.model.vectors([(part, language) for part in parts]))
        quoted = self.quote(prepared).vectors if prepared.quoted else None
        return bool(added and not before) and (quoted is None or not self._may_be_noes(quoted).any())

    def _may_be_noes(self, vectors: Vectors) -> npt.NDArray[np.bool_]:
        """(sentences,): whether each may be a "no"."""
        said = sum_of(self.model.probabilities(vectors), self.model.labels, REPLYABLE)
        return said >= reply_subjects.MAY_BE_A_NO


def _unsure(again: Verdict, verdict: Verdict, out: str = "") -> Verdict:
    """The verdict of a second look, where it is more of a "no", but not a sure one.

    Args:
        again, verdict: then, and on the mail as it stands.
        out: the first sentence that is left out; "" where none is.
    """
    if again.kind not in REPLYABLE or again.score <= verdict.score:
        return verdict
    shown = tuple(one for one in again.evidence if one.kind != LEFT_OUT)
    if out:
        shown = (*shown, Evidence(out, LEFT_OUT, verdict.score))
    return dataclasses.replace(again, score=max(verdict.score, min(again.score, UNSURE)), evidence=shown)
