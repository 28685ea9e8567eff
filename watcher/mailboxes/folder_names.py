"""What mail programs call the Drafts, Sent and Trash folders, and how such names are spelt on the wire.

Used where a server names no special-use folders (RFC 6154) and in a Maildir, which never does.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Mapping

#: By role, the likeliest first. Compared without regard to case and to Unicode composition.
NAMES: Mapping[str, tuple[str, ...]] = {
    "drafts": (
        *("Drafts", "Draft", "Entwürfe", "Entwurf", "Brouillons", "Borradores", "Bozze", "Rascunhos"),
        *("Concepten", "Kladder", "Utkast", "Luonnokset", "Wersje robocze", "Szkice", "Kopie robocze"),
        *("Koncepty", "Rozepsané", "Piszkozatok", "Schițe", "Ciorne", "Черновики", "Чернетки"),
        *("Πρόχειρα", "Taslaklar", "下書き", "草稿", "草稿箱", "임시보관함", "טיוטות", "مسودات"),
    ),
    "sent": (
        *("Sent", "Sent Items", "Sent Mail", "Sent Messages", "Gesendet", "Gesendete Objekte"),
        *("Gesendete Elemente", "Envoyés", "Messages envoyés", "Éléments envoyés", "Enviados"),
        *("Elementos enviados", "Posta inviata", "Inviata", "Itens enviados", "Verzonden"),
        *("Verzonden items", "Sendt", "Sendte elementer", "Skickat", "Skickade", "Lähetetyt", "Wysłane"),
        *("Elementy wysłane", "Odeslané", "Odeslaná pošta", "Elküldött", "Trimise", "Отправленные"),
        *("Надіслані", "Απεσταλμένα", "Gönderilmiş Öğeler", "送信済み", "送信済みメール", "已发送"),
        *("已傳送", "보낸편지함", "דואר שנשלח", "المرسلة"),
    ),
    "trash": (
        *("Trash", "Deleted Items", "Deleted Messages", "Bin", "Papierkorb", "Gelöschte Elemente"),
        *("Gelöschte Objekte", "Corbeille", "Éléments supprimés", "Papelera", "Elementos eliminados"),
        *("Cestino", "Lixo", "Lixeira", "Itens excluídos", "Prullenbak", "Verwijderde items"),
        *("Papirkurv", "Slettet post", "Papperskorgen", "Borttaget", "Roskakori", "Kosz"),
        *("Elementy usunięte", "Koš", "Odstraněná pošta", "Kuka", "Coș de gunoi", "Корзина", "Кошик"),
        *("Κάδος απορριμμάτων", "Çöp Kutusu", "ゴミ箱", "垃圾桶", "已删除", "휴지통", "אשפה", "المهملات"),
    ),
}
NO_DRAFTS = "no Drafts folder was found. Make one in your mail program, or name it in the config as `drafts`."
PREFIX = re.compile(r"^(?:INBOX[./]|\[Gmail\][./]|\[Google Mail\][./])", re.IGNORECASE)
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def same_name(one: str, other: str) -> bool:
    """Whether two folder names are the same to a person: case and Unicode composition do not count."""
    return _folded(one) == _folded(other)


def by_name(role: str, folders: Iterable[str]) -> str | None:
    """The folder that is called as folders of this role usually are, or None.

    Args:
        role: "drafts", "sent" or "trash".
        folders: decoded names; below "INBOX." or "[Gmail]/" counts as at the top.
    """
    found = {_folded(PREFIX.sub("", name)): name for name in sorted(folders, key=len, reverse=True)}
    return next((found[_folded(name)] for name in NAMES[role] if _folded(name) in found), None)


def missing_folder(name: str, there: Iterable[str]) -> str:
    """The line that says so, naming the folders that there are."""
    return f"there is no folder {name!r}. {_listing(there)}"


def no_all_mail(there: Iterable[str]) -> str:
    """The line that says so, and what to write instead of "\\All" (at Gmail the person may have hidden it)."""
    return (
        'it shows no folder of all mail, which `"\\\\All"` stands for. Name the folders to watch instead, such as '
        f'`folders = ["INBOX"]`. {_listing(there)}'
    )


def _listing(there: Iterable[str]) -> str:
    names = [_shown(one) for one in sorted(there)]
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    return f"The folders are: {', '.join(names[:30])}{more}."


def counted(number: int, thing: str) -> str:
    """ "1 mail", "2 mails"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def decode_utf7(name: str) -> str:
    """A folder name in modified UTF-7 (RFC 3501 5.1.3) as text; anything else is given back as it is."""
    if not name.isascii():
        return name
    try:
        decoded = _SHIFTED.sub(lambda run: _shifted_text(run[1]), name)
    except (binascii.Error, UnicodeDecodeError):
        return name
    return decoded if encode_utf7(decoded) == name else name


def encode_utf7(name: str) -> str:
    """A folder name in modified UTF-7 (RFC 3501 5.1.3)."""

    def run(match: re.Match[str]) -> str:
        if match[0] == "&":
            return "&-"
        code = base64.b64encode(match[0].encode("utf-16-be", "surrogatepass")).rstrip(b"=")
        return f"&{code.decode().replace('/', ',')}-"

    return re.sub(r"&|[^ -~]+", run, name)


def _shifted_text(code: str) -> str:
    if not code:
        return "&"
    padded = code.replace(",", "/") + "=" * (-len(code) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")


def _shown(name: str) -> str:
    """Without what a terminal would act on or could not print."""
    odd = {"Cc", "Cs", "Zl", "Zp"}
    return "".join(ascii(one)[1:-1] if unicodedata.category(one) in odd else one for one in name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
