"""Checking one file: read, shape, names, then everything that can be doubtful about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.lint.lines import decoded, split_lines
from authoring.lint.repeated import gathered
from authoring.lint.rules import RULES
from authoring.lint.second_look import second_look
from authoring.lint.silence import Silence, apply, silences
from authoring.lint.subject import Subject
from authoring.messages import codes
from scenarios.faults import Fault, ScenarioError, SourceError
from scenarios.load import build_scenario
from scenarios.model import Scenario
from scenarios.source import MAX_BYTES, Node, parse_source, read_source


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file."""

    file: str
    lines: tuple[str, ...]
    """As far as the file could be read; for showing the source."""
    faults: tuple[Fault, ...]
    """In file order, what is silenced left out."""
    silenced: tuple[tuple[Fault, Silence], ...] = ()
    readable: bool = True
    """Whether it could be read at all."""
    scenario: Scenario | None = None
    """The scenario, where there is no error of shape or name."""

    @property
    def errors(self) -> int:
        """How many errors."""
        return sum(fault.severity == "error" for fault in self.faults)

    @property
    def warnings(self) -> int:
        """How many warnings."""
        return len(self.faults) - self.errors


More = Callable[[Scenario, str], list[Fault]]
"""A check that is made only when it is asked for, with the file's name."""
WHEN_ASKED = frozenset({"weak-exemplar"})
"""What only such a check finds."""


def check_file(path: Path, name: str | None = None, more: More | None = None) -> Checked:
    """Check one file. Never raises for what stands in it."""
    file = name or str(path)
    try:
        raw, root = read_source(path, file)
    except ScenarioError as error:
        return _refused(file, _bytes(path), error)
    return _check(raw, root, file, more)


def check_bytes(raw: bytes, file: str) -> Checked:
    """Check the bytes of a file."""
    try:
        root = parse_source(raw, file)
    except ScenarioError as error:
        return _refused(file, raw, error)
    return _check(raw, root, file)


def _check(raw: bytes, root: Node, file: str, more: More | None = None) -> Checked:
    lines = split_lines(decoded(raw))
    try:
        scenario = build_scenario(raw, root, file)
    except ScenarioError as error:
        return Checked(file, lines, _looked_at(error, lines))
    subject = Subject(file, lines, root, scenario)
    found = [fault for rule in RULES for fault in rule(subject)]
    found += [] if more is None else more(scenario, file)
    # What was not looked for cannot show that a silence is of no use.
    silent = [one for one in silences(lines) if more is not None or one.code not in WHEN_ASKED]
    told, silenced = apply(file, found, silent, frozenset(codes()))
    return Checked(file, lines, _in_order(told), tuple(silenced), scenario=scenario)


def _in_order(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.mark, fault.code, fault.message)))


def _refused(file: str, raw: bytes, error: ScenarioError) -> Checked:
    lines = split_lines(decoded(raw))
    return Checked(file, lines, _looked_at(error, lines), readable=not isinstance(error, SourceError))


def _looked_at(error: ScenarioError, lines: tuple[str, ...]) -> tuple[Fault, ...]:
    return gathered(tuple(second_look(fault, lines) for fault in error.faults), lines)


def mistakes(error: ScenarioError, path: Path | None = None) -> tuple[Fault, ...]:
    """The faults of a file where its author made them, as `attune lint` tells them; as they are where it is gone.

    `path` is the file where its faults name it by another name.
    """
    files = {fault.file for fault in error.faults}
    raw = _bytes(path or Path(files.pop())) if len(files) == 1 else b""
    return _looked_at(error, split_lines(decoded(raw))) if raw else tuple(error.faults)


def _bytes(path: Path) -> bytes:
    """The beginning of a file that was refused, for showing the place; nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError:
        return b""
