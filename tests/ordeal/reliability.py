"""Prints what `./run.sh ordeal` found, and puts it into docs/reliability.md.

python -m tests.ordeal.reliability ROWS.jsonl [--write]
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ordeal.tally import as_markdown, as_text, read

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
START, END = "<!-- the tables begin -->\n", "<!-- the tables end -->\n"


def main(arguments: list[str]) -> None:
    file = Path(arguments[0])
    if not file.exists():
        print("Nothing was counted.")
        return
    rows = read(file)
    print(as_text(rows))
    if "--write" in arguments:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{START}\n{as_markdown(rows)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
