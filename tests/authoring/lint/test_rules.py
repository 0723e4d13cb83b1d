"""The checks beyond shape and names: what they find, and what they leave alone."""

from __future__ import annotations

import pytest

from authoring.lint.check import check_bytes
from scenarios.library import shipped
from tests.authoring.lint.patients import patient

ADA = """\
beliefs: {alone: {goal: ask for help, danger: be left with it, strength: 50}}
beats:
  arrives:
    says: "It's nothing, really."
    moment: %s
    hears:
%s
    limit: {turns: 4, go: closes}
"""


def found(text: str) -> list[tuple[str, str]]:
    """The code and message of everything found."""
    return [(fault.code, fault.message) for fault in check_bytes(text.encode(), "ada.yaml").faults]


def heard(*entries: str, moment: str = "{needs: listen}", more: str = "") -> list[tuple[str, str]]:
    """What is found where the first beat hears these entries."""
    lines = "\n".join(f"      {entry}" for entry in entries)
    return found(patient(ADA % (moment, lines) + more))


@pytest.mark.parametrize("name", shipped())
def test_the_shipped_patients_lint_without_a_word(name: str) -> None:
    checked = check_bytes(shipped()[name].read_bytes(), name)

    assert checked.faults == ()


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("trust > 100", "levels stay within 0 to 100"),
        ("reflection and not reflection", "its parts rule each other out"),
        ("beliefs.alone > 60", "`beliefs.alone` begins at 50 and nothing changes it"),
        ("passed(arrives)", "the beat `arrives` sets no test"),
        ("answers", "heard only where the patient asks outright"),
        ("ignores_risk", "heard only where `moment` has a `risk`"),
    ],
)
def test_a_condition_that_never_holds_is_told_with_its_reason(condition: str, reason: str) -> None:
    (fault,) = heard(f"{condition}: {{go: closes}}", "validation: {go: opens_up}")

    assert fault[0] == "never-holds"
    assert reason in fault[1]


@pytest.mark.parametrize(
    ("written", "is_torn"),
    [
        ("[It's nothing, really. Honest]", True),
        ("[It's nothing,\n      really]", True),
        ("[I don't know, She never said, and nor did he]", True),
        ("[It's nothing., really]", False),
        ("[It's nothing, Really]", False),
        ('["It\'s nothing", "really"]', False),
        ("[It's nothing really]", False),
        ("\n      - It's nothing\n      - really", False),
    ],
)
def test_a_sentence_without_quotes_that_a_comma_tears_in_two_is_told(written: str, *, is_torn: bool) -> None:
    text = patient(f"beats:\n  closes:\n    ending: poor\n    says: {written}\n")

    assert [code for code, _ in found(text) if code == "torn-speech"] == ["torn-speech"] * is_torn


@pytest.mark.parametrize(
    ("written", "is_curly"),
    [("[“It's nothing, really.”]", True), ("“It's nothing.”", True), ('["“It\'s nothing.”"]', False)],
)
def test_curly_quotation_marks_around_speech_are_told(written: str, *, is_curly: bool) -> None:
    text = patient(f"beats:\n  closes:\n    ending: poor\n    says: {written}\n")

    assert [code for code, _ in found(text)] == ["curly-quotes"] * is_curly


def test_code_names_in_a_list_of_replies_are_no_torn_speech() -> None:
    example = "examples:\n  - {name: x, replies: [advice, open_question], expect: {ending: closes}}\n"

    assert all(code != "torn-speech" for code, _ in found(patient(example)))


def test_a_level_that_something_raises_may_go_up_to_the_top() -> None:
    assert heard("beliefs.alone > 60: {go: closes}", "validation: {change: {beliefs.alone: 5}, go: opens_up}") == []


def test_the_answer_to_a_question_is_heard_where_the_patient_asks() -> None:
    assert heard("answers: {go: opens_up}", moment="{needs: advice, asks: advice}") == []


@pytest.mark.parametrize(
    ("moment", "condition"),
    [("{needs: advice, asks: advice}", "unsolicited_advice"), ("{needs: listen}", "deflects")],
)
def test_what_the_moment_rules_out_is_not_heard(moment: str, condition: str) -> None:
    faults = heard(f"{condition}: {{go: closes}}", "validation: {go: opens_up}", moment=moment)

    assert [code for code, _ in faults] == ["never-holds"]


def test_conditions_of_lines_exits_and_facts_are_looked_at_too() -> None:
    more = (
        "exits: [{when: trust > 100, go: closes}]\n"
        'facts: [{ask: "Who is at home?", say: [{say: "Nobody.", when: trust < 0}], needs: trust > 200}]\n'
    )

    assert [code for code, _ in heard("validation: {go: opens_up}", more=more)] == ["never-holds"] * 3


@pytest.mark.parametrize(
    "entries",
    [
        ("reflection: {go: opens_up}", "complex_reflection: {go: closes}"),
        ("trust >= 40: {go: opens_up}", "advice and trust > 60: {go: closes}"),
        ("trust >= 50: {go: opens_up}", "trust < 50: {go: closes}", "validation: {go: closes}"),
        ("validation or advice: {go: opens_up}", "advice: {go: closes}"),
        ("not silence: {go: opens_up}", "advice: {go: closes}"),
    ],
    ids=" | ".join,
)
def test_an_entry_that_earlier_ones_always_take_first_is_told(entries: tuple[str, ...]) -> None:
    faults = heard(*entries)

    assert [code for code, _ in faults] == ["shadowed"]


