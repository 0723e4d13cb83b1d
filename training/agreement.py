"""How well two coders agree: the corpus against the second coder's sample, coded blind.

usage: python -m training.agreement

`corpus/second/*.jsonl` holds {"id", "codes": [[...], ...]}: the second coder's codes of each sentence of a reply.
"""

from __future__ import annotations

import json
from collections import Counter

from training.rows import CORPUS, read_rows

SECOND = CORPUS / "second"


def main() -> None:
    """Print agreement by code over whole replies: given by both, by one, by the other; F1 and Cohen's kappa."""
    first = {row.id: [codes for _, codes in row.sentences] for row in read_rows()}
    both: list[tuple[frozenset[str], frozenset[str]]] = []
    for path in sorted(SECOND.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["id"] in first:
                second = frozenset(code for codes in row["codes"] for code in codes)
                both.append((frozenset().union(*first[row["id"]]), second))
    tally = {
        code: Counter((code in a, code in b) for a, b in both) for code in sorted({c for a, b in both for c in a | b})
    }
    scores = []
    for code, count in sorted(tally.items(), key=lambda item: f1(item[1])):
        scores.append(f1(count))
        print(f"{code:24} both {count[True, True]:4}  first only {count[True, False]:3}  second only "
              f"{count[False, True]:3}  F1 {f1(count):.2f}  kappa {kappa(count):.2f}")  # fmt: skip
    whole = Counter[tuple[bool, bool]]()
    for count in tally.values():
        whole.update(count)
    alike = sum(a == b for a, b in both)
    print(f"{len(both)} replies; macro-F1 {sum(scores) / len(scores):.3f}, micro-F1 {f1(whole):.3f}, "
          f"kappa of all decisions {kappa(whole):.3f}, exactly alike {alike / len(both):.3f}")  # fmt: skip


def f1(count: Counter[tuple[bool, bool]]) -> float:
    """Return the F1 of one coder against the other; it is the same either way."""
    return 2 * count[True, True] / max(2 * count[True, True] + count[True, False] + count[False, True], 1)


def kappa(count: Counter[tuple[bool, bool]]) -> float:
    """Return Cohen's kappa: agreement beyond what chance would give (Cohen 1960)."""
    total = sum(count.values())
    seen = (count[True, True] + count[False, False]) / total
    first = (count[True, True] + count[True, False]) / total
    second = (count[True, True] + count[False, True]) / total
    chance = first * second + (1 - first) * (1 - second)
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


if __name__ == "__main__":
    main()
