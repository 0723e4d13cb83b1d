"""Whatever trainee, patient and rater write, the review's screen and the page on agreement show it as words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from commands.review_app import ReviewApp
from scenarios.clean import clean
from scoring.agreement.formats import agreement_json, agreement_markdown, agreement_text
from scoring.agreement.gather import RatedSession, agreement
from scoring.rubric import score
from scoring.supervision.form import Sheet
from screens import review_words
from screens.review import ReviewScreen
from screens.reviewing import Review
from simulator.marks import Disputed
from simulator.ratings import FIT, Judgement, Rating, Word
from simulator.session import Session, apply
from tests.report.hostile import HOSTILE, hostile_session
from tests.report.test_hostile_words import HARMLESS, shape, tokens_of

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
hostile = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))


def disputed(text: str) -> Session:
    """Hostile words from the trainee, the patient, and in the reason of a dispute."""
    return apply(hostile_session(text), Disputed(1, "advice", "not_shown", clean(text)))


def rated(text: str) -> Rating:
    """With a hostile reason."""
    return Rating("r1", "one", Judgement(1, FIT, 2, clean(text)), "heron", is_blind=True, sample="chosen", at=NOON)


def review_of(text: str) -> Review:
    """A review of it, rated once, so that everything may be seen."""
    made = Sheet("one", disputed(text), (1, 2, 3), whole=True)
    review = Review.of([made], "heron", sighted=True, sample="chosen", ratings={"one": [rated(text)]})
    review.place = 0
    return review


def squeezed(text: str) -> str:
    return " ".join(text.split())


@hostile
def test_words_stay_words_on_the_reviews_pages(text: str) -> None:
    """No style or link comes of them, and nothing that a terminal would obey."""
    review = review_of(text)
    parts = [review_words.words(review), review_words.machine(review), review_words.row(review, "reason")]

    for part in parts:
        assert not OBEYED.search(part.plain)
        assert {str(span.style) for span in part.spans} <= {"bold", "dim", "italic"}
    assert squeezed(clean(text)) in squeezed(parts[0].plain)
    assert squeezed(clean(text)) in squeezed(parts[1].plain)


class Keeps:
    """Keeps nothing."""

    def add(self, words: Sequence[Word], rater: str) -> Sequence[Rating]:
        """Nothing."""
        del words, rater
        return []


@pytest.mark.parametrize("text", ["[@click=app.quit]press[/] [bold red]x[/]", HOSTILE[0], HOSTILE[20], HOSTILE[21]])
async def test_the_screen_shows_the_very_characters(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    app = ReviewApp(review_of(text), Keeps())
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(500):
            if isinstance(app.screen, ReviewScreen) and app.screen.query("#words"):
                break
            await asyncio.sleep(0.01)
        await pilot.pause()
        shown = app.screen.query_one("#words", Static).render()

    assert isinstance(shown, Content)
    assert squeezed(clean(text)) in squeezed(shown.plain)


@hostile
def test_the_page_on_agreement_holds_no_words_of_anybody(text: str) -> None:
    """Neither replies nor reasons nor pseudonyms of trainees: the same bytes whatever they are."""

    def made(words: str) -> list[str]:
        session = disputed(words)
        found = agreement([RatedSession("one", clean(words), session, score(session), (rated(words),))], folds=20)
        return [agreement_text(found), agreement_markdown(found), agreement_json(found)]

    assert made(text) == made(HARMLESS)
    assert shape(tokens_of(made(text)[1])) == shape(tokens_of(made(HARMLESS)[1]))
