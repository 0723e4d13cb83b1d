"""`attune schema`: what an editor is told about one file, held against a validator and the real language server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import cli
from authoring.editor_schema import general_text, names_in, specialised
from authoring.starter import Answers, starter
from scenarios import vocabulary
from scenarios.library import shipped
from scenarios.shape import schema, to_plain
from scenarios.source import parse_source
from tests.authoring.editor import Editor
from tests.programs import go_without

TEXT = starter(Answers(), "ada", "ada.yaml")
SERVER = "yaml-language-server@1.25.0"


def faults(text: str, about: str = TEXT) -> list[str]:
    """What the schema made of one text finds wrong with another."""
    made = specialised(names_in(parse_source(about.encode(), "about")))
    plain = to_plain(parse_source(text.encode(), "text"), [schema()])
    return [error.message for error in Draft202012Validator(made).iter_errors(plain)]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_patient_is_sound_by_its_own_schema(name: str) -> None:
    text = shipped()[name].read_text("utf-8")

    assert faults(text, text) == []


def test_the_general_schema_is_the_shipped_one_with_its_version_in_its_id() -> None:
    assert json.loads(general_text()) == schema()
    assert schema()["$id"] == "urn:attune:scenario:1"


def test_the_special_schema_is_a_valid_schema_and_says_whose_it_is() -> None:
    made = specialised(names_in(parse_source(TEXT.encode(), "ada")))

    Draft202012Validator.check_schema(made)
    assert made["$id"] == "urn:attune:scenario:1:ada"


WRONG = [
    ("{go: the_heart}", "{go: the_hart}"),
    ("start: arrives", "start: arives"),
    ("belief: old_fear", "belief: new_fear"),
    ("fit: -2", "fit: -2\n        change: {trus: 3}"),
    ("when: trust <= 10", "when: trost <= 10"),
    ("      reflection or validation: {go", "      reflexion or validation: {go"),
    ("needs: trust >= 40", "needs: visits(the_hart) > 1"),
    ("expect: {ending: closes", "expect: {ending: arrives"),
    ("failed: the_heart}", "failed: the_heart, the_hart}"),
    ("failed: the_heart}", 'trust: "a lot"}'),
    ("    the_heart: [", "    the_hart: ["),
]


@pytest.mark.parametrize(("right", "wrong"), WRONG, ids=[wrong for _, wrong in WRONG])
def test_a_name_that_the_file_does_not_have_is_a_fault(right: str, wrong: str) -> None:
    assert right in TEXT
    assert faults(TEXT) == []
    assert faults(TEXT.replace(right, wrong, 1)) != []


def test_every_code_of_the_book_is_offered_with_its_meaning() -> None:
    made = specialised(names_in(parse_source(TEXT.encode(), "ada")))

    offered = made["$defs"]["beat"]["properties"]["hears"]["properties"]
    assert set(offered) == vocabulary.code_names()
    assert all(entry["description"] for entry in offered.values())


@pytest.mark.parametrize(
    "text", ["a: b", "just words", "- list", "beats: [x]\nstate: 3", "beats: {one: , two: {says: }}"]
)
def test_a_file_that_is_hardly_begun_gets_a_schema_too(text: str) -> None:
    made = specialised(names_in(parse_source(text.encode(), "draft")))

    Draft202012Validator.check_schema(made)


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main(["schema", *args])
    return left.value.code, *capsys.readouterr()


def test_the_command_makes_the_folder_and_tells_the_line_that_editors_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ward").mkdir()
    (tmp_path / "ward" / "ada.yaml").write_text(TEXT, "utf-8")

    code, out, err = run(capsys, "ward/ada.yaml", "--out", "ward/.attune/ada.schema.json")

    assert (code, out) == (0, "")
    assert "# yaml-language-server: $schema=.attune/ada.schema.json" in err
    assert run(capsys, "ward/ada.yaml", "--out", "ward/.attune/ada.schema.json")[0] == 0


def test_for_a_patient_that_is_no_file_of_ones_own_the_line_names_the_whole_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ellie.json"

    assert f"$schema={out.resolve().as_posix()}" in run(capsys, "advice-seeker", "--out", str(out))[2]


def test_the_command_replaces_nothing_but_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"$id": "mine"}', "utf-8")

    assert run(capsys, "--out", str(other))[0] == 2
    assert other.read_text("utf-8") == '{"$id": "mine"}'


def test_without_a_file_the_general_schema_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(run(capsys)[1])["$id"] == "urn:attune:scenario:1"


def test_a_file_that_is_no_yaml_is_refused_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.yaml").write_text("a: [", "utf-8")

    code, out, err = run(capsys, str(tmp_path / "bad.yaml"))

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real YAML language server, installed for this run."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        go_without("node and npm are not installed, and the YAML language server runs on them")
    folder = tmp_path_factory.mktemp("server")
    install = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), SERVER]
    done = subprocess.run(install, capture_output=True, text=True, check=False, timeout=180, cwd=folder)
    if done.returncode != 0:
        go_without(f"npm could not install {SERVER} (no network?)")
    return folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


@pytest.fixture
def editor(server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    """An editor on a folder with a patient and its schema, made by the command."""
    monkeypatch.setattr(sys, "argv", ["attune"])
    (tmp_path / "ada.yaml").write_text(TEXT, "utf-8")
    with pytest.raises(SystemExit):
        cli.main(["schema", str(tmp_path / "ada.yaml"), "-o", str(tmp_path / ".attune" / "ada.schema.json")])
    with Editor(server, tmp_path) as opened:
        yield opened


MODELINE = "# yaml-language-server: $schema=.attune/ada.schema.json\n"


def edited(right: str, written: str) -> tuple[str, int, int]:
    """The patient with one place changed, and where the writing has stopped."""
    assert right in TEXT
    text = MODELINE + TEXT.replace(right, written, 1)
    before = text[: text.index(written) + len(written)]
    return text, before.count("\n"), len(before) - before.rfind("\n") - 1


def messages(found: list[dict[str, Any]]) -> str:
    return " ".join(item["message"] for item in found)


def test_in_the_editor_a_sound_patient_has_no_marks(editor: Editor) -> None:
    assert messages(editor.open("ada.yaml", MODELINE + TEXT)) == ""


def test_in_the_editor_a_wrong_beat_is_marked_where_it_stands(editor: Editor) -> None:
    text, line, _ = edited("limit: {turns: 2, go: the_heart", "limit: {turns: 2, go: the_hart")

    found = editor.open("ada.yaml", text)

    assert [item["range"]["start"]["line"] for item in found] == [line]
    assert "the_heart" in messages(found)


def test_in_the_editor_a_wrong_word_in_a_condition_is_marked_in_plain_words(editor: Editor) -> None:
    found = editor.open("ada.yaml", edited("when: trust <= 10", "when: trost <= 10")[0])

    assert "no code, state, fear or beat of this scenario" in messages(found)


def test_in_the_editor_go_completes_the_beats_of_this_file(editor: Editor) -> None:
    text, line, column = edited("        go: second_chance\n", "        go: ")
    editor.open("ada.yaml", text)

    assert set(editor.complete("ada.yaml", line, column)) == {
        "arrives", "the_heart", "second_chance", "opens_up", "closes",
    }  # fmt: skip


def test_in_the_editor_changes_complete_the_levels_and_replies_the_codes_of_the_book(editor: Editor) -> None:
    text, line, column = edited("        fit: -2", "        change:\n          ")
    editor.open("ada.yaml", text)
    assert {"trust", "openness", "distress", "beliefs.old_fear"} <= set(editor.complete("ada.yaml", line, column))

    note = "      # The first entry that fits decides. Left of the colon: what the reply does, in code names."
    text, line, column = edited(note, "      # Here:\n      ")
    editor.open("other.yaml", text)
    assert set(vocabulary.code_names()) <= set(editor.complete("other.yaml", line, column))
