"""How many visitors there is place for."""

from __future__ import annotations

import pytest

from commands.serving.places import Full, Places


def test_one_more_than_the_limit_is_turned_away() -> None:
    places: Places[object] = Places(2)
    places.take("ada", object())
    assert places.has_room_for("bob")
    places.take("bob", object())

    assert not places.has_room_for("cy")
    with pytest.raises(Full):
        places.take("cy", object())
    assert len(places) == 2


def test_a_second_window_takes_the_seat_of_the_first() -> None:
    places: Places[str] = Places(1)
    assert places.take("ada", "first") is None

    assert places.has_room_for("ada")
    assert places.take("ada", "second") == "first"
    places.give_up("ada", "first")

    assert places.seats() == ["second"]
    places.give_up("ada", "second")
    assert places.has_room_for("bob")
