"""`attune doctor`: what it finds wrong, how to mend it, and that it changes nothing."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import cli
from commands.health import installation, screen
from commands.health.finding import Grade
from commands.health.kept import masked
from scenarios.library import shipped
from simulator.store import Store
from simulator.store_errors import StoreError
from simulator.store_migration import backup_path
from simulator.store_schema import SCHEMA
from tests.store.players import begin

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _few_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading all of them takes most of a second, and `attune lint` tests them."""
    first = dict(list(shipped().items())[:2])
    monkeypatch.setattr(installation, "shipped", lambda: first)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where sessions are kept: one, of two turns."""
    place = tmp_path / "home"
    monkeypatch.setenv("ATTUNE_HOME", str(place))
    monkeypatch.delenv("ATTUNE_STORE", raising=False)
    with Store.open(place) as store:
        _, practice = begin(store)
        practice.send("One?")
    return place


def doctor(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    with pytest.raises(SystemExit) as left:
        cli.main(["doctor", *args])
    out, err = capsys.readouterr()
    assert err == ""
    return int(left.value.code or 0), out


def finding(capsys: pytest.CaptureFixture[str], topic: str) -> tuple[int, dict[str, Any]]:
    """Exit code and what was found of one thing."""
    code, out = doctor(capsys, "--json")
    return code, next(one for one in json.loads(out)["findings"] if one["topic"] == topic)


def test_a_sound_installation_has_nothing_wrong(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = doctor(capsys)

    assert code == 0
    assert f"Sessions are kept in {home}" in out
    assert "Coder: attune-coder" in out
    assert "Folder: closed to others (0700)" in out
    assert f"Store: SQLite, 1 kept, 0.1 MB, its pages sound, schema {SCHEMA}" in out
    assert out.endswith("Nothing is wrong.\n")


def test_it_makes_no_folder_and_changes_no_byte(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in home.iterdir()}

    doctor(capsys)

    assert {path: path.read_bytes() for path in home.iterdir()} == before
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "new"))
    code, out = doctor(capsys)
    assert code == 0
    assert "not there yet" in out
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("mode", "code"), [(0o700, 0), (0o750, 1), (0o701, 1)])
def test_a_folder_that_others_can_open_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str], mode: int, code: int
) -> None:
    home.chmod(mode)

    left, found = finding(capsys, "Folder")

    assert left == code
    assert found.get("mend") == (f"chmod 700 '{home}'" if code else None)


def test_a_backup_that_others_can_read_is_wrong(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = backup_path(home / "sessions.sqlite", SCHEMA)
    copy.write_bytes(b"")
    copy.chmod(0o644)

    left, found = finding(capsys, "Files")

    assert left == 1
    assert found["data"] == [copy.name]


def test_a_file_in_place_of_the_folder_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "file"))

    left, found = finding(capsys, "Folder")

    assert left == 1
    assert "ATTUNE_HOME" in found["mend"]


def _damage(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 : 4096 * 8] = b"\x55" * (4096 * 7)
    path.write_bytes(raw)


def _age(path: Path, schema: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (f"{schema:04d}",))


def test_a_damaged_file_is_wrong(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _damage(home / "sessions.sqlite")

    left, found = finding(capsys, "Store")

    assert left == 1
    assert "damaged" in found["mend"]
    assert "backup" in found["mend"]


def _sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_damage_within_the_pages_is_told_in_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SQLite says it in two."""
    raw = bytearray((home / "sessions.sqlite").read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 3000] = b"\xaa" * 3000
    (home / "sessions.sqlite").write_bytes(raw)

    left, found = finding(capsys, "Store")

    assert left == 1
    assert "damaged (" in found["mend"]
    assert "\n" not in found["mend"]


@pytest.mark.parametrize("statement", ["DROP TABLE alembic_version", "UPDATE alembic_version SET version_num = 'x'"])
def test_a_file_that_the_store_refuses_is_wrong(home: Path, capsys: pytest.CaptureFixture[str], statement: str) -> None:
    """Doctor and store say the same of it."""
    _sql(home / "sessions.sqlite", statement)

    left, found = finding(capsys, "Store")

    assert left == 1
    with pytest.raises(StoreError) as refused:
        Store.open(home)
    assert found["mend"] == str(refused.value)


def test_an_empty_file_is_noted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be new, or what a disk left of the sessions."""
    (home / "sessions.sqlite").write_bytes(b"")

    left, found = finding(capsys, "Store")

    assert (left, found["grade"]) == (0, "note")
    assert "backup" in found["mend"]


def test_a_folder_in_place_of_the_file_is_wrong(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "sessions.sqlite").unlink()
    (home / "sessions.sqlite").mkdir(mode=0o755)

    code, out = doctor(capsys)

    assert code == 1
    assert "a folder stands there" in out
    assert "1 thing to mend" in out


def test_a_file_that_may_not_be_written_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of a stand-in: whoever administers the computer may write everything."""
    may = os.access
    monkeypatch.setattr("os.access", lambda path, mode: may(path, mode) and Path(path).name != "sessions.sqlite")

    left, found = finding(capsys, "Files")

    assert left == 1
    assert found["mend"].endswith(f"cd '{home}' && chmod 600 sessions.sqlite")


