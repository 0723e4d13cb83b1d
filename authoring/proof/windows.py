"""Which replies come to which fit: between a best and a worst move, with both of them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from authoring.proof.cubes import FALSE, Cubes, Formula, all_of, any_of, cubes_of, opposite
from authoring.proof.moment import Moment
from authoring.proof.replies import Manner
from scenarios.model import Reaction
from simulator.fit import weigh
from simulator.judging import covered_by


def windows(moment: Moment, manner: Manner, decider: Reaction | None) -> list[tuple[int, Cubes]]:
    """Every fit with the replies that come to it, given the entry that states one, as `simulator.judging` weighs."""
    covered = frozenset() if decider is None else covered_by(decider)
    stated = None if decider is None else decider.fit
    key = (moment.deciding_key, stated, covered, id(manner))
    known = moment.scope.shelf.windows
    if key not in known:
        by_worth: defaultdict[int, list[Formula]] = defaultdict(list)
        for code, fit in moment.worths.items():
            if code not in covered:
                by_worth[fit].append(manner.of_one(code))
        heard = {worth: any_of(forms) for worth, forms in by_worth.items()}
        found: defaultdict[int, list[Formula]] = defaultdict(list)
        for best, worst, fit in _frames(stated):
            found[fit].append(_between(heard, best, worst))
        # What asks for the fewest codes first, so that replies come out short; a fit near 0 before one far off.
        known[key] = [
            (fit, tuple(sorted(cubes, key=lambda cube: len(cube.some))))
            for fit, forms in sorted(found.items(), key=lambda one: abs(one[0]))
            if (cubes := cubes_of(any_of(forms), manner.links))
        ]
    return known[key]


def _frames(stated: int | None) -> Iterator[tuple[int | None, int, int]]:
    """Best move (`None`: whatever it is), worst move, and the fit that comes of them."""
    for worst in (0, -1, -2, -3):
        if stated is not None and stated > 0:  # a good answer: only what pulls down counts
            yield None, worst, weigh(stated, worst)
            continue
        for best in (0, 1, 2, 3):
            if stated is None:
                yield best, worst, weigh(best, worst)
            else:
                low = min(stated, worst)
                yield best, worst, weigh(best, low) if low else 0


def _between(heard: Mapping[int, Formula], best: int | None, worst: int) -> Formula:
    """No move is better or worse than that, and the best and the worst are there."""
    beyond = [form for worth, form in heard.items() if worth < worst or (best is not None and worth > best)]
    bounds = [heard.get(bound, FALSE) for bound in {best, worst} - {None, 0} if bound is not None]
    return all_of((*map(opposite, beyond), *bounds))
