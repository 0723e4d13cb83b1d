"""Rating turn after turn by keyboard: one's own rating first, then the machine's beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from scoring.scores import DIMENSIONS
from scoring.words import joined, who
from screens import review_words
from screens.choice import Answer, ChoiceDialog
from screens.reading import TextDialog
from screens.review_dialogs import CodesDialog, LineDialog
from screens.review_text import ReviewText
from screens.reviewing import CODES, NOTHING, REASON, Review
from simulator.ratings import FIT, Rating, Word
from simulator.store_errors import StoreError

KEEP, DROP, STAY = "keep", "drop", "stay"
_WAYS_OUT = (
    Answer(KEEP, "Keep and leave", "Everything that is filled in is kept."),
    Answer(DROP, "Leave without keeping", "What was kept before stays; the rest is forgotten."),
    Answer(STAY, "Stay", "Go on rating."),
)
_LABEL_WIDTH = 28


class Keeps(Protocol):
    """Keeps what a rater says."""

    def add(self, words: Sequence[Word], rater: str) -> Sequence[Rating]:
        """Keep all, or nothing. Raises `StoreError`."""
        ...


class Rows(OptionList):
    """What is filled in, line by line; the arrows to the sides change the chosen one."""

    # Bound here, where the other arrows are: with priority they would be carried out ahead of arrows that still wait.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.change(-1)", "Lower", id="review.lower", show=False, tooltip="One step down, or `no`."),
        Binding(
            "right", "screen.change(1)", "Higher", id="review.higher", show=False, tooltip="One step up, or `yes`."
        ),
    ]


class ReviewScreen(Screen[None]):
    """One page after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k,space", "keep", "Keep", id="review.keep", tooltip="Keep this page; then the machine's is shown."),
        Binding("n", "go(1)", "Next", id="review.next", tooltip="To the next turn."),
        Binding("p", "go(-1)", "Previous", id="review.previous", tooltip="To the turn before."),
        Binding("u", "undo", "Undo", id="review.undo", tooltip="Take back what you kept of this page."),
        Binding("b", "briefing", "Briefing", id="review.briefing", tooltip="What the trainee was told before."),
        Binding("escape", "leave", "Leave", id="review.leave", tooltip="Leave; you can go on where you stopped."),
        Binding("0", "fit(0)", "Fit 0", id="review.fit0", show=False, tooltip="Neither for nor against."),
        Binding("1", "fit(1)", "Fit +1", id="review.fit1", show=False, tooltip="Partly met the need."),
        Binding("2", "fit(2)", "Fit +2", id="review.fit2", show=False, tooltip="Met the need."),
        Binding("3", "fit(3)", "Fit +3", id="review.fit3", show=False, tooltip="Met the need fully."),
        Binding(
            "minus",
            "sign",
            "Sign",
            id="review.sign",
            show=False,
            tooltip="Turn +2 into −2, and back; before a digit: −1 to −3.",
        ),
        Binding("delete,backspace", "clear", "Clear", id="review.clear", show=False, tooltip="Empty this line."),
        Binding("ctrl+up", "scroll(-1)", "Text up", id="review.up", show=False, tooltip="Scroll the text up."),
        Binding("ctrl+down", "scroll(1)", "Text down", id="review.down", show=False, tooltip="Scroll the text down."),
    ]
    CSS_PATH: ClassVar[list[str | PurePath]] = ["review.tcss"]
    HELP: ClassVar[str] = (
        "Rate what you read: how well the reply met what the patient needed just then, from −3, strongly against, to "
        "+3, strongly for. Choose a line with ↑ and ↓, change it with ← and →, open codes, points and reason with "
        "Enter. Leave empty what you have no view on. Keep with K: then the machine's rating is shown beside yours, "
        "and what the trainee holds to be heard wrongly. The exchanges before stand above, dimmed; "
        "Ctrl+↑ and Ctrl+↓ scroll."
    )

    class Left(Message):
        """The rater has done enough."""

    def __init__(self, review: Review, keeps: Keeps) -> None:
        super().__init__()
        self.review = review
        self._keeps = keeps
        self._is_minus = False
        """A minus was typed, and the digit is still to come."""

    def compose(self) -> ComposeResult:
        """What is rated above what is filled in."""
        yield Static("", id="title", markup=False)
        yield ReviewText(id="text")
        yield Static("", id="about", markup=False)
        yield Rows(id="rows", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin where one stopped."""
        self.query_one(Rows).focus()
        self._turn_page()
        if self.review.rated:
            self.notify(f"{self.review.rated} of {len(self.review.pages)} are rated already.", markup=False)
        if turns := self.review.disputed:
            where = f"turn{'s' if len(turns) > 1 else ''} {joined(list(map(str, turns)))}"
            self.notify(f"The trainee disputes what was heard in {where}: told there once you rated it.", markup=False)

    # What the rater does

    def action_change(self, step: int) -> None:
        """One step up or down on the chosen line."""
        self._is_minus = False
        self.review.change(self._row(), step)
        self._paint()

    def action_fit(self, value: int) -> None:
        """Give a fit at once."""
        if self.review.page.turn is not None:
            self.review.put(FIT, -value if self._is_minus else value)
            self._is_minus = False
            self._paint()

    def action_sign(self) -> None:
        """From plus to minus, and back; what was typed as −3 is meant as −3."""
        if self.review.page.turn is not None:
            self.review.turn_sign()
            fit = self.review.draft.value(FIT)
            self._is_minus = not self._is_minus if fit is None else fit < 0
            self._paint()

    def action_clear(self) -> None:
        """Empty the chosen line."""
        row = self._row()
        self._is_minus = False
        if row == REASON:
            self.review.reason("")
        elif row == CODES:
            for name, _ in self.review.draft.values:
                if name != FIT:
                    self.review.put(name, None)
        else:
            self.review.put(row, None)
        self._paint()

    def action_keep(self) -> None:
        """Keep this page; when all of it is kept, go on."""
        words = self.review.words()
        if words:
            self._store(words)
        elif self.review.is_rated(self.review.page):
            self.action_go(1)
        else:
            self.notify("Give a rating first: ← and → change the chosen line.", markup=False)

    def action_undo(self) -> None:
        """Take back what stands here."""
        words = self.review.words_back()
        if words:
            self._store(words, back=True)
        else:
            self.notify("Nothing of yours stands here.", markup=False)

    def action_go(self, step: int) -> None:
        """To another page."""
        if self.review.go(step):
            self._turn_page()
        elif step > 0:
            self.notify("This was the last. Esc leaves.", markup=False)

    def action_scroll(self, step: int) -> None:
        """Scroll the text."""
        self.query_one(ReviewText).scroll_relative(y=3 * step, animate=False)

    def action_briefing(self) -> None:
        """What the trainee was told before the session."""
        page = self.review.page
        self.app.push_screen(TextDialog(who(page.sheet.session.scenario), *review_words.briefing(page)))

    def action_leave(self) -> None:
        """Leave; ask where something is filled in that is not kept."""
        if self.review.all_words():
            self.app.push_screen(ChoiceDialog("Something is filled in and not kept.", _WAYS_OUT), self._leave)
        else:
            self.post_message(self.Left())

    def on_option_list_option_highlighted(self) -> None:
        """Say what the chosen line is about."""
        said = review_words.about(self.review.page, self._row())
        self.query_one("#about", Static).update(said)
        self.query_one("#about", Static).display = bool(said)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the chosen line."""
        event.stop()
        row = event.option_id or ""
        if row == CODES:
            self.app.push_screen(CodesDialog(self.review), self._after_codes)
        elif row == REASON:
            self.app.push_screen(LineDialog("Why do you rate so?", self.review.draft.comment), self._after_reason)
        elif row in DIMENSIONS:
            self.app.push_screen(
                LineDialog(f"{self.review.row_label(row)}, 0 to 100:", _typed(self.review.mine_words(row))),
                lambda text: self._after_points(row, text),
            )
        else:
            self.action_change(1)

    # What comes back

    def _after_codes(self, _result: None) -> None:
        self._paint()

    def _after_reason(self, text: str | None) -> None:
        if text is not None:
            self.review.reason(text)
            self._paint()

    def _after_points(self, row: str, text: str | None) -> None:
        if text is None:
            return
        try:
            tenths = round(float(text.replace(",", ".")) * 10) if text.strip() else None
        except (ValueError, OverflowError):
            tenths = -1
        if tenths is not None and not 0 <= tenths <= 1000:
            self.notify(f"“{text}” is no number from 0 to 100.", severity="warning", markup=False)
            return
        self.review.put(row, tenths)
        self._paint()

    def _leave(self, way: str | None) -> None:
        if way == DROP or (way == KEEP and self._store(self.review.all_words())):
            self.post_message(self.Left())

    def _store(self, words: Sequence[Word], *, back: bool = False) -> bool:
        try:
            ratings = self._keeps.add(words, self.review.rater)
        except StoreError as error:
            self.notify(str(error), title="Not kept", severity="error", timeout=15, markup=False)
            return False
        self.review.kept(ratings, back=back)
        if back:
            self.notify("Taken back. It stays filled in: change it and keep it again.", markup=False)
        self._paint()
        return True

    # Painting

    def _row(self) -> str:
        highlighted = self.query_one(Rows).highlighted
        return self.review.page.rows[highlighted or 0]

    def _turn_page(self) -> None:
        self._is_minus = False
        self.query_one(Rows).clear_options()
        self.query_one(ReviewText).turn_page(self.review)
        self._paint()

    def _paint(self) -> None:
        review = self.review
        page = review.page
        session = page.sheet.session
        where = "Whole session" if page.turn is None else f"Turn {page.turn} of {len(session.turns)}"
        state = "kept" if review.is_rated(page) and not review.words() else "not kept"
        blind = "machine's rating shown" if review.is_revealed else "machine's rating hidden"
        self.query_one("#title", Static).update(
            f"{who(session.scenario)} · {where} · {review.place + 1}/{len(review.pages)} · {state} · {blind}"
        )
        self.query_one(ReviewText).paint(review)
        rows = self.query_one(Rows)
        if not rows.option_count:
            rows.add_options([Option(self._line(row), id=row) for row in page.rows])
            rows.highlighted = 0
            return
        for row in page.rows:
            rows.replace_option_prompt(row, self._line(row))

    def _line(self, row: str) -> Content:
        return review_words.row(self.review, row, is_minus=self._is_minus)


def _typed(text: str) -> str:
    return "" if text == NOTHING else text
