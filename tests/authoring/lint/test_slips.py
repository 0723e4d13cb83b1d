"""Slips of typing by people who know no YAML: told where they were made, once, and mended as they were meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.lint.check import check_bytes
from authoring.lint.fix import fix
from scenarios.faults import ScenarioError
from scenarios.load import load_scenario
from tests.cli.test_commands import Attune, attune  # noqa: F401  a fixture

SOUND = """\
format: 1
id: arthur
version: 1.0.0
title: The man who jokes
about: {level: 1, minutes: 5, warnings: ["bereavement"]}
setting: {service: Counselling service, mode: in_person}
brief: Arthur, 78, first session.
persona: {name: Arthur, age: 78, pronouns: he/him}
state: {trust: 40, openness: 40, distress: 50}
start: arrives
beats:
  arrives:
    says:
      - "I said the dog listens."
      - "They sent me."
    moment: {needs: listen}
    aim: "Take the joke and what is under it."
    hears:
      reflection or validation: {fit: 2, because: "He was heard.", go: cups}
    limit: {turns: 4, go: closes}
  cups:
    says: ["I still put two cups out."]
    moment: {needs: validate}
    hears:
      validation:
        fit: 3
        because: "It is not daft."
        go: opens_up
    limit: {turns: 2, go: closes}
  opens_up: {ending: good, says: ["Forty-nine years."]}
  closes: {ending: poor, says: ["Mind how you go."]}
rubric: {responsiveness: 1, self_disclosure: 0, confidentiality: 0}
examples:
  - name: heard
    replies: [simple_reflection]
    expect: {beat: cups}
  - name: not heard
    replies: [advice, advice, advice, advice]
    expect: {ending: closes}
"""

SLIPS = [
    ('      - "They', '      – "They', "missing-dash", 15),
    ('      - "They', '      • "They', "missing-dash", 15),
    ('      - "They', '      -"They', "missing-dash", 15),
    ('      - "They', '        "They', "missing-dash", 15),
    ("  - name: not", "    name: not", "missing-dash", 37),
    ("    moment: {needs: validate}", "    moment {needs: validate}", "missing-colon", 23),
    ("reflection or validation: {", "reflection or validation {", "missing-colon", 19),
    ("        fit: 3", "        fit:3", "missing-colon", 26),
    ("    moment: {needs: validate}", "\u00a0\u00a0\u00a0\u00a0moment: {needs: validate}", "odd-blank", 23),
    ("    moment: {needs: validate}", "    moment:\u00a0{needs: validate}", "odd-blank", 23),
    ("    moment: {needs: validate}", "    moment:: {needs: validate}", "unknown-key", 23),
]


def told(text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.mark.line) for fault in check_bytes(text.encode(), "arthur.yaml").faults]


def test_the_patient_without_slips_is_sound() -> None:
    assert told(SOUND) == []


@pytest.mark.parametrize(("right", "written", "code", "line"), SLIPS, ids=[slip[1].strip() for slip in SLIPS])
def test_a_slip_is_told_once_where_it_was_made_and_mended_as_it_was_meant(
    right: str, written: str, code: str, line: int
) -> None:
    assert SOUND.count(right) == 1
    text = SOUND.replace(right, written)

    assert told(text) == [(code, line)]
    assert fix(text.encode(), "arthur.yaml").after.decode() == SOUND


def test_a_part_that_stands_too_far_in_is_told_at_its_heading() -> None:
    text = SOUND.replace("  cups:\n", "    cups:\n")

    (fault,) = check_bytes(text.encode(), "arthur.yaml").faults

    assert (fault.code, fault.mark.line) == ("indentation", 21)
    assert "two spaces to the left" in fault.help


def test_a_name_that_really_stands_twice_is_still_told_as_that() -> None:
    text = SOUND.replace('    aim: "Take', '    aim: "Leave it."\n    aim: "Take')

    assert told(text) == [("duplicate-key", 18)]


def test_speech_over_two_lines_without_quotes_is_told_at_its_second_line() -> None:
    text = SOUND.replace('    says: ["I still put two cups out."]', "    says: I still put\n    two cups out.")

    assert told(text) == [("missing-colon", 23)]
    assert fix(text.encode(), "arthur.yaml").after.decode() == text


@pytest.mark.parametrize(
    ("written", "piece"),
    [
        ("reflection, validation", "Write `or`"),
        ("reflection & validation", "Write `and`."),
        ("reflection OR validation", "Write `or` in small letters."),
    ],
)
def test_signs_and_capitals_meant_for_joining_words_are_answered_with_the_word(written: str, piece: str) -> None:
    (fault,) = check_bytes(SOUND.replace("reflection or validation", f'"{written}"').encode(), "arthur.yaml").faults

    assert fault.code == "bad-condition"
    assert piece in fault.help


@pytest.mark.parametrize(("words", "sign"), [("trust below 20", "<"), ("trust above 20", ">"), ("trust is 20", "=")])
def test_a_comparison_in_words_is_answered_with_the_sign(words: str, sign: str) -> None:
    text = SOUND.replace("      reflection or validation: {", f'      "{words}": {{go: closes}}\n      reflection: {{')

    (fault,) = check_bytes(text.encode(), "arthur.yaml").faults

    assert fault.help == f"Write `{sign}`, as in `trust {sign} 40`."


def test_a_quotation_mark_without_its_first_is_told_and_a_quotation_is_not() -> None:
    stray = SOUND.replace('says: ["I still put two cups out."]', 'says: [I still put two cups out."]')
    quoting = SOUND.replace('says: ["I still put two cups out."]', 'says: [She said "two cups"]')

    assert told(stray) == [("stray-quote", 22)]
    assert told(quoting) == []


def test_a_beat_that_neither_needs_nor_ends_anything_is_told_both_ways_out() -> None:
    (fault, *_) = check_bytes(SOUND.replace("{ending: good, ", "{").encode(), "arthur.yaml").faults

    assert fault.code == "missing-moment"
    assert "`moment: {needs: listen}`" in fault.help
    assert "`ending: good`" in fault.help


def test_a_missing_moment_is_still_told_beside_a_slip_in_another_beat() -> None:
    text = SOUND.replace("    moment: {needs: listen}\n", "").replace(
        "moment: {needs: validate}", "moment {needs: listen}"
    )

    assert told(text) == [("missing-moment", 12), ("missing-colon", 22)]


def test_other_commands_tell_a_slip_as_lint_does(attune: Attune, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "arthur.yaml"
    path.write_text(SOUND.replace('      - "They', '      – "They'), "utf-8")
    with pytest.raises(ScenarioError):
        load_scenario(path)

    outcomes = [attune(command, str(path)) for command in ("test", "cover", "read", "graph", "table")]

    assert {(one.code, one.out) for one in outcomes} == {(2, "")}
    assert all(one.err.startswith(f"{path}:15:7: error[missing-dash]") for one in outcomes)
