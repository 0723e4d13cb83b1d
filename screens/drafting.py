"""When typed words go to disk: at once after a pause, then at short intervals while typing goes on. Pure."""

from __future__ import annotations

INTERVAL_SECONDS = 0.15
"""The longest that typed words stand on the screen only, apart from the writing itself."""


class DraftClock:
    """Decides when to save; the caller saves, and tells the time in seconds."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._is_due = False

    def typed(self, now: float) -> float | None:
        """Seconds to wait before saving: 0 for at once, `None` where a save is due anyway."""
        if self._is_due:
            return None
        self._is_due = True
        return max(0.0, self._last + INTERVAL_SECONDS - now)

    def saving(self, now: float) -> None:
        """What has been typed until now is being saved."""
        self._is_due = False
        self._last = now
