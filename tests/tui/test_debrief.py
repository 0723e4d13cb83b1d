"""The debrief: what it says, what it opens, what can be done from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Collapsible

from scoring.report.again import worth_trying
from scoring.report.compose import report_of
from screens.choice import ChoiceDialog
from screens.closer import CloserScreen
from screens.conversation import ConversationScreen
from screens.course import course_lines, course_title
from screens.debrief import DebriefScreen, TranscriptScreen
from screens.desk import Desk
from screens.exporting import FORMS, export
from screens.sitting import DeskError
from tests.scripted import HEAD, play, scenario_of, worded
from tests.tui.fakes import DEFLECTS, REFLECTS, fake_app, fake_desk, first_patient
from tests.tui.player import Player

LISTENS = """
start: one
beats:
  one: {says: ["I told nobody."], moment: {needs: listen}, limit: {turns: 40, go: end}}
  end: {ending: good, says: ["Bye."]}
"""


async def at_debrief(player: Player) -> DebriefScreen:
    """After one good reply and one that failed."""
    await player.begin()
    await player.reply(REFLECTS)
    await player.reply(DEFLECTS)
    await player.until(lambda: "The session has ended" in player.shown())
    await player.press("enter")
    return await player.on(DebriefScreen)


async def test_the_debrief_begins_with_what_went_well(home: Path) -> None:
    """Then what to try, what is serious, the scores, and last what the patient is about; two stand open."""
    scenario = scenario_of(
        """
start: one
beats:
  one:
    says: ["I told nobody."]
    moment: {needs: safety, risk: open}
    test: {belief: alone, kind: transference, window: 2}
    limit: {turns: 3, go: end}
  end: {ending: good, says: ["Bye."]}
