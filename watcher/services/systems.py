"""The three systems that can start the daemon: where their text lies, and which programs take it in."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import StorageError, UserError
from watcher.services.texts import AGENT, TASK, UNIT, Job, launchd_agent, systemd_unit, windows_task

KINDS = ("systemd", "launchd", "windows")
#: Seconds that a system's own program may take.
_LIMIT = 30.0

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class System:
    """What one system needs.

    Args:
        file: where the text lies.
        reachable: a command that ends with 0 where the system can be talked to.
        start: after the text was written.
        stop: before it is removed; may fail where nothing is installed.
        after: after it was removed.
        state: ends with 0 where the service is running or loaded.
    """

    file: Path
    encoding: str
    reachable: Command
    start: Sequence[Command]
    stop: Sequence[Command]
    after: Sequence[Command]
    state: Command


def kind_here() -> str:
    return {"darwin": "launchd", "win32": "windows"}.get(sys.platform, "systemd")


def program(config: Path, data: Path) -> list[str]:
    """The command that runs the daemon, by whole paths: nobody's PATH or folder plays a part in it."""
    python = Path(sys.executable)
    script = python.parent / "grace"
    windowless = python.with_name("pythonw.exe")
    if script.is_file():
        begin = [str(script)]
    else:
        begin = [str(windowless if windowless.is_file() else python), "-P", "-m", "watcher"]
    return [*begin, "run", "--config", str(config.absolute()), "--data", str(data.absolute())]


def text_for(kind: str, job: Job) -> str:
    if kind == "systemd":
        return systemd_unit(job)
    if kind == "launchd":
        return launchd_agent(job)
    domain = os.environ.get("USERDOMAIN", "")
    return windows_task(job, f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser())


def system(kind: str, environment: Mapping[str, str], home: Path, data: Path) -> System:
    """What there is to know of a kind of system."""
    if kind == "systemd":
        units = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "systemd" / "user"
        call = ("systemctl", "--user")
        return System(
            units / UNIT,
            "utf-8",
            (*call, "show-environment"),
            ((*call, "daemon-reload"), (*call, "enable", UNIT), (*call, "restart", UNIT)),
            ((*call, "disable", "--now", UNIT),),
            ((*call, "daemon-reload"),),
            (*call, "is-active", "--quiet", UNIT),
        )
    if kind == "launchd":
        session = f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"
        file = home / "Library" / "LaunchAgents" / f"{AGENT}.plist"
        return System(
            file,
            "utf-8",
            ("launchctl", "print", session),
            (("launchctl", "bootstrap", session, str(file)),),
            (("launchctl", "bootout", f"{session}/{AGENT}"),),
            (),
            ("launchctl", "print", f"{session}/{AGENT}"),
        )
    file = data / "task.xml"
    return System(
        file,
        "utf-16",
        ("schtasks", "/Query"),
        (("schtasks", "/Create", "/TN", TASK, "/XML", str(file), "/F"), ("schtasks", "/Run", "/TN", TASK)),
        (("schtasks", "/End", "/TN", TASK), ("schtasks", "/Delete", "/TN", TASK, "/F")),
        (),
        ("schtasks", "/Query", "/TN", TASK),
    )


def install(found: System, text: str) -> None:
    """Writes the text and has the system start the daemon; what ran before is started anew.

    Raises:
        UserError: there is no such system here, or it refused. Then nothing is left behind.
        StorageError: the text cannot be written.
    """
    if _code(found.reachable):
        raise UserError(
            f"{found.reachable[0]} does not answer here, so no service can be installed. Run `grace once` from cron "
            "instead, or `grace run` by what starts programs on this computer: docs/server.md. Nothing was changed."
        )
    before = read(found)
    if before is not None and found.reachable[0] == "launchctl":
        for command in found.stop:
            _code(command)
    write(found, text)
    for command in found.start:
        if code := _code(command):
            if before is None:
                remove(found)
            raise UserError(f"`{' '.join(command)}` ended with code {code}; the service was not installed.")


def remove(found: System) -> bool:
    """Ends the service and takes its text away. False where there was none."""
    if read(found) is None:
        return False
    for command in found.stop:
        _code(command)
    try:
        found.file.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{found.file} cannot be removed: {error.strerror}.") from None
    for command in found.after:
        _code(command)
    return True


def runs(found: System) -> bool:
    return _code(found.state) == 0


def read(found: System) -> str | None:
    """The text as it lies there, None where there is none."""
    try:
        return found.file.read_text(encoding=found.encoding)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError):
        return ""


def write(found: System, text: str) -> None:
    try:
        found.file.parent.mkdir(parents=True, exist_ok=True)
        found.file.write_text(text, encoding=found.encoding)
    except OSError as error:
        raise StorageError(f"{found.file} cannot be written: {error.strerror}.") from None


def _code(command: Command) -> int:
    """How a command ended; 127 where there is no such program, 124 where it took too long."""
    try:
        return subprocess.run(  # noqa: S603 - constants of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LIMIT,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return 124
    except OSError:
        return 127
