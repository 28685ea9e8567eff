"""The texts that systems start the daemon by: read back as those systems read them, systemd's by itself."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import Grace, account
from watcher.errors import UserError
from watcher.services import systems
from watcher.services.texts import Job, launchd_agent, systemd_unit, windows_task

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)
#: What `systemd-analyze security` may give at most, from 0 (best) to 100.
EXPOSURE = 40


def job(tmp_path: Path, **changes: object) -> Job:
    python = [sys.executable, "-P", "-m", "watcher", "run", "--data", str(tmp_path / 'a "100 %" $HOME')]
    return Job(**({"command": python, "data": tmp_path / "my data", "mail": [tmp_path]} | changes))  # type: ignore[arg-type]


def analyze(tmp_path: Path, unit: str, *words: str) -> subprocess.CompletedProcess[str]:
    folder, runtime = tmp_path / "unit", tmp_path / "runtime"
    folder.mkdir()
    runtime.mkdir(mode=0o700)
    file = folder / "graceperiod.service"
    file.write_text(unit, encoding="utf-8")
    return subprocess.run(
        ["systemd-analyze", *words, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(runtime), "HOME": str(tmp_path)},
        check=False,
    )


@needs_systemd
@pytest.mark.parametrize("own_programs", [False, True])
def test_systemd_finds_nothing_to_complain_about(tmp_path: Path, own_programs: bool) -> None:
    result = analyze(tmp_path, systemd_unit(job(tmp_path, own_programs=own_programs)), "--user", "verify")
    assert (result.returncode, result.stderr) == (0, "")


@needs_systemd
def test_systemd_would_complain_of_a_key_that_it_does_not_know(tmp_path: Path) -> None:
    wrong = systemd_unit(job(tmp_path)).replace("PrivateTmp", "PrivateTemp")
    assert "PrivateTemp" in analyze(tmp_path, wrong, "--user", "verify").stderr


@needs_systemd
def test_little_is_exposed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager")
    result = analyze(tmp_path, systemd_unit(job(tmp_path)), *words)
    with capsys.disabled():
        print(f"\n{(result.stdout.splitlines() or [''])[-1]}")
    assert result.returncode == 0, result.stdout + result.stderr


def test_what_systemd_would_replace_is_written_twice(tmp_path: Path) -> None:
    unit = systemd_unit(job(tmp_path))
    assert '\\"100 %%\\" $$HOME"' in unit
    assert "RestartPreventExitStatus=2 77" in unit


def test_programs_of_the_persons_own_may_write_at_home(tmp_path: Path) -> None:
    assert "ProtectHome=read-only" in systemd_unit(job(tmp_path))
    assert "ProtectHome" not in systemd_unit(job(tmp_path, own_programs=True))


def test_launchd_reads_its_agent(tmp_path: Path) -> None:
    one = job(tmp_path)
    agent = plistlib.loads(launchd_agent(one).encode())
    assert agent["ProgramArguments"] == list(one.command)
    assert (agent["RunAtLoad"], agent["KeepAlive"]) == (True, {"Crashed": True})


def test_windows_reads_its_task_in_the_order_of_the_schema(tmp_path: Path) -> None:
    command = [r"C:\Program Files\grace.exe", "run", "--data", r"C:\a b & c"]
    text = windows_task(job(tmp_path, command=command), r"DESK\robin")
    name = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = ElementTree.fromstring(text.partition("\n")[2])
    order = ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert [part.tag for part in task] == [name + one for one in order]
    assert task.findtext(f".//{name}Command") == command[0]
    assert task.findtext(f".//{name}Arguments") == r'run --data "C:\a b & c"'


def test_a_system_that_takes_it_gets_it_and_one_that_refuses_leaves_nothing(tmp_path: Path) -> None:
    log = tmp_path / "calls"

    def made(start: str) -> systems.System:
        says = [
            ("sh", "-c", f"echo {word} >> {log}; {end}")
            for word, end in [("start", start), ("stop", "true"), ("after", "true")]
        ]
        file = tmp_path / "units" / "grace.service"
        return systems.System(file, "utf-8", ("true",), says[:1], says[1:2], says[2:], ("true",))

    systems.install(made("true"), "text")
    assert systems.read(made("true")) == "text"
    assert systems.remove(made("true"))
    assert not systems.remove(made("true"))
    assert log.read_text().split() == ["start", "stop", "after"]
    with pytest.raises(UserError, match="ended with code 3"):
        systems.install(made("exit 3"), "text")
    assert systems.read(made("true")) is None


def test_where_no_system_answers_nothing_is_changed_and_cron_is_named(tmp_path: Path) -> None:
    grace = Grace(tmp_path)
    MaildirBench(tmp_path / "Mail")
    grace.configure(account(kind="maildir", path=str(tmp_path / "Mail")))
    grace.environment = {"PATH": str(tmp_path)}
    result = grace.call("service", "install", "--kind", "systemd")
    assert result.returncode == 2
    assert "docs/server.md" in result.stderr
    assert not (tmp_path / ".config").exists()
    shown = grace.call("service", "install", "--kind", "systemd", "--print").stdout
    assert f'"--config" "{grace.config}" "--data" "{grace.data}"' in shown
    assert f'ReadWritePaths="{grace.data}" "{tmp_path / "Mail"}"' in shown
    said = grace.call("service", "status", "--json")
    assert '"installed": false' in said.stdout
