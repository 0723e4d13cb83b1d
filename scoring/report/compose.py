"""From a session to its report. Pure: the same session gives the same report, to the last byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from scenarios import vocabulary
from scenarios.clean import clean_line
from scoring.feedback import turn_feedback
from scoring.marks import agreement_words, mark_lines, turn_mark_words
from scoring.report.chart import chart_of
from scoring.report.findings import chances, score_view, serious_views, strongest
from scoring.report.rescored import made_by, rescored_words
from scoring.report.rules import rule_words
from scoring.report.view import Count, Fact, HeardView, LevelRow, Levels, Report, SpokenLine, TurnView
from scoring.result import session_result
from scoring.rubric import score
from scoring.scores import DIMENSIONS, Scores
from scoring.supervision.beside import said_of, supervised
from scoring.supervision.disputes import dispute_told
from scoring.words import (
    CARE,
    CAUTION,
    FEEDBACK_WHILE_PLAYING,
    MODES,
    ending_words,
    fit_mark,
    joined,
    level_name,
    plural,
    signed,
)
from simulator.canonical import canonical_json
from simulator.lines import Line
from simulator.marks import Disputed
from simulator.ratings import Rating, effective
from simulator.session import Session, Turn
from simulator.store_records import SessionRecord

if TYPE_CHECKING:
    from simulator.store_results import Standing

CHARTED = ("trust", "distress", "openness")


def report_of(
    session: Session,
    record: SessionRecord | None = None,
    scores: Scores | None = None,
    ratings: Sequence[Rating] = (),
    standing: Standing | None = None,
) -> Report:
    """The report of a session as far as it has gone; `record` adds what only the store knows, such as dates.

    `ratings`: every row that people added, in order of time. `standing`: the result that a re-scoring keeps for it.
    """
    found = scores or score(session)
    scenario, ended = session.scenario, session.ending is not None
    views = tuple(score_view(session, name, found) for name in ("overall", *DIMENSIONS))
    serious = serious_views(session, found)
    people = effective(ratings)
    told = partial(dispute_told, people=people)
    turns = tuple(
        replace(_turn(session, turn, told), supervised=said_of(session, found, people, turn.n))
        for turn in session.turns
    )
    unclear = tuple(turn.n for turn in session.turns if turn.reading.unclear)
    return Report(
        title=scenario.title,
        patient=scenario.persona.name,
        language=scenario.language,
        facts=(*_facts(session, record), Fact("Scored by", made_by(session, found))),
        caution=CAUTION,
        care=CARE if scenario.about.warnings else "",
        ended=ended,
        ending=ending_words(session),
        scores=views,
        strengths=strongest(views),
        chances=chances(session, views, serious),
        serious=serious,
        opening=_spoken(session.opening),
        turns=_explained_once(turns),
        pending="" if session.pending is None else session.pending.text,
        tests=tuple(f"Turn {turn.n}: {words}" for turn in turns for words in (*turn.tests, *turn.coaching)),
        marks=tuple(filter(None, (*mark_lines(session, told=told), agreement_words(session)))),
        rescored=rescored_words(session, found, standing),
        again=_again(session),
        unclear=unclear,
        unclear_words=_unclear_words(unclear),
        levels=_levels(session),
        counts=_counts(found.counts),
        notes="\n\n".join(_notes(session)) if ended else "",
        origins=tuple(_origins(session, found)),
        supervised=supervised(session, found, people),
    )


def _explained_once(turns: Iterable[TurnView]) -> tuple[TurnView, ...]:
    """What a need means is told with the first turn that called for it; later only which it was."""
    told: set[str] = set()
    found = []
    for turn in turns:
        need, _, meaning = turn.called_for.partition(". ")
        found.append(replace(turn, called_for=f"{need}.") if meaning and turn.called_for in told else turn)
        told.add(turn.called_for)
    return tuple(found)


def _again(session: Session) -> str:
    again = session.started.again
    if again is None:
        return ""
    taken = f"after the first {plural(again.turn, 'turn')}" if again.turn else "at its beginning"
    return f"A second try: it branched off session {clean_line(again.session)} {taken}."


def _notes(session: Session) -> Iterable[str]:
    """What the patient was after, the author's notes, and duties that no reply can show; told only after the end."""
    scenario = session.scenario
    if scenario.plan:
        yield f"What {scenario.persona.name} was after: {scenario.plan.strip()}"
    if scenario.debrief.notes:
        yield scenario.debrief.notes.strip()
    met = {turn.move.beat for turn in session.turns}
    sharing = [beat.confidentiality for name, beat in scenario.beats.items() if name in met]
    for name in dict.fromkeys(situation.situation for situation in sharing if situation is not None):
        situation = vocabulary.situations()[name]
        if situation.beyond_text:
            yield f"{situation.title}: what no reply can show, and is not scored. {' '.join(situation.beyond_text)}"


