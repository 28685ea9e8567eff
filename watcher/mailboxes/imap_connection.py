"""One signed-in IMAP connection, and nothing but the commands that a reader may use.

No STORE, no EXPUNGE, no COPY, no SELECT: a folder is opened with EXAMINE, a mail read with BODY.PEEK. What is written
is a draft (APPEND) and, where the person asked for it, an empty folder (CREATE) and a letter (APPEND).
Whatever goes wrong leaves here as one of watcher.errors, in one line, without a secret or a word of a mail.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, ParamSpec, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import ProtocolError

from watcher import __version__
from watcher.errors import TemporaryError
from watcher.mailboxes import imap_answers
from watcher.mailboxes.folder_names import decode_utf7
from watcher.mailboxes.imap_quote import folder_argument, quoted
from watcher.mailboxes.imap_sign_in import Server, not_connected, reason, response_code, signed_in

#: The capability by which Gmail's server is known.
GMAIL = "X-GM-EXT-1"
_NAME = "Grace Period"
_GOODBYE_SECONDS = 2.0
_APPENDUID = re.compile(rb"\[APPENDUID (\d+) (\d+)\]", re.IGNORECASE)
_P = ParamSpec("_P")
_T = TypeVar("_T")


#: The flags of what is appended.
DRAFT, UNREAD = (b"\\Draft", b"\\Seen"), ()


class RefusedError(TemporaryError):
    """The server said NO or BAD to one command, or its answer made no sense. The connection is still good.

    Args:
        code: the response code (RFC 5530), "" where there is none.
    """

    def __init__(self, line: str, code: str = "") -> None:
        super().__init__(line)
        self.code = code


class Listed(NamedTuple):
    """One line of LIST (RFC 3501 7.2.2): flags in lower case, the decoded name, "" for no hierarchy."""

    flags: frozenset[str]
    name: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as EXAMINE describes it. `next_uid` is None where the server does not say."""

    folder: str
    validity: int
    next_uid: int | None
    count: int


