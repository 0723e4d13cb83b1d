"""docs/coder.md says what training measured, and the data card what the corpus holds."""

from __future__ import annotations

from docs.make_coder_page import PAGE, PICTURE, measured, picture, report
from scenarios.vocabulary import codes
from training.make_card import CARD, counts
from training.rows import read_rows


def test_the_page_and_its_picture_are_those_of_the_report() -> None:
    assert measured(report()) in PAGE.read_text("utf-8"), "run `python -m docs.make_coder_page`"
    assert PICTURE.read_text("utf-8") == picture(report())


def test_the_data_card_counts_the_corpus_as_it_is() -> None:
    assert counts(read_rows()) in CARD.read_text("utf-8"), "run `python -m training.make_card`"


def test_every_code_has_at_least_120_sentences_by_several_authors() -> None:
    given: dict[str, list[str]] = {}
    for row in read_rows():
        for _, codes_shown in row.sentences:
            for code in codes_shown:
                given.setdefault(code, []).append(row.author)

    assert set(given) == set(codes())
    assert all(len(authors) >= 120 and len(set(authors)) >= 5 for authors in given.values())
