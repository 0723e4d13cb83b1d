"""The command `attune`: a thin cover over the library.

Each subcommand lives in `commands/` and loads when it is used.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from commands.errors import say_and_exit
from commands.lazy import LazyGroup
from commands.store_option import store_option
from commands.terminal import is_plain

COMMANDS = {
    "play": "commands.play",
    "code": "commands.code",
    "new": "commands.new",
    "lint": "commands.lint",
    "explain": "commands.explain",
    "test": "commands.examples",
    "cover": "commands.cover",
    "table": "commands.table",
    "read": "commands.read",
    "graph": "commands.graph",
    "diff": "commands.diff",
    "schema": "commands.schema",
    "packs": "commands.packs",
    "sessions": "commands.sessions",
    "report": "commands.report",
    "review": "commands.review",
    "course": "commands.course.group",
    "serve": "commands.serve",
    "doctor": "commands.doctor",
}
"""Subcommands and where they live; a module holds one click command named `command`."""


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="attune", prog_name="attune")
@click.option("--plain", is_flag=True, help="The app line by line instead of on a full screen.")
@store_option
@click.pass_context
def attune(ctx: click.Context, *, plain: bool) -> None:
    """Practise therapy with scripted patients, offline, with explained scores.

    Without a command the app opens.

    \b
    Examples:
      attune                            open the app
      attune --plain                    line by line, as for a screen reader
      attune play advice-seeker         practise with Ellie at once
      attune sessions list              what has been practised
    """
    if ctx.invoked_subcommand is not None:
        if plain:
            raise click.UsageError("--plain stands behind the command: attune play SCENARIO --plain", ctx)
        return
    if is_plain(asked=plain):
        from commands.plain.console import LineConsole  # noqa: PLC0415  only on this path
        from commands.plain.start import PlainApp  # noqa: PLC0415  as above

        with LineConsole() as console:
            PlainApp(console).home()
    else:
        from tui import run_app  # noqa: PLC0415  Textual takes 150 ms, and only the app needs it

        run_app()


def main(args: list[str] | None = None) -> None:
    """Run `attune`; exit 0 done, 1 the thing checked fell short, 2 unusable input or usage."""
    try:
        outcome: Any = attune.main(args=args, prog_name="attune", standalone_mode=False)
    except BaseException as error:  # noqa: BLE001  the one place where errors become exit codes
        say_and_exit(error)
    else:
        sys.exit(outcome if isinstance(outcome, int) else 0)


if __name__ == "__main__":
    main()
