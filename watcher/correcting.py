"""What follows when the person says what one mail is, and when they take it back.

    the label, with its provenance, and the text of the mail to learn from
    the verdict on record, as they said; what stood there before is kept in `judged`
    the case: ended where no draft of that kind is due, decided on anew where one may be

All of it in one transaction. What the model had made of the mail comes back, row and case, when the word is taken back;
but no case goes on from there that had its draft, or whose draft was just being saved.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watcher.judging import Judge, Judged, as_said
from watcher.looking_back import interview_of
from watcher.mailboxes.protocol import Arrival, Flags, Place
from watcher.reading.types import REPLYABLE, Evidence, Verdict
from watcher.replying import policy, thanks, times
from watcher.store import CaseRow, Entry, Store

#: What of a mail's row a word of the person may change, and taking it back restores.
_COLUMNS = (
    *("kind", "score", "scores", "evidence", "language", "action", "reason", "conversation"),
    *("taught", "subject", "sender_name", "sender_address", "details", "answer"),
)
_WAITING = ("cooling", "offered", "review")
#: Kinds of mail that are no answer, and are thanked for.
_THANKED = ("feedback", "interview")
_SAVING = f"{policy.NOT_OF_THAT_KIND} Its draft was just being saved: if it is in Drafts, delete it there."
_LIES_THERE = "Its draft lies in Drafts; delete it there if you do not want it."
_LONG_AGO = "The interview was more than a day ago when you said what it is, so no thanks are planned."
_GONE = "You said it is a no. The mail itself is not at hand any more, so no reply can be written."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Args:
        what: the state that the case moved to, or "labelled" where none moved.
        reason: one plain sentence or two for the person, "" where there is nothing more to say.
    """

    what: str
    reason: str = ""


