"""Every message has a long form, and its examples are true: the wrong one brings it about, the right one does not."""

from __future__ import annotations

import ast
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from authoring.exemplars import exemplar_faults
from authoring.lint.check import check_bytes, check_file
from authoring.messages import codes, message
from docs.make_messages import PAGE, page
from scenarios.faults import ScenarioError
from scenarios.load import load_scenario
from scenarios.packs import read_packs
from scenarios.source import parse_source
from tests.authoring.lint.patients import patient

ROOT = Path(__file__).parents[3]
REPEATED = 60_000
CALLS = {"Fault": 2, "fault": 1, "warn": 1}
"""Where functions that make a fault take its code; a module's own functions say so by a parameter `code`."""
IN_FILES = [code for code in codes() if message(code).makes in {"text", "whole", "repeated", "utf-16"}]
PACKS = [code for code in codes() if message(code).makes == "packs"]
COMMANDS = [code for code in codes() if message(code).makes in {"command", "many-files", "bad-zip", "unsafe-zip"}]


@pytest.fixture(scope="module")
def emitted() -> set[str]:
    return {
        code for folder in ("scenarios", "authoring") for path in (ROOT / folder).rglob("*.py") for code in _codes(path)
    }


def _codes(path: Path) -> Iterator[str]:
    """The codes that a module gives to faults, as literals, as a constant of its own, or in the table of rules."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = CALLS | dict(_makers(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "_CODES" for t in node.targets):
            yield from ast.literal_eval(node.value).values()
        if path.name == "yaml_errors.py" and isinstance(node, ast.Tuple) and len(node.elts) == 4:
            yield from (str(part.value) for part in node.elts[:1] if isinstance(part, ast.Constant))
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        at = calls.get(name)
        given = [word.value for word in node.keywords if word.arg == "code"]
        given += [node.args[at]] if at is not None and len(node.args) > at else []
        for part in given:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
            elif isinstance(part, ast.Name) and part.id in constants:
                yield str(constants[part.id])


def _makers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """A module's own functions that make a fault of a code given to them, and where they take it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            named = [arg.arg for arg in node.args.args if arg.arg != "self"]
            called = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
            if "code" in named and any(isinstance(func, ast.Name) and func.id == "Fault" for func in called):
                yield node.name, named.index("code")


def test_every_code_that_is_given_has_a_long_form(emitted: set[str]) -> None:
    assert emitted - set(codes()) == set()


def test_every_long_form_is_of_a_code_that_is_given(emitted: set[str]) -> None:
    assert set(codes()) - emitted - {"wrong-shape"} == set()


@pytest.mark.parametrize("code", codes())
def test_a_long_form_is_written_for_authors(code: str) -> None:
    told = message(code)

    assert told.title[0].isupper()
    assert told.title.endswith(".")
    assert len(told.title) <= 80
    assert len(told.text.split()) >= 15
    assert told.severity in {"error", "warning"}


def _wrong(code: str) -> bytes:
    """The file that a wrong example means."""
    told = message(code)
    match told.makes:
        case "whole":
            return told.wrong.encode()
        case "repeated":
            return patient(told.wrong + told.wrong.splitlines(keepends=True)[-1] * REPEATED).encode()
        case "utf-16":
            return patient(told.wrong).encode("utf-16")
        case _:
            return patient(told.wrong).encode()


@pytest.mark.parametrize("code", IN_FILES)
def test_the_wrong_example_brings_the_message_about(code: str) -> None:
    found = check_bytes(_wrong(code), "wrong.yaml")

    assert (code, message(code).severity) in {(fault.code, fault.severity) for fault in found.faults}


@pytest.mark.parametrize("code", IN_FILES)
def test_the_right_example_lints_without_a_word(code: str) -> None:
    assert check_bytes(patient(message(code).right).encode(), "right.yaml").faults == ()


@pytest.mark.parametrize("code", PACKS)
def test_a_file_of_packs_as_example_brings_the_message_about_and_the_right_one_does_not(code: str) -> None:
    told = message(code)
    with pytest.raises(ScenarioError) as caught:
        read_packs(parse_source(told.wrong.encode(), "packs.yaml"), "packs.yaml")
    assert {fault.code for fault in caught.value.faults} == {code}
    assert read_packs(parse_source(told.right.encode(), "packs.yaml"), "packs.yaml")


@pytest.mark.parametrize("code", COMMANDS)
def test_a_command_as_example_brings_the_message_about_and_the_right_one_does_not(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "home"))
    told = message(code)
    Path("first-patient.yaml").write_text(patient(""), "utf-8")
    for name in ("first-patient", "second-patient"):
        Path("patients").mkdir(exist_ok=True)
        Path("patients", f"{name}.yaml").write_text(patient(f"id: {name}\n"), "utf-8")
    if told.makes == "many-files":
        Path("everything").mkdir()
        for i in range(2_001):
            os.link("first-patient.yaml", f"everything/{i}.yaml")
    Path("course.zip").write_bytes(b"no zip")
    if told.makes == "unsafe-zip":
        with zipfile.ZipFile("course.zip", "w") as file:
            file.writestr("../outside.yaml", patient(""))

    assert _run(told.wrong) == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert _run(told.right) == 0
    assert f"[{code}]" not in "".join(capsys.readouterr())


def _run(line: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(line.split()[1:])
    return int(left.value.code or 0)


def test_a_file_that_may_not_be_read_is_told_by_its_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    found = check_file(tmp_path / "locked.yaml")

    assert [fault.code for fault in found.faults] == ["unreadable-file"]
    assert not found.readable


def test_an_exemplar_that_does_harm_is_told_by_its_message_and_a_kind_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "exemplar.yaml"
    found = []
    for example in (message("weak-exemplar").wrong, message("weak-exemplar").right):
        path.write_text(patient(example), "utf-8")
        found.append([fault.code for fault in exemplar_faults(load_scenario(path))])

    assert found == [["weak-exemplar"], []]
    assert {code for code in codes() if message(code).makes == "exemplar"} == {"weak-exemplar"}


def test_what_should_never_be_seen_is_the_only_thing_without_a_true_example() -> None:
    assert {code for code in codes() if message(code).makes == "never"} == {"not-yaml", "wrong-shape"}
    assert {code for code in codes() if message(code).makes == "unreadable"} == {"unreadable-file"}


def test_the_page_of_messages_is_made_from_the_data() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python docs/make_messages.py`"
