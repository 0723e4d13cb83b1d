"""Files of other versions: a newer one is refused, an older one is migrated after a copy was made."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from simulator import store_schema
from simulator.store import Store
from simulator.store_engine import Database
from simulator.store_errors import NewerSchemaError
from simulator.store_migration import MIGRATIONS, bring_up_to_date
from tests.store.players import begin

NEXT = store_schema.SCHEMA + 1
STEP = f"""
from alembic import op
revision, down_revision = "{NEXT:04d}", "{store_schema.SCHEMA:04d}"
def upgrade():
    op.execute("CREATE TABLE note (text TEXT)")
"""


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


def _migrate(path: Path, migrations: Path, schema: int = NEXT) -> None:
    with closing(Database(path)) as database:
        bring_up_to_date(database, migrations=migrations, schema=schema)


def test_the_migrations_make_the_tables_that_the_queries_expect(store: Store) -> None:
    """The schema is written down twice, once as it is and once as it came about; both say the same."""
    with closing(Database(store.path)) as database, database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), store_schema.metadata) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == f"{store_schema.SCHEMA:04d}"


def test_a_newer_file_is_refused_and_left_alone(store: Store, folder: Path, later: Path) -> None:
    """The message names both versions and what to do."""
    _migrate(store.path, later)
    before = store.path.read_bytes()

    with pytest.raises(NewerSchemaError, match=rf"has schema {NEXT}; .* up to {store_schema.SCHEMA}\..*Upgrade Attune"):
        Store.open(folder)
    assert store.path.read_bytes() == before


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


def test_a_step_that_fails_changes_nothing(store: Store, later: Path) -> None:
    """All steps are one transaction."""
    (later / "versions" / f"v{NEXT:04d}_notes.py").write_text(STEP + "    raise RuntimeError('stop')\n")

    with pytest.raises(RuntimeError, match="stop"):
        _migrate(store.path, later)
    assert "note" not in _tables(store.path)
    with Store.open(store.path.parent):
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
