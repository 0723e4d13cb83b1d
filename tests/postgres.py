"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket there, gone afterwards."""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path

import pytest

from simulator.store import Store
from simulator.store_place import server_at
from tests.programs import go_without

READY_SECONDS = 60
NEEDED = ("postgres", "initdb", "pg_isready", "psql")
QUICK = ("fsync=off", "full_page_writes=off")
"""Settings under which a power cut would lose what was kept; no test cuts power."""
OWNER = "owner"
"""The superuser of a server of ours; it owns every database."""

on_both = pytest.mark.usefixtures("on_both")
"""Marks a test that is to hold of a file and of PostgreSQL; the fixture stands in `tests/store/conftest.py`."""


class Cluster:
    """A running server."""

    def __init__(self, programs: Path, folder: Path, settings: Sequence[str]) -> None:
        self.folder = folder
        self.programs = programs
        self._settings = ["listen_addresses=", f"unix_socket_directories={folder}", "max_connections=120", *settings]
        self._numbers = itertools.count()
        self._template = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        told = itertools.chain.from_iterable(("-c", setting) for setting in self._settings)
        program: list[str | Path] = [self.programs / "postgres", "-D", self.folder / "data", *told]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(program, stderr=log, stdout=log, user=_user())
        until = time.monotonic() + READY_SECONDS
        asked: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", self.folder]
        while subprocess.run(asked, check=False).returncode:
            if time.monotonic() > until or self._process.poll() is not None:
                raise AssertionError((self.folder / "log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """Let it finish what it does and go."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """All at once: nothing is finished, nobody is told goodbye."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(READY_SECONDS)

    def url(self, database: str, user: str = OWNER) -> str:
        """The address of a database."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def database(self) -> str:
        """The address of a fresh database in which Attune's tables stand ready."""
        if not self._template:
            self._template = "attune_template"
            self.sql(f"CREATE DATABASE {self._template}")
            with Store.open(self.folder / "home", server=server_at(self.url(self._template))):
                pass
        return self.empty_database(self._template)

    def empty_database(self, template: str = "template0") -> str:
        """The address of a fresh database without tables."""
        name = f"t{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def with_role(self, url: str, name: str, group: str, *, with_tables: bool = True) -> str:
        """Make Attune's roles in this database, where its tables are, and one that may log in; the address as it."""
        if with_tables:
            self.sql(resources.files("simulator").joinpath("postgres_roles.sql").read_text("utf-8"), url)
        if not self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):  # noqa: S608  a name of the tests' own
            self.sql(f"CREATE ROLE {name} LOGIN IN ROLE {group}")
        return url.replace(f"{OWNER}@", f"{name}@")

    def bytes_of(self, url: str) -> bytes:
        """Every byte that the server's disk holds of a database, its journal left out."""
        number = self.sql("SELECT oid FROM pg_database WHERE datname = current_database()", url)
        self.sql("CHECKPOINT")
        files = (self.folder / "data" / "base" / number.strip()).iterdir()
        return b"".join(path.read_bytes() for path in files if path.is_file())

    def sql(self, statement: str, url: str = "") -> str:
        """Run a statement; what it answers, a line a row."""
        program: list[str | Path] = [self.programs / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        program += ["-d", url or self.url("postgres"), "-f", "-"]
        done = subprocess.run(program, input=statement, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)


@contextmanager
def running(settings: Sequence[str] = QUICK) -> Iterator[Cluster]:
    """A server with these settings, for as long as the block lasts."""
    if importlib.util.find_spec("psycopg") is None:
        go_without("the extra `postgres` is not installed: pip install 'attune[postgres]'")
    programs, user = _programs(), _user()
    # Not in pytest's folder: that is closed to the user as whom the server runs, and its name too long for a socket.
    with tempfile.TemporaryDirectory(prefix="attune-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user is not None:
            shutil.chown(folder, user)
        program: list[str | Path] = [programs / "initdb", "-D", folder / "data", "-U", OWNER]
        program += ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user)
        cluster = Cluster(programs, folder, settings)
        cluster.start()
        try:
            yield cluster
        finally:
            with suppress(subprocess.TimeoutExpired):
                cluster.kill()


def _user() -> str | None:
    """As whom the server runs: PostgreSQL refuses to run as the superuser of a computer. `None`: as ourselves."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


def _programs() -> Path:
    """Where the server's programs lie; Debian keeps them out of the PATH."""
    found = [Path(path).resolve().parent for path in filter(None, [shutil.which("postgres")])]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    whole = [folder for folder in found if all((folder / name).exists() for name in NEEDED)]
    return whole[0] if whole else go_without("PostgreSQL is not installed: apt-get install postgresql")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for all tests that need one; each test has a database of its own in it."""
    with running() as one:
        yield one
