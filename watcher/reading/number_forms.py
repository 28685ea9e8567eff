"""How the numbers of posts are written, and what is written like them."""

from __future__ import annotations

import re

from watcher.reading.names import word_set

NUMBER = re.compile(
    r"(?<![A-Za-zÀ-ɏ0-9_/.@+&=-])(?=[A-Za-zÀ-ɏ/_.-]{0,14}(?:[一-鿿]{1,2}-)?\d)[A-Za-zÀ-ɏ0-9]"
    r"(?:[A-Za-zÀ-ɏ0-9/_.-]|(?<=-)[一-鿿]{1,2}(?=-)){1,23}(?![A-Za-zÀ-ɏ0-9_@-])"
)
#: One with spaces in it, behind a word for a number: "LAM 51-07/26", "REQ 2026 117 A", "14 207".
SPACED = re.compile(
    r"(?<![A-Za-zÀ-ɏ0-9_/.@+&=-])"
    r"(?:(?P<word>[A-ZÀ-Þ]{2,5}(?:[/-][A-ZÀ-Þ]{2,5})?) \d[\d/.-]{0,12}(?: / \d{1,5})?(?: \d{1,4}){0,2}"
    r"|\d{1,2}(?: \d{3}){1,2})"
    r"(?: [A-Z](?=[\n.,;:)|]|$))?(?![A-Za-zÀ-ɏ0-9_@/-]| ?[-–] ?\d|[.,]\d| \d| [A-Z] \d)"
)
#: In such a number these are money, hours, contracts, weeks, telephones, laws, registers and towns.
NO_SERIES = word_set(
    """
    id no nr ref rif job code vac dnr kod cod tel tlf tfn fax eur usd gbp chf pln tl sek dkk nok czk huf kw cdi cdd
    ccnl sgb ral rgpd rodo gdpr dsgvo boe bgb gu dni nie cvr kvk cep plz bic iban nip krs pesel siret rcs hrb hra ust
    vat az art lgs dl dpr dm ue eu legge lopd iso din pkd mb ocr rf lg olg ag vg urt
    jan feb mar apr may jun jul aug sep oct nov dec enero marzo abril mayo junio julio maio junho julho mars avril mai
    juin juni july june march april
    """
)
#: A label without a space behind it: "Ref.4711".
GLUED = re.compile(
    r"(?:(?<![\w.])|(?<=[\u3040-\u30ff一-鿿]))((?:ref|réf|rif|req|nr|no|n|\w{4,18}nr)(?:\.[º°ª]?|[º°]))(?=[A-Z]?\d)",
    re.IGNORECASE,
)
UNMISTAKABLE = re.compile(
    r"R-\d{4,7}|R20\d\d-\d{4,6}|JR[-_]?\d{5,8}|[JR]R_20\d\d_\d{4,6}|REQ[-_ ]?\d{3,8}(?:-\d{1,6})?"
    r"|REF\d{3,8}[A-Z]?|RQ-?\d{5,8}"
)
#: Letters and figures that are a number of something by their form: "WDC/PL/0226", "2026-M-017".
CODE = re.compile(r"(?=[^/.-]{1,12}[/.-])(?=[^A-Z]{0,20}[A-Z])[A-Z0-9]+(?:[/.-][A-Z0-9]+)+")
_TELEPHONE = re.compile(r"0\d{1,5}[/-]\d{5,}")
RUN = re.compile(r"\d{3}")  #: which "A13/A14" has not
_FIGURES = re.compile(r"\d{3,}|\d{1,8}(?:[/-]\d{1,8}){1,3}")
#: Figures that begin with a year: "2026-224-07811".
OF_A_YEAR = re.compile(r"(20\d\d)[/.-]\d{3}[\d/.-]*")
#: A register's name, a year and a number: "(PAR 2025/312)".
IN_A_REGISTER = re.compile(r"\((?P<number>(?!EU|UE|EG|CE)[A-Z]{2,5} (20\d\d)/\d{2,6})\)")
BEHIND_A_POST = re.compile(r"\d{6,8}|\d{4,8}[A-Z]{1,3}|[A-Z]{1,4}\d{4,8}|[JKRVWXZ]-\d{4,8}")
#: Codes of norms, certificates and grades, of towns, companies and taxes, and of what a person has sent in.
OTHER_CODE = re.compile(
    r"(?:ISO|DIN|EN|IEC|IEEE|ASTM|NEN|UNE|NF|BS|VDE|GS|AZ|MS|SC|DP|PL|COVID|BAC|RAL|CVE|HR[AB]|USt|KVK|VAT|NIF|CIF|NIP"
    r"|APP|CAND|BEW|KD|CUST|INC|CASE|TICKET|TKT|SUP|HELP|ISSUE|RITM|CHG|INV)[-/.]"
    r"|(?:[A-Z]|AT|CH|DE|DK|SE|NO|FI|NL|BE|FR|IT|ES|PT|CZ|SK|SI|HR|HU|LU|LI|RO|BG|LT|LV|EE)-\d{4,6}$"
    r"|[QHWK]+\d{1,2}[-/]20"
)
#: What a bare number counts or is a part of: "40 hours", "2500 €", "612 345 678".
COUNTS = re.compile(
    r"[ ]?(?:[€$£%+]|(?:euros?|eur|pln|zł|kr|sek|dkk|tl|usd|gbp|chf|h|hrs?|hours?|horas?|heures?|ore|uur|uren|std"
    r"|stunden|timer|timmar|godz\w{0,4}|saat|fte|jobs?|candidat\w{1,6}|people|days?|brutto|gross|kişi"
    r"|personas?|personnes?|pessoas?|persone|personen|personer|osób|posti|postes?|plazas?|vagas?)\b)|[ ]\d",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:19|20)\d\d|(?:[0-2]?\d|3[01])[./-](?:[0-2]?\d|3[01])[./-](?:19|20)?\d\d|(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d"
    r"|20\d\d[/-]20\d\d"
)
#: A town stands behind it: "Calle Mayor 1, 28013 Madrid".
POSTCODE = re.compile(r"(?:^|[,|·] ?|\b[A-Z]{1,2}-)(\d{5}) [A-ZÀ-Þ]\w", re.MULTILINE)
_SEASON = re.compile(r"20(\d\d)[/-](?:20)?(\d\d)")


def is_bare(number: str, after: str, of_a_call: bool) -> bool:
    """Whether a number without a label is one of its own behind the word of a call or a post."""
    figures = sum(map(str.isdigit, number))
    if CODE.fullmatch(number) and not OTHER_CODE.match(number):
        return figures >= 2 if of_a_call else RUN.search(number) is not None
    if not of_a_call or COUNTS.match(after):
        return False
    if number.isdigit():
        return True
    if _TELEPHONE.fullmatch(number):
        return False
    return (_FIGURES.fullmatch(number) is not None and figures >= 5) or (number.isupper() and figures >= 4)


def is_near(then: int, year: int) -> bool:
    """Whether a year is the mail's, or one of two before it, or the next: others are those of laws."""
    return year - 2 <= then <= year + 1


def is_season(number: str) -> bool:
    """Whether it is a year and the next one: "2025/26"."""
    match = _SEASON.fullmatch(number)
    return match is not None and int(match[2]) == int(match[1]) + 1
