"""`attune test`: examples run, told apart by what they test, and written where they are missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import main
from tests.scripted import HEAD

BODY = """
start: asks
beats:
  asks:
    says: ["What would you do?"]
    moment: {needs: advice, asks: advice}
    hears:
      advice: {fit: 2, go: told}
      deflects: {fit: -2, go: shut}
  told: {ending: good, says: ["Thanks."]}
  shut: {ending: poor, says: ["Never mind."]}
"""
EXAMPLES = """
examples:
  - name: dodged
    replies: [open_question]
    expect: {ending: shut}   # as it should be
  - name: answered in words
    replies: ["In your place I'd tell her tonight."]
    expect: {ending: told}
"""
WRONG_SCRIPT = "  - {name: wrong way, replies: [advice], expect: {ending: shut}}\n"
WRONG_HEARING = """  - {name: misheard, replies: ["What do you think yourself?"], expect: {ending: told}}\n"""
NO_WAY = """  - {name: no way, replies: ["What do you think yourself?"], expect: {trust: "> 99"}}\n"""


@pytest.fixture
def patient(tmp_path: Path) -> Path:
    return written(tmp_path, EXAMPLES)


def written(folder: Path, examples: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(HEAD + BODY + examples, encoding="utf-8")
    return path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(str(left.value.code or 0))


def test_examples_that_hold_exit_with_0_and_are_counted_by_what_they_test(
    patient: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("test", str(patient)) == 0

    said = capsys.readouterr().out
    assert "In codes, testing the script: 1 of 1 hold." in said
    assert "In words, testing script and coder: 1 of 1 hold." in said


def test_where_the_script_goes_elsewhere_it_is_told_turn_by_turn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("test", str(written(tmp_path, EXAMPLES + WRONG_SCRIPT))) == 1

    said = capsys.readouterr().out
    assert "expected ending: shut, found `told`" in said
    assert "1. advice" in said
    assert "heard advice, answers; fit +2 by asks.hears[0]; now at told" in said
    assert "The script goes elsewhere" in said


def test_where_another_hearing_would_do_the_branch_is_right_and_the_coder_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("test", str(written(tmp_path, EXAMPLES + WRONG_HEARING))) == 1

    said = capsys.readouterr().out
    assert "Your branch is right; the coder heard open_question in reply 1." in said


def test_where_no_hearing_would_do_words_are_not_blamed_on_the_coder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("test", str(written(tmp_path, EXAMPLES + NO_WAY))) == 1

    assert "The script goes elsewhere: hearing any one of the replies otherwise" in capsys.readouterr().out


def test_examples_are_chosen_by_words_of_their_name(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("test", str(patient), "-k", "DODG", "--json") == 0

    assert [one["example"] for one in json.loads(capsys.readouterr().out)] == ["dodged"]


def test_words_that_no_name_has_are_refused(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("test", str(patient), "-k", "elephant") == 2
    assert "no example has “elephant” in its name" in capsys.readouterr().err


def test_for_machines_it_is_told_whose_fault_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("test", str(written(tmp_path, EXAMPLES + WRONG_SCRIPT + WRONG_HEARING)), "--json") == 1

    found = {one["example"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["dodged"]["falls_short_by"] is None
    assert found["wrong way"]["falls_short_by"] == "script"
    assert found["misheard"]["falls_short_by"] == "coder"
    assert found["misheard"]["misheard"]["reply"] == 1


@pytest.mark.parametrize("arguments", [("--add", "FILE"), ("FILE", "--add"), ("FILE", "--add", "1")])
def test_a_missing_example_is_added_and_every_other_byte_stays(
    tmp_path: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, EXAMPLES.split("  - name: answered", maxsplit=1)[0])
    before = path.read_bytes()

    assert run("test", *(str(path) if part == "FILE" else part for part in arguments)) == 0

    after = path.read_bytes()
    assert after.startswith(before)
    assert b"ending: told" in after[len(before) :]
    assert "ending: told" in capsys.readouterr().out
    assert run("test", str(path)) == 0


def test_where_nothing_is_missing_nothing_is_added(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = patient.read_bytes()

    assert run("test", str(patient), "--add") == 0

    assert "nothing to add" in capsys.readouterr().out
    assert patient.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--add",), "name it"),
        (("advice-seeker", "--add"), "came with Attune"),
        (("FILE", "--add", "0"), "from 1 on"),
        (("missing.yaml",), "no such file"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_line(
    patient: Path, arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("test", *(str(patient) if part == "FILE" else part for part in arguments)) == 2

    said = capsys.readouterr().err
    assert message in said
    assert len(said.splitlines()) == 1
