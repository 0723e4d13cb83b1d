"""How many visitors there is place for, and who has one. A visitor has one place, however many windows are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Seat = TypeVar("Seat")


class Full(Exception):  # noqa: N818  it is no error of the program
    """Every place is taken."""


@dataclass
class Places(Generic[Seat]):
    """Who sits where. Not for threads."""

    limit: int
    _taken: dict[str, Seat] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._taken)

    def has_room_for(self, visitor: str) -> bool:
        """Whether a visitor who came now would be let in; one who is in already is."""
        return visitor in self._taken or len(self._taken) < self.limit

    def take(self, visitor: str, seat: Seat) -> Seat | None:
        """Take a place; gives the seat that this visitor had until now. Raises `Full`."""
        if not self.has_room_for(visitor):
            raise Full
        before = self._taken.get(visitor)
        self._taken[visitor] = seat
        return before

    def give_up(self, visitor: str, seat: Seat) -> None:
        """Give a place up, unless the visitor has taken another seat since."""
        if self.holds(visitor, seat):
            del self._taken[visitor]

    def seat(self, visitor: str) -> Seat | None:
        """Where a visitor sits; `None` for one who is not in."""
        return self._taken.get(visitor)

    def holds(self, visitor: str, seat: Seat) -> bool:
        """Whether this seat is still the visitor's."""
        return self._taken.get(visitor) is seat

    def seats(self) -> list[Seat]:
        """Every seat that is taken."""
        return list(self._taken.values())
