"""Which folders a Maildir holds, whichever of the usual layouts it has.

Maildir++ has INBOX at the root and ".Drafts", ".Archive.2026" beside its cur/; mbsync and others make plain
folders, "INBOX", "Drafts", "[Gmail]/Drafts", each with cur/, new/ and tmp/. Both may be mixed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from watcher.errors import TemporaryError, UserError
from watcher.mailboxes.folder_names import decode_utf7, encode_utf7

_DEPTH = 5


def find_folders(root: Path) -> dict[str, Path]:
    """The folders below `root` by their decoded names.

    Raises:
        UserError: nothing there is a Maildir folder.
    """
    try:
        found = dict(_inside(root, "", _DEPTH))
    except FileNotFoundError:
        raise UserError(f"Maildir {root}: there is no such folder. Put its path under `path`.") from None
    except (NotADirectoryError, PermissionError) as error:
        raise UserError(f"Maildir {root}: {error.strerror}. Is `path` right, and may you read it?") from None
    except OSError as error:
        raise TemporaryError(f"Maildir {root}: {error.strerror}. It is tried again later.") from None
    if is_folder(root):
        found["INBOX"] = root
    if not found:
        raise UserError(f"Maildir {root}: no mail folder is in it (one with cur, new and tmp inside).")
    return found


def is_folder(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def make_folder(path: Path) -> None:
    """Makes an empty Maildir++ folder; one that is there already stays as it is."""
    for part in ("tmp", "new", "cur"):
        (path / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    (path / "maildirfolder").touch(mode=0o600)


def path_for(root: Path, name: str, below_inbox: bool) -> Path:
    """Where a folder of this name is made.

    Args:
        name: with "/" between a folder and the one in it.
        below_inbox: it is Maildir++, which writes ".Grace.Rejection" for "Grace/Rejection".

    Raises:
        UserError: no folder can be called so.
    """
    parts = name.split("/")
    if any(part in ("", ".", "..", "cur", "new", "tmp") or "\0" in part for part in parts):
        raise UserError(f"Maildir {root}: no folder can be called {name[:80]!a}.")
    parts = [encode_utf7(part) for part in parts]
    return root / f".{'.'.join(parts)}" if below_inbox else root.joinpath(*parts)


def _inside(path: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path]]:
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        if entry.name in {"cur", "new", "tmp"} or not entry.is_dir():
            continue
        here, dotted = Path(entry.path), entry.name.startswith(".")
        name = prefix + decode_utf7(_as_text(entry.name[1:] if dotted else entry.name))
        if is_folder(here):
            yield ("INBOX" if name.upper() == "INBOX" else name), here
        if depth and not dotted:
            yield from _inside(here, name + "/", depth - 1)


def _as_text(name: str) -> str:
    """Bytes of a name that are no UTF-8, as a person can type them: "J\\xe4ger"."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
