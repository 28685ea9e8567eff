"""Hostile mail: what somebody may send who wants to crash, stall, mislead or use the program.

A `Letter` is a mail in fields and a body, so that poison can be put anywhere in it. What must come of it is part
of it: no mail of POISON makes a reply out of something that is no answer of "no", and no draft goes to a trap.
The written cases are in hostile_cases.py; here is what turns each into thousands.
"""

from __future__ import annotations

import base64
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

#: Addresses below it belong to the enemy: no reply may go there, unless the mail comes from there.
TRAP = "trap.example"
#: The sentence that makes a mail an answer of "no".
NO = "Unfortunately, we have decided to move forward with another candidate."
#: What any text of a mail may hold, as bytes: it may stand in a header, a name, a body.
POISON: dict[str, bytes] = {
    "crlf and a command": b"\r\nA001 CREATE Injected\r\nA002 DELETE INBOX",
    "cr alone": b"\rA003 CREATE Injected",
    "lf alone and a header": b"\nBcc: all@trap.example",
    "crlf and a header": b"\r\nBcc: all@trap.example\r\nX-Injected: yes",
    "folded header": b"\r\n Bcc: all@trap.example\r\n\t To: all@trap.example",
    "end of the header": b"\r\n\r\nUnfortunately injected",
    "nul": b"\x00Bcc: all@trap.example\x00",
    "word with crlf": b"=?utf-8?q?=0D=0ABcc:_all=40trap.example?=",
    "base64 word with crlf": b"=?utf-8?b?" + base64.b64encode(b"\r\nBcc: all@trap.example\r\n") + b"?=",
    "utf-7 word with crlf": b"=?utf-7?q?+AA0ACg-Bcc:_all=40trap.example?=",
    "word with nul and escape": b"=?utf-8?q?=00=1B[31m=9B31m=07?=",
    "word in a word": b"=?utf-8?q?=3D=3Futf-8=3Fq=3F=0ABcc=3F=3D?=",
    "half a word": b"=?utf-8?b?Qm" + b"=?utf-8?q?",
    "word of no charset": b"=?zlib?b?eJwLycgsVgCiRIWS1OISAB==?= =?x-none?q?=FF=FE?=",
    "imap literal": b"{5}\r\nHello {99999999999}",
    "imap quotes": b'"\\" ) (FLAGS \\Deleted) * % ]',
    "escape sequences": b"\x1b[31m\x1b]0;title\x07\x1b]8;;http://trap.example\x1b\\\x9b2J",
    "c1 in utf-8": "\x9b31m\x90q\x9d0;x\x9c".encode(),
    "bidi": "\u202egnp.exe\u202c\u2066\u2067x\u2069\u200f\u061c".encode(),
    "zero width": "a\u200bb\u200dc\ufeffd\u2060e\u00adf\u034f\u180e\u115f".encode(),
    "tag characters": "\U000e0041\U000e0042\U000e007f".encode(),
    "line separators": "a\u2028Bcc: all@trap.example\u2029b\x85c\x0bd\x0c".encode(),
    "lone surrogate": b"\xed\xa0\x80\xed\xb0\x80",
    "combining marks": ("Z" + "\u0301\u0316" * 300).encode(),
    "braces": b"{person} {0.__class__.__mro__} {{x}} {{ 7*7 }} {%include /etc/passwd%}",
    "dollars": b"$(reboot) ${company} $company $$ `id` #{1+1} <%= 1 %>",
    "percents": b"%s %n %(name)s %d %%00 %0d%0aBcc:x",
    "markup": b"[bold red]x[/] :smile: [link=http://trap.example]x[/link] [click](http://trap.example)",
    "html": b"<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;",
    "sql": b"'; DROP TABLE mail; --",
    "path": b"../../../../etc/passwd\\..\\..\\",
    "smtp end": b"\r\n.\r\nMAIL FROM:<all@trap.example>",
    "mbox start": b"\r\nFrom trap Thu Jan  1 00:00:00 1970\r\n",
    "signature": b"\r\n-- \r\nKind regards,\r\nAnna Schmidt",
    "json": b'","to":"all@trap.example","x":"\\u0000\\ud800',
    "other address": b"hr@real.example all@trap.example",
    "very long word": b"A" * 5000,
    "very many words": b"a " * 5000,
    "no letters": b"  \t  ...,,,;;;:::",
    "emoji": "👩\u200d👩\u200d👧\u200d👦 \ufe0f 🏳\ufe0f\u200d🌈".encode(),
    "not utf-8": b"\xff\xfe\xc3\x28\xf0\x9f\x92",
}
#: The kinds of mail that poison is put in: their text, and whether a reply may come of it.
TEXTS = {
    "rejection": (
        "Dear Robin,\r\n\r\nThank you for your interest in the position of {role} at {company}.\r\n"
        "Unfortunately, we have decided to move forward with another candidate.\r\n"
        "We wish you all the best.\r\n\r\nKind regards,\r\n{person}\r\n{company}\r\n"
    ),
    "interview": (
        "Dear Robin,\r\n\r\nThank you for your application for {role} at {company}.\r\n"
        "We would like to invite you to an interview on Monday at 10:00.\r\n\r\n"
        "Kind regards,\r\n{person}\r\n{company}\r\n"
    ),
    "offer": (
        "Dear Robin,\r\n\r\nwe are delighted to offer you the position of {role} at {company}.\r\n"
        "Please sign the enclosed contract by Friday.\r\n\r\nKind regards,\r\n{person}\r\n{company}\r\n"
    ),
    "receipt": (
        "Dear Robin,\r\n\r\nThank you for applying for the position of {role} at {company}.\r\n"
        "We have received your application and will be in touch.\r\n\r\nKind regards,\r\n{person}\r\n{company}\r\n"
    ),
    "newsletter": (
        "This week at {company}: new opening hours, a recipe by {person}, and {role} of the month.\r\n"
        "Our sale ends on Sunday.\r\n"
    ),
}
SLOTS = (
    *("name", "address", "subject", "message-id", "references", "in-reply-to", "to", "reply-to name", "date"),
    *("company", "role", "person", "charset", "boundary", "authentication-results", "top", "bottom", "x"),
)


