"""`attune graph`: the ways through a scenario as a drawing."""

from __future__ import annotations

import click

from commands.output import STDOUT, write_output
from commands.targets import scenario_file


@click.command("graph")
@click.argument("scenario", metavar="SCENARIO|FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "dot", "svg", "html", "json"]),
    default="mermaid",
    show_default=True,
    help="Mermaid or DOT for other programs; SVG, or one HTML page with tooltips, to look at; JSON for a script.",
)
@click.option("-o", "--out", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def command(scenario: str, form: str, out: str, *, force: bool) -> None:
    """Draw the beats of a scenario and the ways between them.

    The page needs no other program and no network: open it in any browser.

    \b
    Examples:
      attune graph advice-seeker --format html -o advice-seeker.html
      attune graph my-patient.yaml                       as Mermaid, for a wiki
      attune graph my-patient.yaml --format dot | dot -Tpdf > my-patient.pdf
    """
    from scenarios.load import load_scenario  # noqa: PLC0415  keeps --help quick

    loaded = load_scenario(scenario_file(scenario))
    match form:
        case "svg" | "html":
            from authoring.graph import LINE, drawing_of  # noqa: PLC0415  only for this form
            from authoring.pages import page  # noqa: PLC0415  Jinja takes 50 ms

            drawing = drawing_of(loaded)
            text = page(f"graph.{form}.jinja", "graph.css", drawing=drawing, embedded=form == "html", line_height=LINE)
        case _:
            from authoring.graph_text import dot, graph_json, mermaid  # noqa: PLC0415  only for this form

            text = {"dot": dot, "json": graph_json, "mermaid": mermaid}[form](loaded)
    write_output(out, text, force=force)
    if out != STDOUT:
        click.echo(f"Written to {out}", err=True)
