"""`python -m benchmarks.class_of [N]`: a class of N before one `attune serve`, which is then killed; 10 unless told.

Trainees come one after another, as a class does, type at a human pace, and each notes which of their replies was
answered. In the middle of it the server is killed (`kill -9`). Then their stores are read: what was answered, and not
there word for word, was lost. Last, the server begins again, and everybody comes back to where they were.
Memory is each process's own share (PSS), since apps share pages. How loaded the machine was is told beside it.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.__main__ import REPLIES
from benchmarks.visitors import KEYS_TIMED, apps_of, busy, echo, memory, serving
from simulator.events import Replied
from simulator.store import Store
from tests.serving import windows
from tests.serving.windows import Window, visitor, window

APART_SECONDS = 1.0
"""A trainee comes so long after the one before."""
THINKING_SECONDS = (15.0, 30.0)
"""How long a trainee reads before the next reply."""
TURNS_BEFORE_KILL = 3
RETURN_SECONDS = 300.0
"""How long a window waits for what it showed before the kill."""


@dataclass
class Trainee:
    """Somebody of the class, and what they saw."""

    http: aiohttp.ClientSession
    window: Window
    cookie: str
    waited: float = 0.0
    """Seconds from the first page to the conversation."""
    answered: list[str] = field(default_factory=list)
    """Replies whose answer they saw, in order."""
    typed: str = ""
    """What they typed last and did not send."""


async def come(url: str, number: int, stack: AsyncExitStack) -> Trainee:
    """Open the page at one's own time, and begin with a patient."""
    await asyncio.sleep(number * APART_SECONDS)
    began = time.perf_counter()
    http = await stack.enter_async_context(visitor(url))
    opened = await stack.enter_async_context(window(http, url))
    await opened.begin()
    cookie = next(one.value for one in http.cookie_jar)
    return Trainee(http, opened, cookie, time.perf_counter() - began)


async def play(one: Trainee, lot: random.Random, echoes: list[float], answers: list[float]) -> None:
    """Some turns; then type on, so that the kill meets an unsent reply."""
    for turn in range(TURNS_BEFORE_KILL):
        await asyncio.sleep(lot.uniform(*THINKING_SECONDS))
        reply = f"{REPLIES[turn % len(REPLIES)]} ({lot.randrange(10**6)})"
        for letter in reply[:KEYS_TIMED]:
            echoes.append(await echo(one.window, letter))
            await asyncio.sleep(lot.uniform(0.1, 0.3))
        await one.window.type(reply[KEYS_TIMED:])
        await one.window.shows(reply[-12:])
        began = time.perf_counter()
        await one.window.type("\r")
        await one.window.shows(f"turn {turn + 2} ·")
        answers.append((time.perf_counter() - began) * 1000)
        one.answered.append(reply)
    one.typed = f"Not sent {lot.randrange(10**6)}"
    await one.window.type(one.typed)
    await one.window.shows(one.typed)


def lost(home: Path, class_: list[Trainee]) -> tuple[int, int, int]:
    """Replies that were answered, how many of them are not kept word for word, and unsent ones that are not kept."""
    answered = missing = drafts = 0
    for one in class_:
        with Store.open(home / "served" / "visitors" / one.cookie) as store:
            (record,) = store.records()
            kept = [event.text for event in store.events(record.id) if isinstance(event, Replied)]
            draft = store.draft(record.id)
        answered += len(one.answered)
        missing += sum(reply not in kept for reply in one.answered)
        drafts += draft != one.typed
    return answered, missing, drafts


def is_running(process: int) -> bool:
    """Whether there is such a process."""
    return Path(f"/proc/{process}").exists()


async def gone(apps: list[int], patience: float = 30.0) -> tuple[float, int]:
    """Seconds until every app has gone, and how many had not by then."""
    began = time.perf_counter()
    while left := [app for app in apps if is_running(app)]:
        if time.perf_counter() - began > patience:
            return patience, len(left)
        await asyncio.sleep(0.2)
    return time.perf_counter() - began, 0


async def back(url: str, one: Trainee) -> bool:
    """What the page does by itself once the server is there again; whether it then shows what was there before."""
    async with window(one.http, url) as opened:
        try:
            async with asyncio.timeout(RETURN_SECONDS):
                await opened.shows(one.typed)
                await opened.shows(f"turn {TURNS_BEFORE_KILL + 1} ·")
        except TimeoutError:
            return False
    return True


async def measure(number: int) -> dict[str, object]:
    """A class comes, plays, is cut off, and comes back."""
    lot = random.Random(1)  # noqa: S311  a repeatable pace, no secret
    echoes: list[float] = []
    answers: list[float] = []
    before = os.getloadavg()[0]
    async with AsyncExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        async with serving(home, number) as (url, server):
            class_ = list(await asyncio.gather(*(come(url, one, stack) for one in range(number))))
            apps, loaded = apps_of(server)
            to_begin = busy([*apps, *loaded])
            await asyncio.gather(*(play(one, lot, echoes, answers) for one in class_))
            to_play = busy([*apps, *loaded]) - to_begin
            shares, own = zip(*map(memory, apps), strict=True)
            others = [memory(process)[0] for process in (server, *loaded)]
            load = os.getloadavg()[0]
            await asyncio.sleep(1)
            os.kill(server, signal.SIGKILL)
            seconds, left = await gone(apps)
        answered, missing, drafts = lost(Path(home), class_)
        async with serving(home, number) as (again, _):
            began = time.perf_counter()
            are_back = await asyncio.gather(*(back(again, one) for one in class_))
            returned = time.perf_counter() - began
    waited = [one.waited for one in class_]
    return {
        "trainees": number,
        "seconds from page to conversation, median": round(statistics.median(waited), 1),
        "seconds from page to conversation, longest": round(max(waited), 1),
        "processor seconds a trainee until then": round(to_begin / number, 2),
        "processor seconds a turn of eight keys and an answer": round(to_play / len(answers), 3),
        "MB a trainee (own share)": round(statistics.mean(shares), 1),
        "MB a trainee (private alone)": round(statistics.mean(own), 1),
        "MB in all, server and what is shared included": round(sum(shares) + sum(others)),
        "key to echo, median ms": round(statistics.median(echoes)),
        "key to echo, p95 ms": round(statistics.quantiles(echoes, n=20)[-1]),
        "Enter to answer, median ms": round(statistics.median(answers)),
        "Enter to answer, p95 ms": round(statistics.quantiles(answers, n=20)[-1]),
        "replies answered before the kill": answered,
        "of these lost": missing,
        "unsent replies lost": drafts,
        "seconds until every app had gone": round(seconds, 1),
        "apps that stayed": left,
        "not back at the same words": are_back.count(False),
        "seconds until all were back": round(returned, 1),
        "load before, and at the end": [round(before, 1), round(load, 1)],
        "processors": os.cpu_count(),
    }


def main() -> None:
    """Measure and print."""
    windows.PATIENCE_SECONDS = 1_800.0
    print(json.dumps(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10)), indent=1))


if __name__ == "__main__":
    main()
