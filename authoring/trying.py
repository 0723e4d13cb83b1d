"""Trying a scenario out while it is written: beginning anywhere, going back, and playing again on a changed text.

Nothing here is kept: a trial is no session of a trainee's, and is never scored as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from scenarios.faults import suggest
from scenarios.model import Scenario
from simulator.events import Heard, Replied
from simulator.examples import SEED, code_step
from simulator.practice import Memory, Practice
from simulator.reading import CodedSpan, Coder, Reading
from simulator.session import Session, apply, start
from simulator.state import Place

SILENCE = "(silence)"

TRIAL_SEED = SEED
"""Trials choose among the patient's variations as examples do, so that a trial kept as an example goes the same way."""


class PlaceError(Exception):
    """A trial that cannot begin there; the message says why and what could have been meant."""


def place_in(scenario: Scenario, beat: str | None, levels: Mapping[str, int]) -> Place | None:
    """A place checked against a scenario; `None` where it is the scenario's own start. Raises `PlaceError`."""
    if beat is not None:
        if beat not in scenario.beats:
            raise PlaceError(f"there is no beat `{beat}`. {suggest(beat, scenario.beats, noun='Beats')}")
        if scenario.beats[beat].ending is not None:
            raise PlaceError(f"`{beat}` is an ending, and nothing can be tried after it. Choose a beat before it.")
    for name, level in levels.items():
        if name not in scenario.level_names:
            raise PlaceError(f"there is no state `{name}`. {suggest(name, scenario.level_names, noun='States')}")
        if not 0 <= level <= 100:
            raise PlaceError(f"`{name}` cannot be {level}. States lie between 0 and 100.")
    return None if beat is None and not levels else Place(beat, MappingProxyType(dict(levels)))


class StepCoder:
    """Takes a reply written as code names, as in examples, for those codes; everything else goes to the coder."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder
        self.id = coder.id
        self.version = coder.version

    def read(self, patient_line: str, reply: str, fact_questions: Sequence[Sequence[str]] = ()) -> Reading:
        """Read one reply."""
        step = code_step(reply)
        return self._coder.read(patient_line, reply, fact_questions) if step is None else _over_names(step, reply)


def _over_names(step: Reading, reply: str) -> Reading:
    """The reading of a code step, each code lying over its own name, so that traces can quote it."""
    spans, at = [], 0
    for span in step.codes:
        at = reply.index(span.code, at)
        spans.append(CodedSpan(span.code, span.confidence, at, at + len(span.code)))
        at += len(span.code)
    return replace(step, codes=tuple(spans))


def steps_of(session: Session) -> tuple[str, ...]:
    """The replies of a session, as a script or an example writes them."""
    return tuple(SILENCE if turn.reading.silence else turn.reply for turn in session.turns)


def back_one(session: Session) -> Session:
    """The session before its last turn; what was heard is not read again."""
    now = start(session.scenario, session.started, session.place)
    for turn in session.turns[:-1]:
        now = apply(now, Replied(turn.n, turn.reply, silence=turn.reading.silence))
        now = apply(now, Heard(turn.n, turn.reading))
    return now


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A reply that leads somewhere else than it did."""

    n: int
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class PlayedAgain:
    """What came of playing the same replies on another text."""

    session: Session
    elsewhere: Elsewhere | None
    """The first reply that leads elsewhere; the session stops behind it."""
    set_aside: int
    """Replies after that, made to a beat that is not reached any more."""


def play_again(
    session: Session, scenario: Scenario, steps: Sequence[str], path: Sequence[str], coder: Coder
) -> PlayedAgain:
    """Play `steps` on a changed scenario, as far as each leads to the beat in `path` that it led to before.

    Raises `PlaceError` where the scenario has lost the place in which the session began.
    """
    place = session.place
    if place is not None:
        place = place_in(scenario, place.beat, place.levels)
    started = replace(session.started, scenario=scenario.id, scenario_version=scenario.version, sha256=scenario.sha256)
    practice = Practice(start(scenario, started, place), Memory(), coder)
    for n, (step, beat) in enumerate(zip(steps, path, strict=True), 1):
        now = take(practice, step)
        if now.state.beat != beat:
            return PlayedAgain(now, Elsewhere(n, beat, now.state.beat), len(steps) - n)
        if now.ending is not None:
            return PlayedAgain(now, None, len(steps) - n)
    return PlayedAgain(practice.session, None, 0)


def take(practice: Practice, step: str) -> Session:
    """Take one reply of a script. Raises `ReplyRefused`."""
    return practice.wait() if step == SILENCE else practice.send(step)


def reload_words(again: PlayedAgain) -> str:
    """What happened to the replies, for the author."""
    turns = len(again.session.turns)
    aside = ""
    if again.set_aside:
        aside = (
            " The reply after it is set aside."
            if again.set_aside == 1
            else (f" The {again.set_aside} replies after it are set aside.")
        )
    if again.elsewhere is not None:
        turned = again.elsewhere
        return f"Reply {turned.n} now leads to `{turned.now}` (before: `{turned.before}`).{aside}"
    if again.set_aside:
        return f"The session now ends with reply {turns}.{aside}"
    if not turns:
        return "Nothing had been said yet."
    if turns == 1:
        return "Your reply was played again and leads where it did."
    return f"Your {turns} replies were played again and lead where they did."
