"""Which appointments are plainly none for a job: a dentist, a bank and a school invite in an employer's words.

Only plain words of such a world count, and none where the mail names a post or speaks of a job interview. What says
neither is left to the verdict: thanks that are missing would be missed, and the draft is looked at before it is sent.
"""

from __future__ import annotations

import re

from watcher.reading.types import Details, Message

_READ = 20_000  #: characters of the text
#: Expressions for each language, in small letters, divided by "|": health, money, law, flats, children at school, cars,
#: animals, studies and grants, papers.
_WORLDS = {
    "en": r"""
        dentists?|dental|surgery|hygienist|gp|x-?ray|physio\w*|counsell?ing|therap(?:y|ist)
        your (?:medication|shoulder|teeth)|vet(?:erinary)?|mortgage|(?:your|the|a) loan|tax return|notary
        solicitors? about|court|hearing|test drive|driving (?:test|lessons?)|parents['’]? evening
        your (?:son|daughter|child|car|dog|cat|tenancy|pension)|housemate|viewing|visa (?:interview|application)
        embassy|consulate|scholarship|admissions?|m\.?sc|b\.?sc|podcast|our show|research study|haircut|choir
        benefits? claim|work coach|adoption|fostering
    """,
    "de": r"""
        zahnarzt\w*|zahnärzt\w*|tierarzt\w*|tierärzt\w*|physiotherap\w*|therapie\w*|erstgespräch in meine\w*
        vorsorge\w*|impf\w*|probefahrt|fahrstunde\w*|werkstatttermin|kredit\w*|darlehen\w*|baufinanzierung
        steuer(?:erklärung|berater\w*)|notar\w*|gericht\w*|besichtigung\w*|elternabend|elterngespräch
        ihr(?:e[nm]?)? (?:sohn|tochter|kind)|ihre[nmrs]? (?:hund|katze|auto)|studienplatz\w*
        visum\w*|wohnungsbesichtigung|beratungsgespräch|jobcenter|agentur für arbeit|praxis für
    """,
    "fr": r"""
        dentaire|dentiste|vétérinaire|kinésithérap\w*|ordonnance|(?:votre|un) prêt|prêt immobilier|crédit immobilier
        notaire|tribunal|état des lieux|votre (?:fils|fille|enfant|voiture|chien|chat)|réunion de parents
        bourse|visa|préfecture|consulat|commissariat|poste de police|impôts|scolarité
    """,
    "es": r"""
        dentista|veterinari[oa]|fisioterap\w*|hipoteca|préstamo|notaría|juzgado|su (?:hij[oa]|coche|perro|gato)
        tutoría|beca|visado|consulado|padres|escritura
    """,
    "pt": r"""
        veterinári[oa]|fisioterap\w*|empréstimo|notário|cartório|tribunal|(?:seu|sua) (?:filh[oa]|carro)|creche
        bolsa de|consulado
    """,
    "it": r"""
        veterinario|mutuo|notaio|suo figlio|sua figlia|borsa di studio|consolato|questura|commercialista
    """,
    "nl": r"""
        tandarts|dierenarts|fysiotherap\w*|huisarts|bij de arts|hypotheek|lening|notaris|rechtbank|ouderavond
        uw (?:zoon|dochter|kind|auto|hond|kat)|bezichtiging|studiebeurs|consulaat
    """,
    "pl": r"""
        dentyst\w*|stomatolog\w*|weterynar\w*|fizjoterap\w*|kredyt\w*|hipote\w*|notariusz\w*|sąd\w*|wywiadówk\w*
        (?:pani|pana|państwa) (?:syn|córk|dzieck)\w*|stypendi\w*|wizow\w*|konsulat\w*|jazd[ay] próbn\w*
        przegląd\w*
    """,
    "sv": r"""
        tandläkar\w*|veterinär\w*|sjukgymnast\w*|bolån\w*|lånelöfte|provkörning\w*|körlektion\w*
        utvecklingssamtal\w*|visning\w*|notarie
    """,
    "da": r"""
        tandlæge\w*|dyrlæge\w*|fysioterap\w*|boliglån\w*|køretime\w*|prøvetur\w*|forældremøde|skole-hjem\w*
        fremvisning|jobcenter\w*|boligstøtte
    """,
    "tr": r"""
        diş hekim\w*|veteriner\w*|fizyoterap\w*|kredi\w*|ipotek|noter\w*|mahkeme\w*|veli toplantı\w*
        çocuğunuz\w*|burs\w*|vize\w*|konsolosluk\w*|test sürüşü
    """,
    "ja": r"""
        歯科|歯医者|動物病院|整体|ローンのご?(?:相談|審査|契約)|公証|保護者|お子様|入試|入学|奨学金|ビザ|試乗|健診|検診
    """,
    "zh": r"""
        牙科|牙医|宠物|兽医|贷款|公证|法院|家长会|您的(?:孩子|儿子|女儿|车)|入学|奖学金|签证|试驾|体检|看房
    """,
}
#: These say that it is one for a job all the same.
_JOB_INTERVIEWS = r"""
    \bjob interview|\b(?:position|vacancy|opening|role) (?:of|as|for)\b|\bright to work\b|\bcv\b
    \br[ée]sum[ée]\b|\btrial (?:shift|day)\b|\bvorstellungsgespräch|\bbewerbungsgespräch|\bprobearbeit
    \bprobeschicht|\bhospitation|\b(?:ihre|deine) bewerbung als\b|\bstellenausschreibung
    \bentretien d['’]embauche|\bvotre candidature\b|\bentrevista de (?:trabajo|emprego|trabalho)
    \b(?:su|tu) candidatura\b|\ba sua candidatura\b|\bla sua candidatura\b|\bcolloquio di lavoro|\bsollicit
    \bvacature|\brozmow\w+ kwalifikacyjn|\brekrutac|\bjobbintervju|\banställningsintervju|\bjobsamtale
    \bansættelsessamtale|\biş görüşme|\bmülakat|採用|応募|求人|应聘|應徵|招聘|岗位|职位
"""


def _any_of(words: str) -> str:
    return "|".join(line.strip() for line in words.strip().splitlines())


_WORLD = {
    language: re.compile(
        _any_of(words) if language in ("ja", "zh") else rf"\b(?:{_any_of(words)})\b", re.IGNORECASE
    )
    for language, words in _WORLDS.items()
}
_JOB = re.compile(_any_of(_JOB_INTERVIEWS), re.IGNORECASE)


def is_everyday(message: Message, details: Details, language: str) -> bool:
    """Whether a mail that sets an appointment is plainly about something else than a job.

    Args:
        details: of the message; a post that it names says that it is about one.
        language: of the message, ISO 639-1; of one that has no words here nothing is told.
    """
    text = f"{message.subject}\n{message.text[:_READ]}"
    world = _WORLD.get(language)
    return not details.role and bool(world and world.search(text)) and _JOB.search(text) is None
