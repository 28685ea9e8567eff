"""The wordings of a language, from templates/<language>.toml, and what may be filled into them.

A book says the same in one or two registers ("formal", "informal"): what stands under [formal] or [informal]
replaces what stands at the top. A wording is usable where all its $slots are known; nothing is filled in that
does not look like a name.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from watcher.reading.types import Details
from watcher.replying.lint import NotWrittenError

LANGUAGES = ("da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh")
REGISTERS = ("formal", "informal")

#: The letters that there are: paragraphs of parts. A part that a language has no wording for is left out, "met"
#: stands only where the two sides have met, and "ask..." only where a question is due.
SHAPES: dict[str, list[list[str]]] = {
    "application": [["thanks_application", "accept"], ["door", "end_short"]],
    "screen": [["thanks_screen", "accept_met"], ["ask"], ["door"], ["end"]],
    "interview": [["thanks_interview", "accept_met"], ["ask"], ["door"], ["end"]],
    "final": [["thanks_final", "accept_met"], ["ask_final"], ["door_final"], ["end"]],
    "filled": [["thanks_filled", "accept_news", "met"], ["door_similar", "end_short"]],
    "on_hold": [["thanks_on_hold", "accept_plans", "met"], ["door_reopens", "end_short"]],
    "cancelled": [["thanks_cancelled", "accept_plans", "met"], ["door_later", "end_short"]],
    "talent_pool": [["thanks_application", "accept", "met"], ["pool", "end_short"]],
    "feedback": [["thanks_feedback", "learn", "met"], ["accept_plain", "door"], ["end_short"]],
    "agency": [["thanks_agency", "accept"], ["ask_agency"], ["door_agency", "end_short"]],
    "internal": [["thanks_application", "accept"], ["talk_over", "end_short"]],
    "withdrawn": [["thanks_withdrawn", "accept_plans"], ["door_later", "end_short"]],
    "after_feedback": [["thanks_after_feedback"]],
    # What the person adds of their own stands before the last paragraph.
    "after_interview": [["thanks_after_interview", "heard_more"], ["send_more"]],
}

_NAME = re.compile(r"(?=.{1,80}$)[^\W_][\w &.,'’+/()#・ー-]*")
_NO_NAME = re.compile(
    r"_|\s[\s.,]|\w(?<!\bDott)(?<!\bSig)(?<!\bProf)\.\w{2,}|\bwww\b|\bhttps?\b|\b(?:todo|tbd|xxx|fixme|placeholder|n/a)\b"
    r"|\b(?:company|job|role|first|last) (?:name|title)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 8
#: "(m/w/d)", "(H/F)", "m/k": what an advertisement must say, and nobody who speaks of the post.
_FOR_ALL = re.compile(
    r"[\s,–-]*(?:\(\s*(?:[a-z]{1,2}|mann|kvinde|divers)(?:\s*[/|,*]\s*(?:[a-z]{1,3}|divers)){1,4}\s*\)|\b[mwfhdvk]/[mwfhdvk](?:/[dxvn])?$)",
    re.IGNORECASE,
)
#: What stands behind a company's name in a register, and what nobody says who writes to it.
_LEGAL_FORM = re.compile(
    r"(?<=\w),? (?:GmbH(?: & Co\.? KG)?|AG|SE|KG|Inc|LLC|LLP|Ltd|Limited|PLC|Plc|plc|B\.?V|N\.?V|SARL|SAS|SASU"
    r"|S\.?A|S\.?L|S\.?L\.?U|S\.?r\.?l|S\.?p\.?A|Sp\. z o\.? ?o|A\.?Ş|Ltd\. Şti|AB|ApS|A/S|Ltda|Lda|Corp)\.?$"
)


@dataclass(frozen=True, slots=True)
class Book:
    """One language in one register.

    Args:
        language: ISO 639-1.
        said: the keys of its file, those of the register in place of those at the top.
    """

    language: str
    said: Mapping[str, Any]

    @property
    def joiner(self) -> str:
        """What stands between two sentences: nothing in a language without spaces."""
        return str(self.said.get("joiner", " "))

    @property
    def shapes(self) -> Mapping[str, list[list[str]]]:
        return {**SHAPES, **self.said.get("shapes", {})}

    @property
    def parts(self) -> Mapping[str, list[str]]:
        parts: Mapping[str, list[str]] = self.said["parts"]
        return parts

    def bounds(self, which: str) -> tuple[int, int]:
        """How long the paragraphs may be: "asking", "plain" or "short"; words, in some languages characters."""
        fewest, most = self.said["length"][which]
        return fewest, most

    def measured(self, text: str) -> int:
        """The length of a text in this language's measure."""
        if self.said["length"].get("in") == "characters":
            return len("".join(text.split()))
        return len(text.split())

    def things(self, names: Mapping[str, str]) -> dict[str, str]:
        """What a wording may speak of beside the names: the post, the application, the interview.

        Each is said in the first way whose names are known, and a thing may speak of those before it. A thing that
        cannot be said is left out, and every wording that needs it.
        """
        known = dict(names)
        said_to_be = self.said.get("says_what_it_is")
        plain = bool(said_to_be and re.search(said_to_be, names.get("role", ""), re.IGNORECASE))
        for thing, ways in self.said["things"].items():
            if thing.endswith("_plain"):
                continue
            if plain:
                ways = [*self.said["things"].get(f"{thing}_plain", ()), *ways]
            fitting = usable(ways, known)
            if fitting:
                known[thing] = Template(fitting[0]).substitute(known)
        return known


