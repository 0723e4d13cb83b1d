"""`python -m benchmarks.fuzz`: scenario files made wrong in a hundred thousand ways, each read and checked.

No file may bring about a traceback or take longer than a second, and whatever is refused must be refused with a place
in the file. What is usable is also played a few turns. Offenders are kept as files; a run that was broken off goes on
where it was (`--state`).
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

from authoring.lint.check import Checked, check_bytes
from authoring.lint.fix import fix
from authoring.lint.formats.text import as_text
from authoring.messages import codes
from benchmarks.mutations import mutant
from scenarios import vocabulary
from scenarios.model import Scenario
from simulator.patient import begin, respond
from simulator.reading import Reading

SLOW = 1.0
"""Seconds that no file may take."""
HANG = 20
"""Seconds after which a file is given up."""
AGAIN = 2
"""How often a slow file is tried again before it is called slow."""
BATCH = 250
TURNS = 4
MENDED = 0.2
"""The share of files that are mended as well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that did what none may."""

    number: int
    what: str
    detail: str


NOTHING_YET = {"tried": 0, "seconds": 0.0, "longest": 0.0}


class HangError(Exception):
    """A file took so long that it was given up."""


def tried(raw: bytes, lots: random.Random) -> str:
    """Check a file, show its faults, play it where it can be played. Returns how it came out; raises on any fault."""
    checked = check_bytes(raw, "mutant.yaml")
    as_text([checked], 80)
    if lots.random() < MENDED:
        fix(raw, "mutant.yaml")
    wrong = misplaced(checked)
    if wrong:
        raise AssertionError(wrong)
    if checked.scenario is None:
        return "refused"
    _play(checked.scenario, lots)
    return "usable"


def misplaced(checked: Checked) -> str:
    """What is wrong with the places of the faults, or nothing."""
    if checked.scenario is None and not checked.faults:
        return "refused without a fault"
    for fault in checked.faults:
        line, column = fault.mark
        inside = 1 <= line <= max(1, len(checked.lines) + 1)
        width = len(checked.lines[line - 1]) if inside and line <= len(checked.lines) else 0
        if not inside or not 1 <= column <= width + 1:
            return f"{fault.code} at {line}:{column}, where the file has {len(checked.lines)} lines, this one {width}"
        if fault.code not in codes():
            return f"{fault.code} has no explanation"
        if not fault.message:
            return f"{fault.code} says nothing"
    return ""


def _play(scenario: Scenario, lots: random.Random) -> None:
    state, _ = begin(scenario, 1)
    for _ in range(TURNS):
        if state.ending is not None:
            return
        names = lots.sample(sorted(vocabulary.codes()), lots.randint(0, 3))
        state, _ = respond(scenario, state, Reading.of_codes(names) if names else Reading.of_silence(), 1)


def timed(raw: bytes, number: int) -> tuple[float, str | Finding]:
    """Processor seconds that a file takes, and how it came out or what it did."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, HANG)
    try:
        outcome: str | Finding = tried(raw, random.Random(number))  # noqa: S311  lots for a trial
    except Exception as error:  # noqa: BLE001  whatever it is, that is what is looked for
        outcome = Finding(number, type(error).__name__, traceback.format_exc(limit=-4))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - began, outcome


def batch(seed: int, first: int, count: int) -> tuple[Counter[str], float, list[Finding]]:
    """Try some files: how they came out, the longest that one took, and what none may do."""
    signal.signal(signal.SIGPROF, _give_up)
    outcomes: Counter[str] = Counter()
    longest = 0.0
    found: list[Finding] = []
    for number in range(first, first + count):
        raw = mutant(seed, number)
        took, outcome = timed(raw, number)
        for _ in range(AGAIN if took > SLOW else 0):  # the machine may have been busy with something else
            took = min(took, timed(raw, number)[0])
        longest = max(longest, took)
        if isinstance(outcome, Finding):
            found.append(outcome)
        else:
            outcomes[outcome] += 1
        if took > SLOW:
            found.append(Finding(number, "slow", f"{took:.2f} s"))
    return outcomes, longest, found


def _give_up(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise HangError


def main() -> None:
    """Run, and say how far, how fast, and what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="files to try, those tried before included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, default=Path(".fuzz"), help="folder for progress and offenders")
    chosen = parser.parse_args()
    folder = chosen.state / f"seed-{chosen.seed}"
    folder.mkdir(parents=True, exist_ok=True)
    progress = folder / "progress.json"
    done: dict[str, Any] = json.loads(progress.read_text()) if progress.exists() else dict(NOTHING_YET)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        while done["tried"] < chosen.count:
            first, size = done["tried"], min(BATCH, chosen.count - done["tried"])
            began = time.perf_counter()
            try:
                outcomes, longest, found = pool.submit(batch, chosen.seed, first, size).result()
            except BrokenProcessPool:
                sys.exit(f"One of the files {first}–{first + size - 1} ended the whole process.")
            for one in found:
                (folder / f"{one.number}.yaml").write_bytes(mutant(chosen.seed, one.number))
                (folder / f"{one.number}.txt").write_text(f"{one.what}\n{one.detail}", "utf-8")
                print(f"{one.number}: {one.what}: {one.detail.strip().splitlines()[-1]}", flush=True)
            for outcome, many in outcomes.items():
                done[outcome] = done.get(outcome, 0) + many
            done["offenders"] = done.get("offenders", 0) + len(found)
            done["longest"] = max(done["longest"], round(longest, 3))
            done["tried"], done["seconds"] = first + size, round(done["seconds"] + time.perf_counter() - began, 1)
            progress.write_text(json.dumps(done))
            if sys.stdout.isatty():
                print(f"\r{done['tried']:,} of {chosen.count:,}", end="", flush=True)
    rate = done["tried"] / max(done["seconds"], 0.001)
    print(json.dumps({**done, "files a second": round(rate, 1), "offenders kept in": str(folder)}, indent=1))
    sys.exit(1 if done.get("offenders") else 0)


if __name__ == "__main__":
    main()
