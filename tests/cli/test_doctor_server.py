"""`attune doctor` with a PostgreSQL database: what it is, what this role may do there, and no secret told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from commands.health import installation, server
from commands.health.finding import Grade
from simulator.store_place import STORE
from simulator.store_schema import SCHEMA
from simulator.store_server_health import Rights, ServerHealth
from tests.postgres import OWNER, Cluster, cluster

__all__ = ["cluster"]


@pytest.fixture(autouse=True)
def _quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place of its own, and no patients to read."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    monkeypatch.setattr(installation, "shipped", dict)


def findings(capsys: pytest.CaptureFixture[str], url: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """Exit code, and what was found by topic; the same in words first, so that both are tried."""
    for args in ([], ["--json"]):
        with pytest.raises(SystemExit) as left:
            cli.main(["doctor", *args, "--store", url])
        out, err = capsys.readouterr()
        assert err == ""
    return int(left.value.code or 0), {one["topic"]: one for one in json.loads(out)["findings"]}


ROLES = [
    ("dora", "attune_trainee", "own", "its own sessions alone"),
    ("door", "attune_served", "asked", "the one visitor it asks for"),
]


@pytest.mark.parametrize(("role", "group", "rights", "words"), ROLES)
def test_it_tells_version_schema_and_what_the_role_may_do(
    cluster: Cluster, capsys: pytest.CaptureFixture[str], role: str, group: str, rights: str, words: str
) -> None:
    _, found = findings(capsys, cluster.with_role(cluster.database(), role, group))

    store = found["Store"]
    assert store["grade"] == "well"
    assert (store["data"]["rights"], store["data"]["schema"]) == (rights, SCHEMA)
    assert store["data"]["server"] == cluster.sql("SHOW server_version").split()[0]
    assert words in store["state"]
    assert role not in store["state"]


def test_the_servers_superuser_is_told_that_it_is_more_than_is_needed(
    cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """As well as that nobody else can practise yet, and that this server, the tests', would not outlive a power cut."""
    code, found = findings(capsys, cluster.database())

    assert (code, found["Store"]["data"]["rights"]) == (1, "all")
    assert found["Store's role"]["grade"] == "note"
    assert found["Store's roles"]["grade"] == "note"
    assert found["Store's disk"]["grade"] == "wrong"
    assert "fsync = on" in found["Store's disk"]["mend"]


def test_an_owner_who_is_no_superuser_is_just_right(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    url = cluster.empty_database()
    mine = cluster.with_role(url, "registrar", "pg_monitor", with_tables=False)
    cluster.sql("GRANT CREATE ON SCHEMA public TO registrar", url)

    _, before = findings(capsys, mine)
    cli_open(mine, capsys)
    _, after = findings(capsys, mine)

    assert before["Store"]["grade"] == "note"
    assert "the next session brings it to schema" in before["Store"]["mend"]
    assert after["Store"]["grade"] == "well"
    assert "Store's role" not in after


def cli_open(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["sessions", "list", "--store", url])
    assert not left.value.code, capsys.readouterr().err
    capsys.readouterr()


def test_a_stranger_is_told_to_ask_and_nothing_is_changed(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = findings(capsys, cluster.with_role(cluster.database(), "stray", "pg_monitor"))

    assert (code, found["Store"]["data"]["rights"]) == (1, "none")
    assert "docs/postgresql.md" in found["Store"]["mend"]


def test_a_role_that_there_is_not_is_told_without_its_name(
    cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is sent to whoever helps names nobody."""
    url = cluster.database().replace(f"{OWNER}@", "ada.lovelace@")

    code, found = findings(capsys, url)

    assert (code, found["Store"]["grade"]) == (1, "wrong")
    assert "lets nobody in so" in found["Store"]["mend"]
    assert "lovelace" not in json.dumps(found)


WELL = ServerHealth("15.13 (Debian)", SCHEMA, Rights.ALL, True, False, True, 3, True, True)


@pytest.mark.parametrize(
    ("change", "topic", "grade"),
    [
        ({"is_private": False}, "Way to the store", Grade.WRONG),
        ({"version": "14.2"}, "Store's version", Grade.NOTE),
        ({"schema": SCHEMA + 1}, "Store", Grade.WRONG),
        ({"schema": SCHEMA - 1}, "Store", Grade.NOTE),
        ({"schema": SCHEMA - 1, "may_make_tables": False}, "Store", Grade.WRONG),
    ],
)
def test_what_could_be_better_is_told_and_how(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object], topic: str, grade: Grade
) -> None:
    """Of a server as it should be one thing is otherwise, and that alone is told."""
    monkeypatch.setattr(server, "look", lambda _: ServerHealth(**{**_fields(WELL), **change}))

    amiss = [one for one in server.database("postgresql://course@db.example.org/attune") if one.grade is not Grade.WELL]

    assert [(one.topic, one.grade) for one in amiss] == [(topic, grade)]
    assert amiss[0].mend


def _fields(health: ServerHealth) -> dict[str, Any]:
    return {name: getattr(health, name) for name in ServerHealth.__slots__}


def test_an_address_that_is_none_is_told_and_not_repeated(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE, "mysql://ada:s3cret@db/attune")
    with pytest.raises(SystemExit) as left:
        cli.main(["doctor"])

    out, _ = capsys.readouterr()
    assert left.value.code == 1
    assert "no address of a" in out
    assert "s3cret" not in out
