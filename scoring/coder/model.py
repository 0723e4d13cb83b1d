"""The shipped coder: sentence by sentence, meaning and wording first, a few rules after."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from pathlib import Path

from scoring.coder.assets import DATA, read_manifest, verified_bytes, verified_file
from scoring.coder.encoder import Encoder
from scoring.coder.exclusions import without_rivals
from scoring.coder.facts import fact_asked
from scoring.coder.features import Moment, see
from scoring.coder.heads import Heads
from scoring.coder.rules import (
    advises_as_asked,
    another_listens,
    asks,
    denies_as_asked,
    denies_contact,
    is_another_language,
    is_no_reply,
    question_form,
    speaks_to_program,
    tells_of_another_client,
    tells_only_of_training,
)
from scoring.coder.sentences import Sentence, sentences
from scoring.coder.tuned import Array, Tuned
from scoring.coder.wording import plain_words, words
from simulator.reading import CodedSpan, Reading

DENIABLE = frozenset({"open_about_sharing", "conceals_sharing"})
QUESTIONS = frozenset({"open_question", "closed_question"})
FORM_WEIGHT = 0.65
"""How much the first words of a question count for its form, beside the heads."""
FORM_KNOWN = 0.93
"""Share of questions whose first words tell their form rightly, from the corpus."""
GIVEN_AS_ASKED = 0.85
"""Confidence that an answer is what was asked for: advice, or a denial of contact."""
RULED = 0.95
"""Confidence of a code given by a rule."""


class AttuneCoder:
    """Reads replies with a tuned encoder, heads on their wording and tested rules. Implements `Coder`.

    Facts are found with a frozen encoder.

    The same words always give the same reading: nothing is random, and no reading depends on another.
    """

    def __init__(self, name: str, version: str, encoder: Encoder, tuned: Tuned, heads: Heads) -> None:
        """Use `load_coder` instead, which checks the data files."""
        self._id = name
        self._version = version
        self._encoder = encoder
        self._tuned = tuned
        self._heads = heads
        self._floors = heads.floors()
        self._unclear = float(heads.unclear)
        self._vocabulary = encoder.vocabulary
        self._code_ids = frozenset(heads.codes)

    @property
    def id(self) -> str:
        """Stable name of the coder."""
        return self._id

    @property
    def version(self) -> str:
        """Version that changes whenever any reading could change."""
        return self._version

    def read(self, patient_line: str, reply: str, fact_questions: Sequence[Sequence[str]] = ()) -> Reading:
        """Read one cleaned reply with the patient's last line in view; see `Coder.read`."""
        if not reply.strip() or is_another_language(reply):
            return Reading(unclear=True)
        if is_no_reply(reply, patient_line, self._vocabulary, self._code_ids):
            return Reading(codes=(whole("off_task", reply),))
        found: list[CodedSpan] = []
        asking: list[str] = []
        before, parts, nothing = "", sentences(reply), 1.0
        odds = self._tuned.odds(patient_line, [part.text for part in parts])
        for place, part in enumerate(parts):
            moment = Moment(patient_line, part.text, before, place == len(parts) - 1)
            spans, not_one = self._read_sentence(moment, part, odds[place])
            found += spans
            nothing *= not_one
            if asks(part.text) or any(span.code in QUESTIONS for span in spans):
                asking.append(part.text)
            before = part.text
        if not found and 1 - nothing >= self._unclear:
            return Reading(unclear=True)
        fact = fact_asked(self._encoder, asking, fact_questions) if asking and fact_questions else None
        return Reading(codes=tuple(sorted(found, key=lambda span: (span.start, span.code))), fact=fact)

    def _read_sentence(self, moment: Moment, part: Sentence, odds: Array) -> tuple[list[CodedSpan], float]:
        """Return what a sentence shows, and how likely it is that it shows nothing at all."""
        if speaks_to_program(part.text):
            return [CodedSpan("off_task", RULED, part.start, part.end)], 0.0
        if not words(plain_words(part.text)):
            return [], 1.0
        likely = self._heads.probabilities(see(moment), odds)
        form = question_form(part.text)
        for code in QUESTIONS if form else ():
            by_rule = FORM_KNOWN if code == form else 1 - FORM_KNOWN
            likely[code] = FORM_WEIGHT * by_rule + (1 - FORM_WEIGHT) * likely[code]
        denied = denies_as_asked(moment.patient, part.text)
        denies = denied or denies_contact(part.text)
        vetoed = set()
        if not another_listens(moment.patient, part.text, moment.before):
            vetoed.add("shares_with_third_party")
        if tells_only_of_training(part.text) or tells_of_another_client(part.text):
            vetoed.add("self_disclosure")
        if denied:  # from the text alone it is assumed true (code book, rule 6); the scenario knows better
            likely["open_about_sharing"] = max(likely["open_about_sharing"], GIVEN_AS_ASKED)
        if advises_as_asked(moment.patient, part.text):
            likely["advice"] = max(likely["advice"], GIVEN_AS_ASKED)
            vetoed |= {"explains_limits", "open_about_sharing", "imposes_sharing"}  # "tell her" is what is advised
        shown = {code: p for code, p in likely.items() if p >= self._floors[code] and code not in vetoed}
        spans = [
            CodedSpan(code, round(value, 3), part.start, part.end, denies and code in DENIABLE)
            for code, value in without_rivals(shown).items()
        ]
        return spans, math.prod([1 - value for code, value in likely.items() if code not in vetoed])


def whole(code: str, reply: str) -> CodedSpan:
    """Return a code shown by all of a reply, without the blanks at its edges."""
    text = reply.strip()
    start = len(reply) - len(reply.lstrip())
    return CodedSpan(code, RULED, start, start + len(text))


def coder_from(folder: Path) -> AttuneCoder:
    """Load a coder from a data folder. Raises `CoderDataError` when a file is missing or was changed."""
    manifest = read_manifest(folder)
    model, tuned = (verified_file(folder, name, manifest) for name in ("encoder.onnx", "tuned.onnx"))
    tokenizer, heads = (verified_bytes(folder, name, manifest) for name in ("tokenizer.json", "heads.npz"))
    verified_bytes(folder, "words.txt", manifest)
    encoder = Encoder(model, tokenizer)
    return AttuneCoder(manifest.id, manifest.version, encoder, Tuned(tuned, encoder.tokenizer), Heads.from_bytes(heads))


@functools.cache
def shipped_coder() -> AttuneCoder:
    """Return the coder shipped with the program, loaded once per process."""
    return coder_from(DATA)
