"""Reads a trainee's free text: which behaviour codes it shows, where, and how surely.

Everything here is reached through `load_coder`. Importing this package loads neither numpy nor onnxruntime;
the first call of `load_coder` pays for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.coder.model import AttuneCoder

__all__ = ["load_coder"]


def load_coder() -> AttuneCoder:
    """Return the shipped coder, loaded once per process and checked against its manifest.

    Raises `CoderDataError` when a data file is missing or was changed.
    """
    # Imported late: numpy and onnxruntime cost about 0.15 s that listing scenarios should not pay.
    from scoring.coder.model import shipped_coder  # noqa: PLC0415

    return shipped_coder()
