"""The texts that make a system start the daemon: a systemd user unit, a launchd agent, a Windows task.

Pure: what is to be run and where its files lie come in, a text comes out.
"""

from __future__ import annotations

import plistlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

#: What the service is called: the unit, the agent, the task.
UNIT, AGENT, TASK = "graceperiod.service", "org.graceperiod.agent", "Grace Period"
_TASKS = "http://schemas.microsoft.com/windows/2004/02/mit/task"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run.

    Args:
        command: the program and its words, the program by its whole path.
        data: the data folder.
        mail: folders of mail on this computer that drafts are saved in.
        own_programs: the config names programs that give passwords; what they need to write is not known.
    """

    command: Sequence[str]
    data: Path
    mail: Sequence[Path] = ()
    own_programs: bool = False


#: What a unit of the person's own systemd may be kept from, and the daemon has no need of; systemd.exec(5).
_CONFINED = """\
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
CapabilityBoundingSet=
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM"""


def systemd_unit(job: Job) -> str:
    """A unit for the person's own systemd; systemd.service(5), systemd.exec(5).

    Restart: not after exit code 2 (the config) and 77 (every sign-in was refused; trying again locks accounts).
    MemoryDenyWriteExecute is left out: programs that give passwords may be written in JavaScript.
    """
    writable = [job.data, *job.mail]
    home = (
        "# Programs of yours give passwords: what they write is theirs to know, so your home stays writable.\n"
        "ReadWritePaths=%h %t"
        if job.own_programs
        else "ProtectHome=read-only\nReadWritePaths=-%h/.local/share/python_keyring"
    )
    paths = " ".join(_quoted(str(path)) for path in writable)
    return f"""\
# Written by `grace service install`, which also brings it up to date. Additions of your own:
# systemctl --user edit {UNIT.removesuffix(".service")}
[Unit]
Description=Grace Period: waits, then leaves a gracious reply as a draft
StartLimitIntervalSec=1h
StartLimitBurst=5

[Service]
Type=notify
NotifyAccess=main
ExecStart={" ".join(_quoted(word, dollar=True) for word in job.command)}
WatchdogSec=10min
TimeoutStopSec=15
Restart=on-failure
RestartSec=30
RestartPreventExitStatus=2 77
UMask=0077

# A password as a credential instead of the keyring, by the account's name:
# LoadCredential=home:/path/of/a/file
NoNewPrivileges=yes
ProtectSystem=strict
{home}
ReadWritePaths={paths}
{_CONFINED}

[Install]
WantedBy=default.target
"""


def _quoted(word: str, dollar: bool = False) -> str:
    """A word as a unit file takes it: quoted, with nothing in it that systemd would replace."""
    for old, new in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), *([("$", "$$")] if dollar else [])):
        word = word.replace(old, new)
    return f'"{word}"'


def launchd_agent(job: Job) -> str:
    """An agent of the person's session; launchd.plist(5).

    It is started again after a crash only: launchd does not tell exit codes apart, and a sign-in that was refused
    must not be tried again and again.
    """
    agent = {
        "Label": AGENT,
        "ProgramArguments": list(job.command),
        "RunAtLoad": True,
        "KeepAlive": {"Crashed": True},
        "ThrottleInterval": 60,
        "ProcessType": "Background",
        "Umask": 0o077,
        "StandardErrorPath": str(job.data / "grace.log"),
    }
    return plistlib.dumps(agent, sort_keys=False).decode()


def windows_task(job: Job, user: str) -> str:
    """A task that runs while its person is logged on; [MS-TSCH] 2.5, its elements in that order.

    Args:
        user: such as "DESKTOP\\robin".
    """
    task = ElementTree.Element("Task", {"version": "1.2", "xmlns": _TASKS})
    words = [
        ("RegistrationInfo/Description", "Grace Period: waits, then leaves a gracious reply as a draft"),
        ("Triggers/LogonTrigger/Enabled", "true"),
        ("Triggers/LogonTrigger/UserId", user),
        ("Principals/Principal/UserId", user),
        ("Principals/Principal/LogonType", "InteractiveToken"),
        ("Principals/Principal/RunLevel", "LeastPrivilege"),
        ("Settings/MultipleInstancesPolicy", "IgnoreNew"),
        ("Settings/DisallowStartIfOnBatteries", "false"),
        ("Settings/StopIfGoingOnBatteries", "false"),
        ("Settings/StartWhenAvailable", "true"),
        ("Settings/ExecutionTimeLimit", "PT0S"),
        ("Actions/Exec/Command", job.command[0]),
        ("Actions/Exec/Arguments", " ".join(_for_windows(word) for word in job.command[1:])),
    ]
    for path, text in words:
        place = task
        for name in path.split("/"):
            found = place.find(name)
            place = ElementTree.SubElement(place, name) if found is None else found
        place.text = text
    ElementTree.indent(task)
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{ElementTree.tostring(task, encoding="unicode")}\n'


def _for_windows(word: str) -> str:
    from subprocess import list2cmdline

    return list2cmdline([word])
