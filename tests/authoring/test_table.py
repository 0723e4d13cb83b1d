"""`attune table`: every cell says what the patient makes of a code in a beat, and where that comes from."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import cli
from authoring.pages import page
from authoring.table import Cell, chart_of
from authoring.table_forms import MEANINGS, cell_words, key_words, table_csv, table_json, table_text
from scenarios import vocabulary
from scenarios.library import shipped
from scenarios.load import load_scenario
from tests.scripted import scenario_of

SMALL = scenario_of("""
start: opens
defaults:
  hears:
    advice: {fit: -3}
    off_task: {say: ["What?"]}
  silence: {say: ["…"]}
beats:
  opens:
    says: ["Hello."]
    moment: {needs: listen}
    hears:
      reflection and trust >= 40: {fit: 3, go: glad}
      complex_reflection: {fit: 1}
      validation: {go: shut}
    otherwise: {go: shut}
    limit: {turns: 3, go: shut}
  later:
    says: ["Still here."]
    moment: {needs: listen}
    limit: {turns: 3, go: shut}
  glad: {ending: good, says: ["Thank you."]}
  shut: {ending: poor, says: ["Bye."]}
""")


def cell(beat: str, column: str, *, each_code: bool = True) -> Cell:
    chart = chart_of(SMALL, each_code=each_code)
    names = [found.id for found in chart.columns]
    return dict(chart.rows)[beat][names.index(column)]


def test_an_entry_of_the_beat_is_its_own_with_every_fit_it_can_give() -> None:
    assert cell("opens", "complex_reflection") == Cell(
        "own", (1, 3), ("glad",), ("reflection and trust >= 40", "complex_reflection")
    )


def test_an_entry_without_a_fit_takes_it_from_the_moment() -> None:
    worth = vocabulary.moments()["listen"].worth["validation"].fit

    assert cell("opens", "validation") == Cell("own", (worth,), ("shut",), ("validation",))


def test_what_the_beat_does_not_speak_of_is_inherited_from_the_persona_then_the_moment() -> None:
    assert cell("opens", "advice").source == "defaults"
    assert cell("opens", "advice").fits == (-3,)
    assert cell("later", "simple_reflection") == Cell("moment", (2,))
    assert cell("later", "otherwise") == Cell("empty")
    assert cell("opens", "otherwise") == Cell("own", (), ("shut",))
    assert cell("opens", "silence").source == "defaults"


def test_a_family_shows_its_nearest_source_and_all_its_fits() -> None:
    found = cell("opens", "reflecting", each_code=False)

    assert found.source == "own"
    assert (found.fits[0], found.fits[-1]) == (1, 3)


def test_endings_have_no_row_and_every_code_of_the_book_has_a_column() -> None:
    chart = chart_of(SMALL, each_code=True)

    assert [beat for beat, _ in chart.rows] == ["opens", "later"]
    assert {*vocabulary.codes(), *vocabulary.derived()} < {column.id for column in chart.columns}


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("each_code", [False, True])
@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_table_fits_the_terminal_and_leaves_nothing_out(name: str, width: int, *, each_code: bool) -> None:
    scenario = load_scenario(shipped()[name])
    chart = chart_of(scenario, each_code=each_code)

    text = table_text(scenario, chart, width)

    assert max(map(len, text.splitlines())) <= width
    words = text.split()
    assert all(column.id in words for column in chart.columns)


def test_no_cell_of_the_spreadsheet_can_be_a_formula() -> None:
    for path in shipped().values():
        rows = list(csv.reader(io.StringIO(table_csv(chart_of(load_scenario(path), each_code=True)))))
        assert len({len(row) for row in rows}) == 1
        assert not [text for row in rows for text in row if text[:1] in {*"=+-@\t\r", "−"}]


def test_the_json_holds_every_beat_and_code() -> None:
    found = json.loads(table_json(SMALL, chart_of(SMALL, each_code=True)))

    assert found["beats"]["opens"]["advice"] == {
        "family": "guiding",
        "source": "defaults",
        "fits": [-3],
        "goes": [],
        "conditions": ["advice"],
    }


def test_the_page_shows_each_cell_with_its_source_and_runs_nothing() -> None:
    text = page(
        "table.html.jinja", "table.css", scenario=SMALL, chart=chart_of(SMALL, each_code=True), key=key_words(),
        meanings=MEANINGS, words=cell_words,
    )  # fmt: skip

    assert '<td class="defaults" title="opens: written under defaults (advice)">◐−3</td>' in text
    assert "trust &gt;= 40" in text
    assert "<script" not in text
    assert text.count("<tbody>") == text.count("</tbody>")


@pytest.mark.parametrize("form", ["text", "csv", "html", "json"])
def test_the_command_writes_each_form(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "table"
    with pytest.raises(SystemExit) as left:
        cli.main(["table", "tests-trust", "--codes", "--format", form, "-o", str(target)])

    assert left.value.code == 0
    assert "open_question" in target.read_text("utf-8")
    assert capsys.readouterr().out == ""
