"""What the program must never do, it has no code for: the source itself is read.

The tests of behaviour look at mailboxes before and after; these look at what could be written at all.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

WATCHER = Path(__file__).parent.parent / "watcher"
MODULES = sorted(WATCHER.rglob("*.py"))

SENDING = {"sendmail", "send_message", "send_mail"}
#: Of imapclient, imaplib and the Gmail API: whatever changes a mail that is there, or takes it away.
HARMING = {
    *(
        "set_flags",
        "add_flags",
        "remove_flags",
        "add_gmail_labels",
        "remove_gmail_labels",
        "set_gmail_labels",
    ),
    *(
        "expunge",
        "uid_expunge",
        "delete_messages",
        "delete_folder",
        "rename_folder",
        "unselect_folder_and_expunge",
    ),
    *("unsubscribe_folder", "setacl", "batchModify", "batchDelete", "untrash"),
}
HARMING_IN_A_MAILBOX = {"store", "copy", "move", "trash", "delete", "modify", "rmtree", "close_folder"}
IMAP_COMMANDS = re.compile(
    r"(?:UID )?(?:STORE|EXPUNGE|COPY|MOVE|DELETE|RENAME|SELECT|CLOSE|SETACL)(?: .*)?", re.DOTALL
)
FETCH_THAT_MARKS_AS_READ = re.compile(
    r"(?<!\.PEEK)(?<!BINARY)\bBODY\[|\bBINARY\[|\bRFC822(?:\.TEXT)?(?![.\w])"
)
RUNS_CODE = {"pickle", "cPickle", "joblib", "dill", "cloudpickle", "shelve", "marshal", "runpy", "code"}
NETWORK = {
    *(
        "requests",
        "urllib3",
        "http",
        "httplib2",
        "httpx",
        "aiohttp",
        "ftplib",
        "socket",
        "socketserver",
        "asyncio",
    ),
    *(
        "imapclient",
        "imaplib",
        "poplib",
        "nntplib",
        "telnetlib",
        "xmlrpc",
        "googleapiclient",
        "google",
        "google_auth_oauthlib",
        "msal",
        "ssl",
    ),
}


class Source:
    """One module: its tree, and what it says and mentions, without its docstrings."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.nodes = list(ast.walk(self.tree))
        self.docstrings = {
            id(node.body[0].value)
            for node in self.nodes
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            if node.body and isinstance(node.body[0], ast.Expr)
        }

    def modules(self) -> set[str]:
        found: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        return found

    def attributes(self) -> set[str]:
        """All names after a dot, called or handed on, and those that getattr is given."""
        named = {node.attr for node in self.nodes if isinstance(node, ast.Attribute)}
        for call in self.calls("getattr"):
            named |= {str(given.value) for given in call.args if isinstance(given, ast.Constant)}
        return named

    def calls(self, name: str) -> Iterator[ast.Call]:
        for node in self.nodes:
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
                yield node

    def constants(self) -> Iterator[tuple[ast.Constant, str]]:
        for node in self.nodes:
            if isinstance(node, ast.Constant) and id(node) not in self.docstrings:
                if isinstance(node.value, bytes):
                    yield node, node.value.decode("latin-1")
                elif isinstance(node.value, str):
                    yield node, node.value

    def answers(self) -> set[int]:
        """The constants that look something up in a server's answer rather than ask for it."""
        looked_up: set[int] = set()
        for node in self.nodes:
            if isinstance(node, ast.Subscript):
                looked_up |= {id(inner) for inner in ast.walk(node.slice)}
            elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
                "startswith",
                "get",
                "pop",
            }:
                looked_up |= {id(given) for given in node.args}
        return looked_up


def sends(source: Source, room: str) -> list[str]:
    found = [name for name in source.modules() if name.split(".")[0] in {"smtplib", "aiosmtplib", "aiosmtpd"}]
    found += source.attributes() & SENDING
    found += [
        ast.unparse(call) for call in source.calls("send") if room != "daemon.py"
    ]  # there: systemd's socket
    found += [
        text
        for _, text in source.constants()
        if re.search(r"sendmail|msmtp|/send\b|gmail\.send|\bsmtps?:", text)
    ]
    return found


def harms(source: Source, room: str) -> list[str]:
    found = list(source.attributes() & HARMING)
    if room == "mailboxes":
        found += source.attributes() & HARMING_IN_A_MAILBOX
        found += [text for _, text in source.constants() if IMAP_COMMANDS.fullmatch(text)]
    opened_to_read = set()
    for node in source.nodes:
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "readonly")]
            if any(isinstance(value, ast.Constant) and value.value is True for value in given):
                opened_to_read |= {id(node.func), *map(id, node.args)}
    for node in source.nodes:
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "select_folder"
            and id(node) not in opened_to_read
        ):
            found.append(f"line {node.lineno}: select_folder without readonly=True")
    return found


