"""One scenario as the checks see it: its meaning, and where everything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from authoring.lint.ways import Graph, ways
from scenarios import vocabulary
from scenarios.conditions import Names
from scenarios.faults import Fault, Mark, Severity
from scenarios.model import Reaction, Scenario
from scenarios.paths import key_mark, node_at
from scenarios.source import Node


@dataclass(frozen=True)
class Subject:
    """A scenario that loads, with its file."""

    file: str
    lines: tuple[str, ...]
    root: Node
    scenario: Scenario

    @cached_property
    def names(self) -> Names:
        """The names that its conditions may use."""
        return vocabulary.names_for(self.scenario.state, self.scenario.beliefs, self.scenario.beats)

    @cached_property
    def graph(self) -> Graph:
        """Which beat can follow which."""
        return ways(self.scenario)

    def key(self, *path: str | int) -> Mark:
        """Where the name at the end of a path is written."""
        return key_mark(self.root, path)

    def value(self, *path: str | int) -> Mark:
        """Where the value at a path is written."""
        return node_at(self.root, path).mark

    def warn(
        self,
        mark: Mark,
        code: str,
        message: str,
        help_text: str = "",
        *,
        severity: Severity = "warning",
        end: Mark | None = None,
    ) -> Fault:
        """A fault of this file; a warning unless told."""
        return Fault(self.file, mark, code, message, help_text, severity, end)

    def reactions(self) -> Iterator[Reaction]:
        """Everything that the patient does in answer to a reply, wherever it is written."""
        defaults = self.scenario.defaults
        yield from _written(*defaults.hears, defaults.otherwise, defaults.unclear, defaults.silence)
        for beat in self.scenario.beats.values():
            yield from _written(*beat.hears, beat.otherwise, beat.unclear, beat.silence)
            if beat.test is not None:
                yield from _written(beat.test.passed, beat.test.failed)


def _written(*reactions: Reaction | None) -> Iterator[Reaction]:
    return (reaction for reaction in reactions if reaction is not None)
