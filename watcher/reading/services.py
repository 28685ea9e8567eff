"""For whom a service writes that tests or asks applicants, and is never the employer itself.

Its own name stands in the display name, in the domain and at the foot, where otherwise a house's does. That it works
for another is told by its domain ("meetlat-assessments.example") or by the mail ("Opinalia, on behalf of Acme"). The
house's name then stands in the subject, or right behind those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from watcher.reading import saying, sentences
from watcher.reading.given_names import is_given
from watcher.reading.names import JOINERS, key, legal_off, word_set, words
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.runs import SENTENCE_WORDS, capitals
from watcher.reading.types import Address, Message

_BEHALF = re.compile(r"\bon behalf of\b", re.IGNORECASE)
#: With these the domain of such a service begins or ends, spelled as `names.key` does.
_LABELS = tuple(
    word_set(
        """
    assessment assessments survey surveys feedback testing test tests quiz umfrage umfragen befragung enquete enquetes
    sondage sondages encuesta encuestas evaluacion inquerito pesquisa avaliacao sondaggi sondaggio valutazione
    onderzoek toetsing ankieta ankiety badania enkat undersokning undersogelse degerlendirme anket
    """
    )
)
#: With these a mailbox begins that asks; a house's own may be called so too, and then names no other.
_MAILBOXES = tuple(
    word_set(
        """
    survey feedback umfrage befragung enquete sondage encuesta inquerito pesquisa sondaggi onderzoek ankiet enkat
    undersokning undersogelse anket
    """
    )
)
#: Between "on behalf of" and a name: "im Namen der", "por encargo de la", "au nom d'".
_ARTICLES = re.compile(
    r"\w{0,2}['’]?\s*(?:(?:de|la|el|las|los|du|des|le|les|di|del|della|dei|da|do|dos|das|von|der|die|den|van|het|af"
    r"|av|the)\s+){0,2}"
)
_LAST_LINES = 10  #: of a text, and the first ones of a foot, in which a service says for whom it writes
_OWN_WORDS = 4  #: of the service's own name


def _tests_for_others(sender: Address | None) -> bool:
    """Whether a domain is called as a service that tests or asks applicants is, or a mailbox as one that asks."""
    labels = re.split(r"[.-]", sender.domain)[:-1] if sender else []
    asks = bool(sender and key(sender.local).startswith(_MAILBOXES))
    return asks or any(label.endswith(_LABELS) or label.startswith(_LABELS) for label in labels)


def principals(message: Message, book: Phrasebook | None, perhaps: Iterable[str]) -> Iterator[str]:
    """The houses for which such a service writes; none where the mail is a house's own.

    Args:
        book: the phrases of the mail's language, None for English.
        perhaps: names that may be a company's by the words before them.
    """
    yield from (name for name in _behind(message, book) if not _is_own(name, message.sender))
    if not _tests_for_others(message.sender):
        return
    subject = legal_off(saying.bare_subject(message))
    head = capitals(subject, 0, _joiners(book), SENTENCE_WORDS)
    told = [name for name in perhaps if re.search(rf"\b{re.escape(name)}\b", subject)]
    if head.following[:1].islower() and len(words(head.name)) > 1 and head.name in message.text:
        told.append(head.name)  # "Acme Steel wants to know what you think"
    yield from (name for name in told if not _is_own(name, message.sender))


def _behind(message: Message, book: Phrasebook | None) -> Iterator[str]:
    """What stands behind "on behalf of" where the sender is named before it."""
    patterns = book.all("company", "behalf") if book else (_BEHALF,)
    for line in [
        *sentences.split(message.text)[-_LAST_LINES:],
        *message.signature.splitlines()[:_LAST_LINES],
    ]:
        text = legal_off(line)
        for match in (match for pattern in patterns for match in pattern.finditer(text)):
            before = re.split(r"[\s,|·]+", text[: match.start()].rstrip(" ,|·-–—"))[-_OWN_WORDS:]
            if any(_is_own(" ".join(before[at:]), message.sender) for at in range(len(before))):
                article = _ARTICLES.match(text, match.end())
                name = capitals(text, article.end() if article else match.end(), _joiners(book)).name
                if name and not is_given(words(name)[0]):
                    yield name


def _joiners(book: Phrasebook | None) -> frozenset[str]:
    return book.joiners if book else JOINERS


def _is_own(name: str, sender: Address | None) -> bool:
    """Whether a name is the sender's, by its display name or its domain."""
    spelled = key(name)
    if not sender or len(spelled) < 4:
        return False
    return spelled in key(sender.name) or spelled in key(sender.domain.rpartition(".")[0])
