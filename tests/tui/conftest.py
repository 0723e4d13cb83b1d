"""Fixtures of the app's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.settings_file import Settings, write_settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for each test's sessions; its trainee has started Attune before."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    write_settings(Settings(is_introduced=True))
    return tmp_path
