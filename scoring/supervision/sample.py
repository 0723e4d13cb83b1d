"""Drawing turns by chance, so that what people say of them tells something about all turns.

Each turn's lot follows from the seed and the turn alone. So the same seed draws the same turns on any machine, a
larger sample contains the smaller one, and a session that is added or erased moves only itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def draw(turns: Iterable[tuple[str, int]], size: int, seed: int) -> tuple[tuple[str, int], ...]:
    """At most `size` of these (session, turn), by session and turn."""
    return tuple(sorted(sorted(set(turns), key=lambda turn: _lot(seed, *turn))[:size]))


def _lot(seed: int, session: str, turn: int) -> bytes:
    return hashlib.sha256(f"{seed}\x00{session}\x00{turn}".encode()).digest()
