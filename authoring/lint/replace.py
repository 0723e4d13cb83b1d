"""Putting mended bytes in a file's place: the file is there whole, as before or mended, and keeps its permissions."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_bytes(path: Path, raw: bytes) -> None:
    """Replace a file's bytes at once. A link stays a link. Raises `OSError` and leaves the file as it was."""
    real = path.resolve()
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.", suffix=".tmp")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(real.stat().st_mode & 0o7777)
        unfinished.replace(real)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
