"""The draft: headers that keep it in its thread and no other, and words that a thoughtful person writes."""

from __future__ import annotations

import dataclasses
import itertools
import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.errors import GraceError
from watcher.reading.types import Address, Details
from watcher.replying import books, lint
from watcher.replying.compose import Parent, message_id, reply, subject
from watcher.replying.letter import Wishes, write

PARENT = Parent("<abc.1@mail.acme.example>", ("<first@example.org>",), "Your application to Acme")
TO = Address("Anna Schmidt", "anna@acme.example")
ROBIN = Address("Robin Keller", "robin@example.org")
INTERVIEW = Details("Acme", "Data Analyst", "Anna Schmidt", "first", "interview", "other_candidate")
DRAFT = "<abcdefghijklmnopqrstuvwxyz@example.org>"
NOW = datetime(2026, 3, 4, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=1)))
STAGES = ("application", "screen", "interview", "final")
REASONS = ("", "other_candidate", "filled", "cancelled", "on_hold", "talent_pool", "feedback")


def draft(
    parent: Parent = PARENT,
    to: Address = TO,
    sender: Address = ROBIN,
    details: Details = INTERVIEW,
    kind: str = "rejection",
    *,
    feedback: bool = True,
    signature: str = "",
) -> bytes:
    wishes = Wishes(sender.name, signature, feedback=feedback)
    return reply(parent, to, sender, details, kind, DRAFT, NOW, wishes=wishes)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def text_of(raw: bytes) -> str:
    return str(read(raw).get_content())


def test_headers_are_these_and_no_others() -> None:
    message = read(draft())
    assert sorted(message.keys()) == sorted(
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        ]
    )
    assert message["From"] == "Robin Keller <robin@example.org>"
    assert message["To"] == "Anna Schmidt <anna@acme.example>"
    assert message["Subject"] == "Re: Your application to Acme"
    assert message["Date"] == "Wed, 04 Mar 2026 09:30:15 +0100"
    assert message["Message-ID"] == DRAFT
    assert message["In-Reply-To"] == "<abc.1@mail.acme.example>"
    assert message["References"] == "<first@example.org> <abc.1@mail.acme.example>"


def test_bytes_have_crlf_only_and_short_lines() -> None:
    raw = draft(sender=Address("Zoë", "zoe@example.org"), signature="Zoë\nhttps://zoe.example")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()


def test_ascii_goes_as_7bit_and_the_rest_quoted_printable() -> None:
    assert read(draft())["Content-Transfer-Encoding"] == "7bit"
    coded = read(draft(details=dataclasses.replace(INTERVIEW, company="Müller")))
    assert coded["Content-Transfer-Encoding"] == "quoted-printable"
    assert coded["Content-Type"].params["charset"] == "utf-8"
    assert "format" not in coded["Content-Type"].params
    assert "Müller" in coded.get_content()


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("Your application", "Re: Your application"),
        ("Re: Your application", "Re: Your application"),
        ("RE: Re: AW: Your application", "Re: Your application"),
        ("SV: VS: Antw: Odp: TR: Your application", "Re: Your application"),
        ("回复：申请结果", "Re: 申请结果"),
        ("Re[2]: Your application", "Re: Your application"),
        ("re:Your application", "Re: Your application"),
        ("Regarding: your application", "Re: Regarding: your application"),
        ("Fwd: Your application", "Re: Fwd: Your application"),
        ("R: a language", "Re: R: a language"),
        ("", "Re:"),
        ("Your\r\nBcc: x@evil.example", "Re: Your  Bcc: x@evil.example"),
        ("Two  spaces – Größe", "Re: Two  spaces – Größe"),
    ],
)
def test_subject_gets_one_re_and_no_other_change(original: str, expected: str) -> None:
    assert subject(original) == expected
    message = read(draft(Parent(PARENT.message_id, (), original)))
    assert message["Subject"] == expected
    assert "Bcc" not in message


