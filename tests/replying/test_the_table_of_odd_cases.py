"""To whom a reply goes, to nobody or to somebody else, and which answers get none: the odd cases, row by row.

The usual ones are in `test_the_table`; here is what is rarer, what is just on this side of a rule, and what a
forger would try.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.replying import test_the_table
from tests.replying.table import (
    ANNA,
    DAY,
    START,
    TEXT,
    UNSIGNED,
    Case,
    Mail,
    case,
    mail,
    no,
    run,
    stamped,
    without,
)

TEAM = "Acme Careers <jobs@acme.example>"
NOBODY = "Acme <no-reply@acme.example>"
WORKDAY, WORKABLE = "acme@myworkday.com", "Acme <x@email.workable.com>"
ATS = "Acme Careers <no-reply@us.greenhouse-mail.io>"
MX = "mx.example.org"
FAIL = f"{MX}; dmarc=fail"
OWN_TABLE = '[[platform]]\ndomains = ["{}"]\nreplies = "{}"\n'
TALK_ID = "<talk@acme.example>"
TALK = "Dear Robin,\n\nwe look forward to the interview at Acme.\n\nKind regards,\nAnna Schmidt\n"
ABOUT = "Dear Robin,\n\nwe look forward to the interview for the {} position at Acme.\n\nKind regards,\n{}\n"
FINAL = (
    "Dear Robin,\n\nthank you for taking part in the final round of interviews. We chose someone else.\n\n"
    "Kind regards,\nAnna Schmidt\n"
)
QUOTED = "\nOn Mon, 23 Nov 2026, Acme Jobs <jobs@acme.example> wrote:\n> Please do not reply to this email.\n"
BEN = "Ben Weiss <ben@acme.example>"
MACHINE = {"text": UNSIGNED, "sender": TEAM, "Auto_Submitted": "auto-generated"}


def changed(given: Mail, old: str, new: str) -> Mail:
    """The mail with other bytes on the wire, such as no mail program writes them."""
    assert old.encode() in given.raw
    return dataclasses.replace(given, raw=given.raw.replace(old.encode(), new.encode()))


def talk(kind: str = "interview", **what: Any) -> Mail:
    """Anna wrote three days before."""
    return mail(kind, **{"at": -72, "text": TALK, "own_id": TALK_ID, **what})


def unread(**what: Any) -> Mail:
    """An answer from an address that nobody reads, in the conversation with Anna."""
    return no(**{"sender": NOBODY, "answers": [TALK_ID], **what})


def nobody(name: str, *mails: Mail, because: str = "Nobody reads", **more: Any) -> Case:
    """No reply, and why."""
    return case(name, *mails, state="no_reply", because=because, **more)


def to_anna(name: str, *mails: Mail, **more: Any) -> Case:
    """A reply to Anna's own mail, in its thread."""
    return case(name, *mails, **{"hours": (-72, 0, 26), "answers": TALK_ID, **more})


def not_to_anna(name: str, *mails: Mail, because: str = "Nobody reads", **more: Any) -> Case:
    return nobody(name, *mails, because=because, **{"hours": (-72, 0, 26), **more})


