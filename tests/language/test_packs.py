"""Packs: what the shipped ones name is there, and what is wrong with a course's own is said where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.faults import ScenarioError
from scenarios.library import shipped
from scenarios.packs import check_patients, packs, read_packs, shipped_packs
from scenarios.source import parse_source

OWN = """
packs:
  ward:
    title: Ward round
    aims: [Listen first.]
    patients: [maya, helen]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    return tmp_path


def test_every_shipped_patient_is_in_one_pack_and_every_pack_has_only_shipped_patients() -> None:
    named = [name for pack in shipped_packs() for name in pack.patients]
    assert sorted(named) == sorted(shipped())
    assert check_patients(shipped_packs(), shipped()) == []


def test_a_pack_begins_with_the_easier_patient() -> None:
    from scenarios.load import load_scenario  # noqa: PLC0415

    levels = {name: load_scenario(path).about.level for name, path in shipped().items()}
    for pack in shipped_packs():
        assert min(levels[name] for name in pack.patients) == levels[pack.patients[0]], pack.id
        assert max(levels[name] for name in pack.patients) == levels[pack.patients[-1]], pack.id


def test_a_course_adds_its_own_packs_after_the_shipped_ones(home: Path) -> None:
    (home / "packs.yaml").write_text(OWN, "utf-8")
    assert [pack.id for pack in packs()] == [*(pack.id for pack in shipped_packs()), "ward"]
    assert packs()[-1].patients == ("maya", "helen")


def test_an_own_pack_takes_the_place_of_the_shipped_one_of_its_id(home: Path) -> None:
    (home / "packs.yaml").write_text(OWN.replace("ward:", "first-steps:"), "utf-8")
    assert next(pack.title for pack in packs()) == "Ward round"
    assert len(packs()) == len(shipped_packs())


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("{}", 1, "no packs"),
        ("packs:\n  ward:\n    title: A\n    aims: [a]\n    patients: [maya, maya]\n", 5, "twice"),
        ("packs:\n  ward:\n    title: A\n    aim: [a]\n    patients: [maya]\n", 4, "no field `aim`"),
        ("packs:\n  ward:\n    title: A\n    aims: []\n    patients: [maya]\n", 4, "must be a list"),
        ("packs:\n  ward:\n    aims: [a]\n    patients: [maya]\n", 3, "no title"),
        ("packs:\n  ward:\n    title: A\n    aims: [a]\n    patients: ['../maya']\n", 5, "no patient's id"),
        ("packs:\n  Ward One:\n    title: A\n    aims: [a]\n    patients: [maya]\n", 2, "cannot be an id"),
        ("packs:\n  ward: maya\n", 2, "is empty"),
    ],
)
def test_a_faulty_pack_is_refused_at_its_place(text: str, line: int, said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as caught:
        read_packs(parse_source(text.encode(), "packs.yaml"), "packs.yaml")
    assert [fault.mark.line for fault in caught.value.faults if said in fault.message] == [line]


def test_a_pack_that_names_somebody_who_is_not_there_says_whom_it_may_have_meant() -> None:
    own = read_packs(parse_source(OWN.replace("helen", "hellen").encode(), "p"), "p")
    (message,) = check_patients(own, shipped())
    assert "`hellen`" in message
    assert "`helen`" in message


def test_a_folder_that_cannot_be_looked_at_has_no_packs_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a folder of somebody else's; a name that no disk takes is refused to everybody."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / ("x" * 300)))

    assert packs() == shipped_packs()
