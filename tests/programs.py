"""Programs of others that some tests need: without them a test is skipped, and says why; in CI it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def go_without(reason: str) -> NoReturn:
    """Leave a test that cannot be run here. In CI nothing may be left out."""
    if os.environ.get("CI"):
        pytest.fail(f"needed in CI: {reason}")
    pytest.skip(reason)
