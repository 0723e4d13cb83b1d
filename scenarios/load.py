"""Reading a scenario: file → bytes → tree → shape → names → `Scenario`, with every fault at once."""

from __future__ import annotations

from pathlib import Path

from scenarios.build import Builder
from scenarios.faults import Fault, Mark, ScenarioError
from scenarios.model import Scenario
from scenarios.salvage import salvage
from scenarios.shape import check_shape
from scenarios.source import Table, parse_source, read_source


def load_scenario(path: Path, name: str | None = None) -> Scenario:
    """Load one file. Raises `ScenarioError` carrying every fault, in file order."""
    shown = name or str(path)
    raw, root = read_source(path, shown)
    return build_scenario(raw, root, shown)


def parse_scenario(raw: bytes, name: str) -> Scenario:
    """Load a scenario from bytes, as kept with a session. Raises `ScenarioError`."""
    return build_scenario(raw, parse_source(raw, name), name)


def build_scenario(raw: bytes, root: object, name: str) -> Scenario:
    """Build a scenario from a tree already read from `raw`. Raises `ScenarioError` with every fault."""
    if not isinstance(root, Table):
        mark = getattr(root, "mark", Mark(1, 1))
        raise ScenarioError(
            [
                Fault(
                    name,
                    mark,
                    "wrong-kind",
                    "A scenario is a table of names and values.",
                    "Begin with `format: 1`.",
                )
            ]
        )
    plain, faults = check_shape(root, name)
    sound = salvage(plain) if faults else plain
    if sound is None:
        raise ScenarioError(faults)
    builder = Builder(sound, root, name, raw, as_written=plain)
    scenario = builder.scenario()
    faults += builder.faults
    if faults:
        raise ScenarioError(faults)
    return scenario
