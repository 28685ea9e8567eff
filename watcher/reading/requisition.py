"""The number under which an employer runs a post: where the mail labels it so, or its form is unmistakable.

The number of an application, a candidate, a ticket or a customer is none, and neither is a date.
"""

from __future__ import annotations

import re

from watcher.reading.types import Message

#: What a post's number is called in the thirteen languages; "no" and its kin may stand behind.
_LABELS = (
    r"(?:job|stellen|position|vacancy|posting|requisition|req|role|opening)[ -]?"
    r"(?:id|number|no\.?|nr\.?|ref\.?|reference|kennung|code)",
    r"requisition",
    r"(?:ref(?:erence|erenz|erencia|erência|erentie|erens)?\.?)(?:[ -]?(?:number|no\.?|nr\.?|nummer|code))?",
    r"referenznummer|referensnummer|referencenummer|referentienummer|kennziffer|kennzahl|stellennummer"
    r"|ausschreibungsnummer|chiffre",
    r"réf(?:érence)?\.?(?: (?:de l['’]offre|du poste|annonce))?|n° (?:d['’]offre|de l['’]offre)",
    r"ref\.?ª|rif\.?(?:erimento)?(?: annuncio)?|número de vaga|código da vaga|código de (?:la )?vacante",
    r"vacaturenummer|vacaturecode|(?:numer|nr) (?:ref\.?|referencyjny|ogłoszenia|oferty)",
    r"annonsnummer|stillingsnr\.?|stillingsnummer|jobnr\.?|job-id",
    r"req\.?(?=[ -]?[A-Z]{0,3}\d{4})|ausschreibung(?= nr)|(?:avviso(?: pubblico| di selezione)?|bando)(?= n[.°r])",
    r"avis de vacance(?= n)|procedimento concursal|processo seletivo(?: simplificado)?|convocatoria(?= \d{2,4}[/-])",
    r"(?:n\.?[º°]|número) de requisi(?:ción|ção)|nabor(?:ze|u)(?= nr)",
    r"ilan (?:no|numarası|kodu)|referans (?:no|numarası)",
)
_LABELLED = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_LABELS)})(?: ?(?:no|nr|nummer|n°|nº|n\.º?)\.?)?[ \t]?[:#]?[ \t]?"
    r"(?P<number>(?=[A-Z0-9/_.-]{0,20}\d)[A-Z0-9][A-Z0-9/_.-]{1,23})(?![\w@])",
    re.IGNORECASE,
)
_HAN = re.compile(
    r"(?:公募番号|(?:求人|募集|案件|ポジション|職種|お?仕事|ジョブ)[ 　]?(?:番号|コード|ID|No\.?)"
    r"|(?:职位|岗位|招聘|职务|职缺|公告)(?:编号|编码|代码|代号|号|ID))"
    r"[】\]）)]?[ 　]?[:：]?[ 　]?(?P<number>[A-Za-z0-9][A-Za-z0-9/_-]{1,23})"
)
_UNMISTAKABLE = re.compile(
    r"(?<![\w/-])(?P<number>R-\d{4,7}|JR-?\d{5,8}|REQ[-_ ]?\d{3,8}(?:-\d{1,4})?|RQ-?\d{5,8})(?![\w-])"
)
#: Before a label these make it the number of something else.
_OF_ANOTHER = re.compile(
    r"(?:application|candidate|applicant|ticket|case|customer|your|bewerb\w*|kunden|kandidat\w*|vorgangs?|ihre?"
    r"|dossier|candidature|candidatura|solicitud|demande|domanda|inscripción|inscrição|aanvraag|zgłoszeni\w"
    r"|sollicitatie|ansöknings?|ansøgnings?|aplikacji|başvuru|unser"
    r"|our) ?-?$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|20\d\d[/-]20\d\d"
)
_REACH = 24_000


def requisition(message: Message) -> str:
    """The number of the post as the mail spells it, "" without one or where there are several."""
    text = f"{message.subject}\n{message.text[:_REACH]}"
    found: dict[str, str] = {}
    for pattern in (_LABELLED, _HAN, _UNMISTAKABLE):
        for match in pattern.finditer(text):
            number = match["number"].rstrip("./-_")
            if _OF_ANOTHER.search(text[max(0, match.start() - 24) : match.start()]):
                continue
            if number.isdigit() and len(number) == 5 and _is_postcode(number, text):
                continue
            if len(number) >= 3 and any(map(str.isdigit, number)) and not _DATE.fullmatch(number):
                found.setdefault(number.casefold(), number)
    return next(iter(found.values())) if len(found) == 1 else ""


def _is_postcode(number: str, text: str) -> bool:
    """Whether a town stands behind the number elsewhere: "Calle Mayor 1, 28013 Madrid"."""
    return bool(re.search(rf"(?:^|[,|·] ?|\b[A-Z]{{1,2}}-){number} (?-i:[A-ZÀ-Þ])\w", text, re.MULTILINE))
