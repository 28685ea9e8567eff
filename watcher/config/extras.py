"""What the person may lay beside the config: texts of their own, and what they know of platforms."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from watcher.errors import UserError
from watcher.replying import platforms
from watcher.replying.platforms import Platforms

_LARGEST = 20_000  #: bytes of a text of one's own


@dataclass(frozen=True, slots=True)
class Extras:
    """
    Args:
        texts: the person's own letters by file name, see `replying.own_texts`.
        platforms: the shipped table, the person's own entries before it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    platforms: Platforms = field(default_factory=platforms.shipped)


NO_EXTRAS = Extras()


def load(config_file: Path, templates: Path | None) -> Extras:
    """Reads `templates/*.txt` and `platforms.toml` beside the config file, as far as they are there.

    Args:
        templates: the folder that the config names, None for the usual one.

    Raises:
        UserError: one of them cannot be read, or says nothing that makes sense.
    """
    folder = config_file.parent.absolute() / (templates or "templates")
    if templates and not folder.is_dir():
        raise UserError(f"{folder} is not a folder; reply.templates must name one, or be left empty.")
    texts = {name: _text(folder / name) for name in _names(folder)} if folder.is_dir() else {}
    table = config_file.parent / "platforms.toml"
    if not table.is_file():
        return Extras(texts)
    try:
        own = platforms.parse(_text(table))
    except ValueError as error:
        raise UserError(f"{table}: {error}") from None
    return Extras(texts, platforms.shipped().under(own))


def _names(folder: Path) -> list[str]:
    """The texts in a folder; files that begin with a dot are a system's own."""
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".txt") and name[0] != ".")
    except OSError as error:
        raise UserError(f"{folder} cannot be read: {error.strerror}.") from None


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if len(raw) > _LARGEST:
            raise UserError(f"{path} is too large for a letter.")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8 text; save the file as UTF-8.") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