@dataclass(frozen=True)
class Letter:
    """A mail, and what may come of it.

    Args:
        draft: "must", "may" or "never".
        to: the addresses that a draft may go to, in ASCII; empty for any but a trap.
    """

    case: str
    fields: tuple[tuple[str, bytes], ...]
    body: bytes
    draft: str = "may"
    to: frozenset[str] = field(default_factory=frozenset)

    @property
    def raw(self) -> bytes:
        header = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in self.fields)
        return header + b"\r\n" + self.body

    def having(self, case: str = "", draft: str = "", body: bytes | None = None, **values: bytes) -> Letter:
        """The same with other fields (`Reply_To=...`), each in the place of those of its name, and another body."""
        named = {name.replace("_", "-"): value for name, value in values.items()}
        kept = tuple((name, named.pop(name, value)) for name, value in self.fields)
        return replace(
            self,
            case=case or self.case,
            draft=draft or self.draft,
            body=self.body if body is None else body,
            fields=(*kept, *named.items()),
        )


def company(number: int) -> str:
    """A name of its own for each mail: of two answers of one employer only one gets a reply."""
    syllables = ("va", "lo", "mi", "ter", "na", "quo", "ri", "bel", "so", "dun")
    return "".join(syllables[int(digit)] for digit in f"{number:04d}").capitalize()


