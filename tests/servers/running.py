"""What all test servers have in common: a folder, a certificate, free ports, users, start and stop."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest

HOST = "127.0.0.1"
_DEADLINE = 15.0


@dataclass
class Running:
    """A server that accepts connections.

    Args:
        port: IMAP, with STARTTLS where the server has it.
        tls_port: IMAP over TLS, 0 where the server has none.
        ca_file: the certificate to trust.
        users: user names with their passwords; make more with `add_user`.
        folder: where it keeps its config, its log and its mail.
    """

    name: str
    port: int
    tls_port: int
    ca_file: Path | None
    folder: Path
    host: str = HOST
    users: dict[str, str] = field(default_factory=dict)
    command: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None

    def add_user(self, user: str, password: str = "pass word") -> str:
        """Makes a user with an empty mailbox and gives the password."""
        self.users[user] = password
        return password

    def start(self) -> None:
        """Starts, or starts again on the same ports with the same mail."""
        with open(self.folder / "output.log", "ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until_listening(self.port, self.process)

    def stop(self) -> None:
        """SIGTERM, and waits until it is gone, so that its ports are free again."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self.process = None


@contextmanager
def started(server: Running) -> Iterator[Running]:
    """Runs a server and takes its folder away afterwards."""
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def missing(reason: str) -> NoReturn:
    """Skips the test, or fails it where all servers have to be there (GRACE_REQUIRE_SERVERS=1)."""
    if os.environ.get("GRACE_REQUIRE_SERVERS") == "1":
        pytest.fail(f"{reason} (GRACE_REQUIRE_SERVERS=1)", pytrace=False)
    pytest.skip(reason)


def new_folder(name: str) -> Path:
    """A short path, as sockets need, that other users may pass through, since servers drop their rights."""
    folder = Path(tempfile.mkdtemp(prefix=f"grace-{name}-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind((HOST, 0))
        return int(sock.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for localhost and 127.0.0.1, and its key."""
    if shutil.which("openssl") is None:
        missing("openssl is not installed")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650"]
    command = ["openssl", "req", "-x509", *kind, *subject, "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    cert.chmod(0o644)
    key.chmod(0o644)
    return cert, key


def wait_until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _DEADLINE
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended at once with {process.returncode}")
        try:
            with socket.create_connection((HOST, port), 0.5) as sock:
                sock.settimeout(5)
                if sock.recv(4):
                    return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError(f"nothing listens on port {port}")
        time.sleep(0.01)
