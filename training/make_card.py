"""Writes the counts of the corpus into its data card. Run `python -m training.make_card` after adding rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.rows import CORPUS, Row, read_rows

CARD = CORPUS / "README.md"
BEGIN, END = "<!-- made by training.make_card -->", "<!-- end -->"


def counts(rows: list[Row]) -> str:
    """The counted part of the card."""
    return "\n".join(_lines(rows)) + "\n"


def _lines(rows: list[Row]) -> Iterator[str]:
    sentences = [codes for row in rows for _, codes in row.sentences]
    lines = len({row.patient for row in rows})
    sets = len({row.set for row in rows if row.set})
    yield f"{len(rows):,} replies, {len(sentences):,} sentences, {lines:,} different patients' lines,"
    yield f"{sum(not codes for codes in sentences):,} sentences without any code,"
    yield f"{sets} contents written in three voices each."
    yield ""
    yield "| author | replies |"
    yield "|---|---|"
    for author, count in sorted(Counter(row.author for row in rows).items()):
        yield f"| {author} | {count:,} |"
    yield ""
    yield "| code | sentences | authors |"
    yield "|---|---|---|"
    given = Counter(code for codes in sentences for code in codes)
    by: dict[str, set[str]] = {code: set() for code in given}
    for row in rows:
        for _, codes in row.sentences:
            for code in codes:
                by[code].add(row.author)
    for code, count in sorted(given.items(), key=lambda item: (-item[1], item[0])):
        yield f"| `{code}` | {count:,} | {len(by[code])} |"


def main(card: Path = CARD) -> None:
    """Write the card's counts."""
    before, _, rest = card.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    card.write_text(f"{before}{BEGIN}\n\n{counts(read_rows())}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
