"""One logistic head per behaviour code, and the score from which each code is taken to be shown.

Numpy only. The weights come from `training/`; this file refuses to know how they were found.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.coder.features import Seen

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heads:
    """Trained heads for all codes."""

    codes: tuple[str, ...]
    """Code ids, in the order of every array below."""
    dense: Array
    """Weights of the dense features, shape [width, codes]."""
    hashed: Array
    """Weights of the hashed groups, shape [buckets, codes]."""
    bias: Array
    """Shape [codes]."""
    slope: Array
    """Calibration (Platt 1999): probability = sigmoid(slope x score + mix x tuned odds + shift). Shape [codes]."""
    mix: Array
    """What the odds of the tuned model count beside the score. Shape [codes], at least 0."""
    shift: Array
    """Shape [codes]."""
    floor: Array
    """Smallest probability at which a code counts as shown, in 0-1. Shape [codes]."""
    unclear: Array
    """A reply where no code reaches its floor, but some code is there with this probability, is unclear. Shape []."""

    @classmethod
    def from_bytes(cls, raw: bytes) -> Heads:
        """Read heads from the bytes of `heads.npz`; no pickled objects are accepted."""
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            codes = tuple(json.loads(bytes(stored["codes"]).decode()))
            numbers: dict[str, Any] = {name: stored[name].astype(np.float32) for name in stored if name != "codes"}
        return cls(codes=codes, **numbers)

    def probabilities(self, seen: Seen, odds: Array) -> dict[str, float]:
        """Return each code's calibrated probability for one sentence, in 0-1; `odds` are the tuned model's."""
        score = seen.dense @ self.dense + self.bias
        if len(seen.hashed):
            score = score + self.hashed[seen.hashed].sum(axis=0) / np.sqrt(np.float32(len(seen.hashed)))
        likely = 1 / (1 + np.exp(-np.minimum(np.maximum(self.slope * score + self.mix * odds + self.shift, -30), 30)))
        return dict(zip(self.codes, likely.tolist(), strict=True))

    def floors(self) -> dict[str, float]:
        """Return the smallest probability at which each code counts as shown."""
        return {code: float(value) for code, value in zip(self.codes, self.floor, strict=True)}
