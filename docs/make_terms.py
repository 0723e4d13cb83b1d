"""Writes docs/authoring/terms.md from the data of codes, needs and situations, so that it cannot differ from play.

Run `python -m docs.make_terms` after changing one of these; a test compares the page with the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from authoring.terms import KINDS, Term, terms

PAGE = Path(__file__).parent / "authoring" / "terms.md"


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The words of a scenario"
    yield ""
    yield "What codes, needs and situations mean, each with an example and with what is near to it."
    yield "`attune explain NAME` tells the same in the terminal."
    yield "Made from `scenarios/data/` by `docs/make_terms.py`. Change the data, not this page."
    yield ""
    yield "A number in brackets is the *fit*: from −3, strongly against what the patient needs, to +3, fully for it."
    yield "“Near to it” names codes that are readily heard in place of this one."
    for kind, heading in KINDS.items():
        yield ""
        yield f"## {heading}"
        if kind == "finding":
            yield ""
            yield from (f"- **{one.name}** {one.meaning}" for one in terms() if one.kind == kind)
            continue
        for one in terms():
            if one.kind == kind:
                yield from _entry(one)


def _entry(one: Term) -> Iterator[str]:
    yield ""
    yield f"### `{one.name}` – {one.title}"
    yield ""
    yield one.meaning
    for part in one.parts:
        yield ""
        yield f"*{part.heading}:*"
        yield ""
        yield from (f"- {line}" for line in part.lines)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
