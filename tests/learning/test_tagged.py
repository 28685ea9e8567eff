"""Whole mails in which each name is marked."""

import re
from pathlib import Path

import pytest

from watcher.learning.tagged import Tagged, read
from watcher.learning.training import CORPUS

PATH = Path("tagged/en.txt")
MAIL = """# A note.
===
From: "Cath" at [c:Öz Gardens] <cath@oz.example>
Subject: [p:garden planner]

Hi Robin,

[c:Öz Gardens] has found a [p:garden planner] at [o:Marlow].

On Tuesday Robin Keller wrote:
> when does it begin?

Cath, [q:Head Gardener]
"""


def mails(content: str) -> list[Tagged]:
    problems: list[str] = []
    found = list(read(PATH, content, problems.append))
    assert problems == []
    return found


def test_a_mail_and_its_names() -> None:
    (found,) = mails(MAIL)
    assert found.language == "en"
    assert found.names == [
        ("house", "Öz Gardens"),
        ("post", "garden planner"),
        ("house", "Öz Gardens"),
        ("post", "garden planner"),
        ("other_house", "Marlow"),
        ("other_post", "Head Gardener"),
    ]
    assert found.message.sender
    assert found.message.sender.name == "Cath' at Öz Gardens"
    assert found.message.subject == "garden planner"
    assert "[" not in found.message.text


def test_the_person_has_many_names() -> None:
    written = MAIL + MAIL.partition("# A note.\n")[2].replace(
        "Hi Robin,", "Guten Tag Herr KELLER,\nRobins Wahl: [p:Kellermeister], Robinie"
    )
    first, second = mails(written)
    assert "Robin" not in first.message.text
    assert "KELLER" not in second.message.text
    assert "Robins" not in second.message.text
    assert "Kellermeister, Robinie" in second.message.text
    (japanese,) = read(
        Path("tagged/ja.txt"),
        "===\nFrom: HR <a@b.example>\nSubject: x\n\nロビン・ケラー様、Robin Keller様\n",
        print,
    )
    assert not {"ロビン", "ケラー", "Robin", "Keller"} & set(
        re.findall(r"[A-Za-z]+|[ァ-ヴー]+", japanese.message.text)
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Hello\n===\n" + MAIL.split("===\n")[1], "tagged/en.txt:1: text before the first ==="),
        (
            MAIL + "===\nSubject: x\n\nHi\n",
            "tagged/en.txt:14: a mail begins with From:, Subject: and an empty line",
        ),
        (MAIL.replace("[o:", "[x:"), "tagged/en.txt:2: a mark that is broken, or is none of p, c, q, o"),
        (
            MAIL.replace("[o:Marlow]", "[o:Marlow"),
            "tagged/en.txt:2: a mark that is broken, or is none of p, c, q, o",
        ),
    ],
)
def test_what_is_wrong_is_said(content: str, problem: str) -> None:
    problems: list[str] = []
    list(read(PATH, content, problems.append))
    assert problems == [problem]


def test_the_shipped_mails_are_sound() -> None:
    for path in sorted(CORPUS.glob("tagged/*.txt")):
        found = list(read(path, path.read_text(encoding="utf-8"), print))
        assert len(found) > 200
        for one in found:
            sender, message = one.message.sender, one.message
            shown = (
                sender.name if sender else "",
                message.subject,
                message.text,
                message.signature,
                message.quoted,
            )
            together = " ".join(" ".join(shown).split())
            kept = [name for _, name in one.names if name in together]
            assert len(kept) >= len(one.names) / 2, one  # the others stand further down in what it quotes
