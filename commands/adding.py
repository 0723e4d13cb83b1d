"""`attune test --add`: write ready-made examples into a scenario file."""

from __future__ import annotations

from itertools import islice

import click

from authoring.adding import suggestions
from authoring.appending import AppendError, append_example, block
from authoring.coverage import coverage
from authoring.naming import named
from commands.errors import InputError
from commands.examples import own_file
from scenarios.load import load_scenario
from scenarios.model import Scenario
from simulator.examples import needs_coder
from simulator.reading import Coder


def add_examples(targets: tuple[str, ...], count: int) -> None:
    """Add the next examples to the one file that is named, and show them. Raises `InputError`."""
    from authoring.proof.prove import prove  # noqa: PLC0415  numpy is needed only here

    path = own_file(targets)
    if count < 1:
        raise InputError("--add takes a number from 1 on.")
    scenario = load_scenario(path)
    covered = coverage(prove(scenario, words=False), coder_if_needed(scenario))
    chosen = list(islice(suggestions(covered), count))
    if len(chosen) < count:
        # Lines are the least of it, and take longest to prove.
        covered = coverage(prove(scenario), coder_if_needed(scenario))
        chosen = list(islice(suggestions(covered), count))
    if not chosen:
        click.echo(f"{path}: nothing to add: examples exercise everything that code steps can exercise.")
        return
    for question, example in chosen:
        try:
            append_example(path, example)
        except AppendError as error:
            raise InputError(str(error)) from None
        click.echo(f"{path}: added, for {named(question, covered.subjects[question])}:")
        click.echo(block(example, 2, "\n"), nl=False)


def coder_if_needed(scenario: Scenario) -> Coder | None:
    """The coder, where some example is in words."""
    if not any(needs_coder(example) for example in scenario.examples):
        return None
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.3 s

    return load_coder()
