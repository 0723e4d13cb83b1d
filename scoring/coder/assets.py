"""The coder's data files: where they are, what they must hash to, and what to say when they do not.

`manifest.json` names the coder, its version, the licence of each file and its sha256.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


class CoderDataError(Exception):
    """A data file of the coder is missing, changed or unreadable; the message says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` says of the files beside it."""

    id: str
    """Stable name of the coder."""
    version: str
    """Changes whenever a data file changes: a reading could differ."""
    sha256: dict[str, str]
    """File name to the hexadecimal digest of its bytes."""


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a data folder. Raises `CoderDataError` when it is missing or not readable."""
    path = folder / "manifest.json"
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        digests = {name: entry["sha256"] for name, entry in written["files"].items()}
        return Manifest(written["id"], written["version"], digests)
    except FileNotFoundError:
        raise CoderDataError(f"{path}: the coder's manifest is missing; reinstall attune") from None
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as fault:
        raise CoderDataError(f"{path}: cannot be read ({type(fault).__name__}); reinstall attune") from fault


def verified_bytes(folder: Path, name: str, manifest: Manifest) -> bytes:
    """Return a data file's bytes. Raises `CoderDataError` unless they hash to what the manifest says."""
    path = folder / name
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise CoderDataError(f"{path}: cannot be read ({fault.strerror}); reinstall attune") from fault
    found, expected = hashlib.sha256(content).hexdigest(), manifest.sha256.get(name, "no digest at all")
    if found != expected:
        raise CoderDataError(f"{path}: sha256 is {found}, the manifest has {expected}; reinstall attune")
    return content


def verified_file(folder: Path, name: str, manifest: Manifest) -> Path:
    """Return where a data file lies, once its bytes were found right; they are not kept. Raises `CoderDataError`."""
    verified_bytes(folder, name, manifest)
    return folder / name
