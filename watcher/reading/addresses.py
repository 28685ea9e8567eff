"""Address lists of From, To and their kin: RFC 5322 section 3.4, read tolerantly and in linear time."""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.reading.decoding import clean_line
from watcher.reading.headers import decode_words, decoded_line
from watcher.reading.types import Address

#: Most addresses that are read from one field.
ADDRESS_CAP = 100
NAME_CAP = 200
_SHORT = 200

_TOKEN = re.compile(
    r"(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)"
    r'|"(?P<quoted>(?:[^"\\]|\\.)*+)"'
    r"|<(?P<angle>[^<>,;]*)>?"
    r"|(?P<open>\()"
    r"|(?P<mark>[,;:])"
    r"|(?P<space>\s+)"
    r'|(?P<atom>[^\s",;:<>()\\]+|\\.|.)',
    re.DOTALL,
)
#: The same, once an opening quote was found that nothing closes: quotes are characters like others.
_TOKEN_UNQUOTED = re.compile(_TOKEN.pattern.replace('"(?P<quoted>', '(?!)"(?P<quoted>'), re.DOTALL)
_BRACKETS = re.compile(r"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
#: What a local part cannot hold without quotes (RFC 5321 section 4.1.2).
_NOT_ALONE = re.compile(r"[\s@,;:<>()\"\[\]\\]")
_ADDR_SPEC = re.compile(r"[^@\s,;<>()\"\[\]:\\]{1,64}@(?:[^@\s,;<>()\"\[\]:\\]+|\[[0-9A-Za-z.:]{1,60}\])")

#: One mailbox of a list as programs write it: "Name" <a@b>, Name <a@b> (comment), a@b.
_PLAIN = re.compile(
    r'\s*+(?:(?:"(?:[^"\\]|\\.)*+"|[^"<>@:;,()\\\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029])*+<[^<>@,;:\s]+@[^<>@,;:\s]+>'
    r'|[^"<>@:;,()\\\s]++@[^"<>@:;,()\\\s]++)\s*+(?:\([^()]*+\)\s*+)?(?:,|$)'
)

_ADDRESS = r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_NAME = r"[A-Za-z0-9.&+-]+(?: [A-Za-z0-9.&+-]+)*+"
#: A single mailbox without a mark that means something: Anna Schmidt <anna@acme.example>, "Acme Inc."
#: <jobs@acme.example>, <anna@acme.example>, anna@acme.example.
_USUAL = re.compile(
    rf'(?:(?P<name>{_NAME}) |"(?P<quoted>{_NAME})" ?)?<(?P<in_angles>{_ADDRESS})>|(?P<bare>{_ADDRESS})'
)


def is_plain(value: str) -> bool:
    """Whether a field is nothing but a list of mailboxes, so that no two programs read it differently.

    Args:
        value: unfolded, encoded-words not yet decoded.
    """
    at = 0
    while at < len(value) and (found := _PLAIN.match(value, at)):
        at = found.end()
    return at == len(value)


def valid_address(text: str) -> str | None:
    """An addr-spec with its domain in lower case, None where it is none that could be written to."""
    text = text.strip().removeprefix("mailto:").rstrip(".")
    if len(text) > 254 or not _ADDR_SPEC.fullmatch(text) or clean_line(text, 300) != text:
        return None
    local, _, domain = text.partition("@")
    domain = domain.lower()
    # Lower-casing can make a letter into two (RFC 5891 leaves such domains out anyway).
    return None if domain.startswith(".") or len(domain) > 250 else f"{local}@{clean_line(domain, 250)}"


def read_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of one address field, groups dissolved, at most 100. What is no address is left out.

    Args:
        value: unfolded, encoded-words not yet decoded.
    """
    # The same address comes again and again; a long list seldom does.
    return _known(value) if len(value) <= _SHORT else _read(value)


def _read_short(value: str) -> tuple[Address, ...]:
    """The same; one mailbox as most programs write it is read in one step."""
    usual = _USUAL.fullmatch(value)
    if usual is None:
        return _read(value)
    local, _, domain = (usual["in_angles"] or usual["bare"]).partition("@")
    return (Address(usual["name"] or usual["quoted"] or "", f"{local}@{domain.lower()}"),)


def _read(value: str) -> tuple[Address, ...]:
    found: list[Address] = []
    piece = _Piece()
    tokens, broken_comment = _TOKEN, False
    at = 0
    while at < len(value) and len(found) < ADDRESS_CAP:
        token = tokens.match(value, at)
        if token is None:
            break
        kind, at = token.lastgroup, token.end()
        if kind == "open" and not broken_comment:
            end = _comment_end(value, at)
            broken_comment = end is None
            if end is not None:
                piece.comments.append(value[at : end - 1])
                at = end
        elif kind == "mark":
            if token[0] == ":" and not piece.angle:
                piece = _Piece()
            else:
                found += piece.addresses()
                piece = _Piece()
        elif token[0] == '"':
            tokens = _TOKEN_UNQUOTED
        else:
            piece.take(kind or "", token, of_an_address=value[at : at + 1] == "@")
    if len(found) < ADDRESS_CAP:
        found += piece.addresses()
    return tuple(found)


_known = lru_cache(maxsize=500)(_read_short)


def _comment_end(value: str, at: int) -> int | None:
    depth = 1
    for bracket in _BRACKETS.finditer(value, at):
        depth += {"(": 1, ")": -1}.get(bracket[0], 0)
        if depth == 0:
            return bracket.end()
    return None


class _Piece:
    """What stands between two commas."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle = ""

    def take(self, kind: str, token: re.Match[str], *, of_an_address: bool) -> None:
        """Adds a token; `of_an_address`: an "@" follows it at once."""
        if kind == "angle":
            self.angle = self.angle or token["angle"]
        elif kind == "quoted":
            quoted = _ESCAPED.sub(r"\1", token["quoted"])
            # "anna schmidt"@acme.example is one local part: without its quotes it would be another mailbox.
            self.words.append(_NOT_ALONE.sub("\0", quoted) if of_an_address else quoted)
        elif kind == "space":
            self.words.append(" ")
        else:
            self.words.append(token[0])

    def addresses(self) -> list[Address]:
        words = "".join(self.words).strip()
        if self.angle:
            address = valid_address(decode_words(self.angle))
            name = words
        else:
            bare = [word for word in words.split() if "@" in word]
            address = next((found for word in bare[:3] if (found := valid_address(word))), None)
            name = " ".join(word for word in words.split() if address is None or word not in bare)
        if address is None:
            return []
        return [Address(decoded_line(name or " ".join(self.comments[:3]), NAME_CAP).strip("'\" "), address)]
