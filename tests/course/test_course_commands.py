"""`attune course report`, `gradebook` and `rescore` on kept sessions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert

from cli import attune
from commands.course import rescore, rescore_words
from scoring.rubric import version
from simulator.practice import Practice
from simulator.store import Store
from simulator.store_schema import event
from tests.store.players import ADVICE, FixedCoder, advice


def sitting(store: Store, trainee: str, *codes: str, ended: bool = True) -> str:
    """One session of three replies, left by the trainee."""
    record = store.create(ADVICE.read_bytes(), advice(), seed=1, mode="quiet", trainee=trainee)
    coder = FixedCoder(*codes)
    practice = Practice.begin(advice(), store.journal(record.id), coder, seed=1, rubric_version=version())
    for reply in ("What happened?", "And then?", "I see."):
        if practice.session.ending is None:
            practice.send(reply)
    if ended and practice.session.ending is None:
        practice.leave()
    return record.id


def attuned(*words: str) -> Result:
    return CliRunner().invoke(attune, ["course", *words])


class Newer(FixedCoder):
    version = "2"


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coder is installed that hears platitudes everywhere."""
    monkeypatch.setattr(rescore, "_coder_version", lambda: "2")
    monkeypatch.setattr("scoring.coder.load_coder", lambda: Newer("platitude"))


def test_a_class_is_reported_in_every_form(store: Store, tmp_path: Path) -> None:
    for i in range(6):
        sitting(store, f"bird-{i}")

    shown = attuned("report")

    assert shown.exit_code == 0
    assert "6 finished, by 6 trainees" in shown.output
    target = tmp_path / "course.html"
    assert attuned("report", "--format", "html", "-o", str(target)).exit_code == 0
    first = target.read_bytes()
    assert attuned("report", "--format", "html", "-o", str(target)).exit_code == 2
    assert attuned("report", "--format", "html", "-o", str(target), "--force").exit_code == 0
    assert target.read_bytes() == first


def test_names_need_a_list_of_trainees_and_a_roster(store: Store, tmp_path: Path) -> None:
    for i in range(5):
        sitting(store, f"bird-{i}")
    roster = tmp_path / "roster.csv"
    roster.write_text("pseudonym,name\nbird-3,Robin\n")

    assert attuned("report", "--names", str(roster)).exit_code == 2
    shown = attuned("report", "--trainees", "--names", str(roster))
    assert "Robin" in shown.output
    assert "bird-2" in shown.output
    assert "Robin" not in attuned("report", "--trainees").output


def test_grades_of_finished_sessions_are_written_and_again_the_same(store: Store) -> None:
    sitting(store, "finch")
    sitting(store, "wren", ended=False)

    first = attuned("gradebook")

    assert first.exit_code == 0
    assert first.stdout.splitlines()[1].startswith("finch,advice-seeker,")
    assert "wren" not in first.stdout
    assert attuned("gradebook").stdout == first.stdout
    statements = [json.loads(line) for line in attuned("gradebook", "--format", "xapi").stdout.splitlines()]
    assert {one["actor"]["account"]["name"] for one in statements} == {"finch"}


def test_an_export_that_cannot_be_filled_in_leaves_nothing(store: Store, tmp_path: Path) -> None:
    sitting(store, "finch")
    (tmp_path / "export.csv").write_text("Student,ID,Section\n")
    (tmp_path / "roster.csv").write_text("pseudonym,canvas_id\nfinch,1\n")
    target = tmp_path / "out.csv"

    shown = attuned(
        "gradebook", "--patient", "advice-seeker", "--roster", str(tmp_path / "roster.csv"),
        "--canvas", str(tmp_path / "export.csv"), "--item", "Maya (1)", "-o", str(target),
    )  # fmt: skip

    assert shown.exit_code == 2
    assert "there is no item `Maya (1)`" in shown.output
    assert not target.exists()


def test_only_what_is_installed_can_be_applied(store: Store) -> None:
    sitting(store, "finch")

    shown = attuned("rescore", "--rubric", "0.1")

    assert shown.exit_code == 2
    assert f"This program has rubric {version()}" in shown.output
    assert attuned("rescore").exit_code == 2
    assert attuned("rescore", "--undo").exit_code == 2


