"""One turn explained: what was heard, which entry of which layer answered, and what was false before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.falsehood import false_parts, written
from authoring.trace import traces
from authoring.trace_model import Trace
from authoring.trace_words import head, trace_lines, trace_to_json
from scenarios import vocabulary
from scenarios.condition_parser import parse_condition
from scenarios.library import shipped
from scenarios.model import Scenario
from simulator.circumstances import TurnCircumstances
from simulator.examples import code_step
from simulator.patient import begin
from simulator.reading import CodedSpan, Reading
from simulator.session import Session
from tests.scripted import HEAD, Step, asking, load, play, scenario_of, worded

ROOM = """
start: room
exits:
  - {when: trust <= 10, go: gone}
facts:
  - {ask: [Who is at home?], say: [Only me.], needs: trust >= 70, otherwise: ["Why?"]}
defaults:
  hears:
    platitude: {say: ["Mm."], because: Said too often.}
    topic_change: {change: {trust: -45}}
  otherwise: {say: ["Go on."]}
  unclear: {say: ["Sorry?"]}
beats:
  room:
    says: ["Hello."]
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 3}
    coaching: {level: plain, need: validate}
    hears:
      validation and trust >= 60: {fit: 3, say: ["Yes."], go: good}
      advice and not (question or support): {fit: -1, say: ["No."]}
      reflection: {say: ["Right."]}
    otherwise: {because: Nothing of hers was taken up.}
    silence: {say: ["…"]}
    limit: {turns: 3, go: bad}
  good: {ending: good, says: ["Thanks."]}
  bad: {ending: poor, says: ["Bye."]}
  gone: {ending: left, says: ["I am off."]}
