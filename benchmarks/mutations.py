"""Scenario files made wrong: by bytes, by lines, by what YAML reads in a special way, and by structure.

Everything follows from the seed and the number, so any file can be made again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, get_args

import yaml

from authoring.messages import codes, message
from authoring.starter import Answers, starter
from scenarios.library import shipped
from scenarios.model import Need

SPLICES = (
    b": ", b":", b"- ", b"*sighs*", b"&a ", b"*a", b"[", b"]", b"{", b"}", b"#", b" # ", b'"', b"'", b"\\",
    b"\t", b"!!python/object:os.system ", b"!x ", b"---\n", b"...\n", b"%YAML 9.9\n", b"? ", b"|", b">",
    b"|+9\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3\x28", b"\r", b"\n", b"\x1b[31m", b"\x85",
    b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xf0\x9f\x98\xb6\xe2\x80\x8d", b"\xcc\x81" * 40, b"<<: ", b"=", b"0x1F",
    b"1e999", b"~", b"null", b"yes", b"[" * 60, b"{a: " * 60, b"- " * 60, b"(" * 300, b"not " * 300, b"9" * 400,
    b"x" * 5000, b"@", b"`", b"%", b"and", b"or", b"visits(", b"said()", b">= 9", b"beliefs.", b"  ",
    b"# attune: allow ", b"hears:", b"ending: good",
)  # fmt: skip
"""What is put between other bytes: what YAML, the conditions or a terminal read in a way of their own."""

SLIPS = (
    (b"- ", "– ".encode()), (b"- ", "• ".encode()), (b"- ", b"-"), (b"- ", b"  "), (b": ", b":"), (b": {", b" {"),
    (b": ", ":\u00a0".encode()), (b"    ", "\u00a0\u00a0\u00a0\u00a0".encode()), (b'"', b""), (b'"', "“".encode()),
    (b"\n  ", b"\n    "), (b" or ", b", "), (b" and ", b" AND "),
)  # fmt: skip
"""What was meant, and what people who know no YAML write for it."""

VALUES: tuple[Any, ...] = (
    None, "", " ", "x", "yes", True, False, 0, -1, 101, 10**30, 1.5, float("inf"), [], {}, [[]], [None],
    {"": ""}, {"a": {"b": []}}, "trust >= 40", "(" * 40, "not " * 60 + "advice", "advice and",
    "visits(nowhere) > 1", "said(said)", "9" * 50, "x" * 3000, "\x1b[2J", "\u202e", "listen", "good", "ending",
    ["a"] * 200, "2026-13-45", "1.0.0", "*", "trust + trust - 3 = openness",
)  # fmt: skip
"""What is put in the place of another value."""

MOST_PLACES = 10_000
"""A tree with more places than that is not changed further: copies of the whole put into itself grow without end."""
WORD = re.compile(r"\w+")
CHANGES = (1, 1, 1, 1, 2, 3, 6)
"""How many changes one file gets: mostly one, because a second fault hides what the first would do further in."""


@cache
def originals() -> tuple[bytes, ...]:
    """Files to begin with: a starter for every need, the examples of every message, and every shipped patient."""
    small = [starter(Answers(needs=need), "mutant", "mutant.yaml").encode() for need in get_args(Need)]
    written = [text.encode() for code in codes() for text in (message(code).wrong, message(code).right)]
    return (*small, *written, *(path.read_bytes() for path in shipped().values()))


def mutant(seed: int, number: int) -> bytes:
    """The file of that number."""
    lots = random.Random(f"{seed}.{number}")  # noqa: S311  lots for mutations, not for secrets
    small = len(get_args(Need))
    own = originals()
    kind = lots.random()
    pool = own[:small] if kind < 0.6 else own[small : -len(shipped())] if kind < 0.8 else own[-len(shipped()) :]
    raw = lots.choice(pool)
    if lots.random() < 0.4:
        try:
            return _restructured(raw, lots)
        except RecursionError:  # nested too deep for the writer of YAML, not for us
            return _spliced(raw, lots)
    for _ in range(lots.choice(CHANGES)):
        raw = lots.choice(BY_BYTES)(raw, lots)
    return raw


def _flipped(raw: bytes, lots: random.Random) -> bytes:
    if not raw:
        return bytes([lots.randrange(256)])
    at = lots.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << lots.randrange(8)]) + raw[at + 1 :]


def _spliced(raw: bytes, lots: random.Random) -> bytes:
    at = lots.randint(0, len(raw))
    return raw[:at] + lots.choice(SPLICES) + raw[at:]


def _spliced_at_a_line(raw: bytes, lots: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = lots.randrange(len(lines))
    lines[at] = lots.choice(SPLICES) + lines[at] if lots.random() < 0.5 else lines[at] + lots.choice(SPLICES)
    return b"\n".join(lines)


def _cut(raw: bytes, lots: random.Random) -> bytes:
    at = lots.randint(0, len(raw))
    return raw[:at] + raw[at + lots.choice([1, 1, 2, 5, 30, 400]) :]


def _ended(raw: bytes, lots: random.Random) -> bytes:
    return raw[: lots.randint(0, len(raw))]


def _doubled(raw: bytes, lots: random.Random) -> bytes:
    at = lots.randint(0, len(raw))
    piece = raw[at : at + lots.choice([1, 3, 20, 300])]
    return raw[:at] + piece * lots.choice([1, 1, 2, 50]) + raw[at:]


def _shuffled(raw: bytes, lots: random.Random) -> bytes:
    lines = raw.split(b"\n")
    one, other = lots.randrange(len(lines)), lots.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _indented(raw: bytes, lots: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = lots.randrange(len(lines))
    lines[at] = lots.choice([b"  " + lines[at], b"\t" + lines[at], lines[at].lstrip()])
    return b"\n".join(lines)


def _unquoted(raw: bytes, lots: random.Random) -> bytes:
    places = [at for at, byte in enumerate(raw) if byte == ord('"')]
    if not places:
        return raw
    at = lots.choice(places)
    return raw[:at] + raw[at + 1 :]


def _renamed(raw: bytes, lots: random.Random) -> bytes:
    """One word in the place of another."""
    text = raw.decode("utf-8", "replace")
    words = [match.span() for match in WORD.finditer(text)]
    if not words:
        return raw
    (start, end), (first, last) = lots.choice(words), lots.choice(words)
    return (text[:start] + text[first:last] + text[end:]).encode("utf-8", "replace")


def _slipped(raw: bytes, lots: random.Random) -> bytes:
    """A slip of typing or of a word processor, at one of the places where it can be made."""
    right, wrong = lots.choice(SLIPS)
    places = [match.start() for match in re.finditer(re.escape(right), raw)]
    if not places:
        return _spliced(raw, lots)
    at = lots.choice(places)
    return raw[:at] + wrong + raw[at + len(right) :]


BY_BYTES: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _flipped, _spliced, _spliced, _spliced_at_a_line, _cut, _ended, _doubled, _shuffled, _indented, _unquoted, _renamed,
    _renamed, _slipped, _slipped,
)  # fmt: skip


def _restructured(raw: bytes, lots: random.Random) -> bytes:
    """The same file with some of its values moved, taken away or replaced, written as YAML again."""
    try:
        tree = yaml.load(raw, Loader=yaml.CBaseLoader)  # noqa: S506  every scalar is text
    except yaml.YAMLError:
        return _spliced(raw, lots)
    for _ in range(lots.choice(CHANGES)):
        nodes = list(_nodes(tree))
        if not nodes or len(nodes) > MOST_PLACES:
            break
        _changed(*lots.choice(nodes), lots, nodes)
    return yaml.dump(
        tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=lots.choice([None, False]),
        width=lots.choice([40, 1000]),
    ).encode("utf-8", "replace")  # fmt: skip


class _Plain(yaml.CSafeDumper):
    """Writes what stands in two places twice: anchors are refused at once, and little would be tried by them."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _nodes(tree: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401  a tree of YAML
    """Every place in a tree: its table or list, and its key."""
    found: list[tuple[Any, Any]] = []
    todo = [tree]
    while todo:
        here = todo.pop()
        keys = list(here) if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        found += [(here, key) for key in keys]
        todo += [here[key] for key in keys]
    return found


def _changed(owner: Any, key: Any, lots: random.Random, nodes: list[tuple[Any, Any]]) -> None:  # noqa: ANN401
    """Change one place."""
    other, its_key = lots.choice(nodes)
    match lots.randrange(7):
        case 0:
            del owner[key]
        case 1 | 2:
            owner[key] = _copied(lots.choice(VALUES))
        case 3:
            owner[key] = _copied(other[its_key])
        case 4 if isinstance(owner, dict):
            owner[str(its_key)] = owner.pop(key)
        case 5 if isinstance(owner, list):
            owner.insert(0, _copied(other[its_key]))
        case _:
            text = str(owner[key])
            at = lots.randint(0, len(text))
            owner[key] = text[:at] + lots.choice(SPLICES).decode("utf-8", "replace") + text[at:]


def _copied(tree: Any) -> Any:  # noqa: ANN401  a tree of YAML
    if isinstance(tree, dict):
        return {key: _copied(value) for key, value in tree.items()}
    return [_copied(value) for value in tree] if isinstance(tree, list) else tree
