"""From code names to what is heard in a reply."""

from __future__ import annotations

from authoring.proof.moment import Moment
from simulator.derive import derive
from simulator.reading import Reading


def reading_of(steps: tuple[str, ...]) -> Reading:
    """The reading that a behaviour's reply stands for."""
    if steps == ("(silence)",):
        return Reading.of_silence()
    return Reading(unclear=True) if steps == ("(unclear)",) else Reading.of_codes(steps)


def heard_of(moment: Moment, steps: tuple[str, ...]) -> frozenset[str]:
    """Codes and derived codes of a reply at this moment."""
    reading = reading_of(steps)
    return derive(moment.beat.moment, moment.state, reading, reading.codes) | reading.names
