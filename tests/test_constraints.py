"""Every package that we name is pinned to one version, by its version alone, and to none that is known to be weak."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_pinned_by_version() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)] == []
    pinned = {normal(line.split("==")[0]) for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    names = {
        normal(re.split(r"[<>=!~; \[]", want)[0]) for want in wanted if "sys_platform == 'win32'" not in want
    }
    assert names - pinned == set()


ADVISORIES = [
    line.split() for line in (ROOT / "tests" / "advisories.txt").read_text().splitlines() if line[:1] != "#"
]


def pins() -> dict[str, Version]:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    return {normal(name): Version(version) for name, _, version in (line.partition("==") for line in lines)}


def floors() -> dict[str, Version]:
    """The oldest version that an installation without the pins may take, of each package that it needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(line) for line in project["dependencies"]]
    return {
        normal(one.name): Version(part.version)
        for one in wanted
        for part in one.specifier
        if part.operator == ">="
    }


def weak(versions: dict[str, Version]) -> list[str]:
    return [
        f"{advisory}: {package} {versions[normal(package)]}, mended in {mended}"
        for advisory, package, mended in ADVISORIES
        if normal(package) in versions and versions[normal(package)] < Version(mended)
    ]


@pytest.mark.parametrize("versions", [pins, floors])
def test_no_version_is_known_to_be_weak(versions: object) -> None:
    assert callable(versions)
    assert weak(versions()) == []


def test_an_advisory_counts_for_what_we_use() -> None:
    assert {normal(package) for _, package, _ in ADVISORIES} <= pins().keys()
    assert len(weak({"urllib3": Version("2.5.9"), "requests": Version("2.32.4")})) == 2
