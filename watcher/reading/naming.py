"""Which company a mail is from, by the words that introduce it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from watcher.reading import (
    abroad,
    agencies,
    domains,
    fields,
    han_houses,
    housed,
    offices,
    saying,
    sentences,
    services,
    shown,
    signing,
)
from watcher.reading.belonging import is_headed
from watcher.reading.given_names import is_given
from watcher.reading.names import (
    DEPARTMENTS,
    GENERIC,
    HONORIFICS,
    JOINERS,
    ORGANISATION,
    PLACES,
    TECHNOLOGIES,
    has_occupation,
    is_generic,
    is_registered_so,
    key,
    legal_off,
    organisation,
    slot,
    word_set,
    words,
)
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.platforms import is_called_so, is_platform, is_platform_domain
from watcher.reading.runs import SENTENCE_WORDS, capitals, is_capital, quietly
from watcher.reading.shown import department_off
from watcher.reading.types import Address, Message

_RANKS = word_set("senior junior lead head chief principal staff remote hybrid final")
#: "Comune di" before "Roccaverde".
_BEHALF = re.compile(r"\bon behalf of\b", re.IGNORECASE)
#: Before a name in a domain: "jobs-acme.example", "teamacme.example".
_BARE_LABEL = re.compile(r"^(?:jobs?|karriere|careers?|team|hr|mail|the|my|join|hotel|praxis)(?=\w{4})")
#: "Cuerpo de Inspectores de" before "Pesca": it is a part of another name.
_OF_LONGER = re.compile(r"(?P<of>[^\W\d_]\w{2,30}) (?:de|do|da|dos|das|del|di|du|des) $")
_OFFICE_BEFORE = re.compile(r"\b[^\W\d_]{3,20} (?:de |di |del |da |do |von |der )?$")
#: Of a Turkish name in a sentence: "Anadolu Cam'a".
_CASE = re.compile(r"['’](?:[yn]?[aeıiuü]|n[ıiuü]n|[dt][ae]n?|[dt][ae]ki)$")
#: Before the name of somebody, who may be called as a domain is: "Herr Groß".
_BEFORE_SOMEBODY = re.compile(
    r"\b(?:Herrn?|Frau|M[rs]s?|Mme|Monsieur|Madame|Sra?|Señora?|Senhora?|Sig(?:ra)?|Signora?|Pan|Pani|Dr|Prof|dhr|mevr"
    r"|meneer|mevrouw|Maître|Maestro)\.? $"
)
_DATE = re.compile(r"\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4}$")
#: What stands behind a label, and is no name.
_NO_NAME = re.compile(r"\d|,|^[a-zß-ÿ]|^(?:siehe|see|vedi|voir|véase|某)\b|某")
#: Characters of a text in which each word may begin the sender's name. 30,000 capitals would take half a second.
_SPELLED = 10_000
_MOST_NAMES = 100  #: looked at from one source: each is compared with each


def company(message: Message, others: Set[str], book: Phrasebook | None = None) -> str:
    """The employer, or "" where the mail leaves a doubt.

    Args:
        others: names, spelled as `key` does, that are of people and not of companies.
        book: the phrases of the mail's language, None for English.
    """
    language = book.language if book else ""
    writer = signing.writer(message, ())
    if book and book.found("company", "offers", message.subject):
        return ""  # a list of posts by a job board
    display = _of_houses(shown.companies(message, others, book), others, writer)
    signed = _of_houses(_signed_for(message, others, writer, book), others, writer)
    said = _names(_said(message, book), others)
    perhaps = _phrased(message, book, "perhaps") if book else saying.perhaps(message)
    served = _names(map(department_off, services.principals(message, book, perhaps)), others)
    if served:
        return quietly(_agreed([*served, *said], key(message.subject)), language)
    if agencies.writes_for_another(message, book):
        client = _names(agencies.clients(message, book), others)
        own = [*display, *signed, *(domains.labels(message.sender) if message.sender else ())]
        return _agreed([name for name in [*client, *said] if not any(_same(name, one) for one in own)], "")
    if agencies.speaks_of_one(message, book):
        customers = _names(agencies.customers(message, book), others)
        said = [name for name in said if not any(_same(name, one) for one in customers)]
        if not said:
            return ""  # perhaps an agency that only its own display name, foot and domain name
    if book:
        found = _abroad(message, others, book, [display, signed, said])
    else:
        found = _english(message, others, [display, signed, said])
    return "" if _is_contradicted(found, [*display, *signed], message, book) else quietly(found, language)


def field(message: Message, others: Set[str], book: Phrasebook | None = None) -> str:
    """The employer where a line has a label for it, and nothing else in the mail names one; "" where none has, several
    name others, or somebody writes for another.

    Args:
        others, book: as for `company`.
    """
    if agencies.writes_for_another(message, book) or agencies.speaks_of_one(message, book):
        return ""
    if book and book.found("company", "offers", message.subject):
        return ""
    values = [value for value in fields.values(message, fields.COMPANY) if _NO_NAME.search(value) is None]
    told = _names(map(legal_off, values), others)
    told = [name for name in told if organisation(name) or not is_given(words(name)[0])]
    return told[0] if told and all(_same(told[0], name) for name in told) else ""


def _english(message: Message, others: Set[str], taken: Sequence[Sequence[str]]) -> str:
    """The employer of an English mail, or of one in a language without phrases.

    Args:
        taken: what the display name shows, what the foot signs, what the mail says for sure.
    """
    display, signed, said = taken
    marks = key(
        " ".join([*display, *signed, message.sender.domain if message.sender else "", message.subject])
    )
    perhaps = _names(saying.perhaps(message), others)
    decided = _names(saying.deciding(message), others)
    said = [*said, *(name for name in perhaps if key(name) in marks)]
    if said:
        return _agreed(
            [*said, *(name for name in [*signed, *display] if any(_same(name, one) for one in said))], marks
        )
    if display or signed:
        agreed = _agreed([*display, *signed], key(" ".join(display)))
        # somebody else decides: the sender may be an agency
        return agreed if all(_same(agreed, name) for name in [*perhaps, *decided]) else ""
    return _agreed(decided, marks) or slot(next(_spelled_out(message, others), ""))


def _is_contradicted(found: str, own: Sequence[str], message: Message, book: Phrasebook | None) -> bool:
    """Whether a house's own mail signs or shows another name than the text speaks of, and not on behalf of it.

    Args:
        own: what the display name shows and the foot signs.
    """
    sender = message.sender
    if not found or not own or not sender or is_platform_domain(sender.domain):
        return False
    if any(_same(found, name) or key(name) in key(found) for name in own):
        return False
    marks = key(sender.name + " " + sender.domain.rpartition(".")[0])
    plain = [word for word in words(found) if word not in DEPARTMENTS and not organisation("A " + word)]
    if any(len(one) > 3 and one in marks for one in (*plain, *domains.spellings(found))):
        return False
    behalf = book.found("company", "behalf", message.text) if book else _BEHALF.search(message.text)
    return not behalf


def _said(message: Message, book: Phrasebook | None) -> Iterator[str]:
    return _phrased(message, book, "sure") if book else saying.said(message)


def _names(found: Iterator[str], others: Set[str]) -> list[str]:
    """Those of the names found that a company may have; no more of them than a letter can hold."""
    return [slot(name) for name in islice(found, _MOST_NAMES) if may_be(name, others)]


def _of_houses(found: Iterator[str], others: Set[str], writer: str) -> list[str]:
    """The same without those that are the writer's own name, or a part of it."""
    own = set(words(writer))
    return [name for name in _names(found, others) if not set(words(name)) <= own]


