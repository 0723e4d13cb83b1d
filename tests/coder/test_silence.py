"""Reading a reply tells nobody: what the coder stands on would report its use, unless it is told not to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READING = """
from scoring.coder import load_coder
load_coder().read("How was your week?", "That sounds hard.")
"""
SUPPRESSING = ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI")
"""Where one of these is set, ONNX Runtime is silent by itself, and nothing would be tested."""


@pytest.mark.parametrize("told", [{}, {"ORT_DISABLE_TELEMETRY": "0"}])
def test_reading_leaves_no_identifier_and_no_messages_to_be_sent(tmp_path: Path, told: dict[str, str]) -> None:
    """ONNX Runtime puts both into the cache folder before it sends them; without our word it does so here."""
    kept = {name: value for name, value in os.environ.items() if name not in SUPPRESSING}
    homes = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)}

    subprocess.run([sys.executable, "-c", READING], cwd=ROOT, env={**kept, **homes, **told}, check=True)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_runtime_is_imported_in_one_place_alone() -> None:
    importing = [
        str(path.relative_to(ROOT))
        for folder in (
            "scenarios",
            "simulator",
            "scoring",
            "authoring",
            "screens",
            "commands",
            "training",
            "benchmarks",
        )
        for path in (ROOT / folder).rglob("*.py")
        if "\nimport onnxruntime" in path.read_text("utf-8") or "from onnxruntime" in path.read_text("utf-8")
    ]

    assert importing == ["scoring/coder/runtime.py"]
