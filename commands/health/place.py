"""Where data lie: may they be written, is there room, and can nobody else read them?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from commands.health.finding import Finding, note, wrong

LEAST_MEGABYTES = 50
"""Free space below which it is said: some thousands of turns, and a copy of the file at an upgrade."""
OTHERS = 0o077
"""What a file's mode must not hold: anything for the group or for everybody."""


def folder(path: Path) -> list[Finding]:
    """The folder for data, and what in it others could read."""
    data: dict[str, object] = {"path": str(path)}
    if not _is_there(path):
        return [_not_there(path, data)]
    if not path.is_dir():
        mend = "Move the file away, or set ATTUNE_HOME to a folder."
        return [wrong("Folder", f"{path} is a file, and a folder is needed", mend, data)]
    mode = path.stat().st_mode & 0o777
    data["mode"] = f"{mode:04o}"
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        mend = "Give it to yourself, or set ATTUNE_HOME to a folder that you may write to."
        return [wrong("Folder", f"{path} cannot be written", mend, data)]
    found = [Finding("Folder", f"closed to others ({mode:04o})", data=data)]
    if mode & OTHERS:
        found = [wrong("Folder", f"others on this computer can open it ({mode:04o})", f"chmod 700 '{path}'", data)]
    locked = sorted(file.name for file in path.glob("sessions.sqlite*") if not os.access(file, os.R_OK | os.W_OK))
    if locked:
        mend = f"Give them to yourself, then: cd '{path}' && chmod 600 {' '.join(locked)}"
        found.append(wrong("Files", f"{', '.join(locked)} cannot be written", mend, locked))
    open_files = sorted(file.name for file in path.glob("sessions.sqlite*") if _is_open(file))
    if open_files:
        mend = f"cd '{path}' && chmod 600 {' '.join(open_files)}"
        found.append(wrong("Files", f"others could read {', '.join(open_files)}", mend, open_files))
    return [*found, _room(path)]


def _is_there(path: Path) -> bool:
    """Whether it is known to be there; of what lies behind a closed door, nothing is known."""
    try:
        return path.exists()
    except OSError:
        return False


def _is_open(file: Path) -> bool:
    return file.is_file() and bool(file.stat().st_mode & OTHERS)


def _not_there(path: Path, data: dict[str, object]) -> Finding:
    above = next(parent for parent in path.absolute().parents if _is_there(parent))
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return Finding("Folder", "not there yet; it is made with the first session", data=data)
    mend = "Set ATTUNE_HOME to a folder that you may write to."
    reason = "is not yours to write to" if above.is_dir() else "is a file"
    return wrong("Folder", f"{path} cannot be made: {above} {reason}", mend, data)


def _room(path: Path) -> Finding:
    megabytes = shutil.disk_usage(path).free // 1_000_000
    if megabytes < LEAST_MEGABYTES:
        mend = "Free some space. A reply that finds no room is told of, and stays in its field."
        return note("Space", f"{megabytes} MB free on its disk", mend, megabytes)
    return Finding("Space", f"{megabytes:,} MB free on its disk", data=megabytes)
