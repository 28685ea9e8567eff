"""What earlier mail tells about a new one: questions to the log, for the policy to decide on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from watcher.reading.types import OWN_APPLICATION
from watcher.replying.history import DELETED, SAME_ANSWER, SAME_TIME, Contact, Earlier, Later, Mention
from watcher.replying.policy import BY_ITSELF, BY_WHAT_YOU_SAID, SETTLED
from watcher.replying.thanks import MOVED
from watcher.store.rows import Entry, as_text, as_time, read_back

#: The cases that are thanks for an interview: by what their mail is, or was when they were opened.
_THANKS = "kind = 'interview' OR json_valid(parent) AND json_extract(parent, '$.thanks_for') IS NOT NULL"


class Lookups:
    """The questions; the Store answers them."""

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        raise NotImplementedError

    def _one(self, sql: str, *values: object) -> sqlite3.Row | None:
        raise NotImplementedError

    def conversation_of(self, ids: Sequence[str]) -> str | None:
        """The conversation to which the first known one of these Message-IDs belongs."""
        for message_id in ids:
            row = self._one("SELECT conversation FROM mail WHERE message_id = ? LIMIT 1", message_id)
            if row and row[0]:
                return str(row[0])
        return None

    def applied_to(self, address: str, domain: str = "") -> bool:
        """Whether earlier mail of this address, or from anywhere in this domain, was about an application.

        Args:
            domain: "" where the domain says nothing, as that of a free mail service.
        """
        kinds = ", ".join(f"'{kind}'" for kind in OWN_APPLICATION)
        row = self._one(
            f"SELECT 1 FROM mail WHERE kind IN ({kinds})"  # noqa: S608 - constants of our own
            " AND (sender_address = ? OR (? != '' AND sender_address LIKE '%@' || ?)) LIMIT 1",
            address,
            domain,
            domain,
        )
        return row is not None

    @read_back("later mail")
    def later_mail(self, entry: Entry, after: datetime | None = None) -> list[Later]:
        """The mail that came after a case's, or at the same time, and may concern it.

        Args:
            after: only what came after this instant; None: SAME_TIME before the case's mail.
        """
        rows = self._all(
            "SELECT kind, conversation IS ? AS same, sender_address, delivered_at, details, state FROM mail"
            " LEFT JOIN cases ON mail_id = mail.id"
            " WHERE id != ? AND delivered_at > ? AND action != 'own' AND mail.reason != ?"
            " AND (conversation = ? OR action != 'ignore')",
            entry.conversation,
            entry.id,
            as_text(after or entry.delivered_at - SAME_TIME),
            BY_ITSELF,
            entry.conversation,
        )
        return [_later(row) for row in rows]

    @read_back("who wrote")
    def contacts(self, conversation: str | None, company: str) -> list[Contact]:
        """Mail that can be answered and that a person signed, in a conversation or of a company.

        Args:
            company: "" where it is not known.
        """
        rows = self._all(
            "SELECT id, delivered_at, conversation IS ? AS same, json_extract(details, '$.person') AS person,"
            " json_extract(details, '$.role') AS role, kind, json_extract(answer, '$.address') AS address FROM mail"
            " WHERE answer != '{}' AND (conversation = ? OR (? != '' AND"
            " lower(json_extract(details, '$.company')) = lower(?)))",
            conversation,
            conversation,
            company,
            company,
        )
        return [
            Contact(
                row["id"],
                row["person"] or "",
                row["address"] or "",
                row["kind"],
                row["role"] or "",
                datetime.fromisoformat(row["delivered_at"]),
                bool(row["same"]),
            )
            for row in rows
        ]

    @read_back("earlier mail")
    def mentions(
        self, kind: str, conversation: str | None, address: str, company: str, before: datetime
    ) -> list[Mention]:
        """The earlier mail of one kind in a conversation, from a sender, or of a company.

        Args:
            address, company: "" where they say nothing: a system that sends for everybody, an employer not known.
        """
        rows = self._all(
            "SELECT delivered_at, json_extract(details, '$.role') AS role, conversation IS ? AS same,"
            " json_extract(details, '$.appointment') AS appointment FROM mail"
            " WHERE kind = ? AND action != 'own' AND delivered_at <= ?"
            " AND (conversation = ? OR (? != '' AND sender_address = ?)"
            " OR (? != '' AND lower(json_extract(details, '$.company')) = lower(?)))",
            conversation,
            kind,
            as_text(before),
            conversation,
            address,
            address,
            company,
            company,
        )
        return [
            Mention(
                datetime.fromisoformat(row["delivered_at"]),
                row["role"] or "",
                bool(row["same"]),
                as_time(row["appointment"]),
            )
            for row in rows
        ]

    @read_back("another answer")
    def same_time(
        self, at: datetime, conversation: str | None, states: frozenset[str] = SETTLED
    ) -> list[Earlier]:
        """The answers of other conversations about the same time that have, had or will have a reply.

        Args:
            at: aware; when the answer in question came. Folders are read one after the other, so that its like may
                have come before or after it.
            states: of their cases.
        """
        rows = self._all(
            "SELECT sender_name, sender_address, details, state, cases.reason AS why FROM mail"
            " JOIN cases ON cases.mail_id = mail.id"
            " WHERE delivered_at >= ? AND delivered_at <= ? AND conversation IS NOT ?"
            " AND kind NOT IN ('feedback', 'interview')"
            " ORDER BY delivered_at",
            as_text(at - SAME_ANSWER),
            as_text(at + SAME_ANSWER),
            conversation,
        )
        found = []
        for row in rows:
            if row["state"] not in states or row["why"] in (DELETED, *BY_WHAT_YOU_SAID):
                continue
            said = json.loads(row["details"])
            who = row["sender_name"] or row["sender_address"]
            found.append(
                Earlier(who, *(str(said.get(key, "")) for key in ("company", "role", "requisition")))
            )
        return found

    def companies(self) -> list[str]:
        """The employers of all answers on record."""
        rows = self._all(
            "SELECT DISTINCT json_extract(details, '$.company') FROM mail JOIN cases ON cases.mail_id = mail.id"
        )
        return [row[0] for row in rows if row[0]]

    def states_around(
        self, conversation: str | None, message_id: str | None, *, thanks: bool = False, besides: int = 0
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The states of the cases in a conversation, and of those of mails with this Message-ID.

        A case that ended because the person said its mail is no such answer does not count: the real one may come.

        Args:
            thanks: of the lines of thanks for feedback, which come on top of a reply; else of the replies. Thanks
                for an interview are neither: see `thanked`.
            besides: a mail that does not count.
        """
        rows = self._all(
            "SELECT state, conversation IS ? AS same, message_id IS ? AS twin FROM cases"  # noqa: S608 - our own constant
            " JOIN mail ON mail.id = cases.mail_id"
            f" WHERE (conversation = ? OR message_id = ?) AND mail.id != ? AND NOT ({_THANKS})"
            " AND (kind = 'feedback') = ?"
            " AND NOT (state = 'cancelled' AND cases.reason IN (?, ?))",
            conversation,
            message_id,
            conversation,
            message_id,
            besides,
            thanks,
            *BY_WHAT_YOU_SAID,
        )
        same = frozenset(row["state"] for row in rows if row["same"])
        return same, frozenset(row["state"] for row in rows if row["twin"])

    def thanked(self, appointment: str, *, besides: int = 0) -> frozenset[str]:
        """The states of the cases of thanks for an interview that begins at this time, whoever wrote of it.

        Nobody sits in two interviews at once: mail from two senders about one time is about one interview. A case that
        ended because the interview was moved does not count: it may be moved back.

        Args:
            appointment: as Details.appointment has it.
            besides: a mail that does not count.
        """
        rows = self._all(
            "SELECT state FROM cases JOIN mail ON mail.id = cases.mail_id"  # noqa: S608 - our own constant
            f" WHERE ({_THANKS}) AND mail.id != ?"
            " AND CASE kind WHEN 'interview' THEN json_extract(details, '$.appointment')"
            " ELSE json_extract(parent, '$.thanks_for') END = ?"
            " AND NOT (state = 'cancelled' AND cases.reason IN (?, ?, ?))",
            besides,
            appointment,
            MOVED,
            *BY_WHAT_YOU_SAID,
        )
        return frozenset(row["state"] for row in rows)

    def drafts_beside(self, entry: Entry) -> frozenset[str]:
        """The states of the other cases whose draft would make one for this mail a second one."""
        if entry.kind == "interview":
            return self.thanked(entry.details.get("appointment", ""), besides=entry.id)
        same, twins = self.states_around(
            entry.conversation, entry.message_id, thanks=entry.kind == "feedback", besides=entry.id
        )
        return same | twins

    def ids_in(self, conversation: str | None) -> list[str]:
        """The Message-IDs of the mail in a conversation, the newest first and at most 20."""
        rows = self._all(
            "SELECT message_id FROM mail WHERE conversation = ? AND message_id IS NOT NULL AND action != 'own'"
            " ORDER BY delivered_at DESC LIMIT 20",
            conversation,
        )
        return [str(row[0]) for row in rows]


def _later(row: sqlite3.Row) -> Later:
    said = json.loads(row["details"])
    return Later(
        row["kind"],
        bool(row["same"]),
        row["sender_address"],
        str(said.get("company", "")),
        str(said.get("role", "")),
        datetime.fromisoformat(row["delivered_at"]),
        as_time(said.get("appointment") or None),
        str(said.get("called_off", "")),
        row["state"] or "",
    )
