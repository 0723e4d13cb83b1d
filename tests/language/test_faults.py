"""A broken scenario gets every fault at once: where, what, how to mend it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from docs.make_reference import PAGE, page
from scenarios import vocabulary
from scenarios.faults import Fault, ScenarioError
from scenarios.load import parse_scenario
from scenarios.shape import schema
from simulator.examples import run_example
from tests.scripted import HEAD

ADVICE = (Path(__file__).parents[1] / "fixtures" / "advice.yaml").read_text("utf-8")
BROKEN = """\
format: 2
id: Bad Id
version: 1.0
title: [looks away]
about: {level: 9, minutes: 12, warnings: [family conflict]}
setting: {service: CAMHS, mode: telephone, colour: red}
brief: Well then
persona: {name: Ellie, age: sixteen}
state: {trust: 45, distress: 135, advice: 3}
beliefs:
  alone: {goal: ask, danger: silence, strength: 60}
facts:
  - ask: Who?
  - {ask: "a", say: "b", needs: trst >= 30}
start: arives
beats:
  arrives:
    says: ["Same", {Well: I}]
    moment: {needs: lisen}
    hears:
      reflexion: {go: shut}
      reflection and: {go: nowhere}
      trust: {fit: 4, change: {trst: 4}}
    limit: {turns: 0, go: shut}
    test: {belief: lonely, kind: transference, window: 2}
  shut: {ending: terrible, says: }
  x:
    hears: {}
  late: {ending: good, moment: {needs: listen}}
rubric: {responsiveness: 3, self_disclosure: 2}
debrief: {exemplars: {nobody: "Hm."}}
examples:
  - {name: a, replies: [x], expect: {endng: relief, trust: ">> 50", ending: nope}}
