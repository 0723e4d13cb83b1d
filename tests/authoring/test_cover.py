"""What can happen, what examples exercise, and ready-made examples for the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from authoring.adding import suggestions
from authoring.appending import append_example
from authoring.confusions import confusions
from authoring.coverage import Coverage, coverage
from authoring.exemplars import exemplar_faults
from authoring.pairs import pairs
from authoring.proof.prove import prove
from cli import main
from scenarios import vocabulary
from scenarios.faults import Mark
from scenarios.load import load_scenario
from scenarios.model import Scenario
from simulator.examples import run_example
from simulator.reading import CodedSpan, Reading
from tests.scripted import HEAD, scenario_of

BODY = """
start: asks
beats:
  asks:
    says: ["What would you do?"]
    moment: {needs: advice, asks: advice}
    hears:
      advice: {fit: 2, go: told}
      advice and open_question: {fit: 3, go: told}
      deflects: {fit: -2, go: shut}
    test: {belief: alone, kind: transference, window: 1}
  told: {ending: good, says: ["Thanks."]}
  shut: {ending: poor, says: ["Never mind."]}
  lost: {ending: poor, says: ["…"]}
debrief:
  exemplars:
    asks: ["I'd tell her.", "What do you think?"]
# kept as it is
examples:
  - name: "dodged"   # with a remark
    replies: [open_question]
    expect: {ending: shut}
"""


def covered(body: str = BODY) -> Coverage:
    return coverage(prove(scenario_of(body)), None)


@pytest.fixture
def patient(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + BODY, encoding="utf-8")
    return path


def test_gaps_are_what_can_happen_and_no_example_shows_the_most_important_first() -> None:
    assert [str(question) for question in covered().gaps] == [
        "ending:told",
        "passed:asks",
        "entry:asks.hears[0]",
    ]


def test_what_is_written_and_can_never_happen_is_told_once_each() -> None:
    assert [str(question) for question in covered().dead] == ["entry:asks.hears[1]", "ending:lost"]


def test_a_ready_made_example_holds_and_closes_its_gap() -> None:
    found = covered()

    for question, example in suggestions(found):
        made = scenario_of(BODY).examples[0].__class__(example.name, example.replies, (), Mark(1, 1))
        assert run_example(found.proof.scenario, made, None).unused == 0
        assert question in found.gaps


def test_one_example_that_closes_several_gaps_is_suggested_once() -> None:
    found = covered()

    assert [example.replies for _, example in suggestions(found)] == [("advice",)]


def test_with_all_suggestions_in_the_file_nothing_is_left_to_suggest(patient: Path) -> None:
    for _, example in list(suggestions(coverage(prove(load_scenario(patient)), None))):
        append_example(patient, example)

    assert not list(suggestions(coverage(prove(load_scenario(patient)), None)))


def test_a_confusion_counts_where_another_entry_answers() -> None:
    found = {(one.beat, one.pair.said, one.pair.heard): one for one in confusions(covered().proof)}

    worst = found["asks", "advice", "information"]
    assert worst.leads_elsewhere
    assert (worst.meant.goes, worst.instead.goes) == ("told", "asks"), "half an answer leaves the request open"
    assert ("asks", "open_question", "closed_question") not in found


def test_the_table_of_confusions_speaks_of_true_codes_and_rates() -> None:
    for pair in pairs():
        assert {pair.said, pair.heard} <= set(vocabulary.codes())
        assert 0 < pair.rate < 1


class Hears:
    """A coder that knows two sentences."""

    id = version = "test"

    def read(self, patient_line: str, reply: str, fact_questions: object = ()) -> Reading:
        del patient_line, fact_questions
        code = "advice" if "tell" in reply else "open_question"
        return Reading((CodedSpan(code, 1.0, 0, len(reply)),))


def test_an_exemplar_that_scores_badly_at_its_own_beat_is_a_warning_at_that_beat() -> None:
    scenario: Scenario = scenario_of(BODY)

    found = exemplar_faults(scenario, Hears())

    assert [fault.code for fault in found] == ["weak-exemplar"]
    assert found[0].severity == "warning"
    assert "What do you think?" in found[0].message
    assert found[0].mark == scenario.beats["asks"].mark


def test_silence_among_the_exemplars_is_tried_as_waiting_and_not_read_as_text() -> None:
    class Deaf(Hears):
        def read(self, patient_line: str, reply: str, fact_questions: object = ()) -> Reading:
            raise AssertionError((patient_line, reply, fact_questions))

    scenario = scenario_of(BODY.replace("""["I'd tell her.", "What do you think?"]""", '["(silence)"]'))

    assert ["“(silence)”" in fault.message for fault in exemplar_faults(scenario, Deaf())] == [True]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(str(left.value.code or 0))


def test_cover_exits_with_1_where_something_can_never_happen(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cover", str(patient)) == 1

    said = capsys.readouterr().out
    assert "the ending lost" in said.split("Can never happen")[1].split("Gaps")[0]
    assert "- name:" in said


def test_cover_exits_with_0_where_everything_can_happen(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = patient.read_text("utf-8").replace("      advice and open_question: {fit: 3, go: told}\n", "")
    patient.write_text(text.replace('  lost: {ending: poor, says: ["…"]}\n', ""), encoding="utf-8")

    assert run("cover", str(patient)) == 0
    assert "Can never happen" not in capsys.readouterr().out


def test_cover_can_speak_to_machines(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("cover", str(patient), "--json", "--confusions")

    (found,) = json.loads(capsys.readouterr().out)
    verdicts = {f"{one['kind']}:{one['name']}": one for one in found["answers"]}
    assert verdicts["ending:told"]["replies"] == ["advice"]
    assert verdicts["ending:told"]["exercised"] is False
    assert verdicts["ending:shut"]["exercised"] is True
    assert verdicts["ending:lost"]["verdict"] == "impossible"
    assert found["never"] == ["entry:asks.hears[1]", "ending:lost"]
    assert found["confusions"]


def test_a_proof_tells_how_far_it_is_and_never_goes_back() -> None:
    told: list[tuple[int, int]] = []

    proof = prove(scenario_of(BODY), watch=lambda answered, asked: told.append((answered, asked)))

    assert told
    assert told == sorted(told)
    assert {asked for _, asked in told} == {len(proof.answers)}
    assert told[-1][0] <= len(proof.answers)


def test_on_a_terminal_the_line_of_progress_is_cleared(
    patient: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    run("cover", str(patient))

    said = capsys.readouterr()
    assert "questions answered" in said.err
    assert said.err.endswith("\r\033[K")
    assert "questions answered" not in said.out


def test_too_few_states_are_told_as_not_proven(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far_off = "validation and trust >= 90: {go: lost}\n      deflects:"
    text = patient.read_text("utf-8").replace("deflects:", far_off)
    patient.write_text(text, encoding="utf-8")

    run("cover", str(patient), "--states", "1")

    assert "Not proven" in capsys.readouterr().out
