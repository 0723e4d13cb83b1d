"""`attune course gradebook`: grades in the form in which Canvas, Moodle or another program takes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from commands.course.files import roster_file, table_bytes
from commands.errors import InputError
from commands.kept import opened_store
from commands.output import STDOUT, write_output
from commands.store_option import store_option

if TYPE_CHECKING:
    from scoring.course.digest import Digest
    from scoring.course.gathering import Unreadable
    from scoring.course.grades import Which

HOME = "https://attune.invalid/course"
_MOST_NAMED = 10


@click.command("gradebook")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "moodle", "xapi"]),
    default="csv",
    show_default=True,
    help="A table for any program, Moodle's grade import, or xAPI statements, one a line. For Canvas: --canvas.",
)
@click.option("--canvas", metavar="EXPORT.csv", help="Fill in this export of Canvas's gradebook.")
@click.option("--item", metavar="TITLE", help="The item, for Canvas with its id: `Maya (12345)`.")
@click.option("--patient", metavar="ID", help="Only sessions with this patient; Canvas and Moodle need one.")
@click.option("--roster", metavar="FILE", help="A CSV file that says which pseudonym is whom.")
@click.option(
    "--score",
    type=click.Choice(["overall", "responsiveness", "self_disclosure", "confidentiality"]),
    default="overall",
    show_default=True,
    help="Which score is the grade.",
)
@click.option(
    "--take",
    type=click.Choice(["best", "first", "last"]),
    default="best",
    show_default=True,
    help="Which of several sessions counts.",
)
@click.option("--points", metavar="N", default="100", show_default=True, help="What the item is worth; not for Canvas.")
@click.option("--with-second-tries", is_flag=True, help="Let second tries count.")
@click.option("--home", metavar="URL", default=HOME, help="For xAPI: where the pseudonyms are accounts.")
@click.option("-o", "--output", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@store_option
def command(  # noqa: PLR0913  one for each option
    form: str,
    *,
    canvas: str | None,
    item: str | None,
    patient: str | None,
    roster: str | None,
    score: str,
    take: Which,
    points: str,
    with_second_tries: bool,
    home: str,
    output: str,
    force: bool,
) -> None:
    """Write grades for a course's own gradebook. Who has no score is left out.

    A roster is a CSV file with the column `pseudonym` and any of name, canvas_id, sis_user_id, sis_login_id, username,
    idnumber, email. Scores are practice feedback, not validated by clinicians: whether they may count is your course's
    decision.

    \b
    Examples:
      attune course gradebook -o grades.csv
      attune course gradebook --patient maya --roster roster.csv --canvas export.csv --item "Maya (12345)" -o maya.csv
      attune course gradebook --patient maya --roster roster.csv --format moodle --item Maya -o maya.csv
      attune course gradebook --format xapi -o statements.jsonl
    """
    if (canvas or form == "moodle") and not (patient and roster and item):
        raise click.UsageError("Canvas and Moodle need --patient, --roster and --item")
    if canvas and form != "csv":
        raise click.UsageError("--canvas fills in Canvas's own file: leave --format out")
    if form == "moodle" and (item or "").strip().lower() in {"username", "idnumber", "email"}:
        raise click.UsageError(f"--item: `{item}` is a heading of Moodle's own; name the item otherwise")
    worth = _hundredths(points)
    if form == "xapi" and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", home):
        raise click.UsageError("--home has to be an address such as https://course.example")
    from scoring.course.canvas import fill_canvas  # noqa: PLC0415  keeps --help quick
    from scoring.course.grades import generic_csv, grades_of, moodle_csv  # noqa: PLC0415  as above
    from scoring.course.roster import TableError  # noqa: PLC0415  as above
    from scoring.course.xapi import statements  # noqa: PLC0415  as above

    people = None if roster is None else roster_file(roster)
    digests = _digests(patient)
    if form == "xapi":
        text = statements((one for one in digests if with_second_tries or not one.is_again), home)
        said = f"{text.count(chr(10))} statements"
    else:
        grades = grades_of(digests, score, take, with_second_tries=with_second_tries)
        unknown: Sequence[str] = ()
        if canvas is not None:
            try:
                filled = fill_canvas(table_bytes(canvas), canvas, item or "", grades.graded, people or {})
            except TableError as error:
                raise InputError(str(error)) from error
            text, unknown, said = filled.text, filled.unknown, f"{filled.rows} grades"
            said += f", scaled from 100 to the item's {filled.hundredths / 100:g} points"
            _name("excused in Canvas and left as they are", filled.excused)
        elif form == "moodle":
            text, unknown = moodle_csv(grades.graded, worth, people or {}, item or "")
            said = f"{len(grades.graded) - len(unknown)} grades"
        else:
            text, said = generic_csv(grades.graded, worth, people), f"{len(grades.graded)} grades"
        _name("without a score and left out", grades.ungraded)
        _name("not found by any id and left out", unknown)
    write_output(output, text, force=force)
    click.echo(f"{said}{'' if output == STDOUT else f' written to {output}'}", err=True)


def _digests(patient: str | None) -> list[Digest]:
    from commands.course.sessions import digests_of, in_order, say_unreadable  # noqa: PLC0415  keeps --help quick

    unreadable: list[Unreadable] = []
    with opened_store() as store:
        records = in_order(store, patient)
        if not records:
            what = "no sessions yet" if patient is None else f"no sessions with `{patient}`"
            raise InputError(f"There are {what}. `attune sessions list` shows those there are.")
        found = list(digests_of(store, records, unreadable))
    say_unreadable(unreadable)
    return found


def _hundredths(points: str) -> int:
    number = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,2}))?", points)
    worth = int(number[1]) * 100 + int((number[2] or "").ljust(2, "0")) if number else 0
    if not worth:
        raise click.UsageError(f"--points has to be a number above 0 such as 100 or 7.5, not `{points}`")
    return worth


def _name(what: str, pseudonyms: Sequence[str]) -> None:
    from scenarios.clean import clean_line  # noqa: PLC0415  keeps --help quick

    if pseudonyms:
        some = ", ".join(clean_line(one) for one in pseudonyms[:_MOST_NAMED])
        more = f" and {len(pseudonyms) - _MOST_NAMED} more" if len(pseudonyms) > _MOST_NAMED else ""
        click.echo(f"{len(pseudonyms)} {what}: {some}{more}", err=True)