"""


@pytest.fixture(scope="module")
def room() -> Scenario:
    return scenario_of(ROOM)


def line_of(text: str) -> int:
    """Where a text stands in the file that `scenario_of` makes of `ROOM`."""
    return next(n for n, line in enumerate((HEAD + ROOM).split("\n"), 1) if text in line)


def last_trace(scenario: Scenario, *steps: Step) -> Trace:
    return traces(play(scenario, steps))[-1]


def words(trace: Trace) -> str:
    return "\n".join(f"{line.label}: {line.text}" for line in trace_lines(trace))


def test_an_entry_passed_over_says_which_part_of_its_condition_was_false(room: Scenario) -> None:
    trace = last_trace(room, "validation, simple_reflection")

    assert [(tried.entry, tried.false) for tried in trace.tried] == [
        ("validation and trust >= 60", ("`trust >= 60` was false: trust is 50",)),
        (
            "advice and not (question or support)",
            ("`advice` was not heard", "`support` was heard (validation)"),
        ),
    ]
    assert trace.tried[0].line == line_of("validation and trust")


def test_the_entry_that_answered_is_named_with_layer_line_and_what_it_gave(room: Scenario) -> None:
    trace = last_trace(room, "simple_reflection")

    own, table = trace.answers
    assert (own.layer, own.entry, own.line, own.gives) == (
        "beat",
        "reflection",
        line_of("reflection: {say"),
        ("words",),
    )
    assert (table.layer, table.entry, table.gives) == ("moment", "listen", ("fit",))
    assert "Answered: by this beat, line" in words(trace)


def test_the_defaults_answer_where_no_entry_of_the_beat_holds_and_lend_what_is_missing(room: Scenario) -> None:
    trace = last_trace(room, "platitude")

    assert [(answer.layer, answer.gives) for answer in trace.answers] == [
        ("defaults", ("reason", "words")),
        ("moment", ("fit",)),
    ]
    assert [tried.layer for tried in trace.tried] == ["beat", "beat", "beat"]


def test_otherwise_answers_last_of_all(room: Scenario) -> None:
    trace = last_trace(room, "jargon")

    assert [answer.layer for answer in trace.answers] == ["beat otherwise", "defaults otherwise", "moment"]
    assert [tried.layer for tried in trace.tried] == ["beat", "beat", "beat", "defaults", "defaults"]


def test_silence_passes_over_entries_that_do_not_speak_of_it(room: Scenario) -> None:
    trace = last_trace(room, "(silence)")

    assert trace.answers[0].layer == "beat silence"
    assert "3 entries do not speak of silence" in words(trace)
    assert "(you wait in silence)" in head(trace)


def test_an_unclear_reply_is_tried_on_no_entry_and_has_no_fit(room: Scenario) -> None:
    trace = last_trace(room, "(unclear)")

    assert trace.answers[0].layer == "defaults unclear"
    assert trace.tried == ()
    assert trace.fit is None
    assert "not understood" in words(trace)


def test_half_heard_codes_are_told_apart_from_those_the_patient_acts_on(room: Scenario) -> None:
    text = "That sounds hard."
    reading = Reading((CodedSpan("validation", 0.9, 0, 17), CodedSpan("platitude", 0.2, 0, 17)))

    trace = last_trace(room, (text, reading))

    assert [(heard.code, heard.counts) for heard in trace.heard] == [("validation", True), ("platitude", False)]
    assert trace.heard[0].words == text
    assert "half heard, not acted on: platitude 20%" in words(trace)


def test_a_fit_that_other_moves_lowered_says_what_the_entry_states(room: Scenario) -> None:
    trace = last_trace(
        room, worded("Do it. You mad person.", ("Do it.", "advice"), ("You mad person.", "pathologising"))
    )

    assert trace.stated_fit == -1
    assert trace.fit is not None
    assert trace.fit < -1
    assert "which states −1: what else was heard weighs in" in words(trace)


def test_states_are_told_before_and_after(room: Scenario) -> None:
    trace = last_trace(room, "topic_change")

    trust = next(level for level in trace.levels if level.name == "trust")
    assert (trust.before, trust.after, trust.change) == (50, 0, -50)
    assert "trust 50 → 0 (−50)" in words(trace)


def test_where_the_patient_goes_names_exit_entry_and_limit_with_their_lines() -> None:
    scenario = scenario_of(ROOM.replace("trust >= 60", "trust >= 40"))

    gone, done = last_trace(scenario, "topic_change"), last_trace(scenario, "validation")
    tired = last_trace(scenario, "simple_reflection", "simple_reflection", "simple_reflection")

    assert (gone.way.to, gone.way.by, gone.way.line) == ("gone", "exit", line_of("when: trust <= 10"))
    assert (done.way.to, done.way.by, done.way.line) == ("good", "entry", line_of("validation and trust"))
    assert (tired.way.to, tired.way.by) == ("bad", "limit")
    assert "stays in `room`, 1 turn of 3" in words(last_trace(scenario, "simple_reflection"))


def test_open_tests_and_coaching_say_how_many_replies_are_left(room: Scenario) -> None:
    trace = last_trace(room, "jargon")

    assert [(test.beat, test.left) for test in trace.open_tests] == [("room", 2)]
    assert "Test: `room` is open, 2 replies left" in words(trace)
    assert "Coaching: `room` is open, 1 reply left" in words(trace)


def test_a_fact_that_is_held_back_says_why(room: Scenario) -> None:
    trace = last_trace(room, asking(0))

    assert trace.fact is not None
    assert trace.fact.held_back[0].startswith("`trust >= 70` was false: trust is ")


def test_a_beat_called_defaults_is_not_taken_for_the_defaults() -> None:
    scenario = scenario_of(ROOM.replace("room", "defaults"))

    trace = last_trace(scenario, "simple_reflection")

    assert trace.answers[0].layer == "beat"


def test_plain_values_hold_everything_that_was_tried(room: Scenario) -> None:
    plain = trace_to_json(last_trace(room, "simple_reflection"))

    assert plain["tried_before"][0]["false"] == ["`validation` was not heard", "`trust >= 60` was false: trust is 50"]
    assert plain["answered_by"][0]["line"] == line_of("reflection: {say")
    assert plain["state"]["trust"]["before"] == 50


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_in_the_library_every_entry_passed_over_has_a_false_part_and_the_deciding_one_answers(path: Path) -> None:
    """Played on the code steps of the examples; a reply in words stands as a plain reflection."""
    scenario = load(path)
    seen = 0
    for example in scenario.examples:
        steps = [reply if code_step(reply) else "simple_reflection" for reply in example.replies]
        session = play_until_over(scenario, steps)
        for turn, trace in zip(session.turns, traces(session), strict=True):
            seen += len(trace.tried)
            assert all(tried.false for tried in trace.tried)
            assert trace.way.to == turn.move.goes
            assert {level.name: level.change for level in trace.levels if level.change} == dict(turn.move.deltas)
    assert seen > 100


def play_until_over(scenario: Scenario, steps: list[str]) -> Session:
    session = play(scenario, [])
    for n in range(1, len(steps) + 1):
        session = play(scenario, steps[:n])
        if session.ending is not None:
            break
    return session


CONDITIONS = [
    ("trust >= 60", ("`trust >= 60` was false: trust is 50",)),
    ("not advice", ("`advice` was heard",)),
    ("not support", ("`support` was heard (validation)",)),
    ("question or repair", ("neither `question` nor `repair` was heard",)),
    ("open_question or repair or jargon", ("none of `open_question`, `repair` or `jargon` was heard",)),
    ("advice and trust - 10 > distress", ("`trust - 10 > distress` was false: trust is 50, distress is 40",)),
    ("silence", ("the trainee did not wait in silence",)),
    ("visits(room) = 0", ("`visits(room) = 0` was false: visits(room) is 1",)),
    ("said(advice) or passed(room)", ("`said(advice)` was false", "`passed(room)` was false")),
    ("not (advice and trust < 60)", ("`advice` was heard", "`trust < 60` was true: trust is 50")),
    ("beliefs.alone < 20", ("`beliefs.alone < 20` was false: beliefs.alone is 50",)),
    ("advice and trust >= 10", ()),
]


@pytest.mark.parametrize(("text", "why"), CONDITIONS, ids=[text for text, _ in CONDITIONS])
def test_a_condition_says_what_of_it_was_false(room: Scenario, text: str, why: tuple[str, ...]) -> None:
    names = vocabulary.names_for(room.state, room.beliefs, room.beats)
    state, _ = begin(room, 1)
    now = TurnCircumstances(room, state, frozenset({"advice", "validation"}), 1)

    assert false_parts(parse_condition(text, names), now, names) == why


@pytest.mark.parametrize(
    "text",
    [
        "advice and (question or support) and not repair",
        "advice and question or support",
        "not (advice or question)",
        "trust - (distress - 10) > 3",
        "trust - distress - 10 > 3",
        "not trust = 3",
    ],
)
def test_a_condition_is_written_as_it_was_read(room: Scenario, text: str) -> None:
    names = vocabulary.names_for(room.state, room.beliefs, room.beats)
    expression = parse_condition(text, names).expression

    assert parse_condition(written(expression), names).expression == expression
    assert written(expression) == text
