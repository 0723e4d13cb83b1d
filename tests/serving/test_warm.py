"""The process from which every visitor's app is split off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from simulator.store_place import FILE_NAME

ROOT = Path(__file__).parents[2]
LOADING = """
import json, os, sys
touched = []
looked = {"open", "os.scandir", "os.listdir"}
sys.addaudithook(lambda event, args: touched.append(str(args[0])) if event in looked else None)
from commands.serving.warm import load
desk = load()
*_, library = desk.patients()
ours = [path for path in touched if path.startswith(sys.argv[1])]
print(json.dumps({"ours": ours, "all": len(touched), "patients": [one.title for one in library.patients]}))
"""


def test_what_is_loaded_for_all_comes_from_nobodys_folder(tmp_path: Path) -> None:
    """Not of the first visitor, nor of the server's own: their patients, packs and settings stay theirs."""
    own = tmp_path / "scenarios" / "mine.yaml"
    own.parent.mkdir()
    shipped = (ROOT / "scenarios" / "library" / "maya.yaml").read_text("utf-8")
    own.write_text(shipped.replace("id: maya", "id: mine", 1), "utf-8")
    (tmp_path / "packs.yaml").write_text("packs:\n  mine:\n", "utf-8")
    (tmp_path / FILE_NAME).write_bytes(b"no database")

    done = subprocess.run(
        [sys.executable, "-c", LOADING, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "ATTUNE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)

    assert found["ours"] == []
    assert found["all"] > 100
    assert len(found["patients"]) == len(list((ROOT / "scenarios" / "library").glob("*.yaml")))
