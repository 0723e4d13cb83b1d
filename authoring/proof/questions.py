"""What can be asked of a scenario: can this ever happen? One question for everything an author wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scenarios.conditions import Condition
from scenarios.model import Beat, Reaction, Scenario, Variation
from simulator.lines import is_same

Kind = Literal["beat", "ending", "entry", "passed", "failed", "line", "true", "false"]
"""`entry`: this entry answers. `line`: this line, or one beside a line with `when`, is spoken.
`true`, `false`: a condition holds, or does not, at a time when it counts."""


@dataclass(frozen=True, slots=True)
class Question:
    """Can this ever happen?"""

    kind: Kind
    name: str
    """A beat, a rule such as `the_ask.hears[2]`, a line such as `beats.told#1`, or the place of a condition."""

    @property
    def place(self) -> str:
        """Where the lines, the fact or the condition stands, without the number of the line."""
        return self.name.split("#")[0].removesuffix(".needs")

    @property
    def number(self) -> int:
        """Which of the lines of its place it is about."""
        return int(self.name.rpartition("#")[2])

    @property
    def is_of_words(self) -> bool:
        """Whether only words hang on it: lines, facts and coaching move nobody."""
        return "#" in self.name or self.name.startswith("facts[") or self.name.endswith(".follow_when")

    def __str__(self) -> str:
        """As a machine would list it."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, for showing it to the author."""

    question: Question
    beat: str
    """The beat in which it is written, or empty for what is written for all."""
    condition: Condition | None = None
    reaction: Reaction | None = None
    text: str = ""
    """The line's words."""


def subjects(scenario: Scenario) -> dict[Question, Subject]:
    """Every question of a scenario, in the order in which it is written."""
    return {subject.question: subject for subject in _subjects(scenario)}


def _subjects(scenario: Scenario) -> Iterator[Subject]:
    for beat in scenario.beats.values():
        yield Subject(Question("ending" if beat.ending else "beat", beat.id), beat.id)
        yield from _lines(f"beats.{beat.id}", beat.says, beat.id)
        yield from _entries(beat.id, beat.hears)
        yield from _catch_alls(beat.id, beat.otherwise, beat.unclear, beat.silence)
        if beat.limit is not None:
            yield from _lines(f"{beat.id}.limit", beat.limit.say, beat.id)
        yield from _trials(beat)
    yield from _entries("", scenario.defaults.hears)
    yield from _catch_alls("", scenario.defaults.otherwise, scenario.defaults.unclear, scenario.defaults.silence)
    for i, way in enumerate(scenario.exits):
        yield from _condition(f"exits[{i}].when", way.when, "")
    for i, fact in enumerate(scenario.facts):
        yield from _condition(f"facts[{i}].needs", fact.needs, "")
        yield from _lines(f"facts[{i}]", fact.say, "")
        yield from _lines(f"facts[{i}].otherwise", fact.otherwise, "")


def _entries(beat: str, entries: tuple[Reaction, ...]) -> Iterator[Subject]:
    for entry in entries:
        yield Subject(Question("entry", entry.rule), beat, entry.key, entry)
        yield from _condition(entry.rule, entry.key, beat)
        yield from _lines(entry.rule, entry.say, beat)


def _catch_alls(
    beat: str, otherwise: Reaction | None, unclear: Reaction | None, silence: Reaction | None
) -> Iterator[Subject]:
    if otherwise is not None:
        yield Subject(Question("entry", otherwise.rule), beat, None, otherwise)
    for reaction in (otherwise, unclear, silence):
        if reaction is not None:
            yield from _lines(reaction.rule, reaction.say, beat)


def _trials(beat: Beat) -> Iterator[Subject]:
    test = beat.test
    if test is not None:
        yield Subject(Question("passed", beat.id), beat.id)
        yield Subject(Question("failed", beat.id), beat.id)
        yield from _condition(f"{beat.id}.test.pass_when", test.pass_when, beat.id)
        yield from _condition(f"{beat.id}.test.fail_when", test.fail_when, beat.id)
        for reaction in (test.passed, test.failed):
            if reaction is not None:
                yield from _lines(reaction.rule, reaction.say, beat.id)
    if beat.coaching is not None:
        yield from _condition(f"{beat.id}.coaching.follow_when", beat.coaching.follow_when, beat.id)


def _condition(place: str, condition: Condition | None, beat: str) -> Iterator[Subject]:
    if condition is not None:
        yield Subject(Question("true", place), beat, condition)
        yield Subject(Question("false", place), beat, condition)


def _lines(place: str, lines: tuple[Variation, ...], beat: str) -> Iterator[Subject]:
    """Lines among which conditions choose; where none has a condition, each is spoken sooner or later."""
    if not conditional(lines):
        return
    for i, line in enumerate(lines):
        yield Subject(Question("line", f"{place}#{i}"), beat, line.when, text=line.text)
        if line.when is not None:
            yield Subject(Question("false", f"{place}#{i}"), beat, line.when, text=line.text)


def conditional(lines: tuple[Variation, ...]) -> bool:
    """Whether conditions choose among these lines."""
    return any(line.when is not None for line in lines)


def rivals(lines: tuple[Variation, ...], number: int) -> tuple[Condition, ...]:
    """The conditions that keep a line back wherever one of them holds: those spoken before it."""
    own = lines[number].when
    before = lines if own is None else lines[:number]
    return tuple(line.when for line in before if line.when is not None and not is_same(line.when, own))


def lines_by_place(scenario: Scenario) -> dict[str, tuple[Variation, ...]]:
    """All lines among which conditions choose, by their place."""
    found: dict[str, tuple[Variation, ...]] = {}
    defaults = scenario.defaults
    reactions = [*defaults.hears, defaults.otherwise, defaults.unclear, defaults.silence]
    for beat in scenario.beats.values():
        found[f"beats.{beat.id}"] = beat.says
        reactions += [*beat.hears, beat.otherwise, beat.unclear, beat.silence]
        if beat.limit is not None:
            found[f"{beat.id}.limit"] = beat.limit.say
        if beat.test is not None:
            reactions += [beat.test.passed, beat.test.failed]
    for i, fact in enumerate(scenario.facts):
        found |= {f"facts[{i}]": fact.say, f"facts[{i}].otherwise": fact.otherwise}
    found |= {reaction.rule: reaction.say for reaction in reactions if reaction is not None}
    return {place: lines for place, lines in found.items() if conditional(lines)}
