"""From the text of the config file to a Config, or to the list of everything that is wrong with it."""

from __future__ import annotations

import difflib
import ipaddress
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING
from pathlib import Path
from typing import Any

from watcher.config import extras, values
from watcher.config.account import Account
from watcher.config.lines import KeyPath, Lines
from watcher.config.setting import Setting
from watcher.config.settings import SECTIONS, Config, settings_of
from watcher.errors import UserError

_TLS_PORTS = {"implicit": 993, "starttls": 143, "none": 143}
GMAIL_HOST = "gmail.googleapis.com"
_NEEDED = {"imap": ("host", "user"), "gmail": ("user",), "maildir": ("path",)}
_NEEDED_TO_SIGN_IN = {
    "microsoft": ("client_id",),
    "oauth": ("client_id", "auth_uri", "token_uri", "scopes"),
    "token": ("token_command",),
}
_LOOKS_SECRET = re.compile(
    r"(?:.*[_.-])?(?:pass|passw|password|passwd|pwd|pw|passphrase|secret|token|api_?key|credentials?)s?",
    re.IGNORECASE,
)
_PLACE_IN_TOMLLIB = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def load(path: Path) -> Config:
    """Reads the config file.

    Relative paths in it are meant from its own folder.

    Raises:
        UserError: with every problem of the file at once, one line each, naming its line and its key. No line
            repeats a value that may be a secret.
    """
    return load_text(path, _text_of(path))


