"""The model in use, for a program that runs for months: whoever trains or rolls back meanwhile need not restart it.

It is read when there is a mail to judge, and let go when there was none for a while: on most of its days the daemon has
little to read, and without the model it is a quarter smaller.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watcher.errors import StorageError
from watcher.learning import versions
from watcher.malloc import give_back
from watcher.reading.classifier import Classifier
from watcher.reading.types import Message, Named, Verdict

#: Seconds without a mail after which it is let go. To read it again takes a third of one.
REST_AFTER = 600.0

log = logging.getLogger("grace")


class CurrentModel:
    """Call it for the classifier that is in use just now; several threads may.

    Args:
        data: the data folder.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._stamp: object = None
        self._classifier: Classifier | None = None
        self._version = ""
        self._used = 0.0

    def __call__(self) -> Classifier:
        """The classifier. Costs one call of the system where nothing has changed.

        Raises:
            StorageError: none has been read so far, and not even the shipped one can be.
        """
        with self._lock:
            self._used = time.monotonic()
            stamp = versions.stamp(self._data)
            if self._classifier is None or stamp != self._stamp:
                try:
                    self._classifier = self._load()
                except StorageError as error:  # just being installed anew, perhaps
                    if self._classifier is None:
                        raise
                    log.warning("%s The model from before goes on judging.", error)
                    return self._classifier
                self._stamp = stamp
                if self._version not in ("", self._classifier.version):
                    log.info("from now on %s judges", self._classifier.version)
                self._version = self._classifier.version
            return self._classifier

    def rest(self, now: float) -> None:
        """Lets go of it if nothing was judged for a while.

        Args:
            now: time.monotonic().
        """
        with self._lock:
            if self._classifier is None or now - self._used < REST_AFTER:
                return
            self._classifier = None
        give_back()

    def _load(self) -> Classifier:
        classifier, note = versions.load_current(self._data)
        if note:
            log.warning("%s", note)
        return classifier


class AtNeed:
    """Judges by the model in use, which is not read before there is something to judge.

    Args:
        model: gives the classifier that is in use just now.
    """

    def __init__(self, model: Callable[[], Classifier]) -> None:
        self._model = model

    @property
    def version(self) -> str:
        return self._model().version

    def understands(self, language: str) -> bool:
        return self._model().understands(language)

    def classify(self, message: Message, *, applied: bool = False) -> Verdict:
        return self._model().classify(message, applied=applied)

    def names(self, message: Message, language: str) -> tuple[Named, ...]:
        return self._model().names(message, language)
