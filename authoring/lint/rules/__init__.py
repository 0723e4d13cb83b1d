"""The checks beyond shape and names, each a function of one scenario that yields its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from authoring.lint.rules import (
    briefing,
    content_warnings,
    endings,
    never_holds,
    no_way_out,
    occasions,
    required_moves,
    shadowed,
    swallowed,
    torn,
    unpassable,
    unreachable,
)
from authoring.lint.subject import Subject
from scenarios.faults import Fault

RULES: tuple[Callable[[Subject], Iterator[Fault]], ...] = (
    never_holds.check,
    shadowed.check,
    unreachable.check,
    no_way_out.check,
    endings.check,
    unpassable.check,
    occasions.check,
    required_moves.check,
    content_warnings.check,
    briefing.check,
    swallowed.check,
    torn.check,
)
"""Every check; each stands alone, and their order does not matter."""
