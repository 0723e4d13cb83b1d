"""The home screen's list as plain values: packs, own patients, search, and what is told of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.load import load_scenario
from scenarios.model import Scenario
from scenarios.packs import Pack
from screens.catalogue import OTHERS, OWN, PATIENTS, Catalogue, Patient
from screens.offers import RESUMED, Offer, about, first_choice, offers
from screens.past import Past, Standing, standings
from screens.shelf import Library, Shelf
from tests.tui.fakes import NOON, PRACTICE
from tests.tui.test_past import past

ROBIN = Patient(PRACTICE, load_scenario(PRACTICE))


def named(name: str, *, own: bool = False, level: int = 1) -> Patient:
    """Robin under another name."""
    scenario = ROBIN.scenario
    about_ = replace(scenario.about, level=level)
    person = replace(scenario.persona, name=name.capitalize())
    return Patient(PRACTICE, replace(scenario, id=name, persona=person, about=about_), own)


ADA, BO, CY = named("ada"), named("bo", level=3), named("cy", own=True)
PACK = Pack("first", "First steps", ("Listen.", "Wait."), ("bo", "ada", "zed"))
SHELF = Catalogue(patients=(ADA, BO, CY), packs=(PACK,))


def lines(catalogue: Catalogue, query: str = "", *, is_wide: bool = False) -> list[str]:
    return [offer.title for offer in offers(catalogue, query, is_wide=is_wide)]


def told(offer: Offer | None, catalogue: Catalogue) -> str:
    return "\n".join(f"{note.label}: {note.text}" for note in about(offer, catalogue))


def waiting(n: int) -> Past:
    return Past(f"id{n}", "ada", f"Ada {n}", NOON, "today", 1, is_over=False, sent=1)


def test_packs_stand_first_in_their_order_and_own_patients_apart() -> None:
    assert lines(SHELF) == [
        "Pack: First steps",
        "Bo, 40: Only a [bold]cough[/]",
        "Ada, 40: Only a [bold]cough[/]",
        OWN,
        "Cy, 40: Only a [bold]cough[/]",
    ]
    assert lines(Catalogue(patients=(ADA,)))[0] == PATIENTS
    assert OTHERS in lines(Catalogue(patients=(ADA, CY)))


def test_a_pack_of_which_nobody_is_there_is_passed_over() -> None:
    nobody = Pack("none", "Nobody", ("Wait.",), ("zed",))

    assert lines(Catalogue(patients=(ADA,), packs=(nobody,))) == [PATIENTS, ADA.title]


def test_a_pack_tells_aims_minutes_how_far_one_is_and_who_is_missing() -> None:
    catalogue = replace(SHELF, standings={"bo": Standing(tries=1)})
    pack = offers(catalogue)[0]
    words = told(pack, catalogue)

    assert pack.meta == "10 min · 1 of 2 practised"
    assert "Listen." in words
    assert "Not installed: zed" in words
    assert "Enter: meets Ada, 40" in words


def test_a_patient_in_two_packs_stands_in_both() -> None:
    found = offers(replace(SHELF, packs=(PACK, replace(PACK, id="second"))))
    ids = [offer.id for offer in found if offer.id]

    assert len(ids) == len(set(ids))
    assert sum(offer.target == ADA for offer in found) == 2


@pytest.mark.parametrize(
    ("query", "fitting"),
    [
        ("", ["bo", "ada", "cy"]),
        ("ada", ["ada"]),
        ("ADA cough", ["ada"]),
        ("da", []),
        ("3", ["bo"]),
        ("level 3", ["bo"]),
        ("illness", ["bo", "ada", "cy"]),
        ("first steps", ["bo", "ada"]),
        ("own", ["cy"]),
        ("counselling", ["bo", "ada", "cy"]),
        ("s17", ["bo", "ada", "cy"]),
        ("judgement", ["bo", "ada", "cy"]),
        ("[", ["bo", "ada", "cy"]),
        ("xyz", []),
    ],
)
def test_search_finds_by_name_title_tag_level_and_what_is_trained(query: str, fitting: list[str]) -> None:
    found = [offer.target for offer in offers(SHELF, query)]

    assert [one.scenario.id for one in found if isinstance(one, Patient)] == fitting


def test_a_search_without_a_result_says_how_to_go_on() -> None:
    assert "Esc clears the search" in SHELF.empty_text("xyz")
    assert SHELF.empty_text("ada") == ""


def test_an_empty_library_says_what_to_do() -> None:
    assert Catalogue(is_loading=True).empty_text() == "Looking for patients…"
    assert "attune new" in Catalogue().empty_text()


def test_unfinished_sessions_stand_at_the_top_and_too_many_do_not_hide_the_patients() -> None:
    one = replace(SHELF, past=(waiting(1),))
    many = replace(SHELF, past=tuple(waiting(n) for n in range(RESUMED + 2)))

    assert lines(one)[:2] == ["Go on with", "Ada 1"]
    assert lines(many)[RESUMED + 1] == "and 2 more in the history (F2)"
    assert first_choice(offers(one)) == offers(one)[1]
    assert first_choice(offers(SHELF)) == offers(SHELF)[1]
    assert first_choice(()) is None


def test_a_patient_tells_warnings_results_and_what_is_trained() -> None:
    kept = tuple(replace(past(tenths), scenario="ada", when="1 Mar 2026, 9:00") for tenths in (500, 700))
    catalogue = replace(SHELF, past=kept, standings=standings(kept, NOON))
    ada = offers(catalogue)[2]
    words = told(ada, catalogue)

    assert ada.meta == "level 1 · 5 min · best 70.0 · ↻ due again"
    assert offers(catalogue, is_wide=True)[2].meta == "level 1 · 5 min · best 70.0 · last 50.0 · ↻ due again"
    assert "! Content warning: illness" in words
    assert "Practised 2 times, last on 1 Mar 2026." in words
    assert "Overall: best 70.0 of 100, last 50.0 of 100" in words
    assert "Confidentiality handling: not observed" in words
    assert "↻ Due again: last overall 50.0 of 100." in words
    assert "Not practised yet." in told(offers(SHELF)[1], SHELF)


def test_scores_that_are_not_worked_out_yet_are_told_so() -> None:
    kept = (replace(past(1), scenario="ada", points=None),)
    catalogue = replace(SHELF, past=kept, standings=standings(kept, NOON))

    assert "Scores: being worked out…" in told(offers(catalogue)[2], catalogue)


def test_files_that_cannot_be_used_do_not_hide_the_others(home: Path) -> None:
    own = home / "scenarios"
    own.mkdir()
    (own / "mine.yaml").write_bytes(PRACTICE.read_bytes())
    (own / "broken.yaml").write_text("format: 1\n", "utf-8")
    files = {path.stem: path for path in (PRACTICE, own / "broken.yaml", own / "mine.yaml", own / "gone.yaml")}

    library = list(Shelf(lambda: files, tuple, lambda _: None).read())[-1]

    assert [(one.path.name, one.is_own) for one in library.patients] == [("practice.yaml", False), ("mine.yaml", True)]
    assert len(library.broken) == 2
    assert library.is_complete


def test_a_file_is_read_again_only_when_it_has_changed(home: Path) -> None:
    path = home / "one.yaml"
    told_of: list[Scenario] = []
    path.write_bytes(PRACTICE.read_bytes())
    shelf = Shelf(lambda: {"one": path}, tuple, told_of.append)

    first: Library = list(shelf.read())[-1]
    again = list(shelf.read())[-1]
    path.write_text(PRACTICE.read_text("utf-8").replace("version: 1.0.0", "version: 1.0.10"), "utf-8")
    changed = list(shelf.read())[-1]

    assert again.patients == first.patients
    assert [scenario.version for scenario in told_of] == ["1.0.0", "1.0.10"]
    assert changed.patients[0].scenario.version == "1.0.10"