@cache
def book(language: str, register: str = "") -> Book:
    """The wordings of a language.

    Args:
        register: "formal", "informal", or "" for what is usual where nothing is known of the other side.

    Raises:
        NotWrittenError: there are none.
    """
    if language not in LANGUAGES:
        raise NotWrittenError(f"there is no reply in {language!r} yet")
    source = files("watcher.replying").joinpath("templates", f"{language}.toml")
    whole = tomllib.loads(source.read_text(encoding="utf-8"))
    own = {name: whole.pop(name) for name in REGISTERS if name in whole}
    chosen = own.get(register) or own.get(whole.get("usual", ""), {})
    said = dict(whole)
    for key, value in chosen.items():
        said[key] = {**said[key], **value} if isinstance(value, dict) and key in said else value
    return Book(language, said)


def registers(language: str) -> tuple[str, ...]:
    """The registers that a language tells apart; ("",) where it has but one."""
    source = files("watcher.replying").joinpath("templates", f"{language}.toml")
    whole = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(name for name in REGISTERS if name in whole) or ("",)


def names_in(details: Details) -> dict[str, str]:
    """The slots that are known, each a safe name."""
    given = {
        "company": _LEGAL_FORM.sub("", safe(details.company)),
        "role": _FOR_ALL.sub("", details.role),
        "person": details.person,
    }
    return {slot: name for slot, text in given.items() if (name := safe(text))}


def safe(text: str) -> str:
    """A text that looks like a name, "" for any other: a mail may call itself anything."""
    name = unicodedata.normalize("NFC", text).rstrip(".")
    fits = _NAME.fullmatch(name) and not _NO_NAME.search(name) and len(name.split(" ")) <= _MOST_WORDS
    sound = fits and name == name.strip() and "TODO" not in name and any(map(str.isalpha, name))
    return name if sound else ""


def usable(wordings: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The wordings whose slots are all known."""
    return [one for one in wordings if _slots(one) <= names.keys()]


@cache
def _slots(wording: str) -> frozenset[str]:
    return frozenset(Template(wording).get_identifiers())


def pick(wordings: Sequence[str], seed: str, part: str) -> str:
    """One of several, always the same one for the same seed and part."""
    digest = hashlib.sha256(f"{seed}\n{part}".encode(errors="replace")).digest()
    return wordings[int.from_bytes(digest[:4], "big") % len(wordings)]
