"""The one safe change that mends a fault, where there is one: a nearest name, quotes around swallowed speech."""

from __future__ import annotations

import difflib
import re
from functools import cache

from authoring.lint.edit import Edit
from authoring.lint.lines import line_at
from authoring.lint.retype import SLIPS, retyped
from authoring.lint.tokens import FAR, in_brackets, word_end
from scenarios.faults import Fault, Mark, meant
from scenarios.shape import schema

_NAMED = frozenset({"unknown-beat", "unknown-state", "unknown-belief", "unknown-key", "not-allowed", "bad-condition"})
_FROM_MARK = frozenset({"yaml-alias", "yaml-anchor", "yaml-tag", "nothing-here", "text-after-quote"})
_FROM_VALUE = frozenset({"colon-in-speech", "bracket-in-speech", "wrong-kind", "indentation", "cut-by-comment"})
LIKE_ENOUGH = 0.7
"""How like the name that was written a name must be to be put in its place unasked."""

_WRITTEN = re.compile(r"`([^`]+)`")
_DASHES = re.compile(r"\s*(?:- +)*")
_NAME = re.compile(r"([\w.]+):(?:\s+|$)")
_TABS = re.compile(r"[ \t]*\t[ \t]*")


def mend(fault: Fault, lines: tuple[str, ...]) -> Edit | None:
    """The change that mends a fault; `None` where it takes a person to decide."""
    line = line_at(lines, fault.mark)
    if len(line) > FAR:
        return None
    if fault.code in _NAMED:
        return _nearest(fault, line)
    if fault.code == "tab-indent":
        return untabbed(line, fault.mark.line)
    if fault.code in SLIPS or fault.code == "open-quote":
        return retyped(fault, lines) or _closed(fault, line)
    if fault.code in _FROM_MARK or (fault.code == "yaml-syntax" and "cannot begin with" in fault.message):
        return _quoted(fault.mark, lines)
    if fault.code == "bracket-in-speech" and line.startswith(("[", "- "), fault.mark.column - 1):
        return _quoted(fault.mark, lines)
    if fault.code in _FROM_VALUE and (fault.code != "wrong-kind" or "became a" in fault.message):
        start = _value_start(line, fault.mark.column if fault.code in {"bracket-in-speech", "wrong-kind"} else 1)
        return (
            None
            if start is None
            else _quoted(Mark(fault.mark.line, start), lines, bracketed=fault.code == "indentation")
        )
    return None


def untabbed(line: str, number: int) -> Edit | None:
    """Two blanks for every tab by which a line is indented."""
    match = _TABS.match(line)
    if match is None:
        return None
    return Edit(Mark(number, 1), match.end() + 1, match.group().replace("\t", "  "))


def _nearest(fault: Fault, line: str) -> Edit | None:
    """The nearest name in place of the one that was written, where just one is near."""
    guess, written = meant(fault.help), _WRITTEN.findall(fault.message)
    if guess is None or not written:
        return None
    name = written[-1].removesuffix("(…)")
    if difflib.SequenceMatcher(None, name.lower(), guess).ratio() < LIKE_ENOUGH:
        return None
    places = [match.start() for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", line)]
    places = [at for at in places if at >= fault.mark.column - 1]
    if not places or (fault.code == "bad-condition" and word_end(line, places[0] + 1) != places[0] + len(name) + 1):
        return None
    return Edit(Mark(fault.mark.line, places[0] + 1), places[0] + len(name) + 1, guess)


def _closed(fault: Fault, line: str) -> Edit | None:
    """A closing quotation mark at the end of the line, before a bracket that closes there."""
    rest = line[fault.mark.column :]
    quote = line[fault.mark.column - 1 : fault.mark.column]
    if quote == "'" and not set(rest) & set("'\",[]{}"):
        return Edit(fault.mark, len(line.rstrip()) + 1, _in_quotes(line[fault.mark.column - 1 :].rstrip()))
    if quote != '"' or quote in rest.replace('\\"', "") or rest.endswith("\\"):
        return None
    text = rest.rstrip()
    if in_brackets(line, fault.mark.column - 1):
        text = text.removesuffix("]").rstrip()
        if "," in text or "]" in text:
            return None
    at = fault.mark.column + len(text) + 1
    return Edit(Mark(fault.mark.line, at), at, quote)


def _value_start(line: str, column: int) -> int | None:
    """Where the value of a line begins: after its dashes and its field's name."""
    at = _DASHES.match(line, column - 1)
    start = at.end() if at else column - 1
    name = _NAME.match(line, start)
    if name and name.group(1) in _fields():
        start = name.end()
    if line.startswith("[", start) and in_brackets(line, start + 1) and line[start + 1 : start + 2] not in {"", "]"}:
        inner = line[start + 1 :]
        if ":" in inner and "," not in inner and not inner.lstrip().startswith(('"', "'", "{")):
            return start + 2
    return start + 1 if start < len(line.rstrip()) else None


def _quoted(start: Mark, lines: tuple[str, ...], *, bracketed: bool = False) -> Edit | None:
    """Quotes around the text that begins at a place, where its end is beyond doubt."""
    line = line_at(lines, start)
    text = line[start.column - 1 :]
    if bracketed and not text.startswith("["):
        return None
    if text.startswith("{") or _goes_on(start.line, lines):
        return None
    if in_brackets(line, start.column - 1):
        text = text.rstrip().removesuffix("]")
        if re.search(r"[,\[\]{}]", text):
            return None
    text = re.sub(r"\s+# .*$", "", text).rstrip()
    return Edit(start, start.column + len(text), _in_quotes(text)) if text else None


def _goes_on(number: int, lines: tuple[str, ...]) -> bool:
    """Whether the text of a line runs on into the next one."""
    if number >= len(lines):
        return False
    here, below = lines[number - 1], lines[number]
    deeper = len(below) - len(below.lstrip()) > len(here) - len(here.lstrip())
    return bool(below.strip()) and deeper and not re.match(r"\s*(?:- |[\w.]+:(?:\s|$)|#)", below)


def _in_quotes(text: str) -> str:
    if text[:1] == "“" and text[-1:] == "”" and not set(text[1:-1]) & set("“”"):
        text = text[1:-1]  # they were meant as YAML's quotes
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@cache
def _fields() -> frozenset[str]:
    """Every name that a value may stand under."""
    parts = (schema(), *schema()["$defs"].values())
    own = {name for part in parts for name in part.get("properties", {})}
    inner = {
        name for part in parts for field in part.get("properties", {}).values() for name in field.get("properties", {})
    }
    return frozenset(own | inner)
