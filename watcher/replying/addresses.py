"""What an address tells by itself: whose organisation it is, and whether anybody reads there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from watcher.reading.types import Address
from watcher.replying import platforms

#: Below a country's suffix these are suffixes too, and organisations register the third label: acme.co.ke.
_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gov", "mil", "net", "org"})
_TWO_PARTS = """
    firm.in go.id go.jp go.ke go.kr go.th go.tz gob.ar gob.es gob.mx gouv.fr gv.at ind.br ltd.uk me.uk
    ne.jp ne.kr nhs.uk nom.br nom.co or.at or.id or.jp or.ke or.kr or.th or.tz plc.uk pp.ua sch.uk web.za
    br.com cn.com co.com de.com eu.com gb.net jpn.com ru.com sa.com uk.com uk.net us.com za.com
"""
#: Hosts that give every customer a name below their own.
_HOSTS = """
    appspot.com azurewebsites.net blogspot.com bubbleapps.io carrd.co cloudfront.net firebaseapp.com fly.dev
    framer.app github.io gitlab.io glitch.me herokuapp.com hubspotpagebuilder.com myshopify.com netlify.app
    notion.site onrender.com pages.dev pythonanywhere.com r2.dev railway.app readthedocs.io repl.co
    squarespace.com strikingly.com substack.com surge.sh translate.goog tumblr.com typepad.com vercel.app
    web.app webflow.io weebly.com wixsite.com wixstudio.com wordpress.com workers.dev zohosites.com
"""
_SHARED_SUFFIXES = frozenset([*_TWO_PARTS.split(), *_HOSTS.split()])

#: Anybody can have an address there, so a name in front of the @ says nothing. By the registered name alone,
#: whatever the country: yahoo.co.uk.
_FREE = """
    aol daum fastmail freenet gmail gmx googlemail hotmail icloud interia libero mailbox mailinator msn
    naver onet outlook pm posteo proton protonmail qq rediffmail rocketmail seznam tuta tutanota uol
    yahoo yandex ymail zoho zohomail
"""
_FREE_NAMES = frozenset(_FREE.split())
_FREE_IN_FULL = """
    126.com 163.com att.net bol.com.br btinternet.com comcast.net duck.com free.fr hey.com inbox.com
    laposte.net list.ru live.co.uk live.com live.de live.fr live.it live.nl mac.com mail.com mail.de
    mail.ru me.com o2.pl orange.fr sbcglobal.net sfr.fr skynet.be t-online.de telenet.be terra.com.br
    verizon.net virgilio.it wanadoo.fr web.de wp.pl ziggo.nl
"""
_FREE_DOMAINS = frozenset(_FREE_IN_FULL.split())

_UNREAD_LOCALS = re.compile(
    r"(?:^|[._+-])(?:no[._-]?reply|do[._-]?not[._-]?(?:reply|respond)|dont[._-]?reply|no[._-]?response|no[._-]?mail"
    r"|auto[._-]?(?:reply|mailer|responder)|(?:bitte[._-]?)?nicht[._-]?antworten|keine[._-]?antwort"
    r"|ne[._-]?pas[._-]?repondre|pas[._-]?de[._-]?reponse|no[._-]?responder|no[._-]?contestar|non[._-]?rispondere"
    r"|nao[._-]?respond(?:a|er)|niet[._-]?(?:be)?antwoorden|geen[._-]?antwoord|nie[._-]?odpowiadaj"
    r"|svara?[._-]?(?:ej|inte|ikke)|ikke[._-]?svar|yanitlamayin|cevaplamayin|mailer[._-]?daemon|postmaster"
    r"|bounces?|unsubscribe|alerts?|unmonitored|dummy|devnull|nobody)\d*(?:[._+-]|$)",
    re.IGNORECASE,
)
#: Variable envelope return paths and rewritten senders: an answer to them is taken for a bounce.
_BOUNCE_SHAPES = re.compile(
    r"^(?:b-\d+_|prvs=|btv1==|srs[01][=+-]|msprvs1=)|^[^+]*bounce[^+]*\+", re.IGNORECASE
)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ADDRESS_IN_NAME = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


@lru_cache(maxsize=1000)
def ascii_domain(domain: str) -> str:
    """A domain in lower case and in its ASCII form (RFC 5890), "" where it has none."""
    try:
        ascii_form = domain.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    labels = ascii_form.split(".")
    sound = len(labels) > 1 and len(ascii_form) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
    return ascii_form if sound else ""


def is_sound(address: str) -> bool:
    """Whether an address can be written to without quotes and SMTPUTF8 (RFC 5321 section 4.1.2)."""
    local, _, domain = address.rpartition("@")
    return len(local) <= 64 and _LOCAL.fullmatch(local) is not None and bool(ascii_domain(domain))


def organisation(domain: str) -> str:
    """The part of a domain that its owner registered: acme.co.uk of mail.acme.co.uk."""
    ascii_form = ascii_domain(domain) or domain.lower()
    labels = ascii_form.split(".")
    return ".".join(labels[-3:] if _is_shared(labels) else labels[-2:])


def _is_shared(labels: Sequence[str]) -> bool:
    """Whether the last two labels of a domain belong to nobody in particular: co.uk, github.io."""
    of_a_country = len(labels[-1]) == 2 and labels[-2:-1] != [] and labels[-2] in _SECOND_LEVELS
    return of_a_country or ".".join(labels[-2:]) in _SHARED_SUFFIXES


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there without being known to anybody."""
    owner = organisation(domain)
    return owner.partition(".")[0] in _FREE_NAMES or owner in _FREE_DOMAINS


def known_relay(domain: str) -> bool:
    """Whether an applicant tracking system or a job board sends from there."""
    return bool(platforms.shipped().of(ascii_domain(domain)))


def is_unread_local(local: str) -> bool:
    """Whether the part before the @ says that nobody reads there, or that a machine counts bounces there."""
    return bool(_UNREAD_LOCALS.search(local) or _BOUNCE_SHAPES.search(local))


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses lead to the same person: case and a "+tag" do not matter."""
    return _plain(one) == _plain(other) != ("", "")


def _plain(address: str) -> tuple[str, str]:
    local, _, domain = address.strip().strip("<>").casefold().rpartition("@")
    return local.partition("+")[0] or local, ascii_domain(domain) or domain


def same_house(domain: str, own: Sequence[str]) -> bool:
    """Whether a domain is that of the organisation where the person has one of their own addresses.

    Args:
        own: the person's addresses.
    """
    houses = {organisation(one.rpartition("@")[2]) for one in own if not is_free_mail(one.rpartition("@")[2])}
    return organisation(domain) in houses


def named_otherwise(address: Address) -> bool:
    """Whether a display name shows another address than the real one: "hr@acme.example <x@evil.example>"."""
    shown = _ADDRESS_IN_NAME.findall(address.name) if "@" in address.name else ()
    return any(not same_mailbox(one.rstrip("."), address.address) for one in shown)
