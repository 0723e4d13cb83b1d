"""A fresh folder for sessions; nobody's own sessions are touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.store import Store
from tests.store.players import ticking


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store, the one that commands use too, whose clock moves a minute at every look."""
    place = tmp_path / "home"
    monkeypatch.setenv("ATTUNE_HOME", str(place))
    with Store.open(place, clock=ticking()) as opened:
        yield opened
