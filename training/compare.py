"""What a frozen encoder with heads would reach on the same folds: row (b) of the table in `docs/coder.md`.

usage: python -m training.compare REPORT [--data scoring/coder/data]

Rows (a), (c) and (d) are in the report that `training.build --report` writes; this adds (b) to it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scoring.coder import encoder as encoding
from scoring.coder.encoder import Encoder
from scoring.coder.features import Moment
from scoring.coder.wording import plain_words
from training.calibrate import by_reply
from training.examples import Examples
from training.judge import Judged, agreement, honest
from training.logistic import fit
from training.rows import read_rows

Array = npt.NDArray[np.float32]


def meaning(encoder: Encoder, moment: Moment) -> Array:
    """Return the frozen encoder's view: three layers of the sentence, the patient's line, the sentence before it."""
    own, patient = encoder.layers(plain_words(moment.sentence)), encoder.layers(plain_words(moment.patient))
    before = encoder.layers(plain_words(moment.before))[-1] if moment.before else np.zeros_like(own[-1])
    return np.concatenate([own[5], own[3], own[2], 0.5 * patient[5], 0.3 * before])


def main() -> None:
    """Print agreement of heads on the frozen encoder alone, and with words and cues beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("scoring/coder/data"))
    parser.add_argument("report", type=Path)
    options = parser.parse_args()
    data: Path = options.data
    written = json.loads(options.report.read_text(encoding="utf-8"))
    folds: int = written["folds"]
    encoding.REMEMBERED = 1_000_000
    encoder = Encoder((data / "encoder.onnx").read_bytes(), (data / "tokenizer.json").read_bytes())
    examples = Examples(read_rows(), encoder.tokenizer)
    seen: Array = np.array([meaning(encoder, moment) for replies in (examples.typed, examples.hurried)
                            for moments in replies for moment in moments], np.float32)  # fmt: skip
    for name, dense, hashed in (
        ("frozen encoder", seen, examples.hashed * 0),
        ("frozen encoder, words and cues", np.concatenate([seen, examples.dense], axis=1), examples.hashed),
    ):
        scores = np.zeros(examples.shown.shape, np.float32)
        for fold in range(folds):
            known, asked = (mask[examples.reply] for mask in examples.split(fold))
            heads = fit(dense[known], hashed[known], examples.shown[known], examples.weight[known])
            scores[asked] = heads.scores(dense[asked], hashed[asked])
        judged = Judged(examples, scores, np.zeros_like(scores), folds)
        reply = examples.reply[judged.asked]
        _, said, shown = honest(judged)
        _, quick, _ = honest(judged, copies=True)
        truth = by_reply(shown, reply)
        hurried = agreement(by_reply(quick, reply), truth)["macro_f1"]
        written["table"][name] = agreement(by_reply(said, reply), truth) | {"hurried_macro_f1": hurried}
        print(name, written["table"][name], flush=True)
    options.report.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
