"""`python -m benchmarks.lint`: `attune lint` on over 2,000 lines, beside the whole process of check-jsonschema.

Two figures: the check itself (reading, shape, names, every rule), the first of a fresh process; and that whole process,
most of which is Python starting and reading programs.

check-jsonschema holds the same file against the same schema in the same run. It is no part of Attune: install it in an
environment of its own, and have it on the path or name it with `--checker FILE`. Where it is missing, that is told.
Processor time of each whole process, the least of some runs in turn, because machines differ and are shared.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scenarios.library import shipped

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "scenarios" / "data" / "scenario-1.schema.json"
RUNS = 5
BAR = 0.25
CHECK = """
import sys, time
from pathlib import Path
from authoring.lint.check import check_file
began = time.process_time()
check_file(Path(sys.argv[1]))
print(time.process_time() - began)
"""
LINT = (sys.executable, "-c", "import cli; cli.main()", "lint")


def cost(command: list[str]) -> tuple[float, float]:
    """Processor seconds and seconds of one process. Raises `CalledProcessError` where it does not end with 0."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "0"})
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def _said(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, cwd=ROOT, text=True).stdout


def main() -> None:
    """Measure and print. Exit code 1: the check itself is slower than the bar."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lint", description=__doc__)
    parser.add_argument("--checker", default=shutil.which("check-jsonschema"), help="the program check-jsonschema")
    checker = parser.parse_args().checker
    file = max(shipped().values(), key=lambda path: path.read_bytes().count(b"\n"))
    figures: dict[str, object] = {"file": file.name, "lines": file.read_bytes().count(b"\n")}
    ours = [*LINT, str(file)]
    theirs = None if checker is None else [checker, "--schemafile", str(SCHEMA), str(file)]
    alone = min(float(_said([sys.executable, "-c", CHECK, str(file)])) for _ in range(RUNS))
    figures["the check itself, processor seconds"] = round(alone, 3)
    costs = [(cost(ours), None if theirs is None else cost(theirs)) for _ in range(RUNS)]
    figures["attune lint, processor seconds"] = round(min(own[0] for own, _ in costs), 3)
    figures["attune lint, seconds"] = round(min(own[1] for own, _ in costs), 3)
    others = [other for _, other in costs if other is not None]
    if not others:
        figures["check-jsonschema"] = "not installed"
        print(json.dumps(figures, indent=1))
        return
    figures["check-jsonschema, processor seconds"] = round(min(other[0] for other in others), 3)
    figures["check-jsonschema, seconds"] = round(min(other[1] for other in others), 3)
    whole = min(other[0] for other in others)
    figures["the check itself in parts of check-jsonschema (bar 0.25)"] = round(alone / whole, 3)
    figures["the whole process in parts of check-jsonschema"] = round(min(own[0] for own, _ in costs) / whole, 3)
    print(json.dumps(figures, indent=1))
    sys.exit(1 if alone / whole > BAR else 0)


if __name__ == "__main__":
    main()
