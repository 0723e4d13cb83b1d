"""The shipped patients: complete, alive at every turn, and scored in the order a supervisor would choose."""

from __future__ import annotations

import json
import random
import re
from functools import cache
from pathlib import Path

import pytest

from scenarios import vocabulary
from scenarios.library import find, shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from scoring.coder import load_coder
from scoring.rubric import score
from scoring.scores import DIMENSIONS, Scores
from simulator.examples import code_step, needs_coder, run_example
from simulator.patient import begin, respond
from simulator.practice import Memory, Practice
from simulator.reading import Reading
from simulator.session import Session

PATIENTS = sorted(shipped())
SCRIPTS = Path(__file__).parents[1] / "scripts"
QUALITIES = ("good", "mediocre", "harmful")


MISRANKED = {
    "doubts-therapy": {"confidentiality"},
    "maya": {"self_disclosure"},
    "priti": {"self_disclosure"},
}
"""Known faults, kept in sight: where sessions typed unseen are not ranked as their writers meant them.

Overall all are. What is left are single dimensions of one to three judgements, and none of it is the scenario's doing:
- Grace's lower pair ties: neither session gets an answer about the record to the moment at which she asks today. The
  middle one answers her truthfully at a turn at which she asked when it was typed.
- Maya's middle session tells a story that was typed for her question and now falls on the ambulance, where it is one
  of the worst replies; the harmful one ends before she asks anything.
- Priti's upper pair ties at one judgement each: a story that answers her question counts as an answer.
"""


@cache
def patient(name: str) -> Scenario:
    return load_scenario(find(name))


EXAMPLES = [(name, i) for name in PATIENTS for i in range(len(patient(name).examples))]


def test_the_four_patients_of_the_first_request_are_there() -> None:
    assert {"advice-seeker", "craves-validation", "tests-trust", "doubts-therapy"} <= set(PATIENTS)


@pytest.mark.parametrize("name", PATIENTS)
def test_a_patient_is_complete(name: str) -> None:
    scenario = patient(name)

    assert scenario.id == name
    assert 14 <= len(scenario.beats) <= 30
    assert {"good", "mixed", "poor", "left"} <= {beat.ending for beat in scenario.endings}
    assert len([beat for beat in scenario.beats.values() if beat.test]) >= 2
    levels = {beat.coaching.level for beat in scenario.beats.values() if beat.coaching}
    assert levels == {"subtle", "plain", "giving_up"}
    assert len(scenario.facts) >= 12
    assert scenario.about.warnings
    assert scenario.plan
    assert scenario.debrief.notes
    assert all(beat.aim for beat in scenario.beats.values() if beat.ending is None)


@pytest.mark.parametrize("name", PATIENTS)
def test_a_patient_has_examples_in_codes_and_in_words_and_two_good_replies_for_every_hard_moment(name: str) -> None:
    scenario = patient(name)
    hard = [beat.id for beat in scenario.beats.values() if beat.test or beat.coaching or beat.confidentiality]

    assert len(scenario.examples) >= 12
    assert sum(needs_coder(example) for example in scenario.examples) >= 6
    assert [beat for beat in hard if len(scenario.debrief.exemplars.get(beat, ())) < 2] == []


@pytest.mark.parametrize("name", PATIENTS)
def test_an_example_fails_every_test_that_a_patient_sets(name: str) -> None:
    """Passing is shown by the good endings; that a test can be failed is shown here, one by one."""
    scenario = patient(name)

    failed = {
        beat
        for example in scenario.examples
        for expectation in example.expect
        if expectation.what == "failed"
        for beat in re.split(r"[,\s]+", expectation.value)
    }

    assert {beat.id for beat in scenario.beats.values() if beat.test} - failed == set()


@pytest.mark.parametrize(("name", "index"), EXAMPLES, ids=[f"{n}: {patient(n).examples[i].name}" for n, i in EXAMPLES])
def test_an_example_holds(name: str, index: int) -> None:
    scenario = patient(name)
    example = scenario.examples[index]

    result = run_example(scenario, example, load_coder() if needs_coder(example) else None)

    assert result.holds, (result.unmet, result.steps)


