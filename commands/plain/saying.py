"""A session in plain lines: no symbols, no boxes, no colour, so that a screen reader reads what is meant.

Every function gives paragraphs, one string each, unwrapped; numbers are said with `plus` and `minus`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scoring.feedback import TurnFeedback, turn_feedback
from scoring.hints import hint as hint_for
from scoring.marks import NO_EFFECT, agreement_words, mark_lines, turn_mark_words
from scoring.words import (
    ABOUT_COUNTS,
    CARE,
    CHANCES,
    COUNTS,
    MODES,
    NO_REAL_CLIENTS,
    NOTES,
    PRACTICE_ONLY,
    SERIOUS,
    SILENCE,
    STOP_ANY_TIME,
    TESTS,
    joined,
    level_name,
    sentence,
    shortened,
    strengths_head,
    who,
)

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scoring.report.view import Finding, Report, SeriousView
    from simulator.lines import Line
    from simulator.session import Session, Turn

QUOTE_LIMIT = 60
"""Most characters of one quote in the feedback on a turn."""
_DIRECTIONS = {"shows": "You see", "sounds": "You hear"}


def number(value: int) -> str:
    """A whole number with its sign in words: `plus 2`, `0`, `minus 3`."""
    return f"plus {value}" if value > 0 else f"minus {-value}" if value < 0 else "0"


def said_fit(fit: int | None) -> str:
    """A fit with its sign in words, or that there is none."""
    return "not judged" if fit is None else number(fit)


def briefing(scenario: Scenario) -> Iterator[str]:
    """Whom one is about to meet, what to be ready for, and what this is not."""
    about, setting = scenario.about, scenario.setting
    yield f"Briefing. {sentence(f'{who(scenario)}: {scenario.title}')}"
    session = f", session {setting.session}" if setting.session else ""
    law = f", {setting.jurisdiction.replace('_', ' ').title()}" if setting.jurisdiction else ""
    yield (
        f"{sentence(f'{setting.service}, {MODES[setting.mode]}{session}{law}')} "
        f"Level {about.level} of 5, about {about.minutes} minutes."
    )
    if setting.policy.strip():
        yield setting.policy.strip()
    yield scenario.brief.strip()
    if about.warnings:
        yield f"Content warning: {sentence(', '.join(about.warnings))}"
    yield f"{PRACTICE_ONLY} {NO_REAL_CLIENTS}"
    yield f"{STOP_ANY_TIME} {CARE}"


def spoken(name: str, lines: Iterable[Line]) -> Iterator[str]:
    """What the patient says, introduced by name, and what can be seen or heard."""
    for line in lines:
        yield f"{_DIRECTIONS.get(line.kind, name)}: {line.text}"


def replied(turn: Turn) -> str:
    """What the trainee said in a turn."""
    return f"Turn {turn.n}. You: {SILENCE if turn.reading.silence else turn.reply}"


def feedback(session: Session, turn: Turn) -> Iterator[str]:
    """What was heard, what was needed, how it fitted and why, what it did, and what to compare with."""
    found = turn_feedback(session, turn)
    heard, fit = heard_and_fit(session, turn)
    yield f"Feedback on turn {turn.n}."
    yield heard
    if found.called_for:
        yield f"Needed: {found.called_for}"
    yield fit
    for words in found.tests:
        yield f"Test: {words}"
    for words in found.coaching:
        yield f"Shown by the patient: {words}"
    if found.changes:
        by = (f"{level_name(session.scenario, name)} {number(much)}" for name, much in found.changes)
        yield f"Changed: {', '.join(by)}."
    if found.alternative:
        yield f"Compare with: {found.alternative}"
    for words in turn_mark_words(session, turn.n, said_fit):
        yield f"Marked: {words}"


def heard_and_fit(session: Session, turn: Turn) -> tuple[str, str]:
    """What was heard in a reply, and how it fitted and why."""
    found = turn_feedback(session, turn)
    heard = f"Heard: {sentence(_heard(found, is_silence=turn.reading.silence))}"
    fit = "Fit not judged" if found.fit is None else f"Fit {number(found.fit)}"
    return heard, f"{fit}: {found.fit_words}. {found.because}".rstrip()


def hint(session: Session) -> str:
    """What the patient is after just now and one kind of reply that would help; empty where no moment is set."""
    found = hint_for(session)
    return "" if found is None else " ".join(("Hint:", found.needs, found.meaning, *found.kinds))


def standing(report: Report) -> Iterator[str]:
    """The scores, one a paragraph, and what each is made of."""
    for score in report.scores:
        yield f"{score.label}: {score.words}. {score.about}".rstrip()
    yield report.caution


def debrief(report: Report) -> Iterator[str]:
    """How the session ended, its scores, what met the need, what weighs, what to try differently, and the notes."""
    yield f"Debrief. {report.ending}"
    if report.unclear_words:
        yield report.unclear_words
    yield from standing(report)
    if report.care:
        yield report.care
    if report.strengths:
        yield f"{strengths_head(report.patient)}:"
        yield from map(_finding, report.strengths)
    if report.serious:
        yield f"{SERIOUS}:"
        yield from map(_serious, report.serious)
    if report.chances:
        yield f"{CHANCES}:"
        yield from map(_finding, report.chances)
    changes = _first_to_last(report)
    if changes:
        yield f"{report.patient} over the session: {changes}"
    if report.tests:
        yield f"{TESTS}:"
        yield from report.tests
    if report.counts:
        counts = ", ".join(f"{count.label.lower()} {count.number}" for count in report.counts)
        yield f"{COUNTS}: {counts}. {ABOUT_COUNTS}"
    if report.notes:
        yield f"{NOTES}:"
        yield from (part for part in report.notes.split("\n\n") if part.strip())


def marked(session: Session) -> Iterator[str]:
    """What the trainee marked: hints, own ratings beside the fit, disagreements. Nothing where nothing was."""
    lines = mark_lines(session, said_fit)
    if lines:
        yield "What you marked:"
        yield from lines
        yield from filter(None, [agreement_words(session)])
        yield NO_EFFECT


def worth_trying(moments: Iterable[Finding | SeriousView]) -> Iterator[str]:
    """The moments most worth trying again, each with the command that does it."""
    for n, moment in enumerate(moments):
        if n == 0:
            yield "Moments worth trying again:"
        yield f"{moment.where}: {moment.quote} To try it again: /again {moment.turn}"


def evidence(report: Report) -> Iterator[str]:
    """Every score with all the judgements it rests on."""
    for score in report.scores:
        yield f"{score.label}: {score.words}. {score.about}".rstrip()
        yield from map(_finding, (*score.strengths, *score.others))
    yield report.caution


def course(report: Report) -> Iterator[str]:
    """The patient's levels at the start and after each turn."""
    for row in report.levels.rows:
        levels = (f"{name} {level}" for name, level in zip(report.levels.names, row.levels, strict=True))
        yield f"{f'After turn {row.turn}' if row.turn else 'At the start'}: {', '.join(levels)}."


