"""Why an application ended, by a mail's own words.

A sentence tells a reason only where nothing denies it ("not yet filled") and where it speaks of the post: what is
cancelled may be an interview, and "another person" somebody to ask. Where no phrase tells one, it may be told in words
that were learned: `told.py`, asked where the mail is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.reading import sentences
from watcher.reading.phrasebook import Patterns, Phrasebook
from watcher.reading.types import NOT_JUDGED, UNSTATED, Stated, Verdict


def _compiled(*patterns: str) -> Patterns:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_POST = r"\b(?:role|position|vacancy|opening|search|requisition|job|post|recruitment)\b"
_ADVERBS = r"(?:(?:now|since|meanwhile|already|just|recently|unfortunately|been|being|in the meantime) )*"
_HAS_BEEN = rf"[^.!?]{{0,40}}?\b(?:has|have|had|was|is) {_ADVERBS}"
_KEEP = r"(?:talent (?:pool|community|network)|on file|(?:keep|retain|store) your)"

_SOMEBODY = r"(?:somebody|someone|a (?:guy|woman|man|person|candidate|applicant)) (?:who|with|whose|more|that|closer)\b"

#: In this order: a question or an advice in the mail matters more to the reply than who got the post, and that the
#: papers are kept is a courtesy, which matters least.
_REASONS: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...] = (
    (
        "cancelled",
        _compiled(
            rf"{_POST}{_HAS_BEEN}(?:cancell?ed|withdrawn|eliminated|discontinued|closed without)\b",
            r"\b(?:decided|chosen|decision|had|have|forced) (?:(?P<no>not) to (?:fill|proceed with "
            r"(?:recruiting|hiring) for)|to cancel|to close) (?:the|this)\b",
            r"\b(?P<no>will no longer be|are no longer|will not be|are not) "
            r"(?:filling|hiring for|recruiting for) (?:the|this)\b",
            r"\b(?P<no>(?:nobody|no one|no appointment) will be (?:appointed|hired|made))\b",
            r"\bdecided to withdraw (?:it|the (?:post|role|position|vacancy)|this (?:post|role|position|vacancy))\b",
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
            r"\b(?:do|does|did) (?P<no>not) (?:meet|fulfil|fulfill|satisfy) (?:the|our|all) "
            r"(?:\w+ )?(?:mandatory|formal|minimum|essential|legal|eligibility|required) "
            r"(?:\w+ )?(?:criteria|requirements?|qualifications?|conditions?)\b",
            r"\b(?P<no>not|in)[ -]?eligible (?:for|to)\b(?! re-?apply)",
            r"\b(?P<no>do not|does not|don['’]t) (?:currently )?(?:hold|possess)\b[^.!?]{0,40}?"
            r"\b(?:visa|licen[cs]e|permit|registration|certificate|degree)\b",
            r"\b(?:application|candidate|you) (?:is|are|was|were) (?:therefore )?ineligible\b(?! to re-?apply)",
            r"\b(?:right to work|work permit|work authori[sz]ation|visa sponsorship|security clearance)\b"
            r"[^.!?]{0,60}?\b(?:required|necessary|missing|(?P<no>unable|cannot|do not|don['’]t))\b",
        ),
    ),
    (
        "internal",
        _compiled(
            r"\binternal (?:\w+ )?(?:candidate|applicant|hire|colleague|transfer|promotion)\b",
            r"\b(?:filled|hired|appointed|promoted|promoting|to promote)(?: \w+){0,3}? "
            r"(?:internally|from (?:within|inside))\b",
            r"\b(?:decided|chose|chosen|opted|preferred) to (?:fill|appoint|hire|recruit|promote)(?: \w+){0,4}? "
            r"(?:internally|from (?:within|inside))\b",
            r"\b(?:decided|chosen|going) to promote (?:him|her|them|somebody|someone|a colleague|one of)\b",
            r"\b(?:to|with|by|chosen|appointed|promoted) one of (?:our|their) own "
            r"(?:\w+ ){0,2}?(?:people|staff|employees|colleagues|team)\b",
        ),
    ),
    (
        "filled",
        _compiled(
            rf"{_POST}{_HAS_BEEN}filled\b",
            rf"{_POST}, which [^,.!?]{{1,80}}, (?:has|have|was|is) {_ADVERBS}filled\b",
            rf"\bwe(?:['’]ve| have)? {_ADVERBS}filled (?:the|this|our)\b",
        ),
    ),
    (
        "other_candidate",
        _compiled(
            r"\b(?:other|another|different) (?:\w+ ){0,2}?(?:candidates?|applicants?|person|people)\b",
            r"\bcandidates? (?:whose|who|with)\b",
            r"\bsomeone (?:else|whose)\b",
            rf"\b(?:went|gone|go|going|chosen|chose|hired|picked|selected|decided|opted|appointed)\b[^.!?]{{0,60}}?"
            rf" (?:with |for |on )?{_SOMEBODY}",
            rf"\b(?:offer(?:ed)?|give|gave|given) (?:the|this|our) (?:job|role|position|post|place|spot)\b"
            rf"[^.!?]{{0,60}}? to {_SOMEBODY}",
            r"\b(?:hired|chosen|chose|picked|appointed|selected) (?:somebody|someone)\b",
            r"\b(?:offered|given|gave) (?:the |this )?(?:[\w-]+ ){0,4}?(?:job|role|position|post|place) to "
            r"(?:another|somebody|someone|the other)\b",
        ),
    ),
    (
        "pooled",
        _compiled(
            r"\b(?:added|put|placed|kept|adding|putting|keeping) (?:you|your (?:\w+ ){0,2}?\w+) "
            r"(?:to|in|into|on) (?:our|the) (?:\w+ )?(?:talent "
            r"(?:pool|community|network|bank|list)|candidate (?:pool|database|bank))\b",
        ),
    ),
)


#: What undoes a reason, as in [reason] of the phrases.
_AGAINST: dict[str, Patterns] = {
    "denied": _compiled(r"\b(?:not|never|no|nor|none)\b|n['’]t\b"),
    "meeting": _compiled(
        r"\b(?:interviews?|meetings?|calls?|appointments?) (?:for|about|on|regarding|concerning)\b",
        rf"{_POST}[^.!?]{{0,40}}? (?:interviews?|meetings?|calls?|appointments?)\b",
    ),
    "contact": _compiled(
        r"\b(?:contact\w*|ask(?:ing)?|reach out to|speak(?:ing)? (?:to|with)|turn to|meeting|interviewing) "
        r"(?:\w+ ){0,2}?(?:other|another|different|someone)\b"
    ),
}
_ORDER = (*(name for name, _ in _REASONS),)
#: Reasons that are none where these words stand in their clause.
_UNLESS = {"cancelled": "meeting", "on_hold": "meeting", "other_candidate": "contact"}
#: A question, and an advice, hold negations of their own.
_UNDENIABLE = frozenset({"talent_pool", "feedback"})
_COMMA = re.compile(r"[,;:()，；：、]| [-–—] ")
_BEFORE = 2  #: words before a reason in which a negation denies it
_BEFORE_UNSPACED = 6  #: characters, where words have no spaces
_AFTER = 12  #: characters behind it, where a negation comes last

_GOES_ON = frozenset({"interview", "assessment", "offer"})


def reason(text: str, verdict: Verdict, book: Phrasebook | None = None) -> Stated:
    """Why it ended, and by which sentence: one of the reasons that `Details.reason` names.

    Args:
        verdict: an invitation or an offer tells of no end, whatever is called off in it.
        book: the phrases of the mail's language, None for English.
    """
    if verdict.kind in _GOES_ON:
        return UNSTATED
    named = (evidence.sentence for evidence in verdict.evidence if evidence.kind not in NOT_JUDGED)
    told = [*named, *sentences.split(text)]
    reasons = ((name, book.all("reason", name)) for name in _ORDER) if book else iter(_REASONS)
    by_phrases = (
        Stated(name, sentence)
        for name, patterns in reasons
        for sentence in _telling(name, patterns, told, book)
    )
    found = next(by_phrases, verdict.ending)
    if found.what == "pooled":  # told that they keep the papers, as if they had asked whether they may
        found = verdict.ending if verdict.ending.what else Stated("talent_pool", found.sentence)
    if verdict.kind == "on_hold" and found.what not in ("cancelled", "talent_pool", "on_hold"):
        return Stated("on_hold")  # by the kind alone
    return found


def _telling(name: str, patterns: Patterns, told: list[str], book: Phrasebook | None) -> Iterator[str]:
    """The sentences that tell a reason."""
    for pattern in patterns:
        for sentence in told:
            if any(not _is_undone(name, match, book) for match in pattern.finditer(sentence)):
                yield sentence


def _is_undone(name: str, match: re.Match[str], book: Phrasebook | None) -> bool:
    """Whether its clause denies a reason, or speaks of something else.

    Args:
        match: with a group "no" where the reason is itself told by a negation: "not eligible".
    """
    text, begins, ends = match.string, match.start(), match.end()
    if name in _UNLESS and any(
        pattern.search(text[_clause(text, begins) : ends]) for pattern in _against(_UNLESS[name], book)
    ):
        return True
    if name in _UNDENIABLE or match.groupdict().get("no"):
        return False
    clause = _clause(text, ends)
    if clause < begins:
        before = text[clause:begins]
        near = before[-_BEFORE_UNSPACED:] if book and not book.spaced else " ".join(before.split()[-_BEFORE:])
        said = f"{near} {text[begins:ends]}"
    else:
        said = text[clause:ends]
    return any(pattern.search(said) for pattern in _against("denied", book)) or any(
        pattern.match(text, ends, ends + _AFTER) for pattern in _against("denied_after", book)
    )


def _against(entry: str, book: Phrasebook | None) -> Patterns:
    return book.all("reason", entry) if book else _AGAINST.get(entry, ())


def _clause(text: str, end: int) -> int:
    """Where the clause begins in which a place of a sentence stands."""
    last = 0
    for comma in _COMMA.finditer(text, 0, end):
        last = comma.end()
    return last
