"""A script for the terminal, wrapped to its width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from authoring.prose import Block, Script


def script_text(script: Script, width: int) -> str:
    """The script, ended by a newline; no line is wider than `width` unless a word is."""
    return "\n".join(_lines(script, width)) + "\n"


def _lines(script: Script, width: int) -> Iterator[str]:
    yield from textwrap.wrap(script.title, width)
    last = ""
    for block in script.blocks:
        if not (block.kind == last == "item"):
            yield ""
        yield from _block(block, width, script.speaker)
        last = block.kind


def _block(block: Block, width: int, speaker: str) -> Iterator[str]:
    match block.kind:
        case "part":
            yield block.text.upper()
            yield "=" * min(len(block.text), width)
        case "beat":
            lines = textwrap.wrap(block.text, width)
            yield from lines
            yield "-" * max(map(len, lines), default=0)
        case "speech":
            head = "  " if block.text.startswith("or: ") else f"  {speaker}: "
            yield from textwrap.wrap(block.text, width, initial_indent=head, subsequent_indent="    ")
        case "direction":
            yield from textwrap.wrap(f"[{block.text}]", width, initial_indent="  ", subsequent_indent="  ")
        case "item":
            yield from textwrap.wrap(block.text, width, initial_indent="  • ", subsequent_indent="    ")
        case "text":
            yield from textwrap.wrap(block.text, width)
