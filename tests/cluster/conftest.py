"""A cluster within this process, where the extra is installed: its workers are threads, and start at once."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.programs import go_without

START_WITHIN = 120
"""Seconds that workers may take to reach their scheduler: a machine with much else to do takes more than Dask's 30."""


@pytest.fixture
def dask() -> None:
    if find_spec("distributed") is None:
        go_without("the extra `cluster` is not installed")


@pytest.fixture
def cluster(dask: None) -> Iterator[str]:
    """The address of two workers."""
    del dask
    from dask import config  # noqa: PLC0415  the extra
    from distributed import LocalCluster  # noqa: PLC0415  the extra

    with (
        config.set({"distributed.comm.timeouts.connect": f"{START_WITHIN}s"}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0", memory_limit=0
        ) as running,
    ):
        yield running.scheduler_address


@pytest.fixture
def parquet() -> None:
    if find_spec("pyarrow") is None:
        go_without("the extra `parquet` is not installed")
