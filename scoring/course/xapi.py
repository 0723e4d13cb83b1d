"""Sessions as xAPI statements (version 1.0.3), one JSON object a line, for a learning record store.

Verbs are ADL's (http://adlnet.gov/expapi/verbs/): `attempted`, then `completed` where the patient ended the session or
`exited` where the trainee left, and `scored` where something was observed. Ids are UUIDv5 of session, verb and what
the score rests on: the same session gives the same statements, and a store takes them once. Trainees appear by
pseudonym, as an account at an address that the course names; no word of a session leaves with them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from scoring.course.digest import SCORES, Digest
from simulator.canonical import canonical_json

VERSION = "1.0.3"
VERBS = "http://adlnet.gov/expapi/verbs/"
ACTIVITY_TYPE = "http://adlnet.gov/expapi/activities/simulation"
EXTENSIONS = "https://attune.invalid/xapi/"
"""Names, not addresses: `.invalid` never leads anywhere (RFC 2606)."""
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, EXTENSIONS)


def statements(digests: Iterable[Digest], home: str) -> str:
    """The statements of finished sessions with a pseudonym, each line ended by a newline. `home`: an http address."""
    return "".join(
        f"{canonical_json(statement)}\n"
        for digest in digests
        if digest.ending and digest.trainee
        for statement in _of_one(digest, home)
    )


def _of_one(digest: Digest, home: str) -> Iterator[dict[str, Any]]:
    yield _statement(digest, home, "attempted", digest.started_at)
    ended: dict[str, Any] = {"completion": digest.ending != "left"}
    yield _statement(digest, home, "exited" if digest.ending == "left" else "completed", digest.updated_at, ended)
    overall = digest.score("overall")
    if overall is not None:
        scored = {
            "score": {"scaled": overall / 1000, "raw": overall / 10, "min": 0, "max": 100},
            "extensions": {
                f"{EXTENSIONS}{name}": tenths / 10
                for name, tenths in zip(SCORES[1:], digest.tenths[1:], strict=True)
                if tenths is not None
            },
        }
        basis = f"{digest.rubric} {digest.coder} {digest.tenths}"
        yield _statement(digest, home, "scored", digest.updated_at, scored, basis)


def _statement(
    digest: Digest,
    home: str,
    verb: str,
    at: datetime,
    result: dict[str, Any] | None = None,
    basis: str = "",
) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(NAMESPACE, f"{home} {digest.session} {verb} {basis}")),
        "version": VERSION,
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": digest.trainee}},
        "verb": {"id": f"{VERBS}{verb}", "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"urn:attune:patient:{digest.scenario}",
            "definition": {"type": ACTIVITY_TYPE, "name": {"en": digest.scenario}},
        },
        **({"result": result} if result else {}),
        "context": {
            "registration": digest.session,
            "platform": "Attune",
            "extensions": {
                f"{EXTENSIONS}scenario-version": digest.version,
                f"{EXTENSIONS}rubric": digest.rubric,
                f"{EXTENSIONS}coder": digest.coder,
                f"{EXTENSIONS}second-try": digest.is_again,
                f"{EXTENSIONS}validated-by-clinicians": False,
            },
        },
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
