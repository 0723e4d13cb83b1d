"""Who sees what in PostgreSQL: the server decides, whatever program asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy import Delete, Insert, Update
from sqlalchemy.exc import DBAPIError

from commands.course.group import command
from simulator import store_schema as schema
from simulator.ratings import Judgement, Word
from simulator.store import Store
from simulator.store_engine import Database
from simulator.store_errors import NoSuchSessionError, StoreError, UnwritableError
from simulator.store_migration import MIGRATIONS, bring_up_to_date
from simulator.store_place import server_at
from tests.postgres import Cluster
from tests.store.players import begin, resume

PEOPLE = ("finch", "heron", "web")


@pytest.fixture(scope="module")
def roles(cluster: Cluster) -> str:
    """The SQL that makes them; two trainees and a server that serves pages have a role each."""
    sql = CliRunner().invoke(command, ["roles"]).stdout
    url = cluster.database()
    cluster.sql(sql, url)
    cluster.sql(
        "CREATE ROLE finch LOGIN IN ROLE attune_trainee; CREATE ROLE heron LOGIN IN ROLE attune_trainee; "
        "CREATE ROLE web LOGIN IN ROLE attune_served; CREATE ROLE stranger LOGIN"
    )
    return sql


Opener = Callable[..., Store]


@pytest.fixture
def as_role(cluster: Cluster, folder: Path, roles: str) -> Opener:
    """Opens one database as the role of this name, for one person where that is said."""
    url = cluster.database()
    cluster.sql(roles, url)

    def opened(role: str, person: str = "") -> Store:
        return Store.open(folder, server=server_at(url.replace("owner@", f"{role}@"), person))

    return opened


def test_a_trainee_practises_and_reads_only_their_own(as_role: Opener) -> None:
    """From the first turn to the last, with drafts, second windows and what a supervisor said of it."""
    with as_role("finch") as finch, as_role("heron") as heron, as_role("owner") as course:
        mine, practice = begin(finch)
        finch.save_draft(mine, "How is")
        practice.send("How is home?")
        theirs, _ = begin(heron)
        while practice.session.ending is None:
            practice.send("And then?")
        course.ratings.add([Word(mine, Judgement(1, "fit", 1, ""), is_blind=True)], "crane")
        course.ratings.add([Word(theirs, Judgement(None, "responsiveness", 500, ""), is_blind=True)], "crane")

        assert [record.id for record in finch.records()] == [mine]
        assert [record.id for record in heron.records()] == [theirs]
        assert {record.trainee for record in course.records()} == {"finch", "heron"}
        assert finch.record(mine).ended
        assert resume(finch, mine).session == practice.session
        assert [one.session for one in finch.ratings.all()] == [mine]
        with pytest.raises(NoSuchSessionError):
            heron.events(mine)


def test_a_session_is_the_roles_own_whatever_pseudonym_the_settings_give(as_role: Opener) -> None:
    """Nobody practises in another's name. (These tests begin every session as `finch`.)"""
    with as_role("heron") as heron:
        session_id, _ = begin(heron)

        assert heron.record(session_id).trainee == "heron"


def _of_others(mine: str, theirs: str) -> list[Insert | Update | Delete]:
    """What a trainee might try with a program of their own."""
    session, event = schema.session, schema.event
    row = {"session": theirs, "seq": 2, "at": "", "kind": "left", "body": "{}"}
    copied = {"id": "x", "trainee": "heron", "scenario_id": "", "scenario_version": "", "scenario_title": "", "seed": 1}
    return [
        sa.insert(event).values(row),
        sa.insert(event).values(row | {"session": mine, "seq": 9}),
        sa.update(event).values(body="{}"),
        sa.delete(event),
        sa.insert(session).values(copied | {"scenario_sha256": "y", "mode": "", "started_at": ""}),
        sa.update(session).values(trainee="finch"),
        sa.update(session).values(seed=2),
        sa.delete(session),
        sa.insert(schema.draft).values(session=theirs, text="x", at=""),
        sa.insert(schema.scenario).values(sha256="0" * 64, bytes=b"another patient"),
        sa.update(schema.scenario).values(bytes=b""),
        sa.insert(schema.erasing).values(session=mine),
        sa.insert(schema.tombstone).values(session=theirs, at=""),
        sa.update(schema.rating).values(value=3),
        sa.insert(schema.rating).values(
            id="r",
            session=mine,
            target="overall",
            value=1000,
            rater="crane",
            blind=1,
            sample="chosen",
            comment="",
            at="",
        ),
    ]


