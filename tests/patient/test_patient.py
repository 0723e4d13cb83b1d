"""How a patient moves. Every play here goes through save and load at every turn (`tests.scripted.play`)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from simulator.patient import respond
from simulator.reading import CodedSpan, Reading
from tests.scripted import HEAD, asking, last, play, said, scenario_of

TWO_BEATS = """
start: one
beats:
  one:
    says: ["Hello."]
    moment: {needs: listen}
    hears:
      open_question and trust >= 50: {go: two, say: ["Well, then."]}
      reflection: {fit: 3, because: Heard., say: ["Yes, that."]}
      reflection and trust > 90: {go: end}
  two:
    says: ["Now this."]
    moment: {needs: validate}
    limit: {turns: 2, go: end}
  end: {ending: good, says: ["Bye."]}
"""


def test_first_entry_that_holds_decides_where_the_patient_goes() -> None:
    session = play(scenario_of(TWO_BEATS), ["open_question, simple_reflection"])

    assert session.state.beat == "two"
    assert said(session) == ["Well, then.", "Now this."]
    assert last(session).move.rule == "one.hears[0]"


def test_patient_stays_where_no_entry_sends_it() -> None:
    session = play(scenario_of(TWO_BEATS), ["simple_reflection"])

    assert session.state.beat == "one"
    assert said(session) == ["Yes, that."]
    assert last(session).move.fit == 3


def test_condition_on_a_level_is_held_against_the_level_before_the_turn() -> None:
    session = play(scenario_of(TWO_BEATS), ["invalidation", "open_question"])

    assert session.state.beat == "one", "trust had fallen below 50 when the question came"


def test_limit_moves_the_patient_on_and_ends_the_session() -> None:
    session = play(scenario_of(TWO_BEATS), ["open_question", "validation", "validation"])

    assert session.ending is not None
    assert (session.ending.id, session.ending.kind) == ("end", "good")
    assert last(session).move.left_by == "limit"


def test_no_turn_is_taken_after_the_ending() -> None:
    session = play(scenario_of(TWO_BEATS), ["open_question", "validation", "validation"])

    with pytest.raises(ValueError, match="ended"):
        respond(session.scenario, session.state, Reading(), 1)


def test_same_seed_gives_the_same_patient_and_levels_stay_within_their_range() -> None:
    steps = ["validation", "invalidation", "", "open_question", "promises_secrecy", "confrontation"]

    first, second = (play(scenario_of(TWO_BEATS), steps, seed=7) for _ in range(2))

    assert first == second
    assert all(0 <= level <= 100 for turn in first.turns for level in turn.state.levels)


LAYERS = """
defaults:
  hears:
    advice: {fit: -2, because: "Nobody asked.", change: {trust: -20}, say: ["You sound like my boss."]}
  otherwise: {say: ["Anyway."]}
  unclear: {say: ["Sorry?"]}
  silence: {say: ["Quiet in here."], change: {trust: -1}}
start: one
beats:
  one:
    says: ["Hello."]
    moment: {needs: listen}
    hears:
      advice and validation: {change: {trust: 0}}
      validation: {say: ["Thanks."]}
      silence and visits(one) > 9: {go: end}
    limit: {turns: 20, go: end}
  end: {ending: poor, says: ["Bye."]}
"""


def test_fields_left_out_fall_through_to_the_persona_and_then_to_the_table() -> None:
    session = play(scenario_of(LAYERS), ["advice"])

    move = last(session).move
    assert (move.fit, move.because, said(session)) == (-2, "Nobody asked.", ["You sound like my boss."])
    assert dict(move.deltas) == {"trust": -20, "openness": -5, "distress": 4}, "what the author left out is built in"


def test_nearest_layer_wins_field_by_field() -> None:
    session = play(scenario_of(LAYERS), ["advice, validation"])

    assert dict(last(session).move.deltas).get("trust") is None, "the beat says that trust stays"
    assert said(session) == ["You sound like my boss."]


def test_otherwise_unclear_and_silence_are_three_different_things() -> None:
    scenario = scenario_of(LAYERS)

    assert said(play(scenario, ["information"])) == ["Anyway."]
    assert said(play(scenario, ["(unclear)"])) == ["Sorry?"]
    assert said(play(scenario, ["(silence)"])) == ["Quiet in here."]


def test_an_unclear_reply_is_neither_good_nor_bad() -> None:
    session = play(scenario_of(LAYERS), ["(unclear)"])

    assert last(session).move.fit is None
    assert last(session).move.deltas == ()


def test_silence_is_taken_only_by_entries_that_speak_of_it() -> None:
    body = LAYERS.replace("validation: {say", "not advice: {go: end}\n      validation: {say")

    assert play(scenario_of(body), ["(silence)"]).state.beat == "one"
    assert play(scenario_of(body), ["open_question"]).state.beat == "end"


MODES = """
start: one
beats:
  one:
    says: ["Hello."]
    shows: looks away
    sounds: a door shuts
    moment: {needs: listen}
    limit: {turns: 1, go: end}
  end: {ending: good, says: ["Bye."]}
