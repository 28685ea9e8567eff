"""What may stand in a draft as a name, and what cannot be the name of an employer, a post or a person.

All of this is text from a stranger's mail that goes into a letter signed by the person. Precision counts:
a name that is not surely one becomes "", and the draft does without it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from watcher.reading import offices
from watcher.reading.signatures import closes


def word_set(text: str) -> frozenset[str]:
    """The words of a text that lists them."""
    return frozenset(text.split())


LIMIT = 80  #: characters in a name
MOST_WORDS = 8

#: Words of a department, a mailbox or a form, which make no name by themselves.
GENERIC = (
    word_set(
        """
    concorsi bezoekadres rekryteringssystem rekryteringsenheten rekryteringsenhet
    acquisition admin administration alerts and applicant applicants application applications at auto
    bot candidate candidates candidature career careers communication communications company contact
    culture department do email employer employment experience for from hello help hiring hr human
    humans info information job jobs mail manager management no noreply not notification notifications
    of office online operations our partner people person personnel portal recruiter recruiters
    recruiting recruitment reply resource resources service services staffing support system talent
    talents team the update updates us via we work your
    """
    )
    | offices.DEPARTMENTS
)

#: Words that say what somebody does; the mark of a post, and never of an employer.
OCCUPATIONS = (
    word_set(
        """
    accountant actuary administrator adviser advisor agent analyst animator apprentice architect
    archivist artist assistant associate auditor baker barista bartender biologist bookkeeper buyer
    caretaker carer cartographer carpenter cashier caseworker chef chemist cleaner clerk coach consultant
    controller cook coordinator copywriter counsel counsellor courier curator dentist designer developer
    dietitian director dispatcher driver economist editor electrician engineer entwickler entwicklerin
    executive fellow gardener generalist geologist head illustrator ingenieur inspector instructor intern
    internship interpreter journalist lawyer lead leader lecturer librarian machinist manager marketer mechanic
    merchandiser midwife nurse officer operator optician owner paralegal paramedic pharmacist photographer
    physician physicist physiotherapist planner plumber postdoc producer professor programmer psychologist
    radiographer receptionist recruiter representative researcher scientist secretary specialist
    statistician steward strategist supervisor surveyor teacher technician technologist tester therapist
    trainee trainer translator tutor veterinarian waiter warden welder werkstudent writer
    """
    )
    | offices.OCCUPATIONS
)

ORGANISATION = (
    word_set(
        """
    ag agency airlines associates association automotive bank bv capital clinic co college company
    consulting corp corporation digital energy engineering enterprises finance foods foundation games
    gmbh group health hospital hotel inc industries institute insurance international kg labs limited
    llc llp logistics ltd media museum networks partners pharma plc pte robotics sa school se services
    software solutions studio studios systems technologies technology university ventures works
    kk board club committee council desk foundation panel programme society trust verlag
    alliance airways bakery brewery bureau cafe charity conservancy cooperative dairy dental farm farms federation
    gallery holdings housing laboratories library nursery orchestra pharmacy publishers publishing railway railways
    resorts restaurant restaurants shipyard shipyards theatre veterinary winery zoo
    """
    )
    | offices.FORMS
)
#: Parts of a company, fields and regions: "Head of People, Data Engineering", "Recruiter, EMEA".
DEPARTMENTS = word_set(
    """
    affairs africa america americas analytics apac asia backend brand business campus central cloud
    commercial corporate creative culture customer dach data design development devops digital diversity
    early east emea engineering europe external finance frontend global graduate group growth
    headquarters hq hiring inclusion infrastructure innovation insights international it learning legal
    marketing mobile north operations platform product production professional programme program
    programmes public quality r&d regional research retail sales science sciences security
    services software solutions south strategy studio studios success supply support sustainability
    systems tech technology uk university us usa ux west
    """
)
#: Where a post can be: "your interest in Berlin".
PLACES = (
    word_set(
        """
    amsterdam argentina athens austin australia austria barcelona basel belgium bengaluru berlin bern
    birmingham bonn boston brazil bremen bristol brussels bucharest budapest california cambridge canada
    chicago china cologne copenhagen dallas delhi denmark denver dortmund dresden dubai dublin dusseldorf
    edinburgh england essen finland florence france frankfurt geneva germany ghent glasgow hamburg hanover
    hannover helsinki houston india ireland istanbul italy japan krakow leeds leipzig lisbon liverpool
    london lyon madrid malmo manchester mannheim melbourne mexico milan montreal mumbai munich naples
    netherlands nuremberg oslo oxford paris poland porto portugal potsdam prague rome rotterdam scotland
    seattle seville shanghai singapore spain stockholm stuttgart sweden switzerland sydney texas tokyo
    toronto turin turkey utrecht valencia vancouver vienna wales warsaw wroclaw zurich
    """
    )
    | offices.PLACES
)
#: Tools and fields that people apply with, never to.
TECHNOLOGIES = word_set(
    """
    ai android angular aws azure css django docker excel figma flutter gcp golang graphql html ios java
    javascript kotlin kubernetes laravel linux matlab net nodejs php postgresql power powerbi python pytorch
    rails react redux ruby rust salesforce sap scala spark sql swift tableau tensorflow terraform
    typescript vue wordpress
    """
)
#: Before the name of a human being.
TITLES = word_set("mr ms mrs mx miss dr prof")
#: The same and their kin abroad: what begins so is no company.
HONORIFICS = TITLES | word_set(
    "dra dott dottssa avv profa sra mag mgr drs mw mevr mevrouw mme mlle maitre dna enga"
)
#: Lower-case words that may stand between the capitalised ones of a name.
JOINERS = word_set("of and & de la der für und van von + y")
#: How the name of an office ends, as `key` spells it.
OFFICE = re.compile(
    r"\w(?:bewerbung(?:en)?|stelle|abteilung|sekretariat|buro|buero|postfach|team|teamet|dienste?|avdelning(?:en)?|afdeling(?:en)?"
    r"|portal(?:en)?|portaal|portali)$"
)
_UNFILLED = re.compile(
    r"\b(?:todo|tbd|fixme|xxx+|lorem|placeholder|null|undefined|nan|n/a|(?:company|job|role|position|first|last|"
    r"candidate|recruiter)[ -]?(?:name|title)|unknown)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\w\.\w{2,}|\bwww\b|\bhttps?\b", re.IGNORECASE)
#: Legal forms with full stops, small letters or a stroke; nobody says them in a letter.
_LEGAL = re.compile(
    r",? (?:[Ss]p\. ?z ?o\. ?o\.(?: ?[Ss]p\. ?k\.)?|[Ss]p\. ?[jkp]\.|[Ss]\. ?c\.|[Ss]\. ?r\. ?o\.|S\. ?p\. ?A\."
    r"|S\. ?[rR]\. ?[lL]\.(?: Società Benefit)?|S\. ?[nN]\. ?[cC]\.|S\. ?[aA]\. ?[sS]\.|S\. de R\. ?L\. de C\. ?V\."
    r"|S\. ?A\.(?: ?[PB]\. ?(?:I\. ?)?)?(?: de C\. ?V\.)?|Inc\.|S\. ?L\.|B\. ?V\.(?: ?i\. ?o\.)?|N\. ?V\."
    r"|Gen\.(?= [–—|-]|,|$)|V\. ?O\. ?F\."
    r"|(?:San\. ?ve ?Tic\.|San\. Tic\.|Tic\.)(?: (?:A\. ?Ş\.|Ltd\. ?Şti\.))?|A\. ?Ş\.|Ltd\. ?Şti\."
    r"|Lda\.|Ltda\.|E\. ?P\. ?E\.|A/S|I/S|P/S|ApS)(?=\W|$)"
)
_LEGAL_END = re.compile(r"\w (?:LLP|Ltd|Limited|PLC|plc|Inc|LLC|GmbH|AG|KG|BV|NV|AB|SA|SAS|SARL|SL)\.?$")
_MARKS = frozenset(" &.,'-+/()・")
_PLAIN = str.maketrans("’‘´–—\u2010\u2011\xa0（）／＆", "'''---- ()/&")


@lru_cache(maxsize=5_000)
def key(text: str) -> str:
    """The letters and digits of a name, without case and accents: "Acme-Röbotics" is "acmerobotics"."""
    if text.isascii() and text.isalnum():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def words(text: str) -> list[str]:
    """The words of a text, spelled as `key` does, empty ones left out."""
    return [spelled for word in re.split(r"[\s/|,()&+-]+", text) if (spelled := key(word))]


def slot(text: str, most_words: int = MOST_WORDS) -> str:
    """The text as a name that may stand in a draft, or "" where it does not look like one.

    Letters, digits, spaces and & . , ' - + / ( ) ・ are let through, "#" only after a letter ("C#"). Anything
    else, control, bidi and zero-width characters among them, refuses the whole name: what needs cleaning is
    not to be trusted. So does whatever a mail client would turn into a link.
    """
    name = unicodedata.normalize("NFC", text).translate(_PLAIN).strip(" ")
    if not name or len(name) > LIMIT or "  " in name or len(name.split(" ")) > most_words:
        return ""
    for before, letter in zip(" " + name, name, strict=False):
        if letter in _MARKS or unicodedata.category(letter)[0] in "LMN":
            continue
        if not (letter == "#" and before.isalpha()):
            return ""
    if _UNFILLED.search(name) or _LINK.search(name) or not any(letter.isalpha() for letter in name):
        return ""
    return (
        name if (name[0].isalnum() or name[0] == "(") and (name[-1].isalnum() or name[-1] in ").+#") else ""
    )


def legal_off(text: str) -> str:
    """A text without the legal forms that would end a name too early: "Wisła Sp. z o.o." is "Wisła"."""
    return _LEGAL.sub("", text)


def has_legal_form(name: str, text: str) -> bool:
    """Whether a legal form stands behind a name somewhere in a text: "Wisła" in "Wisła Sp. z o.o."."""
    return any(_LEGAL.match(text, found.end()) for found in re.finditer(re.escape(name), text))


def is_registered_so(name: str) -> bool:
    """Whether a name ends in a legal form, and so is no post, whatever else it says: "Greenacre Surveyors LLP"."""
    return _LEGAL_END.search(name) is not None


def is_generic(name: str) -> bool:
    """Whether nothing is left of a name once the department words are gone: "Talent Acquisition Team"."""
    return all(word in GENERIC or word in offices.UNITS for word in words(name))


def has_occupation(name: str) -> bool:
    """Whether a name says what somebody does: "Senior Data Analyst"."""
    return any(word in OCCUPATIONS or word.rstrip("s") in OCCUPATIONS for word in words(name))


def is_closing(text: str) -> bool:
    """Whether a line is the closing words of a letter in any of the thirteen languages: "Warmly,"."""
    return closes(text)


def organisation(name: str) -> bool:
    """Whether a name says that it is an organisation's: "Blue Harbor Labs", but not "Data Engineering"."""
    spelled = words(name)
    last = spelled[-1] if spelled else ""
    if len(last) == 2 and last != "co" and not name.split()[-1].isupper():
        return False  # "Helena Sá" is no S.A.
    return last in ORGANISATION and not all(word in DEPARTMENTS | ORGANISATION for word in spelled)
