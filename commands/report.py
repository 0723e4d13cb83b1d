"""`attune report`: what a session was like, explained, in a form to read, print or hand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from commands.errors import InputError
from commands.kept import opened_store, session_named
from commands.output import STDOUT, write_output
from commands.store_option import store_option
from scoring.report.forms import rendered
from simulator.session import Session, replay

if TYPE_CHECKING:
    from simulator.ratings import Rating
    from simulator.store import SessionRecord
    from simulator.store_results import Standing


@click.command("report")
@click.argument("session_id", metavar="SESSION")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md", "html", "csv", "csv-summary", "pdf"]),
    default="text",
    show_default=True,
    help="Text for a terminal, JSON for a script, Markdown, one HTML page, CSV with a row for each turn or with one "
    "for the whole session, PDF.",
)
@click.option("-o", "--output", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@store_option
def command(session_id: str, form: str, output: str, *, force: bool) -> None:
    """Report on a session: scores with their evidence, feedback on every turn, the patient over time.

    SESSION is an id, its first characters, or `last` for the newest. A session that has not ended is reported
    as far as it went. The report holds every word of the session. Where `course rescore` keeps another result that
    reports on the course and grades go by, it says so.

    \b
    Examples:
      attune report last
      attune report 01a205de --format html -o report.html
      attune report last --format pdf -o report.pdf
    """
    if form == "pdf" and output == STDOUT:
        raise click.UsageError("a PDF is no text: name a file with -o")
    with opened_store() as store:
        record = session_named(store, session_id)
        session = replay(store.scenario(record.id), store.events(record.id))
        ratings = store.ratings.of(record.id)
        standing = store.results.standing_of(record.id)
    if form == "pdf":
        made: str | bytes = _pdf(session, record, ratings, standing)
    else:
        made = rendered(session, record, form, ratings, standing)
    write_output(output, made, force=force)
    if output != STDOUT:
        click.echo(f"Report written to {output}", err=True)


def _pdf(session: Session, record: SessionRecord, ratings: Sequence[Rating], standing: Standing | None) -> bytes:
    from scoring.report.compose import report_of  # noqa: PLC0415  keeps --help quick
    from scoring.report.pdf import NoTypesetterError, report_pdf  # noqa: PLC0415  only for this form

    try:
        return report_pdf(report_of(session, record, ratings=ratings, standing=standing))
    except NoTypesetterError as error:
        raise InputError(str(error)) from error
