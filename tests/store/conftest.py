"""A fresh folder for sessions in every test; nobody's own sessions are touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.store import Store
from tests.store.players import ticking


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where sessions are kept, not yet made."""
    place = tmp_path / "home"
    monkeypatch.setenv("ATTUNE_HOME", str(place))
    return place


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """An empty store whose clock moves a minute at every look."""
    with Store.open(folder, clock=ticking()) as opened:
        yield opened
