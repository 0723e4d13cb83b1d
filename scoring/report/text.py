"""A report as plain text for a terminal, 78 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from scoring.marks import NO_EFFECT
from scoring.report.compose import report_of
from scoring.report.view import Fact, Finding, Report, ScoreView, SeriousView, SpokenLine, SupervisedView, TurnView
from scoring.scores import Scores
from scoring.words import ABOUT_COUNTS, CHANCES, COUNTS, MARKS, NOTES, SERIOUS, SILENCE, TESTS, strengths_head
from simulator.session import Session

WIDTH = 78
_INDENT = " " * 5
_NAMES = 18
"""Columns for the names of particulars; a hash beside them would be cut, and so stands on a line of its own."""


def session_text(session: Session, scores: Scores | None = None) -> str:
    """The whole session, without what only the store knows."""
    return report_text(report_of(session, scores=scores))


def report_text(report: Report) -> str:
    """The report, without a newline at its end."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield from _wrapped(f"{report.patient}: {report.title}")
    yield ""
    yield from _facts(report.facts)
    yield ""
    yield from _wrapped(report.caution)
    if report.care:
        yield from _wrapped(report.care)
    yield from _section("How it went")
    yield from _wrapped(report.ending)
    for words in filter(None, (report.rescored, report.again, report.unclear_words)):
        yield from _wrapped(words)
    yield ""
    for score in report.scores:
        yield from _wrapped(score.about, f"{score.label:<26}{score.words:<16}", " " * 42)
    yield from _supervised(report.supervised)
    if report.strengths:
        yield from _section(strengths_head(report.patient))
        yield from _findings(report.strengths)
    if report.serious:
        yield from _section(SERIOUS)
        for serious in report.serious:
            yield from _serious(serious)
    if report.chances:
        yield from _section(CHANCES)
        yield from _findings(report.chances)
    yield from _section(f"{report.patient} over the session")
    yield "".join(f"{name:>12}" for name in ("turn", *report.levels.names))
    for row in report.levels.rows:
        yield "".join(f"{cell:>12}" for cell in (row.turn or "start", *row.levels))
    yield from _section("Turn by turn")
    yield from _spoken(report.patient, report.opening)
    for turn in report.turns:
        yield from _turn(report.patient, turn)
    if report.pending:
        yield ""
        yield from _words(report.pending, "You: ")
        yield f"{_INDENT}[kept, not answered yet]"
    for score in report.scores:
        yield from _evidence(score)
    yield from _closing(report)


def _supervised(people: SupervisedView | None) -> Iterator[str]:
    if people is None:
        return
    yield ""
    for words in filter(None, (people.about, people.scores, *people.whole)):
        yield from _wrapped(words)


def _section(title: str) -> Iterator[str]:
    yield ""
    yield title.upper()
    yield ""


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        label = f"{fact.name + ':':<{_NAMES}}"
        if " " not in fact.text and len(fact.text) > WIDTH - _NAMES:
            yield label.rstrip()
            yield from _wrapped(fact.text, _INDENT)
        else:
            yield from _wrapped(fact.text, label, " " * _NAMES)


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from _words(finding.quote, f"{finding.where}  {finding.mark}  ")
        yield from _wrapped(f"Rule: {finding.rule} [{finding.rule_id}]", _INDENT)
        yield from _wrapped(finding.effect, _INDENT)
        if finding.alternative:
            yield from _wrapped(f"To compare: {finding.alternative}", _INDENT)


def _serious(serious: SeriousView) -> Iterator[str]:
    yield from _words(serious.quote, f"{serious.where}  {'!' if serious.is_cap else '?'}  ")
    yield from _wrapped(f"Rule: {serious.rule} [{serious.rule_id}]", _INDENT)
    yield from _wrapped(f"{serious.text} {serious.consequence}", _INDENT)
    if serious.alternative:
        yield from _wrapped(f"To compare: {serious.alternative}", _INDENT)


def _turn(patient: str, turn: TurnView) -> Iterator[str]:
    yield ""
    yield from _words(turn.reply or SILENCE, f"{turn.n:>3}. You: ")
    heard = ", ".join(f"{move.label.lower()} {move.quote}".rstrip() for move in turn.heard)
    noticed = "".join(f"; {label.lower()}" for label in turn.noticed)
    notes = [
        f"Heard: {heard or 'nothing in particular'}{noticed}.",
        f"Called for: {turn.called_for}" if turn.called_for else "",
        f"Fit: {turn.mark}, {turn.fit_words}. {turn.because}".rstrip() + f" [{turn.rule_id}]",
        f"Effect: {', '.join(turn.changes)}." if turn.changes else "",
        *turn.supervised,
        *turn.tests,
        *turn.coaching,
        f"To compare: {turn.alternative}" if turn.alternative else "",
        *(f"Marked: {words}" for words in turn.marks),
    ]
    for note in filter(None, notes):
        yield from textwrap.wrap(note, WIDTH, initial_indent=f"{_INDENT}| ", subsequent_indent=f"{_INDENT}|   ")
    yield from _spoken(patient, turn.answer)


def _evidence(score: ScoreView) -> Iterator[str]:
    if not score.strengths and not score.others:
        return
    yield from _section(f"{score.label}: {score.words}")
    yield from _findings((*score.strengths, *score.others))


def _closing(report: Report) -> Iterator[str]:
    if report.tests:
        yield from _section(TESTS)
        for words in report.tests:
            yield from _wrapped(words)
    if report.marks:
        yield from _section(MARKS)
        for words in (*report.marks, NO_EFFECT):
            yield from _wrapped(words)
    if report.notes:
        yield from _section(NOTES)
        yield from _words(report.notes)
    if report.counts:
        yield from _section(COUNTS)
        yield from _wrapped(ABOUT_COUNTS)
        yield from _wrapped("; ".join(f"{count.label} {count.number}" for count in report.counts))
    yield from _section("What this report rests on")
    yield from _facts(report.origins)


def _spoken(patient: str, lines: Iterable[SpokenLine]) -> Iterator[str]:
    for line in lines:
        if line.kind == "speech":
            yield from _words(line.text, f"{_INDENT}{patient}: ")
        else:
            yield from _wrapped(f"({line.text})", _INDENT)


def _words(text: str, label: str = "") -> Iterator[str]:
    """Words that may have paragraphs."""
    for i, paragraph in enumerate(text.split("\n")):
        yield from _wrapped(
            paragraph, "" if i and not label else label if i == 0 else _INDENT, _INDENT if label else ""
        )


def _wrapped(text: str, label: str = "", rest: str | None = None) -> Iterator[str]:
    after = rest if rest is not None else _INDENT if label else ""
    yield from textwrap.wrap(text, WIDTH, initial_indent=label, subsequent_indent=after, break_on_hyphens=False) or [
        label.rstrip()
    ]
