"""What a stranger wrote, made fit to stand in a text of ours. Pure."""

from __future__ import annotations

import unicodedata

_LONGEST = 120  #: signs


def one_line(text: str) -> str:
    """What a stranger wrote, as a part of a line of ours: no control, bidi or other unseen signs, and not too long."""
    seen = "".join(sign for sign in " ".join(text.split()) if unicodedata.category(sign)[:1] != "C")
    return seen if len(seen) <= _LONGEST else f"{seen[: _LONGEST - 1].rstrip()}…"
