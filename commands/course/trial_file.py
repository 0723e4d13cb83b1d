"""The results of a re-scoring on their way: on disk session by session, so that a class of any size fits.

A line is what the summary needs of a session, a tab, and its whole result, packed. Each carries a hash of all that it
was made from, and the first line says who made it: what still holds is taken over by the next run, be that because the
first was interrupted, or because it was a trial and the results are now to be kept. What changed is made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from commands.edition import Edition
from commands.errors import InputError
from scoring.course.gathering import Kept, Unreadable
from scoring.course.rescoring import Change

_FORMAT = 1


class TrialFile:
    """The file, open and locked."""

    def __init__(self, path: Path, file: BinaryIO, made_by: str) -> None:
        """Use `opened`."""
        self.path = path
        self._file = file
        self._file.seek(0)
        self._is_matching = self._file.readline() == made_by.encode()
        if not self._is_matching:
            self._file.seek(0)
            self._file.truncate()
            self._file.write(made_by.encode())
        self._begins = len(made_by.encode())
        self.taken_over = 0
        """Results of an earlier run that still hold."""

    def has(self, kept: Kept) -> bool:
        """Whether the next result is there already; sessions are asked for in their order.

        From the first that is not, everything is made anew: what follows in the file is cut off.
        """
        if not self._is_matching:
            return False
        place = self._file.tell()
        line = self._file.readline()
        if line.endswith(b"\n") and _head(line)["made_from"] == _made_from(kept):
            self.taken_over += 1
            return True
        self._cut(place)
        return False

    def _cut(self, place: int) -> None:
        self._file.seek(place)
        self._file.truncate()
        self._is_matching = False

    def add(self, every: Iterable[tuple[Kept, Change | Unreadable]]) -> None:
        """Put some results behind the others, on their way to the disk."""
        for kept, one in every:
            head, body = _plain(one)
            line = json.dumps({**head, "made_from": _made_from(kept)}, ensure_ascii=False)
            self._file.write(f"{line}\t".encode() + _packed(body) + b"\n")
        self._file.flush()

    def complete(self) -> None:
        """All sessions were gone through; what an earlier run has beyond them is cut off."""
        if self._is_matching:
            self._cut(self._file.tell())

    def heads(self) -> Iterator[dict[str, Any]]:
        """What the summary needs of each session, in order: the fields of `Change` but `body`, or of `Unreadable`."""
        return map(_head, self._lines())

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Each session that could be read, and its result as canonical JSON."""
        for line in self._lines():
            head = _head(line)
            if "reason" not in head:
                yield head["session"], _unpacked(line.partition(b"\t")[2])

    def _lines(self) -> Iterator[bytes]:
        self._file.seek(self._begins)
        yield from self._file

    def remove(self) -> None:
        """Its results are kept, or nobody wants them."""
        self.path.unlink(missing_ok=True)


@contextmanager
def opened(path: Path, edition: Edition, how: str) -> Iterator[TrialFile]:
    """The file at `path`, begun anew unless this edition made it; `how` says what else it depends on.

    Raises `InputError` where it cannot be written, or another re-scoring is under way.
    """
    made_by = json.dumps({"format": _FORMAT, "how": how, **asdict(edition)}) + "\n"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # a server may keep the sessions
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InputError(f"{path}: another re-scoring is under way. Wait until it is done.") from None
            yield TrialFile(path, file, made_by)
    except BrokenPipeError:
        raise  # of the output, not of this file
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}.") from error


def _head(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line.partition(b"\t")[0])
    return found


def _plain(one: Change | Unreadable) -> tuple[dict[str, Any], str]:
    if isinstance(one, Unreadable):
        return one._asdict(), ""
    head = asdict(one)
    return head, head.pop("body")


def _packed(body: str) -> bytes:
    """A result takes 17 kB, and a fourth of that when packed; a class has thousands."""
    return b64encode(zlib.compress(body.encode(), 1))


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(b64decode(packed)).decode()


def _made_from(kept: Kept) -> str:
    """Of everything that a session's result and its place in the summary follow from."""
    found = hashlib.sha256()
    record = kept.record
    for part in (record.id, record.trainee, record.scenario_id, record.sha256, kept.standing or "", *kept.events):
        found.update(hashlib.sha256(part.encode()).digest())
    return found.hexdigest()
