"""A Roundcube of our own: Debian's program on PHP's own web server, with a config and a database apart.

with running_roundcube(imap=dovecot.port, smtp=sink_port) as roundcube:
    roundcube.add_person("robin", "Robin Keller", "robin@example.org")
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.running import HOST, free_port, missing, new_folder

_PROGRAM = Path("/var/lib/roundcube/public_html")  # where Debian puts together what a browser may see
_DEFAULTS = Path("/etc/roundcube")
_TABLES = Path("/usr/share/roundcube/SQL/sqlite.initial.sql")
_DEADLINE = 15.0
_CONFIG = """\
<?php
$config = [
    'db_dsnw' => 'sqlite:///{folder}/roundcube.db?mode=0640',
    'imap_host' => '{host}:{imap}',
    'smtp_host' => '{host}:{smtp}',
    'smtp_user' => '',
    'smtp_pass' => '',
    'des_key' => 'only-for-tests-24-chars.',
    'language' => 'en_US',
    'plugins' => [],
    'skin' => 'elastic',
    'log_dir' => '{folder}/logs',
    'temp_dir' => '{folder}/temp',
    'draft_autosave' => 0,
    'enable_spellcheck' => false,
];
"""


@dataclass(frozen=True)
class Roundcube:
    """A Roundcube that answers at `url`; in `folder` are its database and what it logs."""

    url: str
    folder: Path

    def add_person(self, user: str, name: str, address: str) -> None:
        """Writes from whom the mail of a user is, as the person fills it in under Settings, Identities."""
        with closing(sqlite3.connect(self.folder / "roundcube.db")) as database, database:
            row = (user, HOST, "2026-01-01 00:00:00", "en_US")
            added = database.execute(
                "INSERT INTO users (username, mail_host, created, language) VALUES (?, ?, ?, ?)", row
            )
            database.execute(
                "INSERT INTO identities (user_id, changed, standard, name, email) VALUES (?, ?, 1, ?, ?)",
                (added.lastrowid, "2026-01-01 00:00:00", name, address),
            )

    @property
    def log(self) -> str:
        """All that went wrong."""
        files = sorted((self.folder / "logs").iterdir())
        return "\n".join(f"{file.name}:\n{file.read_text('utf-8', 'replace')}" for file in files)


@contextmanager
def running_roundcube(imap: int, smtp: int) -> Iterator[Roundcube]:
    """Starts a Roundcube, or says with `missing` that there is none.

    Args:
        imap, smtp: the ports on this machine where it finds mail and leaves mail.
    """
    _look_for_programs()
    folder, port = new_folder("roundcube"), free_port()
    (folder / "temp").mkdir()
    (folder / "logs").mkdir()
    config = folder / "config"
    config.mkdir()
    for name in ("defaults.inc.php", "mimetypes.php"):
        (config / name).symlink_to(_DEFAULTS / name)
    (config / "config.inc.php").write_text(_CONFIG.format(folder=folder, host=HOST, imap=imap, smtp=smtp))
    with closing(sqlite3.connect(folder / "roundcube.db")) as database:
        database.executescript(_TABLES.read_text(encoding="utf-8"))
    command = ["php", "-d", "opcache.enable_cli=1", "-S", f"{HOST}:{port}", "-t", str(_PROGRAM)]
    environment = {"PATH": os.environ["PATH"], "ROUNDCUBE_CONFIG_DIR": str(config), "TZ": "UTC"}
    with open(folder / "php.log", "wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd=folder
        )
    try:
        _wait(port, process)
        yield Roundcube(f"http://{HOST}:{port}/", folder)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _look_for_programs() -> None:
    if not (_PROGRAM / "index.php").exists() or not (_DEFAULTS / "defaults.inc.php").exists():
        missing("Roundcube is not installed (roundcube-core)")
    if shutil.which("php") is None:
        missing("PHP is not installed (php-cli, php-sqlite3)")
    command = ["php", "-r", 'exit(extension_loaded("pdo_sqlite") ? 0 : 1);']
    if subprocess.run(command, capture_output=True, check=False).returncode:
        missing("PHP has no SQLite (php-sqlite3)")


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it can be connected to. Unlike a mail server, it greets nobody."""
    deadline = time.monotonic() + _DEADLINE
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"PHP's web server ended at once with {process.returncode}")
        try:
            socket.create_connection((HOST, port), 0.5).close()
            return
        except OSError as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"nothing listens on port {port}") from error
        time.sleep(0.01)
