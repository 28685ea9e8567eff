"""How `grace demo` tells what happens: on the screen day by day, or as lines of JSON."""

from __future__ import annotations

import json
import shlex
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import click

from watcher.cli.sample import ZONE, Sample, Step, mail
from watcher.cli.screen import Screen, clean, moment
from watcher.cli.words import capital, happened, how_to_call, next_step, who
from watcher.pipeline import Event
from watcher.replying.policy import AFTER_INTERVIEW
from watcher.store import Entry, Store

#: Longest piece of a sentence that is shown.
_QUOTE = 120
#: What the person did, as it is told.
_DID = {
    "reads": "Robin reads the mail from {}.",
    "answers": "Robin answers {} herself.",
    "deletes": "Robin deletes the mail from {}.",
    "sends": "Robin sends the draft to {}.",
    "discards": "Robin throws the draft to {} away.",
}
#: What the program found when a case came to its end.
_ENDED = {
    "sent": "The reply to {} has been sent, by Robin. That closes it.",
    "discarded": "The draft to {} is gone, and will not come back.",
    "answered": "Robin has answered {} herself, so there is no draft.",
    "reopened": "{} wrote again, so there is no draft. Their new mail comes first.",
    "cancelled": "Robin has deleted the mail from {}, so there is no draft.",
}


class Narrator(Protocol):
    """Who is told what happens in the demo, in the order in which it happens."""

    def begin(self) -> None: ...
    def opened(self, store: Store) -> None: ...
    def step(self, step: Step) -> None: ...
    def event(self, event: Event, now: datetime) -> None: ...
    def passed(self, now: datetime) -> None: ...
    def end(self) -> None: ...


class ScreenNarrator:
    """Tells a person, day by day."""

    def __init__(self, sample: Sample, screen: Screen) -> None:
        self.sample, self.screen = sample, screen
        self._day: date | None = None
        self._cooling, self._told = "", ""
        self._late: list[Step] = []

    def begin(self) -> None:
        self.screen.line("Grace Period, on a sample mailbox", "heading")
        self.screen.line(
            "Two weeks in the mail of Robin Keller, who is looking for work. People, firms and mails are "
            "made up; the program that reads them is the real one. Nothing leaves this computer."
        )
        self.screen.line()
        self.screen.line(
            "An answer that is a no is left to cool for 24 hours from when Robin has read it, 48 after a "
            "last round. Then a reply is laid into the Drafts folder, on weekdays between 9 and 18 o'clock. "
            "Robin may change it, send it, or throw it away."
        )

    def opened(self, store: Store) -> None:
        self.store = store

    def step(self, step: Step) -> None:
        if step.does == "comes" and step.folder != "INBOX":
            self._late.append(step)
        if step.does == "comes" or (step.does == "reads" and not step.late):
            return
        self._at(step.at, _DID[step.does].format(self._writer(step.file)), "accent")
        if step.does == "reads":
            self._late.append(step)

    def event(self, event: Event, now: datetime) -> None:
        entry = self.store.entry(event.mail_id)
        if entry is None:
            return
        if event.what == "drafted":
            self._draft(entry, now)
        elif event.reason == AFTER_INTERVIEW:
            if self._file(entry) not in {step.file for step in self._late}:  # of these it is said below
                self._at(now, f"{who(entry)}: {_sentence(next_step(entry, ZONE, now))}")
        elif event.what in ("seen", "cooling", "review", "no_reply", "unreadable"):
            self._came(entry, now)
        else:
            self._at(now, _ENDED.get(event.what, "{}: " + event.reason).format(who(entry)))

    def _came(self, entry: Entry, now: datetime) -> None:
        sender = _sender(mail(self._file(entry)))
        quiet = entry.action == "ignore" and not entry.problem
        self._at(entry.delivered_at, happened(entry, sender), "quiet" if quiet else "")
        if entry.evidence:
            self._below(f'"{_cut(entry.evidence[0][0])}"', "quiet")
        if entry.state == "cooling" and entry.read_at is None:
            self._below("The cooling-off begins when Robin has read it.")
        elif entry.state:
            self._below(_sentence(next_step(entry, ZONE, now)))

    def _draft(self, entry: Entry, now: datetime) -> None:
        over, what = "The cooling-off is over.", "there is now a reply"
        if entry.kind == "interview":
            over, what = "The interview is over.", "there are now a few lines of thanks"
        self._at(now, f"{over} In Robin's Drafts {what} to {who(entry)}:", "accent")
        found = self.sample.draft_for(entry.message_id or "")
        if found:
            _, draft = found
            self.screen.letter(
                [(name, str(draft[name])) for name in ("To", "Subject")], _text(draft), indent=2
            )

    def passed(self, now: datetime) -> None:
        """After a pass: a word on second copies, and on the time of what Robin has read late."""
        for step in self._late:
            if step.does == "comes":
                again = (
                    f"The same mail again, in the folder {step.folder}. It counts once, and gets one draft."
                )
                self._at(step.at, again, "quiet")
                continue
            entry = self._entry(step.file)
            if entry and entry.state == "cooling" and entry.read_at:
                name = f"{who(entry)}: " if len(self._late) > 1 else ""
                self._below(_sentence(name + next_step(entry, ZONE, now)))
        self._late = []
        self._cooling = "; ".join(
            f"{who(entry)} until {moment(entry.due_at, ZONE, now)}"
            for entry in self.store.cases("cooling")
            if entry.due_at and entry.read_at and entry.kind != "interview"
        )

    def end(self) -> None:
        self._close_day()
        first = self._outcomes()
        root, command = self.sample.maildir.parent, how_to_call()
        where = f"--config {_quoted(root / 'config.toml')} --data {_quoted(root / 'data')}"
        self.screen.heading("To look at it yourself")
        for words, what in (
            (f"mutt -f {_quoted(self.sample.maildir)}", "The mailbox, in a mail program for the terminal:"),
            (f"mutt -f {_quoted(self.sample.maildir / '.Drafts')}", "The drafts:"),
            (f"{command} log {where}", "What is on record:"),
            (f"{command} explain {first} {where}", "Why a mail was judged so, by its number there:"),
            (f"rm -r {_quoted(root)}", "To tidy up:"),
        ):
            self.screen.line(what)
            self.screen.command(words)
        self.screen.heading("To start for real")
        self.screen.facts(
            [
                (f"{command} setup", "asks a few questions, and stops wherever you like."),
                (f"{command} check", "is everything in order?"),
                (f"{command} once --dry-run", "what would it do? This changes nothing."),
                (f"{command} service install", "it watches your mail, so that you need not."),
            ],
            indent=2,
        )

    def _outcomes(self) -> int:
        """What became of each answer, in the order in which they came. Returns the first one's number."""
        entries = sorted(self.store.entries(everything=True), key=lambda entry: entry.delivered_at)
        cases = [entry for entry in entries if entry.state and entry.kind != "interview"]
        thanks = sum(entry.drafted_at is not None for entry in entries if entry.kind == "interview")
        drafted = sum(entry.drafted_at is not None for entry in cases)
        self.screen.heading("What became of the answers, as the log tells Robin")
        self.screen.table((), [(who(entry), next_step(entry, ZONE)) for entry in cases])
        self.screen.line()
        self.screen.line(
            f"Out of {len(entries)} mails came {drafted + thanks} drafts, one for each answer that wanted a reply "
            f"and {thanks} of thanks after an interview, each in its own thread. None was sent for Robin."
        )
        return cases[0].id

    def _at(self, at: datetime, text: str, style: str = "") -> None:
        local = at.astimezone(ZONE)
        if local.date() != self._day:
            self._close_day()
            self._day = local.date()
            self.screen.heading(f"{local:%A} {local.day} {local:%B}")
        self.screen.entry(f"{local:%H:%M}", text, style)

    def _below(self, text: str, style: str = "") -> None:
        self.screen.line(text, style, indent=9)

    def _close_day(self) -> None:
        if self._day and self._cooling not in ("", self._told):
            self._told = self._cooling
            self.screen.entry("", f"Cooling tonight: {self._cooling}.", "quiet")

    def _entry(self, file: str) -> Entry | None:
        entries = self.store.entries(everything=True)
        return next((entry for entry in entries if self._file(entry) == file), None)

    def _writer(self, file: str) -> str:
        """Who wrote a mail: the employer where one was found, so that it is called the same throughout."""
        entry = self._entry(file)
        return who(entry) if entry and entry.sender_address else _sender(mail(file))

    def _file(self, entry: Entry) -> str:
        _, ref = self.store.places(entry.id, entry.account)[0]
        return self.sample.file_of(ref)


