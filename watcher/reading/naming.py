"""Which company a mail is from, by the words that introduce it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from watcher.reading import agencies, sentences, signing
from watcher.reading.given_names import is_given
from watcher.reading.names import (
    DEPARTMENTS,
    GENERIC,
    JOINERS,
    PLACES,
    TECHNOLOGIES,
    TITLES,
    has_occupation,
    is_generic,
    is_platform,
    is_platform_domain,
    key,
    organisation,
    person,
    slot,
    word_set,
    words,
)
from watcher.reading.runs import SENTENCE_WORDS, Run, capitals, is_capital
from watcher.reading.types import Message

_POSTS = (
    r"(?:roles?|positions?|vacanc(?:y|ies)|openings?|jobs?|posts?|internships?|opportunit(?:y|ies)|careers?)"
)
_AFTER = re.compile(
    r"\binterest in (?:(?:joining|working (?:at|for|with)|(?:a career|employment) (?:at|with)) )?(?:the )?"
    r"|\b(?:application|applying|applied|apply) (?:to|with|at) (?:the )?"
    rf"|\b(?P<post>{_POSTS} (?:at|with(?: us at)?)) (?:the )?"
    r"|\b(?:team|everyone|all of us|us|here|interview(?:ing|ed|s)?|candidacy|process) at (?:the )?"
    r"|\b(?P<behalf>on behalf) of (?:(?:everyone|all of us|the team) at )?(?:the )?"
    r"|\b(?:thank you for considering|considered|(?:choosing|chose) to apply to) (?:the )?"
    r"|\bthank(?:s| you),? from (?:the )?"
    r"|\b(?:career|future|time|selection process|recruitment process|assessment (?:day|centre)) at (?:the )?"
    r"|^company: ",
    re.IGNORECASE,
)
#: The same with the post between: "your application for Data Analyst at Acme".
_AFTER_POST = re.compile(
    r"\b(?:application|applying|applied|apply|interest|candidacy) (?:for|in|as) [^.!?]{1,80}?"
    r" (?:at|(?P<post>with)) (?:the )?",
    re.IGNORECASE,
)
#: After these a person may stand as well as a company.
_PERHAPS = re.compile(
    r"\b(?:interview(?:s|ed|ing)?|call|conversation|meeting) with (?:the )?"
    r"|\b(?:with|from|to) (?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+)? (?:at|from) ",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:your|recent) (?=(?:\S+ ){1,5}?(?:application|candidacy|interview)\b)", re.IGNORECASE
)
_WITHIN_ENDS = re.compile(r"^(?:application|candidacy|interview)\b", re.IGNORECASE)
#: At the head of a sentence: "Unfortunately, Acme has decided".
_SUBJECT = re.compile(r"^(?:unfortunately|regrettably|sadly|at this time),? (?:the )?", re.IGNORECASE)
_DECIDES = re.compile(r"^(?:has|have|did|will|is|cannot|regrets|went|decided|chose)$")
#: The post that somebody has elsewhere: "in your current role at Globex".
_ELSEWHERE = re.compile(
    r"\byour (?:(?:current|previous|former|present|past|last|recent|old|new) ){0,2}$"
    r"|\baccepted (?:a|another|the) (?:\w+ )?$",
    re.IGNORECASE,
)
#: After the name, these make it a post, a place or a tool.
_NO_COMPANY_BEFORE = re.compile(
    r"^(?:roles?|positions?|vacanc\w+|openings?|jobs?|posts?|internships?|opportunit\w+|office|family"
    r"|[/+&].*|on)$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^(?:(?:the|your) )?(?P<name>\S.{1,80}? (?:team|careers|recruiting|recruitment|talent acquisition|hr"
    r"|human resources))\W*$",
    re.IGNORECASE,
)
_TEAM_AT = re.compile(r"^(?:the |your )?[\w&' ]{0,40}\bteam (?:at|@) (?P<name>\S.{1,60})$", re.IGNORECASE)
_VIA = re.compile(r"\s(?:via|through|powered by)\s.*$", re.IGNORECASE)
_HOUSE = re.compile(r"\s(?:from|at|@|bei)\s+(?P<name>\S.*)$", re.IGNORECASE)
_SIDES = re.compile(r"\s[|·–—-]\s|\s*[(|)]\s*")
_REPLY = re.compile(r"^(?:(?:re|aw|fwd?|wg|sv|antw)\s*:\s*)+", re.IGNORECASE)
_RANKS = word_set("senior junior lead head chief principal staff remote hybrid final")
#: Between a name and its department: "Acme Campus Recruiting", "Acme Global Talent Acquisition".
_BEFORE_DEPARTMENT = word_set("campus global early graduate emea apac dach assessment")
#: These end many a name, and are a department's only together with another such word.
_PART_OF_NAME = word_set("company services communications resources online partner management experience")


def bare_subject(message: Message) -> str:
    """The subject without "Re:" and its kin."""
    return _REPLY.sub("", message.subject)


def company(message: Message, others: Set[str]) -> str:
    """The employer, or "" where the mail leaves a doubt.

    Args:
        others: names, spelled as `key` does, that are of people and not of companies.
    """
    shown = [slot(name) for name in _shown(message, others) if _may_be(name, others)]
    signed = [slot(name) for name in _signed_for(message, others) if _may_be(name, others)]
    said = [slot(name) for name in _said(message) if _may_be(name, others)]
    if agencies.writes_for_another(message):
        client = [slot(name) for name in agencies.clients(message) if _may_be(name, others)]
        own = [*shown, *signed, *(signing.labels(message.sender) if message.sender else ())]
        return _agreed([name for name in [*client, *said] if not any(_same(name, one) for one in own)], "")
    marks = key(" ".join([*shown, *signed, message.sender.domain if message.sender else "", message.subject]))
    perhaps = [slot(name) for name in _perhaps(message) if _may_be(name, others)]
    decided = [slot(name) for name in _deciding(message) if _may_be(name, others)]
    said += [name for name in perhaps if key(name) in marks]
    if said:
        return _agreed(
            [*said, *(name for name in [*signed, *shown] if any(_same(name, one) for one in said))], marks
        )
    if shown or signed:
        agreed = _agreed([*shown, *signed], key(" ".join(shown)))
        # somebody else decides: the sender may be an agency
        return agreed if all(_same(agreed, name) for name in [*perhaps, *decided]) else ""
    return _agreed(decided, marks) or slot(next(_spelled_out(message, others), ""))


def is_said(message: Message, name: str) -> bool:
    """Whether the text itself speaks of a name as the company's: "your interest in Anna Schmidt"."""
    return any(_same(name, said) for said in _said(message)) if name else False


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
        groups = [group for group in groups if any(_bare_key(name) in marks for name in group)]
    if len(groups) != 1:
        return ""
    count = Counter(groups[0])
    return max(groups[0], key=lambda name: (count[name], len(name)))


