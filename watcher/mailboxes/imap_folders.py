"""Which folder of an IMAP account is which: Drafts, Sent, Trash, Junk, all mail, and those to watch.

What the person named wins. Then special-use flags (RFC 6154 2; compared without regard to case, since some
servers send them in lower case), then XLIST where it is offered, then the usual names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from watcher.errors import UserError
from watcher.mailboxes.folder_names import PREFIX, by_name, missing_folder, no_all_mail, same_name
from watcher.mailboxes.imap_connection import Connection, Listed
from watcher.mailboxes.protocol import ALL_MAIL, Found

_NOT_A_FOLDER = frozenset({"\\noselect", "\\nonexistent"})
_FLAGS = {"drafts": "\\drafts", "sent": "\\sent", "trash": "\\trash"}
_ALL_MAIL = frozenset({"\\all", "\\allmail"})  # RFC 6154, XLIST
_JUNK = frozenset({"\\junk", "\\spam"})


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of an account.

    Args:
        names: all that can be opened, as the server lists them.
        roles: "drafts", "sent", "trash", each with its folder or None.
        where: the server, for messages.
        all_mail: the folder that shows what lies in others, None where there is none.
        junk: None where the server does not say.
        delimiter: what the server writes between a folder and the one in it, "" where it has no such thing.
    """

    names: tuple[str, ...]
    roles: Mapping[str, str | None]
    where: str
    all_mail: str | None = None
    junk: str | None = None
    delimiter: str = "/"

    @property
    def for_answers(self) -> list[str]:
        """Where the person's own mail lies."""
        return [name for role in ("drafts", "sent") if (name := self.roles[role])]

    def role_of(self, folder: str) -> str:
        return next((role for role, name in self.roles.items() if name == folder), "other")

    def spelt(self, name: str) -> str:
        """A name with "/" between a folder and the one in it, with the server's own delimiter."""
        return name.replace("/", self.delimiter or "/")

    def called(self, name: str) -> str | None:
        """The folder of such a name, also below the prefix of the person's own folders; None where there is none."""
        for bare in (lambda there: there, lambda there: PREFIX.sub("", there)):
            for there in self.names:
                if any(same_name(bare(there), one) for one in (self.spelt(name), name)):
                    return there
        return None

    def named(self, folder: str) -> str:
        """The name as the server spells it. Raises UserError, naming what is there, where it is missing."""
        if folder.lower() == ALL_MAIL.lower():
            if self.all_mail is None:
                raise UserError(f"{self.where}: {no_all_mail(self.names)}")
            return self.all_mail
        return _named(folder, self.names, self.where)


def discover(connection: Connection, where: str, configured: Mapping[str, str | None]) -> Folders:
    """Asks the server for its folders.

    Args:
        configured: the folder that the person named for a role, or None.

    Raises:
        UserError: a folder that the person named is not there.
    """
    listed = [row for row in connection.list_folders() if not row.flags & _NOT_A_FOLDER]
    names = tuple(row.name for row in listed)
    special = {*_FLAGS.values(), *_ALL_MAIL}
    if not any(row.flags & special for row in listed) and "XLIST" in connection.capabilities():
        listed = [row for row in connection.xlist_folders() if row.name in names]
    told = _tell_by_themselves(listed, [role for role, name in configured.items() if not name])
    foreign = () if told else connection.foreign_prefixes()
    mine = [row for row in listed if not row.name.startswith(foreign)]
    roles = {
        role: _named(name, names, where) if name else _role(role, mine) or _role(role, listed)
        for role, name in configured.items()
    }
    delimiter = next((row.delimiter for row in mine), "/")
    return Folders(names, roles, where, _flagged(_ALL_MAIL, mine), _flagged(_JUNK, mine), delimiter)


def own(folders: Folders, connection: Connection) -> list[str]:
    """The folders in the personal namespace (RFC 2342)."""
    return [name for name in folders.names if not name.startswith(connection.foreign_prefixes())]


def _tell_by_themselves(listed: Sequence[Listed], roles: Sequence[str]) -> bool:
    """Whether each role has its flag, and no flag stands at a folder that may be somebody else's.

    Then there is nothing to ask about namespaces, which would be one more round trip of each pass. Other people's and
    shared folders lie below something.
    """
    flags = {*_FLAGS.values(), *_ALL_MAIL, *_JUNK}
    flagged = [row for row in listed if row.flags & flags]
    above = all(not row.delimiter or row.delimiter not in PREFIX.sub("", row.name) for row in flagged)
    return above and all(any(_FLAGS[role] in row.flags for row in flagged) for role in roles)


def one_each(copies: Sequence[Found], all_mail: str | None) -> list[Found]:
    """Copies of one mail without what the folder of all mail shows once more of those that lie elsewhere."""
    return [one for one in copies if one.place.folder != all_mail] or list(copies)


def _flagged(flags: frozenset[str], listed: Sequence[Listed]) -> str | None:
    return min((row.name for row in listed if row.flags & flags), key=len, default=None)


def _role(role: str, listed: Sequence[Listed]) -> str | None:
    """RFC 6154 2: none, one or several folders may carry the flag."""
    flagged = [row.name for row in listed if _FLAGS[role] in row.flags]
    if flagged:
        return by_name(role, flagged) or min(flagged, key=len)
    return by_name(role, [row.name for row in listed])


def _named(folder: str, names: Sequence[str], where: str) -> str:
    for name in names:
        if name == folder:
            return name
    for name in names:
        if same_name(name, folder):
            return name
    for name in names:  # "Jobs" for "INBOX.Jobs", as a mail program shows it
        if same_name(PREFIX.sub("", name), folder):
            return name
    raise UserError(f"{where}: {missing_folder(folder, names)}")
