"""What a re-scoring changes, told as text or JSON from its results on disk, of which few are in memory at a time."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from commands.sessions import SHORT, shared
from scenarios.clean import clean_line
from scoring.course.gathering import Unreadable
from scoring.course.rescoring import Change
from scoring.words import points

MOST_LISTED = 20
Heads = Callable[[], Iterator[dict[str, Any]]]
"""Gives the results, from the first, each time it is called."""


@dataclass(slots=True)
class Summary:
    """Figures about all results."""

    sessions: int = 0
    changed: int = 0
    upwards: int = 0
    """Scores that reach the pass mark and did not."""
    downwards: int = 0
    different: int = 0
    """Results that are not, to the byte, kept already."""
    unknown: int = 0
    """Sessions of which it is not known what they scored when they were played."""
    played: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By rubric and coder."""
    crossing_first: list[Change] = field(default_factory=list)
    """The first that cross the pass mark: they come before all others, since somebody's grade may hang on them."""
    others_first: list[Change] = field(default_factory=list)
    """The first of the others that change."""
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def crossing(self) -> int:
        """How many cross the pass mark."""
        return self.upwards + self.downwards

    @property
    def listed(self) -> list[Change]:
        """Those that are told one by one."""
        return [*self.crossing_first, *self.others_first][:MOST_LISTED]


def changes(heads: Iterable[dict[str, Any]]) -> Iterator[Change | Unreadable]:
    """The results, without their bodies."""
    for head in heads:
        fields = {name: value for name, value in head.items() if name != "made_from"}
        yield Unreadable(**fields) if "reason" in fields else Change(**fields, body="")


def summary_of(heads: Heads, mark: int, rubric: str) -> Summary:
    """Go through all results once; `mark` is in tenths."""
    found = Summary()
    for change in changes(heads()):
        if isinstance(change, Unreadable):
            found.unreadable.append(change)
            continue
        found.sessions += 1
        found.different += not change.is_same
        found.unknown += not change.was_kept and change.played_rubric != rubric
        found.played[change.played_rubric, change.played_coder] += 1
        if change.changes:
            found.changed += 1
            crosses = change.crosses(mark)
            found.upwards += crosses and (change.new or 0) >= mark
            found.downwards += crosses and (change.new or 0) < mark
            listed = found.crossing_first if crosses else found.others_first
            if len(listed) < MOST_LISTED:
                listed.append(change)
    return found


def as_text(summary: Summary, heads: Heads, mark: int, rubric: str, coder: str | None) -> Iterator[str]:
    """What a person reads, line by line."""
    how = "readings as kept" if coder is None else f"read again by coder {coder}"
    yield f"Rubric {rubric}, {how}."
    are, cross = ("changes" if summary.changed == 1 else "change"), ("crosses" if summary.crossing == 1 else "cross")
    ways = f" ({summary.upwards} up, {summary.downwards} down)" if summary.crossing else ""
    yield (
        f"{summary.changed} of {summary.sessions} scores {are}, "
        f"{summary.crossing} {cross} the pass mark {mark / 10:g}{ways}."
    )
    short = short_ids([change.session for change in summary.listed], (head["session"] for head in heads()))
    for change in summary.listed:
        crosses = ", crosses the pass mark" if change.crosses(mark) else ""
        words = f"{points(change.old)} → {points(change.new)}{crosses}"
        whose = f"{clean_line(change.trainee)}, " if change.trainee else ""
        yield f"  {short[change.session]}  {whose}{change.scenario}: {words}"
    if summary.changed > MOST_LISTED:
        yield f"  and {summary.changed - MOST_LISTED} more; --json lists all"
    for (played_rubric, played_coder), count in sorted(summary.played.items()):
        yield f"Played under rubric {played_rubric}, coder {played_coder}: {count}."
    if summary.unknown:
        yield (
            f"For {summary.unknown} of them no result was kept under the rubric they were played under, and that "
            "rubric is not installed: what they scored then is not known. They are compared with what rubric "
            f"{rubric} makes of them now."
        )


def short_ids(wanted: Iterable[str], every: Iterable[str]) -> dict[str, str]:
    """As `shortest_prefixes` of all ids, for a few of them."""
    ordered = sorted(wanted)
    length = [SHORT] * len(ordered)
    for one in every:
        place = bisect_left(ordered, one)
        for near in (place - 1, place, place + 1):  # who shares most with it stands beside it
            if 0 <= near < len(ordered) and ordered[near] != one:
                length[near] = max(length[near], shared(ordered[near], one) + 1)
    return {one: one[:letters] for one, letters in zip(ordered, length, strict=True)}


def as_json(summary: Summary, heads: Heads, mark: int, versions: tuple[str, str | None], kept: int) -> Iterator[str]:
    """One object, in pieces; `versions` are the rubric's and, where replies were read again, the coder's."""
    rubric, coder = versions
    head = {
        "format": 1,
        "rubric": rubric,
        "coder": coder,
        "sessions": summary.sessions,
        "changed": summary.changed,
        "pass_mark": mark / 10,
        "crossing": summary.crossing,
        "crossing_up": summary.upwards,
        "crossing_down": summary.downwards,
        "kept": kept,
        "changes": [],
    }
    before, _, after = json.dumps(head, ensure_ascii=False, indent=1).rpartition("[]")
    yield before
    yield "["
    separator = "\n  "
    for change in changes(heads()):
        if isinstance(change, Change) and change.changes:
            yield separator + json.dumps(_plain(change, mark), ensure_ascii=False, indent=1).replace("\n", "\n  ")
            separator = ",\n  "
    yield "\n ]" if summary.changed else "]"
    yield after + "\n"


def _plain(change: Change, mark: int) -> dict[str, object]:
    return {
        "session": change.session,
        "trainee": change.trainee,
        "scenario": change.scenario,
        "old": None if change.old is None else change.old / 10,
        "new": None if change.new is None else change.new / 10,
        "crosses": change.crosses(mark),
        "old_was_kept": change.was_kept,
        "played_under": {"rubric": change.played_rubric, "coder": change.played_coder},
    }
