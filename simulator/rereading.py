"""A session read again by another coder: every reply judged anew, on the path that was really taken.

The patient answered what the first coder heard, and the trainee answered the patient. Playing the session again under
other readings would put replies to lines that were never said. So the path stays as it was played: beats, levels, and
every word of the patient. Each reply is read again and judged in the state in which the patient then was. Only what is
remembered of replies is carried on from the new readings: what was said before, and which tests and coaching are open.

Read again with the same readings, a session is the same session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenarios import vocabulary
from simulator.patient import Move, begin, respond
from simulator.reading import Reading
from simulator.session import Session, Turn
from simulator.state import OpenCoaching, OpenTest, PatientState
from simulator.trials import open_trials


def reread(session: Session, readings: Sequence[Reading], coder: str, version: str) -> Session:
    """The session with other readings of its turns, one for each; `coder` and `version` say whose.

    Raises `ValueError` where there are more or fewer readings than turns.
    """
    played, _ = begin(session.scenario, session.started.seed, session.place)
    remembered = played
    turns: list[Turn] = []
    for turn, reading in zip(session.turns, readings, strict=True):
        before = _with_memory(played, remembered)
        after, judged = respond(session.scenario, before, reading, session.started.seed)
        remembered = _on_the_path(session, turn, before, after, judged)
        move = turn.move._replace(
            codes=judged.codes,
            derived=judged.derived,
            fit=judged.fit,
            rule=judged.rule,
            because=judged.because,
            tests=judged.tests,
            coaching=judged.coaching,
            fact=judged.fact,
        )
        turns.append(replace(turn, reading=reading, move=move, state=remembered))
        played = turn.state
    return replace(
        session,
        started=replace(session.started, coder=coder, coder_version=version),
        turns=tuple(turns),
        state=turns[-1].state if turns else session.state,
    )


def _with_memory(played: PatientState, remembered: PatientState) -> PatientState:
    """Where and how the patient really was, with what the new readings so far have left open."""
    return played._replace(
        said=remembered.said,
        said_last=remembered.said_last,
        tests=remembered.tests,
        passed=remembered.passed,
        failed=remembered.failed,
        coaching=remembered.coaching,
        risk_open=remembered.risk_open,
    )


def _on_the_path(session: Session, turn: Turn, before: PatientState, after: PatientState, judged: Move) -> PatientState:
    """The state as it was played, with the memory of the new readings and what the path then opens.

    `after` remembers the reply, but has arrived where the new reading would lead: what opened there is left behind.
    """
    scenario = session.scenario
    heard = {*judged.derived, *(span.code for span in judged.codes)}
    tests = {outcome.beat: outcome.outcome for outcome in judged.tests}
    cues = {cue.beat: cue.outcome for cue in judged.coaching}
    is_judged = judged.fit is not None
    state = _with_memory(turn.state, after)._replace(
        tests=tuple(_later(test, tests[test.beat]) for test in before.tests if _is_open(test, tests.get(test.beat)))
        if is_judged
        else before.tests,
        coaching=tuple(
            OpenCoaching(cue.beat, cue.left - 1) for cue in before.coaching if cues.get(cue.beat) == "waiting"
        )
        if is_judged
        else before.coaching,
        risk_open=before.risk_open and not (is_judged and heard & vocabulary.members("safety")),
    )
    if not turn.move.left_by:
        return state
    beat = scenario.beats[turn.move.goes]
    opened, coached = open_trials(state, beat)
    tells_danger = beat.moment is not None and beat.moment.risk != "none"
    return state._replace(tests=opened, coaching=coached, risk_open=state.risk_open or tells_danger)


def _is_open(test: OpenTest, outcome: str | None) -> bool:
    return outcome in {"waiting", "partly"} and test.left > 1


def _later(test: OpenTest, outcome: str) -> OpenTest:
    return OpenTest(test.beat, test.left - 1, test.partly or outcome == "partly")
