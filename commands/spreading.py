"""Portions of work spread over the workers of a Dask cluster, and their results in order.

Work is a pure function, so it makes no difference to the results who does it, nor how often. That gives one rule for
everything that dies: what is lost is sent again, and what workers cannot do is done here. Workers of another edition
(`commands.edition`) get no work. No worker raises or logs what it was given: these are a trainee's words.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import uuid4

from commands.edition import Edition, edition
from commands.errors import InputError

if TYPE_CHECKING:
    from distributed import Client, Future

Given = TypeVar("Given")
Made = TypeVar("Made")

AHEAD = 3
"""Portions under way for each worker's thread, so that none waits for the next."""
LOOK_EVERY = 0.5
"""Seconds of waiting between two looks at who has come and who has gone."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to a worker; shown without its content, since Dask logs what it cannot unpack."""

    content: Any = field(repr=False)
    wanted: Edition


@dataclass(frozen=True, slots=True)
class Done:
    """What comes back."""

    result: Any = field(repr=False)
    refusal: str = ""
    """Why there is no result, in words without any of the content."""
    is_other: bool = False
    """The worker is of another edition."""


def do(work: Callable[[Any], Any], parcel: Parcel) -> Done:
    """Do a portion, on a worker. Raises nothing."""
    try:
        differing = parcel.wanted.differences(edition(with_coder=bool(parcel.wanted.coder)))
        if differing:
            return Done(None, "; ".join(differing), is_other=True)
        return Done(work(parcel.content))
    except Exception as error:  # noqa: BLE001  a worker would log it with the trainee's words; it is done again elsewhere
        return Done(None, type(error).__name__)


def workers_there(dask_scheduler: Any) -> dict[str, str]:  # noqa: ANN401  Dask fills it in, on the scheduler
    """Every worker that the scheduler has: address to name.

    The client's own `scheduler_info` will not do: in some releases it tells of five workers, in others a look in the
    background empties what another has just fetched.
    """
    return {address: str(worker.name) for address, worker in dask_scheduler.workers.items()}


@dataclass(slots=True)
class UnderWay(Generic[Given]):
    """A portion that was sent."""

    given: Given
    future: Future[Done]
    sent_to: frozenset[str]
    """Workers that may do it."""


class Spreader:
    """Sends portions to the workers of one cluster."""

    def __init__(self, client: Client, wanted: Edition, say: Callable[[str], None]) -> None:
        """`say` tells the person something in a line, such as who is refused."""
        self._client = client
        self._wanted = wanted
        self._say = say
        self._names: dict[str, str] = {}
        """Workers that get work: address to name."""
        self._refused: set[str] = set()
        self._run = uuid4().hex[:8]
        self._numbers = itertools.count()
        self._is_waiting_told = False

    @property
    def workers(self) -> int:
        """How many workers get work just now."""
        return len(self._names)

    def look(self) -> None:
        """Take in workers that have come, forget those that have gone. Raises `InputError` where the cluster has."""
        if self._client.status != "running":
            raise InputError(
                "the cluster has gone. What was done until then is kept with --out, and the same command goes on."
            )
        try:
            there: dict[str, str] = self._client.run_on_scheduler(workers_there)
        except OSError:  # it does not answer just now; where it has gone for good, the client knows soon
            return
        for address in self._names.keys() - there.keys():
            del self._names[address]
        new = [address for address in there if address not in self._names and address not in self._refused]
        if new:
            self._check(new, there)
        if self._names:
            self._is_waiting_told = False
        elif not self._is_waiting_told:
            self._is_waiting_told = True
            self._say("no worker is left; waiting for one. Ctrl+C stops, and nothing that is done is lost.")

    def _check(self, addresses: list[str], names: dict[str, str]) -> None:
        try:
            found = self._client.run(edition, with_coder=bool(self._wanted.coder), workers=addresses, on_error="return")
        except (OSError, ValueError):  # one has gone between the look and the question: looked at again
            return
        for address, its in found.items():
            if isinstance(its, Edition):
                differing = "; ".join(self._wanted.differences(its))
            elif isinstance(its, OSError):
                continue  # it has gone
            else:
                differing = "it has no Attune that can be asked"
            if differing:
                self._refuse(address, names[address], differing)
            else:
                self._names[address] = names[address]

    def _refuse(self, address: str, name: str, why: str) -> None:
        self._names.pop(address, None)
        self._refused.add(address)
        called = f"{name} ({address})" if name != address else address
        self._say(f"worker {called} is refused: {why}. It gets no work.")

    def spread(self, work: Callable[[Given], Made], portions: Iterable[Given]) -> Iterator[tuple[Given, Made]]:
        """Yield each portion with its result, in order; no more is taken than workers can be busy with.

        `work` is a pure function of a module. Raises `InputError` where the cluster is gone.
        """
        under_way: deque[UnderWay[Given]] = deque()
        for portion in portions:
            under_way.append(self._sent(work, portion))
            while len(under_way) >= max(2, AHEAD * self.workers):
                yield self._oldest(work, under_way)
        while under_way:
            yield self._oldest(work, under_way)

    def _sent(self, work: Callable[[Given], Made], portion: Given) -> UnderWay[Given]:
        while not self._names:  # what is sent to nobody in particular could go to a refused one
            time.sleep(LOOK_EVERY)
            self.look()
        workers = list(self._names)
        future = self._client.submit(
            do,
            work,
            Parcel(portion, self._wanted),
            key=f"attune-{self._run}-{next(self._numbers)}",
            workers=workers,
            pure=False,
        )
        return UnderWay(portion, future, frozenset(workers))

    def _oldest(self, work: Callable[[Given], Made], under_way: deque[UnderWay[Given]]) -> tuple[Given, Made]:
        from distributed import KilledWorker  # noqa: PLC0415  it takes 0.9 s, and only this way of working needs it

        while True:
            first = under_way[0]
            try:
                done = first.future.result(timeout=LOOK_EVERY)
            except TimeoutError:
                self._look_after(work, under_way)
                continue
            except KilledWorker:
                self._say("a portion was with several workers when they ended; it is done here.")
                done = Done(work(first.given))
            except (CancelledError, OSError):
                self.look()
                under_way[0] = self._sent(work, first.given)
                continue
            if done.is_other:  # it came back to the same address as another
                for address in set(first.sent_to) & self._names.keys():
                    del self._names[address]
                self.look()
                under_way[0] = self._sent(work, first.given)
                continue
            if done.refusal:
                self._say(f"a portion failed on a worker ({done.refusal}); it is done here.")
                done = Done(work(first.given))
            under_way.popleft()
            return first.given, done.result

    def _look_after(self, work: Callable[[Given], Made], under_way: deque[UnderWay[Given]]) -> None:
        """Send again what only workers could do that have gone."""
        self.look()
        there = self._names.keys()
        if not there:
            return
        for place, portion in enumerate(under_way):
            if not portion.future.done() and portion.sent_to.isdisjoint(there):
                portion.future.cancel()
                under_way[place] = self._sent(work, portion.given)
