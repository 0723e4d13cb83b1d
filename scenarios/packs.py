"""Packs: ordered sets of patients with aims, for a trainee who asks where to begin and what comes next.

The shipped packs are data; a course adds its own in `packs.yaml` in its folder (`ATTUNE_HOME`), in the same form.
A pack names patients by id and knows nothing else of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from scenarios.faults import Fault, Mark, ScenarioError, suggest
from scenarios.home import data_folder
from scenarios.library import ID
from scenarios.source import Items, Node, Scalar, Table, parse_source, read_source

FILE_NAME = "packs.yaml"


@dataclass(frozen=True, slots=True)
class Pack:
    """An ordered set of patients."""

    id: str
    title: str
    aims: tuple[str, ...]
    """What is practised, one sentence each; at least one."""
    patients: tuple[str, ...]
    """Ids of scenarios, in the order in which they are best met; at least one, none twice."""


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """The packs that come with Attune, in the order in which they are best taken."""
    raw = resources.files("scenarios").joinpath("data", FILE_NAME).read_bytes()
    return read_packs(parse_source(raw, FILE_NAME), FILE_NAME)


def packs() -> tuple[Pack, ...]:
    """The shipped packs, then the course's own; an own pack replaces the shipped one of its id.

    Raises `ScenarioError` with every fault of the course's file.
    """
    path = data_folder() / FILE_NAME
    try:
        is_there = path.is_file()
    except OSError:  # behind a door that is closed to this person; whoever keeps a session is told
        is_there = False
    if not is_there:
        return shipped_packs()
    own = {pack.id: pack for pack in read_packs(read_source(path)[1], str(path))}
    kept = [own.pop(pack.id, pack) for pack in shipped_packs()]
    return (*kept, *own.values())


def check_patients(found: tuple[Pack, ...], known: Mapping[str, Path]) -> list[str]:
    """Say of every patient that a pack names and nobody has: which pack, which id, what was probably meant."""
    return [
        f"The pack “{pack.title}” names the patient `{name}`, who is not there. {suggest(name, known, noun='Patients')}"
        for pack in found
        for name in pack.patients
        if name not in known
    ]


def read_packs(tree: Node, name: str) -> tuple[Pack, ...]:
    """Make packs of a file's tree. Raises `ScenarioError` with every fault."""
    faults: list[Fault] = []
    entries = _packs_table(tree, name, faults)
    made = [_pack(pack_id, node, name, faults) for pack_id, node in entries.items()]
    if faults:
        raise ScenarioError(faults)
    return tuple(pack for pack in made if pack is not None)


def _packs_table(tree: Node, name: str, faults: list[Fault]) -> Mapping[str, Node]:
    table = tree.entries.get("packs") if isinstance(tree, Table) else None
    if not isinstance(table, Table) or not table.entries:
        faults.append(
            Fault(name, tree.mark, "no-packs", "There are no packs here.", "Write `packs:` and below it one by its id.")
        )
        return {}
    for pack_id, mark in table.keys.items():
        if not ID.fullmatch(pack_id):
            faults.append(_fault(name, mark, f"`{pack_id}` cannot be an id.", "Use small letters, digits, - and _."))
    return table.entries


def _pack(pack_id: str, node: Node, name: str, faults: list[Fault]) -> Pack | None:
    if not isinstance(node, Table):
        faults.append(_fault(name, node.mark, f"The pack `{pack_id}` is empty.", "It has title, aims and patients."))
        return None
    for key, mark in node.keys.items():
        if key not in {"title", "aims", "patients"}:
            helps = suggest(key, ("title", "aims", "patients"))
            faults.append(_fault(name, mark, f"A pack has no field `{key}`.", helps))
    title = node.entries.get("title")
    if not isinstance(title, Scalar) or not title.text.strip():
        faults.append(_fault(name, node.mark, f"The pack `{pack_id}` has no title.", "Write `title: First steps`."))
        title = Scalar(node.mark, pack_id, quoted=False)
    aims = list(_texts(node, "aims", pack_id, name, faults))
    patients: list[str] = []
    for item in _texts(node, "patients", pack_id, name, faults):
        if not ID.fullmatch(item.text):
            faults.append(_fault(name, item.mark, f"`{item.text}` is no patient's id.", "`attune packs` lists them."))
        elif item.text in patients:
            faults.append(_fault(name, item.mark, f"`{item.text}` stands twice in one pack.", "Name it once."))
        else:
            patients.append(item.text)
    return Pack(pack_id, title.text.strip(), tuple(item.text.strip() for item in aims), tuple(patients))


def _texts(node: Table, key: str, pack_id: str, name: str, faults: list[Fault]) -> Iterator[Scalar]:
    found = node.entries.get(key)
    items = found.items if isinstance(found, Items) else []
    texts = [item for item in items if isinstance(item, Scalar) and item.text.strip()]
    if not texts or len(texts) != len(items):
        mark = node.mark if found is None else found.mark
        faults.append(
            _fault(name, mark, f"`{key}` of the pack `{pack_id}` must be a list of texts.", "One a line, after `- `.")
        )
    return iter(texts)


def _fault(name: str, mark: Mark, message: str, helps: str) -> Fault:
    return Fault(name, mark, "bad-pack", message, helps)
