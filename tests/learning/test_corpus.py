"""Reading the corpus, and writing its patterns out."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import UserError
from watcher.learning.corpus import LABELS, Corpus, Line, read
from watcher.learning.lexicon import CONCEPTS
from watcher.learning.training import CORPUS
from watcher.reading.types import REPLYABLE


@cache
def shipped() -> Corpus:
    return read(CORPUS)


def corpus(folder: Path, text: str, names: str = "[company]\nTallgrass\n[role]\nclerk\n") -> Corpus:
    (folder / "en").mkdir()
    (folder / "names").mkdir()
    (folder / "names" / "de.txt").write_text("[role]\nGärtner\n", encoding="utf-8")
    (folder / "en" / "some.txt").write_text(text, encoding="utf-8")
    (folder / "names.txt").write_text(names, encoding="utf-8")
    return read(folder)


def test_lines_belong_to_the_section_above_them(tmp_path: Path) -> None:
    found = corpus(tmp_path, "# words\n[interview]\nCome in.\n\n[courtesy]\nThank you.\n")
    assert [(line.label, line.pattern) for line in found.lines] == [
        ("interview", "Come in."),
        ("courtesy", "Thank you."),
    ]


def test_other_is_ordinary_at_the_level_of_sentences(tmp_path: Path) -> None:
    assert corpus(tmp_path, "[other]\nHello.\n").lines[0].label == "ordinary"


def test_all_alternatives_are_written_out_where_there_are_few(tmp_path: Path) -> None:
    found = corpus(tmp_path, "[courtesy]\n{Thanks|Thank you{ so much|}} for {this|it}.\n")
    assert set(found.expand(found.lines[0], limit=100)) == {
        f"{thanks} for {what}."
        for thanks in ("Thanks", "Thank you", "Thank you so much")
        for what in ("this", "it")
    }


def test_no_more_sentences_than_the_limit_and_the_same_each_time(tmp_path: Path) -> None:
    found = corpus(tmp_path, "[ordinary]\n" + "{a|b|c} " * 20 + "\n")
    sentences = found.expand(found.lines[0], limit=7)
    assert len(set(sentences)) == 7
    assert sentences == found.expand(found.lines[0], limit=7)


def test_placeholders_are_filled_in_the_language_of_the_line(tmp_path: Path) -> None:
    found = corpus(tmp_path, "[ordinary]\n<role> at <company>, <number> days\n")
    assert found.expand(found.lines[0])[0].startswith("clerk at Tallgrass, ")
    german = Line("ordinary", "<role>", "de", "")
    assert found.expand(german) == ["Gärtner"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[nonsense]\nHello\n", "some.txt:1"),
        ("Hello\n", "some.txt:1"),
        ("[ordinary]\n{a|b\n", "some.txt:2"),
        ("[ordinary]\na}\n", "some.txt:2"),
        ("[ordinary]\n<planet>\n", "<planet>"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        corpus(tmp_path, text)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        corpus(tmp_path, "[nonsense]\nx\n[ordinary]\n{a\n<planet>\n")
    assert len(error.value.problems) == 3


def test_the_checksum_changes_with_any_file(tmp_path: Path) -> None:
    first = corpus(tmp_path, "[ordinary]\nHello.\n").checksum
    assert read(tmp_path).checksum == first
    (tmp_path / "en" / "some.txt").write_text("[ordinary]\nHello!\n", encoding="utf-8")
    assert read(tmp_path).checksum != first


@given(
    st.recursive(
        st.sampled_from("abc "),
        lambda inner: st.lists(inner, min_size=1, max_size=3).map(
            lambda options: "{" + "|".join(options) + "}"
        ),
        max_leaves=12,
    )
)
def test_no_brace_or_bar_is_left(pattern: str) -> None:
    empty = Corpus((), {}, "")
    for sentence in empty.expand(Line("ordinary", pattern, "en", "")):
        assert not set(sentence) & set("{|}")


OPENERS = {
    "en": r"unfortunat|regret|sorry|sadly|afraid|disappoint|apolog",
    "de": r"leider|bedau|schade|traurig|tut (mir|uns)|entschuld|enttäusch",
    "fr": r"malheureus|regret|désol|navr|hélas|déçu",
    "es": r"lament|desafortun|desgraciad|siento|sentimos|pena\b",
    "pt": r"infeliz|lament|pena\b|desculp",
    "it": r"purtroppo|spiac|rammaric",
    "nl": r"helaas|spijt|jammer|teleurst",
    "pl": r"niestety|przykr|żał",
    "sv": r"tyvärr|beklag|leds|tråkig",
    "da": r"desværre|beklag|ked af",
    "tr": r"maalesef|ne yazık|üzg|üzül|üzünt",
    "ja": r"残念|申し訳|恐れ入り|遺憾|あいにく",
    "zh": r"遗憾|抱歉|可惜|不好意思|对不起",
}


@pytest.mark.parametrize("language", sorted(OPENERS))
def test_most_verdicts_do_without_the_usual_words(language: str) -> None:
    lines = [line for line in shipped().lines if line.language == language and line.label == "rejection"]
    sentences = [sentence for line in lines for sentence in shipped().expand(line, 3)]
    plain = [sentence for sentence in sentences if not re.search(OPENERS[language], sentence, re.IGNORECASE)]
    assert len(lines) >= 200
    assert len(plain) > len(sentences) / 2


@pytest.mark.parametrize("language", sorted(OPENERS))
def test_every_language_has_every_label_its_concepts_and_whole_mails(language: str) -> None:
    assert {line.label for line in shipped().lines if line.language == language} == set(LABELS)
    assert set(shipped().concepts[language]) == CONCEPTS
    letters = [letter for letter in shipped().letters if letter.language == language]
    assert len(letters) >= 70
    assert sum(letter.kind in REPLYABLE for letter in letters) >= 25


def test_whole_mails_keep_their_lines_and_are_always_the_same(tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    mails = (
        "# invented\n[rejection]\nSubject: About {it|this}\nHello <company>,\n\nno.\nSubject:\nNo again.\n"
    )
    (tmp_path / "mails" / "en.txt").write_text(mails, encoding="utf-8")
    first, second = corpus(tmp_path, "[ordinary]\nHello.\n").letters
    assert first.subject in ("About it", "About this")
    assert first.text == "Hello Tallgrass,\n\nno."
    assert (second.kind, second.subject, second.text) == ("rejection", "", "No again.")
    assert read(tmp_path).letters == (first, second)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("mails", "[nonsense]\nSubject: x\ny\n", "no kind"),
        ("mails", "[other]\ntext first\nSubject: x\n", "before the first"),
        ("concepts", "NONSENSE: x\n", "no concept"),
    ],
)
def test_mistakes_beside_the_sentences_are_named(tmp_path: Path, name: str, text: str, problem: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "en.txt").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=problem):
        corpus(tmp_path, "[ordinary]\nHello.\n")
