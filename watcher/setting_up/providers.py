"""Which provider an address belongs to, by a table that is part of the program: providers.toml. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from watcher.config.editing import Value

#: What may stand for "*" at the end of a domain: "com", "de", "co.uk", "com.br".
_ENDING = r"[a-z]{2,3}(?:\.[a-z]{2})?"


@dataclass(frozen=True, slots=True)
class Provider:
    """A mail provider; see providers.toml for what the fields say."""

    name: str
    domains: tuple[str, ...] = ()
    kind: str = "imap"
    host: str = ""
    port: int = 0
    tls: str = "implicit"
    auth: str = "password"
    user: str = "address"
    secret: str = "password"  # noqa: S105 - what it is called
    where: str = ""
    page: str = "university-imap.md"
    spaces: bool = True
    ca: bool = False
    none: str = ""

    def account(self, name: str, address: str) -> dict[str, Value]:
        """The keys of an account there, as far as they are not the defaults.

        Args:
            name: what the account is to be called.
        """
        keys: dict[str, Value] = {"name": name, "kind": self.kind}
        if self.host:
            keys["host"] = self.host
        if self.port:
            keys["port"] = self.port
        if self.tls != "implicit":
            keys["tls"] = self.tls
        keys["user"] = address.partition("@")[0] if self.user == "local" else address
        if self.auth != "password" and self.kind != "gmail":
            keys["auth"] = self.auth
        return keys

    def typed(self, secret: str) -> str:
        """A secret as the server wants it: some are shown in groups."""
        return secret if self.spaces else "".join(secret.split())


#: A server that the table does not know.
ELSEWHERE = Provider("")
FOLDER = Provider("a mail folder on this computer", kind="maildir", page="maildir.md")


@cache
def shipped() -> Sequence[Provider]:
    """The table, in its order."""
    rows = tomllib.loads((files(__package__) / "providers.toml").read_text(encoding="utf-8"))["provider"]
    return [Provider(**(row | {"domains": tuple(row.get("domains", ()))})) for row in rows]


def provider_of(address: str) -> Provider | None:
    """The provider of an address, None where the table does not know its domain."""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    return next((one for one in shipped() if any(_fits(domain, known) for known in one.domains)), None)


def of_page(page: str) -> Provider:
    """The first provider of a page in docs/."""
    return next(one for one in shipped() if one.page == page)


def _fits(domain: str, known: str) -> bool:
    if known.endswith(".*"):
        return re.fullmatch(re.escape(known[:-1]) + _ENDING, domain) is not None
    if known.startswith("*."):
        return domain.endswith(known[1:])
    return domain == known


def guessed_host(address: str) -> str:
    """What the server of a domain is most often called."""
    return f"imap.{address.rpartition('@')[2].lower()}"


def guessed_name(address: str, gecos: str) -> str:
    """The person's name, "" where nothing tells it.

    Args:
        gecos: what the system has on record for whoever runs this (passwd(5)).
    """
    on_record = gecos.split(",")[0].strip()
    if " " in on_record:
        return on_record
    parts = re.split(r"[._-]", address.partition("@")[0])
    is_a_name = len(parts) > 1 and all(part.isalpha() and len(part) > 1 for part in parts)
    return " ".join(part.capitalize() for part in parts) if is_a_name else ""


def guessed_languages(environment: Mapping[str, str], known: Sequence[str]) -> tuple[str, ...]:
    """The languages of the system that there are replies in, and English.

    Args:
        environment: LC_ALL, LC_MESSAGES, LANG, as POSIX has them.
    """
    found = [environment.get(name, "")[:2].lower() for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    own = next((one for one in found if one), "")
    return tuple(dict.fromkeys(one for one in (own, "en") if one in known))


def account_name(address: str, taken: Sequence[str]) -> str:
    """A short name for an account that no other has: "gmail", "gmail-2"."""
    labels = [one for one in address.rpartition("@")[2].lower().split(".") if re.fullmatch(r"[\w-]+", one)]
    first = (labels[-2] if len(labels) > 1 else "".join(labels)) or "home"
    if len(first) <= 3 and len(labels) > 2:  # co.uk, ac.at
        first = labels[-3]
    first = first.lstrip("-") or "home"
    others = {one.casefold() for one in taken}
    return next(name for name in (first, *(f"{first}-{n}" for n in range(2, 1000))) if name not in others)