@pytest.mark.parametrize("length", [40, 200, 900])
def test_long_ids_and_subjects_survive_byte_for_byte(length: int) -> None:
    long_id = "<" + "a" * (length - 14) + "@acme.example>"
    others = tuple(f"<{'b' * (length - 20)}{at:03}@acme.example>" for at in range(40))
    title = "Ihre Bewerbung – Größe und Länge – " * (length // 30)
    raw = draft(Parent(long_id, others, title))
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", raw.partition(b"\r\n\r\n")[0])
    assert b"\r\nIn-Reply-To: " + long_id.encode() + b"\r\n" in unfolded + b"\r\n"
    kept = [others[0], *others[-19:], long_id]
    assert b"\r\nReferences: " + " ".join(kept).encode() + b"\r\n" in unfolded + b"\r\n"
    assert read(raw)["Subject"] == ("Re: " + title).strip()


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "",
        "abc",
        "<a b@acme.example>",
        "<a@b><c@d>",
        "<a@b\r\nBcc: x@evil.example>",
        "<=?utf-8?q?x?=@a.example>",
        "<ä@acme.example>",
        "<" + "a" * 2000 + "@acme.example>",
    ],
)
def test_an_id_that_would_not_survive_is_left_out(odd: str | None) -> None:
    message = read(draft(Parent(odd, ("<first@example.org>", "junk", "<a\n@b>"), "x")))
    assert "In-Reply-To" not in message
    assert message["References"] == "<first@example.org>"
    assert "Bcc" not in message


@pytest.mark.parametrize(
    "letters", ["абвгд ежзий ", "あいう", "größe – äöü ", "a 🙂 ", "abc def ", "a", "=?_ ", '"(<@,;:']
)
@pytest.mark.parametrize("length", [1, 30, 70, 500])
def test_subjects_of_every_script_survive_in_short_encoded_words(letters: str, length: int) -> None:
    title = (letters * length)[:length].strip()
    raw = draft(Parent(PARENT.message_id, (), title))
    assert read(raw)["Subject"] == f"Re: {title}"
    assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?.\?[^?]*\?=", raw))


def test_without_any_id_there_are_no_thread_headers() -> None:
    message = read(draft(Parent(None, (), "x")))
    assert "In-Reply-To" not in message
    assert "References" not in message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna Schmidt", "Anna Schmidt"),
        ("Schmidt, Anna", "Schmidt, Anna"),
        ("Anna (Acme)", "Anna (Acme)"),
        ("Zoë Müller", "Zoë Müller"),
        ("小林 花子", "小林 花子"),
        ("", ""),
        ("hr@bank.example", ""),
        ("Anna\r\nBcc: x@evil.example", ""),
        ("Anna\u202egro", ""),
        ("a" * 81, ""),
        ("=?utf-8?q?x?=", ""),
    ],
)
def test_display_name_is_quoted_safely_or_dropped(name: str, shown: str) -> None:
    message = read(draft(to=Address(name, "anna@acme.example")))
    assert [one.display_name for one in message["To"].addresses] == [shown]
    assert [one.addr_spec for one in message["To"].addresses] == ["anna@acme.example"]


@pytest.mark.parametrize(
    "bad", ["", "anna", "a@b@c", "a b@acme.example", "anna@acme.example, x@evil.example"]
)
def test_no_draft_to_an_address_that_is_none(bad: str) -> None:
    with pytest.raises(GraceError):
        draft(to=Address("Anna", bad))


def test_no_draft_without_an_id_of_its_own_and_none_at_a_naive_time() -> None:
    with pytest.raises(GraceError):
        reply(PARENT, TO, ROBIN, INTERVIEW, "rejection", "odd", NOW, wishes=Wishes(""))
    with pytest.raises(ValueError, match="aware"):
        reply(PARENT, TO, ROBIN, INTERVIEW, "rejection", DRAFT, NOW.replace(tzinfo=None), wishes=Wishes(""))


def test_message_id_is_always_the_same_and_tells_nothing() -> None:
    one = message_id(b"secret", "f" * 64, 1, "example.org")
    assert one == message_id(b"secret", "f" * 64, 1, "EXAMPLE.org")
    assert re.fullmatch(r"<[a-z2-7]{26}@example\.org>", one)
    assert (
        len(
            {
                one,
                message_id(b"other", "f" * 64, 1, "example.org"),
                message_id(b"secret", "f" * 64, 2, "example.org"),
            }
        )
        == 3
    )
    assert message_id(b"s", "f", 1, "bücher.example").endswith("@xn--bcher-kva.example>")
    for odd in ("", "local", "a b.example", "x\r\n.example", "-.example"):
        assert message_id(b"s", "f", 1, odd).endswith("@localhost.invalid>")


# --- the words ---------------------------------------------------------------------------------------------


def letter(
    details: Details = INTERVIEW, kind: str = "rejection", seed: str = "s", *, feedback: bool = True
) -> str:
    return write(details, kind, seed, Wishes("Robin Keller", feedback=feedback))


