"""A release: wheel, sdist, their checksums, and what the changelog says of it. `./run.sh release` makes it in dist/.

The same commit gives the same bytes, wherever and whenever it is built: files are dated by the commit
(SOURCE_DATE_EPOCH), the build takes only what is committed, and what builds it is pinned in constraints.txt. Nothing is
fetched, and nothing is published.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from watcher import __version__

ROOT = Path(__file__).resolve().parents[1]
#: What no release holds, where there is no git to ask.
_NOT_OURS = shutil.ignore_patterns(
    ".git", ".venv", "dist", "build", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
)
_SECTION = re.compile(r"^## \[(?P<name>[^\]]+)\].*?\n(?P<text>.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)


class NotReadyError(Exception):
    """Why there can be no release yet, in a line."""


def _git(*words: str) -> str:
    """What git says of this folder, "" where there is none."""
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout


def copy_source(to: Path) -> None:
    """The files of the project as they lie here, without what git does not know."""
    files = _git("ls-files", "-z").split("\0")[:-1]
    if not files:
        shutil.copytree(ROOT, to, ignore=_NOT_OURS)
        return
    for name in files:
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def build(into: Path, dated: int) -> list[Path]:
    """Builds wheel and sdist.

    Args:
        dated: seconds since 1970; the date of every file in them.

    Raises:
        NotReadyError: it cannot be built.
    """
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="grace-release-") as folder:
        source = Path(folder) / "graceperiod"
        copy_source(source)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(dated), "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("PYTHONPATH", None)
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-d", str(into.absolute())],
            cwd=source,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotReadyError(f"The build failed: {done.stderr or done.stdout}")
    return sorted([*into.glob("*.whl"), *into.glob("*.tar.gz")])


def notes(changelog: str, version: str) -> str:
    """What the changelog says of a version.

    Raises:
        NotReadyError: it says nothing.
    """
    for found in _SECTION.finditer(changelog):
        if found["name"] == version and found["text"].strip():
            return found["text"].strip() + "\n"
    raise NotReadyError(f"CHANGELOG.md has no section [{version}]; give [Unreleased] that name, and a date.")


def checksums(files: list[Path]) -> str:
    """In the form that `sha256sum -c` reads."""
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def release(into: Path, draft: bool) -> list[Path]:
    """Makes all of it.

    Args:
        into: is emptied before.
        draft: what is not committed does no harm, and the notes are those of [Unreleased].

    Raises:
        NotReadyError: something is missing or unclear.
    """
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if version != __version__:
        raise NotReadyError(f"pyproject.toml says {version}, watcher/__init__.py {__version__}.")
    if not draft and _git("status", "--porcelain"):
        raise NotReadyError("There are changes that are not committed (git status names them).")
    text = notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), "Unreleased" if draft else version)
    dated = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct").strip()
    if not dated:
        raise NotReadyError("There is no commit to date the files by; set SOURCE_DATE_EPOCH.")
    shutil.rmtree(into, ignore_errors=True)
    made = build(into, int(dated))
    (into / "SHA256SUMS").write_text(checksums(made), encoding="utf-8")
    (into / "NOTES.md").write_text(text, encoding="utf-8")
    return [*made, into / "SHA256SUMS", into / "NOTES.md"]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="./run.sh release", description="Builds a release; publishes nothing."
    )
    parser.add_argument(
        "--draft", action="store_true", help="to try: of what lies here, with the notes of [Unreleased]"
    )
    parser.add_argument(
        "--into", type=Path, default=ROOT / "dist", metavar="DIR", help="emptied before; dist by default"
    )
    asked = parser.parse_args()
    try:
        made = release(asked.into, asked.draft)
    except NotReadyError as error:
        sys.exit(f"No release yet. {error}")
    for file in made:
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
