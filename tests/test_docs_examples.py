"""Every example in the pages and in --help does what it says: it is run, in a home like that of a person who uses it.

An example is a line that is set off (indented, or in a fence) and calls `grace`. Mail 12 of the examples is mail 12 of
the sample mailbox; what other words stand for is in STANDS_FOR. Pages of mail providers are run with the account that
the page shows. What cannot be run here is in NOT_HERE, each with its reason.
"""

from __future__ import annotations

import inspect
import json
import mailbox
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.servers.keyrings import Memory
from tools import sample_home
from tools.pages import commands
from watcher.cli import grace
from watcher.cli.sample import MAILS

ROOT = Path(__file__).parent.parent
#: Words of the examples that the reader puts something else for.
STANDS_FOR = {
    "ID": "12",
    "KIND": "interview",
    "FILE": "letter.eml",
    "TIME": "2026-11-04T18:30+01:00",
    "NAME": "home",
}
#: What is typed when a command asks.
TYPED = "y\ny\n"
#: Examples that are not run here, by what they begin with, each with what does show that they work.
NOT_HERE = {
    "grace run": "goes on until it is told to stop: tests/end_to_end/test_daemon_life.py",
    "grace login gmail --client": "asks at Google: tests/oauth/test_grace_login.py",
    "grace login gmail --no-browser": "asks at Google: tests/oauth/test_grace_login.py",
    "grace login outlook": "asks at Microsoft: tests/oauth/test_microsoft.py",
    "grace setup": "asks questions and signs in: tests/end_to_end/test_setup.py",
    "pass show mail/home | grace setup": "signs in at the mail provider: tests/cli/test_cli_setup.py",
    "grace service install": "changes what the system starts: tests/services/test_server_page.py",
    "grace scan home": "the account of the sample mailbox has another name: tests/cli/test_cli_scan.py",
    "grace evaluate my_mail.jsonl": "trains the shipped model anew, for a minute: tests/cli/test_cli_evaluate.py",
    "grace evaluate FILE": "the same",
}
#: And on the pages of mail providers: these reach the provider's server.
NEEDS_THE_SERVER = ("grace check", "grace once")
#: Programs of others that stand before a pipe or beside a command, and what they print.
OTHERS = {"pass": "secret\n", "mbsync": ""}
#: What has to have been done before an example makes sense.
FIRST = {
    "grace label 12 --undo": ["label 12 not_rejection"],
    "grace model": ["label 12 not_rejection", "train"],
    "grace report": ["label 12 not_rejection", "train"],
    "grace train": ["label 12 not_rejection"],
    "grace plan done 3": ["plan add one", "plan add two", "plan add three"],
    "grace plan drop 3": ["plan add one", "plan add two", "plan add three"],
    "grace purge": ["label 12 not_rejection"],
}

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SET_OFF = re.compile(r"^(?: {4,}|\t)(\S.*)$", re.MULTILINE)
_ACCOUNT = re.compile(r"^ *```toml\n(.*?\[\[account\]\].*?)^ *```$", re.MULTILINE | re.DOTALL)
#: What a line says about its command stands after two spaces, or after a "#".
_REMARK = re.compile(r"\s{2,}|\s#\s")
_PERSON = '[person]\nname = "Robin Keller"\naddresses = ["robin@example.org"]\n'


@dataclass(frozen=True, slots=True)
class Example:
    """One line, and the account that its page shows, "" for the sample mailbox."""

    line: str
    account: str = ""


def set_off(text: str) -> Iterator[str]:
    """The lines of a page that stand apart and call grace, without what they say about it."""
    fenced = "\n".join(found[2] for found in _FENCE.finditer(text))
    for line in [*_SET_OFF.findall(_FENCE.sub("", text)), *fenced.splitlines()]:
        code = _REMARK.split(line.strip())[0].replace("./run.sh grace ", "grace ")
        if re.search(r"(?:^|[|;] )grace [a-z-]", code):
            yield code


def _of_pages() -> Iterator[Example]:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if page.name == "commands.md":  # made of the --help of all commands, which are asked themselves
            continue
        text = page.read_text(encoding="utf-8")
        block = _ACCOUNT.search(text) if "## Click" in text else None
        for line in set_off(text):
            yield Example(line, block[1] if block and "maildir" not in block[1] else "")


def _of_help() -> Iterator[Example]:
    for _, context in commands():
        _, _, after = inspect.cleandoc(context.command.help or "").partition("\nExample")
        for line in re.findall(r"^ {2}(\S.*)$", after, re.MULTILINE):
            yield Example(line)


def examples() -> list[Example]:
    return list(dict.fromkeys([*_of_pages(), *_of_help()]))


