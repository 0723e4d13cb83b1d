"""What a session from elsewhere must be before it is believed to be one: played through, with every value in range.

The file comes from a computer that is not ours. Its words reach terminals, pages and tables, so they are held to what
Attune itself would have kept; and its events must make a session with that patient.
"""

from __future__ import annotations

import math
import re

from scenarios.clean import REPLY_LIMIT, clean
from scenarios.model import Scenario
from scenarios.vocabulary import codes
from simulator.bundles import Bundle, BundleError
from simulator.events import Again, Event, EventError, Heard, Left, Replied, Started
from simulator.marks import Disputed, DisputeWithdrawn, Hinted, SelfRated
from simulator.reading import Reading
from simulator.session import Session, apply, start

_NAME = re.compile(r"[^\x00-\x20\x7f-\x9f]{1,80}")
_SEED_LIMIT = 2**63


def played(bundle: Bundle, scenario: Scenario) -> Session:
    """The session that the bundle's events make. Raises `BundleError`."""
    started = bundle.started
    _check_start(started)
    if (started.scenario, started.scenario_version, started.sha256) != (scenario.id, scenario.version, scenario.sha256):
        raise BundleError("it says another patient than the one whose file it was played with")
    session = start(scenario, started)
    for number, kept in enumerate(bundle.events[1:], 2):
        _check(kept.event, session, number)
        try:
            session = apply(session, kept.event)
        except EventError as error:
            raise BundleError(f"event {number}: {error}") from None
    return session


def _check_start(started: Started) -> None:
    if type(started.seed) is not int or not -_SEED_LIMIT <= started.seed < _SEED_LIMIT:
        raise BundleError("its seed is no whole number of 64 bits")
    for name in (started.coder, started.coder_version, started.rubric_version):
        if not isinstance(name, str) or _NAME.fullmatch(name) is None or clean(name) != name:
            raise BundleError("its coder or rubric is not named as Attune names them")
    match started.again:
        case None:
            pass
        case Again(str() as session, int() as turn) if re.fullmatch(r"[0-9a-f-]{36}", session) and turn >= 0:
            pass
        case _:
            raise BundleError("it does not say of what moment it is a second try")


def _check(event: Event, session: Session, number: int) -> None:
    if not isinstance(event, Started) and type(event.n) is not int:
        raise BundleError(f"event {number}: the number of its turn is no whole number")
    match event:
        case Replied(_, text, silence):
            _check_words(text, number)
            if silence == bool(text):
                raise BundleError(f"event {number}: a reply has words, and a silence has none")
        case Heard(_, reading):
            reply = session.pending.text if session.pending is not None else ""
            _check_reading(reading, reply, len(session.scenario.facts), number)
        case SelfRated(_, fit, note):
            if type(fit) is not int:
                raise BundleError(f"event {number}: a fit is a whole number")
            _check_words(note, number)
        case Disputed(_, code, _, reason):
            _check_code(code, number)
            _check_words(reason, number)
        case DisputeWithdrawn(_, code):
            _check_code(code, number)
        case Hinted() | Left() | Started():
            pass


def _check_words(text: object, number: int) -> None:
    if not isinstance(text, str) or len(text) > REPLY_LIMIT or clean(text) != text:
        raise BundleError(f"event {number}: it holds characters, or a length, that Attune never keeps")


def _check_code(code: object, number: int) -> None:
    if not isinstance(code, str) or code not in codes():
        raise BundleError(f"event {number}: it names a behaviour that this Attune does not know; a newer one may")


def _check_reading(reading: Reading, reply: str, facts: int, number: int) -> None:
    if reading.silence and (reply or reading.codes):
        raise BundleError(f"event {number}: words were read as silence")
    for span in reading.codes:
        _check_code(span.code, number)
        inside = type(span.start) is type(span.end) is int and 0 <= span.start < span.end <= len(reply)
        if not inside or not _is_share(span.confidence):
            raise BundleError(f"event {number}: what was heard lies outside the reply")
    fact = reading.fact
    if fact is not None and not (type(fact.fact) is int and 0 <= fact.fact < facts and _is_share(fact.confidence)):
        raise BundleError(f"event {number}: it names a fact that this patient does not have")


def _is_share(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value) and 0 <= value <= 1
