"""A report as PDF: words are words, fonts are within, and the same session gives the same bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from scoring.report import pdf
from scoring.report.compose import report_of
from tests.programs import go_without
from tests.report.hostile import HOSTILE, hostile_session


@pytest.fixture
def typesetter() -> None:
    if find_spec("typst") is None:
        go_without("the extra `pdf` is not installed")


def unpacked(pdf_file: bytes) -> Iterator[bytes]:
    """What is packed in the file's streams, since objects may hide there; fonts and the like are left as they are."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf_file, re.DOTALL):
        with suppress(zlib.error):
            plain = zlib.decompress(packed)
            if b"obj" in plain or b"<<" in plain:
                yield plain


@pytest.mark.usefixtures("typesetter")
@pytest.mark.parametrize("text", ["#panic()", "$x$ *b* _i_ `c` @ref <label> = h", *HOSTILE])
def test_markup_of_the_typesetter_is_shown_as_words(text: str) -> None:
    """A word that became markup would stop the typesetting or make a link."""
    made = pdf.report_pdf(report_of(hostile_session(text)))

    assert made.startswith(b"%PDF-")
    objects = made + b"".join(unpacked(made))
    for deed in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/SubmitForm", b"/EmbeddedFile", b"/AA", b"/GoToR"):
        assert not re.search(deed + rb"\b", objects), deed


@pytest.mark.usefixtures("typesetter")
def test_the_same_session_gives_the_same_file_with_its_fonts() -> None:
    first, again = (pdf.report_pdf(report_of(hostile_session("plain words"))) for _ in range(2))

    assert first == again
    assert re.search(rb"/FontFile[23]", first)


@pytest.mark.usefixtures("typesetter")
def test_every_judgement_stands_in_the_file_with_its_rule(tmp_path: Path) -> None:
    """What a score rests on is in every form; read back with another program."""
    reader = shutil.which("pdftotext") or go_without("pdftotext is not installed")
    file = tmp_path / "report.pdf"
    report = report_of(hostile_session("plain words"))
    file.write_bytes(pdf.report_pdf(report))

    done = subprocess.run([reader, "-layout", str(file), "-"], capture_output=True, text=True, check=True)

    judged = [item for score in report.scores for item in (*score.strengths, *score.others)]
    assert judged
    for score in report.scores:
        assert f"{score.label}: {score.words}" in done.stdout or not (*score.strengths, *score.others)
    for item in judged:
        assert item.rule_id in done.stdout


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)

    with pytest.raises(pdf.NoTypesetterError, match=r"pip install 'attune\[pdf\]'"):
        pdf.report_pdf(report_of(hostile_session("plain words")))
