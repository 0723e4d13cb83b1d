"""What changed for the patient between two versions of a scenario, in words.

Both are told as a flat list of particulars (`beats.the_ask.hears` …); what is told differently has changed. A beat that
kept its words under a new name counts as renamed, and whatever names it is compared under the new name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from authoring.prose_conditions import beat_words, when_words
from scenarios.conditions import Condition
from scenarios.faults import Mark
from scenarios.model import Beat, Reaction, Scenario, Variation
from scoring.words import signed

ChangeKind = Literal["added", "removed", "renamed", "changed"]
_OF_BEAT = re.compile(r"\b(visits|passed|failed)\s*\(\s*(\w+)\s*\)")
_SAME_WORDS = 0.6
"""From this likeness of what is said a beat is held to be the same under another name."""

PARTS = {
    "says": "what the patient says on arriving",
    "shows": "what can be seen",
    "sounds": "what can be heard",
    "moment": "what the moment needs",
    "otherwise": "the answer to any other reply",
    "unclear": "the answer to a reply that is not understood",
    "silence": "the answer to silence",
    "test": "the test",
    "coaching": "the coaching",
    "confidentiality": "the confidentiality situation",
    "limit": "how long the patient stays",
    "aim": "the aim",
    "ending": "how it ends",
}
"""The parts of a beat in words; replies (`hears`) are told one by one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was."""

    kind: ChangeKind
    where: str
    """Where, in words: `beat “the ask”`."""
    what: str
    """What, in words: `what the patient says on arriving`."""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """One line, or three where both sides are worth reading."""
        head = f"{self.where}: {self.what} {self.kind}" if self.what else f"{self.where} {self.kind}"
        told = [f"\n    {sign} {text}" for sign, text in (("−", self.before), ("+", self.after)) if text]
        return head + "".join(told)


Told = Mapping[str, str]
"""A particular by its fields, in words; one without fields has the empty name. What says nothing is left out."""
Particulars = dict[tuple[str, str], Told]
"""By where and what."""

_FIELDS = {
    "because": "why",
    "change": "what it changes",
    "say": "what is said",
    "shows": "what can be seen",
    "sounds": "what can be heard",
    "go": "where it goes",
    "ask": "how it can be asked",
    "otherwise": "what is said instead",
    "turns": "replies",
    "window": "replies it is open for",
    "contact": "others were spoken to",
}


def renamed(before: Scenario, after: Scenario) -> dict[str, str]:
    """Beats that kept their words under a new name: old name to new."""
    gone = [name for name in before.beats if name not in after.beats]
    new = [name for name in after.beats if name not in before.beats]
    found: dict[str, str] = {}
    for old in gone:
        likeness = {name: _likeness(before.beats[old], after.beats[name]) for name in new}
        best = max(likeness, key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= _SAME_WORDS:
            found[old] = best
            new.remove(best)
    return found


def _likeness(one: Beat, other: Beat) -> float:
    if one.ending != other.ending:
        return 0.0
    return difflib.SequenceMatcher(None, _text(one.says, {}), _text(other.says, {})).ratio()


def changes(before: Scenario, after: Scenario) -> tuple[Change, ...]:
    """Everything that changed, beat by beat in the order of the later version."""
    names = renamed(before, after)
    found = [
        Change("renamed", f"beat {beat_words(old)}", "", after=f"now {beat_words(new)}") for old, new in names.items()
    ]
    came = [name for name in after.beats if name not in before.beats and name not in names.values()]
    went = [name for name in before.beats if name not in after.beats and name not in names]
    found += [Change("removed", f"beat {beat_words(name)}", "", before=_first(before.beats[name])) for name in went]
    found += [Change("added", f"beat {beat_words(name)}", "", after=_first(after.beats[name])) for name in came]
    old, new = _particulars(before, names, set(went)), _particulars(after, {}, set(came))
    for place in dict.fromkeys((*new, *old)):
        found += _compared(place, old.get(place, {}), new.get(place, {}))
    return tuple(found)


def _compared(place: tuple[str, str], one: Told, other: Told) -> Iterator[Change]:
    """What is there on one side only is told as a whole; what is there on both, field by field."""
    where, what = place
    if not one or not other:
        if one or other:
            yield Change("added" if other else "removed", where, what, _whole(one), _whole(other))
        return
    for field in dict.fromkeys((*other, *one)):
        before, after = one.get(field, ""), other.get(field, "")
        if before != after:
            kind: ChangeKind = "added" if not before else "removed" if not after else "changed"
            yield Change(kind, where, f"{what}, {field}" if field else what, before, after)


def _whole(told: Told) -> str:
    return "; ".join(f"{field}: {text}" if field else text for field, text in told.items())


def _first(beat: Beat) -> str:
    return f"“{beat.says[0].text}”" if beat.says else ""


def _particulars(scenario: Scenario, names: Mapping[str, str], without: set[str]) -> Particulars:
    """Everything that matters to the patient, told under the new names."""
    told: Particulars = {}
    persona, setting = scenario.persona, scenario.setting
    told["the patient", "name, age and pronouns"] = _told(persona, names)
    told["the meeting", "setting"] = _told(setting, names)
    told["the meeting", "briefing"] = _told(scenario.brief, names)
    told["the catalogue", "title"] = _told(scenario.title, names)
    told["the catalogue", "level, length, sources and warnings"] = _told(scenario.about, names)
    told["the patient", "plan"] = _told(scenario.plan, names)
    told["the patient", "where it begins"] = _told(_named(scenario.start, names), names)
    for name, level in scenario.state.items():
        told["at the start", name.replace("_", " ")] = _told(level, names)
    for name, belief in scenario.beliefs.items():
        told["at the start", f"the fear `{name}`"] = _told(belief, names)
    for fact in scenario.facts:
        told["what can be asked", f"“{fact.ask[0]}”"] = _told(fact, names)
    for i, way_out in enumerate(scenario.exits, 1):
        told["at any point", f"way out {i}"] = _told(way_out, names)
    told.update(_entries("at any point", scenario, scenario.defaults.hears, names))
    for part in ("otherwise", "unclear", "silence"):
        told["at any point", PARTS[part]] = _told(getattr(scenario.defaults, part), names)
    for name, beat in scenario.beats.items():
        if name not in without:
            told.update(_beat(f"beat {beat_words(_named(name, names))}", scenario, beat, names))
    told["after the session", "what is scored"] = _told(scenario.rubric, names)
    told["after the session", "notes"] = _told(scenario.debrief.notes, names)
    for name, replies in scenario.debrief.exemplars.items():
        told["after the session", f"good replies in {beat_words(_named(name, names))}"] = _told(replies, names)
    return told


def _beat(where: str, scenario: Scenario, beat: Beat, names: Mapping[str, str]) -> Particulars:
    told = {(where, words): _told(getattr(beat, part), names) for part, words in PARTS.items()}
    return {**told, **_entries(where, scenario, beat.hears, names)}


def _entries(where: str, scenario: Scenario, entries: Sequence[Reaction], names: Mapping[str, str]) -> Particulars:
    """Reply by reply, and the order in which they are tried where there is more than one."""
    told = {
        (where, _when(entry, scenario, names)): _told(entry, names) or {"": "as any patient would take it"}
        for entry in entries
    }
    if len(entries) > 1:
        told[where, "the order in which replies are tried"] = {
            "": ", then ".join(_when(entry, scenario, names).removeprefix("when ") for entry in entries)
        }
    return told


def _when(entry: Reaction, scenario: Scenario, names: Mapping[str, str]) -> str:
    words = f"when {when_words(entry.key, scenario)}" if entry.key is not None else "whatever is heard"
    for old, new in names.items():
        words = words.replace(beat_words(old), beat_words(new))
    return words


def _in_condition(text: str, names: Mapping[str, str]) -> str:
    return _OF_BEAT.sub(lambda found: f"{found[1]}({_named(found[2], names)})", text)


def _named(name: str, names: Mapping[str, str]) -> str:
    return names.get(name, name)


def _told(value: object, names: Mapping[str, str]) -> Told:
    """A value by its fields; places in the file and names of rules left out, beats under their new names."""
    if not is_dataclass(value) or isinstance(value, (Condition, Variation)):
        text = _text(value, names)
        return {"": text} if text else {}
    told: dict[str, str] = {}
    for field in fields(value):
        if field.name in {"rule", "mark", "key", "beat"}:
            continue
        text = _text(getattr(value, field.name), names, field.name)
        if text and text != "False":
            told[_FIELDS.get(field.name, field.name.replace("_", " "))] = text
    return told


def _text(value: object, names: Mapping[str, str], field: str = "") -> str:
    match value:
        case None | "" | () | Mark():
            return ""
        case Condition():
            return _in_condition(value.text, names)
        case Variation():
            words = f"“{' '.join(value.text.split())}”"
            return words + (f" when {_in_condition(value.when.text, names)}" if value.when is not None else "")
        case Mapping():
            return ", ".join(f"{key.replace('_', ' ')} {signed(amount)}" for key, amount in value.items())
        case tuple():
            return " / ".join(_text(item, names) for item in value)
        case str():
            return _named(value, names) if field == "go" else " ".join(value.split())
        case _ if is_dataclass(value):
            return _whole(_told(value, names))
        case _:
            return str(value)
