"""ONNX Runtime, told to stay silent before it begins: the only place that imports it.

From 1.29 its official builds tell their maker of every process that loads them, over the network and from files that
they keep in the cache folder, with an identifier of the computer. `disable_telemetry_events` comes too late for the
first message; the variable, which it looks at when it is imported, prevents all of it. A variable set otherwise is
overruled: nothing may leave this computer.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]

onnxruntime.disable_telemetry_events()
