"""Measures how well questions find their fact, to choose `NEAR` and `CLEARLY` of `scoring/coder/facts.py`.

usage: python -m training.facts

`facts.jsonl` holds questions written for this: each paraphrases a way to ask for one of `WAYS`, or none of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from scoring.coder.assets import DATA
from scoring.coder.encoder import Encoder
from scoring.coder.facts import likeness

WAYS = (
    ("Do you have brothers or sisters?", "Tell me about your siblings."),
    ("How are you sleeping?", "Do you sleep well at night?"),
    ("What is your job?", "Where do you work?", "What do you do for a living?"),
    ("How much do you drink?", "Do you drink alcohol?"),
    ("When did your dad die?", "How long ago did your father pass away?"),
    ("Have you had therapy before?", "Did you ever see a counsellor?"),
    ("Do you take any medication?", "Are you on antidepressants?"),
    ("Who do you live with?", "Do you live alone?"),
)


def main() -> None:
    """Print, for each pair of thresholds, how many questions find the right fact and how many a wrong one."""
    encoder = Encoder((DATA / "encoder.onnx").read_bytes(), (DATA / "tokenizer.json").read_bytes())
    rows = [json.loads(line) for line in (Path(__file__).parent / "facts.jsonl").read_text().splitlines()]
    table = np.array([[max(likeness(encoder, row["ask"], way) for way in ways) for ways in WAYS] for row in rows])
    for near in (0.45, 0.5, 0.55, 0.6, 0.65, 0.7):
        for clearly in (0.0, 0.03, 0.06, 0.1):
            right = wrong = 0
            for row, likes in zip(rows, table, strict=True):
                second, first = np.sort(likes)[-2:]
                said = int(likes.argmax()) if first >= near and first - second >= clearly else None
                right += said is not None and said == row["fact"]
                wrong += said is not None and said != row["fact"]
            print(f"near {near:.2f}  clearly {clearly:.2f}  right {right}  wrong {wrong}")
    for row, likes in zip(rows, table, strict=True):
        print(f"{likes.max():.2f}  {int(likes.argmax())}  {row['fact']}  {row['ask']}")


if __name__ == "__main__":
    main()
