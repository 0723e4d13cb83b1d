"""`attune sessions`: what has been practised; list, show, export, erase."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from commands.exporting import export_command
from commands.kept import opened_store, session_named
from commands.store_option import store_option
from commands.transcript import as_json, as_text
from simulator.session import replay

if TYPE_CHECKING:
    from simulator.store import SessionRecord

SHORT = 8
"""Fewest characters of an id that are shown; more where sessions would look alike."""


@click.group("sessions")
def command() -> None:
    """See, hand on and erase the sessions that have been practised.

    They are kept on this computer only, ATTUNE_HOME naming another folder for them, or in the database that --store
    names.

    \b
    Examples:
      attune sessions list
      attune sessions show 01a205de
    """


@command.command("list")
@click.option("--unfinished", is_flag=True, help="Only those that can be taken up again.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON list instead of a table; times in UTC.")
@store_option
def list_command(*, unfinished: bool, json_wanted: bool) -> None:
    """List sessions, the newest first.

    \b
    Examples:
      attune sessions list
      attune sessions list --unfinished --json
    """
    with opened_store() as store:
        every = store.records()
    records = [record for record in every if not (unfinished and record.ended)]
    if json_wanted:
        click.echo(json.dumps([_plain(record) for record in records], ensure_ascii=False, indent=1))
    elif not every:
        click.echo("No sessions yet. `attune play advice-seeker` begins one.")
    elif not records:
        click.echo("Every session has ended. `attune sessions list` shows them.")
    else:
        _say_table(records, shortest_prefixes([record.id for record in every]))


@command.command("show")
@click.argument("session_id", metavar="ID")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object instead of text.")
@store_option
def show_command(session_id: str, *, json_wanted: bool) -> None:
    """Show a session's transcript, with what was heard in each turn. The first characters of its ID are enough,
    or `last`.

    \b
    Examples:
      attune sessions show 01a205de
      attune sessions show 01a205de --json
    """
    with opened_store() as store:
        record = session_named(store, session_id)
        session = replay(store.scenario(record.id), store.events(record.id))
    if json_wanted:
        click.echo(json.dumps({"session": _plain(record), **as_json(session)}, ensure_ascii=False, indent=1))
        return
    click.echo(f"{record.title} ({record.scenario_id} {record.version}), begun {_local(record)}")
    click.echo(f"Session {record.id}, seed {record.seed}")
    click.echo("")
    for line in as_text(session):
        click.echo(line)


command.add_command(export_command)


@command.command("erase")
@click.argument("session_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--json", "json_wanted", is_flag=True, help="One JSON object instead of text; the question is still asked."
)
@store_option
def erase_command(session_id: str, *, yes: bool, json_wanted: bool) -> None:
    """Erase a session for good: its words are in the file no more.

    Copies of the file that Attune made before an upgrade go with it. Exported files and your own backups stay.

    \b
    Examples:
      attune sessions erase 01a205de
      attune sessions erase 01a205de --yes
      attune sessions erase 01a205de --yes --json
    """
    with opened_store() as store:
        record = session_named(store, session_id)
        if not yes:
            shown = f"“{record.title}”, begun {_local(record)}, {record.turns} turns"
            click.confirm(f"Erase {shown}? This cannot be undone.", abort=True, err=True)
        store.erase(record.id)
    if json_wanted:
        click.echo(json.dumps({"erased": True, "session": _plain(record)}, ensure_ascii=False, indent=1))
    else:
        click.echo(f"Erased {record.id}.")


def shortest_prefixes(ids: Sequence[str]) -> dict[str, str]:
    """For each id the beginning that no other has, at least eight characters long."""
    ordered = sorted(ids)
    neighbours = zip(ordered, ["", *ordered[:-1]], [*ordered[1:], ""], strict=True)
    return {
        one: one[: max(SHORT, shared(one, before) + 1, shared(one, after) + 1)] for one, before, after in neighbours
    }


def shared(one: str, other: str) -> int:
    """How many first characters two ids have in common."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _say_table(records: Sequence[SessionRecord], short: dict[str, str]) -> None:
    header = ("ID", "BEGUN", "TURNS", "ENDING", "PATIENT")
    rows = [
        (
            short[record.id],
            _local(record),
            str(record.turns),
            _outcome(record),
            f"{record.scenario_id}: {record.title}{_again(record)}",
        )
        for record in records
    ]
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header) - 1)]
    for row in (header, *rows):
        cells = [
            cell.rjust(width) if i == 2 else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=False))
        ]
        click.echo("  ".join((*cells, row[-1])))


def _outcome(record: SessionRecord) -> str:
    """Without the ending's own name, which is the author's and may say the opposite of how it went."""
    if record.ending is None:
        return "not finished"
    return "left" if record.ending == "left" else "over"


def _again(record: SessionRecord) -> str:
    return "" if record.again_turn is None else f" (second try from turn {record.again_turn + 1})"


def _local(record: SessionRecord) -> str:
    return f"{record.started_at.astimezone():%Y-%m-%d %H:%M}"


def _plain(record: SessionRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "trainee": record.trainee,
        "scenario": _plain_scenario(record),
        "seed": record.seed,
        "mode": record.mode,
        "started_at": record.started_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
        "turns": record.turns,
        "ended": record.ended,
        "ending": record.ending,
        "again_of": record.again_of,
        "again_turn": record.again_turn,
    }


def _plain_scenario(record: SessionRecord) -> dict[str, str]:
    return {"id": record.scenario_id, "version": record.version, "title": record.title, "sha256": record.sha256}
