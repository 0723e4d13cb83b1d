"""What a trainee may wish for on more than one screen; the app fulfils it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class TryAgain(Message):
    """To take a turn of a kept session again."""

    session_id: str
    turn: int


@dataclass
class CompareWanted(Message):
    """To see every try of a session side by side."""

    session_id: str
    turn: int | None = None
    """Where to begin; `None`: where the tries part."""


@dataclass
class ExportWanted(Message):
    """To have the report of a session in a file."""

    session_id: str
    form: str
