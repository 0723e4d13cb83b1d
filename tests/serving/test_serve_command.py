"""What `attune serve` refuses, in one line, before it listens anywhere."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli

NETWORK = "0.0.0.0"  # noqa: S104  it is to be refused
REFUSED: list[tuple[list[str], str]] = [
    (["--host", NETWORK], "others can reach 0.0.0.0"),
    (["--host", "attune.example"], "others can reach attune.example"),
    (["--user-header", "X-Remote-User"], "needs --behind-proxy"),
    (["--behind-proxy", "--open-to-network"], "choose one"),
    (["--limit", "0"], "--limit"),
]


def complaint(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """The one line that `attune serve` leaves with."""
    with pytest.raises(SystemExit) as left:
        cli.main(["serve", *args])
    out, err = capsys.readouterr()
    assert left.value.code == 2
    assert out == ""
    assert len(err.splitlines()) == 1
    return err


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize(("args", "piece"), REFUSED)
def test_what_would_be_unsafe_is_refused(capsys: pytest.CaptureFixture[str], args: list[str], piece: str) -> None:
    assert piece in complaint(capsys, *args)


@pytest.mark.parametrize("package", ["aiohttp", "textual_serve"])
def test_without_the_extra_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    for name in [known for known in sys.modules if known.startswith(("commands.serving.", "textual_serve"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)

    assert "pip install 'attune[serve]'" in complaint(capsys)


def test_a_port_in_use_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        assert "cannot be listened on" in complaint(capsys, "--port", str(taken.getsockname()[1]))


def test_a_database_that_does_not_answer_yet_is_told_and_waited_for(
    home: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut the two may come back in any order."""
    pytest.importorskip("psycopg")
    served: list[object] = []

    def run_app(application: object, *, print: Callable[[str], None], **_: object) -> None:  # noqa: A002  aiohttp's own
        served.append(application)
        print("======== Running on http://127.0.0.1:8000 ========")

    monkeypatch.setattr("aiohttp.web.run_app", run_app)

    with pytest.raises(SystemExit) as left:
        cli.main(["serve", "--store", "postgresql://served:s3cret@127.0.0.1:9/attune"])

    out, _ = capsys.readouterr()
    assert (left.value.code or 0, len(served)) == (0, 1)
    assert "the database does not answer" in caplog.text
    assert "kept in postgresql://served@127.0.0.1:9/attune" in out
    assert str(home / "served") in out
    assert "s3cret" not in out + caplog.text
