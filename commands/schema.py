"""`attune schema`: what an editor needs to complete and check a scenario while it is written."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import click

from commands.errors import InputError
from commands.output import STDOUT, write_output
from commands.targets import scenario_file

OURS = "urn:attune:scenario:"


@click.command("schema")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("-o", "--out", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file even if it is no schema of ours.")
def command(file: str | None, out: str, *, force: bool) -> None:
    """Write the schema of scenarios; with FILE, one that knows that file's own beats, states and fears.

    Editors with the YAML language server (VS Code, Vim, Emacs, JetBrains …) then complete and check as you type.
    FILE may be unfinished or faulty. Write the schema again after adding a beat; a schema that Attune wrote is
    replaced without asking.

    \b
    Examples:
      attune schema > scenario.schema.json
      attune schema ada.yaml -o .attune/ada.schema.json
    """
    from authoring.editor_schema import general_text, names_in, specialised_text  # noqa: PLC0415  keeps --help quick
    from scenarios.source import read_source  # noqa: PLC0415  keeps --help quick

    path = None if file is None else scenario_file(file)
    text = general_text() if path is None else specialised_text(names_in(read_source(path)[1]))
    if out != STDOUT:
        _make_room(Path(out))
    write_output(out, text, force=force or _is_ours(Path(out)))
    if out != STDOUT:
        click.echo(f"Written to {out}\nPut this into the first line of the scenario:\n{_modeline(file, out)}", err=True)


def _modeline(scenario: str | None, out: str) -> str:
    """The line that tells an editor where the schema is, as seen from the scenario where that is a file of its own."""
    seen = Path(out).resolve()
    if scenario is not None and Path(scenario).is_file():
        with contextlib.suppress(ValueError):  # another drive
            seen = Path(os.path.relpath(seen, Path(scenario).resolve().parent))
    return f"# yaml-language-server: $schema={seen.as_posix()}"


def _make_room(out: Path) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out}: the folder cannot be made: {error.strerror or error}.") from None


def _is_ours(out: Path) -> bool:
    """Whether a file is a schema that we wrote: those are made again and again."""
    try:
        found = json.loads(out.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and str(found.get("$id", "")).startswith(OURS)
