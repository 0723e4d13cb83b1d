"""`python -m benchmarks.agreement [RATINGS]`: agreement over so many double ratings, each number with its interval.

Made-up fits, 400 unless told, of forty trainees, by two who mostly agree; 2,000 resamples of the trainees.
*First* is the first comparison of a process, *again* one after it, when the resamples are drawn already.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time

from benchmarks.__main__ import reference
from scoring.agreement.answers import Estimate, Interval
from scoring.agreement.bootstrap import FOLDS
from scoring.agreement.compare import FIT, Unit, compare

TRAINEES = 40


def units(ratings: int) -> list[Unit]:
    """Ratings by two, the second at most a step from the first."""
    lot = random.Random(1)  # noqa: S311  no secret depends on it
    found = []
    for n in range(ratings):
        fit = lot.randint(-3, 3)
        other = max(-3, min(3, fit + lot.choice((-1, 0, 0, 0, 1))))
        found.append(Unit(f"bird-{n % TRAINEES}", (fit, other)))
    return found


def main() -> None:
    """Measure and print."""
    ratings = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    made = units(ratings)
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        found = compare(made, FIT)
        seconds.append(time.perf_counter() - began)
    answers = found.answers.values()
    intervals = sum(isinstance(one, Estimate) and isinstance(one.interval, Interval) for one in answers)
    figures = {
        "ratings": ratings,
        "resamples": FOLDS,
        "numbers with an interval": intervals,
        "first, seconds (bar 1 for 400)": round(seconds[0], 3),
        "again, seconds": round(seconds[1], 3),
        "reference loop, seconds": round(reference(), 3),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
