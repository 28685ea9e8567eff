"""What becomes of a draft: edited, sent, thrown away; and of a reply that was sent: answered, or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from watcher.config import Account
from watcher.looking_back import interview_of
from watcher.mailboxes.protocol import Found, Mailbox, Place
from watcher.replying import history
from watcher.store import Entry, Store

#: How often it is looked whether a draft was sent, and for how long after it was saved.
LOOK_EVERY = timedelta(hours=1)
LOOK_FOR = timedelta(days=60)


class Following:
    """The last part of a pass.

    Args:
        move: moves a case to another state and tells of it; given the entry, its state, the new one, why, when, and
            what else changes, as Store.move.
    """

    def __init__(self, account: Account, mailbox: Mailbox, store: Store, move: Callable[..., None]) -> None:
        self._account, self._mailbox, self._store, self._move = account, mailbox, store, move

    def run(self, now: datetime) -> None:
        """Looks at the drafts that lie there, and at what came back after those that were sent."""
        self._follow(now)
        self._listen(now)

    def _follow(self, now: datetime) -> None:
        """Looks, about once an hour, whether a draft was sent or thrown away."""
        for entry in self._store.cases("drafted", "edited", account=self._account.name):
            looked = entry.looked_at or entry.drafted_at or now
            # A look that lies ahead was made while the clock was wrong, and says nothing.
            just_looked = timedelta() <= now - looked < LOOK_EVERY
            if just_looked or now - (entry.drafted_at or now) > LOOK_FOR:
                continue
            self._look(entry, now)

    def _look(self, entry: Entry, now: datetime) -> None:
        """By its id, and by what it answers: some clients give a draft a new id when it is edited or sent."""
        found = [*self._mailbox.find_copies(entry.draft_id or ""), *self._answers_to(entry)]
        roles = {one.role: one for one in found}
        if "sent" in roles:
            own_words = any(one.role == "drafts" and one.message_id == entry.draft_id for one in found)
            why = (
                "You answered in words of your own; the draft still lies there."
                if own_words
                else "You sent it."
            )
            self._move(entry, entry.state, "sent", why, now, sent_at=roles["sent"].stored_at or now)
        elif "drafts" in roles:
            drafts = [one for one in found if one.role == "drafts"]
            ours = [one for one in drafts if one.message_id == entry.draft_id]
            self._still_there(entry, (ours or drafts)[0], now)
        elif "trash" in roles:
            self._move(entry, entry.state, "discarded", "You deleted the draft; it will not come back.", now)
        elif entry.missing_since is None:
            # A client may be holding the draft open, or may not have filed the sent mail yet: look twice.
            self._store.set(entry.id, entry.state, looked_at=now, missing_since=now)
        else:
            self._move(entry, entry.state, "discarded", "The draft is gone; it will not come back.", now)

    def _answers_to(self, entry: Entry) -> Sequence[Found]:
        """As answers_to; but thanks for an interview are neither what the person wrote to the invitation before it, nor
        our reply to the answer that came later in the conversation.
        """
        found, interview = answers_to(entry, self._mailbox), interview_of(entry.kind, entry.details)
        if interview is None:
            return found
        others = {*self._store.draft_ids()} - {entry.draft_id}
        since = [one for one in found if one.stored_at is None or one.stored_at >= interview.begins]
        return [one for one in since if one.message_id not in others]

    def _still_there(self, entry: Entry, draft: Found, now: datetime) -> None:
        """A draft that lies elsewhere than where it was saved was saved again: it is the person's text now."""
        place = place_as_text(draft.place)
        known = entry.draft_place if entry.draft_place and _same_count(entry.draft_place, place) else place
        if entry.state == "drafted" and known != place:
            why = "You changed the draft. It is yours now."
            self._move(entry, "drafted", "edited", why, now, looked_at=now, missing_since=None)
        else:
            self._store.set(entry.id, entry.state, looked_at=now, missing_since=None, draft_place=known)

    def _listen(self, now: datetime) -> None:
        """Notices what came back after a reply was sent, or that nothing did."""
        for entry in self._store.cases("sent", "quiet", account=self._account.name):
            sent_at = entry.sent_at or entry.drafted_at or entry.delivered_at
            if now - sent_at > LOOK_FOR:
                continue
            outcome = history.heard(sent_at, self._store.later_mail(entry, sent_at), now)
            if outcome and outcome[0] != entry.state:
                self._move(entry, entry.state, *outcome, now)


def answers_to(entry: Entry, mailbox: Mailbox) -> Sequence[Found]:
    """What lies in Drafts and Sent and answers the mail, or since it came the one answered in its place."""
    since = entry.delivered_at - timedelta(days=2)
    answered = str((entry.parent or {}).get("message_id") or "")
    found = [*mailbox.find_answers(entry.message_id, since)] if entry.message_id else []
    if answered and answered != entry.message_id:
        others = mailbox.find_answers(answered, since)
        found += [one for one in others if not one.stored_at or one.stored_at >= entry.delivered_at]
    return found


def _same_count(one: str, other: str | None) -> bool:
    """Whether two places can be compared: after a new UIDVALIDITY every mail has another ref, untouched or not."""
    return one.rpartition(":")[0] == (other or "").rpartition(":")[0]


def place_as_text(place: Place | None) -> str | None:
    """As it is kept in the store."""
    return f"{place.folder}\n{place.ref}" if place else None
