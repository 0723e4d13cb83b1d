"""The Textual app."""


def run_app() -> None:
    """Open the app."""