@pytest.mark.parametrize("number", range(15))
def test_what_a_trainee_may_not_do_the_server_refuses(as_role: Opener, number: int) -> None:
    """To one's own sessions as little as to others', and nothing is changed."""
    with as_role("finch") as finch, as_role("heron") as heron, as_role("owner") as course:
        (mine, _), (theirs, _) = begin(finch), begin(heron)
        before = {one: course.events(one) for one in (mine, theirs)}
        statements = _of_others(mine, theirs)
        assert len(statements) == 15

        with pytest.raises((StoreError, DBAPIError)), finch.database.writing() as connection:
            connection.execute(statements[number])

        assert {one: course.events(one) for one in (mine, theirs)} == before
        assert {record.trainee for record in course.records()} == {"finch", "heron"}


def test_an_ending_is_set_once(as_role: Opener) -> None:
    """And that of somebody else's session never; the server passes over what the role cannot see."""
    with as_role("finch") as finch, as_role("heron") as heron, as_role("owner") as course:
        (mine, practice), (theirs, _) = begin(finch), begin(heron)
        practice.leave()

        with finch.database.writing() as connection:
            connection.execute(sa.update(schema.session).values(ending="shut"))

        assert (course.record(mine).ending, course.record(theirs).ending) == ("left", None)


def test_erasing_is_the_courses(as_role: Opener) -> None:
    """The message says who may, and nothing was erased."""
    with as_role("finch") as finch:
        mine, _ = begin(finch)

        with pytest.raises(UnwritableError, match="this role may not do that"):
            finch.erase(mine)
        assert [record.id for record in finch.records()] == [mine]


def test_a_served_visitor_sees_their_own_alone(as_role: Opener) -> None:
    """The server of pages connects as one role and asks for one visitor at a time."""
    with as_role("web", "finch") as finch, as_role("web", "heron") as heron:
        mine, practice = begin(finch)
        practice.send("How is home?")
        theirs, _ = begin(heron)

        assert [record.id for record in finch.records()] == [mine]
        assert [record.id for record in heron.records()] == [theirs]
        assert heron.record(theirs).trainee == "heron"
    with as_role("web") as nobody:
        assert nobody.records() == []
        with pytest.raises(UnwritableError):
            begin(nobody)


def test_visitors_are_not_served_with_a_role_that_sees_everybody(as_role: Opener) -> None:
    """Otherwise one visitor's history would be that of all."""
    with pytest.raises(UnwritableError, match=r"sees everybody's sessions.*attune_served"):
        as_role("owner", "finch")


def test_a_trainee_cannot_ask_for_another_as_a_server_may(as_role: Opener) -> None:
    """What a client says of itself counts for the server's role alone."""
    with as_role("heron") as heron, as_role("finch") as finch:
        begin(heron)
        begin(finch)

        with pytest.raises(UnwritableError, match="this role sees only those of `finch`"):
            as_role("finch", "heron")
        with finch.database.reading() as connection:
            connection.exec_driver_sql("SET attune.trainee = 'heron'")
            assert connection.execute(sa.select(schema.session.c.trainee)).scalars().all() == ["finch"]


def test_a_role_whose_name_is_no_pseudonym_does_not_practise(cluster: Cluster, folder: Path, roles: str) -> None:
    """Its sessions could be handed in nowhere."""
    del roles
    url = cluster.database()
    cluster.with_role(url, '"Ada.L"', "attune_trainee")

    with pytest.raises(UnwritableError, match="cannot be a pseudonym"):
        Store.open(folder, server=server_at(url.replace("owner@", "Ada.L@")))


def test_a_stranger_is_told_to_ask(as_role: Opener) -> None:
    """A role without rights is no fault of the program."""
    with pytest.raises(UnwritableError, match=r"may not do that.*docs/postgresql\.md"):
        as_role("stranger")


def test_a_trainee_does_not_upgrade_the_courses_database(cluster: Cluster, folder: Path, roles: str) -> None:
    """It is told who can, and the tables are as before."""
    url = cluster.empty_database()
    database = Database(server_at(url))
    bring_up_to_date(database, migrations=MIGRATIONS, schema=1)
    database.close()
    cluster.sql("GRANT SELECT ON alembic_version TO attune_trainee", url)
    del roles

    with pytest.raises(UnwritableError, match="may not do that"):
        Store.open(folder, server=server_at(url.replace("owner@", "finch@")))
    assert cluster.sql("SELECT version_num FROM alembic_version", url) == "0001\n"


def test_the_roles_may_be_made_twice(cluster: Cluster, roles: str) -> None:
    """After an upgrade the same SQL is run again."""
    url = cluster.database()
    cluster.sql(roles, url)
    cluster.sql(roles, url)
