"""Plain lines from beginning to end: whom to meet, briefing, conversation, debrief, and how to go on another time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from commands.errors import InputError
from commands.kept import session_named
from commands.plain import saying
from commands.plain.console import BadLine, Console, EndOfInput, Interrupted
from commands.plain.looking_back import LookingBack
from commands.plain.talk import Talk
from commands.sessions import shortest_prefixes
from scenarios.load import load_scenario
from scoring.words import plural, sentence
from screens.catalogue import Patient
from screens.desk import Desk
from screens.past import Past
from screens.settings_file import read_settings
from screens.sitting import DeskError, Sitting, spoken
from screens.whereabouts import where_words_go
from simulator.modes import ModeName

NOTHING_BEGUN = "Nothing was begun."
NO_LINES = "standard input ended before a session was begun, so nothing was kept."


class PlainApp:
    """What the app is, line by line.

    `mode`: how a new session is played; `None`: as the settings say. `feedback`: after each turn; `None`: as the
    session's mode has it.
    """

    def __init__(
        self,
        console: Console,
        desk: Desk | None = None,
        *,
        mode: ModeName | None = None,
        feedback: bool | None = None,
    ) -> None:
        self.console = console
        self.desk = desk or Desk()
        self.mode = mode
        self.feedback = feedback
        self._waiting_line: str | None = None

    # Ways in; each raises `InputError` for what cannot be used, and closes the desk.

    def home(self) -> None:
        """Choose a session to go on with, or a patient to meet."""
        self._guarded(self._home)

    def meet(self, path: Path, seed: int | None) -> None:
        """Begin with one patient, or go on where one stopped. Raises `ScenarioError` before anything is said."""
        patient = Patient(path, load_scenario(path))
        self._guarded(lambda: self._meet(patient, seed, self.desk.unfinished(patient.scenario.id)))

    def resume(self, name: str) -> None:
        """Go on with a kept session, by its id, the first characters of it, or `last`."""
        with spoken():
            record = session_named(self.desk.store, name)
        self._guarded(lambda: self._go_on(record.id))

    def _guarded(self, way: Callable[[], None]) -> None:
        try:
            way()
        except DeskError as error:
            raise InputError(str(error)) from error
        except (EndOfInput, Interrupted) as end:
            if isinstance(end, EndOfInput) and not self.console.is_terminal:
                raise InputError(NO_LINES) from None
            self.console.say(NOTHING_BEGUN)
        finally:
            self.desk.close()

    # Choosing

    def _home(self) -> None:
        unfinished = self.desk.unfinished()
        *_, library = self.desk.patients()
        patients, broken = library.patients, library.broken
        self.console.say(f"Attune: practise with scripted patients. {where_words_go()}")
        self.console.say(*(f"A patient cannot be used: {words}" for words in broken))
        offers: list[Past | Patient] = [*unfinished, *patients]
        if not offers:
            self.console.say("No patients are installed. Write one, or give a file: attune play FILE")
            return
        for n, offer in enumerate(offers, 1):
            if n == 1 and unfinished:
                self.console.say("Go on with:")
            if n == len(unfinished) + 1:
                self.console.say("Meet a patient:")
            self.console.say(f"{n}. {_offered(offer)}")
        chosen = offers[self._number(len(offers)) - 1]
        self.console.gap()
        if isinstance(chosen, Past):
            self._go_on(chosen.id)
        else:
            kept = tuple(one for one in unfinished if one.scenario == chosen.scenario.id)
            self._meet(chosen, None, kept)

    def _number(self, most: int) -> int:
        while True:
            answer = self._ask(f"Type a number from 1 to {most}, or q to quit: ").strip().lower()
            if answer in {"q", "quit", "/leave", "/pause"}:
                raise Interrupted
            if answer.isdecimal() and 1 <= int(answer[:9]) <= most:
                return int(answer[:9])
            if answer:
                self.console.say(f"There is no {answer[:40]} in the list.")

    def _meet(self, patient: Patient, seed: int | None, kept: tuple[Past, ...]) -> None:
        self.console.say(*saying.briefing(patient.scenario))
        self.console.gap()
        if kept and self.console.is_terminal:
            self.console.say(f"You have an unfinished session with this patient: {_plain(kept[0].detail)}.")
            if self._choice("Type r to resume it, or n for a new one: ", {"r": "r", "resume": "r", "n": "n"}) == "r":
                self._go_on(kept[0].id)
                return
        elif kept:
            self.console.say(f"An unfinished session waits; to go on with it: {self._how_to_go_on(kept[0].id)}")
        if not self._is_ready():
            self.console.say(NOTHING_BEGUN)
            return
        self._sit(self.desk.begin(patient, seed, mode=self._mode()))

    def _mode(self) -> ModeName:
        if self.mode is not None:
            return self.mode
        return read_settings().mode if self.feedback is None else "coach" if self.feedback else "quiet"

    def _is_ready(self) -> bool:
        """Whether to begin. From a pipe the first line that is neither empty nor a command is the first reply."""
        while True:
            line = self._ask("Press Enter to begin, or type q to go without beginning: ")
            answer = line.strip().lower()
            if answer in {"", "b", "begin", "y", "yes", "/begin"}:
                return True
            if answer in {"q", "quit", "n", "no", "/leave", "/pause"}:
                return False
            if not self.console.is_terminal:
                self._waiting_line = line
                return True
            self.console.say("Not begun yet.")

    def _go_on(self, session_id: str) -> None:
        sitting = self.desk.take_up(session_id)
        scenario = sitting.session.scenario
        self.console.say(f"Going on with {scenario.persona.name} after {plural(len(sitting.session.turns), 'turn')}.")
        warnings = scenario.about.warnings
        if warnings:
            self.console.say(f"Content warning: {', '.join(warnings)}.")
        self._sit(sitting)

    # Playing

    def _sit(self, sitting: Sitting) -> None:
        """One session, and each second try that comes of it."""
        console = _Handing(self.console, self._waiting_line)
        is_reflecting = self.console.is_terminal and read_settings().reflect_first
        again: Sitting | None = sitting
        while again is not None:
            sitting, mode = again, again.mode
            explained = mode.is_open and (mode.shows_feedback if self.feedback is None else self.feedback)
            talk = Talk(self.desk, sitting, console, explained, is_reflecting)
            outcome = talk.play()
            is_reflecting = talk.is_reflecting
            self.console.gap()
            if isinstance(outcome, Sitting):
                again = outcome
                self.console.say(f"To go on with the one before: {self._how_to_go_on(sitting.id)}")
            elif outcome == "ended":
                again = LookingBack(self.desk, sitting, self.console, self._short(sitting.id)).read()
            else:
                again = None
                turns = plural(len(sitting.session.turns), "turn")
                self.console.say(f"Kept for later, with everything you typed: {turns} so far. To go on:")
                self.console.say(self._how_to_go_on(sitting.id))

    def _choice(self, prompt: str, answers: dict[str, str]) -> str:
        while True:
            chosen = answers.get(self._ask(prompt).strip().lower())
            if chosen is not None:
                return chosen

    def _ask(self, prompt: str) -> str:
        while True:
            try:
                return self.console.ask(prompt)
            except BadLine as bad:
                self.console.say(str(bad))

    def _short(self, session_id: str) -> str:
        with spoken():
            return shortest_prefixes([record.id for record in self.desk.store.records()])[session_id]

    def _how_to_go_on(self, session_id: str) -> str:
        return f"attune play --resume {self._short(session_id)} --plain"


class _Handing:
    """A console that hands out one line which was read too early, then is the console it stands for."""

    def __init__(self, console: Console, line: str | None) -> None:
        self._console = console
        self._line = line
        self.say = console.say
        self.gap = console.gap

    @property
    def is_terminal(self) -> bool:
        return self._console.is_terminal

    def ask(self, prompt: str) -> str:
        if self._line is None:
            return self._console.ask(prompt)
        line, self._line = self._line, None
        self.say(f"{prompt}{line}")
        return line


def _offered(offer: Past | Patient) -> str:
    if isinstance(offer, Past):
        return f"{sentence(offer.title)} {sentence(_plain(offer.detail))}"
    about = offer.scenario.about
    warnings = f" Content warning: {', '.join(about.warnings)}." if about.warnings else ""
    return f"{sentence(offer.title)} Level {about.level} of 5, {about.minutes} minutes.{warnings}"


def _plain(detail: str) -> str:
    """Without the marks that an eye goes by."""
    return detail.replace(" · ", ", ")
