"""`attune table`: what each beat makes of each code, and where that comes from."""

from __future__ import annotations

import shutil

import click

from commands.output import STDOUT, write_output
from commands.targets import scenario_file


@click.command("table")
@click.argument("scenario", metavar="SCENARIO|FILE")
@click.option("--codes", "each_code", is_flag=True, help="Every code for itself, instead of families of codes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "html", "json"]),
    default="text",
    show_default=True,
    help="Text for the terminal, CSV for a spreadsheet, one HTML page, or JSON for a script.",
)
@click.option("-o", "--out", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def command(scenario: str, form: str, out: str, *, each_code: bool, force: bool) -> None:
    """Show what each beat makes of each kind of reply: written there, inherited, or nothing.

    \b
    Examples:
      attune table advice-seeker
      attune table my-patient.yaml --codes
      attune table my-patient.yaml --codes --format csv -o my-patient.csv
    """
    from authoring import table_forms  # noqa: PLC0415  keeps --help quick
    from authoring.table import chart_of  # noqa: PLC0415  keeps --help quick
    from scenarios.load import load_scenario  # noqa: PLC0415  keeps --help quick

    loaded = load_scenario(scenario_file(scenario))
    chart = chart_of(loaded, each_code=each_code)
    match form:
        case "csv":
            text = table_forms.table_csv(chart)
        case "json":
            text = table_forms.table_json(loaded, chart)
        case "html":
            from authoring.pages import page  # noqa: PLC0415  Jinja takes 50 ms

            text = page(
                "table.html.jinja",
                "table.css",
                scenario=loaded,
                chart=chart,
                key=table_forms.key_words(),
                meanings=table_forms.MEANINGS,
                words=table_forms.cell_words,
            )
        case _:
            text = table_forms.table_text(loaded, chart, max(40, shutil.get_terminal_size((80, 24)).columns))
    write_output(out, text, force=force)
    if out != STDOUT:
        click.echo(f"Written to {out}", err=True)
