"""Where a supervisor stands in rating: pages, what is filled in, what is kept, what may be seen. No Textual, no store.

A page is one turn, or a whole session. The machine's rating of a page is hidden until something of the page was kept,
unless the review is sighted; what is kept after it was seen is kept as sighted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scenarios import vocabulary
from scoring.rubric import score
from scoring.scores import DIMENSIONS, Scores
from scoring.supervision.form import Sheet
from scoring.supervision.machine import cap_rules, machine_value, target_words, value_words
from simulator.ratings import CAP, CODE, FIT, Judgement, Rating, Sample, Word, allowed_values, standing
from simulator.session import Turn

NOTHING = "–"
"""Stands on a line on which nothing is filled in."""
CODES, REASON = "codes", "reason"
"""Rows that hold something else than one value."""
POINTS_STEP = 50
"""Tenths by which an arrow key moves a score."""


@dataclass(frozen=True, slots=True)
class Page:
    """One turn of a session, or the session as a whole."""

    sheet: Sheet
    turn: int | None

    @property
    def key(self) -> tuple[str, int | None]:
        """What tells it from other pages."""
        return self.sheet.id, self.turn

    @property
    def taken(self) -> Turn | None:
        """The turn, with its words."""
        return None if self.turn is None else self.sheet.session.turns[self.turn - 1]

    @property
    def rows(self) -> tuple[str, ...]:
        """What can be filled in, from above."""
        if self.turn is not None:
            return (FIT, CODES, REASON)
        return (*DIMENSIONS, *(f"{CAP}{rule}" for rule in cap_rules()), REASON)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is filled in on a page and not yet kept, or was kept and may be changed."""

    values: tuple[tuple[str, int], ...] = ()
    comment: str = ""

    def value(self, target: str) -> int | None:
        """What is filled in for a target."""
        return dict(self.values).get(target)

    def having(self, target: str, value: int | None) -> Draft:
        """With another value; `None` empties it."""
        values = {**dict(self.values), target: value}
        return replace(self, values=tuple((name, given) for name, given in values.items() if given is not None))


