"""Files and databases of other versions: newer ones are refused, older ones migrated after a copy was made."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from simulator import store_schema
from simulator.ratings import Judgement, Word
from simulator.store import Store
from simulator.store_engine import Database, tables_of
from simulator.store_errors import DamagedError, NewerSchemaError, UnwritableError
from simulator.store_migration import MIGRATIONS, bring_up_to_date
from simulator.store_place import STORE, Server, server_at
from tests.postgres import Cluster, on_both
from tests.store.players import begin, resume

NEXT = store_schema.SCHEMA + 1
STEP = f"""
from alembic import op
revision, down_revision = "{NEXT:04d}", "{store_schema.SCHEMA:04d}"
def upgrade():
    op.execute("CREATE TABLE note (text TEXT)")
"""


SCHEMA_1 = Path(__file__).parents[1] / "fixtures" / "store" / "schema-1.sqlite"
"""A file as the program left it that knew schema 1: a session of two turns with a draft, and one that ended."""
GOING_ON, ENDED = (f"01999999-0000-7000-8000-00000000000{n}" for n in (1, 2))


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a later program, with one step more."""
    migrations = tmp_path / "later"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / f"v{NEXT:04d}_notes.py").write_text(STEP)
    return migrations


def _tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _everything(store: Store) -> dict[str, object]:
    with store.database.reading() as connection:
        return {one: connection.exec_driver_sql(f"SELECT * FROM {one}").all() for one in tables_of(connection)}  # noqa: S608


def _migrate(place: Path | Server, migrations: Path, schema: int = NEXT) -> None:
    with closing(Database(place)) as database:
        bring_up_to_date(database, migrations=migrations, schema=schema)


def test_a_database_that_cannot_hold_every_letter_is_refused(cluster: Cluster, folder: Path) -> None:
    """Before a trainee types one that it lacks; and no table is made."""
    cluster.sql("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")

    with pytest.raises(UnwritableError, match=r"cannot hold every letter.*--encoding UTF8"):
        Store.open(folder, server=server_at(cluster.url("latin")))
    assert cluster.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", cluster.url("latin")) == "0\n"


@on_both
def test_the_migrations_make_the_tables_that_the_queries_expect(store: Store) -> None:
    """The schema is written down twice, once as it is and once as it came about; both say the same."""
    with closing(Database(store.database.place)) as database, database.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), store_schema.metadata)
    remarks = [one for one in found if isinstance(one, list) and all(part[0] == "modify_comment" for part in one)]
    assert [one for one in found if one not in remarks] == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == f"{store_schema.SCHEMA:04d}"


@on_both
def test_what_is_newer_is_refused_and_left_alone(store: Store, later: Path) -> None:
    """The message names both versions and what to do."""
    begin(store)
    _migrate(store.database.place, later)
    before = _everything(store)

    with pytest.raises(NewerSchemaError, match=rf"has schema {NEXT}; .* up to {store_schema.SCHEMA}\..*Upgrade Attune"):
        Store.open()
    assert _everything(store) == before


