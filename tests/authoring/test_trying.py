"""Trying out: beginning anywhere, going back, playing again on a changed text, keeping a play as an example."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.appending import AppendError, NewExample, append_example, with_example
from authoring.keeping import check, example_of, expectations, suggested_name
from authoring.trying import Elsewhere, PlaceError, StepCoder, back_one, place_in, play_again, reload_words, take
from scenarios.load import parse_scenario
from scenarios.model import Scenario
from simulator.examples import run_example
from simulator.practice import Memory, Practice
from simulator.reading import Reading
from simulator.session import Session
from simulator.state import Place
from tests.scripted import HEAD, scenario_of
from tests.tui.fakes import KeywordCoder

TALK = """
start: first
beats:
  first:
    says: ["Hello."]
    moment: {needs: listen}
    hears:
      reflection: {go: second}
  second:
    says: ["And now?"]
    moment: {needs: advice, asks: advice}
    hears:
      answers: {go: good}
      deflects: {go: bad}
  good: {ending: good, says: ["Thanks."]}
  bad: {ending: poor, says: ["Bye."]}
"""
EXAMPLE = NewExample(
    "a name: “quoted” # not a comment",
    ("simple_reflection", 'Say "no": I\nwould.'),
    {"beat": "first", "trust": ">= 50"},
)


@pytest.fixture(scope="module")
def talk() -> Scenario:
    return scenario_of(TALK)


def practice_on(scenario: Scenario, *steps: str, place: Place | None = None) -> Practice:
    practice = Practice.begin(scenario, Memory(), StepCoder(KeywordCoder()), seed=1, rubric_version="1", place=place)
    for step in steps:
        take(practice, step)
    return practice


def session_on(scenario: Scenario, *steps: str, place: Place | None = None) -> Session:
    return practice_on(scenario, *steps, place=place).session


# Beginning


def test_a_trial_begins_at_a_beat_with_states_as_if_nothing_had_been_before(talk: Scenario) -> None:
    session = session_on(talk, place=place_in(talk, "second", {"trust": 90, "beliefs.alone": 5}))

    assert session.state.beat == "second"
    assert session.lines[0].text == "And now?"
    assert session.state.as_levels(talk) == {"trust": 90, "openness": 50, "distress": 40, "beliefs.alone": 5}
    assert session.state.visits == (("second", 1),)


@pytest.mark.parametrize(
    ("beat", "levels", "piece"),
    [
        ("secnd", {}, "Did you mean `second`?"),
        ("good", {}, "is an ending"),
        (None, {"trus": 5}, "Did you mean `trust`?"),
        (None, {"trust": 101}, "between 0 and 100"),
        (None, {"trust": -1}, "between 0 and 100"),
    ],
)
def test_a_place_that_is_not_there_is_refused_with_the_nearest_name(
    talk: Scenario, beat: str | None, levels: dict[str, int], piece: str
) -> None:
    with pytest.raises(PlaceError, match=piece.replace("?", r"\?")):
        place_in(talk, beat, levels)


def test_a_reply_of_code_names_stands_for_those_codes_and_quotes_their_names(talk: Scenario) -> None:
    turn = session_on(talk, "validation, simple_reflection").turns[0]

    assert [(span.code, turn.reply[span.start : span.end]) for span in turn.reading.codes] == [
        ("validation", "validation"),
        ("simple_reflection", "simple_reflection"),
    ]
    assert session_on(talk, "(unclear)").turns[0].reading.unclear


# Going back


def test_going_back_gives_the_session_as_it_was_without_reading_anything_again(talk: Scenario) -> None:
    practice = practice_on(talk, "simple_reflection", "(silence)")
    before = practice.session

    after = take(practice, "advice")

    assert after.ending is not None
    assert back_one(after) == before
    assert back_one(back_one(back_one(after))).turns == ()


# Playing again on a changed text


def again(session: Session, scenario: Scenario) -> tuple[Session, str, Elsewhere | None, int]:
    path = [turn.move.goes for turn in session.turns]
    steps = ["(silence)" if turn.reading.silence else turn.reply for turn in session.turns]
    outcome = play_again(session, scenario, steps, path, StepCoder(KeywordCoder()))
    return outcome.session, reload_words(outcome), outcome.elsewhere, outcome.set_aside


def test_replies_that_lead_where_they_did_keep_their_place_on_the_new_text(talk: Scenario) -> None:
    changed = scenario_of(TALK.replace("And now?", "And what now?"))

    session, words, elsewhere, _ = again(session_on(talk, "simple_reflection"), changed)

    assert session.lines[0].text == "And what now?"
    assert session.scenario is changed
    assert elsewhere is None
    assert words == "Your reply was played again and leads where it did."


def test_a_reply_that_leads_elsewhere_is_shown_and_those_after_it_are_set_aside(talk: Scenario) -> None:
    changed = scenario_of(TALK.replace("reflection: {go: second}", "reflection: {go: bad}"))

    session, words, elsewhere, aside = again(session_on(talk, "simple_reflection", "(silence)", "advice"), changed)

    assert len(session.turns) == 1
    assert elsewhere == Elsewhere(1, "second", "bad")
    assert aside == 2
    assert words == "Reply 1 now leads to `bad` (before: `second`). The 2 replies after it are set aside."


def test_a_trial_whose_beat_was_renamed_cannot_be_played_again(talk: Scenario) -> None:
    session = session_on(talk, place=place_in(talk, "second", {}))

    with pytest.raises(PlaceError, match="no beat `second`"):
        again(session, scenario_of(TALK.replace("second", "later")))


# Keeping a play as an example


def test_a_play_is_kept_in_words_or_as_the_codes_that_were_heard(talk: Scenario) -> None:
    session = session_on(talk, "So it is only a cough.", "(silence)", "I would go, and soon.")

    in_words, in_codes = example_of(session, "words", "x"), example_of(session, "codes", "x")

    assert in_words.replies == ("So it is only a cough.", "(silence)", "I would go, and soon.")
    assert in_codes.replies == ("simple_reflection", "(silence)", "advice")
    assert in_words.expect["ending"] == "good"


def test_an_example_expects_where_it_led_and_the_two_states_that_moved_furthest(talk: Scenario) -> None:
    session = session_on(talk, "confrontation, pathologising")

    assert expectations(session) == {"beat": "first", "trust": "<= 45", "openness": "<= 45"}
    assert suggested_name(session) == "1 reply leads to first"
    assert expectations(session_on(talk, "(unclear)")) == {"beat": "first", "trust": "50", "openness": "50"}


@pytest.mark.parametrize(
    "reply",
    ["advice, open_question", "self_disclosure", "open_question, closed_question, open_question, advice"],
)
def test_an_example_of_codes_goes_the_way_the_play_went(talk: Scenario, reply: str) -> None:
    session = session_on(talk, "simple_reflection", reply)

    example = example_of(session, "codes", "x")

    check(talk, example, KeywordCoder())
    parsed = parse_scenario(with_example((HEAD + TALK).encode(), example, "x.yaml"), "x.yaml")
    result = run_example(parsed, parsed.examples[0], None)
    assert result.holds
    assert set(result.steps[-1].heard) == {
        *(span.code for span in session.turns[-1].move.codes),
        *session.turns[-1].move.derived,
    }


def test_an_answer_and_a_question_in_the_same_words_are_not_taken_for_handing_back(talk: Scenario) -> None:
    class OneSentence(KeywordCoder):
        def read(self, patient_line: str, reply: str, fact_questions: object = ()) -> Reading:
            del patient_line, fact_questions
            reading = Reading.of_codes(["self_disclosure", "open_question"])
            whole = [type(span)(span.code, 1.0, 0, len(reply)) for span in reading.codes]
            return Reading(tuple(whole))

    practice = Practice.begin(talk, Memory(), OneSentence(), seed=1, rubric_version="1")
    session = practice.send("I had that too, what did you do?")
    assert "returns_focus" not in session.turns[0].move.derived

    result = check_steps(talk, example_of(session, "codes", "x"))

    assert "returns_focus" not in result


def check_steps(scenario: Scenario, example: NewExample) -> tuple[str, ...]:
    parsed = parse_scenario(with_example((HEAD + TALK).encode(), example, "x.yaml"), "x.yaml")
    assert scenario.id == parsed.id
    return run_example(parsed, parsed.examples[0], None).steps[0].heard


def test_a_play_from_the_middle_is_kept_with_where_it_began(talk: Scenario) -> None:
    session = session_on(talk, "advice", place=place_in(talk, "second", {"trust": 90, "beliefs.alone": 5}))

    example = example_of(session, "codes", "advice from the middle")

    assert (example.at, dict(example.levels)) == ("second", {"trust": 90, "beliefs.alone": 5})
    check(talk, example, KeywordCoder())
    made = parse_scenario(with_example((HEAD + TALK).encode(), example, "f.yaml"), "f.yaml")
    kept = made.examples[-1]
    assert (kept.at, dict(kept.levels)) == ("second", {"trust": 90, "beliefs.alone": 5})
    assert run_example(made, kept, None).holds


def test_an_example_that_would_not_hold_is_refused(talk: Scenario) -> None:
    with pytest.raises(AppendError, match="expected beat second, found `first`"):
        check(talk, NewExample("x", ("advice",), {"beat": "second"}), KeywordCoder())


# Writing it down

SHAPES = {
    "no examples": "",
    "no line end": "# the end",
    "empty list": "examples: []  # none yet\nplan: x\n",
    "block": """examples:
  - name: old
    replies: [advice]
    expect: {beat: first}  # why