def _facts(session: Session, record: SessionRecord | None) -> Iterable[Fact]:
    scenario = session.scenario
    persona, setting = scenario.persona, scenario.setting
    yield Fact("Patient", f"{persona.name}, {persona.age} ({persona.pronouns})")
    where = ", ".join(
        part for part in (setting.service, f"session {setting.session}" if setting.session else "") if part
    )
    yield Fact("Meeting", f"{MODES[setting.mode]}{f' · {where}' if where else ''}")
    if scenario.about.warnings:
        yield Fact("Content", "; ".join(scenario.about.warnings))
    if record is not None:
        if record.trainee:
            yield Fact("Trainee", clean_line(record.trainee))
        yield Fact("Begun", _moment(record.started_at))
        yield Fact("Last turn", _moment(record.updated_at))
        yield Fact("Feedback", FEEDBACK_WHILE_PLAYING.get(record.mode, clean_line(record.mode)))
        yield Fact("Session", record.id)


def _moment(time: datetime) -> str:
    """Always in UTC, so that the same session makes the same report anywhere."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _spoken(lines: Iterable[Line]) -> tuple[SpokenLine, ...]:
    return tuple(SpokenLine(line.kind, line.text) for line in lines)


def _turn(session: Session, turn: Turn, told: Callable[[Disputed], str]) -> TurnView:
    feedback = turn_feedback(session, turn)
    return TurnView(
        n=turn.n,
        reply=turn.reply,
        is_silence=turn.reading.silence,
        is_unclear=turn.reading.unclear,
        heard=tuple(
            HeardView(move.code, move.label, joined([f"“{quote}”" for quote in move.quotes]), move.confidence)
            for move in feedback.heard
        ),
        noticed=feedback.noticed,
        called_for=feedback.called_for,
        fit=feedback.fit,
        mark=fit_mark(feedback.fit),
        fit_words=feedback.fit_words,
        rule=rule_words(turn.move.rule),
        rule_id=turn.move.rule,
        because=feedback.because,
        changes=tuple(f"{level_name(session.scenario, name)} {signed(by)}" for name, by in feedback.changes),
        tests=feedback.tests,
        coaching=feedback.coaching,
        alternative=feedback.alternative,
        marks=turn_mark_words(session, turn.n, told=told),
        answer=_spoken(turn.move.lines),
    )


def _unclear_words(turns: Sequence[int]) -> str:
    if not turns:
        return ""
    verb = "was" if len(turns) == 1 else "were"
    named = f"Turn {turns[0]}" if len(turns) == 1 else f"Turns {joined([str(n) for n in turns])}"
    return f"{named} {verb} not understood. That is the program's limit: it counts neither for nor against."


def _levels(session: Session) -> Levels:
    scenario = session.scenario
    names = tuple(name for name in CHARTED if name in scenario.state)
    rows = [
        LevelRow(0, tuple(scenario.state[name] for name in names)),
        *(
            LevelRow(turn.n, tuple(levels[name] for name in names))
            for turn in session.turns
            for levels in (turn.state.as_levels(scenario),)
        ),
    ]
    return Levels(names, tuple(rows), chart_of(names, [row.levels for row in rows]))


def _counts(counts: dict[str, int]) -> tuple[Count, ...]:
    """By label, most often first; what was not heard is left out."""
    seen = [Count(vocabulary.label(code), number) for code, number in counts.items() if number]
    return tuple(sorted(seen, key=lambda count: (-count.number, count.label)))


def _origins(session: Session, scores: Scores) -> Iterable[Fact]:
    started = session.started
    yield Fact("Scenario", f"{started.scenario} {started.scenario_version}")
    yield Fact("Scenario SHA-256", started.sha256)
    yield Fact("Coder", f"{started.coder} {started.coder_version}")
    played = "" if started.rubric_version == scores.rubric else f" (played under {started.rubric_version})"
    yield Fact("Rubric", f"{scores.rubric}{played}, not validated by clinicians")
    yield Fact("Seed", str(started.seed))
    result = canonical_json(session_result(session, scores=scores))
    yield Fact("Result SHA-256", hashlib.sha256(result.encode()).hexdigest())
