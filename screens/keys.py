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
    """Everything bound under an id, each once with all its keys, in the order of the bindings."""
    found: dict[str, Deed] = {}
    for node, binding, _enabled, _tooltip in bindings.values():
        if binding.id is None or not binding.description:
            continue
        earlier = found.get(binding.id)
        keys = key_words(binding.key)
        found[binding.id] = Deed(
            f"{earlier.keys} or {keys}" if earlier else keys, binding.description, binding.tooltip, binding.action, node
        )
    return list(found.values())
