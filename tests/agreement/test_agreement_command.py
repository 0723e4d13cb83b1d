"""`attune course agreement`: every form says the same, nothing is a number that is none, and it says how to begin."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands.course.agreement import command
from scenarios import vocabulary
from scoring.agreement.meaning import decimal, number
from simulator.ratings import Judgement, Word
from simulator.store import Store
from tests.store.players import begin

ROOT = Path(__file__).parents[2]


def run(*args: str) -> Result:
    return CliRunner().invoke(command, args)


@pytest.fixture
def rated(store: Store) -> Store:
    """Eight sessions, the first turns rated blind by two, by chance; one overridden."""
    for n in range(8):
        name, practice = begin(store)
        while practice.session.ending is None:
            practice.send("What happened then?")
        turns = len(practice.session.turns)
        for rater, higher in (("heron", 0), ("wren", 1)):
            words = [
                Word(name, Judgement(turn, "fit", (turn + n + higher) % 5 - 2), is_blind=True, sample="random")
                for turn in range(1, turns + 1)
            ]
            words += [
                Word(
                    name, Judgement(turn, f"code:{code}", int(code == "open_question")), is_blind=True, sample="random"
                )
                for turn in (1, 2)
                for code in vocabulary.codes()
            ]
            store.ratings.add(words, rater)
        store.ratings.add([Word(name, Judgement(1, "fit", 3, "Well asked."), is_blind=False)], "heron")
    return store


def test_with_nothing_rated_it_says_how_to_begin(store: Store) -> None:
    del store

    for form in ("text", "md"):
        assert "attune review --sample 40 --seed 1 --form sample.yaml" in run("--format", form).output
    assert json.loads(run("--json").output)["ratings"] == 0


def test_text_tells_parts_numbers_and_what_they_mean(rated: Store) -> None:
    del rated
    said = run().output

    for words in (
        "PEOPLE AND MACHINE: BLIND, DRAWN BY CHANCE",
        "PEOPLE AND MACHINE: SIGHTED, CHOSEN BY THE RATER",
        "PEOPLE AMONG THEMSELVES: BLIND, ALL TURNS",
        "Quadratic weighted kappa",
        "Rater and machine gave the same in",
        "Too few ratings to say how far they agree: 8, and 20 are needed.",
        ": 88 of fit and 1,376 of single codes.",
        "not validated by clinicians",
        "Open question",
    ):
        assert words in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 100
    assert not re.search(r"\bnan\b|None", said)


def test_markdown_tells_the_same_numbers(rated: Store) -> None:
    del rated
    text, markdown = run().output, run("--format", "md").output.replace("\\", "")

    for line in re.findall(r"Cohen's kappa +(\S+)  \((.+)\)", text):
        assert line[0] in markdown
        assert line[1] in markdown


def test_json_has_every_number_and_no_number_where_there_is_none(rated: Store) -> None:
    del rated
    plain = json.loads(run("--json").output, parse_constant=pytest.fail)

    assert plain == json.loads(run("--format", "json").output)
    assert (plain["raters"], plain["sessions"]) == (["heron", "wren"], 8)
    first = plain["machine"][0]
    assert (first["blind"], first["sample"]) == (True, "random")
    answers = first["measures"][0]["answers"]
    assert -1 <= answers["alpha"]["value"] <= 1
    assert answers["alpha"]["interval"] == {"too_few": {"n": 1, "floor": 5, "of": "trainees"}}
    assert plain["machine"][1]["measures"][0]["answers"]["kappa"] == {"too_few": {"n": 8, "floor": 20, "of": "ratings"}}


def test_the_same_ratings_make_the_same_bytes(rated: Store, tmp_path: Path) -> None:
    del rated
    file = tmp_path / "agreement.md"

    assert run("--json").output == run("--json").output
    assert run("--format", "md", "-o", str(file)).exit_code == 0
    assert file.read_text() == run("--format", "md").output
    assert run("-o", str(file)).exit_code == 2


def test_numpy_is_loaded_only_when_something_is_compared() -> None:
    code = "import sys, commands.course.agreement, commands.review\nprint('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.625, ".62"), (-0.05, "−.05"), (1.0, "1.00"), (-0.001, ".00"), (0.0, ".00"), (-1.25, "−1.25"), (0.999, "1.00")],
)
def test_coefficients_are_written_as_papers_write_them(value: float, written: str) -> None:
    assert decimal(value) == written


@pytest.mark.parametrize(("value", "written"), [(0.5, "+0.50"), (-0.5, "−0.50"), (0.001, "0.00"), (12.0, "+12.00")])
def test_differences_have_their_sign(value: float, written: str) -> None:
    assert number("mean_difference", value) == written
    assert math.isclose(abs(float(written.replace("−", "-"))), abs(value), abs_tol=0.005)
