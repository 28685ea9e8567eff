"""Whom a reply goes to, and the plain sentence where it goes to nobody."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading.message import parse
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
    subject: str = "",
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
        subject=subject,
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
        ("no-reply@us.greenhouse-mail.io", ("anna@acme.example",), ""),
        ("no-reply@us.greenhouse-mail.io", ("u7@reply.ashbyhq.com",), "u7@reply.ashbyhq.com"),
        ("anna@acme.example", ("u7@reply.ashbyhq.com",), "u7@reply.ashbyhq.com"),
        ("x7f3@email.workable.com", (), "x7f3@email.workable.com"),
        ("acme-jobs@m.personio.de", (), "acme-jobs@m.personio.de"),
        ("anna@acme.co.uk", ("jobs@talent.acme.co.uk",), "jobs@talent.acme.co.uk"),
        ("anna@acme.co.uk", ("anna@other.co.uk",), ""),
        ("anna@acme.example", ("anna@evil-greenhouse.io",), ""),
        ("anna@acme.example", ("anna@greenhouse.io.evil.example",), ""),
        ("anna@acme.example", ("someone@freemail.example",), ""),
        ("anna@gmail.com", (), "anna@gmail.com"),
        ("anna@gmail.com", ("Anna+jobs@Gmail.com",), "Anna+jobs@Gmail.com"),
        ("anna@gmail.com", ("ben@gmail.com",), ""),
        ("anna@gmail.com", ("anna@acme.example",), ""),
        ("anna@acme.github.io", ("anna@acme.github.io",), "anna@acme.github.io"),
        ("anna@acme.github.io", ("anna@other.github.io",), ""),
        (None, (), ""),
        ("robin@example.org", (), ""),
        ("anna@acme.example", ("Robin+x@Example.org",), ""),
    ],
)
def test_reply_to_goes_before_from(sender: str | None, reply_to: tuple[str, ...], to: str) -> None:
    assert where(pick(sender, *reply_to)) == to


ATS = "no-reply@mail.hirepath.example"
RELAY = "no-reply@us.greenhouse-mail.io"  #: one that the program knows


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
        (ATS, "Möller Bau", "jm@mollerbau.example", "", True),
        (ATS, "Moller Bau", "jm@möllerbau.example", "", False),
        (ATS, "Acme Careers", "anna@ácme.example", "", False),
        (ATS, "Acme Careers", "anna@xn--cme-dla.example", "", False),
        ("anna@acme.example", "Anna", "anna@ạcme.example", "Kind regards,\nAcme", False),
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
        (ATS, "Web Careers", "anna@web.de", "", False),
        (RELAY, "Acme", "anna@acme.example", "", True),
        (RELAY, "Acme via Greenhouse", "anna@talent.acme.co.ke", "", True),
        ("acme@us.greenhouse-mail.io", "Talent team", "anna@acme.example", "", True),
        (RELAY, "Anna Schmidt", "anna@acme.example", "We have an answer on your application to Acme.", True),
        (RELAY, "Acme", "scam@gmail.com", "Acme", False),
        (RELAY, "Acme", "anna@other.example", "We chose somebody else.", False),
        ("anna@acme.example", "Acme", "acme@gmail.com", "Acme", False),
        ("acme.jobs@gmail.com", "Acme", "scam@gmail.com", "Acme", False),
        ("careers@hirepath.example", "Talent team", "x@careers.example", "", False),
        ("abc@hirepath.example", "Talent team", "x@abc.example", "", True),
        ("qz@hirepath.example", "Talent team", "x@qz.example", "", False),
    ],
)
def test_a_reply_address_elsewhere_must_be_named_by_the_mail(
    sender: str, name: str, reply_to: str, text: str, answered: bool
) -> None:
    found = pick(sender, reply_to, name=name, text=text)
    assert bool(where(found)) is answered
    assert answered or found.reason.startswith("Suspicious")


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("acme.example", "Thank you for your time at Acme."),
        ("acme.example", "On behalf of Acme, thank you."),
        ("acme.example", "We enjoyed meeting you, and all of us from the Acme office send our best."),
        ("acme.example", "Thank you for your interest in Acme."),
        ("acme.example", "Acme's panel met. Thank you for considering Acme as your next step."),
        ("acme.example", "We have chosen somebody else.\n\nBest,\nAnna\nAcme Inc."),
        ("ebay.example", "Thank you for applying to eBay."),
        ("abc.example", "Thank you for applying to ABC."),
        ("bankoftheblueharbor.example", "Thank you for applying to the Bank of the Blue Harbor."),
        ("blueharbor.example", "Thank you for applying to Blue\nHarbor."),
        ("monday.example", "Thank you for applying to Monday.example."),
    ],
)
def test_an_owner_is_named_where_a_company_is_spoken_of(domain: str, text: str) -> None:
    assert where(pick(ATS, f"anna@{domain}", text=text))


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("monday.example", "We decided. See you on Monday."),
        ("monday.example", "The office is open from Monday to Friday."),
        ("march.example", "We will be in touch at the end of March."),
        ("regards.example", "We chose somebody else.\n\nWith Best Regards\nAnna"),
        ("bestregards.example", "We chose somebody else.\n\nBest Regards\nAnna"),
        ("hello.example", "Hello Robin, we chose somebody else."),
        ("unfortunately.example", "Unfortunately we chose somebody else."),
        ("this.example", "We are sorry. This was close."),
        ("acme.example", "Acme is a word like any other here."),
        ("application.example", "Thank you for your interest in the Application."),
        ("acme.example", "We went to acme."),
        ("it.example", "You applied to IT."),
    ],
)
def test_any_other_word_names_no_owner(domain: str, text: str) -> None:
    assert pick(ATS, f"anna@{domain}", text=text).reason.startswith("Suspicious")


@pytest.mark.parametrize(
    ("subject", "signature", "answered"),
    [
        ("Your application to Acme", "", True),
        ("Acme: your application", "", True),
        ("Your application | Acme", "", True),
        ("Nurse - Acme Careers", "", True),
        ("Re: Acme - Nurse", "", True),
        ("Acme and others: your application", "", False),
        ("Reach the Acme of your career", "", False),
        ("Monday: your application", "", False),
        ("", "Anna Schmidt\nTalent Partner, Acme Robotics", True),
        ("", "Anna Schmidt\nNext in the office: Monday", False),
        (
            "",
            "Anna Schmidt\nPlease tell us if this has reached you in error and Acme was never meant to write",
            False,
        ),
        (
            "",
            "This message is for its addressee. If it has reached you in error, Acme asks you to say so.",
            False,
        ),
    ],
)
def test_subject_and_signature_name_an_owner_too(subject: str, signature: str, answered: bool) -> None:
    for domain in ("acme.example", "monday.example"):
        found = pick(ATS, f"anna@{domain}", name="Anna", subject=subject, signature=signature)
        assert bool(where(found)) is (answered and domain == "acme.example")


def test_a_name_in_a_subject_may_be_joined_by_small_words() -> None:
    subject = "Fennel and Rye: your application"
    assert where(pick(ATS, "anna@fennelandrye.example", subject=subject))
    assert where(pick(ATS, "anna@fennelrye.example", subject=subject))
    assert not where(pick(ATS, "anna@rye.example", subject=subject))


def test_a_long_mail_is_looked_through_quickly() -> None:
    for flood in (" " * 300_000, "at " * 100_000, "A " * 150_000, "Acm" * 100_000, "\n" * 300_000):
        began = time.perf_counter()
        pick(ATS, "anna@acme.example", name=flood[:1000], subject=flood, text=flood, signature=flood)
        assert time.perf_counter() - began < 1.0


def test_a_known_relay_is_not_believed_for_its_own_good_name() -> None:
    headers = {"authentication-results": ("mx.example.org; dmarc=pass header.from=greenhouse-mail.io",)}
    for sender in (RELAY, "anna@gmail.com"):
        assert not where(pick(sender, "anna@acme.example", headers=headers, authserv="mx.example.org"))


def test_another_free_address_is_called_what_it_is() -> None:
    found = pick("anna@gmail.com", "ben@gmail.com")
    assert found.reason == "Suspicious: it wants replies at another address at gmail.com."
    found = pick(RELAY, "ben@gmail.com")
    assert found.reason == "Suspicious: it is from us.greenhouse-mail.io but wants replies at gmail.com."


def test_two_free_addresses_do_not_belong_together() -> None:
    found = pick("anna@gmail.com", "anna@gmail.com", "ben@gmail.com")
    assert found.reason == "It asks for replies to several addresses that do not belong together."


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


def test_so_is_one_of_the_two_names_alone() -> None:
    for sender, reply_to in (("hr@bank.example", "Anna"), ("Anna", "hr@bank.example")):
        found = choose(
            Message(
                "f" * 64,
                sender=address("anna@acme.example", sender),
                reply_to=(address("ben@acme.example", reply_to),),
            ),
            OWN,
        )
        assert found.reason == "Suspicious: the sender's name shows another address than the real one."


@pytest.mark.parametrize(
    ("field", "believed"),
    [
        ("anna@acme.example", True),
        ('"Schmidt, Anna" <anna@acme.example>', True),
        ("Anna <anna@acme.example> (Acme)", True),
        ("Anna Schmidt <anna@acme.example>, hr@acme.example", True),
        ("anna@acme.example\rA003 CREATE x <hr@other.example>", False),
        ("Anna\u2028Bcc: anna@acme.example\u2029b", False),
        ("Anna Bcc: anna@acme.example To: anna@acme.example", False),
        ("x anna@acme.example", False),
    ],
)
def test_a_stranger_is_believed_only_of_a_plain_field(field: str, believed: bool) -> None:
    """The signature vouches for the stranger; but a field that can be read in two ways may be somebody else's."""
    head = f"From: Anna <anna@other.example>\r\nTo: robin@example.org\r\nReply-To: {field}\r\n"
    mail = parse(
        f"{head}\r\nWe have chosen another candidate.\r\n\r\nKind regards,\r\nAnna\r\nAcme\r\n".encode()
    )
    found = choose(mail, OWN)
    assert (found.to is not None) == believed
    assert (
        believed or found.reason == "Suspicious: it is from other.example but wants replies at acme.example."
    )


