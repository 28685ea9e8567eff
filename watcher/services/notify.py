"""How systemd is told that the daemon is ready, at work, and ending: sd_notify(3), without a library.

One datagram to a Unix socket that the environment names; without that variable nothing is said at all.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections.abc import Iterable, MutableMapping

log = logging.getLogger("grace")

_VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


class Notifier:
    """Speaks to whoever started the daemon. Never raises: a service manager that is gone stops no work.

    Args:
        address: the path of a socket, or "@" and an abstract name; "" where nobody listens.
        patience: seconds after which the manager takes a silent daemon for hung, 0 where it does not look.
    """

    def __init__(self, address: str = "", patience: float = 0.0) -> None:
        self.patience = patience
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._status = ""

    @property
    def heard(self) -> bool:
        """Whether anybody listens."""
        return bool(self._address)

    def ready(self) -> None:
        self._say("READY=1")

    def alive(self) -> None:
        self._say("WATCHDOG=1")

    def status(self, line: str) -> None:
        """One line for `systemctl status`; said again only where it has changed.

        Args:
            line: numbers and counts, nothing of a mail.
        """
        if line != self._status:
            self._status = line
            self._say(f"STATUS={line}")

    def stopping(self) -> None:
        self._say("STOPPING=1\nSTATUS=ending")

    def _say(self, text: str) -> None:
        if not self._address:
            return
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line,
        ):
            # A manager that does not read its socket must not hold us up.
            line.settimeout(1.0)
            line.sendto(text.encode(), self._address)


def taken_from(environment: MutableMapping[str, str], pid: int | None = None) -> Notifier:
    """The notifier that the environment asks for. Its variables are taken out: they are not for our children.

    Args:
        pid: whose watchdog it must be; None for this process.
    """
    address, patience, whose = (environment.pop(name, "") for name in _VARIABLES)
    if not address.startswith(("/", "@")):
        return Notifier()
    ours = whose in ("", str(os.getpid() if pid is None else pid))
    seconds = int(patience) / 1e6 if ours and patience.isdecimal() else 0.0
    return Notifier(address, seconds)


def is_fed(now: float, fed: float, patience: float, signs: Iterable[float]) -> bool:
    """Whether the watchdog is told now that all is well: at half of its time, and not before every account has
    given a sign since the last time.

    Args:
        now, fed: this moment and the last such word, in seconds of a clock that nobody sets.
        patience: that of the notifier.
        signs: of each account that is watched, when it last got on with its work.
    """
    return patience > 0 and now - fed >= patience / 2 and all(sign > fed for sign in signs)
