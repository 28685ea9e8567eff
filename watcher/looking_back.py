"""What looking back needs of the log: the mails about applications, and the applications that they make."""

from __future__ import annotations

from watcher.reading.types import REPLYABLE
from watcher.reflecting.applications import join
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
