"""`attune graph`: every way is drawn, nothing covers anything, and no word of an author's can act."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from html import unescape
from itertools import combinations
from pathlib import Path

import pytest

import cli
from authoring.graph import LINE, drawing_of
from authoring.graph_arrows import ANYWHERE, arrows, order_of_play
from authoring.graph_layout import Link, Point, Size, lay_out
from authoring.graph_text import dot, graph_json, mermaid
from authoring.graph_words import short_words
from authoring.pages import page
from scenarios.condition_parser import parse_condition
from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from scenarios.vocabulary import names_for
from tests.programs import go_without
from tests.report.hostile import HOSTILE, hostile_scenario
from tests.scripted import scenario_of

SMALL = scenario_of("""
start: opens
defaults: {hears: {off_task: {go: shut}}}
beats:
  opens:
    says: ["Hello."]
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 2, passed: {go: glad}, failed: {go: later}}
    hears:
      (reflection or validation) and trust >= 40: {go: later}
      validation: {go: later}
      advice: {go: opens}
    silence: {go: later}
    limit: {turns: 3, go: shut}
  later:
    says: ["Still here."]
    moment: {needs: listen}
    hears: {repair: {go: opens}, support: {go: glad}}
    limit: {turns: 1, go: shut}
  glad: {ending: good, says: ["Thank you."]}
  shut: {ending: left, says: ["Bye."]}
