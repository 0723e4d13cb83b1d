"""Playing a scenario in tests: codes or words in, a session out, checked through save and load at every turn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from scenarios.load import parse_scenario
from scenarios.model import Scenario
from simulator.events import Event, Heard, Replied, Started, event_from_json, event_to_json
from simulator.examples import code_step
from simulator.reading import CodedSpan, FactMatch, Reading
from simulator.session import Session, Turn, apply, replay, start

HEAD = """
format: 1
id: small
version: 1.0.0
title: Small
about: {level: 1, minutes: 5, warnings: []}
setting: {service: Clinic, mode: in_person}
brief: A patient for tests.
persona: {name: Sky, age: 30, pronouns: they/them}
state: {trust: 50, openness: 50, distress: 40}
beliefs: {alone: {goal: ask for help, danger: silence, strength: 50}}
rubric: {responsiveness: 1, self_disclosure: 1, confidentiality: 1}
"""


def scenario_of(body: str, head: str = HEAD) -> Scenario:
    """A scenario made of a standard head and the given rest."""
    return parse_scenario((head + body).encode(), "small.yaml")


def load(path: Path) -> Scenario:
    """A scenario file."""
    return parse_scenario(path.read_bytes(), path.name)


def reading_of(step: str, reply: str | None = None) -> Reading:
    """The reading of a code step; spans cover the words of `reply` evenly where one is given."""
    reading = code_step(step) or Reading.of_codes([])
    if step == "":
        return Reading()
    if reply is None or reading.silence or reading.unclear:
        return reading
    width = max(1, len(reply) // max(1, len(reading.codes)))
    spans = tuple(
        CodedSpan(span.code, span.confidence, i * width, len(reply) if i == len(reading.codes) - 1 else (i + 1) * width)
        for i, span in enumerate(reading.codes)
    )
    return Reading(codes=spans)


def asking(fact: int, *codes: str) -> Reading:
    """A reading that asks for a fact."""
    return Reading(Reading.of_codes(codes or ("closed_question",)).codes, fact=FactMatch(fact, 0.9))


Step = str | Reading | tuple[str, Reading]
"""Code names, a reading, or words with their reading."""


def play(scenario: Scenario, steps: Sequence[Step], seed: int = 1) -> Session:
    """Play code steps; every state on the way must survive saving and loading."""
    started = Started(scenario.id, scenario.version, scenario.sha256, "codes", "1", "1.0.0", seed)
    events: list[Event] = [started]
    session = start(scenario, started)
    for step in steps:
        n = session.next_turn
        text, reading = _spoken(step)
        for event in (Replied(n, text, silence=reading.silence), Heard(n, reading)):
            events.append(event)
            session = apply(session, event)
            assert replay(scenario, _through_disk(events)) == session
    return session


def _spoken(step: Step) -> tuple[str, Reading]:
    if isinstance(step, tuple):
        return step
    if isinstance(step, Reading):
        return "…", step
    reading = reading_of(step)
    return "" if reading.silence else step or "…", reading


def worded(text: str, *parts: tuple[str, str]) -> tuple[str, Reading]:
    """Words with the codes that pieces of them show, each as (piece, code)."""
    spans = [CodedSpan(code, 1.0, text.index(piece), text.index(piece) + len(piece)) for piece, code in parts]
    return text, Reading(tuple(sorted(spans, key=lambda span: span.start)))


def _through_disk(events: Sequence[Event]) -> list[Event]:
    saved = [json.dumps(event_to_json(event), ensure_ascii=False) for event in events]
    return [event_from_json(json.loads(line)) for line in saved]


def last(session: Session) -> Turn:
    """The turn taken last."""
    return session.turns[-1]


def said(session: Session) -> list[str]:
    """What the patient said last, line by line."""
    return [line.text for line in session.lines if line.kind == "speech"]
