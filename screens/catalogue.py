"""What the home screen offers: patients to meet, and sessions to go on with. Plain values, no Textual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scenarios.faults import ScenarioError
from scenarios.model import Scenario
from scoring.words import plural, who


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient of the library."""

    path: Path
    scenario: Scenario

    @property
    def title(self) -> str:
        """Heads the entry."""
        return f"{who(self.scenario)}: {self.scenario.title}"

    @property
    def detail(self) -> str:
        """What stands beneath: level and length, and what to be ready for."""
        about = self.scenario.about
        warnings = f"\n! {', '.join(about.warnings)}" if about.warnings else ""
        return f"level {about.level} of 5 · {about.minutes} minutes{warnings}"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that was kept for later."""

    id: str
    scenario: str
    """Id of its scenario."""
    title: str
    """`Ellie, 16: If you were me`."""
    turns: int
    begun: str
    """When it was begun, in words; empty where unknown."""

    @property
    def detail(self) -> str:
        """What stands beneath: how far, and since when."""
        begun = f" · begun {self.begun}" if self.begun else ""
        return f"{plural(self.turns, 'turn')} so far{begun}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything on offer."""

    patients: tuple[Patient, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()
    broken: tuple[str, ...] = ()
    """What is wrong with scenarios that could not be read, one line each."""
    is_loading: bool = False

    @property
    def empty_text(self) -> str:
        """What to say where there is no patient; empty where there is one."""
        if self.is_loading:
            return "Looking for patients…"
        return "" if self.patients else "No patients are installed. Write one, or give a file: attune play FILE"


def read_patients(files: Iterable[Path]) -> tuple[tuple[Patient, ...], tuple[str, ...]]:
    """The patients in these files, and the first fault of each file that cannot be used."""
    from scenarios.load import load_scenario  # noqa: PLC0415  YAML and its reader take 50 ms, and the first paint none of it

    patients, broken = [], []
    for path in files:
        try:
            patients.append(Patient(path, load_scenario(path, path.name)))
        except ScenarioError as error:
            broken.append(str(error.faults[0]))
    return tuple(patients), tuple(broken)
