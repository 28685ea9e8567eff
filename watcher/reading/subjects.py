"""Which post a subject names: "Vorstellungsgespräch Koch (m/w/d)", "JR-20417 Accountant", "Re: Bus Driver".

A subject is a label and no sentence. What stands in it beside the post is known: words that say what the mail is
about, the employer, a number, a place. Where anything else is left, the subject names no post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from watcher.reading import abroad, phrasebook
from watcher.reading.belonging import is_headed
from watcher.reading.given_names import is_given
from watcher.reading.names import PLACES, has_occupation, key, organisation, word_set, words
from watcher.reading.people import person
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.platforms import is_platform
from watcher.reading.runs import SENTENCE_WORDS, is_capital
from watcher.reading.saying import bare_subject
from watcher.reading.types import Message

_STROKES = re.compile(r"\s[–—|·/-]\s|\s?\|\s?|[:;!?]\s|,\s")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")
_NUMBER = r"(?=[\w/._-]{0,20}\d{3})[A-Za-z]{0,4}[-_]?\d[\w/._-]{2,20}"
_LABEL = r"(?:(?:req|job|id|ref|nr|no|n[.°º]|kennziffer|\w{0,20}nummer|vaga|stelle)[ #.:°º-]{1,3})?"
_LEADING = re.compile(rf"^{_LABEL}{_NUMBER}(?:[\s:,-]+|$)", re.IGNORECASE)
_TRAILING = re.compile(rf"[\s,#-]+{_LABEL}{_NUMBER}$|[\s,]+{_LABEL}[A-Z]{{1,3}}-\d[\w/.-]+$", re.IGNORECASE)
#: Before the employer, in languages where nothing else follows these.
_AT = re.compile(r" (?:at|bei|beim|chez|presso|bij|hos|@) ?(?:the |der |dem |de |la )?(?=[^\W\d_a-z]).*$")
#: The same where a field or a place may follow, which the post can do without: "Técnico en Logística".
_IN = re.compile(r" (?:en|em|na|no|w|in|på|ved|i) (?=[^\W\d_a-z]).*$")
_BOTH = re.compile(r"/(?:in|innen|a|o|as|os|euse|rice|trice|se|frau|mann)\b", re.IGNORECASE)
#: Before a German post of one word, and no part of another name.
_KINDS = re.compile(r"(?:\w+(?:e|er|r|es)|senior|junior|lead|sr\.?|jr\.?|\w+-)$", re.IGNORECASE)
#: An opening, and not what somebody is: "Doktorandenstelle".
_OPENING = re.compile(
    r"(?:stelle|platz|position|stilling|stillingen|tjanst|tjansten|plads|pladsen|poste|puesto)$"
)
#: Of "Wissenschaftliche*r Mitarbeiter*in" neither form is a part.
_HALF = re.compile(r"\we[*:_·/]r\b")
#: Before the job board that passes an application on: "Bewerbung über Indeed".
_BY = re.compile(
    r"^(?:via|über|through|tramite|przez|genom|gennem|par|por|através d[oea]|mediante) ", re.IGNORECASE
)
#: Boards that show a post as they show it in their lists.
_BOARDS = word_set(
    "linkedin indeed glassdoor ziprecruiter stepstone monster xing totaljobs seek infojobs hellowork catho"
)
_MOST_WORDS = 7
_REACH = 4_000  #: characters at the top of a mail
_JOINERS = word_set(
    "of and & / - the for in de du des d' da do das dos di del della delle la le und im für zum zur der van voor en y"
    " e et i og och ds. til till på af av w z"
)
#: How many words in small letters may stand behind the head of a post, where what it is about stands there.
_HEAD_FIRST = {"fr": 2, "es": 2, "pt": 2, "it": 2, "pl": 2, "nl": 1}


def posts(message: Message, company: str, book: Phrasebook | None) -> Iterator[str]:
    """The post that the subject names, if it names nothing else that is not known.

    Args:
        company: the employer.
        book: the phrases of the mail's language, None for English.
    """
    left = parts(message, company, book)
    if len(left) == 1 and _is_post(left[0], book):
        yield left[0]


def parts(message: Message, company: str, book: Phrasebook | None) -> list[str]:
    """What the parts of the subject say beside what a mail about an application is called.

    Args:
        company, book: as for `posts`.
    """
    if _HALF.search(message.subject):
        return []
    subject = abroad.PERCENT.sub("", _BRACKETS.sub("", abroad.one_form(bare_subject(message))))
    found = []
    for part in _STROKES.split(subject):
        bare = _bare(part.strip(" -–—.!"), book)
        if bare and not _is_beside(bare, message, company):
            found.append(bare)
    return found


def _bare(part: str, book: Phrasebook | None) -> str:
    """A part without numbers, and without the words for what the mail is about around the post."""
    table = book or phrasebook.load("en")
    about, binding = (
        table.stops("role", entry) if table else frozenset[str]() for entry in ("about", "binding")
    )
    if table and table.found("role", "reply", part):
        return part  # "Réponse de la directrice"
    spoken = _IN.sub("", _AT.sub("", _TRAILING.sub("", _LEADING.sub("", part)))).split()
    size = next(
        (at for at, word in enumerate(spoken) if key(word) not in about and key(word) not in binding),
        len(spoken),
    )
    if size < len(spoken) and not book:
        # "Application Engineer" is a post: only what is bound to it says what the mail is about
        while size and key(spoken[size - 1]) not in binding:
            size -= 1
    spoken = _LEADING.sub("", " ".join(spoken[size:])).split()
    while spoken and (key(spoken[-1]) in about or key(spoken[-1]) in binding):
        spoken.pop()
    return " ".join(spoken)


def _is_beside(part: str, message: Message, company: str) -> bool:
    """Whether a part is the employer, a place, a number or a person."""
    spelled = words(part)
    if (
        not spelled
        or not any(map(str.isalpha, part))
        or all(word in PLACES or word.isdigit() for word in spelled)
    ):
        return True
    if company and (key(part) in key(company) or key(company) in key(part)):
        return not has_occupation(part)
    if organisation(part) or is_headed(part):
        return True
    if is_platform(_BY.sub("", part)):
        return True
    shown = message.sender.name if message.sender else ""
    return key(part) == key(shown) or (len(spelled) > 1 and is_given(spelled[0]) and bool(person(part)))


def _is_post(part: str, book: Phrasebook | None) -> bool:
    """Whether a part of a subject is a post from its first word to its last."""
    spoken = part.split(" ")
    if not 0 < len(spoken) <= _MOST_WORDS or any(map(str.isdigit, spoken[0])):
        return False
    if book is None:
        small = [word for word in spoken if not is_capital(word, first=True) and word not in _JOINERS]
        barred = any(key(word) in SENTENCE_WORDS for word in spoken if word not in _JOINERS)
        return (
            has_occupation(part)
            and not barred
            and (not small or (len(spoken) <= 3 and has_occupation(spoken[0])))
        )
    if any(key(word) in book.stops("role") for word in spoken if word not in _JOINERS) or any(
        book.found("role", "ends", word) for word in spoken
    ):
        return False
    small = [word for word in spoken[1:] if not is_capital(word) and word not in _JOINERS]
    told = _BOTH.sub("", part)
    first, last = told.split(" ")[0], told.split(" ")[-1]
    if abroad.is_occupation(first, book) or len(spoken) == 1:
        return len(small) <= _HEAD_FIRST.get(book.language, 0) and abroad.is_occupation(first, book)
    if small:
        return False
    if has_occupation(told):
        return True
    # "Hospitation Erzieherin" is a day with one: all German nouns have capital letters
    plain = not book.by_capitals or all(_KINDS.search(word) for word in spoken[:-1])
    return plain and abroad.is_occupation(last, book)


def above_its_house(message: Message, company: str) -> Iterator[str]:
    """The line that stands right above the employer's in a job board's mail: "Cook / The Fox Hotel - York".

    Args:
        company: the employer.
    """
    sender = message.sender
    if not company or not sender or _BOARDS.isdisjoint(map(key, sender.domain.split("."))):
        return  # elsewhere who signs stands above the house
    lines = [line.strip() for line in message.text[:_REACH].splitlines()]
    for above, line in pairwise(lines):
        whole = re.match(rf"{re.escape(company)}(?:$| ?[·•|,–-] )", line)
        ended = above[-1:] in set(".!?:,;") or len(above.split()) > _MOST_WORDS
        named = person(above) and is_given(words(above)[0])
        if (
            above
            and whole
            and not ended
            and not named
            and company not in above
            and is_capital(above.split()[0])
        ):
            yield above


def is_named(name: str, message: Message, company: str, book: Phrasebook | None) -> bool:
    """Whether a whole part of the subject is a name, so that it is a post though no list has it: "Lektorat Kinderbuch".

    Args:
        name: what the words that introduce a post introduce.
    """
    spelled = key(name)
    if len(spelled) < 4 or organisation(name) or is_headed(name) or _OPENING.search(spelled):
        return False
    return any(key(part) == spelled for part in parts(message, company, book))
