"""The word pieces are those that the encoder was trained with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from scoring.coder.assets import DATA
from scoring.coder.wordpiece import WordPieces

CORPUS = Path(__file__).parents[2] / "training" / "corpus"


@cache
def reference() -> Tokenizer:
    return Tokenizer.from_buffer((DATA / "tokenizer.json").read_bytes())


@cache
def ours() -> WordPieces:
    return WordPieces((DATA / "tokenizer.json").read_bytes())


def test_the_whole_corpus_is_cut_as_the_reference_library_cuts_it() -> None:
    sentences = {
        part["text"]
        for path in CORPUS.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
        for part in json.loads(line)["sentences"]
    }

    assert len(sentences) > 5000
    different = [text for text in sentences if ours().ids(text) != reference().encode(text).ids]
    assert different == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Café, naïve façade",
        "don't—won't… 'quoted'",
        "漢字かな 한국어",
        "👩‍👧 ok",
        "x" * 101,
        "a " * 400,
        "İstanbul ß ﬁ",
        "$5 <b>^`|~",
    ],
)
def test_awkward_text_is_cut_as_the_reference_library_cuts_it(text: str) -> None:
    assert ours().ids(text) == reference().encode(text).ids


@given(st.text(st.characters(max_codepoint=0x24F), max_size=60))
def test_any_latin_text_is_cut_as_the_reference_library_cuts_it(text: str) -> None:
    if "[" not in text:  # marks such as [SEP], typed by a trainee, are text to us
        assert ours().ids(text) == reference().encode(text).ids


def test_marks_of_the_encoder_typed_by_a_trainee_are_only_text() -> None:
    ids = ours().ids("[SEP] hello [CLS]")

    assert ids.count(ours().vocabulary["[SEP]"]) == 1
    assert ids.count(ours().vocabulary["[CLS]"]) == 1
