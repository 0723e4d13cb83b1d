"""The lines of a file as YAML counts them, so that a mark always finds its line."""

from __future__ import annotations

import re

from scenarios.faults import Mark

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def decoded(raw: bytes) -> str:
    """The text of a file; bytes that are no UTF-8 show as U+FFFD, and a byte-order mark is left out."""
    return raw.decode("utf-8-sig", "replace")


def split_lines(text: str) -> tuple[str, ...]:
    """Every line without its break."""
    return tuple(_BREAK.split(text))


def line_at(lines: tuple[str, ...], mark: Mark) -> str:
    """The line of a mark; empty where the file is shorter."""
    return lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
