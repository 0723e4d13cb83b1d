"""`attune course`: what those do who teach a class."""

from __future__ import annotations

import click

from commands.lazy import LazyGroup

SUBCOMMANDS: dict[str, str] = {
    "key": "commands.course.key",
    "import": "commands.course.importing",
    "report": "commands.course.report",
    "agreement": "commands.course.agreement",
    "rescore": "commands.course.rescore",
    "gradebook": "commands.course.gradebook",
    "erase": "commands.course.erasing",
    "roles": "commands.course.roles",
}
"""Subcommands in the order of a course's year, and where they live."""


@click.group("course", cls=LazyGroup, modules=SUBCOMMANDS)
def command() -> None:
    """Collect a class's sessions, report on them, review them, and hand on grades.

    Everything stays in the folder that ATTUNE_HOME names; trainees appear by pseudonym.

    \b
    Examples:
      attune course import handed-in/
      attune course erase finch
      attune course agreement
    """