def letter(number: int, kind: str = "rejection", case: str = "", **poison: bytes) -> Letter:
    """An ordinary mail of one kind, with poison in some of its SLOTS.

    Args:
        poison: by slot, "-" and " " written "_".
    """

    def put(slot: str, ordinary: str) -> bytes:
        return ordinary.encode() + poison.get(slot, b"")

    name = company(number)
    domain = f"{name.lower()}.example"
    text = TEXTS[kind].encode()
    for slot, ordinary in (("company", name), ("role", f"Analyst {name}"), ("person", "Anna Schmidt")):
        text = text.replace(b"{%b}" % slot.encode(), put(slot, ordinary))
    fields = [
        ("From", b"%b <%b@%b>" % (put("name", "Anna Schmidt"), put("address", "anna"), domain.encode())),
        ("To", put("to", "robin@example.org")),
        ("Subject", put("subject", f"Your application to {name}")),
        ("Date", put("date", "Mon, 23 Nov 2026 09:30:00 +0000")),
        ("Message-ID", b"<%b@%b>" % (put("message_id", f"{kind}-{number}"), domain.encode())),
        ("MIME-Version", b"1.0"),
        ("Content-Type", b"text/plain; charset=%b" % put("charset", "utf-8")),
    ]
    extra = {
        "references": ("References", b"<mine-%d%b@example.org>"),
        "in_reply_to": ("In-Reply-To", b"<mine-%d%b@example.org>"),
        "reply_to_name": ("Reply-To", b"Anna %d %b <hr@" + domain.encode() + b">"),
        "authentication_results": ("Authentication-Results", b"mx.example.org; x=%d; %b"),
        "x": ("X-Mailer", b"%d %b"),
    }
    fields += [(n, value % (number, poison[slot])) for slot, (n, value) in extra.items() if slot in poison]
    if "boundary" in poison:
        edge = b"edge" + poison["boundary"]
        fields[-1] = ("Content-Type", b'multipart/mixed; boundary="%b"' % edge)
        text = b"--%b\r\nContent-Type: text/plain\r\n\r\n%b\r\n--%b--\r\n" % (edge, text, edge)
    text = poison.get("top", b"") + text + poison.get("bottom", b"")
    return Letter(
        case or f"{kind}: " + ", ".join(poison or ["ordinary"]),
        tuple(fields),
        text,
        "may" if kind == "rejection" else "never",
        frozenset({f"anna@{domain}", f"hr@{domain}"})
        if not poison.keys() & {"name", "address", "to"}
        else frozenset(),
    )


def poisoned(number: int) -> Iterator[Letter]:
    """Every poison in every slot of an answer of "no", and in turn of other mail, numbered from there on."""
    numbers = itertools.count(number)
    others = itertools.cycle(kind for kind in TEXTS if kind != "rejection")
    for what, poison in POISON.items():
        for slot in SLOTS:
            key = slot.replace("-", "_").replace(" ", "_")
            yield letter(next(numbers), "rejection", f"{what} in {slot}", **{key: poison})
            kind = next(others)
            yield letter(next(numbers), kind, f"{what} in {slot} of {kind}", **{key: poison})


def mixed(dice: random.Random, number: int) -> Letter:
    """Up to five poisons, each in some slot of some mail."""
    slots = dice.sample(SLOTS, dice.randint(1, 5))
    kind = dice.choice(("rejection", "rejection", *TEXTS))
    poison = {slot.replace("-", "_").replace(" ", "_"): _brew(dice) for slot in slots}
    return letter(number, kind, f"mixed: {kind}, {', '.join(slots)}", **poison)


def _brew(dice: random.Random) -> bytes:
    return b"".join(dice.choice(list(POISON.values())) for _ in range(dice.randint(1, 3)))


def garbled(dice: random.Random, letter: Letter) -> Letter:
    """Bytes of it changed, cut, repeated, swapped, or replaced by poison. It stays no reply where it was none.

    The kinds of change are those that no answer of "no" can come of; where a reply goes is then known only as far
    as that it is no trap.
    """
    raw = letter.raw
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(raw) + 1)
        size = dice.choice((1, 1, 2, 10, 100))
        change = dice.randrange(7)
        if change == 0:
            raw = raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]
        elif change == 1:
            raw = raw[:at] + raw[at + size :]
        elif change == 2:
            raw = raw[:at] + raw[at : at + size] * dice.choice((2, 3, 50)) + raw[at + size :]
        elif change == 3:
            raw = raw[:at] + dice.choice(list(POISON.values())) + raw[at:]
        elif change == 4:
            raw = raw[:at] if dice.random() < 0.2 else raw
        elif change == 5:
            raw = raw.replace(b"\r\n", dice.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")), dice.randint(1, 30))
        else:
            lines = raw.split(b"\r\n")
            one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
            raw = b"\r\n".join(lines)
    return Garbled(f"garbled: {letter.case}", (), raw, "never" if letter.draft == "never" else "may")


@dataclass(frozen=True)
class Garbled(Letter):
    """A mail of which only the bytes are known: they stand in `body`."""

    @property
    def raw(self) -> bytes:
        return self.body
