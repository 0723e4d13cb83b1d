"""Exact answers about everything that an author wrote: reachable, impossible, or not proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from authoring.proof.questions import Question, Subject, subjects
from authoring.proof.scope import Scope
from authoring.proof.search import Search
from authoring.proof.tried import tried
from authoring.proof.truth import code_parts, levels_in
from authoring.proof.witness import Steps, check, steps_to
from scenarios.model import Scenario
from simulator.reactions import SAFETY

Verdict = Literal["reachable", "impossible", "not proven"]

STATES = 20_000_000
"""Most states looked at in one search where nothing else is said."""
STATES_FOR_WORDS = 400_000
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


def prove(scenario: Scenario, bound: int | None = None, *, words: bool = True) -> Proof:
    """Answer every question; without `words` those about lines, facts and coaching are left out.

    `bound` is the most states that any one search looks at.
    """
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
    searches = [_search(scenario, first, bound or STATES, answers)]
    if words:
        rest = {q: about for q, about in asked.items() if q.is_of_words and q not in first}
        for question, steps in tried(searches[0], rest):
            answers[question] = Answer("reachable", steps)
        for place in dict.fromkeys(question.place for question in rest if question not in answers):
            more = {q: about for q, about in rest.items() if q.place == place and q not in answers}
            searches.append(_search(scenario, more, bound or STATES_FOR_WORDS, answers))
    ordered = {q: answers.get(q, Answer("not proven")) for q in asked if words or not q.is_of_words}
    states, transitions = sum(one.states for one in searches), sum(one.transitions for one in searches)
    return Proof(scenario, ordered, states, transitions)


def _needs_no_more(base: Scope, subject: Subject) -> bool:
    """Whether a search that only follows what moves the patient can answer this as well."""
    if subject.condition is None:
        return True
    if not subject.question.name.endswith(".follow_when") and any(code_parts(subject.condition.expression)):
        return False
    parts = base.parts_of(subject.condition)
    return all(base.is_of_levels(part) and set(levels_in(part)) <= set(base.levels) for part in parts)


def _search(
    scenario: Scenario, asked: Mapping[Question, Subject], bound: int, answers: dict[Question, Answer]
) -> Search:
    """Search for answers and note them."""
    scope = Scope(scenario, frozenset(question.place for question in asked if question.is_of_words))
    search = Search(scope, asked, bound)
    search.run()
    for question, found in search.found.items():
        steps = steps_to(search, found)
        # A line may be kept back by another that is spoken first; then nothing is said about it.
        if check(scenario, question, steps):
            answers[question] = Answer("reachable", steps, is_shortest=True)
    closed = [*search.never, *(search.open if search.is_whole else ())]
    for question in closed:
        if not _is_loose(scenario, question):
            answers[question] = Answer("impossible")
    return search


def _is_loose(scenario: Scenario, question: Question) -> bool:
    """Whether a search may have missed a way: then *impossible* is not said.

    Coaching is followed only on the first reply after it; and what a patient answers to a plain question about safety
    may be spoken beside another entry.
    """
    if question.name.endswith(".follow_when"):
        return True
    spoken = {one.rule for one in scenario.defaults.hears if one.key and not SAFETY.isdisjoint(one.key.speaks_of)}
    return question.is_of_words and question.place in spoken
