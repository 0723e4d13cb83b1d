"""Where scenarios are found: the shipped library, a person's own folder, or any file, folder or `.zip` given.

find("advice-seeker")           by id: one's own before the shipped one
find("ward/ada.yaml")           a file
find("course.zip/ada")          by id in a folder or zip
find("course.zip")              the only patient in it
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from scenarios.faults import Fault, Mark, ScenarioError, suggest
from scenarios.home import own_folder

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
SUFFIXES = frozenset({".yaml", ".yml"})
MAX_FILES = 2_000
"""Most scenario files that are looked for in one folder; `attune lint /` should not read a whole disk."""

_ID_LINE = re.compile(rb"^id:[ \t]*([\"']?)([a-z0-9][a-z0-9_-]{0,63})\1[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Found:
    """Where a scenario was found, and where the same id is found too."""

    path: Path
    others: tuple[Path, ...] = ()
    """Files of the same id that are not used."""


def shipped() -> dict[str, Path]:
    """The shipped patients by id, in the order in which they are best met."""
    folder = Path(str(resources.files("scenarios").joinpath("library")))
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    first = [name for name in ORDER if name in files]
    return {name: files[name] for name in (*first, *(name for name in files if name not in first))}


ORDER = (
    "maya",
    "advice-seeker",
    "anika",
    "priti",
    "tom",
    "tests-trust",
    "doubts-therapy",
    "helen",
    "craves-validation",
    "callum",
    "ravi",
    "sam-first-session",
    "sam",
    "dee",
)


def available() -> dict[str, Path]:
    """Every patient that can be named by id: the shipped ones in their order, then one's own; an own file goes first.

    Raises `ScenarioError` where one's own folder holds too many files.
    """
    own = {name: files[0] for name, files in by_id(scenario_files_in(own_folder())).items()}
    return {**{name: own.get(name, path) for name, path in shipped().items()}, **own}


def find(name: str) -> Path:
    """The file for an id or a path. Raises `ScenarioError` where there is none."""
    return locate(name).path


def locate(name: str) -> Found:
    """The file for an id or a path, and the other files of that id. Raises `ScenarioError` where there is none."""
    path = Path(name)
    if path.suffix in {*SUFFIXES, ".zip"} or "/" in name or os.sep in name:
        return _at(path, name)
    places = by_id(scenario_files_in(own_folder()))
    known = available()
    if ID.fullmatch(name) and name in known:
        return _first((*places.get(name, ()), *([shipped()[name]] if name in shipped() else ())))
    if name and path.is_dir():
        return _at(path, name)
    raise _missing(name, "no-such-scenario", "There is no patient of that name.", suggest(name, known, noun="Patients"))


def scenario_files_in(place: Path) -> list[Path]:
    """The scenario files in a folder or a `.zip`, by name. Links and hidden folders are passed over.

    Raises `ScenarioError` where the zip cannot be used or there are too many files.
    """
    folder = place
    if _is_zip(place):
        from scenarios.archive import unpacked  # noqa: PLC0415  only for a zip; the first paint needs none

        folder = unpacked(place)
    found: list[Path] = []
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [Path(here, name) for name in sorted(files) if not name.startswith(".")]
        found += [path for path in paths if path.suffix in SUFFIXES and path.is_file() and not path.is_symlink()]
        if len(found) > MAX_FILES:
            message = f"More than {MAX_FILES:,} .yaml files are in this folder."
            raise _missing(str(place), "too-many-files", message, "Name a smaller folder.")
    return sorted(found)


def by_id(paths: Iterable[Path]) -> dict[str, tuple[Path, ...]]:
    """Files by the id that stands in them; where none can be read, by their name."""
    found: dict[str, tuple[Path, ...]] = {}
    for path in paths:
        name = _id_in(path) or path.stem
        found[name] = (*found.get(name, ()), path)
    return found


def _at(path: Path, name: str) -> Found:
    if path.is_dir() or _is_zip(path):
        places = by_id(scenario_files_in(path))
        if len(places) == 1:
            return _first(next(iter(places.values())))
        if not places:
            raise _missing(name, "no-such-scenario", "There is no .yaml file in here.", "Name another folder or zip.")
        one = next(iter(places))
        message = f"There are {len(places)} patients in here."
        raise _missing(name, "which-one", message, f"Name one, such as `{name.rstrip('/')}/{one}`.")
    if path.is_file():
        return Found(path)
    holder, wanted = path.parent, path.name
    if ID.fullmatch(wanted) and (holder.is_dir() or _is_zip(holder)):
        places = by_id(scenario_files_in(holder))
        if wanted in places:
            return _first(places[wanted])
        help_text = suggest(wanted, places, noun="Patients in there")
        raise _missing(name, "no-such-scenario", f"There is no patient `{wanted}` in {holder}.", help_text)
    help_text = "Give a .yaml file, a folder, a .zip, or the id of a shipped patient."
    raise _missing(name, "no-such-file", "There is no such file.", help_text)


def _is_zip(path: Path) -> bool:
    return path.suffix == ".zip" and path.is_file()


def _first(paths: tuple[Path, ...]) -> Found:
    return Found(paths[0], paths[1:])


def _id_in(path: Path) -> str:
    """The id that a file gives itself, read without parsing: a folder of a hundred patients opens at once."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return ""
    match = _ID_LINE.search(head)
    return match[2].decode() if match else ""


def _missing(name: str, code: str, message: str, help_text: str) -> ScenarioError:
    return ScenarioError([Fault(name, Mark(1, 1), code, message, help_text)])
