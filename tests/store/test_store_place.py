"""Which database is meant, and that nobody is shown its password: in no message, no traceback, no help."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console
from rich.traceback import Traceback

from cli import attune
from simulator.store import Store
from simulator.store_errors import StoreError, UnreachableError
from simulator.store_place import STORE, TRAINEE, Server, chosen_server, data_folder, place_in_words, server_at

HIDDEN = "mar-ma-lade"
NOWHERE = f"postgresql://finch:{HIDDEN}@127.0.0.1:9/attune"
"""A port at which nothing answers."""
WRITTEN = [
    (NOWHERE, "postgresql://finch@127.0.0.1:9/attune"),
    (f"postgres://finch:{HIDDEN}@db.example/attune?sslmode=require", "postgresql://finch@db.example/attune"),
    (f"POSTGRESQL+psycopg://finch@db/attune?password={HIDDEN}", "postgresql://finch@db/attune"),
    (f"postgresql:///attune?host=/run/postgresql&password={HIDDEN}", "postgresql:///run/postgresql/attune"),
    (f" postgresql://a%40b:{HIDDEN}@[::1]/attune\n", "postgresql://a@b@::1/attune"),
]
MISWRITTEN = [
    f"mysql://finch:{HIDDEN}@db/attune",
    f"finch:{HIDDEN}@db/attune",
    f"sqlite:///{HIDDEN}",
    f"postgresql://finch:a/{HIDDEN}@db/attune",
    f"postgresql://finch:a?{HIDDEN}@db/attune",
    f"postgresql://finch:a#{HIDDEN}@db/attune",
    f"postgresql://finch:{HIDDEN}",
    f"postgresql://finch:[{HIDDEN}@db/attune",
    HIDDEN,
]


@pytest.mark.parametrize(("url", "name"), WRITTEN)
def test_a_database_is_called_by_its_address_without_password_and_options(url: str, name: str) -> None:
    server = server_at(url)

    assert str(server) == name
    assert HIDDEN not in repr(server)


@pytest.mark.parametrize("url", MISWRITTEN)
def test_what_is_no_address_is_refused_without_being_repeated(url: str) -> None:
    """A password with a slash in it would otherwise pass for the name of the database."""
    with pytest.raises(StoreError, match="address") as caught:
        server_at(url)

    assert HIDDEN not in str(caught.value)


def test_the_environment_says_where_sessions_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ATTUNE_STORE in the file; an empty one is none."""
    monkeypatch.setenv(STORE, "")
    assert chosen_server() is None
    assert place_in_words() == str(folder / "sessions.sqlite")

    monkeypatch.setenv(STORE, NOWHERE)
    monkeypatch.setenv(TRAINEE, "finch")
    assert chosen_server() == Server(NOWHERE.partition("://")[2], "postgresql://finch@127.0.0.1:9/attune", "finch")
    assert place_in_words() == "postgresql://finch@127.0.0.1:9/attune"


@pytest.mark.parametrize("person", ["Dr Finch", "a b", "x -c role=owner", "ä", "a" * 65])
def test_a_person_is_named_by_a_pseudonym_alone(person: str) -> None:
    """It is handed to the server among its settings."""
    with pytest.raises(StoreError, match="pseudonym"):
        server_at(NOWHERE, person)


def test_a_folder_that_is_named_is_the_store_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for a benchmark, which must not fill a course's database."""
    monkeypatch.setenv(STORE, NOWHERE)

    with Store.open(tmp_path / "here") as store:
        assert store.path == tmp_path / "here" / "sessions.sqlite"


def test_a_server_that_does_not_answer_is_told_without_the_password(folder: Path) -> None:
    """Neither in the message nor in what a traceback with all values, as the app prints it, would show."""
    pytest.importorskip("psycopg")

    with pytest.raises(UnreachableError, match=r"finch@127\.0\.0\.1:9/attune: the database does not answer") as caught:
        Store.open(folder, server=server_at(NOWHERE))

    shown = io.StringIO()
    error = caught.value
    traceback = Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True, width=500)
    Console(file=shown, width=500).print(traceback)
    assert "UnreachableError" in shown.getvalue()
    assert HIDDEN not in shown.getvalue()


def test_the_command_line_takes_a_store_before_or_behind_the_command() -> None:
    """For that command alone; and a fault in it is one line and exit code 2."""
    pytest.importorskip("psycopg")
    for args in (["--store", NOWHERE, "sessions", "list"], ["sessions", "list", "--store", NOWHERE]):
        told = CliRunner().invoke(attune, args)

        assert told.exit_code == 2
        assert "does not answer" in told.output
        assert HIDDEN not in told.output
        assert STORE not in os.environ
    miswritten = CliRunner().invoke(attune, ["sessions", "list", "--store", MISWRITTEN[0]])
    assert (miswritten.exit_code, HIDDEN in miswritten.output) == (2, False)


def test_without_the_extra_a_database_is_refused_with_what_to_install(folder: Path) -> None:
    """The file needs no driver."""
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from simulator.store import Store, StoreError\n"
        "try: Store.open()\n"
        "except StoreError as error: print(error)\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, STORE: NOWHERE},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "pip install 'attune[postgres]'" in told
    assert HIDDEN not in told
    assert not folder.exists()


def test_a_file_needs_no_driver_of_a_server(folder: Path) -> None:
    """Nor the time to load it."""
    program = (
        "import sys; from simulator.store import Store; Store.open().close(); "
        "assert not {'psycopg', 'simulator.store_postgres'} & set(sys.modules)"
    )

    subprocess.run([sys.executable, "-c", program], check=True)
    assert (folder / "sessions.sqlite").is_file()


def test_sessions_lie_where_attune_home_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ATTUNE_HOME wins; without it the system's place for data is used."""
    assert data_folder() == folder
    monkeypatch.delenv("ATTUNE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    monkeypatch.setenv("HOME", "/somebody")
    assert data_folder().name == "attune"
