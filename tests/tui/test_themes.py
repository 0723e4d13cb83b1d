"""Every word on every screen can be read in every theme: contrast as WCAG 2.2 reckons it, measured on what is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.style import Style
from textual.constants import DIM_FACTOR
from textual.screen import ModalScreen

from screens.briefing import BriefingScreen
from screens.help import HelpScreen
from screens.history import HistoryScreen
from screens.home import HomeScreen
from screens.progress import ProgressScreen
from screens.settings import PseudonymDialog, SettingsScreen
from screens.themes import PREFIX, THEMES
from tests.tui import test_snapshots as snapshots
from tests.tui.fakes import fake_app
from tests.tui.player import Player
from tests.tui.test_history import fill

LEAST = {"dark": 4.5, "light": 4.5, "high-contrast": 7.0, "no-colour": 4.5}
Rgb = tuple[float, float, float]


def luminance(colour: Rgb) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio, 1 to 21, WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rgb(colour: RichColor) -> Rgb:
    red, green, blue = colour.get_truecolor()
    return red / 255, green / 255, blue / 255


def colours(style: Style) -> tuple[Rgb, Rgb]:
    """Text and background as shown; dim text as Textual draws it where it draws it itself."""
    assert style.color is not None
    assert style.bgcolor is not None
    front, back = rgb(style.color), rgb(style.bgcolor)
    if style.dim:
        front = tuple(b + (f - b) * DIM_FACTOR for f, b in zip(front, back, strict=True))  # type: ignore[assignment]
    return (back, front) if style.reverse else (front, back)


def shown(player: Player) -> Iterator[tuple[str, Style]]:
    """Every run of words in front with its style; borders, bars and blanks are no words, and what a dialog covers."""
    screen = player.app.screen
    strips = screen._compositor.render_strips()  # noqa: SLF001  the only way to what is shown
    front = screen.children[0].region if isinstance(screen, ModalScreen) else screen.region
    for strip in (strip.crop(front.x, front.right) for strip in strips[front.y : front.bottom]):
        for segment in strip:
            if any(letter.isalnum() for letter in segment.text) and segment.style is not None:
                yield segment.text, segment.style


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((119 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.48, abs=0.01)


async def to_home(player: Player) -> None:
    home = await player.on(HomeScreen)
    await player.until(lambda: bool(home.catalogue.standings) and not home.catalogue.is_loading)
    await player.until(lambda: "Go on with" in str(home.query_one("OptionList").get_option_at_index(0).prompt))  # type: ignore[attr-defined]


async def to_search(player: Player) -> None:
    await to_home(player)
    await player.type("zzz")
    await player.until(lambda: "No patient fits" in player.shown())


async def to_briefing(player: Player) -> None:
    await to_home(player)
    await player.press("down", "enter")
    await player.on(BriefingScreen)


async def to_history(player: Player) -> None:
    await to_home(player)
    await player.press("f2")
    screen = await player.on(HistoryScreen)
    await player.until(lambda: bool(screen.shown) and all(one.points or not one.counts for one in screen.shown))


async def to_progress(player: Player) -> None:
    await to_home(player)
    await player.press("f3")
    await player.on(ProgressScreen)
    await player.until(lambda: "One first try" in player.shown())


async def to_settings(player: Player) -> None:
    await to_home(player)
    await player.press("f4")
    await player.on(SettingsScreen)
    await player.until(lambda: "Pace" in "".join(text for text, _ in shown(player)))


async def to_help(player: Player) -> None:
    await to_home(player)
    await player.press("f1")
    await player.on(HelpScreen)


async def to_pseudonym(player: Player) -> None:
    await to_settings(player)
    await player.press("up", "enter")
    await player.on(PseudonymDialog)
    await player.type("No")
    await player.until(lambda: "! It must be" in player.shown())


SCREENS: dict[str, Callable[[Player], Awaitable[None]]] = {
    "home": to_home,
    "search": to_search,
    "briefing": to_briefing,
    "history": to_history,
    "progress": to_progress,
    "settings": to_settings,
    "pseudonym": to_pseudonym,
    "help": to_help,
}


IN_SESSION = sorted(set(snapshots.SCREENS) - set(SCREENS))


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_word_can_be_read_in_every_theme(home: Path, screen: str) -> None:
    fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await SCREENS[screen](player)
        await in_every_theme(player)


@pytest.mark.parametrize("screen", IN_SESSION)
async def test_every_word_of_a_session_and_its_debrief_can_be_read_in_every_theme(home: Path, screen: str) -> None:
    """On a tall screen, so that little lies out of sight."""
    async with fake_app(home).run_test(size=(100, 60)) as pilot:
        player = Player(pilot)
        await snapshots.SCREENS[screen](player)
        await in_every_theme(player)


async def in_every_theme(player: Player) -> None:
    """Whatever is shown now has the contrast that each theme promises."""
    for name, least in LEAST.items():
        player.app.theme = f"{PREFIX}{name}"
        await player.pilot.pause()
        faint = {
            (text.strip(), round(contrast(*colours(style)), 2))
            for text, style in shown(player)
            if contrast(*colours(style)) < least
        }
        assert (name, faint) == (name, set())


async def test_the_theme_without_colour_shows_greys_alone(home: Path) -> None:
    fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        player.app.theme = f"{PREFIX}no-colour"
        await to_home(player)
        for _, style in shown(player):
            for colour in (style.color, style.bgcolor):
                assert colour is not None
                assert max(rgb(colour)) - min(rgb(colour)) < 0.02


def test_there_is_a_theme_for_every_setting() -> None:
    assert {theme.name.removeprefix(PREFIX) for theme in THEMES} == set(LEAST)
