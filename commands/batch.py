"""Reading many replies: rows in, answers out, in order, in constant memory, on one core or several."""

from __future__ import annotations

import functools
import json
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from scenarios.clean import REPLY_LIMIT, clean
from simulator.events import reading_to_json

if TYPE_CHECKING:
    from commands.spreading import Spreader
    from simulator.reading import Coder

LINE_LIMIT = 1_000_000
"""Most bytes in one line."""
CHUNK = 64
"""Rows that go to another process at a time."""
PORTION, PORTION_SIZE = 256, 1_000_000
"""Rows that go to a cluster at a time: half a second of work, so that a hundred workers ask for 200 portions a second,
which one scheduler can manage; fewer where they have more characters than that."""
WAITING = 4
"""Chunks a process may be ahead, so that a slow reader of the answers holds up the reading."""
REMEMBERED, LONGEST_REMEMBERED = 4096, 1000
"""Answers kept to be given again ("Mm." to the same line), and the most characters of such a reply and its line:
at most 20 MB."""


class Row(NamedTuple):
    """One line of the input."""

    number: int
    """Its line, from 1."""
    end: int
    """Bytes of the input read when it ends."""
    content: dict[str, Any] | str
    """The row, or what is wrong with it."""


def rows(source: BinaryIO) -> Iterator[Row]:
    """Yield every line that is not blank, with the row it holds or what is wrong with it."""
    number = end = 0
    while raw := source.readline(LINE_LIMIT + 1):
        number += 1
        end += len(raw)
        if len(raw) > LINE_LIMIT:
            while raw and not raw.endswith(b"\n"):
                raw = source.readline(LINE_LIMIT + 1)
                end += len(raw)
            yield Row(number, end, f"the line is longer than {LINE_LIMIT:,} bytes.")
        elif raw.strip():
            yield Row(number, end, row_of(raw))


def row_of(raw: bytes) -> dict[str, Any] | str:
    """Return the row in a line, or what is wrong with it."""
    try:
        row = json.loads(raw)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return "this is not JSON."
    return row_with(row)


def row_with(row: Any) -> dict[str, Any] | str:  # noqa: ANN401  whatever was in the line
    """Return a row as it is read, or what is wrong with it."""
    if (
        not isinstance(row, dict)
        or "id" not in row
        or not isinstance(row.get("reply"), str)
        or not isinstance(row.get("patient", ""), str)
    ):
        return 'wanted {"id": …, "patient": "…", "reply": "…"}.'
    # Offsets in the answer must fit the reply as it was given: where cleaning would shift them, it is left as it is.
    reply = clean(row["reply"])
    if len(reply) != len(row["reply"]):
        reply = row["reply"]
    if len(reply) > REPLY_LIMIT:
        return f"the reply is longer than {REPLY_LIMIT:,} characters."
    return {"id": row["id"], "patient": clean(row.get("patient", "")), "reply": reply}


def answer(row: dict[str, Any]) -> str:
    """Return the line that answers a row."""
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s

    patient, reply = row["patient"], row["reply"]
    is_short = len(patient) + len(reply) <= LONGEST_REMEMBERED
    read = _read if is_short else _read.__wrapped__
    return f'{{"id": {json.dumps(row["id"], ensure_ascii=False)}, {read(load_coder(), patient, reply)}}}'


@functools.lru_cache(REMEMBERED)
def _read(coder: Coder, patient: str, reply: str) -> str:
    """What an answer says of a reply, as JSON without the outer braces. No reading depends on another."""
    plain = reading_to_json(coder.read(patient, reply))
    codes = [{name: span[name] for name in ("code", "confidence", "start", "end")} for span in plain["codes"]]
    return json.dumps({"codes": codes, "unclear": plain["unclear"]}, ensure_ascii=False)[1:-1]


def answers(good: Iterable[Row], jobs: int, cluster: Spreader | None = None) -> Iterator[tuple[Row, str]]:
    """Yield each row with its answer, in order. With several jobs each runs in a process of its own."""
    if cluster is not None:
        for chunk, lines in cluster.spread(_answer_all, portions(good)):
            yield from zip(chunk, lines, strict=True)
        return
    if jobs == 1:
        for row in good:
            yield row, answer(row.content)  # type: ignore[arg-type]  # only good rows come here
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        under_way: deque[tuple[tuple[Row, ...], Future[list[str]]]] = deque()
        waiting = iter(good)
        while chunk := tuple(islice(waiting, CHUNK)):
            under_way.append((chunk, pool.submit(_answer_all, chunk)))
            if len(under_way) >= jobs * WAITING:
                yield from _oldest(under_way)
        while under_way:
            yield from _oldest(under_way)


def portions(good: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """Cut rows into what is sent to a cluster at a time."""
    portion: list[Row] = []
    size = 0
    for row in good:
        portion.append(row)
        size += len(row.content["reply"]) + len(row.content["patient"])  # type: ignore[index]  # good rows only
        if len(portion) == PORTION or size >= PORTION_SIZE:
            yield tuple(portion)
            portion, size = [], 0
    if portion:
        yield tuple(portion)


def _answer_all(chunk: tuple[Row, ...]) -> list[str]:
    return [answer(row.content) for row in chunk]  # type: ignore[arg-type]  # only good rows come here


def _oldest(under_way: deque[tuple[tuple[Row, ...], Future[list[str]]]]) -> Iterator[tuple[Row, str]]:
    chunk, future = under_way.popleft()
    yield from zip(chunk, future.result(), strict=True)


class Progress:
    """One line on a terminal that says how far the reading is; silent elsewhere."""

    EVERY = 0.25
    """Seconds between two lines."""

    def __init__(self, say: Callable[[str], None] | None, size: int | None) -> None:
        """Say nothing when `say` is `None`; `size` is the input's length in bytes, where it is known."""
        self._say = say
        self._size = size
        self._began = self._next = time.monotonic()
        self._count = self._began_at = 0

    def step(self, row: Row, workers: int = 0) -> None:
        """Note that a row is done, on a cluster of so many workers."""
        self._count += 1
        if self._count == 1:
            self._began_at = row.end  # what an earlier run has done took this one no time
        now = time.monotonic()
        if self._say is None or now < self._next:
            return
        self._next = now + self.EVERY
        share = f"{100 * row.end // self._size}%, " if self._size else ""
        spread = f", {workers} worker{'' if workers == 1 else 's'}" if workers else ""
        if self._count == 1:  # of a portion that took seconds: a rate or an end told from it would be far out
            self._say(f"\r{share}1 reply{spread}   ")
            return
        rate = self._count / max(now - self._began, 0.001)
        left = ""
        if self._size and row.end > self._began_at:
            seconds = (self._size - row.end) * (now - self._began) / (row.end - self._began_at)
            left = f", {_clock(seconds)} left"
        self._say(f"\r{share}{self._count:,} replies, {rate:,.0f} a second{left}{spread}   ")

    def done(self) -> None:
        """Clear the line."""
        if self._say is not None and self._count:
            self._say("\r\033[K")


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
