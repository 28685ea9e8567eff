"""How well mails are joined to applications, on the season in tests/reflecting/season.

    python -m bench.applications             three figures for each way of reading, as a table of Markdown
    python -m bench.applications --wrong     and the applications that do not come out exactly

"as told": everything in the mails is read rightly, so that only the joining counts. "as read": the mails go through
parse, classify and extract. "a fifth unknown": as told, but company, post and number are each missing from every fifth
mail, by chance (the mean of ten draws).
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from statistics import mean

from tests.reflecting.season.measuring import Measured, as_read, as_told, measured

_DRAWS, _MISSING = 10, 0.2


def with_gaps(draw: int) -> Measured:
    """The season as told, with details missing by chance; the same for the same draw."""
    rng = random.Random(draw)
    names = ("company", "role", "requisition")
    seen = [replace(mail, **{name: "" for name in names if rng.random() < _MISSING}) for mail in as_told()]
    return measured(seen)


def main() -> None:
    told, read = measured(as_told()), measured(as_read())
    gaps = [with_gaps(draw) for draw in range(_DRAWS)]
    print(f"{told.applications} applications, {told.mails} mails\n")
    print("| the mails | pairs that belong together | pairs found | applications exactly right |")
    print("|---|---|---|---|")
    for name, found in (("as told", [told]), ("as read", [read]), ("a fifth unknown", gaps)):
        precision, recall = (mean(getattr(one, which) for one in found) for which in ("precision", "recall"))
        exact = mean(one.exact for one in found)
        share = exact / told.applications
        print(
            f"| {name} | {precision:.1%} | {recall:.1%} | {exact:.0f} of {told.applications} ({share:.1%}) |"
        )
    if "--wrong" in sys.argv:
        for number, case in read.wrong.items():
            print(f"as read, not exactly right: application {number} {case}")


if __name__ == "__main__":
    main()