"""

EXPECTED = [
    # line, column, code, found, help
    (1, 9, "not-allowed", "`2`", "format 1"),
    (2, 5, "bad-name", "`Bad Id`", "small letters"),
    (3, 10, "bad-name", "`1.0`", "1.0.0"),
    (4, 1, "wrong-kind", "square brackets", "double quotes"),
    (5, 16, "out-of-range", "9", "1 to 5"),
    (6, 33, "not-allowed", "`telephone`", "`phone`"),
    (6, 44, "unknown-key", "`colour`", "`mode`"),
    (8, 1, "missing-key", "`pronouns`", "she/her"),
    (8, 29, "wrong-kind", "`sixteen`", "Age"),
    (9, 30, "out-of-range", "135", ""),
    (9, 35, "name-taken", "`advice`", "another name"),
    (13, 5, "missing-key", "`say`", "answer"),
    (14, 33, "bad-condition", "`trst`", "`trust`"),
    (15, 8, "unknown-beat", "`arives`", "`arrives`"),
    (18, 20, "colon-in-speech", "colon", "double quotes"),
    (19, 21, "not-allowed", "`lisen`", "`listen`"),
    (21, 7, "bad-condition", "`reflexion`", "`reflection`"),
    (22, 21, "bad-condition", "breaks off", "missing"),
    (22, 28, "unknown-beat", "`nowhere`", "`shut`"),
    (23, 7, "bad-condition", "number", "Compare"),
    (23, 20, "out-of-range", "4", ""),
    (23, 32, "unknown-state", "`trst`", "`trust`"),
    (24, 20, "out-of-range", "0", ""),
    (25, 20, "unknown-belief", "`lonely`", "`alone`"),
    (26, 18, "not-allowed", "`terrible`", "`good`"),
    (26, 28, "nothing-here", "empty", ""),
    (27, 3, "missing-moment", "`x`", "moment"),
    (27, 3, "missing-says", "`x`", "says"),
    (29, 24, "after-ending", "`moment`", "Remove"),
    (30, 1, "missing-key", "`confidentiality`", ""),
    (31, 23, "unknown-beat", "`nobody`", "`arrives`"),
    (33, 45, "unknown-state", "`endng`", "`ending`"),
    (33, 60, "bad-expectation", "`>> 50`", '">= 50"'),
    (33, 77, "unknown-beat", "`nope`", ""),
]


def test_every_fault_is_told_at_once_with_its_place_and_help() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(BROKEN.encode(), "broken.yaml")

    found = [(fault.mark.line, fault.mark.column, fault.code) for fault in caught.value.faults]
    assert found == [row[:3] for row in EXPECTED]
    for fault, (*_, piece, help_text) in zip(caught.value.faults, EXPECTED, strict=True):
        assert piece in fault.message or piece in fault.help, fault
        assert help_text in f"{fault.message} {fault.help}", fault


def test_a_fault_reads_as_compilers_write_it() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(BROKEN.encode(), "broken.yaml")

    line = next(str(fault) for fault in caught.value.faults if fault.code == "unknown-beat")
    assert line == "broken.yaml:15:8: error[unknown-beat] There is no beat `arives`. Did you mean `arrives`?"


@pytest.mark.parametrize(
    "speech", ["no", "yes", "42", "1.10", "~x", "true", "null and void"], ids=lambda speech: f"says {speech}"
)
def test_speech_may_look_like_a_number_or_a_truth_value(speech: str) -> None:
    beats = f"  one: {{says: [{speech}], moment: {{needs: listen}}}}\n  end: {{ending: good, says: Bye.}}\n"
    body = f"start: one\nbeats:\n{beats}"

    scenario = parse_scenario((HEAD + body).encode(), "speech.yaml")

    assert scenario.beats["one"].says[0].text == speech


ODD = ("5", "word", "[]", "[5]", "[{name: x}]", "[[x]]", "{}", "{x: 5}", "{x: [y]}", "{x: {y: [z]}}", "~")
IN_PLACE = {(part, written) for part in ("id", "title", "brief") for written in ("5", "word", "~")} - {("id", "~")} | {
    ("facts", "[]"), ("examples", "[]"), ("defaults", "{}"), ("debrief", "{}"),
}  # fmt: skip
"""What may be so: any text is text, and a part may be empty."""
PARTS = {found[1]: found[0] for found in re.finditer(r"^(\w+):.*\n(?:[ #\n].*\n?)*", ADVICE, re.MULTILINE)}


@pytest.mark.parametrize("written", ODD)
@pytest.mark.parametrize("part", PARTS)
def test_whatever_stands_in_place_of_a_part_is_told_with_place_and_help(part: str, written: str) -> None:
    """Conditions and moves elsewhere still name what stood in it; all of the file is read all the same."""
    odd = ADVICE.replace(PARTS[part], f"{part}: {written}\n")

    faults = _faults(odd)

    assert bool(faults) != ((part, written) in IN_PLACE)
    assert all(fault.mark.line >= 1 and fault.message and fault.help for fault in faults)


def _faults(text: str) -> Sequence[Fault]:
    try:
        parse_scenario(text.encode(), "odd.yaml")
    except ScenarioError as error:
        return error.faults
    return ()


def test_a_file_that_is_no_table_is_refused() -> None:
    with pytest.raises(ScenarioError, match="table of names and values"):
        parse_scenario(b"- a\n- b\n", "list.yaml")


def test_the_schema_is_sound_and_explains_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())

    def unexplained(part: object, path: str) -> list[str]:
        missing = []
        if isinstance(part, dict):
            for name, field in part.get("properties", {}).items():
                if "description" not in field:
                    target = schema()["$defs"].get(field.get("$ref", "").rsplit("/", 1)[-1], {})
                    missing += [] if "description" in target else [f"{path}.{name}"]
                missing += unexplained(field, f"{path}.{name}")
            for name, field in part.get("$defs", {}).items():
                missing += unexplained(field, name)
        return missing

    assert unexplained(schema(), "") == []


def test_the_schema_is_plain_json_without_remote_references() -> None:
    text = resources.files("scenarios").joinpath("data", "scenario-1.schema.json").read_text("utf-8")

    references = _references(json.loads(text))

    assert all(reference.startswith("#/$defs/") for reference in references)


def _references(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [found for value in part.values() for found in _references(value)]
    return [found for value in part for found in _references(value)] if isinstance(part, list) else []


def test_every_need_judges_every_move_with_a_reason() -> None:
    moves = set(vocabulary.codes()) | set(vocabulary.derived()) - {"returns_focus"}

    for need, table in vocabulary.moments().items():
        assert moves <= set(table.worth), need
        assert all(-3 <= worth.fit <= 3 and worth.because for worth in table.worth.values()), need
        assert len(table.would_help) >= 3, f"{need}: several routes are good"


def test_unhelpful_codes_help_in_no_moment() -> None:
    for need, table in vocabulary.moments().items():
        for code in vocabulary.members("unhelpful"):
            assert table.worth[code].fit < 0, (need, code)


def test_the_tables_name_only_codes_that_exist() -> None:
    known = set(vocabulary.codes()) | set(vocabulary.derived())

    assert all(group <= set(vocabulary.codes()) for group in vocabulary.groups().values())
    for situation in vocabulary.situations().values():
        for rule in (*situation.required, *situation.forbidden):
            assert rule.any <= known, (situation.id, rule.id)
    assert sorted(vocabulary.situations()) == sorted(f"C{i}" for i in range(1, 14))
    assert sorted(vocabulary.effects_by_fit()) == [-3, -2, -1, 0, 1, 2, 3]


def test_fields_of_the_language_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scenario-reference.md").read_text("utf-8")

    fields = {name for part in (schema(), *schema()["$defs"].values()) for name in part.get("properties", {})}
    missing = sorted(name for name in fields if f"`{name}`" not in page)
    assert missing == []


def test_the_reference_is_made_from_the_schema() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python docs/make_reference.py`"


def test_the_smallest_patient_of_the_guide_works() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "scenario-language.md").read_text("utf-8")
    text = guide.split("```yaml\n", 1)[1].split("```", 1)[0]

    scenario = parse_scenario(text.encode(), "guide.yaml")

    assert all(run_example(scenario, example, None).holds for example in scenario.examples)
