"""`attune lint`: can these scenarios be used, and if not, why not?"""

from __future__ import annotations

import json

import click

from commands.targets import scenario_files
from scenarios.faults import Fault, ScenarioError, SourceError
from scenarios.load import load_scenario


@click.command("lint")
@click.argument("targets", nargs=-1, metavar="SCENARIO|FILE|DIR...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.pass_context
def command(ctx: click.Context, targets: tuple[str, ...], *, as_json: bool) -> None:
    """Check scenario files and say everything that is wrong, with its place and how to mend it.

    Exit code 0: usable. 1: a file was read and has faults. 2: a file could not be read at all.

    \b
    Examples:
      attune lint my-patient.yaml
      attune lint my-patients/
    """
    faults: list[Fault] = []
    unreadable: list[Fault] = []
    files = scenario_files(targets)
    for path in files:
        try:
            load_scenario(path)
        except SourceError as error:
            unreadable += error.faults
        except ScenarioError as error:
            faults += error.faults
    if as_json:
        click.echo(json.dumps([_plain(fault) for fault in (*unreadable, *faults)], ensure_ascii=False, indent=1))
    else:
        for fault in faults:
            click.echo(str(fault))
        for fault in unreadable:
            click.echo(str(fault), err=True)
        if not faults and not unreadable:
            click.echo(f"{len(files)} file{'s' if len(files) != 1 else ''} checked, nothing wrong.")
    ctx.exit(2 if unreadable else 1 if any(fault.severity == "error" for fault in faults) else 0)


def _plain(fault: Fault) -> dict[str, object]:
    return {
        "file": fault.file,
        "line": fault.mark.line,
        "column": fault.mark.column,
        "severity": fault.severity,
        "code": fault.code,
        "message": fault.message,
        "help": fault.help,
    }
