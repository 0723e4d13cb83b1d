"""Writing what a command made: to stdout, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from commands.errors import InputError

STDOUT = "-"


def write_output(target: str, text: str | bytes, *, force: bool = False) -> None:
    """Write text as UTF-8, or bytes as they are, to a file, or to stdout where `target` is `-`.

    A file that is there is replaced only with `force`. Readable by its owner alone. Raises `InputError`.
    """
    if target == STDOUT:
        click.echo(text, nl=False)
        return
    path = Path(target).resolve()
    if path.exists() and not path.is_file():
        raise InputError(f"{target}: this is not a file. Name a file, or `-` for the terminal.")
    if path.exists() and not force:
        raise InputError(f"{target}: the file is there already. Name another, or add --force to replace it.")
    try:
        _replace(path, text.encode() if isinstance(text, str) else text)
    except OSError as error:
        raise InputError(
            f"{target}: the file cannot be written: {error.strerror or error}. Nothing was left."
        ) from error


def _replace(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
