"""`attune new`: whatever is typed, the file it writes loads, lints clean, and keeps its promises."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cli
from authoring.starter import Answers, StarterError, id_from, starter
from commands import new
from scenarios.clean import clean_line
from scenarios.library import ID
from scenarios.load import load_scenario, parse_scenario
from scenarios.model import Mode, Need
from scoring.coder import load_coder
from simulator.examples import needs_coder, run_example

ODD = [
    "yes", "no", "null", "~", "#1", "Well: I…", "*sighs*", "[looks away]", "{x}", "&a", "!tag", "- item", "? key",
    "%dir", "@at", "`tick`", "'", '"', "\\", "O'Brien \"Bo\": #2", "🙂", "👩‍👩‍👧", "\u202eevil", "\ufffe", "\x85",
    "1.10", "0x1F", "$name", "${name}", "$$", "---", "...", "<<", "a" * 60,
]  # fmt: skip


@pytest.fixture
def attune(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """Runs `attune` in an empty folder; gives what it said, its exit code first."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str, command: str = "new", typed: str = "", terminal: bool = False) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        monkeypatch.setattr(new, "_is_terminal", lambda: terminal)
        with pytest.raises(SystemExit) as left:
            cli.main([command, *args])
        out, err = capsys.readouterr()
        return f"{left.value.code or 0} {out}{err}"

    return run


@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize("need", get_args(Need))
def test_every_kind_of_new_patient_loads_and_its_two_examples_hold(need: Need, mode: Mode) -> None:
    scenario = parse_scenario(starter(Answers(needs=need, mode=mode), "ada", "ada.yaml").encode(), "ada.yaml")

    assert [needs_coder(made) for made in scenario.examples] == [True, False]
    assert all(run_example(scenario, made, load_coder()).holds for made in scenario.examples)
    assert 3 <= len(scenario.beats) <= 5
    assert {beat.ending for beat in scenario.endings} == {"good", "poor"}
    assert scenario.beats["the_heart"].test is not None
    assert scenario.facts
    assert scenario.about.warnings
    assert scenario.debrief.notes


@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize("need", get_args(Need))
def test_every_kind_of_new_patient_lints_clean(attune: Callable[..., str], need: Need, mode: Mode) -> None:
    attune("ada.yaml", "--needs", need, "--mode", mode, "--yes")

    assert attune("ada.yaml", command="lint") == "0 1 file checked, nothing wrong.\n"


def _says_the_same(name: str, pronouns: str, theme: str) -> None:
    answers = Answers(name=name, pronouns=pronouns, theme=theme)
    scenario = parse_scenario(starter(answers, "ada", "ada.yaml").encode(), "ada.yaml")

    assert scenario.persona.name == clean_line(name)
    assert scenario.persona.pronouns == clean_line(pronouns)
    assert scenario.beats["arrives"].says[0].text == clean_line(theme)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_name_stays_what_was_typed(odd: str) -> None:
    _says_the_same(odd, odd[:40], odd)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=200))
@example('"#: 🙂', "yes", "*sighs* [looks away]: no")
def test_any_text_loads_as_typed_or_is_refused_in_plain_words(name: str, pronouns: str, theme: str) -> None:
    if all(clean_line(text) for text in (name, pronouns, theme)):
        _says_the_same(name, pronouns, theme)
    else:
        with pytest.raises(StarterError, match="is empty"):
            starter(Answers(name=name, pronouns=pronouns, theme=theme), "ada", "ada.yaml")


@given(st.text())
def test_any_name_gives_a_usable_id(text: str) -> None:
    assert ID.fullmatch(id_from(text))


def test_questions_are_asked_on_a_terminal_and_enter_takes_the_default(
    attune: Callable[..., str], tmp_path: Path
) -> None:
    said = attune(typed="Sam: the 'first'\n17\n\n\nhonesty\nphone\n", terminal=True)

    scenario = load_scenario(tmp_path / "sam-the-first.yaml")
    assert (scenario.persona.name, scenario.persona.age) == ("Sam: the 'first'", 17)
    assert scenario.persona.pronouns == Answers().pronouns
    assert scenario.beats["the_heart"].moment is not None
    assert scenario.beats["the_heart"].moment.needs == "honesty"
    assert scenario.setting.mode == "phone"
    assert said.startswith("0 ")
    assert "attune test sam-the-first.yaml" in said


def test_flags_answer_and_yes_fills_in_the_rest(attune: Callable[..., str], tmp_path: Path) -> None:
    assert attune("ward.yaml", "--name", "Noor", "--needs", "validate", "--yes").startswith("0 ")

    assert load_scenario(tmp_path / "ward.yaml").persona.name == "Noor"
    assert load_scenario(tmp_path / "ward.yaml").id == "ward"


def test_what_to_do_next_can_be_copied_even_where_the_name_has_a_space(attune: Callable[..., str]) -> None:
    assert "attune lint 'my first.yaml'" in attune("my first.yaml", "--yes")


def test_what_is_there_is_never_overwritten(attune: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "ada.yaml").write_text("mine", "utf-8")

    assert "never overwritten" in attune("--yes")
    assert "never overwritten" in attune("--out", "ada.yaml", "--yes")
    assert (tmp_path / "ada.yaml").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("args", "piece"),
    [
        ([], "the questions need a terminal"),
        (["--age", "300", "--yes"], "whole number from"),
        (["--name", "x" * 61, "--yes"], "61 characters long. At most 60"),
        (["--name", " ", "--yes"], "name is empty"),
        (["ada.txt", "--yes"], "must end in .yaml"),
        (["nowhere/ada.yaml", "--yes"], "cannot be written"),
        (["a.yaml", "--out", "b.yaml", "--yes"], "give one"),
        (["--needs", "love", "--yes"], "not one of"),
    ],
)
def test_an_answer_that_cannot_be_used_leaves_nothing_behind(
    attune: Callable[..., str], tmp_path: Path, args: list[str], piece: str
) -> None:
    said = attune(*args)

    assert said.startswith("2 ")
    assert piece in said
    assert len(said.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
