"""Which post a mail is about, by the words that introduce it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.reading import abroad, declined, fields, han_houses, sentences, subjects
from watcher.reading.names import DEPARTMENTS, GENERIC, has_occupation, is_generic, key, slot, word_set, words
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.platforms import is_platform
from watcher.reading.runs import Run, capitals
from watcher.reading.saying import bare_subject
from watcher.reading.types import Message

_POST = r"(?:role|position|vacancy|opening|job|post|internship|traineeship|opportunity)"
#: What follows is a post, whatever it is called.
_SURE = re.compile(
    rf"\b{_POST}s? (?:of|as|for)(?: our| an?| the)? |^(?:{_POST}|job title|applied for): |\byou applied for: ",
    re.IGNORECASE,
)
#: What follows is a post if it says what somebody does, or if the word "role" or "at" comes after it.
_LIKELY = re.compile(
    r"\b(?:application|applying|applied|apply|candidacy|candidature|considered|interviewing|interviewed)"
    r" (?:for|as|to be|to become)(?: our| an?| the)? "
    r"|\b(?:search|candidates?|recruiting) (?:for|as)(?: our| an?| the)? "
    r"|\b(?:apply|applied|applying) to (?:the |our )?"
    r"|\binterest in (?:the |our |becoming an? )?"
    r"|\bas (?:our|your|the) next |\bjoin(?:ing)? (?:us|(?:our|the) (?:\w+ ){0,1}\w+) as (?:our |an? )?(?:next |new )?"
    r"|\b(?:someone|someone else|somebody else|another person|needed|need|interviews?) for (?:our |an? |the )?"
    r"|\bwith you (?:for|as)(?: our| an?| the)? "
    rf"|['’]s (?=(?:\S+ ){{1,6}}?{_POST}\b)"
    r"|\byour (?=(?:\S+ ){1,6}?(?:application|candidacy)\b)"
    rf"|\b(?:the|our) (?=(?:\S+ ){{1,8}}?{_POST}\b)",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(rf"^(?:{_POST}s?|at|with)\b", re.IGNORECASE)
_LOWER_CASE = re.compile(
    r"\b(?:the|our) (?P<name>(?:(?!(?:the|our|an?|for|to|in|with|this|that|your)\b)[\w#&+/'-]+ ){1,7}?)"
    rf"{_POST}\b",
    re.IGNORECASE,
)
#: "your current position as": the post that somebody has, not the one they applied for.
_ELSEWHERE = re.compile(
    r"\byour (?:\w+ )?(?:current|previous|former|present|past|last|recent|old|earlier|new) (?:\w+ )?$",
    re.IGNORECASE,
)
#: Up to a post: one that the mail recommends.
_ANOTHER = re.compile(
    r"\b(?:look at (?:our|the)|encourage you to|invite you to apply|you (?:\w+ )?be better suited"
    r"|please (?:also )?apply|would you be interested|(?:might|may) (?:suit|interest)|we also have"
    r"|sister company|replaced by)\b",
    re.IGNORECASE,
)
#: Right before it: one that somebody has or had.
_HELD = re.compile(
    r"\b(?:(?:you did|your experience|started|joins us|joined us) (?:in|as)|report(?:s|ing)? to"
    rf"|(?:my|his|her|their)(?= {_POST}))(?: the| our| an?)?(?: {_POST} (?:of|as|for)(?: the| our| an?)?)? $",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")
#: For whom a post is, without brackets: "Vendeur F/H"; and the other form of it: "Juristin/eines Juristen".
_FOR_ALL = re.compile(r",? (?:[FHM](?:/[FHMX]){1,2}|[fmwd](?:/[fmwdx]){1,2})$")
_BOTH_FORMS = re.compile(r"\b((\w{3,})\w*) ?/ ?eine[srnm]? \2\w*.*$", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"^(?:(?:req|job|id|ref|jr|r)[ #.:-]*)?\d[\d-]{3,}[\s:,-]+", re.IGNORECASE)
_NUMBER = re.compile(r"[\s,#-]+(?:(?:req|job|id|ref|jr|r)[ #.:-]*)?\d(?:-?\d){2,}$", re.IGNORECASE)
_PARTS = re.compile(r"\s[–—|-]\s|\s*\|\s*|[:,]\s")
_ASKED = word_set(
    "your our regarding application update candidacy re interview interviews decision result outcome status"
    " thank thanks feedback news answer vacancy"
)
#: Parts of a subject abroad, and what stands in the one beside the post: "Candidature 4711 - Comptable".
_STROKES = re.compile(r"\s[–—|-]\s|\s*\|\s*|:\s")
_ASKED_ABROAD = re.compile(
    r"(?:ihre |deine |votre |ta |su |tu |(?:a )?sua |la sua |uw |je |din |twoja |pani |pana )?"
    r"(?:bewerbung|absage|candidature|candidatura|solicitud|postulación|sollicitatie|ansökan|ansøgning|aplikacja"
    r"|kandydatura|rekrutacja|başvuru\w{0,6}|afslag|avslag)(?: (?:n[°r.º]{1,2} ?)?\d[\d/-]{1,14})?$",
    re.IGNORECASE,
)
_MOST_IN_SUBJECT = 6  #: words
_JOINERS = word_set("of and & / und")
_CLAUSE = re.compile(
    r"(?P<name>(?:[\w&/'-]+ ){0,3}?[\w&/'-]+?)"
    r"(?=[.,;:!?]|$| (?:at|in|with|on|for|and|has|is|to|which|that)\b)"
)
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: In capital letters, where they stand within a post.
_SMALL = word_set("OF AND THE FOR IN DE DU DES DO DA DI DEL EN E Y ET I OG OCH VAN DER UND FÜR")
_ENDS = word_set(
    "we unfortunately i you thank thanks after however at with role position vacancy opening job team and or"
)
#: What is a number's, and no post: "Ref.ª ENF/03/2026".
_FILED = re.compile(r"(?:ref|réf|rif|nr|no|n)(?:\.[º°ª]?|[º°])[ ]?\S", re.IGNORECASE)
#: A talk, or an answer, above a Chinese mail.
_MEETING = re.compile("(?:沟通|溝通|面谈|面談|面试|面試|回复|回覆|确认|確認|通知|试工|試工|邀请|邀請)$")
#: Whom a post is for, in its name: "Children's Librarian", but not "Acme's Librarian".
_GROUPS = word_set(
    "boys children drivers driver girls ladies men patients people residents students veterans women"
)
#: Before a post: that it is one, or a procedure for one.
_IS_ONE = re.compile(
    r"^(?:(?:einen?|eine[nr]) )?(?:Ausbildungsplatz|Ausbildungsstelle|Ausbildung|Praktikumsplatz) (?:zum|zur|als) "
    r"|^(?:selectie|sollicitatie|wervings?)?procedure (?:voor|van) (?:de )?"
)
_OF_A_HOUSE = re.compile(r"[A-Z]\w+ the $")  #: "Save the Children's Accountant"
#: What is a post's, and no part of its name: "the gardener's job".
_OWN = re.compile(r"(?<=\w{3})['’]s$")
#: Behind a post: that it is open, that one tries out for it, and the same in Chinese letters.
_OPEN = re.compile(r" (?:à pourvoir|trial (?:shift|day)|(?<=[A-Za-z] )[\u4e00-\u9fff]{2,})$")
_WEAK = word_set("senior junior lead head chief principal remote final first open same this your our new phd")


def role(message: Message, company: str, book: Phrasebook | None = None) -> str:
    """The post, or "" where the mail does not name it plainly.

    Args:
        company: the employer, which is never the post.
        book: the phrases of the mail's language, None for English.
    """
    for name in _abroad(message, company, book) if book else _named(message, company):
        bare = _NUMBER.sub("", _LEADING_NUMBER.sub("", _BRACKETS.sub("", name).strip()))
        if book and not book.spaced and company:
            bare = bare.removeprefix(company).removeprefix(han_houses.legal_off(company))
        if post := as_said(bare, company):
            called = declined.post(post, _PARTS.split(bare_subject(message)), book.language) if book else ""
            return as_said(called, "") or post
    return ""


def field(message: Message, company: str, book: Phrasebook | None = None) -> str:
    """The post where a line has a label for it and says what somebody does, "" where none has, or several name others.

    Args:
        company, book: as for `role`.
    """
    told: list[str] = []
    for value in fields.values(message, fields.POST):
        bare = _BRACKETS.sub("", abroad.one_form(value) if book else value).strip()
        post = "" if any(map(str.isdigit, bare)) else as_said(bare, company)
        occupation = has_occupation(post) or (book is not None and abroad.is_occupation(post, book))
        if post and occupation and not any(word in GENERIC for word in words(post)):
            told.append(post)
    return told[0] if len({key(post) for post in told}) == 1 else ""


def _bare(name: str) -> str:
    return _IS_ONE.sub("", name.strip(" -–—,."))


def as_said(name: str, company: str) -> str:
    """A name as a reply may say it, "" where it can be no post's.

    Args:
        company: as for `role`.
    """
    post = slot(_BOTH_FORMS.sub(r"\1", _FOR_ALL.sub("", _OWN.sub("", _OPEN.sub("", _bare(name))))))
    return _spoken(post) if post and not _FILED.match(post) and _may_be(post, company) else ""


def _spoken(post: str) -> str:
    """A post in capital letters as one would write it: "HEAD OF DATA" is "Head of Data", "UX" stays."""
    if not post.isupper() or len(post) < 6 or _HAN.search(post):
        return post
    shown = [
        word if len(word) <= 3 and word not in ("WEB", "NEW", "KEY") else word.title()
        for word in post.split(" ")
    ]
    within = [word.lower() if word in _SMALL else word for word in shown[:-1]]
    return " ".join([*within, shown[-1]])


def _named(message: Message, company: str) -> Iterator[str]:
    for line in [*sentences.split(message.text), bare_subject(message)]:
        for match in _SURE.finditer(line):
            if not _ELSEWHERE.search(line[: match.start()]) and not _is_another(line, match.end()):
                yield _run(line, match.end()).name or _small(line, match.end())
        for match in _LIKELY.finditer(line):
            run = _run(line, match.end())
            field = all(word in DEPARTMENTS for word in words(run.name))
            if _is_another(line, match.end()):
                continue
            told = has_occupation(run.name) or (_FOLLOWED.match(run.following) and not field)
            marked = run.name and abroad.MARK.match(line[run.end :])
            if told or marked or (run.name and subjects.is_named(run.name, message, company, None)):
                yield run.name
        bare = _BRACKETS.sub("", line)
        for found in _LOWER_CASE.finditer(bare):
            if has_occupation(found["name"]) and not _is_another(bare, found.start("name")):
                yield found["name"]
    yield from _in_subject(_BRACKETS.sub("", bare_subject(message)), company)
    yield from subjects.posts(message, company, None)
    yield from subjects.above_its_house(message, company)


def _is_another(line: str, at: int) -> bool:
    """Whether the post at a place of a sentence is not the one applied for."""
    return bool(_ANOTHER.search(line, 0, at) or _HELD.search(line[max(0, at - 80) : at]))


def _small(line: str, start: int) -> str:
    """A post in small letters: "the position as dental nurse."."""
    found = _CLAUSE.match(line, start)
    name = found["name"] if found else ""
    return name if words(name) and has_occupation(words(name)[-1]) else ""


def _run(line: str, start: int) -> Run:
    """The name from a point on; a bracket such as "(m/f/d)" ends it, and what comes next follows it."""
    bracket = _BRACKETS.search(line, start)
    if bracket is None:
        return _with_whom(line, start, capitals(line, start, _JOINERS, _ENDS))
    before = line[: bracket.start()]
    run = _with_whom(before, start, capitals(before, start, _JOINERS, _ENDS))
    if run.end < bracket.start():
        return run
    numbered = any(map(str.isdigit, bracket.group()))
    after = _BRACKETS.sub("", line[bracket.end() :]).split(" ")
    following = next((word for word in after if word), "")
    return Run(run.name, "position" if numbered else following, run.end)


def _with_whom(line: str, start: int, run: Run) -> Run:
    """A name that begins with whom a post is for, whole."""
    if not (run.owns and words(run.name)[-1] in _GROUPS) or _OF_A_HOUSE.search(line[:start]):
        return run
    rest = capitals(line, run.end, _JOINERS, _ENDS)
    if not rest.name or not has_occupation(rest.name.split(" ")[-1]):
        return run  # "Women's Aid"
    return Run(line[start : rest.end].strip(" ,.;:!?"), rest.following, rest.end)


def _in_subject(subject: str, company: str) -> Iterator[str]:
    """The part with an occupation, beside the company or "Your application": "Acme - Backend Engineer"."""
    parts = [part.strip() for part in _PARTS.split(subject) if words(part)]
    whole = capitals(subject, 0, _JOINERS, _ENDS).name
    if whole == subject and len(words(whole)) <= 6 and has_occupation(whole):
        yield _beside_a_stroke(whole)
    beside = [part for part in parts if words(part)[0] in _ASKED or (company and key(company) in key(part))]
    if beside:
        yield from (part for part in parts if part not in beside and has_occupation(part))


def _abroad(message: Message, company: str, book: Phrasebook) -> Iterator[str]:
    yield from abroad.posts(message, book, lambda name: subjects.is_named(name, message, company, book))
    subject = _BRACKETS.sub("", abroad.one_form(bare_subject(message)))
    parts = [part.strip() for part in _STROKES.split(subject) if words(part)]
    beside = [part for part in parts if _ASKED_ABROAD.match(part) or (company and key(company) == key(part))]
    rest = [part for part in parts if part not in beside]
    if beside and len(rest) == 1 and _names_a_post(rest[0], book):
        yield rest[0]
    yield from subjects.posts(message, company, book)
    yield from subjects.above_its_house(message, company)


def _names_a_post(part: str, book: Phrasebook) -> bool:
    """Whether a part of a subject is a post from its first word to its last."""
    spoken = part.split(" ")
    if len(spoken) > _MOST_IN_SUBJECT or any(key(word) in book.stops("role") for word in spoken):
        return False
    named = all(word[:1].isupper() for word in spoken)  # "Level Designer", but not "Antwort vom Leiter"
    return any(abroad.is_occupation(one, book) for one in (part, spoken[0], spoken[-1] if named else ""))


def _beside_a_stroke(name: str) -> str:
    """Both parts where both say what somebody does: "Nurse / Midwife", but not "Acme / Nurse"."""
    parts = name.split(" / ")
    said = [part for part in parts if has_occupation(part)]
    return name if len(said) == len(parts) else said[0] if said else ""


def _may_be(post: str, company: str) -> bool:
    spelled = words(post)
    if _MEETING.search(post) or is_platform(post) or key(post) in (key(company), "hiringmanager"):
        return False
    if is_generic(post) and not (has_occupation(post) and len(spelled) > 1):
        return False
    return spelled[0] not in {"your", "our", "this", "same", "open"} and not all(
        word in _WEAK for word in spelled
    )
