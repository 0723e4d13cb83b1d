"""What YAML says when it cannot go on, rewritten for somebody who writes speech."""

from __future__ import annotations

import re

import yaml

from scenarios.faults import Fault, Mark
from scenarios.places import split_lines

_CLOSED = re.compile(r"""\s*(?:- +)*(?:[\w.]+: +)?("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*[^\s#:]""")
"""Quoted text with more text behind it, such as `- "Yes" she said`."""
_BLOCK_SIGN = re.compile(r"[|>][-+\d]*[ \t]*$")
_TABLE_HELP = (
    'Between curly brackets: names and values with commas between them, speech in double quotes: {fit: 2, say: "Yes."}'
)
_SPEECH_HELP = 'Put speech in double quotes: says: ["Who is there?", "Well: I…"]'


def explain(error: yaml.MarkedYAMLError, text: str, name: str) -> Fault:
    """The fault that an error of the YAML reader means, at the place where its author can mend it."""
    place = error.problem_mark or error.context_mark
    mark = Mark(place.line + 1, place.column + 1) if place else Mark(1, 1)
    begun = Mark(error.context_mark.line + 1, error.context_mark.column + 1) if error.context_mark else mark
    lines = split_lines(text)
    line = lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
    problem, context = (error.problem or "").lower(), (error.context or "").lower()
    code, where, message, help_text = (
        _about_signs(problem, context, line, mark, begun)
        or _about_brackets_and_quotes(problem, context, line, mark, begun)
        or _about_lines(problem, context, mark)
        or ("yaml-syntax", mark, f"YAML cannot read this: {error.problem or 'unknown problem'}.", _SPEECH_HELP)
    )
    return Fault(name, where, code, message, help_text)


_Found = tuple[str, Mark, str, str] | None
"""Code, place, message and help."""


def _about_signs(problem: str, context: str, line: str, mark: Mark, begun: Mark) -> _Found:
    """Signs with which text cannot begin, tabs, colons, stars."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or "tab" in problem or "character that cannot start" in problem:
        if "\t" in line[: max(mark.column, 1)]:
            return "tab-indent", mark, "A tab stands where YAML wants spaces.", "Indent with two spaces."
        sign = line[mark.column - 1 :].strip()[:1]
        return "yaml-syntax", mark, f"Text cannot begin with `{sign}` unquoted.", _SPEECH_HELP
    if "mapping values are not allowed" in problem:
        message = "A colon followed by a space cuts this text in two."
        return "colon-in-speech", mark, message, 'Put the text in double quotes: "Well: I…"'
    if "alias" in context or "anchor" in context:
        rest = line[begun.column - 1 :].strip()[:24]
        message = f"`{rest or '*'}` is read by YAML as a reference, not as speech."
        return "yaml-alias", begun, message, 'Quote it: "*sighs*".'
    sign_before = _BLOCK_SIGN.search(line[: mark.column - 1])
    if "comment or line break" in problem and sign_before:
        message = f"Text cannot begin with `{sign_before.group()[:1]}` unquoted."
        return "yaml-syntax", Mark(mark.line, sign_before.start() + 1), message, _SPEECH_HELP
    return None


def _about_brackets_and_quotes(problem: str, context: str, line: str, mark: Mark, begun: Mark) -> _Found:
    """Brackets and quotation marks that are not closed, and what stands in or behind them."""
    if "',' or ']'" in problem or "',' or '}'" in problem:
        where = mark if begun.line == mark.line else begun
        message = (
            "The list or table that is open here is cut off: something in it needs quotes, or its closing bracket is "
            "missing."
        )
        is_table = "'}'" in problem
        return "bracket", where, message, _TABLE_HELP if is_table else _SPEECH_HELP
    if "escape" in problem:
        message = "A backslash in double quotes begins a special character."
        return "backslash", mark, message, "Write `\\\\` or drop it."
    if "unexpected end of stream" in problem or "quoted scalar" in context:
        message = "The quotation mark that opens here is never closed."
        return "open-quote", begun, message, 'Add the closing `"`.'
    closed = _CLOSED.match(line)
    if closed and closed.end() <= mark.column:
        message = "Text goes on after the closing quotation mark."
        where = Mark(mark.line, closed.start(1) + 1)
        return "text-after-quote", where, message, "Put the whole line in one pair of quotes."
    return None


def _about_lines(problem: str, context: str, mark: Mark) -> _Found:
    """Lines that do not fit one another."""
    if "expected key" in problem or "expected '-'" in problem or "block mapping" in context:
        help_text = (
            "Line up names under one another, two spaces deeper for each level; quote speech that begins with a mark."
        )
        return "indentation", mark, "This line does not fit the lines above it.", help_text
    if "could not find expected ':'" in problem:
        return "missing-colon", mark, "A name needs a colon and a space after it.", "Write `name: value`."
    return None
