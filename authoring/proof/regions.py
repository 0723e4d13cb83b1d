"""Regions of replies at one moment: by what decides the tests, by what is remembered, by which reactions apply."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from authoring.proof.cubes import Cubes, Formula, all_of, cubes_of, meet, opposite, tidy
from authoring.proof.heard import heard_of
from authoring.proof.moment import Moment
from authoring.proof.replies import Manner, spelled
from authoring.proof.truth import formula
from scenarios.model import Reaction
from simulator.judging import covered_by
from simulator.reactions import Layers, layers_for
from simulator.trials import Truths


def afterwards(moment: Moment, manner: Manner) -> Iterator[tuple[tuple[Truths, ...], tuple[bool, ...], Cubes]]:
    """What decides the open tests, and what will be remembered of the reply."""
    tests: list[tuple[tuple[Truths, ...], Cubes]] = [((), cubes_of(manner.region, manner.links))]
    for test in moment.state.tests:
        rule = moment.scenario.beats[test.beat].test
        whens = (None, None) if rule is None else (rule.pass_when, rule.fail_when)
        forms = [None if when is None else moment.formula(when, manner) for when in whens]
        tests = [
            ((*truths, (passes, fails)), met)
            for truths, region in tests
            for passes, first in _both_ways(forms[0])
            for fails, second in _both_ways(forms[1])
            if (met := meet(region, cubes_of(all_of((first, second)), manner.links), manner.links))
        ]
    remembered = [formula(asked, {}, manner) for asked in moment.remembered]
    for truths, region in tests:
        for memory, part in _split(region, remembered, manner):
            yield truths, memory, part


def _both_ways(form: Formula | None) -> list[tuple[bool | None, Formula]]:
    if form is None:
        return [(None, all_of(()))]
    return [(True, form), (False, opposite(form))]


def _split(region: Cubes, forms: Sequence[Formula], manner: Manner) -> Iterator[tuple[tuple[bool, ...], Cubes]]:
    """A region in parts in which each formula holds throughout or nowhere; empty parts are left out."""
    if not region:
        return
    if not forms:
        yield (), region
        return
    for truth, form in ((True, forms[0]), (False, opposite(forms[0]))):
        part = meet(region, cubes_of(form, manner.links), manner.links)
        for rest, less in _split(part, forms[1:], manner):
            yield (truth, *rest), less


def reactions(moment: Moment, manner: Manner) -> list[tuple[Cubes, Layers]]:
    """Which reactions can apply together; those that come to the same are put together."""
    key = (moment.deciding_key, id(manner))
    if key not in moment.scope.compartment.reactions:
        moment.scope.compartment.reactions[key] = _together(moment, manner)
    return moment.scope.compartment.reactions[key]


def _together(moment: Moment, manner: Manner) -> list[tuple[Cubes, Layers]]:
    own = _classes(moment, moment.beat.hears, manner)
    general = _classes(moment, moment.scenario.defaults.hears, manner)
    found: dict[Hashable, tuple[Cubes, Layers]] = {}
    for ours in own:
        for theirs in general:
            met = meet(ours, theirs, manner.links)
            if not met:
                continue
            heard = heard_of(moment, spelled(met[0], manner))
            layers = layers_for(moment.scenario, moment.beat, moment.now(heard), unclear=False)
            key = _comes_to(moment, layers)
            if key in found:
                found[key] = (tidy((*found[key][0], *met)), found[key][1])
            else:
                found[key] = (met, layers)
    return list(found.values())


def _classes(moment: Moment, entries: tuple[Reaction, ...], manner: Manner) -> list[Cubes]:
    """Regions of replies by the first entry that holds, entries that come to the same put together."""
    signs = [_sign(moment, entry) for entry in entries]
    last = max((i for i, sign in enumerate(signs) if sign != _sign(moment, None)), default=-1)
    found: dict[Hashable, Cubes] = {}
    left = cubes_of(manner.region, manner.links)
    # An entry of the beat that does nothing still keeps `otherwise` away; a default that does nothing is as none.
    upto = len(entries) if entries is moment.beat.hears else last + 1
    for i, entry in enumerate(entries[:upto]):
        if entry.key is None or not left:
            continue
        form = moment.formula(entry.key, manner)
        sign = (signs[i], entries is moment.beat.hears)
        met = meet(left, cubes_of(form, manner.links), manner.links)
        if met:
            found[sign] = tidy((*found.get(sign, ()), *met))
        left = meet(left, cubes_of(opposite(form), manner.links), manner.links)
    sign = (_sign(moment, None), False)
    if left:
        found[sign] = tidy((*found.get(sign, ()), *left))
    return list(found.values())


def _sign(moment: Moment, reaction: Reaction | None) -> Hashable:
    """What a reaction contributes to what the search keeps."""
    if reaction is None:
        return (None, None, (), None, "")
    covered = covered_by(reaction) if reaction.fit is not None else None
    change = tuple(sorted((n, by) for n, by in reaction.change.items() if n in moment.scope.levels))
    return (reaction.fit, covered, change, reaction.go, reaction.rule if moment.is_asked(reaction) else "")


def _comes_to(moment: Moment, layers: Layers) -> Hashable:
    decider = layers.fit()
    change = tuple(sorted((n, by) for n, by in layers.change().items() if n in moment.scope.levels))
    speaker = layers.speaker()
    said = speaker.rule if speaker is not None and moment.is_asked(speaker) else ""
    fit = None if decider is None else (decider.fit, covered_by(decider))
    return (fit, change, layers.go(), said)


def ways(forms: Sequence[Formula], manner: Manner) -> Iterator[tuple[tuple[bool, ...], tuple[Cubes, ...]]]:
    """Every combination in which these formulas can hold or not."""
    if not forms:
        yield (), ()
        return
    for truth, form in ((True, forms[0]), (False, opposite(forms[0]))):
        region = cubes_of(form, manner.links)
        for rest, less in ways(forms[1:], manner):
            yield (truth, *rest), (region, *less)
