"""`attune doctor`: is everything in place?"""

from __future__ import annotations

import json
import platform
from importlib import metadata

import click

from scenarios.faults import ScenarioError
from scenarios.library import shipped
from scenarios.load import load_scenario


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Check the installation: coder, rubric, patients, and where sessions are kept.

    \b
    Example:
      attune doctor
    """
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s
    from scoring.rubric import version  # noqa: PLC0415  keeps --help quick
    from simulator.store_place import data_folder  # noqa: PLC0415  keeps --help quick

    coder = load_coder()
    patients: dict[str, str] = {}
    for name, path in shipped().items():
        try:
            patients[name] = load_scenario(path).version
        except ScenarioError as error:
            patients[name] = f"faulty: {error.faults[0]}"
    found = {
        "attune": metadata.version("attune"),
        "python": platform.python_version(),
        "coder": {"id": coder.id, "version": coder.version},
        "rubric": version(),
        "patients": patients,
        "sessions": str(data_folder()),
    }
    faulty = any(text.startswith("faulty") for text in patients.values())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo(f"Attune {found['attune']} on Python {found['python']}")
        click.echo(f"Coder: {coder.id} {coder.version}; its files match their hashes.")
        click.echo(f"Rubric: {found['rubric']}, not validated by clinicians.")
        for name, state in patients.items():
            click.echo(f"Patient {name}: {state}")
        click.echo(f"Sessions are kept in {found['sessions']}")
    ctx.exit(1 if faulty else 0)
