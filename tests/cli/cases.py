"""Cases to put on record."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.store import CaseRow, MailRow, Store

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def put(store: Store, state: str = "cooling", **changes: object) -> int:
    """Puts an answer from Acme on record, with a case in a state ("" for none). Returns its number.

    Args:
        changes: columns of the mail and of the case; `reason` is the case's, `because` the mail's.
    """
    came = berlin("2026-11-23T10:00")
    number = store.counts()["mail"] + 1
    mail: dict[str, object] = {
        "fingerprint": f"{number:064d}",
        "account": "home",
        "message_id": f"<{number}@acme.example>",
        "conversation": f"<{number}@acme.example>",
        "delivered_at": came,
        "recorded_at": came,
        "kind": "rejection",
        "score": 0.97,
        "scores": {"rejection": 0.97, "acknowledgement": 0.4},
        "evidence": [("We have decided to go with another candidate.", "rejection", 0.97)],
        "language": "en",
        "model": "test",
        "taught": 0,
        "action": "cool",
        "reason": "A reply will be drafted when the cooling-off is over.",
        "subject": "Your application",
        "sender_name": "Anna Brandt",
        "sender_address": "anna@acme.example",
        "details": {
            "company": "Acme",
            "role": "Data Engineer",
            "person": "Anna Brandt",
            "stage": "interview",
        },
    }
    mail |= (
        {"reason": changes["because"], "problem": changes.get("problem", "")} if "because" in changes else {}
    )
    case: dict[str, object] = {
        "state": state,
        "reason": "A reply will be drafted when the cooling-off is over.",
        "read_at": berlin("2026-11-23T11:00"),
        "due_at": berlin("2026-11-24T11:00"),
        "parent": {"message_id": mail["message_id"], "references": [], "subject": "Your application"},
        "recipient_name": "Anna Brandt",
        "recipient": "anna@acme.example",
        "own": "robin@example.org",
    }
    mail |= {key: value for key, value in changes.items() if key in mail and key != "reason"}
    case |= {key: value for key, value in changes.items() if key in case}
    with store.transaction():
        mail_id = store.add_mail(MailRow(**mail))  # type: ignore[arg-type]
        if state:
            store.open_case(mail_id, CaseRow(**case), came)  # type: ignore[arg-type]
    return mail_id
