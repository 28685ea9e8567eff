"""A Dovecot of our own on two free ports, with a Drafts folder called Entwürfe.

with running_dovecot() as server:
    password = server.add_user("robin")
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.running import Running, certificate, free_port, missing, new_folder, started

_CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
mail_uid = {user}
mail_gid = {group}
mail_location = {mail}
mail_max_userip_connections = 50
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {folder}/users/%u
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users/%u
  default_fields = uid={user} gid={group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
{mailboxes}
}}
{more}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
  service_count = 0
  client_limit = 200
  process_min_avail = 1
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


_MAILBOX = """\
  mailbox "{name}" {{
    special_use = \\{use}
    auto = subscribe
  }}"""
USUAL = {"Entwürfe": "Drafts", "Sent": "Sent", "Trash": "Trash"}


@dataclass
class Dovecot(Running):
    """Dovecot, with a passwd file for each user: it looks at a changed file only once a second."""

    def add_user(self, user: str, password: str = "pass word") -> str:
        super().add_user(user, password)
        file = self.folder / "users" / user
        made = (
            self.folder / f"{user}.made"
        )  # Dovecot may look at any moment, and knows a file by its time and size
        made.write_text(f"{user}:{{PLAIN}}{password}::::::\n", encoding="utf-8")
        made.chmod(0o644)
        made.replace(file)
        return password


@contextmanager
def running_dovecot(
    mail: str = "mdbox:~/mdbox",
    separator: str = "/",
    prefix: str = "",
    mailboxes: Mapping[str, str] = USUAL,
    more: str = "",
) -> Iterator[Dovecot]:
    """Starts a Dovecot, or says with `missing` that there is none.

    Args:
        mail: its mail_location.
        separator, prefix: of the personal namespace, such as "." and "INBOX.".
        mailboxes: names in it with their special use (RFC 6154).
        more: further lines for its config; "%{folder}" stands for its folder.
    """
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None or not Path("/usr/lib/dovecot/imap").exists():
        missing("Dovecot is not installed (dovecot-imapd)")
    folder = new_folder("dovecot")
    certificate(folder)
    user, group, drop = _who_runs()
    port, tls_port = free_port(), free_port()
    config = _CONFIG.format(
        folder=folder,
        user=user,
        group=group,
        mail=mail,
        separator=separator,
        prefix=prefix,
        port=port,
        tls_port=tls_port,
        mailboxes="\n".join(_MAILBOX.format(name=name, use=use) for name, use in mailboxes.items()),
        more=more.replace("%{folder}", str(folder)),
    )
    (folder / "dovecot.conf").write_text(config, encoding="utf-8")
    for name in ("run", "state", "mail", "users"):
        (folder / name).mkdir()
    if os.geteuid() == 0:
        for path in [folder, *folder.iterdir()]:
            shutil.chown(path, user, group)
    command = [*drop, program, "-F", "-c", str(folder / "dovecot.conf")]
    server = Dovecot("Dovecot", port, tls_port, folder / "cert.pem", folder, command=command)
    server.add_user("robin")
    with started(server):
        yield server


def _who_runs() -> tuple[str, str, list[str]]:
    """User, group, and what to put before the command so that it runs as that user."""
    if os.geteuid() == 0:
        drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        return "nobody", "nogroup", drop
    me = pwd.getpwuid(os.geteuid())
    return me.pw_name, grp.getgrgid(me.pw_gid).gr_name, []
