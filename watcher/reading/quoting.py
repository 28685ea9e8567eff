"""What the writer wrote this time: quoted history is cut, and the signature set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from watcher.reading import disclaimers
from watcher.reading.signatures import lowered, split_signature

_QUOTED = re.compile(r" {0,3}>(?!From )")
_GAP = re.compile(r"\n{3,}")
_MARKS = re.compile(r"^(?: {0,3}> ?)+")

#: Most characters of what is quoted that are kept, and most lines that are looked at for them: it only says what is
#: answered.
QUOTED_CAP, QUOTED_LINES = 2_000, 200

#: The words between the dashes of a separator line, and those that stand alone before a forwarded mail.
_SEPARATORS = """
original message|original appointment|forwarded message|forwarded by|reply message
ursprüngliche nachricht|originalnachricht|original-nachricht|urspr. nachricht
weitergeleitete nachricht|weitergeleitet von
message d'origine|message d’origine|message original|message initial|message transféré
courriel original
mensaje original|mensaje reenviado
mensagem original|mensagem encaminhada|mensagem reencaminhada
messaggio originale|messaggio inoltrato|oorspronkelijk bericht|origineel bericht|doorgestuurd bericht
oryginalna wiadomość|wiadomość oryginalna|wiadomość przekazana|przekazana wiadomość
wiadomość przekazana dalej
ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|vidarebefordrat brev
oprindelig meddelelse|original meddelelse|oprindelig besked|videresendt meddelelse|videresendt besked
orijinal mesaj|orjinal mesaj|özgün ileti|orijinal ileti|iletilen mesaj|yönlendirilmiş ileti
iletilmiş mesaj
元のメッセージ|元のメール|転送メッセージ|転送されたメッセージ|原始邮件|原始郵件|邮件原件|原邮件
转发的邮件|转发邮件|转发邮件信息|轉寄的郵件|轉寄郵件
"""
_ALONE = """
begin forwarded message
anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|début du message transféré
début du message réexpédié
inicio del mensaje reenviado|início da mensagem reencaminhada|início da mensagem encaminhada
inizio messaggio inoltrato|begin doorgestuurd bericht|początek przekazywanej wiadomości
vidarebefordrat brev|start på videresendt besked|videresendt besked|iletilmiş mesajın başlangıcı
转发的邮件|转发邮件|転送されたメール|転送されたメッセージ|下面是被转发的邮件
"""
_SEPARATOR_WORDS = frozenset(word for line in _SEPARATORS.split("\n") for word in line.split("|") if word)
_ALONE_WORDS = frozenset(word for line in _ALONE.split("\n") for word in line.split("|") if word)
_DASHED = re.compile(r"[\s*_]*-{2,}\s*([^-\s](?:[^-]|-(?!-)){1,60}?)\s*-{2,}[\s*_]*")

_FROM = "from|von|de|da|van|od|från|fra|kimden|gönderen|差出人|送信者|发件人|寄件者|寄件人|發件人|发信人"
_SUBJECT = "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|ämne|emne|konu|件名|主题|主旨"
_OTHER = (
    "sent|date|to|cc|gesendet|datum|an|envoyé|envoyé le|date d'envoi|à|enviado|enviado el|enviado em|fecha"
    "|para|data|inviato|a|verzonden|aan|wysłano|wysłane|do|dw|skickat|till|kopia|sendt|dato|til|gönderildi"
    "|gönderme tarihi|tarih|kime|bilgi|日時|送信日時|日付|宛先|发送时间|发送日期|日期|时间|收件人|抄送"
    "|傳送時間|寄件日期|時間|副本"
)
_FROM_LINE = re.compile(rf"[\s*|>]*(?:{_FROM})\s?\*?\s?[:：]\*?\s*\S.{{0,300}}", re.IGNORECASE)
_SUBJECT_LINE = re.compile(rf"[\s*|>]*(?:{_SUBJECT})\s?\*?\s?[:：]", re.IGNORECASE)
_OTHER_LINE = re.compile(rf"[\s*|>]*(?:{_OTHER})\s?\*?\s?[:：]", re.IGNORECASE)

#: How the line before a quote ends, and how it may begin, in any of the languages.
_WROTE = re.compile(
    r"\bwrote\b.{0,60}:|\bwrites\s?:|\bschrieb\b.{0,150}:|\bgeschrieben\s?:|\ba écrit\s?:|\bescribió\s?:"
    r"|\bescreveu\s?:|\bha scritto\s?:|\bschreef\b.{0,150}:|\bgeschreven\s?:|\bpisze\s?:"
    r"|\bnapisał(?:a|\(a\)|o|/a)?(?!\w).{0,150}:|\bskrev\b.{0,150}:|\byazdı\s?:"
    r"|(?:書きました|wrote|のメール|写道|寫道)\s?[:：]",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"[\s*_]*(?:on|at|am|le|el|em|en|il|in data|op|w dniu|dnia|den|på|\d|pon|wt|śr|czw|pt|sob|niedz|在|於|于"
    r"|<|\"|[^\s]{1,40} ?(?:[^\s]{1,40} ){0,4}(?:<|schrieb|wrote|于|在))",
    re.IGNORECASE,
)
#: A clock time or an address. "As we wrote on 3 March:" has neither, and is no introduction.
_MOMENT = re.compile(r"(?<![\d.])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?![\d.])|[12]\d{3}年|[^\s@]@[^\s@]")
_ADDRESS_AND_DATE = re.compile(r"[^<>]{0,200}\d[^<>]{0,200}<[^<>\s@]{1,64}@[^<>\s]{1,200}>[^<>]{0,60}[:：]")


@dataclass(frozen=True, slots=True)
class Written:
    """A mail's text, taken apart.

    Args:
        text: what was written this time.
        signature: closing words, name, footer; below them what was added by rule (disclaimers.py).
        quoted: what this answers or hands on, without marks and header lines; at most QUOTED_CAP characters, the first
            ones.
        only_quoted: nothing was written this time; `text` is then the quoted text itself.
    """

    text: str
    signature: str = ""
    quoted: str = ""
    only_quoted: bool = False


def split(text: str, *, whole: bool = False) -> Written:
    """Takes the visible text of a mail apart. Linear in its length; never leaves nothing of something.

    Args:
        whole: what is added by rule (disclaimers.py) stays where it stands, instead of behind the signature.
    """
    lines = [short if (short := line.rstrip()) != "--" else line for line in text.split("\n")]
    own_lines, cut = _own_lines(lines)
    own = "\n".join(own_lines).strip("\n")
    if not own.strip() and text.strip():
        body, signature = split_signature(_without_marks(lines))
        return Written(_fold(body), signature, only_quoted=True)
    own, added = (own, "") if whole else disclaimers.apart(own)
    body, signature = split_signature(own)
    return Written(_fold(body), "\n\n".join(filter(None, [signature, added])), _said_before(cut))


def _without_marks(lines: list[str]) -> str:
    return "\n".join(_MARKS.sub("", line) for line in lines).strip("\n")


def _said_before(lines: list[str]) -> str:
    """What quoted lines say, without marks, and without what mail programs wrote between them."""
    plain = (_MARKS.sub("", line) for line in lines[:QUOTED_LINES])
    return "\n".join(line for line in plain if not _is_head(line)).strip()[:QUOTED_CAP]


def _is_head(line: str) -> bool:
    """Whether a line is one of the header of a quoted mail, or introduces one."""
    if len(line) > 400 or (":" not in line and "：" not in line):
        return False
    return (
        _FROM_LINE.fullmatch(line) is not None
        or _SUBJECT_LINE.match(line) is not None
        or _OTHER_LINE.match(line) is not None
        or (line.rstrip().endswith((":", "：")) and _is_introduction(line.strip(" *_"), before_quote=True))
    )


def _fold(text: str) -> str:
    return _GAP.sub("\n\n", text) if "\n\n\n" in text else text


def _own_lines(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines that were written this time, and those that are quoted."""
    out: list[str] = []
    quoted: list[str] = []
    # No line begins or introduces history without a colon in it or soon after, or two dashes; most lines are plain.
    colons = [":" in line or "：" in line for line in lines]
    colons += (False, False)
    at = 0
    while at < len(lines):
        line = lines[at]
        soon = colons[at] or colons[at + 1] or colons[at + 2]
        if ">" in line and _QUOTED.match(line):
            quoted.append(line)
            at += 1
        elif not soon and "--" not in line and ">" not in line:
            out.append(line)
            at += 1
        elif soon and _may_introduce(lines, at) and (length := _introduction(lines, at)) > 0:
            if not _quote_follows(lines, at + length):
                return out, quoted + lines[at + length :]
            at += length
        elif _starts_history(lines, at):
            return out, quoted + lines[at + 1 :]
        else:
            out.append(line[1:] if line.startswith(">From ") else line)
            at += 1
    return out, quoted


