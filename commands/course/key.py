"""`attune course key`: the pair of keys to which trainees seal what they hand in."""

from __future__ import annotations

import click

from commands.errors import InputError
from commands.output import write_output
from scenarios.home import data_folder

PUBLIC, PRIVATE = "course.public", "course.private"


@click.command("key")
def command() -> None:
    """Make the course's pair of keys, or say where it is.

    Give course.public to the class. course.private stays here, readable by you alone; without it nothing that was
    sealed can be opened again, so keep a copy in a safe place. Needs the extra `seal`.

    \b
    Examples:
      attune course key
      attune sessions export --all -o handing-in.zip --seal course.public      (what a trainee does)
    """
    from simulator.bundle_seal import SealError, new_pair  # noqa: PLC0415  only here

    folder = data_folder()
    private, public = folder / PRIVATE, folder / PUBLIC
    if private.exists():
        click.echo(f"The course has its keys already. For the class: {public}")
        return
    try:
        lines = new_pair()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except SealError as error:
        raise InputError(f"{error}.") from None
    except OSError as error:
        raise InputError(f"{folder}: the keys cannot be kept here: {error.strerror}.") from None
    # The public half first: a pair counts as made once the private half is there.
    write_output(str(public), lines[0], force=True)
    write_output(str(private), lines[1])
    click.echo(f"For the class: {public}\nFor you alone: {private}  (keep a copy in a safe place)")
