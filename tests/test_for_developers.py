"""What is written for those who carry the work on is so: Pythons, hooks, the commands of run.sh."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKFLOW = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")


def test_the_workflow_runs_all_tests_on_each_python_that_is_supported() -> None:
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["classifiers"]
    supported = [found[1] for one in classifiers if (found := re.search(r":: (3\.\d+)$", one))]
    [matrix] = re.findall(r"^ +python: \[(.*)\]$", WORKFLOW, re.MULTILINE)
    assert re.findall(r"[\d.]+", matrix) == supported
    assert re.search(r"^ +run: \./run\.sh test$", WORKFLOW, re.MULTILINE)
    assert "PYTHON: python${{ matrix.python }}" in WORKFLOW


def test_hooks_are_local_and_what_they_run_is_in_the_environment() -> None:
    assert re.findall(r"- repo: (\S+)", HOOKS) == ["local"]
    entries = re.findall(r"entry: \.venv/bin/python -m (\w+)(.*)", HOOKS)
    assert len(entries) == HOOKS.count("- id:")
    for module, words in entries:
        done = subprocess.run([sys.executable, "-m", module, "--version"], capture_output=True, check=False)
        assert done.returncode == 0, module
        files = [word.partition("::")[0] for word in words.split() if word.endswith(".py") or "::" in word]
        assert [file for file in files if not (ROOT / file).is_file()] == []


def test_every_run_sh_command_that_is_named_is_there() -> None:
    usage = subprocess.run([ROOT / "run.sh", "help"], capture_output=True, text=True, check=True).stdout
    there = set(re.findall(r"^\./run\.sh (\w+)", usage, re.MULTILINE))
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", ".ci/run")]
    text = (
        "\n".join(page.read_text(encoding="utf-8") for page in [*pages, *(ROOT / "docs").glob("*.md")])
        + WORKFLOW
    )
    named = set(re.findall(r"\./run\.sh (\w+)", text))
    assert {"test", "release", "demo"} <= named
    assert named - there == set()


def test_a_python_that_is_not_there_is_said() -> None:
    done = subprocess.run(
        [ROOT / "run.sh", "test"],
        env={"PATH": "/usr/bin:/bin", "PYTHON": "python9.9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "python9.9" in done.stderr


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"])
def test_files_that_a_page_names_are_there(name: str) -> None:
    spans = re.findall(r"`([^`\n]+)`", (ROOT / name).read_text(encoding="utf-8"))
    paths = [
        span for span in spans if re.fullmatch(r"(?:watcher|tests|tools|docs|models|bench)/[\w/.-]*", span)
    ]
    assert len(paths) >= 1
    assert [path for path in paths if not (ROOT / path).exists()] == []
