"""`attune code --cluster`: the same bytes whoever reads them, and whoever dies."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import cli
from commands import batch
from commands import cluster as clusters
from commands.batch import rows
from commands.edition import edition

ROOT = Path(__file__).parents[2]
CALL = [sys.executable, "-c", "import cli; cli.main()", "code"]


def lines(count: int) -> bytes:
    return b"".join(
        json.dumps({"id": n, "patient": "He left.", "reply": f"What was it like, the {n}th time?"}).encode() + b"\n"
        for n in range(count)
    )


def run(*args: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(["code", *args])
    return int(left.value.code or 0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Sixty replies and a bad line."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(60) + b"{broken\n" + lines(3))
    return path


def test_a_cluster_gives_the_bytes_of_a_single_process(
    source: Path, cluster: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad lines are named as ever; portions that do not come out even change nothing."""
    monkeypatch.setattr(batch, "PORTION", 7)
    assert run(str(source)) == 2
    alone = capsys.readouterr()

    assert run(str(source), "--cluster", cluster) == 2

    spread = capsys.readouterr()
    assert spread.out == alone.out
    assert "in.jsonl:61: this is not JSON" in spread.err


def test_portions_hold_every_row_once_and_long_ones_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "PORTION", 10)
    every = list(rows(io.BytesIO(lines(25))))
    even = [len(portion) for portion in batch.portions(every)]
    monkeypatch.setattr(batch, "PORTION_SIZE", 100)
    short = list(batch.portions(every))

    assert even == [10, 10, 5]
    assert max(map(len, short)) == 3  # each row has some forty characters
    assert [row for portion in short for row in portion] == every
    assert list(batch.portions([])) == []


@pytest.mark.parametrize("address", ["nonsense", "", "local:0", "local:x", "foo://here:1", "tcp://here:99999"])
@pytest.mark.usefixtures("dask")
def test_what_is_no_address_is_told_at_once(source: Path, capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert run(str(source), "--cluster", address) == 2
    assert capsys.readouterr().err.startswith(f"attune: --cluster {address}: this is no address. Wanted")


@pytest.mark.usefixtures("dask")
def test_an_address_where_nothing_answers_is_one_message(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is begun."""
    monkeypatch.setattr(clusters, "_ANSWER_WITHIN", 0.3)

    assert run(str(source), "--cluster", "tcp://127.0.0.1:9", "--out", str(tmp_path / "out.jsonl")) == 2

    assert capsys.readouterr().err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_workers_of_another_edition_are_refused_by_name(
    source: Path, cluster: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = edition(with_coder=True)
    monkeypatch.setattr(clusters, "edition", lambda **_: replace(mine, coder="attune-coder 99", model="0" * 64))

    assert run(str(source), "--cluster", cluster) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert "worker 0 (inproc://" in told.err
    assert "worker 1 (inproc://" in told.err
    assert f"coder {mine.coder} instead of attune-coder 99" in told.err
    assert f"model {mine.model[:12]} instead of 000000000000" in told.err
    assert "no worker is left to work with" in told.err


def test_without_the_extra_the_message_says_how_to_get_it(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clusters, "find_spec", lambda _: None)

    assert run(str(source), "--cluster", "local:2") == 2
    assert "pip install 'attune[cluster]'" in capsys.readouterr().err


@contextmanager
def worker(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own, which nobody starts again when it dies."""
    words = ["-m", "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = subprocess.Popen([sys.executable, *words, "--death-timeout", "60"], cwd=ROOT, **quiet)  # type: ignore[call-overload]
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@pytest.mark.usefixtures("dask")
def test_a_worker_that_is_killed_only_delays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of two is killed while it works, then a client is interrupted, and the run goes on without a cluster."""
    from distributed import LocalCluster  # noqa: PLC0415  the extra

    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    part = tmp_path / "out.jsonl.part"
    source.write_bytes(lines(3000))
    with (
        LocalCluster(
            n_workers=0, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as running,
        worker(running.scheduler_address) as first,
        worker(running.scheduler_address),
    ):
        running.wait_for_workers(2, timeout=60)
        call = [*CALL, str(source), "--cluster", running.scheduler_address, "--out", str(out)]
        client = subprocess.Popen(call, stderr=subprocess.PIPE, cwd=ROOT)
        wait_for(part, 1, client)
        os.kill(first.pid, signal.SIGKILL)
        after_the_kill = part.stat().st_size
        wait_for(part, after_the_kill + 60_000, client)
        client.send_signal(signal.SIGINT)
        told = client.communicate(timeout=60)[1].decode()

    assert "Traceback" not in told
    assert client.returncode == 130, told
    kept = part.read_bytes()
    few = kept.count(b"\n") + 5
    source.write_bytes(lines(few))  # what a single process has to read again is little
    assert run(str(source), "--out", str(out)) == 0
    assert out.read_bytes().startswith(kept)
    assert run(str(source)) == 0
    assert out.read_text() == capsys.readouterr().out


def wait_for(part: Path, size: int, client: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while not part.exists() or part.stat().st_size < size:
        assert client.poll() is None, "the client ended too early"
        assert time.monotonic() < deadline, "the run stands still"
        time.sleep(0.02)
