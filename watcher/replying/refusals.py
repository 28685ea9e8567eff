"""Sentences by which a mail asks for no answer, in thirteen languages.

Only a plain request or a plain statement counts. "Do not hesitate to reply" is the opposite, and "if you do
not reply by Friday" is something else.
"""

from __future__ import annotations

import re

_MAIL = r"(?:this|the) (?:e-?mail|message|mail|address|e-?mail address|mailbox|inbox|account|note)"
_ENGLISH = (
    r"(?<!you )(?<!we )(?<!they )(?<!who )(?<!\bi )\bdo(?: not|n['’]t) (?:reply|respond|answer)\b"
    r"(?! (?:within|by|in time|until|before))",
    r"\breply(?:ing)? to (?:this|it) (?:is not|isn['’]t) possible\b",
    rf"\b{_MAIL} (?:is|are) (?:not (?:being )?(?:monitored|read|checked|attended)|unmonitored|unattended)\b",
    r"\b(?:unmonitored|unattended|send[- ]only|no-?reply) (?:e-?mail|mailbox|inbox|address|account)\b",
    r"\b(?:replies|responses|answers|e-?mails) (?:sent )?to (?:this|the) [\w -]{1,30}?(?:are|is|will|can)"
    r"(?:not| not| never|n['’]t)\b",
    r"\bcan(?:not| not|['’]t) (?:receive|accept|read|process) (?:replies|responses|incoming)\b",
)
_OTHERS = (
    # German
    r"\bantworte(?:n sie)? (?:bitte )?nicht (?:auf|direkt)",
    r"\bbitte (?:direkt )?nicht (?:direkt )?(?:auf diese [\w -]{1,30} )?(?:antworten|reagieren)\b",
    r"\bauf diese [\w -]{1,30}? kann (?:leider )?nicht geantwortet werden\b",
    r"\bantworten auf diese [\w -]{1,30}? (?:werden|können) nicht\b",
    r"\b(?:postfach|adresse|e-?mail-adresse) wird nicht (?:gelesen|überwacht|betreut|abgerufen)",
    # French
    r"\bne (?:pas|surtout pas) (?:y )?répondre\b",
    r"\bne (?:répondez|réponds) pas\b",
    r"\bcette (?:adresse|boîte)[\w ,'’-]{0,40} n['’]est pas (?:consultée|lue|surveillée)",
    # Spanish
    r"\bno (?:respond(?:a|as|an|er)|contest(?:e|es|ar)) (?:a |directamente |este )",
    # Portuguese
    r"\bnão respond(?:a|am|er) (?:a |à |ao |diretamente |este|esta)",
    # Italian
    r"\bnon rispond(?:ere|a|ete|i) (?:a |direttamente |all)",
    # Dutch
    r"\b(?:reageer|antwoord|beantwoord) (?:a\.?u\.?b\.? |alstublieft )?(?:deze [\w-]+ )?niet\b",
    r"\b(?:gelieve|verzoeken (?:wij )?u)[\w ,-]{0,40} niet te (?:be)?(?:antwoorden|reageren)",
    r"\bniet (?:op )?(?:deze|dit) [\w-]+ te (?:be)?(?:antwoorden|reageren)",
    # Polish
    r"\bnie odpowiada(?:ć|j|jcie) (?:na|bezpośrednio)",
    r"\bo nieodpowiadanie\b",
    # Swedish and Danish
    r"\bsvara (?:inte|ej) (?:på|direkt)",
    r"\bgår (?:det )?(?:inte|ej) att (?:svara|besvara)",
    r"\bsvar (?:venligst )?ikke (?:på|direkte)",
    r"\b(?:kan (?:inte|ej|ikke)) besvara?s\b",
    r"\bbesvar (?:venligst )?ikke\b",
    # Turkish
    r"\b(?:yanıtla|cevapla)mayın",
    r"\b(?:yanıt|cevap) vermeyin",
    # Japanese and Chinese
    r"送信専用",
    r"返信(?:は|を|いただいて)?(?:しない|なさらない|できません|できかねます|いただけません|も|ご遠慮|不可|お受け)",
    r"[请請](?:勿|不要)(?:直接)?(?:回[复復覆]|答[复復覆])",
    r"勿(?:直接)?回[复復覆]",
)
_REFUSAL = re.compile("|".join((*_ENGLISH, *_OTHERS)), re.IGNORECASE)
_READ = 40_000  #: characters; such a sentence stands at the top or at the end
_SPACE = re.compile(r"\s+")


def refuses_replies(text: str) -> bool:
    """Whether the mail says that it wants no answer, or that nobody would read one."""
    read = text if len(text) <= _READ else text[: _READ // 2] + " " + text[-_READ // 2 :]
    return _REFUSAL.search(_SPACE.sub(" ", read)) is not None
