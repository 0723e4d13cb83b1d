"""`docs/postgresql.md`: its commands are run in their order, on a server of the test's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.store import Store
from simulator.store_errors import UnwritableError
from simulator.store_place import server_at
from tests.postgres import OWNER, Cluster, running
from tests.store.players import begin, resume

PAGE = Path(__file__).parents[2] / "docs" / "postgresql.md"
MAKE, OPEN, PEOPLE, BACK_UP, RESTORE, UPGRADE = range(6)
"""The page's blocks of commands."""


def _blocks(cluster: Cluster, backups: Path) -> list[str]:
    """As on the page, with the server's place, without sudo and passwords, and with a folder of ours for backups."""
    text = PAGE.read_text("utf-8")
    text = re.sub(r"(postgresql://\w+@)db\.example\.org(/\w+)", rf"\1\2?host={cluster.folder}", text)
    text = text.replace("sudo -u postgres ", "").replace(" --pwprompt", "").replace("/var/backups", str(backups))
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def _run(script: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def test_what_the_page_says_makes_a_database_in_which_each_has_their_own(folder: Path, tmp_path: Path) -> None:
    """Made, opened, peopled, practised in, backed up, restored beside, and opened as after an upgrade."""
    with running(settings=()) as cluster:
        blocks = _blocks(cluster, tmp_path)
        assert len(blocks) == UPGRADE + 1
        programs = [str(Path(sys.executable).parent), str(cluster.programs), os.environ["PATH"]]
        url = cluster.url("attune", "course")
        environment = os.environ | {
            "ATTUNE_HOME": str(folder),
            "ATTUNE_STORE": url,
            "PATH": os.pathsep.join(programs),
            "PGDATABASE": "postgres",
            "PGHOST": str(cluster.folder),
            "PGUSER": OWNER,
            "PYTHONIOENCODING": "utf-8",
        }
        _run(blocks[MAKE], environment)
        assert "Nothing is wrong." in _run(blocks[OPEN], environment)
        _run(blocks[PEOPLE], environment)

        with Store.open(folder, server=server_at(cluster.url("attune", "finch"))) as finch:
            mine, practice = begin(finch)
            practice.send("How is home?")
        with Store.open(folder, server=server_at(cluster.url("attune", "served"), "heron")) as served:
            assert served.records() == []
        with pytest.raises(UnwritableError, match="sees everybody's sessions"):
            Store.open(folder, server=server_at(url, "heron"))

        _run(blocks[BACK_UP], environment)
        (backup,) = tmp_path.glob("attune-*.dump")
        assert backup.stat().st_mode & 0o077 == 0
        assert mine[:8] in _run(blocks[RESTORE], environment)
        assert "schema" in _run(blocks[UPGRADE], environment)
        with Store.open(folder, server=server_at(cluster.url("attune_again", "finch"))) as finch:
            assert [turn.reply for turn in resume(finch, mine).session.turns] == ["How is home?"]
        with Store.open(folder, server=server_at(cluster.url("attune_again", "crane"))) as crane:
            assert [record.id for record in crane.records()] == [mine]
