"""Which company a mail is from, by the words that introduce it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from watcher.reading import abroad, agencies, han, offices, sentences, shown, signing
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
    slot,
    word_set,
    words,
)
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.runs import SENTENCE_WORDS, Run, capitals, is_capital
from watcher.reading.shown import department_off
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
_REPLY = re.compile(r"^(?:(?:re|aw|fwd?|wg|sv|antw)\s*:\s*)+", re.IGNORECASE)
_RANKS = word_set("senior junior lead head chief principal staff remote hybrid final")
#: "Comune di" before "Roccaverde".
_OFFICE_BEFORE = re.compile(r"\b[^\W\d_]{3,20} (?:de |di |del |da |do |von |der )?$")
#: Characters of a text in which each word may begin the sender's name. 30,000 capitals would take half a second.
_SPELLED = 10_000
_MOST_NAMES = 100  #: looked at from one source: each is compared with each


def bare_subject(message: Message) -> str:
    """The subject without "Re:" and its kin."""
    return _REPLY.sub("", message.subject)


def company(message: Message, others: Set[str], book: Phrasebook | None = None) -> str:
    """The employer, or "" where the mail leaves a doubt.

    Args:
        others: names, spelled as `key` does, that are of people and not of companies.
        book: the phrases of the mail's language, None for English.
    """
    display = _names(shown.companies(message, others, book), others)
    signed = _names(_signed_for(message, others, book), others)
    said = _names(_said(message, book), others)
    if agencies.writes_for_another(message, book):
        client = _names(agencies.clients(message, book), others)
        own = [*display, *signed, *(signing.labels(message.sender) if message.sender else ())]
        return _agreed([name for name in [*client, *said] if not any(_same(name, one) for one in own)], "")
    if agencies.speaks_of_one(message, book):
        customers = _names(agencies.customers(message, book), others)
        said = [name for name in said if not any(_same(name, one) for one in customers)]
        if not said:
            return ""  # perhaps an agency that only its own display name, foot and domain name
    marks = key(
        " ".join([*display, *signed, message.sender.domain if message.sender else "", message.subject])
    )
    if book:
        return _abroad(message, others, book, [display, signed, said])
    perhaps = _names(_perhaps(message), others)
    decided = _names(_deciding(message), others)
    said += [name for name in perhaps if key(name) in marks]
    if said:
        return _agreed(
            [*said, *(name for name in [*signed, *display] if any(_same(name, one) for one in said))], marks
        )
    if display or signed:
        agreed = _agreed([*display, *signed], key(" ".join(display)))
        # somebody else decides: the sender may be an agency
        return agreed if all(_same(agreed, name) for name in [*perhaps, *decided]) else ""
    return _agreed(decided, marks) or slot(next(_spelled_out(message, others), ""))


def _names(found: Iterator[str], others: Set[str]) -> list[str]:
    """Those of the names found that a company may have; no more of them than a letter can hold."""
    return [slot(name) for name in islice(found, _MOST_NAMES) if _may_be(name, others)]


def _abroad(message: Message, others: Set[str], book: Phrasebook, taken: Sequence[Sequence[str]]) -> str:
    """The employer of a mail in another language.

    Args:
        taken: what the display name shows, what the foot signs, what the mail says for sure.
    """
    display, signed, said = taken
    marks = key(" ".join([*display, *signed, message.sender.name if message.sender else ""]))
    if message.sender and not is_platform_domain(message.sender.domain):
        marks += " " + key(message.sender.domain.rpartition(".")[0])
    perhaps = _names(_phrased(message, book, "perhaps"), others)
    backed = [name for name in perhaps if organisation(name) or _is_backed(name, marks)]
    if said or backed:
        told = [*said, *backed]
        told = [one for one in told if not any(key(one) in key(name)[1:] for name in told)]
        return _agreed(
            [*told, *(one for one in [*signed, *display] if any(_same(one, name) for name in told))], marks
        )
    if display or signed:
        return _agreed([*display, *signed], key(" ".join(display)))
    return slot(next(_spelled_out(message, others), ""))


def _is_backed(name: str, marks: str) -> bool:
    """Whether the sender's name or address spells a name, or every capitalised word of it."""
    if any(len(one) > 3 and one in marks for one in signing.spellings(name)):
        return True
    capital = [part for part in name.split() if part[:1].isupper() and len(part) > 2]
    return len(capital) > 1 and all(any(one in marks for one in signing.spellings(part)) for part in capital)