def test_a_sender_without_a_sound_domain_is_called_odd() -> None:
    found = pick("anna@acme", "anna@acme.example")
    assert found.reason == "Suspicious: it is from an odd address but wants replies at acme.example."


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
        "anna@-acme.example",
        "anna@ac_me.example",
        "a" * 65 + "@acme.example",
        "anna@" + ("a" * 60 + ".") * 5 + "example",
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


SHARED_SUFFIXES = """
    co.uk org.uk ac.uk gov.uk co.ke co.za com.mx com.ar com.tr co.in co.kr com.cn com.sg com.hk net.au
    ne.jp or.jp com.pl com.pt com.ua or.at gob.mx co.tz com.gh uk.com github.io herokuapp.com
    netlify.app wordpress.com blogspot.com web.app pages.dev vercel.app
"""


@pytest.mark.parametrize(
    "suffix",
    SHARED_SUFFIXES.split(),
)
def test_two_names_below_a_shared_suffix_are_two_organisations(suffix: str) -> None:
    assert organisation(f"mail.acme.{suffix}") == organisation(f"acme.{suffix}") == f"acme.{suffix}"
    assert where(pick(f"anna@acme.{suffix}", f"ben@jobs.acme.{suffix}"))
    assert not where(pick(f"anna@acme.{suffix}", f"anna@other.{suffix}"))


@pytest.mark.parametrize(
    "domain", ["t.co", "acme.me", "acme.co", "acme.com", "acme.de", "x.acme.de", "com.example"]
)
def test_other_domains_are_registered_below_their_last_label(domain: str) -> None:
    assert organisation(f"mail.{domain}") == ".".join(domain.split(".")[-2:])


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