def _abroad(message: Message, others: Set[str], book: Phrasebook, taken: Sequence[Sequence[str]]) -> str:
    """The employer of a mail in another language.

    Args:
        taken: what the display name shows, what the foot signs, what the mail says for sure.
    """
    display, signed, said = taken
    person = bool(message.sender and signing.shown_person(message.sender))
    marks = key(" ".join([*display, *signed, message.sender.name if message.sender and not person else ""]))
    platform = not message.sender or is_platform_domain(message.sender.domain)
    labels = domains.labels(message.sender) if message.sender and not platform else set()
    own = [*display, *signed]
    perhaps = _names(_phrased(message, book, "perhaps"), others)
    # a legal form says that it is a company, and not that it is this one
    plain = not own and (platform or not person)
    backed = [
        name
        for name in perhaps
        if ((organisation(name) or is_headed(name)) and plain) or _is_backed(name, marks, labels)
    ]
    if plain and platform:
        # a job board tells who has looked at it; in a house's own mail that may be its board
        acting = _names(_phrased(message, book, "acts"), others)
        backed += [name for name in acting if not is_given(words(name)[0])]
    marks = " ".join([marks, *labels])
    if not book.spaced:  # a name may go on behind a "の", at which a sentence ends it
        backed = [next((one for one in own if one.startswith(name)), name) for name in backed]
    if said or backed:
        told = [*said, *backed]
        told = [one for one in told if not any(key(one) in key(name)[1:] for name in [*told, *own])]
        found = _agreed([*told, *(one for one in own[::-1] if any(_same(one, name) for name in told))], marks)
        if told:
            return found
    if display or signed:
        return _agreed([*display, *signed], key(" ".join(display)))
    return slot(next(_spelled_out(message, others), ""))


