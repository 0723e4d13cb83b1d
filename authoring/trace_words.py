"""A trace in words: for the panel beside the conversation, for text, and as plain values for a machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from authoring.trace_model import NOT_OF_SILENCE, Answer, FactTold, Layer, Trace, Tried
from scoring.words import SILENCE, fit_mark, joined, plural, shortened, signed
from simulator.trials import CoachingOutcome, TestOutcome

REPLY_LIMIT = 40
"""Most characters of a reply in the head of its turn."""
ENTRY_LIMIT = 60
"""Most characters of the condition of an entry that was tried in vain."""
QUOTE_LIMIT = 50
"""Most characters of the words in which a code was heard."""


class TraceLine(NamedTuple):
    """One labelled line; a line without a label goes on where the one before stopped."""

    label: str
    text: str
    is_aside: bool = False
    """Of less weight: what was tried in vain, half heard, or did not change."""


_LAYERS: dict[Layer, str] = {
    "beat": "this beat",
    "beat otherwise": "this beat's `otherwise`",
    "beat unclear": "this beat's `unclear`",
    "beat silence": "this beat's `silence`",
    "defaults": "the defaults",
    "defaults otherwise": "the defaults' `otherwise`",
    "defaults unclear": "the defaults' `unclear`",
    "defaults silence": "the defaults' `silence`",
    "moment": "the table of moments",
}
_WAYS = {"entry": "the entry", "test": "the test", "exit": "the exit", "limit": "the limit of the beat"}
_TESTS = {"passed": "passed", "partly": "half answered", "failed": "failed", "lapsed": "not answered in time"}


def head(trace: Trace) -> str:
    """Which turn it is: `Turn 3 in the_ask: “I'd tell her.”`"""
    said = SILENCE if trace.is_silence else f"“{shortened(trace.reply, REPLY_LIMIT)}”"
    return f"Turn {trace.n} in {trace.beat}: {said}"


def trace_lines(trace: Trace) -> tuple[TraceLine, ...]:
    """One turn, line by line."""
    parts = (_heard, _answered, _tried, _fitted, _levels, _trials, _next)
    return tuple(line for part in parts for line in part(trace))


def _heard(trace: Trace) -> Iterator[TraceLine]:
    counted = [f"{heard.code} {heard.confidence:.0%}{_quoted(heard.words)}" for heard in trace.heard if heard.counts]
    nothing = "silence" if trace.is_silence else "not understood" if trace.is_unclear else "nothing"
    yield from _under("Heard", counted or [nothing])
    half = [f"{heard.code} {heard.confidence:.0%}" for heard in trace.heard if not heard.counts]
    if half:
        yield TraceLine("", f"half heard, not acted on: {', '.join(half)}", is_aside=True)
    if trace.derived:
        yield TraceLine("Derived", ", ".join(trace.derived))
    if trace.fact is not None:
        yield TraceLine("Fact", _fact_words(trace.fact))


def _quoted(words: str) -> str:
    return f" “{shortened(words, QUOTE_LIMIT)}”" if words else ""


def _fact_words(fact: FactTold) -> str:
    if not fact.held_back:
        return f"“{fact.question}” was told"
    return f"“{fact.question}” was held back: {'; '.join(fact.held_back)}"


def _answered(trace: Trace) -> Iterator[TraceLine]:
    if not trace.answers:
        yield TraceLine("Answered", "by the built-in lines: no entry is written for this")
        return
    first, *others = trace.answers
    yield TraceLine("Answered", f"by {_place(first)}{_gives(first.gives)}")
    for answer in others:
        yield TraceLine("", f"with {_place(answer)}{_gives(answer.gives)}")


def _place(answer: Answer) -> str:
    where = _LAYERS[answer.layer] + (f", line {answer.line}" if answer.line is not None else "")
    if answer.layer == "moment":
        return f"{where}, needs `{answer.entry}`"
    return f"{where}: {answer.entry}" if answer.entry else where


def _gives(parts: tuple[str, ...]) -> str:
    return f" → {joined(parts)}" if parts else ""


def _tried(trace: Trace) -> Iterator[TraceLine]:
    speaking = [tried for tried in trace.tried if tried.false != NOT_OF_SILENCE]
    lines = [_tried_words(tried) for tried in speaking]
    silent = len(trace.tried) - len(speaking)
    if silent:
        lines.append(
            "1 entry does not speak of silence" if silent == 1 else f"{silent} entries do not speak of silence"
        )
    yield from _under("Not", lines, is_aside=True)


def _tried_words(tried: Tried) -> str:
    of = "" if tried.layer == "beat" else " of the defaults"
    return f"line {tried.line}{of}, {shortened(tried.entry, ENTRY_LIMIT)}: {'; '.join(tried.false)}"


def _fitted(trace: Trace) -> Iterator[TraceLine]:
    giver = next((answer for answer in trace.answers if "fit" in answer.gives), None)
    if trace.fit is None or giver is None:
        yield TraceLine("Fit", fit_mark(trace.fit))
    else:
        source = "from the table of moments" if giver.line is None else f"by line {giver.line}"
        if trace.stated_fit is not None and trace.stated_fit != trace.fit:
            source += f", which states {signed(trace.stated_fit)}: what else was heard weighs in"
        yield TraceLine("Fit", f"{fit_mark(trace.fit)} {source}")
    if trace.because:
        yield TraceLine("", trace.because)


def _levels(trace: Trace) -> Iterator[TraceLine]:
    changed = [f"{one.name} {one.before} → {one.after} ({signed(one.change)})" for one in trace.levels if one.change]
    same = [f"{one.name} {one.after}" for one in trace.levels if not one.change]
    if changed:
        yield TraceLine("State", ", ".join(changed))
    if same:
        yield TraceLine("" if changed else "State", f"unchanged: {', '.join(same)}", is_aside=True)


def _trials(trace: Trace) -> Iterator[TraceLine]:
    tests = [f"`{test.beat}` {_test_words(test)}" for test in trace.decided]
    still = {test.beat for test in trace.decided if test.outcome != "partly"}
    tests += [f"`{test.beat}` is open, {_left(test.left)}" for test in trace.open_tests if test.beat not in still]
    yield from _under("Test", tests)
    coaching = [f"`{cue.beat}` {_coaching_words(cue)}" for cue in trace.coaching]
    coaching += [f"`{cue.beat}` is open, {_left(cue.left)}" for cue in trace.open_coaching]
    yield from _under("Coaching", coaching)


def _test_words(test: TestOutcome) -> str:
    words = _TESTS[test.outcome]
    return f"{words}, which counts as failed" if test.outcome == "lapsed" and test.confirms else words


def _coaching_words(cue: CoachingOutcome) -> str:
    return f"{cue.outcome} (needs `{cue.need}`)"


def _left(replies: int) -> str:
    return "1 reply left" if replies == 1 else f"{replies} replies left"


def _next(trace: Trace) -> Iterator[TraceLine]:
    way = trace.way
    line = f", line {way.line}" if way.line is not None else ""
    limit = f", {plural(trace.replies_here, 'turn')} of {trace.limit}" if trace.limit is not None else ""
    stays = f"stays in `{way.to}`{limit}"
    yield TraceLine("Next", f"goes to `{way.to}` by {_WAYS[way.by]}{line}" if way.by else stays)


def _under(label: str, texts: list[str], *, is_aside: bool = False) -> Iterator[TraceLine]:
    for i, text in enumerate(texts):
        yield TraceLine("" if i else label, text, is_aside)


def trace_to_json(trace: Trace) -> dict[str, Any]:
    """A trace as plain values, without what the turn beside it says already."""
    return {
        "heard": [
            {"code": one.code, "confidence": one.confidence, "words": one.words, "counts": one.counts}
            for one in trace.heard
        ],
        "derived": list(trace.derived),
        "answered_by": [
            {"layer": one.layer, "line": one.line, "entry": one.entry, "gives": list(one.gives)}
            for one in trace.answers
        ],
        "tried_before": [
            {"layer": one.layer, "line": one.line, "entry": one.entry, "false": list(one.false)} for one in trace.tried
        ],
        "fact": None
        if trace.fact is None
        else {"question": trace.fact.question, "held_back": list(trace.fact.held_back)},
        "fit": {"value": trace.fit, "stated": trace.stated_fit, "rule": trace.rule, "because": trace.because},
        "state": {one.name: {"before": one.before, "after": one.after, "change": one.change} for one in trace.levels},
        "tests": {
            "decided": [{"beat": one.beat, "outcome": one.outcome} for one in trace.decided],
            "open": [{"beat": one.beat, "replies_left": one.left} for one in trace.open_tests],
        },
        "coaching": {
            "decided": [{"beat": one.beat, "outcome": one.outcome} for one in trace.coaching],
            "open": [{"beat": one.beat, "replies_left": one.left} for one in trace.open_coaching],
        },
        "goes": {"to": trace.way.to, "by": trace.way.by or None, "line": trace.way.line},
    }
