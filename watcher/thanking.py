"""Thanks after an interview, in a pass: when they may appear, and what ends them. The rules: replying/thanks.py.

A mail that sets an interview has a case like any answer, so that its thanks are drafted at most once. Only these
questions are put otherwise: the clock is that of the interview, and an answer of the person's to the invitation, given
before it, changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from watcher.following import answers_to
from watcher.looking_back import interview_of
from watcher.mailboxes.protocol import Found, Mailbox
from watcher.reflecting.gentle import Appointment
from watcher.replying import history, policy, thanks, times
from watcher.store import Entry, Store


class Thanking:
    """The cases of thanks of one account.

    Args:
        move: as in drafting.Drafting.
        ours: the Message-ID of a case's draft.
    """

    def __init__(
        self,
        account: str,
        rules: policy.Rules,
        mailbox: Mailbox,
        store: Store,
        move: Callable[..., None],
        ours: Callable[[Entry], str],
    ) -> None:
        self._account, self._rules, self._mailbox, self._store = account, rules, mailbox, store
        self._move, self._ours = move, ours

    def sweep(self, now: datetime) -> None:
        """Ends what has become needless at once, so that what is planned is true."""
        for entry in self._store.cases("cooling", account=self._account):
            if entry.kind != "interview" or entry.asked:
                continue
            ended = self._by_later_mail(entry)
            if ended:
                self._move(entry, "cooling", *ended, now, seen=entry)

    def waits(self, entry: Entry, now: datetime) -> bool:
        """True where thanks that were due are put off, or have come to nothing."""
        interview = interview_of(entry.kind, entry.details)
        if interview is None:
            self._move(
                entry, "cooling", "cancelled", "When the interview is is not known any more.", now, seen=entry
            )
            return True
        better = self.better(entry, now)
        if better > now:
            self._store.set(entry.id, "cooling", seen=entry, due_at=better)
            return True
        if not entry.asked and self.too_late(entry, now):
            if thanks.too_late(interview.ends, entry.recorded_at):
                self._move(entry, "cooling", "no_reply", thanks.TOO_OLD, now, seen=entry)
            else:
                self._move(entry, "cooling", "offered", late(entry), now, seen=entry)
            return True
        return entry.asked != policy.NOW and self._enough_today(entry, now)

    def better(self, entry: Entry, now: datetime) -> datetime:
        """The first instant from now on at which thanks may appear; never before the interview is over."""
        interview = interview_of(entry.kind, entry.details)
        if interview is None or (entry.asked and now >= interview.ends):
            return now
        if thanks.too_late(interview.ends, now):
            return now
        return thanks.due_at(interview.ends, now, self._rules)

    def too_late(self, entry: Entry, now: datetime) -> bool:
        interview = interview_of(entry.kind, entry.details)
        return interview is None or thanks.too_late(interview.ends, now)

    def ended(self, entry: Entry) -> tuple[str, str] | None:
        """The state and the reason that end thanks by what the mailbox and the log say now."""
        interview = interview_of(entry.kind, entry.details)
        return self._by_later_mail(entry) or (self._by_the_person(entry, interview) if interview else None)

    def _by_later_mail(self, entry: Entry) -> tuple[str, str] | None:
        interview = interview_of(entry.kind, entry.details)
        if interview is None:
            return None
        later = self._store.later_mail(entry, entry.delivered_at)
        company, role = entry.details.get("company", ""), entry.details.get("role", "")
        return thanks.needless(interview.begins, company, role, later)

    def _by_the_person(self, entry: Entry, interview: Appointment) -> tuple[str, str] | None:
        """What they wrote since the interview began, to any mail of its conversation; or the mail lies in the trash."""
        found: list[Found] = [*answers_to(entry, self._mailbox)]
        for message_id in self._store.ids_in(entry.conversation):
            if message_id != entry.message_id:
                found += self._mailbox.find_answers(message_id, interview.begins)
        since = [one for one in found if one.stored_at is None or one.stored_at >= interview.begins]
        if any(one.role == "sent" for one in since):
            return "answered", thanks.YOU_WROTE
        # A reply to the answer lies in Drafts under an id of ours, and is no word of the person's.
        if any(one.role == "drafts" and one.message_id not in self._drafts_of_ours(entry) for one in since):
            return "answered", "You have begun a reply of your own."
        if self._is_deleted(entry):
            return "cancelled", history.DELETED
        return None

    def _drafts_of_ours(self, entry: Entry) -> Sequence[str]:
        return [self._ours(entry), *self._store.draft_ids()]

    def _is_deleted(self, entry: Entry) -> bool:
        copies = self._mailbox.find_copies(entry.message_id or "")
        return all(one.role == "trash" for one in copies)

    def _enough_today(self, entry: Entry, now: datetime) -> bool:
        """Even of thanks no more than so many come on a day; replies to answers do not count, nor take their place."""
        began = times.day_began(now, self._rules)
        if self._store.drafts_between(began, now, thanks=True) < self._rules.per_day:
            return False
        due = times.next_day(now, self._rules)
        self._store.set(entry.id, "cooling", seen=entry, due_at=due, reason=policy.ENOUGH_TODAY)
        return True


def late(entry: Entry) -> str:
    return (
        f"The interview is more than a day ago. If you still want to thank them: grace queue now {entry.id}"
    )
