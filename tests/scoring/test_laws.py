"""Laws of the scores, held against sessions nobody thought of."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import vocabulary
from scoring.rubric import overall, score
from scoring.rubric.arithmetic import score_of, with_support
from scoring.rubric.confidentiality import confidentiality
from scoring.rubric.responsiveness import responsiveness
from scoring.rubric.self_disclosure import self_disclosure
from scoring.rubric.table import rubric
from scoring.scores import DIMENSIONS, Evidence, Score
from simulator.session import Session
from tests.scoring.rules import COACHED, arising, moment
from tests.scripted import play, scenario_of

scene = cache(scenario_of)

CODES = sorted(vocabulary.codes())
REPLY = st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True)
REPLIES = st.lists(REPLY, min_size=1, max_size=5)


def steps(replies: list[list[str]]) -> list[str]:
    return [", ".join(codes) for codes in replies]


def with_one_more(replies: list[list[str]], place: int, code: str) -> list[list[str]]:
    """The same replies, one of them with one more move before the rest: how it ends stays as it was."""
    changed = [list(codes) for codes in replies]
    changed[place % len(changed)].insert(0, code)
    return changed


def at_least(better: Score, worse: Score) -> bool:
    return worse.tenths is None or (better.tenths is not None and better.tenths >= worse.tenths)


REQUIRED = [(name, code) for name, s in vocabulary.situations().items() for rule in s.required for code in rule.any]


@settings(deadline=None)
@given(REPLIES, st.integers(0, 4), st.sampled_from(REQUIRED))
def test_one_more_required_move_never_lowers_confidentiality(
    replies: list[list[str]], place: int, required: tuple[str, str]
) -> None:
    """In time, late, or after all the rest was done."""
    situation, code = required
    scenario = scene(arising(situation))
    forbidden = {forbidden for rule in vocabulary.situations()[situation].forbidden for forbidden in rule.any}
    assert code not in forbidden

    before = confidentiality(play(scenario, steps(replies)))
    after = confidentiality(play(scenario, steps(with_one_more(replies, place, code))))

    assert at_least(after, before)


WALK = """
start: b0
beats:
  b0: {says: ["."], moment: {needs: listen, feels: mistrust}, limit: {turns: 1, go: b1}}
  b1: {says: ["."], moment: {needs: listen, feels: distress}, limit: {turns: 1, go: b2}}
  b2: {says: ["."], moment: {needs: repair, feels: rupture}, limit: {turns: 1, go: b3}}
  b3: {says: ["."], moment: {needs: validate, feels: urgency, asks: personal}, limit: {turns: 1, go: b4}}
  b4: {says: ["."], moment: {needs: advice, feels: calm, asks: advice}, limit: {turns: 1, go: b5}}
  b5: {says: ["."], moment: {needs: listen, feels: mistrust}, limit: {turns: 3, go: end}}
  end: {ending: good, says: ["Bye."]}
