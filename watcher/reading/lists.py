"""Which mail came over a discussion list: nobody answers an application there, so its text is not even read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: What the programs of discussion lists write besides: ezmlm, majordomo and others, Mailman.
_OF_LIST_PROGRAMS = ("mailing-list", "x-mailing-list", "x-beenthere")


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
