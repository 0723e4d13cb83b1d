"""The lines of a file as YAML counts them, so that a mark always finds its line."""

from __future__ import annotations

from scenarios.faults import Mark
from scenarios.places import split_lines

__all__ = ["decoded", "line_at", "split_lines"]


def decoded(raw: bytes) -> str:
    """The text of a file; bytes that are no UTF-8 show as U+FFFD, and a byte-order mark is left out."""
    return raw.decode("utf-8-sig", "replace")


def line_at(lines: tuple[str, ...], mark: Mark) -> str:
    """The line of a mark; empty where the file is shorter."""
    return lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
