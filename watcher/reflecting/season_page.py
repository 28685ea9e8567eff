"""The parts of the page of `grace report` that tell of the season, in plain words. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime, tzinfo
from statistics import median

from watcher.reflecting.charts import Bar, Row, bars, dots, short
from watcher.reflecting.report import Section, Table
from watcher.reflecting.season import STEPS, THEMES, Alive, Cooling, Season, Waited, same_company

#: Where there is nothing to show.
NOTHING = "Nothing is on record yet about this."
_SAME = "The same in numbers"
_NOBODY = "a company that no mail names"
#: So many companies are drawn, those that answered last; and so many signs of a stranger's are shown.
_DRAWN, _LONGEST = 24, 120


def parts(season: Season, now: datetime, zone: tzinfo) -> list[Section]:
    """The parts, what is alive first.

    Args:
        zone: the person's.
    """
    return [
        _alive(season, now, zone),
        _cooling(season.cooling, now, zone),
        _days(season.waited),
        _ways(season),
        _themes(season),
    ]


def _alive(season: Season, now: datetime, zone: tzinfo) -> Section:
    title = "What is alive"
    if not season.alive:
        return Section(title, ("No application is open at the moment." if season.ways else NOTHING,))
    rows = [(_who(one.company), _clean(one.role), _stands(one, now, zone)) for one in season.alive]
    head = ("company", "post", "how it stands")
    near = [row for row, one in zip(rows, season.alive, strict=True) if one.standing != "no answer yet"]
    quiet = [row for row, one in zip(rows, season.alive, strict=True) if one.standing == "no answer yet"]
    tables = []
    if near:
        tables.append(Table("May come to something", head, near, is_named=True, is_open=True))
    if quiet:
        tables.append(Table("No word for three weeks or longer", head, quiet, is_named=True))
    return Section(title, tables=tables)


def _stands(one: Alive, now: datetime, zone: tzinfo) -> str:
    """As `grace open` says it."""
    words = f"{one.standing}, last word {_day(one.last, now, zone)}"
    return f"{words}; interview {_moment(one.interview, now, zone)}" if one.interview else words


def _cooling(cooling: Sequence[Cooling], now: datetime, zone: tzinfo) -> Section:
    title = "What is cooling"
    if not cooling:
        return Section(title, ("Nothing is cooling.",))
    rows = [(_who(one.company), _clean(one.role), _draft(one, now, zone)) for one in cooling]
    return Section(
        title,
        ("Nothing needs doing about these. Each gets a draft when its time has come.",),
        tables=(Table("Answers that rest for now", ("from", "post", "draft"), rows, is_named=True),),
    )


def _draft(one: Cooling, now: datetime, zone: tzinfo) -> str:
    if one.due is None or one.due <= now:
        return "with the next pass"
    return f"{'' if one.read else 'at the latest '}{_moment(one.due, now, zone)}"


def _days(waited: Sequence[Waited]) -> Section:
    title = "Days to an answer"
    if not waited:
        return Section(title, (NOTHING,))
    by_step = {step: sorted(one.days for one in waited if one.step == step) for step in STEPS}
    steps = {step: days for step, days in by_step.items() if days}
    told = "; ".join(f"after {step} {_median(days)}" for step, days in steps.items())
    rows = [
        Row(f"after {step}\n{_median(days)}", [days if one == step else () for one in STEPS])
        for step, days in steps.items()
    ]
    first = dots("days", title, ("answers",), rows, "days until the answer", f"{told}.", height=2.6)
    table = Table(
        f"{_SAME}, by stage",
        ("stage", "shortest", "median", "longest"),
        [(f"after {step}", str(days[0]), _number(days), str(days[-1])) for step, days in steps.items()],
        frozenset({1, 2, 3}),
        is_named=True,
    )
    how = "Each dot is an answer, whatever it said; the stroke is the median: half were quicker, half took longer."
    second, companies = _by_company(waited)
    drawn = f"The {_DRAWN} companies that answered last; the table has them all."
    caption = drawn if len(companies.rows) > _DRAWN else "By company, the quickest on top."
    return Section(title, (how,), ((first, "By stage."), (second, caption)), (table, companies))


def _by_company(waited: Sequence[Waited]) -> tuple[str, Table]:
    """The quickest on top, and by name where they are equally so."""
    groups: dict[tuple[str, ...], list[Waited]] = {}
    for one in sorted(waited, key=lambda one: one.on):
        groups.setdefault(same_company(one.company), []).append(one)
    order = sorted(groups.values(), key=lambda group: (median(one.days for one in group), group[0].company))
    steps = [step for step in STEPS if any(one.step == step for one in waited)]
    table = Table(
        f"{_SAME}, by company",
        ("company", *(f"after {step}" for step in steps)),
        [(_who(group[0].company), *(_spelled(_at(group, step)) for step in steps)) for group in order],
        frozenset(range(1, len(steps) + 1)),
        is_named=True,
    )
    last = sorted(groups, key=lambda key: max(one.on for one in groups[key]))[-_DRAWN:]
    rows = [
        Row(short(_who(group[0].company)), [_at(group, step) for step in STEPS])
        for key, group in ((same_company(group[0].company), group) for group in order)
        if key in last
    ]
    told = f"From {_who(order[0][0].company)}, {_median([one.days for one in order[0]])}"
    if len(order) > 1:
        told += f", to {_who(order[-1][0].company)}, {_median([one.days for one in order[-1]])}"
    series = [f"after {step}" for step in STEPS]
    plot = dots(
        "companies", "Days to an answer, by company", series, rows, "days until the answer", f"{told}."
    )
    return plot, table


def _at(group: Sequence[Waited], step: str) -> list[int]:
    return sorted(one.days for one in group if one.step == step)


def _spelled(days: Sequence[int]) -> str:
    return ", ".join(map(str, days))


def _number(days: Sequence[int]) -> str:
    return f"{median(days):g}"


def _median(days: Sequence[int]) -> str:
    number = _number(days)
    one = "1 day" if number == "1" else f"{number} days"
    return f"median {one}" if len(days) > 1 else one


def _ways(season: Season) -> Section:
    title = "From sent to answer"
    if not season.ways:
        return Section(title, (NOTHING,))
    rows = [(one.name, str(one.talked), str(one.others), str(one.talked + one.others)) for one in season.ways]
    told = "; ".join(f"{name}: {both}" for name, _, _, both in rows) + "."
    plot = bars(
        "ways",
        title,
        [one.name for one in season.ways],
        (
            Bar("with a talk", [one.talked for one in season.ways]),
            Bar("without one so far", [one.others for one in season.ways]),
        ),
        told,
        across="applications",
    )
    head = ("", "with a talk", "without one so far", "together")
    how = "How far your applications have come. Answers are all answers, whatever they said."
    table = Table(_SAME, ("applications", *head[1:]), rows, frozenset({1, 2, 3}), is_named=True)
    return Section(title, (how,), ((plot, ""),), (table,))


def _themes(season: Season) -> Section:
    title = "Themes of feedback"
    if not season.points:
        return Section(title, (NOTHING,))
    tags = [tag for tag in THEMES if any(one.tag == tag for one in season.points)]
    counts = {
        tag: [
            sum(one.is_liked for one in season.points if one.tag == tag),
            sum(one.is_done for one in season.points if one.tag == tag),
            sum(not one.is_liked and not one.is_done for one in season.points if one.tag == tag),
        ]
        for tag in tags
    }
    series = ("they liked", "practised", "to work on")
    drawn = [Bar(name, [counts[tag][at] for tag in tags]) for at, name in enumerate(series)]
    rows = [(THEMES[tag], *map(str, counts[tag])) for tag in tags]
    told = "; ".join(
        f"{name}: " + ", ".join(f"{row[0]} {row[at]}" for row in rows if row[at] != "0")
        for at, name in enumerate(series, 1)
        if any(row[at] != "0" for row in rows)
    )
    plot = bars("themes", title, [THEMES[tag] for tag in tags], drawn, f"{told}.", across="points")
    return Section(
        title,
        plots=((plot, ""),),
        tables=(
            Table(_SAME, ("theme", *series), rows, frozenset({1, 2, 3}), is_named=True),
            *_in_words(season),
        ),
    )


def _in_words(season: Season) -> list[Table]:
    """What they liked, then what to work on, then what is done."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for one, company in zip(season.points, season.companies, strict=True):
        name = "What they liked" if one.is_liked else "Practised" if one.is_done else "To work on"
        groups.setdefault(name, []).append((THEMES[one.tag], _clean(one.text), _clean(company)))
    return [Table(name, ("theme", "what", "from"), rows, is_named=True) for name, rows in groups.items()]


def _who(company: str) -> str:
    return _clean(company) or _NOBODY


def _clean(text: str) -> str:
    """What a stranger wrote as a part of a line: no control, bidi or other unseen signs, and not too long."""
    seen = "".join(sign for sign in " ".join(text.split()) if unicodedata.category(sign)[:1] != "C")
    return seen if len(seen) <= _LONGEST else f"{seen[: _LONGEST - 1].rstrip()}…"


def _moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    return f"{_day(at, now, zone)}, {at.astimezone(zone):%H:%M}"


def _day(at: datetime, now: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"
