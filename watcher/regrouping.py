"""What the person says of their applications: which mails belong together, how one is called, that one is closed.

Each is put on record and counts from then on, also for mail that comes later; see reflecting.joining.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from watcher.errors import UserError
from watcher.looking_back import applications
from watcher.reflecting.types import Application, Seen
from watcher.store import Store


def application(store: Store, number: int) -> Application:
    """The application under a number, that of its first mail.

    Raises:
        UserError: there is none; it says which one the mail of that number belongs to.
    """
    every = applications(store)
    found = next((one for one in every if one.id == number), None)
    if found is not None:
        return found
    holding = next((one for one in every if any(mail.id == number for mail in one.mails)), None)
    if holding is not None:
        raise UserError(f"Mail {number} belongs to application {holding.id}: grace open show {holding.id}.")
    raise UserError(f"There is no application number {number}. `grace open --all` lists the numbers.")


def correct(store: Store, one: Application, said: Mapping[str, str], now: datetime) -> Application:
    """Keeps what the person says of an application, such as its "role"; "" takes it back. Gives it as it is now."""
    with store.joined():
        for about, value in said.items():
            for mail in one.mails:
                store.remark_on(mail.id, about, "", now)
            store.remark_on(one.id, about, value, now)
    return _holding(store, one.id)


def close(store: Store, one: Application, day: date | None, now: datetime) -> Application:
    """Closes an application as of that day, the person's; None: opens it again."""
    return correct(store, one, {"closed": day.isoformat() if day else ""}, now)


def merge(store: Store, one: Application, into: Application, now: datetime) -> Application:
    """Makes one application of two. Every mail of both is kept there, whatever its words say.

    Raises:
        UserError: they are one already.
    """
    if one.id == into.id:
        raise UserError(f"Application {one.id} is that one already.")
    with store.joined():
        _keep_together(store, [*one.mails, *into.mails], into.id, now)
    return _holding(store, into.id)


def split(
    store: Store, one: Application, taken: Sequence[int], now: datetime
) -> tuple[Application, Application]:
    """Makes an application of its own of some mails of one. Gives what stays, and the new one.

    Args:
        taken: the numbers of these mails.

    Raises:
        UserError: one is not of this application, or none would stay.
    """
    foreign = sorted(set(taken) - {mail.id for mail in one.mails})
    if foreign:
        raise UserError(
            f"Mail {foreign[0]} is not of application {one.id}. `grace open show {one.id}` lists them."
        )
    going = [mail for mail in one.mails if mail.id in taken]
    staying = [mail for mail in one.mails if mail.id not in taken]
    if not staying:
        raise UserError(f"These are all the mails of application {one.id}; one of them has to stay.")
    with store.joined():
        _keep_together(store, going, going[0].id, now)
        _keep_together(store, staying, staying[0].id, now)
    return _holding(store, staying[0].id), _holding(store, going[0].id)


def _keep_together(store: Store, mails: Iterable[Seen], number: int, now: datetime) -> None:
    for mail in mails:
        store.join(mail.id, number, now)


def _holding(store: Store, mail_id: int) -> Application:
    return next(one for one in applications(store) if any(mail.id == mail_id for mail in one.mails))
