"""`attune code`: read replies in batch. The contract by which coders are measured."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from commands.batch import Progress, Row, answers, rows
from commands.cluster import cluster_option
from commands.errors import InputError

if TYPE_CHECKING:
    from commands.spreading import Spreader


@click.command("code")
@click.argument("file", metavar="FILE|-")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write here; an interrupted run goes on.")
@click.option("--restart", is_flag=True, help="With --out: begin anew, over what is there.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Cores to use.")
@cluster_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="Of input and output; Parquet needs --out and the extra `parquet`.",
)
@click.pass_context
def command(
    ctx: click.Context, file: str, out: Path | None, jobs: int, cluster: str | None, form: str, *, restart: bool
) -> None:
    """Read therapist replies and write the behaviour codes they show.

    Input is JSON lines, {"id", "patient", "reply"}; output is JSON lines in the same order,
    {"id", "codes": [{"code", "confidence", "start", "end"}], "unclear"}. Offsets count characters of the reply.
    A line that cannot be used is named on standard error and left out; the exit code is then 2.
    In Parquet, columns have these names, and rows are named by their number.

    With --out the answers stand in OUT.part until all are there. Give the same command again after an
    interruption, and it goes on where it stopped. With --cluster the answers are the same to the byte.

    \b
    Examples:
      attune code replies.jsonl > codes.jsonl
      attune code replies.jsonl --out codes.jsonl --jobs 4
      attune code corpus.parquet --format parquet --out codes.parquet --cluster tcp://10.0.0.5:8786
      echo '{"id": "1", "patient": "I am tired.", "reply": "Worn right out."}' | attune code -
    """
    if cluster is not None and jobs > 1:
        raise click.UsageError("give --jobs or --cluster, not both")
    if form == "parquet" and (out is None or file == "-"):
        raise click.UsageError("Parquet is read from a file and written to one: name both, the second with --out")
    if out is not None and out.exists() and not restart:
        raise InputError(f"{out}: is there already. Give another name, or --restart to write over it.")
    with ExitStack() as open_things:
        source = open_things.enter_context(_opened(file, form))
        spreader = None
        if cluster is not None:
            from commands.cluster import joined_cluster  # noqa: PLC0415  only on this path

            spreader = open_things.enter_context(joined_cluster(cluster, with_coder=True))
        progress = Progress(_terminal() if out or not sys.stdout.isatty() else None, source.size)
        open_things.callback(progress.done)
        batch = Batch(source, jobs, spreader, progress)
        bad = batch.read(sys.stdout, 0) if out is None else _read_into(out, batch, restart=restart)
    ctx.exit(2 if bad else 0)


class Source(NamedTuple):
    """Replies to read."""

    name: str
    rows: Iterable[Row]
    size: int | None
    """Of what `Row.end` counts; `None` where it is not known."""
    id_type: Any = None
    """The type of the ids in Parquet; `None`: JSON lines."""


@contextmanager
def _opened(name: str, form: str) -> Iterator[Source]:
    if form == "parquet":
        from commands.parquet import opened  # noqa: PLC0415  only on this path

        with opened(name) as table:
            yield Source(name, table.rows(), table.size, table.id_type)
        return
    if name == "-":
        yield Source(name, rows(sys.stdin.buffer), None)
        return
    try:
        file = open(name, "rb")  # noqa: PTH123, SIM115  closed below
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}.") from None
    with file:
        yield Source(name, rows(file), os.fstat(file.fileno()).st_size)


def _terminal() -> Callable[[str], None] | None:
    return functools.partial(click.echo, err=True, nl=False) if sys.stderr.isatty() else None


class Batch(NamedTuple):
    """What is read, and by whom."""

    source: Source
    jobs: int
    cluster: Spreader | None
    progress: Progress

    def read(self, out: TextIO, skip: int) -> int:
        """Write the answers to all rows but the first `skip` good ones; return how many rows could not be used."""
        bad = 0

        def good() -> Iterator[Row]:
            nonlocal bad, skip
            for row in self.source.rows:
                if isinstance(row.content, str):
                    bad += 1
                    self.progress.done()
                    click.echo(f"attune: {self.source.name}:{row.number}: {row.content}", err=True)
                elif skip:
                    skip -= 1
                else:
                    yield row

        for row, line in answers(good(), self.jobs, self.cluster):
            click.echo(line, file=out)
            self.progress.step(row, self.cluster.workers if self.cluster else 0)
        return bad


def _read_into(out: Path, batch: Batch, *, restart: bool) -> int:
    part = out.with_name(out.name + ".part")
    made_by = out.with_name(out.name + ".part.json")
    name = batch.source.name
    try:
        skip = 0 if restart else _done(part, made_by, name)
        made_by.write_text(json.dumps(_maker(name)), encoding="utf-8")
        if skip:
            click.echo(f"attune: going on after {skip:,} replies in {part}.", err=True)
        with part.open("a" if skip else "w", encoding="utf-8", buffering=1) as answers_so_far:
            bad = batch.read(answers_so_far, skip)
        if batch.source.id_type is None:
            part.replace(out)
        else:
            from commands.parquet import write_answers  # noqa: PLC0415  only on this path

            write_answers(part, out, batch.source.id_type)
            part.unlink()
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
