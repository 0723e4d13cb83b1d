"""How long the patient takes over its lines, so that they arrive as speech does. Pure."""

from __future__ import annotations

from screens.dialogue import Block

SHORTEST, LONGEST = 0.4, 2.4
"""Seconds before a line."""
SECONDS_PER_CHARACTER = 0.012
"""About five times as fast as one speaks: a person should not have to wait for a machine."""


def pause(block: Block) -> float:
    """Seconds before this line stands there."""
    return min(LONGEST, SHORTEST + SECONDS_PER_CHARACTER * len(block.text)) if block.kind == "speech" else SHORTEST


def held_back(blocks: tuple[Block, ...]) -> int:
    """How many blocks at the end are the patient's lines of the last turn, and so arrive one by one."""
    held = 0
    for block in reversed(blocks):
        if block.kind not in {"speech", "shows", "sounds"} or block.turn != blocks[-1].turn:
            break
        held += 1
    return held if blocks and blocks[-1].turn else 0
