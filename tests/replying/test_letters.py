"""Every letter that can be written, in every language: sound, complete, of one language, and as it was read.

    python -m tests.replying.test_letters

writes the letters in golden/ anew; read the difference as the one who receives them would.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from watcher.reading.language import detect
from watcher.reading.types import Details
from watcher.replying import books, lint
from watcher.replying.letter import Wishes, write

GOLDEN = Path(__file__).parent / "golden"
#: A post and a person as they are written there.
ROLES = {
    "da": "Pædagog", "de": "Elektriker (m/w/d)", "en": "Data Analyst", "es": "Contable", "fr": "Comptable",
    "it": "Infermiere", "ja": "営業職", "nl": "Verpleegkundige", "pl": "Księgowa", "pt": "Analista de Dados",
    "sv": "Undersköterska", "tr": "Muhasebe Uzmanı", "zh": "数据分析师",
}  # fmt: skip
PEOPLE = {"ja": "田中", "zh": "王芳"}
ROBIN = "Robin Keller"
#: What makes a mail lead to each letter: its kind, and what is known of it.
MAILS: dict[str, tuple[str, dict[str, str]]] = {
    "application": ("rejection", {}),
    "screen": ("rejection", {"stage": "screen"}),
    "interview": ("rejection", {"stage": "interview"}),
    "final": ("rejection", {"stage": "final"}),
    "filled": ("rejection", {"reason": "filled"}),
    "on_hold": ("on_hold", {}),
    "cancelled": ("rejection", {"reason": "cancelled"}),
    "talent_pool": ("rejection", {"reason": "talent_pool"}),
    "feedback": ("rejection", {"reason": "feedback"}),
    "agency": ("rejection", {"via": "agency"}),
    "internal": ("rejection", {"via": "own_house"}),
    "withdrawn": ("offer_withdrawn", {}),
    "after_feedback": ("feedback", {}),
    "after_interview": ("interview", {}),
}
VOICES = [(language, register) for language in books.LANGUAGES for register in books.registers(language)]


@cache
def letters(language: str, register: str) -> tuple[tuple[str, Details, Wishes, str], ...]:
    """Every letter of a language: (its shape, what was known, what was wished, its text)."""
    return tuple(_letters(language, register))


def _letters(language: str, register: str) -> Iterator[tuple[str, Details, Wishes, str]]:
    person = PEOPLE.get(language, "Anna Schmidt")
    known = itertools.product(("", "Blue Harbor"), ("", ROLES[language]), ("", person), ("", "first", "last"))
    stages = ("application", "interview")
    for (company, role, who, hailed), (shape, (kind, what)), stage in itertools.product(
        known, MAILS.items(), stages
    ):
        for again, asks, thanks_only in (("", True, False), ("2027-05-01", False, False), ("", True, True)):
            said = {"stage": stage, **what}
            details = Details(
                company, role, who, hailed, reapply_after=again, address=register, **said
            )  # fmt: skip
            wishes = Wishes(ROBIN, feedback=asks, thanks_only=thanks_only)
            seed = f"{company}{role}{who}{hailed}{stage}{again}"
            yield shape, details, wishes, write(details, kind, seed, wishes, language)


@pytest.mark.parametrize(("language", "register"), VOICES)
def test_every_letter_is_sound_and_of_one_language(language: str, register: str) -> None:
    """Its paragraphs begin with a capital letter; after the comma of a German or Polish greeting, the first one with
    a small one."""
    count = 0
    for shape, details, _, text in letters(language, register):
        count += 1
        body = text.removesuffix(f"\n{ROBIN}\n")
        assert body != text
        lint.form(body)
        assert detect(body.partition("\n")[2]) in (language, "und"), (shape, text)
        # Nothing is said of a fact that is not known, and no fact is lost that stands in every wording of a part.
        assert details.company or "Blue Harbor" not in text
        assert details.role or ROLES[language] not in text
        assert "m/w/d" not in text
        _, first, *others = text.split("\n\n")
        assert language in ("ja", "zh") or first[0].isupper() is (language not in ("de", "pl")), text
        assert all(language in ("ja", "zh") or one[0].isupper() or one[0] in "¿„" for one in others), text
    assert count == 2016


def test_there_are_several_thousand_of_them() -> None:
    assert 2016 * len(VOICES) > 30_000


@pytest.mark.parametrize(("language", "register"), VOICES)
def test_every_part_is_there_and_every_wording_can_be_said(language: str, register: str) -> None:
    book = books.book(language, register)
    shaped = {part for shape in book.shapes.values() for paragraph in shape for part in paragraph}
    japanese = {"ask", "ask_final", "ask_agency"} if language == "ja" else set()  # nobody asks there
    assert shaped | {"door_again"} >= set(book.parts) >= (shaped | {"door_again"}) - japanese
    role = ROLES[language].replace(" (m/w/d)", "")
    known = book.things({"company": "Acme", "role": role, "person": "Anna", "name": ROBIN})
    for part, wordings in book.parts.items():
        assert len(wordings) == len(set(wordings)) >= 2, part
        for wording in wordings:
            assert books.usable([wording], known), f"{part}: a slot that does not exist in {wording!r}"
            assert wording.endswith((".", "?", "。", "？"))
            lint.words(wording, book.said["never"])
            assert "$" in wording or wording == wording.strip()
        assert books.usable(wordings, book.things({})), f"{part}: nothing to say where no name is known"


@pytest.mark.parametrize("language", books.LANGUAGES)
def test_the_list_of_what_is_never_said_is_a_real_one(language: str) -> None:
    never = books.book(language).said["never"]
    assert len("|".join(never).split("|")) >= 25
    for pattern in never:
        assert not re.search(pattern, "")


@pytest.mark.parametrize(
    ("language", "bad"),
    [
        ("de", "Warum wurde ich abgelehnt?"),
        ("de", "Das ist ungerecht."),
        ("fr", "C'est une erreur de votre part."),
        ("es", "Es una injusticia."),
        ("it", "È un'ingiustizia."),
        ("pt", "É uma injustiça."),
        ("nl", "Dit is oneerlijk."),
        ("pl", "To niesprawiedliwe."),
        ("sv", "Det är orättvist."),
        ("da", "Det er uretfærdigt."),
        ("tr", "Bu haksızlık."),
        ("ja", "不公平だと思います。"),
        ("zh", "这不公平。"),
    ],
)
def test_what_is_never_said(language: str, bad: str) -> None:
    with pytest.raises(lint.NotWrittenError):
        lint.words(bad, books.book(language).said["never"])


@pytest.mark.parametrize(("language", "register"), VOICES)
def test_ten_letters_are_not_ten_copies(language: str, register: str) -> None:
    details = Details("Acme", ROLES[language], stage="interview", address=register)
    written = {write(details, "rejection", str(seed), Wishes(ROBIN), language) for seed in range(10)}
    assert len(written) >= 8
    assert write(details, "rejection", "1", Wishes(ROBIN), language) in written


@pytest.mark.parametrize(("language", "register"), VOICES)
def test_at_most_one_question_and_none_where_none_is_wanted(language: str, register: str) -> None:
    for _, _, wishes, text in letters(language, register):
        questions = len(re.findall(r"[?？]", text))
        assert questions <= 1
        assert (wishes.feedback and not wishes.thanks_only) or questions == 0


def test_the_other_side_sets_the_tone_and_the_person_may_set_it_otherwise() -> None:
    informal = Details(address="informal", stage="interview")
    assert " euch" in write(informal, "rejection", "a", Wishes(ROBIN), "de")
    assert " Ihnen" in write(informal, "rejection", "a", Wishes(ROBIN, tone="formal"), "de")
    assert " Ihnen" in write(Details(stage="interview"), "rejection", "a", Wishes(ROBIN), "de")


def test_where_the_mail_says_when_to_apply_again_the_door_is_that_one() -> None:
    for seed in "abcdef":
        assert "apply again" in write(Details(reapply_after="2027-05-01"), "rejection", seed, Wishes(ROBIN))


_DAYS = r"today|yesterday|heute|gestern|aujourd|\bhier\b|\bhoy\b|oggi|hoje|vandaag|\bi ?dag\b|dzi[sś]|bugün|本日|今天"


@pytest.mark.parametrize(("language", "register"), VOICES)
def test_thanks_after_an_interview_ask_nothing_and_are_right_whenever_they_are_read(
    language: str, register: str
) -> None:
    for shape, _, _, text in letters(language, register):
        if shape == "after_interview":
            assert not re.search(r"[?？]", text)
            assert not re.search(_DAYS, text, re.IGNORECASE)
            assert 3 <= len(re.findall(r"[^.。]{8,}[.。]", text.partition("\n")[2])) <= 7


def test_a_line_of_ones_own_stands_in_the_middle_and_the_letter_is_whole_without_it() -> None:
    line = "I liked hearing how your team plans its week."
    known = Details("Acme", "Nurse", "Anna Schmidt", "first")
    plain = write(known, "interview", "a", Wishes(ROBIN))
    paragraphs = write(known, "interview", "a", Wishes(ROBIN), line=f"  {line}\n").split("\n\n")
    assert paragraphs[2] == line
    assert "\n\n".join([*paragraphs[:2], *paragraphs[3:]]) == plain


@pytest.mark.parametrize("bad", ["When will I hear from you! ", "{name}", "It was so unfair.", "x" * 301])
def test_what_is_never_said_is_not_said_in_a_line_of_ones_own_either(bad: str) -> None:
    with pytest.raises(lint.NotWrittenError):
        write(Details("Acme"), "interview", "a", Wishes(ROBIN), line=bad)


def golden(language: str) -> str:
    """The letters of a language to be read: each shape in each register, all names known and none."""
    lines = []
    for register, (shape, (kind, what)) in itertools.product(books.registers(language), MAILS.items()):
        person = PEOPLE.get(language, "Anna Schmidt")
        for seed, names in (("one", ("Blue Harbor", ROLES[language], person)), ("two", ("", "", ""))):
            details = Details(*names, greeting="first", address=register, **what)  # type: ignore[misc]
            text = write(details, kind, seed, Wishes(ROBIN), language)
            lines.append(f"=== {' '.join(filter(None, (shape, register, seed)))} ===\n\n{text}\n")
    return "".join(lines)


@pytest.mark.parametrize("language", books.LANGUAGES)
def test_letters_are_those_that_were_read(language: str) -> None:
    assert (GOLDEN / f"{language}.txt").read_text(encoding="utf-8") == golden(language)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for code in books.LANGUAGES:
        (GOLDEN / f"{code}.txt").write_text(golden(code), encoding="utf-8")