def marks_as_read(source: Source, room: str) -> list[str]:
    answers = source.answers()
    return [
        text
        for node, text in source.constants()
        if FETCH_THAT_MARKS_AS_READ.search(text) and id(node) not in answers
    ]


def runs_foreign_code(source: Source, room: str) -> list[str]:
    found = [name for name in source.modules() if name.split(".")[0] in RUNS_CODE]
    found += [ast.unparse(call) for name in ("eval", "exec", "__import__") for call in source.calls(name)]
    for call in [*source.calls("load"), *source.calls("read_array")]:
        allowed = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if ast.unparse(call.func).startswith(("np.", "numpy.")) and allowed.get("allow_pickle") != "False":
            found.append(ast.unparse(call))
    found += [
        ast.unparse(call)
        for call in source.nodes
        if isinstance(call, ast.Call)
        if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in call.keywords)
    ]
    return found


def trusts_anybody(source: Source, room: str) -> list[str]:
    found = list(source.attributes() & {"CERT_NONE", "CERT_OPTIONAL", "_create_unverified_context"})
    for node in source.nodes:
        if isinstance(node, ast.keyword):
            named = node.arg or ""
        elif isinstance(node, ast.Assign):
            named = " ".join(map(ast.unparse, node.targets))
        else:
            continue
        is_off = isinstance(node.value, ast.Constant) and node.value.value in (False, None)
        if is_off and re.search(r"verify|check_hostname", named):
            found.append(ast.unparse(node))
    return found


def talks_elsewhere(source: Source, room: str) -> list[str]:
    if room in ("mailboxes", "oauth"):
        return []
    allowed = {"socket"} if room == "services" else set()  # systemd's notification socket, on this computer
    names = source.modules()
    reach = {"AF_INET", "AF_INET6", "create_connection", "getaddrinfo", "gethostbyname"}
    return [
        *(source.attributes() & reach if allowed else ()),
        *(
            name
            for name in names
            if name.split(".")[0] in NETWORK - allowed
            or name.startswith(("urllib.request", "logging.handlers"))
        ),
    ]


@cache
def _source(path: Path) -> Source:
    return Source(path.read_text())


RULES = [sends, harms, marks_as_read, runs_foreign_code, trusts_anybody, talks_elsewhere]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_nothing_in_the_source(rule: object) -> None:
    found = {
        str(path.relative_to(WATCHER)): broken
        for path in MODULES
        if (broken := rule(_source(path), path.relative_to(WATCHER).parts[0]))  # type: ignore[operator]
    }
    assert MODULES
    assert not found


#: What could write to a mailbox: by IMAP, by Gmail's API, in a Maildir.
WRITING = re.compile(
    r"\.(?:(?:_client|_line|client)\.append|create_folder|subscribe_folder|create|create_draft|save_draft|make_folder"
    r"|lay_down|patch|insert|import_|batchUpdate|mkdir|touch|rename|write|write_bytes|write_text|unlink|rmdir"
    r"|utime|chmod|symlink_to|hardlink_to)$|^(?:make_folder|open|os\.replace)$"
)
#: Every place where something is written: a draft, an empty folder, and a letter of the week into a folder of its own.
#: Whoever adds a line here adds a promise.
A_DRAFT = {
    "drafting.py _save: self.mailbox.save_draft",
    "mailboxes/imap.py save_draft: self._line.append",
    "mailboxes/imap_connection.py append: self._client.append",
    "mailboxes/gmail.py save_draft: self._api.create_draft",
    "mailboxes/gmail_api.py create_draft: self._users.drafts().create",
    "mailboxes/maildir.py _put: (path / 'tmp').mkdir",  # for a letter, too
    "mailboxes/maildir.py _put: open",
    "mailboxes/maildir.py _put: file.write",
    "mailboxes/maildir.py _put: temporary.rename",
    "mailboxes/maildir.py _put: temporary.unlink",  # what it could not write to the end, before it is a mail
    "mailboxes/maildir.py _make_drafts: make_folder",  # where a Maildir has no Drafts folder
}
A_LETTER = {
    "letters.py _lay_down: self._mailbox.lay_down",  # where the config names the account
    "mailboxes/imap.py lay_down: self._line.append",
}
A_FOLDER = {
    "cli/teach.py offer_folders: mailbox.make_folder",  # for training, once the person has said yes
    "letters.py _lay_down: self._mailbox.make_folder",  # for letters, where the config names the account
    "mailboxes/imap.py make_folder: self._line.create",
    "mailboxes/imap_connection.py create: self._client.create_folder",
    "mailboxes/imap_connection.py create: self._client.subscribe_folder",
    "mailboxes/maildir.py make_folder: make_folder",
    "mailboxes/maildir_folders.py make_folder: (path / part).mkdir",
    "mailboxes/maildir_folders.py make_folder: (path / 'maildirfolder').touch",
}
TO_READ = {"mailboxes/maildir_files.py read: open"}


