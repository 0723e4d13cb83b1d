"""What the home screen offers: sessions to go on with, and the patients, pack by pack. Plain values, no Textual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.scores import DIMENSION_LABELS, DIMENSIONS
from scoring.words import MODES, joined, who
from screens.past import Past, Standing
from screens.search import fits, words

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scenarios.packs import Pack

OWN = "Your own patients"
OTHERS = "More patients"
PATIENTS = "Meet a patient"
"""Head of the only group."""


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient, of the library or one's own."""

    path: Path
    scenario: Scenario
    is_own: bool = False
    """Whether the file lies in the trainee's own folder."""

    @property
    def title(self) -> str:
        """Heads the entry."""
        return f"{who(self.scenario)}: {self.scenario.title}"

    @property
    def detail(self) -> str:
        """Level and length in one line."""
        about = self.scenario.about
        return f"level {about.level} · {about.minutes} min"

    @property
    def trains(self) -> tuple[str, ...]:
        """What it trains, a sentence each: findings that it names, else what it is scored in."""
        from scenarios.findings import findings, practised  # noqa: PLC0415  YAML, and the first paint needs none

        named = tuple(findings()[name] for name in practised(self.scenario))
        return named or (f"{joined([DIMENSION_LABELS[name] for name in self.scored])}.",)

    @property
    def scored(self) -> tuple[str, ...]:
        """The dimensions that count in its overall score."""
        weights = self.scenario.rubric
        return tuple(name for name in DIMENSIONS if getattr(weights, name))

    @property
    def tags(self) -> tuple[str, ...]:
        """Other words by which it is found."""
        from scenarios.findings import practised  # noqa: PLC0415  as above

        setting, about = self.scenario.setting, self.scenario.about
        labels = (DIMENSION_LABELS[name] for name in self.scored)
        own = ("own",) if self.is_own else ()
        return (setting.service, MODES[setting.mode], *about.warnings, *practised(self.scenario), *labels, *own)

    def fits(self, query: str, others: Iterable[str] = ()) -> bool:
        """Whether every word typed begins a word of it; a single digit is a level. `others`: more words it has."""
        about = self.scenario.about
        wanted = words(query)
        levels = [word for word in wanted if len(word) == 1 and word.isdecimal()]
        texts = (self.title, self.scenario.id, *self.tags, *self.trains, *others, "level")
        named = " ".join(word for word in wanted if word not in levels)
        return all(level == str(about.level) for level in levels) and fits(named, texts)


@dataclass(frozen=True, slots=True)
class Group:
    """Patients that stand together: a pack, or what is in none."""

    title: str
    patients: tuple[Patient, ...]
    """Those that are shown, at least one."""
    pack: Pack | None = None
    """`None`: only what is in no pack."""
    members: tuple[Patient, ...] = ()
    """Of a pack: everybody who is there, shown or not."""
    missing: tuple[str, ...] = ()
    """Ids that the pack names and nobody has."""

    @property
    def minutes(self) -> int:
        """Of all its members, once each."""
        return sum(one.scenario.about.minutes for one in self.members)

    def practised(self, standings: Mapping[str, Standing]) -> int:
        """With how many of the members a first try is over."""
        return sum(_is_practised(one, standings) for one in self.members)

    def next_patient(self, standings: Mapping[str, Standing]) -> Patient:
        """The first member whom one has not practised with; the first of all where there is none."""
        return next((one for one in self.members if not _is_practised(one, standings)), self.members[0])

    def detail(self, standings: Mapping[str, Standing]) -> str:
        """How long it is and how far one is, in one line."""
        return f"{self.minutes} min · {self.practised(standings)} of {len(self.members)} practised"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything on offer."""

    patients: tuple[Patient, ...] = ()
    packs: tuple[Pack, ...] = ()
    past: tuple[Past, ...] = ()
    """Every session that was kept, newest first."""
    standings: Mapping[str, Standing] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    """What is wrong with scenarios that could not be read, and with packs, one line each."""
    is_loading: bool = False

    @property
    def unfinished(self) -> tuple[Past, ...]:
        """The sessions to go on with, newest first."""
        return tuple(one for one in self.past if not one.is_over and not one.trouble)

    def standing(self, patient: Patient) -> Standing:
        """How one stands with a patient."""
        return self.standings.get(patient.scenario.id, Standing())

    def groups(self, query: str = "") -> tuple[Group, ...]:
        """The packs of which somebody is there, then one's own patients, then the others; only who fits the query."""
        found = [group for group in self._all_groups() if group.patients]
        if len(found) == 1 and found[0].pack is None and found[0].title == OTHERS:
            found = [Group(PATIENTS, found[0].patients)]
        return tuple(self._only_fitting(found, query))

    def empty_text(self, query: str = "") -> str:
        """What to say where there is nothing to choose; empty where there is something."""
        if self.groups(query) or (self.unfinished and not query.strip()):
            return ""
        if self.is_loading:
            return "Looking for patients…"
        if not self.patients:
            return "No patients are installed. Write one with `attune new`, or give a file: attune play FILE"
        return (
            f"No patient fits “{query.strip()}”.\n\nSearch by name, title, what is trained, a content warning, "
            "or a level from 1 to 5. Esc clears the search."
        )

    def _all_groups(self) -> Iterator[Group]:
        there = {one.scenario.id: one for one in self.patients}
        for pack in self.packs:
            members = tuple(there[name] for name in pack.patients if name in there)
            missing = tuple(name for name in pack.patients if name not in there)
            yield Group(pack.title, members, pack, members, missing)
        grouped = {name for pack in self.packs for name in pack.patients}
        rest = [one for one in self.patients if one.scenario.id not in grouped]
        yield Group(OWN, tuple(one for one in rest if one.is_own))
        yield Group(OTHERS, tuple(one for one in rest if not one.is_own))

    def _only_fitting(self, groups: Iterable[Group], query: str) -> Iterator[Group]:
        for group in groups:
            about_pack = (group.title, group.pack.id) if group.pack else ()
            fitting = tuple(one for one in group.patients if one.fits(query, (*about_pack, *self._state(one))))
            if fitting:
                yield replace(group, patients=fitting)

    def _state(self, patient: Patient) -> tuple[str, ...]:
        standing = self.standing(patient)
        return ("due again",) if standing.due else () if standing.tries else ("new",)


def _is_practised(patient: Patient, standings: Mapping[str, Standing]) -> bool:
    return standings.get(patient.scenario.id, Standing()).tries > 0
