"""Faults are told where they stand in the file, however it is written, and in words that say how to mend them."""

from __future__ import annotations

import pytest

from scenarios.faults import Mark, ScenarioError
from scenarios.load import parse_scenario
from scenarios.places import place_in
from tests.scripted import HEAD

BEATS = """
start: one
beats:
  one:
    says: ["Well."]
    moment: {needs: listen}
    hears:
      validation: {fit: 1, go: end}
    test:
      belief: alone
      kind: transference
      window: 2
      pass_when: PASS
  end: {ending: good, says: ["Yes."]}
"""

WRITTEN = [  # how, the condition as written
    ("plain", "validation and trst > 3"),
    ("double quotes", '"validation and trst > 3"'),
    ("single quotes", "'validation and trst > 3'"),
    ("folded", ">-\n        validation\n        and trst > 3"),
    ("as it stands", "|\n        validation and\n        trst > 3"),
    ("plain over two lines", "validation\n        and trst > 3"),
    ("quoted over two lines", '"validation\n\n        and trst > 3"'),
]


@pytest.mark.parametrize(("_how", "written"), WRITTEN, ids=[how for how, _ in WRITTEN])
def test_an_unknown_name_in_a_condition_is_pointed_at_wherever_it_stands(_how: str, written: str) -> None:
    text = HEAD + BEATS.replace("PASS", written)

    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text.encode(), "f.yaml")

    (fault,) = [one for one in caught.value.faults if one.code == "bad-condition"]
    assert text.splitlines()[fault.mark.line - 1][fault.mark.column - 1 :].startswith("trst")


def test_what_is_missing_at_the_end_is_pointed_at_behind_the_last_character() -> None:
    assert place_in(("  validation and", "next: 1"), Mark(1, 3), "validation and", 14) == Mark(1, 17)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"# one\r# two\r\n \xc3\xa9\xff", Mark(3, 3)),
        (b"\xef\xbb\xbfab\xff", Mark(1, 3)),
        ("ab: “é” \x07".encode(), Mark(1, 9)),
        ("a: é\u2028b: \x07".encode(), Mark(2, 4)),
    ],
)
def test_a_byte_or_sign_that_is_none_is_pointed_at_in_characters(raw: bytes, place: Mark) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(raw, "f.yaml")

    assert caught.value.faults[0].mark == place


SLIPS = [  # in the smallest patient: this, in the place of that, what is told
    ("trust => 3", "PASS", "bad-condition", "Write `>=`"),
    ("trust > = 3", "PASS", "bad-condition", "Write `>=`"),
    ("if she feels heard", "PASS", "bad-condition", "attune explain codes"),
    ("validtion", "PASS", "bad-condition", "Did you mean `validation`"),
    ("  The End: {ending", "  end: {ending", "bad-name", "`the_end`"),
    ("go: The End}", "go: end}", "bad-name", "`the_end`"),
]


@pytest.mark.parametrize(("now", "before", "code", "piece"), SLIPS, ids=[row[0] for row in SLIPS])
def test_slips_of_people_who_know_no_yaml_are_told_with_what_to_write(
    now: str, before: str, code: str, piece: str
) -> None:
    text = HEAD + BEATS.replace(before, now).replace("PASS", "validation")

    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text.encode(), "f.yaml")

    fault = next(one for one in caught.value.faults if one.code == code)
    assert piece in f"{fault.message} {fault.help}"
    assert now.partition(":")[0].strip() in text.splitlines()[fault.mark.line - 1]


def test_what_an_item_of_a_list_lacks_is_told_with_its_number() -> None:
    text = HEAD + BEATS.replace("PASS", "validation") + "examples: [{name: x, replies: [advice]}]\n"

    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text.encode(), "f.yaml")

    assert caught.value.faults[0].message == "Item 1 of `examples` needs `expect`."
