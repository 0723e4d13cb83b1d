"""Where scenarios come from: by id, by path, from a folder or a zip; names never lead anywhere else."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from commands.targets import scenario_files
from scenarios.faults import ScenarioError
from scenarios.library import available, find, locate, shipped
from scenarios.load import load_scenario
from scenarios.source import MAX_BYTES

SMALL = shipped()["advice-seeker"].read_bytes()


def patient(name: str) -> bytes:
    return SMALL.replace(b"\nid: advice-seeker", f"\nid: {name}".encode())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder for patients; nobody's own is touched."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "scenarios"
    folder.mkdir(parents=True)
    return folder


def packed(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return path


def refused(name: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        find(name)
    return str(caught.value)


def test_available_are_the_shipped_patients_and_then_ones_own(home: Path) -> None:
    (home / "imran.yaml").write_bytes(patient("imran"))

    assert list(available()) == [*shipped(), "imran"]


def test_a_patient_of_ones_own_stands_in_the_place_of_a_shipped_one_of_the_same_id(home: Path) -> None:
    (home / "mine.yaml").write_bytes(SMALL)

    assert available()["advice-seeker"] == home / "mine.yaml"
    assert list(available()) == list(shipped())


def test_a_shipped_patient_is_found_by_its_id() -> None:
    assert find("advice-seeker") == shipped()["advice-seeker"]


def test_ones_own_patient_is_found_by_the_id_in_the_file_whatever_the_file_is_called(home: Path) -> None:
    (home / "Draft 3.yaml").write_bytes(patient("ada"))

    assert find("ada") == home / "Draft 3.yaml"


def test_a_file_without_a_readable_id_goes_by_its_name_so_that_it_can_be_checked(home: Path) -> None:
    (home / "broken.yaml").write_bytes(b"id: [")

    assert find("broken") == home / "broken.yaml"


def test_of_two_with_the_same_id_ones_own_is_used_and_the_other_is_told(home: Path) -> None:
    (home / "mine.yaml").write_bytes(SMALL)

    found = locate("advice-seeker")

    assert found.path == home / "mine.yaml"
    assert found.others == (shipped()["advice-seeker"],)


def test_an_unknown_id_suggests_ones_own_patients_too(home: Path) -> None:
    (home / "x.yaml").write_bytes(patient("grandmother"))

    assert "`grandmother`" in refused("grandmoter")


def test_a_folder_or_zip_with_one_patient_stands_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "ward"
    folder.mkdir()
    (folder / "ada.yaml").write_bytes(patient("ada"))
    archive = packed(tmp_path / "ward.zip", {"ward/ada.yaml": patient("ada"), "ward/notes.txt": b"hello"})

    assert find(str(folder)) == folder / "ada.yaml"
    assert load_scenario(find(str(archive))).id == "ada"


def test_one_of_several_in_a_folder_or_zip_is_named_after_a_slash(tmp_path: Path) -> None:
    archive = packed(tmp_path / "course.zip", {"a.yaml": patient("ada"), "deep/er/b.yaml": patient("bo")})

    assert "There are 2 patients in here" in refused(str(archive))
    assert load_scenario(find(f"{archive}/bo")).id == "bo"
    assert "`ada`" in refused(f"{archive}/adda")


@pytest.mark.parametrize("name", ["..", "../advice-seeker", "%2e%2e/x", "a\x00b", "~root", "a/../../etc/passwd", ""])
def test_names_that_are_no_ids_lead_nowhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty" / "inner"
    empty.mkdir(parents=True)
    monkeypatch.chdir(empty)

    assert "no" in refused(name)


def test_links_in_a_folder_are_not_followed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.yaml").write_bytes(patient("secret"))
    (home / "linked.yaml").symlink_to(tmp_path / "secret" / "s.yaml")
    (home / "folder").symlink_to(tmp_path / "secret")

    assert "no patient" in refused("secret")
    assert "no patient" in refused("linked")


@pytest.mark.parametrize("name", ["../out.yaml", "/out.yaml", "a/../../out.yaml", "C:\\out.yaml", "..\\out.yaml"])
def test_a_zip_with_a_name_that_points_outside_is_refused_whole(name: str, tmp_path: Path) -> None:
    archive = packed(tmp_path / "slip.zip", {"good.yaml": patient("ada"), name: patient("bad")})

    assert "unsafe-zip" in refused(str(archive))
    assert list(tmp_path.rglob("out.yaml")) == []


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("link.yaml")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(member, "/etc/passwd")

    assert "is a link" in refused(str(tmp_path / "link.zip"))


def test_a_member_that_would_swell_is_not_unpacked(tmp_path: Path) -> None:
    archive = packed(tmp_path / "bomb.zip", {"bomb.yaml": b" " * (MAX_BYTES * 20)})

    assert "larger than a scenario may be" in refused(str(archive))


def test_a_member_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    archive = packed(tmp_path / "liar.zip", {"liar.yaml": b" " * (MAX_BYTES + 10)})
    true_size, told = (MAX_BYTES + 10).to_bytes(4, "little"), (100).to_bytes(4, "little")
    archive.write_bytes(archive.read_bytes().replace(true_size, told))

    assert "zip" in refused(str(archive))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"not a zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_zip_or_holds_nothing_is_said_so(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(raw)

    assert refused(str(tmp_path / "bad.zip")).count("\n") == 0


def test_an_encrypted_member_is_said_so(tmp_path: Path) -> None:
    archive = packed(tmp_path / "locked.zip", {"a.yaml": patient("ada")})
    raw = bytearray(archive.read_bytes())
    for marker, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(marker) + offset] |= 1
    archive.write_bytes(raw)

    assert "encrypted" in refused(str(archive))


def test_commands_take_folders_zips_paths_and_ids_together_and_tell_of_ids_met_twice(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "mine.yaml").write_bytes(SMALL)
    folder = tmp_path / "ward"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_bytes(patient("ada"))
    archive = packed(tmp_path / "course.zip", {"bo.yaml": patient("bo")})

    files = scenario_files((str(folder), str(archive), "advice-seeker"))

    assert [path.name for path in files] == ["one.yaml", "two.yaml", "bo.yaml", "mine.yaml"]
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "2 files have the id `ada`" in told[0]
    assert f"{home / 'mine.yaml'} is used, not {shipped()['advice-seeker']}" in told[1]


def test_a_folder_of_thousands_of_files_is_not_read_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.library.MAX_FILES", 3)
    for i in range(4):
        (tmp_path / f"{i}.yaml").write_bytes(b"id: x")

    assert "Name a smaller folder" in refused(str(tmp_path))
