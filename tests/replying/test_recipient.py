"""Whom a reply goes to, and the plain sentence where it goes to nobody."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading.types import Address, Message
from watcher.replying.addresses import known_relay, organisation, same_mailbox
from watcher.replying.recipient import Recipient, choose

OWN = ("robin@example.org", "rk.jobs@example.org")


def address(text: str, name: str = "") -> Address:
    return Address(name, text)


def pick(
    sender: str | None = "anna@acme.example",
    *reply_to: str,
    name: str = "",
    to: tuple[str, ...] = ("robin@example.org",),
    delivered_to: tuple[str, ...] = (),
    text: str = "We have chosen another candidate.",
    signature: str = "",
    headers: Mapping[str, tuple[str, ...]] | None = None,
    authserv: str = "",
) -> Recipient:
    message = Message(
        "f" * 64,
        sender=None if sender is None else address(sender, name),
        reply_to=tuple(address(one) for one in reply_to),
        to=tuple(address(one) for one in to),
        delivered_to=delivered_to,
        text=text,
        signature=signature,
        headers=headers or {},
    )
    return choose(message, OWN, authserv)


def where(found: Recipient) -> str:
    assert (found.to is None) == bool(found.reason)
    return found.to.address if found.to else ""


@pytest.mark.parametrize(
    ("sender", "reply_to", "to"),
    [
        ("anna@acme.example", (), "anna@acme.example"),
        ("anna@acme.example", ("ben@acme.example",), "ben@acme.example"),
        ("anna@acme.example", ("talent@mail.acme.example", "x@acme.example"), "talent@mail.acme.example"),
        ("anna@acme.example", ("anna@acme.example", "x@other.example"), ""),
        ("no-reply@acme.example", ("anna@acme.example",), "anna@acme.example"),
        ("anna@acme.example", ("no-reply@acme.example",), ""),
        ("no-reply@us.greenhouse-mail.io", ("anna@acme.example",), "anna@acme.example"),
        ("anna@acme.example", ("u7@reply.ashbyhq.com",), "u7@reply.ashbyhq.com"),
        ("x7f3@email.workable.com", (), "x7f3@email.workable.com"),
        ("acme-jobs@m.personio.de", (), "acme-jobs@m.personio.de"),
        ("anna@acme.co.uk", ("jobs@talent.acme.co.uk",), "jobs@talent.acme.co.uk"),
        ("anna@acme.co.uk", ("anna@other.co.uk",), ""),
        ("anna@acme.example", ("anna@evil-greenhouse.io",), ""),
        ("anna@acme.example", ("anna@greenhouse.io.evil.example",), ""),
        ("anna@acme.example", ("someone@freemail.example",), ""),
        (None, (), ""),
        ("robin@example.org", (), ""),
        ("anna@acme.example", ("Robin+x@Example.org",), ""),
    ],
)
def test_reply_to_goes_before_from(sender: str | None, reply_to: tuple[str, ...], to: str) -> None:
    assert where(pick(sender, *reply_to)) == to


ATS = "no-reply@mail.hirepath.example"


@pytest.mark.parametrize(
    ("sender", "name", "reply_to", "text", "answered"),
    [
        (ATS, "Acme Careers", "anna@acme.example", "", True),
        (ATS, "Anna Schmidt (Blue Harbor)", "anna@blue-harbor.example", "", True),
        (ATS, "Anna Schmidt", "anna@blueharbor.example", "The post at Blue Harbor is filled.", True),
        (ATS, "Anna Schmidt", "anna@lunnandgray.example", "Best,\nAnna\nLunn & Gray", True),
        (ATS, "Anna Schmidt", "anna@lunn-gray.example", "Best,\nAnna\nLunn & Gray Ltd", True),
        (ATS, "Jürgen Möller", "jm@xn--mller-bau-q9a.example", "Viele Grüße\nMöller-Bau", False),
        (ATS, "Möller Bau", "jm@möllerbau.example", "", True),
        ("acme@hirepath.example", "Talent team", "anna@acme.example", "", True),
        ("acme-jobs@hirepath.example", "Talent team", "anna@acme.example", "", True),
        ("no-reply@acme.hirepath.example", "Talent team", "anna@talent.acme.example", "", True),
        ("anna@acme.example", "Anna", "anna@acme.example.net", "", False),
        (ATS, "Anna Schmidt", "anna@acme.example", "We chose somebody else.", False),
        (ATS, "Acme Careers", "anna@acme-careers-desk.example", "", False),
        (ATS, "Acme Careers", "acme@other.example", "", False),
        (ATS, "Acme Careers", "anna@acmerobotics.example", "", False),
        (ATS, "News", "x@career.example", "We wish you well in your career.", False),
        (ATS, "News", "x@it.example", "It was a close decision.", False),
        (ATS, "Acme Careers", "acme.careers@gmail.com", "Acme uses Gmail.", False),
        (ATS, "Proton Careers", "anna@proton.me", "Proton", False),
        (ATS, "Yahoo Careers", "anna@yahoo.co.uk", "Yahoo", False),
        ("gmail@hirepath.example", "Anna", "anna@gmail.com", "", False),
        (ATS, "Outlook Careers", "anna@outlook.com", "", False),
    ],
)
def test_a_reply_address_elsewhere_must_be_named_by_the_mail(
    sender: str, name: str, reply_to: str, text: str, answered: bool
) -> None:
    found = pick(sender, reply_to, name=name, text=text)
    assert bool(where(found)) is answered
    assert answered or found.reason.startswith("Suspicious")


@pytest.mark.parametrize(
    ("reply_to", "results", "answered"),
    [
        ("anna@acme.example", "mx.example.org; dmarc=pass header.from=hirepath.example", True),
        ("anna@acme.example", "mx.example.org; dmarc=none", False),
        ("anna@acme.example", "mx.evil.example; dmarc=pass", False),
        ("anna@gmail.com", "mx.example.org; dmarc=pass", False),
    ],
)
def test_a_reply_address_elsewhere_is_believed_where_the_own_server_vouches_for_the_sender(
    reply_to: str, results: str, answered: bool
) -> None:
    headers = {"authentication-results": (results,)}
    assert bool(where(pick(ATS, reply_to, headers=headers, authserv="mx.example.org"))) is answered
    assert not where(pick(ATS, reply_to, headers=headers))


@pytest.mark.parametrize(
    "local",
    [
        "no-reply",
        "noreply",
        "NoReply",
        "no_reply",
        "no.reply",
        "jobs-noreply",
        "acme.no-reply",
        "noreply2",
        "donotreply",
        "do-not-reply",
        "do_not_reply",
        "nicht-antworten",
        "keineantwort",
        "ne-pas-repondre",
        "no-responder",
        "nao-responda",
        "non-rispondere",
        "geen-antwoord",
        "nie-odpowiadaj",
        "svar-ej",
        "ikke-svar",
        "yanitlamayin",
        "noreply+abc",
        "mailer-daemon",
        "postmaster",
        "bounces",
        "bounce+x=example.org",
        "b-12_ab",
        "prvs=12=anna",
        "SRS0=x=y=z=anna",
        "alerts",
        "job-alerts",
        "unsubscribe",
        "autoreply",
        "unmonitored",
    ],
)
def test_nobody_reads_these(local: str) -> None:
    found = pick(f"{local}@acme.example")
    assert where(found) == ""
    assert found.reason == f"Nobody reads {local}@acme.example."


@pytest.mark.parametrize(
    "local",
    [
        "anna",
        "careers",
        "talent.reply",
        "norepl",
        "nora.reply",
        "notifications",
        "alertson",
        "bouncer",
        "repo",
    ],
)
def test_somebody_may_read_these(local: str) -> None:
    assert where(pick(f"{local}@acme.example")) == f"{local}@acme.example"


@pytest.mark.parametrize(
    "sender",
    ["x@linkedin.com", "hit@e.linkedin.com", "acme@myworkday.com", "news@indeed.com", "a@otp.workday.com"],
)
def test_some_domains_read_nothing(sender: str) -> None:
    assert where(pick(sender)) == ""
    assert where(pick(sender, "anna@acme.example")) in ("anna@acme.example", "")


@pytest.mark.parametrize("sender", ["x@evil-linkedin.com", "x@workday.com", "x@linkedin.com.example"])
def test_lookalike_domains_are_not_in_the_table(sender: str) -> None:
    assert where(pick(sender)) == sender


@pytest.mark.parametrize(
    ("headers", "reply_to", "answered"),
    [
        ({"auto-submitted": ("auto-generated",)}, (), True),
        ({"auto-submitted": ("auto-generated",), "list-unsubscribe": ("<https://x.example>",)}, (), True),
        ({"precedence": ("bulk",)}, (), False),
        ({"precedence": ("Bulk",)}, ("anna@acme.example",), False),
        ({"precedence": ("bulk",)}, ("ben@acme.example",), True),
        ({"precedence": ("list",)}, ("ben@acme.example",), False),
        ({"precedence": ("junk",)}, (), False),
        ({"list-id": ("<jobs.acme.example>",)}, ("ben@acme.example",), False),
        ({"list-post": ("<mailto:jobs@acme.example>",)}, (), False),
        ({"return-path": ("<>",)}, (), False),
        ({"return-path": ("<bounce-77@acme.example>",)}, (), True),
        ({"content-type": ('multipart/report; report-type="delivery-status"',)}, (), False),
        ({"content-type": ("text/plain; charset=utf-8",)}, (), True),
    ],
)
def test_headers_of_machines(
    headers: Mapping[str, tuple[str, ...]], reply_to: tuple[str, ...], answered: bool
) -> None:
    assert bool(where(pick("anna@acme.example", *reply_to, headers=headers))) is answered


REFUSALS = [
    "Please do not reply to this email.",
    "Please don’t reply to this message, it is automatic.",
    "This mailbox is not monitored.",
    "This e-mail address is unmonitored.",
    "This message was sent from an unmonitored mailbox.",
    "Replies to this email will not be read.",
    "Replies to this message are never read.",
    "Do not respond\nto this message.",
    "This address cannot receive replies.",
    "Bitte antworten Sie nicht auf diese E-Mail.",
    "Bitte nicht auf diese Nachricht antworten.",
    "Dieses Postfach wird nicht gelesen.",
    "Merci de ne pas répondre à ce message.",
    "Ne répondez pas à cet e-mail.",
    "Por favor, no responda a este correo.",
    "Por favor, não responda a este e-mail.",
    "Si prega di non rispondere a questa e-mail.",
    "Reageer a.u.b. niet op deze e-mail.",
    "Gelieve niet te antwoorden op dit bericht.",
    "Prosimy nie odpowiadać na tę wiadomość.",
    "Svara inte på detta mejl.",
    "Svar venligst ikke på denne mail.",
    "Lütfen bu e-postayı yanıtlamayın.",
    "このメールは送信専用です。",
    "このメールに返信しないでください。ご返信いただけません。",
    "请勿回复此邮件。",
    "請勿直接回覆此郵件。",
]
INVITATIONS = [
    "Please do not hesitate to reply to this email.",
    "Do not hesitate to reply to this mail.",
    "Please do not feel obliged to reply.",
    "If you do not reply by Friday, we close your file.",
    "If you don't respond within a week, we assume you agree.",
    "We do not reply to every question at once.",
    "Sorry that we did not reply to this earlier.",
    "Zögern Sie nicht, auf diese E-Mail zu antworten.",
    "Bitte antworten Sie uns, wenn Sie Fragen haben.",
    "N'hésitez pas à répondre à ce message.",
    "No dude en responder a este correo.",
    "Não hesite em responder a este e-mail.",
    "Non esitare a rispondere a questa e-mail.",
    "Aarzel niet om op deze mail te reageren.",
    "Tveka inte att svara på detta mejl.",
    "Just reply to this email if you have a question.",
    "ご返信いただけましたら幸いです。",
    "如有问题请回复此邮件。",
]


@pytest.mark.parametrize("text", REFUSALS)
def test_a_sender_who_wants_no_reply_gets_none(text: str) -> None:
    assert pick(text=f"We chose somebody else.\n\n{text}").reason == "The sender says not to reply."
    assert pick(text="We chose somebody else.", signature=text).reason == "The sender says not to reply."


@pytest.mark.parametrize("text", INVITATIONS)
def test_a_sender_who_invites_a_reply_gets_one(text: str) -> None:
    assert where(pick(text=text)) == "anna@acme.example"


@pytest.mark.parametrize(
    ("authserv", "results", "answered"),
    [
        ("mx.example.org", ("mx.example.org; dmarc=fail (p=NONE) header.from=acme.example",), False),
        ("MX.example.org", ("mx.example.org 1; spf=pass; dmarc=FAIL",), False),
        ("mx.example.org", ("mx.example.org; dmarc=pass header.from=acme.example",), True),
        ("mx.example.org", ("mx.example.org; spf=fail (dmarc=fail); dkim=pass",), True),
        ("mx.example.org", ("mx.evil.example; dmarc=fail",), True),
        ("mx.example.org", ("mx.evil.example; dmarc=pass", "mx.example.org; dmarc=fail"), False),
        ("mx.example.org", ("mx.example.org; dmarc=pass", "mx.example.org; dmarc=fail"), True),
        ("mx.example.org", ("", ";", "mx.example.org"), True),
        ("", ("mx.example.org; dmarc=fail",), True),
    ],
)
def test_dmarc_is_believed_from_the_trusted_server_only(
    authserv: str, results: tuple[str, ...], answered: bool
) -> None:
    found = pick(headers={"authentication-results": results}, authserv=authserv)
    assert bool(where(found)) is answered
    assert answered or found.reason.startswith("Suspicious")


@pytest.mark.parametrize(
    ("name", "answered"),
    [
        ("Anna Schmidt", True),
        ("anna@acme.example", True),
        ("Anna @ Acme", True),
        ("hr@bank.example", False),
        ("Anna <hr@bank.example>", False),
    ],
)
def test_a_name_that_shows_another_address_is_suspicious(name: str, answered: bool) -> None:
    assert bool(where(pick(name=name))) is answered


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "anna",
        "@acme.example",
        "anna@",
        "a b@acme.example",
        "anna@acme",
        "anna,b@acme.example",
        "änna@acme.example",
        "anna@acme..example",
        '"a b"@acme.example',
        "anna@acme.example\r\nBcc: x@evil.example",
        "a;b@acme.example",
    ],
)
def test_addresses_that_cannot_be_written_to(odd: str) -> None:
    assert where(pick(odd)) == ""


@pytest.mark.parametrize(
    ("to", "delivered_to", "own"),
    [
        (("robin@example.org",), (), "robin@example.org"),
        (("Robin@EXAMPLE.org",), (), "robin@example.org"),
        (("robin+acme@example.org",), (), "robin@example.org"),
        (("team@acme.example", "rk.jobs@example.org"), (), "rk.jobs@example.org"),
        (("undisclosed@acme.example",), ("rk.jobs@example.org",), "rk.jobs@example.org"),
        ((), ("<robin@example.org>",), "robin@example.org"),
        ((), (), ""),
        (("robin@example.com",), (), ""),
    ],
)
def test_own_address_is_the_one_it_was_delivered_to(
    to: tuple[str, ...], delivered_to: tuple[str, ...], own: str
) -> None:
    assert pick(to=to, delivered_to=delivered_to).own == own
    assert pick("no-reply@acme.example", to=to, delivered_to=delivered_to).own == own


def test_organisations_and_relays() -> None:
    assert organisation("mail.acme.co.uk") == "acme.co.uk"
    assert organisation("a.b.acme.example") == "acme.example"
    assert organisation("bücher.example") == organisation("mail.xn--bcher-kva.example")
    assert known_relay("GREENHOUSE.io")
    assert known_relay("eu.greenhouse-mail.io")
    assert not known_relay("evil-greenhouse.io")
    assert not same_mailbox("", "")


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=40),
    st.lists(st.text(max_size=20), max_size=2),
    st.text(max_size=200),
    st.text(max_size=60),
)
def test_any_headers_give_a_recipient_or_a_reason(
    sender: str, reply_to: list[str], text: str, results: str
) -> None:
    headers = {"authentication-results": (results,), "precedence": (text[:9],), "return-path": (sender,)}
    found = pick(sender, *reply_to, text=text, headers=headers, authserv="mx.example.org")
    assert (found.to is None) == bool(found.reason)
    assert "\n" not in found.reason
