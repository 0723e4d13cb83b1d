"""The command `attune`: a thin cover over the library.

Each subcommand lives in `commands/` and loads when it is used.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from commands.errors import need_terminal, say_and_exit

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
    "sessions": "commands.sessions",
    "report": "commands.report",
    "doctor": "commands.doctor",
}
"""Subcommands and where they live; a module holds one click command named `command`."""


class LazyGroup(click.Group):
    """Loads a subcommand only when it is called or listed: opening the app must feel instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order in which a newcomer would use them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand, or `None`."""
        del ctx
        module = COMMANDS.get(cmd_name)
        return None if module is None else importlib.import_module(module).command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for a slip."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from scenarios.faults import suggest  # noqa: PLC0415  only on this path

            raise click.UsageError(f"there is no command `{name}`. {suggest(name, COMMANDS, noun='Commands')}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="attune", prog_name="attune")
@click.pass_context
def attune(ctx: click.Context) -> None:
    """Practise therapy with scripted patients, offline, with explained scores.

    Without a command the app opens.

    \b
    Examples:
      attune                            open the app
      attune play advice-seeker         practise with Ellie at once
      attune sessions list              what has been practised
    """
    if ctx.invoked_subcommand is None:
        need_terminal()
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