def _bare_key(name: str) -> str:
    return key(name.removeprefix("The ").replace("&", "and"))


def _same(one: str, other: str) -> bool:
    first, second = _bare_key(one), _bare_key(other)
    initials = {_initials(one), _initials(other)} - {""}
    return first.startswith(second) or second.startswith(first) or bool(initials & {first, second})


def _initials(name: str) -> str:
    """ "ccg" of "Copper Creek Growers"."""
    parts = words(name.removeprefix("The "))
    return "".join(part[0] for part in parts) if len(parts) > 2 else ""


def _said(message: Message) -> Iterator[str]:
    """Companies that the mail itself names: in its text, in its subject, under its text."""
    domain = signing.labels(message.sender) if message.sender else set()
    for text in [*sentences.split(message.text), bare_subject(message)]:
        for match in [*_AFTER.finditer(text), *_AFTER_POST.finditer(text)]:
            if not (match["post"] and _ELSEWHERE.search(text[: match.start()])):
                yield from _introduced(text, match, domain)
        for match in _WITHIN.finditer(text):
            run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
            if run.name and (run.owns or _WITHIN_ENDS.match(run.following)):
                yield _department_off(run.name)
    for line in [*message.text.splitlines()[-6:], *message.signature.splitlines()[:6]]:
        signed = _SIGNED.match(line.strip()) or _TEAM_AT.match(line.strip())
        name = _department_off(signed["name"]) if signed else ""
        if name and all(is_capital(word, first=True) or word in JOINERS for word in name.split(" ")):
            yield name


def _introduced(text: str, match: re.Match[str], domain: Set[str]) -> Iterator[str]:
    """The name that a match introduces; one in small letters only where the sender's domain is called so."""
    run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
    if not run.name:
        small = text[match.end() :].partition(" ")[0].strip(".,;:!?)")
        if len(small) > 3 and key(small) in domain:
            yield small
        return
    if not _is_whole(text, run) or _is_of_a_person(match, run):
        return
    article = text[match.start() : match.end()].endswith("The ") and match.start() > 0
    yield ("The " if article else "") + _department_off(run.name)


def _is_of_a_person(match: re.Match[str], run: Run) -> bool:
    """Whether a person may stand where a match leads: "on behalf of Peter Novak", "a talk with Peter"."""
    personal = match["post"] == "with" or match.groupdict().get("behalf")
    return bool(personal) and is_given(words(run.name)[0])


def _is_whole(text: str, run: Run) -> bool:
    """Whether a name ends where it seems to: not in "JavaScript / Ruby", "Angie's List", "the Acme role"."""
    if _NO_COMPANY_BEFORE.match(run.following):
        return run.following == "on" and not text[run.end :].partition(" ")[2][:1].isupper()
    if run.following in ("-", "–", "—"):
        return not text[run.end :].lstrip(" -–—")[:1].isupper()
    if not run.owns or not run.following[:1].isupper():
        return True
    owned = capitals(text, run.end, word_set("of and &"), word_set("role position opening vacancy"))
    return has_occupation(owned.name) or key(owned.following) in {"role", "position", "opening", "vacancy"}


def _perhaps(message: Message) -> Iterator[str]:
    for text in [*sentences.split(message.text), bare_subject(message)]:
        for match in _PERHAPS.finditer(text):
            run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
            if run.name and _is_whole(text, run) and not is_given(words(run.name)[0]):
                yield _department_off(run.name)


