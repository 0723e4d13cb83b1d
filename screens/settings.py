"""Settings: one line each, changed with the arrow keys, kept at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.rows import Lines, room_in, row
from screens.settings_file import PSEUDONYM_FORM, Settings, fault_of
from screens.settings_items import ITEMS, TRAINEE, Item, where_kept


class PseudonymDialog(ModalScreen[str | None]):
    """Gives a pseudonym, empty for none, or `None` where nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="pseudonym.back", tooltip="Change nothing."),
    ]
    CSS_PATH = "settings.tcss"
    HELP: ClassVar[str] = (
        f"Type a pseudonym and press Enter: {PSEUDONYM_FORM}. Leave it empty for none. Do not use your real name: "
        "what you hand in carries it. Esc changes nothing."
    )

    def __init__(self, pseudonym: str) -> None:
        super().__init__()
        self.pseudonym = pseudonym

    def compose(self) -> ComposeResult:
        """The question above the answer."""
        with Vertical(id="pseudonym"):
            yield Static("Your pseudonym", id="question", markup=False)
            yield Static(f"Not your real name. {PSEUDONYM_FORM.capitalize()}; or empty.", id="form", markup=False)
            yield Input(self.pseudonym, id="typed", max_length=64, compact=True)
            yield Static("", id="fault", markup=False)
            yield Static("Enter keep · Esc back", id="hint", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what does not fit."""
        fault = fault_of(TRAINEE, event.value.strip())
        self.query_one("#fault", Static).update(Content(f"! It must be {PSEUDONYM_FORM}." if fault else ""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it where it fits."""
        event.stop()
        if not fault_of(TRAINEE, event.value.strip()):
            self.dismiss(event.value.strip())


class SettingsScreen(Screen[None]):
    """Shows and changes the settings; the app keeps them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "step(1)", "Change", id="settings.next", priority=True, tooltip="The next value."),
        Binding("left", "step(-1)", "Change back", id="settings.before", show=False, tooltip="The value before."),
        Binding("escape,q", "dismiss", "Back", id="settings.back", tooltip="Go home. Every change is kept already."),
    ]
    CSS_PATH = "settings.tcss"
    HELP: ClassVar[str] = (
        "Choose a setting with the arrow keys up and down; change it with Enter, or left and right. Every change holds "
        "at once and is kept."
    )

    @dataclass
    class Changed(Message):
        """The trainee set something."""

        settings: Settings

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    def compose(self) -> ComposeResult:
        """One line a setting, and what the one in view means."""
        yield Static("Settings · ↑ ↓ choose, Enter or ← → change", id="name", markup=False)
        yield Lines(id="items", markup=False)
        yield Static("", id="about", markup=False)
        yield Static(where_kept(), id="where", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The list has the keyboard."""
        self.query_one(OptionList).focus()
        self.call_after_refresh(self._paint)

    def on_lines_resized(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    def on_option_list_option_highlighted(self) -> None:
        """Say what it means."""
        self.query_one("#about", Static).update(Content(self.item.about))

    def on_option_list_option_selected(self) -> None:
        """A click changes it."""
        self.action_step(1)

    @property
    def item(self) -> Item:
        """The setting in view."""
        return ITEMS[self.query_one(OptionList).highlighted or 0]

    def action_step(self, step: int) -> None:
        """Set the next value, or ask for one that is typed."""
        if self.item.name == TRAINEE:
            self.app.push_screen(PseudonymDialog(self.settings.trainee), self._take_pseudonym)
        else:
            self._set(self.item.stepped(self.settings, step))

    def _take_pseudonym(self, pseudonym: str | None) -> None:
        if pseudonym is not None:
            self._set(replace(self.settings, trainee=pseudonym))

    def _set(self, settings: Settings) -> None:
        self.settings = settings
        self._paint()
        self.post_message(self.Changed(settings))

    def _paint(self) -> None:
        listed = self.query_one(OptionList)
        place = listed.highlighted or 0
        width = min(room_in(listed, self.size.width), 100)
        listed.set_options([Option(row(one.label, one.words(self.settings), width), id=one.name) for one in ITEMS])
        listed.highlighted = place
