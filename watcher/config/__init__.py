"""TOML -> frozen Config. `load` reports all problems at once, each with its line and its key.

settings.py holds the table of what can be set, values.py reads single values, lines.py knows where in the
file a key stands, loading.py puts them together, example.py writes the example file.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

from watcher.config.account import Account
from watcher.config.loading import load
from watcher.config.settings import Config, CoolingOff, Gentle, Learning, Person, Reply, Watch

__all__ = [
    "Account",
    "Config",
    "CoolingOff",
    "Gentle",
    "Learning",
    "Person",
    "Reply",
    "Watch",
    "default_config_path",
    "default_data_dir",
    "load",
]


def default_config_path() -> Path:
    """Where the config file lies unless a command is told otherwise (on Linux by the XDG rules)."""
    return platformdirs.user_config_path("graceperiod", appauthor=False, roaming=True) / "config.toml"


def default_data_dir() -> Path:
    """Where the log and the learned model lie unless a command is told otherwise."""
    return platformdirs.user_data_path("graceperiod", appauthor=False, roaming=True)
