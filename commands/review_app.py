"""The app with one review in it: no home, and nobody plays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from screens.desk import Desk
from screens.review import Keeps, ReviewScreen
from screens.reviewing import Review
from tui import AttuneApp

if TYPE_CHECKING:
    from scoring.supervision.form import Sheet
    from simulator.ratings import Sample
    from simulator.store import Store


class ReviewApp(AttuneApp):
    """One review, then out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q",
            "quit",
            "Quit",
            id="app.quit",
            show=False,
            priority=True,
            tooltip="Leave Attune at once. What you kept stays kept.",
        ),
    ]

    def __init__(self, review: Review, keeps: Keeps, *, desk: Desk | None = None) -> None:
        super().__init__(desk)
        self.review = review
        self.keeps = keeps

    def open_first(self) -> None:
        """The review at once."""
        self.push_screen(ReviewScreen(self.review, self.keeps))

    def on_review_screen_left(self) -> None:
        """Leave."""
        self.exit()


def run_review(store: Store, sheets: Sequence[Sheet], rater: str, *, sighted: bool, sample: Sample) -> None:
    """Open the app at a review; it keeps in the store what is kept."""
    ratings = {sheet.id: store.ratings.of(sheet.id) for sheet in sheets}
    review = Review.of(sheets, rater, sighted=sighted, sample=sample, ratings=ratings)
    ReviewApp(review, store.ratings).run()
