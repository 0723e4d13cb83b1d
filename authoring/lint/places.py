"""Every condition of a scenario with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from authoring.lint.subject import Subject
from scenarios.condition_parser import parse_condition
from scenarios.conditions import Condition
from scenarios.faults import Mark
from scenarios.paths import Path
from scenarios.source import Items, Node, Scalar, Table

WHENS = frozenset({"when", "pass_when", "fail_when", "follow_when"})


@dataclass(frozen=True, slots=True)
class Place:
    """One condition where it stands."""

    condition: Condition
    mark: Mark
    path: Path

    @property
    def beat(self) -> str | None:
        """The beat whose own reply it is about; `None` where the reply may be taken anywhere."""
        return str(self.path[1]) if self.path[0] == "beats" and self.path[2] == "hears" else None


def conditions(subject: Subject) -> Iterator[Place]:
    """Every condition, in the order written."""
    keys = {reaction.mark: reaction.key for reaction in subject.reactions()}  # read already
    for text, mark, path in _written(subject.root, ()):
        yield Place(keys.get(mark) or parse_condition(text, subject.names), mark, path)


def _written(node: Node, path: Path) -> Iterator[tuple[str, Mark, Path]]:
    if isinstance(node, Items):
        for i, item in enumerate(node.items):
            yield from _written(item, (*path, i))
    elif isinstance(node, Table):
        for name, value in node.entries.items():
            here = (*path, name)
            if path and path[-1] == "hears":
                yield name, node.keys[name], here
            elif isinstance(value, Scalar) and _is_condition(name, path):
                yield value.text, value.mark, here
            yield from _written(value, here)


def _is_condition(name: str, path: Path) -> bool:
    return name in WHENS or (name == "needs" and bool(path) and path[0] == "facts")