def load_text(path: Path, text: str) -> Config:
    """The same of a text that is to be, or might be, the file at `path`."""
    return _Loading(path, _parse(path, text), Lines(text)).config()


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UserError(
            f"There is no config file at {path}. `grace demo` needs none; to watch your own mail, "
            "let `grace setup` write one, or copy config.example.toml to that place and fill it in."
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UserError(f"{path.name} line {line}: is not UTF-8 text; save the file as UTF-8") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "that is no possible path"
        raise UserError(f"The config file {path} cannot be read: {why}") from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: TOMLDecodeError, and numbers without end
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "Value too large"
    place = _PLACE_IN_TOMLLIB.search(reason)
    line = int(place[1]) if place and place[1] else len(text.rstrip().splitlines()) or 1
    column = f", column {place[2]}" if place and place[2] else ""
    what = _PLACE_IN_TOMLLIB.sub("", reason).replace("Cannot overwrite a value", "This key stands twice")
    raise UserError(f"{path.name} line {line}{column}: is not valid TOML: {what[:1].lower()}{what[1:]}")


class _Loading:
    """One load: the tables as tomllib gives them, and the problems found so far."""

    def __init__(self, path: Path, tables: Mapping[str, Any], lines: Lines) -> None:
        self.path = path
        self.tables = tables
        self.lines = lines
        self.problems: list[tuple[int, str]] = []

    def config(self) -> Config:
        self._refuse_unknown(self.tables, (), "", SECTIONS)
        sections = {name: self._section(name) for name in SECTIONS if name != "account"}
        accounts = [self._account(number, table) for number, table in enumerate(self._account_tables())]
        self._check_names(accounts)
        self._check_latest(sections["cooling_off"])
        self._check_letters(sections["gentle"], accounts)
        if self.problems:
            raise UserError(*(problem for _, problem in sorted(self.problems, key=lambda found: found[0])))
        made = {name: SECTIONS[name](**values) for name, values in sections.items()}
        found = extras.load(self.path, made["reply"].templates)
        return Config(accounts=tuple(Account(**values) for values in accounts), extras=found, **made)

    def _section(self, name: str) -> dict[str, Any]:
        table = self.tables.get(name, {})
        if isinstance(table, dict):
            return self._values(table, (name,), f"[{name}]", SECTIONS[name])
        self._problem((name,), "", f"{name} is a section that stands once: write [{name}] above its keys")
        return {}

    def _account_tables(self) -> Sequence[dict[str, Any]]:
        tables = self.tables.get("account", [])
        if not tables and not isinstance(tables, dict):
            self._problem((), "", "there is no account to watch; add one under [[account]]")
            return ()
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self._problem(
            ("account",),
            "",
            "account is a section that may stand several times: write [[account]] above its keys",
        )
        return (tables,) if isinstance(tables, dict) else ()

    def _account(self, number: int, table: Mapping[str, Any]) -> dict[str, Any]:
        path: KeyPath = ("account", number)
        label = self._label(number, table)
        found = self._values(table, path, label, Account)
        kind, tls, host = (found.get(key, "") for key in ("kind", "tls", "host"))
        if kind == "gmail":
            self._check_gmail(table, path, label)
            if found.get("auth") == "password":
                found["auth"] = "google"
        for key in _NEEDED.get(kind, ()):
            if key in found and not found[key]:
                self._problem((*path, key), label, f'{key} is missing; an account of kind "{kind}" needs it')
        for key in _NEEDED_TO_SIGN_IN.get(found.get("auth", ""), ()):
            if key in found and not found[key]:
                self._problem((*path, key), label, f'{key} is missing; auth = "{found["auth"]}" needs it')
        if tls == "none" and host and not _is_loopback(host):
            wrong = 'tls may be "none" only for a server on this computer; use "implicit" or "starttls"'
            self._problem((*path, "tls"), label, wrong)
        if kind == "gmail":
            found["host"] = host or GMAIL_HOST
            found["port"] = found.get("port") or 443
        found["port"] = found.get("port") or _TLS_PORTS.get(tls, 993)
        for key in ("path", "ca_file"):
            if found.get(key):
                found[key] = self.path.parent.absolute() / found[key]
        return found

    def _check_gmail(self, table: Mapping[str, Any], path: KeyPath, label: str) -> None:
        """What an account of kind "gmail" must not say."""
        if table.get("auth") in ("password", "microsoft", "oauth"):
            wrong = (
                'auth may be "google" or "token" for kind "gmail"; '
                'for an app password write kind = "imap" and host = "imap.gmail.com"'
            )
            self._problem((*path, "auth"), label, wrong)
        host = table.get("host", "")
        if isinstance(host, str) and host and not (host.endswith(".googleapis.com") or _is_loopback(host)):
            wrong = (
                'host is not for kind "gmail", which knows its own; for an app password write kind = "imap"'
            )
            self._problem((*path, "host"), label, wrong)
        for key in ("drafts", "sent", "trash", "ca_file", "scopes"):
            if table.get(key):
                self._problem((*path, key), label, f'{key} is not for kind "gmail", which knows its own')

    def _label(self, number: int, table: Mapping[str, Any]) -> str:
        try:
            return f"[[account]] {values.account_name(table.get('name'))}"
        except ValueError:
            return f"[[account]] number {number + 1}"

    def _check_names(self, accounts: Sequence[Mapping[str, Any]]) -> None:
        seen: set[str] = set()
        for number, account in enumerate(accounts):
            name = account.get("name", "")
            if name and name.casefold() in seen:
                self._problem(
                    ("account", number, "name"), f"[[account]] {name}", "name is taken by an account above"
                )
            seen.add(name.casefold())

    def _check_letters(self, gentle: Mapping[str, Any], accounts: Sequence[Mapping[str, Any]]) -> None:
        """Letters go into a mailbox that they can be laid into, and on one day of the week."""
        name = gentle.get("letters", "")
        if len(gentle.get("letter_day", ())) > 1:
            self._problem(("gentle", "letter_day"), "[gentle]", 'letter_day must be one day, such as "fri"')
        found = next((one for one in accounts if one.get("name") == name), None)
        if not name or any("name" not in one for one in accounts):
            return
        if found is None:
            names = ", ".join(one["name"] for one in accounts)
            wrong = f"letters names no account; it may be empty, or one of these: {names}"
            self._problem(("gentle", "letters"), "[gentle]", wrong)
        elif found.get("kind") == "gmail":
            wrong = (
                "letters cannot be laid down by Gmail's own interface, which is asked for leave to make drafts only; "
                'use an account of kind "imap" (for Gmail with host = "imap.gmail.com") or "maildir"'
            )
            self._problem(("gentle", "letters"), "[gentle]", wrong)

    def _check_latest(self, times: Mapping[str, Any]) -> None:
        latest = times.get("latest")
        for key in ("after", "after_final"):
            if latest is not None and times.get(key, latest) > latest:
                self._problem(
                    ("cooling_off", key),
                    "[cooling_off]",
                    f"{key} must not be longer than latest (7d unless you set it)",
                )

    def _values(self, table: Mapping[str, Any], path: KeyPath, label: str, section: type) -> dict[str, Any]:
        """The values of one section by key, defaults filled in; a key with a problem is left out."""
        known = settings_of(section)
        self._refuse_unknown(table, path, label, known)
        found: dict[str, Any] = {}
        for key, (field, setting) in known.items():
            if key not in table and field.default is MISSING:
                self._problem(
                    (*path, key), label, f"{key} is missing; add a line such as {key} = {setting.example}"
                )
            elif key not in table:
                found[key] = field.default
            else:
                try:
                    found[key] = setting.read(table[key])
                except ValueError as unfit:
                    self._problem(
                        (*path, key), label, f"{key} {unfit}{_not_this(table[key], setting, str(unfit))}"
                    )
        return found

    def _refuse_unknown(
        self, table: Mapping[str, Any], path: KeyPath, label: str, known: Mapping[str, object]
    ) -> None:
        for key in table:
            if key not in known:
                self._problem((*path, key), label, _why_unknown(key, table[key], known))

    def _problem(self, path: KeyPath, label: str, what: str) -> None:
        line = self.lines.of(path)
        where = f"{self.path.name} line {line}" if line else self.path.name
        self.problems.append((line or 0, ": ".join(part for part in (where, label, what) if part)))


def _not_this(value: object, setting: Setting, unfit: str) -> str:
    """The value itself, short, where the sentence goes on with it and it cannot be a secret."""
    if setting.private or isinstance(value, dict) or not unfit.startswith("must be"):
        return ""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return f", not {shown if len(shown) <= 40 else shown[:37] + '...'}"


def _why_unknown(key: str, value: object, known: Mapping[str, object]) -> str:
    shown = key if key.isprintable() and len(key) <= 40 else json.dumps(key)[:40]
    if _LOOKS_SECRET.fullmatch(key):
        return (
            f"{shown} does not belong here: a secret never stands in this file. Take it out, and keep it in "
            "the keyring or use password_command"
        )
    is_section = known is SECTIONS and isinstance(value, dict | list)
    homes = [name for name, section in SECTIONS.items() if key in settings_of(section)]
    if homes and not is_section:
        return f"{shown} belongs under " + " or ".join(f"[{name}]" for name in homes)
    like = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.7)
    return f"there is no {'section' if is_section else 'key'} {shown}" + (
        f"; did you mean {like[0]}?" if like else ""
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
