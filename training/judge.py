"""Judges readings of replies by authors and to patients that were not learnt from, and what of them to believe.

Every figure is honest: calibration and floors that judge one fold come from the other folds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.calibrate import CRITICAL, by_reply, calibration, floors
from training.examples import FOLDS, Examples

Array = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
BINS = np.array([0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001])
DOUBTS = 1500
SURE = 0.75
"""Share of unclear replies that must really show a code."""


@dataclass(frozen=True)
class Judged:
    """Scores of the heads and log-odds of the tuned model, for every sentence and its hurried copy."""

    examples: Examples
    scores: Array
    odds: Array

    @property
    def fold(self) -> npt.NDArray[np.int64]:
        """The fold of every row."""
        found: npt.NDArray[np.int64] = self.examples.fold[self.examples.reply]
        return found


def probabilities(judged: Judged, fitted: dict[str, Array]) -> Array:
    """Return the calibrated probability of every code for every row."""
    line = fitted["slope"] * judged.scores + fitted["mix"] * judged.odds + fitted["shift"]
    return np.asarray(1 / (1 + np.exp(-np.clip(line, -30, 30))), np.float32)


def fitted_on(judged: Judged, rows: Mask) -> tuple[dict[str, Array], dict[str, tuple[float, float, float]]]:
    """Return slope, mix, shift and floor of every code from some rows as typed, and its (P, R, F1) there."""
    examples = judged.examples
    used = rows & ~examples.is_copy
    slope, mix, shift = calibration(judged.scores[used], judged.odds[used], examples.shown[used])
    fitted = {"slope": slope, "mix": mix, "shift": shift}
    likely = probabilities(judged, fitted)[used]
    reply = examples.reply[used]
    floor, report = floors(by_reply(likely, reply), by_reply(examples.shown[used], reply), examples.codes)
    return fitted | {"floor": floor}, report


def calibrated(judged: Judged) -> dict[str, Array]:
    """Return what turns scores into readings, from all folds; print how each code is read."""
    examples = judged.examples
    fitted, report = fitted_on(judged, np.ones(len(examples.shown), np.bool_))
    truth = by_reply(examples.shown[~examples.is_copy], examples.reply[~examples.is_copy])
    for code, (precision, recall, f1) in sorted(report.items(), key=lambda item: item[1][2]):
        place = examples.codes.index(code)
        mark = "*" if code in CRITICAL else " "
        tally = f"n {int(truth[:, place].sum()):4}  P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}"
        print(f" {mark}{code:24} {tally}  floor {fitted['floor'][place]:.2f}")
    print(f"macro-F1, floors chosen here: {np.mean([f1 for _, _, f1 in report.values()]):.3f}", flush=True)
    return fitted | {"unclear": np.float32(unclear_from(judged, fitted))}  # type: ignore[dict-item]


def unclear_from(judged: Judged, fitted: dict[str, Array]) -> float:
    """Return how likely some code must be for a reply to be unclear in which none reaches its floor.

    The smallest such likeliness above one half from which on `SURE` of those replies do show a code.
    """
    examples = judged.examples
    asked = ~examples.is_copy
    likely, reply = probabilities(judged, fitted)[asked], examples.reply[asked]
    total = np.zeros(len(examples.rows))
    np.add.at(total, reply, -np.log1p(-np.minimum(likely, 0.9999)).sum(axis=1))
    any_code = 1 - np.exp(-total)
    silent = ~(by_reply((likely >= fitted["floor"]).astype(np.float32), reply) > 0).any(axis=1)
    coded = by_reply(examples.shown[asked], reply).any(axis=1)
    for least in np.arange(0.5, 0.96, 0.01):
        chosen = silent & (any_code >= least)
        if chosen.sum() and coded[chosen].mean() >= SURE:
            print(f"unclear from {least:.2f}: {chosen.sum()} of {silent.sum()} silent replies, {coded[chosen].mean():.2f} of them "
                  f"show a code; of the others {coded[silent & ~chosen].mean():.2f}")  # fmt: skip
            return float(least)
    return 0.96


def honest(judged: Judged, *, copies: bool = False) -> tuple[Array, npt.NDArray[np.bool_], Array]:
    """Return by sentence the probabilities, whether each code is read, and what is shown; judged by other folds."""
    examples = judged.examples
    likely = np.zeros_like(judged.scores)
    said = np.zeros(judged.scores.shape, np.bool_)
    for fold in range(FOLDS):
        fitted, _ = fitted_on(judged, judged.fold != fold)
        here = judged.fold == fold
        likely[here] = probabilities(judged, fitted)[here]
        said[here] = likely[here] >= fitted["floor"]
    asked = examples.is_copy if copies else ~examples.is_copy
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
        "words and cues": Judged(examples, judged.scores, none),
        "tuned": Judged(examples, none, judged.odds),
        "both": judged,
    }
    reply = examples.reply[~examples.is_copy]
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
        code: {
            "n": int(truth[:, k].sum()),
            "precision": round(float((read * truth)[:, k].sum() / max(read[:, k].sum(), 1)), 3),
            "recall": round(float((read * truth)[:, k].sum() / max(truth[:, k].sum(), 1)), 3),
            "f1": round(float(2 * (read * truth)[:, k].sum() / max((read + truth)[:, k].sum(), 1)), 3),
        }
        for k, code in enumerate(examples.codes)
    }
    found = {
        "replies": len(examples.rows),
        "sentences": len(shown),
        "table": table,
        "per_code": per_code,
        "reliability": reliability(likely, shown),
        "triples": triples(examples, read),
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
            bins.append({"n": int(here.sum()), "said": round(float(flat[here].mean()), 4), "shown": round(float(true[here].mean()), 4)})  # fmt: skip
    gap = sum(one["n"] * abs(one["said"] - one["shown"]) for one in bins)
    high = [one for one in bins if one["said"] >= 0.1]  # most codes are surely absent, which flatters the overall figure
    return {
        "ece": round(gap / len(flat), 4),
        "ece_above_.1": round(sum(one["n"] * abs(one["said"] - one["shown"]) for one in high) / sum(one["n"] for one in high), 4),
        "bins": bins,
    }  # fmt: skip


def triples(examples: Examples, read: Array) -> dict[str, float]:
    """Return the share of contents, each written in three voices, that are read alike in all of them."""
    sets: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(examples.rows):
        if row.set:
            sets[row.set].append(number)
    alike = [bool((read[numbers] == read[numbers[0]]).all()) for numbers in sets.values() if len(numbers) > 1]
    return {"sets": len(alike), "read_alike": round(float(np.mean(alike)), 3) if alike else 0.0}


def write_doubts(path: Path, judged: Judged, fitted: dict[str, Array]) -> None:
    """Write the labels doubted most by those who had not seen them, worst first, to be looked at again."""
    examples = judged.examples
    asked = ~examples.is_copy
    likely, shown = probabilities(judged, fitted)[asked], examples.shown[asked]
    places = [(row, text) for row in examples.rows for text, _ in row.sentences]
    with path.open("w", encoding="utf-8") as out:
        for flat in np.argsort(-np.abs(likely - shown), axis=None, kind="stable")[:DOUBTS]:
            place, code = divmod(int(flat), len(examples.codes))
            row, text = places[place]
            label = "given" if shown[place, code] else "not given"
            whole = " ".join(text for text, _ in row.sentences)
            out.write(f"{row.id}\t{examples.codes[code]}\t{label}\t{likely[place, code]:.2f}\t{row.patient}\t{text}\t{whole}\n")
