"""What holds for every test: nobody's own database is touched, whatever the environment names."""

from __future__ import annotations

import os

for name in ("ATTUNE_STORE", "ATTUNE_TRAINEE"):
    os.environ.pop(name, None)