class JsonNarrator:
    """Tells a program: a line for each event and each thing that the person does, and one at the end."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample

    def begin(self) -> None:
        pass

    def opened(self, store: Store) -> None:
        self.store = store

    def step(self, step: Step) -> None:
        _say({"at": step.at.isoformat(), "mail": step.file, "what": step.does, "by": "person"})

    def event(self, event: Event, now: datetime) -> None:
        entry = self.store.entry(event.mail_id)
        if entry is None:
            return
        _, ref = self.store.places(entry.id, entry.account)[0]
        found = self.sample.draft_for(entry.message_id or "") if event.what == "drafted" else None
        line: dict[str, object] = {
            "at": now.isoformat(),
            "mail": self.sample.file_of(ref),
            "what": event.what,
            "by": "program",
            "reason": event.reason,
            "id": entry.id,
            "kind": entry.kind,
            "score": entry.score,
            "evidence": [sentence for sentence, _, _ in entry.evidence],
            "due_at": entry.due_at.isoformat() if entry.due_at else None,
        }
        if found:
            _, draft = found
            line["draft"] = {"to": str(draft["To"]), "subject": str(draft["Subject"]), "text": _text(draft)}
        _say(line)

    def passed(self, now: datetime) -> None:
        pass

    def end(self) -> None:
        places = {"maildir": self.sample.maildir, "data": self.sample.data, "config": self.sample.config}
        _say({name: str(path) for name, path in places.items()})


def _say(line: dict[str, object]) -> None:
    click.echo(json.dumps(line, ensure_ascii=False))


def _sender(message: EmailMessage) -> str:
    try:
        first = message["From"].addresses[0]
    except (AttributeError, IndexError):
        return "somebody"
    return clean(first.display_name or first.addr_spec)


def _text(draft: EmailMessage) -> str:
    body = draft.get_body(("plain",))
    return "\n".join(str(body.get_content()).splitlines()) if body else ""


def _cut(sentence: str) -> str:
    if len(sentence) <= _QUOTE:
        return sentence
    return sentence[:_QUOTE].rpartition(" ")[0] + " ..."


def _sentence(words: str) -> str:
    return f"{capital(words)}."


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
