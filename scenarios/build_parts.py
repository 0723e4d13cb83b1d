"""The smallest parts of a scenario: names that must exist, conditions, speech, changes; and their faults."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from scenarios import vocabulary
from scenarios.condition_parser import ConditionError, parse_condition
from scenarios.conditions import Condition
from scenarios.faults import Fault, suggest
from scenarios.model import EMPTY, Variation
from scenarios.paths import Path, key_mark, node_at
from scenarios.places import place_in, split_lines
from scenarios.source import Node

Plain = Mapping[str, Any]


class Parts:
    """Reads small parts; faults collect in `faults` and never stop the building."""

    def __init__(self, plain: Plain, root: Node, file: str, raw: bytes, *, as_written: Plain) -> None:
        """`plain` has the right shape; `as_written` is what the author wrote, for the names that exist in it."""
        self.plain = plain
        self.as_written = as_written
        self.root = root
        self.file = file
        self.raw = raw
        self.sha256 = hashlib.sha256(raw).hexdigest()
        self.faults: list[Fault] = []
        self.states = frozenset(as_written["state"])
        beliefs = _names(as_written.get("beliefs"))
        self.beliefs = frozenset(beliefs)
        self.beats = frozenset(as_written["beats"])
        self.names = vocabulary.names_for(as_written["state"], beliefs, self.beats)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The file's lines; only faults need them."""
        return split_lines(self.raw.decode("utf-8-sig"))

    def fault(self, path: Path, code: str, message: str, help_text: str = "", *, on_key: bool = False) -> None:
        """Note a fault at a value, or at its name."""
        mark = key_mark(self.root, path) if on_key else node_at(self.root, path).mark
        self.faults.append(Fault(self.file, mark, code, message, help_text))

    def state_names(self) -> None:
        """No state may be called as something else already is."""
        taken = vocabulary.code_names() | {
            "turn",
            "silence",
            "tests_passed",
            "tests_failed",
            "beliefs",
            "and",
            "or",
            "not",
        }
        reserved = {"ending", "kind", "beat", "passed", "failed"}
        for name in self.plain["state"]:
            if name in taken | reserved:
                self.fault(
                    ("state", name),
                    "name-taken",
                    f"`{name}` already means something else.",
                    "Choose another name.",
                    on_key=True,
                )

    def beat_name(self, name: str, path: Path) -> str:
        """A beat that must exist."""
        if name not in self.beats:
            self.fault(path, "unknown-beat", f"There is no beat `{name}`.", suggest(name, self.beats, noun="Beats"))
        return name

    def condition(self, text: str | None, path: Path, *, is_key: bool = False) -> Condition | None:
        """A condition, or `None` where none is written or it is faulty."""
        if text is None:
            return None
        try:
            return parse_condition(text, self.names)
        except ConditionError as error:
            start = key_mark(self.root, path) if is_key else node_at(self.root, path).mark
            mark = place_in(self.lines, start, text, error.offset)
            self.faults.append(Fault(self.file, mark, "bad-condition", error.message, error.help))
            return None

    def speech(self, value: str | list[Any] | None, path: Path) -> tuple[Variation, ...]:
        """Lines, each perhaps with a condition."""
        if value is None:
            return ()
        if isinstance(value, str):
            return (Variation(value.strip()),)
        return tuple(
            Variation(item.strip())
            if isinstance(item, str)
            else Variation(item["say"].strip(), self.condition(item["when"], (*path, i, "when")))
            for i, item in enumerate(value)
        )

    def changes(self, value: Mapping[str, int] | None, path: Path) -> Mapping[str, int]:
        """Changes, each of a state or belief that exists."""
        if not value:
            return EMPTY
        known = self.states | {f"beliefs.{name}" for name in self.beliefs}
        for name in value:
            if name not in known:
                self.fault(
                    (*path, name), "unknown-state", f"There is no state `{name}`.", suggest(name, known), on_key=True
                )
        return MappingProxyType(dict(value))


def _names(written: object) -> list[str]:
    """The names in a table as its author wrote it, even as a list; what is neither has none."""
    return [name for name in written if isinstance(name, str)] if isinstance(written, dict | list) else []
