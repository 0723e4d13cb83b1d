"""The kept sessions, for commands: opened, closed, and with faults told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from commands.errors import InputError
from simulator.events import EventError
from simulator.store_errors import StoreError

if TYPE_CHECKING:
    from simulator.store import SessionRecord, Store

NEWEST = "last"
"""Stands for the session begun last."""


def session_named(store: Store, name: str) -> SessionRecord:
    """The session of an id, its first characters, or `last`. Raises `StoreError`; `InputError` where there is none."""
    if name != NEWEST:
        return store.find(name)
    records = store.records()
    if not records:
        raise InputError("There are no sessions yet. `attune play advice-seeker` begins one.")
    return records[0]


@contextmanager
def opened_store() -> Iterator[Store]:
    """The person's sessions. Faults of the store become `InputError`."""
    from simulator.store import Store  # noqa: PLC0415  SQLAlchemy takes 0.2 s, and `--help` does without

    try:
        with Store.open() as store:
            yield store
    except StoreError as error:
        raise InputError(str(error)) from error
    except EventError as error:
        raise InputError(f"The session cannot be replayed: {error}.") from error
