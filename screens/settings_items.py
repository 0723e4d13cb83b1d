"""What can be set, in a trainee's words, and how one setting becomes the next. Plain values, no Textual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scenarios.home import data_folder
from screens.settings_file import CHOICES, FILE_NAME, Settings
from simulator.modes import PLAY_MODES

TRAINEE = "trainee"
_SWITCH: Mapping[object, str] = {False: "off", True: "on"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be set."""

    name: str
    """The field of `Settings`."""
    label: str
    values: Mapping[object, str]
    """Every value with its words, in order; empty where it is typed."""
    about: str

    def words(self, settings: Settings) -> str:
        """Its value now."""
        value = getattr(settings, self.name)
        return self.values.get(value, str(value)) or "none"

    def stepped(self, settings: Settings, step: int) -> Settings:
        """The settings with the next value, or the one before; round at the ends."""
        if not self.values:
            return settings
        values = list(self.values)
        place = (values.index(getattr(settings, self.name)) + step) % len(values)
        changed: dict[str, Any] = {self.name: values[place]}
        return replace(settings, **changed)


ITEMS = (
    Item(
        "theme",
        "Theme",
        {name: name.replace("-", " ") for name in CHOICES["theme"]},
        "High contrast reaches 7 to 1. No colour uses greys alone. NO_COLOR in the environment wins over this.",
    ),
    Item(
        "mode",
        "Feedback in a new session",
        {name: f"{name}: {mode.about}" for name, mode in PLAY_MODES.items()},
        "The briefing lets you choose another for one session.",
    ),
    Item(
        "pace",
        "Pace of the patient",
        {"human": "human", "instant": "instant"},
        "Human: the patient takes a moment to answer. Instant: the answer is there at once.",
    ),
    Item(
        "reflect_first",
        "Reflect first",
        _SWITCH,
        "On: you rate your own reply before you see feedback on it. Both are kept and can be compared.",
    ),
    Item(
        "reduced_motion",
        "Reduced motion",
        _SWITCH,
        "On: nothing blinks or moves, and the patient answers at once.",
    ),
    Item(
        TRAINEE,
        "Your pseudonym",
        {},
        "Kept with each new session, so that a course can tell whose it is. Do not use your real name.",
    ),
)


def where_kept() -> str:
    """Where the settings and the sessions lie, for the foot of the screen."""
    return f"Kept in {data_folder() / FILE_NAME}"
