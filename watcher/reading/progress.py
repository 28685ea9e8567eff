"""How far an application got, and why it ended, by a mail's own words.

A draft that thanks for an interview which never took place is worse than one that mentions none, so only
words that can mean nothing else count, and only where no condition, plan or negation stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from watcher.reading import sentences
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.types import QUOTED, Verdict


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_TALK = r"(?:conversations?|(?:phone |video |zoom |telephone )?calls?|chats?|discussions?|meetings?|talks?)"
_THANKS = r"\bthank(?:s| you)\b(?:(?!apply|interest)[^.!?]){0,60}?\bfor "
_THANKS_ALSO = r"\bthank(?:s| you)\b[^.!?]{0,160}?\band (?:for )?(?:our|the|your) (?:\w+ ){0,2}?"
_PLEASED = r"(?:enjoyed|pleasure|pleased|great|good|nice|lovely|wonderful|glad|appreciated|loved)"
_GLAD = rf"\b{_PLEASED} (?:to |of )?(?:have )?"
_ROUND = r"final[- ](?:round|stage|interview)"
_LOOKING_BACK = (
    r"\b(?:after|following|since|during|from|further to|in|at|with regard to|regarding) "
    r"(?:your|our) (?:\w+ ){0,2}?"
)
#: What may follow "interview" or "call", so that it is no "interview request" and no "Interview Coordinator".
_END = (
    r"(?=[.,;:!?)]|$| (?:with|at|on|for|last|this|and|but|so|today|yesterday|in|to|regarding|about|we|you)"
    r"\b)"
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
    rf"\bas (?:I|we) (?:said|told you|mentioned|discussed) (?:on|in|during) (?:our|the) {_TALK}\b",
)
_INTERVIEWED = _compiled(
    r"\btime (?:[\w,]+ ){0,4}?to (?:meet|interview)\b",
    rf"{_THANKS}(?:interviewing|meeting|coming (?:in|over|by|along|to see us|to meet|to (?:our|the) office)"
    r"|visiting (?:us|our))\b",
    rf"{_THANKS}(?:attending|coming to|joining us for|taking part in|being at) (?:the|your|our|an) "
    rf"(?:\w+ ){{0,2}}?interviews?{_END}",
    rf"{_THANKS}(?:your|the) (?:\w+ ){{0,2}}?interviews?{_END}",
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
    rf"\b(?:time|coming in) for (?:the|your|our|an) (?:\w+ ){{0,2}}?interviews?{_END}",
    r"\b(?:since|when|after) we (?:last |first )?met(?! with)\b",
    r"\b(?:everyone|everybody|all|people|the panel|the team) (?:that |who |whom )?you met\b",
    r"\b(?:everyone|everybody|they|the (?:team|panel)|we all|i) "
    r"(?:really |very much |all |greatly )?enjoyed "
    rf"(?:meeting you|your (?:\w+ )?(?:interview|visit){_END})",
    r"\bhav(?:e|ing) (?:now )?(?:met|interviewed) (?:with )?you\b",
    r"\bwe (?:have )?interviewed you\b",
)
_FINAL = _compiled(
    rf"\byour {_ROUND}",
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
    r"|until|unless|would|could|should|hop(?:e|ing)|invit(?:e|ing|ed)|look(?:ing)? forward|like to|wish"
    r"|interest in|any|will (?:be in touch|hear|let|get|contact|follow|come|update|decide|tell))\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)

_POST = r"\b(?:role|position|vacancy|opening|search|requisition|job|post|recruitment)\b"
_ADVERBS = r"(?:(?:now|since|already|just|recently|unfortunately|been|being) )*"
_HAS_BEEN = rf"[^.!?]{{0,40}}?\b(?:has|have|had|was|is) {_ADVERBS}"
_KEEP = r"(?:talent (?:pool|community|network)|on file|(?:keep|retain|store) your)"

#: In this order: a question or an advice in the mail matters more to the reply than who got the post.
_REASONS: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...] = (
    (
        "cancelled",
        _compiled(
            rf"{_POST}{_HAS_BEEN}(?:cancell?ed|withdrawn|eliminated|discontinued|closed without)\b",
            r"\b(?:decided|chosen|had|have|forced) (?:not to fill|to cancel|to close) (?:the|this)\b",
            r"\b(?:will no longer be|are no longer|will not be|are not) "
            r"(?:filling|hiring for|recruiting for) (?:the|this)\b",
        ),
    ),
    (
        "on_hold",
        _compiled(
            r"\b(?:on hold|hiring freeze)\b",
            r"\bpaus(?:e|ed|ing) (?:the|this|our|all) (?:\w+ ){0,3}?"
            r"(?:search|role|hiring|recruit\w*|position|process)\b",
            rf"{_POST}{_HAS_BEEN}(?:paused|postponed|frozen)\b",
            r"\b(?:hold on|postpone) (?:filling )?(?:the|this|our) (?:\w+ ){0,3}?"
            r"(?:role|position|search|hiring)\b",
        ),
    ),
    (
        "talent_pool",
        _compiled(
            r"\b(?:may|can|could) we (?:\w+ )?(?:keep|store|retain|hold|add)\b[^.!?]{0,60}?"
            r"\b(?:cv|resume|résumé|details|documents|profile|application|data|information|on file)\b",
            rf"\bwould you (?:like|mind|be (?:happy|open|willing)|agree)\b[^.!?]{{0,60}}?\b{_KEEP}",
            rf"\b(?:let us know|tell us|confirm|reply|click)\b[^.!?]{{0,80}}?\b{_KEEP}",
            r"\b(?:with|if you give us|need|require|ask for) your (?:permission|consent|agreement)\b",
            rf"\bif you (?:agree|consent|are happy for us|would like us to)\b[^.!?]{{0,60}}?\b{_KEEP}",
            r"\bdo you (?:agree|consent)\b",
        ),
    ),
    (
        "feedback",
        _compiled(
            r"\b(?:our|the|some|brief|honest) feedback (?:is|was|from the|for you|on your)\b"
            r"(?! (?:not|unable|limited))",
            r"\b(?:team|panel|interviewers?|we|manager) (?:felt|thought|found|noted|noticed) (?:that )?"
            r"(?:your\b|you (?:lacked|had|could|were|did|showed|needed|have|are)\b)",
            r"\bwould have (?:liked|loved) to (?:see|hear) (?:more|a bit more|deeper)\b",
            r"\byour (?:\w+ ){0,2}?(?:answers?|examples?|presentation|task|solution|portfolio|case study|test"
            r"|exercise) (?:lacked|could have|did not|didn['’]t|missed|needed)\b",
            r"\byour (?:\w+ ){0,2}?(?:answers?|examples?|presentation|task|solution|portfolio|case study|test"
            r"|exercise) (?:was|were|showed)\b[^.!?]{0,80}"
            r"\b(?:but|however|though|yet|too|less|thin|weak|short)\b",
            r"\b(?:suggest|recommend|advise) (?:that )?"
            r"(?:working|building|practi[cs]ing|gaining|preparing|focusing)\b",
            r"\byou (?:lack|lacked|are missing|were missing) ",
            r"\b(?:because|as|since) you (?:do not|don['’]t|did not|didn['’]t) (?:yet )?have\b",
        ),
    ),
    (
        "ineligible",
        _compiled(
            r"\b(?:do|does|did) not (?:meet|fulfil|fulfill|satisfy) (?:the|our|all) "
            r"(?:\w+ )?(?:mandatory|formal|minimum|essential|legal|eligibility|required) "
            r"(?:\w+ )?(?:criteria|requirements?|qualifications?|conditions?)\b",
            r"\b(?:not|in)[ -]?eligible (?:for|to)\b(?! re-?apply)",
            r"\b(?:right to work|work permit|work authori[sz]ation|visa sponsorship|security clearance)\b"
            r"[^.!?]{0,60}?\b(?:required|necessary|missing|unable|cannot|do not|don['’]t)\b",
        ),
    ),
    (
        "internal",
        _compiled(
            r"\binternal (?:\w+ )?(?:candidate|applicant|hire|colleague|transfer|promotion)\b",
            r"\b(?:filled|hired|appointed|promoted)(?: \w+){0,3}? (?:internally|from within)\b",
        ),
    ),
    (
        "filled",
        _compiled(
            rf"{_POST}{_HAS_BEEN}filled\b",
            rf"\bwe(?:['’]ve| have)? {_ADVERBS}filled (?:the|this|our)\b",
        ),
    ),
    (
        "other_candidate",
        _compiled(
            r"\b(?:other|another|different) (?:\w+ ){0,2}?(?:candidates?|applicants?|person|people)\b",
            r"\bcandidates? (?:whose|who|with)\b",
            r"\bsomeone (?:else|whose)\b",
        ),
    ),
)


_ORDER = (*(name for name, _ in _REASONS),)


def stage(text: str, book: Phrasebook | None = None) -> str:
    """How far it got: "final", "interview", "screen"; "application" where no meeting is surely told of.

    Args:
        book: the phrases of the mail's language, None for English.
    """
    told = [_THANKING.sub(" thank", sentence) for sentence in sentences.split(text)]
    if _happened(_FINAL, "final", told, book):
        return "final"
    interviewed = _happened(_INTERVIEWED, "interviewed", told, book)
    if not interviewed and not _happened(_TALKED, "talked", told, book):
        return "application"
    if _happened(_AFTER_FINAL, "after_final", told, book):
        return "final"
    return "interview" if interviewed and not _happened(_PHONE, "phone", told, book) else "screen"


def reason(text: str, verdict: Verdict, book: Phrasebook | None = None) -> str:
    """Why it ended: one of the reasons that `Details.reason` names."""
    named = (evidence.sentence for evidence in verdict.evidence if evidence.kind != QUOTED)
    told = [*named, *sentences.split(text)]
    reasons = [(name, book.all("reason", name)) for name in _ORDER] if book else list(_REASONS)
    found = next((name for name, patterns in reasons if _stands(patterns, told)), "")
    return "on_hold" if verdict.kind == "on_hold" and found not in ("cancelled", "talent_pool") else found


def _happened(
    english: Sequence[re.Pattern[str]], entry: str, told: Sequence[str], book: Phrasebook | None
) -> bool:
    """Whether a sentence reports it as something that took place, with no condition or negation around it."""
    patterns = book.all("stage", entry) if book else english
    before = book.all("stage", "unreal") if book else (_UNREAL,)
    after = book.all("stage", "unreal_after") if book else ()
    return any(
        not any(unreal.search(sentence[: match.start()]) for unreal in before)
        and not any(unreal.search(sentence[match.start() :]) for unreal in after)
        for pattern in patterns
        for sentence in told
        for match in pattern.finditer(sentence)
    )


def _stands(patterns: Iterable[re.Pattern[str]], told: Sequence[str]) -> bool:
    return any(pattern.search(sentence) for pattern in patterns for sentence in told)
