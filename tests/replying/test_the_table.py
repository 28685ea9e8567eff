"""To whom, when, and whether at all: the specification of replies as a table, played on the real pipeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.replying.table import (
    ANNA,
    DAY,
    HOUR,
    START,
    TEXT,
    UNSIGNED,
    Case,
    Mail,
    World,
    as_report,
    case,
    mail,
    no,
    run,
    stamped,
    without,
)

TEAM = "Acme Careers <jobs@acme.example>"
ATS = "Acme Careers <no-reply@us.greenhouse-mail.io>"
MX = "mx.example.org"
PASS, FAIL = f"{MX}; dmarc=pass", f"{MX}; dmarc=fail"
RECRUITER = "Paul Weber <paul@weber-search.example>"
RECRUITER_SAYS = "Dear Robin,\n\nmy client chose someone else for {}.\n\nKind regards,\nPaul Weber\n"
TALK = "Dear Robin,\n\nwe look forward to the interview at Acme.\n\nKind regards,\nAnna Schmidt\n"
FINAL = "Dear Robin,\n\nthank you for taking part in the final round of interviews. We chose someone else.\n\nKind regards,\nAnna Schmidt\n"
NUMBERED = TEXT.replace("at Acme.", "at Acme (requisition R-12345).")
OWN_TABLE = '[[platform]]\ndomains = ["{}"]\nreplies = "{}"\n'

WHOM = [
    case("an answer goes to From", no(), to="anna@acme.example"),
    case("Reply-To goes before From", no(Reply_To="jobs@acme.example"), to="jobs@acme.example"),
    case("a no-reply From with a Reply-To is answered", no(sender="no-reply@acme.example", Reply_To="anna@acme.example")),
    case("of two Reply-To in one house the first", no(Reply_To="a@acme.example, b@acme.example"), to="a@acme.example"),
    case("two Reply-To that do not belong together", no(Reply_To="a@acme.example, b@other.example"), state="no_reply",
         because="several addresses"),
    case("never Cc", no(Cc="boss@acme.example, robin@example.org"), to="anna@acme.example"),
    case("never Sender", no(Sender="machine@acme.example"), to="anna@acme.example"),
    *(case(f"nobody reads {local}@", no(sender=f"{local}@acme.example"), state="no_reply", because="Nobody reads")
      for local in ("no-reply", "noreply", "do-not-reply", "donotreply", "nicht-antworten", "bounces", "mailer-daemon")),
    case("a reply would go to oneself", no(Reply_To="robin@example.org"), state="no_reply", because="yourself"),
    case("to oneself under a tag", no(Reply_To="Robin+jobs@example.org"), state="no_reply", because="yourself"),
    case("a Reply-To that nobody reads, though From is a person", no(Reply_To="no-reply@acme.example"), state="no_reply",
         because="Nobody reads"),
    case("a return path that counts bounces", no(sender="b-17_x@acme.example"), state="no_reply", because="Nobody reads"),
    case("a delivery report", no(Return_Path="<>"), state="no_reply", because="A mail system wrote it"),
    case("a delivery report by its kind", as_report(no()), state="no_reply", because="A mail system wrote it"),
    case("a mailing list", no(List_Id="<jobs.acme.example>"), state="no_reply", because="mailing list"),
    case("a list by precedence", no(Precedence="list"), state="no_reply", because="mailing list"),
    case("a list by the address for posts", no(List_Post="<mailto:jobs@acme.example>"), state="no_reply", because="mailing list"),
    case("junk by precedence", no(Precedence="junk"), state="no_reply", because="mailing list"),
    case("bulk without another address", no(Precedence="bulk"), state="no_reply", because="sent to many"),
    case("bulk that names an address for replies", no(Precedence="bulk", Reply_To="jobs@acme.example"),
         to="jobs@acme.example"),
    case("it says that nobody reads replies", no(text=TEXT + "\nPlease do not reply to this email.\n"), state="no_reply",
         because="says not to reply"),
    case("it says so in German", mail("rejection/de", text=TEXT + "\nBitte antworten Sie nicht auf diese E-Mail.\n"),
         state="no_reply", because="says not to reply"),
    case("it invites replies", no(text=TEXT + "\nDo not hesitate to reply.\n")),
    case("a system where replies reach a person", no(sender="x7f3@email.workable.com", text=UNSIGNED),
         to="x7f3@email.workable.com"),
    case("one where that is not known, signed by a person", no(sender="anna@acme.teamtailor-mail.com"),
         to="anna@acme.teamtailor-mail.com"),
    case("one where that is not known, signed by nobody", no(sender="jobs@acme.teamtailor-mail.com", text=UNSIGNED),
         state="no_reply", because="is not known"),
    case("one that keeps replies to itself", no(sender="acme@myworkday.com"), state="no_reply", because="Nobody reads mail to"),
    case("a job board", no(sender="jobs@indeed.com"), state="no_reply", because="Nobody reads mail to"),
    case("the person knows better: replies reach somebody", no(sender="acme@myworkday.com"),
         table=OWN_TABLE.format("myworkday.com", "reach"), to="acme@myworkday.com"),
    case("the person knows better: they are lost", no(sender="x@email.workable.com"), state="no_reply",
         table=OWN_TABLE.format("workable.com", "lost"), because="Nobody reads mail to"),
    case("the person knows a system that we do not", no(sender="jobs@portal.example", text=UNSIGNED), state="no_reply",
         table=OWN_TABLE.format("portal.example", "unknown"), because="is not known"),
    case("the person's entry does not make no-reply an address", no(sender="no-reply@acme.example"), state="no_reply",
         table=OWN_TABLE.format("acme.example", "reach"), because="Nobody reads no-reply@"),
    case("the longest entry goes first", no(sender="x@eu.workable.com"), to="x@eu.workable.com",
         table=OWN_TABLE.format("workable.com", "lost") + OWN_TABLE.format("eu.workable.com", "reach")),
    case("a look-alike of a known system is none", no(Reply_To="x@evil-greenhouse.io"), state="no_reply", because="Suspicious"),
    case("a stranger's Reply-To", no(Reply_To="hr@evil.example"), state="no_reply", because="Suspicious"),
    case("a stranger's free address", no(Reply_To="acme.hr@gmail.com"), state="no_reply", because="Suspicious"),
    case("a name that shows another address", no(sender='"hr@acme.example" <x@evil.example>'), state="no_reply",
         because="another address"),
    case("a system that sends for a company which the mail names", no(sender=ATS, Reply_To="anna@acme.example")),
    case("a name in Reply-To that shows another address", no(Reply_To='"hr@other.example" <jobs@acme.example>'),
         state="no_reply", because="another address"),
    case("DMARC failed, says the person's own server", stamped(no(), FAIL), authserv=MX, state="no_reply", because="DMARC"),
    case("DMARC failed, with words in brackets", stamped(no(), f"{MX} (checker); dmarc (p=none) = fail"), authserv=MX,
         state="no_reply", because="DMARC"),
    case("DMARC failed, and a forged pass lies below", stamped(no(), FAIL, PASS), authserv=MX, state="no_reply", because="DMARC"),
    case("DMARC passed, and an older failure lies below", stamped(no(), PASS, FAIL), authserv=MX),
    case("DMARC failed, says a server of somebody else", stamped(no(), "mx.evil.example; dmarc=fail"), authserv=MX),
    case("DMARC failed, where no server is trusted", stamped(no(), FAIL)),
    case("another check failed, but not DMARC", stamped(no(), f"{MX}; spf=fail; dkim=fail; dmarc=none"), authserv=MX),
    case("a stranger's free address, though DMARC passed", stamped(no(Reply_To="acme.hr@gmail.com"), PASS), authserv=MX,
         state="no_reply", because="Suspicious"),
    case("a stranger's Reply-To by a system that sends for everybody, though DMARC passed",
         stamped(no(sender="Acme <x@email.workable.com>", Reply_To="hr@evil.example"), PASS), authserv=MX, state="no_reply",
         because="Suspicious"),
    case("a stranger's Reply-To, vouched for by nobody who is trusted",
         stamped(no(Reply_To="hr@evil.example"), "mx.evil.example; dmarc=pass"), authserv=MX, state="no_reply",
         because="Suspicious"),
    case("a Reply-To elsewhere, but one's own server vouches that the sender asks for it",
         stamped(no(Reply_To="hr@holding.example"), PASS), authserv=MX, to="hr@holding.example"),
    case("no sender at all", without(no(), "From:"), state="no_reply", because="names no sender"),
    case("an address that is none", no(Reply_To="<anna@acme>"), state="no_reply", because="not a valid one"),
]  # fmt: skip


def interview(**what: object) -> object:
    return mail("interview", at=-72, text=TALK, own_id="<talk@acme.example>", **what)  # type: ignore[arg-type]


def unread_no(**what: object) -> object:
    return no(sender="Acme <no-reply@acme.example>", **({"answers": ["<talk@acme.example>"]} | what))  # type: ignore[arg-type]


def ask(state: str) -> Callable[[World], None]:
    """What `grace queue now` does with the mail in question."""

    def does(world: World) -> None:
        entry, now = world.entry, world.server.now
        assert entry
        if state == "cooling":
            assert world.store.set(entry.id, state, due_at=now, asked=1)
        else:
            assert world.store.move(
                entry.id, state, "cooling", "You asked for it now.", now, due_at=now, asked=1
            )

    return does


ELSEWHERE = [
    case("nobody reads, but a person wrote before in the same thread", interview(), unread_no(),
         hours=(-72, 0, 26), to="anna@acme.example", answers="<talk@acme.example>"),
    case("or in another thread about the same company", interview(), unread_no(answers=()),
         hours=(-72, 0, 26), answers="<talk@acme.example>"),
    case("the last one who wrote goes before the first",
         mail("interview", at=-96, text=TALK, own_id="<first@acme.example>"), interview(), unread_no(answers=()),
         hours=(-96, -72, 0, 26), answers="<talk@acme.example>"),
    case("one of the thread goes before a later one of the company", interview(),
         mail("interview", at=-60, text=TALK.replace("Anna Schmidt", "Ben Weiss"), sender="Ben Weiss <ben@acme.example>"),
         unread_no(), hours=(-72, -60, 0, 26), to="anna@acme.example", answers="<talk@acme.example>"),
    case("a receipt that a person signed will do", mail("acknowledgement", at=-240, text=TALK, own_id="<r@acme.example>"),
         unread_no(answers=()), hours=(-240, 0, 26), answers="<r@acme.example>"),
    case("one that nobody signed will not", mail("acknowledgement", at=-240, text=UNSIGNED.replace("chose", "heard of"), sender=TEAM),
         unread_no(answers=()), hours=(-240, 0, 26), state="no_reply", because="Nobody reads"),
    case("and does not stand before one that a person signed", interview(),
         mail("acknowledgement", at=-60, text=UNSIGNED.replace("chose", "heard of"), sender=TEAM, answers=["<talk@acme.example>"]),
         unread_no(), hours=(-72, -60, 0, 26), answers="<talk@acme.example>"),
    case("one of another company will not", mail("interview", at=-72, text=TALK.replace("Acme", "Globex"),
         sender="Anna Schmidt <anna@globex.example>"), unread_no(answers=()), hours=(-72, 0, 26), state="no_reply"),
    case("nor one of half a year ago", mail("interview", at=-24 * 29, text=TALK), unread_no(answers=(), at=24 * 160),
         hours=(-24 * 29, 24 * 160, 24 * 161 + 2), state="no_reply", because="Nobody reads"),
    case("a system that keeps replies to itself counts too", interview(),
         no(sender="acme@myworkday.com", answers=["<talk@acme.example>"]), hours=(-72, 0, 26), answers="<talk@acme.example>"),
    case("an automatic answer does, where somebody wrote before", interview(),
         unread_no(text=UNSIGNED, Auto_Submitted="auto-generated"), hours=(-72, 0, 26), answers="<talk@acme.example>"),
    case("only on request where the person wants it so", interview(), unread_no(), hours=(-72, 0, 26),
         wishes={"to_person": "offer"}, state="offered", because="wrote before"),
    case("never where the person wants none", interview(), unread_no(), hours=(-72, 0, 26),
         wishes={"to_person": "never"}, state="no_reply", because="Nobody reads"),
    case("nobody is looked for on behalf of a stranger who names the company", interview(),
         no(sender="Acme <no-reply@evil.example>"), hours=(-72, 0, 26), state="no_reply", because="Nobody reads"),
    case("but on behalf of a known system that names it", interview(), no(sender=ATS), hours=(-72, 0, 26),
         answers="<talk@acme.example>"),
    case("nobody is looked for on behalf of a forger", interview(),
         no(sender='"hr@acme.example" <no-reply@evil.example>', answers=["<talk@acme.example>"]),
         hours=(-72, 0, 26), state="no_reply", because="Suspicious"),
    case("nor on behalf of a list", interview(), no(List_Id="<x>", answers=["<talk@acme.example>"]),
         hours=(-72, 0, 26), state="no_reply", because="mailing list"),
    case("whom the person has answered meanwhile gets nothing more", interview(), unread_no(), hours=(-72, 0, 26),
         does=lambda world: world.person_sends("<talk@acme.example>"), state="answered", because="answered it yourself"),
    case("nor one who wrote again meanwhile", interview(), mail("interview", at=3, answers=["<talk@acme.example>"]), unread_no(),
         hours=(-72, 0, 3, 26), state="reopened", because="wrote again"),
    case("nobody is looked for where DMARC failed", interview(),
         stamped(unread_no(), FAIL), hours=(-72, 0, 26), authserv=MX, state="no_reply", because="DMARC"),
    case("nobody is looked for where a stranger wants the reply", interview(), unread_no(Reply_To="no-reply@evil.example"),
         hours=(-72, 0, 26), state="no_reply", because="Suspicious"),
    case("nor is one turned to whose own mail failed DMARC", stamped(interview(), FAIL), unread_no(), hours=(-72, 0, 26),
         authserv=MX, state="no_reply", because="Nobody reads"),
    case("nor to the person's own mail in the thread",
         mail("acknowledgement", at=-72, sender="Robin Keller <robin@example.org>", text=TALK, own_id="<talk@acme.example>"),
         unread_no(), hours=(-72, 0, 26), state="no_reply", because="Nobody reads"),
    case("a mail that says not to reply counts as unread", interview(),
         no(sender=TEAM, text=UNSIGNED + "\nPlease do not reply to this email.\n", answers=["<talk@acme.example>"]),
         hours=(-72, 0, 26), answers="<talk@acme.example>"),
    case("so does a system that is not known and mail that nobody signed", interview(),
         no(sender="jobs@acme.teamtailor-mail.com", text=UNSIGNED, answers=["<talk@acme.example>"]),
         hours=(-72, 0, 26), answers="<talk@acme.example>"),
    case("a person who wrote through a system that brings replies to them",
         interview(sender="Anna Schmidt <x7@email.workable.com>"), no(sender="acme@myworkday.com", answers=["<talk@acme.example>"]),
         hours=(-72, 0, 26), to="x7@email.workable.com", answers="<talk@acme.example>"),
    case("one person gets one reply, for two posts that nobody reads about", interview(), unread_no(answers=()),
         unread_no(answers=(), at=2, text=UNSIGNED.replace("Data Analyst", "Office Manager")), hours=(-72, 0, 2, 28),
         state="no_reply", because="Nobody reads", drafts=1),
    case("offered, and then asked for", interview(), unread_no(), hours=(-72, 0, 26, 27), wishes={"to_person": "offer"},
         does=ask("offered"), answers="<talk@acme.example>"),
    case("the person's own letter to them meanwhile, begun only", interview(), unread_no(), hours=(-72, 0, 26),
         does=lambda world: world.person_begins_a_reply("<talk@acme.example>"), state="answered", drafts=1, because="begun a reply"),
]  # type: ignore[arg-type]  # fmt: skip

WHEN = [
    case("23 hours after reading it is too early", no(), hours=(0, 23), state="cooling"),
    case("24 hours after reading it is there", no(), hours=(0, 24)),
    case("48 hours after a last round", no(text=FINAL), hours=(0, 48)),
    case("47 hours after a last round is too early", no(text=FINAL), hours=(0, 47), state="cooling"),
    case("no cooling-off where the person wants none", no(), times={"after": timedelta(0)}, hours=(0,)),
    case("unread, it waits", no(read=False), hours=(0, 47), state="cooling"),
    case("unread, it counts as read after three days", no(read=False), hours=(0, 72, 95.9), state="cooling"),
    case("and comes a day later, on the next working day", no(read=False), hours=(0, 96, 118.1)),
    case("read on the second day, it counts from then", no(read=False), hours=(0, 24, 47.9), does_at=24, state="cooling",
         does=lambda world: world.server.set_flags(world.place, seen=True)),
    case("and comes a day after", no(read=False), hours=(0, 24, 48), does_at=24,
         does=lambda world: world.server.set_flags(world.place, seen=True)),
    case("by arrival where the person wants it so", no(read=False), times={"starts": "arrival"}, hours=(0, 24)),
    case("at night it waits for the morning", no(), times={"after": 13 * HOUR}, hours=(0, 13, 21.9), state="cooling"),
    case("and comes in the morning", no(), times={"after": 13 * HOUR}, hours=(0, 13, 22)),
    case("at the week-end it waits for Monday", no(), times={"after": 72 * HOUR}, hours=(0, 72, 117.9), state="cooling"),
    case("and comes on Monday", no(), times={"after": 72 * HOUR}, hours=(0, 72, 118)),
    case("at any hour where the person wants it so", no(), times={"after": 13 * HOUR, "hours": (0, 1440)}, hours=(0, 13)),
    case("after a week it is only offered", no(), hours=(0, 24 * 7 + 0.1), state="offered", because="a while ago"),
    case("within the week it comes", no(), hours=(0, 24 * 7 - 0.1)),
    case("later than planned, when the computer was off", no(), hours=(0, 24 * 5)),
    case("a clock set back does not make it early", no(), hours=(0, -30, 23), state="cooling"),
    case("unread until after a last round", no(read=False, text=FINAL), hours=(0, 96, 118.9), state="cooling"),
    case("moved out of sight, it counts as read: not before a day", no(read=False), hours=(0, 24, 47.9), does_at=24,
         does=lambda world: world.server.move(world.place, "Done"), state="cooling"),
    case("moved out of sight, it counts as read: and then", no(read=False), hours=(0, 24, 48), does_at=24,
         does=lambda world: world.server.move(world.place, "Done")),
    case("a minute before six in the evening it comes", no(), times={"after": timedelta(hours=6, minutes=59)},
         hours=(0, 6 + 59 / 60)),
    case("at six in the evening it is too late for that day", no(), times={"after": 7 * HOUR}, hours=(0, 7, 21.9),
         state="cooling"),
    case("a pass in the night does not lay down what was due by day", no(), hours=(0, 34), state="cooling"),
    case("at nine where the person lives, not where we are", no(), zone="America/New_York", hours=(0, 24, 27.9),
         state="cooling"),
    case("and then it comes there", no(), zone="America/New_York", hours=(0, 24, 28)),
    case("on the days that the person wants", no(), times={"days": frozenset({5})}, hours=(0, 24, 70)),
    case("nothing is drafted because somebody looks at the week-end", no(), times={"after": 60 * HOUR}, hours=(0, 73),
         state="cooling"),
    case("put off, it waits", no(), hours=(0, 20, 26), state="cooling", does_at=20,
         does=lambda world: world.store.set(1, "cooling", due_at=START + 47 * HOUR, asked=2)),
    case("and comes when it was put off to", no(), hours=(0, 20, 47), does_at=20,
         does=lambda world: world.store.set(1, "cooling", due_at=START + 47 * HOUR, asked=2)),
    case("put off into the night, it comes in the morning", no(), hours=(0, 20, 36, 46), does_at=20,
         does=lambda world: world.store.set(1, "cooling", due_at=START + 36 * HOUR, asked=2)),
    case("asked for now, it comes at night too", no(), hours=(0, 12), times={"after": 30 * HOUR},
         does=lambda world: world.store.set(1, "cooling", due_at=world.server.now, asked=1)),
    case("asked for after a week, it comes", no(), hours=(0, 24 * 7 + 1, 24 * 9 + 1),
         does=lambda world: world.store.move(1, "offered", "cooling", "You asked for it now.", world.server.now,
                                             due_at=world.server.now, asked=1)),
    case("put off beyond the week, it comes all the same", no(), hours=(0, 20, 24 * 8), does_at=20,
         does=lambda world: world.store.set(1, "cooling", due_at=START + 8 * DAY, asked=2)),
    case("read meanwhile, what was put off stays put off", no(read=False), hours=(0, 20, 22, 47), does_at=20, state="cooling",
         does=lambda world: (world.store.set(1, "cooling", due_at=START + 72 * HOUR, asked=2),
                             world.server.set_flags(world.place, seen=True))),
    case("unsure, and asked for by the person", mail("unsure"), hours=(0, 3), does=ask("review")),
    case("asked for now, but the person has answered since", no(), hours=(0, 3), state="answered",
         does=lambda world: (ask("cooling")(world), world.person_sends())),
    case("told never after it was offered", no(), hours=(0, 24 * 8, 24 * 9), state="cancelled",
         does=lambda world: world.store.move(1, "offered", "cancelled", "You asked for no reply.", world.server.now)),
    case("what was asked for comes although the day has had enough", *(
        no(sender=f"Anna Schmidt <anna@firm{n}.example>", text=TEXT.replace("Acme", f"Firm {n}")) for n in range(3)),
         wishes={"per_day": 2}, hours=(0, 24, 25), does=ask("cooling"), drafts=3, to="anna@firm2.example"),
    case("told never, it does not come", no(), hours=(0, 26), state="cancelled",
         does=lambda world: world.store.move(1, "cooling", "cancelled", "You asked for no reply.", world.server.now)),
    case("the third of a day that has had two waits for the next", *(
        no(sender=f"Anna Schmidt <anna@firm{n}.example>", text=TEXT.replace("Acme", f"Firm {n}")) for n in range(3)),
         wishes={"per_day": 2}, hours=(0, 24), state="cooling", because="enough drafts", drafts=2),
    case("and comes on the next", *(
        no(sender=f"Anna Schmidt <anna@firm{n}.example>", text=TEXT.replace("Acme", f"Firm {n}")) for n in range(3)),
         wishes={"per_day": 2}, hours=(0, 24, 46), drafts=3, to="anna@firm2.example"),
]  # fmt: skip

STILL_WANTED = [
    case("the person answered it", no(), does=World.person_sends, state="answered", because="answered it yourself"),
    case("it has the flag of an answered mail", no(), state="answered", because="answered it yourself",
         does=lambda world: world.server.set_flags(world.place, answered=True)),
    case("the person began a reply", no(), does=World.person_begins_a_reply, state="answered", drafts=1,
         because="begun a reply"),
    case("the person put it in the trash", no(), state="cancelled", because="deleted the mail",
         does=lambda world: world.server.move(world.place, "Trash")),
    case("the person deleted it for good", no(), state="cancelled", because="deleted the mail",
         does=lambda world: world.server.delete(world.place)),
    case("the person filed it away", no(), does=lambda world: world.server.move(world.place, "Archive")),
    case("the person answered it and filed it away", no(), state="answered", because="answered it yourself",
         does=lambda world: world.server.set_flags(world.server.move(world.place, "Done"), answered=True)),
    case("the person answered it and threw it away", no(), state="answered", because="answered it yourself",
         does=lambda world: (world.person_sends(), world.server.move(world.place, "Trash"))),
    case("the person answered another mail of theirs", no(), does=lambda world: world.person_sends("<else@acme.example>")),
    case("one answer in two copies, in two folders", no(own_id="<copy@acme.example>"),
         no(own_id="<copy@acme.example>", folder="Archive", at=1), hours=(0, 1, 26), drafts=1, state="no_reply",
         because="already has its reply"),
    case("a second no in the same conversation", no(own_id="<one@acme.example>"), no(at=2, answers=["<one@acme.example>"]),
         hours=(0, 2, 28), state="no_reply", because="already has its reply", drafts=1),
    case("the same answer by a recruiter, for the same post", no(),
         no(at=2, sender=RECRUITER, text=RECRUITER_SAYS.format("the Data Analyst position at Acme")),
         hours=(0, 2, 28), state="no_reply", because="The same answer came from Anna Schmidt", drafts=1),
    case("by a recruiter, the post not named", no(),
         no(at=2, sender=RECRUITER, text="Dear Robin,\n\nthank you for your interest in Acme. They chose someone else.\n\n"
            "Kind regards,\nPaul Weber\n"), hours=(0, 2, 28), drafts=1, state="no_reply", because="The same answer"),
    case("by a recruiter, within two weeks", no(), no(at=24 * 13, sender=RECRUITER,
         text=RECRUITER_SAYS.format("the Data Analyst position at Acme")), hours=(0, 24, 24 * 13, 24 * 14 + 5), drafts=1,
         state="no_reply", because="The same answer"),
    case("by a recruiter, when the person has answered the first", no(own_id="<first@acme.example>"),
         no(at=27, sender=RECRUITER, text=RECRUITER_SAYS.format("the Data Analyst position at Acme")), hours=(0, 1, 26, 27, 51),
         does_at=1, does=lambda world: world.person_sends("<first@acme.example>"), state="no_reply", because="The same answer"),
    case("the same number of a post, the company named by one only", no(text=NUMBERED),
         no(at=2, sender=RECRUITER, text=RECRUITER_SAYS.format("the post you know. Requisition: R-12345")),
         hours=(0, 2, 28), drafts=1, state="no_reply", because="The same answer"),
    case("two numbers under one title are two posts", no(text=NUMBERED),
         no(at=2, sender="Ben Weiss <ben@acme.example>", text=NUMBERED.replace("Anna Schmidt", "Ben Weiss").replace("R-12345", "R-67890")),
         hours=(0, 2, 28), drafts=2, to="ben@acme.example"),
    case("two posts at one company are two", no(), no(at=2, sender="Ben Weiss <ben@acme.example>",
         text=TEXT.replace("Data Analyst", "Office Manager").replace("Anna Schmidt", "Ben Weiss")),
         hours=(0, 2, 28), drafts=2, to="ben@acme.example"),
    case("one post at two companies is two", no(), no(at=2, sender="Ben Weiss <ben@globex.example>",
         text=TEXT.replace("Acme", "Globex").replace("Anna Schmidt", "Ben Weiss")), hours=(0, 2, 28), drafts=2,
         to="ben@globex.example"),
    case("the same company three weeks later is another answer", no(), no(at=24 * 21), drafts=2,
         hours=(0, 24, 24 * 21, 24 * 22)),
    case("one that got no reply does not keep another from it", no(sender="no-reply@acme.example"),
         no(at=2), hours=(0, 2, 28)),
]  # fmt: skip


def reopened(kind: str, *, thread: bool = True, sender: str = "Anna Schmidt <anna@acme.example>") -> Case:
    """Good news, or any word in the thread, after the no in question and before its time."""
    answers = [f"<q-{kind}-{thread}-{sender[:3]}@acme.example>"]
    later = mail(kind, at=5, sender=sender, answers=answers if thread else ())
    name = f"then came {kind} {'in the thread' if thread else 'from'} {'' if thread else sender}"
    return case(name, later, no(own_id=answers[0]), hours=(0, 5, 26), state="reopened", because="wrote again")


def not_reopened(kind: str, sender: str, why: str) -> Case:
    later = mail(kind, at=5, sender=sender, text=TALK.replace("Acme", "Initech"))
    return case(f"{why}: {kind} from {sender}", later, no(), hours=(0, 5, 26))


WROTE_AGAIN = [
    *(reopened(kind) for kind in ("interview", "offer", "assessment", "other", "feedback", "notice", "other_job", "outreach")),
    *(reopened(kind, thread=False) for kind in ("interview", "offer", "assessment")),
    reopened("interview", thread=False, sender="Ben Weiss <ben@talent.acme.example>"),
    not_reopened("interview", "Ben Weiss <ben@globex.example>", "another employer"),
    not_reopened("acknowledgement", "Anna Schmidt <anna@acme.example>", "a receipt says nothing new"),
    not_reopened("job_alert", "Acme Jobs <jobs@acme.example>", "an advert says nothing new"),
    not_reopened("other", "Anna Schmidt <anna@acme.example>", "other mail outside the thread"),
    case("a receipt in the thread says nothing new", mail("acknowledgement", at=5, answers=["<qr@acme.example>"]),
         no(own_id="<qr@acme.example>"), hours=(0, 5, 26)),
    case("they wrote again, and then no once more: that one is answered", no(own_id="<q1@acme.example>"),
         mail("interview", at=5, answers=["<q1@acme.example>"]), no(at=30, answers=["<q1@acme.example>"]),
         hours=(0, 5, 26, 30, 54)),
    case("the same, when the second no came before the first was due", no(own_id="<q2@acme.example>"),
         mail("interview", at=5, answers=["<q2@acme.example>"]), no(at=6, answers=["<q2@acme.example>"]),
         hours=(0, 5, 6, 30)),
    case("good news after the draft takes nothing back", mail("interview", at=27, answers=["<q3@acme.example>"]),
         no(own_id="<q3@acme.example>"), hours=(0, 26, 27, 29)),
    case("good news before the answer is older", mail("interview", at=-20), no(), hours=(-20, 0, 26)),
]  # fmt: skip

NO_DRAFT = [
    *(case(f"no case: {kind}", mail(kind), state="")
      for kind in ("acknowledgement", "interview", "assessment", "offer", "notice", "job_alert", "outreach", "other_job",
                   "other", "feedback", "offer_withdrawn")),
    case("on hold gets one", mail("on_hold")),
    case("unsure is for the person to look at", mail("unsure"), state="review", because="Not sure enough"),
    case("just sure enough", mail("rejection@0.8")),
    case("just not sure enough", mail("rejection@0.79"), state="review", because="Not sure enough"),
    case("just worth a look", mail("rejection@0.63"), state="review", because="Not sure enough"),
    case("not worth a look", mail("rejection@0.62"), state="", because="No reply is due"),
    case("unsure is never drafted by itself", mail("unsure"), hours=(0, 26, 24 * 6), state="review"),
    case("an offer taken back, where the person wants it", mail("offer_withdrawn"), wishes={"also": {"withdrawn"}}),
    case("in Japanese", mail("rejection/ja"), state="no_reply", because="In Japan"),
    case("in Japanese, where the person wants it", mail("rejection/ja"), wishes={"also": {"japanese"}}),
    case("in Japanese, where the person writes none", mail("rejection/ja"), wishes={"also": {"japanese"}},
         languages=("en",), state="no_reply", because="you do not reply in it"),
    case("in Japanese, and always does not change it", mail("rejection/ja"), wishes={"policy": "always"}, state="no_reply",
         because="In Japan"),
    case("in German", mail("rejection/de")),
    case("in German, where the person writes none", mail("rejection/de"), languages=("en",), state="no_reply",
         because="you do not reply in it"),
    case("in a language without a book", mail("rejection/fi"), languages=("en", "fi"), state="no_reply", because="(fi)"),
    case("within hours of applying", mail("acknowledgement", at=-3), no(), hours=(-3, 0, 26), state="no_reply",
         because="within hours of your application"),
    case("within hours of another firm's receipt by the same system",
         mail("acknowledgement", at=-3, sender="Globex <x@email.workable.com>", text="Thank you for applying to Globex.\n"),
         no(sender="Acme <x@email.workable.com>"), hours=(-3, 0, 26), to="x@email.workable.com"),
    case("within hours, where the person wants it", mail("acknowledgement", at=-3), no(), hours=(-3, 0, 26),
         wishes={"also": {"instant"}}),
    case("within hours, after an interview", mail("acknowledgement", at=-3), no(text=FINAL), hours=(-3, 0, 50)),
    case("automatic, but an interview was held, as earlier mail says", interview(),
         no(text=UNSIGNED, sender=TEAM, Auto_Submitted="auto-generated", answers=["<talk@acme.example>"]), hours=(-72, 0, 26),
         to="jobs@acme.example"),
    case("automatic, and the interview was in another conversation about no post", interview(),
         no(text=UNSIGNED, sender=TEAM, Auto_Submitted="auto-generated"), hours=(-72, 0, 26), state="no_reply"),
    case("automatic, and the interview was for another post",
         mail("interview", at=-24, text=TALK.replace("interview at Acme", "interview for the Nurse position at Acme")),
         no(at=48, text=UNSIGNED, sender=TEAM, Auto_Submitted="auto-generated"), hours=(-24, 48, 120), state="no_reply"),
    case("automatic, and the invitation came yesterday", interview(),
         no(at=-48, text=UNSIGNED, sender=TEAM, Auto_Submitted="auto-generated", answers=["<talk@acme.example>"]),
         hours=(-72, -48, 26), state="no_reply"),
    case("a day after applying", mail("acknowledgement", at=-24), no(), hours=(-24, 0, 26)),
    case("within hours of another firm's receipt", mail("acknowledgement", at=-3, sender="B <b@globex.example>",
         text=TEXT.replace("Acme", "Globex")), no(),
         hours=(-3, 0, 26)),
    case("automatic, about a mere application, signed by nobody", no(text=UNSIGNED, sender=TEAM, Auto_Submitted="auto-generated"),
         state="no_reply", because="nobody waits"),
    case("the same, signed by a person", no(Auto_Submitted="auto-generated")),
    case("the same, after an interview", no(text=FINAL.replace("Anna Schmidt", ""), sender=TEAM, Auto_Submitted="auto-generated"),
         hours=(0, 50), to="jobs@acme.example"),
    case("with an unsubscribe link, signed by nobody", no(text=UNSIGNED, sender=TEAM, List_Unsubscribe="<https://a.example>"),
         state="no_reply", because="nobody waits"),
    case("Auto-Submitted: no is a person", no(text=UNSIGNED, Auto_Submitted="no")),
    case("always: the automatic one too", no(text=UNSIGNED, sender=TEAM, Auto_Submitted="auto-generated"), wishes={"policy": "always"},
         to="jobs@acme.example"),
    case("always: the instant one too", mail("acknowledgement", at=-3), no(), hours=(-3, 0, 26), wishes={"policy": "always"}),
    case("always: still not to nobody", no(sender="no-reply@acme.example"), wishes={"policy": "always"}, state="no_reply",
         because="Nobody reads"),
    case("always: still not to a list", no(List_Id="<jobs.acme.example>"), wishes={"policy": "always"}, state="no_reply",
         because="mailing list"),
    case("never: not to a person who wrote before either", interview(), unread_no(), hours=(-72, 0, 26),
         wishes={"policy": "never"}, state="no_reply", because="turned off"),
    case("never: none at all", no(), wishes={"policy": "never"}, state="no_reply", because="turned off"),
    case("one's own mail", mail("rejection", sender="robin@example.org"), state=""),
    case("one's own mail under a tag", mail("rejection", sender="robin+jobs@example.org"), state="no_reply", because="yourself"),
    case("dated before the set-up, delivered late", no(date=START - 45 * DAY), state="no_reply", because="set up"),
    case("dated in the future", no(date=START + 45 * DAY)),
    case("without a Message-ID", without(no(), "Message-ID:"), state="no_reply", because="no valid Message-ID"),
]  # fmt: skip

ASKED = ("<asked@acme.example>",)


def heard(name: str, *back: Mail, hours: Sequence[float] = (30,), state: str = "heard", **more: Any) -> Case:
    """The draft for the no in question was sent 28 hours after that came; then something comes back, or nothing."""
    asked = no(own_id=ASKED[0])
    return case(
        name,
        *back,
        asked,
        hours=(0, 26, 28, *hours),
        does_at=28,
        does=World.send_the_draft,
        state=state,
        **more,
    )


def thanked(
    name: str,
    *others: Mail,
    kind: str = "feedback",
    at: float = 30,
    sender: str = ANNA,
    hours: Sequence[float],
    **more: Any,
) -> Case:
    """The same, and what comes back is feedback, which is now the mail in question."""
    back = mail(kind, at=at, sender=sender, answers=ASKED)
    passes = (0, 26, 28, 30, *hours)
    return case(
        name, no(own_id=ASKED[0]), *others, back, hours=passes, does_at=28, does=World.send_the_draft, **more
    )


AFTERWARDS = [
    case("it lies in Drafts", no(), hours=(0, 26, 30)),
    case("sent", no(), hours=(0, 26, 28), does=World.send_the_draft, state="sent", because="You sent it"),
    case("changed, and saved anew", no(), hours=(0, 26, 28), does=World.save_the_draft_anew, state="edited", drafts=1,
         because="It is yours now"),
    case("put in the trash", no(), hours=(0, 26, 28), does=World.put_the_draft_in_the_trash, state="discarded",
         because="will not come back"),
    case("gone at the first look, it may be open in a mail program", no(), hours=(0, 26, 28), does=World.throw_the_draft_away,
         drafts=0),
    case("answered in other words while the draft lies there", no(), hours=(0, 26, 28), does=World.person_sends, state="sent",
         drafts=1, because="words of your own"),
    case("no second draft after it was sent, when they say no again", no(own_id="<n1@acme.example>"),
         no(at=30, answers=["<n1@acme.example>"]), hours=(0, 26, 30, 56), state="no_reply", drafts=1),
    case("sent under another id", no(), hours=(0, 26, 28), does=World.send_the_draft_under_another_id, state="sent",
         because="You sent it"),
    case("changed, then sent", no(), hours=(0, 26, 28, 30), does_at=28, does=World.save_the_draft_anew,
         then={30: World.send_the_draft}, state="sent", because="You sent it"),
    case("changed, then thrown away", no(), hours=(0, 26, 28, 30), does_at=28, does=World.save_the_draft_anew,
         then={30: World.put_the_draft_in_the_trash}, state="discarded", because="will not come back"),
    case("gone at the second look too", no(), hours=(0, 26, 28, 30), does_at=28, does=World.throw_the_draft_away,
         state="discarded", because="The draft is gone"),
    case("no look within the hour", no(), hours=(0, 26, 26.9), does=World.put_the_draft_in_the_trash, drafts=0),
    case("after it was thrown away, another no of theirs brings none", no(own_id="<n2@acme.example>"),
         no(at=30, answers=["<n2@acme.example>"]), hours=(0, 26, 28, 30, 56), does_at=28,
         does=World.put_the_draft_in_the_trash, state="no_reply", because="already has its reply"),
    heard("they wrote back", mail("other", at=30, answers=ASKED), because="They wrote back"),
    heard("they wrote back with feedback", mail("feedback", at=30, answers=ASKED), because="answered with feedback",
          drafts=1, hours=(30, 54)),
    heard("a receipt of theirs outside the thread is not an answer", mail("acknowledgement", at=30), state="sent", because="You sent it"),
    heard("what they wrote before it was sent is not an answer", mail("other", at=27, answers=ASKED), hours=(30,), state="sent"),
    heard("an answer in two weeks may still come", hours=(28 + 24 * 14,), state="sent", because="You sent it"),
    heard("no answer in two weeks, as usual", hours=(28.1 + 24 * 14,), state="quiet", because="as usual"),
    heard("an answer after that is heard all the same", mail("other", at=24 * 20, answers=ASKED),
          hours=(28.1 + 24 * 14, 24 * 20), because="They wrote back"),
    thanked("feedback gets a line of thanks", hours=(54,)),
    thanked("not before its own cooling-off", hours=(53.9,), state="cooling", because="feedback"),
    thanked("once only", mail("feedback", at=30, answers=ASKED), at=31, hours=(31, 54), state="", drafts=1,
            because="on its way, or was written"),
    thanked("not to an address that nobody reads", sender="no-reply@acme.example", hours=(54,), state="",
            because="Nobody reads"),
    thanked("not where the person has thanked already", hours=(54,), then={54: World.person_sends}, state="answered",
            because="answered it yourself"),
    thanked("not after they wrote something else meanwhile", mail("interview", at=34, answers=ASKED), hours=(34, 54),
            state="reopened", because="wrote again"),
    thanked("not in a language that the person does not write", kind="feedback/de", hours=(54,), languages=("en",), state="",
            because="you do not reply in it"),
    case("feedback while the draft still lies there is left to that draft", no(own_id="<n3@acme.example>"),
         mail("feedback", at=30, answers=["<n3@acme.example>"]), hours=(0, 26, 30, 54), state="cancelled", drafts=1,
         because="still lies in Drafts"),
]  # fmt: skip

SECTIONS = {
    "whom": WHOM,
    "elsewhere": ELSEWHERE,
    "when": WHEN,
    "still wanted": STILL_WANTED,
    "wrote again": WROTE_AGAIN,
    "no draft": NO_DRAFT,
    "afterwards": AFTERWARDS,
}
ROWS = [(section, row) for section, rows in SECTIONS.items() for row in rows]


@pytest.mark.parametrize(
    ("section", "row"),
    [pytest.param(*row, marks=row[1].marks, id=f"{row[0]}: {row[1].name}") for row in ROWS],
)
def test_the_table(section: str, row: Case, tmp_path: Path) -> None:
    run(row, tmp_path)


def test_there_are_at_least_a_hundred_and_fifty_rows_and_each_is_another() -> None:
    names = [f"{section}: {row.name}" for section, row in ROWS]
    assert len(names) == len(set(names)) >= 150
