"""What the scores rest on, as feedback: strengths first, and in every finding quote, rule, effect, one alternative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scenarios.model import Scenario
from scoring.feedback import turn_feedback
from scoring.report.rules import rule_words
from scoring.report.view import Finding, ScoreView, SeriousView
from scoring.scores import DIMENSION_LABELS, DIMENSIONS, Critical, Evidence, Flag, Scores
from scoring.words import SILENCE, UNSAID, fit_mark, fit_words, joined, plural, points, sentence
from simulator.session import Session

_MOST_SHOWN = 3
"""Strengths, and things to try: more than a few at once teach nothing."""


def score_view(session: Session, name: str, scores: Scores) -> ScoreView:
    """One score; a strength is what was worth +1 or more."""
    score = scores.dimension(name)
    strengths = sorted((item for item in score.evidence if item.value > 0), key=lambda item: -item.value)
    return ScoreView(
        name=name,
        label=DIMENSION_LABELS[name],
        tenths=score.tenths,
        words=points(score.tenths),
        about=_about(session.scenario, name, scores),
        strengths=tuple(_finding(session, item) for item in strengths),
        others=tuple(_finding(session, item) for item in score.evidence if item.value <= 0),
    )


def strongest(scores: Iterable[ScoreView]) -> tuple[Finding, ...]:
    """The best of all dimensions, one from each turn, in order of turns."""
    ranked = sorted((item for score in scores for item in score.strengths), key=lambda item: (-item.value, item.turn))
    return _first_of_each_turn(ranked)


def chances(session: Session, scores: Iterable[ScoreView], serious: Iterable[SeriousView]) -> tuple[Finding, ...]:
    """What went most against the need, with something to compare; most turns of serious errors have theirs already."""
    elsewhere = {item.turn for item in serious if item.is_cap or item.alternative}
    against = (item for score in scores for item in score.others if item.value < 0 and item.turn not in elsewhere)
    chosen = _first_of_each_turn(sorted(against, key=lambda item: (item.value, item.turn)))
    return tuple(
        replace(item, effect=effect, alternative=_alternative(session, item.turn))
        for item, effect in zip(chosen, _with_aims(session, chosen), strict=True)
    )


def _with_aims(session: Session, findings: Iterable[Finding]) -> Iterator[str]:
    """Each effect, followed by what a good reply does at this moment: once, where the author says so."""
    told: set[str] = set()
    for item in findings:
        beat = session.turns[item.turn - 1].move.beat if 0 < item.turn <= len(session.turns) else ""
        aim = session.scenario.beats[beat].aim if beat else ""
        yield f"{item.effect} What helps here: {aim}" if aim and beat not in told else item.effect
        told.add(beat)


def _first_of_each_turn(ranked: Iterable[Finding]) -> tuple[Finding, ...]:
    chosen: dict[int, Finding] = {}
    for item in ranked:
        if len(chosen) < _MOST_SHOWN:
            chosen.setdefault(item.turn, item)
    return tuple(sorted(chosen.values(), key=lambda item: item.turn))


def serious_views(session: Session, scores: Scores) -> tuple[SeriousView, ...]:
    """Caps, then flags."""
    return (*(_cap(session, item) for item in scores.critical), *(_flag(session, item) for item in scores.flags))


def _finding(session: Session, item: Evidence) -> Finding:
    return Finding(
        turn=item.turn,
        where=_where(item.turn),
        value=item.value,
        mark=fit_mark(item.value),
        quote=_quote(session, item.turn, item.quote),
        rule=rule_words(item.rule),
        rule_id=item.rule,
        effect=item.effect or sentence(fit_words(item.value)),
        alternative="",
    )


def _where(turn: int) -> str:
    return f"Turn {turn}" if turn else "The whole session"


def _quote(session: Session, turn: int, words: str) -> str:
    if words:
        return f"“{words}”"
    if not 0 < turn <= len(session.turns):
        return ""
    return SILENCE if session.turns[turn - 1].reading.silence else UNSAID


def _alternative(session: Session, turn: int) -> str:
    return turn_feedback(session, session.turns[turn - 1]).alternative if 0 < turn <= len(session.turns) else ""


def _cap(session: Session, error: Critical) -> SeriousView:
    repaired = " A later repair has lifted the cap partly." if error.repaired else ""
    return SeriousView(
        turn=error.turn,
        where=_where(error.turn),
        consequence=f"The overall score cannot pass {error.cap}.{repaired}",
        quote=_quote(session, error.turn, error.quote),
        rule=rule_words(error.rule),
        rule_id=error.rule,
        text=error.text,
        alternative=_alternative(session, error.turn),
        is_cap=True,
    )


def _flag(session: Session, flag: Flag) -> SeriousView:
    doubt = (
        "the program cannot decide this"
        if flag.by_person
        else f"heard too unsurely ({flag.confidence:.2f} of 1) to cap the score"
    )
    return SeriousView(
        turn=flag.turn,
        where=_where(flag.turn),
        consequence=f"For a person to look at: {doubt}.",
        quote=_quote(session, flag.turn, flag.quote),
        rule=rule_words(flag.rule),
        rule_id=flag.rule,
        text=flag.text,
        alternative="" if flag.by_person else _alternative(session, flag.turn),
        is_cap=False,
    )


def _about(scenario: Scenario, name: str, scores: Scores) -> str:
    if name == "overall":
        return _make_up(scenario, scores)
    score = scores.dimension(name)
    if not score.observed:
        return "Nothing in this session gave occasion for it. It counts neither for nor against."
    return f"From {plural(len(score.evidence), 'judgement')}."


def _make_up(scenario: Scenario, scores: Scores) -> str:
    """How the overall score is made up, and what was left out of it."""
    shares: dict[str, int] = {name: getattr(scenario.rubric, name) for name in DIMENSIONS}
    seen: dict[str, bool] = {name: scores.dimension(name).observed for name in DIMENSIONS}
    counted = [f"{_low(name)} counts {share}" for name, share in shares.items() if share and seen[name]]
    unseen = [_low(name) for name, share in shares.items() if share and not seen[name]]
    unasked = [_low(name) for name, share in shares.items() if not share]
    said = [sentence(joined(counted)) if counted else "Nothing was observed that it could be made of."]
    if unseen:
        said.append(f"Not observed and so left out: {joined(unseen)}.")
    if unasked:
        verb = "does" if len(unasked) == 1 else "do"
        said.append(f"With this patient {joined(unasked)} {verb} not count towards it.")
    if scores.critical:
        cap, tenths = min(error.cap for error in scores.critical), scores.overall.tenths
        below = tenths is not None and tenths < 10 * cap
        said.append(f"A serious error keeps it at {cap} at most{', which it is below anyway' if below else ''}.")
    return " ".join(said)


def _low(name: str) -> str:
    return DIMENSION_LABELS[name].lower()
