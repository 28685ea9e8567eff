"""What mail programs put before the subject of a mail that replies, or hands another one on.

RFC 5322 section 3.6.5 knows "Re: " only; programs write it in their own languages, count ("Re[2]:"), and put one before
the other, with the mark of a gateway between ("AW: [EXT] AW:").
"""

from __future__ import annotations

import re

from watcher.reading.types import Message

#: Marks that nobody writes otherwise; in Italian one letter, which is believed where it stands twice.
_REPLIES, _HANDED_ON = r"re|aw|antw|sv|vs|odp|ynt|rif|res|回复|答复|r\s?[:：]\s?r", "fwd?|wg|tr"
#: What may be the first word of a subject, and is a mark only in a mail that answers another one.
_REPLY_WORDS = (
    "antwort|antwoord|svar|odpowiedź|yanıt|cevap|cvp|resp|resposta|respuesta|rta|risp|risposta|ré|rép|réponse|r"
    "|回覆|回復|答覆|返信"
)
_OTHER_WORDS = (
    "转发|转寄|轉寄|轉發|転送|weitergeleitet|vidarebefordrat|videresendt|doorgestuurd|inoltrato"
    "|automatic reply|auto(?:matic)? response|automatische antwort|automatisk svar|autosvar|automatiskt svar"
    "|réponse automatique|respuesta automática|resposta automática|risposta automatica|automatisch antwoord"
    "|automatyczna odpowiedź|otomatik yanıt|自動返信|自動応答|自动回复|自動回覆"
)
_ENDS = r"\.?\s?(?:[\[(^]\d{1,3}[\])]?)?\s?[:：]"
_ANY, _WORDS = f"{_REPLIES}|{_HANDED_ON}", f"{_REPLY_WORDS}|{_OTHER_WORDS}"
_PREFIXES, _IN_A_REPLY = (
    re.compile(
        rf"^(?:\s*(?:{which}){_ENDS}(?:\s*\[[^\[\]\n]{{1,20}}\](?=\s*(?:{which}){_ENDS}))?)+", re.IGNORECASE
    )
    for which in (_ANY, f"{_ANY}|{_WORDS}")
)
_REPLY = re.compile(rf"^\s*(?:{_REPLIES}|{_REPLY_WORDS}){_ENDS}", re.IGNORECASE)


def without(line: str, message: Message) -> str:
    """The subject of a mail that was replied to or handed on, as it stood.

    Args:
        line: the subject, or what is left of it.
        message: the mail; its header says whether it answers one.
    """
    return (_IN_A_REPLY if _answers(message) else _PREFIXES).sub("", line, count=1)


def answers_a_beginning(message: Message) -> bool:
    """Whether a mail is a reply to the first mail of a conversation, as its header says: it names that one and no other
    (RFC 5322 section 3.6.4: a reply has the references of what it answers, and that)."""
    return (
        _answers(message)
        and len({*message.references, *message.in_reply_to}) == 1
        and _REPLY.match(message.subject) is not None
    )


def _answers(message: Message) -> bool:
    return bool(message.in_reply_to or message.references)