ASKED_FOR = [
    case("Reply-To in a department of the house", no(Reply_To="jobs@talent.acme.example"),
         to="jobs@talent.acme.example"),
    case("From a machine of the house, Reply-To a person",
         no(sender="Acme <x@mailer.acme.example>", Reply_To="anna@acme.example")),
    case("an empty Reply-To counts for nothing", changed(no(X_Place="here"), "X-Place: here", "Reply-To:")),
    case("a Reply-To group without members counts for nothing",
         changed(no(X_Place="here"), "X-Place: here", "Reply-To: nobody:;")),
    case("never to the others it was sent to", no(to="robin@example.org, sam@other.example")),
    case("never to the Return-Path", no(Return_Path="<bounces@mailer.example>")),
    case("never to whoever passed it on", no(Resent_From="forwarder@other.example")),
    case("never to where receipts are asked for", no(Disposition_Notification_To="tracker@other.example")),
    case("never to where a list's followers write", no(Mail_Followup_To="everybody@acme.example")),
    case("the same mailbox twice in Reply-To is one",
         no(sender="Anna Schmidt <anna.s@gmail.com>", Reply_To="anna.s@gmail.com, anna.s+x@gmail.com"),
         to="anna.s@gmail.com"),
    nobody("two mailboxes of a free provider are not one house",
           no(sender="Anna Schmidt <anna.s@gmail.com>", Reply_To="anna.s@gmail.com, ben.w@gmail.com"),
           because="several addresses"),
    nobody("the person's own address beside theirs in Reply-To", no(Reply_To="anna@acme.example, robin@example.org"),
           because="several addresses"),
    nobody("a second Reply-To below the first, that a stranger added",
           changed(no(Reply_To="anna@acme.example"), "Reply-To: anna@acme.example",
                   "Reply-To: anna@acme.example\r\nReply-To: x@evil.example"), because="several addresses"),
    case("of two who wrote it together the first", changed(no(), f"From: {ANNA}", f"From: {ANNA}, {BEN}")),
    case("a person who writes from a free address", no(sender="Anna Schmidt <anna.s@gmail.com>"),
         to="anna.s@gmail.com"),
    nobody("from a free address to another one there",
           no(sender="Anna Schmidt <anna.s@gmail.com>", Reply_To="hr77@gmail.com"),
           because="another address at gmail.com"),
    nobody("a local part that needs quotes", no(sender='"anna schmidt"@acme.example'),
           because="names no sender"),
    nobody("a local part beyond ASCII", changed(no(), "<anna@acme.example>", "<änna@acme.example>"),
           because="not a valid one"),
    case("a domain in capitals", no(sender="Anna Schmidt <anna@ACME.example>", Reply_To="anna@acme.EXAMPLE"),
         to="anna@acme.example"),
]  # fmt: skip

NOBODY_READS = [
    nobody("in French", no(sender="ne-pas-repondre@acme.example")),
    nobody("in Spanish", no(sender="no-responder@acme.example")),
    nobody("in Dutch", no(sender="niet-beantwoorden@acme.example")),
    nobody("in Turkish", no(sender="yanitlamayin@acme.example")),
    nobody("behind a department's name", no(sender="jobs-noreply@acme.example")),
    nobody("as a tag", no(sender="jobs+noreply@acme.example")),
    nobody("with a number", no(sender="noreply2@acme.example")),
    nobody("the postmaster", no(sender="postmaster@acme.example")),
    nobody("an address that a forwarder rewrote (SRS)", no(sender="srs0=ab1=cd=acme.example=anna@acme.example")),
    nobody("an address that is signed against bounces (BATV)", no(sender="prvs=12345abc=anna@acme.example")),
    case("a name that only begins like it",
         no(sender="Noreen Plyer <noreen@acme.example>", text=TEXT.replace("Anna Schmidt", "Noreen Plyer")),
         to="noreen@acme.example"),
    case("an address that is called reply", no(sender="Acme <reply@acme.example>"), to="reply@acme.example"),
    nobody("its mailbox is not monitored", no(text=TEXT + "\nThis mailbox is not monitored.\n"),
           because="says not to reply"),
    nobody("it says so below the signature", no(text=TEXT + "\n-- \nAcme\nPlease do not reply to this email.\n"),
           because="says not to reply"),
    nobody("it says so in French", mail("rejection/fr", text=TEXT + "\nMerci de ne pas répondre à ce message.\n"),
           languages=("en", "fr"),
           because="says not to reply"),
    nobody("it says so in Swedish", mail("rejection/sv", text=TEXT + "\nSvara inte på detta mejl.\n"),
           languages=("en", "sv"),
           because="says not to reply"),
    nobody("it says so in Turkish", mail("rejection/tr", text=TEXT + "\nLütfen bu e-postayı yanıtlamayın.\n"),
           languages=("en", "tr"),
           because="says not to reply"),
    nobody("it says so in Japanese", mail("rejection/ja", text=TEXT + "\nこのメールは送信専用です。\n"),
           wishes={"also": {"japanese"}},
           because="says not to reply"),
    case("what happens if one does not reply is something else",
         no(text=TEXT + "\nIf you do not reply by Friday, we delete your data.\n")),
    case("a mail that is quoted below said so, not this one",
         no(text=TEXT + QUOTED)),
    nobody("bulk, and Reply-To is but From again", no(Precedence="bulk", Reply_To="ANNA@acme.example"),
           because="sent to many"),
]  # fmt: skip

