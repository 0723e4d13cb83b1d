"""Codes that the code book never gives to the same clause, so that only the likelier of two is kept.

Each pair follows from a definition ("with the exception stated: `explains_limits`") or a boundary rule; in the
training corpus no pair occurs together in more than two sentences.
"""

from __future__ import annotations

EXCLUSIVE: tuple[tuple[str, str], ...] = (
    ("open_question", "closed_question"),
    ("simple_reflection", "complex_reflection"),
    ("promises_secrecy", "explains_limits"),
    ("promises_secrecy", "open_about_sharing"),
    ("promises_secrecy", "boundary"),
    ("explains_limits", "boundary"),
    ("explains_limits", "information"),
    ("open_about_sharing", "imposes_sharing"),
    ("open_about_sharing", "conceals_sharing"),
    ("imposes_sharing", "conceals_sharing"),
    ("advice", "between_session"),
    ("advice", "referral"),
    ("advice", "safety_planning"),
    ("advice", "information"),
    ("information", "persuasion"),
    ("validation", "invalidation"),
    ("validation", "platitude"),
    ("affirmation", "platitude"),
    ("compassion", "repair"),
    ("complex_reflection", "confrontation"),
)


def without_rivals(shown: dict[str, float]) -> dict[str, float]:
    """Return the codes of one sentence without those that a likelier, exclusive code rules out."""
    kept = dict(shown)
    for pair in EXCLUSIVE:
        if pair[0] in kept and pair[1] in kept:
            del kept[min(pair, key=kept.__getitem__)]
    return kept
