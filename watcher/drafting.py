"""From a case that cools to a draft in the mailbox, at most one. What becomes of it: following.py.

    cooling -> claimed    in the store, on disk, before the mailbox hears of it
    claimed -> drafted    once the mailbox has said so, or a search has found the draft

The Message-ID of a draft is a function of the mail and this installation, so after any accident the question
"did it get there?" has an answer in the mailbox itself: the id is searched for before every save.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from watcher.config import Account, Config
from watcher.errors import GraceError
from watcher.following import Following, answers_to, place_as_text
from watcher.holding import Holding
from watcher.mailboxes.protocol import Mailbox, NotTakenError, Place, Saved
from watcher.reading.types import Details
from watcher.replying import history, policy, times
from watcher.replying.lint import NotWrittenError
from watcher.store import Entry, Store
from watcher.thanking import Thanking, late
from watcher.writing import draft_id, written

#: There may be so long between two passes of a day.
_SELDOM = timedelta(hours=12)


class Drafting:
    """The second half of a pass. See pipeline.Pass for the arguments."""

    def __init__(
        self,
        account: Account,
        config: Config,
        rules: policy.Rules,
        mailbox: Mailbox,
        store: Store,
        *,
        dry_run: bool,
        tell: Callable[[int, str, str], None],
    ) -> None:
        self.account = account
        self.config = config
        self.rules = rules
        self.mailbox = mailbox
        self.store = store
        self.dry_run = dry_run
        self.tell = tell
        self._began = time.monotonic()
        self._following = Following(account, mailbox, store, self._move)
        self._thanking = Thanking(
            account.name, rules, mailbox, store, self._move, lambda entry: draft_id(entry, store, config)
        )
        self._holding = Holding(config.gentle, rules, store)

    def run(self, now: datetime) -> None:
        """The second half of a pass. A claim that cannot be settled holds nothing up; it is raised last.

        Args:
            now: aware.
        """
        trouble = self._settle_claims(now)
        self._notice_reading(now)
        self._thanking.sweep(now)
        self._hold_back(now)
        self._draft_what_is_due(now)
        self._following.run(now)
        if trouble is not None:
            raise trouble

    def _settle_claims(self, now: datetime) -> GraceError | None:
        """Looks for each draft that was claimed and not confirmed. Returns the first error."""
        trouble: GraceError | None = None
        for entry in self.store.cases("claimed", account=self.account.name):
            if self.dry_run or (entry.due_at or now) > now:
                continue
            try:
                self._settle(entry, now)
            except GraceError as error:
                trouble = trouble or error
        return trouble

    def _settle(self, entry: Entry, now: datetime) -> None:
        """One claim: confirmed where the draft is there, else saved again, if it is still wanted."""
        if self._adopt(entry, now):
            return
        ended = self._no_longer_wanted(entry)
        better = self._better(entry, now)
        if ended:
            self._move(entry, "claimed", *ended, now)
        elif not entry.asked and self._too_late(entry, now):
            self._move(entry, "claimed", "offered", _while_ago(entry), now)
        elif better > now and entry.asked != policy.NOW:
            self.store.set(entry.id, "claimed", due_at=better)
        else:
            try:
                raw = self._written(entry, now)
            except NotWrittenError as error:
                # It is not in the mailbox, and cannot be written any more: settings have changed since.
                self._move(entry, "claimed", "cancelled", f"No reply could be written: {error}", now)
            else:
                self._save(entry, raw, now)

    def _notice_reading(self, now: datetime) -> None:
        """Starts the cooling-off of mail that the person has read, or moved out of the watched folders."""
        if self.rules.starts != "read":
            return
        for entry in self.store.cases("cooling", account=self.account.name):
            if entry.read_at is not None or entry.asked or entry.kind == "interview":
                continue
            places = self._places(entry)
            flags = self.mailbox.flags(places)
            if flags and not any(one.read for one in flags.values()):
                continue
            read_at = max(now, entry.delivered_at)
            final = (entry.details or {}).get("stage") == "final"
            due = times.due_at(entry.delivered_at, read_at, final, self.rules)
            self.store.set(entry.id, "cooling", seen=entry, read_at=read_at, due_at=due)

    def _draft_what_is_due(self, now: datetime) -> None:
        for entry in self.store.cases("cooling", account=self.account.name):
            if entry.due_at is None or entry.due_at > now:
                continue
            if self._waits(entry, now):
                continue
            ended = self._unsent(entry) or self._no_longer_wanted(entry)
            if ended:
                self._move(entry, "cooling", *ended, now, seen=entry)
            elif self._had_its_draft(entry):
                self._move(entry, "cooling", "offered", _had_one(entry), now, seen=entry)
            else:
                self._draft(entry, now)

    def _waits(self, entry: Entry, now: datetime) -> bool:
        """True where a draft that was due is put off, or is not to be any more."""
        if entry.kind == "interview":
            return self._thanking.waits(entry, now)
        return entry.asked != policy.NOW and (self._not_today(entry, now) or self._enough_today(entry, now))

    def _no_longer_wanted(self, entry: Entry) -> tuple[str, str] | None:
        if entry.kind == "interview":
            return self._thanking.ended(entry)
        return history.no_longer_wanted(self._situation(entry))

    def _too_late(self, entry: Entry, now: datetime) -> bool:
        if entry.kind == "interview":
            return self._thanking.too_late(entry, now)
        return times.too_late(entry.delivered_at, now, self.rules)

    def _better(self, entry: Entry, now: datetime) -> datetime:
        """The first instant from now on at which a draft may appear."""
        if entry.kind == "interview":
            return self._thanking.better(entry, now)
        return self._holding.after_interviews(times.humane(now, self.rules))

    def _hold_back(self, now: datetime) -> None:
        """Puts off the replies that would come in the hours before an interview; said once."""
        for entry in self.store.cases("cooling", account=self.account.name):
            if entry.due_at is None or entry.asked == policy.NOW or entry.kind == "interview":
                continue
            due = max(entry.due_at, now.astimezone(UTC))
            after = self._holding.after_interviews(due)
            if after <= due:
                continue
            why = policy.AFTER_INTERVIEW
            if (
                self.store.set(entry.id, "cooling", seen=entry, due_at=after, reason=why)
                and entry.case_reason != why
            ):
                self.store.remark(entry.id, "cooling", why, now)
                self.tell(entry.id, "cooling", why)

    def _not_today(self, entry: Entry, now: datetime) -> bool:
        """True where a due draft has to wait for a better hour, or has come too late to be pushed."""
        if not entry.asked and times.too_late(entry.delivered_at, now, self.rules):
            self._move(entry, "cooling", "offered", _while_ago(entry), now, seen=entry)
            return True
        better = times.humane(now, self.rules)
        if better > now:
            self.store.set(entry.id, "cooling", seen=entry, due_at=better)
            return True
        return False

    def _unsent(self, entry: Entry) -> tuple[str, str] | None:
        """Ends a line of thanks where the reply to the answer itself still lies in Drafts."""
        if entry.kind != "feedback":
            return None
        replies, _ = self.store.states_around(entry.conversation, None)
        if replies & policy.ANSWERED:
            return None
        return "cancelled", "Your reply still lies in Drafts; it can thank them, too."

    def _enough_today(self, entry: Entry, now: datetime) -> bool:
        """True where this day has seen as many drafts as it may: a mistake of ours, too, stays small."""
        due = self._holding.after_interviews(times.next_day(now, self.rules))
        # One a day is for calm. A reply that might come too late by it, as some look seldom, comes beside another.
        in_time = not times.too_late(entry.delivered_at, due + _SELDOM, self.rules)
        alone = in_time and self._holding.several_came(now)
        most = 1 if alone else self.rules.per_day
        if self.store.drafts_between(times.day_began(now, self.rules), self._at(now)) < most:
            return False
        reason = policy.ONE_A_DAY if alone else policy.ENOUGH_TODAY
        self.store.set(entry.id, "cooling", seen=entry, due_at=due, reason=reason)
        return True

    def _situation(self, entry: Entry) -> history.Situation:
        """Asks the mailbox and the log what happened since the mail came."""
        flags = self.mailbox.flags(self._places(entry))
        deleted, answered = False, any(one.answered for one in flags.values())
        parent = entry.message_id or ""
        if not flags:
            copies = [one for one in self.mailbox.find_copies(parent) if one.role in ("trash", "other")]
            deleted = all(one.role == "trash" for one in copies)
            answered = any(one.flags.answered for one in copies)
        answers = answers_to(entry, self.mailbox)
        ours = draft_id(entry, self.store, self.config)
        return history.Situation(
            deleted=deleted,
            answered=answered or any(one.role == "sent" for one in answers),
            drafting=any(one.role == "drafts" and one.message_id != ours for one in answers),
            wrote_again=history.wrote_again(
                entry.sender_address,
                entry.details.get("company", ""),
                self.store.later_mail(entry),
                thanks=entry.kind == "feedback",
            ),
        )

    def _draft(self, entry: Entry, now: datetime) -> None:
        """Writes, claims, saves."""
        if self.store.drafts_beside(entry) & policy.HAS_A_DRAFT:
            self._move(entry, "cooling", "no_reply", "This conversation already has its reply.", now)
            return
        if entry.kind not in ("feedback", "interview"):
            drafted = self.store.same_time(entry.delivered_at, entry.conversation, policy.HAS_A_DRAFT)
            twin = history.same_answer(Details(**entry.details), drafted)
            if twin:
                self._move(
                    entry,
                    "cooling",
                    "no_reply",
                    f"The same answer came from {twin}; one reply is enough.",
                    now,
                )
                return
        try:
            raw = self._written(entry, now)
        except NotWrittenError as error:
            self._move(entry, "cooling", "no_reply", f"No reply could be written: {error}", now)
            return
        at = self._at(now)
        claimed_id, settled = draft_id(entry, self.store, self.config), at + self.mailbox.settle
        over = "The interview is over." if entry.kind == "interview" else "The cooling-off is over."
        if not self.store.claim(entry, over, at, draft_id=claimed_id, due_at=settled):
            return
        if self.dry_run:
            self.store.move(entry.id, "claimed", "drafted", "dry run", now, drafted_at=at)
            self.tell(entry.id, "would_draft", "A draft would be saved now.")
        elif not self._adopt(entry, now):
            self._save(entry, raw, now)

    def _had_its_draft(self, entry: Entry) -> bool:
        """True where the log is older than a draft that is gone: sent in other words perhaps, or thrown away."""
        if entry.asked == policy.NOW or not self.store.saved_before(entry.fingerprint):
            return False
        return not self.mailbox.find_copies(draft_id(entry, self.store, self.config))

    def _adopt(self, entry: Entry, now: datetime) -> bool:
        """True where the mailbox already holds this draft, in whatever folder the person put it."""
        copies = self.mailbox.find_copies(draft_id(entry, self.store, self.config))
        if not copies:
            return False
        self._confirm(entry, now, Saved(copies[0].place))
        return True

    def _save(self, entry: Entry, raw: bytes, now: datetime) -> None:
        """Saves a claimed draft. An error here means: not known. The claim stays, and is settled later.

        The time to look again is on disk before the save, and is put off further when the save fails: a
        server that stalled may still take the draft in some time after we gave up.
        """
        if not self.store.set(entry.id, "claimed", due_at=self._at(now) + self.mailbox.settle):
            return  # the person has just said "never"
        self.store.about_to_save(entry.fingerprint)
        try:
            saved = self.mailbox.save_draft(raw)
        except NotTakenError as error:
            self._move(entry, "claimed", "cancelled", f"No reply could be saved: {error}.", now)
            return
        except GraceError:
            self.store.set(entry.id, "claimed", due_at=self._at(now) + self.mailbox.settle)
            raise
        self._confirm(entry, now, saved)

    def _confirm(self, entry: Entry, now: datetime, saved: Saved) -> None:
        to, place = (entry.parent or {}).get("person"), saved.place
        lies = f"A reply{f' to {to}' if to else ''} lies"
        lies = "A few lines of thanks lie" if entry.kind == "interview" else lies
        reason = f"{lies} in your Drafts folder. Nothing is sent unless you send it."
        reason = f"{reason} {saved.problem}".strip()
        at = self._at(now)
        self._move(entry, "claimed", "drafted", reason, at, drafted_at=at, draft_place=place_as_text(place))

    def _written(self, entry: Entry, now: datetime) -> bytes:
        return written(entry, self.store, self.config, now.astimezone(self.rules.zone))

    def _places(self, entry: Entry) -> Sequence[Place]:
        return [Place(folder, ref) for folder, ref in self.store.places(entry.id, self.account.name)]

    def _move(
        self,
        entry: Entry,
        state: str,
        to: str,
        reason: str,
        now: datetime,
        seen: Entry | None = None,
        **changes: object,
    ) -> None:
        if self.store.move(entry.id, state, to, reason, now, seen, **changes):
            self.tell(entry.id, to, reason)

    def _at(self, now: datetime) -> datetime:
        """The time of the pass and what has gone by since it began: a save may take a minute to fail."""
        return now + timedelta(seconds=time.monotonic() - self._began)


def _had_one(entry: Entry) -> str:
    return f"It had its draft before, which is gone. If you still want a reply: grace queue now {entry.id}"


def _while_ago(entry: Entry) -> str:
    if entry.kind == "interview":
        return late(entry)
    return f"It is a while ago now. If you still want a reply: grace queue now {entry.id}"