class Correcting:
    """The person's word on the mail of one account, by that account's judge."""

    def __init__(self, judge: Judge, store: Store) -> None:
        self._judge = judge
        self._store = store

    def correct(
        self, mail_id: int, kind: str, source: str, now: datetime, original: Arrival | None
    ) -> Outcome:
        """The person says what a mail on record is.

        Args:
            kind, source: as in LabelRow.
            original: the mail, read again; None where it is not to be had.
        """
        with self._store.joined():
            since, entry = self._judge.since(now), self._entry(mail_id)
            self._store.label(entry.fingerprint, kind, source, now, entry.model)
            before = entry.judged or _snapshot(entry)
            said = as_said(_verdict(before), kind)
            if entry.kind == "interview" and entry.state == "cooling" and said.kind in REPLYABLE:
                # Thanks that were planned are no reply to it, and must not stand in the way of one.
                self._move(entry, "cancelled", policy.NOT_OF_THAT_KIND, now)
                entry = self._entry(mail_id)
            if original and original.raw:
                self._keep(entry.fingerprint, original, original.raw, entry.sender_address, now)
            # The log is asked about this mail's surroundings next, and must not take it for what it is not.
            row = {"kind": said.kind, "score": said.score, "judged": before}
            self._store.rewrite(mail_id, row | _logged(entry, said))
            judged = _in_time(self._judge.judge(original, since, kind)[0], now) if original else None
            if judged and judged.decision.action not in ("ignore", "own"):
                columns = {name: getattr(self._judge.filled(entry, judged), name) for name in _COLUMNS}
                if judged.fault:  # what was read before is not lost for it
                    columns["details"] |= {name: known for name, known in entry.details.items() if known}
                self._store.rewrite(mail_id, columns)
            thanked = kind in _THANKED and judged is not None and judged.decision.state == "cooling"
            outcome = self._case(entry, said.kind, judged, original, now, thanked=thanked)
            # Where the case does not become one of thanks, its mail promises none.
            if thanked and self._entry(mail_id).state != "cooling":
                self._store.rewrite(mail_id, {"reason": entry.case_reason or entry.reason})
            return outcome

    def record(
        self, arrival: Arrival, judged: Judged, kind: str, source: str, now: datetime
    ) -> tuple[int, Outcome]:
        """A mail that was never on record before, together with what the person says it is.

        Args:
            judged: as they say.
        """
        fingerprint = judged.message.fingerprint
        with self._store.joined():
            plain = self._judge.judge(arrival, self._judge.since(now))[0]
            row = self._judge.filled(self._judge.blank(arrival, fingerprint, "", now), plain or judged)
            mail_id = self._store.add_mail(row)
            return mail_id, self.correct(mail_id, kind, source, now, arrival)

    def undo(self, mail_id: int, now: datetime, why: str) -> Outcome | None:
        """Takes back what the person said of a mail. None where they had said nothing.

        Args:
            why: as in LabelRow.
        """
        with self._store.joined():
            entry = self._entry(mail_id)
            if not self._store.end_label(entry.fingerprint, now, why):
                return None
            self._store.drop_text(entry.fingerprint)
            before = entry.judged
            if before:
                self._store.rewrite(mail_id, {name: before[name] for name in _COLUMNS} | {"judged": {}})
            return self._case_as_before(entry, str(before.get("state", entry.state)), now)

    def _entry(self, mail_id: int) -> Entry:
        entry = self._store.entry(mail_id)
        if entry is None:
            raise LookupError(f"mail {mail_id} is not on record")
        return entry

    def _keep(self, fingerprint: str, original: Arrival, raw: bytes, sender: str, now: datetime) -> None:
        self._store.keep_text(fingerprint, raw, now, original.delivered_at, sender, "labelled")

    def _case(
        self,
        entry: Entry,
        kind: str,
        judged: Judged | None,
        original: Arrival | None,
        now: datetime,
        *,
        thanked: bool,
    ) -> Outcome:
        """What becomes of the case of a mail that is of this kind.

        Args:
            thanked: the person said that it is of a kind that is thanked for, and the policy would.
        """
        state, reason = entry.state, entry.case_reason
        open_to_a_reply = state in ("", "review") or (
            state in ("cancelled", "no_reply") and reason in (*policy.BY_WHAT_YOU_SAID, _GONE)
        )
        withdrawn = kind == "offer_withdrawn" and "withdrawn" in self._rules.also
        if (kind in REPLYABLE or withdrawn or thanked) and open_to_a_reply:
            return self._anew(entry, judged, original, now)
        # Thanks instead of the reply that was planned.
        if thanked and state == "cooling" and entry.kind != kind:
            return self._anew(entry, judged, original, now)
        # The reply to an answer, or the thanks for feedback: still about what the mail is, or not.
        agrees = kind in REPLYABLE if entry.kind in REPLYABLE else kind == entry.kind
        if (
            agrees
            and state == "cooling"
            and entry.read_at is None
            and not entry.asked
            and entry.kind != "interview"
        ):
            due = times.due_at(entry.delivered_at, now, entry.details.get("stage") == "final", self._rules)
            self._store.set(entry.id, "cooling", read_at=max(now, entry.delivered_at), due_at=due)
        if agrees and state != "review":
            return Outcome("labelled")
        if state in _WAITING:
            return self._move(entry, "cancelled", policy.NOT_OF_THAT_KIND, now)
        if state == "claimed":
            return self._move(entry, "cancelled", _SAVING, now)
        if state in ("drafted", "edited"):
            self._store.remark(entry.id, state, f"{policy.NOT_OF_THAT_KIND} {_LIES_THERE}", now)
            return Outcome("labelled", _LIES_THERE)
        return Outcome("labelled")

    def _anew(self, entry: Entry, judged: Judged | None, original: Arrival | None, now: datetime) -> Outcome:
        """A mail that is a no after all, or is thanked for: the policy decides, and what is to cool cools from now. The
        time of an interview stays what it is."""
        if judged is None or original is None:
            if entry.state == "":
                return Outcome("labelled", _GONE)
            return (
                self._move(entry, "no_reply", _GONE, now) if entry.state == "review" else Outcome("labelled")
            )
        if not judged.decision.state:
            return Outcome("labelled", judged.decision.reason)
        read = dataclasses.replace(original, flags=Flags(read=True, answered=original.flags.answered))
        case = self._judge.case(read, judged, now)
        if case.state == "cooling" and judged.verdict.kind != "interview":
            final = judged.details.stage == "final"
            due = times.due_at(max(now, original.delivered_at), now, final, self._rules)
            case = dataclasses.replace(case, due_at=due)
        if entry.state == "":
            self._store.open_case(entry.id, case, now)
            return Outcome(case.state, case.reason)
        values = {field.name: getattr(case, field.name) for field in dataclasses.fields(CaseRow)}
        del values["state"]
        if entry.state == case.state:
            self._store.set(entry.id, case.state, **values)
            self._store.remark(entry.id, case.state, case.reason, now)
            return Outcome("labelled", case.reason)
        del values["reason"]
        return self._move(entry, case.state, case.reason, now, **values)

    def _case_as_before(self, entry: Entry, was: str, now: datetime) -> Outcome:
        """The case as it was before the person said anything, as far as it can go back."""
        state, ended_by_it = entry.state, entry.case_reason == policy.NOT_OF_THAT_KIND
        if state == was:
            return Outcome("labelled")
        if state == "cancelled" and ended_by_it and was in _WAITING:
            return self._move(entry, was, policy.TAKEN_BACK, now)
        if state == "claimed" and was == "":
            return self._move(entry, "cancelled", _SAVING, now)
        if state in ("cooling", "offered", "no_reply") and was == "review":
            return self._move(entry, "review", policy.TAKEN_BACK, now, due_at=None)
        if state in _WAITING and was == "":
            return self._move(entry, "cancelled", policy.TAKEN_BACK, now)
        if state in ("no_reply", "cancelled") and was == "":
            self._store.set(entry.id, state, reason=policy.TAKEN_BACK)
            return Outcome("labelled")
        if state in ("drafted", "edited"):
            self._store.remark(entry.id, state, f"{policy.TAKEN_BACK} {_LIES_THERE}", now)
            return Outcome("labelled", _LIES_THERE)
        return Outcome("labelled")

    @property
    def _rules(self) -> policy.Rules:
        return self._judge.rules

    def _move(self, entry: Entry, to: str, reason: str, now: datetime, **changes: object) -> Outcome:
        """Moves the case. Whoever else would move it waits for the lock that this transaction holds."""
        self._store.move(entry.id, entry.state, to, reason, now, None, **changes)
        return Outcome(to, reason)


