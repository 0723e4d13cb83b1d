"""A trial at the table: a sitting of which nothing is kept, on a file that may change while it is played."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from authoring.appending import AppendError, append_example
from authoring.keeping import Form, check, example_of
from authoring.lint.check import mistakes
from authoring.trying import PlaceError, StepCoder, back_one, play_again, reload_words, steps_of
from scenarios.faults import ScenarioError
from scenarios.load import load_scenario
from scoring.words import sentence
from screens.sitting import Sitting
from simulator.practice import Memory, Practice

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from simulator.reading import Coder
    from simulator.session import Session
    from simulator.state import Place


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried out."""

    path: Path
    scenario: Scenario
    place: Place | None
    seed: int
    is_shipped: bool
    """One of the patients that come with Attune; nothing is written into its file."""


class Stamp(NamedTuple):
    """By which a changed file is known."""

    changed_ns: int
    size: int
    inode: int


class NoDrafts:
    """Keeps no drafts: what is typed in a trial is gone with it."""

    def draft(self, session_id: str) -> str:
        """Nothing."""
        del session_id
        return ""

    def save_draft(self, session_id: str, text: str) -> None:
        """Nothing happens."""


@dataclass(frozen=True, slots=True)
class Reload:
    """What came of reading the file again."""

    notice: str
    is_faulty: bool = False
    """Whether the version before is still being played."""


class TrialSitting(Sitting):
    """A session that is tried out; in memory alone."""

    is_kept = False

    def __init__(self, trial: Trial, coder: Coder, rubric_version: str) -> None:
        self.trial = trial
        practice = Practice.begin(
            trial.scenario,
            Memory(),
            StepCoder(coder),
            seed=trial.seed,
            rubric_version=rubric_version,
            place=trial.place,
        )
        super().__init__("trial", practice, NoDrafts())
        self.stamp = self.look()
        """Of the file as it is being played, or as it was last found faulty."""
        self._steps: tuple[str, ...] = ()
        """Every reply so far, those set aside by a reload too."""
        self._path: tuple[str, ...] = ()
        """Where each of them led."""
        self._shown = 0
        """Turns that stood when the two were last taken down."""

    def look(self) -> Stamp | None:
        """The file as it is now; `None` where it is not there, as for a moment while an editor saves."""
        try:
            found = self.trial.path.stat()
        except OSError:
            return None
        return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)

    @property
    def last_reply(self) -> str:
        """The words of the last turn; empty for silence, and where there is none."""
        return self.session.turns[-1].reply if self.session.turns else ""

    def back(self) -> bool:
        """Take the last turn back. Returns whether there was one."""
        with self._lock:
            if not self.session.turns or self.session.pending is not None:
                return False
            self._put(back_one(self.practice.session))
            self._remember()
            return True

    def reload(self, stamp: Stamp) -> Reload | None:
        """Read the file again and play the replies so far on it; where it is faulty nothing changes.

        `None` while a reply waits for its answer: then it is to be tried again.
        """
        with self._lock:
            if self.session.pending is not None:
                return None
            self.stamp = stamp
            name = self.trial.path.name
            try:
                scenario = load_scenario(self.trial.path, name)
                if scenario.sha256 == self.session.scenario.sha256:
                    return Reload(f"{name} is as it was.")
                if len(self.session.turns) != self._shown:
                    self._remember()
                again = play_again(self.session, scenario, self._steps, self._path, self.practice.coder)
            except ScenarioError as error:
                first, *others = mistakes(error, self.trial.path)
                more = f" ({len(others)} more: attune lint {name})" if others else ""
                words = f"line {first.mark.line}: {first.message} {first.help}".rstrip()
                return Reload(f"{words}{more}", is_faulty=True)
            except PlaceError as error:
                return Reload(sentence(str(error)), is_faulty=True)
            self._put(again.session)
            self._shown = len(again.session.turns)
            return Reload(reload_words(again))

    def keep_as_example(self, name: str, form: Form) -> None:
        """Write this play into the file as an example. Raises `AppendError`; then nothing was written."""
        if self.trial.is_shipped:
            raise AppendError("This patient came with Attune. Copy its file, and try the copy, to add examples to it.")
        with self._lock:
            example = example_of(self.session, form, name)
            check(self.session.scenario, example, self.practice.coder)
            append_example(self.trial.path, example)
        stamp = self.look()
        if stamp is not None:
            self.reload(stamp)

    def _put(self, session: Session) -> None:
        self.practice = Practice(session, Memory(), self.practice.coder)

    def _remember(self) -> None:
        self._steps = steps_of(self.session)
        self._path = tuple(turn.move.goes for turn in self.session.turns)
        self._shown = len(self._steps)
