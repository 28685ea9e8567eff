"""Which companies an English mail names, by the words that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from watcher.reading import domains, prefixes, sentences
from watcher.reading.given_names import is_given
from watcher.reading.names import DEPARTMENTS, GENERIC, JOINERS, has_occupation, key, word_set, words
from watcher.reading.runs import SENTENCE_WORDS, Run, capitals, is_capital
from watcher.reading.shown import department_off, is_told
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
    r"|^company: "
    r"|\b(?:items|application|résumé|resume|cv|profile) (?:was|were|has been|is) (?:successfully )?"
    r"(?:sent|submitted|forwarded|delivered) to (?:the )?"
    r"|\bapplication was viewed by (?:the )?",
    re.IGNORECASE,
)
#: Of a house that is spoken of by the way: "good luck with your interview at Globex", "the hire came from Globex".
_BY_THE_WAY = re.compile(
    r"\b(?:luck|(?:wish|success)\b.{0,40}(?:future|career|role)|mentioned|also|what you did|impressed with your time"
    r"|your (?:time|years|experience|background|work)|(?:comes?|came|joins?|hired?|hire) (?:\w+ )?from|sister company"
    r"|formerly|previously|(?:partnership|collaboration) with|(?:funded|sponsored|supported) by)\b",
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
    r"|sites?|plant|branch|depot|warehouse|campus|factory|location|premises"
    r"|[/+&].*|on)[.,;:!?]*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^(?:(?:the|your) )?(?P<name>\S.{1,80}? (?:team|careers|recruiting|recruitment|talent acquisition|hr"
    r"|human resources))\W*$",
    re.IGNORECASE,
)
_STOPS, _MOST_SIGNED = (".", "!", "?"), 6  #: words of a team that signs, with a full stop behind it
_TEAM_AT = re.compile(r"^(?:the |your )?[\w&' ]{0,40}\bteam (?:at|@) (?P<name>\S.{1,60})$", re.IGNORECASE)


def bare_subject(message: Message) -> str:
    """The subject without "Re:" and its kin."""
    return prefixes.without(message.subject, message).lstrip()


def said(message: Message) -> Iterator[str]:
    """Companies that a mail itself names: in its text, in its subject, under its text."""
    domain = domains.labels(message.sender) if message.sender else set()
    for text in [*sentences.split(message.text), bare_subject(message)]:
        for match in [*_AFTER.finditer(text), *_AFTER_POST.finditer(text)]:
            before = text[: match.start()]
            if not (match["post"] and _ELSEWHERE.search(before)) and not _is_by_the_way(text, match):
                yield from _introduced(text, match, domain)
        for match in _WITHIN.finditer(text):
            run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
            if run.name and (run.owns or _WITHIN_ENDS.match(run.following)):
                yield department_off(run.name)
    for line in [*message.text.splitlines()[-6:], *message.signature.splitlines()[:6]]:
        if line.endswith(_STOPS) and len(line.split()) > _MOST_SIGNED:
            continue  # a sentence: "The hire came from the team at Acme."
        signed = _SIGNED.match(line.strip()) or _TEAM_AT.match(line.strip())
        name = department_off(signed["name"]) if signed else ""
        capital = all(is_capital(word, first=True) or word in JOINERS for word in name.split(" "))
        if name and capital and _is_house(name, message):
            yield name


def _is_by_the_way(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence speaks of another house than the one that writes."""
    behalf = match.groupdict().get("behalf")
    return not behalf and bool(_BY_THE_WAY.search(text[max(0, match.start() - 80) : match.end()]))


def _is_house(name: str, message: Message) -> bool:
    """Whether a team's name is a house's: a word that may be of an office ("Resourcing Team") needs a second sign."""
    spelled = words(name)
    plain = len(spelled) > 1 and not any(word in GENERIC or word in DEPARTMENTS for word in spelled)
    return plain or is_told(name, message)


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


def perhaps(message: Message) -> Iterator[str]:
    """Companies, or people, that somebody talked with: "your call with Acme"."""
    for text in [*sentences.split(message.text), bare_subject(message)]:
        for match in _PERHAPS.finditer(text):
            run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
            if run.name and _is_whole(text, run) and not is_given(words(run.name)[0]):
                yield department_off(run.name)


def deciding(message: Message) -> Iterator[str]:
    """Companies that decide: "Unfortunately, Acme has decided"; a longer name at the head of a sentence."""
    subject = key(message.subject)
    for text in sentences.split(message.text):
        match = _SUBJECT.match(text)
        run = capitals(text, match.end() if match else 0, JOINERS, SENTENCE_WORDS)
        if not _DECIDES.match(run.following) or not run.name or is_given(words(run.name)[0]):
            continue
        if match or len(words(run.name)) > 1 or key(run.name) in subject:
            yield run.name
