"""`attune new`: a first patient of one's own, to change step by step."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any, get_args

import click

from commands.errors import InputError
from scenarios.model import Mode, Need

QUESTIONS = {
    "name": "What is the patient called?",
    "age": "How old?",
    "pronouns": "Pronouns",
    "theme": "What do they come for? One sentence, in their own words",
    "needs": "What do they need of the therapist?",
    "mode": "How do you meet?",
}
"""Asked one after the other on a terminal, where no flag has answered."""

DO_NEXT = """\
Written: {file}

What you can do now:
  attune lint {file}    is anything wrong or missing?
  attune test {file}    do its two examples hold?
  attune play {file}    talk to {name}
  attune read {file}    read it as prose, to show to a colleague
Open the file in any text editor and change one thing at a time.
"""


def years(text: str | int) -> int:
    """An age as it was typed. Raises `click.BadParameter` in plain words."""
    written = str(text).strip()
    if not written.isdecimal() or len(written) > 3:
        raise click.BadParameter(f"write the age in figures, such as 29, not “{written}”.")
    return int(written)


@click.command("new")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--out", metavar="FILE", help="The file to write; the same as FILE.")
@click.option("--name", help="What the patient is called.")
@click.option("--age", type=years, metavar="YEARS", help="How old the patient is.")
@click.option("--pronouns", help="Such as she/her.")
@click.option("--theme", metavar="SENTENCE", help="What they come for, in their own words.")
@click.option("--needs", type=click.Choice(get_args(Need)), help="What this patient needs of the therapist.")
@click.option("--mode", type=click.Choice(get_args(Mode)), help="How you meet.")
@click.option("--yes", is_flag=True, help="Ask nothing; what is not given is filled in.")
def command(file: str | None, out: str | None, *, yes: bool, **given: Any) -> None:  # noqa: ANN401  click's values
    """Write a small patient that works, with notes in it, to change into your own.

    On a terminal a few questions are asked; Enter takes the answer in brackets. A file that is there already is
    never overwritten.

    \b
    Examples:
      attune new
      attune new ada.yaml
      attune new sam.yaml --name Sam --age 17 --needs honesty --yes
    """
    if file and out:
        raise click.UsageError("FILE and --out both name a file; give one", click.get_current_context())
    chosen = out or file
    target = Path(chosen) if chosen else None
    if target is not None:
        _refuse_to_replace(target)
    missing = [name for name in QUESTIONS if given[name] is None]
    if not yes and missing:
        if not _is_terminal():
            flags = ", ".join(f"--{name}" for name in missing)
            raise InputError(f"the questions need a terminal. Give {flags}, or add --yes to have them filled in.")
        _ask(given, missing)
    _write(target, {name: value for name, value in given.items() if value is not None})


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask(given: dict[str, Any], missing: list[str]) -> None:
    """Fill in what no flag has told."""
    from authoring.starter import Answers  # noqa: PLC0415  keeps --help quick
    from scenarios import vocabulary  # noqa: PLC0415  keeps --help quick

    default = Answers()
    click.echo("A few questions about your patient. Enter takes what stands in brackets.\n")
    for name in missing:
        kind: Any = {"age": years, "mode": click.Choice(get_args(Mode)), "needs": click.Choice(get_args(Need))}.get(
            name
        )
        if name == "needs":
            for need, table in vocabulary.moments().items():
                click.echo(f"  {need:<12}{table.label}")
        given[name] = click.prompt(
            QUESTIONS[name], default=getattr(default, name), type=kind, show_choices=name != "needs"
        )
    click.echo()


def _write(target: Path | None, answers: dict[str, Any]) -> None:
    from authoring.starter import Answers, StarterError, id_from, starter  # noqa: PLC0415  keeps --help quick

    made = Answers(**answers)
    name = id_from(made.name if target is None else target.stem)
    path = target or Path(f"{name}.yaml")
    _refuse_to_replace(path)
    try:
        text = starter(made, name, shlex.quote(path.name) if path.name.isprintable() else "FILE")
    except StarterError as error:
        raise InputError(f"{error}") from None
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise InputError(f"{path}: the file cannot be written: {error.strerror or error}.") from None
    from scenarios.clean import clean_line  # noqa: PLC0415  keeps --help quick

    click.echo(DO_NEXT.format(file=shlex.quote(clean_line(str(path))), name=clean_line(made.name)), nl=False)


def _refuse_to_replace(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise InputError(f"{path}: this is there already, and is never overwritten. Name another file.")
    if path.suffix not in {".yaml", ".yml"}:
        raise InputError(f"{path}: the name must end in .yaml, such as {path.name or 'ada'}.yaml.")