@pytest.mark.parametrize("name", PATIENTS)
def test_every_ending_is_reached_by_an_example_of_code_steps(name: str) -> None:
    scenario = patient(name)

    reached = {
        expectation.value
        for example in scenario.examples
        if all(code_step(reply) for reply in example.replies)
        for expectation in example.expect
        if expectation.what == "ending"
    }

    assert reached == {beat.id for beat in scenario.endings}


@pytest.mark.parametrize("name", PATIENTS)
def test_whatever_is_said_the_patient_answers_and_the_session_ends(name: str) -> None:
    """Random trainees: every turn has words or a sign from the patient, levels stay in range, nobody gets stuck."""
    scenario = patient(name)
    codes = sorted(vocabulary.codes())
    for seed in range(150):
        lots = random.Random(seed)  # noqa: S311  lots for a test, not for secrets
        state, lines = begin(scenario, seed)
        assert lines
        for _ in range(80):
            some = lots.sample(codes, lots.randint(0, 3))
            reading = Reading.of_codes(some) if lots.random() > 0.1 else Reading.of_silence()
            state, move = respond(scenario, state, reading, seed)
            assert move.lines, (name, move)
            assert all(0 <= level <= 100 for level in (*state.levels, *state.beliefs))
            if state.ending is not None:
                break
        assert state.ending is not None, (name, seed, state.beat)


def play(name: str, replies: list[str]) -> Session:
    practice = Practice.begin(patient(name), Memory(), load_coder(), seed=1, rubric_version="1")
    for reply in replies:
        if practice.session.ending is None:
            practice.wait() if reply == "(silence)" else practice.send(reply)
    return practice.session


def replies(name: str, quality: str, folder: str = "") -> list[str]:
    text = (SCRIPTS / folder / f"{name}-{quality}.txt").read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


@cache
def scored(name: str, quality: str, folder: str = "") -> Scores:
    return score(play(name, replies(name, quality, folder)))


@pytest.mark.parametrize("folder", ["", "unseen"])
@pytest.mark.parametrize("name", PATIENTS)
def test_good_is_scored_above_mediocre_and_mediocre_above_harmful(name: str, folder: str) -> None:
    """On every dimension that was observed in all three, and overall.

    The scripts in `unseen` are sessions typed reply by reply by people who had seen neither the coder, its corpus nor
    the scenario, and who kept off the stock phrases of the trade; nothing in them was changed after it was sent.
    """
    wrong = set()
    for dimension in (*DIMENSIONS, "overall"):
        points = [scored(name, quality, folder).dimension(dimension).points for quality in QUALITIES]
        if None in points:
            continue
        good, mediocre, harmful = points
        if not good > mediocre > harmful:  # type: ignore[operator]  # None was excluded
            wrong.add(dimension)
    assert wrong == (MISRANKED.get(name, set()) if folder else set())
    assert all(scored(name, quality, folder).overall.points is not None for quality in QUALITIES)


@pytest.mark.parametrize("folder", ["", "unseen"])
def test_the_scripts_share_no_phrases_with_the_corpus_that_the_coder_learnt_from(folder: str) -> None:
    """Six words in a row; the few that a script shares by chance with 20,000 sentences stay under one in twenty."""
    corpus = {run for text in _corpus() for run in _runs(text)}
    for name in PATIENTS:
        for quality in QUALITIES:
            runs = [run for reply in replies(name, quality, folder) for run in _runs(reply)]
            shared = [run for run in runs if run in corpus]
            assert len(shared) * 20 < len(runs), (name, quality, shared)


def _corpus() -> list[str]:
    folder = Path(__file__).parents[2] / "training" / "corpus"
    rows = [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return [" ".join(part["text"] for part in row["sentences"]) for row in rows]


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[a-z']+", text.lower())
    return list(zip(*(words[i:] for i in range(6)), strict=False))
