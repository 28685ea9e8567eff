"""What ask, analyse and react need of the log, and what they leave in it: between the store and watcher/reflecting/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.config import Config
from watcher.config.settings import CoolingOff, Gentle
from watcher.errors import UserError
from watcher.looking_back import applications, seen
from watcher.reflecting import patterns, steps
from watcher.reflecting.plan import Item, Plan, Strength, own_strengths
from watcher.reflecting.types import Application, Seen
from watcher.store import Entry, ReflectionRow, Store

_TOLD = "hint:told"


@dataclass(frozen=True, slots=True)
class Looked:
    """An answer that may be looked back on.

    Args:
        application: what it belongs to.
        row: what was said so far, None for nothing.
    """

    entry: Entry
    application: Application
    case: steps.Case
    row: ReflectionRow | None

    @property
    def talked(self) -> bool:
        """Whether it came to an interview."""
        stage = self.entry.details.get("stage", "application")
        return bool(self.application.interviews) or stage in ("interview", "final")


def looked(store: Store, config: Config | None) -> list[Looked]:
    """The answers that ended an application, each once however many mails say it, the oldest first."""
    found = []
    for application in applications(store):
        ids = [mail.id for mail in steps.ending(application)]
        if ids and (entry := store.entry(ids[0])):
            found.append(_looked(store, entry, application, ids, config))
    return sorted(found, key=lambda one: one.case.came_at)


def looked_at(store: Store, mail_id: int, config: Config | None) -> Looked:
    """The answer that a number stands for: its own, or that of any mail of its application.

    Raises:
        UserError: there is no answer to look back on.
    """
    every = looked(store, config)
    for one in every:
        if mail_id in {mail.id for mail in steps.ending(one.application)}:
            return one
    entry = store.entry(mail_id)
    if entry is None:
        raise UserError(f"There is no mail number {mail_id} on record. `grace log` lists the numbers.")
    whole = application_of(store, mail_id)
    if whole and entry.kind in steps.DECIDED and seen(entry).sure:
        # An earlier answer, or one that they went back on.
        return _looked(store, entry, whole, [mail_id], config)
    for one in every:
        if whole and one.application.id == whole.id:
            return one
    raise UserError(f"Mail {mail_id} is no answer, and there is none to it so far.")


def application_of(store: Store, mail_id: int) -> Application | None:
    """The application that a mail belongs to, None for a mail of none."""
    holds = (one for one in applications(store) if mail_id in {mail.id for mail in one.mails})
    return next(holds, None)


def several(config: Config | None) -> int:
    """From how many answers in a week on less is said."""
    return (config.gentle if config else Gentle()).several


def step(store: Store, entry: Entry, config: Config | None, now: datetime) -> str:
    """Where an answer stands: see steps.step; "" for a mail that is none."""
    if entry.kind not in steps.DECIDED:
        return ""
    every = looked(store, config)
    much = steps.many([one.case.came_at for one in every], several(config), now)
    own = [one for one in every if entry.id in {mail.id for mail in steps.ending(one.application)}]
    return steps.step(own[0].case, now, much=much) if own else ""


def _looked(
    store: Store, entry: Entry, application: Application, ids: Sequence[int], config: Config | None
) -> Looked:
    """One answer.

    Args:
        ids: of all mails that say it.
    """
    rows = store.reflections()
    row = next((rows[one] for one in ids if one in rows), None)
    final = entry.details.get("stage") == "final"
    cooling_off = config.cooling_off if config else CoolingOff()
    after = cooling_off.after_final if final else cooling_off.after
    cooling, until = steps.cooling_off(entry.state, entry.delivered_at, entry.read_at, entry.due_at, after)
    items = [row for row in store.practice() if row.mail_id in ids and row.done_at is None]
    case = steps.Case(
        mail_id=entry.id,
        came_at=entry.delivered_at,
        cooling=cooling,
        cooled_at=until,
        begun=bool(row and any(row.answers.values())),
        closed=bool(row and row.closed_at),
        open_items=len(items),
    )
    return Looked(entry, application, case, row)


def name_of(entry: Entry | Seen) -> str:
    """The employer where it is known, else who wrote; "" where neither is."""
    company = entry.company if isinstance(entry, Seen) else entry.details.get("company", "")
    return company or entry.sender_name or entry.sender_address


def plan(store: Store) -> Plan:
    """What is good already and what to practise, by what the person and the employers said."""
    names = {entry.id: name_of(entry) for entry in map(store.entry, _mails(store)) if entry}
    strengths = [
        Strength(row.text, names.get(row.mail_id, ""), theirs=True)
        for row in store.feedback()
        if row.positive
    ]
    for mail_id, said in store.reflections().items():
        strengths += own_strengths(said.answers, names.get(mail_id, ""))
    items = [
        Item(row.id, row.tag, row.text, names.get(row.mail_id or 0, ""), row.done_at is not None)
        for row in store.practice()
    ]
    return Plan(tuple(strengths), tuple(items))


def _mails(store: Store) -> set[int]:
    of_items = {row.mail_id for row in store.practice() if row.mail_id}
    return of_items | {row.mail_id for row in store.feedback()} | set(store.reflections())


def next_talk(store: Store, now: datetime) -> Seen | None:
    """The mail about the interview that comes next; where no mail gives a time to come, the last one about a talk in
    an application that is alive.
    """
    talks = [mail for one in applications(store) if one.answer is None for mail in one.interviews]
    dated = [(datetime.fromisoformat(mail.appointment), mail) for mail in talks if mail.appointment]
    to_come = [pair for pair in dated if pair[0] >= now]
    if to_come:
        return min(to_come, key=lambda pair: pair[0])[1]
    undated = [mail for mail in talks if not mail.appointment]
    return max(undated, key=lambda mail: mail.at, default=None)


def talk_of(store: Store, mail_id: int) -> Seen | None:
    """The mail about a talk that a number stands for: its own, else the last one of its application, else any mail of
    that; None where it belongs to none.
    """
    whole = application_of(store, mail_id)
    if whole is None:
        return None
    own = next(mail for mail in whole.mails if mail.id == mail_id)
    if own.kind == "interview" or not whole.interviews:
        return own
    return whole.interviews[-1]


def hint(store: Store, now: datetime) -> str:
    """What the last months may say, "" for nothing. What was said is noted, so that it is not said again soon."""
    told = store.noted(_TOLD)
    key = patterns.hint(applications(store), datetime.fromisoformat(told) if told else None, now)
    if key:
        store.note(_TOLD, now.isoformat())
    return patterns.HINTS.get(key, "")
