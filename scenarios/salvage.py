"""Making a misshapen scenario whole enough that its names can be checked too.

An author should see every fault at once: a misspelt key must not hide an unknown beat. So what has the wrong shape
is taken out, or filled with something harmless, until the rest has the right one. The result is only ever checked,
never played.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scenarios.paths import Path
from scenarios.shape import Plain, schema

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

ROUNDS = 12
"""Taking one thing out can leave its owner incomplete, so it is done again; schemas nest less deep than this."""

_ROOT: dict[str, Any] = {
    "format": 1,
    "id": "unnamed",
    "version": "0.0.0",
    "title": "…",
    "about": {"level": 1, "minutes": 1, "warnings": []},
    "setting": {"service": "…", "mode": "in_person"},
    "brief": "…",
    "persona": {"name": "…", "age": 30, "pronouns": "…"},
    "rubric": {"responsiveness": 1, "self_disclosure": 1, "confidentiality": 1},
}
_ITEMS: dict[str, Any] = {
    "facts": {"ask": "…", "say": "…"},
    "exits": {"when": "silence"},
    "examples": {"name": "…", "replies": ["…"], "expect": {"kind": "good"}},
}


def salvage(plain: Plain) -> Plain | None:
    """A copy of the right shape, or `None` where too little is left to check names by."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  80 ms, and only loading a file needs it

    if not isinstance(plain, dict) or not all(isinstance(plain.get(name), dict) for name in ("beats", "state")):
        return None
    mended = copy.deepcopy(plain)
    validator = Draft202012Validator(schema())
    for _ in range(ROUNDS):
        errors = list(validator.iter_errors(mended))
        if not errors:
            return mended
        for error in errors:
            _mend(mended, error)
        if not all(isinstance(mended.get(name), dict) and mended[name] for name in ("beats", "state")):
            return None
    return None


def _mend(mended: dict[str, Any], error: ValidationError) -> None:
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        allowed = dict(error.schema).get("properties", {}) if isinstance(error.schema, dict) else {}
        for name in [name for name in error.instance if name not in allowed]:
            error.instance.pop(name)
        return
    if error.validator == "required" and not path:
        beats = list(mended.get("beats", {}))
        for name in ("start", *_ROOT):
            mended.setdefault(name, beats[0] if name == "start" and beats else copy.deepcopy(_ROOT.get(name)))
        return
    _take_out(mended, path)


def _take_out(mended: dict[str, Any], path: Sequence[str | int]) -> None:
    """Remove a value; items of lists are filled instead, so that the places of the others stay true."""
    owner: Any = mended
    for step in path[:-1]:
        try:
            owner = owner[step]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1] if path else None
    if isinstance(owner, dict):
        owner.pop(last, None)
    elif isinstance(owner, list) and isinstance(last, int) and last < len(owner):
        name = path[-2] if len(path) > 1 else ""
        filler = copy.deepcopy(_ITEMS.get(str(name), "…"))
        if name == "exits":
            filler["go"] = next(iter(mended["beats"]))
        owner[last] = filler if owner[last] != filler else "…"


def was_written(plain: Plain, path: Path) -> bool:
    """Whether the author wrote something at a path."""
    here = plain
    for step in path:
        if not isinstance(here, dict) or step not in here:
            return False
        here = here[step]
    return True
