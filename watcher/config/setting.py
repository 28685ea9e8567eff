"""What is known of one key of the config file, and how a field of a dataclass carries it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of one key of the config file.

    Args:
        read: makes the value from what tomllib gives, or raises ValueError("must be ...").
        meaning: one or two lines for the example file.
        example: the value in the example file, as TOML. For a key with a default it is the default.
        shown: False where the example holds the key as a comment, since few accounts need it.
        private: its value is never repeated in a message: a password may have slipped in there.
    """

    read: Callable[[object], object]
    meaning: str
    example: str
    shown: bool = True
    private: bool = False


def setting(
    read: Callable[[object], object], example: str, meaning: str, default: object = MISSING, **more: bool
) -> Any:
    return field(default=default, metadata={"setting": Setting(read, meaning, example, **more)})
