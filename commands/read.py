"""`attune read`: a scenario as prose, for reviewers who never open its file."""

from __future__ import annotations

import shutil

import click

from commands.output import STDOUT, write_output
from commands.targets import scenario_file

NARROW, WIDE = 50, 92
"""Prose is hard to read in lines that are narrower or wider."""


@click.command("read")
@click.argument("scenario", metavar="SCENARIO|FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "html"]),
    default="text",
    show_default=True,
    help="Text for the terminal, Markdown, or one HTML page to print or send.",
)
@click.option("-o", "--out", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def command(scenario: str, form: str, out: str, *, force: bool) -> None:
    """Tell a scenario as prose: who the patient is, what is said, and what each reply leads to.

    \b
    Examples:
      attune read advice-seeker
      attune read my-patient.yaml --format html -o my-patient.html
    """
    from authoring.prose import script_of  # noqa: PLC0415  keeps --help quick
    from scenarios.load import load_scenario  # noqa: PLC0415  keeps --help quick

    script = script_of(load_scenario(scenario_file(scenario)))
    match form:
        case "md":
            from authoring.prose_markdown import script_markdown  # noqa: PLC0415  only for this form

            text = script_markdown(script)
        case "html":
            from authoring.pages import page  # noqa: PLC0415  Jinja takes 50 ms

            text = page("script.html.jinja", "script.css", script=script)
        case _:
            from authoring.prose_text import script_text  # noqa: PLC0415  only for this form

            width = max(NARROW, min(WIDE, shutil.get_terminal_size((80, 24)).columns - 2))
            text = script_text(script, width)
    write_output(out, text, force=force)
    if out != STDOUT:
        click.echo(f"Written to {out}", err=True)
