"""`attune read`: everything that a reviewer must know stands in the script, in words, and nothing in it can act."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

import cli
from authoring.pages import page
from authoring.prose import script_of
from authoring.prose_conditions import condition_words, when_words
from authoring.prose_markdown import script_markdown
from authoring.prose_text import script_text
from scenarios.condition_parser import parse_condition
from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from scenarios.vocabulary import names_for
from tests.report.hostile import HOSTILE, hostile_scenario
from tests.scripted import scenario_of

SMALL = scenario_of("""
start: opens
beats:
  opens:
    says: ["I can't sleep.", {say: "Still can't.", when: visits(opens) > 1}]
    shows: looks down
    moment: {needs: listen, feels: shame, risk: hint}
    aim: Hear it.
    test: {belief: alone, kind: transference, window: 2, failed: {say: ["Forget it."], go: shut}}
    hears:
      (reflection or validation) and trust >= 40: {fit: 3, because: Heard., say: ["Yes."], go: glad}
      advice: {fit: -2, change: {trust: -9}, go: opens}
    silence: {say: ["…"]}
    limit: {turns: 3, go: shut, say: ["Well."]}
  glad: {ending: good, says: ["Thank you."]}
  shut: {ending: poor, says: ["Bye."]}
  nowhere: {ending: mixed, says: ["Nobody comes here."]}
exits: [{when: trust <= 5, go: shut}]
facts: [{ask: ["Who is at home?"], say: ["Nobody."], needs: trust >= 60, otherwise: ["Why?"]}]
debrief: {notes: "What it was about.", exemplars: {opens: ["You lie awake."]}}
""")


def spoken(scenario: Scenario) -> Iterator[str]:
    """Every line that the patient may say."""
    defaults = scenario.defaults
    for beat in scenario.beats.values():
        tests = () if beat.test is None else (beat.test.passed, beat.test.failed)
        entries = (*beat.hears, beat.otherwise, beat.unclear, beat.silence, *tests, beat.limit)
        yield from (line.text for line in beat.says)
        yield from (line.text for entry in entries if entry is not None for line in entry.say)
    for entry in (*defaults.hears, defaults.otherwise, defaults.unclear, defaults.silence):
        yield from (line.text for line in (entry.say if entry is not None else ()))
    for fact in scenario.facts:
        yield from (line.text for line in (*fact.say, *fact.otherwise))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_word_of_a_shipped_patient_stands_in_its_script(name: str) -> None:
    scenario = load_scenario(shipped()[name])

    words = " ".join(block.text for block in script_of(scenario).blocks)

    for line in (*spoken(scenario), scenario.brief, scenario.plan):
        assert " ".join(line.split()) in words
    for belief in scenario.beliefs.values():
        assert belief.danger in words
    for beat in scenario.beats.values():
        assert beat.aim in words
    for reply in (reply for replies in scenario.debrief.exemplars.values() for reply in replies):
        assert " ".join(reply.split()) in words


def test_a_reply_is_told_with_what_it_leads_to_and_why() -> None:
    text = " ".join(script_text(script_of(SMALL), 200).split())

    assert (
        "When Sky hears any reflection or validation, and trust is 40 or more: Met it fully (+3). Heard. "
        "Sky says “Yes.” Goes on to the ending “glad”." in text
    )
    assert "Against what was needed (−2). Trust −9. Goes on to 1, “opens”." in text
    assert "After 3 turns here: Sky says “Well.”, and goes on to the ending “shut”." in text
    assert "As soon as trust is 5 or less: goes to the ending “shut”." in text
    assert "Told only when trust is 60 or more. Until then: “Why?”" in text
    assert "or: “Still can't.” (only when “opens” has come more than once)" in text


def test_beats_stand_in_the_order_of_play_and_one_that_nothing_leads_to_comes_last() -> None:
    heads = [block.text for block in script_of(SMALL).blocks if block.kind == "beat"]

    assert heads[0] == "1. Opens"
    assert [head.split(":")[0] for head in heads[2:]] == ["Shut", "Glad", "Nowhere"]


WORDS = {
    "not (question or support)": "no question or support",
    "not (question or support or advice)": "no question, support or advice",
    "trust > 3 and not passed(small)": "trust is above 3, and the test in “small” has not been passed",
    "beliefs.alone < 30 or turn = 4": "the fear “silence” is below 30 or the number of this reply is exactly 4",
    "answers or said(advice)": "an answer to what was asked or an earlier reply had advice",
    "visits(small) = 0": "“small” has not come yet",
    "visits(small) + 1 > 4": "the number of visits to “small” plus 1 is above 4",
    "visits(small) >= 4": "the number of visits to “small” is 4 or more",
    "trust + 5 >= 2": "trust plus 5 is 2 or more",
    "(advice and question) or support": "(advice, and any question) or any support",
    "not (advice and question)": "not (advice, and any question)",
    "silence": "silence",
}


@pytest.mark.parametrize(("condition", "words"), WORDS.items())
def test_a_condition_is_told_in_words(condition: str, words: str) -> None:
    parsed = parse_condition(condition, names_for(["trust"], ["alone"], ["small"]))

    assert condition_words(parsed, SMALL) == words


def test_what_is_heard_comes_before_what_else_must_hold() -> None:
    parsed = parse_condition("trust >= 60 and validation", names_for(["trust"], [], []))

    assert when_words(parsed, SMALL) == "Sky hears validation, and trust is 60 or more"


@pytest.mark.parametrize("width", [50, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for path in shipped().values():
        for line in script_text(script_of(load_scenario(path)), width).splitlines():
            assert len(line) <= width


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name) for name, _ in attrs] or [(tag, "")]


def tags(scenario: Scenario) -> list[tuple[str, str]]:
    parser = Tags()
    parser.feed(page("script.html.jinja", "script.css", script=script_of(scenario)))
    return parser.found


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_add_no_tag_to_the_page_and_no_link_to_the_markdown(text: str) -> None:
    assert set(tags(hostile_scenario(text))) == set(tags(hostile_scenario("harmless")))

    lines = script_markdown(script_of(hostile_scenario(text))).splitlines()
    assert not [line for line in lines if re.search(r"(?<!\\)(\]\(|<[a-z/!])", line)]


def test_the_page_allows_nothing_but_its_own_style() -> None:
    text = page("script.html.jinja", "script.css", script=script_of(SMALL))

    assert "default-src 'none'; style-src 'sha256-" in unescape(text)
    assert "<script" not in text
    assert "http" not in text.replace('http-equiv="Content-Security-Policy"', "")


@pytest.mark.parametrize(("form", "begins"), [("text", "If you were me"), ("md", "# If you were"), ("html", "<!DOC")])
def test_the_command_writes_each_form_and_replaces_nothing_unasked(
    form: str, begins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["attune"])
    target = tmp_path / "script"
    codes = []
    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            cli.main(["read", "advice-seeker", "--format", form, "-o", str(target)])
        codes.append(left.value.code)

    assert codes == [0, 2]
    assert target.read_text("utf-8").startswith(begins)
    assert "there already" in capsys.readouterr().err
