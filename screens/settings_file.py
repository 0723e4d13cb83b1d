"""A trainee's settings, kept as `settings.json` in the data folder. Plain values and one file; no Textual.

What this version does not know is kept in the file. A damaged file never stops the app: what cannot be used is passed
over with a notice, and is set aside, not overwritten, when settings are saved again.

    SettingsError      the file could not be written; the message says where and how to mend it
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from scenarios.home import data_folder
from simulator.modes import MODE_NAMES, ModeName

FILE_NAME = "settings.json"
SIZE_LIMIT = 100_000
"""Most bytes that are read; a settings file has a few hundred."""
PSEUDONYM = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
PSEUDONYM_FORM = "small letters, digits, - and _, at most 64, beginning with a letter or digit"

ThemeChoice = Literal["dark", "light", "high-contrast", "no-colour"]
Pace = Literal["human", "instant"]


class SettingsError(Exception):
    """The file could not be written; the message is for the trainee."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a trainee likes to practise. Every field has a default that suits a first start."""

    theme: ThemeChoice = "dark"
    reduced_motion: bool = False
    """Nothing moves, and the patient's lines stand there at once, whatever `pace` says."""
    pace: Pace = "human"
    """How the patient's lines arrive."""
    mode: ModeName = "coach"
    """How the next session is played unless the briefing says otherwise."""
    reflect_first: bool = False
    """Whether one's own reply is rated before its feedback is shown."""
    trainee: str = ""
    """A pseudonym, `PSEUDONYM`, kept with each new session; empty: none."""
    is_introduced: bool = False
    """Whether the warning of the first start has been read."""

    @property
    def is_instant(self) -> bool:
        """Whether the patient's lines arrive without a pause."""
        return self.reduced_motion or self.pace == "instant"


CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": get_args(ThemeChoice),
    "pace": get_args(Pace),
    "mode": MODE_NAMES,
}
"""The settings that are one of several words."""


class ReadSettings(NamedTuple):
    """Settings, and what in the file could not be used."""

    settings: Settings
    notice: str = ""
    """Empty where everything could be used, or there is no file yet."""


def read_settings(folder: Path | None = None) -> Settings:
    """The settings kept in `folder`, or in the data folder; whatever is missing or unusable has its default."""
    return read_with_notice(folder).settings


def read_with_notice(folder: Path | None = None) -> ReadSettings:
    """As `read_settings`, and what to tell the trainee of a file that cannot be used as it stands."""
    path = _path(folder)
    try:
        found = _raw(path)
    except FileNotFoundError:
        return ReadSettings(Settings())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not what Attune wrote"
        return ReadSettings(Settings(), f"{path}: the settings cannot be read: {reason}. The usual ones are used.")
    usable = {name: value for name, value in found.items() if fault_of(name, value) == ""}
    faults = [fault for name, value in found.items() if (fault := fault_of(name, value))]
    known = {field.name for field in fields(Settings)}
    settings = Settings(**{name: value for name, value in usable.items() if name in known})
    notice = f"{path}: {' '.join(faults)} The usual is used instead." if faults else ""
    return ReadSettings(settings, notice)


def fault_of(name: str, value: object) -> str:
    """What is wrong with a setting's value, in a sentence; empty where it can be used or the name is not known."""
    if name in CHOICES:
        fits, form = value in CHOICES[name], f"one of {', '.join(CHOICES[name])}"
    elif name == "trainee":
        fits, form = isinstance(value, str) and (not value or bool(PSEUDONYM.fullmatch(value))), PSEUDONYM_FORM
    elif name in {"reduced_motion", "reflect_first", "is_introduced"}:
        fits, form = isinstance(value, bool), "true or false"
    else:
        return ""
    return "" if fits else f"`{name}` must be {form}."


def write_settings(settings: Settings, folder: Path | None = None) -> None:
    """Keep settings, whole or not at all; what else stands in the file stays. Raises `SettingsError`."""
    path = _path(folder)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            others = _raw(path)
        except FileNotFoundError:
            others = {}
        except ValueError:
            path.replace(path.with_name(f"{FILE_NAME}.damaged"))
            others = {}
        _replace(path, json.dumps({**others, **asdict(settings)}, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise SettingsError(
            f"{path}: the settings could not be kept: {error.strerror or error}. They hold until you quit."
        ) from error


def _path(folder: Path | None) -> Path:
    return (data_folder() if folder is None else folder) / FILE_NAME


def _raw(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        text = file.read(SIZE_LIMIT + 1)
    try:
        found = json.loads(text) if len(text) <= SIZE_LIMIT else None
    except RecursionError:
        found = None
    if not isinstance(found, dict):
        raise ValueError("not a settings file")  # noqa: TRY004  as bad as text that is no JSON
    return found


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
