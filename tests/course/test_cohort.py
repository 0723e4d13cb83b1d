"""What a course report says of a class, and what it keeps to itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from commands.course.report import rendered
from scoring.course.cohort import Cohort, bin_of
from scoring.course.compose import course_report
from scoring.course.digest import Digest, JudgedTurn
from scoring.course.view import HIDDEN, CourseReport, Part

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)


def digest(trainee: str, overall: int | None = 500, scenario: str = "ellie", **other: object) -> Digest:
    plain = Digest(
        session=f"{scenario}-{trainee}",
        trainee=trainee,
        scenario=scenario,
        version="1.0.0",
        started_at=BEGAN,
        updated_at=BEGAN + timedelta(minutes=9),
        ending="good",
        is_again=False,
        turns=1,
        tenths=(overall, overall, None, None),
        judged=(JudgedTurn("the_ask", "advice", -2),),
        tests=(("the_ask", "failed"),),
        heard=frozenset({"advice"}),
        disputes=(),
        unclear=0,
        rubric="1.2.0",
        coder="attune 1",
        is_rescored=False,
    )
    return plain._replace(**other)  # type: ignore[arg-type]


def report(*digests: Digest, **options: object) -> CourseReport:
    cohort = Cohort(with_second_tries=bool(options.pop("with_second_tries", False)))
    for one in digests:
        cohort.add(one)
    return course_report(cohort, {"ellie": "Ellie"}, {("ellie", "the_ask"): "What would you do?"}, **options)  # type: ignore[arg-type]


def part(of: CourseReport, name: str) -> Part:
    return next(one for one in of.parts if one.id == name)


def rows(of: CourseReport, name: str) -> tuple[tuple[object, ...], ...]:
    table = part(of, name).table
    return () if table is None else table.rows


def crowd(count: int, **other: object) -> list[Digest]:
    return [digest(f"bird-{i}", **other) for i in range(count)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tenths", "place"), [(0, 0), (199, 0), (200, 1), (399, 1), (799, 3), (800, 4), (1000, 4), (None, 5)]
)
def test_every_score_has_one_place_and_not_observed_its_own(tenths: int | None, place: int) -> None:
    assert bin_of(tenths) == place


def test_five_trainees_are_a_class_and_four_are_not() -> None:
    assert rows(report(*crowd(5)), "overall")[0][:2] == ("All patients", 5)
    few = report(*crowd(4))
    assert [one.id for one in few.parts] == ["scores"]
    assert "Fewer than 5 trainees" in few.parts[0].about
    assert "4" not in str(few.facts)


def test_many_sessions_of_few_trainees_are_still_few() -> None:
    """Persons are protected, not sessions; without a pseudonym all might be one person's."""
    assert [one.id for one in report(*[digest("") for _ in range(50)]).parts] == ["scores"]


def test_not_observed_is_counted_apart_and_never_as_nought() -> None:
    row = rows(report(*crowd(6)), "self_disclosure")[0]

    assert row[2:8] == (0, 0, 0, 0, 0, 6)
    assert row[8] == "not observed"


def test_a_patient_met_by_few_is_put_together_with_another() -> None:
    """Its name stands there, its figures do not."""
    few = [digest(f"bird-{i}", 900, "noor") for i in range(3)]
    made = report(*crowd(9), *few, *[digest(f"owl-{i}", 500, "zoe") for i in range(20)])

    assert [row[0] for row in rows(made, "overall")] == ["All patients", "zoe", "Other patients"]
    assert rows(made, "overall")[2][1] == 12
    assert "Ellie, noor" in part(made, "overall").about


def test_second_tries_and_unfinished_sessions_are_left_out_unless_asked_for() -> None:
    again = crowd(5, overall=1000, is_again=True)
    unfinished = crowd(5, ending="")

    assert rows(report(*crowd(5), *again, *unfinished), "overall")[0][1] == 5
    assert rows(report(*crowd(5), *again, *unfinished, with_second_tries=True), "overall")[0][1] == 10
    assert ("Not finished", "5, left out of everything below") in report(*crowd(5), *again, *unfinished).facts


def test_attempts_are_told_in_order_and_small_ones_not_at_all() -> None:
    second = crowd(7, overall=800)
    third = crowd(2, overall=900)

    made = report(*crowd(9, overall=400), *second, *third)

    # the third attempt is two trainees' alone, and the second would give it away
    assert rows(made, "attempts") == (("Ellie", 1, 9, 40.0),)


def test_moments_stand_with_the_patients_words_and_the_lowest_fit_first() -> None:
    turns = (JudgedTurn("the_ask", "advice", -2), JudgedTurn("arrives", "listen", 2))

    made = rows(report(*crowd(5, judged=turns)), "moments")

    assert [(row[1], row[3]) for row in made] == [("the_ask: “What would you do?”", -2.0), ("arrives", 2.0)]


def test_a_test_failed_by_one_of_many_hides_who_that_was() -> None:
    made = report(*crowd(9, tests=(("the_ask", "passed"),)), digest("owl", tests=(("the_ask", "failed"),)))

    (row,) = rows(made, "tests")
    assert row[2:] == (10, HIDDEN, 0, HIDDEN, 0)


def test_disputed_readings_are_counted_from_five_trainees_on() -> None:
    """By what is claimed."""
    made = report(
        *crowd(5, disputes=(("advice", "not_shown"),)), digest("owl", disputes=(("validation", "not_heard"),))
    )

    assert [row[1:3] for row in rows(made, "disputes")] == [(5, 0), (0, HIDDEN)]


def test_single_trainees_stand_there_only_when_asked_for_and_by_pseudonym() -> None:
    assert not any(one.id == "trainees" for one in report(*crowd(5)).parts)
    asked = report(*crowd(5), people=True)
    assert rows(asked, "trainees")[0] == ("bird-0", "Ellie", 1, 50.0, 50.0)
    assert any("Do not pass it on" in note for note in asked.notes)
    named = report(*crowd(5), people=True, names={"bird-0": "Robin"})
    assert rows(named, "trainees")[0][0] == "Robin"


@pytest.mark.parametrize("form", ["text", "md", "html", "json", "csv"])
def test_every_form_carries_the_caution_and_the_same_bytes_each_time(form: str) -> None:
    made = report(*crowd(6))

    first = rendered(made, form)

    assert first == rendered(report(*crowd(6)), form)
    assert "Not validated by clinicians" in " ".join(first.split())


def test_json_keeps_figures_as_figures() -> None:
    plain = json.loads(rendered(report(*crowd(6)), "json"))

    assert plain["format"] == 1
    assert plain["parts"][0]["table"]["rows"][0][:3] == ["All patients", 6, 0]


def test_a_page_can_be_made_where_every_figure_of_a_drawing_is_hidden() -> None:
    scattered = [*crowd(3, overall=100), *[digest(f"wren-{i}", 900) for i in range(3)]]

    made = report(*scattered)

    assert [bar.sessions for bar in part(made, "overall").bars if bar.sessions] == []
    assert "hidden" in rendered(made, "html")


def test_a_mean_below_nought_has_a_minus_sign_where_people_read_it_and_a_plain_one_in_a_spreadsheet() -> None:
    made = report(*crowd(6))

    assert "−2.0" in rendered(made, "text")
    assert "−2.0" in rendered(made, "html")
    assert "-2.0" in rendered(made, "csv")
