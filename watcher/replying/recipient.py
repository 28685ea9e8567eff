"""Whom a reply goes to, or why to nobody.

A reply goes where the sender asks for it: to Reply-To if there is one, else to From (RFC 5322 section 3.6.2),
never to Sender, Return-Path or a list. The headers that forbid automatic answers (RFC 3834) do not forbid a
letter that a person reads and sends: most real answers to applications are sent by machines and carry them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.reading.types import DOUBTFUL, Address, Message
from watcher.replying.addresses import (
    ascii_domain,
    is_free_mail,
    is_sound,
    is_unread_local,
    named_otherwise,
    organisation,
    same_mailbox,
)
from watcher.replying.owners import names_owner, shares_name
from watcher.replying.platforms import Platforms, shipped
from watcher.replying.refusals import refuses_replies

_PIECES = re.compile(r'\\.|[()"]|[^()"\\]+|\\', re.DOTALL)
#: What quotes may hold and still be read: the name of a server.
_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Recipient:
    """The outcome of `choose`.

    Args:
        to: where a reply goes, None for nowhere.
        own: the person's own address that the mail was delivered to, as configured; "" where none is named.
        reason: why nowhere, one plain sentence for the person; "" where there is a recipient.
        unread: nowhere only because nobody reads there: somebody else of that employer may.
    """

    to: Address | None
    own: str
    reason: str
    unread: bool = False


def choose(
    message: Message,
    own: Sequence[str],
    trusted_authserv: str = "",
    *,
    platforms: Platforms | None = None,
    signed: bool = True,
) -> Recipient:
    """Whom a reply to this mail goes to.

    Args:
        own: the person's addresses.
        trusted_authserv: the authserv-id (RFC 8601 section 2.5) whose Authentication-Results are believed,
            "" for nobody's.
        platforms: what becomes of replies to applicant tracking systems; None for the shipped table.
        signed: a person has signed the mail.
    """
    mine = _delivered_to(message, own)
    table = platforms or shipped()
    if message.sender is None:
        return Recipient(None, mine, "The mail names no sender.")
    to = _asked_for(message)
    if to is None:
        return Recipient(None, mine, "It asks for replies to several addresses that do not belong together.")
    # What speaks against any reply comes first, so that nobody else of a forger's "employer" is looked for.
    reason = (
        _not_a_letter(message) or _no_address(to, own) or _suspicious(message, to, trusted_authserv, table)
    )
    if reason:
        return Recipient(None, mine, reason)
    replies = table.of(ascii_domain(to.domain))
    reason = (
        _nobody_reads(to, replies, signed=signed)
        or ("The sender says not to reply." if _refuses(message) else "")
        or _sent_to_many(message, to)
    )
    return Recipient(None, mine, reason, unread=True) if reason else Recipient(to, mine, "")


def _delivered_to(message: Message, own: Sequence[str]) -> str:
    """The person's own address in To or Cc, else in Delivered-To and its kin, tags and case set aside."""
    if not own:
        return ""
    all_given = [*(address.address for address in message.to), *message.delivered_to]
    to_the_letter = [one for given in all_given for one in own if given.casefold() == one.casefold()]
    alike = [one for given in all_given for one in own if same_mailbox(given, one)]
    return next(iter(to_the_letter or alike), "")


def _asked_for(message: Message) -> Address | None:
    """Reply-To if there is one, else From. Of several Reply-To in one organisation the first, else none."""
    if not message.reply_to:
        return message.sender
    first, *others = message.reply_to
    return first if all(_same_house(first, other) for other in others) else None


def _same_house(one: Address, other: Address) -> bool:
    """Whether two addresses are one organisation's. Where anybody can have one, only one mailbox is."""
    if one.address == other.address:
        return True
    if is_free_mail(one.domain):
        return same_mailbox(one.address, other.address)
    return organisation(one.domain) == organisation(other.domain)


def _not_a_letter(message: Message) -> str:
    """Delivery reports (RFC 3464) and mailing lists (RFC 2369, RFC 2919)."""
    headers = message.headers
    kind = " ".join(headers.get("content-type", ())).lower()
    returned = (value.strip() for value in headers.get("return-path", ()))
    if kind.startswith(("multipart/report", "message/delivery-status")) or "<>" in returned:
        return "A mail system wrote it, not a person."
    if headers.get("list-id") or headers.get("list-post") or _precedence(message) & {"list", "junk"}:
        return "It came through a mailing list."
    return ""


def _precedence(message: Message) -> set[str]:
    return {value.strip().lower() for value in message.headers.get("precedence", ())}


