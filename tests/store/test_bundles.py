"""Bundles: what was written reads back; every change, cut and untruth in them is found; and merging keeps its laws."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.bundle_checks import played
from simulator.bundles import Bundle, BundleError, Kept, read_bundle, write_bundle
from simulator.canonical import canonical_json
from simulator.events import event_from_json
from simulator.merging import History, Holding, holding, merge, relation
from tests.store.handing import bundle
from tests.store.players import advice

HISTORIES = st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map(tuple)
HOLDINGS = st.lists(st.tuples(st.sampled_from("xy"), HISTORIES), max_size=6).map(holding)
WORD = "marmalade"


@given(HOLDINGS, HOLDINGS, HOLDINGS)
def test_merging_is_idempotent_commutative_and_associative(one: Holding, two: Holding, three: Holding) -> None:
    """So it does not matter who hands in what, in which order, or how often."""
    assert merge(one, one) == one
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@given(HISTORIES, HISTORIES)
def test_of_two_histories_one_continues_the_other_or_they_contradict(one: History, two: History) -> None:
    """Seen from the other side, longer is shorter."""
    mirrored = {"same": "same", "shorter": "longer", "longer": "shorter", "other": "other"}

    assert relation(two, one) == mirrored[relation(one, two)]
    assert (relation(one, two) == "same") == (one == two)


def test_a_bundle_reads_back_as_it_was_written() -> None:
    """Same bundle, same bytes."""
    written = bundle(replies=("How is ‘home’?", "And\nthen?"))

    assert read_bundle(write_bundle(written)) == written
    assert write_bundle(read_bundle(write_bundle(written))) == write_bundle(written)


def test_every_change_of_a_byte_is_found() -> None:
    """In each line some bytes are changed, and the fault is told without a word of the session."""
    raw = write_bundle(bundle(replies=(f"{WORD}?",)))
    choice = random.Random(3)  # noqa: S311  a repeatable choice of bytes
    start = 0
    for line in raw.split(b"\n")[:-1]:
        for place in {start, start + len(line) - 1, *(start + choice.randrange(len(line)) for _ in range(6))}:
            changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
            with pytest.raises(BundleError) as caught:
                read_bundle(changed)
            assert WORD not in str(caught.value)
        start += len(line) + 1


def test_a_file_that_was_cut_off_anywhere_is_found() -> None:
    """As a broken connection or a full stick leaves it."""
    raw = write_bundle(bundle())
    ends = [n + 1 for n, byte in enumerate(raw[:-1]) if byte == 10]

    for length in (0, 1, 40, *ends, len(raw) - 1):
        with pytest.raises(BundleError):
            read_bundle(raw[:length])


def test_a_line_left_out_or_moved_is_found() -> None:
    """The chain holds every line in its place."""
    lines = write_bundle(bundle(replies=("How is home?", "And school?"))).splitlines(keepends=True)

    for spoilt in (lines[:3] + lines[4:], [*lines[:3], lines[4], lines[3], *lines[5:]]):
        with pytest.raises(BundleError, match=r"line \d+ was changed, or does not follow"):
            read_bundle(b"".join(spoilt))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"session": "../../etc/passwd"}, "session"),
        ({"trainee": "Ada Lovelace"}, "trainee"),
        ({"trainee": "=1+1"}, "trainee"),
        ({"mode": "\x1b[2J"}, "mode"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"source": b"another patient"}, "patient's file"),
    ],
)
def test_a_bundle_rightly_chained_but_not_of_our_making_is_refused(changes: dict[str, object], reason: str) -> None:
    """Whoever can write the file can compute the chain, so the values are looked at too."""
    made = replace(bundle(), **changes)  # type: ignore[arg-type]  # wrong values are the point

    with pytest.raises(BundleError, match=reason):
        read_bundle(write_bundle(made))


def _with(number: int, **changes: object) -> Bundle:
    """A bundle in which an event, counted from 1, says something else."""
    made = bundle()
    plain = {**json.loads(made.events[number - 1].body), **changes}
    changed = Kept(made.events[0].at, plain["event"], event_from_json(plain), canonical_json(plain))
    return replace(made, events=(*made.events[: number - 1], changed, *made.events[number:]))


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (_with(2, text="\x1b]0;pwned\x07"), "never keeps"),
        (_with(2, text="x" * 4_001), "never keeps"),
        (_with(2, text=7), "never keeps"),
        (_with(2, text=""), "a silence has none"),
        (_with(2, n=2), "out of order"),
        (_with(2, n=1.0), "whole number"),
        (_with(1, seed=2**63), "64 bits"),
        (_with(1, seed=1.5), "64 bits"),
        (_with(1, again={"session": "../x", "turn": 1}), "second try"),
        (_with(1, rubric="\u202e"), "rubric"),
        (_with(3, reading={"codes": [], "unclear": False, "silence": True}), "read as silence"),
        *(
            (
                _with(3, reading={"codes": [{"code": c, "confidence": p, "start": a, "end": b}], "unclear": False}),
                reason,
            )
            for c, p, a, b, reason in (
                ("mind_reading", 0.5, 0, 3, "does not know"),
                ("open_question", 2, 0, 3, "outside"),
                ("open_question", 0.5, 0, 13, "outside"),
                ("open_question", 0.5, 3, 3, "outside"),
            )
        ),
        (_with(3, reading={"codes": [], "unclear": False, "fact": {"fact": 99, "confidence": 1}}), "fact"),
    ],
)
def test_events_that_attune_would_not_have_kept_are_refused(made: Bundle, reason: str) -> None:
    """Nothing of another's making reaches a terminal, a page or a score."""
    with pytest.raises(BundleError, match=reason):
        played(read_bundle(write_bundle(made)), advice())


def test_the_first_format_is_still_read() -> None:
    """It had a header and the events, without chain and patient."""
    made = bundle()
    started = made.started
    header = {
        "attune": "session",
        "format": 1,
        "session": made.session,
        "trainee": made.trainee,
        "scenario": {"id": started.scenario, "version": "1.0.0", "title": "If you were me", "sha256": made.sha256},
        "seed": started.seed,
        "mode": made.mode,
        "started_at": "2026-03-02T09:00:00+00:00",
        "events": len(made.events),
    }
    raw = "".join(f"{line}\n" for line in (canonical_json(header), *(kept.body for kept in made.events))).encode()

    assert read_bundle(raw) == replace(made, source=None)
    with pytest.raises(BundleError, match="cut off"):
        read_bundle(b"".join(raw.splitlines(keepends=True)[:-1]))
