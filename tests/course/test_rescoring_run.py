"""`attune course rescore` on classes of any size: some sessions at a time, taken up again, here or on a cluster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from commands.course import rescoring_run
from commands.course.progress import Progress
from commands.course.rescore_words import short_ids
from commands.course.sessions import in_order
from commands.course.trial_file import opened
from commands.edition import edition
from commands.errors import InputError
from commands.sessions import shortest_prefixes
from simulator import store_finished
from simulator.store import Store
from simulator.store_finished import count_finished, finished
from simulator.store_place import trial_file
from simulator.store_schema import event, session
from tests.cluster.conftest import cluster, dask  # noqa: F401  a cluster within this process
from tests.course.test_course_commands import attuned, newer, sitting  # noqa: F401  a coder that hears otherwise

AGAIN = ("rescore", "--coder", "2")


@pytest.fixture
def many(store: Store, newer: None, monkeypatch: pytest.MonkeyPatch) -> Store:  # noqa: F811  the fixture above
    """Seven finished sessions, one damaged, one that goes on; three in a portion, two in a query."""
    del newer
    monkeypatch.setattr(rescoring_run, "AT_ONCE", 3)
    monkeypatch.setattr(store_finished, "AT_ONCE", 2)
    for i in range(7):
        sitting(store, f"bird-{i}", "open_question" if i % 2 else "advice")
    sitting(store, "going-on", ended=False)
    damaged(store, "owl")
    return store


def damaged(store: Store, trainee: str) -> str:
    name = f"ffffffff-{trainee}"
    with store.database.writing() as connection:
        plain = dict(connection.execute(session.select().limit(1)).mappings().one())
        connection.execute(insert(session).values(**{**plain, "id": name, "trainee": trainee, "ending": "left"}))
        connection.execute(
            insert(event).values(session=name, seq=1, at="2026-03-02T09:00:00.000Z", kind="started", body="{}")
        )
    return name


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sessions that were scored, in order."""
    scored: list[str] = []
    plain = rescoring_run.rescored

    def counted(portion: rescoring_run.Portion) -> Any:  # noqa: ANN401  as the function it stands for
        scored.extend(kept.record.id for kept in portion.sessions)
        return plain(portion)

    monkeypatch.setattr(rescoring_run, "rescored", counted)
    return scored


def test_a_cluster_tells_and_keeps_what_a_single_process_does(many: Store, cluster: str) -> None:  # noqa: F811  as above
    alone = attuned(*AGAIN), attuned(*AGAIN, "--json")
    trial_file(many.folder).unlink()

    spread = attuned(*AGAIN, "--cluster", cluster), attuned(*AGAIN, "--json")

    assert [one.output for one in spread] == [one.output for one in alone]
    assert "7 of 7 scores change" in alone[0].output
    kept_by_one = trial_file(many.folder).read_bytes()
    trial_file(many.folder).unlink()
    attuned(*AGAIN)
    assert trial_file(many.folder).read_bytes() == kept_by_one


@pytest.mark.parametrize("share", [0.0, 0.01, 0.2, 0.5, 0.8, 0.999])
def test_an_interrupted_run_goes_on_where_it_stopped(many: Store, read: list[str], share: float) -> None:
    """Whatever was half written is cut off and made again."""
    whole = attuned(*AGAIN).output
    path, every = trial_file(many.folder), list(read)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    done = path.read_bytes().count(b"\n") - 1  # the first line says who made it
    read.clear()

    assert attuned(*AGAIN).output == whole

    assert path.read_bytes() == raw
    assert read == every[max(0, done) :]


def test_what_a_trial_made_is_kept_without_making_it_again(many: Store, read: list[str]) -> None:
    attuned(*AGAIN)
    read.clear()

    shown = attuned(*AGAIN, "--apply")

    assert "Kept 7 results" in shown.output
    assert read == []
    assert not trial_file(many.folder).exists()


def test_what_changed_since_a_trial_is_made_anew(many: Store, read: list[str]) -> None:
    """From the first session that changed; a trial after another rubric, coder or program is not used at all."""
    attuned(*AGAIN)
    read.clear()
    late = sitting(many, "late")
    assert "8 of 8 scores change" in attuned(*AGAIN).output
    assert late in read
    assert len(read) < 8
    read.clear()

    attuned("rescore", "--rubric", "1.2.0")

    assert len(read) == 9


def test_damaged_sessions_are_named_and_left_out(many: Store) -> None:
    shown = attuned(*AGAIN, "--json")

    assert many
    assert json.loads(shown.stdout)["sessions"] == 7
    assert "session ffffffff-owl cannot be read" in shown.stderr
    assert "session ffffffff-owl cannot be read" in attuned(*AGAIN).stderr  # also where it was taken over


def test_json_is_written_as_json_is(many: Store) -> None:
    """In pieces, and yet as one object; so too where nothing changes."""
    for args in (AGAIN, ("rescore", "--rubric", "1.2.0")):
        shown = attuned(*args, "--json").stdout
        assert shown == json.dumps(json.loads(shown), ensure_ascii=False, indent=1) + "\n"
    assert many


def test_erasing_a_session_takes_the_trial_along(many: Store) -> None:
    """It quotes sessions."""
    attuned(*AGAIN)
    assert trial_file(many.folder).exists()

    many.erase(in_order(many)[0].id)

    assert not trial_file(many.folder).exists()


def test_only_its_owner_may_read_a_trial(many: Store) -> None:
    attuned(*AGAIN)

    assert trial_file(many.folder).stat().st_mode & 0o777 == 0o600


def test_two_re_scorings_at_once_are_refused(many: Store) -> None:
    with opened(trial_file(many.folder), edition(with_coder=False), "as kept"):
        shown = attuned("rescore", "--rubric", "1.2.0")

    assert shown.exit_code == 2
    assert "another re-scoring is under way" in shown.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(InputError, match="cannot be written"), opened(tmp_path / "file" / "x", _edition(), "as kept"):
        pass


def _edition() -> Any:  # noqa: ANN401  only handed on
    return edition(with_coder=False)


def test_a_cluster_needs_something_to_score(store: Store) -> None:
    del store
    assert attuned("rescore", "--list", "--cluster", "local:2").exit_code == 2


def test_finished_sessions_come_once_and_oldest_first(many: Store) -> None:
    """Also those that began in the same moment as another."""
    wanted = [record for record in in_order(many) if record.ended]

    pages = list(finished(many))

    assert [record for page in pages for record in page] == wanted
    assert max(map(len, pages)) == 2
    assert count_finished(many) == len(wanted) == 8


@given(st.lists(st.text("ab0", min_size=9, max_size=12), unique=True, min_size=1, max_size=30), st.data())
def test_short_ids_of_a_few_are_those_of_all(ids: list[str], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(ids), unique=True))
    whole = shortest_prefixes(ids)

    assert short_ids(some, ids) == {one: whole[one] for one in some}


def test_progress_says_how_many_of_how_many() -> None:
    said: list[str] = []
    shown = Progress(said.append, 1000)

    shown.take_over(200)
    shown.step(25, 2)
    shown.done()
    Progress(None, 1000).step(25)

    assert said[0].startswith("\r225 of 1,000 sessions, ")
    assert said[0].rstrip().endswith("2 workers")
    assert said[-1] == "\r\033[K"
