"""What the classifier sees of a sentence: tokens, short runs of them, pieces of words, and concepts.

Training and the running program call the same functions, so both see the same features.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from watcher.reading import concepts
from watcher.reading.marks import plain

#: The longest run of tokens that is a feature.
MAX_RUN = 2
#: How many letters the pieces of words have that are features too.
PIECE = 4

URL, MAIL, NUMBER = "<url>", "<mail>", "<number>"
#: Tokens that are none of a word, and are what they are in every text.
NO_WORDS = frozenset({URL, MAIL, NUMBER, *"?!%$€£"})
#: A word that the training text does not hold: a company, a person, and all that we cannot know.
UNKNOWN, UNKNOWN_NAME = "<word>", "<name>"
START = "<start>"

_TOKEN = re.compile(
    r"(?P<url>(?:https?://|www\.)\S+)"
    r"|(?P<mail>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*)"
    r"|(?P<cjk>[\u3040-\u30ff\u3400-\u9fff])"
    r"|(?P<number>\d+(?:[.,:/-]\d+)*)"
    r"|(?P<word>[^\W\d_\u3040-\u30ff\u3400-\u9fff]+(?:'[^\W\d_]+)*)"
    r"|(?P<mark>[?!%$€£])"
)
#: The same for text without URLs and addresses that is in ASCII but for its accents, which is most text.
_PLAIN_TOKEN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[0-9]+(?:[.,:/-][0-9]+)*|[?!%$]")
#: One word or only characters, all of which NFKC leaves as they are or makes Latin letters of.
_HAN_OR_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f]+")
#: What NFKD makes of the accent of a letter.
_ACCENT = re.compile(r"[\u0300-\u036f]+")
#: What is written in several ways, and letters that no decomposition knows.
_SAME = (
    *(("’", "'"), ("‘", "'"), ("ʼ", "'"), ("`", "'"), ("´", "'")),
    *(("\u00ad", ""), ("\u200b", ""), ("\u200c", ""), ("\u200d", ""), ("\ufeff", "")),
    *(("ı", "i"), ("ł", "l"), ("Ł", "L"), ("ø", "o"), ("Ø", "O"), ("æ", "ae"), ("Æ", "Ae")),
)
_SHORT_FORMS = {"n't": "not", "'ve": "have", "'ll": "will", "'re": "are", "'m": "am", "'d": "would"}
_WHOLE_FORMS = {"won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not")}

#: Where capitals begin every noun, or there are none.
_NO_CAPITALS = frozenset({"de", "ja", "zh"})
#: The concepts whose words mean in a name what they mean elsewhere: "Talent Acquisition Team", "Your Application".
_SAME_IN_NAMES = """
    APPLICATION CANDIDATE CHOOSE CONTINUE DECIDE EMPLOYER END FILL HOPE_LATER I INTERVIEW INVITE JOB KEEP LIST MESSAGE
    NOT OFFER OTHER RECEIVE RESULT REVIEW SKILL SORRY STEP TEAM TEST THANK WE WISH YOU
