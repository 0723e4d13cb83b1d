"""Exact answers about everything that an author wrote: reachable, impossible, or not proven."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from authoring.proof.questions import Question, Subject, lines_by_place, rivals, subjects
from authoring.proof.scope import Scope
from authoring.proof.search import Search
from authoring.proof.shelf import Shelf
from authoring.proof.tried import tried
from authoring.proof.truth import code_parts, levels_in
from authoring.proof.witness import Steps, check, steps_to
from scenarios.conditions import Call, parts
from scenarios.model import Scenario
from simulator.reactions import SAFETY

Verdict = Literal["reachable", "impossible", "not proven"]

Watch = Callable[[int, int], None]
"""Told how many questions are answered, of how many."""

STATES = 20_000_000
"""Most states looked at in one search where nothing else is said."""
STATES_FOR_WORDS = 3_000_000
"""The same for each search about a place of lines: there may be many, and only words hang on them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about one question."""

    verdict: Verdict
    steps: Steps = ()
    """Replies that show that it is reachable, each as code names; the engine has played them."""
    is_shortest: bool = False
    """Whether fewer replies cannot do it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Every answer about one scenario."""

    scenario: Scenario
    answers: Mapping[Question, Answer]
    states: int
    """States looked at."""
    transitions: int
    """Turns taken from them."""

    def of(self, verdict: Verdict) -> list[Question]:
        """The questions with this answer, in the order in which they are written."""
        return [question for question, answer in self.answers.items() if answer.verdict == verdict]


def prove(scenario: Scenario, bound: int | None = None, *, words: bool = True, watch: Watch | None = None) -> Proof:
    """Answer every question; without `words` those about lines, facts and coaching are left out.

    `bound` is the most states that any one search looks at. `watch` is told now and then how far the search is.
    """
    with _uncollected():
        return _proved(scenario, bound, words=words, watch=watch)


def _proved(scenario: Scenario, bound: int | None, *, words: bool, watch: Watch | None) -> Proof:
    asked = subjects(scenario)
    base = Scope(scenario)
    places: dict[str, list[Subject]] = {}
    for question, subject in asked.items():
        places.setdefault(question.place, []).append(subject)
    first = {q: about for q, about in asked.items() if not q.is_of_words}
    if words:
        alongside = {place for place, about in places.items() if all(_needs_no_more(base, one) for one in about)}
        first |= {q: about for q, about in asked.items() if q.is_of_words and q.place in alongside}
    answers: dict[Question, Answer] = {}

    def told(settled: int) -> None:
        if watch is not None:
            watch(before + settled, len(asked))

    before = 0
    shelf = Shelf()
    searches = [_search(scenario, first, bound or STATES, answers, told, shelf)]
    main = searches[0].scope
    if words:
        rest = {q: about for q, about in asked.items() if q.is_of_words and q not in first}
        for question, steps in tried(searches[0], rest):
            answers[question] = Answer("reachable", steps)
        for places_together in _together(places, [q for q in rest if q not in answers]):
            more = {q: about for q, about in rest.items() if q.place in places_together and q not in answers}
            before = len(answers)
            if more:
                searches.append(_search(scenario, more, bound or STATES_FOR_WORDS, answers, told, shelf, main))
    ordered = {q: answers.get(q, Answer("not proven")) for q in asked if words or not q.is_of_words}
    states, transitions = sum(one.states for one in searches), sum(one.transitions for one in searches)
    return Proof(scenario, ordered, states, transitions)


def _together(places: Mapping[str, list[Subject]], left: list[Question]) -> Iterator[frozenset[str]]:
    """Which places one search looks at together; what is too much for one search is looked at place by place.

    Words said on arriving that hang on nothing but beats visited, tests and levels are asked about together: they
    need no reply told apart from another. What hangs on codes would multiply the replies of every moment.
    """
    one_by_one = list(dict.fromkeys(question.place for question in left))
    alike = frozenset(place for place in one_by_one if all(map(_is_of_the_way, places[place])))
    if len(alike) > 1:
        yield alike
    yield from (frozenset({place}) for place in one_by_one)


def _is_of_the_way(subject: Subject) -> bool:
    """Whether it is about words on arriving at a beat and no code of any reply decides it."""
    if not subject.question.place.startswith("beats."):
        return False
    asked = () if subject.condition is None else tuple(parts(subject.condition.expression))
    is_of_replies = any(isinstance(part, Call) and part.function == "said" for part in asked)
    return not is_of_replies and (subject.condition is None or not any(code_parts(subject.condition.expression)))


def _needs_no_more(base: Scope, subject: Subject) -> bool:
    """Whether a search that only follows what moves the patient can answer this as well."""
    if subject.condition is None:
        return True
    if not subject.question.name.endswith(".follow_when") and any(code_parts(subject.condition.expression)):
        return False
    compared = base.parts_of(subject.condition)
    return all(base.is_of_levels(part) and set(levels_in(part)) <= set(base.levels) for part in compared)


def _search(
    scenario: Scenario,
    asked: Mapping[Question, Subject],
    bound: int,
    answers: dict[Question, Answer],
    told: Callable[[int], None],
    shelf: Shelf,
    main: Scope | None = None,
) -> Search:
    """Search for answers and note them. Words on arriving are told apart together with those of the `main` search:
    what was worked out there about the moments of the conversation then holds here as well.
    """
    of_words = {question: subject for question, subject in asked.items() if question.is_of_words}
    spoken, whens = frozenset(question.place for question in of_words), _whens(scenario, of_words)
    if main is not None and main.kept is not None and all(place.startswith("beats.") for place in spoken):
        spoken, whens = spoken | main.asked, whens | main.kept
    scope = Scope(scenario, spoken, whens, shelf)
    search = Search(scope, asked, bound, told)
    search.run()
    for question, found in search.found.items():
        steps = steps_to(search, found)
        # A line may be kept back by another that is spoken first; then nothing is said about it.
        if check(scenario, question, steps, search.played):
            answers[question] = Answer("reachable", steps, is_shortest=True)
    closed = [*search.never, *(search.open if search.is_whole else ())]
    for question in closed:
        if not _is_loose(scenario, question):
            answers[question] = Answer("impossible")
    return search


def _whens(scenario: Scenario, asked: Mapping[Question, Subject]) -> frozenset[int]:
    """The conditions on which the answers about lines hang: a line's own, and those that are spoken before it."""
    places = lines_by_place(scenario)
    found: set[int] = set()
    for question, subject in asked.items():
        if subject.condition is not None:
            found.add(id(subject.condition))
        if question.kind == "line":
            found.update(id(rival) for rival in rivals(places[question.place], question.number))
    return frozenset(found)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles among millions of values that have none: an eighth of the time went there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_loose(scenario: Scenario, question: Question) -> bool:
    """Whether a search may have missed a way: then *impossible* is not said.

    Coaching is followed only on the first reply after it; and what a patient answers to a plain question about safety
    may be spoken beside another entry.
    """
    if question.name.endswith(".follow_when"):
        return True
    spoken = {one.rule for one in scenario.defaults.hears if one.key and not SAFETY.isdisjoint(one.key.speaks_of)}
    return question.is_of_words and question.place in spoken
