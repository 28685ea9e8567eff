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


_MOST_PARTS = 7  #: words of somebody's name, "de" and "von" among them
LIMIT = 80  #: characters in a name
MOST_WORDS = 8

#: Applicant tracking systems and job boards, spelled as `key` does. What they send is about a job.
SYSTEMS = (
    word_set(
        """
    adp allibo applytojob ashby ashbyhq avature bamboohr bizneo brassring breezy breezyhr bullhorn
    ceipal comeet cornerstone dayforce dover dvinci eightfold epreselec gem glassdoor greenhouse
    hackerrank handshake hirebridge hiringplatform hrmos icims indeed infojobs jazzhr jobcloud jobscore
    jobvite joincom jooble lever linkedin monster myworkday naukri odoo oraclecloud oraclerecruiting
    oracletaleo otta paylocity personio phenom phenompeople pinpoint pinpointhq placementpartner
    recruitee recruitmail rippling sapsuccessfactors seek simplifyhr smartrecruiters softgarden
    stepstone successfactors talentclue taleo teamtailor tellent totaljobs ukg ultipro viterbit
    welcometothejungle wellfound workable workablemail workday xing ziprecruiter
    """
    )
    | offices.PLATFORMS
)
#: Where anybody has a mailbox, and what sends for anybody.
PROVIDERS = word_set(
    """
    aol fastmail gmail gmx googlemail googleworkspace hotmail icloud mailchimp mailgun maildotcom msn office365 outlook
    proton protonmail sendgrid tonline webde yahoo yandex zoho
    """
)
#: Domains of more of them, whole: their first labels are words and names of houses as well.
_DOMAINS = word_set(
    """
    join.com onlyfy.jobs onlyfy.io prescreen.io workwise.io coveto.de hr4you.org b-ite.com b-ite.de eploy.co.uk
    oleeo.com tribepad.com trac.jobs pageuppeople.com interfolio.com applicantpro.com paradox.ai calendly.com
    goodtime.io codility.com testgorilla.com hibob.com reed.co.uk csjobs.service.gov.uk jobs.nhs.uk
    governmentjobs.com csod.com hiringroom.com web.de t-online.de freenet.de arcor.de bluewin.ch orange.fr free.fr
    sfr.fr wanadoo.fr laposte.net live.com live.fr live.nl libero.it alice.it virgilio.it tiscali.it iol.it iol.pt
    sapo.pt clix.pt terra.com.br terra.es bol.com.br uol.com.br telefonica.net ymail.com me.com mac.com
    btinternet.com sky.com comcast.net verizon.net att.net wp.pl o2.pl onet.pl op.pl interia.pl poczta.onet.pl
    ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl mynet.com qq.com 163.com 126.com sina.com foxmail.com
    docomo.ne.jp ezweb.ne.jp duck.com hey.com inbox.com list.ru live.co.uk live.de live.it mail.com mail.de mail.ru
    mailbox.org pm.me posteo.de posteo.net rediffmail.com rocketmail.com sbcglobal.net seznam.cz skynet.be
    telenet.be tuta.com tutanota.com tutanota.de naver.com daum.net zohomail.com mailinator.com
    """
)
#: How those show themselves.
_SHOWN = word_set(
    "joincom onlyfy prescreen hr4you tribepad pageup interfolio applicantpro calendly testgorilla hibob neogov csjobs"
)
#: Never the employer.
PLATFORMS = SYSTEMS | PROVIDERS | _SHOWN

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
#: Lower-case words within a family name.
_PARTICLES = word_set(
    "de da del di la le van von der den ter el al bin zu dos do das e y af av of de' d' dei degli zum zur"
)
_ARTICLES = word_set("La Le Les El Los Las Il Lo Gli Au Aux Chez")
_ELDER = re.compile(r",? (?:sr|jr)\.?$", re.IGNORECASE)
#: "Luís d'Orey".
_ELIDED = re.compile(r"(?:d|l|dell|dall|o|'t)'[^\W\d_a-z]")
#: Occupations that are family names as well.
_SURNAMES = word_set("baker buyer carpenter coach cook fellow gardener head porter steward warden")
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
    r"\w(?:stelle|abteilung|sekretariat|buro|buero|postfach|team|teamet|dienste?|avdelning(?:en)?|afdeling(?:en)?"
    r"|portal(?:en)?|portaal|portali)$"
)
#: Words of places and mailboxes that no human being is called by.
_NOBODY = word_set(
    """
    affairs alert alerts dienst district formacao formacion formation formazione personal postfach reception region
    secretariaat sekretariat sekretariatet verwaltung vorzimmer zentrale assessment assessments quiz section survey
    surveys test testing tests unit
    """
)
_TITLED = re.compile(rf"^({'|'.join(sorted(TITLES))})\b\.?\s+", re.IGNORECASE)
_MANY_TITLES = re.compile(
    r"^(?:(?:(?:prof|dr|pd|priv\.-doz|doç|univ)\b\.?-?\s*){2,}|dr (?=hab\b))"
    r"(?:(?:hab|h\. ?c|med|rer|phil|ing|nat|pol)\b\.?\s*)*",
    re.IGNORECASE,
)
#: Titles that no greeting repeats: "Inż. Jan Lis", "mgr Anna Lis", "Dipl.-Ing. Jan Ott", "Uzm. Dr. Ali Kaya".
_DEGREE = re.compile(
    r"^(?:(?:mag\.a|dipl\.-?|lic\.|r\. ?pr\.|adw\.|inż\.|ing\.|ir\.|drs\.|mgr\.?|mag\.|uzm\.|av\.|avv\.|dott\.(?:ssa)?"
    r"|geom\.|rag\.|eng\.[ªº]?|arq\.[ªº]?|hab\.|med\.|doç\.|öğr\.|gör\.|psyk\.|cand\.|mw\.|mevr\.|dhr\."
    r"|dr\.[ªº]|dra\.|prof\.[ªº]|(?:dipl\.-)?(?:kfm|kffr|psych|soz|päd|biol|inf|verw)\.|msgr\."
    r"|(?:mme|mlle|sra?\.|sig\.(?:ra)?|d\.ª?|dña\.|frau|herr)(?= \S+ \S)"
    r"|(?-i:mr\.)|gez\.)\s?)+(?=\w)",
    re.IGNORECASE,
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
    r"|V\. ?O\. ?F\.|(?:San\. ?ve ?Tic\.|San\. Tic\.|Tic\.)(?: (?:A\. ?Ş\.|Ltd\. ?Şti\.))?|A\. ?Ş\.|Ltd\. ?Şti\."
    r"|Lda\.|Ltda\.|E\. ?P\. ?E\.|A/S|I/S|P/S|ApS)(?=\W|$)"
)
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


