"""What the app is given in tests: a coder that reads by key words, a still clock, a fixed seed, counted ids."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from scenarios.load import load_scenario
from scenarios.packs import Pack
from screens.catalogue import Patient
from screens.desk import Desk
from simulator.modes import ModeName
from simulator.reading import CodedSpan, Reading
from simulator.store import Store
from tui import AttuneApp, Play

PRACTICE = Path(__file__).with_name("practice.yaml")
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)

REFLECTS = "So it is only a cough."
ADVISES = "I would go, and soon."
DEFLECTS = "Thank you for asking."

WORDS = {
    "so it is": "simple_reflection",
    "i would go": "advice",
    "thank you": "encourager",
    "calm down": "minimising",
}


class KeywordCoder:
    """Hears one code for each known phrase; anything else is unclear. `gate` holds it back until it is opened."""

    id = "keywords"
    version = "1"

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.has_read: list[str] = []

    def read(self, patient_line: str, reply: str, fact_questions: Sequence[Sequence[str]] = ()) -> Reading:
        """Read by key words."""
        del fact_questions
        assert self.gate.wait(120), "nobody opened the gate"
        if patient_line:  # without one the coder is only warmed up
            self.has_read.append(reply)
        lowered = reply.lower()
        found = tuple(
            CodedSpan(code, 0.9, lowered.index(words), lowered.index(words) + len(words))
            for words, code in WORDS.items()
            if words in lowered
        )
        return Reading(codes=found, unclear=not found)


def fake_desk(
    home: Path,
    coder: KeywordCoder | None = None,
    *,
    files: Sequence[Path] = (PRACTICE,),
    packs: tuple[Pack, ...] = (),
) -> Desk:
    """A desk whose sessions lie in `home`."""
    ids: Iterator[int] = count(len(list(home.glob("*.sqlite"))) * 100 + 1)
    reader = coder or KeywordCoder()
    return Desk(
        library=lambda: {path.stem: path for path in files},
        open_store=lambda: Store.open(home, clock=lambda: NOON, new_id=lambda: f"00000000-{next(ids):04d}"),
        load_coder=lambda: reader,
        packs=lambda: packs,
        draw_seed=lambda: 7,
        now=lambda: NOON,
        zone=UTC,
    )


def fake_app(
    home: Path, coder: KeywordCoder | None = None, *, play: bool = False, mode: ModeName = "coach"
) -> AttuneApp:
    """The app on a fake desk, at home or at one patient."""
    patient = Play(Patient(PRACTICE, load_scenario(PRACTICE)), 7) if play else None
    return AttuneApp(fake_desk(home, coder), play=patient, mode=mode)


def first_patient(desk: Desk) -> Patient:
    """The first of its library."""
    return next(iter(desk.patients())).patients[0]