def written(path: Path) -> set[str]:
    """Where a module uses, calls or hands on what could write to a mailbox: file, function, and by what name."""
    found = set()
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute | ast.Name) and WRITING.search(name := ast.unparse(node)):
                    found.add(f"{path.relative_to(WATCHER)} {function.name}: {name}")
    return found


def test_a_mailbox_is_written_to_through_three_doors_only() -> None:
    """A draft; empty folders by `grace teach` and `grace setup`, which ask first (tests/cli/test_cli_label.py); and,
    where the config asks for it, a letter into a folder of its own (tests/test_letters_laid_down.py).
    """
    in_mailboxes = set().union(*(written(path) for path in (WATCHER / "mailboxes").rglob("*.py")))
    asked = {
        one
        for path in MODULES
        for one in written(path)
        if one.endswith((".save_draft", ".make_folder", ".lay_down"))
    }
    assert in_mailboxes | asked == A_DRAFT | A_FOLDER | A_LETTER | TO_READ


def test_a_letter_goes_into_no_other_folder() -> None:
    source = Source((WATCHER / "letters.py").read_text())
    assert [ast.unparse(call.args[0]) for call in source.calls("make_folder")] == ["FOLDER"]
    assert [ast.unparse(call) for call in source.calls("lay_down")] == ["self._mailbox.lay_down(folder, raw)"]
    made = [
        node
        for node in source.nodes
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "folder"
    ]
    assert [ast.unparse(node.value) for node in made] == ["self._mailbox.make_folder(FOLDER)"]
    assert "FOLDER = 'Grace/Letters'" in ast.unparse(source.tree)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (sends, "import smtplib"),
        (sends, "from smtplib import SMTP"),
        (sends, "gmail.users().messages().send(userId='me')"),
        (sends, "gmail.users().drafts().send(userId='me').execute()"),
        (sends, "subprocess.run(['/usr/sbin/sendmail', '-t'])"),
        (sends, "url = 'https://mail.example/upload/drafts/send'"),
        (harms, "client.expunge()"),
        (harms, "ask(client.add_flags, [1], [SEEN])"),
        (harms, "getattr(client, 'delete_messages')([1])"),
        (harms, "client.move([1], 'Trash')"),
        (harms, "client.copy([1], 'Trash')"),
        (harms, "imap.uid('STORE', '1', '+FLAGS')"),
        (harms, "send(b'UID STORE 1 +FLAGS.SILENT (x)')"),
        (harms, "client.select_folder('INBOX')"),
        (harms, "client.select_folder('INBOX', readonly=False)"),
        (harms, "ask(client.select_folder, 'INBOX')"),
        (marks_as_read, "client.fetch([1], ['BODY[]'])"),
        (marks_as_read, "client.fetch([1], [b'RFC822'])"),
        (marks_as_read, "what = f'BODY[]<0.{cap}>'"),
        (marks_as_read, "client.fetch([1], 'RFC822.TEXT')"),
        (runs_foreign_code, "import pickle"),
        (runs_foreign_code, "from joblib import load"),
        (runs_foreign_code, "np.load(path)"),
        (runs_foreign_code, "np.load(path, allow_pickle=True)"),
        (runs_foreign_code, "subprocess.run(line, shell=True)"),
        (runs_foreign_code, "eval(text)"),
        (trusts_anybody, "requests.get(url, verify=False)"),
        (trusts_anybody, "context.verify_mode = ssl.CERT_NONE"),
        (trusts_anybody, "context.check_hostname = False"),
        (talks_elsewhere, "import requests"),
        (talks_elsewhere, "import msal"),
        (talks_elsewhere, "from urllib import request"),
        (talks_elsewhere, "import urllib.request"),
        (talks_elsewhere, "from http.client import HTTPConnection"),
        (talks_elsewhere, "def f():\n  import socket"),
    ],
)
def test_the_rules_see_it(rule: object, code: str) -> None:
    room = "reading" if rule is talks_elsewhere else "mailboxes"
    assert rule(Source(code), room)  # type: ignore[operator]


@pytest.mark.parametrize(
    "code",
    [
        '"""No STORE, no BODY[], no smtplib."""',
        "client.select_folder('INBOX', readonly=True)",
        "ask(client.select_folder, 'INBOX', True)",
        "client.fetch([1], ['BODY.PEEK[]', 'RFC822.SIZE', f'BODY.PEEK[]<0.{cap}>', 'RFC822.HEADER'])",
        "answer[b'BODY[]']",
        "key.startswith(b'BODY[')",
        "from urllib.parse import unquote",
        "np.load(path, allow_pickle=False)",
    ],
)
def test_the_rules_let_pass_what_is_right(code: str) -> None:
    assert [rule(Source(code), "mailboxes") for rule in RULES] == [[]] * len(RULES)
