"""`attune packs`: ordered sets of patients, with aims and time."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scenarios.packs import Pack

_WIDTH = 78


@click.command("packs")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON list instead of text.")
def command(*, json_wanted: bool) -> None:
    """Show the packs: which patients to practise with, in which order, to what end, and how long it takes.

    A course's own packs stand in `packs.yaml` in the folder that ATTUNE_HOME names; docs/scenario-language.md
    shows the form.

    \b
    Examples:
      attune packs
      attune packs --json
    """
    from scenarios.faults import ScenarioError  # noqa: PLC0415  `attune --help` needs no scenarios
    from scenarios.library import available  # noqa: PLC0415
    from scenarios.load import load_scenario  # noqa: PLC0415
    from scenarios.packs import check_patients, packs  # noqa: PLC0415

    found, places = packs(), available()
    missing = check_patients(found, places)
    patients: dict[str, Scenario] = {}
    for name in dict.fromkeys(name for pack in found for name in pack.patients if name in places):
        try:
            patients[name] = load_scenario(places[name])
        except ScenarioError as error:
            missing.append(f"The patient `{name}` cannot be used: {error.faults[0]}")
    if json_wanted:
        click.echo(json.dumps([_plain(pack, patients) for pack in found], ensure_ascii=False, indent=1))
    else:
        for line in _text(found, patients):
            click.echo(line)
    for message in missing:
        click.echo(message, err=True)
    click.get_current_context().exit(1 if missing else 0)


def _plain(pack: Pack, patients: dict[str, Scenario]) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "aims": list(pack.aims),
        "minutes": _minutes(pack, patients),
        "patients": [
            {"id": name, "title": one.title, "level": one.about.level, "minutes": one.about.minutes}
            for name in pack.patients
            if (one := patients.get(name)) is not None
        ],
    }


def _text(found: tuple[Pack, ...], patients: dict[str, Scenario]) -> Iterator[str]:
    for pack in found:
        yield f"{pack.title} ({pack.id}), about {_minutes(pack, patients)} minutes"
        for aim in pack.aims:
            yield from textwrap.wrap(aim, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
        for place, name in enumerate(pack.patients, 1):
            one = patients.get(name)
            if one is not None:
                yield f"  {place}. {name}: {one.persona.name}, “{one.title}”, level {one.about.level}"
        yield ""
    yield "Begin with `attune play ID`."


def _minutes(pack: Pack, patients: dict[str, Scenario]) -> int:
    return sum(patients[name].about.minutes for name in pack.patients if name in patients)
