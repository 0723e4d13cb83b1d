"""`attune sessions`: what has been practised; list, show, export, erase."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from commands.kept import opened_store, session_named
from commands.output import STDOUT, write_output
from commands.transcript import as_json, as_text
from simulator.canonical import canonical_json
from simulator.events import event_to_json
from simulator.session import replay

if TYPE_CHECKING:
    from simulator.store import SessionRecord, Store

EXPORT_FORMAT = 1
"""Version of the exported lines; raised when an old reader could misread a new file."""
_SHORT = 8
"""Fewest characters of an id that are shown; more where sessions would look alike."""


@click.group("sessions")
def command() -> None:
    """See, hand on and erase the sessions that have been practised.

    They are kept on this computer only. ATTUNE_HOME names another folder for them.

    \b
    Examples:
      attune sessions list
      attune sessions show 01a205de
    """


@command.command("list")
@click.option("--unfinished", is_flag=True, help="Only those that can be taken up again.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON list instead of a table; times in UTC.")
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


@command.command("export")
@click.argument("session_ids", metavar="[ID...]", nargs=-1)
@click.option("--all", "all_wanted", is_flag=True, help="Every session, the oldest first.")
@click.option("-o", "--output", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def export_command(session_ids: tuple[str, ...], *, all_wanted: bool, output: str, force: bool) -> None:
    """Write sessions as canonical JSON lines: for each session a header, then its events in order.

    They hold every word of the session. The first characters of an ID are enough.

    \b
    Examples:
      attune sessions export 01a205de -o session.jsonl
      attune sessions export --all | gzip > sessions.jsonl.gz
    """
    if bool(session_ids) == all_wanted:
        raise click.UsageError("name sessions or --all, and not both")
    with opened_store() as store:
        found = reversed(store.records()) if all_wanted else (session_named(store, name) for name in session_ids)
        records = {record.id: record for record in found}
        lines = [line for record in records.values() for line in _exported(store, record)]
    write_output(output, "".join(f"{line}\n" for line in lines), force=force)
    if output != STDOUT:
        click.echo(f"{_count(len(records))} written to {output}", err=True)


@command.command("erase")
@click.argument("session_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_command(session_id: str, *, yes: bool) -> None:
    """Erase a session for good: its words are in the file no more.

    Copies of the file that Attune made before an upgrade go with it. Exported files and your own backups stay.

    \b
    Examples:
      attune sessions erase 01a205de
      attune sessions erase 01a205de --yes
    """
    with opened_store() as store:
        record = session_named(store, session_id)
        if not yes:
            shown = f"“{record.title}”, begun {_local(record)}, {record.turns} turns"
            click.confirm(f"Erase {shown}? This cannot be undone.", abort=True, err=True)
        store.erase(record.id)
    click.echo(f"Erased {record.id}.")


def shortest_prefixes(ids: Sequence[str]) -> dict[str, str]:
    """For each id the beginning that no other has, at least eight characters long."""
    ordered = sorted(ids)
    neighbours = zip(ordered, ["", *ordered[:-1]], [*ordered[1:], ""], strict=True)
    return {
        one: one[: max(_SHORT, _shared(one, before) + 1, _shared(one, after) + 1)] for one, before, after in neighbours
    }


def _shared(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _say_table(records: Sequence[SessionRecord], short: dict[str, str]) -> None:
    header = ("ID", "BEGUN", "TURNS", "ENDING", "PATIENT")
    rows = [
        (
            short[record.id],
            _local(record),
            str(record.turns),
            record.ending or "not finished",
            f"{record.scenario_id}: {record.title}",
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


def _local(record: SessionRecord) -> str:
    return f"{record.started_at.astimezone():%Y-%m-%d %H:%M}"


def _count(sessions: int) -> str:
    return f"{sessions} session{'' if sessions == 1 else 's'}"


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
    }


def _plain_scenario(record: SessionRecord) -> dict[str, str]:
    return {"id": record.scenario_id, "version": record.version, "title": record.title, "sha256": record.sha256}


def _exported(store: Store, record: SessionRecord) -> list[str]:
    events = store.events(record.id)
    header = {
        "attune": "session",
        "format": EXPORT_FORMAT,
        "session": record.id,
        "trainee": record.trainee,
        "scenario": _plain_scenario(record),
        "seed": record.seed,
        "mode": record.mode,
        "started_at": record.started_at.isoformat(),
        "events": len(events),
    }
    return [canonical_json(header), *(canonical_json(event_to_json(event)) for event in events)]
