"""How far the token reaches that a fault points at: the word, name, quoted text or plain text that begins there.

Read from the line itself, because a fault may point into the middle of a condition or at text that YAML refused.
"""

from __future__ import annotations

import re

FAR = 2_000
"""How far back on a line brackets are looked for; no line that somebody wrote is longer."""
_WORD = re.compile(r"[\w.-]*\w")
_OPERATOR = re.compile(r"[<>=!]{1,2}")
_PLAIN_END = re.compile(r"\s+#|:(?=\s|$)|\s*$")
_FLOW_END = re.compile(r"\s*[,\]}]|\s+#|:(?=\s|$)|\s*$")


def token_end(line: str, column: int) -> int:
    """The column one past the token that begins at `column`; both counted from 1. Always past `column`."""
    start = column - 1
    if start >= len(line) or line[start].isspace():
        return column + 1
    return max(_end(line, start), start + 1) + 1


def word_end(line: str, column: int) -> int:
    """Like `token_end`, for a place inside a condition: one name, number or sign."""
    for pattern in (_WORD, _OPERATOR):
        match = pattern.match(line, column - 1)
        if match:
            return match.end() + 1
    return column + 1


def _end(line: str, start: int) -> int:
    first = line[start]
    if first in "\"'":
        return _after_quote(line, start)
    if first in "[{" or line.startswith("- ", start):
        return start + 1
    pattern = _FLOW_END if in_brackets(line, start) else _PLAIN_END
    match = pattern.search(line, start + 1)
    return match.start() if match else len(line)


def _after_quote(line: str, start: int) -> int:
    """One past the closing quotation mark; the rest of the line where it is closed later or never."""
    quote, at = line[start], start + 1
    while at < len(line):
        if quote == '"' and line[at] == "\\":
            at += 2
        elif line[at] == quote:
            if quote == "'" and line.startswith("''", at):
                at += 2
                continue
            return at + 1
        else:
            at += 1
    return len(line.rstrip())


def in_brackets(line: str, at: int) -> bool:
    """Whether a place lies inside square or curly brackets that this line opened outside quotes."""
    depth, i = 0, max(0, at - FAR)
    while i < at:
        if line[i] in "\"'" and (i == 0 or line[i - 1] in " [{,:"):
            i = _after_quote(line, i)
            continue
        if line[i] in "[{" and (depth or i == 0 or line[i - 1] in " ,"):
            depth += 1
        elif line[i] in "]}" and depth:
            depth -= 1
        i += 1
    return depth > 0
