"""What looking back needs of the log: the mails about applications, and the applications that they make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from watcher.reading.types import REPLYABLE
from watcher.reflecting.applications import join
from watcher.reflecting.gentle import Appointment, appointment, appointments
from watcher.reflecting.types import KINDS, Application, Seen
from watcher.replying.addresses import is_free_mail, known_relay, organisation
from watcher.store import Entry, Store

_OF_THE_DETAILS = (
    "company",
    "role",
    "requisition",
    "person",
    "stage",
    "reason",
    "reapply_after",
    "appointment",
    "appointment_end",
    "called_off",
)


def seen(entry: Entry) -> Seen:
    """A mail on record as looking back sees it."""
    return Seen(
        id=entry.id,
        at=entry.delivered_at,
        kind=entry.kind,
        sure=entry.kind not in REPLYABLE or entry.state not in ("", "review"),
        language=entry.language,
        account=entry.account,
        conversation=entry.conversation,
        subject=entry.subject,
        sender_name=entry.sender_name,
        sender_address=entry.sender_address,
        state=entry.state,
        house=house(entry.sender_address, entry.details.get("via", "")),
        **{name: entry.details.get(name, "") for name in _OF_THE_DETAILS},
    )


def house(address: str, via: str) -> str:
    """The mail domain of the employer that writes from an address, see Seen.house.

    Args:
        via: as in Details.via.
    """
    domain = address.rpartition("@")[2]
    if not domain or via == "agency" or is_free_mail(domain) or known_relay(domain):
        return ""
    return organisation(domain)


def applications(store: Store) -> list[Application]:
    """All applications that the log knows of, in the order of their first mails."""
    mails = [seen(entry) for entry in store.about(*KINDS)]
    return join(mails, store.joinings(), store.remarks())


def interview_of(kind: str, details: Mapping[str, str]) -> Appointment | None:
    """The time of the interview for which a mail's case gives thanks; None for any other mail.

    Args:
        details: as in Details, by name.
    """
    if kind != "interview":
        return None
    return appointment(details.get("appointment", ""), details.get("appointment_end", ""))


def interviews(store: Store) -> list[Appointment]:
    """The interviews whose time is known, past ones too, those left out that were moved or called off."""
    return appointments(seen(entry) for entry in store.about("interview", *sorted(REPLYABLE)))


def answers(store: Store) -> list[datetime]:
    """When the answers of "no" came that are sure to be one."""
    return [entry.delivered_at for entry in store.about(*sorted(REPLYABLE)) if seen(entry).sure]
