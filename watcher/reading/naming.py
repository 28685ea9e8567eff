"""Which company a mail is from, by the words that introduce it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from watcher.reading import sentences
from watcher.reading.names import (
    GENERIC,
    has_occupation,
    is_generic,
    is_platform,
    is_platform_domain,
    key,
    slot,
    word_set,
    words,
)
from watcher.reading.runs import SENTENCE_WORDS, capitals, is_capital
from watcher.reading.types import Address, Message

_POSTS = (
    r"(?:roles?|positions?|vacanc(?:y|ies)|openings?|jobs?|posts?|internships?|opportunit(?:y|ies)|careers?)"
)
_AFTER = re.compile(
    r"\binterest in (?:(?:joining|working (?:at|for|with)|(?:a career|employment) (?:at|with)) )?(?:the )?"
    r"|\b(?:application|applying|applied|apply) (?:to|with|at) (?:the )?"
    rf"|\b(?:{_POSTS}|team|everyone|all of us|us|here|interview(?:ing|ed|s)?|candidacy) at (?:the )?"
    rf"|\b{_POSTS} with (?:the )?"
    r"|\b(?:application|applying|applied|apply|interest|candidacy) (?:for|in|as) [^.!?]{1,80}? at (?:the )?"
    r"|\bon behalf of (?:the )?"
    r"|\bthank you for considering (?:the )?"
    r"|\bthank(?:s| you),? from (?:the )?"
    r"|^company: ",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:your|recent) (?=(?:\S+ ){1,5}?(?:application|candidacy|interview)\b)", re.IGNORECASE
)
#: After the name, these make it a post or a place.
_NO_COMPANY_BEFORE = re.compile(
    r"^(?:roles?|positions?|vacanc\w+|openings?|jobs?|posts?|internships?|opportunit\w+|office)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^(?:(?:the|your) )?(?P<name>\S.{1,80}? (?:team|careers|recruiting|recruitment|talent acquisition))\W*$",
    re.IGNORECASE,
)
_FOR_A_CLIENT = re.compile(r"\b(?:my|our) client(?:'s|’s)?\b", re.IGNORECASE)
_VIA = re.compile(r"\s(?:via|through|powered by)\s.*$", re.IGNORECASE)
_HOUSE = re.compile(r"\s(?:from|at|@|bei)\s+(?P<name>\S.*)$", re.IGNORECASE)
_SIDES = re.compile(r"\s[|–—-]\s|\s*[(|)]\s*")
_REPLY = re.compile(r"^(?:(?:re|aw|fwd?|wg|sv|antw)\s*:\s*)+", re.IGNORECASE)
_JOINERS = word_set("of and & de la der für und van von + y")
_RANKS = word_set("senior junior lead head chief principal staff remote hybrid final")


def bare_subject(message: Message) -> str:
    """The subject without "Re:" and its kin."""
    return _REPLY.sub("", message.subject)


def company(message: Message, others: Set[str]) -> str:
    """The employer, or "" where the mail leaves a doubt.

    Args:
        others: names, spelled as `key` does, that are of people and not of companies.
    """
    if _FOR_A_CLIENT.search(message.text):
        return ""  # an agency writes, and the employer is the one it does not speak for
    said = [slot(name) for name in _said(message) if _may_be(name, others)]
    shown = [slot(name) for name in _shown(message.sender) if _may_be(name, others)] if message.sender else []
    if said:
        domain = message.sender.domain if message.sender else ""
        return _agreed(said, key(" ".join([*shown, domain, message.subject])))
    return next(iter(shown), "") or slot(next(_spelled_out(message, others), ""))


def _agreed(said: Sequence[str], marks: str) -> str:
    """The name that all agree on ("Acme" and "Acme Robotics" agree), else the one that the sender backs."""
    groups: list[list[str]] = []
    for name in said:
        own = next((group for group in groups if _same(group[0], name)), None)
        if own is None:
            groups.append([name])
        else:
            own.append(name)
    if len(groups) > 1:
        groups = [group for group in groups if any(key(name) in marks for name in group)]
    return Counter(groups[0]).most_common(1)[0][0] if len(groups) == 1 else ""


def _same(one: str, other: str) -> bool:
    return key(one).startswith(key(other)) or key(other).startswith(key(one))


def _said(message: Message) -> Iterator[str]:
    """Companies that the mail itself names: in its text, in its subject, under its text."""
    lines = sentences.split(message.text)
    for text in [*lines, bare_subject(message)]:
        for match in [*_AFTER.finditer(text), *_WITHIN.finditer(text)]:
            run = capitals(text, match.end(), _JOINERS, SENTENCE_WORDS)
            if run.name and not _NO_COMPANY_BEFORE.match(run.following):
                yield _department_off(run.name)
    for line in [*message.text.splitlines()[-6:], *message.signature.splitlines()[:6]]:
        signed = _SIGNED.match(line.strip())
        name = _department_off(signed["name"]) if signed else ""
        if name and all(is_capital(word, first=True) or word in _JOINERS for word in name.split(" ")):
            yield name


def _department_off(name: str) -> str:
    """A name without the department at its end: "Acme Talent Acquisition Team" is "Acme"."""
    parts = name.split()
    while parts and (key(parts[-1]) in GENERIC or not key(parts[-1])):
        parts.pop()
    return " ".join(parts)


def _shown(sender: Address) -> Iterator[str]:
    """The company that a display name tells of: "Acme Careers", "Anna from Acme", "Acme via Lever"."""
    if not slot(re.sub(r"[|@]", "-", sender.name), most_words=12):
        return
    shown = _VIA.sub("", sender.name).strip()
    housed = _HOUSE.search(shown)
    if housed:
        yield _department_off(housed["name"])
        return
    sides = [side for side in _SIDES.split(shown) if side.strip()]
    left = [side for side in map(_department_off, sides) if side and not is_platform(side)]
    address = key(sender.address)
    if len(left) == 1 and (len(sides) > 1 or left[0] != sender.name):
        yield left[0]
    else:
        yield from (side for side in left if key(side) in address)


def _spelled_out(message: Message, others: Set[str]) -> Iterator[str]:
    """The sender's own domain as the mail spells it: "Acme Robotics" from acme-robotics.example."""
    if not message.sender or is_platform_domain(message.sender.domain):
        return
    labels = {key(label) for label in message.sender.domain.split(".")[:-1] if len(label) > 2}
    for line in [*sentences.split(message.text), bare_subject(message), *message.signature.splitlines()]:
        spoken = [token.strip('.,;!?"“”«»():') for token in line.split()]
        for size in (4, 3, 2, 1):
            for at in range(len(spoken) - size + 1):
                name = " ".join(spoken[at : at + size])
                if (
                    key(name) in labels
                    and is_capital(name)
                    and key(spoken[at + size - 1])
                    and _may_be(name, others)
                ):
                    yield name


def _may_be(name: str, others: Set[str]) -> bool:
    if not slot(name, most_words=6) or is_generic(name) or is_platform(name) or has_occupation(name):
        return False
    barred = SENTENCE_WORDS - {"all", "news", "at", "in", "on", "the", "may", "us", "one"}
    spelled = words(name)
    return (
        key(name) not in others and spelled[0] not in _RANKS and not any(word in barred for word in spelled)
    )