def _starts_history(lines: list[str], at: int) -> bool:
    line = lines[at]
    if not line or len(line) > 400:
        return False
    dashed = _DASHED.fullmatch(line) if "--" in line else None
    if dashed and _known(dashed[1]):
        return True
    if line.rstrip(" *").endswith((":", "：")) and lowered(line.strip(" *:：")) in _ALONE_WORDS:
        return True
    if ":" not in line and "：" not in line:
        return False
    return _FROM_LINE.fullmatch(line) is not None and _header_block(lines, at + 1)


def _known(words: str) -> bool:
    words = lowered(words).strip(" :")
    return words in _SEPARATOR_WORDS or words.startswith(("forwarded by", "weitergeleitet von"))


def _header_block(lines: list[str], at: int) -> bool:
    """Whether the lines after "From:" go on like the header that Outlook puts over a quoted mail.

    A subject must be among them: "From: 10:00, To: 11:00" stands in invitations.
    """
    following = [line for line in lines[at : at + 12] if line.strip()][:6]
    subject = any(_SUBJECT_LINE.match(line) for line in following)
    return subject and any(_OTHER_LINE.match(line) for line in following)


def _may_introduce(lines: list[str], at: int) -> bool:
    """Whether one of three lines before an empty one ends in a colon, or in nothing but marks."""
    for line in lines[at : at + 3]:
        if not line:
            return False
        bare = line.rstrip(" *_").rstrip()
        if not bare or bare[-1] in ":：":
            return True
    return False


def _introduction(lines: list[str], at: int) -> int:
    """How many lines "On ... wrote:" takes, wrapped or not; 0 where there is none."""
    joined = ""
    for count in range(1, 4):
        if at + count > len(lines) or not lines[at + count - 1].strip():
            return 0
        joined = (joined + " " + lines[at + count - 1].strip(" *_")).strip()
        if len(joined) > 400 or (count == 1 and not _OPENS.match(joined)):
            return 0
        if joined.endswith((":", "：")) and _is_introduction(joined, _quote_follows(lines, at + count)):
            return count
    return 0


def _is_introduction(line: str, before_quote: bool) -> bool:
    if _ADDRESS_AND_DATE.fullmatch(line):
        return True
    wrote = [match.end() for match in _WROTE.finditer(line)]
    if not wrote or wrote[-1] != len(line):
        return False
    return before_quote or _MOMENT.search(line) is not None


def _quote_follows(lines: list[str], at: int) -> bool:
    return any(_QUOTED.match(line) for line in [line for line in lines[at : at + 4] if line.strip()][:1])
