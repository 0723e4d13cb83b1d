"""A report as Markdown, in which nothing that trainee or scenario wrote can become a link, an image, a tag or a list.

Words from outside pass `escape`. What begins tags and entities becomes an entity, since not every reader of Markdown
lets a backslash stand before `<`, and so do braces, since site builders read them first; other marks get a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scoring.marks import NO_EFFECT
from scoring.report.view import Fact, Finding, Report, ScoreView, SeriousView, SpokenLine, SupervisedView, TurnView
from scoring.words import ABOUT_COUNTS, CHANCES, COUNTS, MARKS, NOTES, SERIOUS, SILENCE, TESTS, strengths_head

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;"}
_MARK = re.compile(
    r"[&<>{}]|[\\`*_\[\]#|~$^]|@"
    r"|(?<=[^\W\d_])[.:](?=[^\s”’\"').,…])|(?<=\S)[.:](?=[^\W\d_]|/)"  # in an address, not at the end of a sentence
)
"""Entities, marks, the sign of a mention or an e-mail, and full stops and colons that could belong to an address."""
_LINE_START = re.compile(r"^(?P<number>\d+)(?P<dot>[.)])|^(?P<bullet>[-+=:%])")
"""What begins a list, a rule, a heading's underline, a definition or a title block at the head of a line."""
_JOINER = "\u2060"
"""Invisible; readers that look for e-mail addresses after all escapes are undone find none."""


def escape(text: str) -> str:
    """Words on one line, every mark of Markdown and HTML made harmless."""
    line = _MARK.sub(_guarded, " ".join(text.split()))
    return _LINE_START.sub(_guarded_start, line)


def _guarded(found: re.Match[str]) -> str:
    mark = found[0]
    return _ENTITIES.get(mark) or (f"\\{mark}{_JOINER}" if mark == "@" else f"\\{mark}")


def _guarded_start(found: re.Match[str]) -> str:
    return f"{found['number']}\\{found['dot']}" if found["number"] else f"\\{found['bullet']}"


