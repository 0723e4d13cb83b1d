"""`python -m benchmarks.corpus [ROWS [FOLDER [REAL]]] [-- OPTIONS]`: `attune code` on many made-up replies.

Every `REAL`-th row, 20th unless given, is a reply that the models read; the others are typed at random and known as
that without them, so that a million rows pass in minutes and memory is measured over all of them. What stands behind
`--` goes to the command, such as `--format parquet` or `--cluster local:2`. Beside the seconds stands a reference loop.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.__main__ import reference

REAL = 20
REPLIES = (
    "It sounds hard.",
    "What happened when you told her?",
    "You have been on your own with this all week. What would help?",
    "Don't worry, it will all work out.",
    "I'd probably say it to her before Friday. How does that land with you?",
)
ROOT = Path(__file__).parents[1]
CHILD = """
import json, resource, sys
import cli
try:
    cli.main(sys.argv[1:])
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([used.ru_maxrss / 1000, used.ru_utime + used.ru_stime]), file=sys.stderr)
"""


def rows(count: int, real: int = REAL) -> Iterator[dict[str, Any]]:
    """Made-up rows; every `real`-th needs the models."""
    for n in range(count):
        reply = "asdf" if n % real else f"{REPLIES[n // real % 5]} ({n})"  # a repeated one would not be read again
        yield {"id": n, "patient": "Same as last week.", "reply": reply}


def write(path: Path, count: int, real: int) -> None:
    """Write the rows as the file's name asks."""
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows(count, real))
        return
    import pyarrow as pa  # noqa: PLC0415  the extra `parquet`
    from pyarrow import parquet  # noqa: PLC0415  as above

    schema = pa.schema([("id", pa.int64()), ("patient", pa.string()), ("reply", pa.string())])
    with parquet.ParquetWriter(path, schema) as writer:
        writer.write_table(pa.Table.from_pylist(list(rows(count, real)), schema), row_group_size=count)


def main() -> None:
    """Measure and print."""
    own, _, options = (" ".join(sys.argv[1:])).partition("--")
    words = own.split()
    count, place = int(words[0]) if words else 100_000, words[1] if len(words) > 1 else None
    real = int(words[2]) if len(words) > 2 else REAL
    given = [word for word in f"--{options}".split() if word != "--"]
    end = "parquet" if "parquet" in given else "jsonl"
    with tempfile.TemporaryDirectory(dir=place) as folder:
        source, out = Path(folder) / f"in.{end}", Path(folder) / f"out.{end}"
        write(source, count, real)
        base, began = reference(), time.perf_counter()
        call = [sys.executable, "-c", CHILD, "code", str(source), "--out", str(out), *given]
        done = subprocess.run(call, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=True)
        took = time.perf_counter() - began
        peak, worked = json.loads(done.stderr.splitlines()[-1])
        figures = {
            "rows": count,
            "of these read by the models": -(-count // real),
            "options": given,
            "reference loop, seconds": round(base, 3),
            "seconds": round(took, 1),
            "processor seconds of the command, without its workers": round(worked, 1),
            "rows a second": round(count / took),
            "most memory of the command, MB": round(peak),
            "most memory of any process, MB": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000),
            "input, MB": round(source.stat().st_size / 1e6, 1),
            "output, MB": round(out.stat().st_size / 1e6, 1),
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
        }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