@pytest.mark.parametrize(
    "entries",
    [
        ("complex_reflection: {go: closes}", "reflection: {go: opens_up}"),
        ("trust >= 60: {go: opens_up}", "validation: {go: opens_up}"),
        ("trust >= 0: {go: opens_up}", "silence: {go: closes}"),
        ("advice and trust < 30: {go: closes}", "advice: {go: opens_up}"),
        ("trust >= 0: {go: opens_up}", "advice: {fit: -2}"),
    ],
    ids=" | ".join,
)
def test_an_entry_that_some_reply_can_reach_or_that_judges_a_code_is_left_alone(entries: tuple[str, ...]) -> None:
    assert heard(*entries) == []


def test_an_exit_behind_a_wider_one_is_told() -> None:
    more = "exits: [{when: trust < 30, go: closes}, {when: trust < 10, go: closes}]\n"

    (fault,) = heard("validation: {go: opens_up}", more=more)
    assert fault[0] == "shadowed"
    assert "exit" in fault[1]


def test_a_beat_that_only_a_test_an_exit_or_a_default_leads_to_is_reached() -> None:
    beats = """\
beliefs: {alone: {goal: ask for help, danger: be left with it, strength: 50}}
defaults: {silence: {go: waits}}
exits: [{when: trust < 5, go: gone}]
beats:
  arrives:
    says: "It's nothing, really."
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 3, passed: {go: opens_up}}
    limit: {turns: 4, go: closes}
  waits: {says: "…", moment: {needs: listen}, limit: {turns: 2, go: closes}}
  gone: {ending: left, says: "I have to go."}
"""
    assert found(patient(beats)) == []


def test_a_circle_without_an_ending_is_told_once() -> None:
    beats = """\
beats:
  arrives:
    says: "It's nothing, really."
    moment: {needs: listen}
    hears:
      reflection: {go: opens_up}
      advice: {go: one}
    limit: {turns: 4, go: closes}
  one: {says: "Well.", moment: {needs: listen}, limit: {turns: 1, go: two}}
  two: {says: "Well, well.", moment: {needs: listen}, limit: {turns: 1, go: one}}
"""
    (fault,) = found(patient(beats))

    assert fault == ("no-way-out", "From here the session never ends: it goes round in `one`, `two`.")


def test_a_test_is_passable_where_the_built_in_table_lets_it_be() -> None:
    test = "    test: {belief: alone, kind: transference, window: 2, passed: {go: opens_up}}\n"
    body = (ADA % ("{needs: listen}", "      advice: {fit: -1}")).replace("    hears:", f"{test}    hears:")

    assert found(patient(body)) == []


def test_a_moment_of_danger_needs_a_warning_and_an_answer_about_safety() -> None:
    faults = heard("reflection: {go: opens_up}", moment="{needs: safety, risk: hint}")

    assert sorted(code for code, _ in faults) == ["missing-warning", "move-unheard"]


def test_an_answer_about_safety_in_the_defaults_is_enough() -> None:
    more = (
        'about: {level: 1, minutes: 5, warnings: [a hint of risk]}\ndefaults: {hears: {risk_inquiry: {say: "No."}}}\n'
    )

    assert heard("reflection: {go: opens_up}", moment="{needs: safety, risk: hint}", more=more) == []


def test_a_confidentiality_situation_needs_its_moves_a_policy_and_a_law() -> None:
    body = ADA % ("{needs: honesty, asks: truth}", "      open_about_sharing: {go: opens_up}")
    faults = found(patient(body + "    confidentiality: {situation: C7}\n"))

    assert [code for code, _ in faults] == ["missing-briefing", "missing-briefing", "move-unheard"]
    assert "Make room for what it is like" in faults[2][1]


@pytest.mark.parametrize(
    ("speech", "theme"),
    [
        ("I wanted to die.", "suicide or self-harm"),
        ("I cut myself, before.", "suicide or self-harm"),
        ("He hit me, twice.", "abuse or violence"),
        ("My sister died in March.", "death or bereavement"),
        ("It was the funeral on Friday.", "death or bereavement"),
        ("I said the dog listens, and he's dead as well.", "death or bereavement"),
        ("My late wife kept bees.", "death or bereavement"),
        ("We lost our baby.", "death or bereavement"),
        ("Some mornings I'd not mind not waking.", "suicide or self-harm"),
        ("There's no point going on.", "suicide or self-harm"),
    ],
)
def test_hard_words_without_a_content_warning_are_told_where_they_stand(speech: str, theme: str) -> None:
    text = patient(f'beats:\n  closes: {{ending: poor, says: "{speech}"}}\n')
    (fault,) = check_bytes(text.encode(), "ada.yaml").faults

    assert fault.code == "missing-warning"
    assert theme in fault.message
    line = text.splitlines()[fault.mark.line - 1]
    assert fault.end is not None
    assert line[fault.mark.column - 1 : fault.end.column - 1] in speech


@pytest.mark.parametrize(
    "speech",
    [
        "She's dead direct.", "I nearly died laughing.", "My phone died.", "You're killing me.", "It's killing time.",
        "I'm dying for a tea.", "He's dead keen.", "She was late again.", "I lost my keys.", "Not waking the baby.",
        "I can't hit the right note.", "He beats me at chess every time.",
    ],
)  # fmt: skip
def test_everyday_words_need_no_content_warning(speech: str) -> None:
    assert found(patient(f'beats:\n  closes: {{ending: poor, says: "{speech}"}}\n')) == []


def test_speech_in_brackets_that_is_whole_sentences_is_left_alone() -> None:
    assert found(patient("beats:\n  closes: {ending: poor, says: [Anyway. I have to go.]}\n")) == []


def test_a_comment_with_a_blank_behind_its_sign_is_a_comment() -> None:
    assert found(patient("brief: Ada, 40, first session. # to be written out\n")) == []
