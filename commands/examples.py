"""`attune test`: do a scenario's examples hold?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from commands.targets import scenario_files
from scenarios.load import load_scenario
from scenarios.model import Scenario
from simulator.examples import Result, needs_coder, run_example
from simulator.reading import Coder


@click.command("test")
@click.argument("targets", nargs=-1, metavar="SCENARIO|FILE|DIR...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.pass_context
def command(ctx: click.Context, targets: tuple[str, ...], *, as_json: bool) -> None:
    """Run the examples that scenarios carry and say which do not hold.

    Code steps test the script; quoted text tests script and coder together, and is reported apart.

    \b
    Examples:
      attune test advice-seeker
      attune test my-patients/
    """
    results = [(scenario, _run(scenario)) for scenario in map(_load, scenario_files(targets))]
    failed = sum(not result.holds for _, made in results for result in made)
    if as_json:
        click.echo(
            json.dumps(
                [_plain(scenario, result) for scenario, made in results for result in made],
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        for scenario, made in results:
            _say(scenario, made)
    ctx.exit(1 if failed else 0)


def _load(path: Path) -> Scenario:
    return load_scenario(path)


def _run(scenario: Scenario) -> list[Result]:
    coder: Coder | None = None
    if any(needs_coder(example) for example in scenario.examples):
        from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s

        coder = load_coder()
    return [run_example(scenario, example, coder) for example in scenario.examples]


def _kind(result: Result) -> str:
    return "script and coder" if needs_coder(result.example) else "script"


def _say(scenario: Scenario, made: list[Result]) -> None:
    held = sum(result.holds for result in made)
    click.echo(f"{scenario.id}: {held} of {len(made)} examples hold")
    for result in made:
        if result.holds:
            continue
        click.echo(f"  line {result.example.mark.line}: {result.example.name} ({_kind(result)})")
        for expectation, found in result.unmet:
            click.echo(f"    expected {expectation.what}: {expectation.value}, found {found}")
        for i, step in enumerate(result.steps, 1):
            fit = "unclear" if step.fit is None else f"fit {step.fit:+d}"
            heard = ", ".join(step.heard) or "nothing"
            click.echo(f"    {i}. {step.reply[:70]!r} heard {heard}; {fit} by {step.rule} → {step.beat}")


def _plain(scenario: Scenario, result: Result) -> dict[str, object]:
    return {
        "scenario": scenario.id,
        "example": result.example.name,
        "line": result.example.mark.line,
        "tests": _kind(result),
        "holds": result.holds,
        "unmet": [{"expected": {e.what: e.value}, "found": found} for e, found in result.unmet],
        "steps": [
            {
                "reply": step.reply,
                "heard": list(step.heard),
                "fit": step.fit,
                "rule": step.rule,
                "beat": step.beat,
            }
            for step in result.steps
        ],
    }
