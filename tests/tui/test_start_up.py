"""What may be imported before the first screen is painted: imports are guarded, not milliseconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.faults import ScenarioError
from tui import run_play

HEAVY = (
    "sqlalchemy",
    "alembic",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "jinja2",
    "screens.conversation",
    "screens.debrief",
)


@pytest.mark.parametrize("module", ["tui", "screens.home", "screens.briefing"])
def test_the_first_screen_waits_for_nothing_heavy(module: str) -> None:
    """Store and coder take 0.2 s each; they are loaded in a thread while one reads."""
    script = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_a_file_that_cannot_be_used_is_told_before_anything_is_shown(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        run_play(tmp_path / "nowhere.yaml", seed=None)
