"""A reply as the bytes of a draft: RFC 5322 headers that keep it in its thread, and not one more.

Python folds long headers in ways that break threading, unless lines may be 998 characters long, and it drops
spaces of long subjects. So every draft is read back and compared before anybody may save it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderDefect, MessageError
from email.header import Header
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.utils import format_datetime

from watcher.reading.types import Address, Details
from watcher.replying import lint, own_texts
from watcher.replying.addresses import ascii_domain, is_sound
from watcher.replying.books import LANGUAGES as LANGUAGES
from watcher.replying.letter import Wishes, write
from watcher.replying.lint import NotWrittenError


class _DraftPolicy(policy.EmailPolicy):
    """Lines of up to 998 characters, so that no msg-id is folded, and a subject in short encoded-words.

    The library would put a long subject in words of more than the 75 characters that RFC 2047 section 2
    allows, and lose a space between two of them.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        prefix, _, rest = str(value).partition(": ")
        if name != "Subject" or rest.isascii():
            return super().fold_binary(name, value)
        words = Header(rest, "utf-8", maxlinelen=75, header_name=f"Subject: {prefix}").encode(linesep="\r\n")
        return f"Subject: {prefix}: {words}\r\n".encode("ascii")


_POLICY = _DraftPolicy(linesep="\r\n", max_line_length=998)
_HEADERS = frozenset(
    {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }
)
_ID = re.compile(r"<[!-;=?-~]+>")
_LONGEST_ID = 960  #: beyond that "In-Reply-To: " and the id pass the 998 characters of RFC 5322 section 2.1.1
_REFERENCES = 20
_REPLIED = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwort|sv|vs|odp|tr|rif|ref|res|ynt|回复|回覆|答复|返信)\s*(?:[\[(^]\d{1,3}[\])]?)?\s*[:：]\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parent:
    """The mail that is answered.

    Args:
        message_id: with its angle brackets, None where it has none.
        references: its own References, in order.
        subject: decoded.
    """

    message_id: str | None
    references: tuple[str, ...]
    subject: str


def reply(
    parent: Parent,
    to: Address,
    sender: Address,
    details: Details,
    kind: str,
    message_id: str,
    now: datetime,
    *,
    wishes: Wishes,
    language: str = "en",
    texts: Mapping[str, str] | None = None,
    others: Sequence[str] = (),
    line: str = "",
) -> bytes:
    """The draft, with CRLF line ends, as RFC 5322 wants it.

    Args:
        to: the one recipient.
        sender: the person, with the address that the mail was delivered to.
        kind: of the answered mail, see `letter.write`.
        message_id: the draft's own, as made by `message_id`; it also decides between wordings.
        now: aware, in the person's time zone.
        wishes: how the person wants their letters.
        language: ISO 639-1, one of LANGUAGES.
        texts: the person's own, by file name, see `own_texts`.
        others: the employers of other answers, whose names must not stand in a text of the person's own.
        line: one of the person's own, for this letter; "" for none.

    Raises:
        NotWrittenError: no draft came out that could be saved with a good conscience.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    if not _is_id(message_id):
        raise NotWrittenError("the draft has no valid Message-ID of its own")
    text = words(details, kind, message_id, wishes, language, texts or {}, others, line)
    headers = {
        "From": _mailbox(sender),
        "To": _mailbox(to),
        "Subject": subject(parent.subject),
        "Date": format_datetime(now.replace(microsecond=0)),
        "Message-ID": message_id,
        **_thread(parent),
    }
    raw = _serialised(headers, text)
    _check(raw, headers, text)
    return raw


def words(
    details: Details,
    kind: str,
    seed: str,
    wishes: Wishes,
    language: str,
    texts: Mapping[str, str],
    others: Sequence[str] = (),
    line: str = "",
) -> str:
    """The letter: by the person's own text where there is one that fits this mail, else by our wordings.

    Raises:
        NotWrittenError: it did not pass its checks.
    """
    lint.companies(line, f"{details.company} {wishes.name}", others)
    name = own_texts.chosen(texts, details, kind, language)
    if name:
        try:
            text = own_texts.fill(texts[name], details, wishes, language, line)
            lint.companies(text, f"{details.company} {wishes.name} {wishes.signature}", others)
            return text
        except lint.NotWrittenError:
            pass  # `grace check` and `grace preview` say what is wrong with it; a reply comes all the same
    return write(details, kind, seed, wishes, language, line=line)


def message_id(secret: bytes, fingerprint: str, generation: int, domain: str) -> str:
    """The Message-ID of the draft that answers a mail: always the same one, and it gives nothing away.

    Args:
        secret: this installation's own.
        fingerprint: the answered mail's.
        generation: 1, and one more for each draft made anew on purpose.
        domain: of the person's own address.
    """
    digest = hmac.new(secret, f"{fingerprint}|{generation}".encode(), hashlib.sha256).digest()
    unique = base64.b32encode(digest).decode("ascii")[:26].lower()
    return f"<{unique}@{ascii_domain(domain) or 'localhost.invalid'}>"


def subject(original: str) -> str:
    """One "Re: " before the subject of the answered mail, which is otherwise left as it is."""
    line = "".join(
        " " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in original
    )
    return f"Re: {_REPLIED.sub('', line).strip()}".strip()


def _is_id(text: str) -> bool:
    """Whether a msg-id survives in a header; one that looks like an encoded-word (RFC 2047) does not."""
    return len(text) <= _LONGEST_ID and _ID.fullmatch(text) is not None and "=?" not in text


def _thread(parent: Parent) -> dict[str, str]:
    """The headers that keep a reply in its thread, as far as there are valid ids for them."""
    headers = {}
    if parent.message_id and _is_id(parent.message_id):
        headers["In-Reply-To"] = parent.message_id
    references = _references(parent)
    if references:
        headers["References"] = " ".join(references)
    return headers


def _references(parent: Parent) -> list[str]:
    """The parent's References, then its id (RFC 5322 section 3.6.4); of very many the first and the last."""
    known = [one for one in dict.fromkeys(parent.references) if _is_id(one) and one != parent.message_id]
    if len(known) > _REFERENCES:
        known = [known[0], *known[1 - _REFERENCES :]]
    return [*known, parent.message_id] if parent.message_id and _is_id(parent.message_id) else known