def test_a_folder_that_cannot_be_looked_at_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a folder of somebody else's; a name that no disk takes is refused to everybody."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / ("x" * 300)))

    left, found = finding(capsys, "Store")

    assert left == 1
    assert "cannot be looked at" in found["state"]


def test_a_folder_beneath_a_file_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "file" / "home"))

    left, found = finding(capsys, "Folder")

    assert left == 1
    assert found["state"].endswith(f"{tmp_path / 'file'} is a file")


@pytest.mark.parametrize(
    ("schema", "grade", "code"), [(SCHEMA - 1, "note", 0), (SCHEMA, "well", 0), (SCHEMA + 1, "wrong", 1)]
)
def test_an_older_file_is_noted_and_a_newer_one_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str], schema: int, grade: str, code: int
) -> None:
    _age(home / "sessions.sqlite", schema)

    left, found = finding(capsys, "Store")

    assert (left, found["grade"], found["data"]["schema"]) == (code, grade, schema)


def test_a_changed_model_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from scoring.coder.assets import CoderDataError  # noqa: PLC0415

    def changed() -> None:
        raise CoderDataError("tuned.onnx: sha256 is 0, the manifest has 1; reinstall attune")

    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("scoring.coder.load_coder", changed)

    left, found = finding(capsys, "Coder")

    assert left == 1
    assert "sha256 is 0" in found["state"]


def test_a_missing_coder_leaves_the_rest_to_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file for whoever helps holds everything, whatever failed."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "new"))
    monkeypatch.setattr("scoring.coder.assets.DATA", tmp_path)
    monkeypatch.setattr("scoring.coder.model.DATA", tmp_path)
    from scoring.coder.model import shipped_coder  # noqa: PLC0415

    shipped_coder.cache_clear()
    try:
        code, out = doctor(capsys)
    finally:
        shipped_coder.cache_clear()

    assert code == 1
    assert "(✗) Coder:" in out
    assert "Patients: 2 of 2 sound" in out
    assert "1 thing to mend" in out


SECRETS = [
    ("postgresql://ada:s3cret@db.example/attune", "postgresql://…@db.example/attune"),
    ("postgresql://ada:s3@cret@db.example:5433/attune", "postgresql://…@db.example:5433/attune"),
    ("postgresql://db.example/attune?password=s3cret", "postgresql://db.example/attune"),
    ("postgresql:///attune?host=/run/s3cret", "postgresql:///attune"),
]


@pytest.mark.parametrize(("url", "shown"), SECRETS)
def test_a_store_elsewhere_is_named_without_its_password(url: str, shown: str) -> None:
    assert masked(url) == shown


def test_no_password_is_printed_where_the_store_does_not_answer(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_STORE", "postgresql://ada:s3cret@127.0.0.1:1/attune?application_name=s3cret")

    for args in ([], ["--json"]):
        code, out = doctor(capsys, *args)
        assert code == 1
        assert "127.0.0.1:1/attune" in out
        assert "s3cret" not in out
        assert "ada" not in out.replace(str(home), "")


def test_every_extra_for_users_is_known_by_what_it_is_for() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]

    assert set(stated) - {"test", "dev"} <= set(installation.EXTRAS)


def test_extras_present_and_absent_are_told_with_what_they_are_for() -> None:
    stated = ["click>=8", "click>=8; extra == 'pdf'", "no-such-thing[x]<2; extra == 'serve'", "ruff; extra == 'dev'"]

    present, absent = installation.extras(stated)

    assert present.grade is Grade.WELL
    assert re.fullmatch(r"for attune report --format pdf: click \S+", present.state)
    assert absent.grade is Grade.NOTE
    assert absent.state == "for attune serve: not installed"
    assert "pip install 'attune[serve]'" in absent.mend


@pytest.mark.parametrize(("columns", "rows", "grade"), [(80, 24, "well"), (79, 24, "note"), (80, 23, "note")])
def test_a_terminal_below_eighty_by_twenty_four_is_noted(columns: int, rows: int, grade: str) -> None:
    assert screen.size(columns, rows, "xterm").grade == grade


@pytest.mark.parametrize(
    ("environment", "told", "number"),
    [
        ({"TERM": "xterm"}, 8, 8),
        ({"TERM": "xterm-256color"}, -1, 256),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 8, 1 << 24),
        ({}, -1, 0),
    ],
)
def test_colours_are_what_the_terminal_says_of_itself(environment: dict[str, str], told: int, number: int) -> None:
    assert screen.colours(environment, told) == number


@pytest.mark.parametrize(
    ("encoding", "grade"), [("utf-8", "well"), ("UTF8", "well"), ("iso8859-1", "wrong"), ("", "wrong")]
)
def test_letters_other_than_utf_8_are_wrong(encoding: str, grade: str) -> None:
    assert screen.letters(encoding).grade == grade


def test_where_signs_cannot_be_shown_doctor_still_speaks(home: Path) -> None:
    """In a terminal of Latin letters it must not fall over its own signs."""
    done = subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", "doctor"],
        capture_output=True,
        cwd=ROOT,
        env={"ATTUNE_HOME": str(home), "PYTHONIOENCODING": "iso8859-1", "PATH": "/usr/bin:/bin"},
        check=False,
    )

    assert done.returncode == 1
    assert b"UTF-8" in done.stdout
    assert done.stderr == b""
