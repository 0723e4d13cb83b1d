"""The entries of the home screen's list, and what is told of the one in view. Plain values, no Textual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from scoring.scores import DIMENSION_LABELS
from scoring.words import MODES, plural, points
from screens.catalogue import OWN, Catalogue, Group, Patient
from screens.past import SCORED, Past, Standing

RESUMED = 3
"""Unfinished sessions that are listed at home; the others stand in the history."""

Kind = Literal["heading", "pack", "patient", "unfinished"]


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list."""

    id: str
    """Unlike any other in the list; empty for a heading."""
    kind: Kind
    title: str
    meta: str = ""
    """What stands at the end of the line."""
    target: Patient | Group | Past | None = None
    """What is chosen with it."""


class Note(NamedTuple):
    """One paragraph about an offer."""

    label: str
    """Stands before the text; may be empty."""
    text: str


def offers(catalogue: Catalogue, query: str = "", *, is_wide: bool = False) -> tuple[Offer, ...]:
    """The list, from top to bottom. `is_wide`: there is room for the last result beside the best."""
    return (*_unfinished(catalogue, query), *_patients(catalogue, query, is_wide=is_wide))


def first_choice(found: tuple[Offer, ...]) -> Offer | None:
    """Where the highlight begins: a session to go on with, else the first patient; `None` where there is neither."""
    return next((offer for offer in found if offer.kind in {"unfinished", "patient"}), None)


def _unfinished(catalogue: Catalogue, query: str) -> Iterator[Offer]:
    fitting = [one for one in catalogue.unfinished if one.fits(query)]
    if fitting:
        yield Offer("", "heading", "Go on with")
    for one in fitting[:RESUMED]:
        yield Offer(f"unfinished:{one.id}", "unfinished", one.title, one.how_far, one)
    if len(fitting) > RESUMED:
        yield Offer("", "heading", f"and {len(fitting) - RESUMED} more in the history (F2)")


def _patients(catalogue: Catalogue, query: str, *, is_wide: bool) -> Iterator[Offer]:
    seen: set[str] = set()
    for group in catalogue.groups(query):
        if group.pack is None:
            yield Offer("", "heading", group.title)
        else:
            detail = "" if catalogue.is_loading else group.detail(catalogue.standings)
            yield Offer(f"pack:{group.pack.id}", "pack", f"Pack: {group.title}", detail, group)
        for one in group.patients:
            name = f"patient:{one.scenario.id}"
            unique = f"{name}@{group.pack.id}" if name in seen and group.pack else name
            seen.add(name)
            meta = _meta(one, catalogue.standing(one), is_wide=is_wide, in_own=group.title == OWN)
            yield Offer(unique, "patient", one.title, meta, one)
    if catalogue.is_loading and catalogue.patients:
        yield Offer("", "heading", "… reading more patients")


def _meta(patient: Patient, standing: Standing, *, is_wide: bool, in_own: bool) -> str:
    result = standing.overall_words if is_wide else standing.overall_words.partition(" · ")[0]
    parts = (
        "own" if patient.is_own and not in_own else "",
        patient.detail,
        result,
        "↻ due again" if standing.due else "",
    )
    return " · ".join(part for part in parts if part)


def about(offer: Offer | None, catalogue: Catalogue) -> tuple[Note, ...]:
    """What is told of the offer in view; nothing for a heading."""
    match None if offer is None else offer.target:
        case Patient() as patient:
            return tuple(_about_patient(patient, catalogue.standing(patient)))
        case Group() as group:
            return tuple(_about_pack(group, catalogue))
        case Past() as past:
            return (Note("", past.title), Note("", past.detail), Note("Enter", "goes on where you stopped."))
    return ()


def _about_patient(patient: Patient, standing: Standing) -> Iterator[Note]:
    scenario = patient.scenario
    yield Note("", patient.title)
    mode, detail = MODES[scenario.setting.mode], patient.detail.replace("level", "Level")
    yield Note("", f"{detail}utes · {mode}" + (" · your own file" if patient.is_own else ""))
    if scenario.about.warnings:
        yield Note("! Content warning", ", ".join(scenario.about.warnings))
    yield from about_standing(standing)
    yield Note("Trains", " ".join(patient.trains))
    if patient.is_own:
        yield Note("File", str(patient.path))


def about_standing(standing: Standing) -> Iterator[Note]:
    """How one stands with a patient: tries, best and last by dimension, and why one is due again."""
    if not (standing.tries or standing.second_tries):
        yield Note("", "Not practised yet.")
        return
    last = standing.last
    times = f"Practised {plural(standing.tries, 'time')}" if last else "No first try is over"
    seconds = f"; {standing.second_tries} second tries apart" if standing.second_tries > 1 else ""
    seconds = "; 1 second try apart" if standing.second_tries == 1 else seconds
    yield Note("", times + (f", last on {last.when.partition(',')[0]}" if last else "") + f"{seconds}.")
    if last is not None and last.trouble:
        yield Note("Scores", f"the last session cannot be read: {last.trouble}")
    elif last is not None and (last.points is None or standing.best is None):
        yield Note("Scores", "being worked out…")
    elif last is not None and last.points is not None and standing.best is not None:
        for name in SCORED:
            yield Note(DIMENSION_LABELS[name], _best_and_last(standing.best[name], last.points[name], standing.tries))
    if standing.due:
        yield Note("↻ Due again", f"{standing.due}.")


def _best_and_last(best: int | None, last: int | None, tries: int) -> str:
    if best is None or tries == 1:
        return points(best)
    return f"best {points(best)}, last {points(last)}"


def _about_pack(group: Group, catalogue: Catalogue) -> Iterator[Note]:
    following = group.next_patient(catalogue.standings)
    yield Note("", f"Pack: {group.title}")
    yield Note("", f"{plural(len(group.members), 'patient')} · {group.detail(catalogue.standings)}")
    yield Note("Enter", f"meets {following.title}")
    for aim in group.pack.aims if group.pack else ():
        yield Note("•", aim)
    if group.missing:
        yield Note("Not installed", ", ".join(group.missing))
