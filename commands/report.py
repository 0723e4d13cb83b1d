"""`attune report`: what a session was like, explained, in a form to read, print or hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.kept import opened_store, session_named
from commands.output import STDOUT, write_output
from simulator.session import Session, replay

if TYPE_CHECKING:
    from simulator.store import SessionRecord


@click.command("report")
@click.argument("session_id", metavar="SESSION")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md", "html"]),
    default="text",
    show_default=True,
    help="Text for a terminal, JSON for a script, Markdown, or one HTML page.",
)
@click.option("-o", "--output", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def command(session_id: str, form: str, output: str, *, force: bool) -> None:
    """Report on a session: scores with their evidence, feedback on every turn, the patient over time.

    SESSION is an id, its first characters, or `last` for the newest. A session that has not ended is reported
    as far as it went. The report holds every word of the session.

    \b
    Examples:
      attune report last
      attune report 01a205de --format html -o report.html
    """
    with opened_store() as store:
        record = session_named(store, session_id)
        session = replay(store.scenario(record.id), store.events(record.id))
    write_output(output, rendered(session, record, form), force=force)
    if output != STDOUT:
        click.echo(f"Report written to {output}", err=True)


def rendered(session: Session, record: SessionRecord | None, form: str) -> str:
    """The report in one of its forms, ended by a newline."""
    from scoring.report.compose import report_of  # noqa: PLC0415  keeps --help quick

    report = report_of(session, record)
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
        case _:
            from scoring.report.text import report_text  # noqa: PLC0415  only for this form

            return report_text(report) + "\n"
