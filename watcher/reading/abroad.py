"""Which company and which post a mail in another language than English names, by that language's phrases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from watcher.reading import han_houses, post_ends, sentences
from watcher.reading.given_names import is_given
from watcher.reading.names import has_occupation, key, legal_off, words
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.runs import capitals
from watcher.reading.saying import bare_subject
from watcher.reading.types import Message

#: "Ingenieur*in", "Verkäufer:innen", "chargé·e", "Técnico(a)": one form is as good.
_ENDINGS = re.compile(
    r"(?<=\w)(?:[*:_·](?:in|innen|e|es|rice|trice|se|euse|ne|ère|a|r|n)\b"
    r"|\((?:in|innen|frau|e|es|ne|ère|rice|trice|se|euse|a|o|as|os|ora|ra|s)\)(?!\w))",
    re.IGNORECASE,
)
MARK = re.compile(
    r"^\s*[(\[](?:[mwdfhkxvMWDFHKXV](?:[/|,·][mwdfhkxvogiMWDFHKXVOGI*]{1,3}){1,3}"
    r"|gn\*?|all(?:e)? \w{1,14})[)\]]"
)
#: "Rezeptionist/in", "Vendeur/euse": who writes so means a post.
_BOTH = re.compile(r"\w{3}/(?:in|innen|euse|rice|trice)\b")
#: Behind a Japanese post, whatever it is called: "研究職".
_SHOKU = re.compile(r"(?<![転就求退在無現前])職(?![種場員務歴])")
#: Before the employer: "Laborant bij Polderlab".
_AT = re.compile(r"^ (?:bei|bij|chez|hos|presso) (?=[A-Z])")
#: How much of a week: "80-100%".
PERCENT = re.compile(r",? \d{1,3}(?: ?[–-] ?\d{1,3})? ?%")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")
#: The post that somebody has, not the one they applied for: "som chef hos Globex".
_PRESENT = re.compile(
    r"\b(?:derzeitig|aktuell|bisherig|jetzig|poste actuel|puesto actual|cargo atual|ruolo attuale|huidige"
    r"|obecn|nuvarande|nuværende|mevcut)|[您你](?:目前|现在|之前|以前|曾|过去|过往|原)|目前在|現在(?:の|お|ご|、?(?:株式会社|御社|貴社))",
    re.IGNORECASE,
)
_OF = re.compile(r"d", re.IGNORECASE)
_VAN = re.compile(r"v[ao]n ", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:De|Het|'t|La|Le|Les|El|Los|Las|Il|Lo|Gli|O|Os|As) (?=[^\W\d_a-z])")
_CAPITAL = re.compile(r"(?:^|\s)[^\W\d_a-zà-ÿ][\w-]{1,40} $")
_ELSEWHERE = re.compile(
    r"\b(?:derzeitige|aktuelle|bisherige|jetzige|vorherige|frühere|letzte|actuel|précédent|ancien|actual|anterior"
    r"|atual|attuale|precedente|huidige|vorige|obecn|poprzedni|nuvarande|tidigare|nuværende|tidligere|mevcut"
    r"|önceki)\w{0,5} (?:\w{1,20} ){0,1}$",
    re.IGNORECASE,
)
#: Before the word for a post: the one that somebody has, "in Ihrer Position als Leiter".
_YOURS = re.compile(
    r"\b(?:ihre[rnm]?|deine[rnm]?|eure[rnm]?|votre|ton|su|tu|sua|seu|tua|teu|suo|tuo|uw|je|jouw|din|ditt|pani|pana"
    r"|two[ij]\w{0,3}) $",
    re.IGNORECASE,
)
_QUOTES = {"“": '”“"', "„": '“”"', '"': '"”', "«": "»", "»": "«", "「": "」", "『": "』", "”": '”"'}
_QUOTED = 80
_WIDE_BRACKETS = re.compile(r"[(（][^()（）]{0,40}[)）]")
_OWNED = re.compile(r"^.*的")
_SHORTEST_POST = 3  #: characters, behind a department: "市场部经理" stays
_DASHES = re.compile(r"[–—|｜－]|(?<=[^A-Za-z])-|-(?=[^A-Za-z])")
_CLAUSE_REACH = 120
_MOST_IN_A_LINE = 20  #: phrases that introduce a name, of one kind
#: Languages in which a post stands before the words for it, and a bracket of its own between them.
_POST_FIRST = frozenset({"tr"})
#: Small words of a German post: "Leiter der Buchhaltung", "Kauffrau für Büromanagement".
_GERMAN_JOINERS = frozenset({"der", "des", "für", "und", "im", "in", "&", "/", "von"})
_OF_THE = re.compile(r"\b(?:des|eines) $", re.IGNORECASE)
_GENITIVE = re.compile(r"^([\w-]+(?:er|eur|or|ent|ist|ant))s\b")
_ADJECTIVE = re.compile(r"(?:[a-zäöü]{4,24}(?:e|er|en|es) ){0,2}(?=[A-ZÄÖÜ])")


def _lines(message: Message) -> list[str]:
    return [*sentences.split(message.text), message.subject]


def companies(message: Message, book: Phrasebook, entry: str) -> Iterator[str]:
    """The names that the phrases of an entry introduce.

    Args:
        entry: "sure" or "perhaps" of the table [company].
    """
    if entry == "sure" and not book.spaced:
        yield from introduced(message.text.splitlines(), book, "label")
    yield from introduced(_lines(message), book, entry, message.sender.name if message.sender else "")


def introduced(lines: Iterable[str], book: Phrasebook, entry: str, shown: str = "") -> Iterator[str]:
    """The companies that an entry introduces in some sentences only.

    Args:
        entry: one of the table [company].
        shown: the sender's display name.
    """
    for line in lines:
        if book.found("company", "offers", line):
            continue
        text = legal_off(line)
        for pattern in book.all("company", entry):
            for match in islice(pattern.finditer(text), _MOST_IN_A_LINE):
                if entry != "client" and _is_in_passing(text, match, book):
                    continue
                if entry == "perhaps" and _OF.match(match.group()) and _CAPITAL.search(text[: match.start()]):
                    continue  # "Norte" in "Vinhas do Norte"
                if (
                    entry == "perhaps"
                    and _VAN.match(match.group())
                    and _is_of_a_name(text[: match.start()], shown)
                ):
                    continue  # "Leeuwen" in "Youri van Leeuwen"
                if "name" in pattern.groupindex:
                    name = _without_head(match["name"], book, "company")
                    name = name if book.spaced else han_houses.section_off(name, book)
                else:
                    name = _run(text, match.end(), book)
                if name and not _is_nobodys(name, book):
                    yield name.strip('„“”"«»')


def _is_nobodys(name: str, book: Phrasebook) -> bool:
    """Whether a name is "our ..."; where words have no spaces, also a department or a piece of a sentence."""
    if book.found("company", "ours", name):
        return True
    formed = book.spaced or book.found("company", "formed", name)
    return not formed and book.found("company", "nameless", name)


def _run(text: str, start: int, book: Phrasebook) -> str:
    """The capitalised words from a point on; a capital article belongs to them: "De Bijenkorf"."""
    article = _ARTICLE.match(text, start)
    at = article.end() if article else start
    run = capitals(text, at, book.joiners, book.stops("company"))
    if not run.name or run.following in ("-", "–", "—"):
        return ""
    return (article.group() if article else "") + run.name


def _is_in_passing(text: str, match: re.Match[str], book: Phrasebook) -> bool:
    """Whether a name is of where somebody works or has worked: "Ihre Erfahrung bei der Globex AG"."""
    before = text[max(0, match.start() - 60) : match.end()]
    if _PRESENT.search(before) or book.found("company", "past", before):
        return True
    return book.found("company", "past_after", text[match.end() : match.end() + 40])


def _is_of_a_name(before: str, shown: str) -> bool:
    """Whether a text ends with a first name, or with a word of the display name."""
    word = key(before.split()[-1]) if before.split() else ""
    return is_given(word) or bool(word and word in words(shown))


def _without_head(name: str, book: Phrasebook, table: str) -> str:
    """A name without the words before it that belong to the sentence: "Merhaba Mavi Deniz"."""
    parts = name.strip().split(" ")
    while parts and key(parts[0]) in book.stops(table):
        parts.pop(0)
    return " ".join(parts)


def one_form(line: str) -> str:
    """A line in which the words for a woman and a man are one: "Técnico(a)" is "Técnico"."""
    return _ENDINGS.sub("", line)


def posts(message: Message, book: Phrasebook, is_named: Callable[[str], bool]) -> Iterator[str]:
    """The posts that a mail names, the surest first.

    Args:
        is_named: whether the subject names a post too, so that no list has to have it.
    """
    lines = [
        PERCENT.sub("", one_form(_BRACKETS.sub("", line) if book.language in _POST_FIRST else line))
        for line in [*post_ends.joined(sentences.split(message.text)), message.subject]
        if not book.found("role", "other", line)
    ]
    yield from _entered(book, "sure", lines, is_named)
    if not book.spaced:
        # a label stands in a line of its own, which `sentences` may have put together with the next
        yield from _entered(book, "label", message.text.splitlines(), is_named)
    yield from _entered(book, "perhaps", lines, is_named)
    if not book.spaced and not book.found("role", "other", message.subject):
        yield from _entered(book, "subject", [bare_subject(message)], is_named)


def _entered(
    book: Phrasebook, entry: str, lines: Iterable[str], is_named: Callable[[str], bool]
) -> Iterator[str]:
    """The posts that one entry of the table [role] finds in some lines."""
    plain = entry in ("sure", "label")
    for line in lines:
        for pattern in book.all("role", entry):
            for match in islice(pattern.finditer(line), _MOST_IN_A_LINE):
                if plain and _YOURS.search(line[max(0, match.start() - 20) : match.start()]):
                    continue
                name, end = _post(line, match, book)
                if name and (plain or _is_post(name, line, end, book) or is_named(name)):
                    yield name if is_occupation(name, book) else name + _shoku(line, end, book)


def _post(line: str, match: re.Match[str], book: Phrasebook) -> tuple[str, int]:
    """The post that a phrase introduces, and where it ends."""
    begins = match.start() if book.spaced else match.start("name")
    before = line[max(0, begins - 60) : begins]
    if _ELSEWHERE.search(before) or _PRESENT.search(before):
        return "", 0
    if "name" in match.re.groupindex:
        return _named_post(_BRACKETS.sub("", match["name"]), book), match.end("name")
    at = match.end()
    if line[at : at + 1] in _QUOTES:
        closing = _QUOTES[line[at]]
        end = next((i for i in range(at + 1, min(len(line), at + _QUOTED)) if line[i] in closing), 0)
        return (_BRACKETS.sub("", line[at + 1 : end]).strip(), end) if end else ("", 0)
    if book.by_capitals:
        return _by_capitals(line, at, book)
    return post_ends.upto(line, match.start(), at, book)


def _named_post(name: str, book: Phrasebook) -> str:
    """The post without what stands before it in the same name: "Üniversitemiz", "旗下的"."""
    if not book.spaced:
        owned = _OWNED.sub("", _WIDE_BRACKETS.sub("", name))
        for head in book.all("role", "heads"):
            owned = head.sub("", owned)
        owned = _of_parts(owned, book)
        barred = book.found("role", "unlike", owned) or any(map(owned.startswith, book.stops("role")))
        small = owned[:1].islower() and owned.isascii()  # "(intern-code)"
        return "" if barred or small else owned.strip("/／・ ")
    parts = name.split(" ")
    heads = [index for index, word in enumerate(parts) if book.found("role", "heads", word)]
    return _without_head(" ".join(parts[heads[-1] + 1 :] if heads else parts), book, "role")


def _of_parts(name: str, book: Phrasebook) -> str:
    """The part of a name that says what somebody does: "精算助理" of "融岸保险-精算助理", "営業" of "営業/東部門"."""
    said = [part for part in _DASHES.split(name) if is_occupation(part, book)]
    parts = (said[-1] if said else name).split("/")
    while len(parts) > 1 and not is_occupation(parts[-1], book):
        parts.pop()
    if not is_occupation(parts[-1], book):
        return name
    post = "/".join(parts)
    for pattern in book.all("role", "within"):  # "营销部" of "营销部文案策划"
        rest = pattern.sub("", post)
        post = rest if len(rest) >= _SHORTEST_POST and is_occupation(rest, book) else post
    return post


def _by_capitals(line: str, at: int, book: Phrasebook) -> tuple[str, int]:
    """A German post: nouns have capitals, and up to two adjectives may stand before them."""
    before = _ADJECTIVE.match(line, at)
    start = before.end() if before else at
    bracket = _BRACKETS.search(line, start, start + _CLAUSE_REACH)
    clause = line[: bracket.start()] if bracket else line
    run = capitals(clause, start, _GERMAN_JOINERS, book.stops("role"))
    adjective = before.group() if before else ""
    if not run.name or adjective.endswith(("en ", "em ")):
        return "", 0  # "des kaufmännischen Leiters" is called otherwise
    name = _GENITIVE.sub(r"\1", run.name) if _OF_THE.search(line[max(0, at - 8) : at]) else run.name
    return adjective + name, min(run.end, len(clause))


def is_occupation(name: str, book: Phrasebook) -> bool:
    """Whether a name begins or ends, as its language has it, with what somebody does."""
    return book.found("role", "occupations", name) or (" " not in name and has_occupation(name))


def _shoku(line: str, end: int, book: Phrasebook) -> str:
    """The end of a Japanese post that is none without it: "総合職", but "営業" of "営業職"."""
    return "職" if not book.spaced and _SHOKU.match(line, end) else ""


def _is_post(name: str, line: str, end: int, book: Phrasebook) -> bool:
    """Whether a name says what somebody does, or "(m/f/d)" stands behind it.

    Args:
        end: where the name ends in its line.
    """
    following = line[end : end + 60]
    if any(is_occupation(one, book) for one in (name, *name.split(" "))) or _BOTH.search(name):
        return True
    if not book.spaced and _SHOKU.match(line, end):
        return True
    return bool(words(name)) and bool(MARK.match(following) or (_AT.match(following) and name[0].isupper()))
