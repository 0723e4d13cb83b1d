"""Ready-made examples for what no example exercises yet: the proof's own replies, with what comes of them."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.appending import NewExample
from authoring.coverage import Coverage, shown_by_steps
from authoring.naming import named
from authoring.proof.questions import Question
from authoring.proof.witness import Steps, play
from scenarios import vocabulary
from scenarios.model import Scenario


def suggestions(coverage: Coverage) -> Iterator[tuple[Question, NewExample]]:
    """An example for one gap after the other; what one of them exercises beside its own is no gap any more."""
    scenario = coverage.proof.scenario
    names = {example.name for example in scenario.examples}
    shown: set[Question] = set()
    for question in coverage.gaps:
        steps = coverage.answer(question).steps
        if question in shown or not _can_be_written(question, steps):
            continue
        steps = plainer(scenario, question, steps)
        name = _new(named(question, coverage.subjects[question]), names)
        names.add(name)
        shown |= shown_by_steps(scenario, steps)
        yield question, NewExample(name, tuple(", ".join(step) for step in steps), _expected(scenario, question, steps))


def plainer(scenario: Scenario, question: Question, steps: Steps) -> Steps:
    """The same replies with every code left out that the question does not need; a proof's replies can be odd."""
    found = list(steps)
    for i, step in enumerate(steps):
        for code in sorted(step, key=lambda code: code not in vocabulary.members("unhelpful")):
            fewer = tuple(one for one in found[i] if one != code)
            tried = (*found[:i], fewer, *found[i + 1 :])
            if fewer and question in shown_by_steps(scenario, tried):
                found[i] = fewer
    return tuple(found)


def _can_be_written(question: Question, steps: Steps) -> bool:
    """Whether code steps can say it: not where nothing at all is heard in a reply, nor where a fact is asked for."""
    return bool(steps) and all(steps) and not question.name.startswith("facts[")


def _expected(scenario: Scenario, question: Question, steps: Steps) -> dict[str, str]:
    """What the replies bring about, as far as an example can say it."""
    state = play(scenario, steps)[-1].after
    expect = {"ending" if state.ending else "beat": state.beat}
    if question.kind in {"passed", "failed"}:
        expect[question.kind] = question.name
    return expect


def _new(name: str, taken: set[str]) -> str:
    """The name, numbered where an example has it already."""
    if name not in taken:
        return name
    return next(f"{name} ({n})" for n in range(2, len(taken) + 3) if f"{name} ({n})" not in taken)
