"""`attune review` without its screen: forms out and in, drawing, listing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from commands.review import command
from simulator.store import Store
from tests.store.players import begin
from tests.supervision.players import commented, filled


def run(*args: str) -> Result:
    return CliRunner().invoke(command, args)


def written(*args: str) -> str:
    result = run(*args, "--form", "-")
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def session(store: Store) -> str:
    name, practice = begin(store)
    while practice.session.ending is None:
        practice.send("What happened then?")
    return name


def test_a_form_goes_out_and_comes_back_with_its_ratings(session: str, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    assert run(session, "--form", str(file)).exit_code == 0
    file.write_text(commented(filled(file.read_text(), fit_1="-1"), 1, "She was asked."))

    first, again = run(session, "--take", str(file), "--rater", "heron"), run("--take", str(file), "--rater", "heron")

    assert first.output == "Kept 1 rating by heron.\n"
    assert again.output == "Kept 0 ratings by heron; 1 stood there already.\n"
    rating = store.ratings.of(session)[0]
    assert (rating.rater, rating.judgement.value, rating.judgement.comment) == ("heron", -1, "She was asked.")
    assert (rating.is_blind, rating.sample) == (True, "chosen")


def test_a_form_with_a_fault_keeps_nothing_of_itself(
    session: str, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(filled(written(session), fit_1="-1", fit_2="9"))

    with pytest.raises(SystemExit) as left:
        main(["review", "--take", str(file), "--rater", "heron"])

    assert left.value.code == 2
    assert "error[bad-rating] A fit cannot be `9`." in capsys.readouterr().err
    assert store.ratings.all() == []


def test_the_machine_stands_in_a_form_only_when_asked_for(session: str) -> None:
    assert "The machine:" in written(session, "--sighted")
    assert "The machine:" not in written(session)


def test_a_form_about_another_session_than_the_one_named_is_refused(session: str, store: Store, tmp_path: Path) -> None:
    other, practice = begin(store)
    practice.send("How are you?")
    file = tmp_path / "form.yaml"
    file.write_text(filled(written(other), fit_1="1"))

    refused = run(session, "--take", str(file), "--rater", "heron")

    assert refused.exit_code == 2
    assert f"about session {other}" in refused.output
    assert store.ratings.all() == []


def test_drawn_turns_come_from_ended_sessions_and_are_kept_as_drawn(session: str, store: Store, tmp_path: Path) -> None:
    unfinished, practice = begin(store)
    practice.send("How are you?")
    text = written("--sample", "2", "--seed", "4")
    file = tmp_path / "form.yaml"
    file.write_text(filled(text, fit_1="2"))

    assert run("--take", str(file), "--rater", "heron").exit_code == 0

    assert text == written("--sample", "2", "--seed", "4")
    assert f"session: {session}" in text
    assert unfinished not in text
    assert [rating.sample for rating in store.ratings.all()] == ["random"]


def test_a_file_is_not_replaced_unasked(session: str, tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_text("mine")

    assert run(session, "--form", str(file)).exit_code == 2
    assert file.read_text() == "mine"
    assert run(session, "--form", str(file), "--force").exit_code == 0


def test_ratings_are_listed_with_author_time_reason_and_what_became_of_them(
    session: str, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(commented(filled(written(session), fit_1="-1"), 1, "She was asked."))
    run("--take", str(file), "--rater", "heron")
    file.write_text(filled(written(session), fit_1="take back", fit_2="1"))
    run("--take", str(file), "--rater", "heron")

    listed = run(session, "--list").output
    plain = json.loads(run(session, "--list", "--json").output)

    assert "- 2026-03-02" not in listed  # commands have a clock of their own
    assert "heron  turn 1: fit −1 [" in listed
    assert "“She was asked.”" in listed
    assert "turn 1: fit taken back" in listed
    assert [(row["turn"], row["value"], row["stands"], row["effective"]) for row in plain] == [
        (1, -1, False, False),
        (1, None, False, False),
        (2, 1, True, True),
    ]
    assert len(store.ratings.of(session)) == 3


def test_an_unrated_session_says_how_to_begin(session: str) -> None:
    assert f"`attune review {session} --rater NAME` begins" in run(session, "--list").output


def test_nothing_filled_in_is_said(session: str, tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(written(session))

    assert "Nothing is filled in" in run("--take", str(file), "--rater", "heron").output


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "name a SESSION, or draw turns"),
        (["last"], "--rater NAME is missing"),
        (["last", "--rater", "Dr Heron"], "a pseudonym has small letters"),
        (["last", "--sample", "3"], "name a session or draw, not both"),
        (["last", "--form", "a", "--list"], "one at a time"),
        (["--sample", "3", "--list"], "--list shows one session"),
        (["--take", "nowhere.yaml"], "--rater NAME is missing"),
    ],
)
def test_what_does_not_go_together_is_one_line_and_exit_2(
    session: str, args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del session

    with pytest.raises(SystemExit) as left:
        main(["review", *args])

    said = capsys.readouterr().err
    assert left.value.code == 2
    assert message in said
    assert len(said.strip().splitlines()) == 1


def test_nothing_to_draw_from_is_said(store: Store) -> None:
    del store

    assert "No session has ended yet" in run("--sample", "3", "--form", "-").output


@pytest.mark.parametrize("which", [["01a2"], ["--sample", "9", "--seed", "4"]])
def test_without_a_terminal_it_names_the_form_for_the_same_turns(which: list[str]) -> None:
    result = run(*which, "--rater", "heron")

    assert result.exit_code == 2
    assert f"Without a screen: `attune review {' '.join(which)} --form FILE`." in result.output


def test_help_shows_examples() -> None:
    assert "Examples:\n    attune review" in run("--help").output
