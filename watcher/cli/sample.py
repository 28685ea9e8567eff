"""The sample mailbox of `grace demo`: a Maildir, the mails that come to it, and what its owner does.

Time is simulated: a file's mtime is the time at which its mail came, as in any Maildir.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.mailboxes.maildir_folders import make_folder

MAILS = Path(__file__).with_name("demo_mails")
ZONE = ZoneInfo("Europe/Berlin")
#: How soon a mail is read where the schedule does not say.
SOON = timedelta(minutes=4)
_FOLDERS = {"INBOX": "", "Jobs": ".Jobs", "Drafts": ".Drafts", "Sent": ".Sent", "Trash": ".Trash"}
_CONFIG = """\
# The sample mailbox of `grace demo`.
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
languages = ["en", "de"]
time_zone = "Europe/Berlin"

[[account]]
name = "sample"
kind = "maildir"
path = "Mail"
folders = ["INBOX", "Jobs"]

[watch]
since = "2026-11-02"

[gentle]
several = 20  # it has more answers in its days than most weeks have; else their replies would come one a day
"""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens in the mailbox from outside.

    Args:
        at: aware.
        does: "comes", "reads", "answers", "deletes", "sends" or "discards".
        file: the name of the mail, without .eml.
        folder: where it comes to.
        late: it is read so late that this is worth a word.
    """

    at: datetime
    does: str
    file: str
    folder: str = "INBOX"
    late: bool = False


def schedule() -> list[Step]:
    """All steps, in the order of time."""
    tables = tomllib.loads((MAILS / "schedule.toml").read_text(encoding="utf-8"))
    steps = []
    for row in tables["mail"]:
        at, folder = row["at"].replace(tzinfo=ZONE), row.get("folder", "INBOX")
        steps.append(Step(at, "comes", row["file"], folder))
        read = row.get("read", at + SOON)
        if read:
            read = read.replace(tzinfo=ZONE)
            steps.append(Step(read, "reads", row["file"], folder, late=read - at > 5 * SOON))
    for row in tables["act"]:
        steps.append(Step(row["at"].replace(tzinfo=ZONE), row["does"], row["file"]))
    return sorted(steps, key=lambda step: step.at)


def mail(file: str) -> EmailMessage:
    return message_from_bytes((MAILS / f"{file}.eml").read_bytes(), policy=policy.default)


class Sample:
    """The mailbox and its owner.

    Args:
        root: an empty folder, or one that is not there yet; Mail, data and config.toml are made in it.
    """

    def __init__(self, root: Path) -> None:
        self.maildir, self.data, self.config = root / "Mail", root / "data", root / "config.toml"
        root.mkdir(parents=True, exist_ok=True)
        self.config.write_text(_CONFIG, encoding="utf-8")
        for folder in _FOLDERS.values():
            make_folder(self.maildir / folder)
        (self.maildir / "maildirfolder").unlink()  # that mark is for the folders below the root
        self._dated: set[str] = set()

    def do(self, step: Step) -> bool:
        """Lets one step happen. False where it could not: a draft that is not there cannot be sent."""
        actions = {
            "comes": self._come,
            "reads": self._read,
            "answers": self._answer,
            "deletes": self._delete,
            "sends": self._send,
            "discards": self._discard,
        }
        return actions[step.does](step) is not False

    def file_of(self, ref: str) -> str:
        """The name of the mail that lies at a place in the Maildir."""
        return ref.partition(".")[2].removesuffix(".sample")

    def draft_for(self, message_id: str) -> tuple[Path, EmailMessage] | None:
        """The draft that answers this mail."""
        for path in sorted((self._folder("Drafts") / "cur").iterdir()):
            draft = message_from_bytes(path.read_bytes(), policy=policy.default)
            if draft["In-Reply-To"] and draft["In-Reply-To"].strip() == message_id:
                return path, draft
        return None

    def date_drafts(self, now: datetime) -> None:
        """Gives drafts that were saved just now the simulated time, as if a server had stored them then."""
        for path in (self._folder("Drafts") / "cur").iterdir():
            if path.name not in self._dated:
                _date(path, now)
                self._dated.add(path.name)

    def _folder(self, name: str) -> Path:
        return self.maildir / _FOLDERS[name]

    def _find(self, file: str, folder: str = "INBOX") -> Path:
        parts = (self._folder(folder) / part for part in ("new", "cur"))
        return next(path for part in parts for path in part.glob(f"*.{file}.sample*"))

    def _come(self, step: Step) -> None:
        name = f"{int(step.at.timestamp())}.{step.file}.sample"
        path = self._folder(step.folder) / "new" / name
        path.write_bytes((MAILS / f"{step.file}.eml").read_bytes())
        _date(path, step.at)

    def _read(self, step: Step) -> None:
        path = self._find(step.file, step.folder)
        path.rename(path.parent.parent / "cur" / f"{path.name.partition(':')[0]}:2,S")

    def _mark_answered(self, file: str) -> None:
        path = self._find(file)
        path.rename(path.with_name(f"{path.name.partition(':')[0]}:2,RS"))

    def _answer(self, step: Step) -> None:
        parent = mail(step.file)
        reply = EmailMessage()
        reply["Date"] = format_datetime(step.at)
        reply["From"] = "Robin Keller <robin@example.org>"
        reply["To"] = str(parent["From"])
        reply["Subject"] = f"Re: {parent['Subject']}"
        reply["Message-ID"] = f"<rk-{step.at:%Y%m%d%H%M}@example.org>"
        reply["In-Reply-To"] = reply["References"] = str(parent["Message-ID"])
        reply.set_content("Thank you for letting me know, and for the good talk. All the best, Robin\n")
        path = self._folder("Sent") / "cur" / f"{int(step.at.timestamp())}.reply.sample:2,S"
        path.write_bytes(reply.as_bytes())
        _date(path, step.at)
        self._mark_answered(step.file)

    def _delete(self, step: Step) -> None:
        path = self._find(step.file)
        path.rename(self._folder("Trash") / "cur" / path.name)

    def _send(self, step: Step) -> bool:
        sent = self._take_draft(step, "Sent")
        if sent:
            self._mark_answered(step.file)
        return sent

    def _discard(self, step: Step) -> bool:
        return self._take_draft(step, "Trash")

    def _take_draft(self, step: Step, to: str) -> bool:
        found = self.draft_for(str(mail(step.file)["Message-ID"]).strip())
        if found is None:
            return False
        path, _ = found
        path.rename(self._folder(to) / "cur" / f"{path.name.partition(':')[0]}:2,S")
        return True


def _date(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))
