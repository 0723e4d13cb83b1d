"""For a worker process of `--cluster local`: Ctrl+C reaches it too, and it is the client's to end it."""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(worker: Any) -> None:  # noqa: ANN401  Dask calls this when a worker starts
    """Leave Ctrl+C to the client."""
    del worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
