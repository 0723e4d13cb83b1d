"""From errors to one plain line on stderr and an exit code. Programming errors are let through."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from scenarios.faults import ScenarioError


class InputError(click.ClickException):
    """Input that cannot be used; the message says where, what and how to mend it. Exit code 2."""

    exit_code = 2


def need_terminal(instead: str = "attune play SCENARIO --script FILE") -> None:
    """Refuse to open the app where there is no screen to open it on. Raises `InputError`, naming another command."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise InputError(
            f"the app needs a terminal, and input or output is a file or a pipe. Without a screen: `{instead}`."
        )


def say_and_exit(error: BaseException) -> NoReturn:
    """Say what went wrong in one line and leave with the right code."""
    if isinstance(error, click.exceptions.Exit):
        sys.exit(error.exit_code)
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        click.echo("attune: stopped", err=True)
        sys.exit(130)
    if isinstance(error, ScenarioError):
        from authoring.lint.check import mistakes  # noqa: PLC0415  only what is wrong needs a closer look

        for fault in mistakes(error):
            click.echo(str(fault), err=True)
        sys.exit(2)
    if isinstance(error, click.UsageError):
        hint = f" See `{error.ctx.command_path} --help`." if error.ctx else ""
        click.echo(f"attune: {error.format_message().rstrip('.')}.{hint}", err=True)
        sys.exit(2)
    if isinstance(error, click.ClickException):
        click.echo(f"attune: {error.format_message()}", err=True)
        sys.exit(error.exit_code if isinstance(error, InputError) else 2)
    if isinstance(error, BrokenPipeError):
        # The reader of our output has gone, as with `attune … | head`; that is no fault of the input.
        sys.stderr.close()
        sys.exit(0)
    raise error
