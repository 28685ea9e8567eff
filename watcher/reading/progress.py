"""How far an application got, by a mail's own words.

A draft that thanks for an interview which never took place is worse than one that mentions none, so only
words that can mean nothing else count, and only where no condition, plan or negation stands before them.
Where no phrase tells of a meeting, one may be told of in words that were learned: `told.py`, asked where the mail is
judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from watcher.reading import sentences
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.told import STAGES
from watcher.reading.types import Stated, Verdict


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_IN_ORDER = ("application", *STAGES[1:])
_TALK = r"(?:conversations?|(?:phone |video |zoom |telephone )?calls?|chats?|discussions?|meetings?|talks?)"
_THANKS = r"\bthank(?:s| you)\b(?:(?!apply|interest)[^.!?]){0,60}?\bfor "
_THANKS_ALSO = r"\bthank(?:s| you)\b[^.!?]{0,160}?\band (?:for )?(?:our|the|your) (?:\w+ ){0,2}?"
_PLEASED = r"(?:enjoyed|pleasure|pleased|great|good|nice|lovely|wonderful|glad|appreciated|loved)"
_GLAD = rf"\b{_PLEASED} (?:to |of )?(?:have )?"
_ROUND = r"final[- ](?:round|stage|interview)"
_LOOKING_BACK = (
    r"\b(?:after|following|since|during|from|further to|in|at|with regard to|regarding) "
    r"(?:your|our) (?:[\w-]+ ){0,2}?"
)
#: What may follow "interview" or "call", so that it is no "interview request" and no "Interview Coordinator".
_END = (
    r"(?=[.,;:!?)]|$| (?:with|at|on|for|last|this|and|but|so|today|yesterday|in|to|regarding|about|we|you|they"
    r"|he|she)\b)"
)

_TALKED = _compiled(
    r"\btime (?:[\w,]+ ){0,4}?to (?:speak|talk|chat)\b",
    rf"{_THANKS}(?:speaking|talking|chatting) (?:with|to) (?:us|me|our|the|(?-i:[A-Z])\w+)\b",
    rf"{_THANKS}(?:our|the|your) (?:\w+ ){{0,2}}?{_TALK}{_END}",
    rf"{_THANKS_ALSO}{_TALK}{_END}",
    rf"{_LOOKING_BACK}{_TALK}{_END}",
    rf"{_GLAD}(?:speak|spoken|speaking|talk|talked|talking|chat|chatted|chatting) (?:with|to) you\b",
    rf"{_GLAD}(?:our|the|your) (?:\w+ ){{0,2}}?{_TALK}{_END}",
    r"\b(?:since|when|after|as) we (?:last |first )?(?:spoke|talked|chatted)\b",
    rf"\b(?:making|taking|finding) (?:the )?time for (?:the|our|your) (?:\w+ )?(?:screen|{_TALK}){_END}",
    rf"\bas (?:I|we) (?:said|told you|mentioned|discussed) (?:on|in|during) (?:our|the) {_TALK}\b",
)
_INTERVIEWED = _compiled(
    r"\btime (?:[\w,]+ ){0,4}?to (?:meet|interview)\b",
    rf"{_THANKS}(?:interviewing|meeting|coming (?:in|over|by|along|to see us|to meet|to (?:our|the) office)"
    r"|visiting (?:us|our))\b",
    rf"{_THANKS}(?:attending|coming to|joining us for|taking part in|being at) (?:the|your|our|an) "
    rf"(?:[\w-]+ ){{0,2}}?interviews?{_END}",
    rf"{_THANKS}(?:your|the) (?:[\w-]+ ){{0,2}}?interviews?{_END}",
    rf"{_THANKS_ALSO}interviews?{_END}",
    rf"{_LOOKING_BACK}interviews?{_END}",
    rf"{_GLAD}(?:met|meet|meeting|interviewed|interviewing)(?: with)? you\b",
    r"\byou (?:\w+ )?interviewed (?:with|for|at|so|very|really|well)\b",
    rf"{_THANKS}[^.!?]{{0,100}}?\b(?:in|at|during) (?:the|your|our) (?:\w+ ){{0,2}}?interviews?{_END}",
    r"\b(?:impressed|pleased|struck|delighted) (?:with|by) (?:you in |you at |how you did in )?(?:your|the) "
    rf"(?:\w+ ){{0,2}}?interviews?{_END}",
    r"\byour (?:\w+ ){0,2}?interview "
    r"(?:on|was|went|with \w+ (?:last|on|this)|last|yesterday|today|this (?:week|morning))\b",
    r"\b(?:time|effort)(?: and (?:effort|time|energy))? (?:that )?you (?:have )?"
    r"(?:invested in|spent|put into|gave to|took for) "
    r"(?:interviewing|(?:your|the) (?:\w+ )?interviews?(?! process))\b",
    rf"(?<!the )(?<!a )\b(?:time|coming in) for (?:the|your|our|an) (?:\w+ ){{0,2}}?interviews?{_END}",
    r"\b(?:since|when|after) we (?:last |first )?met(?! with)\b",
    r"\b(?:everyone|everybody|all|people|the panel|the team) (?:that |who |whom )?you met\b",
    r"\b(?:everyone|everybody|they|the (?:team|panel)|we all|i) "
    r"(?:really |very much |all |greatly )?enjoyed "
    rf"(?:meeting you|your (?:\w+ )?(?:interview|visit){_END})",
    r"\bhav(?:e|ing) (?:now )?(?:met|interviewed) (?:with )?you\b",
    r"\bwe (?:have )?interviewed you\b",
    r"\b(?:after|following) (?:the|your) (?:\w+ )?(?:panel|interview) (?:from |of )?(?:on|last|this|yesterday)\b",
)
_FINAL = _compiled(
    rf"\byour {_ROUND}",
    rf"\b(?:appreciated|enjoyed|valued|for) your time (?:in|at|during) (?:the |our )?{_ROUND}",
    r"\bended up with (?:two|three|2|3) (?:\w+ ){0,2}?finalists\b",
    r"\byou (?:had |have )?(?:reached|made it (?:in)?to|were in|got to|took part in|completed) "
    r"(?:the |our )?final\b",
    r"\byou were (?:\w+ )?(?:one of|among) (?:the|our) (?:\w+ )?"
    r"(?:finalists|(?:final|last) (?:two|three|four|candidates))\b",
    r"\byou were (?:a|our other|the other) finalist\b",
    r"\b(?:down to|between) you and (?:one|two|another|the) (?:\w+ )?"
    r"(?:candidates?|finalists?|persons?|people)\b",
    r"\b(?:come|came|got|made it)(?: all the way| so far| this far| as far| through)? (?:as|to|into) "
    rf"(?:the |our )?{_ROUND}",
    rf"\b(?:with you|in which you|where you)[^.!?]{{0,40}}? (?:in|at|during) (?:the |our ){_ROUND}",
    rf"{_THANKS}[^.!?]{{0,60}}?\b{_ROUND}",
)
#: Said of a round and of nobody in particular: counts only where a meeting is told of too.
_AFTER_FINAL = _compiled(
    rf"\b(?:after|following|during|in|from) (?:the |our )?{_ROUND}s?",
    r"\b(?:another|the other) finalist\b",
    r"\b(?:all|the) (?:three|four|five|six|\d) (?:rounds|interviews|stages)\b",
)
_PHONE = _compiled(
    r"\b(?:phone|telephone|video|screening|intro(?:ductory)?|initial|first)[- ]"
    r"(?:call|screen|screening|interview|chat)\b"
)
_THANKING = re.compile(
    r"(?:\bwould (?:\w+ )?like to|['’]d (?:\w+ )?like to|\bwant(?:ed)? to) thank\b", re.IGNORECASE
)
#: Standing before the words in the same sentence, these make them no report of something that happened.
_UNREAL = re.compile(
    r"\b(?:not|cannot|never|unable|without|instead of|rather than|before|prior to|if|once(?! again)|when"
    r"|cancel(?:l?(?:ed|ing))?|call(?:ed|ing)? off|postpon(?:e|ed|ing)"
    r"|until|unless|would|could|should|hop(?:e|ing)|invit(?:e|ing|ed)|look(?:ing)? forward|like to|wish"
    r"|interest in|any|will (?:be in touch|hear|let|get|contact|follow|come|update|decide|tell))\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)


#: Within the words, these make it thanks for something else than the meeting: "for confirming your interview".
_ASKED = re.compile(
    r"\b(?:confirm\w*|sign(?:ed|ing)? up|regist\w+|schedul\w+|book(?:ed|ing)|request\w*|invit\w+|availab\w+"
    r"|interest\w*|arrang\w+|propos\w+)\b(?!.*\b(?:and|during|(?:in|at) (?:the|your|our))\b)",
    re.IGNORECASE,
)
#: A talk with somebody else than the person.
_OF_OTHERS = re.compile(
    r"\b(?:the|our) (?:\w+ ){0,2}?(?:calls?|conversations?|discussions?|talks?|meetings?|interviews?) with "
    r"(?:(?:the|our|all|several|some) )?(?:\w+ )?(?:clients?|customers?|management|candidates?|applicants?)\b",
    re.IGNORECASE,
)
#: A talk that did not take place: said before, in _UNREAL, or behind.
_CALLED_OFF = re.compile(
    r"^[^.,;!?]{0,80}?\b(?:cancel(?:l?ed)|called off|postponed"
    r"|(?:not|n['’]t) (?:now |be )?(?:take place|go(?:ing)? ahead))\b",
    re.IGNORECASE,
)
#: Several people, or a place, make an interview of a talk.
_IN_PERSON = _compiled(
    r"\b(?:conversations?|chats?|discussions?|meetings?|talks?)\b.{0,60}?\b(?:panel|board|committee|on[- ]?site"
    r"|in person|at our office|and (?:me|myself))\b"
)


def stage(text: str, verdict: Verdict, book: Phrasebook | None = None) -> Stated:
    """How far it got, and by which sentence: "final", "interview", "screen"; "application" where none surely tells of a
    meeting.

    Args:
        verdict: what was learned speaks where no phrase tells of a meeting, or of no more than a first talk.
        book: the phrases of the mail's language, None for English.
    """
    said = _said(text, book)
    if said.what in ("application", "screen"):
        return max(said, verdict.stage, key=lambda one: _IN_ORDER.index(one.what or "application"))
    return said


def _said(text: str, book: Phrasebook | None) -> Stated:
    """The same by the phrases alone."""
    # Each sentence as it is read, with the one that stands in the mail.
    told = {_THANKING.sub(" thank", sentence): sentence for sentence in sentences.split(text)}
    found = _reached(list(told), book)
    return Stated(found.what, told.get(found.sentence, ""))


def _reached(told: Sequence[str], book: Phrasebook | None) -> Stated:
    """How far it got by sentences as they are read, and by which of them."""
    if by := _first(_FINAL, "final", told, book):
        return Stated("final", by)
    interviewed = list(_telling(_INTERVIEWED, "interviewed", told, book))
    meetings = [*interviewed, *_telling(_TALKED, "talked", told, book)]
    if not meetings:
        return Stated("application")
    if by := _first(_AFTER_FINAL, "after_final", told, book):
        return Stated("final", by)
    if by := _first(_PHONE, "phone", meetings, book):
        return Stated("screen", by)
    if interviewed:
        return Stated("interview", interviewed[0])
    by = _first(_IN_PERSON, "in_person", meetings, book)
    return Stated("interview", by) if by else Stated("screen", meetings[0])


def _first(
    english: Sequence[re.Pattern[str]], entry: str, told: Sequence[str], book: Phrasebook | None
) -> str:
    """The first sentence that reports it as something that took place, "" where none does."""
    return next(_telling(english, entry, told, book), "")


def _telling(
    english: Sequence[re.Pattern[str]], entry: str, told: Sequence[str], book: Phrasebook | None
) -> Iterator[str]:
    """The sentences that report it as something that took place, with no condition or negation around it."""
    patterns = book.all("stage", entry) if book else english
    before = book.all("stage", "unreal") if book else (_UNREAL,)
    after = book.all("stage", "unreal_after") if book else (_OF_OTHERS, _CALLED_OFF)
    asked = book.all("stage", "asked") if book else (_ASKED,)
    for sentence in told:
        if any(
            not _any(before, sentence[: match.start()])
            and not _any(after, sentence[match.start() :])
            and not _any(asked, match.group())
            for pattern in patterns
            for match in pattern.finditer(sentence)
        ):
            yield sentence


def _any(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