SYSTEMS = [
    nobody("a system where replies reach a person, but from its no-reply", no(sender=ATS)),
    case("an employer's no-reply that wants replies at such a system",
         no(sender=NOBODY, Reply_To="c.123@email.workable.com"),
         to="c.123@email.workable.com"),
    nobody("a person who wants replies at a system that loses them", no(Reply_To="acme@myworkday.com"),
           because="Nobody reads mail to"),
    case("a person who wants replies at a system that is not known", no(Reply_To="acme@apply.icims.com"),
         to="acme@apply.icims.com"),
    nobody("nobody who wants replies at a system that is not known",
           no(sender=TEAM, text=UNSIGNED, Reply_To="acme@apply.icims.com"),
           because="is not known"),
    case("a system of which only one house of many loses replies", no(sender="anna@workday.com"),
         to="anna@workday.com"),
    nobody("and that house", no(sender="acme@otp.workday.com"), because="Nobody reads mail to"),
    case("a system's name in front of a domain says nothing", no(sender="anna@myworkday.com.acme.example"),
         to="anna@myworkday.com.acme.example"),
    case("the person is not sure of a system, and a person signed", no(sender=WORKABLE),
         table=OWN_TABLE.format("workable.com", "unknown"),
         to="x@email.workable.com"),
    nobody("the person is not sure of a system, and nobody signed", no(sender=WORKABLE, text=UNSIGNED),
           table=OWN_TABLE.format("workable.com", "unknown"), because="is not known"),
    case("the person knows that a job board brings replies", no(sender="jobs@indeed.com"),
         table=OWN_TABLE.format("indeed.com", "reach"),
         to="jobs@indeed.com"),
    nobody("what the person knows of one house does not hold for the next", no(sender="acme@us.myworkday.com"),
           table=OWN_TABLE.format("eu.myworkday.com", "reach"), because="Nobody reads mail to"),
    case("the person writes a domain in capitals", no(sender=WORKDAY),
         table=OWN_TABLE.format("MyWorkday.COM", "reach"), to=WORKDAY),
    nobody("the person knows that an employer's own address is lost", no(),
           table=OWN_TABLE.format("acme.example", "lost"),
           because="Nobody reads mail to"),
    nobody("a system that brings replies, and the mail says not to",
           no(sender=WORKABLE, text=TEXT + "\nPlease do not reply to this email.\n"),
           because="says not to reply"),
]  # fmt: skip

SUSPICIOUS = [
    case("a group that the mail names may want the replies",
         no(text=TEXT.replace("at Acme", "at Acme Group"), Reply_To="hr@acme-group.example"),
         to="hr@acme-group.example"),
    nobody("a group that it does not name may not", no(Reply_To="hr@acme-group.example"), because="Suspicious"),
    nobody("a day of the week does not name a domain",
           no(text=TEXT + "\nSee you at Monday.\n", Reply_To="hr@monday.example"), because="Suspicious"),
    case("a name that shows the address itself", no(sender='"anna@acme.example" <anna@acme.example>')),
    case("a name that shows the address in capitals", no(sender='"Anna@ACME.example" <anna@acme.example>')),
    nobody("a name that shows another address of the same house", no(sender='"boss@acme.example" <x@acme.example>'),
           because="another address"),
    nobody("another address, hidden in an encoded word",
           changed(no(sender="Anna Schmidt <x@evil.example>"), "Anna Schmidt <x",
           "=?utf-8?q?hr=40acme=2Eexample?= <x"), because="another address"),
    nobody("another address, in a comment behind the real one",
           changed(no(), f"From: {ANNA}", "From: anna@acme.example (Anna <x@evil.example>)"),
           because="another address"),
    nobody("DMARC failed, the server's name in capitals", stamped(no(), "MX.Example.ORG; dmarc=fail"), authserv=MX,
           because="DMARC"),
    nobody("DMARC failed, said in capitals", stamped(no(), f"{MX}; DMARC=FAIL"), authserv=MX, because="DMARC"),
    nobody("DMARC failed, with the version of the format", stamped(no(), f"{MX} 1; dmarc=fail"), authserv=MX,
           because="DMARC"),
    nobody("DMARC failed, after others passed",
           stamped(no(), f"{MX}; spf=pass; dkim=pass; dmarc=fail header.from=acme.example"), authserv=MX,
           because="DMARC"),
    nobody("DMARC failed, and a sender who writes a pass into a comment",
           stamped(no(), f"{MX}; spf=pass (by; dmarc=pass); dmarc=fail"),
           authserv=MX, because="DMARC"),
    nobody("DMARC failed, and a pass within brackets within brackets",
           stamped(no(), f"{MX}; spf=pass (x (y) z; dmarc=pass); dmarc=fail"),
           authserv=MX, because="DMARC"),
    nobody("DMARC failed, and a pass within quotes",
           stamped(no(), f'{MX}; spf=pass smtp.mailfrom="x; dmarc=pass y"@evil.example; dmarc=fail'), authserv=MX,
           because="DMARC"),
    nobody("DMARC failed for a system that sends for everybody", stamped(no(sender=WORKABLE), FAIL), authserv=MX,
           because="DMARC"),
    nobody("DMARC failed, in a field of its own below that for SPF", stamped(no(), f"{MX}; spf=pass", FAIL),
           authserv=MX,
           because="DMARC"),
    case("DMARC could not be looked up", stamped(no(), f"{MX}; dmarc=temperror"), authserv=MX),
    case("a server whose name only begins like one's own", stamped(no(), f"{MX}.evil.example; dmarc=fail"),
         authserv=MX),
    nobody("DMARC passed for somebody who shows another name",
           stamped(no(sender='"hr@acme.example" <x@evil.example>'), f"{MX}; dmarc=pass"),
           authserv=MX, because="another address"),
    nobody("DMARC passed for a free address that wants replies at a house",
           stamped(no(sender="Anna Schmidt <anna.s@gmail.com>", Reply_To="hr@evil.example"), f"{MX}; dmarc=pass"),
           authserv=MX, because="Suspicious"),
]  # fmt: skip

