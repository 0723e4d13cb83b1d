"""What the patient says to a turn: the fact that was asked for, then what the reply itself calls forth."""

from __future__ import annotations

from collections.abc import Iterable

from scenarios import vocabulary
from scenarios.model import Limit, Reaction, Scenario
from simulator.lines import Voice
from simulator.reactions import Layers
from simulator.reading import Reading


def speak(  # noqa: PLR0913  a line may come from any of these
    scenario: Scenario,
    layers: Layers,
    voice: Voice,
    reading: Reading,
    fit: int | None,
    decided: Iterable[Reaction],
    limit: Limit | None,
    *,
    moves: bool,
) -> None:
    """Say it. `decided` are reactions to tests decided by this turn; `limit` is the one that moves the patient on."""
    told = _tell_fact(scenario, voice, reading)
    if layers.safety_answer is not None and not told:
        told = voice.say(layers.safety_answer.rule, layers.safety_answer.say)
    for reaction in decided:
        voice.direct(reaction.shows, reaction.sounds)
        if voice.say(reaction.rule, reaction.say):
            return
    speaker, direction = layers.speaker(), layers.direction()
    if direction is not None and not (told and direction.key is None):
        voice.direct(direction.shows, direction.sounds)
    # A fact that was told answers the reply; a catch-all line after it would answer it twice.
    catch_all = speaker is not None and speaker.key is None
    spoke = speaker is not None and not (told and catch_all) and voice.say(speaker.rule, speaker.say)
    if limit is not None and voice.say(f"{voice.now.state.beat}.limit", limit.say):
        return
    if spoke or told or moves:
        return
    _speak_built_in(voice, fit, silence=reading.silence, is_directed=direction is not None)


def _speak_built_in(voice: Voice, fit: int | None, *, silence: bool, is_directed: bool) -> None:
    """Neutral lines for a turn that the author left open."""
    kind = "silence" if silence else "unclear"
    effect = vocabulary.effects()[kind] if silence or fit is None else vocabulary.effects_by_fit()[fit]
    place = kind if silence or fit is None else f"fit{fit}"
    if not is_directed and effect.shows and effect.sounds:
        turn = voice.now.turn
        voice.direct(effect.shows[turn % len(effect.shows)], effect.sounds[turn % len(effect.sounds)])
    voice.say_plain(f"built-in.{place}", effect.say)


def _tell_fact(scenario: Scenario, voice: Voice, reading: Reading) -> bool:
    if reading.fact is None or not 0 <= reading.fact.fact < len(scenario.facts):
        return False
    index = reading.fact.fact
    fact = scenario.facts[index]
    if fact.needs is None or fact.needs.holds(voice.now):
        return voice.say(f"facts[{index}]", fact.say)
    if voice.say(f"facts[{index}].otherwise", fact.otherwise):
        return True
    voice.say_plain("built-in.fact_unknown", vocabulary.effects()["fact_unknown"].say)
    return True
