"""Playing through the app with real keys."""

from __future__ import annotations

from pathlib import Path

from textual import events

from screens.briefing import BriefingScreen
from screens.choice import ChoiceDialog
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.help import HelpScreen
from screens.home import HomeScreen
from screens.transcript import Transcript
from tests.tui.fakes import ADVISES, REFLECTS, KeywordCoder, fake_app
from tests.tui.player import Player


async def test_a_session_is_played_from_home_to_its_ending_and_back(home: Path) -> None:
    """Home → briefing → conversation → debrief → home, with keys alone."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()

        await player.reply(REFLECTS)
        await player.sees("Would you go to a doctor")
        await player.reply(ADVISES)
        await player.sees("I will ring them today.")
        await player.sees("The session has ended")

        await player.press("enter")
        await player.on(DebriefScreen)
        await player.sees("It ended well for Robin.")
        await player.sees("Not validated by clinicians")
        await player.press("escape")
        await player.on(HomeScreen)


async def test_text_of_a_scenario_is_never_read_as_markup(home: Path) -> None:
    """Square brackets stay square brackets, in the list, the briefing and the speech."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(HomeScreen)
        await player.begin()
        await player.sees("[red]cough[/red]. [link")

        await player.reply("[b]So it is[/] only [that")

        await player.sees("[b]So it is[/] only [that")
        assert "[b]So it is[/] only [that" in player.talk.sitting.session.turns[0].reply