def test_an_older_file_is_migrated_after_a_copy_was_made(store: Store, later: Path) -> None:
    """The copy is the file as it was, and as private."""
    session_id, _ = begin(store)

    _migrate(store.path, later)

    copy = store.path.with_name(f"sessions.sqlite.before-{NEXT}")
    assert "note" in _tables(store.path)
    assert "note" not in _tables(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT id FROM session").fetchall() == [(session_id,)]


def _checked(store: Store) -> None:
    """What the file of schema 1 holds is here, and goes on."""
    assert [record.id for record in store.records()] == [ENDED, GOING_ON]
    assert (store.record(ENDED).ending, store.record(ENDED).turns) == ("shut", 5)
    assert store.draft(GOING_ON) == "And what did you"
    practice = resume(store, GOING_ON)
    assert [turn.reply for turn in practice.session.turns] == ["How is home?", "What happened then?"]
    practice.send("And what did you do?")
    store.ratings.add([Word(ENDED, Judgement(1, "fit", 1, ""), is_blind=True)], "heron")


def test_a_file_of_schema_1_is_brought_up_to_date(folder: Path) -> None:
    """The copy is the old file."""
    folder.mkdir()
    shutil.copy(SCHEMA_1, folder / "sessions.sqlite")

    with Store.open() as store:
        _checked(store)

    with (
        closing(sqlite3.connect(SCHEMA_1)) as old,
        closing(sqlite3.connect(folder / "sessions.sqlite.before-2")) as copy,
    ):
        assert list(copy.iterdump()) == list(old.iterdump())


def test_a_database_of_schema_1_is_brought_up_to_date(
    folder: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy lies beside it, in a PostgreSQL schema of its own, and goes when a session is erased."""
    del folder
    url = cluster.empty_database()
    _migrate(server_at(url), MIGRATIONS, 1)
    with closing(sqlite3.connect(SCHEMA_1)) as old, closing(Database(server_at(url))) as database:
        for name in ("scenario", "session", "event", "draft"):
            rows = old.execute(f"SELECT * FROM {name} ORDER BY rowid")  # noqa: S608  names of our own
            names = [column[0] for column in rows.description]
            table = sa.table(name, *(sa.column(one) for one in names))
            with database.writing() as connection:
                for row in rows:
                    connection.execute(sa.insert(table).values(dict(zip(names, row, strict=True))))
    monkeypatch.setenv(STORE, url)

    with Store.open() as store:
        _checked(store)
        copied = (
            "SELECT count(*) FROM public_before_2.event, public_before_2.alembic_version WHERE version_num = '0001'"
        )
        assert cluster.sql(copied, url) == "16\n"
        store.erase(ENDED)
    assert cluster.sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE '%before%'", url) == ""


def test_a_database_with_tables_of_another_program_is_refused(cluster: Cluster, folder: Path) -> None:
    """Nothing is added to it."""
    url = cluster.empty_database()
    cluster.sql("CREATE TABLE recipes (name text)", url)

    with pytest.raises(DamagedError, match="another program keeps its tables here"):
        Store.open(folder, server=server_at(url))
    assert cluster.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", url) == "recipes\n"


def test_of_several_programs_that_first_open_a_database_one_makes_the_tables(cluster: Cluster, folder: Path) -> None:
    """The others wait, and find them."""
    server = server_at(cluster.empty_database())

    def look(_: int) -> int:
        with Store.open(folder, server=server) as store:
            return len(store.records())

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(look, range(6))) == [0] * 6


@on_both
def test_a_step_that_fails_changes_nothing(store: Store, later: Path) -> None:
    """All steps are one transaction."""
    (later / "versions" / f"v{NEXT:04d}_notes.py").write_text(STEP + "    raise RuntimeError('stop')\n")

    with pytest.raises(RuntimeError, match="stop"):
        _migrate(store.database.place, later)
    with store.database.reading() as connection:
        assert "note" not in tables_of(connection)
    with Store.open():
        pass


def test_a_file_that_was_made_and_never_filled_is_filled(folder: Path) -> None:
    """As after a crash at the very first start."""
    folder.mkdir()
    (folder / "sessions.sqlite").touch()

    with Store.open(folder) as store:
        begin(store)
    assert [path.name for path in folder.iterdir()] == ["sessions.sqlite"]


def test_opening_an_up_to_date_file_does_not_load_alembic(store: Store) -> None:
    """It would take longer than everything else together; and help for commands loads no SQLAlchemy either."""
    del store
    program = (
        "import sys, commands.sessions; assert 'sqlalchemy' not in sys.modules; "
        "from simulator.store import Store; Store.open().close(); "
        "assert 'sqlalchemy' in sys.modules and 'alembic' not in sys.modules"
    )

    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
