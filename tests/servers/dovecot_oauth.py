"""A Dovecot where one signs in by access token: it asks the stand-in for Gmail whose token it is.

with running_gmail() as gmail, running_oauth_dovecot(gmail) as server:
    server.add_user("robin@gmail.example")
    token = gmail.token_for("robin@gmail.example")
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.gmail_server import GmailServer
from tests.servers.running import new_folder

#: What asks for the token's owner, in the provider's own log of requests.
USERINFO = "/oauth2/v2/userinfo"

# A password is for the test's own second connection, which does what a person does.
_MECHANISMS = """\
auth_mechanisms = plain {mechanisms}
auth_verbose = yes
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {file}
}}
"""
_PROVIDER = """\
tokeninfo_url = {url}?access_token=
username_attribute = email
"""


@contextmanager
def running_oauth_dovecot(
    gmail: GmailServer, mechanisms: Sequence[str] = ("xoauth2", "oauthbearer")
) -> Iterator[Dovecot]:
    """Starts a Dovecot that takes the access tokens of `gmail`; its users are to be made at both.

    Args:
        mechanisms: those it offers beside PLAIN.
    """
    folder = new_folder("oauth")
    try:
        file = folder / "provider.conf"
        file.write_text(_PROVIDER.format(url=gmail.base + USERINFO), encoding="ascii")
        file.chmod(0o644)
        more = _MECHANISMS.format(mechanisms=" ".join(mechanisms), file=file)
        with running_dovecot(more=more) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
