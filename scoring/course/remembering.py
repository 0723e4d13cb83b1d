"""A session's digest put by and taken up again, and when it may be: only where nothing that it was made from changed.

The key of a digest is a hash of all it was made from: every event of the session, the patient's file, the result that a
re-scoring kept, and the program's own files that play and score a session. So nobody has to remember to raise a
version for a changed rule to be seen, and a digest that does not fit is simply made anew.
What is put by holds no word that anybody said and no pseudonym; who it was stands with the session.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from scoring.course.digest import Digest, JudgedTurn
from simulator.canonical import canonical_json
from simulator.store_records import SessionRecord

_ROOT = Path(__file__).parents[2]
_MADE_BY = ("scenarios", "simulator", "scoring")
"""Packages that make a digest of a session."""
_KINDS = frozenset({".py", ".yaml", ".json"})
_NOT_IN = (("scenarios", "library"), ("scoring", "coder"))
"""Patients come with the sessions. Coders too: what they heard is kept, whatever reads replies now."""


class Memory(Protocol):
    """Where values are put by under a name and a key; `simulator.store_remembered.Remembered` is one."""

    def known(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        """The values of those names that are known under just these keys."""
        ...

    def keep(self, values: Iterable[tuple[str, str, str]]) -> None:
        """Put by values: name, key, body."""
        ...


class Oblivion:
    """Remembers nothing."""

    def known(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        """Nothing."""
        del wanted
        return {}

    def keep(self, values: Iterable[tuple[str, str, str]]) -> None:
        """Let them go."""


@cache
def program_hash() -> str:
    """SHA-256 over the program's files that play and score sessions; takes some 20 ms, once."""
    return hash_of_files(_ROOT, _MADE_BY, _NOT_IN)


def hash_of_files(root: Path, packages: Iterable[str], left_out: Iterable[tuple[str, ...]]) -> str:
    """SHA-256 over names and bytes of the Python and data files of these packages."""
    without = set(left_out)
    made_of = hashlib.sha256()
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            inside = path.relative_to(root)
            if path.suffix in _KINDS and inside.parts[:2] not in without:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                made_of.update(f"{inside.as_posix()}\0{content}\n".encode())
    return made_of.hexdigest()


def key_of(record: SessionRecord, events: Sequence[str], standing: str | None, program: str) -> str:
    """The key of a session's digest; `standing` is the result that a re-scoring kept, `program` is `program_hash()`."""
    made_of = hashlib.sha256()
    parts = (program, record.sha256, record.scenario_id, "" if standing is None else f"standing {standing}", *events)
    for part in parts:
        raw = part.encode()
        made_of.update(b"%d:" % len(raw))
        made_of.update(raw)
    return made_of.hexdigest()


def body_of(digest: Digest) -> str:
    """All of a digest that does not stand in the session's record."""
    return canonical_json(
        [
            digest.ending,
            digest.turns,
            digest.tenths,
            digest.judged,
            digest.tests,
            sorted(digest.heard),
            digest.disputes,
            digest.unclear,
            digest.rubric,
            digest.coder,
            digest.is_rescored,
        ]
    )


def digest_from(body: str, record: SessionRecord) -> Digest:
    """The digest that `body_of` wrote, of the session of this record."""
    ending, turns, tenths, judged, tests, heard, disputes, unclear, rubric, coder, is_rescored = json.loads(body)
    return Digest(
        session=record.id,
        trainee=record.trainee,
        scenario=record.scenario_id,
        version=record.version,
        started_at=record.started_at,
        updated_at=record.updated_at,
        ending=ending,
        is_again=record.again_of is not None,
        turns=turns,
        tenths=tuple(tenths),
        judged=tuple(JudgedTurn(*turn) for turn in judged),
        tests=tuple((beat, outcome) for beat, outcome in tests),
        heard=frozenset(heard),
        disputes=tuple((code, claim) for code, claim in disputes),
        unclear=unclear,
        rubric=rubric,
        coder=coder,
        is_rescored=is_rescored,
    )
