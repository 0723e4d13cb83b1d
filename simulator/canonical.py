"""The one way in which values become JSON that is kept, hashed or handed in: the same value, the same bytes."""

from __future__ import annotations

import json
from typing import Any


def canonical_json(value: Any) -> str:  # noqa: ANN401  any JSON value
    """`value` on one line: keys sorted, no spaces, text as it is. Raises `ValueError` for NaN and infinity."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
