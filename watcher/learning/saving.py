"""Writes the two files of a model, the same bytes for the same model; watcher/reading/model_files.py reads them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading.model_files import checksum, parted

#: How hard zlib tries: a model that is shipped is made once, one of the person's own many times. The latter takes a
#: fifth of the time to write and 6 % more space.
SHIPPED_EFFORT, OWN_EFFORT = 6, 2

Array = npt.NDArray[Any]


def save(
    about: Mapping[str, Any],
    arrays: Mapping[str, Array],
    folder: Path,
    figures: Mapping[str, Any],
    name: str,
    effort: int = SHIPPED_EFFORT,
) -> str:
    """Writes model.json and weights.npz, and returns the version, which begins with `name`.

    Args:
        effort: zlib's level, 1 to 9.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, large = parted(about)
    weights = _archive({**arrays, **large}, effort)
    digest = checksum(written, weights)
    written |= {
        "version": f"{name}-{digest[:10]}",
        "sha256": digest,
        "figures": figures,
    }
    text = json.dumps(written, ensure_ascii=False, indent=0, sort_keys=True)
    files = {"weights.npz": weights, "model.json": text.encode("utf-8") + b"\n"}
    for part, data in files.items():
        (folder / f".{part}.part").write_bytes(data)
    for part in files:  # one right after the other: `load` reads again where it meets one old and one new
        (folder / f".{part}.part").replace(folder / part)
    return str(written["version"])


def _archive(arrays: Mapping[str, Array], effort: int) -> bytes:
    """An .npz file without the time of day that numpy.savez would put into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(arrays):
            array = io.BytesIO()
            np.lib.format.write_array(array, arrays[name], allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, array.getvalue(), compresslevel=effort)
    return buffer.getvalue()
