"""Tests of the therapist that no reply can pass."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.lint.possible import quantity
from authoring.lint.subject import Subject
from scenarios import vocabulary
from scenarios.conditions import Compare, Number, parts
from scenarios.faults import Fault
from scenarios.model import Beat, Scenario
from simulator.patient import respond
from simulator.reading import Reading
from simulator.state import OpenTest, PatientState

MOST_TRIALS = 24
"""States in which it is tried whether a move passes."""
ENOUGH = 2
"""The fit that passes a test which does not say what passes it."""


def check(subject: Subject) -> Iterator[Fault]:
    """`unpassable-test` where neither an entry nor the built-in table lets a reply reach fit +2.

    A test with a `pass_when` of its own is left to `never-holds`.
    """
    for beat in subject.scenario.beats.values():
        if beat.test is not None and beat.test.pass_when is None and not _passable(subject.scenario, beat):
            yield subject.warn(
                subject.key("beats", beat.id, "test"), "unpassable-test",
                f"No reply can pass the test of `{beat.id}`: nothing that is heard here reaches fit +2.",
                "Let an entry state `fit: 2` or `fit: 3`, or say what passes it with `pass_when`.",
            )  # fmt: skip


def _passable(scenario: Scenario, beat: Beat) -> bool:
    """Whether some entry states such a fit, or some single helpful move reaches it at some levels."""
    if any((entry.fit or 0) >= ENOUGH for entry in (*beat.hears, *scenario.defaults.hears)):
        return True
    table = vocabulary.moments()[beat.moment.needs if beat.moment else "listen"].worth
    moves = [code for code, worth in table.items() if worth.fit >= ENOUGH]
    return any(_passes(scenario, state, move) for state in _states(scenario, beat) for move in moves)


def _passes(scenario: Scenario, state: PatientState, move: str) -> bool:
    reading = Reading.of_silence() if move == "stays_silent" else Reading.of_codes([move])
    _, answer = respond(scenario, state, reading, 0)
    return any(test.beat == state.beat and test.outcome == "passed" for test in answer.tests)


def _states(scenario: Scenario, beat: Beat) -> Iterator[PatientState]:
    """The patient at this beat as it begins, at both ends of every level, and beside every level a condition names."""
    window = beat.test.window if beat.test else 1
    names = scenario.level_names
    start = [*scenario.state.values(), *(belief.strength for belief in scenario.beliefs.values())]
    rows = [start, [0] * len(start), [100] * len(start)]
    for name, level in _thresholds(scenario, beat):
        if name in names:
            rows += [[near if name == other else at for other, at in zip(names, start, strict=True)]
                     for near in (level - 1, level, level + 1) if 0 <= near <= 100]  # fmt: skip
    split = len(scenario.state)
    for row in rows[:MOST_TRIALS]:
        yield PatientState(
            beat=beat.id, levels=tuple(row[:split]), beliefs=tuple(row[split:]), visits=((beat.id, 1),),
            tests=(OpenTest(beat.id, window),),
        )  # fmt: skip


def _thresholds(scenario: Scenario, beat: Beat) -> Iterator[tuple[str, int]]:
    for entry in (*beat.hears, *scenario.defaults.hears):
        for part in parts(entry.key.expression) if entry.key else ():
            match part:
                case Compare(_, left, Number(level)) | Compare(_, Number(level), left):
                    yield quantity(left), level
                case _:
                    pass
