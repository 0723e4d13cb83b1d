"""An answer to a question with a few answers. The app asks in a dialog, plain lines by number. No Textual."""

from __future__ import annotations

from dataclasses import dataclass

WORDS_LIMIT = 500
"""Most characters of an answer in words of one's own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be given."""

    id: str
    label: str
    about: str = ""
    """What follows from it."""
