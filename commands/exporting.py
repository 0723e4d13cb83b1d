"""`attune sessions export`: sessions as bundles, to hand in, keep or take elsewhere."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.errors import InputError
from commands.kept import opened_store, session_named
from commands.output import STDOUT, write_output
from commands.store_option import store_option

if TYPE_CHECKING:
    from simulator.store import Store

BESIDE = "beside-sessions.json"
"""Drafts, ratings and results: what `--mine` gives beyond bundles."""


@click.command("export")
@click.argument("session_ids", metavar="[ID...]", nargs=-1)
@click.option("--all", "all_wanted", is_flag=True, help="Every session, the oldest first.")
@click.option(
    "--mine", is_flag=True, help="All that is kept about you: every session, drafts, ratings, settings. Needs -o."
)
@click.option(
    "-o",
    "--output",
    default=STDOUT,
    metavar="FILE|FOLDER|ZIP|-",
    help="A folder that is there, or a .zip: one session a file. Else one file; `-`, the default, is stdout.",
)
@click.option(
    "--seal",
    "public",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="KEYFILE",
    help="Seal to the course's public key.",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@store_option
def export_command(
    session_ids: tuple[str, ...], *, all_wanted: bool, mine: bool, output: str, public: Path | None, force: bool
) -> None:
    """Write sessions as bundles: lines of JSON that can be checked and taken in by `attune course import`.

    They hold every word of the session, the patient's file, marks and second tries. The first characters of an
    ID are enough.

    \b
    Examples:
      attune sessions export last -o session.jsonl
      attune sessions export --all -o handing-in.zip --seal course.public
      attune sessions export --mine -o everything.zip
    """
    if bool(session_ids) + all_wanted + mine != 1:
        raise click.UsageError("name sessions or --all or --mine, and only one of these")
    if mine and output == STDOUT:
        raise click.UsageError("--mine writes several files: name a folder or a zip with -o")
    with opened_store() as store:
        every = reversed(store.records())
        found = every if all_wanted or mine else [session_named(store, name) for name in session_ids]
        ids = list({record.id: None for record in found})
        files = _bundles(store, ids)
        if mine:
            files.update(_beside(store, ids))
    if public is not None:
        files = _sealed(files, public)
    _write(files, output, force=force)
    if output != STDOUT:
        click.echo(f"{len(ids):,} session{'' if len(ids) == 1 else 's'} written to {output}", err=True)


def _bundles(store: Store, ids: list[str]) -> dict[str, bytes]:
    from simulator.bundles import write_bundle  # noqa: PLC0415  keeps `--help` short
    from simulator.store_export import bundle_of  # noqa: PLC0415  SQLAlchemy takes 0.2 s

    return {f"{one}.jsonl": write_bundle(bundle_of(store.database, one)) for one in ids}


def _beside(store: Store, ids: list[str]) -> dict[str, bytes]:
    from simulator.store_export import beside_sessions  # noqa: PLC0415  as above

    settings = store.folder / "settings.json"
    kept = {BESIDE: json.dumps(beside_sessions(store.database, ids), ensure_ascii=False, indent=1).encode()}
    if settings.is_file():
        kept[settings.name] = settings.read_bytes()
    return kept


def _sealed(files: dict[str, bytes], public: Path) -> dict[str, bytes]:
    from simulator.bundle_seal import SealError, seal  # noqa: PLC0415  only where sealing is asked for

    try:
        key = public.read_text(encoding="ascii")
        return {f"{name}.sealed": seal(raw, key) for name, raw in files.items()}
    except OSError as error:
        raise InputError(f"{public}: the key cannot be read: {error.strerror}.") from None
    except (SealError, UnicodeDecodeError) as error:
        reason = error if isinstance(error, SealError) else "this is no public key of a course"
        raise InputError(f"{public}: {reason}.") from None


def _write(files: dict[str, bytes], output: str, *, force: bool) -> None:
    if output != STDOUT and Path(output).is_dir():
        if not force:
            for name in files:
                if (Path(output) / name).exists():
                    raise InputError(f"{Path(output) / name}: the file is there already. Add --force to replace it.")
        for name, raw in files.items():
            write_output(str(Path(output) / name), raw, force=True)
    elif output.endswith(".zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, raw in files.items():
                # A fixed time: the same sessions make the same zip.
                archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
        write_output(output, packed.getvalue(), force=force)
    elif len(files) > 1 and any(name.endswith(".sealed") for name in files):
        raise InputError(f"{output}: several sealed sessions need a folder that is there, or a name ending in .zip.")
    elif BESIDE in files:
        raise InputError(f"{output}: --mine needs a folder that is there, or a name ending in .zip.")
    else:
        write_output(output, b"".join(files.values()), force=force)
