"""The OAuth client that a person made at Google for themselves, in the file that Google lets them download."""

from __future__ import annotations

import json
from pathlib import Path

from watcher.errors import UserError

_ADVICE = 'Download the file of a client of type "Desktop app" (client_secret_....json); see docs/gmail.md.'


def read_client(path: Path) -> tuple[str, str]:
    """Its id and its secret.

    Raises:
        UserError: the file cannot be read, or is something else; nothing of what stands in it is repeated.
    """
    trouble = ""
    content: object = None
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        trouble = f"{path} cannot be read: {error.strerror}."
    except (ValueError, RecursionError):
        trouble = f"{path} is no client file of Google. {_ADVICE}"
    if trouble:
        raise UserError(trouble)
    kinds = content if isinstance(content, dict) else {}
    if "web" in kinds and "installed" not in kinds:
        raise UserError(
            f'{path} is of a client of type "Web application", which cannot be used here. {_ADVICE}'
        )
    if kinds.get("type") == "service_account":
        raise UserError(f"{path} is the key of a service account, which has no mailbox. {_ADVICE}")
    installed = kinds.get("installed")
    client = installed if isinstance(installed, dict) else {}
    client_id, secret = client.get("client_id"), client.get("client_secret", "")
    if not (isinstance(client_id, str) and client_id and isinstance(secret, str)):
        raise UserError(f"{path} is no client file of Google. {_ADVICE}")
    return client_id, secret