@pytest.mark.parametrize(
    ("person", "greeting", "line"),
    [
        ("Anna Schmidt", "first", "Hi Anna,"),
        ("Anna", "first", "Hi Anna,"),
        ("Anna", "", "Hi Anna,"),
        ("Anna", "last", "Dear Anna,"),
        ("Anna Schmidt", "last", "Dear Anna Schmidt,"),
        ("Anna Schmidt", "", "Dear Anna Schmidt,"),
        ("Ms Anna Schmidt", "last", "Dear Ms Schmidt,"),
        ("Ms Schmidt", "last", "Dear Ms Schmidt,"),
        ("Ms Schmidt", "first", "Dear Ms Schmidt,"),
        ("Dr Anna Schmidt", "", "Dear Dr Schmidt,"),
        ("Dr Anna Schmidt", "first", "Hi Anna,"),
        ("A. Schmidt", "first", "Dear A. Schmidt,"),
        ("", "first", "Hello,"),
        ("{0.__class__}", "first", "Hello,"),
        ("Anna\r\nBcc: x", "first", "Hello,"),
        ("Agent 47", "first", "Hello,"),
        ("Anna & Ben", "first", "Hello,"),
        ("A Schmidt", "first", "Dear A Schmidt,"),
        ("J.", "first", "Dear J,"),
        ("Ms Anna von Bülow", "last", "Dear Ms von Bülow,"),
        ("Mr van den Berg", "first", "Dear Mr van den Berg,"),
        ("Anna de Vries", "first", "Hi Anna,"),
    ],
)
def test_greeting_is_as_they_signed(person: str, greeting: str, line: str) -> None:
    assert letter(Details(person=person, greeting=greeting)).split("\n")[0] == line


def test_after_an_interview_one_easy_question_is_asked_and_none_if_the_person_does_not_want_it() -> None:
    for stage in ("screen", "interview", "final"):
        details = dataclasses.replace(INTERVIEW, stage=stage)
        asking, silent = letter(details), letter(details, feedback=False)
        assert len(asking.split("\n\n")) == len(silent.split("\n\n")) + 1
        assert 60 <= len(asking.split()) <= 120


def test_nobody_met_means_no_question_and_no_word_of_a_meeting() -> None:
    for reason, kind, seed in itertools.product(REASONS, ("rejection", "on_hold"), "abcdefgh"):
        text = letter(Details("Acme", "Nurse", "Anna", "first", "application", reason), kind, seed).lower()
        assert not re.search(
            r"\badvice\b|suggestion|work on|stronger|interview|conversation|\btalk|met\b|given me", text
        )


def test_each_situation_has_its_own_letter() -> None:
    def said(reason: str, kind: str = "rejection", stage: str = "application") -> str:
        return letter(Details("Acme", "Nurse", "Anna", "first", stage, reason), kind)

    assert "filled" in said("filled")
    assert "on hold" in said("on_hold", "on_hold")
    assert "on hold" in said("on_hold")
    assert "on hold" in said("", "on_hold")
    assert "on hold" not in said("cancelled", "on_hold")
    assert "feedback" in said("feedback", stage="interview")
    assert "advice" not in said("feedback", stage="final")
    assert "given me" in said("filled", stage="interview") or "gone into" in said("filled", stage="interview")


def test_talent_pool_is_thanked_for_and_never_agreed_to() -> None:
    for stage, seed in itertools.product(STAGES, "abcdefghij"):
        text = letter(Details("Acme", "Nurse", "Anna", "first", stage, "talent_pool"), seed=seed)
        assert not re.search(r"\b(?:yes|agree|consent|happy|glad|keep|file|of course)\b", text, re.IGNORECASE)


def test_role_is_named_naturally() -> None:
    assert "the Data Analyst role at Acme" in letter()
    assert "the Summer Internship at Acme" in letter(dataclasses.replace(INTERVIEW, role="Summer Internship"))
    assert "the Graduate Programme at Acme" in letter(
        dataclasses.replace(INTERVIEW, role="Graduate Programme")
    )
    assert "the Student Placement at Acme" in letter(dataclasses.replace(INTERVIEW, role="Student Placement"))
    assert "the Chief Metrojob role" in letter(dataclasses.replace(INTERVIEW, role="Chief Metrojob"))
    no_role = dataclasses.replace(INTERVIEW, role="")
    assert "the interview at Acme" in letter(no_role)
    assert "my application to Acme" in letter(dataclasses.replace(no_role, stage="application"))
    assert "the role at Acme" in letter(dataclasses.replace(no_role, reason="filled"))


