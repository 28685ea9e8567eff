"""The pictures of docs/screens: what the program writes to a terminal, as SVG.

`python -m tools.screens` makes them anew. Each is the real program, run on a pseudo-terminal in the sample home
(sample_home.py), so the same program gives the same bytes. They name no font or picture of the net.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from tools import sample_home

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screens"
WIDTH = 100
#: Where Robin lives, in the pictures.
_HOME = "/home/robin"
#: rich's own form without its fonts, which it would fetch from a server.
_FORM = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Args:
        words: the command, without "grace".
        without: where the lines begin and end that are left out, "" for none.
        until: it ends before the line that begins with this, "" for the end.
        everywhere: False where it shows something of the computer that it was made on.
    """

    words: str
    without: tuple[str, str] = ("", "")
    until: str = ""
    everywhere: bool = True


PICTURES = {
    "demo": Picture("demo", without=("Tuesday 3 ", "Wednesday 4 "), until="  11:34"),
    "check": Picture("check", everywhere=False),
    "log": Picture("log"),
    "queue": Picture("queue"),
    "explain": Picture("explain 12"),
    "preview": Picture("preview 12"),
}


def on_a_terminal(home: Path, words: list[str], width: int = WIDTH, **environment: str) -> bytes:
    """What a command writes to a terminal of that width, in that home."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    kept |= {"TERM": "xterm-256color", "COLORTERM": "", "COLUMNS": str(width), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.sample_home", str(home), *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=kept | environment,
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError:  # on Linux the end of a terminal is an error
        pass
    os.close(ours)
    if process.wait():
        raise RuntimeError(f"grace {' '.join(words)} ended with {process.returncode}: {written.decode()}")
    return written


def drawn(name: str, picture: Picture, written: bytes, home: Path) -> str:
    """A picture of what was written."""
    text = written.decode().replace("\r\n", "\n").replace(str(home), _HOME).rstrip("\n")
    lines = list(Text.from_ansi(text).split("\n"))
    if picture.until:
        lines = lines[: _starts(lines, picture.until)]
    if picture.without[0]:
        first, next_one = (_starts(lines, start) for start in picture.without)
        lines[first:next_one] = [Text("..."), Text("")]
    while lines and not lines[-1].plain.strip():
        lines.pop()
    # What is printed is not shown, but recorded.
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.assemble(("$ ", "dim"), f"grace {picture.words}"), highlight=False)
    for line in lines:
        line.rstrip()
        console.print(line, highlight=False, soft_wrap=True)
    # Each file says itself which of its styles are whose, so that several stand on one page.
    return console.export_svg(title=f"grace {picture.words}", code_format=_FORM, unique_id=f"grace-{name}")


def _starts(lines: list[Text], words: str) -> int:
    """The number of the line that begins so."""
    return next(at for at, line in enumerate(lines) if line.plain.startswith(words))


def all_of_them() -> dict[str, str]:
    """Each picture by its name, made anew."""
    with tempfile.TemporaryDirectory(prefix="grace-screens-") as folder:
        home = Path(folder).resolve() / "robin"
        sample_home.make(home)
        return {
            name: drawn(name, picture, on_a_terminal(home, picture.words.split()), home)
            for name, picture in PICTURES.items()
        }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in all_of_them().items():
        (FOLDER / f"{name}.svg").write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/screens/{name}.svg\n")


if __name__ == "__main__":
    main()
