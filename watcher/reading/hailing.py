"""How a mail greets the person: by the first name, by the family name, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from watcher.reading import phrasebook
from watcher.reading.names import GENERIC, is_generic, key, word_set, words
from watcher.reading.types import Address

_HAIL = r"(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening|day))(?: there)?"
_TITLE = r"(?:mr|ms|mrs|mx|miss|dr|prof|professor)\b\.?(?:/(?:mr|ms|mrs)\b\.?)?"
_HAILED = r",? (?P<name>[^\n,!:;，]{1,60}?)[ \t]*(?:!+(?=[ \t\n])|[!.:;–-]+[ \t]*$|[,，]|[:;]-?[)]|$)"
#: Before a name that is known to be the reader's; and what is no line of an address, nor another greeting.
_LOOSE = re.compile(r"^[ \t]*(?:alright|morning|afternoon|evening)[ ,]+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\S+[ \t]+){4}.*[^,:;，：]$|[一-鿿ぁ-んァ-ヶ，、]{12}")
_SALUTED = 4  #: lines at the top of a mail in which a greeting is looked for
_NOBODY = word_set("all sir madam there everyone both zusammen tous todos tutti allemaal wszystkim alla alle")
#: "Keller様", "尊敬的Keller先生": the family name before the title.
_HAN = re.compile(
    r"^(?:尊敬的|敬爱的)?[ \t]*(?P<name>[^\s，,：:、。]{1,30}?)[ \t　]*"
    r"(?P<title>様|さま|さん|殿|先生|女士|小姐)"
    r"(?=[，,：:、。！\s]|您好|你好|$)",
    re.MULTILINE,
)
_HAN_FIRST = re.compile(r"^(?P<name>[A-Za-z一-鿿]{1,20}?)[ ，,]?(?:你好|您好)", re.MULTILINE)


@cache
def _greetings(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What leads to a bare name, and what to a family name."""
    book = phrasebook.load(language)
    first = "|".join(one.pattern for one in book.all("greeting", "first")) if book else ""
    last = "|".join(one.pattern for one in book.all("greeting", "last")) if book else ""
    first, last = (rf"(?:{first})", rf"(?:{last})") if first else (_HAIL, rf"{_HAIL},? {_TITLE}")
    flags = re.IGNORECASE | re.MULTILINE
    return (re.compile(rf"^[ \t]*{first}{_HAILED}", flags), re.compile(rf"^[ \t]*{last}{_HAILED}", flags))


def greeting(text: str, own: Sequence[Address], language: str) -> str:
    """ "last" for "Dear Mr Keller", "first" for "Hi Robin", "" for a whole name or another's.

    Args:
        own: the person's names.
        language: ISO 639-1; English is tried where it is unknown.
    """
    top = "\n".join([line for line in text.splitlines() if line.strip()][:_SALUTED])
    names = [words(address.name) for address in own if address.name]
    if language in ("ja", "zh"):
        return _han(top, names)
    hailing, titling = _greetings(language)
    titled = titling.search(top)
    if titled:
        said = words(titled["name"])
        if language == "tr" and len(said) != 1:
            return ""  # "Sayın Robin Keller" is as whole as "Dear Robin Keller"
        known = not names or any(said and said[-1] == name[-1] for name in names)
        return "last" if said and known and not is_generic(titled["name"]) else ""
    if any(name and _called(name[0], top) for name in names):
        return "first"
    hello = hailing.search(top)
    said = words(hello["name"]) if hello else []
    if hello and not names and _goes_on(hello, top):
        return ""  # "Dear applicant! We", perhaps
    if len(said) != 1 or said[0] in GENERIC or said[0] in _NOBODY:
        return ""
    return "first" if not names or any(name and name[0] == said[0] for name in names) else ""


def _goes_on(hello: re.Match[str], top: str) -> bool:
    """Whether a line goes on behind a greeting that ends in "!"."""
    return hello.group().endswith("!") and top[hello.end() : hello.end() + 1] in (" ", "\t")


def _han(top: str, names: Sequence[Sequence[str]]) -> str:
    titled = _HAN.search(top)
    if titled:
        said = words(titled["name"])
        alone = [name for name in names if said and said[0] in (name[0], name[-1])]
        family = len(said) == 1 and any(said[0] == name[-1] or name[0].startswith(said[0]) for name in alone)
        return "last" if family and not any(name[0] == said[0] and len(name) > 1 for name in alone) else ""
    hello = _HAN_FIRST.search(top)
    said = words(hello["name"]) if hello else []
    if len(said) == 1 and any(name and name[0] == said[0] for name in names):
        return "first"
    # Many write to somebody from abroad as "Dear Robin," or "Hi Robin，".
    hello = _greetings("en")[0].search(top)
    said = words(hello["name"]) if hello else []
    first = any(name and (said == name[:1] or _called(name[0], top)) for name in names)
    return "first" if first else ""


def _called(name: str, top: str) -> bool:
    """Whether a mail begins with the bare first name: "Robin, thank you for your letter", "Morning Robin, sorry", or,
    above a sentence, with nothing else on its line.
    """
    line, _, rest = top.partition("\n")
    before, comma, _ = _LOOSE.sub("", line).replace("，", ",").partition(",")
    if key(before) != name:
        return False
    below = rest.partition("\n")[0].rstrip()
    return bool(comma) or (before.strip().isalpha() and _SENTENCE.match(below) is not None)
