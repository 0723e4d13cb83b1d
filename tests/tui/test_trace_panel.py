"""Trying a scenario out in the app: the trace beside the conversation, going back, reload on save, keeping a play."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, Static

from commands.trial_app import TrialApp
from scenarios.load import load_scenario
from screens import trial as trial_screen
from screens.choice import ChoiceDialog
from screens.debrief import DebriefScreen
from screens.keeping import ExampleDialog
from screens.trace import TracePanel
from screens.trial import TrialScreen
from screens.trying import Trial, TrialSitting
from simulator.state import Place
from tests.tui.fakes import ADVISES, DEFLECTS, PRACTICE, REFLECTS, KeywordCoder, fake_desk
from tests.tui.player import Player

Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the file often, so that no test waits."""
    monkeypatch.setattr(trial_screen, "LOOK_SECONDS", 0.02)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario file to be changed."""
    folder = tmp_path / "mine"
    folder.mkdir()
    path = folder / "practice.yaml"
    path.write_bytes(PRACTICE.read_bytes())
    return path


def trial_app(
    home: Path, file: Path, place: Place | None = None, *, trace: bool = True, shipped: bool = False
) -> TrialApp:
    """The app at a trial of `file`."""
    trial = Trial(file, load_scenario(file), place, 1, shipped)
    return TrialApp(TrialSitting(trial, KeywordCoder(), "1"), desk=fake_desk(home), feedback=False, trace=trace)


async def seated(pilot: Pilot[Any]) -> Player:
    """A player in front of the trial."""
    player = Player(pilot)
    await player.on(TrialScreen)
    await player.until(lambda: player.app.focused is player.composer)
    return player


def seen(player: Player) -> bool:
    """Whether the file was there when the screen looked last."""
    assert isinstance(player.talk, TrialScreen)
    return player.talk.seen is not None


def is_shown(trace: TracePanel) -> bool:
    return bool(trace.display)


def panel(player: Player) -> str:
    return str(player.talk.query_one(TracePanel).text.render())


def rewrite(file: Path, old: str, new: str) -> None:
    """Save the file as editors do: a new file in the place of the old one."""
    text = file.read_text("utf-8")
    assert old in text
    unfinished = file.with_suffix(".new")
    unfinished.write_text(text.replace(old, new), "utf-8")
    os.replace(unfinished, file)  # noqa: PTH105  as editors do it


def contents(file: Path) -> bytes:
    return file.read_bytes()


def take_away(file: Path) -> bytes:
    raw = file.read_bytes()
    file.unlink()
    return raw


def put_back(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)


def kept_sessions(home: Path) -> list[Path]:
    return list(home.glob("*.sqlite"))


# What stands beside the conversation


async def test_each_reply_is_explained_the_last_one_first(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(140, 40)) as pilot:
        player = await seated(pilot)
        assert "what was heard, which entry answered" in panel(player)
        await player.sees("! Content warning: illness")

        await player.reply(REFLECTS)
        await player.reply(ADVISES)

        text = panel(player)
        assert text.index("Turn 2 in asks") < text.index("Turn 1 in arrives")
        assert "Heard: simple_reflection 90% “So it is”" in text
        assert "Answered: by this beat, line 28: answers → fit, reason, words and where" in text
        assert "Next: goes to `relief` by the entry, line 28" in text


async def test_a_trial_begins_where_it_was_told_to(home: Path, file: Path) -> None:
    async with trial_app(home, file, Place("asks", {"trust": 90})).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)

        await player.sees("Would you go to a doctor")
        await player.sees("from asks, trust 90 · now in asks")
        await player.reply(DEFLECTS)

        assert "trust 90 →" in panel(player)


async def test_the_trace_is_hidden_and_shown_with_a_key_and_its_text_scrolls(home: Path, file: Path) -> None:
    async with trial_app(home, file, trace=False).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        trace = player.talk.query_one(TracePanel)
        assert not is_shown(trace)

        await player.press("f3")
        assert is_shown(trace)
        await player.reply(REFLECTS)
        await player.press("tab", "tab")
        assert player.app.focused is trace
        await player.press("down", "pagedown")
        assert trace.scroll_offset.y > 1
        await player.press("f3")

        assert not is_shown(trace)


@pytest.mark.parametrize(("size", "beside"), [((140, 40), True), ((80, 24), False)])
async def test_the_trace_stands_beside_the_conversation_or_below_it(
    home: Path, file: Path, size: tuple[int, int], beside: bool
) -> None:
    async with trial_app(home, file).run_test(size=size) as pilot:
        player = await seated(pilot)
        trace, talk = player.talk.query_one(TracePanel).region, player.talk.query_one("#talk").region

        assert (trace.x >= talk.right) is beside
        assert (trace.y >= talk.bottom) is not beside
        assert trace.height >= 7
        assert player.composer.region.height >= 3
        assert player.talk.query_one("#transcript").region.height >= 6


async def test_markup_in_replies_and_speech_is_shown_as_it_is(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(140, 40)) as pilot:
        player = await seated(pilot)

        await player.reply("[b]So it is[/] only [that")

        assert "“[b]So it is[/] only [that”" in panel(player)


# Back


async def test_going_back_takes_turns_away_and_gives_the_words_back(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)
        await player.reply(ADVISES)
        assert player.talk.composing.phase == "ended"

        await player.press("f5")
        assert [turn.reply for turn in player.talk.sitting.session.turns] == [REFLECTS]
        assert player.composer.text == ADVISES
        assert "I will ring them today." not in player.shown()
        assert "Turn 2" not in panel(player)
        await player.press("f5")
        assert player.composer.text == REFLECTS
        await player.press("f5")
        await player.until(lambda: "where the trial began" in player.notices())

        await player.press("enter")
        await player.answered(1)
        assert player.talk.sitting.session.state.beat == "asks"


async def test_words_that_were_begun_are_not_overwritten_by_going_back(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)
        await player.type("half")

        await player.press("f5")

        assert player.composer.text == "half"


async def test_everything_a_key_does_is_in_the_palette(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)

        titles = {command.title for command in player.app.get_system_commands(player.app.screen)}
        await player.press("ctrl+p")
        await player.until(lambda: isinstance(player.app.screen, CommandPalette))

        assert {"Trace", "Back", "Keep", "Wait", "Feedback"} <= titles


# Reload on save


async def test_a_saved_change_is_played_again_in_its_place(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(140, 40)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)
        await player.type("half")

        rewrite(file, "Would you go to a doctor", "Would you ask a doctor")
        await player.until(lambda: "leads where it did" in player.notices())

        await player.sees("Would you ask a doctor")
        assert player.composer.text == "half"
        assert len(player.talk.sitting.session.turns) == 1


async def test_a_reply_that_leads_elsewhere_now_is_told_and_mending_it_brings_the_rest_back(
    home: Path, file: Path
) -> None:
    async with trial_app(home, file).run_test(size=(140, 40)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)
        await player.reply(ADVISES)

        rewrite(file, "reflection: {go: asks}", "reflection: {go: shut}")
        await player.until(lambda: "Reply 1 now leads to `shut` (before: `asks`)." in player.notices())
        await player.sees("Never mind.")
        assert len(player.talk.sitting.session.turns) == 1

        rewrite(file, "reflection: {go: shut}", "reflection: {go: asks}")
        await player.until(lambda: "2 replies were played again" in player.notices())
        await player.sees("I will ring them today.")


async def test_a_faulty_change_is_told_with_its_line_and_the_old_version_stays(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(140, 40)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)

        rewrite(file, "deflects: {fit: -2", "deflecs: {fit: -2")
        await player.until(lambda: "line 29: " in player.notices())
        assert "Did you mean `deflects`?" in player.notices()
        assert "The version before is still being played." in player.notices()
        await player.sees("! practice.yaml, line 29")
        await player.reply(DEFLECTS)
        assert player.talk.sitting.session.state.beat == "shut"

        rewrite(file, "deflecs: {fit: -2", "deflects: {fit: -2")
        await player.until(lambda: "! practice.yaml" not in player.shown())


async def test_a_file_that_is_gone_for_a_while_changes_nothing(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        raw = take_away(file)
        await player.until(lambda: not seen(player))
        await player.reply(REFLECTS)
        put_back(file, raw.replace(b"Would you go", b"Would you run"))

        await player.until(lambda: "Would you run" in player.shown())


# Keeping a play


async def test_a_play_is_written_into_the_file_as_words(home: Path, file: Path) -> None:
    before = contents(file)
    async with trial_app(home, file).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)
        await player.reply(ADVISES)

        await player.press("f8")
        dialog = await player.on(ExampleDialog)
        assert dialog.query_one(Input).value == "2 replies end in relief"
        await player.type("a plain answer helps")
        await player.press("enter")
        await player.until(lambda: "stands in practice.yaml" in player.notices())

    example = load_scenario(file).examples[-1]
    assert contents(file).startswith(before)
    assert example.name == "a plain answer helps"
    assert example.replies == (REFLECTS, ADVISES)
    assert example.expect[0].what == "ending"
    assert example.expect[0].value == "relief"


async def test_a_play_is_written_as_code_steps_by_choice(home: Path, file: Path) -> None:
    async with trial_app(home, file).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)

        await player.press("f8")
        await player.on(ExampleDialog)
        await player.press("down", "enter")
        await player.until(lambda: "stands in practice.yaml" in player.notices())

    assert load_scenario(file).examples[-1].replies == ("simple_reflection",)


async def test_a_play_from_the_middle_is_written_with_where_it_began(home: Path, file: Path) -> None:
    async with trial_app(home, file, Place("asks", {"trust": 60})).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(DEFLECTS)

        await player.press("f8")
        dialog = await player.on(ExampleDialog)
        assert "It will begin at asks, trust 60." in str(dialog.query_one("#about", Static).render())
        await player.press("enter")
        await player.until(lambda: "stands in practice.yaml" in player.notices())

    example = load_scenario(file).examples[-1]
    assert (example.at, dict(example.levels)) == ("asks", {"trust": 60})


async def test_a_play_of_a_shipped_patient_is_refused_in_words(home: Path, file: Path) -> None:
    before = contents(file)
    async with trial_app(home, file, shipped=True).run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(DEFLECTS)

        await player.press("f8")

        await player.until(lambda: "This patient came with Attune" in player.notices())
    assert contents(file) == before


# Leaving


async def test_one_looks_at_the_debrief_and_comes_back_and_nothing_is_kept(home: Path, file: Path) -> None:
    app = trial_app(home, file)
    async with app.run_test(size=(80, 24)) as pilot:
        player = await seated(pilot)
        await player.reply(REFLECTS)
        await player.reply(ADVISES)
        await player.press("enter")
        await player.on(DebriefScreen)
        await player.press("escape")
        await player.on(TrialScreen)

        await player.press("escape")
        await player.on(ChoiceDialog)
        await player.press("down", "down", "enter")
        await player.until(lambda: not app.is_running)

    assert kept_sessions(home) == []


# How it looks


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
@pytest.mark.parametrize("name", ["talk", "fault", "keeping"])
def test_screen(name: str, size: tuple[int, int], home: Path, file: Path, snap_compare: Compare) -> None:
    async def walk(pilot: Pilot[Any]) -> None:
        player = await seated(pilot)
        await player.reply(REFLECTS)
        await player.reply("calm down")
        if name == "fault":
            rewrite(file, "go: relief", "go: relif")
            await player.until(lambda: "! practice.yaml" in player.shown())
            player.app.clear_notifications()
        if name == "keeping":
            await player.press("f8")
            dialog = await player.on(ExampleDialog)
            dialog.query_one(Input).cursor_blink = False
        else:
            player.composer.cursor_blink = False
        await pilot.pause()

    assert snap_compare(trial_app(home, file), terminal_size=size, run_before=walk)
