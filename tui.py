"""The Textual app: which screen follows which, and nothing else.

Screens say what the trainee wants in messages; this module opens what comes next. Whatever takes time (the store,
the coder) is fetched in a thread, so that the first screen is there at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from screens.catalogue import Patient
from screens.desk import Desk
from screens.home import HomeScreen
from screens.keys import deeds, key_words
from screens.past import Past
from screens.settings_file import read_settings
from screens.side_rooms import SideRooms
from screens.sitting import DeskError, Sitting
from simulator.modes import ModeName

if TYPE_CHECKING:
    from screens.briefing import BriefingScreen
    from screens.conversation import ConversationScreen
    from screens.debrief import DebriefScreen
    from screens.history import HistoryScreen
    from screens.wishes import TryAgain

RESUME, ANEW = "resume", "anew"


@dataclass(frozen=True, slots=True)
class Play:
    """A patient to be met at once, as `attune play` asks."""

    patient: Patient
    seed: int | None
    """`None`: drawn by chance."""


class AttuneApp(SideRooms):
    """Home → briefing → conversation → debrief → home."""

    TITLE = "Attune"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "explain", "Help", id="app.help", tooltip="Explain this screen and its keys."),
        Binding(
            "ctrl+p",
            "command_palette",
            "All commands",
            id="app.palette",
            show=False,
            tooltip="Search everything that can be done, and choose a theme.",
        ),
        Binding(
            "ctrl+q",
            "quit",
            "Quit",
            id="app.quit",
            show=False,
            priority=True,
            tooltip="Leave Attune at once. What you sent and typed is kept.",
        ),
    ]

    @dataclass
    class Opened(Message):
        """A session lies ready."""

        sitting: Sitting

    @dataclass
    class OpenFailed(Message):
        """A session could not be opened, for this reason."""

        reason: str

    @dataclass
    class UnfinishedFound(Message):
        """The sessions of one scenario that were kept for later."""

        unfinished: tuple[Past, ...]

    def __init__(self, desk: Desk | None = None, *, play: Play | None = None, mode: ModeName | None = None) -> None:
        """`mode`: how the next session is played, until a briefing says otherwise; `None`: as the settings say."""
        super().__init__(desk or Desk(), mode)
        self.play = play
        self.animation_level = "none"  # nothing here is made clearer by motion

    def on_mount(self) -> None:
        """Open what was asked for."""
        self.open_first()

    def open_first(self) -> None:
        """Home lies beneath everything."""
        self.push_screen(HomeScreen(self.desk))
        if self.play is None:
            self.call_after_refresh(self.welcome)
        else:
            self._brief(self.play.patient, waiting=True)
            self.in_thread(self._find_unfinished)

    def on_unmount(self) -> None:
        """Close what was opened."""
        self.desk.close()

    # Choosing

    def on_home_screen_patient_chosen(self, event: HomeScreen.PatientChosen) -> None:
        """Meet a patient, unless a session with it waits."""
        screen = self.screen
        kept = screen.catalogue.unfinished if isinstance(screen, HomeScreen) else ()
        waiting = [one for one in kept if one.scenario == event.patient.scenario.id]
        if waiting:
            self._ask_resume(waiting[0], lambda: self._brief(event.patient))
        else:
            self._brief(event.patient)

    def on_home_screen_session_chosen(self, event: HomeScreen.SessionChosen) -> None:
        """Go on with a session."""
        self._take_up(event.unfinished)

    def on_attune_app_unfinished_found(self, event: UnfinishedFound) -> None:
        """Before a session begins anew: is there one to go on with?"""
        if (briefing := self._briefing) is not None:
            briefing.wait_for_session(waiting=False)
            if event.unfinished:
                self._ask_resume(event.unfinished[0], lambda: None)

    def on_history_screen_session_chosen(self, event: HistoryScreen.SessionChosen) -> None:
        """Go on with a session."""
        self._take_up(event.unfinished)

    def on_briefing_screen_begun(self, event: BriefingScreen.Begun) -> None:
        """Begin a session."""
        if (briefing := self._briefing) is not None:
            briefing.wait_for_session(waiting=True)
        play, patient, self.mode = self.play, event.patient, event.mode
        seed = play.seed if play is not None and play.patient is patient else None
        self.in_thread(lambda: self._open(lambda: self.desk.begin(patient, seed, mode=event.mode)))

    def on_briefing_screen_declined(self) -> None:
        """Back to the list."""
        self._go_home()

    # Playing

    def on_attune_app_opened(self, event: Opened) -> None:
        """Sit down with the patient."""
        from screens.closer import CloserScreen  # noqa: PLC0415  not needed for the first paint
        from screens.compare import CompareScreen  # noqa: PLC0415  as above
        from screens.conversation import ConversationScreen  # noqa: PLC0415  as above

        settings = read_settings()
        is_instant = settings.is_instant or self.is_headless  # where nobody watches, nobody waits
        screen: ConversationScreen = ConversationScreen(
            event.sitting, is_instant=is_instant, reflect_first=settings.reflect_first
        )
        while isinstance(self.screen, (CloserScreen, CompareScreen)):
            self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def on_attune_app_open_failed(self, event: OpenFailed) -> None:
        """Say why; the trainee can try again."""
        self.notify(event.reason, title="The session cannot be opened", severity="error", timeout=15, markup=False)
        if (briefing := self._briefing) is not None:
            briefing.wait_for_session(waiting=False)

    def on_conversation_screen_kept_for_later(self) -> None:
        """Home, with the session at the top of the list."""
        self._go_home()

    def on_conversation_screen_finished(self, event: ConversationScreen.Finished) -> None:
        """Look back on the session."""
        from screens.debrief import DebriefScreen  # noqa: PLC0415  not needed for the first paint

        self.open_debrief(DebriefScreen(event.session, self.desk.report(event.session), event.sitting))

    def on_try_again(self, event: TryAgain) -> None:
        """A second try of one moment takes the place of what it was asked from."""
        from screens.again import try_again  # noqa: PLC0415  not needed for the first paint

        self.in_thread(lambda: self._open(lambda: try_again(self.desk, event.session_id, event.turn)))

    def open_debrief(self, screen: DebriefScreen) -> None:
        """The session is over: its debrief takes its place."""
        self.switch_screen(screen)

    def on_debrief_screen_closed(self) -> None:
        """Enough was read."""
        self.close_debrief()

    def close_debrief(self) -> None:
        """Home, or back to the history."""
        self.go_back()

    # Everywhere

    def action_explain(self) -> None:
        """Explain the screen in words."""
        from screens.help import HelpScreen  # noqa: PLC0415  not needed for the first paint

        if not isinstance(self.screen, HelpScreen):
            about = getattr(self.screen, "HELP", "") or "Choose with the arrow keys and Enter."
            self.push_screen(HelpScreen(about, deeds(self.screen.active_bindings)))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything that a key does here, and the themes."""
        for deed in deeds(screen.active_bindings):
            if deed.action != "command_palette":
                yield SystemCommand(deed.title, f"{deed.about} ({deed.keys})", self._doing(deed.action, deed.node))
        yield from self.theme_commands()

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they stand on a keyboard."""
        return binding.key_display or key_words(binding.key)

    def _doing(self, action: str, node: Any) -> Callable[[], Any]:  # noqa: ANN401  any node may hold an action
        return lambda: self.run_action(action, default_namespace=node)

    @property
    def _briefing(self) -> BriefingScreen | None:
        """The briefing, where it is open."""
        from screens.briefing import BriefingScreen  # noqa: PLC0415  not needed for the first paint

        return self.screen if isinstance(self.screen, BriefingScreen) else None

    def _brief(self, patient: Patient, *, waiting: bool = False) -> None:
        from screens.briefing import BriefingScreen  # noqa: PLC0415  as above

        self.push_screen(BriefingScreen(patient, waiting=waiting, mode=self.mode))
        self.in_thread(lambda: self._warm_up(patient), group="coder")

    def _ask_resume(self, unfinished: Past, anew: Callable[[], object]) -> None:
        from screens.choice import Answer, ChoiceDialog  # noqa: PLC0415  not needed for the first paint

        answers = (
            Answer(RESUME, "Resume", f"Go on where you stopped: {unfinished.detail}."),
            Answer(ANEW, "Start anew", "Begin a new session. The other one stays in the list."),
        )

        def answered(choice: str | None) -> None:
            if choice == RESUME:
                self._take_up(unfinished)
            elif choice == ANEW:
                anew()

        self.push_screen(ChoiceDialog("You have an unfinished session with this patient.", answers), answered)

    def _take_up(self, unfinished: Past) -> None:
        self.in_thread(lambda: self._open(lambda: self.desk.take_up(unfinished.id)))

    def _go_home(self) -> None:
        while not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    # In threads

    def _warm_up(self, patient: Patient) -> None:
        """Load the coder and what may be asked while the briefing is read; if that fails, beginning will say so."""
        try:
            self.desk.coder.read("", "How are you?", [fact.ask for fact in patient.scenario.facts])
        except DeskError:
            return

    def _find_unfinished(self) -> None:
        scenario = self.play.patient.scenario.id if self.play else None
        try:
            self.post_message(self.UnfinishedFound(self.desk.unfinished(scenario)))
        except DeskError as error:
            self.post_message(self.OpenFailed(str(error)))

    def _open(self, fetch: Callable[[], Sitting]) -> None:
        try:
            self.post_message(self.Opened(fetch()))
        except DeskError as error:
            self.post_message(self.OpenFailed(str(error)))


def run_app() -> None:
    """Open the app at home."""
    AttuneApp().run()


def run_play(path: Path, *, seed: int | None, mode: ModeName | None = None) -> None:
    """Open the app at one patient's briefing. Raises `ScenarioError` before anything is shown."""
    from scenarios.load import load_scenario  # noqa: PLC0415  YAML and its reader take 50 ms

    play = Play(Patient(path, load_scenario(path)), seed)
    AttuneApp(play=play, mode=mode).run()
