"""Which language a mail is written in: by script, by its most frequent small words, by letters of its own.

Small on purpose. A wrong guess costs more than none, so a short or mixed text is "und" (undetermined, as
ISO 639-2 has it).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from watcher.reading.marks import plain

UNDETERMINED = "und"
#: Enough text to be sure; more changes nothing.
_MAX_CHARACTERS = 6_000
#: The least weight of evidence, by how much the best language must lead, and the least weight for each word of a text.
_LEAST, _LEAD, _LEAST_SHARE = 1.7, 1.25, 0.04
#: By how much a sentence must be more of another language than of that of its text, where that is known.
_PLAINLY = 3.0
#: With so many different words, or letters, that are another language's own, a part of a mail may be in that.
_FEW_WORDS = 3
#: A part of a text may be Japanese or Chinese from so many characters on; all of it, if they are one in three letters.
_FEW_CHARACTERS, _ONE_IN = 4, 3

_WORDS = {
    "en": """the of and to in is you your that for with this have our are we not be will was at from by it on as has
        been would which their they if can all please thank were more any but my do what there a i s so t one no
        application dear us two who ve about re after had out up an may d job me back before time ll first post
        another come three now other new he day year yours next people again interview team good list them like
        take go only last asked second still over""",
    "de": """der die das und ist nicht ein eine einen für mit von zu den dem sie wir ihr ihre ihnen uns sich auf im auch
        haben werden bei wird wurde aus nach oder als wie zum zur ich du dein deine dir es an sind leider in hat am
        bewerbung frau noch stelle bis bitte sehr dass herr war um können mehr vom zwei über ab so dich keine des
        nur schon unser liebe mir drei ihrer da unsere alle einer vor kann andere anderen aber beim ohne gespräch
        ihren m w d nr wenn entschieden gern liegt geehrte tag einem heute geht wieder jetzt""",
    "fr": """le la les des et est une un du que qui dans pour pas sur vous nous votre vos notre avec ce cette au aux par
        ne sont avons avez plus mais ou être été il elle je à très bien merci bonjour a de l d en n candidature
        poste on deux autre c dossier tu demande s si ton sans avant ai se j fait trois ont place sera y suite nos
        chez te entretien ta donc équipe encore après non personne son peut qu reste réponse monsieur service tout
        mon profil mois m pris lundi ma t quelqu madame""",
    "es": """el la los las de que y en un una es por con para del se su sus no lo al más como pero tu te le nos hemos ha
        has este esta está son muy gracias hola usted ya mi si o nuestro nuestra a puesto otra dos me sin
        candidatura hasta queda otro proceso solicitud entrevista plaza hay fue tres desde persona sido así antes
        prueba puede va vacante día sobre equipo sigue falta lunes tiene lista días quedó perfil contrato aquí
        semana selección entre año yo nadie eso oferta qué porque empresa mañana todo tú quien personas casa ti vez
        final""",
    "pt": """o a os as de que e em um uma é por com para do da dos das se seu sua não no na ao mais como mas você nos
        foi são está este esta muito obrigado olá nosso nossa pelo pela ou sobre já vaga à candidatura até lugar
        quem outra dia sem ficou processo vai só pode outro tem fica lhe ser entrevista ainda às eu três gente te
        isso dois lista pedido ano segunda nome há senhor pessoa depois aqui dias casa meu candidato perfil
        inscrição será contrato boa proposta prova duas me minha hoje ontem currículo semana ninguém segue senhora
        novo""",
    "it": """il lo la gli le di che e un una è per con del della dei delle si suo sua non nel nella al alla più come ma
        ti ci abbiamo hai ha questo questa sono grazie ciao tuo tua i anche da dal stato a in l lei candidatura
        posto se due stata chi domanda ho altro prova già mi colloquio dopo gentile può ancora selezione noi sei te
        alle siamo prima ne altri tre altra all hanno sul c su posizione nostro dell io senza entro scelto resta
        lavoro anno fino profilo d no tra esito richiesta tu giorni era purtroppo""",
    "nl": """de het een en van is niet voor met op te dat je jij u uw wij we ons onze zijn hebben heeft wordt worden aan
        bij ook naar om uit als maar die dit deze er ik jouw hebt kan graag helaas in nog geen over dan
        sollicitatie na door dus tot andere al was meer functie gesprek gaat staat iemand mijn ander twee jou beste
        heb bent kunnen wat vacature komt drie week jaar plek nieuwe uur nu dag af ze kandidaat wil gaan wie verder
        brief kandidatuur of mee binnen hier gekozen mag ligt anders zit alle""",
    "pl": """i w na z do się nie to jest że o za od po dla przez jak ale lub oraz twoja twój pani pana są był było być
        może już ten tej tego nas nam państwa dziękujemy bardzo proszę czy ze które a pan tym ma u bez stanowisko
        przy więc panie pracy będzie jeszcze zgłoszenie co bo innego mamy dzień kogoś prosimy panią tak twoje cv
        niestety roku rozmowę pod jeśli rekrutacji dalej miejsce ciebie razem kto tylko osoby została rozmowy inny
        cię etat ci trzy możemy panu nr dwa dobry osób jednak wniosek mnie oferty mi kandydata wynik dni komisja
        dziś zgłoszenia pracę odpowiedź sprawie aplikacji""",
    "sv": """och att det som en ett är av för på med till den inte har vi du din ditt oss om kan men från vår er ni var
        ska blir eller när vid så tack hej dig här mer jag denna detta efter våra i ansökan får tjänsten annan de
        går in hos vill vidare någon tyvärr två nu fick andra nej ut ingen alla sökande år tar blev tre kommer ta
        gick än dina kom nästa gärna redan finns ha intervju ligger upp fått plats kvar sig hade inget min
        rekryteringen före jobbet mig över utan nya dag jobb under tid bara igen längre dem""",
    "da": """og at det som en et er af for på med til den ikke har vi du din dit os om kan men fra vores jer i var skal
        bliver eller når ved så tak hej dig her mere jeg denne dette efter blev af kære der ansøgning de anden
        stillingen vil desværre to nu hos alle må går videre får valgt samtale nej fik jobbet op andre gerne kom år
        dine tre igen ingen dem kommer næste ud noget tager min inden svar ind have afslag da siger uden ligger
        fordi nye gang hvis uge se før over sig job plads dag selv""",
    "tr": """ve bir bu için ile de da çok daha olarak olan sizin size biz bizim ne var yok değil gibi kadar sonra her
        ben sen en ya veya ki mi mı tarafından ettik teşekkür ederiz merhaba sayın lütfen i başka iki sizi
        başvurunuz yeni o aday gün iş geri üç uygun kabul günü yer başvuru on hafta hanım karar olumsuz ama işe
        seni siz yıl bey ay kişi açık oldu maalesef sana iptal devam alım yeniden son ilan tek içinde ilk saat bize
        kadro ikinci teşekkürler sizinle aldık hâlâ deneme iyi e işi geldi teklif ön beş olsun değerlendirme artık
        mülakat doldu kaldı kalmadı selam ekip önce reddedildi talebiniz yine senin""",
}
_LETTERS = {
    "de": "ß",
    "fr": "œùê",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "pl": "ąęłśźżćń",
    "tr": "ğış",
    "sv": "",
    "da": "æø",
}
_WORD = re.compile(r"[^\W\d_]+")
#: Of ASCII the letters in lower case, and spaces instead of all else: faster than an expression.
_PLAIN_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}
_KANA_OR_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SPACE = re.compile(r"\s")
_ADDRESS_MARKS = ("@", "://", "www.")


def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """For each word the languages that it speaks for, and how much; one that several share speaks for each less."""
    of = {code: frozenset(words.split()) for code, words in _WORDS.items()}
    kept: dict[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]] = {}  # most words say the same
    weights = {}
    for word, count in Counter(word for words in of.values() for word in words).items():
        says = tuple((code, 1 / count**2) for code, words in of.items() if word in words)
        weights[word] = kept.setdefault(says, says)
    return weights


_WEIGHTS = _weights()
_ONLY_OF = {word: says[0][0] for word, says in _WEIGHTS.items() if len(says) == 1}
_OF_SCRIPTS = frozenset({"ja", "zh"})


@dataclass(frozen=True, slots=True)
class Languages:
    """What a text is written in.

    Args:
        main: its language, as `detect` has it.
        beside: others that a part of it may be written in.
    """

    main: str
    beside: frozenset[str] = frozenset()


def detect(text: str) -> str:
    """The language of a text.

    Args:
        text: the visible text of a mail; its first _MAX_CHARACTERS are read.

    Returns:
        one of en de fr es pt it nl pl sv da tr ja zh, or "und" where the text is too short, mixed, or of
        another language altogether.
    """
    return _detected(text)[0]


def languages(text: str) -> Languages:
    """The language of a text as `detect` has it, and those that a part of it may be written in."""
    main, script, known = _detected(text)
    return Languages(main, (_beside(known, text) | frozenset({script} - {""})) - {main})


def _detected(text: str) -> tuple[str, str, Collection[str]]:
    """The language of a text; Japanese or Chinese, if there is some in it; and its words that say anything."""
    text = without_addresses(text[:_MAX_CHARACTERS])
    script, prevails = _by_script(text)
    text, words = _words_of(text)
    weights, known = _evidence(text, words)
    if prevails:
        return script, script, known
    if max(weights.values(), default=0.0) < _LEAST:
        return UNDETERMINED, script, known
    (most, best), (next_most, _) = sorted(((weights[code], code) for code in _WORDS), reverse=True)[:2]
    if most < _LEAD * next_most or most < _LEAST_SHARE * len(words):
        return UNDETERMINED, script, known
    return best, script, known


def each(sentences: Sequence[str], of: Languages) -> list[str]:
    """The language of each sentence of a text, in their order.

    That of the text, but where one is plainly in another: so are those after it, like the English lines below a Dutch
    letter, until one is plainly in another again, or looks more like the text's own. What comes before the first one
    that is plain is in the language of that one, if it does not look more like the text's own.

    Args:
        of: the text.
    """
    if not of.beside and of.main != UNDETERMINED:
        return [of.main] * len(sentences)
    own = [_weighed(one, of) for one in sentences]
    last = next((its for its, _ in own if its), of.main)
    found = []
    for its, weights in own:
        if its or weights[of.main] > weights[last]:
            last = its or of.main
        found.append(last)
    return found


def of_sentence(sentence: str, language: str) -> str:
    """The language of a sentence by itself: that of its text, if it is not plainly in another."""
    return each([sentence], Languages(language, frozenset(_WORDS) - {language}))[0]


def _weighed(sentence: str, of: Languages) -> tuple[str, defaultdict[str, float]]:
    """What a sentence is plainly written in, "" where it could be in several, and how much speaks for each language."""
    text = without_addresses(sentence)
    if not text.isascii() and (script := _script_in(text, of)):
        return script, defaultdict(float)
    text, words = _words_of(text)
    weights, _ = _evidence(text, words)
    if of.main != UNDETERMINED:
        among = (of.main, *sorted(of.beside))
        others = [_PLAINLY * weights[of.main]]
    else:
        among = tuple(_WORDS)
        others = sorted(_LEAD * one for one in weights.values())[:-1]
    best = max(among, key=weights.__getitem__)
    leads = best == of.main or weights[best] >= max(others, default=0.0)
    is_plain = leads and weights[best] >= max(_LEAST, _LEAST_SHARE * len(words))
    return (best if is_plain else ""), weights


def _script_in(sentence: str, of: Languages) -> str:
    """Japanese or Chinese where a sentence is in their characters, as its text is where that is in one of them; a line
    of Japanese may have no kana."""
    found = _KANA_OR_HAN.findall(sentence)
    if len(found) * _ONE_IN <= sum(map(str.isalpha, sentence)):
        return ""
    return next(
        (code for code in (of.main, *sorted(of.beside)) if code in _OF_SCRIPTS), _by_script(sentence)[0]
    )


def _words_of(text: str) -> tuple[str, list[str]]:
    """A text in lower case, and its words."""
    if text.isascii():
        return text, plain_words(text)  # its letters do not matter then
    text = text.lower()
    return text, _WORD.findall(text)


def _by_script(text: str) -> tuple[str, bool]:
    """Japanese or Chinese, by the characters of a text, and whether they are most of it; "" where there are few."""
    found = _KANA_OR_HAN.findall(text) if not text.isascii() else ()
    if len(found) < _FEW_CHARACTERS:
        return "", False
    kana = sum(one <= "\u30ff" for one in found)
    return "ja" if kana * 10 > len(found) else "zh", len(found) * _ONE_IN > sum(map(str.isalpha, text))


def _beside(known: Collection[str], text: str) -> frozenset[str]:
    """The languages of which a text has some words of their own, or letters.

    Args:
        known: its different words that say anything of languages.
    """
    own = Counter(_ONLY_OF[word] for word in known if word in _ONLY_OF)
    if not text.isascii():
        text = text[:_MAX_CHARACTERS].lower()
        own.update({code: sum(letter in text for letter in letters) for code, letters in _LETTERS.items()})
    return frozenset(code for code, count in own.items() if count >= _FEW_WORDS)


@lru_cache(maxsize=1)  # as below
def plain_words(text: str) -> list[str]:
    """The words of a text in ASCII, in lower case, cut at all but letters; not to be changed."""
    return text.translate(_PLAIN_LETTERS).split()


@lru_cache(maxsize=1)  # it is asked for to tell a mail's language, and then for a first look at it
def without_addresses(text: str) -> str:
    """Leaves out what stands without a space around "://", "@" or "www."; the marks between words in ASCII."""
    for mark in _ADDRESS_MARKS:
        at = text.find(mark)
        if at < 0:
            continue
        kept, end = [], 0
        while at >= 0:
            begin = at
            while begin > end and not text[begin - 1].isspace():
                begin -= 1
            kept.append(text[end:begin])
            space = _SPACE.search(text, at)
            if space is None:
                end = len(text)
                break
            end = space.start()
            at = text.find(mark, end)
        text = "".join([*kept, text[end:]])
    return plain(text)


def _evidence(text: str, words: Sequence[str]) -> tuple[defaultdict[str, float], Collection[str]]:
    """How much speaks for each language, and the different words that do."""
    found: defaultdict[str, float] = defaultdict(float)
    counts = Counter(words)
    known = list(filter(_WEIGHTS.__contains__, counts))
    for word in known:
        count = counts[word]
        for code, weight in _WEIGHTS[word]:
            found[code] += weight * count
    if not text.isascii():
        for code, letters in _LETTERS.items():
            found[code] += min(3.0, 0.5 * sum(map(text.count, letters)))
    return found, known
