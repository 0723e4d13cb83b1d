"""The corpus as numbers: what the heads and the tuned model see of every reply, and what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import scipy.sparse

from scoring.coder.features import BUCKETS, Moment, Seen, see
from scoring.coder.tuned import pieces
from scoring.coder.wordpiece import WordPieces
from training.finetune import Lesson
from training.rows import Row
from training.voices import hurried

Array = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
COPY_WEIGHT = 0.5
"""How much the hurried copy of a sentence counts beside the sentence itself."""
FOLDS = 3


class Examples:
    """Sentences as written first, then the hurried copy of each; `is_copy` tells which."""

    def __init__(self, rows: list[Row], tokenizer: WordPieces) -> None:
        self.rows = rows
        self.codes = sorted({code for row in rows for _, codes in row.sentences for code in codes})
        self.typed = [row.moments for row in rows]
        self.hurried = [[as_hurried(moment) for moment in moments] for moments in self.typed]
        self.by_reply = [self._shown(row) for row in rows]
        shown = np.concatenate(self.by_reply)
        count = len(shown)
        self.shown: Array = np.concatenate([shown, shown])
        self.reply = np.tile(np.repeat(np.arange(len(rows)), [len(row.sentences) for row in rows]), 2)
        self.is_copy: Mask = np.arange(2 * count) >= count
        self.weight: Array = np.where(self.is_copy, COPY_WEIGHT, 1.0).astype(np.float32)
        seen = [see(moment) for replies in (self.typed, self.hurried) for moments in replies for moment in moments]
        self.dense: Array = np.array([one.dense for one in seen])
        self.hashed = as_matrix(seen)
        self.fold = folds(rows)
        self._tokenizer = tokenizer

    def _shown(self, row: Row) -> Array:
        return np.array([[float(code in codes) for code in self.codes] for _, codes in row.sentences], np.float32)

    def lessons(self, chosen: Mask) -> list[Lesson]:
        """Return what the tuned model learns from the chosen replies."""
        return [lesson for row in np.flatnonzero(chosen) for lesson in self._lessons(int(row), 0, None)]

    def _lessons(self, row: int, start: int, end: int | None) -> Iterator[Lesson]:
        patient = self.rows[row].patient
        typed = [moment.sentence for moment in self.typed[row][start:end]]
        quick = [moment.sentence for moment in self.hurried[row][start:end]]
        views = [list(pieces(self._tokenizer, *view)) for view in ((patient, typed), (patient, quick), ("", typed))]
        if all(len(windows) == 1 for windows in views):
            yield Lesson(views[0][0], views[1][0], views[2][0], self.by_reply[row][start:end])
            return
        middle = start + len(typed) // 2  # too long to be read at once: learnt in two halves
        yield from self._lessons(row, start, middle)
        yield from self._lessons(row, middle, end)

    def split(self, fold: int) -> tuple[Mask, Mask]:
        """Return which replies to learn from and which to be asked about: other authors, other patients' lines."""
        asked: Mask = self.fold == fold
        lines = {row.patient for row, use in zip(self.rows, asked, strict=True) if use}
        return ~asked & np.array([row.patient not in lines or not row.patient for row in self.rows]), asked


def folds(rows: list[Row]) -> npt.NDArray[np.int64]:
    """Return the fold of each reply: all replies of an author in one, the authors dealt out in order of their names."""
    place = {author: number % FOLDS for number, author in enumerate(sorted({row.author for row in rows}))}
    return np.array([place[row.author] for row in rows])


def as_hurried(moment: Moment) -> Moment:
    """Return a moment as a hurried typist would have sent it."""
    return replace(moment, sentence=hurried(moment.sentence), before=hurried(moment.before))


def as_matrix(seen: list[Seen]) -> scipy.sparse.csr_matrix:
    """Return the hashed groups of sentences, each row of length 1, shape [sentences, BUCKETS]."""
    counts = [len(one.hashed) for one in seen]
    values = np.concatenate([np.full(n, 1 / np.sqrt(max(n, 1)), np.float32) for n in counts])
    edges = np.concatenate([[0], np.cumsum(counts)])
    return scipy.sparse.csr_matrix((values, np.concatenate([one.hashed for one in seen]), edges), (len(seen), BUCKETS))
