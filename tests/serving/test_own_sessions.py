"""No visitor sees another's sessions: each app acts as its visitor, in folders and in one database for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from commands.serving import forked
from commands.serving.door import USERS, VISITORS, Visitor
from simulator.store import Store
from simulator.store_place import STORE, server_at
from tests.postgres import Cluster
from tests.serving.conftest import Serving
from tests.serving.windows import Window, visitor, window

HEADER = "X-Remote-User"
SAID = {"finch": "It sounds like a heavy week.", "heron": "What would help you most today?"}
Trainees = Callable[[], dict[str, list[str]]]
"""Who has said what, as the store has it after all have gone."""


@pytest.fixture
def in_folders(tmp_path: Path) -> Trainees:
    """A file for each visitor."""

    def said() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for home in sorted((tmp_path / "served" / USERS).iterdir()):
            with Store.open(home) as store:
                found |= _said(store)
        return found

    return said


@pytest.fixture
def in_a_database(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trainees:
    """One database for all, in which the server's role sees whom it asks for."""
    url = cluster.database()
    monkeypatch.setenv(STORE, cluster.with_role(url, "pages", "attune_served"))

    def said() -> dict[str, list[str]]:
        with Store.open(tmp_path / "course", server=server_at(url)) as store:
            return _said(store)

    return said


def _said(store: Store) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for record in store.records():
        words = [getattr(event, "text", "") for event in store.events(record.id)]
        told.setdefault(record.trainee, []).extend(filter(None, words))
    return told


async def _talk(talk: Window, words: str) -> None:
    await talk.begin()
    await talk.type(words + "\r")
    await talk.shows("Heard: ")


@pytest.mark.parametrize("splits", [True, False], ids=["split off", "begun anew"])
@pytest.mark.parametrize("kept", ["in_folders", "in_a_database"])
async def test_neither_of_two_visitors_sees_the_others_sessions(
    serving: Serving, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, kept: str, *, splits: bool
) -> None:
    """The second comes while the first is in, so that both apps come from the same loaded process where there is one.

    After a reload each is where they were, and among the sessions to go on with is their own alone.
    """
    said: Trainees = request.getfixturevalue(kept)
    monkeypatch.setattr(forked, "IS_POSSIBLE", splits and forked.IS_POSSIBLE)
    async with (
        serving(user_header=HEADER) as url,
        visitor(url, {HEADER: "finch"}) as finch,
        visitor(url, {HEADER: "heron"}) as heron,
    ):
        async with window(finch, url) as finchs:
            await _talk(finchs, SAID["finch"])
            async with window(heron, url) as herons:
                await herons.shows("I have read this")
                await herons.shows("Maya, 34")
                assert "Go on with" not in herons.painted.words
                await _talk(herons, SAID["heron"])
                assert SAID["finch"] not in herons.painted.words
            assert SAID["heron"] not in finchs.painted.words
        for http, mine, others in ((finch, "finch", "heron"), (heron, "heron", "finch")):
            async with window(http, url) as again:
                await again.shows(SAID[mine])
                await again.type("\x1b")
                await again.shows("Pause and keep for later")
                await again.type("\x1b[B\r")
                await again.shows("Go on with")
                assert SAID[others] not in again.painted.words
                assert again.painted.words.count("Kept at turn") <= 1

    assert said() == {who: [words] for who, words in SAID.items()}


def test_a_database_learns_a_hash_of_a_cookie_and_not_the_cookie() -> None:
    """Whoever reads the database could come in as that visitor otherwise."""
    cookie = "0123456789abcdef" * 2

    pseudonym = Visitor(VISITORS, cookie).pseudonym

    assert pseudonym.startswith("visitor-")
    assert cookie not in pseudonym
    assert pseudonym == Visitor(VISITORS, cookie).pseudonym != Visitor(VISITORS, cookie[::-1]).pseudonym
    assert server_at("postgresql://x@y/z", pseudonym).person == pseudonym


@pytest.mark.parametrize(
    ("role", "group", "told"),
    [
        ("", "", "this role sees everybody's sessions"),
        ("jay", "attune_trainee", "this role sees only those of `jay`"),
        ("passer", "pg_monitor", "this role may not do that"),
    ],
)
def test_a_role_that_must_not_serve_is_refused_before_anybody_comes(
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    role: str,
    group: str,
    told: str,
) -> None:
    """In one line, which names docs/postgresql.md."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    url = cluster.database()
    with pytest.raises(SystemExit) as left:
        cli.main(["serve", "--port", "0", "--store", cluster.with_role(url, role, group) if role else url])

    out, err = capsys.readouterr()
    assert (left.value.code, out, len(err.splitlines())) == (2, "", 1)
    assert told in err
    assert "docs/postgresql.md" in err
