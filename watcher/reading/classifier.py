"""What kind of mail is this, and which sentences say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from watcher.reading import model as models
from watcher.reading.decision import Decision, decide
from watcher.reading.language import UNDETERMINED, detect
from watcher.reading.sentences import split
from watcher.reading.types import KINDS, Evidence, Message, Verdict

#: How many sentences are named as evidence, and how weak the second and third may be.
MAX_EVIDENCE, _WEAKEST = 3, 0.3

#: A whole sentence in quotation marks is somebody else's: advice on how to answer a refusal quotes refusals.
_QUOTED = re.compile(r"\s*[\"“„«「].*[\"”“»」][.!?]?\s*$", re.DOTALL)
#: What mail programs put before the subject of a reply says nothing about the mail.
_PREFIXES = re.compile(
    r"^(?:\s*(?:re|aw|antw|sv|vs|odp|ynt|rif|res|fwd?|wg|tr|回复|答复)(?:\[\d+\])?\s*[:：])+", re.IGNORECASE
)


class Classifier:
    """A model in use. Pure: the same message always gets the same verdict.

    Args:
        model: as `models.load` reads it.
    """

    def __init__(self, model: models.Model) -> None:
        self._model = model
        self.version = str(model.about["version"])

    @classmethod
    def load(cls, folder: Path | None = None) -> Classifier:
        """Reads a model.

        Args:
            folder: holds model.json and weights.npz; None for the one that is shipped.

        Raises:
            StorageError: where it is missing or damaged.
        """
        return cls(models.load(folder or _shipped()))

    def understands(self, language: str) -> bool:
        """True where the model has learned this language (ISO 639-1), or the language could not be told."""
        return language in self._model.languages or language == UNDETERMINED

    def classify(self, message: Message) -> Verdict:
        """The verdict on one mail, from its subject and its own text."""
        language = detect(f"{message.subject}\n{message.text}")
        subject, replied = _subject(message.subject)
        title = self._readable([subject] if subject else [], language)
        body = [one for one in self._readable(split(message.text), language) if not _QUOTED.match(one)]
        # The subject of a reply was written earlier: it says what the mail is about, not what it says.
        sentences = body if replied and body else title + body
        if not sentences:
            scores = dict.fromkeys(KINDS, 0.0) | {"other": 1.0}
            return Verdict("other", 0.0, scores, (), language, self.version)
        probabilities = self._model.probabilities(self._model.vectors(sentences))
        context = self._model.job_context(self._model.vectors(title + body))
        has_subject = len(sentences) > len(body)
        decision = decide(probabilities, self._model.labels, context, subject=has_subject)
        evidence = _evidence(decision, sentences)
        return Verdict(decision.kind, decision.score, decision.scores, evidence, language, self.version)

    def sentence_probabilities(self, sentences: Sequence[str]) -> npt.NDArray[np.float64]:
        """(sentences, labels): what each sentence is taken for, columns as in the model's labels."""
        return self._model.probabilities(self._model.vectors(sentences))

    def _readable(self, sentences: list[str], language: str) -> list[str]:
        """The sentences in languages that the model learned; of a bilingual mail, that half."""
        if self.understands(language):
            return sentences
        return [sentence for sentence in sentences if detect(sentence) in self._model.languages]


def _subject(line: str) -> tuple[str, bool]:
    """The subject without the prefixes of a reply, and whether it had one."""
    bare = _PREFIXES.sub("", line, count=1)
    return bare.strip()[:600], bare != line


def _evidence(decision: Decision, sentences: Sequence[str]) -> tuple[Evidence, ...]:
    if decision.kind == "other":
        return ()
    order = np.argsort(-decision.strengths, kind="stable")[:MAX_EVIDENCE]
    found: dict[str, Evidence] = {}
    for index in order:
        score = float(decision.strengths[index])
        if not found or score >= _WEAKEST:
            sentence = " ".join(sentences[index].split())
            found.setdefault(sentence, Evidence(sentence, decision.kind, score))
    return tuple(found.values())


def _shipped() -> Path:
    """Where the model lies: inside the package when installed, beside it in the source tree."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "models" / "base"
    return installed if installed.is_dir() else package.parent / "models" / "base"
