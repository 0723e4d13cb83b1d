"""An example may begin in the middle, as a trial does: `at:` and `set:`."""

from __future__ import annotations

import pytest

from authoring.coverage import shown_by
from authoring.proof.questions import Question
from scenarios.faults import ScenarioError
from simulator.examples import place_of, run_example
from simulator.state import at_first
from tests.scripted import scenario_of

BODY = """
start: first
beats:
  first:
    says: ["Hello."]
    moment: {needs: listen}
    hears: {reflection: {go: second}}
  second:
    says: ["And now?"]
    moment: {needs: listen}
    hears:
      validation and trust >= 80: {go: good}
  good: {ending: good, says: ["Thanks."]}
examples:
  - name: trusting, she is done at once
    BEGINS
    replies: [validation]
    expect: {ending: good}
"""


def begun(begins: str) -> str:
    return BODY.replace("BEGINS", begins)


def test_an_example_begins_at_its_beat_and_with_its_levels() -> None:
    scenario = scenario_of(begun("at: second\n    set: {trust: 80, beliefs.alone: 3}"))

    result = run_example(scenario, scenario.examples[0], None)

    assert result.holds
    assert at_first(scenario, place_of(scenario.examples[0])).beliefs == (3,)


def test_one_level_below_what_the_entry_asks_for_it_does_not_hold() -> None:
    scenario = scenario_of(begun("at: second\n    set: {trust: 79}"))

    assert not run_example(scenario, scenario.examples[0], None).holds


def test_without_either_an_example_begins_at_the_start() -> None:
    scenario = scenario_of(
        begun("").replace("validation]", "reflection]").replace("ending: good}\n", "beat: second}\n")
    )

    assert place_of(scenario.examples[0]) is None


def test_beginning_in_a_beat_does_not_count_as_a_way_to_it() -> None:
    scenario = scenario_of(begun("at: second"))

    shown = shown_by(scenario, [], place_of(scenario.examples[0]))

    assert Question("beat", "second") not in shown
    assert shown_by(scenario, []) >= {Question("beat", "first")}


@pytest.mark.parametrize(
    ("begins", "code", "piece"),
    [
        ("at: secnd", "unknown-beat", "`second`"),
        ("at: good", "after-ending", "`good`"),
        ("set: {trst: 5}", "unknown-state", "`trust`"),
        ("set: {beliefs.alne: 5}", "unknown-state", "`beliefs.alone`"),
        ("set: {trust: 101}", "out-of-range", "100"),
        ("set: {}", "too-few", ""),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_what_was_meant(begins: str, code: str, piece: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario_of(begun(begins))

    (fault,) = caught.value.faults
    assert fault.code == code
    assert piece in f"{fault.message} {fault.help}"


def test_silence_can_be_the_first_reply_there() -> None:
    scenario = scenario_of(
        begun("at: second").replace("[validation]", '["(silence)"]').replace("ending: good}\n", "beat: second}\n")
    )

    assert run_example(scenario, scenario.examples[0], None).holds
