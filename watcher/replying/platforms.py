"""Applicant tracking systems and job boards, and what becomes of a reply to them: the table in platforms.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: What may become of a reply.
REPLIES = ("reach", "lost", "unknown")


@dataclass(frozen=True, slots=True)
class Platforms:
    """Which system sends from a domain.

    Args:
        replies: for each domain, in lower case and ASCII, one of REPLIES.
    """

    replies: Mapping[str, str]

    def of(self, domain: str) -> str:
        """One of REPLIES, "" for a domain that is not in the table. The longest entry wins.

        Args:
            domain: in ASCII. Whole labels count: "evil-greenhouse.io" is not within "greenhouse.io".
        """
        labels = domain.lower().split(".")
        for start in range(len(labels)):
            found = self.replies.get(".".join(labels[start:]))
            if found:
                return found
        return ""

    def under(self, own: Platforms) -> Platforms:
        """This table with the person's own entries before it."""
        return Platforms({**self.replies, **own.replies})


@cache
def shipped() -> Platforms:
    return parse(files("watcher.replying").joinpath("platforms.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Platforms:
    """Reads a table.

    Raises:
        ValueError: with one line on what is wrong: no TOML, or an entry that is none.
    """
    tables = tomllib.loads(text).get("platform", [])
    if not isinstance(tables, list):
        raise ValueError("write [[platform]] above each entry")
    found: dict[str, str] = {}
    for number, table in enumerate(tables, 1):
        domains, replies = (
            table.get(key) if isinstance(table, dict) else None for key in ("domains", "replies")
        )
        if not isinstance(domains, list) or not all(isinstance(one, str) and one for one in domains):
            raise ValueError(f'platform {number}: domains must be a list such as ["example.org"]')
        if replies not in REPLIES:
            raise ValueError(f'platform {number}: replies must be "reach", "lost" or "unknown"')
        found.update((one.lower(), str(replies)) for one in domains)
    return Platforms(found)
