"""The settings of one mailbox: where it is, how to sign in, which folders. The other settings: settings.py."""

# ruff: noqa: RUF009 (setting is dataclasses.field with a Setting in it)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from watcher.config import values as read
from watcher.config.setting import setting as _setting

KINDS_OF_ACCOUNT = ("imap", "maildir", "gmail")
WAYS_TO_SIGN_IN = ("password", "google", "microsoft", "oauth", "token")


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox to watch. There may be several: write [[account]] again for each."""

    name: str = _setting(
        read.account_name, '"home"', "A short name of your own. The password is kept under it in the keyring."
    )
    kind: str = _setting(
        read.choice(*KINDS_OF_ACCOUNT),
        '"imap"',
        '"imap", "gmail" for Gmail\'s own interface, or "maildir" for a mail folder on this computer.',
    )
    host: str = _setting(read.host, '"imap.example.org"', "imap: your provider's server.", "", private=True)
    port: int = _setting(
        read.port, "993", 'imap: usually 993; 143 with tls = "starttls" or "none".', 0, shown=False
    )
    tls: Literal["implicit", "starttls", "none"] = _setting(
        read.choice("implicit", "starttls", "none"),
        '"implicit"',
        'imap: "implicit" (encrypted from the start) or "starttls". "none" only within this computer.',
        "implicit",
    )
    user: str = _setting(
        read.line, '"robin@example.org"', "imap, gmail: the name or address you log in with.", ""
    )
    auth: str = _setting(
        read.choice(*WAYS_TO_SIGN_IN),
        '"password"',
        'imap: how you log in. "password" (for Gmail and others an app password); or in the browser, with '
        '`grace login`: "google", "microsoft", "oauth"; or "token". A secret never stands in this file.',
        "password",
        private=True,
    )
    password_command: tuple[str, ...] = _setting(
        read.texts,
        '["pass", "show", "mail/home"]',
        "A program that prints the password (or the sign-in that `grace login --to` wrote), if you do not want "
        "to use the keyring.",
        (),
        shown=False,
        private=True,
    )
    token_command: tuple[str, ...] = _setting(
        read.texts,
        '["oama", "access", "robin@example.org"]',
        'With auth "token": a program that prints an access token, if you have such a helper already.',
        (),
        shown=False,
        private=True,
    )
    client_id: str = _setting(
        read.line,
        '"00000000-0000-0000-0000-000000000000"',
        'With auth "microsoft" or "oauth": the id of your own app registration; see docs/outlook.md.',
        "",
        shown=False,
        private=True,
    )
    tenant: str = _setting(
        read.tenant,
        '"common"',
        'With auth "microsoft": your organisation, where its app registration is only for its own people.',
        "common",
        shown=False,
    )
    auth_uri: str = _setting(
        read.web_address,
        '"https://login.example.org/authorize"',
        'With auth "oauth": where one signs in. With "microsoft": another of its clouds.',
        "",
        shown=False,
    )
    token_uri: str = _setting(
        read.web_address,
        '"https://login.example.org/token"',
        'With auth "oauth": where tokens are given out.',
        "",
        shown=False,
    )
    scopes: tuple[str, ...] = _setting(
        read.texts,
        '["imap"]',
        'With auth "oauth": what to ask for; the provider says what it is called.',
        (),
        shown=False,
    )
    quota: int = _setting(
        read.number(300, 100_000),
        "4800",
        "gmail: how much of Google's allowance to use in a minute, in its quota units.",
        4800,
        shown=False,
    )
    ca_file: Path | None = _setting(
        read.file,
        '"~/.config/bridge/cert.pem"',
        "imap: a certificate to trust instead of the system's, for a server of your own.",
        None,
        shown=False,
    )
    path: Path | None = _setting(
        read.file, '"~/Mail"', "maildir: the folder that holds the mail.", None, shown=False
    )
    folders: tuple[str, ...] = _setting(
        read.filled_texts,
        '["INBOX"]',
        'The folders (gmail: labels) to look through, junk or archive too if you like. "\\\\All": all mail.',
        ("INBOX",),
    )
    drafts: str = _setting(
        read.line,
        '""',
        "Where replies are left as drafts. Empty: found by itself, for sent and trash too.",
        "",
    )
    sent: str = _setting(read.line, '""', "Where the mail that you sent lies.", "")
    trash: str = _setting(read.line, '""', "Where the mail that you deleted lies.", "")
    authserv: str = _setting(
        read.line,
        '"mx.example.org"',
        "Whose word on forged senders to believe: the first name in Authentication-Results of your mail.",
        "",
        shown=False,
    )

    @property
    def address(self) -> str:
        """Where an account of kind "gmail" has its interface."""
        return f"{'http' if self.tls == 'none' else 'https'}://{self.host}:{self.port}"
