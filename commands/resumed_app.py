"""The app with one kept session opened at once; home lies beneath it."""

from __future__ import annotations

from tui import AttuneApp


class ResumedApp(AttuneApp):
    """Conversation → debrief → home."""

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id

    def open_first(self) -> None:
        """The session as soon as it is read; where it cannot be, home says why."""
        super().open_first()
        self.in_thread(lambda: self._open(lambda: self.desk.take_up(self.session_id)))


def run_resumed(session_id: str) -> None:
    """Open the app at a kept session."""
    ResumedApp(session_id).run()
