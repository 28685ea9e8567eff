"""How good are verdicts on labelled mail? Counts with their uncertainty, as text for a terminal.

The labelled mail is JSONL with `id, label, subject, from, body` (or `raw`) and, where known, `set`, `kind` (real,
template, synthetic) and `lang`. Nothing here trains on it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from watcher.learning.gate import DRAFT_BAR
from watcher.reading.types import KINDS, REPLYABLE

#: Labels of data sets that are called otherwise here.
SAME_LABEL = {"recruiter_outreach": "outreach", "not_job": "other"}
#: A verdict on the wrong side of these was wrong and certain; between them it was unsure.
CERTAIN_NO, CERTAIN_OTHER = 0.9, 0.1
WORST = 20
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled mail and the verdict on it.

    Args:
        id: as the file names it.
        truth: one of KINDS.
        group: where it comes from, for the table: set, language, sort.
        kind: what was said.
        score: of a no, 0 to 1.
        said: the deciding sentence, or the subject where there is none.
    """

    id: str
    truth: str
    group: str
    kind: str
    score: float
    said: str

    @property
    def is_no(self) -> bool:
        return self.truth in REPLYABLE

    @property
    def found(self) -> bool:
        return self.kind in REPLYABLE


def kind_of(label: object) -> str:
    """The kind of mail that a label means; a label that means none stays as it is."""
    return SAME_LABEL.get(str(label), str(label))


def judged(mail: Mapping[str, Any], verdict: Mapping[str, Any]) -> Judged:
    """Puts a labelled mail and the verdict on it together, both as `grace classify --json` has them."""
    truth = kind_of(mail["label"])
    group = " ".join(str(mail[key]) for key in ("set", "lang", "kind") if mail.get(key))
    said = verdict["evidence"][0] if verdict["evidence"] else str(mail.get("subject", ""))
    kind = str(verdict["kind"])
    return Judged(str(mail["id"]), truth, group or "-", kind, float(verdict["score"]), said)


