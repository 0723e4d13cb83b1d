"""A layered drawing of boxes and arrows: where everything goes. Geometry only, no words, no markup.

Boxes stand in rows, and arrows run down wherever they can. Between two rows of boxes is a row for what is written on
the arrows, so that words have a place of their own and cover nothing. After Sugiyama, Tagawa & Toda (1981):
break cycles, assign rows, order each row by its neighbours, then move sideways until arrows are as straight as can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

MARGIN = 24.0
GAP = 26.0
"""Least distance between two boxes of a row."""
ROW_GAP = 22.0
_SWEEPS = 24
_PASSING = 8.0
"""How much more a passing arrow holds to its line than a box to its place."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from one box to another, with the size of what is written on it."""

    source: str
    target: str
    label: Size


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one arrow: the points it passes, and the middle of its label."""

    points: tuple[Point, ...]
    label: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything goes; boxes by their middle."""

    width: float
    height: float
    boxes: Mapping[str, Point]
    routes: tuple[Route, ...]
    """In the order of the links given."""


_Item = str | tuple[int, int]
"""A box by its name, or a place that an arrow passes: `(link, row)`."""


@dataclass(slots=True)
class _Plan:
    """The work in progress: rows of items and what each is joined to above and below."""

    rows: list[list[_Item]]
    sizes: dict[_Item, Size]
    above: dict[_Item, list[_Item]] = field(default_factory=dict)
    below: dict[_Item, list[_Item]] = field(default_factory=dict)
    x: dict[_Item, float] = field(default_factory=dict)


def lay_out(boxes: Mapping[str, Size], links: Sequence[Link], first: str) -> Layout:
    """Place boxes and arrows; `first` is where one begins. No arrow may lead from a box to itself."""
    downward = _without_cycles(boxes, links, first)
    ranks = _ranks(boxes, downward, first)
    plan, chains = _plan(boxes, links, downward, ranks)
    _order(plan)
    _straighten(plan)
    return _measured(plan, boxes, links, downward, chains)


def _without_cycles(boxes: Iterable[str], links: Sequence[Link], first: str) -> list[tuple[str, str]]:
    """Each link as it runs down the drawing: those that lead back are turned round.

    So are those by which a detour that does not follow from the beginning comes back to what does: it hangs below.
    """
    ways: dict[str, list[int]] = {}
    for i, link in enumerate(links):
        ways.setdefault(link.source, []).append(i)
    turned: set[int] = set()
    done: set[str] = set()
    main: set[str] = set()
    for root in (first, *boxes):
        path = [(root, iter(ways.get(root, ())))] if root not in done else []
        open_now = {root}
        while path:
            here, left = path[-1]
            i = next(left, -1)
            if i < 0:
                done.add(here)
                open_now.discard(here)
                path.pop()
            elif links[i].target in open_now:
                turned.add(i)
            elif links[i].target not in done:
                open_now.add(links[i].target)
                path.append((links[i].target, iter(ways.get(links[i].target, ()))))
        main = main or set(done)
    entered = {link.target for link in links}
    detours = entered - main
    turned |= {i for i, link in enumerate(links) if link.source in detours and link.target in main & set(ways)}
    return [(link.target, link.source) if i in turned else (link.source, link.target) for i, link in enumerate(links)]


def _ranks(boxes: Iterable[str], downward: Sequence[tuple[str, str]], first: str) -> dict[str, int]:
    """The row of each box: below everything that leads to it; what nothing leads to, just above what it leads to.

    Where one begins stays at the top all the same.
    """
    ranks = dict.fromkeys(boxes, 0)
    for _ in range(len(ranks)):
        for upper, lower in downward:
            ranks[lower] = max(ranks[lower], ranks[upper] + 1)
    entered = {lower for _, lower in downward}
    for name in ranks:
        next_rows = [ranks[lower] for upper, lower in downward if upper == name]
        if name not in entered and name != first and next_rows:
            ranks[name] = min(next_rows) - 1
    return ranks


def _plan(
    boxes: Mapping[str, Size], links: Sequence[Link], downward: Sequence[tuple[str, str]], ranks: Mapping[str, int]
) -> tuple[_Plan, list[list[_Item]]]:
    """Rows with boxes on the even ones, labels on the odd ones, and a place on every row that an arrow passes."""
    rows: list[list[_Item]] = [[] for _ in range(2 * max(ranks.values(), default=0) + 1)]
    plan = _Plan(rows, dict(boxes.items()))
    for name in boxes:
        rows[2 * ranks[name]].append(name)
    chains: list[list[_Item]] = []
    for i, ((upper, lower), link) in enumerate(zip(downward, links, strict=True)):
        top, bottom = 2 * ranks[upper], 2 * ranks[lower]
        label_row = top + 1 if upper == link.source else bottom - 1
        chain: list[_Item] = [upper, *((i, row) for row in range(top + 1, bottom)), lower]
        for row in range(top + 1, bottom):
            plan.sizes[i, row] = link.label if row == label_row else Size(6, 0)
            rows[row].append((i, row))
        for one, other in pairwise(chain):
            plan.below.setdefault(one, []).append(other)
            plan.above.setdefault(other, []).append(one)
        chains.append(chain)
    return plan, chains


