"""docs/advice.md: each piece of advice has its line, and what the line names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from watcher.cli import COMMANDS

ROOT = Path(__file__).parents[1]
#: The advice that we follow, by its numbers.
FOLLOWED = {
    "S0": "01 02 03 04 05 07 10 13 14 15 16 17 18 19 20",
    "S1": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 18 19 20 21",
    "S2": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20",
    "S3": "01 02 03 04 05 06 07 08 11 12 13 14 15 16 19 21 22 23",
    "S4": "01 02 03 04 05 06 07 08 09 10 11 12 13 15 16 17 21 22 25",
}
_LINE = re.compile(r"\| (S\d-\d\d) \| (.+) \| (.+) \| `(tests/\S+\.py)::(\S+)` \|")


def lines() -> list[tuple[str, str, str, str, str]]:
    """Number, advice, what serves it, file and test of each."""
    page = (ROOT / "docs" / "advice.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in page if line.startswith("| S")]
    found = [match.groups() for row in rows if (match := _LINE.fullmatch(row))]
    assert len(found) == len(rows)
    return found  # type: ignore[return-value]


def test_each_piece_of_advice_has_one_line() -> None:
    followed = [f"{page}-{number}" for page, numbers in FOLLOWED.items() for number in numbers.split()]
    assert sorted(number for number, *_ in lines()) == sorted(followed)


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[0])
def test_what_a_line_names_is_there(line: tuple[str, str, str, str, str]) -> None:
    _, advice, served, file, test = line
    assert advice
    for command in re.findall(r"`grace (\w+)", served):
        assert command in COMMANDS
    tree: ast.AST = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    for name in test.split("::"):
        inside = [node for node in getattr(tree, "body", []) if getattr(node, "name", "") == name]
        assert inside, f"{name} is not in {file}"
        tree = inside[0]
