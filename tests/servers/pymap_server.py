"""pymap, the poor server: no SPECIAL-USE, no NAMESPACE, no UNSELECT, one user, no TLS, mail in memory."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.running import HOST, Running, free_port, missing, new_folder, started

_USER, _PASSWORD = "robin", "pass word"


@contextmanager
def running_pymap() -> Iterator[Running]:
    """Starts a pymap, or says with `missing` that there is none."""
    if importlib.util.find_spec("pymap") is None:
        missing("pymap is not installed (pip install pymap)")
    port = free_port()
    network = ["--host", HOST, "--port", str(port), "--no-tls"]
    services = ["--no-service", "admin", "--no-service", "managesieve"]
    user = ["dict", "--demo-user", _USER, "--demo-password", _PASSWORD]
    # Since Python 3.13 nothing but a cycle holds the task of a connection, and the collector takes it away in use.
    start = "import gc; gc.disable(); from pymap.main import main; main()"
    command = [sys.executable, "-c", start, *network, *services, *user]
    server = Running("pymap", port, 0, None, new_folder("pymap"), command=command)
    server.users[_USER] = _PASSWORD
    with started(server):
        yield server
