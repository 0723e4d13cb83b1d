"""`--fix` mends what is safe and leaves every other byte as it was."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.lint.check import check_bytes
from authoring.lint.fix import fix
from authoring.lint.replace import replace_bytes
from tests.authoring.lint.patients import patient

SPEECH = """\
# kept as it is
beats:
  closes:
    ending: poor
    says:
      - %s
      - "I'll try the tablets."   # and this
"""

MENDED = [
    ("*sighs* Anyway.", '"*sighs* Anyway."'),
    ("[looks away]", '"[looks away]"'),
    ("[looks away] Anyway.", '"[looks away] Anyway."'),
    ("#1 on my list", '"#1 on my list"'),
    ("Still my #1 problem", '"Still my #1 problem"'),
    ("Well: I have to go", '"Well: I have to go"'),
    ("Well: I said: go", '"Well: I said: go"'),
    ('"Anyway", she said', "'\"Anyway\", she said'"),
    ('"Anyway", it\'s "fine"', '"\\"Anyway\\", it\'s \\"fine\\""'),
    ('"Anyway.', '"Anyway."'),
    ("'tis nothing", '"\'tis nothing"'),
    ("@home", '"@home"'),
    ("> nothing", '"> nothing"'),
    ("!no way", '"!no way"'),
    ("&then I go", '"&then I go"'),
    ("- dash", '"- dash"'),
    ("*sighs* Anyway. # a real comment", '"*sighs* Anyway." # a real comment'),
]


@pytest.mark.parametrize(("written", "mended"), MENDED, ids=[row[0] for row in MENDED])
def test_swallowed_speech_is_put_in_quotes(written: str, mended: str) -> None:
    before = patient(SPEECH % written)

    after = fix(before.encode(), "ada.yaml")

    assert after.after.decode() == before.replace(f"- {written}\n", f"- {mended}\n")
    assert after.checked.faults == ()


NAMES = [
    ("start: arives\n", "start: arrives\n"),
    ("setting: {service: Ward, mode: vido}\n", "setting: {service: Ward, mode: video}\n"),
    ("beats:\n  closes: {ending: poor, sayz: Anyway.}\n", "beats:\n  closes: {ending: poor, says: Anyway.}\n"),
    (
        "exits: [{when: trst < 5 and not advise, go: closes}]\n",
        "exits: [{when: trust < 5 and not advice, go: closes}]\n",
    ),
    (
        "examples: [{name: a, replies: [advice], expect: {beat: 'closes, arives'}}]\n",
        "examples: [{name: a, replies: [advice], expect: {beat: 'closes, arrives'}}]\n",
    ),
]


@pytest.mark.parametrize(("written", "mended"), NAMES, ids=[row[0].strip() for row in NAMES])
def test_a_slip_with_one_near_name_is_mended(written: str, mended: str) -> None:
    after = fix(patient(written).encode(), "ada.yaml")

    assert after.after.decode() == patient(mended)
    assert after.checked.errors == 0


@pytest.mark.parametrize(
    "fragment",
    [
        "start: somewhere\n",  # nothing near
        "start: opens\nbeats:\n  opens_in: {ending: poor, says: Hm.}\n",  # two are near
        "beats:\n  closes: {ending: poor, says: [*sighs* Well, anyway]}\n",  # one line or two?
        "persona: {name: Ada, age: forty, pronouns: she/her}\n",
        "beats:\n  closes:\n    ending: poor\n    says:\n      - *sighs* I'll try\n        the tablets.\n",
    ],
)
def test_what_takes_a_person_to_decide_is_left_alone(fragment: str) -> None:
    raw = patient(fragment).encode()

    assert fix(raw, "ada.yaml").after == raw


def test_several_mistakes_are_mended_one_after_another() -> None:
    raw = patient(
        SPEECH % '*sighs* Well: no\n      - [looks away] yes\n      - "Open\n      - #1' + "start: arives\n"
    ).encode()

    after = fix(raw, "ada.yaml")

    assert after.checked.faults == ()
    assert after.after.decode().count('"') == patient(SPEECH % "x").count('"') + 8


def test_tabs_become_blanks_and_blanks_at_the_ends_of_lines_go() -> None:
    raw = patient("beats:\n  closes:\n\t\tending: poor  \n\t\tsays: Anyway.\t\n").encode()

    assert fix(raw, "ada.yaml").after.decode() == patient("beats:\n  closes:\n    ending: poor\n    says: Anyway.\n")


def test_blanks_at_the_ends_of_lines_stay_where_a_text_runs_over_several_lines() -> None:
    raw = patient('brief: |\n  Ada, 40.  \n  First session.\nplan: "To be  \n  heard."\n').encode()

    assert fix(raw, "ada.yaml").after == raw


def test_a_byte_order_mark_and_windows_line_ends_stay() -> None:
    raw = b"\xef\xbb\xbf" + patient("start: arives\n").replace("\n", "\r\n").encode()

    assert fix(raw, "ada.yaml").after == raw.replace(b"arives", b"arrives")


def test_a_silenced_warning_is_not_mended() -> None:
    line = "Still my #1 problem # attune: allow cut-by-comment – as it was said"
    raw = patient(SPEECH % line).encode()

    assert fix(raw, "ada.yaml").after == raw


def test_a_sound_file_stays_byte_for_byte() -> None:
    raw = patient("").encode()

    assert not fix(raw, "ada.yaml").changed


@given(st.text(alphabet="[]{}:,-?*&!|>'\"#%@` \n\tab1~", max_size=60))
@settings(max_examples=120, deadline=None)
def test_whatever_stands_there_mending_never_makes_it_worse_and_mends_all_it_can_at_once(text: str) -> None:
    raw = patient(SPEECH % text).encode()
    before = check_bytes(raw, "ada.yaml")

    once = fix(raw, "ada.yaml")

    assert once.checked.readable or not before.readable
    assert not (once.checked.errors and before.readable and not before.errors)
    assert fix(once.after, "ada.yaml").after == once.after


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path, link = tmp_path / "ada.yaml", tmp_path / "link.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)

    replace_bytes(link, b"new")

    assert path.read_bytes() == b"new"
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(item.name for item in tmp_path.iterdir()) == ["ada.yaml", "link.yaml"]


def test_a_file_that_cannot_be_replaced_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ada.yaml"
    path.write_bytes(b"old")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_bytes(path, b"new")

    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["ada.yaml"]
