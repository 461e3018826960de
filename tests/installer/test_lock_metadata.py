"""Each lock is complete: for every Python and system, nothing that is required is missing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.environment import NEWEST, OLDEST

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "installer" / "locks"
REQUIRES: Mapping[str, list[str]] = json.loads((LOCKS / "requires.json").read_text("utf-8"))
PYTHONS = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}
MACHINES = {"linux": ("x86_64", "aarch64"), "windows": ("AMD64",), "macos": ("x86_64", "arm64")}
PLACES = [
    (python, system, each) for python in PYTHONS for system in SYSTEMS for each in MACHINES[system]
]


def _marks(place: tuple[str, str, str]) -> dict[str, str]:
    python, system, machine = place
    return {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_machine": machine,
        **SYSTEMS[system],
    }


def _lines(lock: str) -> list[str]:
    text = (LOCKS / lock).read_text(encoding="utf-8")
    return [line.removesuffix("\\").strip() for line in text.splitlines() if line[:1].isalnum()]


def _declared(lock: str) -> list[str]:
    """Return what pyproject.toml asks for, which is what the lock was made from."""
    tomllib = pytest.importorskip("tomllib")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["test"] if lock == "test.txt" else []
    return [*project["dependencies"], *extra]


def _applies(requirement: Requirement, marks: Mapping[str, str], extras: Collection[str]) -> bool:
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({**marks, "extra": each}) for each in extras or {""})


def missing(lines: list[str], wanted: list[str], place: tuple[str, str, str]) -> set[str]:
    """Return what is required, directly or by what is required, and not locked at a place."""
    marks = _marks(place)
    pinned = [each for line in lines if _applies(each := Requirement(line), marks, ())]
    versions = {canonicalize_name(each.name): str(each.specifier)[2:] for each in pinned}
    assert len(versions) == len(pinned), "one version of each package"
    lacking, seen = set(), set()
    ahead = [(Requirement(each), frozenset[str]()) for each in wanted]
    while ahead:
        requirement, asked_with = ahead.pop()
        if (str(requirement), asked_with) in seen or not _applies(
            requirement, marks, set(asked_with)
        ):
            continue
        seen.add((str(requirement), asked_with))
        name = canonicalize_name(requirement.name)
        if name not in versions or not requirement.specifier.contains(versions[name]):
            lacking.add(str(requirement))
            continue
        extras = frozenset(requirement.extras)
        further = REQUIRES[f"{name}=={versions[name]}"]
        ahead += [(Requirement(each), extras) for each in further]
    return lacking


@pytest.mark.parametrize("lock", ["run.txt", "test.txt"])
@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_nothing_that_is_required_is_missing(lock: str, place: tuple[str, str, str]) -> None:
    assert not missing(_lines(lock), _declared(lock), place)


def _without(lock: str) -> Iterator[tuple[str, list[str]]]:
    lines = _lines(lock)
    for number, line in enumerate(lines):
        yield line, lines[:number] + lines[number + 1 :]


@pytest.mark.parametrize("lock", ["run.txt", "test.txt"])
def test_every_line_of_a_lock_is_needed_somewhere(lock: str) -> None:
    """So a lock that lacks any one line is found out."""
    for line, rest in _without(lock):
        assert any(missing(rest, _declared(lock), place) for place in PLACES), line


def test_an_extra_is_followed_into_what_it_requires() -> None:
    made_up = {"a": ["b[toml]"], "b": ["c; extra == 'toml'", "d; extra == 'docs'"]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "REQUIRES", {f"{name}==1": each for name, each in made_up.items()})
        assert missing(["a==1", "b==1"], ["a"], PLACES[0]) == {'c; extra == "toml"'}


def test_what_is_written_down_is_what_the_wheels_say() -> None:
    installed = {
        f"{canonicalize_name(each.name)}=={each.version}": each for each in metadata.distributions()
    }
    known = installed.keys() & REQUIRES.keys()
    assert len(known) > 30
    for name in known:
        said = {str(Requirement(each)) for each in installed[name].requires or []}
        assert {str(Requirement(each)) for each in REQUIRES[name]} == said


def test_the_range_of_pythons_is_said_alike_everywhere() -> None:
    first, last = (f"{major}.{minor}" for major, minor in (OLDEST, NEWEST))
    beyond = f"{NEWEST[0]}.{NEWEST[1] + 1}"
    assert f'requires-python = ">={first},<{beyond}"' in (ROOT / "pyproject.toml").read_text(
        "utf-8"
    )
    script = (ROOT / "run.sh").read_text("utf-8")
    assert f"needs Python {first} to {last}." in script
    assert (
        f"({OLDEST[0]}, {OLDEST[1]}) <= sys.version_info < ({NEWEST[0]}, {NEWEST[1] + 1})" in script
    )
    assert f"set -- python{last} " in script
    assert f"Python {first} to {last}" in (ROOT / "README.md").read_text("utf-8")
