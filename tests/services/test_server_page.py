"""What docs/server.md tells to type can be typed: the container's recipe, step by step without a container; cron."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import ROOT, Grace, account

PAGE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
RECIPE = re.search(r"```dockerfile\n(.*?)```", PAGE, re.DOTALL)[1]  # type: ignore[index]


def steps() -> list[tuple[str, str]]:
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in RECIPE.splitlines() if line]


def step(word: str) -> str:
    (found,) = [rest for name, rest in steps() if name == word]
    return found


def test_the_recipe_is_made_of_steps_that_there_are() -> None:
    known = {"FROM", "COPY", "RUN", "USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in steps()} == known
    assert json.loads(step("ENTRYPOINT")) == ["grace"]
    assert RECIPE.index("useradd") < RECIPE.index("USER grace") < RECIPE.index("ENTRYPOINT")


@pytest.mark.long
def test_the_recipe_installs_a_program_that_runs_and_tells_its_health(tmp_path: Path) -> None:
    """What it needs is borrowed from this environment; the package itself is built and installed."""
    source, place = tmp_path / "src", tmp_path / "fresh"
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "tests", "bench", ".*cache"),
    )
    venv.create(place, with_pip=True)
    site = next(place.glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text(next(p for p in sys.path if p.endswith("site-packages")) + "\n")
    install = next(rest for name, rest in steps() if name == "RUN" and "pip" in rest)
    words = shlex.split(install.replace("/src", str(source)))
    words[0] = str(place / "bin" / "python")
    done = subprocess.run(
        [*words, "--no-deps", "--no-build-isolation", "--ignore-installed"],
        capture_output=True, text=True, timeout=110, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    home = Grace(tmp_path)
    MaildirBench(tmp_path / "Mail")
    home.configure(account(kind="maildir", path=str(tmp_path / "Mail")))
    environment = home._environment() | {"PATH": f"{place / 'bin'}:/usr/bin:/bin", "PYTHONPATH": ""}

    def real(text: str) -> str:
        return text.replace("/config/config.toml", str(home.config)).replace("/data", str(home.data))

    health = real(step("HEALTHCHECK").partition("CMD ")[2])

    def healthy() -> bool:
        return subprocess.run(health, shell=True, env=environment, cwd=tmp_path, check=False).returncode == 0

    assert not healthy()
    call = [str(place / "bin" / "grace"), *(real(word) for word in json.loads(step("CMD")))]
    home.command = lambda *_: call  # type: ignore[method-assign]
    home.environment = environment
    with home.run() as daemon:
        daemon.until("it is healthy", healthy)
        assert daemon.terminate() == 0
    assert not healthy()
    assert str(site) in subprocess.run(
        [place / "bin" / "python", "-c", "import watcher; print(watcher.__file__)"],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=True,
    ).stdout  # fmt: skip


def test_the_lines_for_cron_run(tmp_path: Path) -> None:
    grace = Grace(tmp_path)
    MaildirBench(tmp_path / "Mail")
    grace.configure(account(kind="maildir", path=str(tmp_path / "Mail")))
    lines = re.findall(r"^    [*\d/]+ [*\d]+ \* \* \* +grace (.+)$", PAGE, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        result = grace.call(*line.split())
        assert result.returncode == 0, result.stderr
