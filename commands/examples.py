"""`attune test`: do a scenario's examples hold?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.errors import InputError
from commands.targets import scenario_files
from scenarios.library import shipped
from scenarios.load import load_scenario

if TYPE_CHECKING:
    from authoring.blame import Misheard
    from scenarios.faults import Fault
    from scenarios.model import Example, Scenario
    from simulator.examples import Result
    from simulator.reading import Coder

SHOWN = 70
"""Most characters of a reply that are shown."""


@click.command("test")
@click.argument("targets", nargs=-1, metavar="SCENARIO|FILE|DIR...")
@click.option("-k", "only", metavar="WORDS", default="", help="Only examples with these words in their name.")
@click.option(
    "--add",
    metavar="[N]",
    is_flag=False,
    flag_value="1",
    help="Add the next N ready-made examples (one, if no number is given) for what no example exercises yet.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.pass_context
def command(ctx: click.Context, targets: tuple[str, ...], only: str, add: str | None, *, as_json: bool) -> None:
    """Run the examples that scenarios carry and say which fall short, and whose fault it is.

    Code steps test the script alone; words test script and coder together, and are told apart.
    Replies that the debrief holds up as good are tried too, each at its own beat.

    Exit code 0: every example holds. 1: one or more fall short. 2: a file cannot be used.

    \b
    Examples:
      attune test my-patient.yaml
      attune test my-patients/ -k silence
      attune test my-patient.yaml --add        write one more example
      attune test my-patient.yaml --add 5
    """
    if add is not None:
        count, named = (int(add), targets) if add.isdigit() else (1, (add, *targets))
        from commands.adding import add_examples  # noqa: PLC0415  the proof is needed only here

        add_examples(named, count)
        return
    hearing = _Hearing()
    results: list[dict[str, object]] = []
    short = 0
    for path in scenario_files(targets):
        scenario = load_scenario(path)
        chosen = [example for example in scenario.examples if only.lower() in example.name.lower()]
        if not as_json:
            many = "1 example" if len(chosen) == 1 else f"{len(chosen)} examples"
            click.echo(click.style(f"{scenario.id}: {many}", bold=True))
        for example, result, misheard in _run(scenario, chosen, hearing):
            short += not result.holds
            results.append(_plain(scenario, result, misheard))
            if not as_json:
                _say(example, result, misheard)
        weak = [] if only or as_json else _weak_exemplars(scenario, hearing, path)
        if not as_json and weak:
            _say_exemplars(weak)
    if only and not results:
        raise InputError(f"no example has “{only}” in its name.")
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        _sum_up(results)
    ctx.exit(1 if short else 0)


class _Hearing:
    """The coder, loaded when the first words have to be read: it takes a third of a second."""

    def __init__(self) -> None:
        self._coder: Coder | None = None

    @property
    def coder(self) -> Coder:
        if self._coder is None:
            from scoring.coder import load_coder  # noqa: PLC0415  see above

            self._coder = load_coder()
        return self._coder


def _run(
    scenario: Scenario, examples: list[Example], hearing: _Hearing
) -> Iterator[tuple[Example, Result, Misheard | None]]:
    from simulator.examples import needs_coder, run_example  # noqa: PLC0415  keeps --help quick

    for example in examples:
        in_words = needs_coder(example)
        result = run_example(scenario, example, hearing.coder if in_words else None)
        misheard = None
        if in_words and not result.holds:
            from authoring.blame import misheard as find_misheard  # noqa: PLC0415  only for what falls short

            misheard = find_misheard(scenario, example, hearing.coder)
        yield example, result, misheard


def _weak_exemplars(scenario: Scenario, hearing: _Hearing, path: Path) -> list[Fault]:
    if not scenario.debrief.exemplars:
        return []
    from authoring.exemplars import exemplar_faults  # noqa: PLC0415  keeps --help quick

    return exemplar_faults(scenario, hearing.coder, str(path))


def _kind(result: Result) -> str:
    from simulator.examples import needs_coder  # noqa: PLC0415  keeps --help quick

    return "words" if needs_coder(result.example) else "codes"


def _say(example: Example, result: Result, misheard: Misheard | None) -> None:
    mark = click.style("holds", fg="green") if result.holds else click.style("FALLS SHORT", fg="red")
    click.echo(f"  {mark}  {example.name}  ({_kind(result)}, line {example.mark.line})")
    if result.unused:
        many = "1 reply was" if result.unused == 1 else f"{result.unused} replies were"
        click.echo(f"      {many} left over after the session had ended.")
    if result.holds:
        return
    for expectation, found in result.unmet:
        click.echo(f"      expected {expectation.what}: {expectation.value}, found {found}")
    for number, step in enumerate(result.steps, 1):
        fit = "unclear" if step.fit is None else f"fit {step.fit:+d}" if step.fit else "fit 0"
        heard = ", ".join(step.heard) or "nothing"
        click.echo(f"      {number}. {_short(step.reply)}")
        click.echo(f"         heard {heard}; {fit} by {step.rule}; now at {step.beat}")
    click.echo(f"      {_whose_fault(result, misheard)}")


def _whose_fault(result: Result, misheard: Misheard | None) -> str:
    if misheard is not None:
        heard, wanted = " and ".join(misheard.heard) or "nothing", " and ".join(misheard.wanted)
        return (
            f"Your branch is right; the coder heard {heard} in reply {misheard.number}. "
            f"Heard as {wanted}, it would hold: word the reply more plainly, or let the entry take {heard} too."
        )
    if _kind(result) == "codes":
        return "The script goes elsewhere: these codes do not bring about what is expected."
    return "The script goes elsewhere: hearing any one of the replies otherwise would not bring about what is expected."


def _say_exemplars(weak: list[Fault]) -> None:
    click.echo("  Replies that the debrief holds up as good, and that come out badly:")
    for fault in weak:
        click.echo(f"    {fault}")


def _sum_up(results: list[dict[str, object]]) -> None:
    for kind, tested in (("codes", "the script"), ("words", "script and coder")):
        of_kind = [one for one in results if one["in"] == kind]
        held = sum(bool(one["holds"]) for one in of_kind)
        if of_kind:
            click.echo(f"In {kind}, testing {tested}: {held} of {len(of_kind)} hold.")
    if not results:
        click.echo("There are no examples. `attune test FILE --add` writes a first one.")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1].rstrip()}…"


def _plain(scenario: Scenario, result: Result, misheard: Misheard | None) -> dict[str, object]:
    fault = None if result.holds else "script" if misheard is None else "coder"
    return {
        "scenario": scenario.id,
        "example": result.example.name,
        "line": result.example.mark.line,
        "in": _kind(result),
        "holds": result.holds,
        "falls_short_by": fault,
        "unmet": [{"expected": {e.what: e.value}, "found": found} for e, found in result.unmet],
        "unused_replies": result.unused,
        "steps": [
            {"reply": step.reply, "heard": list(step.heard), "fit": step.fit, "rule": step.rule, "beat": step.beat}
            for step in result.steps
        ],
        "misheard": None
        if misheard is None
        else {"reply": misheard.number, "heard": list(misheard.heard), "would_hold_as": list(misheard.wanted)},
    }


def own_file(targets: tuple[str, ...]) -> Path:
    """The one file that is meant and may be changed. Raises `InputError`."""
    files = scenario_files(targets) if targets else []
    if len(files) != 1:
        raise InputError("--add writes into one file: name it, as in `attune test my-patient.yaml --add`.")
    if files[0].resolve() in {path.resolve() for path in shipped().values()}:
        raise InputError(
            f"{files[0].name}: this patient came with Attune and is not changed. Copy the file, then add to the copy."
        )
    return files[0]
