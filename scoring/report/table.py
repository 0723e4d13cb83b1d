"""A session as CSV: one row a turn, or one row with the scores. Cells are guarded: trainees wrote some."""

from __future__ import annotations

from scoring.csv_cells import csv_text
from scoring.report.view import Report

TURNS = (
    "turn", "reply", "silence", "understood", "heard", "noticed", "called_for", "fit", "why", "rule", "effect", "tests",
    "to_compare", "answer",
)  # fmt: skip


def turns_csv(report: Report) -> str:
    """One row a turn, each ended by a newline. A fit that was not judged is an empty cell, not 0."""
    rows: list[tuple[object, ...]] = [TURNS]
    rows += [
        (
            turn.n,
            turn.reply,
            _yes(turn.is_silence),
            _yes(not turn.is_unclear),
            "; ".join(move.code for move in turn.heard),
            "; ".join(turn.noticed),
            turn.called_for,
            turn.fit,
            turn.because,
            turn.rule_id,
            "; ".join(turn.changes),
            "; ".join(turn.tests),
            turn.alternative,
            " ".join(line.text for line in turn.answer),
        )
        for turn in report.turns
    ]
    return csv_text(rows)


def summary_csv(report: Report) -> str:
    """A header and one row: the scores, the particulars, and that nobody has validated them."""
    facts = {fact.name: fact.text for fact in (*report.facts, *report.origins)}
    columns = [
        *facts,
        "Title",
        "Turns",
        *(score.label for score in report.scores),
        "Serious",
        "Not understood",
        "Re-scored",
        "Note",
    ]
    values: list[object] = [
        *facts.values(),
        report.title,
        len(report.turns),
        *("not observed" if score.tenths is None else score.tenths / 10 for score in report.scores),
        "; ".join(item.rule_id for item in report.serious if item.is_cap),
        len(report.unclear),
        report.rescored,
        report.caution,
    ]
    return csv_text([columns, values])


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
