"""Finding by typing: every word typed must begin a word of what is searched."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return _WORD.findall(text.casefold())


def fits(query: str, texts: Iterable[str]) -> bool:
    """Whether every word of the query begins a word of these texts; an empty query fits all."""
    there = {word for text in texts for word in words(text)}
    return all(any(word.startswith(wanted) for word in there) for wanted in words(query))
