"""A course report on a terminal: nothing runs over its edge, nothing is cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.course.text import WIDTH, cells, table_lines
from scoring.course.view import Table

SHORT = Table(("Patient", "Sessions"), (("Ellie", 12), ("Maya", 3)))


def test_a_table_that_fits_stands_in_columns_figures_to_the_right() -> None:
    assert table_lines(SHORT) == ["Patient  Sessions", "Ellie          12", "Maya            3"]


def test_headings_fold_before_names_do() -> None:
    table = Table(("Patient", *["Not observed"] * 5), (("Somebody with a long name", *[1] * 5),))

    lines = table_lines(table)

    assert lines[0].split() == ["Patient", *["Not"] * 5]
    assert lines[1].split() == ["observed"] * 5
    assert lines[2].startswith("Somebody with a long name")


def test_names_fold_where_headings_alone_do_not_do() -> None:
    table = Table(("Patient", "Moment", "Replies"), (("word " * 12, "thing " * 12, 5),), names=2)

    lines = table_lines(table)

    assert lines[1].split()[-1] == "5"
    assert lines[2].startswith("  word")


def test_names_stand_above_their_figures_where_these_leave_no_room() -> None:
    table = Table(("Patient", *["hidden figure"] * 9), (("Ellie: If you were me", *["hidden"] * 9),))

    lines = table_lines(table)

    assert lines[0] == "Patient"
    assert lines[3] == "Ellie: If you were me"
    assert lines[4].split() == ["hidden"] * 9


def test_wide_letters_count_two() -> None:
    assert cells("あa") == 3
    assert cells("e\u0301") == 1


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60)
figures = st.sampled_from(["hidden", "not observed", "12,345", "26.0–59.1"]) | st.integers(0, 99_999)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    named, counted = draw(st.integers(1, 3)), draw(st.integers(1, 7))
    row = st.tuples(*[names] * named, *[figures] * counted)
    head = st.sampled_from(["Patient", "Not observed", "Sessions"])
    heads = draw(st.lists(head, min_size=named + counted, max_size=named + counted))
    return Table(tuple(heads), tuple(draw(st.lists(row, min_size=1, max_size=3))), names=named)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_lost(table: Table) -> None:
    lines = table_lines(table)

    assert max(map(cells, lines)) <= WIDTH
    told = " ".join(lines)
    for row in table.rows:
        for figure in row[table.names :]:
            assert all(word in told for word in str(figure).split())
