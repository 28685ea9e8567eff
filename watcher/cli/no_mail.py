"""Which files are plainly no mail: a PDF, an office document, a picture, text in UTF-16."""

from __future__ import annotations

import re

#: How files begin that are plainly no mail, what they are then, and what to do.
_COPY = "copy its text into a text file, and name that"
_SAVE = "save the mail as .eml in your mail program, and name that"
_NO_MAIL = (
    (b"%PDF", f"is a PDF and no mail; {_COPY}."),
    (b"PK\x03\x04", f"is a ZIP archive or an office document (such as .docx) and no mail; {_COPY}."),
    (b"{\\rtf", f"is an RTF document and no mail; {_COPY}."),
    (b"\xd0\xcf\x11\xe0", f"is an Outlook .msg file or an old office document; {_SAVE}."),
    (b"\xff\xd8\xff", f"is a picture and no mail; {_SAVE}."),
    (b"\x89PNG\r\n", f"is a picture and no mail; {_SAVE}."),
    (b"GIF8", f"is a picture and no mail; {_SAVE}."),
)
#: What PowerShell writes with ">".
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_IN_UTF_16 = "is text in UTF-16, which no mail is; save it as UTF-8 (in PowerShell: Out-File -Encoding utf8)."
_NO_TEXT = f"holds no text, so it is no mail; {_SAVE}."
#: No text has a NUL byte among its first so many. Mail has one by accident, below a field of a header.
LOOKED_AT = 4096
_FIELD = re.compile(
    rb">?From |[!-9;-~]{2,}[ \t]*:[^\0-\x08\x0e-\x1f\n]*(?:\n|\Z)"
    rb"|(?:From|To|Subject|Date|Received|Return-Path|Message-ID|Delivered-To|MIME-Version|Reply-To):",
    re.IGNORECASE,
)


def no_mail(data: bytes) -> str:
    """Why a file is plainly no mail, in words that follow its name; "" where it may be one.

    Args:
        data: how it begins.
    """
    head = data[:LOOKED_AT]
    if head.startswith(_UTF_16):
        return _IN_UTF_16
    for begins, what in _NO_MAIL:
        if head.startswith(begins):
            return what
    return _NO_TEXT if b"\0" in head and not _FIELD.match(head.lstrip()) else ""
