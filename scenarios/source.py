"""From bytes to a tree of plain values, each with its place in the file.

Guards the door: size, encoding, depth, node count, anchors, aliases, tags and duplicate keys are refused here
with one clear fault. Events of the YAML parser are streamed and the tree is built from them without recursion,
because libyaml's own composer overflows the C stack on deep nesting.

Scalars stay as written: `yes`, `on` and `1.10` are text. What is a whole number or a truth value is decided later,
where the schema says what is wanted (`scenarios.shape`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from scenarios.clean import clean
from scenarios.faults import Fault, Mark, ScenarioError, SourceError
from scenarios.places import end_of
from scenarios.yaml_errors import explain

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 50_000


@dataclass(slots=True)
class Scalar:
    """Text as written, or nothing at all."""

    mark: Mark
    text: str
    quoted: bool
    """Quoted or block text; such text is never a number, a truth value or nothing."""


@dataclass(slots=True)
class Items:
    """A list."""

    mark: Mark
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Keys with values, in the order written."""

    mark: Mark
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)


Node = Scalar | Items | Table


@dataclass(slots=True)
class _Open:
    """A collection that is still being read."""

    node: Items | Table
    key: Scalar | None = None


def read_source(path: Path, name: str | None = None) -> tuple[bytes, Node]:
    """Read and parse one file. Raises `SourceError` with one fault, or `ScenarioError` for duplicate keys."""
    shown = name or str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceError(
            [Fault(shown, Mark(1, 1), "unreadable-file", f"The file cannot be read: {reason}.")]
        ) from None
    return raw, parse_source(raw, shown)


def parse_source(raw: bytes, name: str) -> Node:
    """Parse bytes into a tree. Raises `SourceError`, or `ScenarioError` with every duplicate key."""
    text = _decode(raw, name)
    faults: list[Fault] = []
    root: Node | None = None
    stack: list[_Open] = []
    nodes = 0
    for event in _events(text, name):
        place = event.start_mark
        mark = Mark(place.line + 1, place.column + 1) if place else Mark(1, 1)
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _refusal(
                    name,
                    mark,
                    "two-documents",
                    "A second document begins here (`---`).",
                    "One patient a file.",
                )
            continue
        if isinstance(event, yaml.AliasEvent):
            raise _refusal(
                name, mark, "yaml-alias", f"`*{event.anchor}` is read by YAML as a reference, not as speech.",
                f'Put speech in quotes: "*{event.anchor}*". Stage directions go under `shows:` or `sounds:`.',
            )  # fmt: skip
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            stack.pop()
            continue
        if not isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            continue
        nodes += 1
        _refuse_excess(event, mark, name, nodes, len(stack))
        node = _node(event, mark)
        if not stack:
            root = node
        else:
            _place(stack[-1], node, name, faults)
        if not isinstance(node, Scalar):
            stack.append(_Open(node))
    if root is None:
        raise _refusal(name, Mark(1, 1), "empty-file", "The file is empty.", "`attune new` writes a first scenario.")
    if faults:
        raise ScenarioError(faults)
    return root


def _refusal(name: str, mark: Mark, code: str, message: str, help_text: str = "") -> SourceError:
    return SourceError([Fault(name, mark, code, message, help_text)])


def _decode(raw: bytes, name: str) -> str:
    start = Mark(1, 1)
    if len(raw) > MAX_BYTES:
        raise _refusal(
            name,
            start,
            "too-large",
            f"The file is larger than {MAX_BYTES:,} bytes.",
            "Split it into several patients.",
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal(name, start, "wrong-encoding", "The file is saved as UTF-16.", "Save it as UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = end_of(error.object[: error.start].decode("utf-8", "replace"))
        if b"\x00" in raw[:1024]:
            raise _refusal(
                name, start, "not-text", "This is not a text file.", "A scenario is YAML text saved as UTF-8."
            ) from None
        raise _refusal(
            name, place, "wrong-encoding",
            f"The byte 0x{error.object[error.start]:02x} is not UTF-8.", "Save the file as UTF-8.",
        ) from None  # fmt: skip
    if "\x00" in text:
        raise _refusal(name, start, "not-text", "This is not a text file.", "A scenario is YAML text saved as UTF-8.")
    return text


def _events(text: str, name: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.reader.ReaderError:
        raise _refusal(
            name,
            end_of(text[: _unprintable(text)]),
            "unprintable",
            "A character that cannot be printed stands here.",
            "Delete it; it often comes from copying.",
        ) from None
    except yaml.MarkedYAMLError as error:
        raise SourceError([explain(error, text, name)]) from None
    except yaml.YAMLError:
        raise _refusal(name, Mark(1, 1), "not-yaml", "The file cannot be read as YAML.") from None


def _unprintable(text: str) -> int:
    """The offset of the first character that YAML refuses; the reader itself counts in bytes."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return found.start() if found else max(text.find("\ufeff", 1), 0)


def _refuse_excess(
    event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent,
    mark: Mark,
    name: str,
    nodes: int,
    depth: int,
) -> None:
    if nodes > MAX_NODES:
        raise _refusal(
            name,
            mark,
            "too-many-values",
            f"More than {MAX_NODES:,} values.",
            "Split it into several patients.",
        )
    if depth >= MAX_DEPTH:
        raise _refusal(name, mark, "too-deep", f"Nested more than {MAX_DEPTH} deep.", "Check for unclosed brackets.")
    if event.anchor is not None:
        raise _refusal(
            name, mark, "yaml-anchor", f"`&{event.anchor}` is read by YAML as a label, not as text.",
            "Labels are not used in scenarios; put the text in quotes.",
        )  # fmt: skip
    if event.tag is not None and event.tag != "!":
        raise _refusal(
            name,
            mark,
            "yaml-tag",
            f"`{event.tag}` is read by YAML as a tag.",
            "Put text that begins with `!` in quotes.",
        )


def _node(event: yaml.Event, mark: Mark) -> Node:
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(mark, clean(event.value), quoted=event.style is not None and event.style != "")
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(mark)
    assert isinstance(event, yaml.MappingStartEvent)  # noqa: S101  the caller let only three kinds through
    return Table(mark)


def _place(parent: _Open, node: Node, name: str, faults: list[Fault]) -> None:
    if isinstance(parent.node, Items):
        parent.node.items.append(node)
        return
    if parent.key is None:
        if not isinstance(node, Scalar):
            raise _refusal(
                name, node.mark, "key-not-text", "A list or table stands where a name is expected.",
                "Speech with brackets or `?` needs quotes.",
            )  # fmt: skip
        parent.key = node
        return
    key, parent.key = parent.key, None
    if key.text in parent.node.entries:
        first = parent.node.keys[key.text]
        faults.append(
            Fault(name, key.mark, "duplicate-key", f"`{key.text}` is written twice here; first on line {first.line}.",
                  "Keep one, or rename the other.")
        )  # fmt: skip
        return
    parent.node.entries[key.text] = node
    parent.node.keys[key.text] = key.mark
