"""What `attune serve` refuses, in one line, before it listens anywhere."""

from __future__ import annotations

import socket
import sys
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