#: One word that begins with what an application has to do with, and goes on; and its legal form.
_STEMS = (
    "talent|candida|kandid|kandyd|karrier|karier|kariyer|career|carrier|recrut|recruit|reclut|rekru|embauch|bewerb"
    "|vacature|entrevist|interview|sollicit|postul|empleo|emploi|jobb"
)
_CALLED_SO = re.compile(
    rf"(?:(?i:e?-?(?:{_STEMS}))[^\W_]{{2,}}|(?i:jobs?|praco|praca|stellen|empleos)[A-Z][^\W_A-Z]{{2,}})"
    r"(?:\.[a-z]{2,3})?(?:,? (?:GmbH|AG|SE|UG|Ltd|LLC|Inc|AB|A/S|ApS|SA|SL|BV|NV|SAS|Lda)\.?)?"
)


#: Houses that are called so and are none.
_NO_PLATFORMS = frozenset({"jobrad", "careerfoundry", "talentum", "talentia", "jobbkraft", "recruitholdings"})


def is_platform(name: str) -> bool:
    """Whether a name is a tracking system's, job board's or mail provider's: "LinkedIn Jobs"."""
    kept = [word for word in words(name) if word not in GENERIC]
    return key(name) in PLATFORMS or "".join(kept) in PLATFORMS


