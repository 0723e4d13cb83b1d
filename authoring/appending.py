"""Adding one example to a scenario file, every other byte left as it is.

    raw, text of the example → raw with the example at the end of `examples:`

The author's file is theirs: comments, quotes, line ends and order stay. So nothing is parsed and written back; the
place is found, the lines are put there, and the outcome is read again before anybody relies on it.
"""

from __future__ import annotations

import codecs
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scenarios.faults import ScenarioError
from scenarios.load import parse_scenario
from scenarios.model import EMPTY
from simulator.examples import code_step


class AppendError(Exception):
    """An example that was not added; the message says why. The file is as it was."""


@dataclass(frozen=True, slots=True)
class NewExample:
    """An example to be written."""

    name: str
    replies: tuple[str, ...]
    """As examples write them: words, code names, `(silence)` or `(unclear)`."""
    expect: Mapping[str, str]
    at: str | None = None
    """The beat at which it begins; `None`: the scenario's start."""
    levels: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    """What begins at another value than the scenario's."""


def append_example(path: Path, example: NewExample) -> None:
    """Add an example to a file, whole or not at all. Raises `AppendError`."""
    target = path.resolve()  # a link stays a link: what it points to is replaced
    try:
        raw = target.read_bytes()
        replace_bytes(target, with_example(raw, example, path.name))
    except OSError as error:
        raise AppendError(f"{path}: the file cannot be written: {error.strerror or error}. Nothing changed.") from error


def with_example(raw: bytes, example: NewExample, name: str) -> bytes:
    """The bytes of a scenario file with one example more. Raises `AppendError` where they would make no scenario."""
    try:
        before = parse_scenario(raw, name)
    except ScenarioError as error:
        raise AppendError(f"{error.faults[0]} Mend this first.") from error
    if any(known.name == example.name for known in before.examples):
        raise AppendError(f"There is an example called “{example.name}” already. Choose another name.")
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    text = raw.decode("utf-8-sig")
    made = mark + _inserted(text, example).encode("utf-8")
    try:
        after = parse_scenario(made, name)
    except ScenarioError as error:
        raise AppendError(f"The example cannot be written like this: {error.faults[0].message}") from error
    last = after.examples[-1] if len(after.examples) == len(before.examples) + 1 else None
    if last is None or (last.replies, last.at, last.levels) != (example.replies, example.at, example.levels):
        raise AppendError("The example cannot be added to the way in which `examples:` is written. Add it by hand.")
    return made


def replace_bytes(path: Path, raw: bytes) -> None:
    """Put new bytes in a file's place, whole or not at all, its permissions kept. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _inserted(text: str, example: NewExample) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    node = _examples_node(text)
    if node is None:
        gap = "" if text.endswith(newline) else newline
        return f"{text}{gap}{newline}examples:{newline}{block(example, 2, newline)}"
    start, end = node.start_mark.index, node.end_mark.index
    if node.flow_style and not node.value:
        at, gap = _line_end(text, end, newline)
        return f"{text[:start].rstrip(' ')}{text[end:at]}{gap}{block(example, 2, newline)}{text[at:]}"
    if node.flow_style:
        last = node.value[-1].end_mark.index
        return f"{text[:last]}, {_flow(example)}{text[last:]}"
    at, gap = _line_end(text, _last_end(node), newline)
    return f"{text[:at]}{gap}{block(example, node.start_mark.column, newline)}{text[at:]}"


def _examples_node(text: str) -> Any:  # noqa: ANN401  PyYAML's nodes carry no types
    root: Any = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return next((value for key, value in root.value if key.value == "examples"), None)


def _last_end(node: Any) -> int:  # noqa: ANN401  as above
    """Where the last words of a collection end; its own end mark lies after the comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _line_end(text: str, index: int, newline: str) -> tuple[int, str]:
    """Where the next line begins, and what has to stand before it where the file ends without a line end."""
    if index and text[index - 1] == "\n":  # a block of text takes its line end with it
        return index, ""
    at = text.find("\n", index)
    return (len(text), newline) if at < 0 else (at + 1, "")


def block(example: NewExample, indent: int, newline: str) -> str:
    """An example as it is written into a file."""
    pad = " " * indent
    lines = [f"{pad}- name: {_quoted(example.name)}", *(f"{pad}  {start}" for start in _begins(example))]
    lines.append(f"{pad}  replies:")
    lines += [f"{pad}    - {_reply(reply)}" for reply in example.replies]
    lines += [f"{pad}  expect:", *(f"{pad}    {name}: {_value(value)}" for name, value in example.expect.items())]
    return "".join(line + newline for line in lines)


def _begins(example: NewExample) -> list[str]:
    """Where it begins, as far as that is not the scenario's own start."""
    levels = ", ".join(f"{name}: {level}" for name, level in example.levels.items())
    return [*([f"at: {example.at}"] if example.at else []), *([f"set: {{{levels}}}"] if levels else [])]


def _flow(example: NewExample) -> str:
    replies = ", ".join(map(_quoted, example.replies))
    expect = ", ".join(f"{name}: {_value(value)}" for name, value in example.expect.items())
    begins = "".join(f"{start}, " for start in _begins(example))
    return f"{{name: {_quoted(example.name)}, {begins}replies: [{replies}], expect: {{{expect}}}}}"


def _reply(reply: str) -> str:
    return reply if code_step(reply) is not None else _quoted(reply)


def _value(value: str) -> str:
    return value if value.replace("_", "").isalnum() else _quoted(value)


def _quoted(text: str) -> str:
    """In YAML's double quotes, which take JSON's escapes."""
    return json.dumps(text, ensure_ascii=False)