def _phrased(message: Message, book: Phrasebook, entry: str) -> Iterator[str]:
    """The names that the phrases of a language introduce, people and departments left out."""
    for name in abroad.companies(message, book, entry):
        house = department_off(name)
        if house and not (entry == "perhaps" and is_given(words(house)[0])):
            yield house


def is_said(message: Message, name: str, book: Phrasebook | None = None) -> bool:
    """Whether the text itself speaks of a name as the company's: "your interest in Anna Schmidt"."""
    return any(_same(name, said) for said in _said(message, book)) if name else False


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


def _said(message: Message, book: Phrasebook | None = None) -> Iterator[str]:
    """Companies that the mail itself names: in its text, in its subject, under its text."""
    if book:
        yield from _phrased(message, book, "sure")
        return
    domain = signing.labels(message.sender) if message.sender else set()
    for text in [*sentences.split(message.text), bare_subject(message)]:
        for match in [*_AFTER.finditer(text), *_AFTER_POST.finditer(text)]:
            if not (match["post"] and _ELSEWHERE.search(text[: match.start()])):
                yield from _introduced(text, match, domain)
        for match in _WITHIN.finditer(text):
            run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
            if run.name and (run.owns or _WITHIN_ENDS.match(run.following)):
                yield department_off(run.name)
    for line in [*message.text.splitlines()[-6:], *message.signature.splitlines()[:6]]:
        signed = _SIGNED.match(line.strip()) or _TEAM_AT.match(line.strip())
        name = department_off(signed["name"]) if signed else ""
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
    yield ("The " if article else "") + department_off(run.name)


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
                yield department_off(run.name)


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


def _signed_for(message: Message, others: Set[str], book: Phrasebook | None = None) -> Iterator[str]:
    if book and not book.spaced:
        yield from han.houses(message, book)
        return
    writer = key(signing.writer(message, ()))
    for name in signing.houses(message, writer):
        house = department_off(name)
        if house and key(house) not in others:
            yield house


def _spelled_out(message: Message, others: Set[str]) -> Iterator[str]:
    """The sender's own domain as the mail spells it: "Acme Robotics" from acme-robotics.example."""
    if not message.sender or is_platform_domain(message.sender.domain):
        return
    labels = signing.labels(message.sender)
    initials = {label[0] for label in labels if label}
    text, below = message.text[:_SPELLED], message.signature[:_SPELLED]
    for line in [*sentences.split(text), bare_subject(message), *below.splitlines()]:
        spoken = [token.strip('.,;!?"“”«»():') for token in line.split()]
        for size in (4, 3, 2, 1):
            for at in range(len(spoken) - size + 1):
                name = " ".join(spoken[at : at + size])
                first = name[:1]
                if first.isascii() and first.isalnum() and first.lower() not in initials and first != "T":
                    continue  # no spelling of it begins so, unless without "The"
                if (
                    is_capital(name)  # asked first: it costs the least
                    and signing.spellings(name) & labels
                    and key(spoken[at + size - 1])
                    and _may_be(name, others)
                ):
                    yield _in_full(name, line, others)


def _in_full(name: str, line: str, others: Set[str]) -> str:
    """A name with the capitalised words that go on from it: "Hazelbrook Farms" of hazelbrook.example."""
    full = capitals(line, line.index(name), JOINERS, SENTENCE_WORDS).name if name in line else ""
    full = department_off(full)
    name = full if full.startswith(name) and _may_be(full, others) else name
    before = _OFFICE_BEFORE.search(line[: line.index(name)]) if name in line else None
    official = before and any(word in offices.FORMS for word in words(before.group()))
    return before.group() + name if before and official else name


def _may_be(name: str, others: Set[str]) -> bool:
    if not slot(name, most_words=6) or is_generic(name) or is_platform(name) or has_occupation(name):
        return False
    barred = SENTENCE_WORDS - word_set("all news at in on the may us one for it")
    spelled = words(name)
    if key(name) in others or spelled[0] in _RANKS or any(word in barred for word in spelled):
        return False
    if all(word in DEPARTMENTS | TECHNOLOGIES | GENERIC | PLACES for word in spelled) and not organisation(
        name
    ):
        return False
    return spelled[0] not in TITLES
