"""The model in use, for a program that runs for months: whoever trains or rolls back meanwhile need not restart it."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from watcher.errors import StorageError
from watcher.learning import versions
from watcher.reading.classifier import Classifier

log = logging.getLogger("grace")


class CurrentModel:
    """Call it for the classifier that is in use just now; several threads may.

    Args:
        data: the data folder.

    Raises:
        StorageError: at the start, where not even the shipped model can be read.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._stamp = versions.stamp(data)
        self._classifier = self._load()

    def __call__(self) -> Classifier:
        """The classifier. Costs one call of the system where nothing has changed."""
        with self._lock:
            stamp = versions.stamp(self._data)
            if stamp != self._stamp:
                try:
                    self._classifier = self._load()
                except StorageError as error:  # just being installed anew, perhaps
                    log.warning("%s The model from before goes on judging.", error)
                else:
                    self._stamp = stamp
                    log.info("from now on %s judges", self._classifier.version)
            return self._classifier

    def _load(self) -> Classifier:
        classifier, note = versions.load_current(self._data)
        if note:
            log.warning("%s", note)
        return classifier
