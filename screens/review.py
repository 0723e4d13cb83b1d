"""Rating turn after turn by keyboard: one's own rating first, then the machine's beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from scenarios import vocabulary
from scoring.scores import DIMENSIONS
from scoring.supervision.machine import cap_rules, cap_text, machine_words
from scoring.words import SILENCE, who
from screens.choice import Answer, ChoiceDialog
from screens.review_dialogs import CodesDialog, LineDialog
from screens.reviewing import CODES, REASON, Review
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
        Binding("left", "screen.change(-1)", "Lower", id="review.lower", tooltip="One step down, or `no`."),
        Binding("right", "screen.change(1)", "Higher", id="review.higher", tooltip="One step up, or `yes`."),
    ]


class ReviewScreen(Screen[None]):
    """One page after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k,space", "keep", "Keep", id="review.keep", tooltip="Keep this page; then the machine's is shown."),
        Binding("n", "go(1)", "Next", id="review.next", tooltip="To the next turn."),
        Binding("p", "go(-1)", "Previous", id="review.previous", tooltip="To the turn before."),
        Binding("u", "undo", "Undo", id="review.undo", tooltip="Take back what you kept of this page."),
        Binding("escape", "leave", "Leave", id="review.leave", tooltip="Leave; you can go on where you stopped."),
        Binding("0", "fit(0)", "Fit 0", id="review.fit0", show=False, tooltip="Neither for nor against."),
        Binding("1", "fit(1)", "Fit +1", id="review.fit1", show=False, tooltip="Partly met the need."),
        Binding("2", "fit(2)", "Fit +2", id="review.fit2", show=False, tooltip="Met the need."),
        Binding("3", "fit(3)", "Fit +3", id="review.fit3", show=False, tooltip="Met the need fully."),
        Binding("minus", "sign", "Sign", id="review.sign", show=False, tooltip="Turn +2 into −2, and back."),
        Binding("delete,backspace", "clear", "Clear", id="review.clear", show=False, tooltip="Empty this line."),
        Binding("ctrl+up", "scroll(-1)", "Text up", id="review.up", show=False, tooltip="Scroll the text up."),
        Binding("ctrl+down", "scroll(1)", "Text down", id="review.down", show=False, tooltip="Scroll the text down."),
    ]
    CSS_PATH: ClassVar[list[str | PurePath]] = ["review.tcss"]
    HELP: ClassVar[str] = (
        "Rate what you read: how well the reply met what the patient needed just then, from −3, strongly against, to "
        "+3, strongly for. Choose a line with ↑ and ↓, change it with ← and →, open codes, points and reason with "
        "Enter. Leave empty what you have no view on. Keep with K: then the machine's rating is shown beside yours. "
        "Ctrl+↑ and Ctrl+↓ scroll the text."
    )

    class Left(Message):
        """The rater has done enough."""

    def __init__(self, review: Review, keeps: Keeps) -> None:
        super().__init__()
        self.review = review
        self._keeps = keeps

    def compose(self) -> ComposeResult:
        """What is rated above what is filled in."""
        yield Static("", id="title", markup=False)
        with VerticalScroll(id="text", can_focus=False):
            yield Static("", id="words")
        yield Rows(id="rows", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin where one stopped."""
        self.query_one(Rows).focus()
        self._turn_page()
        if self.review.rated:
            self.notify(f"{self.review.rated} of {len(self.review.pages)} are rated already.", markup=False)

    # What the rater does

    def action_change(self, step: int) -> None:
        """One step up or down on the chosen line."""
        self.review.change(self._row(), step)
        self._paint()

    def action_fit(self, value: int) -> None:
        """Give a fit at once."""
        if self.review.page.turn is not None:
            self.review.put(FIT, value)
            self._paint()

    def action_sign(self) -> None:
        """From plus to minus."""
        if self.review.page.turn is not None:
            self.review.turn_sign()
            self._paint()

    def action_clear(self) -> None:
        """Empty the chosen line."""
        row = self._row()
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
        self.query_one("#text", VerticalScroll).scroll_relative(y=3 * step, animate=False)

    def action_leave(self) -> None:
        """Leave; ask where something is filled in that is not kept."""
        if self.review.all_words():
            self.app.push_screen(ChoiceDialog("Something is filled in and not kept.", _WAYS_OUT), self._leave)
        else:
            self.post_message(self.Left())

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
        self.query_one(Rows).clear_options()
        self._paint()
        self.query_one("#text", VerticalScroll).scroll_home(animate=False)

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
        self.query_one("#words", Static).update(self._words())
        rows = self.query_one(Rows)
        if not rows.option_count:
            rows.add_options([Option(self._row_content(row), id=row) for row in page.rows])
            rows.highlighted = 0
            return
        for row in page.rows:
            rows.replace_option_prompt(row, self._row_content(row))

    def _row_content(self, row: str) -> Content:
        mine, machine = self.review.mine_words(row), self.review.machine_row(row)
        label = f"{self.review.row_label(row):<{_LABEL_WIDTH}}"
        if not machine:
            return Content.assemble((label, "bold"), mine)
        same = "" if mine == "–" else "=  " if mine == machine else "≠  "
        return Content.assemble((label, "bold"), f"{mine:<12}", (f" {same}machine: {machine}", "dim"))

    def _words(self) -> Content:
        page = self.review.page
        session, turn = page.sheet.session, page.taken
        parts: list[Content] = []
        name = session.scenario.persona.name
        if turn is None:
            parts.append(Content("The session as a whole. Leave empty what nothing in it was about."))
            if session.scenario.plan:
                parts.append(Content.assemble((f"What {name} is after: ", "bold"), session.scenario.plan.strip()))
            errors = " · ".join(map(cap_text, cap_rules()))
            parts.append(Content.assemble(("Serious errors, in the order below: ", "bold"), errors))
        else:
            moment = session.scenario.beats[turn.move.beat].moment
            if moment is not None:
                table = vocabulary.moments()[moment.needs]
                parts.append(Content.styled(f"{name} needs {table.label}. {table.meaning}", "italic"))
            parts.append(Content.assemble((f"{name}: ", "bold"), turn.patient))
            parts.append(Content.assemble(("Trainee: ", "bold"), turn.reply or SILENCE))
        if self.review.is_revealed:
            said = machine_words(session, self.review.scores(page.sheet), page.turn)
            parts.append(Content.assemble(("Machine: ", "bold"), said))
            if turn is not None:
                answer = " ".join(line.text if line.kind == "speech" else f"({line.text})" for line in turn.move.lines)
                parts.append(Content.assemble((f"{name} answered: ", "bold"), answer))
        return Content("\n\n").join(parts)


def _typed(text: str) -> str:
    return "" if text == "–" else text
