"""What is read in sixty whole mails: a wrong name in a letter is worse than a letter without one."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from email.header import Header

import pytest
from details_mails import CASES, Case

from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.types import Address, Details, Verdict

OWN = (Address("Robin Keller", "robin@example.org"),)
#: Of a name the beginning is as good, or the name with its legal form: "Acme" for "Acme Robotics".
NAMES = ("company", "role", "person")
LEGAL = (" Ltd", " GmbH", " AG", ", Inc")
#: By which sentence a value was read, by the name of the value; the cases do not say.
SAID = {"stage": "stage_said", "reason": "reason_said", "reapply_after": "reapply_said"}


def found(case: Case) -> Details:
    sender, subject, text = case.mail.split("\n", 2)
    name, _, address = sender.rpartition(" ")
    shown = name.strip('"')
    quoted = f'"{shown}"' if shown.isascii() else str(Header(shown, "utf-8"))
    raw = (
        f"From: {quoted + ' ' if shown else ''}{address}\nTo: robin@example.org\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\nMessage-ID: <1@mail.example>\n"
        f"Content-Type: text/plain; charset=utf-8\n{text}"
    )
    kind = "on_hold" if case.found.reason == "on_hold" else "rejection"
    return extract(parse(raw.encode()), Verdict(kind, 0.97, {kind: 0.97}, (), "en", "test"), OWN)


def asked(case: Case) -> dict[str, str]:
    """What must be found in a mail."""
    return {slot: value for slot, value in asdict(case.found).items() if slot not in SAID.values()}


def judged(slot: str, expected: str, said: str) -> str:
    """ "right", "empty" (nothing said, or too little) or "wrong"."""
    if said == expected:
        return "right"
    if said == ("application" if slot == "stage" else ""):
        return "empty"
    if slot in NAMES and (expected.startswith(said + " ") or said in [expected + form for form in LEGAL]):
        return "right"
    return "wrong"


def test_there_are_sixty_mails() -> None:
    assert len(CASES) == len({case.mail for case in CASES}) == 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.mail.split("\n")[1][:40])
def test_nothing_wrong_is_read(case: Case) -> None:
    said = asdict(found(case))
    wrong = {
        slot: (value, said[slot])
        for slot, value in asked(case).items()
        if judged(slot, value, said[slot]) == "wrong"
    }
    assert not wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.mail.split("\n")[1][:40])
def test_a_value_is_read_in_a_sentence_of_the_mail(case: Case) -> None:
    said = asdict(found(case))
    for slot, sentence in SAID.items():
        if said[slot] == getattr(Details(), slot):
            assert said[sentence] == ""
        elif (slot, said[slot]) != ("reason", "on_hold"):  # the kind of the mail may say so alone
            assert said[sentence]
            assert said[sentence].removesuffix(" ...") in " ".join(case.mail.split())


def test_most_of_what_the_mails_say_is_read() -> None:
    outcomes: dict[str, Counter[str]] = {slot: Counter() for slot in asked(CASES[0])}
    for case in CASES:
        said = asdict(found(case))
        for slot, value in asked(case).items():
            if value not in ("", "application"):
                outcomes[slot][judged(slot, value, said[slot])] += 1
    for slot, counted in outcomes.items():
        print(f"{slot:9} right {counted['right']:2}  empty {counted['empty']:2}  wrong {counted['wrong']:2}")
    total = sum(outcomes.values(), Counter[str]())
    assert total["wrong"] == 0
    assert total["right"] >= 0.9 * total.total()
