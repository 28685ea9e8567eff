"""What the program remembers. The only place with SQL."""

from watcher.store.journal import FeedbackRow, LetterRow, NoteRow, PracticeRow, ReflectionRow
from watcher.store.labels import NOT_REJECTION, KeptText, LabelRow
from watcher.store.rows import CaseRow, Entry, MailRow, Step, read_back
from watcher.store.store import Store
from watcher.store.upkeep import copy

__all__ = [
    "NOT_REJECTION",
    "CaseRow",
    "Entry",
    "FeedbackRow",
    "KeptText",
    "LabelRow",
    "LetterRow",
    "MailRow",
    "NoteRow",
    "PracticeRow",
    "ReflectionRow",
    "Step",
    "Store",
    "copy",
    "read_back",
]
