"""Which mail came over a discussion list: nobody answers an application there. Where a header says so, its text is not
even read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: What the programs of discussion lists write besides: ezmlm, majordomo and others, Mailman.
_OF_LIST_PROGRAMS = ("mailing-list", "x-mailing-list", "x-beenthere")
#: What such programs write below each mail, unless told otherwise: Mailman 2 and 3 ("Defaults.py: DEFAULT_MSG_FOOTER";
#: "list:member:generic:footer"), Google Groups. A copy of a mail may have lost its headers.
_FOOTER = re.compile(
    r"^_{20,}\s*\n\S{1,60} mailing list\s*\n\S{1,100}@\S{1,100}\s*\nhttps?://"
    r"|^_{20,}\s*\n[^\n]{1,100} mailing list -- \S{1,100}@\S{1,100}\s*\nTo unsubscribe send an email to "
    r"|^You received this message because you are subscribed to the Google\s+Groups?\b",
    re.MULTILINE,
)


def on_a_list(headers: Mapping[str, Sequence[str]]) -> bool:
    """Whether a mail came over a discussion list, to which its readers can post (List-Post, RFC 2369 3.4).

    Newsletters and applicant tracking systems have other List fields, and Precedence, so that an answer of theirs would
    be lost by these.

    Args:
        headers: as `Message` holds them.
    """
    if any("mailto:" in value for value in headers.get("list-post", ())):
        return True
    return any(headers.get(name) for name in _OF_LIST_PROGRAMS)


def has_a_footer(text: str) -> bool:
    """Whether the program of a discussion list wrote a part of a mail.

    Args:
        text: what was written this time, with its signature; a quoted mail may well have come over a list.
    """
    # Far faster, and nearly always all.
    if " mailing list" not in text and "You received this message" not in text:
        return False
    return _FOOTER.search(text) is not None
