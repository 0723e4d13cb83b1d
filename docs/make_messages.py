"""Writes docs/authoring/messages.md from the messages' data, so that the page can never say something else.

Run `python docs/make_messages.py` after changing a message; a test compares the page with the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from authoring.messages import codes, message

PAGE = Path(__file__).parent / "authoring" / "messages.md"


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Messages"
    yield ""
    yield "Made from `authoring/messages/` by `docs/make_messages.py`. Change the data, not this page."
    yield "Every wrong example really brings its message about, and every right one is free of faults: tests hold them."
    yield "The lines shown stand in the smallest patient of [scenario-language.md](../scenario-language.md), in"
    yield "place of its own."
    yield ""
    yield "An *error* keeps a patient from being used. A *warning* does not; where it is right as it is, a comment"
    yield "silences it, with a reason, on its line, on the line above, or at the top of the file for the whole file:"
    yield ""
    yield "```yaml"
    yield "# attune: allow no-good-ending – nobody could end this well in one meeting"
    yield "```"
    for severity in ("error", "warning"):
        for code in codes():
            if message(code).severity == severity:
                yield from _entry(code)


def _entry(code: str) -> Iterator[str]:
    told = message(code)
    language = "text" if told.wrong.startswith("attune ") else "yaml"
    yield ""
    yield f"## {code}"
    yield ""
    yield f"*{told.severity.capitalize()}.* {told.title}"
    yield ""
    yield told.text
    for name, example in (("Wrong:", told.wrong), ("Right:", told.right)):
        yield ""
        yield name
        yield ""
        yield f"```{language}"
        yield "".join(char if char.isprintable() or char == "\n" else "\u2423" for char in example.rstrip())
        yield "```"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
