"""`python -m benchmarks.app`: how quickly the app answers keys and replies, and whether a long session slows it.

Played through the real app without a terminal (`run_test`), the store on disk. Echo and answers are measured until
the screen has been painted. The long session is read by a coder that costs nothing, so that only the app is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.pilot import Pilot

from benchmarks.__main__ import REPLIES, reference
from scenarios.library import shipped
from scenarios.load import load_scenario
from scoring.coder import load_coder
from screens.catalogue import Patient
from screens.composer import Composer
from screens.conversation import ConversationScreen
from screens.desk import Desk
from simulator.reading import CodedSpan, Coder, Reading
from simulator.store import Store
from tui import AttuneApp

TURNS = 200
PART = 10
"""Turns that are compared: the first ten with the last ten."""
WARM_UP = 2
ENDLESS = b"""
format: 1
id: endless
version: 1.0.0
title: Endless
about: {level: 1, minutes: 5, warnings: []}
setting: {service: Clinic, mode: in_person}
brief: A patient who goes on.
persona: {name: Sky, age: 30, pronouns: they/them}
state: {trust: 50, openness: 50, distress: 40}
start: one
beats:
  one: {says: ["And so it went on, from one day to the next."], moment: {needs: listen}}
  end: {ending: good, says: ["Bye."]}
exits: [{when: "trust < 0", go: end}]
rubric: {responsiveness: 1, self_disclosure: 0, confidentiality: 0}
"""


class QuickCoder:
    """Hears a reflection in everything."""

    id = "quick"
    version = "1"

    def read(self, patient_line: str, reply: str, fact_questions: Sequence[Sequence[str]] = ()) -> Reading:
        """One code over the whole reply."""
        del patient_line, fact_questions
        return Reading((CodedSpan("simple_reflection", 0.9, 0, len(reply)),))


def coder_of(coder: Coder) -> Callable[[], Coder]:
    """What the desk loads."""
    return lambda: coder


async def seated(pilot: Pilot[None], app: AttuneApp, patient: Patient) -> ConversationScreen:
    """In front of a patient."""
    app.desk.coder.read("", "How are you?", [fact.ask for fact in patient.scenario.facts])  # as at the briefing
    talk = ConversationScreen(app.desk.begin(patient, 1))
    await app.push_screen(talk)
    await pilot.pause()
    return talk


async def painted(talk: ConversationScreen, holds: Callable[[], bool]) -> None:
    """Wait until it holds and has been painted."""
    while not holds():  # noqa: ASYNC110  what is waited for has no event of its own
        await asyncio.sleep(0.001)
    done = asyncio.Event()
    talk.call_after_refresh(done.set)
    await done.wait()


class Taken(NamedTuple):
    """Milliseconds of one thing."""

    wall: float
    cpu: float
    """Of the whole process, its threads too; on a machine that is shared, the fairer figure."""


class Watch:
    """Stops the time."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def taken(self) -> Taken:
        """Since it was started."""
        return Taken((time.perf_counter() - self._wall) * 1000, (time.process_time() - self._cpu) * 1000)


async def echo(talk: ConversationScreen, keys: str) -> list[Taken]:
    """From each key to its letter on the screen."""
    composer, times = talk.query_one(Composer), []
    for key in keys:
        length = len(composer.text)
        watch = Watch()
        talk.app.post_message(events.Key(key, key))
        await painted(talk, lambda length=length: len(composer.text) > length)  # type: ignore[misc]
        times.append(watch.taken())
        await asyncio.sleep(0.02)  # nobody types faster than fifty keys a second
    composer.text = ""
    return times


async def turn(talk: ConversationScreen, reply: str) -> Taken:
    """From Enter to the patient's answer on the screen."""
    composer, turns = talk.query_one(Composer), len(talk.sitting.session.turns)
    composer.text = reply
    await asyncio.sleep(0.02)
    watch = Watch()
    talk.app.post_message(events.Key("enter", None))
    await painted(talk, lambda: len(talk.sitting.session.turns) > turns and not talk.composing.is_busy)
    return watch.taken()


async def measure(home: Path) -> dict[str, object]:
    """Everything, on one store."""
    endless_file = home / "endless.yaml"
    endless_file.write_bytes(ENDLESS)
    patients = [Patient(path, load_scenario(path)) for path in shipped().values()]
    quick, real = QuickCoder(), load_coder()
    real.read("", "warm up")

    keys: list[Taken] = []
    answers: list[Taken] = []
    app = AttuneApp(Desk(open_store=lambda: Store.open(home), load_coder=coder_of(real)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for patient in patients:
            talk = await seated(pilot, app, patient)
            keys += await echo(talk, "howhasitbeen")
            answers += [await turn(talk, reply) for reply in REPLIES if talk.composing.phase == "open"]

    app = AttuneApp(Desk(open_store=lambda: Store.open(home), load_coder=coder_of(quick)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        talk = await seated(pilot, app, Patient(endless_file, load_scenario(endless_file)))
        long = [await turn(talk, f"So it went on, and that was day {n}.") for n in range(WARM_UP + TURNS)][WARM_UP:]
    first = statistics.median(taken.cpu for taken in long[:PART])
    last = statistics.median(taken.cpu for taken in long[-PART:])
    return {
        **told("key to echo", keys, bar=30),
        **told("reply to patient on the screen", answers, bar=60),
        f"first {PART} turns of {TURNS}, median ms of processor": round(first, 1),
        f"last {PART}, median ms of processor": round(last, 1),
        "last to first, ratio (bar 1.2)": round(last / first, 2),
    }


def told(what: str, times: Sequence[Taken], bar: int) -> dict[str, object]:
    """Median and 95th percentile, by the clock and in processor time."""
    walls, cpus = [taken.wall for taken in times], [taken.cpu for taken in times]
    return {
        f"{what}, median ms": round(statistics.median(walls), 1),
        f"{what}, p95 ms (bar {bar})": round(statistics.quantiles(walls, n=20)[-1], 1),
        f"{what}, p95 ms of processor": round(statistics.quantiles(cpus, n=20)[-1], 1),
    }


def main() -> None:
    """Measure and print."""
    base = reference()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ATTUNE_HOME"] = folder
        figures = asyncio.run(measure(Path(folder)))
    print(json.dumps({"reference loop, seconds": round(base, 3), **figures}, indent=1))


if __name__ == "__main__":
    main()
