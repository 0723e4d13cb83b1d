"""`python -m benchmarks`: turn latency, engine speed, first paint, installed size.

Each figure stands beside a reference measured in the same run, because machines differ and are shared.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scenarios.library import shipped
from scenarios.load import load_scenario
from scoring.coder import load_coder
from simulator.patient import begin, respond
from simulator.practice import Memory, Practice
from simulator.reading import Reading

ROOT = Path(__file__).parents[1]
REPLIES = (
    "You've been on your own with this all week.",
    "What happened when you told her?",
    "I'd probably say it to her before Friday. How does that land with you?",
    "Don't worry, it will all work out.",
    "I can hear how tired you are of explaining yourself to people who don't ask twice.",
)
CODES = (
    ["open_question", "validation"],
    ["simple_reflection"],
    ["advice"],
    ["complex_reflection", "names_feeling"],
    ["platitude"],
)


def reference() -> float:
    """Seconds for a fixed piece of plain Python work, to tell machines apart."""
    began = time.perf_counter()
    total = 0
    for i in range(2_000_000):
        total += i & 7
    assert total  # noqa: S101  keeps the loop from being idle
    return time.perf_counter() - began


def turn_latency() -> tuple[float, float]:
    """Median and 95th percentile in milliseconds from a reply to the patient's answer, the coder included."""
    scenario = load_scenario(next(iter(shipped().values())))
    coder = load_coder()
    coder.read("", "warm up")
    times: list[float] = []
    for seed in range(40):
        practice = Practice.begin(scenario, Memory(), coder, seed=seed, rubric_version="bench")
        for i, reply in enumerate(REPLIES):
            if practice.session.ending is not None:
                break
            began = time.perf_counter()
            practice.send(f"{reply} ({seed}.{i})")
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def engine_speed() -> float:
    """Turns a second from codes alone, over every shipped patient, in processor time."""
    scenarios = [load_scenario(path) for path in shipped().values()]
    readings = [Reading.of_codes(codes) for codes in CODES]
    turns = 0
    began = time.process_time()
    while time.process_time() - began < 2:
        for scenario in scenarios:
            state, _ = begin(scenario, turns)
            for i in range(50):
                if state.ending is not None:
                    state, _ = begin(scenario, turns)
                state, _ = respond(scenario, state, readings[i % len(readings)], turns)
                turns += 1
    return turns / (time.process_time() - began)


def paint(code: str) -> float:
    """Seconds from starting a fresh interpreter until its app has painted once; the best of five."""
    found = []
    for _ in range(5):
        began = time.perf_counter()
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
            assert child.stdout is not None  # noqa: S101  it was asked for
            while "painted" not in child.stdout.readline():
                pass
            found.append(time.perf_counter() - began)
            child.stdout.read()
    return min(found)


EMPTY_APP = """
import sys
from textual.app import App
class Empty(App):
    def on_ready(self): self.call_after_refresh(self.done)
    def done(self): print("painted", file=sys.__stdout__, flush=True); self.exit()
Empty().run(headless=True)
"""
OUR_APP = """
import os, sys
os.environ['ATTUNE_HOME'] = {home!r}
from pathlib import Path
from tui import AttuneApp
class Timed(AttuneApp):
    def on_ready(self): self.call_after_refresh(self.done)
    def done(self): print("painted", file=sys.__stdout__, flush=True); self.exit()
Timed().run(headless=True)
"""


def installed_size() -> tuple[float, float]:
    """Megabytes of a fresh environment with Attune in it, and of an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        empty = _megabytes(Path(folder))
        pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", str(ROOT)]
        subprocess.run(pip, check=True, capture_output=True)
        return _megabytes(Path(folder)), empty


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main() -> None:
    """Measure and print; `--quick` leaves out the installed size."""
    base = reference()
    median, slow = turn_latency()
    speed = engine_speed()
    with tempfile.TemporaryDirectory() as home:
        empty, ours = paint(EMPTY_APP), paint(OUR_APP.format(home=home))
    figures: dict[str, object] = {
        "reference loop, seconds": round(base, 3),
        "reply to answer, median ms": round(median, 2),
        "reply to answer, p95 ms (bar 30)": round(slow, 2),
        "engine turns a second from codes (bar 20,000)": round(speed),
        "engine turns in one reference loop": round(speed * base),
        "first paint, ratio to an empty Textual app (bar 1.5)": round(ours / empty, 2),
        "first paint, seconds": round(ours, 2),
    }
    if "--quick" not in sys.argv:
        size, bare = installed_size()
        figures["installed, MB (bar 250)"] = round(size)
        figures["of which Python's own pip, MB"] = round(bare)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
