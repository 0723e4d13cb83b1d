"""Parquet for `attune code`: replies in, codes out, a part at a time, so that no size of corpus fills the memory.

Needs the extra `parquet`. The answers are the very lines that `attune code` writes as text, put into columns once all
are there: an unfinished Parquet file cannot be read by anybody, and an unfinished run is to go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from commands.batch import Row, row_with
from commands.errors import InputError

AT_ONCE = 2_048
"""Rows that are in memory at a time when reading."""
GROUP = 32_768
"""Rows of a row group that is written."""
_BUFFER = 1 << 20
"""Bytes of a column that are read at a time; without it, a whole row group's would be."""


class ReplyTable:
    """A Parquet file of replies that is open."""

    def __init__(self, name: str, file: Any) -> None:  # noqa: ANN401  the library has no types
        """Use `opened`."""
        self._name = name
        self._file = file
        self._names = [column for column in ("id", "patient", "reply") if column in file.schema_arrow.names]
        _check_columns(name, file.schema_arrow)

    @property
    def size(self) -> int:
        """Rows."""
        return int(self._file.metadata.num_rows)

    @property
    def id_type(self) -> Any:  # noqa: ANN401  as above
        """Of the column `id`; the answers' has the same."""
        return self._file.schema_arrow.field("id").type

    def rows(self) -> Iterator[Row]:
        """Every row, as `commands.batch.rows` gives lines; numbers count rows from 1, and so does `end`.

        Raises `InputError` where the file is damaged.
        """
        number = 0
        batches = self._file.iter_batches(AT_ONCE, columns=self._names, use_threads=False)
        while True:
            with _told(self._name):
                batch = next(batches, None)
                plain_rows = [] if batch is None else batch.to_pylist()
            if batch is None:
                return
            for plain in plain_rows:
                number += 1
                if plain.get("patient", "") is None:  # a column has no other way of leaving it out
                    plain["patient"] = ""
                yield Row(number, number, row_with(plain))


@contextmanager
def opened(name: str) -> Iterator[ReplyTable]:
    """The replies in a Parquet file. Raises `InputError`."""
    if find_spec("pyarrow") is None:
        raise InputError("Parquet needs the extra `parquet`: pip install 'attune[parquet]'. Without it: JSON lines.")
    from pyarrow import parquet  # noqa: PLC0415  the extra `parquet`; it takes 0.2 s

    with _told(name):
        file = parquet.ParquetFile(name, buffer_size=_BUFFER, pre_buffer=False)
    with file:
        yield ReplyTable(name, file)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Faults of the file become `InputError`."""
    import pyarrow as pa  # noqa: PLC0415  as above

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        why = (getattr(error, "strerror", None) or str(error)).splitlines()[0].rstrip(".")
        raise InputError(f"{name}: cannot be read as Parquet: {why}.") from None


def _check_columns(name: str, schema: Any) -> None:  # noqa: ANN401  as above
    for column, wanted, fits in (
        ("id", "text or whole numbers", _is_id),
        ("reply", "text", _is_text),
        ("patient", "text", _is_text),
    ):
        there = schema.get_all_field_indices(column)
        if not there and column == "patient":
            continue
        if len(there) != 1:
            raise InputError(
                f"{name}: {'no' if not there else 'more than one'} column `{column}`. Wanted `id`, `reply` and, where "
                f"known, `patient`; there are: {', '.join(schema.names[:12]) or 'none'}."
            )
        kind = schema.field(there[0]).type
        if not fits(kind):
            raise InputError(f"{name}: the column `{column}` is of type {kind}. Wanted {wanted}.")


def _is_id(kind: Any) -> bool:  # noqa: ANN401  as above
    import pyarrow as pa  # noqa: PLC0415  as above

    return bool(pa.types.is_integer(kind)) or _is_text(kind)


def _is_text(kind: Any) -> bool:  # noqa: ANN401  as above
    import pyarrow as pa  # noqa: PLC0415  as above

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def write_answers(lines: Path, out: Path, id_type: Any) -> None:  # noqa: ANN401  as above
    """Write the answers in a file of JSON lines as Parquet, whole or not at all. Raises `OSError`."""
    import pyarrow as pa  # noqa: PLC0415  as above
    from pyarrow import parquet  # noqa: PLC0415  as above

    span = [("code", pa.string()), ("confidence", pa.float64()), ("start", pa.int32()), ("end", pa.int32())]
    schema = pa.schema([("id", id_type), ("codes", pa.list_(pa.struct(span))), ("unclear", pa.bool_())])
    unfinished = out.with_name(f".{out.name}.{uuid4().hex[:8]}.tmp")
    try:
        with lines.open(encoding="utf-8") as source, parquet.ParquetWriter(unfinished, schema) as writer:
            group: list[Any] = []
            while some := [json.loads(line) for line in islice(source, AT_ONCE)]:
                group.append(pa.RecordBatch.from_pylist(some, schema=schema))  # a tenth of what the rows take
                if sum(map(len, group)) >= GROUP:
                    writer.write_table(pa.Table.from_batches(group))
                    group = []
            if group:
                writer.write_table(pa.Table.from_batches(group))
        unfinished.replace(out)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
