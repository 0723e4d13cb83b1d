"""Good replies of the debrief, put to the test: does an exemplar do well at its own beat?"""

from __future__ import annotations

from scenarios.faults import Fault, Mark
from scenarios.model import Scenario
from simulator.examples import SEED, SILENCE
from simulator.patient import begin, respond
from simulator.reading import Coder, Reading
from simulator.state import Place

WEAK = 0
"""An exemplar that comes to this fit or worse teaches the wrong thing."""
LONGEST = 60


def exemplar_faults(scenario: Scenario, coder: Coder | None = None, file: str = "") -> list[Fault]:
    """A warning for each exemplar of `debrief.exemplars` that scores badly at its beat, heard by the coder.

    Each is tried as the first reply there, at the levels with which the scenario begins; `(silence)` waits.
    """
    if not scenario.debrief.exemplars:
        return []
    if coder is None:
        from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.3 s

        coder = load_coder()
    questions = [fact.ask for fact in scenario.facts]
    found = []
    for beat, replies in scenario.debrief.exemplars.items():
        state, lines = begin(scenario, SEED, Place(beat))
        if state.ending is not None:
            continue
        patient = " ".join(line.text for line in lines if line.kind == "speech")
        for reply in replies:
            reading = Reading.of_silence() if reply.strip() == SILENCE else coder.read(patient, reply, questions)
            _, move = respond(scenario, state, reading, SEED)
            if move.fit is None or move.fit <= WEAK:
                heard = tuple(dict.fromkeys((*(span.code for span in move.codes), *move.derived)))
                found.append(_fault(scenario, file, beat, reply, heard, move.fit))
    return found


def _fault(scenario: Scenario, file: str, beat: str, reply: str, heard: tuple[str, ...], fit: int | None) -> Fault:
    short = " ".join(reply.split())
    short = short if len(short) <= LONGEST else f"{short[: LONGEST - 1].rstrip()}…"
    outcome = "is not understood" if fit is None else f"comes to fit {fit:+d}" if fit else "comes to fit 0"
    return Fault(
        file or scenario.id,
        scenario.beats[beat].mark if beat in scenario.beats else Mark(1, 1),
        "weak-exemplar",
        f"The exemplar “{short}” {outcome} at `{beat}`; heard: {', '.join(heard) or 'nothing'}.",
        "Word it so that what it does is plain, or let an entry of the beat welcome it.",
        severity="warning",
    )
