"""Where what is typed goes, in words for the person who types it."""

from __future__ import annotations

import os

from simulator.store_place import STORE

HERE = "Nothing you type leaves this computer."
IN_A_DATABASE = "What you type is kept in your course's database; those who look after it can read it."


def goes_to_a_database() -> bool:
    """Whether a database keeps the sessions, as the environment says."""
    return bool(os.environ.get(STORE, "").strip())


def where_words_go() -> str:
    """One sentence."""
    return IN_A_DATABASE if goes_to_a_database() else HERE
