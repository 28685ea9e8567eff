"""The words of a reply: a greeting as they signed, thanks, acceptance, at most one question, an open door.

The wordings stand in templates/<language>.toml. Names from the mail are put in by string.Template, from a
closed list of slots. A name that does not look like one is left out, and with it every wording that needs it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from watcher.errors import GraceError
from watcher.reading.types import Details
from watcher.replying import lint

LANGUAGES = ("en",)

_NAME = re.compile(r"(?=.{1,80}$)[^\W_][\w &.,'+/()#-]*")
_NO_NAME = re.compile(
    r"_|\s[\s.,]|\w\.\w{2,}|\bwww\b|\bhttps?\b|\b(?:todo|tbd|xxx|fixme|placeholder|n/a)\b"
    r"|\b(?:company|job|role|first|last) (?:name|title)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 8
_TITLE = re.compile(r"(?P<title>Mr|Ms|Mrs|Mx|Miss|Dr|Prof)\.? (?P<rest>.+)")
_SAYS_IT_IS_A_POST = re.compile(
    r"\b(?:role|position|post|job|internship|traineeship|apprenticeship|fellowship|residency|placement|vacancy"
    r"|program(?:me)?|scheme)$",
    re.IGNORECASE,
)
#: What stands behind a company's name in a register, and what nobody says who writes to it.
_LEGAL_FORM = re.compile(
    r"(?<=\w),? (?:GmbH(?: & Co\.? KG)?|AG|SE|KG|Inc|LLC|LLP|Ltd|Limited|PLC|Plc|plc|BV|SARL|SAS|Corp)$"
)
_STAND_IN = "Acme"


def write(
    details: Details,
    kind: str,
    seed: str,
    name: str,
    signature: str = "",
    *,
    feedback: bool = True,
    language: str = "en",
) -> str:
    """The letter, one paragraph a line, paragraphs apart by an empty line.

    Args:
        details: what is known of the mail. Any text may stand in it; what is no name is left out.
        kind: "rejection" or "on_hold".
        seed: decides between wordings, so that two letters to one company do not read as copies.
        name: the person's name, "" for none.
        signature: the person's own lines below it; taken as they are.
        feedback: whether a question for advice may be asked, where the two sides have met.

    Raises:
        GraceError: the letter did not pass its own check.
    """
    book = _book(language)
    names = _names(details)
    asking = feedback and details.stage in ("screen", "interview", "final")
    chosen = _chosen(
        book, shape(details, kind), details.stage, asking, {**names, **_spoken(book, names)}, seed
    )
    closing = _pick(book["closings"], seed, "closing")
    asks = any(part.startswith("ask") for paragraph in chosen for part, _ in paragraph)
    lint.wording(
        _paragraphs(book, chosen, dict.fromkeys(names, _STAND_IN)), *book["words_asking" if asks else "words"]
    )
    letter = "\n\n".join(
        [_greeting(book, names, details.greeting), *_paragraphs(book, chosen, names), closing]
    )
    lint.form(letter)
    below = _below(name, signature)
    return f"{letter},\n{below}\n" if below else f"{letter}\n"


def shape(details: Details, kind: str) -> str:
    """Which letter it is: by what the mail says of the post or asks, else by how far it got."""
    if details.reason in ("cancelled", "talent_pool", "feedback"):
        return details.reason
    if kind == "on_hold" or details.reason == "on_hold":
        return "on_hold"
    if details.reason == "filled":
        return "filled"
    return details.stage if details.stage in ("screen", "interview", "final") else "application"


@cache
def _book(language: str) -> Mapping[str, Any]:
    if language not in LANGUAGES:
        raise GraceError(f"there is no reply in {language!r} yet")
    source = files("watcher.replying").joinpath("templates", f"{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _names(details: Details) -> dict[str, str]:
    """The slots that are known, each a safe name."""
    company = _LEGAL_FORM.sub("", _safe(details.company))
    given = {"company": company, "role": details.role, "person": details.person}
    return {slot: safe for slot, text in given.items() if (safe := _safe(text))}


def _safe(text: str) -> str:
    name = unicodedata.normalize("NFC", text).rstrip(".")
    fits = _NAME.fullmatch(name) and not _NO_NAME.search(name) and len(name.split(" ")) <= _MOST_WORDS
    sound = fits and name == name.strip() and "TODO" not in name and any(map(str.isalpha, name))
    return name if sound else ""


def _chosen(
    book: Mapping[str, Any], shape: str, stage: str, asking: bool, names: Mapping[str, str], seed: str
) -> list[list[tuple[str, str]]]:
    """Per paragraph the parts that stand, each with its wording."""
    met = stage in ("screen", "interview", "final")
    paragraphs = []
    for parts in book["shapes"][shape]:
        standing = [
            part for part in parts if (asking or not part.startswith("ask")) and (met or part != "met")
        ]
        worded = [(part, _pick(_usable(book["parts"][part], names), seed, part)) for part in standing]
        paragraphs.append(worded)
    return [paragraph for paragraph in paragraphs if paragraph]


def _usable(wordings: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [wording for wording in wordings if set(Template(wording).get_identifiers()) <= names.keys()]


def _pick(wordings: Sequence[str], seed: str, part: str) -> str:
    digest = hashlib.sha256(f"{seed}\n{part}".encode(errors="replace")).digest()
    return wordings[int.from_bytes(digest[:4], "big") % len(wordings)]


def _paragraphs(
    book: Mapping[str, Any], chosen: Sequence[Sequence[tuple[str, str]]], names: Mapping[str, str]
) -> list[str]:
    slots = {**names, **_spoken(book, names)}
    return [" ".join(Template(wording).substitute(slots) for _, wording in paragraph) for paragraph in chosen]


def _spoken(book: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """What a wording can speak of beside the names: the post, the application, the interview, the talk."""
    post = _post(book, names)
    known = next((name for name in ("role", "company") if name in names), "bare")
    phrases = {thing: Template(forms[known]) for thing, forms in book["things"].items()}
    said = {thing: phrase.substitute(names, post=post) for thing, phrase in phrases.items()}
    return {"post": post, **said}


def _post(book: Mapping[str, Any], names: Mapping[str, str]) -> str:
    said = _SAYS_IT_IS_A_POST.search(names.get("role", ""))
    phrases = [*(book["post_said"] if said else ()), *book["post"]]
    return Template(_usable(phrases, names)[0]).substitute(names)


def _greeting(book: Mapping[str, Any], names: Mapping[str, str], greeting: str) -> str:
    """As they signed, and as they greeted: "Hi Anna," to somebody who wrote "Hi Robin"."""
    person = names.get("person", "")
    if not person or any(sign in person for sign in "&+/()#,") or any(map(str.isdigit, person)):
        return str(book["greeting_unknown"])
    titled = _TITLE.fullmatch(person)
    parts = (titled["rest"] if titled else person).split(" ")
    spelled_out = len(parts[0]) > 1 and not parts[0].endswith(".")
    slots = {
        "first": parts[0],
        "last": parts[-1],
        "title": titled["title"] if titled else "",
        "person": person,
    }
    if spelled_out and (greeting == "first" and (len(parts) > 1 or not titled)):
        form = "greeting_first"
    elif titled:
        form = "greeting_title"
    else:
        form = (
            "greeting_first" if len(parts) == 1 and spelled_out and greeting != "last" else "greeting_whole"
        )
    return Template(book[form]).substitute(slots)


def _below(name: str, signature: str) -> str:
    """The person's name and their own lines; the name only once."""
    bare = " ".join(_printable(name).split())
    lines = [_printable(line).rstrip() for line in signature.strip().splitlines()]
    own = "\n".join(lines).strip()
    return (
        own if bare and bare.casefold() in own.casefold() else "\n".join(part for part in (bare, own) if part)
    )


def _printable(text: str) -> str:
    return "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
