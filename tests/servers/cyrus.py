"""A Cyrus of our own: INBOX. before every folder, special-use flags in lower case, its own manners.

It shares no machine with Dovecot as a package, so its programs are unpacked into a folder (see install.sh).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.running import Running, certificate, free_port, missing, new_folder, started

_SYSTEM = Path("/usr/lib/cyrus/bin")
_UNPACKED = Path(__file__).parents[2] / ".venv" / "servers"
_FOLDERS = "Entw&APw-rfe | Sent | Trash"
_IMAPD_CONF = """\
configdirectory: {folder}/conf
partition-default: {folder}/spool
defaultpartition: default
admins: cyradmin
cyrus_user: cyrus
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb2
sasl_mech_list: PLAIN LOGIN
virtdomains: off
servername: localhost
altnamespace: no
unixhierarchysep: no
autocreate_quota: 0
autocreate_post: 1
autocreate_inbox_folders: {folders}
autocreate_subscribe_folders: {folders}
xlist-drafts: Entw&APw-rfe
xlist-sent: Sent
xlist-trash: Trash
tls_server_cert: {folder}/cert.pem
tls_server_key: {folder}/key.pem
proc_path: {folder}/proc
mboxname_lockpath: {folder}/lock
idlesocket: {folder}/sock/idle
notifysocket: {folder}/sock/notify
lmtpsocket: {folder}/sock/lmtp
duplicatesuppression: 0
expunge_mode: immediate
delete_mode: immediate
conversations: no
"""
_CYRUS_CONF = """\
START {{
  recover cmd="{system}/ctl_cyrusdb -C {folder}/imapd.conf -r"
  idled cmd="{programs}/idled -C {folder}/imapd.conf"
}}
SERVICES {{
  imap cmd="{programs}/imapd -C {folder}/imapd.conf -U 30" listen="127.0.0.1:{port}" proto="tcp4" prefork=1
  imaps cmd="{programs}/imapd -s -C {folder}/imapd.conf -U 30" listen="127.0.0.1:{tls_port}" proto="tcp4"
}}
EVENTS {{
}}
"""


@dataclass
class Cyrus(Running):
    """Cyrus, with users in a SASL database."""

    def add_user(self, user: str, password: str = "pass word") -> str:
        super().add_user(user, password)
        database = self.folder / "sasldb2"
        command = ["saslpasswd2", "-p", "-f", str(database), "-u", "localhost", "-c", user]
        subprocess.run(command, input=password.encode(), check=True, capture_output=True)
        shutil.chown(database, "cyrus", "mail")
        return password


@contextmanager
def running_cyrus() -> Iterator[Cyrus]:
    """Starts a Cyrus, or says with `missing` that there is none."""
    programs = _programs()
    folder = new_folder("cyrus")
    certificate(folder)
    port, tls_port = free_port(), free_port()
    (folder / "imapd.conf").write_text(_IMAPD_CONF.format(folder=folder, folders=_FOLDERS))
    places = {"folder": folder, "programs": programs, "system": _SYSTEM}
    (folder / "cyrus.conf").write_text(_CYRUS_CONF.format(**places, port=port, tls_port=tls_port))
    for name in ("db", "socket", "proc", "user", "log", "msg", "ptclient", "quota", "sieve"):
        (folder / "conf" / name).mkdir(parents=True)
    for name in ("spool", "sock", "proc", "lock"):
        (folder / name).mkdir()
    for path in [folder, *folder.rglob("*")]:
        shutil.chown(path, "cyrus", "mail")
    drop = ["setpriv", "--reuid=cyrus", "--regid=mail", "--init-groups"]
    master = [str(_SYSTEM / "master"), "-C", f"{folder}/imapd.conf", "-M", f"{folder}/cyrus.conf"]
    command = [*drop, *master, "-p", f"{folder}/master.pid", "-D"]
    server = Cyrus("Cyrus", port, tls_port, folder / "cert.pem", folder, command=command)
    server.add_user("robin")
    with started(server):
        yield server


def _programs() -> Path:
    if not (_SYSTEM / "master").exists() or shutil.which("saslpasswd2") is None:
        missing("Cyrus is not installed (cyrus-common, sasl2-bin)")
    if os.geteuid() != 0:
        missing("Cyrus changes its user and is started by root only")
    unpacked = Path(os.environ.get("GRACE_CYRUS") or _UNPACKED) / "usr/lib/cyrus/bin"
    places = [place for place in (unpacked, _SYSTEM) if (place / "imapd").exists()]
    if not places:
        missing(f"Cyrus is not installed (imapd is neither in {unpacked} nor in {_SYSTEM})")
    return places[0]
