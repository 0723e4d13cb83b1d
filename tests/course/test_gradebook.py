"""Grades in other programs' forms: who gets which, and what is refused before it could go wrong there."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.course.canvas import Filled, fill_canvas
from scoring.course.digest import Digest
from scoring.course.grades import Grade, Which, generic_csv, grades_of, moodle_csv, scaled
from scoring.course.roster import Person, TableError, read_roster
from scoring.course.xapi import statements
from scoring.csv_cells import cell
from tests.course.test_cohort import digest

ROSTER = {
    "finch": Person("finch", name="Robin Finch", canvas_id="11", username="rfinch", email="r@example.org"),
    "wren": Person("wren", name="Wren", sis_login_id="w2"),
    "owl": Person("owl", name="Olive", canvas_id="13"),
}
EXPORT = (
    "Student,ID,SIS Login ID,Section,Notes,Essay (7),Maya (12345),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,10.00,20.00,(read only)\r\n"
    '"Finch, Robin",11,f1,A,,8.00,,80.00\r\n'
    '"Wren, W",12,w2,A,,9.00,3.00,90.00\r\n'
    '"Owl, Olive",13,o3,B,,9.00,EX,90.00\r\n'
    '"Student, Test",99,t9,B,,,,\r\n'
)


def graded(*digests: Digest, take: Which = "best") -> tuple[Grade, ...]:
    return grades_of(digests, "overall", take).graded


def filled(export: str = EXPORT, item: str = "Maya (12345)", **scores: int) -> Filled:
    grades = graded(*[digest(name, tenths) for name, tenths in (scores or {"finch": 625, "wren": 333}).items()])
    return fill_canvas(export.encode(), "export.csv", item, grades, ROSTER)


def test_best_first_or_last_session_counts_and_the_earlier_of_equals() -> None:
    taken = [digest("finch", 400), digest("finch", 700), digest("finch", 700), digest("finch", 500)]

    assert [(g.tenths, g.attempt) for g in graded(*taken)] == [(700, 2)]
    assert [g.tenths for g in graded(*taken, take="first")] == [400]
    assert [g.tenths for g in graded(*taken, take="last")] == [500]


def test_second_tries_unfinished_and_unobserved_sessions_make_no_grade() -> None:
    """What was not observed is named, and never a nought."""
    again, open_, unseen = digest("a", is_again=True), digest("b", ending=""), digest("c", None)

    grades = grades_of([again, open_, unseen, digest("")], "overall", "best")

    assert (grades.graded, grades.ungraded) == ((), ("c",))
    assert len(grades_of([again], "overall", "best", with_second_tries=True).graded) == 1


@pytest.mark.parametrize(
    ("tenths", "worth", "written"),
    [
        (1000, 2000, "20.00"),
        (625, 2000, "12.50"),
        (333, 100, "0.33"),
        (5, 100, "0.01"),
        (4, 100, "0.00"),
        (0, 700, "0.00"),
    ],
)
def test_points_have_two_decimals_a_full_stop_and_round_half_up(tenths: int, worth: int, written: str) -> None:
    assert scaled(tenths, worth) == written


def test_canvas_gets_its_own_export_with_one_item_and_the_graded_rows() -> None:
    """By id where there is one; scaled to what the item is worth; nothing else is in the file to be overwritten."""
    assert filled().text == (
        "Student,ID,SIS Login ID,Section,Maya (12345)\n"
        "Points Possible,,,,20.00\n"
        '"Finch, Robin",11,f1,A,12.50\n'
        '"Wren, W",12,w2,A,6.66\n'
    )


def test_canvas_keeps_its_byte_order_mark_its_semicolons_and_the_row_of_manual_posting() -> None:
    export = "\ufeff" + EXPORT.replace("Finch, Robin", "Finch").replace(
        ",,,,,Manual Posting,,", ",,,,,,Manual Posting,"
    )
    export = export.replace('"Wren, W"', "Wren").replace('"Owl, Olive"', "Owl").replace('"Student, Test"', "Test")
    text = filled(export.replace(",", ";"), finch=500).text

    assert text.startswith("\ufeffStudent;ID;")
    assert "\n;;;;Manual Posting\n" in text
    assert text.endswith("Finch;11;f1;A;10.00\n")


def test_commas_in_titles_do_not_make_a_file_with_semicolons_one_with_commas() -> None:
    """The first separator outside quotes decides."""
    export = (
        '"Student";ID;Section;Essay, draft, second, third, last (7);"Maya;\n2 (12345)"\n'
        " Points Possible;;;10,00;20,00\nFinch;11;A;;\n"
    )

    text = filled(export, item="12345", finch=500).text

    assert list(csv.reader(io.StringIO(text), delimiter=";"))[2] == ["Finch", "11", "A", "10.00"]


def test_a_weaker_id_never_gives_a_grade_to_another_person() -> None:
    """The roster has somebody's login beside another person's number."""
    people = {"finch": Person("finch", canvas_id="11", sis_login_id="w2")}
    export = EXPORT.replace('"Finch, Robin",11,f1,A,,8.00,,80.00\r\n', "")

    with pytest.raises(TableError, match=r"export.csv:4 by its SIS Login ID this row is `finch`, but its ID is `12`"):
        fill_canvas(export.encode(), "export.csv", "12345", graded(digest("finch", 500)), people)


def test_excused_and_unknown_trainees_are_named_and_left_as_they_are() -> None:
    out = filled(owl=900, finch=100, magpie=500)

    assert (out.rows, out.excused, out.unknown) == (1, ("owl",), ("magpie",))


def test_names_may_stand_in_two_columns() -> None:
    """As Canvas exports where last and first names are asked for apart."""
    export = EXPORT.replace("Student,", "LastName,FirstName,", 1).replace('"Finch, Robin"', "Finch,Robin")
    export = export.replace('"Wren, W"', "Wren,W").replace('"Owl, Olive"', "Owl,Olive").replace('"Student, Test"', ",")
    export = export.replace(",,,,,Manual", ",,,,,,Manual").replace("Possible,", "Possible,,")

    assert filled(export, finch=500).text.splitlines() == [
        "LastName,FirstName,ID,SIS Login ID,Section,Maya (12345)",
        "Points Possible,,,,,20.00",
        "Finch,Robin,11,f1,A,10.00",
    ]


def test_an_item_may_be_named_by_its_id_alone() -> None:
    assert filled(item="12345").text == filled().text


REFUSED = [
    (EXPORT, "Tom (9)", "there is no item"),
    (EXPORT.replace("Maya (12345)", "Maya"), "Maya", "has no id"),
    (EXPORT.replace("Maya (12345)", "Maya Final Score (12345)"), "12345", "Canvas drops"),
    (EXPORT.replace("Maya (12345)", "Current Grade (12345)"), "12345", "Canvas drops"),
    (EXPORT.replace("20.00", "(read only)"), "12345", "read only"),
    (EXPORT.replace("20.00", "0.00"), "12345", "is worth"),
    (EXPORT.replace("    Points Possible", "Nothing"), "12345", "Points Possible"),
    (EXPORT.replace('"Wren, W",12,', '"Wren, W",,'), "12345", "export.csv:5 the row of `wren` has no ID"),
    (EXPORT.replace('"Student, Test",99', '"Finch, Robin",11'), "12345", "stands in two rows"),
    (EXPORT.replace("Essay (7)", "Maya (12345)"), "Maya (12345)", "2 times"),
    (EXPORT.replace(",ID,", ",Number,"), "12345", "no gradebook export"),
    ("", "12345", "no gradebook export"),
    ('"open', "12345", "no CSV"),
]


@pytest.mark.parametrize(("export", "item", "why"), REFUSED)
def test_what_canvas_would_drop_or_misplace_is_refused_with_a_reason(export: str, item: str, why: str) -> None:
    with pytest.raises(TableError, match=re.escape(why)):
        filled(export, item)


def test_moodle_gets_its_columns_and_the_caution_beside_each_grade() -> None:
    text, unknown = moodle_csv(graded(digest("finch", 625), digest("magpie", 500)), 1000, ROSTER, "Maya")

    header, row = list(csv.reader(io.StringIO(text)))
    assert header == ["username", "idnumber", "email", "Maya", "Maya (feedback)"]
    assert row[:4] == ["rfinch", "", "r@example.org", "6.25"]
    assert "not validated by clinicians" in row[4]
    assert unknown == ("magpie",)


def test_the_plain_table_holds_names_only_with_a_roster() -> None:
    grades = graded(digest("finch", 625))

    assert "Robin" not in generic_csv(grades, 10000, None)
    assert "Robin Finch" in generic_csv(grades, 10000, ROSTER)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"name\nRobin\n", "roster.csv:1 the first line has to name the columns"),
        (b"pseudonym,name\nfinch,R\nfinch,S\n", "roster.csv:3 the pseudonym `finch`"),
        (b"pseudonym,name\n,R\n", "roster.csv:2 this row has no pseudonym"),
        (b"pseudonym,email\na,x@y.z\nb,x@y.z\n", "have the same email"),
        (b"pseudonym\n\xff\n", "not UTF-8"),
    ],
)
def test_a_roster_that_could_mix_people_up_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(TableError, match=re.escape(why)):
        read_roster(raw, "roster.csv")


def test_a_roster_may_have_semicolons_as_spreadsheets_write_them() -> None:
    people = read_roster("\ufeffpseudonym;name;email\r\nfinch;Finch, Robin;r@example.org\r\n".encode(), "roster.csv")

    assert people == {"finch": Person("finch", name="Finch, Robin", email="r@example.org")}


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "−x"]
)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


@pytest.mark.parametrize("text", ["12.50", "-3", "+2", "0", "Maya (1)", "a=b", ""])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@given(st.text(max_size=20))
def test_whatever_stands_in_a_cell_is_data(text: str) -> None:
    made = cell(text)

    assert re.fullmatch(r"[+-]?\d+(\.\d+)?", made) or not re.match(r"\s*[=+\-@]|[\t\r\n]", made)


IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def test_statements_keep_the_rules_of_xapi() -> None:
    """Actor, verb and object; ids are UUIDs; keys of extensions are IRIs; a scaled score lies between -1 and 1."""
    made = [
        json.loads(line)
        for line in statements([digest("finch", 625, session=str(uuid.UUID(int=7)))], "https://c.example").splitlines()
    ]

    assert [one["verb"]["id"].rsplit("/", 1)[1] for one in made] == ["attempted", "completed", "scored"]
    for one in made:
        assert set(one) <= {"id", "version", "actor", "verb", "object", "result", "context", "timestamp"}
        assert uuid.UUID(one["id"]).version == 5
        uuid.UUID(one["context"]["registration"])
        assert one["version"].startswith("1.0.")
        assert one["actor"] == {"objectType": "Agent", "account": {"homePage": "https://c.example", "name": "finch"}}
        assert IRI.fullmatch(one["verb"]["id"])
        assert IRI.fullmatch(one["object"]["id"])
        assert all(re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", language) for language in one["verb"]["display"])
        for part in (one["context"], one.get("result", {})):
            assert all(IRI.fullmatch(key) for key in part.get("extensions", {}))
            assert None not in part.get("extensions", {}).values()
        assert datetime.fromisoformat(one["timestamp"]).tzinfo is not None
    score = made[2]["result"]["score"]
    assert score == {"scaled": 0.625, "raw": 62.5, "min": 0, "max": 100}
    assert len({one["id"] for one in made}) == 3


def test_the_same_session_gives_the_same_statements_and_another_score_another_one() -> None:
    first, again, other = (statements([digest("finch", tenths)], "https://c.example") for tenths in (625, 625, 630))

    assert first == again
    ids = [[json.loads(line)["id"] for line in text.splitlines()] for text in (first, other)]
    assert [a == b for a, b in zip(*ids, strict=True)] == [True, True, False]


def test_who_left_has_exited_and_what_was_not_observed_is_not_scored() -> None:
    made = statements([digest("finch", None, ending="left"), digest("", 500)], "https://c.example").splitlines()

    assert [json.loads(line)["verb"]["display"]["en"] for line in made] == ["attempted", "exited"]
