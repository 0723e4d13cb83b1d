"""What a release says of itself agrees with itself: the changelog, the version, and what the wheel holds."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


class Part(NamedTuple):
    """What stands beneath one heading of the second level."""

    heading: str
    body: str


def parts(changelog: str) -> list[Part]:
    """The changelog's releases, as they stand."""
    _, *found = re.split(r"^## ", changelog, flags=re.MULTILINE)
    return [Part(*text.split("\n", 1)) for text in found]


def faults(changelog: str, version: str) -> list[str]:
    """Where a changelog is not as https://keepachangelog.com has it, or speaks against the version."""
    first, *released = parts(changelog)
    found = [] if first.heading == "[Unreleased]" else ["does not begin with [Unreleased]"]
    numbers: list[tuple[int, ...]] = []
    days: list[date] = []
    for part in released:
        if not (told := re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)", part.heading)):
            found.append(f"{part.heading}: no number and day")
            continue
        numbers.append(_number(told[1]))
        days.append(date.fromisoformat(told[2]))
    if numbers != sorted(set(numbers), reverse=True) or days != sorted(days, reverse=True):
        found.append("the newest release does not stand first")
    for part in [first, *released]:
        kinds = re.findall(r"^### (.+)$", part.body, flags=re.MULTILINE)
        found += [f"{part.heading}: {kind} is no kind of change" for kind in kinds if kind not in KINDS]
        if len(kinds) != len(set(kinds)):
            found.append(f"{part.heading}: a kind of change stands there twice")
    if numbers and _number(version) < numbers[0]:
        found.append(f"pyproject.toml has {version}, which is older than what was released")
    if numbers and _number(version) == numbers[0] and first.body.strip():
        found.append(f"{version} was released, and there are changes since: raise the version")
    return found


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def project() -> dict[str, object]:
    """The table `project` of pyproject.toml."""
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def test_the_changelog_keeps_its_form_and_agrees_with_the_version() -> None:
    assert faults((ROOT / "CHANGELOG.md").read_text("utf-8"), str(project()["version"])) == []


NONE, NEXT = "## [Unreleased]\n", "## [Unreleased]\n\n### Added\n- More.\n"
OLD = "## [0.1.0] - 2026-01-31\n\n### Added\n- All.\n"
WRONG = [
    (OLD, "0.1.0", "does not begin"),
    (f"{NONE}## [0.1] - 2026-01-31\n", "0.1.0", "no number and day"),
    (f"{NONE}## [0.1.0]\n", "0.1.0", "no number and day"),
    (f"{NONE}{OLD}## [0.2.0] - 2026-02-01\n", "0.2.0", "does not stand first"),
    (f"{NONE}{OLD}{OLD}", "0.1.0", "does not stand first"),
    (f"{NONE}### New\n", "0.1.0", "no kind of change"),
    (f"{NEXT}\n### Added\n", "0.1.0", "twice"),
    (f"{NONE}{OLD}", "0.0.9", "older than what was released"),
    (f"{NEXT}{OLD}", "0.1.0", "raise the version"),
]


@pytest.mark.parametrize(("changelog", "version", "fault"), WRONG)
def test_a_changelog_that_speaks_against_itself_is_found(changelog: str, version: str, fault: str) -> None:
    assert any(fault in found for found in faults(changelog, version))


@pytest.mark.parametrize(
    ("changelog", "version"), [(NEXT, "0.1.0"), (NONE + OLD, "0.1.0"), (NEXT + OLD, "0.1.1"), (NEXT + OLD, "0.10.0")]
)
def test_before_at_and_after_a_release_a_changelog_is_sound(changelog: str, version: str) -> None:
    assert faults(changelog, version) == []


def test_the_wheel_holds_every_room_of_the_program_and_nothing_else() -> None:
    """A new package that nobody lists would be missing for everybody but its author."""
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    listed = set(whole["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])

    assert listed == {*whole["tool"]["importlinter"]["root_packages"], "cli.py", "tui.py"}
    assert all((ROOT / name).exists() for name in listed)
