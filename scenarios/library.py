"""Where scenarios are found: the shipped library by id, or any file by path."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from scenarios.faults import Fault, Mark, ScenarioError, suggest

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def shipped() -> dict[str, Path]:
    """The shipped patients by id, in the order in which they are best met."""
    folder = Path(str(resources.files("scenarios").joinpath("library")))
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    first = [name for name in ORDER if name in files]
    return {name: files[name] for name in (*first, *(name for name in files if name not in first))}


ORDER = ("advice-seeker", "craves-validation", "tests-trust", "doubts-therapy")


def find(name: str) -> Path:
    """The file for an id or a path. Raises `ScenarioError` where there is none."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or "/" in name:
        if path.is_file():
            return path
        raise ScenarioError(
            [
                Fault(
                    name,
                    Mark(1, 1),
                    "no-such-file",
                    "There is no such file.",
                    "Give a .yaml file or the id of a shipped patient.",
                )
            ]
        )
    known = shipped()
    if ID.fullmatch(name) and name in known:
        return known[name]
    raise ScenarioError(
        [
            Fault(
                name,
                Mark(1, 1),
                "no-such-scenario",
                "There is no patient of that name.",
                suggest(name, known, noun="Patients"),
            )
        ]
    )
