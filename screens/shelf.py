"""Where patients and packs are read for the home screen: file by file, each only once as long as it stays the same.

For worker threads. Whatever cannot be used is told in a line and passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.faults import ScenarioError
from scenarios.home import own_folder
from scenarios.library import shipped
from screens.catalogue import Patient

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scenarios.packs import Pack

Stamp = tuple[int, int]
"""When a file was changed last, and its size."""


@dataclass(frozen=True, slots=True)
class Library:
    """The patients and packs that were read so far."""

    patients: tuple[Patient, ...] = ()
    packs: tuple[Pack, ...] = ()
    broken: tuple[str, ...] = ()
    """What cannot be used, one line each."""
    is_complete: bool = False


class Shelf:
    """The patients of this computer."""

    def __init__(
        self,
        library: Callable[[], Mapping[str, Path]],
        packs: Callable[[], tuple[Pack, ...]],
        tell: Callable[[Scenario], None],
    ) -> None:
        """`library`, `packs`: where they are, may raise `ScenarioError`; `tell`: is told of every scenario read."""
        self._library = library
        self._packs = packs
        self._tell = tell
        self._read: dict[Path, tuple[Stamp, Patient | str]] = {}

    def read(self) -> Iterator[Library]:
        """The library so far, after each file; the last is complete."""
        broken: list[str] = []
        try:
            files = self._library()
        except ScenarioError as error:
            broken.append(str(error.faults[0]))
            files = shipped()
        try:
            packs = self._packs()
        except ScenarioError as error:
            broken.append(str(error.faults[0]))
            packs = ()
        own = own_folder()
        patients: list[Patient] = []
        for path in files.values():
            found = self._patient(path, is_own=path.is_relative_to(own))
            if isinstance(found, Patient):
                patients.append(found)
                yield Library(tuple(patients), packs, tuple(broken))
            else:
                broken.append(found)
        yield Library(tuple(patients), packs, tuple(broken), is_complete=True)

    def _patient(self, path: Path, *, is_own: bool) -> Patient | str:
        """The patient in a file, or its first fault."""
        from scenarios.load import load_scenario  # noqa: PLC0415  YAML takes 50 ms, and the first paint needs none

        try:
            state = path.stat()
        except OSError as error:
            return f"{path}: the file cannot be read: {error.strerror}."
        stamp = (state.st_mtime_ns, state.st_size)
        known = self._read.get(path)
        if known is None or known[0] != stamp:
            try:
                scenario = load_scenario(path, str(path) if is_own else path.name)
            except ScenarioError as error:
                known = (stamp, str(error.faults[0]))
            else:
                self._tell(scenario)
                known = (stamp, Patient(path, scenario, is_own))
            self._read[path] = known
        return known[1]
