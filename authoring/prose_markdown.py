"""A script as Markdown; nothing that an author wrote can become a link, an image or a tag."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.prose import Script
from scoring.report.markdown import escape


def script_markdown(script: Script) -> str:
    """The script, ended by a newline."""
    return "\n".join(_lines(script)) + "\n"


def _lines(script: Script) -> Iterator[str]:
    yield f"# {escape(script.title)}"
    last = ""
    for block in script.blocks:
        if not (block.kind == last == "item"):
            yield ""
        text = escape(block.text)
        match block.kind:
            case "part":
                yield f"## {text}"
            case "beat":
                yield f"### {text}"
            case "speech":
                yield f"> {escape(script.speaker)}: {text}" if not block.text.startswith("or: ") else f"> {text}"
            case "direction":
                yield f"*{text}*"
            case "item":
                yield f"- {text}"
            case "text":
                yield text
        last = block.kind
