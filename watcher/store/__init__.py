"""What the program remembers. The only place with SQL."""

from watcher.store.rows import CaseRow, Entry, MailRow, Step
from watcher.store.store import Store, copy

__all__ = ["CaseRow", "Entry", "MailRow", "Step", "Store", "copy"]