def _is_backed(name: str, marks: str, labels: Set[str]) -> bool:
    """Whether the sender's name or the beginning of its domain spells a name, or they have every word of it."""
    spelled = [one for one in domains.spellings(name) if len(one) > 3]
    if any(
        one in marks or any(_BARE_LABEL.sub("", label).startswith(one) for label in labels) for one in spelled
    ):
        return True
    capital = [part for part in name.split() if part[:1].isupper() and len(part) > 2]
    known = " ".join([marks, *labels])
    return len(capital) > 1 and all(any(one in known for one in domains.spellings(part)) for part in capital)


def _phrased(message: Message, book: Phrasebook, entry: str) -> Iterator[str]:
    """The names that the phrases of a language introduce, people and departments left out."""
    for name in abroad.companies(message, book, entry):
        house = department_off(name)
        given = bool(house) and is_given(words(house)[0])
        if house and not (given and (entry == "perhaps" or _is_first_name(house, message))):
            yield house


def _is_first_name(name: str, message: Message) -> bool:
    """Whether one word is somebody's, and no house's that shows itself so: "namens Anneke"."""
    shown = f"{message.sender.name} {message.sender.address}" if message.sender else ""
    return len(words(name)) == 1 and key(name) not in key(shown)


def is_said(message: Message, name: str, book: Phrasebook | None = None) -> bool:
    """Whether the text itself speaks of a name as the company's: "your interest in Anna Schmidt"."""
    return any(_same(name, said) for said in _said(message, book)) if name else False


def _agreed(said: Sequence[str], marks: str) -> str:
    """The name that all agree on ("Acme" and "Acme Robotics" agree), else the one that the sender backs."""
    groups: list[list[str]] = []
    for name in said:
        own = next((group for group in groups if _same(group[0], name)), None)
        if own is None:
            groups.append([name])
        else:
            own.append(name)
    if len(groups) > 1:
        groups = [group for group in groups if any(_bare_key(name) in marks for name in group)]
    if len(groups) != 1:
        return ""
    count = Counter(groups[0])
    return max(groups[0], key=lambda name: (count[name], len(name)))


def _bare_key(name: str) -> str:
    return key(han_houses.legal_off(name.removeprefix("The ")).replace("&", "and"))


def _same(one: str, other: str) -> bool:
    first, second = _bare_key(one), _bare_key(other)
    initials = {_initials(one), _initials(other)} - {""}
    short, long = sorted((one, other), key=len)
    if len(_bare_key(short)) > 3 and _bare_key(long).endswith(_bare_key(short)) and is_headed(long):
        return True  # "Acme" and "Hotel Acme"
    return first.startswith(second) or second.startswith(first) or bool(initials & {first, second})


def _initials(name: str) -> str:
    """ "ccg" of "Copper Creek Growers"."""
    parts = words(name.removeprefix("The "))
    return "".join(part[0] for part in parts) if len(parts) > 2 else ""


