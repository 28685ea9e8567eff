"""From the parts of a mail to the text that its reader sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from watcher.reading.decoding import clean_text, decode, undoubled, unwrap
from watcher.reading.html import TAG_CAP, most_text, visible_text
from watcher.reading.left_behind import unescaped, untagged
from watcher.reading.mime import Part, read_parts
from watcher.reading.types import PARTLY_ENCRYPTED

#: Most visible characters of one mail, and most decoded characters that are looked at for them.
TEXT_CAP = 64 * 1024
SOURCE_CAP = 512 * 1024

_STUB = re.compile(
    r"(?:in|support\w{0,3}|display\w{0,3}|shows?|view\w{0,3}|read\w{0,3}|render\w{0,3}|enable\w{0,3}|use) html\b"
    r"|html[ -](?:e-?mail|mail|message|version|format|capable|enabled|compatible|content|view|part|enhanced)"
    r"|plain.?text|view (?:this|the) (?:e-?mail|message)|your (?:e-?mail )?client|your mail"
    r"|(?:view|read|open|display)\w{0,3} [^.]{0,40}\bbrowser"
    r"|im browser|navigateur|navegador|nel browser|in uw browser|przeglądar|webbläsare|i din browser|tarayıcı"
    r"|ブラウザ|浏览器",
    re.IGNORECASE,
)
_ENCRYPTED, _ARMORED = "encrypted", "-----BEGIN PGP "
_METHOD = re.compile(r"^METHOD[^:\n]{0,40}:\s*([A-Za-z\-]{1,20})\s*$", re.MULTILINE | re.IGNORECASE)
_LOOKS_HTML = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
#: The address of a page, in ASCII. That of the letter on the web, with what tells its reader apart, is as long as one.
_LINK = re.compile(r"https?://[!-;=?-~]+")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = _PAGES | {"text/plain"}
_CALENDARS = frozenset({"text/calendar", "application/ics"})
#: A mail that was signed or encrypted as a whole, and how many of these are opened.
_ENVELOPES, _MOST_ENVELOPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"}), 3
#: Of a plain alternative: so few characters may only say that the rest is in the other one; and so many times as many
#: of the other one are more than the same with other words around.
_FEW, _MORE = 200, 4


@dataclass(slots=True)
class Body:
    """What came out of the parts.

    Args:
        text: visible text with quotes still in it, at most 64 KiB characters.
        calendar: METHOD of a text/calendar part.
        calendar_text: the first such part, at most 64 KiB characters.
    """

    text: str = ""
    calendar: str | None = None
    calendar_text: str = ""
    problems: list[str] = field(default_factory=list)


def read_body(data: bytes, root: Part) -> Body:
    """Finds the text of a mail. One part that cannot be read does not stop the next."""
    reader = _Reader(data)
    pieces = _distinct(reader.texts(root, root=True))
    text = "\n\n".join(pieces)
    if not text.strip():
        reader.problems += reader.unread
    elif _ENCRYPTED in reader.unread:
        reader.problems.append(PARTLY_ENCRYPTED)
    if len(text) > TEXT_CAP:
        reader.problems.append("text longer than 64 KiB, the rest of it was not read")
    return Body(text[:TEXT_CAP], reader.calendar, reader.calendar_text, reader.problems)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.left = SOURCE_CAP
        #: The roots of mails that were signed as a whole: kept, so that no other part has the id of one of theirs.
        self.opened: list[Part] = []
        self.tags_left = TAG_CAP
        self.calendar: str | None = None
        self.calendar_text = ""
        self.problems: list[str] = []
        self.unread: list[str] = []
        #: What `_most_of` has said of a part, by its id: alternatives may lie within one another.
        self.most: dict[int, int] = {}

    def texts(self, part: Part, root: bool = False) -> list[str]:
        """The texts of a part and its children, in order."""
        kind = part.header.content_type
        if part.skipped:
            return []
        if kind.startswith("multipart/"):
            return self._of_multipart(part, kind)
        if kind in _CALENDARS:
            self._read_calendar(part)
            return []
        if (kind in _TEXTS and (root or not _is_attached(part))) or (root and kind.startswith("text/")):
            return [text for text in [self._guarded(part, kind)] if text.strip()]
        if kind in _ENVELOPES and (root or not _is_attached(part)) and len(self.opened) < _MOST_ENVELOPES:
            from watcher.reading.smime import signed_content

            content = signed_content(self._unwrapped(part))
            if content is not None:
                return self._within(content)
        self._note_unread(kind)
        return []

    def _note_unread(self, kind: str) -> None:
        if kind.startswith("message/"):
            self.unread.append("only an attached mail, its text was not read")
        elif kind in _ENVELOPES or kind == "application/pgp-encrypted":
            self.unread.append(_ENCRYPTED)
        elif kind.startswith("image/"):
            self.unread.append("only images, no text")

    def _within(self, content: bytes) -> list[str]:
        """The texts of a mail that was signed as a whole."""
        data = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        root, problems = read_parts(data, lambda _: False)
        self.opened.append(root)
        self.problems += problems
        outside, self.data = self.data, data
        try:
            return self.texts(root, root=True)
        finally:
            self.data = outside

    def _of_multipart(self, part: Part, kind: str) -> list[str]:
        if not part.children:
            self.problems.append("parts announced, but none found")
            return [text for text in [self._guarded(part, "text/plain")] if text.strip()]
        if kind != "multipart/alternative":
            return [text for child in part.children for text in self.texts(child)]
        children, others = part.children, [one for one in part.children if not _is_plain(one)]
        plain = [text for child in children if _is_plain(child) for text in self.texts(child)]
        if self._is_enough("\n".join(plain), others):
            for child in others:
                self._read_calendars(child)
            return plain
        rich = [text for child in others for text in self.texts(child)]
        return rich if rich and _is_stub("\n".join(plain), "\n".join(rich)) else plain

    def _is_enough(self, plain: str, others: Sequence[Part]) -> bool:
        """Whether the plain alternative is seen to be no stub (see below) before the others are read. What describes
        their images does not count.
        """
        short = _size(plain)
        if short < _FEW or _LOOKS_HTML.match(plain) or _says_so(plain):
            return False
        return sum(map(self._most_of, others)) <= _MORE * short

    def _most_of(self, part: Part) -> int:
        """No fewer characters than the size of what `texts` finds in a part and its children, images aside."""
        known = self.most.get(id(part))
        if known is None:
            inside = sum(map(self._most_of, part.children))
            known = self.most[id(part)] = inside if part.children else self._most_in(part)
        return known

    def _most_in(self, part: Part) -> int:
        kind = part.header.content_type
        if kind not in _TEXTS and not kind.startswith("multipart/"):
            return 0
        try:
            source = self._decoded(part)
        except Exception:  # noqa: BLE001 - `_guarded` says so where it is read
            return 0
        return len("".join((source if kind == "text/plain" else most_text(source)).split()))

    def _read_calendars(self, part: Part) -> None:
        """Of a part and its children only these."""
        if part.header.content_type in _CALENDARS:
            self._read_calendar(part)
        for child in part.children:
            self._read_calendars(child)

    def _guarded(self, part: Part, kind: str) -> str:
        try:
            return self._read(part, kind)
        except Exception as error:  # noqa: BLE001 - whatever one part does, the others are read
            self.problems.append(f"a part could not be read ({type(error).__name__})")
            return ""

    def _read(self, part: Part, kind: str) -> str:
        source = undoubled(self._decoded(part))
        if len(source) > self.left:
            self.problems.append("text too long, the rest of it was not read")
        source = source[: self.left]
        self.left -= len(source)
        if kind in _PAGES or _LOOKS_HTML.match(source):
            text, problems = visible_text(source, self.tags_left)
            self.tags_left = max(0, self.tags_left - source.count("<"))
            self.problems += problems
            return clean_text(untagged(text))
        if part.header.parameter("content-type", "format").lower() == "flowed":
            source = re.sub(r"^ ", "", source, flags=re.MULTILINE)  # RFC 3676 4.4: space-stuffing
        text = clean_text(unescaped(untagged(source[: 2 * TEXT_CAP])))
        return self._unarmored(text) if _ARMORED in text else text

    def _unarmored(self, text: str) -> str:
        from watcher.reading.armor import unarmored  # hardly any mail needs it, and the daemon stays small

        text, is_encrypted = unarmored(text)
        if is_encrypted:
            self.unread.append(_ENCRYPTED)
        return text

    def _decoded(self, part: Part) -> str:
        content = self._unwrapped(part)
        charset = part.header.parameter("content-type", "charset")
        text, problem = decode(content[: 2 * SOURCE_CAP], charset, doubted=True)
        self._note(problem)
        return text

    def _unwrapped(self, part: Part) -> bytes:
        content, problem = unwrap(
            self.data[part.start : part.end], part.header.first("content-transfer-encoding")
        )
        self._note(problem)
        return content

    def _note(self, problem: str) -> None:
        if problem and problem not in self.problems:
            self.problems.append(problem)

    def _read_calendar(self, part: Part) -> None:
        method = part.header.parameter("content-type", "method")
        if not self.calendar_text:
            self.calendar_text = self._decoded(part)[:TEXT_CAP]
        if not method and self.calendar is None:
            found = _METHOD.search(self._decoded(part)[:TEXT_CAP])
            method = found[1] if found else ""
        if self.calendar is None and re.fullmatch(r"[A-Za-z\-]{1,20}", method):
            self.calendar = method.upper()


def _is_plain(part: Part) -> bool:
    return part.header.content_type == "text/plain"


def _size(text: str) -> int:
    """Its characters, without white space, addresses of pages, and the signs that draw lines and mark quotes."""
    if "://" in text:
        text = _LINK.sub("", text)
    return len("".join(text.replace("-", " ").replace(">", " ").split()))


def _is_attached(part: Part) -> bool:
    return part.header.first("content-disposition").strip().lower().startswith("attachment")


def _is_stub(plain: str, rich: str) -> bool:
    """Whether the plain alternative only stands in for the HTML one."""
    short, full = _size(plain), _size(rich)
    if short == 0:
        return True
    if _LOOKS_HTML.match(plain):
        return True
    return (full > short and _says_so(plain)) or (full > 120 and short * _MORE < full)


def _says_so(plain: str) -> bool:
    """Whether a plain text says at its beginning that the rest is elsewhere."""
    return _STUB.search(_LINK.sub("", plain[: _MORE * _FEW])[:_FEW]) is not None


def _distinct(texts: list[str]) -> list[str]:
    """Leaves out a text that another one holds already: some senders mix both forms without saying so."""
    if len(texts) == 1:
        return texts if texts[0].replace(">", " ").strip() else []
    folded = ["".join(text.replace(">", "").split()) for text in texts]
    kept: list[int] = []
    for number, text in enumerate(folded[:20]):
        if text and not any(text in folded[other] for other in kept):
            kept.append(number)
    return [texts[number] for number in kept] + texts[20:]
