"""Writes the measured part of docs/coder.md and its picture from training/report.json.

Run `python -m docs.make_coder_page` after training; a test compares page and report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE / "coder.md"
PICTURE = HERE / "coder-reliability.svg"
REPORT = HERE.parent / "training" / "report.json"
BEGIN, END = "<!-- made by make_coder_page.py -->", "<!-- end -->"
ROWS = (
    ("words and cues", "(a) n-grams and cues, logistic heads"),
    ("frozen encoder", "(b) frozen MiniLM, logistic heads"),
    ("frozen encoder, words and cues", "(a) and (b) together"),
    ("tuned", "(c) fine-tuned MiniLM, the reply and the patient's line at once"),
    ("both", "(d) (a) and (c) together: **shipped**"),
)
SIDE, EDGE = 320, 40


def report() -> dict[str, Any]:
    """The figures that training wrote."""
    found: dict[str, Any] = json.loads(REPORT.read_text(encoding="utf-8"))
    return found


def measured(found: dict[str, Any]) -> str:
    """The measured part of the page."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: dict[str, Any]) -> Iterator[str]:
    folds = "all three folds" if found["folds"] == 3 else f"{found['folds']} of the three folds"
    yield f"{found['replies']:,} replies, {found['sentences']:,} sentences, of {folds}."
    yield "No author and no patient's line is in both parts."
    yield "*Hurried* is the same replies in chat spelling with slips of the finger."
    yield ""
    yield "| coder | macro-F1 | micro-F1 | hurried macro-F1 |"
    yield "|---|---|---|---|"
    for key, name in ROWS:
        if key in found["table"]:
            row = found["table"][key]
            yield f"| {name} | {row['macro_f1']:.3f} | {row['micro_f1']:.3f} | {row['hurried_macro_f1']:.3f} |"
    yield ""
    triples = found["triples"]
    yield f"Contents written in three voices: {triples['sets']};"
    yield f"read with the same codes in all three: {triples['read_alike']:.3f}."
    yield ""
    yield "| code | replies | precision | recall | F1 |"
    yield "|---|---|---|---|---|"
    for code, row in sorted(found["per_code"].items(), key=lambda item: -item[1]["f1"]):
        yield f"| `{code}` | {row['n']} | {row['precision']:.2f} | {row['recall']:.2f} | {row['f1']:.2f} |"
    yield ""
    calibration = found["reliability"]
    yield "### Is the confidence true?"
    yield ""
    yield f"Expected calibration error {calibration['ece']:.3f} over all codes and sentences;"
    yield "most codes are surely absent, which flatters it:"
    yield f"over what is given a chance of one in ten or more it is {calibration['ece_above_.1']:.3f}."
    yield ""
    yield "![How often a code is shown, against how likely the coder said it was](coder-reliability.svg)"
    yield ""
    yield "| said | shown | how often |"
    yield "|---|---|---|"
    for one in calibration["bins"]:
        yield f"| {one['said']:.2f} | {one['shown']:.2f} | {one['n']:,} |"


def picture(found: dict[str, Any]) -> str:
    """The reliability plot as SVG: the nearer to the dashed line, the truer the confidence."""
    width = SIDE + 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" font-family="sans-serif">',
        "<style>text { font-size: 11px }</style>",
        "<title>Reliability of the coder's confidence</title>",
        f'<rect width="{width}" height="{width}" fill="#fff"/>',
        f'<path d="M{EDGE} {EDGE}V{EDGE + SIDE}H{EDGE + SIDE}" fill="none" stroke="#333"/>',
        f'<path d="M{EDGE} {EDGE + SIDE}L{EDGE + SIDE} {EDGE}" stroke="#888" stroke-dasharray="4 4"/>',
    ]
    points = [(EDGE + SIDE * one["said"], EDGE + SIDE * (1 - one["shown"])) for one in found["reliability"]["bins"]]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#1f5fa8"/>' for x, y in points]
    for tenth in range(0, 11, 2):
        at = SIDE * tenth / 10
        parts.append(f'<text x="{EDGE + at:.0f}" y="{EDGE + SIDE + 16}" text-anchor="middle">{tenth / 10:.1f}</text>')
        parts.append(f'<text x="{EDGE - 6}" y="{EDGE + SIDE - at + 4:.0f}" text-anchor="end">{tenth / 10:.1f}</text>')
    parts.append(
        f'<text x="{EDGE + SIDE / 2:.0f}" y="{width - 6}" text-anchor="middle">likelihood that the coder gave</text>'
    )
    turned = f'transform="translate(12 {EDGE + SIDE / 2:.0f}) rotate(-90)" text-anchor="middle"'
    parts.append(f"<text {turned}>share that a human gave</text>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Write page and picture."""
    found = report()
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{measured(found)}\n{END}{after}", encoding="utf-8")
    PICTURE.write_text(picture(found), encoding="utf-8")


if __name__ == "__main__":
    main()
