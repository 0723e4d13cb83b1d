"""`attune diff`: what changed for the patient is told in words, what did not is not told at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import cli
from authoring.difference import changes, renamed
from authoring.difference_paths import coder_needed, path_changes
from authoring.starter import Answers, starter
from scenarios.library import shipped
from scenarios.load import load_scenario, parse_scenario
from scenarios.model import Scenario
from scoring.coder import load_coder

TEXT = starter(Answers(), "ada", "ada.yaml").replace(
    "      reflection or validation: {go: opens_up}",
    "      reflection and visits(second_chance) > 1: {go: closes}\n      reflection or validation: {go: opens_up}",
)


def scenario(*edits: tuple[str, str]) -> Scenario:
    """The patient with some of its text replaced."""
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return parse_scenario(text.encode(), "ada.yaml")


def told(*edits: tuple[str, str]) -> list[str]:
    return [str(change) for change in changes(scenario(), scenario(*edits))]


def test_notes_layout_and_version_make_no_difference() -> None:
    assert (
        told(
            ("# 4. Two endings.", "# Endings"),
            ("version: 1.0.0", "version: 2.0.0"),
            ("go: opens_up}", "go:  opens_up }"),
        )
        == []
    )


def test_a_patient_is_no_different_from_itself() -> None:
    for path in shipped().values():
        loaded = load_scenario(path)
        assert changes(loaded, loaded) == ()


ONE_EDIT = [
    (("Right. I'll try that.", "Right."), "information or changing the subject, what is said changed"),
    (("fit: 3", "fit: 2"), "beat “the heart”: when Ada hears any reflection or validation, fit changed"),
    (("trust: 45", "trust: 55"), "at the start: trust changed"),
    (("strength: 60", "strength: 70"), "at the start: the fear `old_fear`, strength changed"),
    (("window: 2", "window: 3"), "beat “the heart”: the test, replies it is open for changed"),
    (("No. You're the first.", "My sister."), "“Have you told anyone about this?”, what is said changed"),
    (("when: trust <= 10", "when: trust <= 20"), "at any point: way out 1, when changed"),
    (("minutes: 8", "minutes: 9"), "the catalogue: level, length, sources and warnings, minutes changed"),
    (("mode: in_person", "mode: phone"), "the meeting: setting, mode changed"),
    (("age: 40", "age: 41"), "the patient: name, age and pronouns, age changed"),
    (("coaching: {level: plain", "coaching: {level: subtle"), "beat “second chance”: the coaching, level changed"),
    (("responsiveness: 1", "responsiveness: 2"), "after the session: what is scored, responsiveness changed"),
    (("start: arrives", "start: the_heart"), "the patient: where it begins changed"),
    (("    ending: poor", "    ending: mixed"), "beat “closes”: how it ends changed"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "words"), ONE_EDIT, ids=[edit[0] for edit, _ in ONE_EDIT])
def test_one_change_is_told_once_with_its_place(edit: tuple[str, str], words: str) -> None:
    found = told(edit)

    assert len(found) == 1
    assert words in found[0]


def test_a_beat_that_kept_its_words_is_renamed_and_all_that_names_it_is_unchanged() -> None:
    edit = ("second_chance", "once_more")

    assert renamed(scenario(), scenario(edit)) == {"second_chance": "once_more"}
    assert told(edit) == ["beat “second chance” renamed\n    + now “once more”"]


def test_an_entry_added_removed_or_moved_is_told_as_such() -> None:
    entry = "      reflection or validation: {go: opens_up}\n"

    assert any("when Ada hears advice added" in text for text in told((entry, entry + "      advice: {fit: -1}\n")))
    assert any("any reflection or validation removed" in text for text in told((entry, "")))


def test_a_new_beat_is_told_by_what_the_patient_says_there() -> None:
    found = told(("  # 4. Two endings.", '  extra:\n    ending: mixed\n    says: ["Maybe next week."]'))

    assert found == ["beat “extra” added\n    + “Maybe next week.”"]


def test_an_example_that_goes_elsewhere_is_told_with_the_reply_where_it_parts() -> None:
    before, after = scenario(), scenario(("limit: {turns: 2, go: closes}", "limit: {turns: 1, go: closes}"))
    assert coder_needed(before, after)
    found, played = path_changes(before, after, {}, load_coder())

    assert played == 2
    assert [(path.name, path.turn, path.reply, path.owner) for path in found] == [
        ("missed again and again, the patient closes", 3, "advice", "both")
    ]
    assert found[0].before.beats[2] == "second_chance"
    assert found[0].after.ending == "closes"


def test_a_renamed_beat_is_no_change_of_path() -> None:
    before, after = scenario(), scenario(("second_chance", "once_more"))

    assert path_changes(before, after, renamed(before, after), load_coder())[0] == ()


def test_examples_are_played_on_a_version_that_lacks_what_they_expect() -> None:
    old, new = load_scenario(shipped()["advice-seeker"]), scenario()

    found, played = path_changes(old, new, {}, load_coder())

    assert played == len(old.examples) + len(new.examples)
    assert {path.owner for path in found} == {"before", "after"}


def test_the_command_exits_1_where_something_differs_and_0_where_nothing_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["attune"])
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(TEXT, "utf-8")
    other.write_text(TEXT.replace("trust: 45", "trust: 11"), "utf-8")

    def run(*args: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(["diff", *args])
        return left.value.code, *capsys.readouterr()

    assert run(str(one), str(one))[0] == 0
    code, out, _ = run(str(one), str(other))
    assert code == 1
    assert "The version is the same in both" in out
    code, out, _ = run(str(one), str(other), "--json")
    assert code == 1
    assert json.loads(out)["changes"][0] == {
        "kind": "changed", "where": "at the start", "what": "trust", "before": "45", "after": "11",
    }  # fmt: skip
    code, out, err = run(str(one), str(tmp_path / "none.yaml"))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
