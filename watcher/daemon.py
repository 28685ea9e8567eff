"""When things run: signals, the lock, a worker for each account. What makes them tick is in ticking.py.

The database row is the queue, so a tick only asks "is it time to look?", and nothing is lost when ticks are
missed. Each account has a worker thread of its own: a server that hangs stops nobody else. After trouble an
account waits, longer each time; after a refused sign-in it stops, because trying again locks accounts.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher import logs
from watcher.clocks import Course, Reading, clock_trusted, followed
from watcher.config import Account, Config
from watcher.connecting import connect
from watcher.credentials import addressed
from watcher.current_model import AtNeed, CurrentModel
from watcher.errors import AuthError, GraceError, StorageError, TemporaryError, UserError
from watcher.instance import data_for
from watcher.mailboxes.protocol import Mailbox
from watcher.malloc import give_back, share_one_arena
from watcher.oauth.tokens import Tokens
from watcher.pipeline import Event, Pass
from watcher.reading.classifier import Classifier, Judging
from watcher.services.journal import JournalFormatter, is_journal
from watcher.services.notify import Notifier, taken_from
from watcher.services.telling import Telling
from watcher.store import Entry, Store
from watcher.training_process import TrainingProcess

log = logging.getLogger(logs.OURS)

#: Waiting times after the first failures in a row; then doubled up to BACKOFF_MAX. A laptop that wakes needs
#: a few seconds for its network, a server that is down needs peace.
BACKOFF_FIRST = (5.0, 15.0, 60.0)
BACKOFF_MAX = 3600.0
#: Gives the classifier to judge with.
Model = Callable[[], Classifier]
#: After a signal to stop, a pass has this long to end by itself. What is cut off is safe: see drafting.py.
STOP_WITHIN = 3.5


def set_up_logging(verbose: bool) -> None:
    """Our own log says ids and counts; other libraries are kept quiet whatever `verbose` says."""
    logs.set_up()
    if sys.__stderr__ is not None and is_journal(os.environ, sys.__stderr__.fileno()):
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JournalFormatter())
    log.setLevel(logging.DEBUG if verbose else logging.INFO)


def once(
    config: Config,
    data: Path,
    now: datetime | None = None,
    dry_run: bool = False,
    tell: Callable[[Account, Event, Entry | None], None] = lambda account, event, entry: None,
) -> list[tuple[Account, GraceError | None]]:
    """One pass over every account, one after the other. An account's error does not stop the next.

    Args:
        now: aware; None for the present.
        tell: called with each event and the mail as it is on record at that moment.
    """
    outcomes: list[tuple[Account, GraceError | None]] = []
    classifier, tokens = AtNeed(CurrentModel(data)), Tokens()
    with data_for(data, dry_run) as folder:
        store = Store(folder)
        try:
            for account in config.accounts:
                at = now or datetime.now(UTC)
                outcomes.append(
                    (account, _pass(account, config, store, classifier, tokens, at, dry_run, tell))
                )
        finally:
            store.close()
    return outcomes


def _pass(
    account: Account,
    config: Config,
    store: Store,
    classifier: Judging,
    tokens: Tokens,
    now: datetime,
    dry_run: bool,
    tell: Callable[[Account, Event, Entry | None], None],
) -> GraceError | None:
    """One pass over one account; what goes wrong is returned. A broken store is raised: it concerns all."""
    mailbox = None
    try:
        mailbox = connect(account, tokens, now)
        Pass(
            account,
            config,
            mailbox,
            store,
            classifier,
            dry_run=dry_run,
            tell=lambda event: tell(account, event, store.entry(event.mail_id)),
        ).run(now)
    except StorageError:
        raise
    except GraceError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a fault of ours at one account must not stop the next
        return GraceError(f"an unexpected {type(error).__name__}")
    finally:
        if mailbox is not None:
            mailbox.close()
    return None


def backoff(failures: int, roll: float) -> float:
    """Seconds to wait after so many failures in a row.

    Args:
        failures: 1 or more.
        roll: a random number from 0 to 1; up to a quarter is added, so that many clients do not come at once.
    """
    if failures <= len(BACKOFF_FIRST):
        wait = BACKOFF_FIRST[failures - 1]
    else:
        wait = min(BACKOFF_FIRST[-1] * 2.0 ** min(failures - len(BACKOFF_FIRST), 16), BACKOFF_MAX)
    return wait * (1 + roll / 4)


class Worker:
    """One account of the running daemon. Only its own thread calls `look` and `tick`.

    Attributes:
        stopped: why it will not try again, None while it works.
        sign: when it last got on with its work, by time.monotonic(); 0 before it began. A pass that ended well,
            one that an outage cut short, a mail put on record, a look that found nothing to do.
        faulty: its last pass ended by a fault of ours, or of our own data.
        passes: how many passes have ended.
    """

    def __init__(self, account: Account, config: Config, data: Path, model: Model, dry_run: bool) -> None:
        self.account = account
        self.config = config
        self.data = data
        self.model = model
        self.dry_run = dry_run
        self.failures = 0
        self.stopped: GraceError | None = None
        self.sign = 0.0
        self.faulty = False
        self.passes = 0
        self._next = datetime.min.replace(tzinfo=UTC)
        self._last = self._next
        self._worked = False
        self._course: Course | None = None
        self._tokens = Tokens()
        self._mailbox: Mailbox | None = None
        self._store: Store | None = None

    @property
    def name(self) -> str:
        return self.account.name

    def look(self, reading: Reading) -> None:
        """A tick, unless the clock has just jumped: then neither what is due nor what was read is certain."""
        self.sign = self.sign or time.monotonic()  # it has come round for the first time
        before, every = self._course, self.config.watch.every
        self._course = followed(before, reading)
        if clock_trusted(self._course, every):
            self.tick(reading.wall)
        elif before is None or before.jumped != self._course.jumped:
            log.info(
                "%s: the clock was set, or the machine has just started; waiting a little before looking.",
                self.name,
            )
        self.sign = time.monotonic()

    def is_time(self, store: Store, now: datetime) -> bool:
        """True where a pass should run: its time has come, a draft is due, or the clock was set back."""
        if self.stopped:
            return False
        if now >= self._next or now < self._last:
            return True
        # After a failure the waiting time holds for drafts too.
        return self.failures == 0 and store.has_work(self.account.name, now)

    def tick(self, now: datetime) -> None:
        """Runs a pass if it is time. Never raises: what went wrong is logged in one line."""
        try:
            if self._store is None:
                self._store = Store(self.data)
            if self.is_time(self._store, now):
                self._last = now
                self._pass(self._store, now)
        except GraceError as error:
            if self._store is not None:
                self._store.close()
            self._store = None
            self._failed(error, now)

    def abort(self) -> None:
        """From the main thread: lets a call that waits for the server fail at once."""
        mailbox = self._mailbox
        if mailbox is not None:
            mailbox.abort()

    def _pass(self, store: Store, now: datetime) -> None:
        try:
            self._mailbox = connect(self.account, self._tokens, now)
            Pass(
                self.account,
                self.config,
                self._mailbox,
                store,
                AtNeed(self.model),
                dry_run=self.dry_run,
                tell=self._go_on,
            ).run(now)
        except GraceError as error:
            self._failed(error, now)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the daemon, nor log mail
            self._failed(TemporaryError(f"an unexpected {type(error).__name__}"), now)
            self.faulty = True
        else:
            self.failures = 0
            self.faulty = False
            self._worked = True
            jitter = 1 + random.uniform(-0.05, 0.05)  # noqa: S311 - no secret
            self._next = now + self.config.watch.every * jitter
        finally:
            if self._mailbox is not None:
                self._mailbox.close()
            self._mailbox = None
            store.rest()
            give_back()
            self.passes += 1

    def _go_on(self, event: Event) -> None:
        """A first look at a large mailbox takes long; each mail of it is a sign that it goes on."""
        self.sign = time.monotonic()

    def _failed(self, error: GraceError, now: datetime) -> None:
        name = self.account.name
        self.faulty = isinstance(error, StorageError)
        # What worked before and is gone now, such as a folder on a disk that is not mounted, may come back.
        if isinstance(error, AuthError) or (isinstance(error, UserError) and not self._worked):
            self.stopped = error
            self._note(error, now, None)
            log.error(
                "%s: %s (This account is left alone until you start again.)",
                name,
                addressed(str(error), name),
            )
            return
        self.failures += 1
        wait = backoff(self.failures, random.random())  # noqa: S311 - no secret
        if isinstance(error, TemporaryError):
            wait = max(wait, error.wait.total_seconds())
        self._next = now + timedelta(seconds=wait)
        self._note(error, now, self._next)
        log.warning("%s: %s Trying again in %d s.", name, addressed(str(error), name), wait)

    def _note(self, error: GraceError, now: datetime, again: datetime | None) -> None:
        """Keeps the trouble for `grace status`; a pass that ends well afterwards makes it old."""
        if self._store is None:
            return
        word = addressed(str(error), self.account.name)
        trouble = {"at": now.isoformat(), "again": again.isoformat() if again else None, "word": word}
        with contextlib.suppress(GraceError):
            self._store.note(f"trouble:{self.account.name}", json.dumps(trouble))


def run(config: Config, data: Path, dry_run: bool = False) -> int:
    """The daemon. Returns when it is told to stop (SIGTERM, SIGINT) or when no account is left to watch.

    Returns:
        the exit code: 0 after a signal, that of the last error where every account had to be left alone.
    """
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    share_one_arena()
    with data_for(data, dry_run) as folder:
        Store(folder).close()  # a database that cannot be used ends it here, with one clear line
        model = CurrentModel(data)
        workers = [Worker(account, config, folder, model, dry_run) for account in config.accounts]
        training = TrainingProcess(folder, "never" if dry_run else config.learning.train)
        log.info("watching %d account(s), every %d s", len(workers), config.watch.every.total_seconds())
        telling = Telling(taken_from(os.environ), workers, lambda: _counts(folder))
        return _watch(workers, stop, training, model, telling)


def _counts(data: Path) -> dict[str, int]:
    try:
        store = Store(data)
        try:
            return store.counts()
        finally:
            store.close()
    except GraceError:
        return {}


def _watch(
    workers: list[Worker],
    stop: threading.Event,
    training: TrainingProcess,
    model: CurrentModel,
    telling: Telling | None = None,
) -> int:
    """Ticks until told to stop, then lets the workers end, and cuts off what hangs."""
    from watcher.ticking import Ticking

    telling = telling or Telling(Notifier(), workers, dict)
    ticking = Ticking(workers)
    while not stop.wait(0.5):
        ticking.go_on()
        training.look(datetime.now(UTC))
        telling.look(time.monotonic())
        model.rest(time.monotonic())
        if all(worker.stopped for worker in workers):
            break
    log.info("stopping")
    telling.stopping()
    training.end()
    ending = threading.Thread(target=ticking.end, daemon=True)
    ending.start()
    ending.join(STOP_WITHIN / 2)
    for worker in workers:
        worker.abort()
    ending.join(STOP_WITHIN / 2)
    code = _exit_code(workers, stopped_by_signal=stop.is_set())
    if ending.is_alive():
        log.warning("a server did not let go; ending all the same, nothing is lost")
        logging.shutdown()
        os._exit(code)
    return code


def _exit_code(workers: list[Worker], *, stopped_by_signal: bool) -> int:
    errors = [worker.stopped for worker in workers if worker.stopped]
    return 0 if stopped_by_signal or not errors else errors[-1].exit_code
