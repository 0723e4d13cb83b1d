"""What `attune review` does with the store: sheets of turns, forms taken, ratings listed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.errors import InputError
from scenarios.faults import Fault, Mark, ScenarioError
from scenarios.source import MAX_BYTES
from scoring.rubric import score
from scoring.supervision.form import Sheet
from scoring.supervision.form_reading import read_form
from scoring.supervision.machine import machine_value, target_words, value_words
from scoring.supervision.sample import draw
from scoring.supervision.taking import Taken, taken
from scoring.words import plural
from simulator.ratings import Rating, effective, standing
from simulator.session import Session, replay
from simulator.store_errors import NoSuchSessionError

if TYPE_CHECKING:
    from simulator.store import SessionRecord, Store

WIDTH = 78


def session_of(store: Store, name: str) -> Session:
    """A session as it stands."""
    return replay(store.scenario(name), store.events(name))


def sheet(store: Store, name: str) -> Sheet:
    """Every turn of a session, and the whole."""
    session = session_of(store, name)
    return Sheet(name, session, tuple(turn.n for turn in session.turns), whole=True)


def drawn_sheets(store: Store, size: int, seed: int) -> list[Sheet]:
    """Turns drawn by chance from every session that has ended. Raises `InputError` where there are none.

    Of a second try only its own turns are drawn, not those that it took over.
    """
    turns = [(record.id, n) for record in store.records() if record.ended for n in _own_turns(record)]
    if not turns:
        raise InputError("No session has ended yet, so there are no turns to draw from.")
    by_session: dict[str, list[int]] = {}
    for name, n in draw(turns, size, seed):
        by_session.setdefault(name, []).append(n)
    return [Sheet(name, session_of(store, name), tuple(ns), whole=False) for name, ns in by_session.items()]


def _own_turns(record: SessionRecord) -> range:
    return range((record.again_turn or 0) + 1, record.turns + 1)


def take_form(store: Store, file: str, rater: str, only: str | None) -> Taken:
    """Keep what is new in a form: all of it, or nothing. Raises `ScenarioError` with every fault, and `InputError`.

    `only`: the session that it must be about, where one was named.
    """
    words = read_form(_bytes(file), file, lambda name: _session_or_none(store, name))
    sessions = {word.session for word in words}
    if only is not None and sessions - {only}:
        raise InputError(f"{file}: this form is about session {min(sessions - {only})}, not about {only}.")
    found = taken(words, [rating for name in sorted(sessions) for rating in store.ratings.of(name)], rater)
    if found.new:
        store.ratings.add(found.new, rater)
    return found


def _bytes(file: str) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScenarioError(
            [Fault(file, Mark(1, 1), "unreadable-file", f"The file cannot be read: {reason}.")]
        ) from None


def _session_or_none(store: Store, name: str) -> Session | None:
    try:
        return session_of(store, name)
    except NoSuchSessionError:
        return None


def taken_lines(found: Taken, rater: str) -> Iterator[str]:
    """What became of a form."""
    if not found.new and not found.known and not found.overtaken:
        yield "Nothing is filled in, so nothing was kept."
        return
    known = f"; {found.known} stood there already" if found.known else ""
    yield f"Kept {plural(len(found.new), 'rating')} by {rater}{known}."
    for word, last in found.overtaken:
        target, turn = word.judgement.target, word.judgement.turn
        now = value_words(target, last.judgement.value, none="taken back")
        yield (
            f"Left alone: {_where(turn)}, {target_words(target)}: since this form you gave {now} "
            f"({last.at:%Y-%m-%d %H:%M} UTC)."
        )


def taken_plain(found: Taken) -> dict[str, Any]:
    """The same for a script."""
    return {
        "kept": len(found.new),
        "known": found.known,
        "left_alone": [
            {"session": word.session, "turn": word.judgement.turn, "target": word.judgement.target}
            for word, _ in found.overtaken
        ],
    }


def listed_plain(store: Store, name: str) -> list[dict[str, Any]]:
    """Every row of a session, in order of time."""
    session, ratings = session_of(store, name), store.ratings.of(name)
    scores = score(session)
    counting, stand = set(_ids(effective(ratings).values())), set(_ids(standing(ratings)))
    return [
        {
            "id": rating.id,
            "session": name,
            "turn": rating.judgement.turn,
            "target": rating.judgement.target,
            "value": rating.judgement.value,
            "machine": machine_value(session, scores, *rating.about),
            "rater": rating.rater,
            "blind": rating.is_blind,
            "sample": rating.sample,
            "comment": rating.judgement.comment,
            "at": rating.at.isoformat(),
            "stands": rating.id in stand,
            "effective": rating.id in counting,
        }
        for rating in ratings
    ]


def _ids(ratings: Any) -> Iterator[str]:  # noqa: ANN401  any collection of ratings
    return (rating.id for rating in ratings)


def listed_lines(store: Store, name: str) -> Iterator[str]:
    """The same to read; codes that were marked as not heard, of which there may be forty a turn, in one line."""
    session, ratings = session_of(store, name), store.ratings.of(name)
    if not ratings:
        yield f"Nobody has rated session {name} yet. `attune review {name} --rater NAME` begins."
        return
    scores = score(session)
    counting, stand = set(_ids(effective(ratings).values())), set(_ids(standing(ratings)))
    yield f"Ratings of session {name}, the machine's in brackets. * counts now; - no longer."
    unsaid: dict[tuple[str, int | None, str], int] = {}
    for rating in ratings:
        judgement = rating.judgement
        if judgement.target.startswith("code:") and judgement.value == 0 and not judgement.comment:
            key = (rating.rater, judgement.turn, f"{rating.at:%Y-%m-%d %H:%M}")
            unsaid[key] = unsaid.get(key, 0) + 1
            continue
        yield from _listed(
            rating, session, scores, "*" if rating.id in counting else " " if rating.id in stand else "-"
        )
    for (rater, turn, at), number in unsaid.items():
        yield f"  {at}  {rater}  {_where(turn)}: {plural(number, 'code')} marked as not heard"


def _listed(rating: Rating, session: Session, scores: Any, mark: str) -> Iterator[str]:  # noqa: ANN401
    turn, target = rating.about
    machine = value_words(target, machine_value(session, scores, turn, target), none="no rating")
    value = value_words(target, rating.judgement.value, none="taken back")
    how = ("blind" if rating.is_blind else "sighted") + (", drawn by chance" if rating.sample == "random" else "")
    yield (
        f"{mark} {rating.at:%Y-%m-%d %H:%M}  {rating.rater}  {_where(turn)}: {target_words(target)} {value} "
        f"[{machine}]  {how}"
    )
    if rating.judgement.comment:
        yield from textwrap.wrap(
            f"“{rating.judgement.comment}”", WIDTH, initial_indent="    ", subsequent_indent="    "
        )


def _where(turn: int | None) -> str:
    return "whole session" if turn is None else f"turn {turn}"