def wilson(hits: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a share, 95 % for z = 1.96."""
    if not count:
        return 0.0, 1.0
    share = hits / count
    middle, below = share + z * z / (2 * count), 1 + z * z / count
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)


def calibration(mails: Sequence[Judged]) -> list[dict[str, float]]:
    """For each tenth of the score: how many mails, their mean score, and the share that really were a no."""
    bins: dict[int, list[Judged]] = defaultdict(list)
    for mail in mails:
        bins[min(BINS - 1, int(mail.score * BINS))].append(mail)
    return [
        {
            "from": number / BINS,
            "mails": len(inside),
            "score": sum(mail.score for mail in inside) / len(inside),
            "share": sum(mail.is_no for mail in inside) / len(inside),
        }
        for number, inside in sorted(bins.items())
    ]


def figures(mails: Sequence[Judged]) -> dict[str, Any]:
    """All counts as plain values."""
    table = calibration(mails)
    gap = sum(row["mails"] * abs(row["score"] - row["share"]) for row in table) / max(1, len(mails))
    brier = sum((mail.score - mail.is_no) ** 2 for mail in mails) / max(1, len(mails))
    wrong = [mail for mail in mails if mail.found != mail.is_no]
    certain = [mail for mail in wrong if not CERTAIN_OTHER < mail.score < CERTAIN_NO]
    return {
        "mails": len(mails),
        "groups": [dict(zip(("group", "hits", "count"), row, strict=True)) for row in _groups(mails)],
        "confusion": {truth: dict(row) for truth, row in _confusion(mails).items()},
        "wrong": len(wrong),
        "wrong and certain": len(certain),
        "calibration": table,
        "calibration error": gap,
        "brier": brier,
        "worst": [[m.id, m.truth, m.kind, round(m.score, 4), m.said] for m in _worst(mails)],
    }


def describe(mails: Sequence[Judged], width: int | None = None) -> Iterator[str]:
    """The figures as lines for the terminal.

    Args:
        width: of the terminal, in columns. The lines keep to it from 80 on; None: they are as long as they like.
    """
    nos = [mail for mail in mails if mail.is_no]
    hits, flagged = sum(m.found for m in nos), sum(m.found for m in mails if not m.is_no)
    yield f"{len(mails)} mails, {len(nos)} of them a no."
    yield f"found    {_share(hits, len(nos))}"
    yield f"flagged  {_share(flagged, len(mails) - len(nos))}"
    yield ""
    yield from _group_lines(mails, width)
    yield from _confusion_lines(mails, width)
    yield from _certainty_lines(mails)
    yield "" if _worst(mails) else "Nothing was judged wrongly."
    for mail in _worst(mails):
        line = f"  {mail.score:.3f} {mail.truth} taken for {mail.kind}  {mail.id}  {mail.said[:110]}"
        yield line[:width]


def _group_lines(mails: Sequence[Judged], width: int | None) -> Iterator[str]:
    """A line to a group; where its name leaves no room for the figures, they stand below it."""
    rows = [(name, _share(count, total)) for name, count, total in _groups(mails)]
    names = max((len(name) for name, _ in rows), default=0)
    room = names if width is None else min(names, max(0, width - 3 - max(len(share) for _, share in rows)))
    for name, share in rows:
        if len(name) <= room:
            yield f"  {name:<{room}} {share}"
        else:
            yield f"  {name}"
            yield f"  {'':<{room}} {share}"


def _share(hits: int, count: int) -> str:
    low, high = wilson(hits, count)
    return f"{hits:>5} of {count:<6} {hits / max(1, count):.3f} [{low:.3f}, {high:.3f}]"


def _groups(mails: Iterable[Judged]) -> list[tuple[str, int, int]]:
    """Found among those that are a no, and flagged among the others, by where they come from."""
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for mail in mails:
        name = f"found {mail.group}" if mail.is_no else f"flagged {mail.truth} {mail.group}"
        cells[name][0] += mail.found
        cells[name][1] += 1
    return [(name, hits, count) for name, (hits, count) in sorted(cells.items(), reverse=True)]


def _confusion(mails: Iterable[Judged]) -> dict[str, Counter[str]]:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for mail in mails:
        rows[mail.truth][mail.kind] += 1
    return {kind: rows[kind] for kind in KINDS if rows[kind]}


def _confusion_lines(mails: Sequence[Judged], width: int | None) -> Iterator[str]:
    yield ""
    yield "By kind: what it is, and what it was taken for"
    for truth, row in _confusion(mails).items():
        others = ", ".join(f"{kind} {n}" for kind, n in row.most_common() if kind != truth)
        line = f"  {truth:<16} {row[truth]:>5} of {sum(row.values()):<6}"
        if not others:
            yield line.rstrip()
            continue
        below = " " * (len(line) + len("also: "))
        whole = f"{line}also: {others}"
        yield from wrap(whole, width or len(whole), subsequent_indent=below, break_long_words=False)


def _certainty_lines(mails: Sequence[Judged]) -> Iterator[str]:
    numbers = figures(mails)
    unsure = Counter(mail.truth != "other" for mail in mails if CERTAIN_OTHER < mail.score < CERTAIN_NO)
    band = Counter(mail.truth != "other" for mail in mails if mail.found and mail.score < DRAFT_BAR)
    total = Counter(mail.truth != "other" for mail in mails)
    yield ""
    yield f"wrong and certain  {numbers['wrong and certain']}"
    yield f"wrong and unsure   {numbers['wrong'] - numbers['wrong and certain']}"
    for name, job in (("job mail", True), ("other mail", False)):
        yield f"unsure ({CERTAIN_OTHER} to {CERTAIN_NO}) among {name:<11} {_share(unsure[job], total[job])}"
        yield f"to be reviewed among {name:<18} {_share(band[job], total[job])}"
    yield ""
    yield f"calibration error {numbers['calibration error']:.4f}, Brier score {numbers['brier']:.4f}"
    for row in numbers["calibration"]:
        yield (
            f"  score {row['from']:.1f} to {row['from'] + 1 / BINS:.1f}: {row['mails']:>6} mails, "
            f"mean score {row['score']:.3f}, a no {row['share']:.3f}"
        )


def _worst(mails: Iterable[Judged]) -> list[Judged]:
    """The mistakes, the most certain ones first."""
    distance: Callable[[Judged], float] = lambda mail: -abs(mail.score - mail.is_no)  # noqa: E731
    return sorted((mail for mail in mails if mail.found != mail.is_no), key=distance)[:WORST]