"""
CALLED_FOR = [
    (0, "explains_limits"),
    (0, "open_about_sharing"),
    (1, "compassion"),
    (2, "repair"),
    (3, "validation"),
    (4, "advice"),
    (5, "explains_limits"),
]
"""What self-disclosure timing asks for at each beat of the walk. The counts of too long and of pressing are no such
moves: advice that is pressed is an order, so a reply that already presses is left out."""


@settings(deadline=None)
@given(st.lists(REPLY, min_size=6, max_size=8), st.sampled_from(CALLED_FOR))
def test_one_more_move_that_the_table_calls_for_never_lowers_self_disclosure_timing(
    replies: list[list[str]], called: tuple[int, str]
) -> None:
    place, code = called
    if not set(replies[place]).isdisjoint({"persuasion", "confrontation"}):
        replies[place] = ["encourager"]
    scenario = scene(WALK)

    before = self_disclosure(play(scenario, steps(replies)))
    after = self_disclosure(play(scenario, steps(with_one_more(replies, place, code))))

    assert at_least(after, before)


HELPFUL = [
    (need, code)
    for need, table in vocabulary.moments().items()
    for code, worth in table.worth.items()
    if worth.fit > 0 and code in CODES and code not in vocabulary.members("question") | {"advice"}
]
"""Without questions, of which a third is one too many, and advice, which may be unasked."""


@settings(deadline=None)
@given(REPLIES, st.integers(0, 4), st.sampled_from(HELPFUL), st.sampled_from(["failed", "open"]))
def test_one_more_helpful_move_never_lowers_responsiveness(
    replies: list[list[str]], place: int, helpful: tuple[str, str], lapse: str
) -> None:
    """With a test and coaching open: half an answer, and taking coaching up, cost nothing."""
    need, code = helpful
    trials = (
        f"test: {{belief: alone, kind: transference, window: 2, lapse: {lapse}}}\n"
        f"    coaching: {{level: plain, need: {need}, window: 2}}"
    )
    scenario = scene(moment(f"needs: {need}", trials))

    before = responsiveness(play(scenario, steps(replies)))
    after = responsiveness(play(scenario, steps(with_one_more(replies, place, code))))

    assert at_least(after, before)


SUPPORTING = ["boundary", "boundary, open_question", "explains_limits", "encourager", "open_about_sharing, validation"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SUPPORTING), min_size=2, max_size=3))
def test_the_order_of_supporting_replies_is_irrelevant(replies: list[str]) -> None:
    scenario = scene(moment("needs: honesty, feels: mistrust"))

    assert len({self_disclosure(play(scenario, order)).tenths for order in permutations(replies)}) == 1


@pytest.mark.parametrize("reply", ["open_about_sharing, explains_limits, collaboration", "repair, validation"])
def test_the_order_of_moves_in_a_reply_is_irrelevant_to_what_a_situation_requires(reply: str) -> None:
    scenario = scene(arising("C8"))
    orders = [", ".join(order) for order in permutations(reply.split(", "))]

    assert len({confidentiality(play(scenario, [order])).tenths for order in orders}) == 1


VALUES = st.lists(st.integers(-3, 3), max_size=8)


@given(VALUES, VALUES)
def test_supporting_judgements_never_pull_a_mean_down(values: list[int], supporting: list[int]) -> None:
    def made(numbers: list[int]) -> list[Evidence]:
        return [Evidence(n, "", "rule", "", value) for n, value in enumerate(numbers, 1)]

    def tenths(supporting: list[int]) -> int | None:
        return score_of(with_support(made(values), made(supporting))).tenths

    alone, together = tenths([]), tenths(supporting)

    assert together == tenths(supporting[::-1])
    assert (together is None) == (not values and not supporting)
    if alone is not None and together is not None:
        assert together >= alone
    if not values and supporting:
        assert together == score_of(made([max(supporting)])).tenths, "at their best"


@given(st.lists(st.sampled_from([None, 0, 300, 1000]), min_size=3, max_size=3))
def test_what_was_not_observed_is_never_averaged(tenths: list[int | None]) -> None:
    session = play(scene(moment("needs: listen")), [])
    found = overall(session, dict(zip(DIMENSIONS, map(Score, tenths), strict=True)), ())
    seen = [value for value in tenths if value is not None]

    assert found.observed is bool(seen)
    assert found.tenths is None or abs(found.tenths - sum(seen) / len(seen)) <= 0.5


@settings(deadline=None)
@given(REPLIES, st.lists(st.integers(0, 5), min_size=1, max_size=3), st.sampled_from(["C2", "C7"]))
def test_unclear_replies_change_no_dimension(replies: list[list[str]], places: list[int], situation: str) -> None:
    scenario = scene(arising(situation, "needs: validate, feels: urgency, asks: personal"))
    interrupted = steps(replies)
    for place in places:
        interrupted.insert(place, "(unclear)")

    plain, with_unclear = score(play(scenario, steps(replies))), score(play(scenario, interrupted))

    assert [plain.dimension(n).tenths for n in DIMENSIONS] == [with_unclear.dimension(n).tenths for n in DIMENSIONS]


ANYWHERE = st.sampled_from([
    "needs: validate, feels: urgency, asks: personal",
    "needs: advice, asks: advice, feels: calm",
    "needs: safety, risk: open",
    "needs: honesty, feels: mistrust, asks: truth",
])  # fmt: skip


@settings(deadline=None)
@given(ANYWHERE, st.lists(REPLY, max_size=6), st.sampled_from(["C2", "C4", "C7"]))
def test_every_score_lies_between_nought_and_a_hundred_and_the_overall_score_under_its_caps(
    features: str, replies: list[list[str]], situation: str
) -> None:
    """And every judgement on its scale of −3 to +3, with a turn that there was."""
    found = score(play(scene(arising(situation, features)), steps(replies)))

    dimensions = [found.dimension(name) for name in DIMENSIONS]
    for one in (*dimensions, found.overall):
        assert one.tenths is None or 0 <= one.tenths <= 1000
        assert one.observed is (one.tenths is not None)
    for item in (item for one in dimensions for item in one.evidence):
        assert -3 <= item.value <= 3
        assert 0 <= item.turn <= len(replies)
    if found.overall.tenths is not None:
        assert all(found.overall.tenths <= 10 * error.cap for error in found.critical)


HARM = rubric()["responsiveness"]["coaching"]["harm"]
HARMFUL = [
    (need, code)
    for need, table in vocabulary.moments().items()
    for code, worth in table.worth.items()
    if worth.fit <= HARM and code in CODES
]


@settings(deadline=None)
@given(st.sampled_from(HARMFUL), st.integers(0, 3))
def test_a_harmful_move_repeated_after_coaching_is_counted_once_and_only_if_it_was_made_before(
    harmful: tuple[str, str], waits: int
) -> None:
    """Within the window of two replies; what was never said before cannot be said again."""
    need, code = harmful
    scenario = scene(COACHED.replace("need: validate", f"need: {need}"))

    def repeated(first: str) -> list[int]:
        judged = responsiveness(play(scenario, [first, *["encourager"] * waits, code, code]))
        return [item.turn for item in judged.evidence if item.rule.endswith(".coaching.repeated")]

    assert repeated(code) == ([2 + waits] if waits < 2 else [])
    assert repeated("encourager") == []


@settings(deadline=None)
@given(ANYWHERE, st.integers(1, 4))
def test_replies_in_which_nothing_was_heard_are_neither_good_nor_bad(features: str, number: int) -> None:
    """Nothing is observed in them, and no score is capped for them; at an open risk a person is asked to look."""
    found = score(play(scene(moment(features)), [""] * number))

    assert [found.dimension(name).tenths for name in (*DIMENSIONS, "overall")] == [None] * 4
    assert found.critical == ()


@settings(deadline=None)
@given(REPLIES, st.integers(0, 5))
def test_a_reply_in_which_nothing_was_heard_leaves_the_rest_as_it_was(replies: list[list[str]], place: int) -> None:
    def judged(session: Session) -> Score:
        return responsiveness(session)

    scenario = scene(moment("needs: listen"))
    with_empty = steps(replies)
    with_empty.insert(place, "")

    assert judged(play(scenario, steps(replies))).tenths == judged(play(scenario, with_empty)).tenths
