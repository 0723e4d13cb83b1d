"""The house stands as drawn: the core runs without terminal, store or coder, and opening it stays cheap."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CORE = (
    "scenarios.load, scenarios.library, simulator.patient, simulator.session, simulator.practice, "
    "scoring.rubric, scoring.feedback"
)


def loaded_by(statement: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


@pytest.mark.parametrize("heavy", ["textual", "sqlalchemy", "alembic", "onnxruntime", "numpy", "jinja2", "click"])
def test_the_core_loads_no_terminal_store_or_coder(heavy: str) -> None:
    assert heavy not in loaded_by(f"import {CORE}")


@pytest.mark.parametrize("heavy", ["distributed", "dask", "pyarrow", "sqlalchemy", "numpy"])
@pytest.mark.parametrize("module", ["commands.code", "commands.course.rescore"])
def test_batch_work_loads_a_cluster_only_when_it_is_asked_for(module: str, heavy: str) -> None:
    assert heavy not in loaded_by(f"import {module}")


@pytest.mark.parametrize("heavy", ["textual", "sqlalchemy", "alembic", "onnxruntime", "numpy", "jinja2", "jsonschema"])
def test_the_command_line_loads_only_what_is_used(heavy: str) -> None:
    assert heavy not in loaded_by("import cli")


def test_training_is_never_imported_at_run_time() -> None:
    for package in ("scenarios", "simulator", "scoring", "screens", "commands"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            assert "import training" not in text, path
            assert "from training" not in text, path


def test_the_core_reads_no_clock_and_draws_no_lots() -> None:
    """Time and randomness come in from outside, so that the same replies give the same patient."""
    for name in ("patient", "fit", "derive", "trials", "lines", "session", "state", "circumstances"):
        text = (ROOT / "simulator" / f"{name}.py").read_text("utf-8")
        for word in ("import random", "import time", "import datetime", "from datetime", "import secrets", "open("):
            assert word not in text, (name, word)
    for path in (ROOT / "scoring" / "rubric").glob("*.py"):
        assert "import random" not in path.read_text("utf-8"), path


def test_nothing_but_the_command_line_reaches_up_to_the_app() -> None:
    """`tui.py` and `cli.py` stand at the top: modules, which the import contract cannot list."""
    for package in ("scenarios", "simulator", "scoring", "screens"):
        for path in (ROOT / package).rglob("*.py"):
            lines = path.read_text("utf-8").splitlines()
            reaching = [line for line in lines if line.startswith(("import tui", "from tui", "import cli", "from cli"))]
            assert reaching == [], path
