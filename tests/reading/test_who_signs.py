"""Who signs a mail: a person, never the closing words, a title, an office or a house before or behind them.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

from email.header import Header

import pytest

from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.types import Address, Details, Verdict

OWN = (Address("Robin Keller", "robin@example.org"),)
SIGNED = {"zh": "您好：\n\n很遗憾，您未能通过。\n\n此致\n敬礼\n\n", "ja": "ケラー様\n\n残念ながら見送りとなりました。\n\n"}


def read(language: str, sender: str, text: str, subject: str = "Update") -> Details:
    name, _, address = sender.rpartition(" ")
    raw = (
        f"From: {Header(name, 'utf-8').encode()} {address}\nTo: robin@example.org\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\nMessage-ID: <1@mail.example>\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    return extract(parse(raw.encode()), Verdict("rejection", 0.97, {}, (), language, "test"), OWN)


@pytest.mark.parametrize(
    ("language", "line", "person"),
    [
        ("zh", "人力资源部总监", ""),
        ("zh", "人事部敬上", ""),
        ("zh", "招聘组电话", ""),
        ("zh", "联系人：赵老师", ""),
        ("zh", "人事部 赵晓梅", "赵晓梅"),
        ("zh", "招聘专员：赵晓梅", "赵晓梅"),
        ("zh", "人力资源部赵晓梅", "赵晓梅"),
        ("ja", "採用担当 窓口", ""),
        ("ja", "人事部 一同", ""),
        ("ja", "総務部 採用係", ""),
        ("ja", "担当：総務 木村", ""),
        ("ja", "人事担当 木村", "木村"),
        ("ja", "採用担当：木村 葵", "木村 葵"),
        ("ja", "人事部 服部", "服部"),
    ],
)
def test_a_title_or_a_formula_behind_a_department_is_nobody(language: str, line: str, person: str) -> None:
    assert read(language, "<hr@sora.example>", SIGNED[language] + line).person == person
