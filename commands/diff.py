"""`attune diff`: what changed for the patient between two versions of a scenario."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.targets import scenario_file

if TYPE_CHECKING:
    from authoring.difference import Change
    from authoring.difference_paths import PathChange
    from scenarios.model import Scenario


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.pass_context
def command(ctx: click.Context, before: str, after: str, *, as_json: bool) -> None:
    """Say what changed for the patient from scenario A to scenario B, and which examples run differently.

    The examples of both are played on both. Notes, layout and the order of fields make no difference.
    Exit code 0: nothing changed for the patient. 1: something did. 2: a file could not be used.

    \b
    Examples:
      attune diff ada-old.yaml ada.yaml
      attune diff advice-seeker my-advice-seeker.yaml --json
    """
    from authoring.difference import changes, renamed  # noqa: PLC0415  keeps --help quick
    from authoring.difference_paths import coder_needed, path_changes  # noqa: PLC0415  keeps --help quick
    from scenarios.load import load_scenario  # noqa: PLC0415  keeps --help quick

    old, new = load_scenario(scenario_file(before)), load_scenario(scenario_file(after))
    coder = None
    if coder_needed(old, new):
        from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s

        coder = load_coder()
    found = changes(old, new)
    paths, played = path_changes(old, new, renamed(old, new), coder)
    if as_json:
        plain = {
            "before": {"id": old.id, "version": old.version, "sha256": old.sha256},
            "after": {"id": new.id, "version": new.version, "sha256": new.sha256},
            "changes": [asdict(change) for change in found],
            "paths": [asdict(path) for path in paths],
            "examples_played": played,
        }
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        _say(old, new, found, paths, played)
    ctx.exit(1 if found or paths else 0)


def _say(old: Scenario, new: Scenario, found: tuple[Change, ...], paths: tuple[PathChange, ...], played: int) -> None:
    click.echo(f"{old.id} {old.version} → {new.id} {new.version}")
    if not found and not paths:
        click.echo(f"Nothing changed for the patient; {played} examples run as before.")
        return
    click.echo("\nWhat changed")
    for change in found:
        click.echo(f"  {change}")
    if paths:
        click.echo(f"\n{len(paths)} of {played} example paths run differently")
        for path in paths:
            click.echo("  " + str(path).replace("\n", "\n  "))
    else:
        click.echo(f"\nAll {played} example paths run as before.")
    if (old.id, old.version) == (new.id, new.version):
        click.echo("\nThe version is the same in both: raise it, so that sessions can be told apart.")
