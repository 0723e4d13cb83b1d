"""Which of the patient's known facts a question asks for, by meaning rather than by word.

A scenario gives each fact a few example questions. The nearest one wins if it is near enough and clearly nearer
than those of any other fact; otherwise the honest answer is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scoring.coder.encoder import Encoder
from scoring.coder.wording import plain_words
from simulator.reading import FactMatch

NEAR = 0.62
"""Least likeness (cosine) of a question to an example: as on `training/facts.jsonl`, where .60 to .65 find 17 of 24
paraphrases and nothing wrong, and above the likenesses at which trainees in play were told what they had not asked."""
CLEARLY = 0.03
"""Least lead over the best example of any other fact. Chosen on `training/facts.jsonl`."""
STEEPNESS = 12.0
"""How fast confidence rises around `NEAR`: .5 there, .9 at .8."""


def fact_asked(encoder: Encoder, asking: Sequence[str], fact_questions: Sequence[Sequence[str]]) -> FactMatch | None:
    """Return the fact that the sentences of a reply ask for, or `None`.

    `asking` holds the sentences that ask; `fact_questions[i]` the ways to ask for fact `i`.
    """
    best: list[float] = [
        max((likeness(encoder, sentence, way) for sentence in asking for way in ways), default=-1.0)
        for ways in fact_questions
    ]
    if not best:
        return None
    fact = max(range(len(best)), key=best.__getitem__)
    others = [value for index, value in enumerate(best) if index != fact]
    if best[fact] < NEAR or best[fact] - max(others, default=-1.0) < CLEARLY:
        return None
    confidence = 1 / (1 + math.exp(-STEEPNESS * (best[fact] - NEAR)))
    return FactMatch(fact, round(confidence, 3))


def likeness(encoder: Encoder, sentence: str, way: str) -> float:
    """Return how alike two questions are: the cosine of their embeddings, in -1 to 1."""
    return float(encoder.meaning(plain_words(sentence)) @ encoder.meaning(plain_words(way)))
