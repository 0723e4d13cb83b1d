"""Reading a filled-in form back: every fault with its line, and nothing of a form that has one.

Turns and words are checked against the session, so that a rating cannot land on another turn than the one read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from scenarios import vocabulary
from scenarios.faults import Fault, Mark, ScenarioError, SourceError, suggest
from scenarios.source import Items, Node, Scalar, Table, parse_source
from scoring.scores import DIMENSIONS
from scoring.supervision.form import HIDDEN, OTHERS, SHOWN, TAKE_BACK, VERSION
from scoring.supervision.machine import cap_rules
from scoring.words import SILENCE
from simulator.ratings import CAP, CODE, FIT, Judgement, Sample, Word
from simulator.session import Session

_HEAD = ("review", "machine", "sample", "sessions")
_SHEET = ("session", "turns", "whole")
_TURN = ("turn", "patient", "reply", "fit", "heard", "not_heard", "comment")
_WHOLE = (*DIMENSIONS, "caps", "comment")
_YES_NO = {"yes": 1, "true": 1, "no": 0, "false": 0}
_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9])?")
_MINUS = str.maketrans("−–", "--")


@dataclass(slots=True)
class _Reader:
    """Walks a form and collects faults."""

    file: str
    session_of: Callable[[str], Session | None]
    faults: list[Fault] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    is_blind: bool = True
    sample: Sample = "chosen"

    def fault(self, mark: Mark, code: str, message: str, help_text: str = "") -> None:
        self.faults.append(Fault(self.file, mark, code, message, help_text))


def read_form(raw: bytes, file: str, session_of: Callable[[str], Session | None]) -> tuple[Word, ...]:
    """What the form says, in its order. `session_of` gives a session by its whole id, or `None`.

    Raises `ScenarioError` with every fault of the file.
    """
    reader = _Reader(file, session_of)
    try:
        root = parse_source(raw, file)
    except SourceError as error:
        fault = error.faults[0]
        raise SourceError([replace(fault, help=_HELP.get(fault.code, fault.help))]) from None
    _form(reader, root)
    if reader.faults:
        raise ScenarioError(reader.faults)
    return tuple(reader.words)


_ANEW = "`attune review SESSION --form FILE` writes a form."
_HELP = {
    "empty-file": _ANEW,
    "two-documents": "Forms go one to a file.",
    "too-large": "Write a form for fewer turns.",
    "yaml-syntax": "A reason with signs in it goes in the lines below `comment: |-`.",
}
"""What mends a file that cannot be read, where a form wants other help than a scenario."""


def _form(reader: _Reader, root: Node) -> None:
    if not isinstance(root, Table) or "review" not in root.entries:
        reader.fault(root.mark, "no-form", "This is no form for rating.", _ANEW)
        return
    head = _entries(reader, root, _HEAD)
    if _text(head.get("review")) != VERSION:
        reader.fault(root.keys["review"], "other-form", f"This version reads forms of version {VERSION}.", _ANEW)
        return
    machine = _one_of(reader, root, "machine", (HIDDEN, SHOWN))
    sample = _one_of(reader, root, "sample", ("chosen", "random"))
    reader.is_blind = machine == HIDDEN
    reader.sample = "random" if sample == "random" else "chosen"
    seen: set[str] = set()
    for sheet in _list(reader, head.get("sessions"), "sessions", root.mark):
        if isinstance(sheet, Table):
            _sheet(reader, sheet, seen)
        else:
            reader.fault(sheet.mark, "form-shape", "A session begins with `session:`.", _ANEW)


def _sheet(reader: _Reader, table: Table, seen: set[str]) -> None:
    entries = _entries(reader, table, _SHEET)
    name = _text(entries.get("session"))
    place = entries["session"].mark if "session" in entries else table.mark
    session = reader.session_of(name) if name else None
    if session is None:
        known = "`attune sessions list` shows those there are."
        reader.fault(place, "unknown-session", f"There is no session `{name}` here.", known)
        return
    if name in seen:
        reader.fault(place, "twice", f"Session `{name}` stands in this form twice.", "Keep one.")
    seen.add(name)
    turns: set[int] = set()
    for entry in _list(reader, entries.get("turns"), "turns", table.mark):
        if isinstance(entry, Table):
            _turn(reader, entry, name, session, turns)
        else:
            reader.fault(entry.mark, "form-shape", "A turn begins with `turn:`.", _ANEW)
    whole = entries.get("whole")
    if isinstance(whole, Table):
        _whole(reader, whole, name)
    elif whole is not None and not _is_empty(whole):
        reader.fault(whole.mark, "form-shape", "Under `whole:` stand names with their values.", _ANEW)


def _turn(reader: _Reader, table: Table, name: str, session: Session, seen: set[int]) -> None:
    entries = _entries(reader, table, _TURN)
    text = _text(entries.get("turn"))
    place = entries["turn"].mark if "turn" in entries else table.mark
    if not text.isdecimal() or not 1 <= int(text[:6]) <= len(session.turns):
        reader.fault(
            place, "unknown-turn", f"There is no turn `{text}`.", f"The session has turns 1 to {len(session.turns)}."
        )
        return
    n = int(text)
    if n in seen:
        reader.fault(place, "twice", f"Turn {n} stands here twice.", "Keep one.")
    seen.add(n)
    reply = entries.get("reply")
    said = session.turns[n - 1].reply or SILENCE
    if reply is not None and _folded(_text(reply)) != _folded(said):
        reader.fault(
            reply.mark,
            "other-words",
            f"These are not the words of turn {n}.",
            "Ratings go by the number of the turn; write the form again if its words were changed.",
        )
    comment = _text(entries.get("comment"))
    given = [*_fit(reader, entries.get("fit"), n, comment), *_codes(reader, entries, n, comment)]
    _add(reader, name, given, comment, entries.get("comment"))


def _fit(reader: _Reader, node: Node | None, n: int, comment: str) -> Iterator[Judgement]:
    if node is None or _is_empty(node):
        return
    text = _text(node).translate(_MINUS)
    if text == TAKE_BACK:
        yield Judgement(n, FIT, None, comment)
    elif re.fullmatch(r"[-+]?[0-3]", text):
        yield Judgement(n, FIT, int(text), comment)
    else:
        reader.fault(
            node.mark,
            "bad-rating",
            f"A fit cannot be `{_text(node)}`.",
            f"Give a whole number from -3 to 3, `{TAKE_BACK}`, or nothing.",
        )


def _codes(reader: _Reader, entries: dict[str, Node], n: int, comment: str) -> Iterator[Judgement]:
    values: dict[str, int] = {}
    others = False
    for key, value in (("heard", 1), ("not_heard", 0)):
        for node in _list(reader, entries.get(key), key, None):
            code = _text(node)
            if not isinstance(node, Scalar) or code not in {*vocabulary.codes(), OTHERS}:
                reader.fault(
                    node.mark, "unknown-code", f"No code is called `{code}`.", suggest(code, vocabulary.codes())
                )
            elif code == OTHERS:
                others = True
                if value:
                    reader.fault(
                        node.mark, "bad-rating", f"`{OTHERS}` stands under `not_heard` only.", "List what is heard."
                    )
            elif code in values:
                reader.fault(
                    node.mark, "twice", f"`{code}` is listed twice in turn {n}.", "Heard, or not heard: keep one."
                )
            else:
                values[code] = value
    yield from (Judgement(n, f"{CODE}{code}", value, comment) for code, value in values.items())
    if others:
        yield from (Judgement(n, f"{CODE}{code}", 0) for code in vocabulary.codes() if code not in values)


def _whole(reader: _Reader, table: Table, name: str) -> None:
    entries = _entries(reader, table, _WHOLE)
    comment = _text(entries.get("comment"))
    given: list[Judgement] = []
    for dimension in DIMENSIONS:
        node = entries.get(dimension)
        if node is not None and not _is_empty(node):
            given += _points(reader, node, dimension, comment)
    caps = entries.get("caps")
    if isinstance(caps, Table):
        given += _caps(reader, caps, comment)
    elif caps is not None and not _is_empty(caps):
        reader.fault(caps.mark, "form-shape", "Under `caps:` stand names with yes or no.", _ANEW)
    _add(reader, name, given, comment, entries.get("comment"))


def _points(reader: _Reader, node: Node, dimension: str, comment: str) -> Iterator[Judgement]:
    text = _text(node)
    if text == TAKE_BACK:
        yield Judgement(None, dimension, None, comment)
    elif _NUMBER.fullmatch(text) and (tenths := round(float(text) * 10)) <= 1000:
        yield Judgement(None, dimension, tenths, comment)
    else:
        reader.fault(
            node.mark,
            "bad-rating",
            f"`{dimension}` cannot be `{text}`.",
            f"Give a number from 0 to 100 with one decimal at most, `{TAKE_BACK}`, or nothing.",
        )


def _caps(reader: _Reader, table: Table, comment: str) -> Iterator[Judgement]:
    for rule, node in _entries(reader, table, cap_rules()).items():
        text = _text(node).lower()
        if _is_empty(node):
            continue
        if text == TAKE_BACK:
            yield Judgement(None, f"{CAP}{rule}", None, comment)
        elif text in _YES_NO:
            yield Judgement(None, f"{CAP}{rule}", _YES_NO[text], comment)
        else:
            reader.fault(
                node.mark,
                "bad-rating",
                f"`{rule}` cannot be `{_text(node)}`.",
                f"Give yes or no, `{TAKE_BACK}`, or nothing.",
            )


def _add(reader: _Reader, session: str, given: list[Judgement], comment: str, place: Node | None) -> None:
    if comment and not given and place is not None:
        reader.fault(
            place.mark,
            "comment-alone",
            "A comment is kept with a rating, and none stands here.",
            "Give one, or take the comment out.",
        )
    reader.words += [Word(session, judgement, reader.is_blind, reader.sample) for judgement in given]


def _entries(reader: _Reader, table: Table, allowed: tuple[str, ...]) -> dict[str, Node]:
    for key, mark in table.keys.items():
        if key not in allowed:
            reader.fault(mark, "unknown-key", f"`{key}` is nothing that a form asks for here.", suggest(key, allowed))
    return {key: node for key, node in table.entries.items() if key in allowed}


def _list(reader: _Reader, node: Node | None, key: str, missing: Mark | None) -> list[Node]:
    """The items under a key; one item alone may stand without brackets. `missing`: where to say that it must be."""
    if node is None or _is_empty(node):
        if missing is not None:
            reader.fault(missing if node is None else node.mark, "form-shape", f"`{key}:` is missing or empty.", _ANEW)
        return []
    if isinstance(node, Items):
        return node.items
    if isinstance(node, Scalar) and missing is None:
        return [Scalar(node.mark, part.strip(), quoted=True) for part in node.text.split(",") if part.strip()]
    reader.fault(node.mark, "form-shape", f"Under `{key}:` a list stands.", _ANEW)
    return []


def _one_of(reader: _Reader, table: Table, key: str, allowed: tuple[str, ...]) -> str:
    node = table.entries.get(key)
    text = _text(node)
    if text not in allowed:
        reader.fault(
            table.mark if node is None else node.mark,
            "bad-value",
            f"`{key}` cannot be `{text}`.",
            suggest(text, allowed),
        )
    return text


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip() in {"", "~", "null"}


def _folded(text: str) -> str:
    return " ".join(text.split())
