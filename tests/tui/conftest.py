"""Fixtures of the app's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.settings_file import Settings, write_settings
from tests.tui.player import PATIENCE_SECONDS
from tui import AttuneApp


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for each test's sessions; its trainee has started Attune before.

    Notices stay for as long as a test may wait for them, however slow the machine.
    """
    monkeypatch.setattr(AttuneApp, "NOTIFICATION_TIMEOUT", PATIENCE_SECONDS)
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    write_settings(Settings(is_introduced=True))
    return tmp_path
