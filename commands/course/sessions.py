"""A class's sessions for the commands that report on them: read from the store in portions, oldest first."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from scoring.course.gathering import AT_ONCE, Kept, ScenarioFiles, Unreadable, digests
from scoring.course.remembering import Memory, Oblivion
from simulator.store_remembered import Remembered, remembered_path

if TYPE_CHECKING:
    from scoring.course.digest import Digest
    from simulator.store import SessionRecord, Store

_MOST_NAMED = 5


def in_order(store: Store, scenario: str | None = None) -> list[SessionRecord]:
    """All sessions, or those with one patient, oldest first. Raises `StoreError`."""
    every = (record for record in store.records() if scenario in {None, record.scenario_id})
    return sorted(every, key=lambda record: (record.started_at, record.id))


def portions(
    store: Store, records: Sequence[SessionRecord], *, with_standing: bool = True
) -> Iterator[tuple[ScenarioFiles, list[Kept]]]:
    """Sessions as they were kept, some hundred at a time. Raises `StoreError`."""
    files: dict[str, bytes] = {}
    for first in range(0, len(records), AT_ONCE):
        some = records[first : first + AT_ONCE]
        ids = [record.id for record in some]
        events = store.event_bodies(ids)
        standing = store.results.standing(ids) if with_standing else {}
        for record in some:
            if record.sha256 not in files:
                files[record.sha256] = store.scenario_bytes(record.id)
        needed = {record.sha256: files[record.sha256] for record in some}
        yield needed, [Kept(record, events.get(record.id, []), standing.get(record.id)) for record in some]


def memory_of(store: Store) -> Memory:
    """What was computed of this store's sessions before.

    Nothing where a server keeps them: a file on somebody's laptop would outlive what is erased there.
    """
    return Oblivion() if store.database.is_server else Remembered(remembered_path(store.path))


def digests_of(store: Store, records: Sequence[SessionRecord], unreadable: list[Unreadable]) -> Iterator[Digest]:
    """The digests of these sessions, in their order; what cannot be read goes to `unreadable`."""
    read = digests(portions(store, records), len(records), memory_of(store))
    shown = sys.stderr.isatty() and len(records) > AT_ONCE
    for number, one in enumerate(read, 1):
        if shown and number % AT_ONCE == 0:
            click.echo(f"\r{number:,} of {len(records):,} sessions", err=True, nl=False)
        if isinstance(one, Unreadable):
            unreadable.append(one)
        else:
            yield one
    if shown:
        click.echo("\r" + " " * 40 + "\r", err=True, nl=False)


def say_unreadable(unreadable: Iterable[Unreadable]) -> None:
    """Name on stderr what was left out, so that it can be mended."""
    every = list(unreadable)
    for one in every[:_MOST_NAMED]:
        click.echo(f"attune: session {one.session} cannot be read and is left out: {one.reason}", err=True)
    if len(every) > _MOST_NAMED:
        click.echo(f"attune: and {len(every) - _MOST_NAMED} more sessions cannot be read", err=True)
