"""`attune cover`: what can happen, what examples exercise, and what is missing."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.targets import scenario_files
from commands.watching import Watching
from scenarios.load import load_scenario

if TYPE_CHECKING:
    from authoring.confusions import Confusion
    from authoring.coverage import Coverage
    from authoring.proof.questions import Question

NAMES = {
    "ending": "endings",
    "beat": "beats",
    "passed": "tests passed",
    "failed": "tests failed",
    "entry": "entries",
    "line": "lines with `when`",
}
GAPS = 12
"""Gaps that are listed; the rest are counted."""
READY = 3
"""Gaps for which an example is shown."""
WORST = 15
"""Confusions that are shown."""


@click.command("cover")
@click.argument("targets", nargs=-1, metavar="SCENARIO|FILE|DIR...")
@click.option(
    "--states",
    type=click.IntRange(1),
    metavar="N",
    help="Look at so many states at most in each search, and call the rest not proven.",
)
@click.option("--confusions", "confused", is_flag=True, help="Where mishearing one code for another matters most.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.pass_context
def command(ctx: click.Context, targets: tuple[str, ...], states: int | None, *, confused: bool, as_json: bool) -> None:
    """Show what can happen in a scenario, by proof, and what its examples exercise.

    Every reply that could be given is considered. What is told as impossible cannot happen, whatever is said;
    what is told as reachable comes with the shortest replies that do it. The first gaps come with ready-made examples.

    Exit code 0: everything written can happen, or was not proven either way. 1: something can never happen.

    \b
    Examples:
      attune cover my-patient.yaml
      attune cover my-patient.yaml --confusions
      attune test my-patient.yaml --add        write the first missing example
    """
    from authoring.coverage import coverage  # noqa: PLC0415  numpy is needed only here
    from authoring.proof.prove import prove  # noqa: PLC0415  numpy is needed only here
    from commands.adding import coder_if_needed  # noqa: PLC0415  keeps --help quick

    plain: list[dict[str, object]] = []
    is_dead = False
    for i, path in enumerate(scenario_files(targets)):
        scenario = load_scenario(path)
        with Watching(scenario.persona.name) as watching:
            proof = prove(scenario, states, watch=watching.step)
        covered = coverage(proof, coder_if_needed(scenario))
        is_dead = is_dead or bool(covered.dead)
        if as_json:
            plain.append(_plain(path, covered, confused=confused))
            continue
        if i:
            click.echo()
        _say(path, covered)
        if confused:
            _say_confusions(covered)
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    ctx.exit(1 if is_dead else 0)


def _say(path: Path, covered: Coverage) -> None:
    click.echo(click.style(f"{covered.proof.scenario.id}: {covered.proof.scenario.title}", bold=True))
    click.echo(f"  {'':<20}{'written':>8}{'can happen':>12}{'in examples':>13}")
    for kind, name in NAMES.items():
        written, can, shown = covered.count(kind)
        if written:
            click.echo(f"  {name:<20}{written:>8}{can:>12}{shown:>13}")
    _list("Can never happen, whatever is said:", path, covered, covered.dead)
    _list("Always true, so that it need not be asked:", path, covered, covered.idle)
    _list("Not proven; more --states may settle it:", path, covered, _open(covered))
    gaps = covered.gaps
    _list("Gaps, the most important first:", path, covered, gaps[:GAPS])
    if len(gaps) > GAPS:
        click.echo(f"    and {len(gaps) - GAPS} more")
    _say_ready(covered)


def _open(covered: Coverage) -> list[Question]:
    return [one for one in covered.proof.of("not proven") if one.kind in NAMES]


def _list(heading: str, path: Path, covered: Coverage, questions: list[Question]) -> None:
    from authoring.naming import line_of, named  # noqa: PLC0415  keeps --help quick

    if not questions:
        return
    click.echo(f"  {heading}")
    for question in questions:
        subject = covered.subjects[question]
        line = line_of(question, subject, covered.proof.scenario)
        place = "" if line is None else f"  {path.name}:{line}"
        click.echo(f"    {named(question, subject)}{place}")


def _say_ready(covered: Coverage) -> None:
    from authoring.adding import suggestions  # noqa: PLC0415  keeps --help quick
    from authoring.appending import block  # noqa: PLC0415  keeps --help quick

    ready = list(islice(suggestions(covered), READY))
    if not ready:
        return
    click.echo("  Ready-made examples for the first gaps; `attune test FILE --add` writes them into the file:")
    for _, example in ready:
        click.echo()
        click.echo(block(example, 4, "\n"), nl=False)


def _confusions(covered: Coverage) -> list[Confusion]:
    from authoring.confusions import confusions  # noqa: PLC0415  keeps --help quick

    return confusions(covered.proof)


def _say_confusions(covered: Coverage) -> None:
    found = _confusions(covered)
    elsewhere = sum(one.leads_elsewhere for one in found)
    click.echo(
        f"  Where mishearing matters: {len(found)} times another entry would answer, "
        f"{elsewhere} times the patient would go elsewhere. The worst:"
    )
    for one in found[:WORST]:
        fits = f"fit {one.meant.fit:+d} becomes {one.instead.fit:+d}"
        goes = f", goes to {one.instead.goes} and not to {one.meant.goes}" if one.leads_elsewhere else ""
        click.echo(f"    {one.beat}: {one.pair.said} heard as {one.pair.heard} ({one.pair.rate:.0%}): {fits}{goes}")


def _plain(path: Path, covered: Coverage, *, confused: bool) -> dict[str, object]:
    from authoring.adding import suggestions  # noqa: PLC0415  keeps --help quick
    from authoring.naming import line_of, named  # noqa: PLC0415  keeps --help quick

    proof, scenario = covered.proof, covered.proof.scenario
    answers = [
        {
            "kind": question.kind,
            "name": question.name,
            "line": line_of(question, covered.subjects[question], scenario),
            "words": named(question, covered.subjects[question]),
            "verdict": answer.verdict,
            "replies": [", ".join(step) for step in answer.steps],
            "shortest": answer.is_shortest,
            "exercised": question in covered.exercised if question.kind in NAMES else None,
        }
        for question, answer in proof.answers.items()
    ]
    ready = [
        {"for": str(question), "name": example.name, "replies": list(example.replies), "expect": dict(example.expect)}
        for question, example in islice(suggestions(covered), READY)
    ]
    made: dict[str, object] = {
        "scenario": scenario.id,
        "file": str(path),
        "states": proof.states,
        "transitions": proof.transitions,
        "answers": answers,
        "never": [str(question) for question in covered.dead],
        "gaps": [str(question) for question in covered.gaps],
        "examples": ready,
    }
    if confused:
        made["confusions"] = [
            {
                "beat": one.beat,
                "said": one.pair.said,
                "heard": one.pair.heard,
                "rate": one.pair.rate,
                "entry": {"meant": one.meant.entry, "instead": one.instead.entry},
                "fit": {"meant": one.meant.fit, "instead": one.instead.fit},
                "goes": {"meant": one.meant.goes, "instead": one.instead.goes},
            }
            for one in _confusions(covered)
        ]
    return made