debrief: {notes: "A [b]plain[/] question [link", exemplars: {one: ["Are you [i]safe[/]?"]}}
""",
        HEAD.replace("name: Sky", 'name: "[u]Sky[/u] [link"'),
    )
    session = play(
        scenario,
        ["risk_inquiry", worded("[red]Never[/].", ("Never", "promises_secrecy")), "risk_inquiry, confrontation"],
    )
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.app.push_screen(DebriefScreen(session, report_of(session)))
        screen = await player.on(DebriefScreen)
        parts = list(screen.query(Collapsible))

        assert [part.id for part in parts] == [
            "strengths",
            "chances",
            "serious",
            "overall",
            "responsiveness",
            "self_disclosure",
            "confidentiality",
            "course",
            "tests",
            "marks",
            "counts",
            "notes",
        ]
        assert [part.id for part in parts if not part.collapsed] == ["strengths", "serious"]
        assert player.app.focused is parts[0].query_one("CollapsibleTitle")
        await player.press("a")
        await player.until(lambda: "A [b]plain[/] question [link" in player.shown())
        for words in (
            "What met [u]Sky[/u] [link's need",
            "Turn 2 ! “Never”",
            "The overall score cannot pass 20.",
            "Compare: Are you [i]safe[/]?",
            "Confidentiality handling: ",
        ):
            await player.sees(words)


async def test_the_debrief_opens_its_evidence_and_the_transcript(home: Path) -> None:
    async with fake_app(home).run_test(size=(120, 40)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.reply(DEFLECTS)
        await player.until(lambda: "The session has ended" in player.shown())
        await player.press("enter")
        await player.on(DebriefScreen)
        await player.sees("It ended badly for Robin.")
        assert "The silence that Robin expects." not in player.shown()

        await player.press("a")
        await player.until(lambda: "The silence that Robin expects." in player.shown())
        await player.sees("I would go, and soon. What would make it easier?")
        await player.sees("A plain answer was what Robin needed.")
        await player.sees("emergency or crisis services")

        await player.press("t")
        await player.on(TranscriptScreen)
        await player.sees(REFLECTS)
        await player.press("escape")
        await player.on(DebriefScreen)


# What is worth trying again


def test_two_moments_are_worth_trying_again_serious_errors_first_in_order_of_turns() -> None:
    scenario = scenario_of(LISTENS.replace("moment: {needs: listen}", "moment: {needs: safety, risk: open}"))
    promise = worded("I will tell nobody.", ("I will tell nobody.", "promises_secrecy"))
    report = report_of(play(scenario, ["invalidation", promise, "risk_inquiry, confrontation", "platitude"]))

    moments = worth_trying(report)

    assert len(moments) == 2
    assert 2 in {moment.turn for moment in moments}
    assert [moment.turn for moment in moments] == sorted(moment.turn for moment in moments)


def test_after_a_session_that_met_every_need_nothing_is_held_against_it() -> None:
    assert worth_trying(report_of(play(scenario_of(LISTENS), ["complex_reflection"]))) == ()


async def test_a_number_in_the_debrief_goes_back_to_its_moment(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await at_debrief(player)
        await player.sees("1 Turn 2 ▼ −3 “Thank you for asking.”")

        await player.press("1")
        talk = await player.on(ConversationScreen)

        assert [turn.reply for turn in talk.sitting.session.turns] == [REFLECTS]
        await player.sees("turn 2 · second try · coach")


# The course


def test_the_course_is_told_in_symbols_and_in_words() -> None:
    """Neither the drawing nor a colour has to be read."""
    report = report_of(play(scenario_of(LISTENS), ["complex_reflection", "platitude", "(unclear)"]))
    lines = list(course_lines(report))

    assert course_title(report).startswith("Course: trust 50 → ")
    assert lines[0].split() == ["turn", "·", "1", "2", "3"]
    assert lines[1].split() == ["fit", "▲", "▼", "?"]
    assert len(lines[2].split()) == 5
    assert any(line.startswith("Trust went from 50 to ") for line in lines)


def test_a_long_course_is_broken_where_the_line_ends() -> None:
    report = report_of(play(scenario_of(LISTENS), ["open_question"] * 39))
    lines = list(course_lines(report, 60))

    assert all(len(line) <= 60 for line in lines if line.startswith(("turn", "fit", "trust")))
    assert sum(line.startswith("turn") for line in lines) == 3


@pytest.mark.parametrize(("level", "block"), [(0, "▁"), (12, "▁"), (13, "▂"), (99, "█"), (100, "█")])
def test_each_height_stands_for_an_eighth(level: int, block: str) -> None:
    scenario = scenario_of(LISTENS, HEAD.replace("trust: 50", f"trust: {level}"))

    trust = next(line for line in course_lines(report_of(play(scenario, []))) if line.startswith("trust"))

    assert trust.split() == ["trust", block]


# Export


def kept_session(home: Path) -> tuple[Desk, str]:
    """A desk, and a session of one turn in its store."""
    desk = fake_desk(home)
    sitting = desk.begin(first_patient(desk), 7)
    sitting.practice.send(REFLECTS)
    return desk, sitting.id


@pytest.mark.parametrize("form", [answer.id for answer in FORMS])
def test_a_report_is_written_in_every_form_and_never_over_another_file(home: Path, form: str) -> None:
    desk, session_id = kept_session(home)

    first = export(desk.store, session_id, form)
    first.write_text("mine", "utf-8")
    second = export(desk.store, session_id, form)

    assert first.read_text("utf-8") == "mine"
    assert first != second
    assert "So it is only a cough" in second.read_text("utf-8")
    assert {path.name for path in first.parent.iterdir()} == {first.name, second.name}


def test_where_no_report_can_be_written_it_is_said(home: Path) -> None:
    desk, session_id = kept_session(home)
    (home / "reports").write_text("a file, not a folder", "utf-8")

    with pytest.raises(DeskError, match="the report cannot be written"):
        export(desk.store, session_id, "text")


async def test_the_debrief_exports_and_says_where(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await at_debrief(player)

        await player.press("e")
        await player.on(ChoiceDialog)
        await player.press("down", "enter")
        await player.until(lambda: "practice-2026-03-14-1200" in player.notices())

    assert [path.suffix for path in (home / "reports").iterdir()] == [".md"]


async def test_every_turn_can_be_looked_at_from_the_debrief(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await at_debrief(player)

        await player.press("f6")
        closer = await player.on(CloserScreen)
        assert closer.n == 2
        await player.press("left")
        await player.sees("Turn 1 of 2")
        await player.press("escape")
        await player.on(DebriefScreen)
