"""The values that a search passes about. Sets of levels are whole numbers, one bit a combination (`grid.py`)."""

from __future__ import annotations

from typing import NamedTuple

from authoring.proof.behaviours import Behaviour
from authoring.proof.questions import Question
from simulator.state import PatientState


class Group(NamedTuple):
    """Behaviours that do the same to everything but the levels."""

    number: int
    """The same for the same effect."""
    example: Behaviour
    members: tuple[Behaviour, ...]


class Going(NamedTuple):
    """What follows a kind of turn."""

    after: PatientState
    """Before any arrival."""
    beat: str | None
    """Where the patient goes, or `None` where it stays."""
    then: PatientState
    """After any arrival. An ending's mode stands for every way there; this is the one way."""
    mode: int


class Leads(NamedTuple):
    """Where one kind of turn leads from one mode."""

    going: Going
    """What follows unless an exit holds."""
    exits: tuple[tuple[int, Going], ...]
    """The levels that an exit takes, and what follows then; the first exit that holds decides."""
    left: int
    """The levels that no exit takes."""


class Promise(NamedTuple):
    """What a kind of turn shows, wherever it ends at certain levels."""

    question: Question
    mask: int
    """The levels afterwards with which it is shown."""
    members: tuple[Behaviour, ...]


class Turns(NamedTuple):
    """Everything that can follow from one mode for levels that are decided alike."""

    moves: tuple[tuple[tuple[int, ...], tuple[tuple[Leads, Behaviour], ...]], ...]
    """By what is added to the levels: where it can lead, each way once."""
    promises: tuple[Promise, ...]


class Arrow(NamedTuple):
    """One kind of turn from one mode to another, for finding the way back."""

    source: int
    cells: int
    """The levels from which it was taken."""
    behaviour: Behaviour
    arrives: int
    """The levels with which it arrives in the other mode, of all those that the change leads to."""


class Layer(NamedTuple):
    """What was first reached after the same number of turns."""

    cells: dict[int, int]
    """By mode: the levels reached now and not before."""
    arrows: dict[int, list[Arrow]]
    """By mode: the turns that lead there."""


class Found(NamedTuple):
    """A way to an answer: a layer, a mode and levels in it, and the reply given there, if any."""

    layer: int
    mode: int
    levels: tuple[int, ...]
    reply: Behaviour | tuple[str, ...] | None
