"""Silencing a warning in the file, with a reason: `# attune: allow CODE – reason`.

On the line of the warning, on a comment line right above it, or at the top of the file for the whole file.
Only warnings can be silenced. A silence without a reason does not count, and one that silences nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.faults import Fault, Mark, suggest

_COMMENT = re.compile(r"(?:^|\s)(#\s*attune:\s*allow\b(.*))$")
_PARTS = re.compile(
    r"\s+(?P<codes>[a-z][a-z-]*[a-z](?:\s*,\s*[a-z][a-z-]*[a-z])*)\s*(?:(?:[–—:]|-+)\s*(?P<reason>.*))?"
)


@dataclass(frozen=True, slots=True)
class Silence:
    """One code that a comment allows."""

    code: str
    mark: Mark
    """Where the comment begins."""
    reason: str
    lines: range | None
    """The lines for which it holds; `None`: the whole file."""

    def covers(self, fault: Fault) -> bool:
        """Whether it silences this fault."""
        if not self.reason or fault.severity != "warning" or fault.code != self.code:
            return False
        return self.lines is None or fault.mark.line in self.lines


def silences(lines: Sequence[str]) -> Iterator[Silence]:
    """Every silence in a file."""
    first = next((i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), len(lines))
    for i, line in enumerate(lines):
        match = _COMMENT.search(line) if "attune:" in line else None
        if match is None:
            continue
        mark = Mark(i + 1, match.start(1) + 1)
        held = None if i < first else range(i + 1, _next_content(lines, i) + 2 if _is_comment(line) else i + 2)
        parts = _PARTS.fullmatch(match.group(2).rstrip())
        if parts is None:
            yield Silence("", mark, "", held)
            continue
        for code in parts["codes"].split(","):
            yield Silence(code.strip(), mark, (parts["reason"] or "").strip(), held)


def apply(
    file: str, faults: Sequence[Fault], found: Sequence[Silence], known: frozenset[str]
) -> tuple[list[Fault], list[tuple[Fault, Silence]]]:
    """Split faults into those told and those silenced, and tell of silences that do not work."""
    told: list[Fault] = []
    silenced: list[tuple[Fault, Silence]] = []
    used: set[Silence] = set()
    for fault in faults:
        by = [silence for silence in found if silence.covers(fault)]
        used.update(by)
        if by:
            silenced.append((fault, by[0]))
        else:
            told.append(fault)
    errors = {fault.code for fault in faults if fault.severity == "error"}
    told += [_useless(file, silence, errors, known) for silence in found if silence not in used]
    return told, silenced


def _useless(file: str, silence: Silence, errors: set[str], known: frozenset[str]) -> Fault:
    if not silence.code or (silence.code in known and not silence.reason):
        return Fault(
            file, silence.mark, "allow-without-reason", "This silences nothing, because it gives no reason.",
            "Write `# attune: allow CODE – why it is right here`.", "warning",
        )  # fmt: skip
    if silence.code not in known:
        message, help_text = (
            f"There is no message `{silence.code}` to silence.",
            suggest(silence.code, known, noun="Codes"),
        )
    elif silence.code in errors:
        message, help_text = f"`{silence.code}` is an error here, and errors cannot be silenced.", "Mend it instead."
    else:
        message, help_text = f"Nothing here is silenced by `allow {silence.code}`.", "Remove the comment."
    return Fault(file, silence.mark, "unused-allow", message, help_text, "warning")


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _next_content(lines: Sequence[str], i: int) -> int:
    """The line below a comment, over further comment lines."""
    after = i + 1
    while after < len(lines) and _is_comment(lines[after]):
        after += 1
    return after