def why_not(example: Example) -> str:
    """Why an example is not run here, "" where it is."""
    for start, why in NOT_HERE.items():
        if example.line == start or example.line.startswith(f"{start} "):
            return why
    if example.account and example.line.startswith(NEEDS_THE_SERVER):
        return "speaks to the mail provider; on the sample mailbox the same is run"
    if example.account and "auth =" in example.account and example.line.startswith("grace login"):
        return "signs in at the mail provider"
    return ""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after some days, made once."""
    home = tmp_path_factory.mktemp("made") / "home"
    sample_home.make(home)
    shutil.copy(MAILS / "glasswing-no.eml", home / "letter.eml")
    rows = [
        {
            "id": name,
            "label": label,
            "raw": (MAILS / f"{name}.eml").read_text(encoding="utf-8", errors="replace"),
        }
        for name, label in [("glasswing-no", "rejection"), ("halden-receipt", "acknowledgement")]
    ]
    for name in ("mails.jsonl", "my_mail.jsonl"):
        (home / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    with closing(mailbox.mbox(home / "All mail.mbox")) as box:
        for row in rows:
            box.add(row["raw"])
    mailbox.Maildir(home / "Mail").add_folder("Archive").add(rows[0]["raw"])
    return home


@pytest.fixture(scope="module")
def taught(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, after a label and a training."""
    home = tmp_path_factory.mktemp("taught") / "home"
    shutil.copytree(lived_in, home)
    with sample_home.living_in(home):
        for words in FIRST["grace model"]:
            assert called(words).exit_code == 0
    return home


def called(words: str, typed: str = TYPED) -> Result:
    return CliRunner().invoke(grace, shlex.split(words), input=typed)


def carry_out(line: str, home: Path) -> list[Result]:
    """What a shell does with a line: one command after the other, with what comes and goes by | and >."""
    results = []
    for part in re.split(r"; ", line):
        *before, code = part.split(" | ")
        code, _, file = (piece.strip() for piece in code.partition(" > "))
        programs = [shlex.split(one)[0] for one in before]
        name, _, words = code.partition(" ")
        if name != "grace":
            assert name in OTHERS, f"what is {name}?"
            continue
        typed = "".join(OTHERS[program] for program in programs) or (
            "secret\n" if "login" in words else TYPED
        )
        for placeholder, value in STANDS_FOR.items():
            words = re.sub(rf"(?<![\w-]){placeholder}(?!\w)", value, words)
        results.append(called(words.replace("~", str(home)), typed))
        if file:
            (home / file).write_text(results[-1].stdout, encoding="utf-8")
    return results


def _first(line: str) -> tuple[str, list[str]]:
    """What has to be done before a line."""
    for start in sorted(FIRST, key=len, reverse=True):
        if line.startswith(start):
            return start, FIRST[start]
    return "", []


@pytest.mark.parametrize(
    "example", [pytest.param(one, id=one.line) for one in examples() if not why_not(one)]
)
def test_an_example_does_what_it_says(
    example: Example, lived_in: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    import keyring

    start, first = _first(example.line)
    ready = start in ("grace model", "grace report")
    home = tmp_path / "home"
    shutil.copytree(request.getfixturevalue("taught") if ready else lived_in, home)
    config = home / ".config" / "graceperiod" / "config.toml"
    if example.account:
        config.write_text(_PERSON + example.account, encoding="utf-8")
    elif "login home" in example.line:
        config.write_text(
            f'{_PERSON}[[account]]\nname = "home"\nkind = "imap"\nhost = "imap.example.org"\nuser = "robin"\n',
            encoding="utf-8",
        )
    elif example.line == "grace teach home":
        config.write_text(config.read_text().replace('"sample"', '"home"'), encoding="utf-8")
    before = keyring.get_keyring()
    keyring.set_keyring(kept := Memory())
    try:
        with sample_home.living_in(home):
            for words in [] if ready else first:
                assert called(words).exit_code == 0
            results = carry_out(example.line, home)
    finally:
        keyring.set_keyring(before)
    assert results
    for result in results:
        assert result.exit_code == 0, result.output
        assert result.output.strip() or "once" in example.line or ">" in example.line
    if "login" in example.line:
        assert "secret" in kept.kept.values()


def test_what_is_left_out_is_still_there() -> None:
    lines = [one.line for one in examples()]
    unused = [start for start in [*NOT_HERE, *FIRST] if not any(line.startswith(start) for line in lines)]
    assert unused == []
    assert [
        why
        for why in NOT_HERE.values()
        for file in re.findall(r"tests/[\w/]+\.py", why)
        if not (ROOT / file).is_file()
    ] == []


def test_every_command_has_an_example_in_its_help() -> None:
    without = [
        words
        for words, context in commands()
        if words and f"grace {' '.join(words)}" not in (context.command.help or "")
    ]
    assert without == []


def test_examples_are_found_in_every_shape() -> None:
    text = (
        "Try `grace check`.\n\n"
        "    cat x | grace login home    a remark\n    ./run.sh grace log # all\n    git clone grace\n\n"
        "```\ngrace once; grace run\n```\n\nAnd grace is a word.\n"
    )
    assert list(set_off(text)) == ["cat x | grace login home", "grace log", "grace once; grace run"]


def test_an_example_that_fails_would_be_noticed(lived_in: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(lived_in, home)
    with sample_home.living_in(home):
        for line, code in [
            ("grace show 99", 2),
            ("grace logg", 2),
            ("grace log; grace show 99", 2),
            ("grace log", 0),
        ]:
            assert carry_out(line, home)[-1].exit_code == code, line
