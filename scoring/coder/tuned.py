"""Hears codes in a sentence with what stands around it: a MiniLM fine-tuned on the corpus, 8-bit.

It sees `[CLS] sentence [SEP] sentence before [SEP] patient's line [SEP]`, one sentence at a time, and gives raw
log-odds; `Heads` turns them into probabilities together with its own scores. It refuses to know any rule.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.coder.encoder import session
from scoring.coder.features import Moment
from scoring.coder.wording import plain_words
from scoring.coder.wordpiece import WordPieces

Array = npt.NDArray[np.float32]

MOST_OWN, MOST_BEFORE, MOST_PATIENT = 64, 16, 32
"""Most tokens kept: the first of the sentence, the last of what stands around it."""
FIRST, EDGE = 101, 102
"""The marks `[CLS]` and `[SEP]`."""


class Pieces(NamedTuple):
    """One moment as token ids."""

    ids: list[int]
    own: int
    """How many of the first ids are the sentence's own; the rest is what stands around it."""


def pieces(tokenizer: WordPieces, moment: Moment) -> Pieces:
    """Return a moment as the tuned model sees it."""

    def ids(text: str) -> list[int]:
        return tokenizer.ids(plain_words(text))[1:-1]

    own = [FIRST, *ids(moment.sentence)[:MOST_OWN], EDGE]
    around = [*ids(moment.before)[-MOST_BEFORE:], EDGE, *ids(moment.patient)[-MOST_PATIENT:], EDGE]
    return Pieces(own + around, len(own))


class Tuned:
    """The fine-tuned model."""

    def __init__(self, model: bytes, tokenizer: WordPieces) -> None:
        """Load the model on one thread: bytes in, numbers out. The tokenizer is the encoder's."""
        self._session = session(model)
        self._tokenizer = tokenizer

    def odds(self, moment: Moment) -> Array:
        """Return the raw log-odds of every code, shape [codes]."""
        return self.odds_of(pieces(self._tokenizer, moment))

    def odds_of(self, seen: Pieces) -> Array:
        """Return the raw log-odds for token ids, shape [codes]."""
        ids = np.array([seen.ids], dtype=np.int64)
        kinds = (np.arange(len(seen.ids)) >= seen.own).astype(np.int64)[None]
        found: Array = self._session.run(None, {"ids": ids, "kinds": kinds, "own": np.array([seen.own])})[0][0]
        return found
