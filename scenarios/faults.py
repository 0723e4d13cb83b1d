"""What can be wrong with a scenario, and how it is said.

    ScenarioError           a file that cannot be used; carries every fault that was found
    └── SourceError         not even readable as text or YAML (one fault)

A fault tells where, what, and how to mend it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Mark(NamedTuple):
    """A place in a file; both counted from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place."""

    file: str
    """The file as the author named it."""
    mark: Mark
    """Where the offending token begins."""
    code: str
    """Stable id of the kind of fault, e.g. `unknown-beat`."""
    message: str
    """What was found and why it cannot be, in an author's words."""
    help: str = ""
    """How to mend it: the values allowed, the nearest name, an example."""
    severity: Severity = "error"
    """A warning leaves the file usable."""
    end: Mark | None = None
    """One past the offending token's last character, where it is not simply the word or text that begins there."""

    def __str__(self) -> str:
        """One line, as compilers write it."""
        hint = f" {self.help}" if self.help else ""
        return f"{self.file}:{self.mark.line}:{self.mark.column}: {self.severity}[{self.code}] {self.message}{hint}"


class ScenarioError(Exception):
    """A scenario that cannot be used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.mark, fault.message)))
        """Every fault found, in file order; at least one."""
        super().__init__("\n".join(map(str, self.faults)))


class SourceError(ScenarioError):
    """A file that is not readable as UTF-8 text in YAML."""


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name most like `name`, or `None` where none is close."""
    names = sorted(set(allowed))
    lowered = name.lower().replace("-", "_").replace(" ", "_")
    if lowered in names:
        return lowered
    close = difflib.get_close_matches(lowered, names, n=1, cutoff=0.6)
    return close[0] if close else None


def near(name: str, allowed: Iterable[str]) -> list[str]:
    """Every allowed name about as like `name` as the one most like it, that one first."""
    names = sorted(set(allowed))
    best = nearest(name, names)
    if best is None:
        return []
    wanted = _likeness(name, best) - 0.1
    return [best, *(other for other in names if other != best and _likeness(name, other) >= max(wanted, 0.6))]


def _likeness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, name.lower().replace("-", "_").replace(" ", "_"), other).ratio()


def suggest(name: str, allowed: Iterable[str], *, noun: str = "Allowed") -> str:
    """Say which name was probably meant, or which are allowed."""
    names = sorted(set(allowed))
    guesses = near(name, names)
    if guesses:
        return f"Did you mean {' or '.join(f'`{guess}`' for guess in guesses[:3])}?"
    if not names:
        return f"{noun}: none yet."
    shown = ", ".join(f"`{candidate}`" for candidate in names[:12])
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"{noun}: {shown}{more}."


def meant(help_text: str) -> str | None:
    """The one name that `suggest` named as meant; `None` where it named several or none."""
    match = _ONE_GUESS.search(help_text)
    return match.group(1) if match else None


_ONE_GUESS = re.compile(r"Did you mean `([^`]+)`\?")
