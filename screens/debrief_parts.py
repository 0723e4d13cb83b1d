"""The parts of a debrief, each to be opened and closed: the report, what to try again, the course, what was marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Collapsible, Static

from scoring import words
from scoring.marks import NO_EFFECT, agreement_words, mark_lines
from scoring.report.view import Finding, Report, ScoreView, SeriousView
from screens.course import course_lines, course_title
from simulator.session import Session

AGAIN = "Worth trying again: press the number"
NOTHING_MARKED = "Nothing. Under Details you can disagree with what was heard."


def parts(report: Report, moments: Iterable[Finding | SeriousView], marked_words: Content) -> Iterator[Collapsible]:
    """What went well and what weighs most stand open; everything else is opened by choice."""
    if report.strengths:
        head = words.strengths_head(report.patient)
        yield _part(head, map(_finding, report.strengths), id="strengths", collapsed=False)
    if report.chances:
        yield _part(words.CHANCES, map(_finding, report.chances), id="chances")
    if report.serious:
        yield _part(f"! {words.SERIOUS}", map(_serious, report.serious), id="serious", collapsed=False)
    tried = [_moment(n, item) for n, item in enumerate(moments, 1)]
    if tried:
        yield _part(AGAIN, tried, id="again", collapsed=False)
    for score in report.scores:
        yield _part(f"{score.label}: {score.words}", _score_lines(score), id=score.name)
    if report.turns:
        yield _part(course_title(report), [Content("\n".join(course_lines(report)))], id="course")
    if report.tests:
        yield _part(words.TESTS, map(Content, report.tests), id="tests")
    yield Collapsible(Static(marked_words, id="marked", classes="line"), title=words.MARKS, id="marks", collapsed=True)
    if report.counts:
        counts = " · ".join(f"{count.label} {count.number}" for count in report.counts)
        yield _part(words.COUNTS, [Content(words.ABOUT_COUNTS), Content(counts)], id="counts")
    if report.notes:
        yield _part(words.NOTES, [Content(report.notes)], id="notes")


def _part(title: str, lines: Iterable[Content], *, id: str, collapsed: bool = True) -> Collapsible:  # noqa: A002
    contents: list[Widget] = [Static(line, classes="line") for line in lines]
    plain: Any = Content(title)  # declared to be a `str`, which would be read as markup
    return Collapsible(*contents, title=plain, collapsed=collapsed, id=id)


def _moment(n: int, item: Finding | SeriousView) -> Content:
    mark = item.mark if isinstance(item, Finding) else "!" if item.is_cap else "?"
    return Content.assemble((f"{n}", "bold reverse"), (f" {item.where} {mark}", "bold"), f" {item.quote}")


def marked(session: Session) -> Content:
    """What the trainee marked, and that it changes nothing."""
    lines = [line for line in (*mark_lines(session), agreement_words(session)) if line]
    return Content("\n".join([*lines, NO_EFFECT]) if lines else NOTHING_MARKED)


def _score_lines(score: ScoreView) -> Iterator[Content]:
    yield Content(score.about)
    yield from map(_finding, (*score.strengths, *score.others))


def _finding(finding: Finding) -> Content:
    head = f"{finding.where} {finding.mark}"
    return _judgement(head, finding.quote, finding.effect, finding)


def _serious(serious: SeriousView) -> Content:
    head = f"{serious.where} {'!' if serious.is_cap else '?'}"
    return _judgement(head, serious.quote, f"{serious.text} {serious.consequence}", serious)


def _judgement(head: str, quote: str, effect: str, rested_on: Finding | SeriousView) -> Content:
    """Where, the words, the rule, the effect, and what to compare: the order of feedback, in every form of it."""
    lines = [
        Content.assemble((head, "bold"), f" {quote}" if quote else ""),
        Content.styled(f"Rule: {rested_on.rule} ({rested_on.rule_id})", "dim"),
        Content(effect),
    ]
    if rested_on.alternative:
        lines.append(Content.assemble(("Compare: ", "bold"), rested_on.alternative))
    return Content("\n").join(lines)