class Connection:
    """Made without a word to the server; `open` connects and signs in."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._where = server.where
        self._opened: Opened | None = None
        self._client: Any = None
        self._foreign: tuple[str, ...] | None = None

    def open(self) -> None:
        """Signs in and says who we are. Raises what `signed_in` raises."""
        signed_in(self._server, self._hold)
        try:
            self._introduce()
        except TemporaryError:
            self.close()
            raise

    def capabilities(self) -> frozenset[str]:
        return frozenset(_text(word) for word in self._ask(self._client.capabilities))

    def list_folders(self) -> list[Listed]:
        return self._ask(lambda: [_listed(*row) for row in self._client.list_folders()])

    def xlist_folders(self) -> list[Listed]:
        return self._ask(lambda: [_listed(*row) for row in self._client.xlist_folders()])

    def foreign_prefixes(self) -> tuple[str, ...]:
        """Where other people's and shared folders begin (NAMESPACE, RFC 2342); asked once."""
        if self._foreign is None:
            self._foreign = self._ask_for_foreign() if "NAMESPACE" in self.capabilities() else ()
        return self._foreign

    def _ask_for_foreign(self) -> tuple[str, ...]:
        spaces = self._ask(self._client.namespace)
        prefixes = (prefix for space in (spaces.other, spaces.shared) for prefix, _ in space or ())
        return tuple(decode_utf7(_text(prefix)) for prefix in prefixes if prefix)

    def own_prefix(self) -> str:
        """What the names of the person's own folders begin with, such as "INBOX." (RFC 2342)."""
        if "NAMESPACE" not in self.capabilities():
            return ""
        spaces = self._ask(self._client.namespace)
        return next((decode_utf7(_text(prefix)) for prefix, _ in spaces.personal or ()), "")

    def may_insert(self, folder: str) -> bool:
        """MYRIGHTS (RFC 4314 3.5): False where the server says that nothing may be put into a folder."""
        if "ACL" not in self.capabilities():
            return True
        name = quoted(folder_argument(folder)).encode()
        ask = self._client._raw_command_untagged  # noqa: SLF001 - the library has no method for it
        answer = self._ask(ask, b"MYRIGHTS", name, uid=False, response_name="MYRIGHTS")
        said = _text(answer[-1]).split(" ") if answer and isinstance(answer[-1], bytes) else []
        return len(said) < 2 or "i" in said[-1]

    def storage(self) -> tuple[int, int] | None:
        """GETQUOTAROOT (RFC 2087 4.3): bytes used and allowed, None where the server sets no limit."""
        if "QUOTA" not in self.capabilities():
            return None
        _, quotas = self._ask(self._client.get_quota_root, "INBOX")
        limits = [(one.usage, one.limit) for one in quotas if one.resource.upper() == "STORAGE" and one.limit]
        used, limit = min(limits, key=lambda pair: pair[1] - pair[0], default=(0, 0))
        return (used * 1024, limit * 1024) if limit else None

    def examine(self, folder: str) -> Opened:
        """Opens a folder read-only, with a fresh view of what is in it (RFC 3501 6.3.2).

        Raises:
            RefusedError: it cannot be opened, or is not there.
        """
        self._opened = None
        answer = self._ask(self._client.select_folder, folder_argument(folder), True)
        self._opened = _opened(folder, answer)
        return self._opened

    def reopen(self, opened: Opened) -> bool:
        """Opens a folder again if another was opened meanwhile. False: its UIDs have lost their meaning."""
        if self._opened is None or self._opened.folder != opened.folder:
            return self.examine(opened.folder).validity == opened.validity
        return True

    def search(self, criteria: str) -> list[int]:
        """UID SEARCH in the open folder; every text in `criteria` has gone through `quoted`."""
        return self._ask(lambda: imap_answers.numbers(self._uid("SEARCH", criteria)))

    def fetch(self, uids: Sequence[int], *items: str) -> Mapping[int, Mapping[bytes, Any]]:
        """UID FETCH in the open folder. Mails that are gone are left out."""
        asked = ",".join(str(uid) for uid in uids)
        answer = self._ask(lambda: imap_answers.mails(self._uid("FETCH", asked, f"({' '.join(items)})")))
        return {uid: answer[uid] for uid in uids if uid in answer}

    def append(self, folder: str, raw: bytes, flags: Sequence[bytes]) -> tuple[int, int] | None:
        """APPEND (RFC 3501 6.3.11). Gives UIDVALIDITY and UID if the server does.

        Args:
            flags: DRAFT or UNREAD.
        """
        answer = self._ask(self._client.append, folder_argument(folder), raw, flags)
        found = _APPENDUID.search(answer if isinstance(answer, bytes) else b"")
        return (int(found[1]), int(found[2])) if found else None

    def create(self, folder: str) -> None:
        """CREATE (RFC 3501 6.3.3), and SUBSCRIBE so that mail programs show it.

        Raises:
            RefusedError: it was not made.
        """
        name = folder_argument(folder)
        self._ask(self._client.create_folder, name)
        with contextlib.suppress(RefusedError):
            self._ask(self._client.subscribe_folder, name)

    def abort(self) -> None:
        """From another thread: what waits for the server fails at once."""
        with contextlib.suppress(OSError, AttributeError):
            # The plain method: an SSLSocket's own drops its TLS state under the feet of the reading thread.
            socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)

    def close(self) -> None:
        """LOGOUT, for at most two seconds. Never raises."""
        if self._client is None:
            return
        with contextlib.suppress(Exception):
            self._client.socket().settimeout(_GOODBYE_SECONDS)
            self._client.logout()
            return
        with contextlib.suppress(Exception):
            self._client.shutdown()

    def _introduce(self) -> None:
        """ID (RFC 2971), to servers that ask for it: the program and its version, nothing of the machine.

        Gmail does, and Coremail (163.com, 126.com and others) opens no folder without. To others it is a round trip.
        """
        wanted = GMAIL in self.capabilities() or b"coremail" in (self._client.welcome or b"").lower()
        if wanted and "ID" in self.capabilities():
            with contextlib.suppress(RefusedError):
                self._ask(self._client.id_, {"name": _NAME, "version": __version__})

    def _hold(self, client: IMAPClient) -> None:
        self._client = client

    def _uid(self, name: str, *arguments: str) -> Sequence[Any]:
        """A UID command, and the lines of its answers as imaplib collects them."""
        imap = self._client._imap  # noqa: SLF001 - the library itself takes one mail for another: see imap_answers
        kind, lines = imap.uid(name, *arguments)
        if kind != "OK":
            raise imaplib.IMAP4.error(str(lines[-1]))
        found: Sequence[Any] = lines
        return found

    def _ask(self, command: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return command(*args, **kwargs)
        except imaplib.IMAP4.abort:
            raise TemporaryError(
                f"{self._where}: the connection broke off. It is tried again later."
            ) from None
        except (imaplib.IMAP4.error, ValueError, TypeError, LookupError, RecursionError) as error:
            raise self._refusal(error) from None
        except TimeoutError:
            raise TemporaryError(f"{self._where}: no answer in time. It is tried again later.") from None
        except OSError as error:
            line = f"{self._where}: the connection broke off ({reason(error)}). It is tried again later."
            raise TemporaryError(line) from None

    def _refusal(self, error: Exception) -> TemporaryError:
        text = str(error)
        if "got more than" in text:  # the rest of that answer is still on its way
            return TemporaryError(f"{self._where}: an answer was too long to be read.")
        if isinstance(error, ProtocolError) or not isinstance(error, imaplib.IMAP4.error):
            return RefusedError(f"{self._where}: an answer could not be understood.")
        if not_connected(text):
            return TemporaryError(
                f"{self._where}: it let us in, but does not open the mailbox now. It is tried again later. "
                "If it stays so, see whether IMAP is switched on for this account, and sign in anew."
            )
        code = response_code(text)
        said = f" ({code})" if code else ""
        return RefusedError(f"{self._where}: it refused a command{said}. It is tried again later.", code)


def _opened(folder: str, answer: Mapping[bytes, Any]) -> Opened:
    """A server without UIDVALIDITY promises nothing about its UIDs (RFC 3501 2.3.1.1); 0 stands for that."""
    validity, count = answer.get(b"UIDVALIDITY"), answer.get(b"EXISTS")
    return Opened(folder, int(validity or 0), answer.get(b"UIDNEXT"), int(count or 0))


def _listed(flags: Sequence[Any] | None, delimiter: bytes | None, name: str | bytes | None) -> Listed:
    """To the library a bare NIL is None, also where a folder is called so or where there are no flags."""
    words = frozenset(_text(flag).lower() for flag in flags or () if isinstance(flag, bytes))
    return Listed(words, decode_utf7(_text(b"NIL" if name is None else name)), _text(delimiter or b""))


def _text(word: str | bytes) -> str:
    return word.decode("utf-8", "surrogateescape") if isinstance(word, bytes) else word
