"""The fit of one turn: how the patient's moment takes everything that a reply does, −3…+3.

After the Plan Compatibility of Interventions Scale (Silberschatz & Curtis): the same words are worth different
things at different moments. A failing move weighs more than a helpful one, and yet one move alone, perhaps
misheard, does not sink a good reply.

Laws: adding a harmful move never raises the fit; adding a helpful one never lowers it; order does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable


def compose(worths: Iterable[int]) -> int:
    """Compose the worth of every move into one fit.

    Only the best and the worst move count, so that saying more of the same earns nothing.
    Where both are present, the best move makes good two thirds of itself: +3 beside −1 is +1, +2 beside −2 is −1.
    """
    best = worst = 0
    for worth in worths:
        best = max(best, worth)
        worst = min(worst, worth)
    return weigh(best, worst)


def weigh(best: int, worst: int) -> int:
    """Weigh the best move (0…3) against the worst (−3…0)."""
    if worst == 0:
        return best
    return max(-3, min(3, worst + (best * 2) // 3))
