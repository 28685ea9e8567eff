"""The letter of a case, by what is on record and by the person's settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from watcher.config import Config
from watcher.errors import UserError
from watcher.reading.types import Address, Details
from watcher.replying.compose import Parent, message_id, reply
from watcher.replying.letter import Wishes
from watcher.replying.lint import NotWrittenError
from watcher.store import Entry, Store


def wishes(config: Config) -> Wishes:
    """How the person wants their letters, by their config."""
    reply = config.reply
    return Wishes(
        config.person.name,
        signature=reply.signature,
        feedback=reply.feedback,
        thanks_only=reply.thanks_only,
        tone=reply.tone,
    )


def own_address(entry: Entry, config: Config) -> str:
    """The person's address that a reply is from."""
    return entry.own or config.person.addresses[0]


def draft_id(entry: Entry, store: Store, config: Config) -> str:
    """The Message-ID of a case's draft, which also decides between wordings."""
    domain = own_address(entry, config).rpartition("@")[2]
    return entry.draft_id or message_id(store.secret(), entry.fingerprint, 1, domain)


def details_of(entry: Entry) -> Details:
    """What a case's letter may say. Who is written to in the sender's place is greeted as they wrote themselves."""
    parent = entry.parent or {}
    instead = {key: parent[key] for key in ("person", "greeting", "address") if key in parent}
    return Details(**{**entry.details, **instead})


def line_of(entry: Entry) -> str:
    """The person's own line in a letter of thanks, "" where they gave none."""
    return str((entry.parent or {}).get("line", ""))


def with_line(entry: Entry, line: str, store: Store, config: Config, now: datetime) -> Entry:
    """Puts a line of the person's own into a letter of thanks that is to come; "" takes it out again.

    Raises:
        UserError: the letter could not be saved with it, or has been saved meanwhile.
    """
    parent = {name: value for name, value in (entry.parent or {}).items() if name != "line"}
    folded = " ".join(line.split())
    changed = dataclasses.replace(entry, parent=parent | ({"line": folded} if folded else {}))
    try:
        written(changed, store, config, now.astimezone(config.person.zone))
    except NotWrittenError as error:
        raise UserError(f"That line cannot stand in the letter: {error}.") from None
    if not store.set(entry.id, entry.state, parent=changed.parent):
        raise UserError(
            "The letter has been saved meanwhile; it lies in your Drafts, and you may change it there."
        )
    return changed


def _is_damaged(entry: Entry, parent: Mapping[str, Any], store: Store) -> bool:
    """Whether what stands in the log twice differs: no letter goes to somebody else because a bit fell over."""
    if "person" in parent:  # somebody who wrote before is written to, in reply to their mail
        return store.conversation_of((parent.get("message_id", ""),)) is None
    if parent.get("message_id") != entry.message_id:
        return True
    return bool(entry.answer) and entry.answer.get("address") != entry.recipient


def written(entry: Entry, store: Store, config: Config, now: datetime) -> bytes:
    """The draft for a case, as bytes.

    Args:
        now: aware, in the person's zone.

    Raises:
        NotWrittenError: there is nobody to write to, or the letter does not pass its checks.
    """
    if not entry.recipient:
        raise NotWrittenError("there is nobody to reply to")
    if entry.message_id is None:
        raise NotWrittenError("the mail has no valid Message-ID, so it would stand outside its thread")
    person = config.person
    parent = entry.parent or {}
    if _is_damaged(entry, parent, store):
        raise NotWrittenError("the log is damaged where it says whom to write to")
    return reply(
        Parent(parent.get("message_id"), tuple(parent.get("references", ())), parent.get("subject", "")),
        Address(entry.recipient_name, entry.recipient),
        Address(person.name, own_address(entry, config)),
        details_of(entry),
        entry.kind,
        draft_id(entry, store, config),
        now,
        wishes=wishes(config),
        language=entry.language,
        texts=config.extras.texts,
        others=store.companies(),
        line=line_of(entry),
    )
