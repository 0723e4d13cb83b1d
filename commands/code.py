"""`attune code`: read replies in batch. The contract by which coders are measured."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

import click

from commands.batch import Progress, Row, answers, rows
from commands.errors import InputError


@click.command("code")
@click.argument("file", metavar="FILE|-")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write here; an interrupted run goes on.")
@click.option("--restart", is_flag=True, help="With --out: begin anew, over what is there.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Cores to use.")
@click.pass_context
def command(ctx: click.Context, file: str, out: Path | None, *, restart: bool, jobs: int) -> None:
    """Read therapist replies and write the behaviour codes they show.

    Input is JSON lines, {"id", "patient", "reply"}; output is JSON lines in the same order,
    {"id", "codes": [{"code", "confidence", "start", "end"}], "unclear"}. Offsets count characters of the reply.
    A line that cannot be used is named on standard error and left out; the exit code is then 2.

    With --out the answers stand in OUT.part until all are there. Give the same command again after an
    interruption, and it goes on where it stopped.

    \b
    Examples:
      attune code replies.jsonl > codes.jsonl
      attune code replies.jsonl --out codes.jsonl --jobs 4
      echo '{"id": "1", "patient": "I am tired.", "reply": "Worn right out."}' | attune code -
    """
    try:
        source = sys.stdin.buffer if file == "-" else open(file, "rb")  # noqa: PTH123, SIM115  closed below
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}.") from None
    size = None if file == "-" else os.fstat(source.fileno()).st_size
    progress = Progress(_terminal() if out or not sys.stdout.isatty() else None, size)
    try:
        if out is None:
            bad = _read(file, source, sys.stdout, 0, jobs, progress)
        else:
            bad = _read_into(out, file, source, jobs, progress, restart=restart)
    finally:
        progress.done()
        if source is not sys.stdin.buffer:
            source.close()
    ctx.exit(2 if bad else 0)


def _terminal() -> Callable[[str], None] | None:
    return functools.partial(click.echo, err=True, nl=False) if sys.stderr.isatty() else None


def _read(name: str, source: BinaryIO, out: TextIO, skip: int, jobs: int, progress: Progress) -> int:
    """Write the answers to all rows but the first `skip` good ones; return how many lines could not be used."""
    bad = 0

    def good() -> Iterator[Row]:
        nonlocal bad, skip
        for row in rows(source):
            if isinstance(row.content, str):
                bad += 1
                progress.done()
                click.echo(f"attune: {name}:{row.number}: {row.content}", err=True)
            elif skip:
                skip -= 1
            else:
                yield row

    for row, line in answers(good(), jobs):
        click.echo(line, file=out)
        progress.step(row)
    return bad


def _read_into(out: Path, name: str, source: BinaryIO, jobs: int, progress: Progress, *, restart: bool) -> int:
    part = out.with_name(out.name + ".part")
    made_by = out.with_name(out.name + ".part.json")
    if out.exists() and not restart:
        raise InputError(f"{out}: is there already. Give another name, or --restart to write over it.")
    try:
        skip = 0 if restart else _done(part, made_by, name)
        made_by.write_text(json.dumps(_maker(name)), encoding="utf-8")
        if skip:
            click.echo(f"attune: going on after {skip:,} replies in {part}.", err=True)
        with part.open("a" if skip else "w", encoding="utf-8", buffering=1) as answers_so_far:
            bad = _read(name, source, answers_so_far, skip, jobs, progress)
        part.replace(out)
        made_by.unlink()
    except OSError as error:
        raise InputError(f"{error.filename or out}: cannot be written: {error.strerror}.") from None
    return bad


def _maker(name: str) -> dict[str, str]:
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s

    return {"coder": load_coder().version, "input": "-" if name == "-" else str(Path(name).resolve())}


def _done(part: Path, made_by: Path, name: str) -> int:
    """Return how many answers an interrupted run left, after cutting off one that was half written."""
    if not part.exists():
        return 0
    try:
        maker = json.loads(made_by.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        maker = None
    if maker != _maker(name):
        raise InputError(f"{part}: is from another input or another coder. Give --restart to begin anew.")
    count = whole = 0
    with part.open("rb+") as answers_so_far:
        for line in answers_so_far:
            if line.endswith(b"\n"):
                count += 1
                whole += len(line)
        answers_so_far.truncate(whole)
    return count
