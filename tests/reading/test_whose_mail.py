"""Which company a mail is from: what is said in passing, a department or somebody's name is none.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import pytest

from tests.reading.test_who_signs import SIGNED, read


@pytest.mark.parametrize(
    ("language", "shown", "company"),
    [
        ("zh", "集团人力资源部", ""),
        ("zh", "社会招聘组", ""),
        ("zh", "智联招聘组", ""),
        ("zh", "远山食品招聘组", "远山食品"),
        ("ja", "弊社人事部", ""),
        ("ja", "新卒採用チーム", ""),
        ("ja", "ツバサ製菓採用チーム", "ツバサ製菓"),
    ],
)
def test_what_is_left_of_a_department_may_be_nobodys_name(language: str, shown: str, company: str) -> None:
    assert read(language, f"{shown} <hr@mail-x.example>", SIGNED[language]).company == company
