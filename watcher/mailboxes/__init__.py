"""Where mail lives: one narrow protocol and its backends.

`imap` and `maildir` are imported by who needs them, so that a Maildir loads no network library.
"""

from __future__ import annotations

from watcher.mailboxes.protocol import Arrival, Fetch, Flags, Found, Mailbox, Place

__all__ = ["Arrival", "Fetch", "Flags", "Found", "Mailbox", "Place"]
