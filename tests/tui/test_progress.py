"""Scores over time: words and a plot that say the same without colour, and never a zero for what was not observed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.attempts import ALL, AXIS, COLUMN, STEPS, Attempt, attempts, choices, pending, plot, summary
from screens.home import HomeScreen
from screens.progress import ProgressScreen, empty_text
from tests.tui.fakes import fake_app
from tests.tui.player import Player
from tests.tui.test_history import fill
from tests.tui.test_past import past

tries = st.lists(st.builds(Attempt, st.one_of(st.none(), st.integers(0, 1000)), st.booleans()), max_size=40)


def first(*tenths: int | None) -> list[Attempt]:
    return [Attempt(one, is_again=False) for one in tenths]


def test_attempts_run_from_the_first_to_the_last_and_only_over_sessions_that_count() -> None:
    kept = (past(700), past(None, again=True), past(400, over=False), past(300, turns=0), past(200))

    assert attempts(kept, ALL, "overall") == (
        Attempt(200, is_again=False),
        Attempt(None, is_again=True),
        Attempt(700, is_again=False),
    )
    assert attempts(kept, "nobody", "overall") == ()


def test_all_patients_stand_first_then_each_with_its_number_of_sessions() -> None:
    kept = (past(1), replace(past(2), scenario="jo", title="Jo"), past(3), past(4, over=False))

    assert [(one.title, one.attempts) for one in choices(kept)] == [("All patients", 3), ("Ellie", 2), ("Jo", 1)]
    assert choices(kept[3:]) == ()


def test_what_is_not_worked_out_yet_is_counted_and_left_out() -> None:
    kept = (replace(past(1), points=None), past(2))

    assert pending(kept, ALL) == 1
    assert len(attempts(kept, ALL, "overall")) == 1


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "No session that is over yet."),
        (first(None, None), "Not observed in any of 2 sessions."),
        (first(625), "One first try: 62.5 of 100."),
        (
            first(400, 700, 625),
            "First tries, 3: the first 40.0, the last 62.5, 22.5 higher; between 40.0 and 70.0.",
        ),
        (first(400, 400), "First tries, 2: the first 40.0, the last 40.0, the same; between 40.0 and 40.0."),
        (
            [*first(400, None, 300), Attempt(900, is_again=True)],
            (
                "First tries, 2: the first 40.0, the last 30.0, 10.0 lower; between 30.0 and 40.0. "
                "One second try: 90.0 of 100. Not observed in 1 session."
            ),
        ),
    ],
)
def test_the_course_is_told_in_words(found: list[Attempt], words: str) -> None:
    assert summary(found) == words


def test_the_plot_tells_first_second_and_unobserved_by_symbols() -> None:
    found = [*first(0, 624, 626, None), Attempt(1000, is_again=True)]

    assert plot(found, 40) == (
        "100 ┤                   ○",
        " 75 ┤           ●",
        " 50 ┤       ●",
        " 25 ┤",
        "  0 ┤   ●",
        "        0  62  63   – 100",
        "       #1  #2  #3  #4  #5",
    )


@given(tries, st.integers(10, 120))
def test_every_attempt_that_fits_stands_in_the_plot_once(found: list[Attempt], width: int) -> None:
    lines = plot(found, width)
    shown = found[-max(1, (width - AXIS) // COLUMN) :] if found else []
    drawn = "".join(lines)
    observed = [one for one in shown if one.tenths is not None]

    assert all(len(line) <= max(width, AXIS + COLUMN) for line in lines[: len(STEPS)])
    assert drawn.count("●") == sum(not one.is_again for one in observed)
    assert drawn.count("○") == sum(one.is_again for one in observed)
    assert drawn.count("–") == len(shown) - len(observed)
    assert ("the last" in drawn) == (len(shown) < len(found))


async def test_progress_is_shown_for_all_and_for_one_patient(home: Path) -> None:
    fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(HomeScreen)
        await player.press("f3")
        screen = await player.on(ProgressScreen)
        await player.until(lambda: "Not observed in any of 2 sessions" in player.shown())

        await player.sees("One first try")
        await player.sees("All patients · 2 sessions")
        await player.sees("not validated by clinicians")
        await player.sees("Self-disclosure timing. Not observed in any of 2 sessions.")
        await player.press("down")
        assert screen.chosen is not None
        assert screen.chosen.attempts == 2
        await player.press("escape")
        await player.on(HomeScreen)


async def test_without_a_session_progress_says_what_to_do(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(HomeScreen)
        await player.press("f3")
        await player.on(ProgressScreen)

        await player.until(lambda: "Nothing to show yet" in player.shown())
        assert player.shown().startswith("Progress\n")
    assert "Looking" in empty_text(is_loading=True)
