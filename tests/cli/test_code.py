"""`attune code --out`: long batches that survive an interruption."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cli
from commands.batch import Progress, Row, answers, rows

CALL = [sys.executable, "-c", "import cli; cli.main()", "code"]


def lines(count: int, first: int = 0) -> bytes:
    return b"".join(
        json.dumps({"id": n, "patient": "He left.", "reply": f"What was it like, the {n}th time?"}).encode() + b"\n"
        for n in range(first, first + count)
    )


def run(*args: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(["code", *args])
    return int(left.value.code or 0)


def ids(path: Path) -> list[object]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    source, out, part = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    source.write_bytes(lines(3000) + b"{broken\n" + lines(3, 3000))
    first = subprocess.Popen([*CALL, str(source), "--out", str(out)], stderr=subprocess.PIPE)
    while not (part.exists() and part.stat().st_size > 4000):
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    with part.open("ab") as torn:
        torn.write(b'{"id": 17, "co')  # the line that was being written
    before = part.read_bytes().rpartition(b"\n")[0]
    source.write_bytes(lines(120) + b"{broken\n" + lines(3, 120))
    kept = before.count(b"\n") + 1
    if kept > 100:  # a fast machine: leave something to do
        part.write_bytes(b"\n".join(before.split(b"\n")[:100]) + b"\n")

    second = subprocess.run([*CALL, str(source), "--out", str(out)], capture_output=True, check=False)

    assert second.returncode == 2  # for the broken line
    assert b"going on after" in second.stderr
    assert b"in.jsonl:121: this is not JSON" in second.stderr
    assert ids(out) == [*range(123)]
    assert not part.exists()


def test_a_finished_file_is_never_written_over_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines(2))
    out.write_text("mine\n")

    assert run(str(source), "--out", str(out)) == 2
    assert "is there already" in capsys.readouterr().err
    assert out.read_text() == "mine\n"
    assert run(str(source), "--out", str(out), "--restart") == 0
    assert ids(out) == [0, 1]


@pytest.mark.parametrize("maker", ['{"coder": "0.1+older", "input": "-"}', "[broken", None])
def test_answers_of_another_coder_are_not_mixed_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], maker: str | None
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines(2))
    (tmp_path / "out.jsonl.part").write_text("{}\n")
    if maker:
        (tmp_path / "out.jsonl.part.json").write_text(maker)

    assert run(str(source), "--out", str(out)) == 2
    assert "from another input or another coder" in capsys.readouterr().err
    assert (tmp_path / "out.jsonl.part").read_text() == "{}\n"


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(lines(1))

    assert run(str(source), "--out", str(tmp_path / "gone" / "out.jsonl")) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_several_jobs_answer_as_one_does_and_in_order() -> None:
    good = list(rows(io.BytesIO(lines(150))))

    assert list(answers(good, 2)) == list(answers(good, 1))


def test_rows_are_taken_from_the_input_only_as_fast_as_answers_are_taken() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield Row(taken, taken, {"id": taken, "patient": "", "reply": "Mm."})

    coming = answers(endless(), 2)  # type: ignore[arg-type]
    for _ in range(3):
        next(coming)

    assert taken <= 2 * 4 * 64  # two jobs, four chunks each
    coming.close()  # type: ignore[attr-defined]


def test_progress_says_share_rate_and_time_left_and_is_silent_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither rate nor time left is told from the first reply, behind which stands a whole portion's time."""
    said: list[str] = []
    now = 100.0
    monkeypatch.setattr("commands.batch.time.monotonic", lambda: now)
    shown = Progress(said.append, 1000)

    now = 104.0
    shown.step(Row(21, 500, {}))  # twenty were done by an earlier run
    shown.step(Row(22, 525, {}))  # within a quarter of a second: not told
    now = 110.0
    shown.step(Row(23, 550, {}), 2)
    shown.done()
    Progress(None, 1000).step(Row(1, 250, {}))

    assert [words.rstrip() for words in said] == [
        "\r50%, 1 reply",
        "\r55%, 3 replies, 0 a second, 1:30 left, 2 workers",
        "\r\033[K",
    ]
