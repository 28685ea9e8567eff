"""Sentences by which a mail asks for no answer, in thirteen languages.

Only a plain request or a plain statement counts. "Do not hesitate to reply" is the opposite, and "if you do
not reply by Friday" is something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MAIL = r"(?:this|the) (?:e-?mail|message|mail|address|e-?mail address|mailbox|inbox|account|note)"
#: Each rule: literals in lower case of which any match holds one, and the expression. It is tried only around them:
#: looking for them takes a hundredth of the time, and most mail has none.
RULES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        tuple(
            f"{do} {verb}" for do in ("do not", "don't", "don’t") for verb in ("reply", "respond", "answer")
        ),
        r"(?:^ ?|[^\w\s'’] ?|\b(?:please|kindly|so|note:?) )do(?: not|n['’]t) (?:reply|respond|answer)\b"
        r"(?! (?:within|by|in time|until|before))",
    ),
    (("possible",), r"\breply(?:ing)? to (?:this|it) (?:is not|isn['’]t) possible\b"),
    (
        ("monitored", "attended", "not read", "not checked", "being read", "being checked"),
        rf"\b{_MAIL} (?:is|are) (?:not (?:being )?(?:monitored|read|checked|attended)|unmonitored|unattended)\b",
    ),
    (
        ("unmonitored", "unattended", "send-only", "send only", "noreply", "no-reply"),
        r"\b(?:unmonitored|unattended|send[- ]only|no-?reply) (?:e-?mail|mailbox|inbox|address|account)\b",
    ),
    (
        tuple(
            f"{what} {to}" for what in ("replies", "responses", "answers", "mails") for to in ("to", "sent")
        ),
        r"\b(?:replies|responses|answers|e-?mails) (?:sent )?to (?:this|the) [\w -]{1,30}?(?:are|is|will|can)"
        r"(?:not| not| never|n['’]t)\b",
    ),
    (
        (" replies", " responses", " incoming"),
        r"\bcan(?:not| not|['’]t) (?:receive|accept|read|process) (?:replies|responses|incoming)\b",
    ),
    # German
    (("antworte",), r"\bantworte(?:n sie)? (?:bitte )?nicht (?:auf|direkt)"),
    (
        ("antworten", "reagieren"),
        r"\bbitte (?:direkt )?nicht (?:direkt )?(?:auf diese [\w -]{1,30} )?(?:antworten|reagieren)\b",
    ),
    (("geantwortet",), r"\bauf diese [\w -]{1,30}? kann (?:leider )?nicht geantwortet werden\b"),
    (("antworten",), r"\bantworten auf diese [\w -]{1,30}? (?:werden|können) nicht\b"),
    (
        ("wird nicht",),
        r"\b(?:postfach|adresse|e-?mail-adresse) wird nicht (?:gelesen|überwacht|betreut|abgerufen)",
    ),
    # French
    (("répondre",), r"\bne (?:pas|surtout pas) (?:y )?répondre\b"),
    (("répond",), r"\bne (?:répondez|réponds) pas\b"),
    (
        ("est pas ",),
        r"\bcette (?:adresse|boîte)[\w ,'’-]{0,40} n['’]est pas (?:consultée|lue|surveillée)",
    ),
    # Spanish, Portuguese, Italian
    (
        ("no respond", "no contest"),
        r"\b(?:no (?:respond(?:a|as|an)|contest(?:e|es))|(?:rogamos|favor,?) no (?:responder|contestar)) "
        r"(?:a |directamente |este )",
    ),
    (("não respond",), r"\bnão respond(?:a|am|er) (?:a |à |ao |diretamente |este|esta)"),
    (("non rispond",), r"\bnon rispond(?:ere|a|ete|i) (?:a |direttamente |all)"),
    # Dutch
    (
        ("niet",),
        r"\b(?:reageer|antwoord|beantwoord) (?:a\.?u\.?b\.? |alstublieft )?(?:deze [\w-]{1,40} )?niet\b",
    ),
    (
        ("niet te ",),
        r"\b(?:gelieve|verzoeken (?:wij )?u)[\w ,-]{0,40} niet te (?:be)?(?:antwoorden|reageren)",
    ),
    (("niet ",), r"\bniet (?:op )?(?:deze|dit) [\w-]{1,40} te (?:be)?(?:antwoorden|reageren)"),
    # Polish
    (("nie odpowiada",), r"\bnie odpowiada(?:ć|j|jcie) (?:na|bezpośrednio)"),
    (("nieodpowiadani",), r"\bo nieodpowiadanie\b"),
    # Swedish and Danish
    (("svara ",), r"\bsvara (?:inte|ej) (?:på|direkt)"),
    (("svara",), r"\bgår (?:det )?(?:inte|ej) att (?:svara|besvara)"),
    (("svar ",), r"\bsvar (?:venligst )?ikke (?:på|direkte)"),
    (("besvar",), r"\b(?:kan (?:inte|ej|ikke)) besvara?s\b"),
    (("besvar ",), r"\bbesvar (?:venligst )?ikke\b"),
    # Turkish
    (("mayin",), r"\b(?:yanıtla|cevapla)mayın"),
    (("vermeyin",), r"\b(?:yanıt|cevap) vermeyin"),
    # Japanese and Chinese
    (("送信専用",), r"送信専用"),
    (
        ("返信",),
        r"返信(?:は|を|いただいて)?"
        r"(?:しない|なさらない|できません|できかねます|いただけません|も|ご遠慮|不可|お受け)",
    ),
    (("勿", "不要"), r"[请請](?:勿|不要)(?:直接)?(?:回[复復覆]|答[复復覆])"),
    (("勿",), r"勿(?:直接)?回[复復覆]"),
)
_COMPILED = tuple(re.compile(pattern, re.IGNORECASE) for _, pattern in RULES)
_ALL = {literal for literals, _ in RULES for literal in literals}
#: For each of those that hold no other the rules that can match where it stands.
_RULES_OF = {
    short: [at for at, (literals, _) in enumerate(RULES) if any(short in literal for literal in literals)]
    for short in sorted(_ALL)
    if not any(other != short and other in short for other in _ALL)
}
#: The longest piece of each without a space: it stands in a text however its lines are broken.
_PIECE_OF = {literal: max(reversed(literal.split()), key=len) for literal in _RULES_OF}
#: For each of these pieces that holds no other, the literals that stand only where it does.
_LITERALS_OF = {
    piece: [literal for literal, longer in _PIECE_OF.items() if piece in longer]
    for piece in sorted(set(_PIECE_OF.values()))
    if not any(other != piece and other in piece for other in _PIECE_OF.values())
}
#: Each literal however the lines of a text are broken.
_BROKEN = {literal: re.compile(r"\s+".join(map(re.escape, literal.split()))) for literal in _RULES_OF}
_IN_ASCII = tuple(filter(str.isascii, _LITERALS_OF))
_READ = 40_000  #: characters; such a sentence stands at the top or at the end
#: No match is longer than the first; what comes after it is looked at no further than the second.
_LONGEST, _LOOKED_AT = 120, 20


def refuses_replies(text: str) -> bool:
    """Whether the mail says that it wants no answer, or that nobody would read one."""
    read = text if len(text) <= _READ else text[: _READ // 2] + " " + text[-_READ // 2 :]
    folded = fold(read)
    pieces = _IN_ASCII if folded.isascii() else _LITERALS_OF
    literals = [
        literal
        for piece in pieces
        if piece in folded
        for literal in _LITERALS_OF[piece]
        if _BROKEN[literal].search(folded)
    ]
    if not literals:
        return False
    line = f" {' '.join(read.split())} "
    folded = fold(line)
    return any(
        _says(line, first, last, rule)
        for literal in dict.fromkeys(literals)
        for first, last in _places(folded, literal)
        for rule in _RULES_OF[literal]
    )


def _places(folded: str, literal: str) -> Iterator[tuple[int, int]]:
    """Where a literal stands in a line: the first and the last place of each stretch of it, near ones together, so that
    nothing is looked at twice."""
    at = folded.find(literal)
    while at >= 0:
        first = last = at
        while 0 <= (at := folded.find(literal, last + 1)) <= last + 2 * _LONGEST:
            last = at
        yield first, last


def _says(line: str, first: int, last: int, rule: int) -> bool:
    """Whether a rule matches around the places of a literal."""
    found = _COMPILED[rule].search(line, max(0, first - _LONGEST), last + _LONGEST + _LOOKED_AT)
    # What begins behind the last of them has another literal of its own, and may be cut off here.
    return found is not None and found.start() <= last


def fold(text: str) -> str:
    """Lower case, of the same length, such that what IGNORECASE takes for the same letter is the same letter."""
    if not text.isascii():  # the letters that IGNORECASE takes for i and s, besides those that `lower` does
        text = text.replace("İ", "i").replace("ı", "i").replace("ſ", "s")
    return text.lower()


#: What people call what they were asked for, and what stands beside it where they do not, or not yet, give it.
_ADVICE = (
    r"feedback|rückmeldung|retour|commentaires?|comentarios?|retroalimentación|parecer|devolutiva|riscontro"
    r"|terugkoppeling|informacj\w+ zwrotn\w+|återkoppling|tilbagemelding|geri bildirim|フィードバック|反馈|反饋"
)
_NONE_YET = (
    r"not|n['’]t|cannot|unable|unfortunately|policy|will|later|soon|nicht|kein\w*|leider|folgt|werden?|pas|aucune?"
    r"|malheureusement|no|lamentablemente|não|infelizmente|non|purtroppo|niet|geen|helaas|nie|niestety|inte|ingen"
    r"|tyvärr|ikke|desværre|maalesef|edemi\w+|ません|残念|かね|无法|抱歉|不能"
)
_SENTENCE = re.compile(r"[^.?!。？！\n]+")
_ADVICE_WORD = re.compile(rf"(?<![^\W_])(?:{_ADVICE})|フィードバック|反馈|反饋", re.IGNORECASE)
_NONE_WORD = re.compile(
    rf"(?<![^\W_])(?:{_NONE_YET})(?![^\W_])|n['’]t\b|ません|残念|かね|无法|抱歉|不能", re.IGNORECASE
)


def gives_no_feedback(text: str) -> bool:
    """Whether a mail that speaks of feedback seems to say that there is none, or not yet.

    Thanks for what was not given would sound bitter, so a sentence with both words is enough to keep silent.
    """
    return any(
        _ADVICE_WORD.search(sentence) and _NONE_WORD.search(sentence)
        for sentence in _SENTENCE.findall(text[:_READ])
    )