INSTEAD = [
    to_anna("at the address that the person asked for", talk(Reply_To="jobs@acme.example"), unread(),
            to="jobs@acme.example"),
    to_anna("at a department of the house", talk(sender="Anna Schmidt <anna@talent.acme.example>"),
            unread(answers=()),
            to="anna@talent.acme.example"),
    to_anna("whose mail has been filed away", talk(folder="Archive"), unread()),
    to_anna("whose mail is still unread", talk(read=False), unread()),
    to_anna("who sent a test", talk("assessment"), unread()),
    to_anna("who asked to look at a portal", talk("notice"), unread()),
    to_anna("where bulk mail names no other address", talk(), no(sender=TEAM, Precedence="bulk", answers=[TALK_ID])),
    to_anna("where a system writes in the thread, whatever the person's house is called",
            talk(sender="Anna Schmidt <anna@holding.example>"),
            unread(sender=WORKDAY), to="anna@holding.example"),
    not_to_anna("not where another house writes, though in the thread", talk(),
                unread(sender="Acme <no-reply@acmejobs.example>")),
    not_to_anna("where a system writes outside of it, and the person's house is called otherwise",
                talk(sender="Anna Schmidt <anna@holding.example>"), no(sender=ATS)),
    to_anna("about the same post, which both name", talk(text=ABOUT.format("Data Analyst", "Anna Schmidt")),
            unread(answers=())),
    not_to_anna("about another post", talk(text=ABOUT.format("Nurse", "Anna Schmidt")), unread(answers=())),
    to_anna("the last one who wrote about this post, though another wrote later about another",
            talk(text=ABOUT.format("Data Analyst", "Anna Schmidt")),
            mail("interview", at=-60, sender=BEN, text=ABOUT.format("Nurse", "Ben Weiss")), unread(answers=()),
            hours=(-72, -60, 0, 26)),
    to_anna("the last one whom a reply reaches, though another wrote later from no-reply", talk(),
            mail("interview", at=-60, sender="Ben Weiss <no-reply@acme.example>",
            text=TALK.replace("Anna Schmidt", "Ben Weiss")),
            unread(answers=()), hours=(-72, -60, 0, 26)),
    to_anna("the last one who wants replies, though another wrote later and wants none", talk(),
            mail("interview", at=-60, sender=BEN,
            text=TALK.replace("Anna Schmidt", "Ben Weiss") + "\nPlease do not reply to this email.\n"),
            unread(answers=()), hours=(-72, -60, 0, 26)),
    not_to_anna("not who wrote about no application", talk("other"), unread()),
    not_to_anna("not who wrote without a Message-ID", without(talk(), "Message-ID:"), unread(answers=())),
    not_to_anna("not who wrote to a list", talk(List_Id="<jobs.acme.example>"), unread()),
    not_to_anna("not who wrote from a forged address", talk(Reply_To="hr@evil.example"), unread()),
    not_to_anna("not through a system that brings replies, where nobody signed",
                talk(sender="Acme <x7@email.workable.com>",
                text="Dear Robin,\n\nplease choose a time for the interview at Acme.\n"),
                unread(sender=WORKDAY)),
    not_to_anna("not whose offer stands", talk("offer"), unread()),
    not_to_anna("not whose invitation is of yesterday", talk(at=-24), unread(), hours=(-24, 0, 26)),
    to_anna("but whose invitation is two days old", talk(at=-48), unread(), hours=(-48, 0, 26)),
    not_to_anna("not who wrote after the answer", talk(at=1), unread(answers=()), hours=(0, 1, 26)),
    not_to_anna("not who had a reply in the conversation already", talk("on_hold", text=TEXT), unread(),
                hours=(-72, -46, 0, 26),
                drafts=1),
    nobody("not where several addresses are asked for", talk(), unread(Reply_To="a@acme.example, b@other.example"),
           hours=(-72, 0, 26),
           because="several addresses"),
    nobody("not where a reply would go to oneself", talk(), unread(Reply_To="robin@example.org"), hours=(-72, 0, 26),
           because="yourself"),
    nobody("not where the address is none", talk(), unread(Reply_To="<anna@acme>"), hours=(-72, 0, 26),
           because="not a valid one"),
    nobody("not for a delivery report", talk(), unread(Return_Path="<>"), hours=(-72, 0, 26),
           because="A mail system wrote it"),
    nobody("not where the answer names no sender", talk(), without(unread(), "From:"), hours=(-72, 0, 26),
           because="names no sender"),
    nobody("not where the answer has no Message-ID", talk(), without(unread(), "Message-ID:"), hours=(-72, 0, 26),
           because="no valid Message-ID"),
    nobody("not in a language that the person does not write", talk(),
           changed(unread(), "Subject: rejection:", "Subject: rejection/de:"),
           hours=(-72, 0, 26), languages=("en",), because="you do not reply in it"),
    case("not where it is not sure that it is an answer", talk(),
         changed(unread(), "Subject: rejection:", "Subject: unsure:"),
         hours=(-72, 0, 26), state="review", because="Not sure enough"),
    to_anna("where it was not sure, and the person said that it is one", talk(),
            changed(unread(), "Subject: rejection:", "Subject: unsure:"),
            does=test_the_table.ask("review")),
    not_to_anna("never: not even where the person said that it is an answer", talk(),
                changed(unread(), "Subject: rejection:", "Subject: unsure:"), does=test_the_table.ask("review"),
                wishes={"to_person": "never"}, because="nobody to reply to"),
    to_anna("after a last round not before two days", talk(), unread(text=FINAL), hours=(-72, 0, 26), state="cooling",
            because="drafted to Anna Schmidt"),
    to_anna("and then", talk(), unread(text=FINAL), hours=(-72, 0, 48)),
    case("only offered: that is about others, not about the one who wrote", no(), wishes={"to_person": "offer"}),
    case("never: that is about others, not about the one who wrote", no(), wishes={"to_person": "never"}),
    nobody("only offered: not where the mail is suspicious", talk(), unread(Reply_To="no-reply@evil.example"),
           hours=(-72, 0, 26),
           wishes={"to_person": "offer"}, because="Suspicious"),
]  # fmt: skip

