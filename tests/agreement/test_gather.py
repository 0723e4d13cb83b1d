"""From ratings to comparisons: circumstances kept apart, words taken back left out, the machine's silence counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scoring.agreement.compare import FIT, POINTS, PRESENCE
from scoring.agreement.gather import Agreement, Circumstances, RatedSession, agreement, scale_of
from scoring.agreement.told import told
from scoring.rubric import score
from simulator.ratings import Judgement, Rating, Sample
from tests.supervision.players import session

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BLIND_RANDOM = Circumstances(is_blind=True, sample="random")


class Rows:
    """Ratings, one a minute."""

    def __init__(self) -> None:
        self.rows: list[Rating] = []

    def add(
        self,
        rater: str,
        turn: int | None,
        target: str,
        value: int | None,
        *,
        blind: bool = True,
        sample: Sample = "random",
    ) -> Rows:
        n = len(self.rows)
        judgement = Judgement(turn, target, value)
        self.rows.append(Rating(f"{n:03}", "one", judgement, rater, blind, sample, NOON + timedelta(minutes=n)))
        return self

    def compared(self, copies: int = 1) -> Agreement:
        played = session()
        scores = score(played)
        return agreement(
            [RatedSession(f"s{n}", f"t{n % 6}", played, scores, tuple(self.rows)) for n in range(copies)], folds=50
        )


def test_a_rating_is_compared_with_what_the_machine_gave() -> None:
    """The machine gave turn 1 a fit of −3."""
    found = Rows().add("heron", 1, "fit", -1).compared()

    assert [part.circumstances for part in found.machine] == [BLIND_RANDOM]
    measured = found.machine[0].measured[0]
    assert (measured.target, measured.comparison.n) == ("fit", 1)
    assert measured.comparison.confusion[2][0] == 1


def test_blind_and_sighted_random_and_chosen_are_four_parts() -> None:
    rows = Rows()
    for blind in (False, True):
        for sample in ("chosen", "random"):
            rows.add(f"r-{sample}-{blind}".lower(), 1, "fit", 0, blind=blind, sample=sample)

    found = rows.compared()

    assert [(part.circumstances.is_blind, part.circumstances.sample) for part in found.machine] == [
        (True, "random"),
        (True, "chosen"),
        (False, "random"),
        (False, "chosen"),
    ]
    assert all(part.measured[0].comparison.n == 1 for part in found.machine)


def test_a_blind_rating_still_counts_as_blind_after_a_sighted_one() -> None:
    found = Rows().add("heron", 1, "fit", 2).add("heron", 1, "fit", -2, blind=False).compared()

    assert [part.measured[0].comparison.confusion[5][0] for part in found.machine] == [1, 0]
    assert [part.measured[0].comparison.confusion[1][0] for part in found.machine] == [0, 1]


def test_what_was_taken_back_counts_nowhere_and_a_correction_counts_once() -> None:
    taken_back = Rows().add("heron", 1, "fit", 2).add("heron", 1, "fit", None)
    corrected = Rows().add("heron", 1, "fit", 2).add("heron", 1, "fit", -2)

    assert taken_back.compared() == Agreement(0, (), (), 0, 0, (), ())
    assert corrected.compared().machine[0].measured[0].comparison.n == 1


def test_what_the_machine_did_not_rate_is_counted_apart() -> None:
    """Turn 2 was not understood, and nothing was said about self-disclosure."""
    found = Rows().add("heron", 2, "fit", 1).add("heron", None, "self_disclosure", 500).compared()

    assert found.machine[0].unmatched == 2
    assert found.machine[0].measured == ()


def test_two_raters_are_compared_with_each_other_and_each_with_the_machine() -> None:
    found = Rows().add("wren", 1, "fit", -2).add("heron", 1, "fit", 3, sample="chosen").compared()

    assert [part.measured[0].comparison.n for part in found.machine] == [1, 1]
    assert found.people[0].circumstances == Circumstances(is_blind=True, sample=None)
    assert found.people[0].measured[0].comparison.confusion[1][6] == 1
    assert found.raters == ("heron", "wren")


def test_raters_are_compared_only_where_both_were_blind_or_both_were_not() -> None:
    assert Rows().add("wren", 1, "fit", 1).add("heron", 1, "fit", 1, blind=False).compared().people == ()


def test_codes_are_compared_one_by_one_where_there_are_enough_and_named_where_not() -> None:
    rows = Rows().add("heron", 1, "code:advice", 1).add("heron", None, "cap:third_party", 0)

    few, enough = rows.compared(copies=19).machine[0], rows.compared(copies=20).machine[0]

    assert few.scarce == ("cap:third_party", "code:advice")
    assert [one.target for one in few.measured] == ["caps"]
    assert enough.scarce == ()
    assert [one.target for one in enough.measured] == ["cap:third_party", "code:advice", "caps"]


def test_a_code_is_heard_by_the_machine_or_not() -> None:
    rows = Rows().add("heron", 1, "code:advice", 0).add("heron", 3, "code:advice", 1)

    table = rows.compared(copies=20).machine[0].measured[0].comparison.confusion

    assert table == ((0, 20), (20, 0))


def test_each_target_has_its_scale() -> None:
    assert [scale_of(target) for target in ("fit", "responsiveness", "code:advice", "caps")] == [
        FIT,
        POINTS,
        PRESENCE,
        PRESENCE,
    ]


def test_sessions_without_a_pseudonym_are_told_of_since_they_count_as_one_trainees() -> None:
    """Thirty sessions of nobody give no interval, and the reader should know why."""
    played, rows = session(), Rows().add("heron", 1, "fit", 2).add("heron", None, "responsiveness", 500).rows
    nobody, somebody = (RatedSession("one", name, played, score(played), tuple(rows)) for name in ("", "finch"))

    without, with_one = agreement([nobody], folds=50), agreement([somebody], folds=50)

    assert (without.unnamed, with_one.unnamed) == (1, 0)
    assert without.kinds == (("fit", 1), ("dimension", 1))
    assert [note for note in told(without).notes if "1 of the rated sessions has no pseudonym" in note]
    assert not [note for note in told(with_one).notes if "pseudonym" in note]
