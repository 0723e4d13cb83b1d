"""Which scenario files a command is meant for."""

from __future__ import annotations

from pathlib import Path

from commands.errors import InputError
from scenarios.library import find, shipped


def scenario_files(targets: tuple[str, ...]) -> list[Path]:
    """Files for ids, paths and folders; the whole shipped library where none is named."""
    if not targets:
        return list(shipped().values())
    files: list[Path] = []
    for target in targets:
        folder = Path(target)
        if folder.is_dir():
            inside = sorted(path for path in folder.rglob("*.y*ml") if path.suffix in {".yaml", ".yml"})
            if not inside:
                raise InputError(f"{target}: no .yaml files in this folder.")
            files += inside
        else:
            files.append(find(target))
    return files
