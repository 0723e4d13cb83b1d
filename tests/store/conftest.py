"""A fresh place for sessions in every test; nobody's own sessions are touched.

A test that uses `on_both` runs twice, the sessions in a file and in PostgreSQL: `Store.open()` opens the one or the
other, in the test and in programs that it starts, as ATTUNE_HOME and ATTUNE_STORE say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.store import Store
from simulator.store_place import STORE
from tests.postgres import Cluster, cluster
from tests.store.players import ticking

__all__ = ["cluster"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where sessions are kept, not yet made."""
    place = tmp_path / "home"
    monkeypatch.setenv("ATTUNE_HOME", str(place))
    return place


@pytest.fixture(params=["file", "postgresql"])
def on_both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which of both it is."""
    kind = str(request.param)
    if kind == "postgresql":
        one: Cluster = request.getfixturevalue("cluster")
        monkeypatch.setenv(STORE, one.database())
    return kind


@pytest.fixture
def on_postgresql(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty store in PostgreSQL, which `Store.open()` opens."""
    url = cluster.database()
    monkeypatch.setenv(STORE, url)
    return url


@pytest.fixture
def every_byte(folder: Path, request: pytest.FixtureRequest) -> Callable[[], bytes]:
    """All that the disk holds of what is kept, and of what lies beside it."""

    def read() -> bytes:
        url = os.environ.get(STORE)
        database: bytes = request.getfixturevalue("cluster").bytes_of(url) if url else b""
        return database + b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())

    return read


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """An empty store whose clock moves a minute at every look."""
    del folder  # the environment names it
    with Store.open(clock=ticking()) as opened:
        yield opened
