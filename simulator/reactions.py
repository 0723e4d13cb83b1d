"""Which reactions apply to a turn: the beat's entry, the persona's defaults, the catch-alls, nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.model import Beat, Reaction, Scenario
from simulator.circumstances import TurnCircumstances

SAFETY = frozenset({"risk_inquiry", "risk_assessment"})
"""Questions about danger."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The reactions that apply, nearest first; the first one with a field decides that field."""

    reactions: tuple[Reaction, ...]
    safety_answer: Reaction | None = None
    """The persona's answer to a question about safety, where the beat's own entry takes up something else.

    Asked plainly about danger, a patient answers, whatever else the reply does.
    """

    @property
    def entry(self) -> Reaction | None:
        """The nearest reaction."""
        return self.reactions[0] if self.reactions else None

    def fit(self) -> Reaction | None:
        """The reaction that states the fit."""
        return next((reaction for reaction in self.reactions if reaction.fit is not None), None)

    def reasons(self) -> Reaction | None:
        """The reaction that gives a reason."""
        return next((reaction for reaction in self.reactions if reaction.because), None)

    def because(self) -> str:
        """The author's reason."""
        speaker = self.reasons()
        return "" if speaker is None else speaker.because

    def go(self) -> str | None:
        """Where the patient goes."""
        return next((reaction.go for reaction in self.reactions if reaction.go is not None), None)

    def speaker(self) -> Reaction | None:
        """The reaction that has words."""
        return next((reaction for reaction in self.reactions if reaction.say), None)

    def direction(self) -> Reaction | None:
        """The reaction that has a stage direction."""
        return next((reaction for reaction in self.reactions if reaction.shows or reaction.sounds), None)

    def change(self) -> dict[str, int]:
        """Changes by name, the nearest layer's first."""
        merged: dict[str, int] = {}
        for reaction in reversed(self.reactions):
            merged.update(reaction.change)
        return merged


def layers_for(scenario: Scenario, beat: Beat, now: TurnCircumstances, *, unclear: bool) -> Layers:
    """The reactions that apply to this turn."""
    defaults = scenario.defaults
    if unclear:
        return _present(beat.unclear, defaults.unclear)
    if now.is_silence:
        return _present(first(beat.hears, now), beat.silence, first(defaults.hears, now), defaults.silence)
    own, general = first(beat.hears, now), first(defaults.hears, now)
    # `otherwise` is for a reply nobody wrote for; it lends its words to an entry that neither speaks nor moves on.
    if own is None and (general is None or general.go is None):
        return _present(own, general, beat.otherwise, defaults.otherwise)
    found = _present(own, general)
    if own is None or now.heard.isdisjoint(SAFETY) or not _takes_up_something_else(own):
        return found
    return Layers(found.reactions, _answer_about_safety(defaults.hears, now))


def _takes_up_something_else(entry: Reaction) -> bool:
    return entry.key is not None and entry.key.speaks_of.isdisjoint(SAFETY)


def _answer_about_safety(entries: tuple[Reaction, ...], now: TurnCircumstances) -> Reaction | None:
    for entry in entries:
        key = entry.key
        if key is not None and entry.say and not key.speaks_of.isdisjoint(SAFETY) and key.check(now):
            return entry
    return None


def _present(*found: Reaction | None) -> Layers:
    return Layers(tuple(reaction for reaction in found if reaction is not None))


def first(entries: tuple[Reaction, ...], now: TurnCircumstances) -> Reaction | None:
    """The first entry that holds. Under silence only entries that speak of silence can."""
    heard = now.heard
    for entry in entries:
        key = entry.key
        if key is None or (now.is_silence and not key.mentions_silence):
            continue
        if key.needs_code and key.speaks_of.isdisjoint(heard):
            continue
        if key.check(now):
            return entry
    return None
