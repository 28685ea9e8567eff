"""What kind of mail is this, and which sentences say so."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from watcher.reading import model as models
from watcher.reading import told
from watcher.reading.decision import (
    LEAST_OF_A_JOB,
    UNSURE,
    Decision,
    answering,
    counts_against,
    decide,
    nothing,
)
from watcher.reading.evidence import evidence_of, language_of
from watcher.reading.first_look import KEPT_WORDS
from watcher.reading.language import UNDETERMINED, detect, of_sentence
from watcher.reading.nearest import Nearest, nearest
from watcher.reading.preparing import Glance, Prepared, Quote, glance, prepared
from watcher.reading.reasons import Reasons, reasons
from watcher.reading.second_looks import SecondLooks, Weighed
from watcher.reading.sentences import split
from watcher.reading.types import (
    ABOUT_AN_APPLICATION,
    QUOTED,
    REPLYABLE,
    Evidence,
    Message,
    Named,
    Verdict,
)
from watcher.reading.vectors import Floats, Vectors

#: So many mails of one template have to be labelled as a "no" until a mail like them is surely one; before that the
#: score goes no higher than this, which is below what a draft takes (replying/policy.py; a test compares).
CONFIRMED, UNCONFIRMED = 2, UNSURE
#: What a mail is about is not asked again without the lines around its letter, where it is less probably about a job.
_LEAST_WITHIN = 0.002


class Judging(Protocol):
    """What judges mail: a Classifier, or what stands for one."""

    @property
    def version(self) -> str: ...

    def understands(self, language: str) -> bool: ...

    def classify(self, message: Message, *, applied: bool = False) -> Verdict: ...

    def names(self, message: Message, language: str) -> tuple[Named, ...]: ...


class Classifier:
    """A model in use. Pure: the same message always gets the same verdict.

    Args:
        model: as `models.load` reads it.
        least_of_a_job: see LEAST_OF_A_JOB.
    """

    def __init__(self, model: models.Model, least_of_a_job: float = LEAST_OF_A_JOB) -> None:
        self._model, self._least_of_a_job = model, least_of_a_job
        self.version = str(model.about["version"])

    @classmethod
    def load(cls, folder: Path | None = None) -> Classifier:
        """Reads a model.

        Args:
            folder: holds model.json and weights.npz; None for the one that is shipped.

        Raises:
            StorageError: where it is missing or damaged.
        """
        return cls(models.load(folder or shipped()))

    def understands(self, language: str) -> bool:
        """True where the model has learned this language (ISO 639-1), or the language could not be told."""
        return language in self._model.languages or language == UNDETERMINED

    def classify(self, message: Message, *, applied: bool = False) -> Verdict:
        """The verdict on one mail, from its subject and its own text; of what it quotes, whether it was about a job.

        Args:
            applied: an application to this sender is known, from earlier mail.
        """
        return self.classify_all([message], applied=applied)[0]

    def classify_all(self, messages: Sequence[Message], *, applied: bool = False) -> list[Verdict]:
        """The same verdicts on several mails. Together they take a quarter less time: see `Model.vectors_of`."""
        return self.conclude(messages, self.look_at(messages, applied=applied))

    def look_at(self, messages: Sequence[Message], *, applied: bool = False) -> list[Prepared]:
        """Mails as far as this model has to read them to judge them."""
        # What the person taught may be any mail, so where there is some, the first look does not spare the reading.
        return self.prepare(messages, applied=applied, in_full=self._model.memory is not None)

    def conclude(self, messages: Sequence[Message], prepared: Sequence[Prepared]) -> list[Verdict]:
        """The verdicts on mails that were looked at, with what they name."""
        return [
            dataclasses.replace(verdict, names=self.names(message, verdict.language))
            if verdict.kind in ABOUT_AN_APPLICATION
            else verdict
            for message, verdict in zip(messages, self.judge_all(prepared), strict=True)
        ]

    def names(self, message: Message, language: str) -> tuple[Named, ...]:
        """What a mail about an application names: see tagger.py.

        Args:
            language: of the message, ISO 639-1.
        """
        return self._model.tagger.names(message, language)

    def prepare(
        self, messages: Sequence[Message], *, applied: bool = False, in_full: bool = True
    ) -> list[Prepared]:
        """Mails as all models see them that have the features of this one, so that they can judge them without reading
        them again: the shipped one, and those that were made from it.

        Args:
            in_full: their sentences are read even where the first look says that they need not be.
        """
        found: list[Prepared] = []
        some: list[Glance] = []
        held = 0
        for message in messages:
            some.append(glance(message, applied=applied))
            held += len(some[-1].words)
            if held > KEPT_WORDS:  # the words of odd mail are many, and are let go of in time
                found += self._looked_at(some, in_full=in_full)
                some, held = [], 0
        found += self._looked_at(some, in_full=in_full)
        read = [one for one in found if one.mail.judged]
        for one, vectors in zip(read, self._model.vectors_of([one.mail.said for one in read]), strict=True):
            one.vectors = vectors
        return found

    def _looked_at(self, glances: Sequence[Glance], *, in_full: bool) -> list[Prepared]:
        """Mails without their vectors."""
        passing = self._model.look.passing([(one.words, one.languages.main) for one in glances])
        return [
            prepared(one, passes=passes, in_full=in_full)
            for one, passes in zip(glances, passing, strict=True)
        ]

    def judge(self, prepared: Prepared) -> Verdict:
        """The verdict on a mail that was prepared."""
        return self.judge_all([prepared])[0]

    def judge_all(self, mails: Sequence[Prepared]) -> list[Verdict]:
        """The verdict on each mail that was prepared."""
        # What the person taught may be near any mail; without it only what may be about a job has to be weighed.
        remembers = self._model.memory is not None
        read = [
            (at, one, one.vectors)
            for at, one in enumerate(mails)
            if one.vectors is not None and (one.passes or remembers)
        ]
        contexts = self._model.contexts_of([vectors for _, _, vectors in read])
        weighed = [
            (*each, its)
            for each, its in zip(read, contexts, strict=True)
            if remembers or self._may_be_an_answer(each[1], its) or self._may_be_within(*each[1:], its)
        ]
        said = self._model.probabilities_of([vectors for _, _, vectors, _ in weighed])
        nothing = {language: self.nothing(language) for language in {one.mail.language for one in mails}}
        found = [nothing[one.mail.language] for one in mails]
        again = SecondLooks(self._model, self._judged, self._quote)
        for (at, one, vectors, its), probabilities in zip(weighed, said, strict=True):
            mail = Weighed(one, vectors, probabilities, its)
            found[at] = again.at(mail, self._judged(mail))
        return found

    def _may_be_within(self, mail: Prepared, vectors: Vectors, contexts: Floats) -> bool:
        """Whether what a mail says can matter without the lines around its letter."""
        if contexts[0] < _LEAST_WITHIN:
            return False
        marks = mail.mail.marks()
        out = marks.bare | marks.around
        left = [at for at in range(len(mail.mail.said)) if at not in out]
        if len(left) in (0, len(mail.mail.said)):
            return False
        return self._may_be_an_answer(mail, self._model.contexts(vectors.repeated(left)))

    def _may_be_an_answer(self, mail: Prepared, contexts: Floats) -> bool:
        """Whether what its sentences say can matter."""
        return max(mail.surely, float(contexts[0])) >= self._least_of_a_job

    def _judged(self, weighed: Weighed) -> Verdict:
        """The verdict on a mail, or on a part of one, at the first look."""
        prepared, judged = weighed.prepared, (weighed.probabilities, weighed.contexts)
        mail = prepared.mail
        sentences = [sentence for sentence, _ in mail.said[-mail.judged :]]

        def decided(probabilities: Floats, contexts: Floats) -> tuple[Decision, tuple[Evidence, ...]]:
            found = said_by(probabilities, contexts)
            evidence = evidence_of(found, sentences, self._model.labels)
            if not prepared.quoted or found.kind not in REPLYABLE:
                return found, evidence
            of_a_job, begins = self._of_a_job(prepared)
            if not counts_against(of_a_job):
                return found, evidence
            found = said_by(probabilities, answering(contexts, of_a_job))
            # Where it is nothing now, the sentence that it hung on is still the one to show.
            now = evidence_of(found, sentences, self._model.labels) or evidence[:1]
            return found, (*now, Evidence(begins, QUOTED, 1 - of_a_job))

        def said_by(probabilities: Floats, contexts: Floats) -> Decision:
            contexts = np.maximum(contexts, (prepared.surely, 0.0))
            return self._weighed(probabilities[-mail.judged :], contexts, mail.subject, prepared.invites)

        plain = prepared.passes and self._may_be_an_answer(prepared, judged[1])
        decision, evidence = decided(*judged) if plain else (nothing(mail.judged), ())
        taught = False
        recalled = self._model.recall(weighed.vectors, judged)
        if recalled is not None:
            with_taught, evidence = decided(recalled.probabilities, recalled.contexts)
            decision, taught = _with_taught(decision, with_taught, recalled.noes)
        said = (decision.kind, decision.score, decision.scores)
        verdict = Verdict(*said, evidence, language_of(mail, decision), self.version, taught)
        return (
            self._telling(verdict, weighed.vectors, judged[0], sentences)
            if decision.kind in REPLYABLE
            else verdict
        )

    def _telling(self, verdict: Verdict, vectors: Vectors, said: Floats, sentences: Sequence[str]) -> Verdict:
        """A verdict of "no" with what its sentences tell besides, by what was learned of such.

        Args:
            said: (sentences, labels), what each is taken for.
            sentences: those that are judged, the last ones.
        """
        labels, said = self._model.labels, said[-len(sentences) :]
        endings, stages, terms = (
            self._model.told[name].probabilities(vectors)[-len(sentences) :] for name in told.TOLD
        )
        return dataclasses.replace(
            verdict,
            ending=told.ending(endings, said, labels, sentences),
            stage=told.stage(stages, said, labels, sentences),
            terms=tuple(sentences[at] for at in told.terms(terms)),
        )

    def _weighed(self, probabilities: Floats, contexts: Floats, subject: bool, invites: bool) -> Decision:
        chain, balance = self._model.chain, self._model.balance
        labels = self._model.labels
        return decide(
            probabilities, labels, contexts, chain=chain, balance=balance, subject=subject, invites=invites
        )

    def nearest(self, prepared: Prepared) -> tuple[Nearest, str] | None:
        """What in a mail that is no "no" comes nearest to one, and how it is said; None where nothing does."""
        mail = prepared.mail
        if prepared.vectors is None or not prepared.passes:
            return None
        probabilities, contexts = self._model.judge_all([prepared.vectors])[0]
        found = nearest(
            probabilities[-mail.judged :],
            np.maximum(contexts, (prepared.surely, 0.0)),
            self._model.labels,
            lambda said, about, subject: self._weighed(said, about, subject, prepared.invites).score,
            subject=mail.subject,
        )
        if found is None:
            return None
        return found, " ".join(mail.said[-mail.judged :][found.sentence][0].split())

    def _of_a_job(self, prepared: Prepared) -> tuple[float, str]:
        """How probable it is that what a mail answers is about a job, and how that begins; 1.0 where that cannot be
        told."""
        quote = self._quote(prepared)
        if quote.vectors is None:
            return 1.0, ""
        _, contexts = self._model.judge_all([quote.vectors])[0]
        return float(contexts[0]), quote.begins

    def _quote(self, prepared: Prepared) -> Quote:
        """What a mail answers, without vectors where it is in another language than the answer, which the model may not
        have learned."""
        if prepared.quote is None:  # kept: in training, models judge the same mails again and again
            language = detect(prepared.quoted)
            of_both = language != UNDETERMINED and prepared.mail.language in (language, UNDETERMINED)
            said = [(one, language) for one in split(prepared.quoted)] if of_both else []
            prepared.quote = (
                Quote(self._model.vectors(said), " ".join(said[0][0].split())) if said else Quote()
            )
        return prepared.quote

    def nothing(self, language: str) -> Verdict:
        """The verdict on a mail that is not about an application at all."""
        decision = nothing(0)
        return Verdict(decision.kind, decision.score, decision.scores, (), language, self.version)

    def reasons(self, sentence: str, kind: str, language: str) -> Reasons:
        """Why a sentence that was named as evidence speaks for a kind.

        Args:
            language: of its mail, as the verdict has it.
        """
        labels = sorted(REPLYABLE) if kind in REPLYABLE else [kind]
        return reasons(self._model, (sentence, of_sentence(sentence, language)), labels)

    def sentence_probabilities(
        self, sentences: Sequence[str], language: str = "en"
    ) -> npt.NDArray[np.float64]:
        """(sentences, labels): what each sentence is taken for, columns as in the model's labels."""
        return self._model.probabilities(self._model.vectors([(one, language) for one in sentences]))


def _with_taught(plain: Decision, taught: Decision, noes: int) -> tuple[Decision, bool]:
    """The decision where taught mail is near, and whether it is another one because of that.

    One label makes a mail like it an answer to look at. An invitation may be written in the words of a refusal, all but
    one sentence, so it takes a second such label until the program is sure of a "no" that the weights are not sure of.

    Args:
        plain, taught: by the weights alone, and with taught mail.
        noes: how many taught mails speak that are a "no".
    """
    if taught.kind in REPLYABLE and noes < CONFIRMED:
        taught = dataclasses.replace(taught, score=min(taught.score, max(plain.score, UNCONFIRMED)))
    return taught, plain.kind != taught.kind


def shipped() -> Path:
    """Where the shipped model lies: inside the package when installed, beside it in the source tree."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "models" / "base"
    return installed if installed.is_dir() else package.parent / "models" / "base"
