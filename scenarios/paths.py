"""From a path through the plain values to the place in the file where they are written."""

from __future__ import annotations

from collections.abc import Iterable

from scenarios.faults import Mark
from scenarios.source import Items, Node, Table

Path = tuple[str | int, ...]
"""Names and numbers of list items, from the top of the file."""


def node_at(root: Node, path: Iterable[str | int]) -> Node:
    """The node at a path; the nearest one above it where the path breaks off."""
    node = root
    for step in path:
        if isinstance(node, Table) and step in node.entries:
            node = node.entries[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node


def key_mark(root: Node, path: Path) -> Mark:
    """Where the name at the end of a path is written; for list items, where the item begins."""
    above = node_at(root, path[:-1])
    if path and isinstance(above, Table) and path[-1] in above.keys:
        return above.keys[str(path[-1])]
    return node_at(root, path).mark
