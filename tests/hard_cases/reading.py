"""The hard cases, as they ship with the model."""

from watcher.learning.hard_cases import Case, known_limits, read_all

__all__ = ["Case", "known_limits", "read_all"]
