"""The lines of a page as its reader sees them, while the HTML of a mail is read."""

from __future__ import annotations


class Page:
    """Lines being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.quotes = 0
        self.blank = 0
        self.size = 0

    def write(self, content: str, quotes: int) -> None:
        """Adds text in which white space means no more than one space."""
        folded = " ".join(content.split())
        if folded:
            if content != folded:
                if self.current and content[0].isspace():
                    folded = " " + folded
                if content[-1].isspace():
                    folded += " "
            if quotes != self.quotes:
                self._break()
                self.quotes = quotes
            self.current.append(folded)
            self.size += len(folded)
        elif content:
            self.space()

    def write_lines(self, content: str, quotes: int) -> None:
        """Adds text of which every space and line end is kept."""
        for number, piece in enumerate(content.split("\n")):
            if number:
                self._break(force=True)
            self._add(piece, quotes)

    def _add(self, content: str, quotes: int) -> None:
        if content.strip() and quotes != self.quotes:
            self._break()
            self.quotes = quotes
        if content:
            self.current.append(content)
            self.size += len(content)

    def space(self) -> None:
        """What white space does that stands by itself."""
        if self.current:
            self.current.append(" ")
            self.size += 1

    def line(self, height: int) -> None:
        """Ends the line; a height of 2 leaves an empty line before what comes next."""
        if self.current:
            self._break()
        if height > 1:
            self.blank = 1

    def line_break(self) -> None:
        """What <br> does: ends the line, or leaves an empty one where it has been ended already."""
        if not self.current:
            self.blank = 1
        self._break()

    def _break(self, force: bool = False) -> None:
        content = "".join(self.current).rstrip()
        self.current = []
        if content or force:
            mark = "> " * self.quotes
            if self.blank and self.lines:
                self.lines.append(mark.strip())
            self.lines.append(mark + content)
            self.blank = 0

    def mark_signature(self, quotes: int) -> None:
        self.line(1)
        if not (self.lines and self.lines[-1].strip("> ") == "--"):
            self.write("--", quotes)
            self.line(1)

    def text(self) -> str:
        self._break()
        return "\n".join(self.lines).strip("\n")