def _signed_for(
    message: Message, others: Set[str], writer: str, book: Phrasebook | None = None
) -> Iterator[str]:
    if book and not book.spaced:
        yield from han_houses.houses(message, book)
        return
    for name in housed.houses(message, writer):
        house = department_off(name)
        if house and key(house) not in others:
            yield house


def _spelled_out(message: Message, others: Set[str]) -> Iterator[str]:
    """The sender's own domain as the mail spells it: "Acme Robotics" from acme-robotics.example."""
    if not message.sender or is_platform_domain(message.sender.domain):
        return
    labels = domains.labels(message.sender)
    initials = {label[0] for label in labels if label}
    text, below = message.text[:_SPELLED], message.signature[:_SPELLED]
    for line in map(legal_off, [*sentences.split(text), saying.bare_subject(message), *below.splitlines()]):
        spoken = [token.strip('.,;!?"“”«»():@') for token in line.split()]
        # No spelling of it begins with another letter, unless without "The"; this is asked first, it costs the least.
        begins = [
            at
            for at, token in enumerate(spoken)
            if is_capital(token)
            and (not token[0].isascii() or token[0] == "T" or token[0].lower() in initials)
        ]
        for size in (4, 3, 2, 1):
            for at in begins:
                if at + size > len(spoken):
                    break
                name = " ".join(spoken[at : at + size])
                if (
                    (domains.spellings(name) & labels or _is_made(spoken[at : at + size], message.sender))
                    and key(spoken[at + size - 1])
                    and may_be(name, others)
                    and not _is_of_longer(name, line)
                    and not (name in line and _BEFORE_SOMEBODY.search(line[: line.index(name)]))
                ):
                    yield _in_full(name, line, others)


def _is_made(spoken: Sequence[str], sender: Address) -> bool:
    """Whether a domain is made of the words of a name, the last among them: not "Acme Works Berlin"."""
    if len(spoken) < 2 or not all(is_capital(word) or word in JOINERS for word in spoken):
        return False
    return domains.is_made_of(sender, " ".join(spoken)) and not domains.is_made_of(
        sender, " ".join(spoken[:-1])
    )


def _is_of_longer(name: str, line: str) -> bool:
    """Whether a name only ends another: "Pesca" of "Cuerpo de Inspectores de Pesca", but not of "Talento de Pesca"."""
    before = _OF_LONGER.search(line[: line.index(name)]) if name in line else None
    if not before or key(before["of"]) in GENERIC or key(before["of"]) in offices.FORMS:
        return False
    return before["of"][:1].isupper()


def _in_full(name: str, line: str, others: Set[str]) -> str:
    """A name with the capitalised words that go on from it: "Hazelbrook Farms" of hazelbrook.example."""
    full = capitals(line, line.index(name), JOINERS, SENTENCE_WORDS).name if name in line else ""
    full = _CASE.sub("", department_off(full))
    name = full if full.startswith(name) and may_be(full, others) else name
    before = _OFFICE_BEFORE.search(line[: line.index(name)]) if name in line else None
    official = before and any(word in offices.FORMS for word in words(before.group()))
    return before.group() + name if before and official else name


def may_be(name: str, others: Set[str], most_words: int = 6) -> bool:
    """Whether a name can be an employer's.

    Args:
        others: as for `company`.
    """
    if not slot(name, most_words) or is_generic(name) or is_platform(name):
        return False
    if has_occupation(name) and not is_registered_so(name):
        return False
    if is_called_so(name):
        return False
    if name.casefold() in ORGANISATION or key(name) in offices.HEADS or _DATE.match(name):
        return False  # "Verlag", "Hastane", "4 Mayıs 2026"
    barred = SENTENCE_WORDS - word_set("all news at in on the may us one for it")
    spelled = words(name)
    if key(name) in others or spelled[0] in _RANKS or any(word in barred for word in spelled):
        return False
    if all(word in DEPARTMENTS | TECHNOLOGIES | GENERIC | PLACES for word in spelled) and not organisation(
        name
    ):
        return False
    return spelled[0] not in HONORIFICS
