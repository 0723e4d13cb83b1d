"""Patients for the checks: the smallest patient of the guide, with parts of it replaced."""

from __future__ import annotations

import re
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs" / "scenario-language.md"
_SECTION = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)
_BEAT = re.compile(r"^(?=  [a-z_]+:)", re.MULTILINE)


def smallest() -> str:
    """The smallest patient, without its examples."""
    text = GUIDE.read_text("utf-8").split("```yaml\n", 1)[1].split("```", 1)[0]
    return text.split("examples:\n", 1)[0]


def patient(fragment: str) -> str:
    """The smallest patient with the sections of a fragment in place of its own; of `beats`, only those named."""
    top, *sections = _split(_SECTION, fragment)
    whole = {_name(section): section for section in _split(_SECTION, smallest())[1:]}
    for section in sections:
        name = _name(section)
        whole[name] = _with_beats(whole[name], section) if name == "beats" else section
    return top + "".join(whole.values())


def _with_beats(section: str, fragment: str) -> str:
    head, *beats = _split(_BEAT, section)
    _, *others = _split(_BEAT, fragment)
    return head + "".join({_name(beat): beat for beat in (*beats, *others)}.values())


def _split(border: re.Pattern[str], text: str) -> list[str]:
    """What stands before the first border, then every part."""
    parts = border.split(text)
    return parts if parts[0] == "" or not border.match(text) else ["", *parts]


def _name(part: str) -> str:
    return part.split(":", 1)[0].strip()