def is_called_so(name: str) -> bool:
    """Whether a house is called by what a platform is for: "JobLantern", "Kandidatweb". There are more of them than can
    be listed. Not to be asked of posts: "Recruiterin"."""
    return _CALLED_SO.fullmatch(name) is not None and key(legal_off(name)) not in _NO_PLATFORMS


def is_platform_domain(domain: str) -> bool:
    """Whether a domain belongs to a platform, by whole labels only: "evil-greenhouse.io" does not."""
    return not PLATFORMS.isdisjoint(_labels(domain)) or not _DOMAINS.isdisjoint(_wholes(domain))


def is_system_domain(domain: str) -> bool:
    """Whether a domain belongs to an applicant tracking system or a job board, likewise."""
    return not SYSTEMS.isdisjoint(_labels(domain))


def _wholes(domain: str) -> set[str]:
    """A domain and those above it: "mail.join.com" and "join.com"."""
    labels = domain.casefold().split(".")
    return {".".join(labels[at:]) for at in range(len(labels) - 1)}


def _labels(domain: str) -> set[str]:
    labels = domain.casefold().split(".")[:-1]
    return {label.removesuffix("-mail").removesuffix("-jobs").removeprefix("m-") for label in labels}


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


@lru_cache(maxsize=500)
def person(text: str) -> str:
    """The text as the name of a human being, with "Ms" or "Dr" before it where it stood there, or "".

    One to four capitalised words of letters, none of which belongs to a department, a post or a company.
    """
    bare = re.sub(r"\([^)]*\)", " ", text)
    bare = re.split(r"\s[|–—-]\s|\s*\|\s*", bare)[0]
    parts = [part.strip() for part in bare.split(",")]
    if len(parts) == 2 and all(part and " " not in part for part in parts):
        parts = [" ".join(reversed(parts))]  # "Schmidt, Anna"
    name = _DEGREE.sub("", _ELDER.sub("", slot(" ".join(parts[0].split()))))
    name = _MANY_TITLES.sub("", name)  # of several titles no greeting has all
    found = _TITLED.match(name)
    title = found.group(1).capitalize() + " " if found else ""
    bare = name[found.end() :] if found else name
    return title + bare if _is_human(bare) and not _TITLED.match(bare + " ") else ""


def _is_human(name: str) -> bool:
    parts = name.split(" ")
    named = [part for part in parts if part.lower() not in _PARTICLES]
    if not 1 <= len(named) <= 4 or len(parts) > _MOST_PARTS:
        return False
    if any(sign in name for sign in "&+/()#,") or any(map(str.isdigit, name)):
        return False
    spelled = words(" ".join(named))
    if len(parts) == 2 and spelled[-1] in _SURNAMES:
        spelled = spelled[:-1]
    if any(word in GENERIC or word in OCCUPATIONS or word in ORGANISATION for word in spelled):
        return False
    if len(spelled) > 1 and spelled[0] in offices.HEADS:
        return False  # "Assicurazioni Ponente"
    if any(OFFICE.search(word) or word in _NOBODY or word in offices.UNITS for word in spelled) or any(
        word in TITLES for word in spelled[1:]
    ):
        return False  # "Zentrale Bewerberstelle", "Sekretariat Prof. Lenz"
    if is_closing(name):
        return False
    if parts[0] in _ARTICLES and len(parts) > 2:
        return False  # "La Table d'Odette"
    capital = all(part in _PARTICLES or not part[:1].islower() or _ELIDED.match(part) for part in parts)
    return capital and not is_platform(name) and len(key(name)) > 1 and parts[0] not in _PARTICLES
