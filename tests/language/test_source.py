"""Files that attack or puzzle the reader get one clear error each, quickly, and never crash it."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.faults import ScenarioError
from scenarios.load import load_scenario, parse_scenario
from scenarios.source import MAX_BYTES, Scalar, Table, parse_source

ATTACKS: list[tuple[str, bytes, str, str]] = [
    # what, bytes, code of the fault, a piece of its message
    ("alias", b"says: *sighs", "yaml-alias", "`*sighs`"),
    ("alias in a list", b"says: [*sighs*, hello]", "yaml-alias", "reference"),
    ("anchor", b"says: &here hello", "yaml-anchor", "`&here`"),
    ("billion laughs", b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "yaml-anchor", "`&a`"),
    ("tag", b"says: !!python/object/apply:os.system [ls]", "yaml-tag", "tag"),
    ("duplicate key", b"a: 1\na: 2", "duplicate-key", "first on line 1"),
    ("deep lists", b"[" * 200_000, "too-deep", "40 deep"),
    ("deep tables", b"{a: " * 100_000, "too-deep", "40 deep"),
    ("deep block lists", b"- " * 100_000, "too-deep", "40 deep"),
    ("too large", b"a" * 10_000_000, "too-large", "1,000,000 bytes"),
    ("too many values", b"[" + b"a," * 60_000 + b"]", "too-many-values", "50,000"),
    ("binary", bytes(range(256)) * 8, "not-text", "not a text file"),
    ("nul", b"a: \x00b", "not-text", "not a text file"),
    ("utf-16", "a: b".encode("utf-16"), "wrong-encoding", "UTF-16"),
    ("latin-1", "title: caf\u00e9".encode("latin-1"), "wrong-encoding", "0xe9"),
    ("empty", b"", "empty-file", "empty"),
    ("only comments", b"# nothing\n", "empty-file", "empty"),
    ("bell", b'a: "\x07"', "unprintable", "printed"),
    ("two documents", b"a: 1\n---\nb: 2\n", "two-documents", "second document"),
    ("list as key", b"? [a]\n: 1", "key-not-text", "name is expected"),
    ("unclosed quote", b'says: "Hello\n', "open-quote", "never closed"),
    ("unclosed bracket", b"says: [Who is there?, well", "bracket", "bracket"),
    ("tab", b"a:\n\tb: 1", "tab-indent", "tab"),
    ("speech with a colon", b"says: Well: I went", "colon-in-speech", "colon"),
    ("text after brackets", b"says: [looks away] yes", "indentation", "does not fit"),
    ("at sign", b"says: @home", "yaml-syntax", "`@`"),
]


@pytest.mark.parametrize(("raw", "code", "piece"), [row[1:] for row in ATTACKS], ids=[row[0] for row in ATTACKS])
def test_attack_gets_one_clear_error_with_a_place(raw: bytes, code: str, piece: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(raw, "attack.yaml")

    (fault,) = caught.value.faults
    assert fault.code == code
    assert piece in fault.message
    assert fault.mark.line >= 1
    assert fault.mark.column >= 1


@pytest.mark.parametrize("raw", [row[1] for row in ATTACKS], ids=[row[0] for row in ATTACKS])
def test_an_attack_takes_less_than_a_second(raw: bytes) -> None:
    """Of a processor, at the best of three: what the tests before it left to be tidied up is not the attack's."""
    assert any(_seconds(raw) < 1 for _ in range(3))


def _seconds(raw: bytes) -> float:
    began = time.process_time()
    with suppress(ScenarioError):
        parse_scenario(raw, "attack.yaml")
    return time.process_time() - began


def test_yes_and_on_and_1_10_stay_the_words_that_were_written() -> None:
    tree = parse_source(b"yes: no\non: off\n1.10: 0x1F\nnull: ~", "words.yaml")

    assert isinstance(tree, Table)
    assert list(tree.entries) == ["yes", "on", "1.10", "null"]
    assert [node.text for node in tree.entries.values() if isinstance(node, Scalar)] == ["no", "off", "0x1F", "~"]


def test_places_count_characters_not_bytes() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_source("é: ü\né: *x".encode(), "places.yaml")

    assert caught.value.faults[0].mark == (2, 4)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read: No such file"):
        load_scenario(tmp_path / "gone.yaml")


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)

    with pytest.raises(ScenarioError, match=f"{MAX_BYTES:,}"):
        load_scenario(path)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_crash_the_reader(raw: bytes) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(raw, "noise.yaml")

    assert all(fault.mark.line >= 1 for fault in caught.value.faults)


@given(st.text(alphabet="[]{}:,-?*&!|>'\"#%@` \n\tab1~", max_size=120))
def test_no_arrangement_of_yaml_signs_crashes_the_reader(text: str) -> None:
    with pytest.raises(ScenarioError):
        parse_scenario(text.encode(), "noise.yaml")
