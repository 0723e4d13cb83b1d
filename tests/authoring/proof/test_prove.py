"""Answers are exact: reachable by the shortest replies, impossible, or not proven within a number of states."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import pytest

from authoring.coverage import shown_by_steps
from authoring.proof.prove import Answer, Proof, prove
from authoring.proof.questions import Question
from authoring.proof.witness import WitnessError, check, play
from scenarios import vocabulary
from scenarios.model import Scenario
from tests.scripted import HEAD, scenario_of

LADDER = """
start: low
exits:
  - {when: trust <= 5, go: gone}
beats:
  low:
    says: ["Well."]
    moment: {needs: listen}
    hears:
      validation and trust >= 70: {fit: 1, go: high}
      validation: {fit: 0, change: {trust: 7}}
      advice: {fit: 0, change: {trust: -20}}
      advice and validation: {fit: 0, go: high}
      trust >= 200: {fit: 0, go: never}
  high: {ending: good, says: ["Yes."]}
  gone: {ending: left, says: ["Bye."]}
  never: {ending: poor, says: ["No."]}
"""


def answers(scenario: Scenario, bound: int | None = None) -> dict[str, Answer]:
    return {str(question): answer for question, answer in prove(scenario, bound).answers.items()}


def test_what_can_be_reached_comes_with_the_shortest_replies() -> None:
    found = answers(scenario_of(LADDER))

    assert found["ending:high"] == Answer(
        "reachable", (("validation",),) * 4, is_shortest=True
    )  # 50, 57, 64, 71, and then on


def test_a_level_that_no_replies_bring_about_makes_an_ending_impossible() -> None:
    found = answers(scenario_of(LADDER))

    assert found["ending:never"].verdict == "impossible"
    assert found["true:low.hears[4]"].verdict == "impossible"


def test_an_entry_behind_one_that_always_answers_first_is_impossible_though_its_condition_can_hold() -> None:
    found = answers(scenario_of(LADDER))

    assert found["entry:low.hears[3]"].verdict == "impossible"
    assert found["true:low.hears[3]"].verdict == "reachable"


def test_an_exit_is_reached_by_way_of_the_levels() -> None:
    found = answers(scenario_of(LADDER))

    assert len(found["ending:gone"].steps) == 3  # 50, 30, 10, and then below
    assert found["ending:gone"].steps[-1] == ("advice",)
    assert found["true:exits[0].when"].verdict == "reachable"


def test_with_too_few_states_the_answer_is_not_proven_and_never_a_guess() -> None:
    found = answers(scenario_of(LADDER), 1)

    assert found["ending:high"].verdict == "not proven"
    assert found["ending:gone"].verdict == "not proven"


def test_what_no_level_can_come_to_is_impossible_without_any_search() -> None:
    found = answers(scenario_of(LADDER), 1)

    assert found["ending:never"].verdict == "impossible"


FIVE_LEVELS = """
start: low
beats:
  low:
    says: ["Well."]
    moment: {needs: listen}
    hears:
      trust > 51 and openness > 51 and distress < 39 and hope > 1 and beliefs.alone < 49: {fit: 0, go: high}
      validation: {fit: 0, change: {trust: 1}}
      compassion: {fit: 0, change: {trust: 0, openness: 1, distress: -1}}
      affirmation: {fit: 0, change: {trust: 0, openness: 0, distress: 0, hope: 1, beliefs.alone: -1}}
      hope > 3: {fit: 0, go: low_hope}
  high: {ending: good, says: ["Yes."]}
  low_hope: {ending: poor, says: ["No."]}
"""


def test_more_levels_than_are_laid_out_at_once_are_searched_as_exactly() -> None:
    head = HEAD.replace("distress: 40}", "distress: 40, hope: 0}")

    found = answers(scenario_of(FIVE_LEVELS, head))

    assert found["ending:low_hope"].verdict == "reachable"
    assert len(found["ending:high"].steps) == 4  # twice for hope, once for all the others, and then on


MEMORY = """
start: one
beats:
  one:
    says: ["One."]
    moment: {needs: listen, asks: advice}
    hears:
      said(self_disclosure) and visits(two) > 1 and advice: {fit: 0, go: deep}
      returns_focus: {fit: 0, go: two}
      stacked_questions: {fit: 0, go: stacked}
      deflects and not question: {fit: 0, go: dodged}
    unclear: {go: confused}
    silence: {go: quiet}
    limit: {turns: 3, go: tired}
  two:
    says: ["Two."]
    moment: {needs: listen}
    hears:
      self_disclosure or validation: {fit: 0, go: one}
    test: {belief: alone, kind: transference, window: 2, pass_when: repair, passed: {go: met}}
  met: {ending: good, says: ["Met."]}
  deep: {ending: good, says: ["Deep.", {say: "Deeper.", when: passed(two)}]}
  stacked: {ending: poor, says: ["Three at once."]}
  dodged: {ending: poor, says: ["Dodged."]}
  confused: {ending: poor, says: ["What?"]}
  quiet: {ending: poor, says: ["…"]}
  tired: {ending: poor, says: ["Tired."]}