def _mailbox(address: Address) -> str:
    """A name-addr or addr-spec (RFC 5322 section 3.4). A name that does not come back the same is dropped."""
    local, domain = address.local, ascii_domain(address.domain)
    if not is_sound(address.address):
        raise NotWrittenError("an address in the reply is not a valid one")
    name = " ".join(unicodedata.normalize("NFC", address.name).split())
    odd = any(unicodedata.category(letter)[0] == "C" or letter in '@<>"\\:;=?' for letter in name)
    if name and not odd and len(name) <= 80:
        try:
            full = Mailbox(display_name=name, username=local, domain=domain)
            if _read_back(str(full)) == [(name, f"{local}@{domain}")]:
                return str(full)
        except (ValueError, LookupError, HeaderDefect):
            pass
    return f"{local}@{domain}"


def _read_back(value: str) -> list[tuple[str, str]]:
    message = EmailMessage(policy=_POLICY)
    message["To"] = value
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    return _addresses(read, "To")


def _addresses(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    return [(one.display_name, one.addr_spec) for one in message[name].addresses]


def _serialised(headers: dict[str, str], text: str) -> bytes:
    """The whole mail.

    Raises:
        NotWrittenError: the library refuses a header or the text.
    """
    message = EmailMessage(policy=_POLICY)
    plain = text.isascii() and all(len(line) < 990 for line in text.splitlines())
    try:
        for name, value in headers.items():
            message[name] = value
        message.set_content(text, charset="utf-8", cte="7bit" if plain else "quoted-printable")
        return message.as_bytes()
    except (ValueError, LookupError, MessageError) as error:
        raise NotWrittenError("it could not be put into a mail") from error


def _check(raw: bytes, headers: dict[str, str], text: str) -> None:
    """Reads the draft back. Whatever came out different must not be saved.

    Raises:
        NotWrittenError
    """
    read = message_from_bytes(raw, policy=policy.default)
    unfolded = _unfolded(raw)
    if set(unfolded) - _HEADERS or len(unfolded) != len(read.keys()):
        raise NotWrittenError("a header is in it that does not belong there")
    for name in ("Message-ID", "In-Reply-To", "References"):
        if unfolded.get(name.lower(), "") != headers.get(name, ""):
            raise NotWrittenError(f"its {name} would not have kept the thread")
    if str(read["Subject"]) != headers["Subject"]:
        raise NotWrittenError("its subject would have changed")
    if any(_addresses(read, name) != _read_back(headers[name]) for name in ("From", "To")):
        raise NotWrittenError("an address would have changed")
    if read.is_multipart() or _lines(str(read.get_content())) != _lines(text):
        raise NotWrittenError("its text would have changed")


def _unfolded(raw: bytes) -> dict[str, str]:
    """The fields as they stand on the wire, by lower-case name, folding undone (RFC 5322 section 2.2.3)."""
    block = raw.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    lines: Sequence[str] = re.sub(r"\r\n(?=[ \t])", "", block).split("\r\n")
    fields = (line.partition(":") for line in lines)
    return {name.lower(): value.strip(" ") for name, _, value in fields}


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")
