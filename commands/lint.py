"""`attune lint`: can these scenarios be used, and if not, why not?"""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from authoring.lint.check import Checked, More, check_file
from authoring.lint.fix import fix
from authoring.lint.formats.github import as_github
from authoring.lint.formats.plain import as_json
from authoring.lint.formats.text import as_text, summary
from authoring.lint.replace import replace_bytes
from commands.errors import InputError
from commands.targets import scenario_files
from scenarios.faults import Fault
from scenarios.library import shipped
from scenarios.model import Scenario
from simulator.reading import Coder

FORMATS = ("text", "json", "sarif", "github")
WIDTH_OF_A_PIPE = 120
"""Where no terminal tells its width."""


@click.command("lint")
@click.argument("targets", nargs=-1, metavar="SCENARIO|FILE|DIR...")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are written.")
@click.option("--json", "as_json_", is_flag=True, help="The same as --format json.")
@click.option("--fix", "mending", is_flag=True, help="Mend what is safe, in the file, and show what was changed.")
@click.option(
    "--exemplars", is_flag=True, help="Also let the coder read the debrief's exemplars and play each at its beat."
)
@click.option("--dry-run", is_flag=True, help="With --fix: show what would be changed, and change nothing.")
@click.pass_context
def command(
    ctx: click.Context,
    targets: tuple[str, ...],
    *,
    form: str,
    as_json_: bool,
    mending: bool,
    exemplars: bool,
    dry_run: bool,
) -> None:
    """Check scenario files and say everything that is wrong or doubtful, with its place and how to mend it.

    Errors keep a patient from being used; warnings do not. A warning that is right as it is can be silenced
    in the file: `# attune: allow CODE – reason`, on its line, on the line above, or at the top of the file.

    Exit code 0: usable. 1: a file was read and has faults. 2: a file could not be read at all.

    \b
    Examples:
      attune lint my-patient.yaml
      attune lint my-patients/ --format github
      attune lint my-patient.yaml --fix --dry-run
      attune lint my-patient.yaml --exemplars
    """
    form = "json" if as_json_ else form
    if dry_run and not mending:
        raise InputError("--dry-run goes with --fix.")
    if mending and form != "text":
        raise InputError("--fix shows what it changes, so it goes with text only.")
    if exemplars and mending:
        raise InputError("--exemplars finds what only words can mend, so it does not go with --fix.")
    files = scenario_files(targets)
    if mending:
        _refuse_what_is_not_ones_own(targets, files)
    more = _exemplars() if exemplars else None
    found = [_mended(path, dry_run=dry_run) if mending else check_file(path, more=more) for path in files]
    click.echo(_written(found, form), nl=False)
    unreadable = [checked for checked in found if not checked.readable]
    if form == "text":
        click.echo(summary(found), err=bool(unreadable))
    ctx.exit(2 if unreadable else 1 if any(checked.errors for checked in found) else 0)


def _exemplars() -> More:
    """The check of exemplars; its coder is loaded once, and only where a file has any."""
    from authoring.exemplars import exemplar_faults  # noqa: PLC0415  the coder takes 0.3 s to load

    loaded: list[Coder] = []

    def check(scenario: Scenario, file: str) -> list[Fault]:
        if not scenario.debrief.exemplars:
            return []
        if not loaded:
            from scoring.coder import load_coder  # noqa: PLC0415  as above

            loaded.append(load_coder())
        return exemplar_faults(scenario, loaded[0], file)

    return check


def _written(found: Sequence[Checked], form: str) -> str:
    match form:
        case "json":
            return as_json(found)
        case "sarif":
            from importlib.metadata import version  # noqa: PLC0415  30 ms, and only this format needs it

            from authoring.lint.formats.sarif import as_sarif  # noqa: PLC0415  with it

            return as_sarif(found, version("attune"))
        case "github":
            return as_github(found)
        case _:
            return as_text(found, shutil.get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns)


def _refuse_what_is_not_ones_own(targets: Sequence[str], files: Sequence[Path]) -> None:
    for target in targets:
        if any(part.endswith(".zip") for part in Path(target).parts):
            raise InputError(f"{target}: files in a zip are not changed. Unpack it, then mend them.")
    ours = {path.resolve() for path in shipped().values()}
    for path in files:
        if path.resolve() in ours:
            raise InputError(
                f"{path.name}: this patient came with Attune and is not changed. Copy the file, then mend it."
            )


def _mended(path: Path, *, dry_run: bool) -> Checked:
    """Mend one file, show what changed, and say what is left."""
    checked = check_file(path)
    if not any(checked.lines):
        return checked
    try:
        fixed = fix(path.read_bytes(), str(path))
        if fixed.changed and not dry_run:
            replace_bytes(path, fixed.after)
    except OSError as error:
        raise InputError(f"{path}: the file cannot be written: {error.strerror}. It is as it was.") from None
    click.echo(_difference(fixed.before, fixed.after, str(path)), nl=False)
    return checked if dry_run else fixed.checked


def _difference(before: bytes, after: bytes, file: str) -> str:
    old, new = (raw.decode("utf-8", "replace").splitlines() for raw in (before, after))
    lines = difflib.unified_diff(old, new, file, f"{file} (mended)", lineterm="", n=1)
    return "".join(f"{line}\n" for line in lines)
