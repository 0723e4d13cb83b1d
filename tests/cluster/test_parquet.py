"""`attune code --format parquet`: the values of text, in columns, a part at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from commands import parquet as tables

REPLIES = ["What happened then?", "It sounds hard.", "", "Mm.", "I'd tell her. Näive 🙂, is it?", "Don't worry!"]
pytestmark = pytest.mark.usefixtures("parquet")


def run(*args: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(["code", *args])
    return int(left.value.code or 0)


def write(path: Path, columns: dict[str, Any], group: int = 1000) -> str:
    import pyarrow as pa  # noqa: PLC0415  the extra
    from pyarrow import parquet  # noqa: PLC0415  as above

    parquet.write_table(pa.table(columns), path, row_group_size=group)
    return str(path)


def read(path: Path) -> Any:  # noqa: ANN401  the library has no types
    from pyarrow import parquet  # noqa: PLC0415  the extra

    return parquet.read_table(path)


@pytest.mark.parametrize("ids", [[10, 11, 12, 13, 14, 15], ["a", "b", "c", "d", "e", "f"]])
def test_text_and_parquet_give_the_same_values(tmp_path: Path, ids: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the row groups; ids keep their type."""
    monkeypatch.setattr(tables, "AT_ONCE", 4)
    monkeypatch.setattr(tables, "GROUP", 2)
    as_lines, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    rows = [{"id": n, "patient": "He left.", "reply": reply} for n, reply in zip(ids, REPLIES, strict=True)]
    as_lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    columns = {"id": ids, "reply": REPLIES, "patient": ["He left."] * len(ids), "noted": [1.5] * len(ids)}

    assert run(str(as_lines), "--out", str(tmp_path / "out.jsonl")) == 0
    source = write(tmp_path / "in.parquet", columns, group=3)
    assert run(source, "--format", "parquet", "--out", str(out)) == 0

    wanted = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert read(out).to_pylist() == wanted
    assert read(out).schema.field("id").type == read(tmp_path / "in.parquet").schema.field("id").type
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "in.parquet", "out.jsonl", "out.parquet"]


def test_rows_that_cannot_be_used_are_named_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty cell of the patient's column says that the line is not known; a reply must be there."""
    columns = {"id": [1, 2, 3, 4], "reply": ["Mm.", None, "x" * 4001, "And?"], "patient": [None, "a", "b", "c"]}

    code = run(write(tmp_path / "in.parquet", columns), "--format", "parquet", "--out", str(tmp_path / "out.parquet"))

    told = capsys.readouterr().err
    assert code == 2
    assert "in.parquet:2: wanted" in told
    assert "in.parquet:3: the reply is longer" in told
    assert read(tmp_path / "out.parquet")["id"].to_pylist() == [1, 4]


def test_without_a_patients_column_replies_are_read_alone(tmp_path: Path) -> None:
    source = write(tmp_path / "in.parquet", {"id": [1], "reply": ["What happened?"]})

    assert run(source, "--format", "parquet", "--out", str(tmp_path / "out.parquet")) == 0
    assert read(tmp_path / "out.parquet").num_rows == 1


def test_an_interrupted_run_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answers so far are text: an unfinished Parquet file could not be read."""
    source, out = write(tmp_path / "in.parquet", {"id": list(range(6)), "reply": REPLIES}), tmp_path / "out.parquet"
    assert run(source, "--format", "parquet", "--out", str(out)) == 0
    whole = read(out)
    assert run(source, "--format", "parquet", "--out", str(out)) == 2
    assert "is there already" in capsys.readouterr().err
    some = [json.dumps(row) for row in whole.to_pylist()[:2]]
    (tmp_path / "out.parquet.part").write_text("\n".join([*some, '{"id": 2, "co']))
    out.unlink()
    from scoring.coder import load_coder  # noqa: PLC0415  only here

    maker = {"coder": load_coder().version, "input": source}
    (tmp_path / "out.parquet.part.json").write_text(json.dumps(maker))

    assert run(source, "--format", "parquet", "--out", str(out)) == 0

    assert "going on after 2 replies" in capsys.readouterr().err
    assert read(out).equals(whole)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"id": [1], "text": ["a"]}, "no column `reply`"),
        ({"reply": ["a"]}, "no column `id`"),
        ({"id": [1.5], "reply": ["a"]}, "the column `id` is of type double. Wanted text or whole numbers."),
        ({"id": [1], "reply": [3]}, "the column `reply` is of type int64. Wanted text."),
    ],
)
def test_columns_that_do_not_fit_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], columns: dict[str, Any], told: str
) -> None:
    source = write(tmp_path / "in.parquet", columns)

    assert run(source, "--format", "parquet", "--out", str(tmp_path / "out.parquet")) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


@pytest.mark.parametrize("raw", [b"", b'{"id": 1}\n', b"PAR1" + b"\0" * 40 + b"PAR1"])
def test_what_is_no_parquet_file_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes
) -> None:
    source = tmp_path / "in.parquet"
    source.write_bytes(raw)

    assert run(str(source), "--format", "parquet", "--out", str(tmp_path / "out.parquet")) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"attune: {source}: cannot be read as Parquet: ")
    assert told.count("\n") == 1


def test_damage_further_on_is_told_as_the_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And not as a fault of the file that is written."""
    source = tmp_path / "in.parquet"
    write(source, {"id": list(range(4000)), "reply": [""] * 3000 + [f"Mm. {n}" for n in range(1000)]}, group=3000)
    raw = bytearray(source.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 400] = b"\xff" * 400
    source.write_bytes(raw)

    assert run(str(source), "--format", "parquet", "--out", str(tmp_path / "out.parquet")) == 2
    assert f"attune: {source}: cannot be read as Parquet" in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


def test_parquet_is_neither_read_from_nor_written_to_a_pipe(tmp_path: Path) -> None:
    source = write(tmp_path / "in.parquet", {"id": [1], "reply": ["a"]})

    assert run("-", "--format", "parquet", "--out", str(tmp_path / "out.parquet")) == 2
    assert run(source, "--format", "parquet") == 2


def test_without_the_extra_the_message_says_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "find_spec", lambda _: None)

    assert run("in.parquet", "--format", "parquet", "--out", str(tmp_path / "out.parquet")) == 2
    assert "pip install 'attune[parquet]'" in capsys.readouterr().err
