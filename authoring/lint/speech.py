"""Everything in a scenario file that is spoken, shown or read out, where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.faults import Mark
from scenarios.source import Items, Node, Scalar, Table

SPEECH = frozenset({"says", "say", "otherwise"})
DIRECTIONS = frozenset({"shows", "sounds"})
PROSE = frozenset(
    {"brief", "because", "notes", "plan", "aim", "policy", "truth", "title", "goal", "danger", "ask", "replies", "name"}
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text."""

    field: str
    """Under which name it stands, such as `says`."""
    text: str
    mark: Mark
    quoted: bool
    alone: bool
    """The only item of a list."""

    def place(self, lines: tuple[str, ...], words: str) -> Mark:
        """Where some of its words stand in the file; its beginning where they run over a line's end."""
        for number in range(
            self.mark.line, min(self.mark.line + 1 + self.text.count("\n") + len(self.text) // 20, len(lines)) + 1
        ):
            start = self.mark.column - 1 if number == self.mark.line else 0
            at = lines[number - 1].find(words, start)
            if at >= 0:
                return Mark(number, at + 1)
        return self.mark


def spoken(root: Node) -> Iterator[Spoken]:
    """What a trainee sees before and during play: the briefing, the patient's words and stage directions."""
    wanted = SPEECH | DIRECTIONS | {"brief"}
    return (text for text in texts(root) if text.field in wanted)


def texts(root: Node, field: str = "") -> Iterator[Spoken]:
    """Every text that is speech, a stage direction or prose."""
    yield from _texts(root, field, alone=False)


def _texts(node: Node, field: str, *, alone: bool) -> Iterator[Spoken]:
    if isinstance(node, Scalar):
        if field in SPEECH | DIRECTIONS | PROSE:
            yield Spoken(field, node.text, node.mark, node.quoted, alone)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _texts(item, field, alone=len(node.items) == 1)
    elif isinstance(node, Table):
        for name, value in node.entries.items():
            yield from _texts(value, name, alone=False)
