"""Hints say in general words what a moment calls for, and never answer a hidden test."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import vocabulary
from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from scoring.hints import hint
from scoring.routes import SHOWN_BY
from tests.scripted import play, scenario_of


def patient(test: str = "", needs: str = "honesty") -> Scenario:
    """One moment of a need, perhaps with a test."""
    return scenario_of(
        f"""
start: one
beats:
  one: {{says: ["So."], moment: {{needs: {needs}}}, limit: {{turns: 2, go: end}}{test}}}
  end: {{ending: good, says: ["Bye."]}}
"""
    )


TEST = ", test: {{belief: alone, kind: transference, window: 2{}}}"
HIDDEN = TEST.format(", hidden: true")
HIDDEN_OPENNESS = TEST.format(", hidden: true, pass_when: open_about_sharing")


def test_a_hint_names_the_need_and_every_kind_of_reply_that_helps() -> None:
    found = hint(play(patient(needs="listen"), []))

    assert found is not None
    assert found.needs == "Sky may need to be listened to."
    assert found.kinds == vocabulary.moments()["listen"].would_help


def test_a_plain_test_does_not_silence_the_hint() -> None:
    found = hint(play(patient(TEST.format("")), []))

    assert found is not None
    assert found.kinds == vocabulary.moments()["honesty"].would_help


def test_what_would_pass_a_hidden_test_is_left_out() -> None:
    found = hint(play(patient(HIDDEN_OPENNESS), []))

    assert found is not None
    assert found.kinds
    assert all("open_about_sharing" not in SHOWN_BY[kind] for kind in found.kinds)


def test_a_hidden_test_that_any_good_reply_passes_leaves_no_kind() -> None:
    found = hint(play(patient(HIDDEN), []))

    assert found is not None
    assert found.kinds == ()


def test_after_the_hidden_test_the_hint_is_whole_again() -> None:
    found = hint(
        play(
            scenario_of(
                """
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: honesty}
    test: {belief: alone, kind: transference, window: 1, hidden: true}
    limit: {turns: 9, go: end}
  end: {ending: good, says: ["Bye."]}
"""
            ),
            ["platitude"],
        )
    )

    assert found is not None
    assert found.kinds == vocabulary.moments()["honesty"].would_help


def test_after_the_end_there_is_no_hint() -> None:
    assert hint(play(patient(), ["platitude", "platitude"])) is None


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_every_shipped_patient_has_a_hint_to_begin_with(path: Path) -> None:
    assert hint(play(load_scenario(path), [])) is not None
