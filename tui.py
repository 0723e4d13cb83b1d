"""The Textual app: which screen follows which, and nothing else.

Screens say what the trainee wants in messages; this module opens what comes next. Whatever takes time (the store,
the coder) is fetched in a thread, so that the first screen is there at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from screens.briefing import BriefingScreen
from screens.catalogue import Patient, Unfinished
from screens.choice import Answer, ChoiceDialog
from screens.desk import Desk
from screens.help import HelpScreen
from screens.home import HomeScreen
from screens.keys import deeds, key_words
from screens.sitting import DeskError, Sitting

if TYPE_CHECKING:
    from screens.conversation import ConversationScreen
    from screens.debrief import DebriefScreen

RESUME, ANEW = "resume", "anew"


@dataclass(frozen=True, slots=True)
class Play:
    """A patient to be met at once, as `attune play` asks."""

    patient: Patient
    seed: int | None
    """`None`: drawn by chance."""


class AttuneApp(App[None]):
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

        unfinished: tuple[Unfinished, ...]

    def __init__(self, desk: Desk | None = None, *, play: Play | None = None, feedback: bool = True) -> None:
        super().__init__()
        self.desk = desk or Desk()
        self.play = play
        self.is_feedback_shown = feedback
        self.animation_level = "none"  # nothing here is made clearer by motion

    def on_mount(self) -> None:
        """Open what was asked for."""
        self.open_first()

    def open_first(self) -> None:
        """Home lies beneath everything."""
        self.push_screen(HomeScreen(self.desk))
        if self.play is not None:
            self._brief(self.play.patient, waiting=True)
            self._in_thread(self._find_unfinished)

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
        if isinstance(self.screen, BriefingScreen):
            self.screen.wait_for_session(waiting=False)
            if event.unfinished:
                self._ask_resume(event.unfinished[0], lambda: None)

    def on_briefing_screen_begun(self, event: BriefingScreen.Begun) -> None:
        """Begin a session."""
        if isinstance(self.screen, BriefingScreen):
            self.screen.wait_for_session(waiting=True)
        play, patient = self.play, event.patient
        seed = play.seed if play is not None and play.patient is patient else None
        self._in_thread(lambda: self._open(lambda: self.desk.begin(patient, seed, feedback=self.is_feedback_shown)))

    def on_briefing_screen_declined(self) -> None:
        """Back to the list."""
        self._go_home()

    # Playing

    def on_attune_app_opened(self, event: Opened) -> None:
        """Sit down with the patient."""
        from screens.conversation import ConversationScreen  # noqa: PLC0415  not needed for the first paint

        screen: ConversationScreen = ConversationScreen(event.sitting, feedback=self.is_feedback_shown)
        if isinstance(self.screen, HomeScreen):
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def on_attune_app_open_failed(self, event: OpenFailed) -> None:
        """Say why; the trainee can try again."""
        self.notify(event.reason, title="The session cannot be opened", severity="error", timeout=15, markup=False)
        if isinstance(self.screen, BriefingScreen):
            self.screen.wait_for_session(waiting=False)

    def on_conversation_screen_feedback_switched(self, event: ConversationScreen.FeedbackSwitched) -> None:
        """The next session begins as this one went."""
        self.is_feedback_shown = event.shown

    def on_conversation_screen_kept_for_later(self) -> None:
        """Home, with the session at the top of the list."""
        self._go_home()

    def on_conversation_screen_finished(self, event: ConversationScreen.Finished) -> None:
        """Look back on the session."""
        from screens.debrief import DebriefScreen  # noqa: PLC0415  not needed for the first paint

        self.open_debrief(DebriefScreen(event.session, self.desk.report(event.session)))

    def open_debrief(self, screen: DebriefScreen) -> None:
        """The session is over: its debrief takes its place."""
        self.switch_screen(screen)

    def on_debrief_screen_closed(self) -> None:
        """Enough was read."""
        self.close_debrief()

    def close_debrief(self) -> None:
        """Home."""
        self._go_home()

    # Everywhere

    def action_explain(self) -> None:
        """Explain the screen in words."""
        if not isinstance(self.screen, HelpScreen):
            about = getattr(self.screen, "HELP", "") or "Choose with the arrow keys and Enter."
            self.push_screen(HelpScreen(about, deeds(self.screen.active_bindings)))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Everything that a key does here, and the themes."""
        for deed in deeds(screen.active_bindings):
            if deed.action != "command_palette":
                yield SystemCommand(deed.title, f"{deed.about} ({deed.keys})", self._doing(deed.action, deed.node))
        yield SystemCommand("Theme", "Choose a dark or a light theme", self.action_change_theme)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they stand on a keyboard."""
        return binding.key_display or key_words(binding.key)

    def _doing(self, action: str, node: Any) -> Callable[[], Any]:  # noqa: ANN401  any node may hold an action
        return lambda: self.run_action(action, default_namespace=node)

    def _brief(self, patient: Patient, *, waiting: bool = False) -> None:
        self.push_screen(BriefingScreen(patient, waiting=waiting))
        self._in_thread(self._warm_up, group="coder")

    def _ask_resume(self, unfinished: Unfinished, anew: Callable[[], object]) -> None:
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

    def _take_up(self, unfinished: Unfinished) -> None:
        self._in_thread(lambda: self._open(lambda: self.desk.take_up(unfinished.id)))

    def _go_home(self) -> None:
        while not isinstance(self.screen, HomeScreen):
            self.pop_screen()

    # In threads

    def _in_thread(self, job: Callable[[], None], *, group: str = "open") -> None:
        self.run_worker(job, thread=True, exclusive=True, group=group)

    def _warm_up(self) -> None:
        """Load the coder while the briefing is read; if that fails, beginning will say so."""
        try:
            _ = self.desk.coder
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

    def _fatal_error(self) -> None:
        """As Textual does, but without local variables: no trainee's words in tracebacks."""
        from rich.segment import Segments  # noqa: PLC0415  only on the way out
        from rich.traceback import Traceback  # noqa: PLC0415

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()


def run_app() -> None:
    """Open the app at home."""
    AttuneApp().run()


def run_play(path: Path, *, seed: int | None, feedback: bool) -> None:
    """Open the app at one patient's briefing. Raises `ScenarioError` before anything is shown."""
    from scenarios.load import load_scenario  # noqa: PLC0415  YAML and its reader take 50 ms

    play = Play(Patient(path, load_scenario(path)), seed)
    AttuneApp(play=play, feedback=feedback).run()
