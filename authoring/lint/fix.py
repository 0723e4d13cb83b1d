"""Mending a file as far as it is safe: byte for byte as it was, but for what is mended.

Every change is tried on a copy and kept only if it leaves fewer faults and nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from authoring.lint.check import Checked, check_bytes
from authoring.lint.edit import Edit
from authoring.lint.mend import mend, untabbed
from scenarios.faults import Mark, ScenarioError
from scenarios.source import Items, Node, Scalar, Table, parse_source

ROUNDS = 200
"""YAML tells of one mistake at a time, so mending and reading take turns."""
ONE_BY_ONE = 20
"""Where many changes at once do not help, so many are tried alone."""
_BOM = b"\xef\xbb\xbf"
_WITH_BREAKS = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
_TRAILING = re.compile(r"[ \t]+$")


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after mending."""

    before: bytes
    after: bytes
    checked: Checked
    """What is still wrong with it."""

    @property
    def changed(self) -> bool:
        """Whether anything was mended."""
        return self.before != self.after


def fix(raw: bytes, file: str) -> Fixed:
    """Mend everything that is safe to mend."""
    now, checked = raw, check_bytes(raw, file)
    for _ in range(ROUNDS):
        step = _step(now, checked)
        if step is None:
            break
        now, checked = step
    tidy = _without_trailing_blanks(now)
    return Fixed(raw, tidy, check_bytes(tidy, file) if tidy != now else checked)


def _step(raw: bytes, checked: Checked) -> tuple[bytes, Checked] | None:
    """The file after one round of changes, or `None` where none of them is safe."""
    edits = _edits(checked)
    for some in [edits] if len(edits) < 2 else [edits, *([edit] for edit in edits[:ONE_BY_ONE])]:
        if not some:
            return None
        mended = _apply(raw, some)
        after = check_bytes(mended, checked.file)
        if _better(checked, after):
            return mended, after
    return None


def _edits(checked: Checked) -> list[Edit]:
    if any(fault.code == "tab-indent" for fault in checked.faults):
        numbered = enumerate(checked.lines, 1)
        return [edit for number, line in numbered if (edit := untabbed(line, number)) is not None]
    found = [edit for fault in checked.faults if (edit := mend(fault, checked.lines)) is not None]
    return list(_apart(sorted(set(found), key=lambda edit: (edit.start, edit.end))))


def _apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Changes that do not overlap, the first of those that do."""
    last = (0, 0)
    for edit in edits:
        if (edit.start.line, edit.start.column) >= last:
            yield edit
            last = (edit.start.line, edit.end)


def _better(before: Checked, after: Checked) -> bool:
    """Whether a change helped: the file can be read further, or less is wrong with it."""
    if not before.readable:
        return after.readable or after.faults[0].mark > before.faults[0].mark
    if not after.readable:
        return False
    if before.errors:  # behind a mended mistake another may come to light, as within one condition
        gone = {(fault.code, fault.message) for fault in before.faults} - {
            (fault.code, fault.message) for fault in after.faults
        }
        return bool(gone) and after.errors <= before.errors
    return not after.errors and after.warnings < before.warnings


def _apply(raw: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes with changes made; line ends and a byte-order mark stay as they are."""
    mark = _BOM if raw.startswith(_BOM) else b""
    lines = _WITH_BREAKS.findall(raw[len(mark) :].decode("utf-8"))
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        lines[edit.start.line - 1] = edit.applied(lines[edit.start.line - 1])
    return mark + "".join(lines).encode("utf-8")


def _without_trailing_blanks(raw: bytes) -> bytes:
    """The bytes without blanks at the ends of lines, except within texts over several lines, where they may count."""
    try:
        before = parse_source(raw, "")
    except ScenarioError:
        return raw
    mark = _BOM if raw.startswith(_BOM) else b""
    text = raw[len(mark) :].decode("utf-8")
    inside = _inside_texts(text)
    lines = [line.rstrip("\n\r\x85\u2028\u2029") for line in _WITH_BREAKS.findall(text)]
    edits = [
        Edit(Mark(i + 1, match.start() + 1), match.end() + 1, "")
        for i, line in enumerate(lines)
        if i not in inside and (match := _TRAILING.search(line))
    ]
    tidy = _apply(raw, edits)
    return tidy if _same(before, parse_source(tidy, "")) else raw


def _inside_texts(text: str) -> set[int]:
    """Lines, counted from 0, on which a text stands that runs over several lines."""
    inside: set[int] = set()
    for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
        begin, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.ScalarEvent) and begin and end and end.line > begin.line:
            inside.update(range(begin.line, end.line + 1))
    return inside


def _same(one: Node, other: Node) -> bool:
    """Whether two trees say the same."""
    match one, other:
        case Scalar(_, text, quoted), Scalar(_, text_too, quoted_too):
            return (text, quoted) == (text_too, quoted_too)
        case Items(_, items), Items(_, items_too):
            return len(items) == len(items_too) and all(map(_same, items, items_too))
        case Table(_, entries), Table(_, entries_too):
            return list(entries) == list(entries_too) and all(map(_same, entries.values(), entries_too.values()))
        case _:
            return False
