"""What a course report says of patients: what each is called, and with which words each of its moments begins."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from scenarios.clean import clean_line
from scenarios.faults import ScenarioError
from scenarios.model import Scenario
from scoring.course.remembering import Memory, program_hash
from scoring.words import shortened
from simulator.canonical import canonical_json

_WIDEST = 60
"""Characters of what a patient says."""


class Patient(NamedTuple):
    """One patient at the distance of a course."""

    title: str
    moments: dict[str, str]
    """By beat: the patient's first words there."""


def patient_of(scenario: Scenario) -> Patient:
    """What a course report says of this patient."""
    return Patient(
        clean_line(f"{scenario.persona.name}: {scenario.title}"),
        {beat.id: shortened(clean_line(beat.says[0].text), _WIDEST) for beat in scenario.beats.values() if beat.says},
    )


def patient_remembered(sha256: str, parsed: Callable[[], Scenario], memory: Memory) -> Patient | None:
    """The same of a patient's file with this hash, which is parsed only where `memory` does not know it.

    `None` where the file is no longer understood; other errors of `parsed` are raised.
    """
    name = f"patient {sha256}"
    known = memory.known({name: program_hash()})
    if name in known:
        title, moments = json.loads(known[name])
        return Patient(title, moments)
    try:
        patient = patient_of(parsed())
    except ScenarioError:
        return None
    memory.keep([(name, program_hash(), canonical_json(patient))])
    return patient
