"""`attune course import`, `erase` and `key`, as a course leader or a script sees them."""

from __future__ import annotations

import json
import stat
import traceback
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from commands.course.group import command
from commands.sessions import command as sessions
from scoring.rereading import reread
from simulator.bundle_checks import played
from simulator.bundles import write_bundle
from simulator.store import Store
from tests.postgres import on_both
from tests.store.handing import bundle, collect, hand_in, kept
from tests.store.players import FixedCoder, advice

FINCH, CROW = bundle(1, ("marmalade?",)), bundle(2, ("Hello?",) * 9, trainee="crow")


def run(*args: str) -> Result:
    return CliRunner().invoke(command, args)


@on_both
def test_import_says_what_became_of_everything(store: Store, tmp_path: Path) -> None:
    """Exit code 0 where all was well; 1 where something was set aside or left out, each named."""
    place = hand_in(tmp_path / "in", FINCH, CROW)
    well = run("import", str(place))
    (place / "z.jsonl").write_bytes(write_bundle(FINCH)[:-30])
    hand_in(tmp_path / "other", bundle(1, ("Something else?",)))

    badly = run("import", str(place), str(tmp_path / "other"), "--json")

    assert (well.exit_code, well.output) == (0, "     2  new\n")
    told = json.loads(badly.stdout)
    assert badly.exit_code == 1
    assert (told["outcomes"]["same"], told["outcomes"]["conflict"]) == (2, 1)
    assert [Path(one["name"]).name for one in told["left_out"]] == ["z.jsonl"]
    assert Path(told["quarantined"][0]["file"]).is_file()
    assert len(store.records()) == 2


@on_both
def test_what_is_sealed_with_the_courses_key_comes_in(folder: Path, tmp_path: Path) -> None:
    """The private key is for its owner alone, and a second call makes no other pair."""
    pytest.importorskip("nacl")
    with Store.open() as store:
        collect(store, hand_in(tmp_path / "in", FINCH))
    run("key")
    private, public = folder / "course.private", folder / "course.public"
    before = private.read_bytes()
    again = run("key")

    exported = CliRunner().invoke(
        sessions, ["export", "--all", "-o", str(tmp_path / "a.zip"), "--seal", str(public)], catch_exceptions=False
    )
    result = run("import", str(tmp_path / "a.zip"))

    assert (exported.exit_code, result.exit_code) == (0, 0)
    assert "here already" in result.output
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert (private.read_bytes(), "already" in again.output) == (before, True)


def test_another_coder_shows_what_was_heard_otherwise() -> None:
    """A reading that was made up is found by reading the words again; the session itself stays."""
    session = played(FINCH, advice())

    same, other = reread(session, FixedCoder()), reread(session, FixedCoder("unsolicited_advice"))

    assert not same.differs
    assert [(turn.n, turn.kept, turn.now) for turn in other.turns] == [(1, ("open_question",), ("unsolicited_advice",))]
    assert other.overall_kept != other.overall_now


@on_both
def test_erasing_a_trainee_first_says_what_would_go(store: Store, tmp_path: Path) -> None:
    """Without --yes nothing is erased."""
    collect(store, hand_in(tmp_path / "in", FINCH, CROW))

    result = run("erase", "finch")

    assert result.exit_code == 0
    assert "1 session would be erased. Nothing was" in result.output
    assert len(store.records()) == 2


@on_both
def test_erasing_a_trainee_leaves_no_byte_in_the_courses_folder(store: Store, folder: Path, tmp_path: Path) -> None:
    """Not in the store, in what was set aside, in reports or in exports; and nothing comes back."""
    place = hand_in(tmp_path / "in", FINCH, CROW, bundle(1, ("marmalade and toast?",)))
    collect(store, place)
    (folder / "reports").mkdir()
    report = folder / "reports" / f"advice-seeker-2026-03-02-0900-{FINCH.session[-6:]}.html"
    report.write_text("marmalade")
    (folder / "reports" / "mine.html").write_text("Hello")
    (folder / "exports").mkdir()
    (folder / "exports" / "all.jsonl").write_bytes(write_bundle(FINCH))

    erased = run("erase", "finch", "--yes")
    again = run("import", str(place), "--json")

    assert "1 session and 4 files about them erased." in erased.output
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert not [
        path for path in files if b"marmalade" in path.read_bytes() or FINCH.session.encode() in path.read_bytes()
    ]
    assert (folder / "reports" / "mine.html").exists()
    assert json.loads(again.stdout)["outcomes"]["erased"] == 2
    assert list(kept(store)) == [CROW.session]


@on_both
def test_erasing_tells_a_script_what_would_go_and_what_went(store: Store, folder: Path, tmp_path: Path) -> None:
    """The same sessions and files before and after; nothing goes while it is only asked."""
    collect(store, hand_in(tmp_path / "in", FINCH, CROW))
    (folder / "exports").mkdir(parents=True, exist_ok=True)
    (folder / "exports" / "all.jsonl").write_bytes(write_bundle(FINCH))

    asked = json.loads(run("erase", "finch", "--json").stdout)
    before = len(store.records())
    done = json.loads(run("erase", "finch", "--yes", "--json").stdout)
    nobody = run("erase", "finch", "--yes", "--json")

    assert (asked["erased"], before, done["erased"]) == (False, 2, True)
    assert [one["id"] for one in asked["sessions"]] == [FINCH.session]
    assert asked["files"] == [str(folder / "exports" / "all.jsonl")]
    assert {**asked, "erased": True} == done
    assert list(kept(store)) == [CROW.session]
    assert (nobody.exit_code, json.loads(nobody.stdout)) == (1, {"erased": False, "sessions": [], "files": []})


@on_both
def test_erasing_by_day_takes_only_sessions_in_which_nothing_was_done_since(store: Store, tmp_path: Path) -> None:
    """The day itself stays."""
    collect(store, hand_in(tmp_path / "in", FINCH, CROW))

    on_the_day = run("erase", "--before", "2026-03-02", "--yes")
    day_after = run("erase", "--before", "2026-03-03", "--yes")

    assert on_the_day.output == "No such sessions.\n"
    assert day_after.output == "2 sessions erased.\n"
    assert store.records() == []


@pytest.mark.parametrize("args", [["erase"], ["erase", "--before", "soon"], ["import"], ["import", "/no/such/place"]])
def test_what_cannot_be_meant_is_refused(folder: Path, args: Sequence[str]) -> None:
    """Exit code 2."""
    del folder

    assert run(*args).exit_code == 2


@on_both
def test_no_word_of_a_session_stands_in_a_traceback(store: Store, tmp_path: Path) -> None:
    """Not even where the database itself fails, whose errors like to repeat what was to be written."""
    with store.database.writing() as connection:
        connection.execute(text("ALTER TABLE event RENAME COLUMN kind TO sort"))

    with pytest.raises(Exception, match="kind") as caught:
        collect(store, hand_in(tmp_path / "in", FINCH))

    assert "marmalade" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", ["key", "import", "erase"])
def test_every_help_shows_an_example(name: str) -> None:
    """Help is honest and begins with what one types."""
    assert f"Examples:\n    attune course {name}" in run(name, "--help").output
