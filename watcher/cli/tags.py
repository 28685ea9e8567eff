"""What a tip or a thing to practise is about, as a question."""

from __future__ import annotations

from watcher.cli.asking import Asking
from watcher.reflecting.questions import TAGS


def read_tag(line: str) -> str:
    """A tag, by its name or its first letter.

    Raises:
        ValueError: it is none.
    """
    found = [tag for tag in TAGS if line and tag.startswith(line.lower())]
    if len(found) != 1:
        raise ValueError(f"must be one of {', '.join(TAGS)}")
    return found[0]


def ask_to_practise(asking: Asking, proposal: str) -> str:
    """Whether something is to be practised, and under which tag; "" for no.

    Args:
        proposal: the tag that a mere yes means.
    """

    def read(line: str) -> str:
        if line.lower() in ("", "n", "no"):
            return ""
        return proposal if line.lower() in ("y", "yes") else read_tag(line)

    return asking.text(f"Something to practise? {', '.join(TAGS)} (Enter: no)", "", read, None, "")