def test_where_neither_post_nor_company_is_known_none_is_spoken_of() -> None:
    for stage, seed in itertools.product(STAGES, "abcdefghij"):
        opening = letter(Details(stage=stage), seed=seed).split("\n\n")[1]
        assert not re.search(r"\brole\b| at |\bposition\b", opening)
        assert re.search(r"my application(?:[.,]| this far)|our conversation[.,]|the interview[.,]", opening)


def test_no_two_paragraphs_of_a_letter_begin_alike() -> None:
    for stage, reason, seed in itertools.product(STAGES, REASONS, "abcdefghijklmnop"):
        text = letter(Details("", "Nurse", "Anna", "first", stage, reason), seed=seed)
        begins = [paragraph.split(" ")[0] for paragraph in text.split("\n\n")[1:-1]]
        assert begins.count("If") + begins.count("Should") <= 1, text


def test_a_letter_gives_thanks_for_the_message_once() -> None:
    for stage, reason, seed in itertools.product(STAGES, REASONS, "abcdefghijklmnop"):
        text = letter(Details("Acme", "Nurse", "Anna", "first", stage, reason), seed=seed)
        message = re.findall(
            r"letting me know|your message|getting back|telling me|told me|wrote to me|hearing from you\b",
            text,
        )
        assert len(message) == 1, text
        thanks = re.findall(r"thank|grateful for the time|appreciate", text, re.IGNORECASE)
        assert 2 <= len(thanks) <= 4, text


def test_a_letter_ends_with_thanks() -> None:
    for stage, reason, seed in itertools.product(STAGES, REASONS, "abcdefgh"):
        text = letter(Details("Acme", "Nurse", "Anna", "first", stage, reason), seed=seed)
        last = text.split("\n\n")[-2]
        assert re.search(r"thank", last, re.IGNORECASE), text


@pytest.mark.parametrize(
    ("company", "spoken"),
    [
        ("Blue Harbor Ltd", "Blue Harbor"),
        ("Blue Harbor, Inc.", "Blue Harbor"),
        ("Blue Harbor GmbH & Co. KG", "Blue Harbor"),
        ("Blue Harbor AG", "Blue Harbor"),
        ("Lunn & Co.", "Lunn & Co"),
        ("Limited", "Limited"),
        ("The Limited Edition", "The Limited Edition"),
    ],
)
def test_a_company_is_called_as_people_call_it(company: str, spoken: str) -> None:
    details = dataclasses.replace(INTERVIEW, company=company)
    assert f"the Data Analyst role at {spoken}." in letter(details)


def test_a_company_may_be_called_anything_that_is_a_name() -> None:
    for company in (
        "Legal & General",
        "Template Labs",
        "Salary Foods",
        "Mistake Brewing",
        "God's Own Yard",
    ):
        assert company in letter(dataclasses.replace(INTERVIEW, company=company), seed="z")


@pytest.mark.parametrize(
    "hostile",
    [
        "{0.__class__}",
        "{company}",
        "$company",
        "${x}",
        "Acme\r\nBcc: x@evil.example",
        "http://evil.example",
        "evil.example",
        "[Company]",
        "<b>Acme</b>",
        "TODO",
        "Company Name",
        "Acme\u200b",
        "Acme  Robotics",
        "Acme!",
        "x" * 81,
        " ",
        "XXX Corp",
        "Acme ",
        "AcmeTODO",
        "2020",
        "One Two Three Four Five Six Seven Eight Nine",
    ],
)
def test_hostile_names_are_left_out_with_their_wordings(hostile: str) -> None:
    raw = draft(details=Details(hostile, hostile, hostile, "first", "interview"))
    text = text_of(raw)
    assert hostile.strip() == "" or hostile not in text
    assert text.startswith("Hello,")
    assert "Bcc" not in read(raw)


def test_the_same_draft_comes_out_the_same_and_others_differ() -> None:
    assert draft() == draft()
    assert len({letter(seed=str(seed)) for seed in range(30)}) > 15


def test_name_and_signature_close_the_letter() -> None:
    def end(name: str, signature: str) -> str:
        return (
            write(INTERVIEW, "rejection", "s", Wishes(name, signature))
            .rstrip("\n")
            .partition("regards,\n")[2]
        )

    assert end("Robin Keller", "") == "Robin Keller"
    assert end("Robin Keller", "Tel. 0123\n[linked]") == "Robin Keller\nTel. 0123\n[linked]"
    assert end("Robin Keller", "Robin Keller, M.A.\nBerlin") == "Robin Keller, M.A.\nBerlin"
    assert (
        write(INTERVIEW, "rejection", "s", Wishes("")).rstrip("\n").endswith(("Kind regards", "Best regards"))
    )
    assert "\r" not in write(INTERVIEW, "rejection", "s", Wishes("Robin\r\nKeller", "a\r\nb\x00"))


