"""Whoever reads the screen has just had bad news: every text that the program can show is plain and kind.

Looked at are all texts in the source (but for what only a machine reads: patterns, SQL, unit files), the --help
of every command, the tables of texts, and the pages for the person. What is never said is in NEVER; the few places
where one of those words is a name are in NAMES, each with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.pages import commands, help_of

ROOT = Path(__file__).parent.parent
WATCHER = ROOT / "watcher"

#: What is never said, by why not.
NEVER = {
    "a verdict on the person": r"\breject\w*|\bturned? (?:you |me )?down\b|\bunsuccessful\w*|"
    r"\bnot (?:been )?selected\b|\bloser\w*|\bnot good enough\b|"
    r"\byour (?:weakness|mistake|fault|failing)\w*|\bwrong with you\b|\byou lost\b",
    "failing is nothing that a person does, and of a machine it can be said plainly": r"\bfail(?:s|ed|ing|ure|ures)?\b",
    "nobody hides from anybody": r"\bghost\w*",
    "the tone of the letters that hurt": r"\bunfortunate\w*|\bregret\w*|\bsadly\b|\balas\b|\bbad news\b|"
    r"\bdisappoint\w*|\b(?:so|very|we are) sorry\b",
    "cheering": r"\bcongrat\w*|\bnever give up\b|\byou can do it\b|\bkeep (?:going|fighting)\b|\bstay strong\b|"
    r"\bcheer up\b|\b(?:great|good) job\b|\bwell done\b|\bgood luck\b|\bhurray\b|\byay\b",
    "counts that shame, and comparisons": r"\b(?:success|rejection|hit|response|answer) rates?\b|\bstreaks?\b|"
    r"\byour (?:score|rank\w*|level)\b|\bscore of you\b|\bbetter than \d+ ?%|\bbadges?\b",
    "too loud": r"(?<!<)[!！](?![=\[])",
}
#: Where one of these words is a name and nothing that is said, each with its reason. All of them are needed.
NAMES = {
    r"^rejection$": "the kind, as a key in the log and in JSON",
    r"\bnot_rejection\b": "what is typed for a mail that is no such answer, and the setting of that name",
    r"(?<=\blabel ID )rejection\b|(?<=\bKIND is )rejection\b": "the kind, where the line says what to type",
    r"^fail$": "DMARC's own word for a signature that does not fit (RFC 7489 section 11.2)",
    r"^keyring\.backends\.fail$": "a module of another project",
    r"^login failed: $": "what a library puts before the words of a server; it is taken away",
    r"\bGrace/(?:Rejection|Not a rejection)\b": "the folders, which are in a mail program beside others",
}
#: Not for people: word lists and patterns that mail is read by, and what is written for the system's own programs.
NOT_SHOWN = ("reading/", "learning/", "replying/refusals.py", "replying/owners.py", "services/texts.py")
#: Texts in other files than the source, and the pages that are written for the person.
FILES = [
    *(ROOT / "watcher").rglob("setting_up/*.toml"),
    ROOT / "docs" / "advice.md",
    ROOT / "docs" / "after-the-no.md",
    ROOT / "docs" / "guide.md",
]
_SQL = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|WHERE|WITH|PRAGMA|ALTER)\b|.*\bNOT IN \(")
#: What running text never has.
_PATTERN = re.compile(r"\\[bswdnxu(.]|\(\?|\[\^|\[!-")


def unkind(text: str) -> list[str]:
    """Why a text is not fit to be shown, with the words; nothing where it is."""
    for name in NAMES:
        text = re.sub(name, "", text)
    return [
        f"{found.group()!r}: {why}"
        for why, words in NEVER.items()
        for found in re.finditer(words, text, re.IGNORECASE)
    ]


def shown(source: str) -> Iterator[tuple[int, str]]:
    """The texts in a module that may be shown, with their lines: what an f-string puts in is "{}"."""
    tree = ast.parse(source)
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)  # a docstring; those of commands are in their --help
        if isinstance(node, ast.Call) and "re.compile" in ast.unparse(node.func):
            passed |= set(ast.walk(node))
        if isinstance(node, ast.JoinedStr) and node not in passed:
            passed |= {part for part in node.values if isinstance(part, ast.Constant)}
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            text = node.value
        else:
            continue
        if not _SQL.match(text) and not _PATTERN.search(text):
            yield node.lineno, text


def modules() -> list[Path]:
    every = {path.relative_to(WATCHER).as_posix(): path for path in sorted(WATCHER.rglob("*.py"))}
    return [path for name, path in every.items() if not name.startswith(NOT_SHOWN)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(WATCHER).as_posix())
def test_what_the_source_can_show_is_kind(path: Path) -> None:
    found = [(line, why) for line, text in shown(path.read_text(encoding="utf-8")) for why in unkind(text)]
    assert found == []


@pytest.mark.parametrize(
    ("words", "context"), [pytest.param(*one, id=" ".join(one[0]) or "grace") for one in commands()]
)
def test_the_help_of_a_command_is_kind(words: list[str], context: object) -> None:
    assert unkind(help_of(context)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_texts_and_pages_for_the_person_are_kind(path: Path) -> None:
    assert unkind(path.read_text(encoding="utf-8")) == []


def test_every_name_that_is_let_pass_is_needed() -> None:
    texts = [text for path in modules() for _, text in shown(path.read_text(encoding="utf-8"))]
    texts += [help_of(context) for _, context in commands()]
    assert [name for name in NAMES if not any(re.search(name, text) for text in texts)] == []
    assert all(NAMES.values())
    assert [part for part in NOT_SHOWN if not (WATCHER / part).exists()] == []


@pytest.mark.parametrize(
    "text",
    [
        "You were rejected by Acme.",
        "Another rejection from Acme",
        "Rejection",
        "Rejected",
        "They turned you down.",
        "Unfortunately there is no draft.",
        "We regret that",
        "Sadly, no.",
        "Acme ghosted you",
        "Congratulations, an interview",
        "It is over!",
        "Your success rate is 3 %.",
        "A streak of five days",
        "Your score: 5",
        "Your application failed.",
        "That was a failure",
        "What a loser",
        "Never give up.",
        "Well done.",
        "You were unsuccessful.",
        "Don't be disappointed.",
    ],
)
def test_an_unkind_text_is_found_wherever_it_stands(text: str) -> None:
    begins = '"""A page."""\n\n\ndef tell(name):\n    """Says so."""\n'
    source = f'{begins}    show(name, {text!r})\n    show(f"{{name}} {text}")\n'
    assert [line for line, one in shown(source) for _ in unkind(one)][:1] == [6]
    assert [line for line, one in shown(source) if unkind(one)] == [6, 7]
    assert unkind(f"Examples:\n  {text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "an answer from Acme: not this time",
        "To decide: grace label ID rejection, or grace label ID not_rejection.",
        "rejection",
        "For mail in Grace/Not a rejection.",
        "Nothing was lost.",
        "<!doctype html>",
        "SELECT id FROM mail WHERE kind != 'rejection'",
    ],
)
def test_a_kind_text_and_a_name_pass(text: str) -> None:
    assert [one for _, found in shown(f"show({text!r})") for one in unkind(found)] == []


def test_words_within_names_of_two_parts_are_seen() -> None:
    """A name that is let pass takes nothing else with it."""
    assert unkind("not_rejection, your rejection") == unkind("your rejection") != []
    assert [text for _, text in shown('show(f"You have {n} " + f"rejection{s}")')] == [
        "You have {} ",
        "rejection{}",
    ]
