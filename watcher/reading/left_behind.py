"""What a program left in a text that is no page: tags of HTML, and references to characters.

A text that talks of them is not touched, as far as that can be told: where lines are quoted, or few of them have tags.
"""

from __future__ import annotations

import re
from unicodedata import category

from watcher.reading.tags import unescape

#: Tags that a program left in plain text: at least so many, in one of so many lines. Others may be talked about.
_LEFT_TAG = re.compile(r"<(?:br ?/?|/p|/div|/li|/h[1-6])>", re.IGNORECASE)
_TAG_BEGINS, _LEFT_TAGS, _TAGGED_LINES = ("</", "<br", "<BR"), 2, 3
_QUOTE = re.compile(r"^[ \t]*>", re.MULTILINE)
#: What they mean, and the others, whole and with whole attributes only: "<i for one>" is none.
_LINE_BREAK = re.compile(r"<br ?/?>[ \t]*\n?|</div>", re.IGNORECASE)
_END_OF_BLOCK = re.compile(r"</(?:p|li|h[1-6])>\n?", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|font|b|i|u|em|strong|small|big|center|ul|ol|li|h[1-6]|hr|html|head|body|table|tbody|t[drh])"
    r"(?:\s+[a-z-]{1,30}\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*\s*/?>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8}\d{0,2});(?!=)")
#: Categories of Unicode that end lines, control, or are no characters.
_NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})


def untagged(text: str) -> str:
    """Text without the tags that a program left in it, or escaped twice. Its own lines stay lines, and where some of
    them are quoted, it stays as it is."""
    if not any(map(text.__contains__, _TAG_BEGINS)) or len(_LEFT_TAG.findall(text)) < _LEFT_TAGS:
        return text  # as most
    if _QUOTE.search(text):
        return text
    filled = [line for line in text.splitlines() if line.strip()]
    if sum(_LEFT_TAG.search(line) is not None for line in filled) * _TAGGED_LINES < len(filled):
        return text
    return unescaped(_TAG.sub("", _END_OF_BLOCK.sub("\n\n", _LINE_BREAK.sub("\n", text))))


def unescaped(text: str) -> str:
    """Text without the references to characters that a program left in it: "We&#39;re". Lines stay as they are."""
    if "&" not in text or ";" not in text:
        return text
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    meant = unescape(reference[0])
    return reference[0] if "\ufffd" in meant or _NO_TEXT.intersection(map(category, meant)) else meant
