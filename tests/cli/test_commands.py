"""The command line: names, exit codes, bytes. Relied on from outside."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

import cli

SCRIPT = """\
You've been carrying this on your own for days.

(silence)
I'd tell her on Thursday, when your aunt is there. How does that sound to you?
"""


class Outcome(NamedTuple):
    """What one call did."""

    code: int
    out: str
    err: str


class Attune(Protocol):
    """Runs `attune` with arguments and says what it did."""

    def __call__(self, *args: str, stdin: bytes = b"") -> Outcome: ...


@pytest.fixture
def attune(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Attune:
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "home"))

    def run(*args: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            cli.main(list(args))
        out, err = capsys.readouterr()
        return Outcome(int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "replies.txt"
    path.write_text(SCRIPT, "utf-8")
    return str(path)


@pytest.mark.parametrize("name", [*cli.COMMANDS, ""])
def test_every_command_explains_itself_with_an_example(attune: Attune, name: str) -> None:
    outcome = attune(*([name] if name else []), "--help")

    assert outcome.code == 0
    assert "Example" in outcome.out
    assert f"attune {name}".strip() in outcome.out


def test_a_script_is_played_to_one_object_and_always_the_same_bytes(attune: Attune, script: str) -> None:
    first = attune("play", "advice-seeker", "--script", script, "--json")
    second = attune("play", "advice-seeker", "--script", script, "--json")

    assert first.code == 0
    assert first.out == second.out
    result = json.loads(first.out)
    assert [turn["reply"] for turn in result["turns"]] == [
        "You've been carrying this on your own for days.",
        "(silence)",
        "I'd tell her on Thursday, when your aunt is there. How does that sound to you?",
    ]
    assert result["scenario"]["id"] == "advice-seeker"
    assert result["scores"]["confidentiality"] == {"score": None, "observed": False, "evidence": []}


def test_replies_after_the_ending_are_counted_as_unused(attune: Attune, tmp_path: Path) -> None:
    path = tmp_path / "rude.txt"
    path.write_text("You're being ridiculous, grow up.\n" * 60, "utf-8")

    result = json.loads(attune("play", "advice-seeker", "--script", str(path), "--json").out)

    assert result["ending"]["kind"] in {"left", "poor"}
    assert result["unused_replies"] == 60 - len(result["turns"])


def test_a_script_can_come_from_standard_input(attune: Attune) -> None:
    outcome = attune("play", "tests-trust", "--script", "-", stdin=b"Your mum came to see me on Tuesday.\n")

    assert outcome.code == 0
    assert "Jordan" in outcome.out
    assert "Not validated by clinicians" in outcome.out


BAD: list[tuple[list[str], str]] = [
    (["play", "advice-seaker", "--script", "-"], "Did you mean `advice-seeker`"),
    (["play", "../../nowhere/patient.yaml", "--script", "-"], "no such file"),
    (["play", "advice-seeker", "--script", "gone.txt"], "cannot be read"),
    (["play", "advice-seeker", "--json"], "--json needs --script"),
    (["play", "advice-seeker", "--seed", "x"], "not a valid integer"),
    (["play"], "Missing argument"),
    (["play", "advice-seeker", "--trace"], "needs a terminal"),
    (["play", "--resume", "last", "--plain"], "no sessions yet"),
    (["play", "advice-seeker", "--plain", "--script", "-"], "leave --script"),
    (["play", "advice-seeker", "--resume", "last"], "leave the patient"),
    (["--plain", "lint"], "stands behind the command"),
    (["pley"], "Did you mean `play`"),
    (["code", "gone.jsonl"], "cannot be read"),
    (["lint", "gone.yaml"], "no such file"),
    (["test", "gone.yaml"], "no such file"),
    (["sessions", "show", "nothing"], "nothing"),
    (["report", "nothing"], "nothing"),
]


@pytest.mark.parametrize(("args", "piece"), BAD, ids=[" ".join(row[0]) for row in BAD])
def test_unusable_input_gets_one_plain_line_and_exit_code_2(attune: Attune, args: list[str], piece: str) -> None:
    outcome = attune(*args)

    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.strip().splitlines()) == 1
    assert piece.lower() in outcome.err.lower()
    assert "Traceback" not in outcome.err


def test_an_overlong_reply_in_a_script_is_named_by_its_line(attune: Attune) -> None:
    outcome = attune("play", "advice-seeker", "--script", "-", stdin=b"Hello.\n\n" + b"x" * 4001 + b"\n")

    assert outcome.code == 2
    assert "script line 3" in outcome.err


def test_a_script_in_the_wrong_encoding_is_named_by_its_line(attune: Attune) -> None:
    outcome = attune("play", "advice-seeker", "--script", "-", stdin=b"Hello.\ncaf\xe9\n")

    assert outcome.code == 2
    assert "-:2:" in outcome.err


ROWS: list[dict[str, object]] = [
    {"id": "a", "patient": "My dad died in March.", "reply": "I'm so sorry. What was he like?"},
    {"id": 7, "patient": "", "reply": "   "},
    {"id": "c", "patient": "I'm fine.", "reply": "👍"},
    {"id": "d", "reply": "Have you thought about how you'd do it?"},
]


def test_code_answers_every_row_in_order_with_spans_inside_the_reply(attune: Attune) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()

    outcome = attune("code", "-", stdin=lines)

    answers = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert [answer["id"] for answer in answers] == ["a", 7, "c", "d"]
    for row, answer in zip(ROWS, answers, strict=True):
        assert set(answer) == {"id", "codes", "unclear"}
        for span in answer["codes"]:
            assert set(span) == {"code", "confidence", "start", "end"}
            assert 0 <= span["start"] < span["end"] <= len(str(row["reply"]))
            assert 0 <= span["confidence"] <= 1
    assert "open_question" in {span["code"] for span in answers[0]["codes"]}
    assert answers[1]["unclear"]


def test_code_names_a_bad_line_and_still_answers_the_others(attune: Attune) -> None:
    good = json.dumps(ROWS[0]).encode() + b"\n"

    outcome = attune("code", "-", stdin=good + b"{broken\n" + b'{"id": 1}\n' + b"[" * 100_000 + b"\n" + good)

    assert outcome.code == 2
    assert len(outcome.out.splitlines()) == 2
    assert [line.split(":")[2] for line in outcome.err.splitlines()] == ["2", "3", "4"]


def test_offsets_fit_the_reply_as_it_was_given_even_where_cleaning_would_shorten_it(attune: Attune) -> None:
    reply = "Cafe\u0301 first?\r\nWhat was it like?"

    row = json.dumps({"id": 1, "patient": "", "reply": reply}) + "\n"
    answer = json.loads(attune("code", "-", stdin=row.encode()).out)

    assert all(span["end"] <= len(reply) for span in answer["codes"])


def test_lint_is_quiet_about_sound_files_and_exits_1_for_faulty_ones(attune: Attune, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("format: 1\nid: x\n", "utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"[" * 200_000)

    assert attune("lint").code == 0
    found = attune("lint", str(faulty))
    assert found.code == 1
    assert f"{faulty}:1:1: error[missing-key]" in found.out
    unreadable = attune("lint", str(broken))
    assert unreadable.code == 2
    assert len(unreadable.err.splitlines()) == 1
    assert json.loads(attune("lint", str(faulty), "--json").out)[0]["code"] == "missing-key"


def test_lint_of_a_folder_without_scenarios_says_so(attune: Attune, tmp_path: Path) -> None:
    outcome = attune("lint", str(tmp_path))

    assert outcome.code == 2
    assert "no .yaml files" in outcome.err


def test_test_reports_examples_that_do_not_hold(attune: Attune, tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "scenario-language.md").read_text("utf-8")
    path = tmp_path / "first.yaml"
    first = guide.split("```yaml\n", 1)[1].split("```", 1)[0]
    path.write_text(first.replace("ending: opens_up}", "ending: closes}"), "utf-8")

    outcome = attune("test", str(path))

    assert outcome.code == 1
    assert "expected ending: closes, found `opens_up`" in outcome.out


def test_doctor_shows_versions_and_finds_everything_sound(attune: Attune) -> None:
    outcome = attune("doctor", "--json")

    assert outcome.code == 0
    assert json.loads(outcome.out)["coder"]["id"] == "attune-coder"