def test_every_wording_that_we_ship_passes_the_lint() -> None:
    names = [("", ""), ("Acme", ""), ("", "Data Analyst"), ("Acme Robotics", "Nurse")]
    seen = set()
    for (company, role), stage, reason, asks in itertools.product(names, STAGES, REASONS, (True, False)):
        details = Details(company, role, "Anna Schmidt", "", stage, reason)
        for seed in range(10):
            text = letter(details, seed=str(seed), feedback=asks)
            seen.add(text)
            assert len(re.findall("Thank", text)) <= 4
            assert text.endswith("Robin Keller\n")
    assert len(seen) > 400


@pytest.mark.parametrize(
    "bad",
    [
        "Hello,\n\n{name}\n\nBye",
        "Hello,\n\n<name>\n\nBye",
        "Hello [name],\n\nx\n\nBye",
        "Hello,\n\nTODO\n\nBye",
        "Hello,\n\nTwo  spaces\n\nBye",
        "Hello,\n\nA\ttab\n\nBye",
        "Hello,\n\n\nx\n\nBye",
        "Hello,\nx\n\nBye",
        "Hello,\n\nx\n\nBye\n",
        "\nHello,\n\nx",
        "Hello!\n\nx\n\nBye",
        "Hello,\n\nx \n\nBye",
        "Hello,\n\nthe role at .\n\nBye",
        "Hello,\n\n$post\n\nBye",
        "Hi ,\n\nx",
        "Hello,\n\nx 🙂\n\nBye",
    ],
)
def test_lint_refuses_what_is_left_over_or_out_of_place(bad: str) -> None:
    with pytest.raises(GraceError):
        lint.form(bad)


@pytest.mark.parametrize(
    "bad",
    [
        "I thought my skills were a good match.",
        "Please reconsider.",
        "Why was I rejected?",
        "God bless you.",
        "Your loss.",
        "I am just following up.",
        "Who got the job?",
        "This form letter is unfair.",
        "Could you? Would you?",
        "I will speak to my lawyer.",
        "What salary do they get?",
        "After waiting for weeks, thanks.",
    ],
)
def test_lint_refuses_what_must_never_be_written(bad: str) -> None:
    with pytest.raises(GraceError):
        lint.words(bad, books.book("en").said["never"])


def test_lint_counts_words() -> None:
    lint.length(3, 3, 3)
    for fewest, most in ((4, 9), (1, 2)):
        with pytest.raises(GraceError):
            lint.length(3, fewest, most)


def test_a_letter_names_no_other_employer() -> None:
    lint.companies("Thank you, Acme.", "Acme", ["Acme", "Globex", "Bay"])
    with pytest.raises(GraceError):
        lint.companies("Thank you, Globex.", "Acme", ["Acme", "Globex"])
    lint.companies("Thank you, Globex Energy.", "Globex Energy", ["Globex"])


SPICE = st.sampled_from(
    ["{x}", "$post", "\r\n", "Bcc: x@evil.example", "\u202e", "http://a.b", "TODO", "  ", "Acme", "[", "!"]
)
ANY = st.lists(st.one_of(SPICE, st.text(max_size=10)), max_size=4).map("".join)
DETAILS = st.builds(
    Details,
    ANY,
    ANY,
    ANY,
    st.sampled_from(["first", "last", ""]),
    st.sampled_from(STAGES),
    st.sampled_from(REASONS),
)


@settings(max_examples=120, deadline=None)
@given(DETAILS, st.sampled_from(["rejection", "on_hold"]), ANY, ANY, ANY, st.booleans())
def test_no_text_of_a_mail_leaves_a_slot_open_or_adds_a_header(
    details: Details, kind: str, title: str, to_name: str, name: str, feedback: bool
) -> None:
    raw = reply(
        Parent("<p@acme.example>", (title,), title),
        Address(to_name, "anna@acme.example"),
        Address(name, "robin@example.org"),
        details,
        kind,
        DRAFT,
        NOW.astimezone(UTC),
        wishes=Wishes(name, feedback=feedback),
    )
    message = read(raw)
    assert len(message.keys()) == 10
    assert [one.addr_spec for one in message["To"].addresses] == ["anna@acme.example"]
    body = text_of(raw).replace("\r\n", "\n").rpartition("regards")[0]
    assert not set(body) & set("{}<>[]$!|\\\r\t")
    assert "TODO" not in body
    assert "  " not in body