"""


@pytest.mark.parametrize(
    ("mode", "seen"),
    [("in_person", "looks away"), ("video", "looks away"), ("phone", "a door shuts"), ("text", None)],
)
def test_stage_directions_reach_the_trainee_only_where_the_mode_lets_them(mode: str, seen: str | None) -> None:
    scenario = scenario_of(MODES.replace("start:", "start:"), head=_head(mode))

    directions = [line.text for line in play(scenario, []).opening if line.kind != "speech"]

    assert directions == ([seen] if seen else [])


def _head(mode: str) -> str:
    return HEAD.replace("mode: in_person", f"mode: {mode}")


VARIED = """
start: one
beats:
  one:
    says: ["Hello."]
    moment: {needs: listen}
    otherwise: {say: ["a", "b", "c", {say: "d", when: distress > 60}]}
    limit: {turns: 30, go: end}
  end: {ending: good, says: ["Bye."]}
"""


def test_variations_are_not_repeated_before_all_have_been_used() -> None:
    session = play(scenario_of(VARIED), ["information"] * 6)

    spoken = [turn.move.lines[-1].text for turn in session.turns]
    assert sorted(spoken[:3]) == ["a", "b", "c"]
    assert all(one != other for one, other in pairwise(spoken))


def test_a_line_with_a_condition_comes_first_when_the_condition_holds() -> None:
    session = play(scenario_of(VARIED), ["promises_secrecy"] * 4)

    assert said(session) == ["d"]


def test_of_several_conditions_that_hold_the_first_is_taken_and_its_variations_alternate() -> None:
    body = VARIED.replace(
        '{say: "d", when: distress > 60}',
        '{say: "d", when: distress > 60}, {say: "e", when: distress > 10}, {say: "f", when: distress > 60}',
    )

    session = play(scenario_of(body), ["promises_secrecy"] * 6)

    spoken = [turn.move.lines[-1].text for turn in session.turns]
    assert "e" in spoken, "while distress is low"
    assert {"d", "f"} == set(spoken[-2:]), "the first that holds, with its variations; no longer the second"


def test_another_seed_may_choose_other_variations() -> None:
    spoken = {tuple(said(play(scenario_of(VARIED), ["information"], seed=seed))) for seed in range(12)}

    assert len(spoken) > 1


FACTS = """
facts:
  - {ask: "Who is at home?", say: ["Me and my brother."], needs: trust >= 40, otherwise: ["Why?"]}
  - {ask: "Do you work?", say: ["Nights."], needs: trust >= 90}
start: one
beats:
  one:
    says: ["Hello."]
    moment: {needs: listen}
    otherwise: {say: ["Anyway."]}
    hears:
      validation: {say: ["Thanks."]}
    limit: {turns: 30, go: end}
  end: {ending: good, says: ["Bye."]}
"""


def test_a_fact_is_told_and_nothing_else_is_said_over_it() -> None:
    session = play(scenario_of(FACTS), [asking(0)])

    assert said(session) == ["Me and my brother."]


def test_a_fact_is_told_first_and_then_what_the_rest_of_the_reply_calls_forth() -> None:
    session = play(scenario_of(FACTS), [asking(0, "validation", "closed_question")])

    assert said(session) == ["Me and my brother.", "Thanks."]


def test_a_fact_is_kept_back_until_its_condition_holds() -> None:
    session = play(scenario_of(FACTS), ["promises_secrecy", "promises_secrecy", asking(0)])

    assert said(session) == ["Why?"]


def test_a_fact_kept_back_without_words_of_its_own_gets_a_built_in_line() -> None:
    session = play(scenario_of(FACTS), [asking(1)])

    assert said(session)
    assert "Nights." not in said(session)


EXIT = """
exits: [{when: trust <= 45, go: gone}]
start: one
beats:
  one:
    says: ["Hello."]
    moment: {needs: listen}
    hears: {confrontation: {go: end}}
  end: {ending: good, says: ["Bye."]}
  gone: {ending: left, says: ["I'm off."]}
"""


def test_an_exit_holds_over_every_entry() -> None:
    session = play(scenario_of(EXIT), ["confrontation"])

    assert session.state.ending == "gone"
    assert last(session).move.left_by == "exit"


def test_a_false_denial_of_contact_is_heard_as_concealing() -> None:
    """The scenario knows what is true; the words alone do not."""
    denial = Reading((CodedSpan("open_about_sharing", 0.9, 0, 5, denies=True),))
    truth = "confidentiality: {situation: C7, contact: true}"
    body = MODES.replace("moment: {needs: listen}", "moment: {needs: honesty, asks: truth}\n    " + truth)

    with_contact = last(play(scenario_of(body), [denial])).move
    without = last(play(scenario_of(body.replace("contact: true", "contact: false")), [denial])).move

    assert [span.code for span in with_contact.codes] == ["conceals_sharing"]
    assert "deflects" in with_contact.derived
    assert [span.code for span in without.codes] == ["open_about_sharing"]
    assert "answers" in without.derived
