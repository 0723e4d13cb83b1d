"""Trying a moment again in plain lines: a new session from there, the first one as it was, and both compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.plain.start import PlainApp
from screens.settings_file import Settings, write_settings
from simulator.session import Session, replay
from simulator.store import SessionRecord, Store
from tests.plain.fakes import ScriptedConsole
from tests.plain.test_talk import DRAWN, meet, resume
from tests.tui.fakes import ADVISES, DEFLECTS, PRACTICE, REFLECTS, fake_desk


def kept(home: Path) -> list[tuple[SessionRecord, Session]]:
    """Every session on disk, the first try first."""
    with Store.open(home) as store:
        records = sorted(store.records(), key=lambda record: record.id)
        return [(one, replay(store.scenario(one.id), store.events(one.id))) for one in records]


def replies(session: Session) -> list[str]:
    return [turn.reply for turn in session.turns]


def test_a_moment_of_the_debrief_is_tried_again_and_the_first_try_stays(home: Path) -> None:
    meet(home, "", REFLECTS, DEFLECTS, "/again 2", ADVISES, "")

    (first, one), (second, other) = kept(home)
    assert replies(one) == [REFLECTS, DEFLECTS]
    assert replies(other) == [REFLECTS, ADVISES]
    assert (first.again_of, second.again_of, second.again_turn) == (None, first.id, 1)


def test_a_moment_is_tried_again_in_the_middle_and_one_can_go_back(home: Path) -> None:
    console = meet(home, "", REFLECTS, "/again", "So it is, then.")

    (_, one), (_, other) = kept(home)
    assert replies(one) == [REFLECTS]
    assert one.ending is None
    assert replies(other) == ["So it is, then."]
    assert any(line.startswith("To go on with the one before: attune play --resume") for line in console.said)


def test_lines_not_sent_stay_with_the_session_they_were_written_for(home: Path) -> None:
    meet(home, "", REFLECTS, "half \\", "/again")
    (first, _), (second, _) = kept(home)

    with Store.open(home) as store:
        assert (store.draft(first.id), store.draft(second.id)) == ("half", "")


def test_a_second_try_carries_the_pseudonym_of_the_first(home: Path) -> None:
    write_settings(Settings(trainee="heron7"))

    meet(home, "", REFLECTS, "/again")

    assert [record.trainee for record, _ in kept(home)] == ["heron7", "heron7"]


def test_an_assessed_session_is_tried_again_only_after_its_end(home: Path) -> None:
    console = ScriptedConsole(["", REFLECTS, "/again", "/disagree", ADVISES, "/again 2", DEFLECTS])
    PlainApp(console, fake_desk(home), mode="assess").meet(PRACTICE, 7)

    assert console.said.count("In this session that comes at the end.") == 2
    assert [record.mode for record, _ in kept(home)] == ["assess", "coach"]


def test_the_debrief_names_moments_and_how_to_try_them_again(home: Path) -> None:
    console = meet(home, "", REFLECTS, DEFLECTS, "")

    assert "Moments worth trying again:" in console.said
    assert any(line.startswith("Turn 2") and line.endswith("To try it again: /again 2") for line in console.said)


def test_without_a_number_the_debrief_asks_which_turn(home: Path) -> None:
    console = meet(home, "", REFLECTS, ADVISES, "/again", "1", DEFLECTS)

    assert "Which turn, from 1 to 2? Enter goes back: " in console.prompts
    assert replies(kept(home)[1][1]) == [DEFLECTS]


def test_tries_are_compared_one_after_the_other_where_they_part(home: Path) -> None:
    console = meet(home, "", REFLECTS, DEFLECTS, "/again 2", ADVISES, "/compare", "")

    at = console.said.index("Turn 2 in 2 tries.")
    told = console.said[at:]
    assert told[1] == "Robin: Would you go to a doctor, if you were me?"
    assert told.index("First try.") < told.index(f"Turn 2. You: {DEFLECTS}") < told.index("Try 2, from turn 2.")
    assert told.index("Try 2, from turn 2.") < told.index(f"Turn 2. You: {ADVISES}")
    assert sum(line.startswith("Scores of the whole try: Overall") for line in told) == 2
    assert DRAWN.findall(console.text) == []


def test_a_turn_that_both_share_and_one_that_only_one_came_to_are_said_to_be_so(home: Path) -> None:
    meet(home, "", REFLECTS, DEFLECTS, "/again 2", "/leave", "yes", "")

    console = resume(home, "/compare 1", "/compare 2", "")

    assert "The same up to here: this turn was taken over from the try before." in console.said
    assert "This try did not come to this turn." in console.said


def test_one_try_alone_is_not_compared(home: Path) -> None:
    console = meet(home, "", REFLECTS, ADVISES, "/compare", "")

    assert any(line.startswith("There is one try so far.") for line in console.said)


@pytest.mark.parametrize("name", ["again 7", "again 0"])
def test_a_turn_that_was_not_taken_begins_nothing(home: Path, name: str) -> None:
    meet(home, "", REFLECTS, ADVISES, f"/{name}", "")

    assert len(kept(home)) == 1


def test_from_a_pipe_the_lines_after_again_are_replies_of_the_second_try(home: Path) -> None:
    meet(home, REFLECTS, ADVISES, "/again 2", DEFLECTS, is_terminal=False)

    assert replies(kept(home)[1][1]) == [REFLECTS, DEFLECTS]


def test_a_second_try_that_ended_leads_to_its_own_debrief(home: Path) -> None:
    meet(home, "", REFLECTS, DEFLECTS, "")

    console = resume(home, "/again 2", ADVISES, "")

    assert "Debrief. It ended well for Robin. The session took 2 turns." in console.said
