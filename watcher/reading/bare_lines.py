"""Lines of a mail that are no sentences: a date, a number to quote, how somebody is reached, a picture, the mark of a
help desk, the number of a page; and addresses.

A line is bare only if each of its words belongs to such a thing: "Ref.: 2026-0417", but not "Application 2026-0417".
Names are any words with capitals, so what looks like an address, or has a name before a date, may say something:
"Absage, 10115 Berlin".
"""

from __future__ import annotations

import re

#: A line of these has no more characters.
_LONGEST = 90
#: What is bare, or looks like an address, holds a figure or one of these signs.
_HELD = re.compile(r"[\d@\[]|://|www\.")


def _listed(*tables: str) -> frozenset[str]:
    return frozenset(word for table in tables for word in table.split())


_MONTHS = _listed(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec januar februar märz mai juni juli oktober dezember jänner janvier février mars avril juin
    juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre
    octubre noviembre diciembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro gennaio
    febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus oktober
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia maj juni
    augusti marts ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    """
)
#: Days of the week, and what else stands in a date or before it.
_OF_DATES = _MONTHS | _listed(
    """
    monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
    sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
    domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira lunedì martedì mercoledì giovedì venerdì
    sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek środa czwartek
    piątek sobota niedziela måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag pazartesi
    salı çarşamba perşembe cuma cumartesi pazar
    date datum fecha data dato tarih dated issued den d the of de del do le il lo lì op am a em en dnia dn r st nd rd th
    er kl
    """
)
#: What a number is called that one is asked to quote, to call or to pay to.
_OF_NUMBERS = _listed(
    """
    ref reference our your my unser ihr mein zeichen aktenzeichen az gz geschäftszeichen vorgang vorgangsnummer réf
    référence nos vos notre votre n/réf v/réf dossier referencia expediente nuestra su ofício processo nossa vossa
    prot protocollo rif riferimento nostro vostro kenmerk ons uw znak sprawy sygn sygnatura dnr diarienummer sagsnr
    sagsnummer n j.nr journalnr vår er vores deres beteckning sayı evrak ticket case id nr n° nº number nummer numéro
    número numero thread message msg
    """,
    """
    tel telephone phone fon telefon telefoon téléphone tél teléfono telefone telefono tlf tfn fax telefax faks mobile
    mobil mob mobiel cell gsm cep direct durchwahl dw ext dahili belgegeçer växel centralino conmutador doorkiesnummer
    e-mail email mail e-post epost correo courriel e-posta kep web website internet homepage site sitio sito www
    telefonnummer telefonnr telnr mobilnummer handy 電話 電話番号 メール 郵便番号 电话 邮箱 邮编 传真 地址
    t f m e w p and or und oder ou et o och
    """,
    """
    iban bic swift konto kontonr kontonummer reg nip regon krs vat nif cif nipc siret siren bankgiro plusgiro kvk btw
    ean ean-nr cvr cvr-nr org orgnr org.nr reg.nr piva p.iva c.f ust-id ust-idnr hrb rcs
    c.i.f btw-nr kvk-nummer cnpj kundennummer
    """,
)
_WORDS = re.compile(r"(?<!\w)[^\W\d_](?:[\w°º/.'’-]*[^\W_])?[°º]?")
#: Before a number it is short for one, elsewhere it is an answer.
_NO = re.compile(r"\bno\b[.:°]?\s*(?=[#\d])", re.IGNORECASE)
_CODE = re.compile(r"(?<!\w)[\w./:#-]*\d[\w./:#-]*(?!\w)", re.ASCII)
_URL_OR_MAIL = re.compile(r"<?(?:(?:https?://|www\.)[^\s>]+|[\w.+-]{1,64}@[\w.-]+)>?")

_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_IN_FIGURES = re.compile(
    r"(?<![\d.])(?:\d{1,2}(?P<a>[./-])[ ]?\d{1,2}(?P=a)[ ]?(?:20)?\d\d|20\d\d(?P<b>[./-])\d{1,2}(?P=b)\d{1,2})"
    r"\.?(?![\d.])"
)
_IN_HAN = re.compile(
    r"\W*(?:日付|日期)?\W*(?:20\d\d|令和\d{1,2})年\d{1,2}月\d{1,2}日(?:\W?[月火水木金土日](?:曜日)?\W?)?\W*"
)
#: A time of the day: one is invited to something.
_CLOCK = re.compile(r"\d[:.h]\d\d\b|\b(?:am|pm|uhr)\b|\d ?h\b|[時点]", re.IGNORECASE)
#: Before a date: "Leeds, 12 March", "Malmö den 12 mars".
_PLACE = re.compile(r"\s*[^\W\d_][\w'’-]*(?:(?:[ -][^\W\d_][\w'’-]*){0,2},\s*| (?=den?\b))")

_PICTURE = re.compile(r"[\[<](?:cid:|https?://)[^\]>\s]*[\]>]", re.IGNORECASE)
#: What describes a picture, in its place.
_DESCRIBED = re.compile(
    r"\[(?:[^\]>]*\b(?:logo|logotyp\w*|banner|icon)|(?:image|img|bild|billede|logo|photo|picture|banner|icon|foto|imagen"
    r"|imagem|immagine|afbeelding|resim|obraz)\b[^\]>]*)\]",
    re.IGNORECASE,
)
_HELP_DESK = re.compile(
    r"[#=*_–—-]{2}.{0,80}\b(?:(?:above|below) this (?:line|email|message)"
    r"|(?:oberhalb|über|unter|unterhalb) dieser (?:zeile|linie)|(?:au-dessus|en dessous) de cette ligne"
    r"|(?:encima|debajo|arriba) de esta línea|(?:acima|abaixo) d(?:esta|e esta) linha"
    r"|(?:sopra|sotto) (?:a )?questa (?:riga|linea)|(?:boven|onder) deze (?:regel|lijn)"
    r"|(?:powyżej|poniżej) tej lini\w+|(?:ovanför|nedanför|under) (?:denna|den här) (?:rad|linje)\w*"
    r"|(?:over|under) denne linje|bu satırın (?:üst|alt)\w+)\b(?: \w+){0,2}\W*"
    r"|[#=*_–—-]{2}.{0,40}(?:この行より|此行以?|此线以?)[上下]\w{0,12}\W*",
    re.IGNORECASE,
)
#: How the mark of a help desk begins, and how long the number of a page is at most.
_RULES, _PAGE_LINE = ("#", "=", "*", "_", "–", "—", "-"), 24
_PAGE = re.compile(
    r"(?:page|seite|side|sida|sayfa|strona|str|p[aá]g(?:ina)?|blad(?:zijde)?)\.? ?\d+"
    r" ?(?:/|of|von|de|di|van|av|af|z|sur) ?\d+\W*",
    re.IGNORECASE,
)

_STREET = re.compile(
    r"(?:\w(?:straße|strasse|str|weg|platz|allee|gasse|damm|ufer|chaussee|straat|laan|plein|kade|gracht|singel|dreef"
    r"|gatan|vägen|torget|gränd|gade|vej|torv|stræde)"
    r"|\b(?:straße|strasse|allee|ring|street|st|road|rd|lane|ln|avenue|ave|drive|court|square|place|park|building|floor"
    r"|suite|unit|close|crescent|terrace|quay|blvd|boulevard|po box|postfach|rue|av|bd|bp|quai|chemin|impasse|allée"
    r"|cours|calle|avda|avenida|plaza|paseo|carrer|rua|praça|travessa|largo|via|viale|piazza|corso|vicolo|laan|plein"
    r"|postbus|ul|al|pl|os|gatan|gade|vej|allé|sokak|sok|sk|caddesi|cad|cd|bulvarı|mahallesi|mah))\b\.?|\bc/",
    re.IGNORECASE,
)
#: The code of a place, before its name; or a British or an American one.
_POSTCODE = re.compile(
    r"(?:^|,\s?|\s[·|•–-]\s)(?:[A-Z]{1,2}-)?"
    r"(?:\d{4,5}|\d{2}-\d{3}|\d{3} \d{2}|\d{4}-\d{3}|\d{5}-\d{3}|\d{4} ?[A-Z]{2}) [^\W\d_]"
    r"|(?:(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|, [A-Z]{2},? \d{5}(?:-\d{4})?)(?!\w)"
)
_ADDRESS_IN_HAN = re.compile(
    r"〒?\s*\d{3}-\d{4}(?:\s*[\u3040-\u9fff][^:：。！？]{0,60})?|[^:：。！？]{2,40}(?:丁目|番地|[路街道]\d+号)[^:：。！？]{0,40}"
)
_PARTS = re.compile(r"[,;·|•]|\s[–-]\s")
#: Words of an address that may be small; and how many others one part of it has, and all of it, at most.
_PARTICLES = _listed(
    "de la le les du des der die das den dem am an im in of the and und et y e i di del della do da dos das van ten op"
)
_MOST_IN_A_PART, _MOST_WORDS = 4, 9
#: "Place 2 of 40".
_SO_MANY_OF = re.compile(r"\d (?:of|von|de|di|van|av|af|z|sur|out) \d")
_ENDS = (".", "!", "?", ":", "。", "！", "？")


def is_no_text(line: str) -> bool:
    """Whether a line was put there by a program: in the place of a picture, to know a reply by, to number a page.

    Args:
        line: as it was before a mail program wrapped it, white space folded.
    """
    if line.startswith(("[", "<")) and _PICTURE.fullmatch(line):
        return True
    if line.startswith(_RULES):
        return len(line) <= _LONGEST and _HELP_DESK.fullmatch(line) is not None
    return len(line) <= _PAGE_LINE and _PAGE.fullmatch(line) is not None


def is_bare(line: str) -> bool:
    """Whether a line is nothing but a date, a number to quote, call or pay to, or the address of mail or a page."""
    return len(line) <= _LONGEST and _HELD.search(line) is not None and (_is_date(line) or _is_number(line))


def is_address(line: str) -> bool:
    """Whether a line looks like an address, a date with the place before it, or what describes a picture."""
    if len(line) > _LONGEST or not _HELD.search(line):
        return False
    place = _PLACE.match(line)
    return (
        _is_street_or_place(line)
        or _DESCRIBED.fullmatch(line) is not None
        or (place is not None and _is_date(line[place.end() :]))
    )


def is_link(line: str) -> bool:
    """Whether a line is nothing but the address of a page, or of mail."""
    return _URL_OR_MAIL.fullmatch(line) is not None


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text)]


def _is_date(line: str) -> bool:
    """Whether a line is a date, without a time of the day."""
    if _IN_HAN.fullmatch(line):
        return True
    without = _IN_FIGURES.sub(" ", line)
    if _CLOCK.search(without):
        return False
    words = _words(without)
    dated = without != line or (_DAY.search(line) and not _MONTHS.isdisjoint(words))
    return bool(dated) and _OF_DATES.issuperset(words)


def _is_street_or_place(line: str) -> bool:
    """Whether a line is a street with its number, or a place with its code, and names besides."""
    if _ADDRESS_IN_HAN.fullmatch(line):
        return True
    if line.endswith(_ENDS) or not any(map(str.isdigit, line)):
        return False
    if (
        not (_STREET.search(line) or _POSTCODE.search(line))
        or _CLOCK.search(line)
        or _SO_MANY_OF.search(line)
    ):
        return False
    parts = [
        [word for word in _WORDS.findall(part) if word.lower() not in _PARTICLES]
        for part in _PARTS.split(line)
    ]
    words = [word for part in parts for word in part]
    return (
        0 < len(words) <= _MOST_WORDS
        and all(len(part) <= _MOST_IN_A_PART for part in parts)
        and all(not word[0].islower() or _STREET.fullmatch(word) for word in words)
    )


def _is_number(line: str) -> bool:
    """Whether a line is a number to quote, call or pay to, or the address of mail or a page, and what it is called."""
    rest = _CODE.sub(" ", _NO.sub(" ", _URL_OR_MAIL.sub(" ", line)))
    return rest != line and _OF_NUMBERS.issuperset(_words(rest))
