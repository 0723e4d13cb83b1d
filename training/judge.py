"""Judges readings of replies by authors and to patients that were not learnt from, and what of them to believe.

Every figure of the report is honest: the calibration that judges one fold comes from the other folds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.calibrate import CRITICAL, FLOOR, by_code, by_reply, calibration
from training.examples import FOLDS, Examples

Array = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
BINS = np.array([0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001])
DOUBTS = 1500
UNCLEAR = 0.9
"""How likely it must be that a reply shows some code for it to be unclear that none reaches the floor.

Asking "what was that?" stops a session and reads as a rebuff: at .75 people who typed whole sessions met it once in
twenty replies, mostly after their warmest. Below the threshold the patient says what the author wrote for a reply that
nobody foresaw."""


@dataclass(frozen=True)
class Judged:
    """Scores of the heads and log-odds of the tuned model, for every sentence and its hurried copy."""

    examples: Examples
    scores: Array
    odds: Array
    folds: int = FOLDS
    """How many folds were run; the replies of the others are not judged."""

    @property
    def asked(self) -> Mask:
        """The rows that were judged, as typed."""
        return (self.fold < self.folds) & ~self.examples.is_copy

    @property
    def fold(self) -> npt.NDArray[np.int64]:
        """The fold of every row."""
        found: npt.NDArray[np.int64] = self.examples.fold[self.examples.reply]
        return found


def probabilities(judged: Judged, fitted: dict[str, Array]) -> Array:
    """Return the calibrated probability of every code for every row."""
    line = fitted["slope"] * judged.scores + fitted["mix"] * judged.odds + fitted["shift"]
    return np.asarray(1 / (1 + np.exp(-np.clip(line, -30, 30))), np.float32)


def fitted_on(judged: Judged, rows: Mask) -> dict[str, Array]:
    """Return slope, mix, shift and floor of every code, from some rows as typed."""
    used = rows & ~judged.examples.is_copy
    slope, mix, shift = calibration(judged.scores[used], judged.odds[used], judged.examples.shown[used])
    return {"slope": slope, "mix": mix, "shift": shift, "floor": np.full(len(slope), FLOOR, np.float32)}


def calibrated(judged: Judged) -> dict[str, Array]:
    """Return what turns scores into readings, from all folds; print how each code is read."""
    examples = judged.examples
    fitted, reply = fitted_on(judged, judged.asked), examples.reply[judged.asked]
    truth = by_reply(examples.shown[judged.asked], reply)
    said = (probabilities(judged, fitted)[judged.asked] >= fitted["floor"]).astype(np.float32)
    report = by_code(by_reply(said, reply), truth, examples.codes)
    for code, (precision, recall, f1) in sorted(report.items(), key=lambda item: item[1][2]):
        place = examples.codes.index(code)
        mark = "*" if code in CRITICAL else " "
        print(f" {mark}{code:24} n {int(truth[:, place].sum()):4}  P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}")
    print(f"macro-F1, calibrated here: {np.mean([f1 for _, _, f1 in report.values()]):.3f}", flush=True)
    tell_unclear(judged, fitted)
    return fitted | {"unclear": np.array(UNCLEAR, np.float32)}


def tell_unclear(judged: Judged, fitted: dict[str, Array]) -> None:
    """Print how many replies in which no code reaches its floor are unclear, and how many of those show a code."""
    examples = judged.examples
    asked = judged.asked
    likely = probabilities(judged, fitted)[asked]
    reply = np.unique(examples.reply[asked], return_inverse=True)[1]
    total = np.zeros(reply.max() + 1)
    np.add.at(total, reply, -np.log1p(-np.minimum(likely, 0.9999)).sum(axis=1))
    silent = ~(by_reply((likely >= fitted["floor"]).astype(np.float32), reply) > 0).any(axis=1)
    coded = by_reply(examples.shown[asked], reply).any(axis=1)
    unclear = silent & (1 - np.exp(-total) >= UNCLEAR)
    share = coded[unclear].mean()
    print(f"unclear: {unclear.sum()} of {silent.sum()} silent replies; {share:.2f} of them show a code")


def honest(judged: Judged, *, copies: bool = False) -> tuple[Array, npt.NDArray[np.bool_], Array]:
    """Return by sentence the probabilities, whether each code is read, and what is shown; calibrated on other folds."""
    examples = judged.examples
    likely = np.zeros_like(judged.scores)
    said = np.zeros(judged.scores.shape, np.bool_)
    for fold in range(judged.folds):
        fitted = fitted_on(judged, (judged.fold != fold) & (judged.fold < judged.folds))
        here = judged.fold == fold
        likely[here] = probabilities(judged, fitted)[here]
        said[here] = likely[here] >= fitted["floor"]
    asked = (judged.fold < judged.folds) & (examples.is_copy == copies)
    return likely[asked], said[asked], examples.shown[asked]


def agreement(said: Array, shown: Array) -> dict[str, float]:
    """Return macro- and micro-F1 of what is read of whole replies, shape [replies, codes]."""
    hits, read, given = (said * shown).sum(0), said.sum(0), shown.sum(0)
    macro = float(np.mean(2 * hits / np.maximum(read + given, 1)))
    return {"macro_f1": round(macro, 3), "micro_f1": round(float(2 * hits.sum() / (read.sum() + given.sum())), 3)}


def write_report(path: Path, judged: Judged) -> None:
    """Write the figures that `docs/coder.md` shows."""
    examples = judged.examples
    none = np.zeros_like(judged.scores)
    variants = {
        "words and cues": replace(judged, odds=none),
        "tuned": replace(judged, scores=none),
        "both": judged,
    }
    reply = examples.reply[judged.asked]
    table = {}
    for name, variant in variants.items():
        _, said, shown = honest(variant)
        _, quick, _ = honest(variant, copies=True)
        truth = by_reply(shown, reply)
        table[name] = agreement(by_reply(said, reply), truth) | {
            "hurried_macro_f1": agreement(by_reply(quick, reply), truth)["macro_f1"]
        }
    likely, said, shown = honest(judged)
    read, truth = by_reply(said.astype(np.float32), reply), by_reply(shown, reply)
    per_code = {
        code: {"n": int(truth[:, k].sum()), "precision": round(p, 3), "recall": round(r, 3), "f1": round(f1, 3)}
        for k, (code, (p, r, f1)) in enumerate(by_code(read, truth, examples.codes).items())
    }
    found = {
        "folds": judged.folds,
        "replies": len(truth),
        "sentences": len(shown),
        "table": table,
        "per_code": per_code,
        "reliability": reliability(likely, shown),
        "triples": triples(judged, read),
    }
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: found[name] for name in ("table", "triples")}), flush=True)


def reliability(likely: Array, shown: Array) -> dict[str, object]:
    """Return the expected calibration error (Naeini et al. 2015), overall and of claims above .1, and its bins."""
    flat, true = likely.ravel(), shown.ravel()
    place = np.digitize(flat, BINS) - 1
    bins = []
    for index in range(len(BINS) - 1):
        here = place == index
        if here.any():
            said, given = float(flat[here].mean()), float(true[here].mean())
            bins.append({"n": int(here.sum()), "said": round(said, 4), "shown": round(given, 4)})
    gap = sum(one["n"] * abs(one["said"] - one["shown"]) for one in bins)
    high = [one for one in bins if one["said"] >= 0.1]  # most codes are surely absent, which flatters the whole
    gap_above = sum(one["n"] * abs(one["said"] - one["shown"]) for one in high) / sum(one["n"] for one in high)
    return {"ece": round(gap / len(flat), 4), "ece_above_.1": round(gap_above, 4), "bins": bins}


def triples(judged: Judged, read: Array) -> dict[str, float]:
    """Return the share of contents, each written in three voices, that are read alike in all of them."""
    sets: dict[str, list[int]] = defaultdict(list)
    for place, number in enumerate(np.flatnonzero(judged.examples.fold < judged.folds)):
        name = judged.examples.rows[number].set
        if name:
            sets[name].append(place)
    alike = [bool((read[numbers] == read[numbers[0]]).all()) for numbers in sets.values() if len(numbers) > 1]
    return {"sets": len(alike), "read_alike": round(float(np.mean(alike)), 3) if alike else 0.0}


def write_doubts(path: Path, judged: Judged, fitted: dict[str, Array]) -> None:
    """Write the labels doubted most by those who had not seen them, worst first, to be looked at again."""
    examples = judged.examples
    asked = judged.asked
    likely, shown = probabilities(judged, fitted)[asked], examples.shown[asked]
    judged_rows = (row for row, fold in zip(examples.rows, examples.fold, strict=True) if fold < judged.folds)
    places = [(row, text) for row in judged_rows for text, _ in row.sentences]
    with path.open("w", encoding="utf-8") as out:
        for flat in np.argsort(-np.abs(likely - shown), axis=None, kind="stable")[:DOUBTS]:
            place, code = divmod(int(flat), len(examples.codes))
            row, text = places[place]
            label = "given" if shown[place, code] else "not given"
            whole = " ".join(text for text, _ in row.sentences)
            fields = (row.id, examples.codes[code], label, f"{likely[place, code]:.2f}", row.patient, text, whole)
            out.write("\t".join(fields) + "\n")
