"""`attune course roles`: the SQL by which a PostgreSQL database lets trainees see their own sessions alone."""

from __future__ import annotations

from importlib import resources

import click


@click.command("roles")
def command() -> None:
    """Print SQL that makes roles for trainees and for `attune serve` in a PostgreSQL database.

    Open the database with Attune once, so that its tables are there; then let their owner run what is printed.
    Trainees then add to and read their own sessions and no others, whatever program they use; docs/postgresql.md
    goes through it.

    \b
    Example:
      attune course roles | psql postgresql://course@db.example.org/attune
    """
    click.echo(resources.files("simulator").joinpath("postgres_roles.sql").read_text("utf-8"), nl=False)