@dataclass(slots=True)
class Review:
    """A supervisor's way through the pages."""

    pages: Sequence[Page]
    rater: str
    is_sighted: bool
    sample: Sample
    ratings: dict[str, list[Rating]]
    """Every row kept so far, by session, in order of time."""
    place: int = 0
    drafts: dict[tuple[str, int | None], Draft] = field(default_factory=dict)
    _scores: dict[str, Scores] = field(default_factory=dict)

    @classmethod
    def of(
        cls, sheets: Iterable[Sheet], rater: str, *, sighted: bool, sample: Sample, ratings: dict[str, list[Rating]]
    ) -> Review:
        """A review that begins at the first page on which nothing of this rater stands."""
        pages = [Page(sheet, turn) for sheet in sheets for turn in (*sheet.turns, *((None,) if sheet.whole else ()))]
        review = cls(pages, rater, sighted, sample, ratings)
        review.place = next((n for n, page in enumerate(pages) if not review.is_rated(page)), 0)
        return review

    @property
    def page(self) -> Page:
        """Where one stands."""
        return self.pages[self.place]

    @property
    def draft(self) -> Draft:
        """What is filled in here."""
        return self.drafts.get(self.page.key) or self._kept_draft(self.page)

    @property
    def is_revealed(self) -> bool:
        """Whether the machine's rating of this page may be seen."""
        return self.is_sighted or bool(self._mine(self.page))

    @property
    def rated(self) -> int:
        """Pages on which something of this rater stands."""
        return sum(map(self.is_rated, self.pages))

    @property
    def unkept(self) -> list[Page]:
        """Pages on which something is filled in that is not kept."""
        return [page for page in self.pages if self._words(page)]

    @property
    def disputed(self) -> list[int]:
        """Turns of which the trainee disputes what was heard, in a session that was chosen; a sample says nothing."""
        if self.sample != "chosen":
            return []
        turns = {dispute.n for page in self.pages for dispute in page.sheet.session.disputes}
        return sorted(turns & {page.turn for page in self.pages if page.turn is not None})

    def is_rated(self, page: Page) -> bool:
        """Whether something of this rater stands here."""
        return bool(self._standing(page))

    def go(self, step: int) -> bool:
        """To another page; whether there is one."""
        there = 0 <= self.place + step < len(self.pages)
        self.place += step if there else 0
        return there

    def change(self, target: str, step: int) -> None:
        """One step up or down: −3 … +3, five points; yes or no, which said again is emptied."""
        if target in {CODES, REASON}:
            return
        allowed, now = allowed_values(target), self.draft.value(target)
        if target.startswith(CAP):
            said = int(step > 0)
            self.put(target, None if now == said else said)
            return
        middle = 0 if target == FIT else 500
        by = step if target == FIT else step * POINTS_STEP
        wanted = middle if now is None else now + by
        self.put(target, max(allowed.start, min(allowed.stop - 1, wanted)))

    def put(self, target: str, value: int | None) -> None:
        """Fill something in; `None` empties it. A value that cannot be is passed over."""
        if value is None or value in allowed_values(target):
            self.drafts[self.page.key] = self.draft.having(target, value)

    def turn_sign(self) -> None:
        """From +2 to −2 and back."""
        fit = self.draft.value(FIT)
        if fit is not None:
            self.put(FIT, -fit)

    def cycle_code(self, code: str) -> None:
        """Not said, heard, not heard, and round again."""
        now = self.draft.value(f"{CODE}{code}")
        self.put(f"{CODE}{code}", {None: 1, 1: 0, 0: None}[now])

    def others_not_heard(self) -> None:
        """Every code of which nothing is said: not heard."""
        for code in vocabulary.codes():
            if self.draft.value(f"{CODE}{code}") is None:
                self.put(f"{CODE}{code}", 0)

    def reason(self, comment: str) -> None:
        """Why one rates so."""
        self.drafts[self.page.key] = replace(self.draft, comment=comment.strip())

    def words(self) -> tuple[Word, ...]:
        """What is to be kept of this page: all that differs from what stands."""
        return self._words(self.page)

    def all_words(self) -> tuple[Word, ...]:
        """The same of every page."""
        return tuple(word for page in self.unkept for word in self._words(page))

    def words_back(self) -> tuple[Word, ...]:
        """What takes back all that stands here; it stays filled in, to be changed and kept again."""
        return tuple(self._word(self.page, rating.judgement.target, None, "") for rating in self._standing(self.page))

    def kept(self, ratings: Iterable[Rating], *, back: bool = False) -> None:
        """These rows are in the store now."""
        before = self.draft
        for rating in ratings:
            self.ratings.setdefault(rating.session, []).append(rating)
            if not back:
                self.drafts.pop((rating.session, rating.judgement.turn), None)
        if back:
            self.drafts[self.page.key] = before

    def mine_words(self, row: str) -> str:
        """What is filled in, in words."""
        draft = self.draft
        if row == REASON:
            return " ".join(draft.comment.split()) or NOTHING
        if row == CODES:
            return self._codes_words(draft)
        return value_words(row, draft.value(row), none=NOTHING)

    def machine_row(self, row: str) -> str:
        """What the machine gave, in words; empty where it is hidden, or takes more than a word."""
        if not self.is_revealed or row in {CODES, REASON}:
            return ""
        page = self.page
        value = machine_value(page.sheet.session, self.scores(page.sheet), page.turn, row)
        return value_words(row, value, none="not rated")

    def row_label(self, row: str) -> str:
        """Its name."""
        if row in {CODES, REASON}:
            return row.capitalize()
        if row.startswith(CAP):
            return f"Serious: {row.removeprefix(CAP).replace('_', ' ')}"
        return "Fit" if row == FIT else target_words(row)

    def scores(self, sheet: Sheet) -> Scores:
        """What the machine makes of a session; computed once."""
        if sheet.id not in self._scores:
            self._scores[sheet.id] = score(sheet.session)
        return self._scores[sheet.id]

    def _codes_words(self, draft: Draft) -> str:
        heard = [name.removeprefix(CODE) for name, value in draft.values if name.startswith(CODE) and value]
        unheard = [name.removeprefix(CODE) for name, value in draft.values if name.startswith(CODE) and not value]
        parts = [", ".join(vocabulary.label(code).lower() for code in heard)] if heard else []
        if len(unheard) > 3:
            parts.append(f"{len(unheard)} not heard")
        elif unheard:
            parts.append(f"not {', '.join(vocabulary.label(code).lower() for code in unheard)}")
        return "; ".join(parts) or NOTHING

    def _mine(self, page: Page) -> list[Rating]:
        rows = self.ratings.get(page.sheet.id, ())
        return [rating for rating in rows if rating.rater == self.rater and rating.judgement.turn == page.turn]

    def _standing(self, page: Page) -> list[Rating]:
        return standing(self._mine(page))

    def _kept_draft(self, page: Page) -> Draft:
        stands = self._standing(page)
        values = tuple(
            (rating.judgement.target, rating.judgement.value) for rating in stands if rating.judgement.value is not None
        )
        return Draft(values, next((r.judgement.comment for r in reversed(stands) if r.judgement.comment), ""))

    def _words(self, page: Page) -> tuple[Word, ...]:
        draft = self.drafts.get(page.key)
        if draft is None:
            return ()
        before = self._kept_draft(page)
        stood, now = dict(before.values), dict(draft.values)
        explained = draft.comment != before.comment
        changed = [name for name in now if stood.get(name) != now[name] or (explained and not _is_unheard(name, now))]
        gone = [name for name in stood if name not in now]
        return (
            *(self._word(page, name, now[name], "" if _is_unheard(name, now) else draft.comment) for name in changed),
            *(self._word(page, name, None, "") for name in gone),
        )

    def _word(self, page: Page, target: str, value: int | None, comment: str) -> Word:
        is_blind = not self.is_sighted and not self._mine(page)
        return Word(page.sheet.id, Judgement(page.turn, target, value, comment), is_blind, self.sample)


def _is_unheard(target: str, values: dict[str, int]) -> bool:
    """Whether this is a code marked as not heard: there may be forty a turn, and a reason is not about them."""
    return target.startswith(CODE) and not values[target]
