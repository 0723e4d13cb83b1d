"""`attune course import`: take in what a class hands in."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.course.key import PRIVATE
from commands.kept import opened_store
from commands.store_option import store_option

if TYPE_CHECKING:
    from scoring.rereading import Reread
    from simulator.bundle_files import Piece
    from simulator.session import Session
    from simulator.store_collecting import Tally

EVERY_SECONDS = 0.25
"""Between two lines of progress."""


@click.command("import")
@click.argument(
    "places", metavar="DIR|ZIP|FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True)
)
@click.option("--reread", "reread_wanted", is_flag=True, help="Let this course's coder read every reply again.")
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The course's private key; without it, the one that `attune course key` made.",
)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object instead of text.")
@store_option
@click.pass_context
def command(
    ctx: click.Context, places: tuple[Path, ...], *, reread_wanted: bool, key: Path | None, json_wanted: bool
) -> None:
    """Take in sessions that were handed in: bundles in files, folders and zips.

    Doing it twice, in another order, or again after an interruption ends with the same sessions. A longer
    continuation extends what is there; what contradicts it is set aside in the folder `quarantine`, with a note;
    damaged files are named and left out; nothing is overwritten. Exit code 1 where anything was set aside or left out.

    Scores are computed here, from the events. The readings in them are the trainee's computer's own;
    --reread makes them anew and lists what differs, changing nothing.

    \b
    Examples:
      attune course import handed-in/
      attune course import week-3.zip late/finch.jsonl --reread
    """
    from simulator.store_collecting import Collector, seldom_searching  # noqa: PLC0415  SQLAlchemy takes 0.2 s

    arrived: list[tuple[str, Session]] = []

    def note(name: str, session: Session) -> None:
        arrived.append((name, session))

    with opened_store() as store, seldom_searching():
        collector = Collector(store.database, store.folder, note if reread_wanted else None)
        progress = _Progress()
        for tally in collector.collect(_pieces(places, key or store.folder / PRIVATE)):
            progress.step(tally)
        progress.done()
    differing = _reread(arrived)
    if json_wanted:
        click.echo(json.dumps(_plain(collector.tally, differing, reread=reread_wanted), ensure_ascii=False, indent=1))
    else:
        _say(collector.tally)
        if reread_wanted:
            _say_reread(differing, len(arrived))
    ctx.exit(1 if collector.tally.refused or collector.tally.quarantined else 0)


def _pieces(places: tuple[Path, ...], key: Path) -> Iterator[Piece]:
    from simulator.bundle_files import bundles_in  # noqa: PLC0415  only here
    from simulator.bundle_seal import SealError, opened  # noqa: PLC0415  as above

    def opener(sealed: bytes) -> bytes:
        try:
            private = key.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            raise SealError(f"it is sealed, and the course's private key is not at {key}; name it with --key") from None
        return opened(sealed, private)

    for place in places:
        yield from bundles_in(place, opener)


def _reread(arrived: list[tuple[str, Session]]) -> list[tuple[str, Reread]]:
    if not arrived:
        return []
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s
    from scoring.rereading import reread  # noqa: PLC0415  as above

    coder = load_coder()
    again = ((name, reread(session, coder)) for name, session in arrived)
    return [(name, one) for name, one in again if one.differs]


def _say(tally: Tally) -> None:
    from simulator.store_import import Outcome  # noqa: PLC0415  SQLAlchemy takes 0.2 s

    words = {
        Outcome.NEW: "new",
        Outcome.LONGER: "went on from what was here",
        Outcome.SAME: "here already",
        Outcome.SHORTER: "here already, and further",
        Outcome.ERASED: "erased here before, and kept away",
        Outcome.CONFLICT: "set aside: they contradict a session that is here",
    }
    for outcome, said in words.items():
        if tally.outcomes[outcome] or outcome is Outcome.NEW:
            click.echo(f"{tally.outcomes[outcome]:6,}  {said}")
    if tally.refused:
        click.echo(f"{len(tally.refused):6,}  left out, named below")
    if tally.passed_over:
        click.echo(f"{tally.passed_over:6,}  other files passed over")
    for name, session_id, path in tally.quarantined:
        click.echo(f"{name}: session {session_id} contradicts the one that is here; it lies in {path}", err=True)
    for refused in tally.refused:
        click.echo(f"{refused.name}: {refused.reason.rstrip('.')}.", err=True)


def _say_reread(differing: list[tuple[str, Reread]], read: int) -> None:
    click.echo(f"Read again: {len(differing):,} of {read:,} sessions differ. Nothing was changed.")
    for name, one in differing:
        click.echo(f"{name}: overall {_points(one.overall_kept)} as handed in, {_points(one.overall_now)} here")
        for turn in one.turns:
            click.echo(f"  turn {turn.n}: {_codes(turn.kept)} → {_codes(turn.now)}")


def _points(points: float | None) -> str:
    return "not observed" if points is None else str(points)


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"


def _plain(tally: Tally, differing: list[tuple[str, Reread]], *, reread: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "outcomes": {str(outcome): count for outcome, count in tally.outcomes.items()},
        "passed_over": tally.passed_over,
        "left_out": [{"name": one.name, "reason": one.reason} for one in tally.refused],
        "quarantined": [
            {"name": name, "session": session_id, "file": str(path)} for name, session_id, path in tally.quarantined
        ],
    }
    if reread:
        plain["reread"] = [
            {
                "session": name,
                "overall": {"handed_in": one.overall_kept, "here": one.overall_now},
                "turns": [{"n": turn.n, "handed_in": list(turn.kept), "here": list(turn.now)} for turn in one.turns],
            }
            for name, one in differing
        ]
    return plain


class _Progress:
    """One line on a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self._say = sys.stderr.isatty()
        self._began = self._next = time.monotonic()

    def step(self, tally: Tally) -> None:
        now = time.monotonic()
        if self._say and now >= self._next:
            self._next = now + EVERY_SECONDS
            rate = tally.sessions / max(now - self._began, 0.001)
            click.echo(f"\r{tally.sessions:,} sessions, {rate:,.0f} a second   ", err=True, nl=False)

    def done(self) -> None:
        if self._say:
            click.echo("\r\033[K", err=True, nl=False)
