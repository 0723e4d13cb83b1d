"""Another coder may read a session again; the patient does not answer otherwise for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.reading import Reading
from simulator.rereading import reread
from simulator.session import Session
from tests.scripted import play, reading_of, scenario_of

BODY = """
start: one
beats:
  one:
    says: [One.]
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 2}
    hears:
      reflection: {fit: 3, go: two}
      advice: {fit: -3}
    limit: {turns: 3, go: two}
  two:
    says: [Two.]
    moment: {needs: safety, risk: open}
    hears:
      advice and said(open_question): {fit: -2}
    limit: {turns: 3, go: end}
  end: {ending: good, says: [Bye.]}
"""
STEPS = ["simple_reflection", "advice", "open_question", "platitude"]
steps = st.lists(st.sampled_from([*STEPS, "(silence)"]), min_size=1, max_size=6)


def played(names: list[str]) -> Session:
    """As far as the session goes."""
    for count in range(1, len(names)):
        session = play(scenario_of(BODY), names[:count])
        if session.ending is not None:
            return session
    return play(scenario_of(BODY), names)


@settings(deadline=None, max_examples=40)
@given(steps)
def test_read_again_with_the_same_readings_it_is_the_same_session(names: list[str]) -> None:
    session = played(names)

    again = reread(session, [turn.reading for turn in session.turns], "codes", "1")

    assert again == session


@settings(deadline=None, max_examples=40)
@given(steps, st.sampled_from(STEPS))
def test_the_path_stays_as_it_was_played(names: list[str], other: str) -> None:
    """Beats, levels and the patient's words."""
    session = played(names)

    again = reread(session, [reading_of(other, turn.reply) for turn in session.turns], "new", "2")

    for before, after in zip(session.turns, again.turns, strict=True):
        assert (after.patient, after.reply, after.move.lines) == (before.patient, before.reply, before.move.lines)
        assert (after.move.beat, after.move.goes, after.move.left_by) == (
            before.move.beat, before.move.goes, before.move.left_by,
        )  # fmt: skip
        assert (after.state.levels, after.state.beliefs, after.state.beat) == (
            before.state.levels, before.state.beliefs, before.state.beat,
        )  # fmt: skip
    assert again.ending == session.ending
    assert again.started.coder_version == "2"


def test_a_reply_is_judged_anew_where_the_patient_then_was() -> None:
    session = play(scenario_of(BODY), ["platitude", "advice"])

    again = reread(session, [session.turns[0].reading, reading_of("simple_reflection", "advice")], "new", "2")

    assert [turn.move.fit for turn in session.turns] != [turn.move.fit for turn in again.turns]
    assert again.turns[1].move.fit == 3
    assert again.turns[1].move.beat == "one"


def test_a_test_is_decided_once_and_by_the_new_readings() -> None:
    """It was passed at once when played; the new readings leave it open, and then fail it."""
    session = play(scenario_of(BODY), ["simple_reflection", "open_question"])
    assert session.turns[0].move.tests[0].outcome == "passed"

    nothing = Reading()
    again = reread(session, [nothing, reading_of("advice", "open_question")], "new", "2")

    outcomes = [test.outcome for turn in again.turns for test in turn.move.tests]
    assert outcomes.count("passed") == 0
    assert outcomes[0] == "waiting"
    assert len(outcomes) == 2


def test_every_turn_needs_its_reading() -> None:
    session = play(scenario_of(BODY), ["platitude", "advice"])

    with pytest.raises(ValueError, match="shorter"):
        reread(session, [Reading()], "new", "2")
