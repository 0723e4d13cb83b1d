"""Which example paths change between two versions: the examples of each are played on both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from authoring.prose_conditions import beat_words
from scenarios.model import Example, Scenario
from scoring.words import shortened
from simulator.examples import needs_coder, run_example
from simulator.reading import Coder


@dataclass(frozen=True, slots=True)
class Path:
    """How an example runs in one version."""

    beats: tuple[str, ...]
    """The beat after each reply, under the later version's names."""
    ending: str | None
    """The ending reached, or `None`."""


@dataclass(frozen=True, slots=True)
class PathChange:
    """An example that no longer runs as it did."""

    name: str
    owner: str
    """The version whose example it is: `before`, `after` or `both`."""
    turn: int
    """The first reply after which the patient is elsewhere."""
    reply: str
    before: Path
    after: Path

    def __str__(self) -> str:
        """What changed, in a few lines."""
        one, other = (_at(path, self.turn) for path in (self.before, self.after))
        lines = [f"“{self.name}”: after reply {self.turn} ({shortened(self.reply, 50)}) {one} before, {other} now"]
        if self.before.ending != self.after.ending:
            lines.append(f"    ended in {_end(self.before)}, ends in {_end(self.after)}")
        return "\n".join(lines)


def path_changes(
    before: Scenario, after: Scenario, names: Mapping[str, str], coder: Coder | None
) -> tuple[tuple[PathChange, ...], int]:
    """The examples that run differently, and how many were played. `coder` reads text; see `coder_needed`."""
    found: list[PathChange] = []
    examples = _examples(before, after)
    for example, owner in examples:
        one, other = _played(before, example, coder, names), _played(after, example, coder, {})
        if one == other:
            continue
        pairs = zip(one.beats, other.beats, strict=False)
        same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one.beats), len(other.beats)))
        turn = min(same, len(example.replies) - 1)
        found.append(PathChange(example.name, owner, turn + 1, example.replies[turn], one, other))
    return tuple(found), len(examples)


def coder_needed(before: Scenario, after: Scenario) -> bool:
    """Whether any example of either version has text to read."""
    return any(needs_coder(example) for example in (*before.examples, *after.examples))


def _examples(before: Scenario, after: Scenario) -> list[tuple[Example, str]]:
    """Every example once; the same replies from the same place in both versions are one example.

    One that begins at a beat which only its own version has is left out: that the beat is new or gone is told anyway.
    """
    own = {_way(example): (example, "after") for example in after.examples}
    for example in before.examples:
        owner = "both" if _way(example) in own else "before"
        own[_way(example)] = (own.get(_way(example), (example, ""))[0], owner)
    shared = {None, *before.beats} & {None, *after.beats}
    return [(example, owner) for example, owner in own.values() if example.at in shared]


def _way(example: Example) -> tuple[object, ...]:
    return (example.at, tuple(sorted(example.levels.items())), example.replies)


def _played(scenario: Scenario, example: Example, coder: Coder | None, names: Mapping[str, str]) -> Path:
    # What the example expects speaks of its own version; only the way it takes is compared.
    steps = run_example(scenario, replace(example, expect=()), coder).steps
    beats = tuple(names.get(step.beat, step.beat) for step in steps)
    last = steps[-1].beat if steps else scenario.start
    ended = scenario.beats[last].ending is not None
    return Path(beats, names.get(last, last) if ended else None)


def _at(path: Path, turn: int) -> str:
    return f"in {beat_words(path.beats[turn - 1])}" if turn <= len(path.beats) else "it had ended"


def _end(path: Path) -> str:
    return beat_words(path.ending) if path.ending is not None else "no ending"