def _no_address(to: Address, own: Sequence[str]) -> str:
    """Addresses that are malformed, or the person's own."""
    if not is_sound(to.address):
        return "Its reply address is not a valid one."
    if any(same_mailbox(to.address, address) for address in own):
        return "A reply would go to yourself."
    return ""


def _nobody_reads(to: Address, replies: str, *, signed: bool) -> str:
    """Addresses that say so themselves, and platforms that keep replies to themselves.

    Args:
        replies: what becomes of a reply there, see `platforms`.
    """
    if is_unread_local(to.local):
        return f"Nobody reads {to.address}."
    if replies == "lost":
        return f"Nobody reads mail to {to.domain}."
    if replies == "unknown" and not signed:
        return f"Nobody has signed it, and whether anybody reads mail to {to.domain} is not known."
    return ""


def _suspicious(message: Message, to: Address, trusted_authserv: str, table: Platforms) -> str:
    """Signs that somebody pretends to be somebody else: a reply would tell them that the address is alive."""
    if message.sender is None:
        return ""
    if named_otherwise(message.sender) or (to != message.sender and named_otherwise(to)):
        return "Suspicious: the sender's name shows another address than the real one."
    if not _belongs(message, message.sender, to, trusted_authserv, table):
        origin, target = ascii_domain(message.sender.domain) or "an odd address", ascii_domain(to.domain)
        if origin == target:
            return f"Suspicious: it wants replies at another address at {target}."
        return f"Suspicious: it is from {origin} but wants replies at {target}."
    if trusted_authserv and _dmarc(message, trusted_authserv) == "fail":
        return "Suspicious: your mail server could not confirm that it is from who it says (DMARC)."
    return ""


def _belongs(message: Message, sender: Address, to: Address, trusted_authserv: str, table: Platforms) -> bool:
    """Whether a reply address is the sender's, or plainly that of the employer for whom a system sends.

    Anybody may write any Reply-To, and anybody can have a free address. That of a stranger is believed only
    where the mail itself names the owner of its domain, or where the person's own server vouches for a sender
    who is somebody: not for a system that sends for everybody. None is believed of a header that is broken,
    or of a field that can be read in two ways.
    """
    if _same_house(sender, to):
        return True
    if is_free_mail(to.domain):
        return False
    if table.of(ascii_domain(to.domain)):
        return True
    if not DOUBTFUL.isdisjoint(message.problems):
        return False
    if shares_name(sender, to.domain) or names_owner(message, to.domain):
        return True
    for_everybody = bool(table.of(ascii_domain(sender.domain))) or is_free_mail(sender.domain)
    vouched = bool(trusted_authserv) and _dmarc(message, trusted_authserv) == "pass"
    return vouched and not for_everybody


def _dmarc(message: Message, trusted_authserv: str) -> str:
    """The trusted server's DMARC result.

    Its topmost field decides, since others below it may be forged (RFC 8601 section 7.1). Where that one is silent
    about DMARC, a fail is believed from the next, but no pass.
    """
    topmost = True
    for value in message.headers.get("authentication-results", ()):
        server, *results = _bare(value).split(";")
        if server.split()[:1] == [trusted_authserv.strip().lower()]:
            found = re.search(r"(?:^|;)\s*dmarc\s*=\s*(\w+)", ";".join(results))
            if found:
                return found[1] if topmost or found[1] == "fail" else ""
            topmost = False
    return ""


def _bare(results: str) -> str:
    """Authentication-Results in lower case, without comments and with nothing in quotes that could mean something.

    Both hold what the sender chose: the address in smtp.mailfrom, for one. Comments nest (RFC 5322 3.2.2).
    """
    kept: list[str] = []
    depth, quoted = 0, False
    for piece in _PIECES.findall(results.lower()):
        if quoted:
            quoted = piece != '"'
            kept.append(piece if depth == 0 and _NAME.fullmatch(piece) else "")
        elif piece == '"' and depth == 0:
            quoted = True
        elif piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
            kept.append(" ")
        elif depth == 0:
            kept.append(piece)
    return "".join(kept)


def _refuses(message: Message) -> bool:
    return refuses_replies(f"{message.text}\n{message.signature}")


def _sent_to_many(message: Message, to: Address) -> str:
    """Bulk mail, unless it names an address for replies that is not the one it comes from."""
    separate = message.sender is not None and to.address.lower() != message.sender.address.lower()
    if "bulk" in _precedence(message) and not separate:
        return "It was sent to many people at once and names no address for replies."
    return ""
