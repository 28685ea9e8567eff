"""The mails of a season in a log, as the program would have put them on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from watcher.looking_back import _OF_THE_DETAILS
from watcher.reflecting.types import Seen
from watcher.store import CaseRow, MailRow, Store


def put_on_record(store: Store, mails: Iterable[Seen], cooling: frozenset[int] = frozenset()) -> None:
    """Each mail with its details; an answer of "no" with a case that is cooling, or whose draft was sent.

    Args:
        cooling: the numbers of the mails that are still cooling.
    """
    with store.transaction():
        for mail in mails:
            number = store.add_mail(_row(mail))
            if mail.kind in ("rejection", "on_hold"):
                state = "cooling" if mail.id in cooling else "sent"
                store.open_case(number, _case(mail, state), mail.at)


def _row(mail: Seen) -> MailRow:
    return MailRow(
        fingerprint=f"{mail.id:064d}",
        account="home",
        message_id=f"<{mail.id}@season.example>",
        conversation=mail.conversation,
        delivered_at=mail.at,
        recorded_at=mail.at,
        kind=mail.kind,
        score=0.97,
        scores={mail.kind: 0.97},
        evidence=[],
        language="en",
        model="test",
        taught=0,
        action="log",
        reason="",
        subject=mail.subject,
        sender_name=mail.sender_name,
        sender_address=mail.sender_address,
        details={name: said for name in _OF_THE_DETAILS if (said := getattr(mail, name))},
    )


def _case(mail: Seen, state: str) -> CaseRow:
    return CaseRow(
        state=state,
        reason="",
        read_at=mail.at,
        due_at=mail.at + timedelta(days=1),
        parent={},
        recipient_name="",
        recipient="",
        own="",
    )
