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
            inside = [path for path in sorted(folder.rglob("*.y*ml")) if _is_scenario_file(path.relative_to(folder))]
            if not inside:
                raise InputError(f"{target}: no .yaml files in this folder.")
            files += inside
        else:
            files.append(find(target))
    return files


def _is_scenario_file(path: Path) -> bool:
    """Whether a file in a folder is meant: YAML, and not in a hidden folder such as an editor's or an environment's."""
    return path.suffix in {".yaml", ".yml"} and not any(part.startswith(".") for part in path.parts)
