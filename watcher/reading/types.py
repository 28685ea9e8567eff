"""The values that every room knows: a mail as read, a verdict on it, and the details found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

#: Every kind of mail the program tells apart. Only REPLYABLE kinds can lead to a draft.
KINDS = (
    "rejection",
    "on_hold",
    "notice",  # "log in to see the decision"
    "offer_withdrawn",
    "acknowledgement",
    "interview",
    "assessment",
    "offer",
    "feedback",
    "job_alert",
    "outreach",
    "other_job",
    "other",
)
REPLYABLE = frozenset({"rejection", "on_hold"})
#: Problems of a header that is broken, by chance or by somebody who puts in fields of their own; and of one that can be
#: read in two ways. A stranger's address in such a header is not believed.
NO_FIELD, NO_EMPTY_LINE = "a line in the header is no field", "no empty line between header and text"
ODD_REPLY_TO = "Reply-To is no plain list of addresses"
DOUBTFUL = frozenset({NO_FIELD, NO_EMPTY_LINE, ODD_REPLY_TO})
#: The problem of a mail in which nothing was written this time: its text is the quote itself.
ONLY_QUOTED = "only quoted text"
#: A problem of a mail of which the rest may say something else.
PARTLY_ENCRYPTED = "a part of it is encrypted"
#: What an Evidence speaks for that is not of this mail but of what it answers: that this was about something else.
QUOTED = "quoted"
#: And what stands beside the answer, without which it was judged: a survey, other jobs, a last friendly word.
LEFT_OUT = "left out"
#: Neither is part of what was judged.
NOT_JUDGED = frozenset({QUOTED, LEFT_OUT})
#: Kinds of mail that only somebody gets who has applied.
OWN_APPLICATION = ("acknowledgement", "interview", "assessment", "offer", "notice", "rejection", "on_hold")
#: Mail of these kinds comes from people who know the application, and may be answered.
ABOUT_AN_APPLICATION = frozenset({*OWN_APPLICATION, "feedback", "offer_withdrawn"})


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322 section 3.4, cleaned: no control, bidi or zero-width characters.

    Args:
        name: display name, decoded, possibly empty.
        address: addr-spec, with the domain in lower case.
    """

    name: str
    address: str

    @property
    def local(self) -> str:
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, as far as it could be read. Made by `reading.message.parse`, which never raises.

    Args:
        fingerprint: hex SHA-256 by which two copies of one mail, in any folder, are known as one; "" where a mail was
            read only to be judged.
        message_id: with its angle brackets, or None where missing or malformed (RFC 5322 3.6.4).
        in_reply_to, references: valid msg-ids only, in order.
        subject: decoded, one line.
        sender: the first address of From.
        reply_to: the addresses of Reply-To.
        to: the addresses of To and Cc.
        delivered_to: Delivered-To, X-Original-To and Envelope-To.
        date: aware, from the Date header, None where missing or unreadable.
        text: what the writer wrote this time: visible text; quoted history, signature and what was added by rule are
            cut off.
        signature: the signature that was cut off, which often names the writer, and below it what was added by rule:
            disclaimers, registers, warnings of gateways.
        quoted: the beginning of the quoted history, without its marks and header lines, which says what is answered; ""
            where nothing but a quote was written.
        headers: a few more headers, decoded, by lower-case name, each with all its values in order.
        calendar: METHOD of a text/calendar part ("REQUEST", "CANCEL", ...), None without one.
        calendar_text: the first such part, decoded, at most 64 KiB characters; "" without one.
        problems: what could not be read, in plain words, such as "unknown charset x-foo".
    """

    fingerprint: str
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    signature: str = ""
    quoted: str = ""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calendar: str | None = None
    calendar_text: str = ""
    problems: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        """False where there is nothing to judge by: no subject and no text came out of the bytes."""
        return bool(self.text.strip() or self.subject.strip())


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a mail and what it says.

    Args:
        sentence: as it stands in the mail, white space folded.
        kind: the kind that it speaks for; of what counts against a verdict, maybe a label that is no kind; or one of
            NOT_JUDGED.
        score: probability of that kind for this sentence alone, 0 to 1; of QUOTED, that all that is quoted is about
            something else than a job; of LEFT_OUT, the score of the mail with it.
    """

    sentence: str
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Named:
    """One name that a mail holds.

    Args:
        what: "post", the one that it is about; "house", the employer; "other_post" or "other_house", another one.
        text: the name, as it stands in the mail.
        chance: how probable it is that just these words name that, 0 to 1.
    """

    what: str
    text: str
    chance: float