@pytest.mark.usefixtures("newer")
def test_a_re_scoring_is_tried_kept_and_undone(store: Store) -> None:
    """Grades go by what is kept, and go back when it is undone."""
    for name in ("finch", "wren"):
        sitting(store, name, "open_question")
    before = attuned("gradebook").stdout

    tried = attuned("rescore", "--coder", "2")
    assert "2 of 2 scores change" in tried.output
    assert "Nothing was changed" in tried.output
    assert attuned("gradebook").stdout == before

    assert "Kept 2 results" in attuned("rescore", "--coder", "2", "--apply").output
    assert "kept already" in attuned("rescore", "--coder", "2", "--apply").output
    after = attuned("gradebook").stdout
    assert after != before
    assert ",fixed 2," in after
    assert "2 sessions" in attuned("rescore", "--list").output

    assert attuned("rescore", "--undo").exit_code == 0
    assert attuned("gradebook").stdout == before
    assert len(store.results.rescorings()) == 1
    assert store.results.rescorings()[0].undone_at is not None


@pytest.mark.usefixtures("newer")
def test_who_crosses_the_pass_mark_is_counted(store: Store) -> None:
    """At the mark is passed; the mark itself makes the difference."""
    sitting(store, "finch", "open_question")
    (change,) = json.loads(attuned("rescore", "--coder", "2", "--json").stdout)["changes"]
    high, low = max(change["old"], change["new"]), min(change["old"], change["new"])

    told = [
        json.loads(attuned("rescore", "--coder", "2", "--pass", str(mark), "--json").stdout)
        for mark in (low, low + 0.1, high, min(100, high + 0.1))
    ]

    assert [one["crossing"] for one in told] == [0, 1, 1, 0]
    way = "crossing_up" if change["new"] == high else "crossing_down"
    assert [one[way] for one in told] == [0, 1, 1, 0]
    assert {one["crossing_up"] + one["crossing_down"] - one["crossing"] for one in told} == {0}


@pytest.mark.usefixtures("newer")
def test_who_crosses_stands_before_all_others_with_a_name(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list has an end, and a grade may hang on those."""
    monkeypatch.setattr(rescore_words, "MOST_LISTED", 2)
    for i in range(3):
        sitting(store, f"bird-{i}", "open_question")
    sitting(store, "heron", "validation")
    sitting(store, "wren", ended=False)
    every = json.loads(attuned("rescore", "--coder", "2", "--json").stdout)["changes"]
    (heron,) = (one for one in every if one["trainee"] == "heron")
    assert heron["old"] > max(one["old"] for one in every if one is not heron)

    shown = attuned("rescore", "--coder", "2", "--pass", str(heron["old"])).output.splitlines()

    assert shown[1] == f"4 of 4 scores change, 1 crosses the pass mark {heron['old']:g} (0 up, 1 down)."
    assert "heron, advice-seeker: " in shown[2]
    assert shown[2].endswith(", crosses the pass mark")
    assert "bird-0, advice-seeker: " in shown[3]
    assert shown[4] == "  and 2 more; --json lists all"
    assert "Not finished, and so left out: 1." in shown


@pytest.mark.usefixtures("newer")
def test_undoing_says_what_counts_now(store: Store) -> None:
    sitting(store, "finch", "open_question")
    attuned("rescore", "--rubric", version(), "--apply")
    attuned("rescore", "--coder", "2", "--apply")

    assert "(rubric 1.2.0, readings as kept) for the sessions that it covered." in attuned("rescore", "--undo").output
    assert "now go by the installed rubric and the readings kept when" in attuned("rescore", "--undo").output


def test_a_session_that_cannot_be_read_is_named_and_the_others_count(store: Store) -> None:
    for i in range(5):
        sitting(store, f"bird-{i}")
    broken = store.create(ADVICE.read_bytes(), advice(), seed=1, mode="quiet", trainee="owl")
    with store._database.writing() as connection:  # noqa: SLF001  no door of the store lets damage in
        connection.execute(
            insert(event).values(session=broken.id, seq=1, at="2026-03-02T09:00:00.000Z", kind="started", body="{}")
        )

    shown = attuned("report")

    assert shown.exit_code == 0
    assert broken.id in shown.stderr
    assert "1 session, left out" in shown.stdout