# the end
plan: x
""",
    "block at the margin": """examples:
- name: old
  replies:
    - advice
  expect:
    beat: first
# the end
""",
    "block of text": """examples:
  - expect: {beat: first}
    name: old
    replies:
      - >
        Some words
        go on.

plan: x
""",
    "flow": "examples: [{name: old, replies: [advice], expect: {beat: first}}]\nplan: x\n",
    "flow over lines": "examples: [\n  {name: old, replies: [advice], expect: {beat: first}},  # why\n]\n",
}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_an_example_is_added_at_the_end_and_every_other_byte_stays(shape: str, line_end: str, mark: bytes) -> None:
    raw = mark + (HEAD.lstrip() + TALK + shape).replace("\n", line_end).encode()

    made = with_example(raw, EXAMPLE, "x.yaml")

    added = parse_scenario(made, "x.yaml").examples[-1]
    assert (added.name, added.replies) == (EXAMPLE.name, EXAMPLE.replies)
    assert {expectation.what: expectation.value for expectation in added.expect} == EXAMPLE.expect
    assert made.count(b"\n") == made.count(line_end.encode())
    assert is_insertion(raw.replace(b"examples: []", b"examples:"), made)


def is_insertion(before: bytes, after: bytes) -> bool:
    """Whether `after` is `before` with one piece put in."""
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    return after.endswith(before[same:])


def test_a_name_that_is_taken_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "talk.yaml"
    path.write_text(HEAD + TALK, "utf-8")
    path.chmod(0o640)
    append_example(path, EXAMPLE)
    once = path.read_bytes()

    with pytest.raises(AppendError, match="already"):
        append_example(path, EXAMPLE)

    assert path.read_bytes() == once
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["talk.yaml"]


def test_nothing_is_added_to_a_faulty_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.yaml"
    path.write_text(HEAD + TALK.replace("go: good", "go: god"), "utf-8")
    before = path.read_bytes()

    with pytest.raises(AppendError, match="Mend this first"):
        append_example(path, EXAMPLE)

    assert path.read_bytes() == before


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(AppendError, match="cannot be written"):
        append_example(tmp_path / "gone.yaml", EXAMPLE)
