"""How a session is played: when feedback is given, and what may be asked for while it goes on.

The store keeps a mode by its name with the session; a session that is taken up again keeps its mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

ModeName = Literal["coach", "quiet", "assess"]
MODE_NAMES: tuple[ModeName, ...] = get_args(ModeName)


@dataclass(frozen=True, slots=True)
class PlayMode:
    """One way of playing a session."""

    name: ModeName
    about: str
    """What it means for the trainee, after its name."""
    shows_feedback: bool
    """Feedback after each turn, unless it is switched off."""
    is_open: bool
    """Whether feedback may be switched, hints taken and moments tried again while the session goes on."""


PLAY_MODES = MappingProxyType({
    mode.name: mode
    for mode in (
        PlayMode("coach", "feedback after each turn", shows_feedback=True, is_open=True),
        PlayMode("quiet", "feedback at the end; you may look earlier", shows_feedback=False, is_open=True),
        PlayMode(
            "assess",
            "feedback at the end only; no hints, no second tries meanwhile",
            shows_feedback=False,
            is_open=False,
        ),
    )
})  # fmt: skip


def play_mode(name: str) -> PlayMode:
    """The mode of that name; one that this version does not know is played as `coach`."""
    return next((mode for mode in PLAY_MODES.values() if mode.name == name), PLAY_MODES["coach"])
