"""Keys in words, and the list of what can be done on a screen, derived from its bindings so that it cannot drift."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.binding import ActiveBinding
from textual.dom import DOMNode

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "pageup": "Page Up",
    "pagedown": "Page Down",
    "question_mark": "?",
    "up": "↑",
    "left": "←",
    "right": "→",
    "down": "↓",
    "tab": "Tab",
    "space": "Space",
}


class Deed(NamedTuple):
    """One thing that can be done, and with which keys."""

    keys: str
    """In words: `Ctrl+T or F2`."""
    title: str
    about: str
    action: str
    node: DOMNode
    """Where the action lives."""


def key_words(key: str) -> str:
    """A key as it stands on a keyboard: `ctrl+t` → `Ctrl+T`."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last, last.upper() if len(last) == 1 or last[1:].isdigit() else last.capitalize())
    if not modifiers and len(last) == 1:
        name = last
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def deeds(bindings: Mapping[str, ActiveBinding]) -> list[Deed]:
    """Everything bound under an id, each once with all its keys; what the footer shows comes first.

    A screen may bind to another key what the app binds too, such as to quit: that is one deed.
    """
    found: dict[tuple[str, str], list[ActiveBinding]] = {}
    for bound in bindings.values():
        if bound.binding.id is not None and bound.binding.description:
            same = (bound.binding.description, bound.binding.action.removeprefix("app."))
            found.setdefault(same, []).append(bound)
    shown_first = sorted(found.values(), key=lambda same: not same[0].binding.show)
    return [_deed(same) for same in shown_first]


def _deed(same: list[ActiveBinding]) -> Deed:
    *others, last = [key_words(bound.binding.key) for bound in same]
    keys = f"{', '.join(others)} or {last}" if others else last
    node, binding, _enabled, _tooltip = same[0]
    return Deed(keys, binding.description, binding.tooltip, binding.action, node)
