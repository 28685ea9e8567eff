"""Addresses at Gmail, of which many are one: dots count for nothing there, nor does what follows a "+"."""

from __future__ import annotations

_OF_GMAIL = frozenset({"gmail.com", "googlemail.com"})


def same_mailbox(one: str, other: str) -> bool:
    """Whether mail to both addresses comes to the same account (support.google.com/mail/answer/7436150)."""
    return _plain(one) == _plain(other)


def _plain(address: str) -> tuple[str, str]:
    local, _, domain = address.casefold().rpartition("@")
    if domain not in _OF_GMAIL:
        return local, domain
    return local.partition("+")[0].replace(".", ""), "gmail.com"
