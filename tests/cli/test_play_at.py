"""`attune play --at … --set … --trace`: trying a scenario out from anywhere, without keeping anything."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import Attune, attune

__all__ = ["attune"]

REPLIES = b"I'd tell her before Friday. How does that sit with you?\n(silence)\nadvice, persuasion\n"
FROM = ("--at", "the_ask", "--set", "trust=60", "--set", "distress=20")


def test_a_trial_begins_at_its_beat_and_explains_every_turn(attune: Attune) -> None:
    outcome = attune("play", "advice-seeker", *FROM, "--trace", "--script", "-", "--json", stdin=REPLIES)

    result = json.loads(outcome.out)
    assert outcome.code == 0
    assert result["tried"] is True
    assert result["from"] == {"beat": "the_ask", "set": {"trust": 60, "distress": 20}}
    first, second, third = result["turns"]
    assert first["beat"] == "the_ask"
    assert first["trace"]["state"]["trust"]["before"] == 60
    assert first["trace"]["answered_by"][0]["layer"] == "beat"
    assert all(tried["false"] for tried in first["trace"]["tried_before"])
    assert second["trace"]["answered_by"][0]["layer"] == "beat silence"
    assert [code["code"] for code in third["codes"]] == ["advice", "persuasion"]


def test_what_a_plain_script_prints_stays_as_it_was(attune: Attune) -> None:
    plain = json.loads(attune("play", "advice-seeker", "--script", "-", "--json", stdin=REPLIES).out)
    traced = json.loads(attune("play", "advice-seeker", "--trace", "--script", "-", "--json", stdin=REPLIES).out)

    assert "tried" not in plain
    assert set(traced) - set(plain) == {"tried", "from"}
    assert set(traced["turns"][0]) - set(plain["turns"][0]) == {"trace"}
    assert [plain["turns"][0][key] for key in plain["turns"][0]] == [
        traced["turns"][0][key] for key in plain["turns"][0]
    ]


def test_without_trace_a_trial_is_marked_and_not_explained(attune: Attune) -> None:
    result = json.loads(attune("play", "advice-seeker", *FROM, "--script", "-", "--json", stdin=REPLIES).out)

    assert result["tried"] is True
    assert "trace" not in result["turns"][0]


def test_a_trial_in_words_says_where_it_began_and_what_was_false(attune: Attune) -> None:
    out = attune("play", "advice-seeker", *FROM, "--trace", "--script", "-", stdin=REPLIES).out

    assert out.startswith("A trial from `the_ask` with trust at 60 and distress at 20. Nothing is kept.")
    assert "Turn 1 in the_ask: “I'd tell her before Friday." in out
    assert "neither `risk_inquiry` nor `risk_assessment` was heard" in out
    assert "trust 60 → " in out


def test_a_trial_is_never_among_the_kept_sessions(attune: Attune) -> None:
    attune("play", "advice-seeker", *FROM, "--trace", "--script", "-", stdin=REPLIES)

    assert "No sessions yet" in attune("sessions", "list").out


BAD = [
    (("--at", "the_aks"), "--at the_aks: there is no beat `the_aks`. Did you mean `the_ask`?"),
    (("--at", "relief"), "`relief` is an ending"),
    (("--set", "trus=5"), "Did you mean `trust`?"),
    (("--set", "beliefs.alon=5"), "Did you mean `beliefs.alone`?"),
    (("--set", "trust=101"), "between 0 and 100"),
    (("--set", "trust=-1"), "between 0 and 100"),
    (("--set", "trust"), "for example --set trust=60"),
    (("--set", "trust=high"), "for example --set trust=60"),
    (("--set", "trust=" + "9" * 5000), "for example --set trust=60"),
    (("--set", "=5"), "for example --set trust=60"),
]


@pytest.mark.parametrize(("options", "piece"), BAD, ids=[" ".join(row[0])[:30] for row in BAD])
@pytest.mark.parametrize("script", [("--script", "-"), ()], ids=["script", "app"])
def test_a_place_that_is_not_there_gets_one_plain_line_and_exit_code_2(
    attune: Attune, options: tuple[str, ...], piece: str, script: tuple[str, ...]
) -> None:
    outcome = attune("play", "advice-seeker", *options, *script)

    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.strip().splitlines()) == 1
    assert piece in outcome.err


def test_a_trial_in_the_app_needs_a_terminal(attune: Attune) -> None:
    outcome = attune("play", "advice-seeker", "--trace")

    assert outcome.code == 2
    assert "needs a terminal" in outcome.err
