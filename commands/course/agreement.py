"""`attune course agreement`: how far supervisors agree with the machine, and with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from commands.kept import opened_store
from commands.output import STDOUT, write_output
from commands.store_option import store_option
from scenarios.faults import ScenarioError
from simulator.session import replay

if TYPE_CHECKING:
    from scoring.agreement.gather import RatedSession
    from simulator.ratings import Rating
    from simulator.store import Store


@click.command("agreement")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md"]),
    default="text",
    show_default=True,
    help="Text for a terminal, JSON for a script, or Markdown.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", default=STDOUT, metavar="FILE|-", help="Where to write; `-`, the default, is stdout.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@store_option
def command(form: str, output: str, *, as_json: bool, force: bool) -> None:
    """Compare the ratings of people with the machine's, and with each other's where something was rated twice.

    Blind and sighted ratings are told apart, and so are turns drawn by chance and turns that were chosen.
    Every number comes with how many ratings it rests on, an interval found by resampling trainees, a flag where it
    passes a limit, and a sentence that says what it means. Where there is no number, it says why.

    \b
    Examples:
      attune course agreement
      attune course agreement --format md -o agreement.md
    """
    from scoring.agreement.formats import (  # noqa: PLC0415  numpy takes 0.1 s
        agreement_json,
        agreement_markdown,
        agreement_text,
    )
    from scoring.agreement.gather import agreement  # noqa: PLC0415  as above

    with opened_store() as store:
        found = agreement(list(_rated(store)))
    write = {"text": agreement_text, "md": agreement_markdown, "json": agreement_json}["json" if as_json else form]
    write_output(output, write(found), force=force)
    if output != STDOUT:
        click.echo(f"Agreement written to {output}", err=True)


def _rated(store: Store) -> Iterator[RatedSession]:
    from scoring.agreement.gather import RatedSession  # noqa: PLC0415  numpy takes 0.1 s
    from scoring.rubric import score  # noqa: PLC0415  the rubric's tables are read only where something is scored

    by_session: dict[str, list[Rating]] = defaultdict(list)
    for rating in store.ratings.all():
        by_session[rating.session].append(rating)
    for name, ratings in by_session.items():
        try:
            session = replay(store.scenario(name), store.events(name))
        except ScenarioError:  # played with a file that this version no longer understands
            click.echo(f"Session {name} is left out: its scenario cannot be read any more.", err=True)
            continue
        yield RatedSession(name, store.record(name).trainee, session, score(session), tuple(ratings))
