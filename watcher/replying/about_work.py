"""Whether a mail that sets an appointment speaks of a job: a vet, a bank and a school invite in an employer's words.

Only plain words of applying and of work count, in thirteen languages. Thanks for an interview that was none would be
worse than none.
"""

from __future__ import annotations

import re

from watcher.reading.types import Message

_READ = 20_000  #: characters of the text, and of what it answers
#: What one applies for elsewhere, in English.
_ELSEWHERE = (
    r"loan|credit|mortgage|grant|visa|account|membership|admissions?|course|housing|rental|tenancy|school|nursery"
    r"|university|insurance|planning|passport|citizenship|benefits?"
)
_WORDS = (
    # English
    r"\b(?:appl(?:ied|ying) (?:for|to)|applicants?|candidates?|candidacy|job|jobs|role|vacanc(?:y|ies)|recruit\w*"
    r"|hiring|cv|r[ée]sum[ée]|trial shift|apprenticeship|internship|human resources|talent acquisition)\b",
    r"\b(?:the|this|our|a|an|\w+) (?:position|post) (?:of|as|at|with|you)\b|\b[a-z]+(?:er|or|ist|ant|ian) position\b",
    # German
    r"\bbewerb\w*|(?<!dieser )\bstellen?\b(?! sie\b)|\b(?:vorstellungs|bewerbungs|einstellungs|job)gespräch\w*"
    r"|\bprobearbeit\w*|\bprobetag\w*|\bausbildungs(?:platz|stelle)\w*|\bpraktik(?:um|a|ums)\w*|\blebenslauf\w*|\bpersonalabteilung\b"
    r"|\bschnuppertag\w*",
    # French
    r"\bcandidatures?\b|\bcandidate?s?\b|\brecrutement\b|\bembauche\b|\bemploi\b|\b(?:le|du|au|ce|un|votre) poste\b"
    r"|\bressources humaines\b|\balternance\b|\bessai\b.{0,20}\b(?:cuisine|salle|atelier|équipe)\b",
    # Spanish, Portuguese, Italian
    r"\bcandidaturas?\b|\bpuesto de\b|\bel puesto\b|\bcargo de\b|\bvacantes?\b|\bempleo\b|\bcurr[ií]cul\w+"
    r"|\bpostulaci[oó]n\b|\brecursos humanos\b|\bproceso de selecci[oó]n\b|\bentrevista de trabajo\b",
    r"\bvaga\b|\bemprego\b|\brecrutamento\b|\bprocesso seletivo\b|\best[áa]gio\b",
    r"\bcolloquio (?:di lavoro|conoscitivo|di selezione)\b|\bselezione\b|\brisorse umane\b|\bposizione di\b"
    r"|\btirocinio\b|\b(?:posto|prova) di lavoro\b",
    # Dutch, Polish
    r"\bsollicit\w*|\bvacature\w*|\bde functie\b|\bfunctie van\b|\bbaan\b|\bpersoneelszaken\b",
    r"\baplikac\w*|\brekrutac\w*|\bstanowisk\w*|\brozmow\w+ kwalifikacyjn\w*|\bkandydat\w*|\bkadr\b|\bstaż\w*",
    # Swedish, Danish, Turkish
    r"\bansökan\b|\bansökning\w*|\btjänsten\b|\btjänst som\b|\bjobb\w*|\brekryter\w*|\banställning\w*",
    r"\bansøgning\w*|\bstilling(?:en)?\b|\bjob\w*|\brekrutter\w*|\bansættelse\w*",
    r"\bbaşvuru\w*|\bpozisyon\w*|\biş görüşme\w*|\bmülakat\w*|\badayl\w*|\binsan kaynakları\b|\böz ?geçmiş\w*",
    # Japanese and Chinese
    r"応募|選考|採用|求人|募集|履歴書|職務経歴|入社|人事",
    r"应聘|應聘|應徵|招聘|岗位|崗位|职位|職位|職缺|面试|面試|简历|簡歷|履歷|录用|錄用|人事|人力资源|人力資源|实习|實習",
)
#: These are about a job unless a word of another world stands beside them.
_PERHAPS = (
    r"\bapplications?\b|\binterviews?\b|\bentretien\b|\bentrevistas?\b|\bcolloqui[oi]?\b|\bintervju\w*"
    r"|\bjobsamtale\w*|\bgesprek\b|面接"
)
_OTHER_WORLDS = (
    rf"\b(?:{_ELSEWHERE}|m\.?sc|b\.?sc|parents?|pupils?|child(?:ren)?|tax|solicitor|survey|podcast)\b"
    r"|\b(?:élèves?|enfants?|fils|fille|prêt|crédit|inscription|scolaire|impôts)\b"
    r"|\b(?:alumn[oa]s?|hij[oa]s?|préstamo|hipoteca|matrícula|alunos?|filh[oa]s?|empréstimo|alunn[oi]|figli[oa]?|mutuo)\b"
    r"|\b(?:lån\w*|hypotheek|lening|kinderen|barn(?:et|en)?|elev(?:en|er)?)\b|入学|お子様|ローン"
)
_SAID, _WEAKLY, _OTHER_WORLD = (
    re.compile(one, re.IGNORECASE) for one in ("|".join(_WORDS), _PERHAPS, _OTHER_WORLDS)
)


def speaks_of_work(message: Message) -> bool:
    """Whether a mail, its subject, or what it answers has a word of applying for a job, or of an application or an
    interview and none of another world."""
    parts = (message.subject, message.text[:_READ], message.signature, message.quoted[:_READ])
    if any(map(_SAID.search, parts)):
        return True
    return any(map(_WEAKLY.search, parts)) and not any(map(_OTHER_WORLD.search, parts))
