"""The models that were trained on the person's own mail, and which of them is in use.

    DATA/models/own-1a2b3c4d5e/   model.json, weights.npz   as any model is written, with their checksum
                                  record.json               when, on what, and what the gate said
    DATA/models/current           the name of the one in use; no file: the shipped model

Everything is for its owner alone. A version is written beside its place and moved there whole, and so is `current`:
whatever stops us, there is the old one or the new one. What cannot be used is never guessed at: the shipped model
takes its place, with one line that says why.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from watcher.errors import StorageError, UserError
from watcher.reading import model as models
from watcher.reading.classifier import Classifier, shipped
from watcher.reading.model_files import FORMAT_VERSION, OWN_FORMAT_VERSION

#: So many versions are kept; one takes about 8 MB.
KEPT = 5
CURRENT, RECORD = "current", "record.json"
_NAME = re.compile(r"own-[0-9a-f]{10}")
_VERSION = re.compile(rb'"version": *"(base-[0-9a-f]{10})"')
_PART = ".part-"
#: The newest format of a model that this program reads.
_NEWEST = OWN_FORMAT_VERSION
#: Formats of earlier releases: what was made then was made from an earlier shipped model.
_OLDER = range(2, FORMAT_VERSION)

#: What a look at `current` costs and finds: it changes whenever another model comes into use.
Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Version:
    """A model of the person's own, as it is on record.

    Args:
        name: its version.
        at: when it was trained; None where its record cannot be read.
        labels: how many labels of which kind it was trained on.
        figures: what the gate measured, see `gate.Answer`.
        current: it is the one in use.
    """

    name: str
    at: datetime | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    current: bool = False


def load_current(data: Path) -> tuple[Classifier, str]:
    """The model in use, and one line where it is not the one that should be; "" where all is well.

    Args:
        data: the data folder; it need not be there.

    Raises:
        StorageError: not even the shipped model can be read.
    """
    name = current(data)
    if not name:
        return Classifier.load(), ""
    found, why = _usable(_folder(data) / name) if _NAME.fullmatch(name) else (None, _DAMAGED)
    if found is not None:
        return found, ""
    line = f"Your own model {why}. The shipped one is used instead; `grace train` makes yours anew."
    return Classifier.load(), line


_DAMAGED, _OF_ANOTHER = "is damaged", "was made from another shipped model"


def _usable(folder: Path) -> tuple[Classifier | None, str]:
    """A version that can be used with the shipped model as it is now, or why not."""
    if not folder.is_dir():
        return None, "is missing"
    try:
        model = models.load(folder)
    except StorageError:
        return None, _why_not(folder)
    figures = model.about.get("figures")
    if not isinstance(figures, dict) or figures.get("base") != base_version():
        return None, _OF_ANOTHER
    return Classifier(model), ""


def _why_not(folder: Path) -> str:
    """Why a version cannot be read."""
    try:
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        written = int(about.get("format", 0)) if isinstance(about, dict) else 0
    except (OSError, ValueError, TypeError, RecursionError):
        return _DAMAGED
    if written > _NEWEST:
        return "was written by a newer Grace Period"
    return _OF_ANOTHER if written in _OLDER else _DAMAGED


def by_name(data: Path, name: str) -> Classifier | None:
    """The model that a verdict on record came from, where it is still there."""
    if name == base_version():
        return Classifier.load()
    return _usable(_folder(data) / name)[0] if _NAME.fullmatch(name) else None


def base_version() -> str:
    """The version of the shipped model, "" where it cannot be read.

    It is looked for in the text: to take the whole file apart would cost a daemon 17 MB for good.
    """
    try:
        found = _VERSION.search((shipped() / "model.json").read_bytes())
    except OSError:
        return ""
    return found[1].decode("ascii") if found else ""


def current(data: Path) -> str:
    """The name of the version in use, "" for the shipped model. What is not a name is given back as it is."""
    try:
        return (_folder(data) / CURRENT).read_text(encoding="utf-8", errors="replace").strip() or "?"
    except FileNotFoundError:
        return ""
    except OSError:
        return "?"


def stamp(data: Path) -> Stamp:
    """What to compare, to see whether another model has come into use: one call of the system."""
    try:
        seen = os.stat(_folder(data) / CURRENT)
    except OSError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def versions(data: Path) -> list[Version]:
    """All versions that are kept, the newest first."""
    in_use, found = current(data), []
    with suppress(OSError):
        names = [one.name for one in _folder(data).iterdir() if _NAME.fullmatch(one.name)]
        found = [_version(_folder(data) / name, current=name == in_use) for name in names]
    return sorted(found, key=lambda one: (one.at.timestamp() if one.at else 0.0, one.name), reverse=True)


def _version(folder: Path, *, current: bool) -> Version:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        labels = {str(kind): int(count) for kind, count in record["labels"].items()}
        figures = {
            str(name): {str(key): int(value) for key, value in row.items()}
            for name, row in record["figures"].items()
        }
        at = datetime.fromisoformat(record["at"])
        if at.tzinfo is None:
            raise ValueError("a time without its zone")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Version(folder.name, current=current)
    return Version(folder.name, at, labels, figures, current)


@contextmanager
def workshop(data: Path) -> Iterator[Path]:
    """A folder of its own to write a model into, beside its later place; gone at the end.

    Raises:
        StorageError: it cannot be made.
    """
    folder = _folder(data)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder)
        part = Path(tempfile.mkdtemp(prefix=_PART, dir=folder))
    except OSError as error:
        raise _unusable(error, folder) from None
    try:
        yield part
    finally:
        _sweep(folder)


def _sweep(folder: Path) -> None:
    """Removes what is half done or put aside, of this training or one that was cut off: there is one at a time."""
    for left in folder.glob(f"{_PART}*"):
        shutil.rmtree(left, ignore_errors=True)


def promote(data: Path, part: Path, version: Version) -> None:
    """Takes a model that lies in the workshop into use.

    Args:
        part: the folder from `workshop`, with model.json and weights.npz in it.
        version: its record; `current` does not matter.

    Raises:
        StorageError: it cannot be written; the model in use is the one from before.
    """
    record = {
        "at": version.at.isoformat() if version.at else None,
        "labels": dict(version.labels),
        "figures": {name: dict(row) for name, row in version.figures.items()},
    }
    place = _folder(data) / version.name
    try:
        (part / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        for path in part.iterdir():
            path.chmod(0o600)
            _to_disk(path)
        part.chmod(0o700)
        if place.exists():  # the same labels give the same model: it was there, or one that is damaged
            old = Path(tempfile.mkdtemp(prefix=_PART, dir=_folder(data)))
            place.rename(old / "old")
        part.rename(place)
        _to_disk(_folder(data))
    except OSError as error:
        raise _unusable(error, place) from None
    use(data, version.name)
    _forget_old(data)


def use(data: Path, name: str) -> None:
    """Takes a version into use that is kept; "" for the shipped model.

    Raises:
        UserError: there is none of that name, or it cannot be used.
        StorageError: `current` cannot be written.
    """
    folder = _folder(data)
    if name:
        if not _NAME.fullmatch(name) or not (folder / name).is_dir():
            raise UserError(f"There is no version {name}. `grace model` lists those that are kept.")
        usable, why = _usable(folder / name)
        if usable is None:
            raise UserError(f"{name} {why}; nothing was changed.")
    try:
        if not name:
            (folder / CURRENT).unlink(missing_ok=True)
            return
        number, part = tempfile.mkstemp(prefix=f".{CURRENT}-", dir=folder)  # mode 0600
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(folder / CURRENT)
        _to_disk(folder)
    except OSError as error:
        raise _unusable(error, folder / CURRENT) from None


def roll_back(data: Path) -> str:
    """Goes back to the version before the one in use, from the first one to the shipped model.

    Returns:
        its name, "" for the shipped model.

    Raises:
        UserError: the shipped model is in use: there is nothing before it.
    """
    in_use = current(data)
    if not in_use:
        raise UserError("The shipped model is in use; there is none before it.")
    kept = [one.name for one in versions(data)]
    earlier = kept[kept.index(in_use) + 1 :] if in_use in kept else kept
    name = next((one for one in earlier if _usable(_folder(data) / one)[0]), "")
    use(data, name)
    return name


def _forget_old(data: Path) -> None:
    """Removes all but the newest KEPT versions, never the one in use."""
    for version in versions(data)[KEPT:]:
        if not version.current:
            shutil.rmtree(_folder(data) / version.name, ignore_errors=True)


def _folder(data: Path) -> Path:
    return data / "models"


def _to_disk(path: Path) -> None:
    """Has the system write a file, or a folder's list of files, to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _unusable(error: OSError, path: Path) -> StorageError:
    return StorageError(f"{error.filename or path} cannot be used: {error.strerror}. Nothing was lost.")


def describe(version: Version) -> Mapping[str, Any]:
    """A version as plain JSON values."""
    return {
        "version": version.name,
        "at": version.at.isoformat() if version.at else None,
        "labels": dict(version.labels),
        "figures": {name: dict(row) for name, row in version.figures.items()},
    }
