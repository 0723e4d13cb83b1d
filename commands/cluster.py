"""A Dask cluster for batch work: one that is running at an address, or one of this computer's own (`local:4`).

Needs the extra `cluster`. `distributed` takes 0.9 s to import, and only this module and `spreading` do so, when used.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from commands.edition import edition
from commands.errors import InputError

if TYPE_CHECKING:
    from commands.spreading import Spreader

_ANSWER_WITHIN = 10
"""Seconds in which a scheduler must answer and a first worker be there."""
_LOCAL = re.compile(r"local(?::(?P<workers>[1-9][0-9]{0,2}))?")

_ADDRESS = re.compile(r"(?:(?:tcp|tls|wss?)://)?(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})|inproc://\S+")
_WANTED = (
    "Wanted a running scheduler, such as tcp://10.0.0.5:8786 (`dask scheduler` says its own), "
    "or `local:2` for two processes of this computer."
)

cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS|local[:N]",
    help="Spread the work over a Dask cluster, or over N processes of this computer. Needs the extra `cluster`.",
)


@contextmanager
def joined_cluster(name: str, *, with_coder: bool) -> Iterator[Spreader]:
    """The cluster of an address such as `tcp://10.0.0.5:8786`, or `local` or `local:4`.

    `with_coder`: its workers are to read replies, so their coder is checked too. Raises `InputError`.
    """
    if find_spec("distributed") is None:
        raise InputError("A cluster needs the extra `cluster`: pip install 'attune[cluster]'. Without it: --jobs.")
    local = _LOCAL.fullmatch(name)
    if local is None and not _is_address(name):
        raise InputError(f"--cluster {name}: this is no address. {_WANTED}")
    from commands.spreading import Spreader  # noqa: PLC0415  only on this path

    _quieten()
    with _own(int(local["workers"] or os.cpu_count() or 1)) if local else _running(name) as client:
        spreader = Spreader(client, edition(with_coder=with_coder), _say)
        _need_workers(spreader, client, name)
        yield spreader


def _is_address(name: str) -> bool:
    """Whether this has the form of an address; what has not would leave a client behind that cannot be closed."""
    found = _ADDRESS.fullmatch(name)
    return found is not None and 0 < int(found["port"] or 1) < 65_536


def _quieten() -> None:
    """What matters is told in our own words, and Dask would set tracebacks beside them."""
    import distributed  # noqa: F401, PLC0415  it takes 0.9 s, and sets levels when it is loaded

    for name in [*logging.root.manager.loggerDict, "asyncio", "tornado.application"]:
        if name.partition(".")[0] in {"distributed", "asyncio", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _own(workers: int) -> Iterator[Any]:
    from distributed import Client, LocalCluster  # noqa: PLC0415  it takes 0.9 s

    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,  # reading is Python's own work: a second thread would only wait for the first
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # any port: 8787 may be another cluster's
            worker_dashboard_address=None,
            memory_limit=0,  # a portion is small; a limit would only spill words to the disk
            silence_logs=logging.CRITICAL,
            preload="commands.local_worker",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def _running(address: str) -> Iterator[Any]:
    from distributed import Client  # noqa: PLC0415  it takes 0.9 s

    try:
        client = Client(address, timeout=_ANSWER_WITHIN, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError):
        raise InputError(f"--cluster {address}: nothing answers there. {_WANTED}") from None
    with client:
        yield client


def _need_workers(spreader: Spreader, client: Any, name: str) -> None:  # noqa: ANN401  the client has no name without the extra
    from commands.spreading import workers_there  # noqa: PLC0415  only on this path

    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_ANSWER_WITHIN)
    try:
        client.run_on_scheduler(edition, with_coder=False)
        there = client.run_on_scheduler(workers_there)
    except Exception as error:  # noqa: BLE001  whatever stands in the way of loading it there
        raise InputError(
            f"--cluster {name}: its scheduler has no Attune that can be asked ({type(error).__name__}). Install the "
            "same Attune on it and on every worker, then start them again."
        ) from None
    if not there:
        raise InputError(f"--cluster {name}: the cluster has no workers. Start one: `dask worker {name} --nthreads 1`.")
    spreader.look()
    if not spreader.workers:
        raise InputError(
            f"--cluster {name}: no worker is left to work with. Install the same Attune on them, then start them again."
        )


def _say(words: str) -> None:
    click.echo(f"attune: {words}", err=True)
