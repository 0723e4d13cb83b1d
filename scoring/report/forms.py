"""A report in each of its forms, by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from simulator.ratings import Rating
    from simulator.session import Session
    from simulator.store_records import SessionRecord
    from simulator.store_results import Standing

Form = Literal["text", "md", "html", "json"]
ENDS = {"text": "txt", "md": "md", "html": "html", "json": "json"}
"""How the name of a file in each form ends."""


def rendered(
    session: Session,
    record: SessionRecord | None,
    form: str,
    ratings: Sequence[Rating] = (),
    standing: Standing | None = None,
) -> str:
    """The report in one of its forms, ended by a newline; text for a form that is not known.

    `ratings` are those that people gave; `standing` is the result that a re-scoring keeps for the session.
    """
    from scoring.report.compose import report_of  # noqa: PLC0415  the rubric's tables, and --help needs none

    report = report_of(session, record, ratings=ratings, standing=standing)
    match form:
        case "json":
            from scoring.report.json import report_json  # noqa: PLC0415  only for this form

            return report_json(session, report)
        case "md":
            from scoring.report.markdown import report_markdown  # noqa: PLC0415  only for this form

            return report_markdown(report)
        case "html":
            from scoring.report.html import report_html  # noqa: PLC0415  Jinja takes 50 ms

            return report_html(report)
        case "csv" | "csv-summary":
            from scoring.report.table import summary_csv, turns_csv  # noqa: PLC0415  only for this form

            return turns_csv(report) if form == "csv" else summary_csv(report)
        case _:
            from scoring.report.text import report_text  # noqa: PLC0415  only for this form

            return report_text(report) + "\n"