@dataclass(frozen=True, slots=True)
class Stated:
    """What a mail states, and by which of its sentences.

    Args:
        what: one of the values of `Details.stage`, `Details.reason` or `Details.reapply_after`.
        sentence: as it stands in the mail; "" where none says it.
    """

    what: str = ""
    sentence: str = ""


#: Where a mail states nothing.
UNSTATED = Stated()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the classifier says of a mail.

    Args:
        kind: one of KINDS.
        score: of being an answer of "no" or "not now" (rejection or on_hold), 0 to 1.
        scores: per kind, 0 to 1.
        evidence: the deciding sentences, strongest first; never empty for a job kind. After those of a "no", with
            another kind, the one that counts most against it. Last, where what the mail answers counted against a "no",
            how that begins (QUOTED), whatever the kind, and where something was left out, the first of it (LEFT_OUT).
        language: ISO 639-1 code, "und" where unknown.
        model: the version of the model that said so.
        taught: it would have been another kind but for mail much like it that the person labelled.
        ending: of a "no", why it came about, by what was learned of such sentences: as `Details.reason`, or UNSTATED.
        stage: of a "no", how far it had got, by what was learned of such sentences: as `Details.stage`, or UNSTATED.
        terms: of a "no", the sentences that say from when on one may apply again, by what was learned of such.
        names: of mail about an application, what it names, by what was learned of such mail.
    """

    kind: str
    score: float
    scores: Mapping[str, float]
    evidence: tuple[Evidence, ...]
    language: str
    model: str
    taught: bool = False
    ending: Stated = UNSTATED
    stage: Stated = UNSTATED
    terms: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """What a reply needs to know. An empty string means: not known for sure, leave its sentence out.

    Args:
        company: the employer, never the name of an applicant tracking system.
        role: the post.
        person: who wrote, as they sign: "Anna Schmidt".
        greeting: how the writer addressed the person, "first" (Hi Robin), "last" (Dear Mr Keller) or "".
        stage: "application", "screen", "interview" or "final": how far it got, by this mail's own words.
        reason: "other_candidate", "filled", "cancelled", "on_hold", "talent_pool", "feedback", "ineligible"
            (a formal requirement is missing), "internal" (one of their own got the post) or "".
        requisition: the number under which the employer runs the post, as the mail spells it: "R-10293".
        reapply_after: ISO date from which one may apply again, by this mail's own words.
        address: how it speaks to the person: "formal" (Sie, vous, usted), "informal" (du, tu, tú) or "".
        via: "agency" where an agency passes on its client's answer, "own_house" from the person's own employer.
        appointment, appointment_end: when the interview that this mail sets begins and ends: ISO 8601 with an offset,
            "" where the mail does not say it for certain.
        called_off: "yes" where it calls an interview off, be it in an answer of "no", or moves it without saying to
            when; "perhaps" where it may, or moves it to a time that is not understood: an interview set before is not
            relied on then; else "".
        stage_said, reason_said, reapply_said: the sentence of the mail by which each was read, white space folded and a
            long one cut; "" where nothing was read, or only from what else is known.
    """

    company: str = ""
    role: str = ""
    person: str = ""
    greeting: str = ""
    stage: str = "application"
    reason: str = ""
    requisition: str = ""
    reapply_after: str = ""
    address: str = ""
    via: str = ""
    appointment: str = ""
    appointment_end: str = ""
    called_off: str = ""
    stage_said: str = ""
    reason_said: str = ""
    reapply_said: str = ""
