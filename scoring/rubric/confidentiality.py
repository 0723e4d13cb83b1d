"""Confidentiality: the situations C1–C13 that arose, what each requires within its window, what it forbids, honesty.

Honesty is judged against what the scenario says is true: a denial of contact that took place has already been
turned into `conceals_sharing` by the engine. No situation and no breach: not observed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.vocabulary import Rule, Situation
from scoring.rubric.arithmetic import score_of
from scoring.rubric.quotes import names, quote, surely_heard
from scoring.rubric.table import rubric
from scoring.scores import Evidence, Score
from simulator.session import Session, Turn


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time at which a situation arose."""

    situation: Situation
    beat: str
    window: tuple[Turn, ...]
    """The turns within the window, unclear ones left out."""
    later: tuple[Turn, ...]
    """The turns after it."""
    over: bool
    """Whether the window is over, so that what was left undone can be said."""
    required: tuple[Rule, ...]
    """What was not yet done on an earlier occasion."""


def confidentiality(session: Session) -> Score:
    """Judge the session."""
    evidence: list[Evidence] = []
    judged: set[tuple[int, str]] = set()
    for occasion in occasions(session):
        evidence += _required(occasion)
        for item, code in _forbidden(occasion):
            if (item.turn, code) not in judged:
                judged.add((item.turn, code))
                evidence.append(item)
    evidence += [item for item, code in _anywhere(session) if (item.turn, code) not in judged]
    return score_of(sorted(evidence, key=lambda item: item.turn))


def occasions(session: Session) -> Iterator[Occasion]:
    """Every time a situation arose, in order; one that comes up again asks only for what is still undone."""
    done: dict[str, set[str]] = {}
    open_until: dict[str, int] = {}
    for arrived_after, beat in _arrivals(session):
        sharing = session.scenario.beats[beat].confidentiality
        if sharing is None:
            continue
        situation = vocabulary.situations()[sharing.situation]
        if open_until.get(situation.id, 0) > arrived_after:
            continue
        already = done.setdefault(situation.id, set())
        required = tuple(rule for rule in situation.required if rule.id not in already)
        length = sharing.window or situation.window
        after = [turn for turn in session.turns if turn.n > arrived_after and turn.move.fit is not None]
        window, later = tuple(after[:length]), tuple(after[length:])
        open_until[situation.id] = window[-1].n if len(window) == length else len(session.turns)
        over = len(window) == length or (session.ending is not None and bool(window))
        already |= {
            rule.id for rule in required if any(names(turn) & rule.any for turn in _asked_for(rule, required, window))
        }
        if window:
            yield Occasion(situation, beat, window, later, over, required)


def _asked_for(rule: Rule, required: tuple[Rule, ...], window: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns that may meet a rule: all of the window, or those from where the rule before it was met.

    Room for what it is like to hear of a contact can only be made once the patient has heard of it.
    """
    first = next((other for other in required if other.id == rule.after), None)
    if first is None:
        return window
    met = next((place for place, turn in enumerate(window) if names(turn) & first.any), len(window))
    return window[met:]


def _arrivals(session: Session) -> Iterator[tuple[int, str]]:
    """Each arrival at a beat: after how many turns, and where."""
    yield 0, session.scenario.start
    for turn in session.turns:
        if turn.move.left_by:
            yield turn.n, turn.move.goes


def _required(occasion: Occasion) -> Iterator[Evidence]:
    table = rubric()["confidentiality"]
    for rule in occasion.required:
        name = f"{occasion.situation.id}.{rule.id}"
        window = _asked_for(rule, occasion.required, occasion.window)
        if not window:
            continue
        turn = next((turn for turn in window if names(turn) & rule.any), None)
        if turn is not None:
            yield Evidence(
                turn.n, quote(turn, rule.any), name, table["met"]["effect"] + rule.text, table["met"]["value"]
            )
            continue
        if not occasion.over:
            continue
        late = next((turn for turn in occasion.later if names(turn) & rule.any), None)
        if late is not None:
            yield Evidence(
                late.n, quote(late, rule.any), name, table["late"]["effect"] + rule.text, table["late"]["value"]
            )
            continue
        last = occasion.window[-1]
        yield Evidence(last.n, "", name, table["undone"]["effect"] + rule.text, table["undone"]["value"])


def _forbidden(occasion: Occasion) -> Iterator[tuple[Evidence, str]]:
    table = rubric()["confidentiality"]["forbidden"]
    for turn in occasion.window:
        for rule in occasion.situation.forbidden:
            for code in sorted(surely_heard(turn) & rule.any):
                name = f"{occasion.situation.id}.{rule.id}"
                yield (
                    Evidence(turn.n, quote(turn, {code}), name, table["effect"] + rule.text, table["value"]),
                    code,
                )


def _anywhere(session: Session) -> Iterator[tuple[Evidence, str]]:
    table = rubric()["confidentiality"]
    for turn in session.turns:
        for code, effect in table["anywhere"].items():
            if code in surely_heard(turn):
                yield (
                    Evidence(
                        turn.n,
                        quote(turn, {code}),
                        f"confidentiality.{code}",
                        effect,
                        table["forbidden"]["value"],
                    ),
                    code,
                )
