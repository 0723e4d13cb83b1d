"""Hears codes in the sentences of a reply: a MiniLM fine-tuned on the corpus, 8-bit.

It sees the whole reply and the patient's line at once, `[CLS] sentence sentence … [SEP] patient's line [SEP]`, and
gives each sentence raw log-odds of every code; `Heads` turns them into probabilities together with its own scores.
It refuses to know any rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.coder.encoder import session
from scoring.coder.wording import plain_words
from scoring.coder.wordpiece import WordPieces

Array = npt.NDArray[np.float32]

MOST_SENTENCE, MOST_OWN, MOST_PATIENT = 64, 160, 32
"""Most tokens: the first of a sentence, of the sentences read together, the last of the patient's line."""
FIRST, EDGE, UNKNOWN = 101, 102, 100
"""The marks `[CLS]`, `[SEP]` and `[UNK]`."""


class Pieces(NamedTuple):
    """Sentences that are read together, as token ids."""

    ids: list[int]
    own: int
    """How many of the first ids are the reply's own; the rest is the patient's line."""
    spans: list[tuple[int, int]]
    """Where each sentence begins and ends among the ids."""

    @property
    def pool(self) -> Array:
        """The share of each token in each sentence, shape [sentences, tokens], each row adding up to 1."""
        shares = np.zeros((len(self.spans), len(self.ids)), np.float32)
        for row, (start, end) in zip(shares, self.spans, strict=True):
            row[start:end] = 1 / (end - start)
        return shares


def pieces(tokenizer: WordPieces, patient_line: str, sentences: Sequence[str]) -> Iterator[Pieces]:
    """Cut a reply as the tuned model sees it: all sentences at once, or as many together as there is room for."""
    around = [EDGE, *_ids(tokenizer, patient_line)[-MOST_PATIENT:], EDGE]
    own: list[int] = [FIRST]
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        ids = _ids(tokenizer, sentence)[:MOST_SENTENCE] or [UNKNOWN]
        if spans and len(own) + len(ids) > MOST_OWN:
            yield Pieces(own + around, len(own) + 1, spans)
            own, spans = [FIRST], []
        spans.append((len(own), len(own) + len(ids)))
        own = own + ids
    yield Pieces(own + around, len(own) + 1, spans)


def _ids(tokenizer: WordPieces, text: str) -> list[int]:
    return tokenizer.ids(plain_words(text))[1:-1]


class Tuned:
    """The fine-tuned model."""

    def __init__(self, model: bytes | Path, tokenizer: WordPieces) -> None:
        """Load the model on one thread. The tokenizer is the encoder's."""
        self._session = session(model)
        self._tokenizer = tokenizer

    def odds(self, patient_line: str, sentences: Sequence[str]) -> Array:
        """Return the raw log-odds of every code for each sentence of a reply, shape [sentences, codes]."""
        return np.concatenate([self.odds_of(part) for part in pieces(self._tokenizer, patient_line, sentences)])

    def odds_of(self, seen: Pieces) -> Array:
        """Return the raw log-odds for token ids, shape [sentences, codes]."""
        ids = np.array([seen.ids], dtype=np.int64)
        kinds = (np.arange(len(seen.ids)) >= seen.own).astype(np.int64)[None]
        found: Array = self._session.run(None, {"ids": ids, "kinds": kinds, "pool": seen.pool})[0]
        return found
