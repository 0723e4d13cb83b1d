"""`python -m benchmarks.rescoring [SESSIONS] [-- OPTIONS]`: `attune course rescore` of made-up sessions: time, memory.

The sessions are those of `benchmarks.cohort`. Without options the kept readings are scored by the rubric at hand;
`--coder` stands for reading every reply again with the coder at hand, and `--cluster local:2` and `--apply` go to the
command. Beside the seconds stands a reference loop timed in the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.__main__ import reference
from benchmarks.cohort import fill
from benchmarks.corpus import CHILD, ROOT
from scoring.coder.assets import DATA, read_manifest
from scoring.rubric import version


def main() -> None:
    """Measure and print."""
    own, _, options = (" ".join(sys.argv[1:])).partition("--")
    sessions = int(own) if own.strip() else 10_000
    given = [word for word in f"--{options}".split() if word not in {"--", "--coder"}]
    what = ["--coder", read_manifest(DATA).version] if "--coder" in sys.argv else ["--rubric", version()]
    with tempfile.TemporaryDirectory() as home:
        fill(Path(home), sessions)
        base, began = reference(), time.perf_counter()
        call = [sys.executable, "-c", CHILD, "course", "rescore", *what, *given]
        done = subprocess.run(
            call, cwd=ROOT, env={**os.environ, "ATTUNE_HOME": home}, capture_output=True, text=True, check=True
        )
        took = time.perf_counter() - began
        peak, worked = json.loads(done.stderr.splitlines()[-1])
        trial = Path(home) / "rescoring.part"
        figures = {
            "sessions": sessions,
            "options": [what[0], *given],
            "reference loop, seconds": round(base, 3),
            "seconds": round(took, 1),
            "processor seconds of the command, without its workers": round(worked, 1),
            "sessions a second": round(sessions / took, 1),
            "most memory of the command, MB": round(peak),
            "results on disk, MB": round(trial.stat().st_size / 1e6, 1) if trial.exists() else 0,
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
        }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
