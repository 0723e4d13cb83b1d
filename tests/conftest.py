"""What holds for every test: nobody's own database is touched, and a machine that is slow or busy is no fault."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

for name in ("ATTUNE_STORE", "ATTUNE_TRAINEE"):
    os.environ.pop(name, None)

# Hypothesis fails a test of which one example took more than 0.2 s, which says more of the machine than of the program.
settings.register_profile("attune", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("attune")
