"""Which scenario files a command is meant for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from commands.errors import InputError
from scenarios.library import by_id, locate, scenario_files_in, shipped


def scenario_file(target: str) -> Path:
    """The file for an id or a path; says where the same id is found too. Raises `ScenarioError`."""
    found = locate(target)
    if found.others:
        others = ", ".join(map(str, found.others))
        click.echo(f"attune: `{target}` is found more than once: {found.path} is used, not {others}.", err=True)
    return found.path


def scenario_files(targets: tuple[str, ...]) -> list[Path]:
    """Files for ids, paths, folders and zips; the whole shipped library where none is named."""
    if not targets:
        return list(shipped().values())
    files: list[Path] = []
    for target in targets:
        place = Path(target)
        if place.is_dir() or (place.suffix == ".zip" and place.is_file()):
            inside = scenario_files_in(place)
            if not inside:
                raise InputError(f"{target}: no .yaml files in this {'folder' if place.is_dir() else 'zip'}.")
            _tell_doubles(inside)
            files += inside
        else:
            files.append(scenario_file(target))
    return files


def _tell_doubles(paths: Iterable[Path]) -> None:
    for name, same in by_id(paths).items():
        if len(same) > 1:
            click.echo(f"attune: {len(same)} files have the id `{name}`: {', '.join(map(str, same))}.", err=True)
