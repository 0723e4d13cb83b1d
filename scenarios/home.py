"""Where a person's own files are kept on this computer."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """The folder for kept sessions and own patients: `ATTUNE_HOME`, or the system's place for a person's data."""
    chosen = os.environ.get("ATTUNE_HOME")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415  not needed where ATTUNE_HOME is set

    return user_data_path("attune", appauthor=False)


def own_folder() -> Path:
    """The folder in which a person's own patients are found by id; it need not exist."""
    return data_folder() / "scenarios"
