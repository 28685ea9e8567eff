"""A mail cut into tokens: each knows where it stands, and names in any script can begin and end between two."""

from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.message import parse
from watcher.reading.tokens import END_OF_BLOCK, END_OF_LINE, SENDER, SIGNATURE, SUBJECT, TEXT, read, words
from watcher.reading.types import Address, Message

MAIL = (
    "From: Ada Öz <ada@oz.example>\nSubject: Your application\nContent-Type: text/plain; charset=utf-8\n\n"
    "Dear Robin,\n\nwe have filled the place of the garden\nplanner.\n\n-- \nÖz Gardens Ltd.\n"
)


def test_the_parts_of_a_mail_come_one_after_the_other() -> None:
    found = read(parse(MAIL.encode()))
    assert [(line.part, line.text) for line in found.lines] == [
        (SENDER, "Ada Öz"),
        (SUBJECT, "Your application"),
        (TEXT, "Dear Robin,"),
        (TEXT, "we have filled the place of the garden planner."),  # as it was before it was wrapped
        (SIGNATURE, "--"),
        (SIGNATURE, "Öz Gardens Ltd."),
    ]
    assert [token.word for token in found.tokens[:3]] == ["Ada", "Öz", END_OF_LINE]
    assert found.tokens[3].word == END_OF_BLOCK
    assert [token.word for token in found.tokens[found.lines[5].tokens]] == ["Öz", "Gardens", "Ltd", "."]


def test_a_name_may_begin_within_what_has_no_spaces() -> None:
    assert words("月光咖啡でSEを") == ["月", "光", "咖", "啡", "で", "SE", "を"]
    assert words("d'études (m/w/d), 80-100 %") == [
        *("d", "'", "études", "(", "m", "/", "w", "/", "d", ")", ",", "80", "-", "100", "%"),
    ]


def test_a_line_without_an_end_is_taken_for_several() -> None:
    found = read(Message("f" * 64, text="word " * 2_000))
    assert max(line.size for line in found.lines) < 500


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=80))
def test_each_token_stands_where_it_says(text: str, subject: str, name: str) -> None:
    sender = Address(name, "a@b.example")
    found = read(Message("f" * 64, subject=subject, sender=sender, text=text, signature=text[::-1]))
    for number, line in enumerate(found.lines):
        assert line.size == len(words(line.text))
        for at, token in enumerate(found.tokens[line.tokens]):
            assert (token.line, token.number) == (number, at)
            assert line.text[token.start : token.end] == token.word
            assert not token.is_end
    ends = sum(token.is_end for token in found.tokens)
    assert ends + sum(line.size for line in found.lines) == len(found.tokens)
