"""`attune course report`: how a class did, in groups large enough that no single trainee shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from commands.course.files import roster_file
from commands.errors import InputError
from commands.kept import opened_store
from commands.output import STDOUT, write_output
from commands.store_option import store_option

if TYPE_CHECKING:
    from scoring.course.gathering import Unreadable
    from scoring.course.view import CourseReport
    from simulator.store import SessionRecord, Store


@click.command("report")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "html", "json", "csv"]),
    default="text",
    show_default=True,
    help="Text for a terminal, Markdown, one HTML page, JSON for a script, CSV for a spreadsheet.",
)
@click.option("--json", "json_wanted", is_flag=True, help="The same as --format json.")
@click.option("--patient", metavar="ID", help="Only sessions with this patient.")
@click.option("--with-second-tries", is_flag=True, help="Count second tries like first ones.")
@click.option("--trainees", "people", is_flag=True, help="Also list single trainees, by pseudonym.")
@click.option("--names", metavar="ROSTER", help="With --trainees: show names from a roster file instead of pseudonyms.")
@click.option("-o", "--output", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@store_option
def command(  # noqa: PLR0913  one for each option
    form: str,
    *,
    json_wanted: bool,
    patient: str | None,
    with_second_tries: bool,
    people: bool,
    names: str | None,
    output: str,
    force: bool,
) -> None:
    """Report on a class: scores by patient, attempts, hard moments, failed tests, disputed readings.

    What fewer than five trainees stand behind is hidden, and so is what would give it away by subtraction.

    \b
    Examples:
      attune course report
      attune course report --format html -o course.html
      attune course report --trainees --names roster.csv
    """
    if names is not None and not people:
        raise click.UsageError("--names shows names in the list of trainees: add --trainees")
    from commands.course.sessions import digests_of, in_order, say_unreadable  # noqa: PLC0415  keeps --help quick
    from scoring.course.cohort import Cohort  # noqa: PLC0415  as above
    from scoring.course.compose import course_report  # noqa: PLC0415  as above

    known = None if names is None else {one.pseudonym: one.name for one in roster_file(names).values()}
    cohort = Cohort(with_second_tries=with_second_tries)
    unreadable: list[Unreadable] = []
    with opened_store() as store:
        records = in_order(store, patient)
        if patient is not None and not records:
            raise InputError(f"There are no sessions with `{patient}`. `attune sessions list` shows those there are.")
        for digest in digests_of(store, records, unreadable):
            cohort.add(digest)
        titles, moments = _said(store, records)
    report = course_report(cohort, titles, moments, unreadable=len(unreadable), people=people, names=known)
    write_output(output, rendered(report, "json" if json_wanted else form), force=force)
    say_unreadable(unreadable)
    if output != STDOUT:
        click.echo(f"Report written to {output}", err=True)


def rendered(report: CourseReport, form: str) -> str:
    """The report in one of its forms, ended by a newline."""
    from scoring.course import formats  # noqa: PLC0415  keeps --help quick

    match form:
        case "html":
            from scoring.course.html import course_html  # noqa: PLC0415  Jinja takes 50 ms

            return course_html(report)
        case "md":
            return formats.course_markdown(report)
        case "json":
            return formats.course_json(report)
        case "csv":
            return formats.course_csv(report)
        case _:
            from scoring.course.text import course_text  # noqa: PLC0415  keeps --help quick

            return course_text(report)


def _said(store: Store, records: list[SessionRecord]) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """What patients are called, and their first words at each moment; of the newest file of each scenario."""
    from commands.course.sessions import memory_of  # noqa: PLC0415  keeps --help quick
    from scoring.course.patients import patient_remembered  # noqa: PLC0415  as above

    newest = {record.scenario_id: record for record in records}
    memory = memory_of(store)
    titles: dict[str, str] = {}
    moments: dict[tuple[str, str], str] = {}
    for name, record in newest.items():
        patient = patient_remembered(record.sha256, partial(store.scenario, record.id), memory)
        titles[name] = name if patient is None else patient.title
        if patient is not None:
            moments |= {(name, beat): words for beat, words in patient.moments.items()}
    return titles, moments