def report_markdown(report: Report) -> str:
    """The report, ended by a newline."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escape(report.patient)}: {escape(report.title)}"
    yield ""
    yield from _facts(report.facts)
    yield ""
    yield f"**{escape(report.caution)}**"
    if report.care:
        yield ""
        yield escape(report.care)
    yield from _section("How it went")
    yield escape(report.ending)
    for words in filter(None, (report.rescored, report.again, report.unclear_words)):
        yield ""
        yield escape(words)
    yield ""
    yield from _table(("Score", "", "About"), [(score.label, score.words, score.about) for score in report.scores])
    yield from _supervised(report.supervised)
    if report.strengths:
        yield from _section(strengths_head(report.patient))
        yield from _findings(report.strengths)
    if report.serious:
        yield from _section(SERIOUS)
        yield from _serious(report.serious)
    if report.chances:
        yield from _section(CHANCES)
        yield from _findings(report.chances)
    yield from _levels(report)
    yield from _section("Turn by turn")
    yield from _spoken(report.patient, report.opening)
    for turn in report.turns:
        yield from _turn(report.patient, turn)
    if report.pending:
        yield ""
        yield from _quoted("You", report.pending)
        yield ""
        yield "Kept, not answered yet."
    yield from _closing(report)


def _supervised(people: SupervisedView | None) -> Iterator[str]:
    if people is None:
        return
    for words in filter(None, (people.about, people.scores, *people.whole)):
        yield ""
        yield escape(words)


def _section(title: str, depth: int = 2) -> Iterator[str]:
    yield ""
    yield f"{'#' * depth} {escape(title)}"
    yield ""


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        yield f"- {escape(fact.name)}: {escape(fact.text)}"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"- **{escape(finding.where)}, {escape(finding.mark)}**: {escape(finding.quote)}"
        yield f"  - Rule: {escape(finding.rule)} ({escape(finding.rule_id)})"
        yield f"  - Effect: {escape(finding.effect)}"
        if finding.alternative:
            yield f"  - To compare: {escape(finding.alternative)}"


def _serious(views: Iterable[SeriousView]) -> Iterator[str]:
    for serious in views:
        yield f"- **{escape(serious.where)}**: {escape(serious.quote)}"
        yield f"  - Rule: {escape(serious.rule)} ({escape(serious.rule_id)})"
        yield f"  - {escape(serious.text)} {escape(serious.consequence)}"
        if serious.alternative:
            yield f"  - To compare: {escape(serious.alternative)}"


def _turn(patient: str, turn: TurnView) -> Iterator[str]:
    yield from _section(f"Turn {turn.n}", depth=3)
    yield from _quoted("You", turn.reply or SILENCE)
    yield ""
    heard = ", ".join(f"{escape(move.label.lower())} {escape(move.quote)}".rstrip() for move in turn.heard)
    noticed = "".join(f"; {escape(label.lower())}" for label in turn.noticed)
    yield f"- Heard: {heard or 'nothing in particular'}{noticed}"
    if turn.called_for:
        yield f"- Called for: {escape(turn.called_for)}"
    why = f"{turn.mark}, {turn.fit_words}. {turn.because}".rstrip()
    yield f"- Fit: {escape(why)} ({escape(turn.rule_id)})"
    if turn.changes:
        yield f"- Effect: {escape(', '.join(turn.changes))}"
    for words in (*turn.supervised, *turn.tests, *turn.coaching):
        yield f"- {escape(words)}"
    if turn.alternative:
        yield f"- To compare: {escape(turn.alternative)}"
    for words in turn.marks:
        yield f"- Marked: {escape(words)}"
    yield ""
    yield from _spoken(patient, turn.answer)


def _levels(report: Report) -> Iterator[str]:
    yield from _section(f"{report.patient} over the session")
    rows = [(str(row.turn or "start"), *map(str, row.levels)) for row in report.levels.rows]
    yield from _table(("Turn", *report.levels.names), rows)
    if report.levels.chart is not None:
        yield ""
        yield escape(report.levels.chart.description)


def _spoken(patient: str, lines: Iterable[SpokenLine]) -> Iterator[str]:
    for i, line in enumerate(lines):
        if i:
            yield ">"
        if line.kind == "speech":
            yield from _quoted(patient, line.text)
        else:
            yield f"> ({escape(line.text)})"


def _quoted(who: str, words: str) -> Iterator[str]:
    """A block quotation that keeps the lines as they were written."""
    paragraphs = [escape(line) for line in words.split("\n")]
    last = len(paragraphs) - 1
    for i, paragraph in enumerate(paragraphs):
        label = f"**{escape(who)}:** " if i == 0 else ""
        yield f"> {label}{paragraph}".rstrip() + (
            "\\" if i < last and (label or paragraph) and paragraphs[i + 1] else ""
        )


def _closing(report: Report) -> Iterator[str]:
    for score in report.scores:
        yield from _evidence(score)
    if report.tests:
        yield from _section(TESTS)
        for words in report.tests:
            yield f"- {escape(words)}"
    if report.marks:
        yield from _section(MARKS)
        yield from (f"- {escape(words)}" for words in report.marks)
        yield ""
        yield escape(NO_EFFECT)
    if report.notes:
        yield from _section(NOTES)
        for line in report.notes.split("\n"):
            yield escape(line)
    if report.counts:
        yield from _section(COUNTS)
        yield ABOUT_COUNTS
        yield ""
        yield from _table(("Heard", "Times"), [(count.label, str(count.number)) for count in report.counts])
    yield from _section("What this report rests on")
    yield from _facts(report.origins)


def _evidence(score: ScoreView) -> Iterator[str]:
    if not score.strengths and not score.others:
        return
    yield from _section(f"{score.label}: {score.words}")
    yield from _table(
        ("Turn", "Value", "Words", "Rule", "Effect"),
        [
            (str(item.turn or "all"), item.mark, item.quote, f"{item.rule} ({item.rule_id})", item.effect)
            for item in (*score.strengths, *score.others)
        ],
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(header)
    yield _row(["---"] * len(header), escaped=True)
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str], *, escaped: bool = False) -> str:
    return f"| {' | '.join(cell if escaped else escape(cell) for cell in cells)} |"
