"""`python -m benchmarks.visitors [N] [--postgres]`: N visitors of `attune serve` at once, 25 unless told, who all play.

Sessions are kept in a folder a visitor, or, with `--postgres`, in a database of a server that is begun for it.
Once all are in, one more knocks.
Each visitor is a socket that sends and draws what a browser would, so that the figures are the server's and not a
browser's. What is measured: memory of each app's process, from key to echo, and from Enter to the patient's answer.
A PostgreSQL server's own memory and work are not counted in; how many connections stood open at the end is told.
Times on a clock mean little on a shared machine; the processor's time does not depend on who else works on it, and
says how many processors so many visitors keep busy.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from benchmarks.__main__ import REPLIES, ROOT, reference
from simulator.store_place import STORE
from tests.postgres import Cluster, running
from tests.serving import windows
from tests.serving.windows import Window, visitor, window

THINKING_SECONDS = (4.0, 8.0)
"""How long a visitor reads before the next reply; people take longer."""
POSTGRES = "--postgres"
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 't%' AND pid <> pg_backend_pid()"
KEYS_TIMED = 8
"""Keys of each reply that are typed one by one; the rest comes at once."""


@asynccontextmanager
async def serving(home: str, limit: int) -> AsyncIterator[tuple[str, int]]:
    """A server in a process of its own; gives its address and its process id."""
    code = "import cli; cli.main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        "serve",
        "--port",
        "0",
        "--limit",
        str(limit),
        cwd=ROOT,
        env={**os.environ, "ATTUNE_HOME": home},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None  # noqa: S101  it was asked for
    try:
        while "http://" not in (line := (await process.stdout.readline()).decode()):
            assert line, "the server did not start"  # noqa: S101  a benchmark may say so
        yield next(word for word in line.split() if word.startswith("http://")).rstrip("/") + "/", process.pid
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def echo(one: Window, letter: str) -> float:
    """Milliseconds from a key to the first thing painted after it."""
    one.touched.clear()
    began = time.perf_counter()
    await one.type(letter)
    await one.touched.wait()
    return (time.perf_counter() - began) * 1000


async def play(one: Window, lot: random.Random, echoes: list[float], answers: list[float]) -> None:
    """Some turns at a human pace."""
    for turn, reply in enumerate(REPLIES, 1):
        await asyncio.sleep(lot.uniform(*THINKING_SECONDS))
        for letter in reply[:KEYS_TIMED]:
            echoes.append(await echo(one, letter))
            await asyncio.sleep(lot.uniform(0.1, 0.3))
        await one.type(reply[KEYS_TIMED:])
        await one.shows(reply[-20:])
        began = time.perf_counter()
        await one.type("\r")
        await one.shows(f"turn {turn + 1} ·")
        answers.append((time.perf_counter() - began) * 1000)


def memory(process: int) -> tuple[float, float]:
    """Megabytes of a process: its own share of what it uses with others, and what it has for itself alone."""
    found = {"Pss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
        name, _, rest = line.partition(":")
        if name in found:
            found[name] = int(rest.split()[0])
    return found["Pss"] / 1024, (found["Private_Clean"] + found["Private_Dirty"]) / 1024


def busy(processes: Iterable[int]) -> float:
    """Seconds of a processor that these processes have used so far."""
    ticks = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children(process: int) -> list[int]:
    """The processes that a process began and that still run."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(name) for name in text.split()]


def apps_of(server: int) -> tuple[list[int], list[int]]:
    """The apps of a server, and the process from which they were split, where there is one."""
    below = children(server)
    split = [app for one in below for app in children(one)]
    return (split, below) if split else (below, [])


async def knock(url: str) -> tuple[int, float]:
    """One more than there is place for: what the page answers, and after how many milliseconds."""
    began = time.perf_counter()
    async with aiohttp.ClientSession() as http, http.get(url) as page:
        await page.read()
        return page.status, (time.perf_counter() - began) * 1000


async def measure(visitors: int, cluster: Cluster | None = None) -> dict[str, object]:
    """Let them all come, play, and go. `cluster`: the PostgreSQL server that keeps their sessions; `None`: files."""
    lot = random.Random(1)  # noqa: S311  a repeatable pace, no secret
    echoes: list[float] = []
    answers: list[float] = []
    connections = ""
    with tempfile.TemporaryDirectory() as home:
        async with serving(home, visitors) as (url, server), AsyncExitStack() as stack:
            began = time.perf_counter()
            opened = []
            for _ in range(visitors):
                http = await stack.enter_async_context(visitor(url))
                opened.append(await stack.enter_async_context(window(http, url)))
            await asyncio.gather(*(one.begin() for one in opened))
            ready = time.perf_counter() - began
            apps, loaded = apps_of(server)
            to_begin = busy([*apps, *loaded])
            too_many, told_after = await knock(url)
            began = time.perf_counter()
            await asyncio.gather(*(play(one, lot, echoes, answers) for one in opened))
            played = time.perf_counter() - began
            to_play = busy([*apps, *loaded]) - to_begin
            shares, own = zip(*map(memory, apps), strict=True)
            at_server = sum(memory(process)[0] for process in (server, *loaded))
            if cluster is not None:
                connections = cluster.sql(CONNECTIONS).strip()
    return {
        "visitors": visitors,
        "kept in": "files" if cluster is None else f"PostgreSQL, over {connections} connections",
        "apps running at the end": len(apps),
        "seconds until all talked, coming at once": round(ready, 1),
        "processor seconds a visitor until then": round(to_begin / visitors, 2),
        "processor seconds a turn of eight keys and an answer": round(to_play / len(answers), 3),
        "seconds a turn took": round(played / len(REPLIES), 1),
        "MB a visitor (own share)": round(statistics.mean(shares)),
        "MB a visitor (private alone)": round(statistics.mean(own)),
        "MB of the server and what all share": round(at_server),
        "key to echo, median ms": round(statistics.median(echoes)),
        "key to echo, p95 ms": round(statistics.quantiles(echoes, n=20)[-1]),
        "Enter to answer, median ms": round(statistics.median(answers)),
        "Enter to answer, p95 ms": round(statistics.quantiles(answers, n=20)[-1]),
        "one more than the limit is told": f"{too_many} after {told_after:.0f} ms",
        "reference loop, seconds": round(reference(), 3),
        "load of the last minute": round(os.getloadavg()[0], 1),
        "processors": os.cpu_count(),
    }


def main() -> None:
    """Measure and print."""
    options = sys.argv[1:]
    numbers = [int(option) for option in options if option != POSTGRES]
    visitors = numbers[0] if numbers else 25
    windows.PATIENCE_SECONDS = 1_800.0
    if POSTGRES not in options:
        print(json.dumps(asyncio.run(measure(visitors)), indent=1))
        return
    with running([f"max_connections={visitors * 3 + 10}"]) as cluster:
        os.environ[STORE] = cluster.with_role(cluster.database(), "pages", "attune_served")
        print(json.dumps(asyncio.run(measure(visitors, cluster)), indent=1))


if __name__ == "__main__":
    main()
