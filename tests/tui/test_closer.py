"""Feedback on a turn: folded in the conversation, whole in the closer look; disagreeing with what was heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from screens.asking import WordsDialog
from screens.choice import ChoiceDialog
from screens.closer import LATER, CloserScreen
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.dialogue import Dialogue
from screens.disputes import MISSED, dispute_answers, missed_answers
from screens.transcript import BlockView, Transcript, underlined
from simulator.marks import Disputed, DisputeWithdrawn
from simulator.modes import ModeName
from simulator.store import Store
from tests.scripted import play, scenario_of, worded
from tests.tui.fakes import DEFLECTS, REFLECTS, fake_app
from tests.tui.player import Player
from tests.tui.test_trouble import full

LONG = f"{REFLECTS} {'And you have carried that about for weeks, on your own, with nobody to ask. ' * 5}".strip()


def test_folded_feedback_takes_three_lines_whatever_there_is_to_say() -> None:
    scenario = scenario_of(
        """
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 3}
    coaching: {level: plain, need: listen, window: 1}
    hears: {advice: {fit: -3, because: "They were hurried, and it is long to say why this was so."}}
    limit: {turns: 9, go: end}
  end: {ending: good, says: ["Bye."]}
"""
    )
    session = play(scenario, [worded("Do it. Now. Go.", ("Do it.", "advice"), ("Go.", "persuasion"))])

    folded, full_notes = (
        next(block.notes for block in Dialogue(style).blocks(session) if block.kind == "feedback")
        for style in ("folded", "full")
    )

    assert [note.label for note in folded] == ["Heard", "Fit", "Test"]
    assert {"Needed", "Effect", "Compare", "Coaching"} <= {note.label for note in full_notes}
    assert all("oaching" not in note.text for note in full_notes if note.label == "Test")


def test_hidden_feedback_leaves_no_trace_in_the_transcript() -> None:
    session = play(
        scenario_of("start: one\nbeats:\n  one: {says: [Hi.], moment: {needs: listen}}\n  end: {ending: good}\n"),
        [worded("I hear you.", ("hear", "encourager"))],
    )

    shown = Dialogue("hidden").blocks(session)

    assert all(block.kind != "feedback" and not block.underlined for block in shown)


def test_words_in_which_something_was_heard_are_underlined_not_only_coloured() -> None:
    text, reading = worded("Well. So it is only a cough.", ("So it is only a cough.", "simple_reflection"))
    session = play(
        scenario_of("start: one\nbeats:\n  one: {says: [Hi.], moment: {needs: listen}}\n  end: {ending: good}\n"),
        [(text, reading)],
    )
    block = next(block for block in Dialogue().blocks(session) if block.kind == "you")

    spans = underlined(block).spans

    assert [(block.text[span.start : span.end], str(span.style)) for span in spans] == [
        ("So it is only a cough.", "underline")
    ]


@pytest.mark.parametrize("reply", [REFLECTS, LONG, f"Calm down. {LONG}"])
async def test_own_words_and_the_answer_stay_on_a_small_screen_beside_the_feedback(home: Path, reply: str) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(reply)
        transcript = player.talk.query_one(Transcript)
        views = list(transcript.query(BlockView))
        own = next(view for view in views if view.has_class("you"))
        lasting = views[views.index(own) :]

        await player.until(lambda: all(transcript.content_region.contains_region(view.region) for view in lasting))

        assert next(view for view in lasting if view.has_class("feedback")).size.height == 3


async def test_all_feedback_is_a_key_away_and_a_turn_before_one_more(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.reply("Thank you.")

        await player.press("f6")
        await player.on(CloserScreen)
        await player.sees("Turn 2 of 2")
        for words in ("Your words\nThank you.", "To compare", "Needed: ", "Effect: "):
            await player.sees(words)

        await player.press("right")
        await player.sees("Turn 2 of 2")
        await player.press("left")
        await player.sees("Turn 1 of 2")
        await player.press("escape")
        await player.on(ConversationScreen)


@pytest.mark.parametrize(("size", "beside"), [((80, 24), False), ((120, 40), True)])
async def test_an_alternative_stands_beside_ones_own_words_where_there_is_room(
    home: Path, size: tuple[int, int], beside: bool
) -> None:
    async with fake_app(home).run_test(size=size) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply("Thank you.")
        await player.press("f6")
        closer = await player.on(CloserScreen)
        own, other = closer.query_one("#own").region, closer.query_one("#other").region

        assert (other.x >= own.right) is beside
        assert (other.y >= own.bottom) is not beside


async def test_before_the_first_turn_there_is_nothing_to_look_at(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.press("f6")
        await pilot.pause()

        assert isinstance(player.app.screen, ConversationScreen)


async def test_quiet_shows_the_words_but_keeps_the_feedback(home: Path) -> None:
    async with fake_app(home, mode="quiet").run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.press("f6")
        await player.on(CloserScreen)

        await player.sees(LATER)
        assert "Fit: " not in player.shown()
        await player.press("d")
        await pilot.pause()
        assert isinstance(player.app.screen, CloserScreen)


# Disagreeing


async def dispute(player: Player, *ways: str, reason: str) -> None:
    """From the conversation to a dispute about the last turn."""
    await player.press("f6")
    await player.on(CloserScreen)
    await player.press("d")
    await player.on(ChoiceDialog)
    await player.press(*ways)
    dialog = await player.on(WordsDialog)
    dialog.query_one(Input).value = reason
    await player.press("enter")
    await player.on(CloserScreen)


async def test_what_was_heard_is_disputed_with_a_reason_and_taken_back(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.reply(REFLECTS)
        before = talk.sitting.session.turns

        await dispute(player, "enter", reason="It was [b]a question[/]")
        await player.until(lambda: "you disagree that “simple reflection” was heard" in player.shown())
        await player.sees("It was [b]a question[/]")
        assert talk.sitting.session.turns == before

        await player.press("d")
        await player.on(ChoiceDialog)
        await player.press("down", "enter")
        await player.until(lambda: "you disagree" not in player.shown())

    with Store.open(home) as store:
        marks = store.events(talk.sitting.id)[-2:]
    assert marks == [
        Disputed(1, "simple_reflection", "not_shown", "It was [b]a question[/]"),
        DisputeWithdrawn(1, "simple_reflection"),
    ]


async def test_what_was_not_heard_is_found_by_its_letter(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.reply(REFLECTS)

        await dispute(player, "down", "enter", "v", "enter", reason="I said it made sense")
        await player.until(lambda: "“validation” was there and was not heard" in player.shown())

        assert talk.sitting.session.disputes == (Disputed(1, "validation", "not_heard", "I said it made sense"),)


async def test_a_dispute_needs_a_reason(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.reply(REFLECTS)
        await player.press("f6")
        await player.on(CloserScreen)
        await player.press("d")
        await player.on(ChoiceDialog)
        await player.press("enter")
        await player.on(WordsDialog)
        await player.press("space", "enter")
        await player.until(lambda: "A few words are needed" in player.shown())
        await player.press("escape")
        await player.on(CloserScreen)

        assert talk.sitting.session.marks == ()


async def test_a_dispute_after_the_end_is_kept_and_shown_in_the_debrief(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.reply(DEFLECTS)
        await player.until(lambda: player.talk.composing.phase == "ended")
        await player.press("enter")
        await player.on(DebriefScreen)

        await dispute(player, "enter", reason="That was an answer")
        await player.press("escape")
        await player.on(DebriefScreen)
        await player.tab_to("marks")
        await player.press("enter")

        await player.sees("Turn 2: you disagree that “encourager” was heard: That was an answer.")
        await player.sees("None of this changes a score")


async def test_a_dispute_that_cannot_be_kept_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.reply(REFLECTS)
        monkeypatch.setattr(talk.sitting.practice.journal, "append", full)

        await dispute(player, "enter", reason="no")
        await player.until(lambda: "The disk is full." in player.notices())

        assert talk.sitting.session.marks == ()


def test_what_can_be_said_of_a_turn_follows_what_was_heard_and_disputed() -> None:
    text, reading = worded("Do it. Go.", ("Do it.", "advice"), ("Go.", "advice"))
    session = play(
        scenario_of("start: one\nbeats:\n  one: {says: [Hi.], moment: {needs: listen}}\n  end: {ending: good}\n"),
        [(text, reading)],
    )
    answers = dispute_answers(session, session.turns[0])

    assert [answer.id for answer in answers] == ["not_shown:advice", MISSED]
    assert answers[0].about == "“Do it.” and “Go.”"
    assert "advice" not in {answer.id for answer in missed_answers(session.turns[0])}


@pytest.mark.parametrize("mode", ["quiet", "assess"])
async def test_without_feedback_nothing_can_be_disputed_before_the_end(home: Path, mode: ModeName) -> None:
    """One would have to be told what was heard."""
    async with fake_app(home, mode=mode).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.reply(REFLECTS)
        await player.press("f6", "d")
        await pilot.pause()
        assert not player.app.screen.query(OptionList)
        assert talk.sitting.session.marks == ()
