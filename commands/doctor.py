"""`attune doctor`: is everything in place?"""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from io import TextIOWrapper

import click

from commands.health.finding import Finding, Grade
from commands.store_option import STORE, store_option
from scoring.words import plural

SIGNS = {Grade.WELL: "", Grade.NOTE: "(!) ", Grade.WRONG: "(✗) "}
"""Before a finding; what is well needs none."""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@store_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Check the installation: versions, coder, rubric, patients, extras, terminal, and where sessions are kept.

    Nothing is changed. Exits 1 where something is wrong, and says how to mend it.

    \b
    Examples:
      attune doctor
      attune doctor --json > for-whoever-helps-me.json
    """
    from commands.health import installation, kept, place, screen  # noqa: PLC0415  keeps --help quick
    from scenarios.home import data_folder  # noqa: PLC0415  as above

    folder = data_folder()
    libraries, coder, rubric = installation.libraries(), installation.coder(), installation.rubric()
    patients, extras = installation.patients(), installation.extras()
    places = [*place.folder(folder), *kept.store(folder)]
    findings = [libraries, coder, rubric, *patients, *places, *screen.terminal(), *extras]
    is_wrong = any(finding.grade is Grade.WRONG for finding in findings)
    version = metadata.version("attune")
    if as_json:
        found = {
            "attune": version,
            "python": installation.versions()["python"],
            "coder": coder.data,
            "rubric": rubric.data,
            "patients": {one.topic.removeprefix("Patient "): one.state for one in patients},
            "sessions": str(folder),
            "well": not is_wrong,
            "findings": [finding.as_json() for finding in findings],
        }
        click.echo(json.dumps(found, indent=1))
    else:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # where letters cannot be shown, this is the one to say so
        click.echo(f"Attune {version} on Python {installation.versions()['python']}")
        url = os.environ.get(STORE, "").strip()
        click.echo(f"Sessions are kept in {f'{kept.masked(url)}; what lies beside them in ' if url else ''}{folder}")
        sound = [one for one in patients if one.grade is Grade.WELL]
        shown = Finding("Patients", f"{len(sound)} of {len(patients)} sound")
        _say([libraries, coder, rubric, shown, *(one for one in findings[3:] if one not in sound)])
    ctx.exit(1 if is_wrong else 0)


def _say(findings: list[Finding]) -> None:
    """A line for each, and how to mend it beneath; then how many there are."""
    for finding in findings:
        click.echo(f"{SIGNS[finding.grade]}{finding.topic}: {finding.state}")
        if finding.mend:
            click.echo(f"    {finding.mend}")
    number = sum(finding.grade is Grade.WRONG for finding in findings)
    click.echo(f"{plural(number, 'thing')} to mend, marked (✗)." if number else "Nothing is wrong.")
