"""`attune course erase`: a trainee's sessions, or old ones, gone for good."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.kept import opened_store
from commands.store_option import store_option

if TYPE_CHECKING:
    from simulator.store import SessionRecord, Store


@click.command("erase")
@click.argument("trainee", metavar="[TRAINEE]", default="")
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Sessions in which nothing was done since this day (UTC), e.g. 2026-09-01.",
)
@click.option("--yes", is_flag=True, help="Erase. Without it, only say what would be erased.")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object instead of text; times in UTC.")
@store_option
@click.pass_context
def command(ctx: click.Context, trainee: str, *, before: datetime | None, yes: bool, json_wanted: bool) -> None:
    """Erase the sessions of a TRAINEE (the pseudonym), or those before a day, or both together.

    Without --yes nothing is erased. Their words are then in the store no more, nor in the copies made before an
    upgrade, nor in the reports, exports and set-aside files that lie in the course's folder; a mark without words
    keeps them from being imported again. What was handed out, backups, and the list of names are yours to clear.

    \b
    Examples:
      attune course erase finch
      attune course erase --before 2026-09-01 --yes
      attune course erase --before 2026-09-01 --json
    """
    if not trainee and before is None:
        raise click.UsageError("name a trainee, or a day with --before")
    with opened_store() as store:
        records = _chosen(store, trainee, before)
        files = sorted({path for record in records for path in files_about(store.folder, record)})
        if yes and records:
            store.erase_all([record.id for record in records])
            for path in files:
                path.unlink(missing_ok=True)
    if json_wanted:
        click.echo(json.dumps(_plain(records, files, erased=yes and bool(records)), ensure_ascii=False, indent=1))
    elif not records:
        click.echo(f"No sessions of `{trainee}`." if trainee and before is None else "No such sessions.")
    elif yes:
        click.echo(f"{_told(records, files)} erased.")
    else:
        for record in records:
            click.echo(f"{record.id}  {record.trainee or '-'}  {record.updated_at:%Y-%m-%d}  {record.scenario_id}")
        click.echo(f"{_told(records, files)} would be erased. Nothing was; add --yes to erase them for good.")
    if trainee and not records:
        ctx.exit(1)


def files_about(folder: Path, record: SessionRecord) -> list[Path]:
    """Reports, exports and set-aside files in the course's folder that hold this session.

    Files of these folders are known by the session's id in their name or in their text; a report's name ends in the
    last six characters of it, after the patient and the time.
    """
    found = []
    stem = f"{record.scenario_id}-{record.started_at:%Y-%m-%d-%H%M}-{record.id[-6:]}"
    for name in ("quarantine", "reports", "exports"):
        for path in sorted((folder / name).rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            if record.id in path.name or path.name.startswith(stem) or record.id.encode() in path.read_bytes():
                found.append(path)
    return found


def _chosen(store: Store, trainee: str, before: datetime | None) -> list[SessionRecord]:
    day = None if before is None else before.replace(tzinfo=UTC)
    return [
        record
        for record in store.records()
        if (not trainee or record.trainee == trainee) and (day is None or record.updated_at < day)
    ]


def _plain(records: Sequence[SessionRecord], files: Sequence[Path], *, erased: bool) -> dict[str, Any]:
    """The same for a script; `erased` is false where this was only asked, or nothing was found."""
    return {
        "erased": erased,
        "sessions": [
            {
                "id": record.id,
                "trainee": record.trainee,
                "scenario": record.scenario_id,
                "updated_at": record.updated_at.isoformat(),
            }
            for record in records
        ],
        "files": [str(path) for path in files],
    }


def _told(records: Sequence[SessionRecord], files: Sequence[Path]) -> str:
    count = len(files)
    sessions = f"{len(records):,} session{'' if len(records) == 1 else 's'}"
    return sessions if not count else f"{sessions} and {count:,} file{'' if count == 1 else 's'} about them"
