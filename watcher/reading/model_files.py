"""The two files of a model: model.json and weights.npz, told from damaged ones and from those made to do harm.

No pickle: opening a model never runs code.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.errors import StorageError
from watcher.reading.memory import OWN_ARRAYS
from watcher.reading.tagger import TAG_ARRAYS, tags_fit
from watcher.reading.told import TOLD_ARRAYS, told_fit
from watcher.reading.vocabulary import Parted, unpacked

#: Of the shipped model; and of one that holds taught mail besides (watcher/reading/memory.py).
FORMAT_VERSION, OWN_FORMAT_VERSION = 20, 21
#: What a mail is about is asked twice: is it about a job at all, and about the person's own application?
CONTEXTS = ("job", "own")
ARRAYS = (
    "idf",
    "weights",
    "bias",
    "context_weights",
    "context_bias",
    "first",
    "follows",
    "balance",
    "against",
    "look",
    "look_start",
)

#: Bytes that a model takes at most, unpacked and in either file; the shipped one has a tenth of it.
LARGEST = 256 << 20
#: What reading a file comes to that is damaged, or made to do harm.
BROKEN = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, RuntimeError),
    *(MemoryError, zipfile.BadZipFile, zlib.error),
)

#: The parts of model.json that predictions depend on.
PREDICTING = ("labels", "languages", "concepts")
#: What stands in weights.npz, since it is packed there: words and the names of other features as one string each, and
#: runs of words as numbers; see watcher/reading/vocabulary.py.
LARGE_PARTS = ("words", "vocabulary")
_TEXTS, _NUMBERS = ("words", "others"), ("lengths", "runs")


def checksum(written: Mapping[str, Any], weights: bytes) -> str:
    """Hex SHA-256 over the bytes of weights.npz and all of model.json that predictions depend on.

    Args:
        written: the content of model.json, as it is in the file.
    """
    digest = hashlib.sha256(weights)
    for key in PREDICTING:
        digest.update(f"\n{key} ".encode("ascii"))
        digest.update(json.dumps(written[key], sort_keys=True).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def read(folder: Path) -> tuple[Mapping[str, Any], Mapping[str, npt.NDArray[Any]]]:
    """The content of both files of a model, as `Model` takes it.

    Raises:
        StorageError: where a file is missing, damaged, or of another format version.
    """
    try:
        written, weights = _read(folder)
        if checksum(written, weights) != written["sha256"]:
            written, weights = _read(folder)  # a new model may have come between the two files
        if checksum(written, weights) != written["sha256"]:
            raise StorageError(f"the model in {folder} is damaged: its checksum is wrong")
        arrays = _arrays(written, weights)
        del weights  # one after the other: what is done with makes room for what comes
        words, others = (Parted(arrays.pop(part).tobytes()) for part in _TEXTS)
        lengths, runs = (arrays.pop(part) for part in _NUMBERS)
        written |= {"words": words, "vocabulary": unpacked(words, lengths, runs, others)}
        return written, arrays
    except BROKEN as error:
        raise unreadable(folder, error) from error


def _arrays(about: Mapping[str, Any], weights: bytes) -> dict[str, npt.NDArray[Any]]:
    """What is in weights.npz, if it fits together and unpacks to no more than LARGEST.

    The checksum needs no key: it tells damage, and not somebody who made it fit.
    """
    with zipfile.ZipFile(io.BytesIO(weights)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
            raise ValueError("it is too large for a model")
    own = OWN_ARRAYS if about["format"] == OWN_FORMAT_VERSION else ()
    names = (*ARRAYS, *TOLD_ARRAYS, *TAG_ARRAYS, *_TEXTS, *_NUMBERS, *own)
    with np.load(io.BytesIO(weights), allow_pickle=False) as file:
        arrays = {name: file[name] for name in names}
    features, labels, contexts = len(arrays["idf"]), len(about["labels"]), len(CONTEXTS)
    shapes = (
        *((features,), (features, labels), (labels,), (features, contexts), (contexts,)),
        *((labels,), (labels, labels), (2,), (labels,), (features,), (1,)),
    )
    for name, shape in zip(ARRAYS, shapes, strict=True):
        if arrays[name].shape != shape or arrays[name].dtype.kind != "f":
            raise ValueError(f"{name} does not fit")
    for name in (*_TEXTS, *_NUMBERS):
        if arrays[name].ndim != 1 or arrays[name].dtype != (np.int32 if name == "runs" else np.uint8):
            raise ValueError(f"{name} does not fit")
    if len(arrays["lengths"]) != features:
        raise ValueError("lengths does not fit")
    for name in ("first", "follows"):
        if not (np.isfinite(arrays[name]) & (arrays[name] > 0)).all():
            raise ValueError(f"{name} holds what is no probability")
    for name in ("balance", "against", "look", "look_start"):
        if not np.isfinite(arrays[name]).all():
            raise ValueError(f"{name} holds what is no number")
    if (arrays["against"] < 0).any():
        raise ValueError("against holds what speaks for a no")
    told_fit(arrays, features)
    tags_fit(arrays)
    return arrays


def unreadable(folder: Path, error: Exception) -> StorageError:
    """What `read` raises where a file is damaged."""
    return StorageError(f"the model in {folder} cannot be read ({type(error).__name__})")


def _read(folder: Path) -> tuple[dict[str, Any], bytes]:
    """The content of model.json and the bytes of weights.npz.

    Raises:
        StorageError: of another format version.
    """
    for name in ("model.json", "weights.npz"):
        if (folder / name).stat().st_size > LARGEST:
            raise ValueError("it is too large for a model")
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if not isinstance(about, dict) or about.get("format") not in (
        FORMAT_VERSION,
        OWN_FORMAT_VERSION,
    ):
        raise StorageError(f"the model in {folder} has another format; train it again or reinstall")
    return about, (folder / "weights.npz").read_bytes()


def parted(about: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """What model.json holds of a model, and what weights.npz holds of it besides its arrays, for `read` to read."""
    vocabulary = about["vocabulary"]
    return (
        {key: part for key, part in about.items() if key not in LARGE_PARTS},
        {
            "words": vocabulary.words.array(),
            "others": vocabulary.others.array(),
            "lengths": vocabulary.lengths,
            "runs": vocabulary.packed(),
        },
    )
