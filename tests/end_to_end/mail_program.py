"""What the tests with a mail program share: a rejection with its draft, and where a sent mail goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from tests.contract.benches import ImapBench
from tests.end_to_end.command import Daemon, Grace, until
from tests.end_to_end.mails import Sample, samples

#: What the person adds to the draft.
ADDED = "I especially enjoyed our talk about the old maps."
#: The headers that a draft has; aiosmtpd adds the X- ones to what it hands over.
_OURS = {
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references",
    "mime-version", "content-type", "content-transfer-encoding",
}  # fmt: skip
_OF_THE_SINK = {"x-peer", "x-mailfrom", "x-rcptto"}


class Sink:
    """An SMTP server's end: keeps what it is sent, with the recipients of its envelope."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append((list(envelope.rcpt_tos), message))
        return "250 kept"


@dataclass
class Drafted:
    """A rejection in INBOX, for which `grace once` has left a draft two hours later."""

    sample: Sample
    draft: EmailMessage
    began: datetime
    grace: Grace

    @property
    def text(self) -> str:
        return text_of(self.draft)

    @property
    def edited(self) -> str:
        """The text, with a line added above the name."""
        return self.text.replace("\nRobin Keller", f"\n{ADDED}\n\nRobin Keller")

    def once(self, hours: int) -> str:
        """`grace once`, so many hours after the rejection came. Gives what it says."""
        done = self.grace.call("once", "--now", f"{self.began + timedelta(hours=hours):%FT%TZ}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def states(self) -> list[str]:
        """Of all cases."""
        return [state for (state,) in self.grace.rows("SELECT state FROM cases")]


def drafted(bench: ImapBench, grace: Grace) -> Drafted:
    """Delivers a rejection in a thread, and has its draft saved."""
    now = datetime.now(UTC)
    sample = next(one for one in samples() if one.name == "thread")
    bench.deliver(sample.raw, now, read=True)
    grace.configure(grace.account(bench.server, bench.user), after="1h")
    assert "1 draft saved" in grace.call("once", "--now", f"{now + timedelta(hours=2):%FT%TZ}").stdout
    (draft,) = mails_in(bench, bench.drafts)
    return Drafted(sample, draft, now, grace)


@dataclass
class Cooling:
    """A rejection in INBOX that cools, in a mailbox with the training folders, watched by `grace run`."""

    daemon: Daemon
    grace: Grace
    bench: Any
    folder: str
    """The training folder for what is no rejection."""

    @property
    def row(self) -> tuple[str, float, str]:
        """Kind, score and state of the case."""
        found = self.grace.rows("SELECT kind, score, state FROM mail JOIN cases ON mail_id = mail.id")
        return found[0] if found else ("", 0.0, "")

    def assert_cancelled_within_a_poll(self) -> None:
        """Once the mail lies in the training folder: queue, verdict and label follow, and no draft comes."""
        self.daemon.until("the case is cancelled", lambda: self.row[2] == "cancelled")
        kind, score, _ = self.row
        assert kind not in ("rejection", "on_hold")
        assert score == 0.0
        labels = self.grace.rows("SELECT kind, source FROM label WHERE ended_at IS NULL")
        assert labels == [("not_rejection", f"folder:home/{self.folder}")]
        assert self.grace.call("queue").stdout == "Nothing is cooling, and nothing waits for you.\n"

    def assert_its_like_is_right_after_training(self, like: bytes) -> None:
        """Another mail of that template is no answer of "no" to the new model, which the daemon takes up by itself."""
        trained = self.grace.call("train")
        assert "A new model is in use: own-" in trained.stdout, trained.stdout + trained.stderr
        self.bench.deliver(like, datetime.now(UTC))
        rows = "SELECT kind, model LIKE 'own-%', EXISTS (SELECT * FROM cases WHERE mail_id = id) FROM mail ORDER BY id"
        self.daemon.until("its like is on record", lambda: len(self.grace.rows(rows)) == 2)
        kind, by_the_new_model, has_a_case = self.grace.rows(rows)[1]
        assert kind not in ("rejection", "on_hold")
        assert (by_the_new_model, has_a_case) == (1, 0)


@contextmanager
def cooling(
    bench: Any, grace: Grace, account: str, raw: bytes, folder: str = "Grace/Not a rejection"
) -> Iterator[Cooling]:
    """Delivers a rejection and lets the daemon find it; the next draft is a day away."""
    bench.deliver(raw, datetime.now(UTC), read=True)
    grace.configure(account, after="24h", every="10s")
    with grace.run() as daemon:
        case = Cooling(daemon, grace, bench, folder)
        daemon.until("the case cools", lambda: case.row[2] == "cooling")
        assert case.row[0] == "rejection"
        yield case
        assert daemon.terminate() == 0


def mails_in(bench: ImapBench, folder: str) -> list[EmailMessage]:
    mails: list[Any] = [
        message_from_bytes(raw, policy=policy.default) for _, _, raw in bench.snapshot()[folder]
    ]
    return mails


def ids(message: EmailMessage) -> tuple[str, list[str]]:
    """In-Reply-To and References."""
    return str(message["In-Reply-To"]).strip(), str(message["References"]).split()


def text_of(message: EmailMessage) -> str:
    """As it was written: without the line breaks of format=flowed (RFC 3676, section 4.2)."""
    text = str(message.get_content()).replace("\r\n", "\n").strip()
    return text.replace(" \n", " ") if message["Content-Type"].params.get("format") == "flowed" else text


def assert_sent_into_its_thread(
    bench: ImapBench, case: Drafted, sink: Sink, of_the_program: set[str]
) -> EmailMessage:
    """Waits for the mail, checks it and the folders, and that the next pass knows. Gives the mail.

    Args:
        of_the_program: in lower case, the headers that the mail program may add.
    """
    until("the mail is sent", lambda: sink.received)
    until(
        "it is filed in Sent, and the draft is gone",
        lambda: mails_in(bench, bench.sent) and not mails_in(bench, bench.drafts),
    )
    sample = case.sample
    ((recipients, received),) = sink.received
    assert recipients == [sample.to]
    assert [one.addr_spec for one in received["To"].addresses] == [sample.to]
    assert ids(received) == (sample.message_id, [*sample.references, sample.message_id])
    assert str(received["Subject"]) == sample.reply_subject
    assert {name.lower() for name in received} <= _OURS | _OF_THE_SINK | of_the_program

    case.once(hours=4)
    assert case.states == ["sent"]
    return received


def states_after_looking(case: Drafted) -> list[str]:
    """The state of the case after each of three more passes: two hours, six hours and four days later."""
    seen = []
    for hours in (4, 8, 100):
        case.once(hours)
        seen += case.states
    return seen


def states_after_deleting(bench: ImapBench, case: Drafted) -> list[str]:
    """As above, once the draft is gone, and checks that none has come back."""
    until("the draft is gone", lambda: not mails_in(bench, bench.drafts))
    seen = states_after_looking(case)
    assert mails_in(bench, bench.drafts) == []
    return seen