"""


@pytest.mark.parametrize(
    ("ending", "turns"),
    [("quiet", 1), ("confused", 1), ("stacked", 1), ("dodged", 1), ("tired", 3), ("met", 2), ("deep", 5)],
)
def test_memory_silence_order_and_limits_are_all_searched(ending: str, turns: int) -> None:
    found = answers(scenario_of(MEMORY))[f"ending:{ending}"]

    assert (found.verdict, len(found.steps)) == ("reachable", turns)


def test_a_line_that_only_a_passed_test_allows_is_impossible_where_passing_leads_away() -> None:
    found = answers(scenario_of(MEMORY))

    assert found["line:beats.deep#0"].verdict == "reachable"
    assert found["line:beats.deep#1"].verdict == "impossible"


def test_a_line_behind_one_whose_condition_holds_whenever_its_own_does_is_impossible() -> None:
    """The first that holds is spoken; one with the same condition is a variation of it and is spoken in its turn."""
    lines = '[{say: "A", when: trust >= 70}, {say: "B", when: trust >= 71}, {say: "C", when: trust >= 70}, "D"]'
    found = answers(scenario_of(LADDER.replace('says: ["Yes."]', f"says: {lines}")))

    spoken = [found[f"line:beats.high#{i}"].verdict for i in range(4)]
    assert spoken == ["reachable", "impossible", "reachable", "reachable"], "D: by `advice and validation`"


def test_replies_that_do_not_show_what_they_should_are_a_fault_and_raise() -> None:
    with pytest.raises(WitnessError):
        check(scenario_of(LADDER), Question("ending", "high"), (("validation",),))


CODES = ("validation", "advice", "open_question", "self_disclosure", "boundary", "confrontation", "asks_permission")
SHORT = 3


def some_scenario(seed: int) -> Scenario:
    """A patient whose entries are thrown together."""
    lots = random.Random(seed)  # noqa: S311  lots for a test, not for secrets
    beats = ["a", "b", "c"]
    names = [*CODES, "question", "support", "deflects", "answers", "returns_focus", "unsolicited_advice"]

    def condition() -> str:
        parts = lots.sample(names, lots.randint(1, 2))
        state = lots.choice(
            ["", "", f" and trust {lots.choice(['<', '>='])} {lots.randint(40, 60)}", " and visits(b) = 1"]
        )
        return f"{lots.choice(['', 'not '])}{parts[0]}{''.join(f' and not {one}' for one in parts[1:])}{state}"

    def entry() -> str:
        go = lots.choice(["", f"go: {lots.choice([*beats, 'good', 'poor'])}, "])
        fit = lots.choice(["", f"fit: {lots.randint(-3, 3)}, "])
        return f"{{{fit}{go}because: why}}"

    lines = ["start: a", "beats:"]
    for beat in beats:
        asks = lots.choice(["", ", asks: advice", ", asks: personal"])
        lines += [f"  {beat}:", "    says: [Hm.]", f"    moment: {{needs: {lots.choice(['listen', 'repair'])}{asks}}}"]
        keys = dict.fromkeys(condition() for _ in range(3))
        lines += ["    hears:", *(f"      {key}: {entry()}" for key in keys)]
        if lots.random() < 0.5:
            lines.append("    test: {belief: alone, kind: transference, window: 2}")
    lines += ["  good: {ending: good, says: [Yes.]}", "  poor: {ending: poor, says: [No.]}"]
    return scenario_of("\n".join(lines) + "\n")


def every_short_session(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], ...]]:
    """All sessions of up to three replies of up to two codes of a few, and silences."""
    replies = [("(silence)",), *((code,) for code in CODES), *combinations(CODES, 2)]
    todo: list[tuple[tuple[str, ...], ...]] = [()]
    for _ in range(SHORT):
        longer = [(*steps, reply) for steps in todo for reply in replies]
        todo = []
        seen = set()
        for steps in longer:
            yield steps
            after = play(scenario, steps)[-1].after
            kept = after._replace(used=frozenset())
            if after.ending is None and kept not in seen:
                seen.add(kept)
                todo.append(steps)
        todo = todo[:40]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_happens_in_short_sessions_is_called_impossible_or_takes_longer(seed: int) -> None:
    scenario = some_scenario(seed)
    proof = prove(scenario)

    for steps in every_short_session(scenario):
        for question in shown_by_steps(scenario, steps):
            answer = proof.answers.get(question)
            if answer is not None:
                assert answer.verdict == "reachable", (question, steps)
                assert len(answer.steps) <= len(steps) or not answer.is_shortest, (question, steps, answer)


@pytest.mark.parametrize("seed", range(6))
def test_every_reply_of_a_proof_shows_what_it_is_said_to_show(seed: int) -> None:
    proof: Proof = prove(some_scenario(seed))

    kinds = {"beat", "ending", "entry", "passed", "failed"}
    for question in proof.of("reachable"):
        if question.kind in kinds:
            assert question in shown_by_steps(proof.scenario, proof.answers[question].steps), question


def test_the_small_alphabet_of_these_tests_is_one_of_true_codes() -> None:
    assert set(CODES) <= set(vocabulary.codes())
