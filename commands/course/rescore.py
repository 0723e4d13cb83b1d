"""`attune course rescore`: what another rubric or coder would make of a class's sessions; tried first, undoable."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import click

from commands.cluster import cluster_option
from commands.errors import InputError
from commands.kept import opened_store
from commands.store_option import store_option
from scoring.words import plural

if TYPE_CHECKING:
    from commands.course.trial_file import TrialFile
    from simulator.store import Store
    from simulator.store_results import Rescoring


_UNTOUCHED = "the installed rubric and the readings kept when sessions were played"


@click.command("rescore")
@click.option("--rubric", metavar="VERSION", help="Score the readings that were kept by this rubric.")
@click.option("--coder", metavar="VERSION", help="Let this coder read every reply again, then score.")
@click.option(
    "--pass",
    "pass_mark",
    type=click.FloatRange(0, 100),
    default=60.0,
    show_default=True,
    metavar="POINTS",
    help="The pass mark, to tell who would cross it.",
)
@click.option("--apply", "apply_wanted", is_flag=True, help="Keep the new results; reports and grades go by them.")
@click.option("--undo", is_flag=True, help="Let the latest re-scoring count no more.")
@click.option("--list", "list_wanted", is_flag=True, help="List re-scorings, and the versions that can be applied.")
@cluster_option
@click.option("--json", "json_wanted", is_flag=True, help="One JSON object instead of text.")
@store_option
def command(  # noqa: PLR0913  one for each option
    rubric: str | None,
    coder: str | None,
    cluster: str | None,
    *,
    pass_mark: float,
    apply_wanted: bool,
    undo: bool,
    list_wanted: bool,
    json_wanted: bool,
) -> None:
    """See what changes when finished sessions are scored again; with --apply, keep it.

    Without --apply nothing is changed. Applied results stand in `course report` and `course gradebook` until they are
    undone; earlier ones are kept. Only the installed rubric and coder can be applied: --list names them. The patient's
    side stays as it was played: a coder reads each reply anew and it is judged in the state the patient then was in.

    The same command goes on after an interruption, and --apply takes over what a trial has made already.

    \b
    Examples:
      attune course rescore --list
      attune course rescore --rubric 1.2.0
      attune course rescore --coder 3.0.0 --pass 50 --apply
      attune course rescore --coder 3.0.0 --cluster tcp://10.0.0.5:8786
      attune course rescore --undo
    """
    asked = [undo, list_wanted, bool(rubric or coder)]
    if sum(asked) != 1 or (apply_wanted and not asked[2]):
        raise click.UsageError("give --rubric or --coder (or both), or --undo, or --list")
    if cluster is not None and not asked[2]:
        raise click.UsageError("--cluster is for scoring: give --rubric or --coder with it")
    with opened_store() as store:
        if undo:
            undone = store.results.undo()
            click.echo(f"Undone: the re-scoring of {_when(undone)}. {_kept(undone.sessions)}")
            left = [one for one in store.results.rescorings() if one.undone_at is None]
            click.echo(f"Reports and grades now go by {_described(left[-1]) if left else _UNTOUCHED}.")
        elif list_wanted:
            _list(store.results.rescorings(), json_wanted=json_wanted)
        else:
            wanted = Wanted(rubric, coder, cluster)
            _rescore(store, wanted, round(pass_mark * 10), apply_wanted=apply_wanted, json_wanted=json_wanted)


class Wanted(NamedTuple):
    """What sessions are to be scored with."""

    rubric: str | None
    coder: str | None
    """`None`: the readings that were kept."""
    cluster: str | None


def _rescore(store: Store, wanted: Wanted, mark: int, *, apply_wanted: bool, json_wanted: bool) -> None:
    from commands.course import rescore_words as words  # noqa: PLC0415  keeps --help quick
    from commands.course.sessions import say_unreadable  # noqa: PLC0415  as above
    from commands.course.trial_file import opened  # noqa: PLC0415  as above
    from commands.edition import edition  # noqa: PLC0415  as above
    from simulator.store_finished import count_unfinished  # noqa: PLC0415  as above
    from simulator.store_place import trial_file  # noqa: PLC0415  as above

    installed = _need_rubric(wanted.rubric)
    if wanted.coder is not None:
        _need_coder(wanted.coder)
    made_by = edition(with_coder=wanted.coder is not None)
    with opened(trial_file(store.folder), made_by, "read again" if wanted.coder else "as kept") as trial:
        _bring_up_to_date(store, trial, wanted)
        summary = words.summary_of(trial.heads, mark, installed)
        if not summary.sessions:
            raise InputError("There are no finished sessions to score.")
        kept = 0
        if apply_wanted and summary.different:
            kept = store.results.keep(installed, wanted.coder or "", trial.bodies())
        if json_wanted:
            for piece in words.as_json(summary, trial.heads, mark, (installed, wanted.coder), kept):
                click.echo(piece, nl=False)
        else:
            for line in words.as_text(summary, trial.heads, mark, installed, wanted.coder):
                click.echo(line)
            if unfinished := count_unfinished(store):
                click.echo(f"Not finished, and so left out: {unfinished}.")
            if not summary.different:
                click.echo("These results are kept already; there is nothing to apply.")
            elif kept:
                click.echo(f"Kept {plural(kept, 'result')}. `attune course rescore --undo` takes back what this kept.")
            else:
                click.echo("Nothing was changed. Add --apply to keep these results.")
        if apply_wanted:
            trial.remove()
    say_unreadable(summary.unreadable)


def _bring_up_to_date(store: Store, trial: TrialFile, wanted: Wanted) -> None:
    from commands.course.progress import Progress  # noqa: PLC0415  keeps --help quick
    from commands.course.rescoring_run import run  # noqa: PLC0415  as above
    from simulator.store_finished import count_finished  # noqa: PLC0415  as above

    is_read_again = wanted.coder is not None
    with ExitStack() as open_things:
        spreader = None
        if wanted.cluster is not None:
            from commands.cluster import joined_cluster  # noqa: PLC0415  only on this path

            spreader = open_things.enter_context(joined_cluster(wanted.cluster, with_coder=is_read_again))
        say = functools.partial(click.echo, err=True, nl=False) if sys.stderr.isatty() else None
        progress = Progress(say, count_finished(store))
        open_things.callback(progress.done)
        run(store, trial, progress, spreader, is_read_again=is_read_again)


def _need_rubric(wanted: str | None) -> str:
    from scoring.rubric import version  # noqa: PLC0415  keeps --help quick

    if wanted not in {None, version()}:
        raise InputError(
            f"Rubric {wanted} is not installed. This program has rubric {version()}; another version comes with "
            "another version of Attune."
        )
    return version()


def _need_coder(wanted: str) -> None:
    known = _coder_version()
    if wanted != known:
        raise InputError(
            f"Coder {wanted} is not installed. This program has coder {known}; another version comes with another "
            "version of Attune."
        )


def _coder_version() -> str:
    from scoring.coder.assets import DATA, read_manifest  # noqa: PLC0415  keeps --help quick

    return read_manifest(DATA).version


def _list(every: Sequence[Rescoring], *, json_wanted: bool) -> None:
    from scoring.rubric import version  # noqa: PLC0415  keeps --help quick

    if json_wanted:
        plain = {
            "installed": {"rubric": version(), "coder": _coder_version()},
            "rescorings": [
                {
                    "id": one.id,
                    "rubric": one.rubric,
                    "coder": one.coder or None,
                    "at": one.at.isoformat(),
                    "undone_at": None if one.undone_at is None else one.undone_at.isoformat(),
                    "sessions": one.sessions,
                }
                for one in every
            ],
        }
        click.echo(json.dumps(plain, indent=1))
        return
    click.echo(f"Installed, and so can be applied: rubric {version()}, coder {_coder_version()}.")
    for one in every:
        undone = "" if one.undone_at is None else f", undone {one.undone_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{_when(one)}: rubric {one.rubric}, {_how(one)}, {plural(one.sessions, 'session')}{undone}")
    if not every:
        click.echo("Nothing has been re-scored.")


def _kept(results: int) -> str:
    return "Its result is kept." if results == 1 else f"Its {results} results are kept."


def _how(one: Rescoring) -> str:
    return f"read again by coder {one.coder}" if one.coder else "readings as kept"


def _described(one: Rescoring) -> str:
    return f"the re-scoring of {_when(one)} (rubric {one.rubric}, {_how(one)}) for the sessions that it covered"


def _when(one: Rescoring) -> str:
    return f"{one.at:%Y-%m-%d %H:%M} UTC"