exits: [{when: trust <= 5 or turn > 20, go: shut}]
""")


def svg(scenario: Scenario) -> str:
    return page("graph.svg.jinja", "graph.css", drawing=drawing_of(scenario), embedded=False, line_height=LINE)


def meet(one: Point, size: Size, other: Point, other_size: Size) -> bool:
    return (
        abs(one.x - other.x) * 2 < size.width + other_size.width
        and abs(one.y - other.y) * 2 < size.height + other_size.height
    )


def test_every_way_from_beat_to_beat_is_an_arrow_whatever_opens_it() -> None:
    found = {(arrow.source, arrow.target, arrow.kind) for arrow in arrows(SMALL)}

    assert found == {
        ("opens", "glad", "test"),
        ("opens", "later", "test"),
        ("opens", "later", "entry"),
        ("opens", "opens", "entry"),
        ("opens", "later", "silence"),
        ("opens", "shut", "limit"),
        ("later", "opens", "entry"),
        ("later", "glad", "entry"),
        ("later", "shut", "limit"),
        (ANYWHERE, "shut", "default"),
        (ANYWHERE, "shut", "exit"),
    }


def test_ways_between_the_same_beats_share_an_arrow_that_tells_all_of_them_in_its_tooltip() -> None:
    way = next(way for way in drawing_of(SMALL).ways if (way.source, way.target) == ("opens", "later"))

    assert " ".join(way.label) == "validation (+3)"
    assert "• Sky hears any reflection or validation, and trust is 40 or more" in way.tooltip
    assert "• the test is failed" in way.tooltip


def test_a_beat_that_only_leads_back_to_itself_draws_no_arrow() -> None:
    assert not [way for way in drawing_of(SMALL).ways if way.source == way.target]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_in_the_shipped_patients_no_box_and_no_words_cover_another(name: str) -> None:
    drawing = drawing_of(load_scenario(shipped()[name]))

    places = [(box.middle, box.size) for box in drawing.boxes] + [(way.middle, way.size) for way in drawing.ways]
    assert not [pair for pair in combinations(places, 2) if meet(*pair[0], *pair[1])]
    assert drawing.width < 2500


@pytest.mark.parametrize("seed", range(40))
def test_any_graph_is_laid_out_within_its_page_without_covering(seed: int) -> None:
    lots = random.Random(seed)  # noqa: S311  lots for a test, not for secrets
    names = [f"n{i}" for i in range(lots.randint(1, 20))]
    pairs = {(lots.choice(names), lots.choice(names)) for _ in range(lots.randint(0, 45))}
    links = [Link(a, b, Size(lots.randint(20, 150), lots.choice([15, 30, 45]))) for a, b in sorted(pairs) if a != b]
    boxes = dict.fromkeys(names, Size(168, 60))

    layout = lay_out(boxes, links, names[0])

    places = [(at, boxes[name]) for name, at in layout.boxes.items()]
    places += [(route.label, link.label) for route, link in zip(layout.routes, links, strict=True)]
    assert not [pair for pair in combinations(places, 2) if meet(*pair[0], *pair[1])]
    for at, size in places:
        assert size.width / 2 <= at.x <= layout.width - size.width / 2
        assert size.height / 2 <= at.y <= layout.height - size.height / 2
    for route, link in zip(layout.routes, links, strict=True):
        assert route.points[0].x == layout.boxes[link.source].x
        assert route.points[-1].x == layout.boxes[link.target].x


def test_the_conversation_runs_down_the_page() -> None:
    layout = lay_out(
        dict.fromkeys("abc", Size(100, 40)),
        [Link("a", "b", Size(50, 15)), Link("b", "c", Size(50, 15)), Link("c", "a", Size(50, 15))],
        "a",
    )

    assert layout.boxes["a"].y < layout.boxes["b"].y < layout.boxes["c"].y


def test_endings_are_told_apart_by_word_and_shape_not_by_colour_alone() -> None:
    text = svg(load_scenario(shipped()["advice-seeker"]))

    for word in ("ends well", "ends half well", "ends badly", "somebody leaves"):
        assert f">{word}</text>" in text
    shapes = {re.sub(r"[-\d.]+", "", shape) for shape in re.findall(r'<(?:path|rect) class="shape"[^>]*', text)}
    assert len(shapes) >= 3


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_every_form(text: str) -> None:
    scenario = hostile_scenario(text)

    root = ET.fromstring(svg(scenario))  # noqa: S314  our own drawing
    tags = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert tags == {"svg", "title", "style", "defs", "marker", "path", "g", "rect", "text"}
    for line in mermaid(scenario).splitlines():
        assert line.count('"') in {0, 2}
        assert not set(line) & set("<;") - {";"}
    for line in dot(scenario).splitlines():
        assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0


def test_the_page_allows_nothing_but_its_own_style_and_knows_the_dark() -> None:
    text = page("graph.html.jinja", "graph.css", drawing=drawing_of(SMALL), embedded=True, line_height=LINE)

    assert "default-src 'none'; style-src 'sha256-" in unescape(text)
    assert "prefers-color-scheme: dark" in text
    assert text.count("<style>") == 1
    assert "<script" not in text


def test_mermaid_and_dot_name_every_beat_and_way() -> None:
    scenario = load_scenario(shipped()["tests-trust"])
    ways = {(arrow.source, arrow.target) for arrow in arrows(scenario) if arrow.source != arrow.target}

    assert len(re.findall(r"-\.?->\|", mermaid(scenario))) == len(ways)
    assert dot(scenario).count(" -> ") == len(ways)
    for name in order_of_play(scenario):
        assert f'"{name}" [label=' in dot(scenario)


def test_the_json_has_every_beat_and_every_way() -> None:
    scenario = load_scenario(shipped()["sam"])

    told = json.loads(graph_json(scenario))

    assert {beat["id"]: beat["ending"] for beat in told["beats"]} == {
        name: beat.ending for name, beat in scenario.beats.items()
    }
    assert [(way["from"] or ANYWHERE, way["to"], way["kind"], way["when"]) for way in told["ways"]] == [
        (arrow.source, arrow.target, arrow.kind, arrow.words) for arrow in arrows(scenario)
    ]
    assert "C3" in {beat["situation"] for beat in told["beats"]}
    assert told["start"] == scenario.start


def test_graphviz_reads_the_dot() -> None:
    if shutil.which("dot") is None:
        go_without("Graphviz is not installed")
    for path in shipped().values():
        done = subprocess.run(
            ["dot", "-Tsvg"], input=dot(load_scenario(path)), capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


SHORT = {
    "answers and (advice or self_disclosure) and returns_focus": "answer + advice / self-disclosure + focus back",
    "not (question or support) and trust >= 40": "no (question / support) + trust ≥ 40",
    "(advice and question) or visits(opens) = 0": "(advice + question) / not yet “opens”",
    "said(advice) or passed(opens) or visits(opens) > 3": "earlier advice / opens passed / visits to “opens” > 3",
    "beliefs.alone - 5 < 10": "alone - 5 < 10",
}


@pytest.mark.parametrize(("condition", "words"), SHORT.items())
def test_an_arrow_says_its_condition_in_few_words(condition: str, words: str) -> None:
    assert short_words(parse_condition(condition, names_for(["trust"], ["alone"], ["opens"]))) == words


@pytest.mark.parametrize(
    ("form", "begins"), [("mermaid", "flowchart"), ("dot", "digraph"), ("svg", "<svg"), ("html", "<!DOC")]
)
def test_the_command_writes_each_form(form: str, begins: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["graph", "tests-trust", "--format", form, "-o", str(tmp_path / "graph")])

    assert left.value.code == 0
    assert (tmp_path / "graph").read_text("utf-8").startswith(begins)