async def test_silence_is_a_move_and_keeps_what_was_typed(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.type("half a tho")

        await player.press("ctrl+t")
        await player.answered(1)

        assert talk.sitting.session.turns[0].reading.silence
        assert player.composer.text == "half a tho"
        await player.sees("(you wait in silence)")


async def test_an_empty_reply_is_refused_in_words(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()

        await player.press("enter")
        await player.until(lambda: "nothing to send" in player.notices())

        assert talk.sitting.session.turns == ()
        assert talk.composing.can_send


async def test_an_overlong_reply_is_refused_and_stays(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        player.composer.text = "x" * 4_005
        await player.until(lambda: "5 characters too many" in player.shown())

        await player.press("enter")
        await player.until(lambda: "Nothing was lost" in player.notices())

        assert player.composer.text == "x" * 4_005
        assert talk.sitting.session.turns == ()


async def test_a_new_line_does_not_send(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()

        await player.type("one\ntwo")

        assert player.composer.text == "one\ntwo"
        assert talk.sitting.session.turns == ()


async def test_enter_twice_sends_once_and_typing_goes_on(home: Path) -> None:
    """While the patient thinks, keys go into the composer and nothing is sent twice."""
    coder = KeywordCoder()
    async with fake_app(home, coder).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        coder.gate.clear()
        await player.type(REFLECTS)

        await player.press("enter", "enter")
        await player.until(lambda: talk.composing.phase == "answering")
        await player.type("and")
        await player.press("enter")
        await player.sees("thinking")
        coder.gate.set()
        await player.answered(1)

        assert coder.has_read == [REFLECTS]
        assert player.composer.text == "and"


async def test_a_burst_of_keys_is_sent_whole(home: Path) -> None:
    """A fast typist's Enter must not overtake letters that still wait in the composer's queue."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        words = "It has been heavy " * 12

        for letter in words.strip():
            pilot.app.post_message(events.Key("space" if letter == " " else letter, letter))
        pilot.app.post_message(events.Key("enter", None))
        await player.answered(1)

        assert talk.sitting.session.turns[0].reply == words.strip()


async def test_leaving_keeps_the_session_and_its_draft(home: Path) -> None:
    """Keep for later, then resume from the list: every word is there."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.type("not yet sent")

        await player.press("escape")
        await player.on(ChoiceDialog)
        await player.press("down", "enter")
        screen = await player.on(HomeScreen)
        await player.until(lambda: bool(screen.catalogue.unfinished))
        await player.until(lambda: screen.highlighted_id == "unfinished:00000000-0001")
        await player.press("enter")
        await player.on(ConversationScreen)
        await player.until(lambda: player.composer.text == "not yet sent")

        await player.sees(REFLECTS)
        assert len(player.talk.sitting.session.turns) == 1


async def test_esc_twice_stays_in_the_session(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()

        await player.press("escape")
        await player.on(ChoiceDialog)
        await player.press("escape")

        await player.on(ConversationScreen)
        assert player.talk.sitting.session.ending is None


async def test_ending_early_leads_to_the_debrief(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply("Calm down.")

        await player.press("escape")
        await player.on(ChoiceDialog)
        await player.press("down", "down", "enter")
        await player.on(DebriefScreen)

        await player.sees("You ended the session after 1 turn.")
        await player.sees("not observed")


async def test_ending_while_the_patient_thinks_waits_for_the_answer(home: Path) -> None:
    """Words that were sent are read before the session ends, and nothing is kept out of order."""
    coder = KeywordCoder()
    async with fake_app(home, coder).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        coder.gate.clear()
        await player.paste(REFLECTS)
        await player.press("enter")
        await player.until(lambda: talk.composing.phase == "answering")

        await player.press("escape")
        await player.on(ChoiceDialog)
        await player.press("down", "down", "enter")
        coder.gate.set()
        await player.on(DebriefScreen)

        await player.sees("You ended the session after 1 turn.")


async def test_a_killed_app_resumes_and_answers_what_waits(home: Path) -> None:
    """A reply that was kept but not answered is answered when the session is taken up again."""
    coder = KeywordCoder()
    async with fake_app(home, coder).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        talk.sitting.keep(REFLECTS)  # the power goes here

    async with fake_app(home, coder, play=True).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(ChoiceDialog)
        assert "Resume" in str(player.app.screen.query_one("#answers").render_line(0).text)
        await player.press("enter")
        await player.on(ConversationScreen)
        await player.answered(1)

        await player.sees(REFLECTS)
        await player.sees("Would you go to a doctor")


async def test_play_can_begin_anew_beside_an_unfinished_session(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)

    async with fake_app(home, play=True).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(ChoiceDialog)
        await player.press("down", "enter")
        await player.on(BriefingScreen)
        await player.press("enter")
        await player.on(ConversationScreen)

        assert player.talk.sitting.session.turns == ()
        assert len(player.app.desk.unfinished()) == 2


async def test_help_explains_every_key_of_the_screen(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()

        await player.press("f1")
        await player.on(HelpScreen)

        for words in (
            "Enter",
            "Ctrl+J",
            "Ctrl+T or F2",
            "F4 or Ctrl+F",
            "Esc",
            "Ctrl+Q",
            "Ctrl+P",
        ):
            await player.sees(words)
        await player.press("escape")
        await player.on(ConversationScreen)


async def test_the_command_palette_holds_every_action(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()

        titles = {command.title for command in player.app.get_system_commands(player.app.screen)}

        assert {"Send", "New line", "Wait", "Feedback", "Leave", "Help", "Quit", "Theme: light"} <= titles
        wait = next(one for one in player.app.get_system_commands(talk) if one.title == "Wait")
        await wait.callback()
        await player.answered(1)
        assert talk.sitting.session.turns[0].reading.silence


async def test_resizing_keeps_the_last_line_in_view(home: Path) -> None:
    async with fake_app(home).run_test(size=(120, 40)) as pilot:
        player = Player(pilot)
        await player.begin()
        for _ in range(4):
            await player.reply("Thank you for telling me.")

        await pilot.resize_terminal(60, 18)
        await player.until(lambda: player.app.size.width == 60)

        transcript = player.talk.query_one(Transcript)
        await player.until(lambda: transcript.scroll_offset.y == transcript.max_scroll_y > 0)
