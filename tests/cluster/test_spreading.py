"""Portions over workers that come, go, fail and are of another edition; with a cluster made up for the test."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import Any

import pytest

from commands import spreading
from commands.edition import Edition, edition
from commands.errors import InputError
from commands.spreading import Done, Parcel, Spreader, do, workers_there

MINE = Edition("program", "1.0", "", "", "")
Outcome = Callable[[], Done]


class FakeFuture:
    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self.is_cancelled = False

    def result(self, timeout: float) -> Done:
        del timeout
        return self._outcome()

    def done(self) -> bool:
        return False

    def cancel(self) -> None:
        self.is_cancelled = True


class FakeClient:
    """A cluster of workers by address and edition. `fate` says what becomes of a portion that goes to some."""

    status = "running"

    def __init__(self, **workers: Edition | Exception) -> None:
        self.workers: dict[str, Edition | Exception] = workers
        self.sent: list[tuple[Any, tuple[str, ...]]] = []
        self.fate: Callable[[Any, tuple[str, ...]], Done | BaseException] = lambda content, _: Done(content * 10)

    def run_on_scheduler(self, asked: object) -> dict[str, str]:
        assert asked is workers_there
        return {address: f"the {address}" for address in self.workers}

    def run(self, _: object, *, workers: list[str], **__: object) -> dict[str, Edition | Exception]:
        return {address: self.workers[address] for address in workers}

    def submit(
        self, _: object, work: Callable[[Any], Any], parcel: Parcel, *, workers: list[str], **__: object
    ) -> FakeFuture:
        del work
        content, to = parcel.content, tuple(workers)
        self.sent.append((content, to))

        def outcome() -> Done:
            what = self.fate(content, to)
            if isinstance(what, BaseException):
                raise what
            return what

        return FakeFuture(outcome)


def tenfold(number: int) -> int:
    return number * 10


def spreader(client: FakeClient) -> tuple[Spreader, list[str]]:
    said: list[str] = []
    made = Spreader(client, MINE, said.append)  # type: ignore[arg-type]
    made.look()
    return made, said


def results(made: Spreader, count: int = 6) -> list[int]:
    return [result for _, result in made.spread(tenfold, range(count))]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "LOOK_EVERY", 0)


@pytest.mark.usefixtures("dask")
@pytest.mark.parametrize("other", [replace(MINE, rubric="0.9"), replace(MINE, program="edited"), ImportError("none")])
def test_a_worker_of_another_edition_is_named_and_gets_nothing(other: Edition | Exception) -> None:
    client = FakeClient(finch=MINE, wren=other)
    made, said = spreader(client)

    assert results(made) == [0, 10, 20, 30, 40, 50]

    assert {to for _, to in client.sent} == {("finch",)}
    (line,) = said
    assert line.startswith("worker the wren (wren) is refused")


@pytest.mark.usefixtures("dask")
def test_what_only_a_lost_worker_could_do_is_sent_to_another() -> None:
    client = FakeClient(finch=MINE)
    made, _ = spreader(client)

    def fate(content: int, to: tuple[str, ...]) -> Done | BaseException:
        if to == ("finch",):
            client.workers = {"wren": MINE}
            return TimeoutError()
        return Done(content * 10)

    client.fate = fate

    assert results(made) == [0, 10, 20, 30, 40, 50]
    assert client.sent[-1][1] == ("wren",)


@pytest.mark.usefixtures("dask")
def test_without_any_worker_it_waits_and_says_so_once() -> None:
    client = FakeClient(finch=MINE)
    made, said = spreader(client)
    looks = 0

    def fate(content: int, _: tuple[str, ...]) -> Done | BaseException:
        nonlocal looks
        looks += 1
        client.workers = {} if looks < 5 else {"finch": MINE}
        return TimeoutError() if looks < 6 else Done(content * 10)

    client.fate = fate

    assert results(made) == [0, 10, 20, 30, 40, 50]
    assert said == ["no worker is left; waiting for one. Ctrl+C stops, and nothing that is done is lost."]


@pytest.mark.usefixtures("dask")
@pytest.mark.parametrize("lost", [CancelledError(), OSError()])
def test_a_portion_that_was_lost_is_sent_again(lost: BaseException) -> None:
    client = FakeClient(finch=MINE)
    made, _ = spreader(client)
    fates = iter([lost, lost])
    client.fate = lambda content, _: next(fates, Done(content * 10))

    assert results(made) == [0, 10, 20, 30, 40, 50]
    assert [content for content, _ in client.sent].count(0) == 3


@pytest.mark.usefixtures("dask")
def test_what_workers_die_of_or_fail_at_is_done_here() -> None:
    from distributed import KilledWorker  # noqa: PLC0415  the extra

    client = FakeClient(finch=MINE)
    made, said = spreader(client)
    killed = KilledWorker("key", None, 3)  # type: ignore[arg-type]  # who died is of no interest here
    fates: dict[int, Done | BaseException] = {1: killed, 3: Done(None, "MemoryError")}
    client.fate = lambda content, _: fates.get(content) or Done(content * 10)

    assert results(made) == [0, 10, 20, 30, 40, 50]
    assert len(said) == 2
    assert "MemoryError" in said[1]


@pytest.mark.usefixtures("dask")
def test_a_worker_that_comes_back_as_another_is_asked_again() -> None:
    client = FakeClient(finch=MINE, wren=MINE)
    made, said = spreader(client)

    def fate(content: int, to: tuple[str, ...]) -> Done | BaseException:
        if "wren" in to:
            client.workers["wren"] = replace(MINE, rubric="2.0")
            return Done(None, "another rubric", is_other=True)
        return Done(content * 10)

    client.fate = fate

    assert results(made) == [0, 10, 20, 30, 40, 50]
    assert said == ["worker the wren (wren) is refused: rubric 2.0 instead of 1.0. It gets no work."]


@pytest.mark.usefixtures("dask")
def test_a_cluster_that_has_gone_ends_the_run() -> None:
    client = FakeClient(finch=MINE)
    made, _ = spreader(client)
    client.fate = lambda *_: CancelledError()
    client.status = "connecting"

    with pytest.raises(InputError, match="has gone"):
        results(made)


@pytest.mark.usefixtures("dask")
def test_no_more_portions_are_taken_than_workers_are_busy_with() -> None:
    client = FakeClient(finch=MINE)
    made, _ = spreader(client)

    coming = made.spread(tenfold, iter(range(1000)))
    next(coming)

    assert len(client.sent) == spreading.AHEAD


def test_a_worker_raises_nothing_and_shows_no_words() -> None:
    """Dask logs what a worker raises, and with it what it was given."""
    mine = edition(with_coder=False)
    parcel = Parcel("the trainee's words", mine)

    assert "trainee" not in repr(parcel)
    assert do(str.upper, parcel) == Done("THE TRAINEE'S WORDS")
    assert "TRAINEE" not in repr(do(str.upper, parcel))
    assert do(int, parcel) == Done(None, "ValueError")
    assert do(str.upper, replace(parcel, wanted=replace(mine, rubric="9"))).is_other


@pytest.mark.usefixtures("dask")
def test_every_worker_of_a_larger_cluster_gets_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some releases of Dask tell a client of five workers only."""
    monkeypatch.setattr(spreading, "LOOK_EVERY", 0.5)  # real workers take their time
    from distributed import Client, LocalCluster  # noqa: PLC0415  the extra

    with (
        LocalCluster(
            n_workers=8, threads_per_worker=1, processes=False, dashboard_address=None, memory_limit=0
        ) as running,
        Client(running, set_as_default=False) as client,
    ):
        made = Spreader(client, edition(with_coder=False), print)
        made.look()

        assert made.workers == 8
        assert [result for _, result in made.spread(len, ["a" * n for n in range(40)])] == list(range(40))


@pytest.mark.usefixtures("dask")
def test_a_scheduler_that_does_not_answer_for_a_moment_loses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    client = FakeClient(finch=MINE)
    made, said = spreader(client)

    def silent(_: object) -> dict[str, str]:
        raise OSError

    monkeypatch.setattr(client, "run_on_scheduler", silent)
    made.look()

    assert made.workers == 1
    assert said == []
