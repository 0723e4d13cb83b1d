"""`attune sessions`: list, show, export and erase, as a person or a script sees them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from commands.sessions import command, shortest_prefixes
from simulator.bundles import HEADS, read_bundle
from simulator.store import Store
from tests.postgres import on_both
from tests.store.players import ADVICE, begin


def run(*args: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(command, args, input=typed)


@pytest.fixture
def played(store: Store) -> tuple[str, str]:
    """A session that ended and one that goes on, the older first."""
    ended, practice = begin(store)
    practice.wait()
    while practice.session.ending is None:
        practice.send("What\nhappened then? ‘Really’")
    unfinished, other = begin(store)
    other.keep("Are you there?")
    return ended, unfinished


@on_both
def test_an_empty_list_says_what_to_do(folder: Path) -> None:
    """A newcomer is not left before an empty table."""
    del folder

    assert "attune play" in run("list").output
    assert json.loads(run("list", "--json").output) == []


def test_list_shows_the_newest_first_with_turns_and_ending(played: tuple[str, str]) -> None:
    """Ids are shown as far as is needed to tell them apart."""
    ended, unfinished = played

    header, newer, older = run("list").output.splitlines()

    assert header.split() == ["ID", "BEGUN", "TURNS", "ENDING", "PATIENT"]
    assert unfinished.startswith(newer.split()[0])
    assert ended.startswith(older.split()[0])
    assert "not finished" in newer
    assert "  5  over" in older


def test_list_can_show_the_unfinished_only(played: tuple[str, str]) -> None:
    """Those that can be taken up again."""
    listed = json.loads(run("list", "--unfinished", "--json").output)

    assert [(record["id"], record["ended"]) for record in listed] == [(played[1], False)]


@on_both
def test_list_says_when_nothing_is_unfinished(store: Store) -> None:
    """An empty answer is not mistaken for lost sessions."""
    _, practice = begin(store)
    practice.leave()

    assert "Every session has ended" in run("list", "--unfinished").output


def test_show_prints_the_transcript_with_turns_and_codes(played: tuple[str, str]) -> None:
    """Everything said, in order, within 80 columns."""
    output = run("show", played[0]).output

    assert "If you were me (advice-seeker 1.0.0)" in output
    assert "Ellie: Same as last week, really. Worse, maybe." in output
    assert "  1. You: (silence)" in output
    assert "  2. You: What\n     happened then? ‘Really’\n     [open_question; fit +1]" in output
    assert output.endswith("Ending: shut (poor)\n")
    assert max(map(len, output.splitlines())) <= 80


def test_show_tells_of_a_reply_that_waits_for_an_answer(played: tuple[str, str]) -> None:
    """Words that were kept are shown even if the patient has not answered."""
    assert "You: Are you there?\n     [kept, not answered yet]\n\nNot finished." in run("show", played[1]).output


def test_show_as_json_holds_the_same(played: tuple[str, str]) -> None:
    """For scripts."""
    shown = json.loads(run("show", played[0], "--json").output)

    assert shown["session"]["id"] == played[0]
    assert [turn["n"] for turn in shown["turns"]] == [1, 2, 3, 4, 5]
    assert shown["turns"][1]["codes"][0]["code"] == "open_question"
    assert shown["ending"] == {"id": "shut", "kind": "poor"}


@on_both
def test_export_writes_bundles_the_oldest_first_and_none_twice(played: tuple[str, str], store: Store) -> None:
    """What is written can be read back into the same events, in the order in which they were practised."""
    exported = [run("export", "--all"), run("export", *played, played[0])]

    for result in exported:
        raw = result.output.encode()
        second = raw.index(HEADS[0], 1)
        bundles = [read_bundle(raw[:second]), read_bundle(raw[second:])]
        assert [bundle.session for bundle in bundles] == list(played)
        assert [[kept.event for kept in one.events] for one in bundles] == [store.events(one) for one in played]
        assert bundles[0].source == ADVICE.read_bytes()


def test_export_into_a_folder_or_zip_gives_each_session_a_file(played: tuple[str, str], tmp_path: Path) -> None:
    """As courses want it; the same sessions make the same zip."""
    folder = tmp_path / "out"
    folder.mkdir()

    results = [run("export", "--all", "-o", str(folder / name)) for name in (".", "a.zip", "b.zip")]

    assert [result.exit_code for result in results] == [0, 0, 0]
    with zipfile.ZipFile(folder / "a.zip") as archive:
        assert archive.namelist() == [f"{one}.jsonl" for one in played]
        assert archive.read(f"{played[0]}.jsonl") == (folder / f"{played[0]}.jsonl").read_bytes()
    assert (folder / "a.zip").read_bytes() == (folder / "b.zip").read_bytes()


@on_both
def test_export_of_mine_holds_drafts_and_settings_too(played: tuple[str, str], store: Store, tmp_path: Path) -> None:
    """Everything that is kept about a person, for the asking."""
    store.save_draft(played[1], "not sent yet")
    store.folder.mkdir(exist_ok=True)
    (store.folder / "settings.json").write_text("{}")

    run("export", "--mine", "-o", str(tmp_path / "mine.zip"))

    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        beside = json.loads(archive.read("beside-sessions.json"))
        assert set(archive.namelist()) > {f"{one}.jsonl" for one in played} | {"settings.json"}
    assert [draft["text"] for draft in beside["drafts"]] == ["not sent yet"]
    assert (beside["ratings"], beside["results"]) == ([], [])


def test_export_to_a_file_does_not_replace_one_unasked(played: tuple[str, str], tmp_path: Path) -> None:
    """`--force` does; nothing half-written is left either way."""
    file = tmp_path / "out" / "sessions.jsonl"
    file.parent.mkdir()
    file.write_text("mine")

    refused = run("export", played[0], "-o", str(file))
    kept = file.read_text()
    forced = run("export", played[0], "-o", str(file), "--force")

    assert (refused.exit_code, kept) == (2, "mine")
    assert "--force" in refused.output
    assert forced.exit_code == 0
    assert file.read_text() == run("export", played[0]).output
    assert [path.name for path in file.parent.iterdir()] == ["sessions.jsonl"]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", ["no/such/folder.jsonl", "/dev/null"])
def test_export_to_an_impossible_place_is_told(played: tuple[str, str], place: str) -> None:
    """One plain line, exit code 2."""
    result = run("export", played[0], "-o", place)

    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {place}: ")


@pytest.mark.parametrize("args", [[], ["--all", "01a2"]])
def test_export_wants_sessions_or_all(folder: Path, args: Sequence[str]) -> None:
    """Never everything by accident."""
    del folder

    result = run("export", *args)

    assert result.exit_code == 2
    assert "name sessions or --all" in result.output


@on_both
def test_erase_asks_first(played: tuple[str, str], store: Store) -> None:
    """No is the answer where none is given."""
    result = run("erase", played[0], typed="\n")

    assert result.exit_code == 1
    assert "If you were me" in result.output
    assert len(store.records()) == 2


@pytest.mark.parametrize(("args", "typed"), [(["--yes"], None), ([], "y\n")])
@on_both
def test_erase_removes_the_session(
    played: tuple[str, str], store: Store, args: Sequence[str], typed: str | None
) -> None:
    """The others stay."""
    result = run("erase", played[0], *args, typed=typed)

    assert result.output.endswith(f"Erased {played[0]}.\n")
    assert [record.id for record in store.records()] == [played[1]]


@on_both
def test_erase_tells_a_script_which_session_went(played: tuple[str, str], store: Store) -> None:
    """Without --yes it asks all the same, on stderr, so that stdout is JSON alone or nothing."""
    refused = run("erase", played[0], "--json", typed="n\n")
    erased = run("erase", played[0], "--json", typed="y\n")

    assert (refused.exit_code, refused.stdout.strip()) == (1, "")
    told = json.loads(erased.stdout)
    assert (told["erased"], told["session"]["id"]) == (True, played[0])
    assert [record.id for record in store.records()] == [played[1]]


@pytest.mark.parametrize("subcommand", ["show", "export", "erase"])
@on_both
def test_an_unknown_id_is_one_line_on_stderr_and_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], subcommand: str
) -> None:
    """It names the command that lists the ids."""
    del folder

    with pytest.raises(SystemExit) as left:
        main(["sessions", subcommand, "zzz"])

    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert said.err == "attune: No session begins with `zzz`. `attune sessions list` shows those there are.\n"


@pytest.mark.parametrize(
    "args", [["--help"], ["list", "--help"], ["show", "--help"], ["export", "--help"], ["erase", "--help"]]
)
def test_every_help_shows_an_example(args: Sequence[str]) -> None:
    """Help is honest and begins with what one types."""
    assert "Examples:\n    attune sessions" in run(*args).output


def test_shown_ids_are_as_short_as_they_can_be() -> None:
    """Eight characters, and more where two begin alike."""
    ids = ["aaaaaaaa-1111", "aaaaaaaa-1222", "bbbbbbbb-1111"]

    assert list(shortest_prefixes(ids).values()) == ["aaaaaaaa-11", "aaaaaaaa-12", "bbbbbbbb"]
