"""`python -m benchmarks.proof`: how long it takes to prove what can happen in the shipped patients.

Two times for each: what moves the patient (beats, endings, entries, tests, conditions), and all of it with lines and
facts. Transitions are turns from one state to the next; a state is a mode with one combination of levels.
Processor time, beside a fixed piece of work measured in the same run, because machines differ and are shared.
"""

from __future__ import annotations

import json
import sys
import time

from authoring.proof.prove import Proof, prove
from benchmarks.__main__ import reference
from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario


def timed(scenario: Scenario, *, words: bool) -> tuple[float, Proof]:
    """Processor seconds of one proof, and the proof."""
    began = time.process_time()
    proof = prove(scenario, words=words)
    return time.process_time() - began, proof


def main() -> None:
    """Measure and print; names of patients may be given."""
    chosen = sys.argv[1:] or list(shipped())
    figures: dict[str, object] = {"reference loop, seconds": round(reference(), 3)}
    for name in chosen:
        scenario = load_scenario(shipped()[name])
        seconds, proof = timed(scenario, words=False)
        whole, all_of_it = timed(scenario, words=True)
        figures[name] = {
            "moves, seconds (bar 2)": round(seconds, 2),
            "with lines and facts, seconds": round(whole, 2),
            "states": proof.states,
            "transitions": proof.transitions,
            "transitions a second (bar 300,000)": round(proof.transitions / seconds),
            "questions": len(all_of_it.answers),
            "impossible": len(all_of_it.of("impossible")),
            "not proven": len(all_of_it.of("not proven")),
        }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
