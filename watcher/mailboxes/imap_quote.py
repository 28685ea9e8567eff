"""The one way by which a text of ours enters an IMAP command.

A Message-ID is written by whoever sent the mail. The library quotes neither CR and LF nor ( ) { % *, so such
an id would end the command and begin another. Here it is refused or quoted before a command is made of it.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

from watcher.errors import UserError
from watcher.mailboxes.folder_names import encode_utf7

LONGEST = 998
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def quoted(text: str) -> str:
    """A quoted string (RFC 3501 9, "quoted").

    Raises:
        ValueError: the text holds CR, LF, NUL or a character outside ASCII, or is longer than 998.
    """
    if not text.isascii() or any(character in text for character in "\r\n\0") or len(text) > LONGEST:
        raise ValueError("this text cannot stand in an IMAP command")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def folder_argument(name: str) -> str:
    """A decoded folder name in modified UTF-7 (RFC 3501 5.1.3); the library puts the quotes around it.

    Whatever is no control character may stand in a name: an emoji of several parts holds U+200D, a name
    typed on a French keyboard U+00A0.

    Raises:
        UserError: no folder can be called so: it is empty, too long, or holds a control character or
            bytes that are no text.
    """
    encoded = encode_utf7(name)
    refused = any(unicodedata.category(character) in {"Cc", "Cs"} for character in name)
    if not name or refused or len(encoded) > LONGEST:
        raise UserError(f"no IMAP folder can be called {name[:80]!a}")
    return encoded


def date(moment: datetime) -> str:
    """The date of a moment, as SEARCH wants it (RFC 3501 9, "date"), whatever the language of the machine."""
    return f"{moment.day}-{_MONTHS[moment.month - 1]}-{moment.year:04}"
