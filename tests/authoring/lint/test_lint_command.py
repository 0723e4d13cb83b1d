"""`attune lint` and `attune explain` as a user meets them: what they print, write and answer."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

import cli
from authoring.messages import codes
from tests.authoring.lint.patients import patient


class Outcome(NamedTuple):
    """What one call did."""

    code: int
    out: str
    err: str


class Attune(Protocol):
    """Runs `attune` with arguments and says what it did."""

    def __call__(self, *args: str) -> Outcome: ...


@pytest.fixture
def attune(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Attune:
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> Outcome:
        with pytest.raises(SystemExit) as left:
            cli.main(list(args))
        out, err = capsys.readouterr()
        return Outcome(int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    path = tmp_path / "ada.yaml"
    path.write_text(patient("start: arives\n"), "utf-8")
    return path


@pytest.fixture
def course(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "course.zip", "w") as file:
        file.writestr("ada.yaml", patient(""))


EXEMPLAR = """
debrief:
  notes: "She has been put off before."
  exemplars:
    arrives: ["Pull yourself together, other people have real problems."]
"""


def test_an_exemplar_that_does_harm_is_told_only_when_asked_for(attune: Attune, tmp_path: Path) -> None:
    (tmp_path / "ada.yaml").write_text(patient(EXEMPLAR), "utf-8")

    assert attune("lint", "ada.yaml").out == "1 file checked, nothing wrong.\n"
    asked = attune("lint", "ada.yaml", "--exemplars")
    assert "weak-exemplar" in asked.out
    assert asked.code == 0


def test_a_silence_for_exemplars_is_of_use_though_they_were_not_looked_at(attune: Attune, tmp_path: Path) -> None:
    allowed = "# attune: allow weak-exemplar – right only with more trust\n" + patient(EXEMPLAR)
    (tmp_path / "ada.yaml").write_text(allowed, "utf-8")

    assert attune("lint", "ada.yaml").out == "1 file checked, nothing wrong.\n"
    assert "1 warning silenced" in attune("lint", "ada.yaml", "--exemplars").out


def test_exemplars_do_not_go_with_mending(attune: Attune, ada: Path) -> None:
    refused = attune("lint", str(ada), "--fix", "--exemplars")

    assert refused.code == 2
    assert "--fix" in refused.err


def test_the_whole_library_lints_without_a_word(attune: Attune) -> None:
    assert attune("lint") == Outcome(0, "14 files checked, nothing wrong.\n", "")


def test_a_faulty_file_is_shown_with_carets_and_exit_code_1(attune: Attune, ada: Path) -> None:
    outcome = attune("lint", ada.name)

    assert outcome.code == 1
    assert "ada.yaml:10:8: error[unknown-beat]" in outcome.out
    assert "       ^^^^^^\n" in outcome.out
    assert "attune explain unknown-beat" in outcome.out
    assert outcome.err == ""


def test_warnings_alone_leave_the_exit_code_at_0(attune: Attune, ada: Path) -> None:
    ada.write_text(patient("beats:\n  opens_up: {ending: mixed, says: Well.}\n"), "utf-8")
    outcome = attune("lint", ada.name)

    assert outcome.code == 0
    assert "1 file checked: 0 errors, 1 warning." in outcome.out


def test_what_cannot_be_read_is_shown_with_its_line_and_exit_code_2(attune: Attune, ada: Path) -> None:
    ada.write_text("says: *sighs*\n", "utf-8")
    outcome = attune("lint", ada.name)

    assert outcome.code == 2
    assert '= mended: says: "*sighs*"' in outcome.out
    assert "1 file checked: 1 error" in outcome.err


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_a_format_for_machines_is_all_that_stands_on_standard_output(attune: Attune, ada: Path, form: str) -> None:
    outcome = attune("lint", ada.name, "--format", form)

    assert outcome.code == 1
    assert outcome.err == ""
    if form == "github":
        assert outcome.out.startswith("::error file=ada.yaml,line=10,")
    else:
        assert "unknown-beat" in json.dumps(json.loads(outcome.out))


def test_json_is_the_same_as_format_json(attune: Attune, ada: Path) -> None:
    assert attune("lint", ada.name, "--json") == attune("lint", ada.name, "--format", "json")


def test_fix_mends_the_file_and_shows_what_it_changed(attune: Attune, ada: Path) -> None:
    outcome = attune("lint", ada.name, "--fix")

    assert outcome.code == 0
    assert "-start: arives\n+start: arrives\n" in outcome.out
    assert ada.read_text("utf-8") == patient("")


def test_a_dry_run_shows_the_change_and_leaves_the_file(attune: Attune, ada: Path) -> None:
    before = ada.read_bytes()

    outcome = attune("lint", ada.name, "--fix", "--dry-run")

    assert outcome.code == 1
    assert "+start: arrives\n" in outcome.out
    assert ada.read_bytes() == before


def test_a_sound_file_is_not_written_by_fix(attune: Attune, ada: Path) -> None:
    ada.write_text(patient(""), "utf-8")
    before = ada.stat().st_mtime_ns

    assert attune("lint", ada.name, "--fix").code == 0
    assert ada.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("args", "piece"),
    [
        (["lint", "--fix"], "came with Attune"),
        (["lint", "advice-seeker", "--fix"], "came with Attune"),
        (["lint", "course.zip", "--fix"], "Unpack it"),
        (["lint", "ada.yaml", "--dry-run"], "--dry-run goes with --fix"),
        (["lint", "ada.yaml", "--fix", "--json"], "text only"),
        (["lint", "ada.yaml", "--format", "xml"], "xml"),
        (["explain", "unreachable-beet"], "Did you mean `unreachable-beat`?"),
        (["explain", "zzzzz"], "`attune explain` lists them all"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("ada", "course")
def test_what_cannot_be_done_is_said_in_one_line(attune: Attune, args: list[str], piece: str) -> None:
    outcome = attune(*args)

    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert piece in outcome.err


def test_explain_gives_the_long_form_with_both_examples(attune: Attune) -> None:
    outcome = attune("explain", "shadowed")

    assert outcome.code == 0
    assert outcome.out.startswith("warning[shadowed] An earlier entry always holds first.\n")
    assert outcome.out.index("Wrong:") < outcome.out.index("Right:")
    assert all(len(line) <= 100 for line in outcome.out.splitlines())


def test_explain_takes_a_code_as_lint_prints_it(attune: Attune) -> None:
    assert attune("explain", "error[unknown-beat]") == attune("explain", "unknown-beat")


def test_explain_without_a_code_lists_every_message(attune: Attune) -> None:
    outcome = attune("explain")

    assert outcome.code == 0
    assert all(f"  {code} " in outcome.out for code in codes())
    rows = json.loads(attune("explain", "--json").out)
    assert [row["code"] for row in rows if row["kind"] == "message"] == list(codes())
    assert json.loads(attune("explain", "messages", "--json").out) == rows[: len(codes())]
