"""Whatever trainees, patients and rosters write, a course's files show it as words and nothing comes of it."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest

from commands.course.report import rendered
from scoring.course.cohort import Cohort
from scoring.course.compose import course_report
from scoring.course.digest import JudgedTurn
from scoring.course.grades import generic_csv, grades_of, moodle_csv
from scoring.course.roster import Person
from scoring.course.xapi import statements
from scoring.report.forms import rendered as session_rendered
from tests.course.test_cohort import digest
from tests.report.hostile import HOSTILE, hostile_session
from tests.report.test_hostile_words import HARMLESS, Elements, shape, tokens_of

hostile = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def report(text: str, form: str) -> str:
    """A class in which pseudonyms, names, patients, versions, moments and codes are all hostile."""
    cohort = Cohort()
    for i in range(6):
        turns = (JudgedTurn(text, "listen", -1),)
        one = digest(f"{i} {text}", judged=turns, tests=((text, "failed"),), rubric=text, coder=text)
        cohort.add(one._replace(scenario=text))
    names = {f"{i} {text}": text for i in range(6)}
    made = course_report(cohort, {text: text}, {(text, text): text}, people=True, names=names)
    return rendered(made, form)


@hostile
def test_the_page_has_the_same_elements_whatever_is_said(text: str) -> None:
    """And no script, handler or address."""
    found = Elements(report(text, "html"))

    assert found.kinds == Elements(report(HARMLESS, "html")).kinds
    assert found.others == []
    for tag, attrs in found.found:
        assert tag not in {"script", "iframe", "object", "embed", "form", "base", "link", "img", "image", "use", "a"}
        assert not [name for name in attrs if name.startswith("on") or name in {"style", "src", "href", "action"}]


@hostile
def test_markdown_keeps_its_shape_whatever_is_said(text: str) -> None:
    tokens = tokens_of(report(text, "md"))

    assert shape(tokens) == shape(tokens_of(report(HARMLESS, "md")))


@hostile
@pytest.mark.parametrize("form", ["text", "md", "html", "csv"])
def test_nothing_reaches_a_terminal_that_it_would_obey(text: str, form: str) -> None:
    assert not OBEYED.search(report(text, form))


@hostile
def test_text_stays_on_its_lines(text: str) -> None:
    """No name makes a line of its own that could be taken for a figure."""
    plain = report(text, "text")

    assert {c for c in plain if unicodedata.category(c) == "Cc"} == {"\n"}


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


@hostile
def test_no_cell_of_any_table_is_computed(text: str) -> None:
    """Course report, grades, Moodle, and the session's own tables."""
    grades = grades_of([digest(text)], "overall", "best").graded
    roster = {text: Person(text, name=text, username=text, idnumber=text, email=text)}
    session = hostile_session(text)
    tables = [
        report(text, "csv"),
        generic_csv(grades, 10000, roster),
        moodle_csv(grades, 10000, roster, text)[0],
        session_rendered(session, None, "csv"),
        session_rendered(session, None, "csv-summary"),
    ]

    for table in tables:
        widths = {len(row) for row in csv.reader(io.StringIO(table))}
        assert len(widths) == 1
        for cell in cells(table):
            assert re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) or not re.match(r"\s*[=+\-@]|[\t\r\n]", cell), cell
            assert not OBEYED.search(cell)


@hostile
def test_json_and_statements_hold_the_words_as_data(text: str) -> None:
    assert json.loads(report(text, "json"))["title"] == "Course report"
    for line in statements([digest(text)], "https://c.example").splitlines():
        assert json.loads(line)["actor"]["account"]["name"] == text
