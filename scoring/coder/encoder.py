"""Turns a sentence into numbers that lie close together when meanings do.

A frozen all-MiniLM-L6-v2 (Reimers & Gurevych 2019; Wang et al. 2020), 8-bit, run one sentence at a time:
its activations are scaled over the whole input, so a neighbour in a batch would change the answer.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scoring.coder.runtime import onnxruntime
from scoring.coder.wordpiece import WordPieces

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = npt.NDArray[np.float32]

LAYERS = 6
REMEMBERED = 4096
"""Sentences kept (9 kB each at most): a patient's line and a fact's questions come back every turn."""


def session(model: bytes | Path) -> onnxruntime.InferenceSession:
    """Load a model on one thread. Nothing is sent anywhere (`runtime.py`): bytes in, numbers out.

    Of bytes, the session keeps a copy beside its own, 23 MB for each of ours; of a file it does not.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Encoder:
    """Sentence encoder with a memory of recent sentences."""

    def __init__(self, model: bytes | Path, tokenizer: bytes) -> None:
        """Load the model on one thread."""
        self._session = session(model)
        self._pieces = WordPieces(tokenizer)
        self._remembered: OrderedDict[str, Array] = OrderedDict()

    @property
    def tokenizer(self) -> WordPieces:
        """Cuts text into word pieces."""
        return self._pieces

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Word pieces and their ids; smaller ids are commoner words."""
        return self._pieces.vocabulary

    def layers(self, sentence: str) -> Array:
        """Return the mean over tokens of each layer's output, shape [6, 384], each row of length 1."""
        known = self._remembered.get(sentence)
        if known is not None:
            self._remembered.move_to_end(sentence)
            return known
        ids = np.array([self._pieces.ids(sentence)], dtype=np.int64)
        raw: Array = self._session.run(None, {"ids": ids})[0]
        found: Array = raw / np.linalg.norm(raw, axis=1, keepdims=True)
        self._remembered[sentence] = found
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return found

    def meaning(self, sentence: str) -> Array:
        """Return the sentence embedding, shape [384], length 1. Its dot product with another is their likeness."""
        meaning: Array = self.layers(sentence)[-1]
        return meaning
