"""Where sessions are kept on this computer."""

from __future__ import annotations

from scenarios.home import data_folder

__all__ = ["FILE_NAME", "data_folder"]

FILE_NAME = "sessions.sqlite"