"""
_OF_APPLICATIONS = frozenset(_SAME_IN_NAMES.split())

#: Tokens to one feature each in a language without spaces, where a token is a character: up to this many.
MAX_CHARACTERS = 5
UNSPACED = frozenset({"ja", "zh"})

#: A sentence and its language (ISO 639-1).
Said = tuple[str, str]
Analyzer = Callable[[Said], list[str]]
Forms = Mapping[str, Sequence[str]]


def tokens(sentence: str) -> list[str]:
    """The tokens of a sentence as they stand there: case kept, accents folded, URLs and numbers as classes.

    Chinese and Japanese characters are a token each; other text is cut into words.
    """
    if sentence.isascii() and sentence.isalpha() and "annot" not in sentence.lower():
        return [sentence]
    if sentence.isalpha() and not sentence.isascii():
        if _HAN_OR_KANA.fullmatch(sentence):
            return list(sentence)
        if _LATIN.fullmatch(sentence) and (word := in_one_way(sentence)).isalpha():
            return list(word_as_tokens(word))
    found: list[str] = []
    in_ascii = plain(sentence)
    if not in_ascii.isascii():
        in_ascii = _bare(in_one_way(in_ascii))
    if in_ascii.isascii() and not ("@" in in_ascii or "://" in in_ascii or "www." in in_ascii):
        whole = _PLAIN_TOKEN.findall(in_ascii.replace("`", "'"))
        if "'" not in in_ascii and "`" not in in_ascii and "annot" not in in_ascii.lower():  # no short form
            return [NUMBER if token[0].isdigit() else token for token in whole]
        for token in whole:
            if token[0].isalpha():
                found.extend(word_as_tokens(token))
            else:
                found.append(NUMBER if token[0].isdigit() else token)
        return found
    for match in _TOKEN.finditer(in_one_way(sentence)):
        name = match.lastgroup
        if name == "word":
            found.extend(word_as_tokens(match.group()))
        elif name == "cjk" or name == "mark":
            found.append(match.group())
        else:
            found.append({"url": URL, "mail": MAIL, "number": NUMBER}[str(name)])
    return found


def in_one_way(text: str) -> str:
    """Text in which what can be written in several ways is written in one of them (NFKC, apostrophes, some letters)."""
    text = unicodedata.normalize("NFKC", text)
    for written, same in _SAME:  # several times as fast as str.translate
        if written in text:
            text = text.replace(written, same)
    return text


def is_plain(word: str) -> bool:
    """Whether a word in small letters is one token, itself; most are."""
    return word.isascii() and "'" not in word and word not in _WHOLE_FORMS


@lru_cache(maxsize=5_000)
def word_as_tokens(word: str) -> tuple[str, ...]:
    """One written word as one or two tokens: accents folded, English short forms written out."""
    if not word.isascii():
        word = _without_accents(word)
    if "'" not in word:
        return _WHOLE_FORMS.get(word.lower(), (word,))
    lower = word.lower()
    if lower in _WHOLE_FORMS:
        return _WHOLE_FORMS[lower]
    for ending, written_out in _SHORT_FORMS.items():
        if lower.endswith(ending) and len(lower) > len(ending):
            return (word[: -len(ending)], written_out)
    # "n'est", "s'il": the single letter is a word of its own, and may be the "not" or the "if" of a sentence.
    return tuple(part if len(part) > 1 else f"{part}'" for part in word.split("'") if part)


def _bare(text: str) -> str:
    """Text that is written in one way, without its accents; as it is where one of them stands by itself, and so divides
    a word."""
    return text if _ACCENT.search(text) else _ACCENT.sub("", unicodedata.normalize("NFKD", text))


def _without_accents(word: str) -> str:
    """Folds accents, which many people and programs leave out; ñ and n, ü and u count as one letter."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def without_names(written: list[str], language: str, lexicon: concepts.Lexicon | None) -> list[str]:
    """The tokens of a sentence, where names of several words have become UNKNOWN_NAME.

    "Harbour Books" says nothing of books, nor "Loan Officer" of a loan. A name is two words or more in a row that begin
    with a capital letter, within a sentence of which most words do not.

    Args:
        lexicon: of the language; None where there is none, and no names are known.
    """
    capitals = [token[0].isupper() for token in written]
    if lexicon is None or language in _NO_CAPITALS or not 2 <= sum(capitals[1:]) <= (len(written) - 1) / 2:
        return written
    in_name = [
        at > 0 and capital and (len(one) == 1 or not one.isupper())
        for at, (one, capital) in enumerate(zip(written, capitals, strict=True))
    ]
    beside = [
        before or after for before, after in zip([False, *in_name], [*in_name[1:], False], strict=False)
    ]

    def means(one: str) -> bool:
        return not _OF_APPLICATIONS.isdisjoint(lexicon.meaning(one.casefold()))

    return [
        UNKNOWN_NAME if here and more and not means(one) else one
        for one, here, more in zip(written, in_name, beside, strict=True)
    ]


def shown(token: str, known: Collection[str]) -> str:
    """A token as the word that it is for the model: case folded, or one of all those that are not known."""
    folded = token.casefold()
    if folded in known or not token[0].isalpha():
        return folded
    return UNKNOWN_NAME if token[0].isupper() else UNKNOWN


def analyzer(known: Collection[str], forms: Mapping[str, Forms]) -> Analyzer:
    """The function from a sentence to its features, for words that the training text holds.

    Args:
        known: words, case folded; every other word becomes UNKNOWN, or UNKNOWN_NAME with a capital letter.
        forms: for each language the words of each concept, see `concepts.Lexicon`.
    """
    # Lexicons are made when first needed, since a person has mail in two or three languages; until then one string
    # holds all forms of a concept, which takes a tenth of the memory.
    lexicons: dict[str, concepts.Lexicon] = {}
    packed = {
        code: {concept: " ".join(words) for concept, words in its.items()} for code, its in forms.items()
    }

    def analyse(said: Said) -> list[str]:
        sentence, language = said
        if language in packed and language not in lexicons:
            its = {concept: words.split() for concept, words in packed[language].items()}
            lexicons[language] = concepts.Lexicon(its, tokens)
        lexicon = lexicons.get(language)
        written = without_names(tokens(sentence), language, lexicon)
        found = runs(
            [START, *(shown(token, known) for token in written)],
            MAX_CHARACTERS if language in UNSPACED else MAX_RUN,
        )
        for token in written:
            found += pieces(token)
        if lexicon is not None:
            found += concepts.features(lexicon.read([token.casefold() for token in written]), language)
        return found

    return analyse


def is_concept(feature: str) -> bool:
    return feature[0] == "@"


def is_marked(feature: str) -> bool:
    """A concept that a "not" or an "if" speaks of."""
    return feature[0] == "@" and not feature[1].isalpha()


def is_piece(feature: str) -> bool:
    return feature[0] == "#"


def runs(seen: list[str], longest: int = MAX_RUN) -> list[str]:
    """All runs of one to `longest` tokens, joined by a space, after the START that comes first."""
    found = seen[1:]
    for length in range(2, longest + 1):
        found += [" ".join(seen[i : i + length]) for i in range(len(seen) - length + 1)]
    return found


def pieces_of(token: str) -> tuple[str, ...]:
    """The letter runs inside a word, its ends marked, so that "apply" and "applying" have much in common."""
    return tuple([f"#{piece}" for piece in bare_pieces(token)])


def bare_pieces(token: str) -> list[str]:
    """The same without the mark that tells them from words."""
    if len(token) < 2 or token[0] == "<":
        return []
    word = f"_{token.casefold()}_"
    return [word[at : at + PIECE] for at in range(len(word) - PIECE + 1)]


pieces = lru_cache(maxsize=20_000)(pieces_of)  # training meets the same words again and again