NO_DRAFT = [
    case("an offer taken back, and always does not change it", mail("offer_withdrawn"), wishes={"policy": "always"},
         state=""),
    nobody("an offer taken back, wanted, but from an address that nobody reads",
           mail("offer_withdrawn", sender=NOBODY),
           wishes={"also": {"withdrawn"}}),
    nobody("an offer taken back, wanted, but replies are turned off", mail("offer_withdrawn"),
           wishes={"also": {"withdrawn"}, "policy": "never"}, because="turned off"),
    case("an offer taken back, wanted, but not surely one", mail("offer_withdrawn@0.7"),
         wishes={"also": {"withdrawn"}}, state="review",
         because="Not sure enough"),
    case("an invitation, and always does not change it", mail("interview"), wishes={"policy": "always"}, state="",
         because="No reply is due"),
    nobody("not sure, and suspicious, though the person asks for it", mail("unsure", Reply_To="hr@evil.example"),
           does=test_the_table.ask("review"), because="nobody to reply to"),
    nobody("not sure, and from a list, though the person asks for it", mail("unsure", List_Id="<jobs.acme.example>"),
           does=test_the_table.ask("review"), because="nobody to reply to"),
    nobody("not sure, and without a Message-ID, though the person asks for it",
           without(mail("unsure"), "Message-ID:"),
           does=test_the_table.ask("review"), because="Message-ID"),
    case("perhaps on hold", mail("on_hold@0.7"), state="review", because="Not sure enough"),
    nobody("just within six hours of the receipt", mail("acknowledgement", at=-5.9), no(), hours=(-5.9, 0, 26),
           because="within hours"),
    case("six hours after the receipt", mail("acknowledgement", at=-6), no(), hours=(-6, 0, 26)),
    nobody("put on hold within hours", mail("acknowledgement", at=-3), mail("on_hold"), hours=(-3, 0, 26),
           because="within hours"),
    nobody("within hours of a receipt by a system, in its thread",
           mail("acknowledgement", at=-3, sender=WORKABLE, text="Thank you.\n", own_id="<r7@acme.example>"),
           no(answers=["<r7@acme.example>"]),
           hours=(-3, 0, 26), because="within hours"),
    case("a receipt that comes after the answer says nothing", mail("acknowledgement", at=1), no(), hours=(0, 1, 26)),
    case("within hours of a receipt for another post, long after the one for this",
         mail("acknowledgement", at=-240,
         text="Dear Robin,\n\nthank you for applying for the Data Analyst position at Acme.\n"),
         mail("acknowledgement", at=-3,
         text="Dear Robin,\n\nthank you for applying for the Nurse position at Acme.\n"), no(),
         hours=(-240, -3, 0, 26)),
    nobody("in Japanese, put on hold", mail("on_hold/ja"), because="In Japan"),
    case("in Japanese, not surely", mail("rejection@0.7/ja"), state="review", because="Not sure enough"),
    case("in Polish, where the person writes it", mail("rejection/pl"), languages=("en", "pl")),
    nobody("in a language that could not be told", mail("rejection/und"), because="(und)"),
    nobody("in another language, and always does not change it", mail("rejection/de"), languages=("en",),
           wishes={"policy": "always"},
           because="you do not reply in it"),
    case("other mail in a language that is not learned", mail("other/fi"), state="", because="not learned yet (fi)"),
    case("a notice of absence", mail("other", Auto_Submitted="auto-replied"), state="",
         because="A mail system wrote it"),
    case("a bounce", mail("other", Return_Path="<>"), state="", because="A mail system wrote it"),
    nobody("automatic, signed by a team",
           no(**MACHINE | {"text": UNSIGNED + "\nKind regards,\nYour Acme Recruiting Team\n"}),
           because="nobody waits"),
    nobody("automatic, put on hold", mail("on_hold", **MACHINE), because="nobody waits"),
    case("with an unsubscribe link, signed by a person", no(List_Unsubscribe="<https://a.example>")),
    case("Auto-Submitted: No, in capitals", no(**MACHINE | {"Auto_Submitted": "NO"}), to="jobs@acme.example"),
    nobody("always: not to a forger", no(Reply_To="hr@evil.example"), wishes={"policy": "always"},
           because="Suspicious"),
    nobody("always: not where DMARC failed", stamped(no(), FAIL), authserv=MX, wishes={"policy": "always"},
           because="DMARC"),
    nobody("always: not without a Message-ID", without(no(), "Message-ID:"), wishes={"policy": "always"},
           because="no valid Message-ID"),
    nobody("always: not what came before the set-up", no(date=START - 45 * DAY), wishes={"policy": "always"},
           because="set up"),
    case("always: not what is unsure", mail("unsure"), wishes={"policy": "always"}, state="review",
         because="Not sure enough"),
    case("dated on the day of the set-up, delivered late", no(date=START - 30 * DAY)),
    nobody("dated a minute before the day of the set-up", no(date=(START - 30 * DAY).replace(hour=0) - DAY / 1440),
           because="set up"),
]  # fmt: skip

SECTIONS = {
    "asked for": ASKED_FOR,
    "nobody reads": NOBODY_READS,
    "systems": SYSTEMS,
    "suspicious": SUSPICIOUS,
    "somebody else, to whom": INSTEAD,
    "no draft": NO_DRAFT,
}
ROWS = [(section, row) for section, rows in SECTIONS.items() for row in rows]


@pytest.mark.parametrize(
    "row", [pytest.param(row, marks=row.marks, id=f"{section}: {row.name}") for section, row in ROWS]
)
def test_a_row(row: Case, tmp_path: Path) -> None:
    run(row, tmp_path)


def test_there_are_at_least_eighty_rows_and_each_is_another() -> None:
    names = [f"{section}: {row.name}" for section, row in ROWS]
    assert len(names) == len(set(names)) >= 80
    assert not set(names) & {f"{section}: {row.name}" for section, row in test_the_table.ROWS}
