"""Warnings can be silenced in the file, by code, with a reason; errors cannot."""

from __future__ import annotations

import pytest

from authoring.lint.check import check_bytes
from tests.authoring.lint.patients import patient

UNREACHED = "  lost: {says: Hm., moment: {needs: listen}, limit: {turns: 1, go: closes}}"


def found(text: str) -> list[str]:
    return [fault.code for fault in check_bytes(text.encode(), "ada.yaml").faults]


def test_without_a_silence_the_warning_is_told() -> None:
    assert found(patient(f"beats:\n{UNREACHED}\n")) == ["unreachable-beat"]


@pytest.mark.parametrize("dash", ["–", "—", "-", "--", ":"])
def test_a_comment_on_the_line_silences_with_any_dash(dash: str) -> None:
    assert found(patient(f"beats:\n{UNREACHED}  # attune: allow unreachable-beat {dash} for later\n")) == []


def test_a_comment_on_the_line_above_silences_that_line_only() -> None:
    other = "  lost_too: {ending: left, says: Hm.}\n"
    above = "  # attune: allow unreachable-beat – for later\n"
    text = patient("").replace("  opens_up:", f"{other}{above}{UNREACHED}\n  opens_up:")

    (fault,) = check_bytes(text.encode(), "ada.yaml").faults
    assert "lost_too" in fault.message


def test_several_comments_may_stand_above_one_another() -> None:
    above = "  # attune: allow unreachable-beat – for later\n  # and a word about it\n"
    text = patient("").replace("  opens_up:", f"{above}{UNREACHED}\n  opens_up:")

    assert found(text) == []


def test_a_comment_at_the_top_silences_the_whole_file_and_may_name_several_codes() -> None:
    text = patient(f"beats:\n  opens_up: {{ending: mixed, says: Well.}}\n{UNREACHED}\n")

    assert found("# attune: allow unreachable-beat, no-good-ending – a first try\n" + text) == []


def test_without_a_reason_it_does_not_count_and_is_told() -> None:
    text = patient(f"beats:\n{UNREACHED}\n")

    assert found("# attune: allow unreachable-beat\n" + text) == ["allow-without-reason", "unreachable-beat"]
    assert found("# attune: allow\n" + text) == ["allow-without-reason", "unreachable-beat"]


def test_a_silence_elsewhere_in_the_file_does_not_count() -> None:
    text = patient(f"beats:\n{UNREACHED}\n")

    assert found(f"{text}# attune: allow unreachable-beat – too late\n") == ["unreachable-beat", "unused-allow"]


def test_a_silence_of_something_unknown_names_the_nearest() -> None:
    (fault,) = check_bytes(f"# attune: allow unreachable-beet – so\n{patient('')}".encode(), "ada.yaml").faults

    assert (fault.code, fault.help) == ("unused-allow", "Did you mean `unreachable-beat`?")


def test_an_error_cannot_be_silenced() -> None:
    circle = "opens_up: {says: Well., moment: {needs: listen}, limit: {turns: 2, go: closes}}"
    other = "closes: {says: Well., moment: {needs: listen}, limit: {turns: 2, go: opens_up}}"
    text = "# attune: allow no-ending – never mind\n" + patient(f"beats:\n  {circle}\n  {other}\n")

    faults = check_bytes(text.encode(), "ada.yaml").faults

    assert [fault.code for fault in faults] == ["unused-allow", "no-ending"]
    assert "errors cannot be silenced" in faults[0].message


def test_while_errors_hide_the_warnings_no_silence_is_called_unused() -> None:
    silence = "# attune: allow unreachable-beat – for later\n"

    assert found(silence + patient("start: arives\n")) == ["unknown-beat"]