def _in_time(judged: Judged | None, now: datetime) -> Judged | None:
    """A judgement by what the person said, without thanks for an interview of long ago."""
    interview = interview_of(judged.verdict.kind, dataclasses.asdict(judged.details)) if judged else None
    if judged is None or interview is None or judged.decision.state != "cooling":
        return judged
    if not thanks.too_late(interview.ends, now):
        return judged
    return dataclasses.replace(judged, decision=policy.Decision("log", "", _LONG_AGO))


def original_of(raw: bytes, delivered_at: datetime) -> Arrival:
    """A mail that is at hand, from a kept text; where it lies does not matter."""
    place = Place("", "")
    return Arrival(place, "", delivered_at, Flags(read=True, answered=False), raw, len(raw))


def _snapshot(entry: Entry) -> dict[str, Any]:
    """What stands in the row of a mail before the person has said anything of it."""
    return {name: getattr(entry, name) for name in _COLUMNS} | {"state": entry.state}


def _verdict(before: Mapping[str, Any]) -> Verdict:
    """The model's verdict, as it is on record. Of mail that is none of our business its scores are not."""
    evidence = tuple(Evidence(*one) for one in before["evidence"])
    return Verdict(before["kind"], before["score"], before["scores"], evidence, before["language"], "")


def _logged(entry: Entry, said: Verdict) -> dict[str, object]:
    """Mail that stands in the log stays there, whatever it is: what one has corrected one can find again."""
    if entry.action in ("ignore", "own"):
        return {}
    action = entry.action if said.kind in REPLYABLE else "log"
    return {"scores": said.scores, "action": action}
