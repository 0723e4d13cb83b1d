"""`attune report`: which session, which form, where to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands.report import command
from commands.sessions import shortest_prefixes
from simulator.store import Store
from tests.store.players import begin

ROOT = Path(__file__).parents[2]


def run(*args: str) -> Result:
    return CliRunner().invoke(command, args)


@pytest.fixture
def played(store: Store) -> tuple[str, str]:
    """A session that ended and a newer one that goes on."""
    ended, practice = begin(store)
    while practice.session.ending is None:
        practice.send("What happened then?")
    unfinished, other = begin(store)
    other.send("How are you?")
    return ended, unfinished


@pytest.mark.parametrize(
    ("form", "head"),
    [("text", "Ellie: If you were me"), ("json", "{"), ("md", "# Ellie: If"), ("html", "<!DOCTYPE html>")],
)
def test_a_session_is_reported_in_each_form(played: tuple[str, str], form: str, head: str) -> None:
    result = run(played[0], "--format", form)

    assert result.exit_code == 0
    assert result.output.startswith(head)
    assert result.output.endswith("\n")
    assert "2026-03-02 09:00 UTC" in result.output.replace("\\", "")


def test_last_is_the_newest_and_says_that_it_has_not_ended(played: tuple[str, str]) -> None:
    result = run("last")

    assert played[1] in result.output
    assert "has not ended" in result.output


def test_the_beginning_of_an_id_is_enough(played: tuple[str, str]) -> None:
    beginning = shortest_prefixes(played)[played[0]]

    assert run(beginning).output == run(played[0]).output


def test_json_holds_what_play_prints_and_the_report(played: tuple[str, str]) -> None:
    """One reader for both."""
    plain = json.loads(run(played[0], "--format", "json").output)

    assert {"format", "scenario", "coder", "turns", "scores", "critical", "flags", "counts", "report"} <= set(plain)
    assert plain["report"]["caution"].startswith("Practice feedback")
    assert {fact["name"]: fact["text"] for fact in plain["report"]["facts"]}["Trainee"] == "finch"


def test_a_file_is_written_whole_and_not_replaced_unasked(played: tuple[str, str], tmp_path: Path) -> None:
    """`--force` does; nothing else is left in the folder."""
    file = tmp_path / "out" / "report.html"
    file.parent.mkdir()

    first = run(played[0], "--format", "html", "-o", str(file))
    again = run(played[0], "--format", "html", "-o", str(file))
    forced = run(played[0], "-o", str(file), "--force")

    assert (first.exit_code, again.exit_code, forced.exit_code) == (0, 2, 0)
    assert "--force" in again.output
    assert file.read_text() == run(played[0]).output
    assert [path.name for path in file.parent.iterdir()] == ["report.html"]


def test_a_dash_is_stdout(played: tuple[str, str]) -> None:
    assert run(played[0], "-o", "-").output == run(played[0]).output


@pytest.mark.parametrize("session", ["ffff", "last", "../x", "%"])
def test_no_such_session_is_one_line_and_exit_2(store: Store, session: str) -> None:
    """With the way to find those there are, or to begin one."""
    del store

    result = run(session)

    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    assert "attune" in result.output


@pytest.mark.parametrize(("form", "loaded"), [("text", False), ("md", False), ("json", False), ("html", True)])
def test_jinja_is_loaded_only_for_a_page(played: tuple[str, str], form: str, *, loaded: bool) -> None:
    """A report for the terminal does not wait for it."""
    code = (
        "import sys\nfrom commands.report import command\n"
        f"command([{played[0]!r}, '--format', {form!r}], standalone_mode=False)\n"
        "print('jinja2' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stderr.strip() == str(loaded)
