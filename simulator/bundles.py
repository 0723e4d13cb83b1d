"""Bundles: a session as lines of canonical JSON that can be handed on, checked and taken in elsewhere.

    {"attune":"scenario", …}      the patient's file, word for word
    {"attune":"session", …}       whose session, how and when begun, which coder and rubric
    {"at":…, "before":…, "event":…}    one line an event
    {"attune":"end", …}           so that a file that was cut off is known

From the second line on, `before` is the SHA-256 of the line before, line end left out. The chain finds damage and
carelessness. It proves nothing about who wrote the words: whoever can write the file can also compute the chain.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from simulator.canonical import canonical_json
from simulator.events import Event, EventError, Started, event_from_json, event_to_json
from simulator.merging import History

FORMAT = 2
"""Version of the lines; raised when an old reader could misread a new file. Format 1 had no chain and no patient."""
MAX_BYTES = 8_000_000
"""Largest bundle that is read; the longest session with the largest patient needs less."""
MAX_EVENTS = 5_000

HEADS = (b'{"attune":"scenario"', b'{"attune":"session"')
"""A file may hold several bundles: each begins with the first of these, or, in format 1, with the second."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PSEUDONYM = re.compile(r"([a-z0-9][a-z0-9_-]{0,63})?")
_MODE = re.compile(r"[a-z]{1,32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


class BundleError(Exception):
    """A bundle that cannot be used. The message says what is wrong with it, and repeats no word of the session."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One event, and when it was kept."""

    at: str
    """UTC, ISO 8601 with milliseconds. Nothing is computed from it."""
    kind: str
    """Its name in the saved form, e.g. `replied`."""
    event: Event
    body: str
    """The event as canonical JSON."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One session as it is handed on."""

    session: str
    """UUIDv7."""
    trainee: str
    """A pseudonym; empty where none was given."""
    mode: str
    started_at: str
    sha256: str
    """Of the patient's file."""
    source: bytes | None
    """The patient's file; `None` in format 1, which did not hold it."""
    events: tuple[Kept, ...]
    """At least the first."""

    @property
    def started(self) -> Started:
        """The first event."""
        first = self.events[0].event
        assert isinstance(first, Started)  # noqa: S101  read_bundle makes no other, and a kept session has no other
        return first

    @property
    def history(self) -> History:
        """What the session is compared by."""
        return (history_head(self.trainee, self.mode, self.started_at), *(kept.body for kept in self.events))


def history_head(trainee: str, mode: str, started_at: str) -> str:
    """What a session is known by beside its events."""
    return canonical_json([trainee, mode, started_at])


def write_bundle(bundle: Bundle) -> bytes:
    """The lines of a bundle that holds its patient. Same bundle, same bytes. Else raises `ValueError`."""
    if bundle.source is None:
        raise ValueError("a bundle holds the patient's file")
    lines = [_scenario_line(bundle.source)]
    lines.append(canonical_json({**_header(bundle), "before": _sha256(lines[-1].encode())}))
    for kept in bundle.events:
        lines.append(_event_line(kept.at, _sha256(lines[-1].encode()), kept.body))
    lines.append(_end_line(len(bundle.events), _sha256(lines[-1].encode())))
    return "".join(f"{line}\n" for line in lines).encode()


def read_bundle(raw: bytes) -> Bundle:
    """The bundle in these lines, its form and chain checked. Raises `BundleError`."""
    if len(raw) > MAX_BYTES:
        raise BundleError(f"it is larger than {MAX_BYTES:,} bytes, more than any session needs")
    if not raw.endswith(b"\n"):
        raise BundleError("it was cut off: the last line has no end. Ask for it again")
    lines = raw[:-1].split(b"\n")
    if len(lines) > MAX_EVENTS:
        raise BundleError(f"it has more than {MAX_EVENTS:,} lines, more than any session needs")
    try:
        return _read_chain(lines) if lines[0].startswith(HEADS[0]) else _read_format_1(lines)
    except EventError as error:
        raise BundleError(str(error)) from None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        # Their own messages could repeat the trainee's words.
        raise BundleError("it is not written as Attune writes sessions") from None


def _read_chain(lines: Sequence[bytes]) -> Bundle:
    source, before = _patient(lines[0])
    if len(lines) < 4:
        raise BundleError("it was cut off before the first event. Ask for it again")
    header = json.loads(lines[1])
    if header.get("format") != FORMAT:
        raise BundleError(f"it has format {header.get('format')!r:.20}; this Attune reads formats 1 and {FORMAT}")
    _must_follow(2, canonical_json({**header, "before": before}).encode(), lines[1])
    events: list[Kept] = []
    for number, line in enumerate(lines[2:-1], 3):
        before = _sha256(lines[number - 2])
        plain = json.loads(line)
        if "event" not in plain:
            raise BundleError(f"line {number} holds no event")
        kept = _kept(plain["at"], plain["event"])
        _must_follow(number, _event_line(kept.at, before, kept.body).encode(), line)
        events.append(kept)
    if not lines[-1].startswith(b'{"attune":"end"'):
        raise BundleError("it was cut off: the closing line is missing. Ask for it again")
    _must_follow(len(lines), _end_line(len(events), _sha256(lines[-2])).encode(), lines[-1])
    bundle = _bundle(header, hashlib.sha256(source).hexdigest(), source, events)
    if {**header, "before": ""} != {**_header(bundle), "before": ""}:
        raise BundleError("its second line and its first event say different things")
    return bundle


def _read_format_1(lines: Sequence[bytes]) -> Bundle:
    header = json.loads(lines[0])
    if header["attune"] != "session" or header["format"] != 1:
        raise BundleError("it holds no session of Attune")
    if header["events"] != len(lines) - 1:
        raise BundleError(
            f"it was cut off: {header['events']!r:.20} events were written and {len(lines) - 1} are there"
        )
    started_at = _moment(datetime.fromisoformat(header["started_at"]))
    events = [_kept(started_at, json.loads(line)) for line in lines[1:]]
    for number, (kept, line) in enumerate(zip(events, lines[1:], strict=True), 2):
        _must_follow(number, kept.body.encode(), line)
    return _bundle({**header, "started_at": started_at}, header["scenario"]["sha256"], None, events)


def _bundle(header: dict[str, Any], sha256: str, source: bytes | None, events: Sequence[Kept]) -> Bundle:
    for name, form in (("session", _ID), ("trainee", _PSEUDONYM), ("mode", _MODE), ("started_at", _TIME)):
        if form.fullmatch(header[name]) is None:
            raise BundleError(f"its `{name}` is not written as Attune writes it")
    datetime.fromisoformat(header["started_at"])
    if not events or not isinstance(events[0].event, Started):
        raise BundleError("it does not begin with the start of a session")
    if events[0].event.sha256 != sha256:
        raise BundleError("its patient's file is not the one that the session was played with")
    return Bundle(
        header["session"], header["trainee"], header["mode"], header["started_at"], sha256, source, tuple(events)
    )


def _kept(at: str, plain: dict[str, Any]) -> Kept:
    if _TIME.fullmatch(at) is None:
        raise ValueError("not a time")
    datetime.fromisoformat(at)
    event = event_from_json(plain)
    saved = event_to_json(event)
    return Kept(at, saved["event"], event, canonical_json(saved))


@lru_cache(maxsize=32)
def _patient(line: bytes) -> tuple[bytes, str]:
    """The patient's file in a first line, and the line's SHA-256. A class hands in the same few lines."""
    source = json.loads(line)["source"].encode()
    _must_follow(1, _scenario_line(source).encode(), line)
    return source, _sha256(line)


def _must_follow(number: int, expected: bytes, line: bytes) -> None:
    if expected != line:
        raise BundleError(f"line {number} was changed, or does not follow the line before it")


def _header(bundle: Bundle) -> dict[str, Any]:
    started = bundle.started
    return {
        "attune": "session",
        "format": FORMAT,
        "session": bundle.session,
        "trainee": bundle.trainee,
        "mode": bundle.mode,
        "started_at": bundle.started_at,
        "scenario": {"id": started.scenario, "version": started.scenario_version, "sha256": started.sha256},
        "coder": {"id": started.coder, "version": started.coder_version},
        "rubric": started.rubric_version,
        **({"again": {"session": started.again.session, "turn": started.again.turn}} if started.again else {}),
    }


def _scenario_line(source: bytes) -> str:
    plain = {"attune": "scenario", "sha256": hashlib.sha256(source).hexdigest(), "source": source.decode()}
    return canonical_json(plain)


def _event_line(at: str, before: str, body: str) -> str:
    """As canonical JSON would write it, without writing the event a second time."""
    return f'{{"at":"{at}","before":"{before}","event":{body}}}'


def _end_line(events: int, before: str) -> str:
    return canonical_json({"attune": "end", "before": before, "events": events})


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _sha256(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