def _order(plan: _Plan) -> None:
    """Sort each row by the mean place of what its items are joined to, down and up again, keeping the best."""
    best, fewest = [list(row) for row in plan.rows], _crossings(plan)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        joined = plan.above if down else plan.below
        for row in plan.rows if down else reversed(plan.rows):
            places = {item: i for other in plan.rows for i, item in enumerate(other)}
            means = {item: _mean([places[near] for near in joined.get(item, ())], places[item]) for item in row}
            row.sort(key=means.__getitem__)
        found = _crossings(plan)
        if found < fewest:
            best, fewest = [list(row) for row in plan.rows], found
    plan.rows[:] = best


def _crossings(plan: _Plan) -> int:
    total = 0
    for upper, lower in pairwise(plan.rows):
        places = {item: i for i, item in enumerate(lower)}
        ends = [sorted(places[near] for near in plan.below.get(item, ())) for item in upper]
        flat = [end for group in ends for end in group]
        total += sum(flat[i] > flat[j] for i in range(len(flat)) for j in range(i + 1, len(flat)))
    return total


def _straighten(plan: _Plan) -> None:
    """Move items sideways towards what they are joined to, as far as their neighbours in the row allow."""
    for row in plan.rows:
        at = -sum(plan.sizes[item].width + GAP for item in row) / 2
        for item in row:
            plan.x[item] = at + plan.sizes[item].width / 2
            at += plan.sizes[item].width + GAP
    for sweep in range(12 * _SWEEPS):
        for row in plan.rows if sweep % 2 == 0 else reversed(plan.rows):
            wanted = [_pulled(plan, item) for item in row]
            weights = [_PASSING if isinstance(item, tuple) else 1.0 for item in row]
            for item, x in zip(row, _spread(row, wanted, weights, plan.sizes), strict=True):
                plan.x[item] = x


def _pulled(plan: _Plan, item: _Item) -> float:
    """Where an item is pulled by what it is joined to; a long arrow pulls most at itself, and so becomes straight."""
    near = (*plan.above.get(item, ()), *plan.below.get(item, ()))
    pulls = [_PASSING if isinstance(item, tuple) and isinstance(other, tuple) else 1.0 for other in near]
    if not near:
        return plan.x[item]
    return sum(plan.x[other] * pull for other, pull in zip(near, pulls, strict=True)) / sum(pulls)


def _gap(one: _Item, other: _Item) -> float:
    return GAP if isinstance(one, str) or isinstance(other, str) else GAP / 2


def _spread(
    row: Sequence[_Item], wanted: Sequence[float], weights: Sequence[float], sizes: Mapping[_Item, Size]
) -> list[float]:
    """The places nearest to those wanted that keep the order and the gaps (pool adjacent violators)."""
    offsets = [0.0]
    for one, other in pairwise(row):
        offsets.append(offsets[-1] + (sizes[one].width + sizes[other].width) / 2 + _gap(one, other))
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        pool = (want - offset, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, heavy, count = pools.pop()
            both = heavy + pool[1]
            pool = ((mean * heavy + pool[0] * pool[1]) / both, both, count + pool[2])
        pools.append(pool)
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _measured(
    plan: _Plan,
    boxes: Mapping[str, Size],
    links: Sequence[Link],
    downward: Sequence[tuple[str, str]],
    chains: Sequence[Sequence[_Item]],
) -> Layout:
    """Rows from top to bottom, everything moved into the page."""
    left = min(plan.x[item] - plan.sizes[item].width / 2 for row in plan.rows for item in row)
    right = max(plan.x[item] + plan.sizes[item].width / 2 for row in plan.rows for item in row)
    middles: dict[_Item, float] = {}
    halves: dict[_Item, float] = {}
    top = MARGIN
    for row in plan.rows:
        height = max((plan.sizes[item].height for item in row), default=0.0)
        for item in row:
            middles[item] = top + height / 2
            halves[item] = height / 2
        top += height + ROW_GAP
    at = {item: Point(round(plan.x[item] - left + MARGIN, 1), round(middles[item], 1)) for item in middles}
    routes = []
    for (upper, _), link, chain in zip(downward, links, chains, strict=True):
        points = [Point(at[chain[0]].x, at[chain[0]].y + boxes[upper].height / 2)]
        for item in chain[1:-1]:
            points += [Point(at[item].x, at[item].y - halves[item]), Point(at[item].x, at[item].y + halves[item])]
        points.append(Point(at[chain[-1]].x, at[chain[-1]].y - plan.sizes[chain[-1]].height / 2))
        forward = upper == link.source
        written = chain[1] if forward else chain[-2]
        routes.append(Route(tuple(points if forward else reversed(points)), at[written]))
    placed = {name: at[name] for name in boxes}
    return Layout(round(right - left + 2 * MARGIN, 1), round(top - ROW_GAP + MARGIN, 1), placed, tuple(routes))
