"""Lines and facts found by trying: the ways that a search went anyway, played through the real engine.

What is found so is reachable, though perhaps not by the shortest replies. What is not found has to be searched for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from authoring.proof.kinds import Found
from authoring.proof.questions import Question, Subject, lines_by_place, rivals
from authoring.proof.search import Search
from authoring.proof.witness import Played, Steps, check, play, steps_to
from scenarios.model import Scenario, Variation
from simulator.circumstances import TurnCircumstances

MOST_WAYS = 150
"""Ways that are tried for each beat."""


def tried(search: Search, asked: Mapping[Question, Subject]) -> Iterator[tuple[Question, Steps]]:
    """Questions that a way already gone answers, with its replies."""
    wanted = dict(asked)
    places = lines_by_place(search.scenario)
    gone: dict[str, int] = {}
    done: set[Steps] = set()
    for number, layer in enumerate(search.layers):
        for mode, cells in layer.cells.items():
            beat = search.known.states[mode].beat
            gone[beat] = gone.get(beat, 0) + 1
            if not wanted or gone[beat] > MOST_WAYS:
                continue
            steps = steps_to(search, Found(number, mode, search.grid.one_of(cells), None))
            if not steps or steps in done:
                continue
            done.add(steps)
            for question in list(
                _shown(search.scenario, play(search.scenario, steps, search.played)[-1], wanted, places)
            ):
                if check(search.scenario, question, steps, search.played):
                    del wanted[question]
                    yield question, steps


def _shown(
    scenario: Scenario, last: Played, wanted: Mapping[Question, Subject], places: Mapping[str, tuple[Variation, ...]]
) -> Iterator[Question]:
    """The questions that one turn answers, as far as can be seen from outside."""
    later, arriving = _later(scenario, last), _now(scenario, last)
    spoken = {key.rpartition("@")[0] for key in last.after.used - last.before.used if "@" in key}
    is_reply = not (last.reading.silence or last.reading.unclear)
    for question, subject in wanted.items():
        place = question.place
        if place.startswith("facts["):
            fact = scenario.facts[int(place[len("facts[") : place.index("]")])]
            told = fact.needs is None or fact.needs.holds(later)
            if question.name.endswith(".needs"):
                shows = told == (question.kind == "true")
            else:
                shows = told != place.endswith(".otherwise") and _chosen(question, subject, places[place], later)
            if is_reply and shows:
                yield question
        elif place in spoken:
            now = arriving if place.startswith("beats.") else later
            if _chosen(question, subject, places[place], now):
                yield question


def _chosen(question: Question, subject: Subject, lines: tuple[Variation, ...], now: TurnCircumstances) -> bool:
    """Whether a line may be chosen now, or for *false*, whether its condition does not hold."""
    condition = subject.condition
    if condition is not None and condition.holds(now) != (question.kind == "line"):
        return False
    return question.kind == "false" or not any(rival.holds(now) for rival in rivals(lines, question.number))


def _now(scenario: Scenario, last: Played) -> TurnCircumstances:
    heard = frozenset(span.code for span in last.move.codes) | frozenset(last.move.derived)
    return TurnCircumstances(scenario, last.after, heard, last.after.turn, last.reading.silence)


def _later(scenario: Scenario, last: Played) -> TurnCircumstances:
    """The end of the turn, before the patient arrived anywhere."""
    now = _now(scenario, last)
    if last.move.left_by:
        visits = tuple((beat, n - (beat == last.move.goes)) for beat, n in last.after.visits)
        now.state = last.after._replace(beat=last.move.beat, visits=visits)
    return now
