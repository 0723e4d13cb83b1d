"""Settings outlive the app, a damaged file never stops it, and nothing that stands there is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screens.settings_file import (
    CHOICES,
    FILE_NAME,
    PSEUDONYM,
    SIZE_LIMIT,
    Settings,
    SettingsError,
    fault_of,
    read_settings,
    read_with_notice,
    write_settings,
)


@pytest.fixture(autouse=True, name="home")
def _home(home: Path) -> Path:
    """A first start: nothing is there yet."""
    (home / FILE_NAME).unlink()
    return home


LIKED = Settings("light", True, "instant", "quiet", True, "blue-heron_7", True)
any_settings = st.builds(
    Settings,
    st.sampled_from(CHOICES["theme"]),
    st.booleans(),
    st.sampled_from(CHOICES["pace"]),
    st.sampled_from(CHOICES["mode"]),
    st.booleans(),
    st.one_of(st.just(""), st.from_regex(PSEUDONYM, fullmatch=True)),
    st.booleans(),
)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=5,
)


def test_without_a_file_the_usual_settings_hold_without_a_word(home: Path) -> None:
    assert read_with_notice() == (Settings(), "")
    assert list(home.iterdir()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(any_settings)
def test_settings_come_back_as_they_were_kept(home: Path, kept: Settings) -> None:
    write_settings(kept)
    assert read_with_notice() == (kept, "")
    assert [path.name for path in home.iterdir()] == [FILE_NAME]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["theme", "reduced_motion", "pace", "mode", "trainee", "x"]), anything))
def test_whatever_stands_in_the_file_the_settings_are_usable(home: Path, found: dict[str, object]) -> None:
    """A wrong value has its default and is named; the right ones beside it hold."""
    (home / FILE_NAME).write_text(json.dumps(found), "utf-8")

    read, notice = read_with_notice()

    for name, value in found.items():
        if name == "x" or not fault_of(name, value):
            assert getattr(read, name, value) == value
        else:
            assert getattr(read, name) == getattr(Settings(), name)
            assert f"`{name}`" in notice


def test_what_this_version_does_not_know_stays_in_the_file(home: Path) -> None:
    (home / FILE_NAME).write_text('{"font": {"size": 12}, "theme": "light"}', "utf-8")

    write_settings(replace(read_settings(), mode="assess"))

    assert json.loads((home / FILE_NAME).read_text("utf-8"))["font"] == {"size": 12}
    assert read_settings() == Settings(theme="light", mode="assess")


@pytest.mark.parametrize("damage", ["", "{", "[]", "\x00\xff", "[" * 50_000, '{"x": "' + "y" * SIZE_LIMIT + '"}'])
def test_a_damaged_file_is_told_and_set_aside_when_settings_are_kept(home: Path, damage: str) -> None:
    (home / FILE_NAME).write_text(damage, "latin-1")

    read, notice = read_with_notice()
    write_settings(LIKED)

    assert read == Settings()
    assert "The usual ones are used" in notice
    assert read_with_notice() == (LIKED, "")
    assert (home / f"{FILE_NAME}.damaged").read_text("latin-1") == damage


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    with pytest.raises(SettingsError, match="could not be kept"):
        write_settings(LIKED, home / "file" / "folder")

    write_settings(LIKED)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingsError, match="No space left on device"):
        write_settings(Settings())
    assert read_settings() == LIKED
    assert sorted(path.name for path in home.iterdir()) == ["file", FILE_NAME]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("", True), ("a", True), ("7_-", True), ("a" * 64, True), ("a" * 65, False), ("Ada", False), ("-a", False)],
)
def test_a_pseudonym_has_a_form_of_its_own(name: str, is_one: bool) -> None:
    assert (fault_of("trainee", name) == "") is is_one


def test_reduced_motion_means_an_instant_pace() -> None:
    assert not Settings().is_instant
    assert Settings(pace="instant").is_instant
    assert Settings(reduced_motion=True, pace="human").is_instant
