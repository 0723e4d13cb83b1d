"""Copies of a PostgreSQL database's tables, made beside them before they are migrated.

A copy lies in a PostgreSQL schema of its own, made in the same transaction as the migration: no program on the client
is needed for it, and no moment passes between the copy and the change. It holds the rows, without rules and keys.
"""

from __future__ import annotations

from sqlalchemy import Connection

from simulator.store_engine import tables_of


def copy_tables(connection: Connection, schema: int) -> None:
    """Copy every table that is to be brought to `schema`. A copy of the same name is replaced."""
    present = str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    copy = f"{present}_before_{schema}"
    quoted = connection.dialect.identifier_preparer.quote_identifier
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {quoted(copy)} CASCADE")
    connection.exec_driver_sql(f"CREATE SCHEMA {quoted(copy)}")
    for table in tables_of(connection):
        connection.exec_driver_sql(f"CREATE TABLE {quoted(copy)}.{quoted(table)} AS TABLE {quoted(table)}")


def drop_copies(connection: Connection) -> None:
    """Remove every copy of the tables in use."""
    query = "SELECT nspname FROM pg_namespace WHERE nspname ~ ('^' || current_schema() || '_before_[0-9]+$')"
    quoted = connection.dialect.identifier_preparer.quote_identifier
    for copy in connection.exec_driver_sql(query).scalars().all():
        connection.exec_driver_sql(f"DROP SCHEMA {quoted(copy)} CASCADE")