def _deciding(message: Message) -> Iterator[str]:
    """Companies that decide: "Unfortunately, Acme has decided"; a longer name at the head of a sentence."""
    subject = key(message.subject)
    for text in sentences.split(message.text):
        match = _SUBJECT.match(text)
        run = capitals(text, match.end() if match else 0, JOINERS, SENTENCE_WORDS)
        if not _DECIDES.match(run.following) or not run.name or is_given(words(run.name)[0]):
            continue
        if match or len(words(run.name)) > 1 or key(run.name) in subject:
            yield run.name


def _department_off(name: str) -> str:
    """A name without the department at its end: "Acme Talent Acquisition Team" is "Acme"."""
    parts = name.split()
    while parts and (key(parts[-1]) in GENERIC or not key(parts[-1])):
        parts.pop()
    off = name.split()[len(parts) :]
    if parts and len(off) == 1 and key(off[0]) in _PART_OF_NAME:
        return name
    if off:
        while len(parts) > 1 and key(parts[-1]) in _BEFORE_DEPARTMENT:
            parts.pop()
    return " ".join(parts)


def _shown(message: Message, others: Set[str]) -> Iterator[str]:
    """The company that a display name tells of: "Acme Careers", "Anna from Acme", "Acme via Lever"."""
    sender = message.sender
    if not sender or not slot(re.sub(r"[|@·]", "-", sender.name), most_words=12):
        return
    shown = _VIA.sub("", sender.name).strip()
    housed = _HOUSE.search(shown)
    if housed:
        yield _department_off(housed["name"])
        return
    sides = [side for side in _sides(shown) if side.strip()]
    human = {key(signing.shown_person(sender))} | others
    left = [
        side
        for side in map(_department_off, sides)
        if side and not is_platform(side) and key(side) not in human
    ]
    if len(left) == 1 and (len(sides) > 1 or left[0] != sender.name):
        if is_capital(left[0], first=True) or key(left[0]) in key(sender.address):
            yield left[0]
    else:
        yield from (side for side in left if _is_shown_alone(side, message))


def _sides(shown: str) -> list[str]:
    """The parts of a display name; a comma parts it only after a whole name: "Anna Schmidt, Acme"."""
    sides = _SIDES.split(shown)
    before, comma, after = shown.partition(", ")
    if len(sides) == 1 and comma and " " in before and is_given(words(before)[0]) and person(before):
        return [before, after]
    return sides


def _is_shown_alone(side: str, message: Message) -> bool:
    """Whether a bare display name is a company's: its address spells it, or a sentence of the mail does."""
    sender = message.sender
    if sender is None:
        return False
    local = {key(part) for part in re.split(r"[._+-]", sender.local)}
    if len(words(side)) > 1 and set(words(side)) <= local:
        return False  # priya.nair@ is called Priya Nair
    if any(one in key(sender.address) for one in signing.spellings(side)):
        return True
    told = sentences.split(message.text)
    return any(len(text) > len(side) + 12 and re.search(rf"\b{re.escape(side)}\b", text) for text in told)


def _signed_for(message: Message, others: Set[str]) -> Iterator[str]:
    writer = key(signing.writer(message, ()))
    for name in signing.houses(message, writer):
        house = _department_off(name)
        if house and key(house) not in others:
            yield house


def _spelled_out(message: Message, others: Set[str]) -> Iterator[str]:
    """The sender's own domain as the mail spells it: "Acme Robotics" from acme-robotics.example."""
    if not message.sender or is_platform_domain(message.sender.domain):
        return
    labels = signing.labels(message.sender)
    for line in [*sentences.split(message.text), bare_subject(message), *message.signature.splitlines()]:
        spoken = [token.strip('.,;!?"“”«»():') for token in line.split()]
        for size in (4, 3, 2, 1):
            for at in range(len(spoken) - size + 1):
                name = " ".join(spoken[at : at + size])
                if (
                    signing.spellings(name) & labels
                    and is_capital(name)
                    and key(spoken[at + size - 1])
                    and _may_be(name, others)
                ):
                    yield _in_full(name, line, others)


def _in_full(name: str, line: str, others: Set[str]) -> str:
    """A name with the capitalised words that go on from it: "Hazelbrook Farms" of hazelbrook.example."""
    full = capitals(line, line.index(name), JOINERS, SENTENCE_WORDS).name if name in line else ""
    full = _department_off(full)
    return full if full.startswith(name) and _may_be(full, others) else name


def _may_be(name: str, others: Set[str]) -> bool:
    if not slot(name, most_words=6) or is_generic(name) or is_platform(name) or has_occupation(name):
        return False
    barred = SENTENCE_WORDS - word_set("all news at in on the may us one for")
    spelled = words(name)
    if key(name) in others or spelled[0] in _RANKS or any(word in barred for word in spelled):
        return False
    if all(word in DEPARTMENTS | TECHNOLOGIES | GENERIC | PLACES for word in spelled) and not organisation(
        name
    ):
        return False
    return spelled[0] not in TITLES