def transcript(session: Session, *, is_explained: bool) -> Iterator[str]:
    """The whole session again, with the feedback on each turn where `is_explained`."""
    name = session.scenario.persona.name
    yield from spoken(name, session.opening)
    for turn in session.turns:
        yield replied(turn)
        if is_explained:
            yield from feedback(session, turn)
        yield from spoken(name, turn.move.lines)


def _heard(found: TurnFeedback, *, is_silence: bool) -> str:
    parts = []
    for move in found.heard:
        quotes = joined([f"“{shortened(quote, QUOTE_LIMIT)}”" for quote in move.quotes])
        parts.append(f"{quotes} as {_small(move.label)}" if quotes else _small(move.label))
    if found.noticed:
        parts.append(f"in this moment {', '.join(map(_small, found.noticed))}")
    return "; ".join(parts) or ("silence" if is_silence else "nothing that could be named")


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _finding(finding: Finding) -> str:
    compare = f" Compare with: {finding.alternative}" if finding.alternative else ""
    return (
        f"{finding.where}, {number(finding.value)}: {finding.quote} Rule: {sentence(finding.rule)} "
        f"{finding.effect}{compare}"
    )


def _serious(serious: SeriousView) -> str:
    compare = f" Compare with: {serious.alternative}" if serious.alternative else ""
    return (
        f"{serious.where}: {serious.quote} Rule: {sentence(serious.rule)} {serious.text} {serious.consequence}{compare}"
    )


def _first_to_last(report: Report) -> str:
    rows = report.levels.rows
    if len(rows) < 2:
        return ""
    levels = zip(report.levels.names, rows[0].levels, rows[-1].levels, strict=True)
    return sentence(", ".join(f"{name} from {before} to {after}" for name, before, after in levels))
