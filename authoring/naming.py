"""What a question of the proof is called when it is shown to an author."""

from __future__ import annotations

import textwrap

from authoring.proof.questions import Question, Subject
from scenarios.model import Scenario

LONGEST = 60
"""Most characters of a line or condition that are shown."""


def named(question: Question, subject: Subject) -> str:
    """A question in an author's words: `the ending half_way`, `the_ask hears deflects`."""
    where = subject.beat or "everywhere"
    match question.kind:
        case "ending" | "beat":
            return f"the {question.kind} {question.name}"
        case "passed" | "failed":
            return f"the test of {question.name} {question.kind}"
        case "entry" if subject.condition is not None:
            return f"{where} hears “{_short(subject.condition.text)}”"
        case "entry":
            return f"{where}: {question.name.rpartition('.')[2]}"
        case "line":
            return f"the line “{_short(subject.text)}” ({_place(question)})"
    holds = "always holds" if question.kind == "false" else "never holds"
    condition = "" if subject.condition is None else _short(subject.condition.text)
    return f"the condition “{condition}” of {_place(question)} {holds}"


def line_of(question: Question, subject: Subject, scenario: Scenario) -> int | None:
    """The line of the file at which something is written, as near as it is known."""
    if subject.reaction is not None:
        return subject.reaction.mark.line
    if question.name.startswith("exits["):
        return scenario.exits[int(question.name[len("exits[") : question.name.index("]")])].mark.line
    place = question.place
    defaults = scenario.defaults
    beats = scenario.beats.values()
    reactions = [*defaults.hears, defaults.otherwise, defaults.unclear, defaults.silence]
    reactions += [one for beat in beats for one in (*beat.hears, beat.otherwise, beat.unclear, beat.silence)]
    for reaction in reactions:
        if reaction is not None and reaction.rule == place:
            return reaction.mark.line
    return scenario.beats[subject.beat].mark.line if subject.beat in scenario.beats else None


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return textwrap.shorten(plain, LONGEST, placeholder=" …")


def _place(question: Question) -> str:
    """`beats.told#1` → `told`; `facts[3].needs` → `the 4th fact`."""
    place = question.place
    if place.startswith("facts["):
        return f"fact {int(place[len('facts[') : place.index(']')]) + 1}"
    if place.startswith("exits["):
        return f"exit {int(place[len('exits[') : place.index(']')]) + 1}"
    return place.removeprefix("beats.").partition(".")[0]
