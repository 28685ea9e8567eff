"""Whether an agency writes, and for whom. An agency is never the employer: it passes a client's answer on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from watcher.reading import abroad, sentences, signing
from watcher.reading.given_names import is_given
from watcher.reading.names import JOINERS, key, words
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.platforms import is_platform_domain
from watcher.reading.runs import SENTENCE_WORDS, capitals
from watcher.reading.types import Message

_NEWS = r"(?:news|feedback|word|answer|update|response|reply|decision)"
_DECIDES = (
    r"(?:decid(?:ed|es)|chosen|chose|opted|selected|informed|told|let (?:me|us) know|come back|came back"
    r"|confirmed|gone (?:with|for|ahead)|went (?:with|for|ahead)|declined|rejected|passed on|filled|offered|hired"
    r"|paused|cancelled|fed back|feels?|felt|(?:is|are) (?:proceeding|moving|going|seeking|looking for|hiring))"
)
#: Words that pass on a client's answer. Any firm has clients: "our client Ferrostone is happy with us" is no such.
_SAYS = re.compile(
    rf"\b(?:my|our|the) client\b(?!['’]s (?:side|site|needs)| side| site)[^.!?]{{0,120}}?\b{_DECIDES}\b"
    rf"|\b(?:heard|{_NEWS}) (?:back )?from (?:my|our|the) client\b"
    rf"|\b(?:my|our) client['’]s (?:\w+ )?(?:{_NEWS}|choice|shortlist)\b"
    r"|\bon behalf of (?:my|our|the) client\b"
    r"|\b(?:submitted|introduced|presented|represented|put|sent) (?:you|your \w+)(?: forward)? (?:to|with) "
    r"(?:my|our) client\b",
    re.IGNORECASE,
)
_OF_THE_TEAM = r"(?:the )?(?:(?:hiring )?(?:team|manager|people|panel) at )?(?:the )?"
#: What follows is the client's name.
_HEARD = re.compile(
    rf"\b(?:heard(?: back)?|(?:had|have|got|received)(?: \w+){{0,2}} {_NEWS}(?: back)?) from {_OF_THE_TEAM}"
    r"|\b(?:submitted|introduced|presented|put|represented|sent) (?:you|your \w+)(?: forward)?"
    r" (?:to|with|for) (?:the )?",
    re.IGNORECASE,
)
_OUR_CLIENT = re.compile(r"\b(?:my|our|the) client,? (?:the )?", re.IGNORECASE)
_ENDS = ("search", "staffing", "headhunting", "headhunters", "resourcing", "recruitment", "recruiters")
_CALLED = re.compile(
    r"\b(?:search|staffing|headhunt\w*|resourcing|personalberatung|personalvermittlung"
    r"|recruitment (?:ltd|limited|gmbh|inc|agency|consultan\w+|partners|group|solutions))\W*$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:recruitment|search|staffing) (?:\w+ )?consultant\b|\bheadhunter\b|\bpersonalberater"
    r"|\bintercedente?\b|\bconsultante? en recrutement\b|\brekryteringskonsult\b",
    re.IGNORECASE,
)
#: What agencies are called abroad and no department is.
_KINDS = re.compile(
    r"\b(?:detachering|uitzend(?:bureau|organisatie|groep)|zeitarbeit|personaldienstleist\w{1,6}|vikarbureau(?:et)?"
    r"|(?:cabinet|conseil) (?:de|en) recrutement|agence d['’]intérim|empresa de trabajo temporal"
    r"|consultor[ai]a? de (?:selección|recrutamento)|trabalho temporário|agenzia (?:per il lavoro|interinale)"
    r"|ricerca e selezione del personale|agencja (?:pracy|zatrudnienia|rekrutacyjna|doradztwa personalnego)"
    r"|doradztwo personalne|bemanningsföretag(?:et)?|özel istihdam bürosu"
    r"|(?:[iİ]k|insan kaynakları) danışmanlı(?:k|ğı))\b",
    re.IGNORECASE,
)
#: A department's name is an agency's where a legal form stands behind it: "Nexum Selección, S. L.".
_HOUSE_OF = re.compile(
    r"\w\s+(?:selección|seleção|selezione|recrutement|recrutamento|rekrytering|rekruttering|rekrutacje?"
    r"|bemanning|werving)(?: (?:&|y|e|et|en|og|och|i) \w{3,20})?,? "
    r"(?:S\. ?[LA]\.|S\. ?r\. ?l\.|Srl|SL|SLU|Lda|Ltda|SAS|SARL|SASU|AB|A/S|ApS|Sp\. ?z|B\. ?V\.|BV|NV)(?:\W|$)",
    re.IGNORECASE,
)
_OWN_CUSTOMER = re.compile(
    r"[, ]{0,2}(?:one of )?(?:our|my|a) (?:customers?|partners?|suppliers?)\b", re.IGNORECASE
)
_FOOT = 8  #: lines at the foot in which an agency says what it is
_FOOT_WIDTH = 90  #: of a line that is no sentence
_SIGNS = re.compile(r"[^\w ]")
_TWO = re.compile(r"\w+ and \w+$")


def writes_for_another(message: Message, book: Phrasebook | None = None) -> bool:
    """Whether a mail is an agency's, by its address, by how it signs, or by passing a client's answer on."""
    return bool(_passing_on(message, book)) or any(_is_heard(message)) or _signs_so(message)


def clients(message: Message, book: Phrasebook | None = None) -> Iterator[str]:
    """The companies that an agency speaks of as its client, or as the one it has an answer from."""
    told = sentences.split(message.text) if _signs_so(message) else _passing_on(message, book)
    heard = () if book else _following(_HEARD, sentences.split(message.text))
    yield from (name for name in [*heard, *_called_clients(told, book)] if not is_given(words(name)[0]))


def customers(message: Message, book: Phrasebook | None = None) -> Iterator[str]:
    """The companies that a mail calls a client; where no agency writes, none of them is the employer."""
    yield from _called_clients(sentences.split(message.text), book)


def speaks_of_one(message: Message, book: Phrasebook | None = None) -> bool:
    """Whether a mail speaks of a client at all: then an agency may write that is not seen to be one."""
    text = _SIGNS.sub(" ", message.text)  # a name may follow, or the end of the sentence
    return book.found("company", "client", text) if book else bool(_OUR_CLIENT.search(text))


def _called_clients(told: Sequence[str], book: Phrasebook | None) -> Iterator[str]:
    named = abroad.introduced(told, book, "client") if book else _following(_OUR_CLIENT, told)
    yield from (name for name in named if words(name))


def _passing_on(message: Message, book: Phrasebook | None) -> list[str]:
    """The sentences in which a client answers."""
    return [
        text
        for text in sentences.split(message.text)
        if _SAYS.search(text) or (book and book.found("company", "client_says", text))
    ]


def _signs_so(message: Message) -> bool:
    """Whether its address or its foot is an agency's."""
    sender = message.sender
    if sender and not is_platform_domain(sender.domain):
        labels = (key(label) for label in re.split(r"[.-]", sender.domain)[:-1])
        own = _is_of_a_system(message)
        if not own and any(label.endswith(_ENDS) and not label.endswith("research") for label in labels):
            return True
        if re.search(r"-talents?\.", sender.domain):
            return True
    if any(_CALLED.search(line) or _TITLE.search(line) for line in signing.foot(message)[:_FOOT]):
        return True
    # a legal form is taken off the lines of the foot
    below = [*message.text.splitlines()[-_FOOT:], *message.signature.splitlines()[:_FOOT]]
    return any(len(line) < _FOOT_WIDTH and (_KINDS.search(line) or _HOUSE_OF.search(line)) for line in below)


def _is_of_a_system(message: Message) -> bool:
    """Whether nobody reads at the address, and replies go to a house elsewhere: "no-reply@hr-recruitment.example"."""
    sender = message.sender
    unread = bool(sender and "reply" in key(sender.local))
    return unread and any(sender and reply.domain not in ("", sender.domain) for reply in message.reply_to)


def _is_heard(message: Message) -> Iterator[bool]:
    """A company that is heard from is not the one that writes; whose a platform's mail is, its address leaves open."""
    sender = message.sender
    if sender and not is_platform_domain(sender.domain):
        own = key(" ".join([sender.address, sender.name, *signing.foot(message)[:6]]))
        names = _following(_HEARD, sentences.split(message.text))
        yield from (key(name) not in own for name in names if not is_given(words(name)[0]))


def _following(pattern: re.Pattern[str], told: Iterable[str]) -> Iterator[str]:
    """The names behind a pattern; "Vlad and Radu" are two people."""
    for text in told:
        for match in pattern.finditer(text):
            run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
            own = _OWN_CUSTOMER.match(text, run.end)
            if run.name and run.following != "at" and not own and not _TWO.match(run.name):
                yield run.name
