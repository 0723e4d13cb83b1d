"""Groups of commands that load a subcommand only when it is called or listed: opening the app must feel instant."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose `modules` name, for each subcommand, the module that holds its click command `command`."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **attributes: Any) -> None:  # noqa: ANN401  click's own
        super().__init__(*args, **attributes)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order in which a newcomer would use them."""
        del ctx
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand, or `None`."""
        del ctx
        module = self.modules.get(cmd_name)
        return None if module is None else importlib.import_module(module).command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for a slip."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.modules:
            from scenarios.faults import suggest  # noqa: PLC0415  only on this path

            raise click.UsageError(f"there is no command `{name}`. {suggest(name, self.modules, noun='Commands')}", ctx)
        return super().resolve_command(ctx, args)
