"""The rooms beside the way of a session: history, progress, settings with the themes, and the word at a first start.

The app (`tui.py`) stands on this; whatever takes time is fetched in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.message import Message
from textual.notifications import SeverityLevel

from scoring.words import CARE, CAUTION, NO_REAL_CLIENTS, PRACTICE_ONLY
from screens.desk import Desk
from screens.home import HomeScreen
from screens.settings_file import Settings, SettingsError, read_with_notice, write_settings
from screens.sitting import DeskError, Sitting
from screens.themes import PREFIX, THEMES
from screens.whereabouts import where_words_go
from simulator.modes import ModeName

if TYPE_CHECKING:
    from screens.again import Try
    from screens.history import HistoryScreen
    from screens.settings import SettingsScreen
    from screens.wishes import CompareWanted, ExportWanted

READ = "read"


def welcome_words() -> str:
    """What is said at the first start."""
    return f"{PRACTICE_ONLY} {NO_REAL_CLIENTS} {where_words_go()}\n\n{CAUTION}\n\n{CARE}"


class SideRooms(App[None]):
    """Opens what home leads to besides a session."""

    @dataclass
    class LookedBack(Message):
        """A session that is over lies ready to be read."""

        sitting: Sitting

    @dataclass
    class LookFailed(Message):
        """It could not be read, for this reason."""

        reason: str

    @dataclass
    class TriesFound(Message):
        """Every try of a session."""

        tries: tuple[Try, ...]
        turn: int | None

    @dataclass
    class Exported(Message):
        """A report was written to this file, or could not be, for this reason."""

        path: str
        trouble: str = ""

    def __init__(self, desk: Desk, mode: ModeName | None) -> None:
        """`mode`: how the next session is played; `None`: as the settings say."""
        super().__init__()
        self.desk = desk
        self.settings, self._settings_notice = read_with_notice()
        self._settings_lock = Lock()
        self.mode: ModeName = mode or self.settings.mode
        for theme in THEMES:
            self.register_theme(theme)
        self._show_theme()

    def welcome(self) -> None:
        """Once, at the first start: what this is, and that no real client may be entered. Then what was amiss."""
        if self._settings_notice:
            self.notify(self._settings_notice, title="Settings", severity="warning", timeout=15, markup=False)
        if not self.settings.is_introduced:
            from screens.choice import Answer, ChoiceDialog  # noqa: PLC0415  not needed for the first paint

            answers = (Answer(READ, "I have read this"),)
            self.push_screen(ChoiceDialog("Welcome to Attune", answers, welcome_words()), self._introduced)

    def watch_app_focus(self, focus: bool) -> None:
        """Somewhere the keyboard must lead to, also on a screen that opened while another window had the keyboard.

        Textual gives such a screen no focus (and gives back only what was focused on the screen before), so that every
        key would go nowhere.
        """
        screen = self.screen
        wanted = self.AUTO_FOCUS if screen.AUTO_FOCUS is None else screen.AUTO_FOCUS
        if focus and wanted and screen.focused is None:
            screen.focus_next(wanted)

    def change_settings(self, settings: Settings) -> None:
        """Let settings hold at once, and keep them."""
        if settings.mode != self.settings.mode:
            self.mode = settings.mode
        self.settings = settings
        self._show_theme()
        self.run_worker(self._keep_settings, thread=True, group="settings")

    def theme_commands(self) -> Iterator[SystemCommand]:
        """A command for each theme."""
        from screens.settings_items import ITEMS  # noqa: PLC0415  not needed for the first paint

        for name, words in ITEMS[0].values.items():
            chosen = replace(self.settings, theme=str(name))  # type: ignore[arg-type]
            yield SystemCommand(
                f"Theme: {words}", "Use this theme, now and later", partial(self.change_settings, chosen)
            )

    def on_home_screen_settings_wanted(self) -> None:
        """The settings."""
        from screens.settings import SettingsScreen  # noqa: PLC0415  not needed for the first paint

        self.push_screen(SettingsScreen(self.settings))

    def on_settings_screen_changed(self, event: SettingsScreen.Changed) -> None:
        """The trainee set something."""
        self.change_settings(event.settings)

    def on_home_screen_history_wanted(self) -> None:
        """Every session."""
        from screens.history import HistoryScreen  # noqa: PLC0415  not needed for the first paint

        self.push_screen(HistoryScreen(self.desk))

    def on_home_screen_progress_wanted(self) -> None:
        """Scores over time."""
        from screens.progress import ProgressScreen  # noqa: PLC0415  not needed for the first paint

        self.push_screen(ProgressScreen(self.desk))

    def on_history_screen_debrief_wanted(self, event: HistoryScreen.DebriefWanted) -> None:
        """Look back on a session of any day."""
        self.in_thread(lambda: self._look_back(event.past.id))

    def on_side_rooms_looked_back(self, event: LookedBack) -> None:
        """Its debrief, over the history."""
        from screens.debrief import DebriefScreen  # noqa: PLC0415  not needed for the first paint

        session = event.sitting.session
        self.push_screen(DebriefScreen(session, self.desk.report(session), event.sitting))

    def on_side_rooms_look_failed(self, event: LookFailed) -> None:
        """Say why."""
        self.notify(event.reason, title="The session cannot be opened", severity="error", timeout=15, markup=False)

    def on_compare_wanted(self, event: CompareWanted) -> None:
        """Fetch every try of the session."""
        self.in_thread(lambda: self._fetch_tries(event.session_id, event.turn), group="compare")

    def on_side_rooms_tries_found(self, event: TriesFound) -> None:
        """Set them side by side."""
        from screens.compare import CompareScreen  # noqa: PLC0415  not needed for the first paint

        self.push_screen(CompareScreen(event.tries, event.turn))

    def on_export_wanted(self, event: ExportWanted) -> None:
        """Write the report to a file."""
        self.in_thread(lambda: self._export(event.session_id, event.form), group="export")

    def on_side_rooms_exported(self, event: Exported) -> None:
        """Say where the file is, or why there is none."""
        severity: SeverityLevel = "error" if event.trouble else "information"
        title = "Not exported" if event.trouble else "Report written to"
        self.notify(event.trouble or event.path, title=title, severity=severity, timeout=15, markup=False)

    def go_back(self) -> None:
        """To the history, where one came from there; else home."""
        from screens.history import HistoryScreen  # noqa: PLC0415  not needed for the first paint

        while not isinstance(self.screen, (HomeScreen, HistoryScreen)):
            self.pop_screen()

    def in_thread(self, job: Callable[[], None], *, group: str = "open") -> None:
        """Do what takes time; a newer job of the same group takes its place."""
        self.run_worker(job, thread=True, exclusive=True, group=group)

    def _fetch_tries(self, session_id: str, turn: int | None) -> None:
        from screens.again import tries  # noqa: PLC0415  not needed for the first paint

        try:
            self.post_message(self.TriesFound(tries(self.desk, session_id), turn))
        except DeskError as error:
            self.post_message(self.LookFailed(str(error)))

    def _export(self, session_id: str, form: str) -> None:
        from screens.exporting import export  # noqa: PLC0415  not needed for the first paint

        try:
            self.post_message(self.Exported(str(export(self.desk.store, session_id, form))))
        except DeskError as error:
            self.post_message(self.Exported("", str(error)))

    def _look_back(self, session_id: str) -> None:
        try:
            self.post_message(self.LookedBack(self.desk.take_up(session_id)))
        except DeskError as error:
            self.post_message(self.LookFailed(str(error)))

    def _introduced(self, answer: str | None) -> None:
        if answer == READ:
            self.change_settings(replace(self.settings, is_introduced=True))

    def _show_theme(self) -> None:
        """`NO_COLOR` wins over the setting."""
        self.theme = f"{PREFIX}no-colour" if self.no_color else f"{PREFIX}{self.settings.theme}"

    def _keep_settings(self) -> None:
        """Whichever thread comes last writes what holds then."""
        try:
            with self._settings_lock:
                write_settings(self.settings)
        except SettingsError as error:
            self.notify(str(error), title="Settings", severity="error", timeout=15, markup=False)

    def _fatal_error(self) -> None:
        """As Textual does, but without local variables: no trainee's words in tracebacks."""
        from rich.segment import Segments  # noqa: PLC0415  only on the way out
        from rich.traceback import Traceback  # noqa: PLC0415

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()
