"""What `grace check` has to say, line by line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at.

    Args:
        about: "" for the program itself, else the account's name.
        exit_code: that of its error; 0 where it is fine.
    """

    about: str
    what: str
    fine: bool
    word: str
    exit_code: int = 0
