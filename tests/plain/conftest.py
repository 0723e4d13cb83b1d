"""Fixtures of the tests of plain lines."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for each test's sessions."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    return tmp_path
