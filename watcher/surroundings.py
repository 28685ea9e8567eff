"""What the log knows around a mail that has just come: its conversation, the receipt, interviews, the same answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from watcher.reading.types import REPLYABLE, Details, Message, Verdict
from watcher.replying import history, policy
from watcher.replying.addresses import is_free_mail, known_relay, same_house
from watcher.replying.recipient import Recipient
from watcher.store import Entry, Store


class Surroundings:
    """The log, asked about one mail after the other.

    Args:
        own: the person's addresses, in lower case.
    """

    def __init__(self, store: Store, own: Sequence[str]) -> None:
        self._store = store
        self._own = own

    def completed(
        self, message: Message, verdict: Verdict, details: Details, delivered_at: datetime
    ) -> Details:
        """The details of a mail with what it does not say itself: by whose house, and after which interviews."""
        if message.sender and same_house(message.sender.domain, self._own):
            details = dataclasses.replace(details, via="own_house")
        if verdict.kind not in REPLYABLE:
            return details
        conversation = self.conversation(message)
        held = self._store.mentions("interview", conversation, "", details.company, delivered_at)
        stage = history.stage_reached(details.stage, details.role, held, delivered_at)
        return dataclasses.replace(details, stage=stage)

    def around(
        self,
        message: Message,
        verdict: Verdict,
        details: Details,
        recipient: Recipient,
        delivered_at: datetime,
        since: datetime,
        *,
        understood: bool,
    ) -> tuple[policy.Circumstances, Entry | None]:
        """What the policy must know around a mail, and the mail of a person who could be written to instead.

        Args:
            since: aware; mail from before it never gets a draft.
            understood: the model has learned its language.
        """
        conversation = self.conversation(message)
        thanks = verdict.kind == "feedback"
        same, twins = self._store.states_around(conversation, message.message_id, thanks=thanks)
        replies, _ = self._store.states_around(conversation, None) if thanks else (same, twins)
        if verdict.kind == "interview" and details.appointment:
            same, twins = self._store.thanked(details.appointment), frozenset()
        if "cooling" in same and verdict.kind in REPLYABLE:
            same = same - self._overtaken(conversation)
        sender = message.sender.address if message.sender else ""
        instead = applied_at = None
        same_answer = ""
        answers = verdict.kind in REPLYABLE | {"offer_withdrawn"}
        if answers or verdict.kind == "interview":
            applied_at = self._applied_at(conversation, details, sender, delivered_at)
        if answers:
            if recipient.unread:
                instead = self._instead(conversation, details, sender, delivered_at)
            same_answer = history.same_answer(details, self._store.same_time(delivered_at, conversation))
        around = policy.Circumstances(
            delivered_at=delivered_at,
            since=since,
            own=sender.lower() in self._own,
            recipient=recipient.to.address if recipient.to else "",
            no_recipient=recipient.reason,
            understood=understood,
            conversation=same,
            twins=twins,
            person=instead.details.get("person", "") if instead else "",
            applied_at=applied_at,
            same_answer=same_answer,
            # One that still seems to lie in Drafts may have been sent since it was last looked for.
            replied=bool(replies & (policy.ANSWERED | {"drafted", "edited"})),
        )
        return around, instead

    def _applied_at(
        self, conversation: str | None, details: Details, sender: str, at: datetime
    ) -> datetime | None:
        """When the application was confirmed. An address that many employers use says nothing by itself."""
        domain = sender.rpartition("@")[2]
        alone = "" if is_free_mail(domain) or known_relay(domain) else sender
        receipts = self._store.mentions("acknowledgement", conversation, alone, details.company, at)
        return history.applied_at(details.role, receipts)

    def _overtaken(self, conversation: str | None) -> frozenset[str]:
        """{"cooling"} where they wrote again after the answer that cools: it will not be answered, a new one may."""
        cooling = [
            one
            for one in self._store.cases("cooling")
            if one.conversation == conversation and one.kind not in ("feedback", "interview")
        ]
        overtaken = all(
            history.wrote_again(
                one.sender_address, one.details.get("company", ""), self._store.later_mail(one)
            )
            for one in cooling
        )
        return frozenset({"cooling"}) if overtaken else frozenset()

    def _instead(self, conversation: str | None, details: Details, sender: str, at: datetime) -> Entry | None:
        """The last mail of a person of that employer, if its own conversation has no reply of ours yet."""
        contact = history.person_to_write_to(
            self._store.contacts(conversation, details.company), details, sender, at
        )
        entry = self._store.entry(contact.mail_id) if contact else None
        if entry is None or entry.message_id is None:
            return None
        states, twins = self._store.states_around(entry.conversation, entry.message_id)
        return None if (states | twins) & policy.SETTLED else entry

    def applied(self, message: Message) -> bool:
        """Whether an application to whoever sent this is on record."""
        if message.sender is None:
            return False
        domain = message.sender.domain
        alone = is_free_mail(domain) or known_relay(domain)
        return self._store.applied_to(message.sender.address, "" if alone else domain)

    def conversation(self, message: Message) -> str | None:
        """The id that all mails of a conversation share: its root, as far as we know it."""
        ids = (*message.references, *message.in_reply_to)
        return self._store.conversation_of(ids) or (ids[0] if ids else message.message_id)
