"""`attune review`: a supervisor rates a session, on the screen or in a form, before seeing the machine's rating."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import click

from commands.errors import InputError, need_terminal
from commands.kept import opened_store, session_named
from commands.output import write_output
from commands.store_option import store_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.supervision.form import Sheet
    from simulator.ratings import Sample
    from simulator.store import Store


@click.command("review")
@click.argument("session_id", metavar="[SESSION]", required=False)
@click.option(
    "--rater", metavar="NAME", help="Your pseudonym: small letters, digits, - and _. Stands with every rating."
)
@click.option("--form", "form_file", metavar="FILE", help="Write a form to fill in with a text editor; `-` is stdout.")
@click.option("--take", "taken_file", metavar="FILE", help="Read a filled-in form back.")
@click.option("--list", "listing", is_flag=True, help="Show what was rated, by whom, when and why.")
@click.option(
    "--sample", type=click.IntRange(1, 200), metavar="N", help="N turns drawn by chance from all ended sessions."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="With --sample: the same seed draws the same turns."
)
@click.option("--sighted", is_flag=True, help="Show the machine's rating from the start. Kept with your ratings.")
@click.option("--json", "json_wanted", is_flag=True, help="With --list and --take: JSON instead of text.")
@click.option("--force", is_flag=True, help="With --form: replace the file if it is there.")
@store_option
def command(  # noqa: PLR0913  one word on the command line each
    session_id: str | None,
    rater: str | None,
    form_file: str | None,
    taken_file: str | None,
    sample: int | None,
    seed: int,
    *,
    listing: bool,
    sighted: bool,
    json_wanted: bool,
    force: bool,
) -> None:
    """Rate what a trainee wrote, turn by turn, the machine's rating hidden until yours is given.

    SESSION is an id, its first characters, or `last`. Without --form, --take and --list the screen opens: one turn
    after the other, by keyboard alone; leave at any time, and go on where you stopped.
    Ratings are added, never changed: rating again adds one, and so does taking back. The latest counts.

    \b
    Examples:
      attune review 01a205de --rater heron
      attune review 01a205de --form form.yaml
      attune review --take form.yaml --rater heron
      attune review --sample 40 --seed 1 --form sample.yaml
      attune review 01a205de --list
    """
    if sum((form_file is not None, taken_file is not None, listing)) > 1:
        raise click.UsageError("--form, --take and --list go one at a time")
    if session_id is not None and sample is not None:
        raise click.UsageError("--sample draws from all sessions; name a session or draw, not both")
    if taken_file is not None:
        _take(taken_file, session_id, _pseudonym(rater), json_wanted=json_wanted)
    elif session_id is None and sample is None:
        raise click.UsageError("name a SESSION, or draw turns with --sample N")
    elif listing:
        if session_id is None:
            raise click.UsageError("--list shows one session; name it")
        _list(session_id, json_wanted=json_wanted)
    elif form_file is not None:
        _write_form(form_file, session_id, sample, seed, sighted=sighted, force=force)
    else:
        _screen(session_id, sample, seed, _pseudonym(rater), sighted=sighted)


def _pseudonym(rater: str | None) -> str:
    from simulator.ratings import RATER  # noqa: PLC0415  keeps --help quick

    if rater is None:
        raise click.UsageError("--rater NAME is missing: every rating is kept with its author's pseudonym")
    if not RATER.fullmatch(rater):
        raise InputError(
            f"--rater {rater!r}: a pseudonym has small letters, digits, - and _, and begins with a letter or digit."
        )
    return rater


def _sheets(store: Store, session_id: str | None, sample: int | None, seed: int) -> Sequence[Sheet]:
    from commands.reviewing import drawn_sheets, sheet  # noqa: PLC0415  keeps --help quick

    if sample is not None:
        return drawn_sheets(store, sample, seed)
    found = sheet(store, session_named(store, session_id or "").id)
    if not found.turns:
        raise InputError(f"Session {found.id} has no turns to rate yet.")
    return [found]


def _write_form(
    file: str, session_id: str | None, sample: int | None, seed: int, *, sighted: bool, force: bool
) -> None:
    from scoring.supervision.form import form_text  # noqa: PLC0415  keeps --help quick

    with opened_store() as store:
        sheets = _sheets(store, session_id, sample, seed)
    how: Sample = "chosen" if sample is None else "random"
    shown = "FILE" if file == "-" else shlex.quote(file)
    write_output(file, form_text(sheets, sighted=sighted, sample=how, file=shown), force=force)
    if file != "-":
        turns = sum(len(one.turns) for one in sheets)
        click.echo(f"Form with {turns} turns written to {file}", err=True)


def _take(file: str, session_id: str | None, rater: str, *, json_wanted: bool) -> None:
    from commands.reviewing import take_form, taken_lines, taken_plain  # noqa: PLC0415  keeps --help quick

    with opened_store() as store:
        only = None if session_id is None else session_named(store, session_id).id
        found = take_form(store, file, rater, only)
    if json_wanted:
        click.echo(json.dumps(taken_plain(found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(taken_lines(found, rater)))


def _list(session_id: str, *, json_wanted: bool) -> None:
    from commands.reviewing import listed_lines, listed_plain  # noqa: PLC0415  keeps --help quick

    with opened_store() as store:
        name = session_named(store, session_id).id
        if json_wanted:
            click.echo(json.dumps(listed_plain(store, name), ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(listed_lines(store, name)))


def _screen(session_id: str | None, sample: int | None, seed: int, rater: str, *, sighted: bool) -> None:
    which = session_id if session_id is not None else f"--sample {sample} --seed {seed}"
    need_terminal(f"attune review {which} --form FILE")
    from commands.review_app import run_review  # noqa: PLC0415  Textual takes 150 ms

    with opened_store() as store:
        sheets = _sheets(store, session_id, sample, seed)
        run_review(store, sheets, rater, sighted=sighted, sample="chosen" if sample is None else "random")
