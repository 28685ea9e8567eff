"""What mail programs put before the subject of a mail that replies, or hands another one on.

RFC 5322 section 3.6.5 knows "Re: " only; programs write it in their own languages, and count ("Re[2]:").
"""

from __future__ import annotations

import re

_REPLIES = "re|aw|antw|antwort|sv|vs|odp|ynt|yan|rif|res|rép|r|回复|回覆|答复|答覆|返信"
_HANDED_ON = "fwd?|wg|tr|rv|enc|i|vb|pd|ilt|i̇lt|doorst|转发|轉寄|轉發|転送"
_PREFIXES = re.compile(
    rf"^(?:\s*(?:{_REPLIES}|{_HANDED_ON})\s?(?:[\[(^]\d{{1,3}}[\])]?)?\s?[:：])+", re.IGNORECASE
)


def without(subject: str) -> str:
    """The subject that was replied to or handed on, as it stood."""
    return _PREFIXES.sub("", subject, count=1)
