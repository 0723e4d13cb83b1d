"""The coder's parts: sentences, spelling, denials, facts and data files."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.coder import load_coder
from scoring.coder.assets import DATA, CoderDataError
from scoring.coder.model import coder_from
from scoring.coder.rules import another_listens, denies_contact, question_form, tells_of_another_client
from scoring.coder.sentences import sentences
from scoring.coder.spelling import mended
from scoring.coder.tuned import FIRST, MOST_OWN, MOST_SENTENCE, pieces
from scoring.coder.wording import plain_words
from scoring.coder.wordpiece import WordPieces
from tests.coder.rows import DENIALS

FACTS = (
    ("Have you got any children?", "Are you a mother?"),
    ("How do you sleep?", "Are you sleeping all right?"),
    ("What work do you do?", "Have you a job?"),
)


@pytest.mark.parametrize(
    ("reply", "parts"),
    [
        ("One. Two!  Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Hall said so. Did he?", ["Dr. Hall said so.", "Did he?"]),
        ("Well... maybe", ["Well... maybe"]),
        ("First\n\nSecond", ["First", "Second"]),
        ('He said "go." Then?', ['He said "go."', "Then?"]),
        (
            "im so sorry that sounds really hard for you and your mum what was it like after",
            ["im so sorry that sounds really hard for you and your mum", "what was it like after"],
        ),
        ("  ", []),
    ],
)
def test_a_reply_is_cut_where_sentences_end(reply: str, parts: list[str]) -> None:
    assert [part.text for part in sentences(reply)] == parts


@given(st.text(max_size=300))
def test_sentences_are_in_order_apart_and_true_to_their_offsets(reply: str) -> None:
    parts = sentences(reply)

    assert all(reply[part.start : part.end] == part.text != "" for part in parts)
    assert all(first.end <= second.start for first, second in itertools.pairwise(parts))
    assert "".join("".join(part.text.split()) for part in parts) == "".join(reply.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sooo what r u finkin'", "so what are you thinking"),
        ("I dinnae ken", "i don't know"),
        ("**dont** worry 🙂", "don't worry"),
        ("ur gonna be ok :)", "your going to be okay"),
        ("<b>Hi</b>", "hi"),
    ],
)
def test_voices_are_brought_to_the_words_meant(typed: str, meant: str) -> None:
    assert plain_words(typed) == meant


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What was that like?", "open_question"),
        ("So how come?", "open_question"),
        ("Can you tell me more about her?", "open_question"),
        ("When did it start?", "closed_question"),
        ("how long have u lived there?", "closed_question"),
        ("Are you cold?", "closed_question"),
        ("When she shouts, what do you do?", None),
        ("You're angry?", None),
        ("What a week you've had.", None),
    ],
)
def test_first_words_give_the_form_of_a_question_where_they_can(question: str, form: str | None) -> None:
    assert question_form(question) == form


@pytest.mark.parametrize(("sentence", "denies"), DENIALS)
def test_denials_of_past_contact_are_told_from_reports_and_promises(sentence: str, denies: bool) -> None:
    assert denies_contact(sentence) is denies


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [
        ("I haven't spoken to her.", True),
        ("Yes, I rang your sister on Monday, because I was worried about you.", False),
    ],
)
def test_an_open_answer_says_whether_it_denies(sentence: str, denies: bool) -> None:
    spans = load_coder().read("Did you talk to my sister?", sentence).codes

    assert [span.denies for span in spans if span.code == "open_about_sharing"] == [denies]


@pytest.mark.parametrize(
    ("sentence", "anothers"),
    [
        ("Another client of mine once felt exactly that way.", True),
        ("People I've worked with have said the same after a fire.", True),
        ("A patient of mine kept his coat on for a month.", True),
        ("My own mum was a patient of mine, in a way.", False),
        ("Like other clients I see, I lost my dad young.", False),
        ("I was a patient on that ward myself.", False),
        ("You've been very patient with me.", False),
    ],
)
def test_another_clients_story_is_told_from_ones_own(sentence: str, anothers: bool) -> None:
    assert tells_of_another_client(sentence) is anothers


@pytest.mark.parametrize(
    ("patient", "listens"),
    [
        ("(mother, by phone) How is she?", True),
        ("(his form tutor, at the gate) Any news?", True),
        ("(crying) I can't.", False),
        ("(long pause) Fine.", False),
        ("My mum wants to know.", False),
    ],
)
def test_a_named_speaker_is_told_from_a_stage_direction(patient: str, listens: bool) -> None:
    assert another_listens(patient, "She is well.") is listens


@pytest.mark.parametrize(
    ("reply", "fact"),
    [
        ("Do you have kids?", 0),
        ("That sounds tiring. How has your sleep been?", 1),
        ("what do you do for a living", 2),
        ("What was that like for you?", None),
        ("Have you ever been to Wales?", None),
        ("I see.", None),
    ],
)
def test_a_question_finds_the_fact_it_asks_for_or_none(reply: str, fact: int | None) -> None:
    match = load_coder().read("I'm worn out.", reply, FACTS).fact

    assert (match.fact if match else None) == fact


def test_the_tuned_model_sees_the_reply_first_and_the_patients_line_after() -> None:
    tokenizer = WordPieces((DATA / "tokenizer.json").read_bytes())

    (seen,) = pieces(tokenizer, "He left.", ["I see.", "Was it cold?"])

    assert seen.ids[0] == FIRST
    assert [seen.ids[start:end] for start, end in seen.spans] == [
        tokenizer.ids("i see.")[1:-1],
        tokenizer.ids("was it cold?")[1:-1],
    ]
    assert seen.ids[seen.own :] == tokenizer.ids("he left.")[1:]
    assert seen.pool.shape == (2, len(seen.ids))
    assert seen.pool.sum(axis=1) == pytest.approx([1, 1])


def test_the_tuned_model_sees_no_more_of_a_long_sentence_than_it_was_trained_on() -> None:
    tokenizer = WordPieces((DATA / "tokenizer.json").read_bytes())

    (seen,) = pieces(tokenizer, "", ["so " * 500])

    assert seen.own == MOST_SENTENCE + 2


@given(st.lists(st.text(max_size=120), min_size=1, max_size=20))
def test_a_long_reply_is_cut_between_sentences_and_every_sentence_is_seen_once(sentences_of_it: list[str]) -> None:
    tokenizer = WordPieces((DATA / "tokenizer.json").read_bytes())

    windows = list(pieces(tokenizer, "He left.", sentences_of_it))

    assert sum(len(window.spans) for window in windows) == len(sentences_of_it)
    assert all(window.own <= MOST_OWN + 1 for window in windows)
    assert all(0 < start < end < window.own for window in windows for start, end in window.spans)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("taht", "that"),
        ("becuase", "because"),
        ("frigtened", "frightened"),
        ("togehter", "together"),
        ("sory", "sorry"),
        ("thinkin", "thinking"),
        ("greetin", "greetin"),
        ("scunnered", "scunnered"),
        ("okafor", "okafor"),
        ("fortnight", "fortnight"),
        ("wednesdays", "wednesdays"),
        ("schema", "schema"),
        ("cat", "cat"),
    ],
)
def test_a_single_slip_is_mended_and_names_and_dialect_are_left(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@given(st.text(max_size=30))
def test_mending_changes_nothing_that_it_has_mended(word: str) -> None:
    assert mended(mended(word)) == mended(word)


@pytest.mark.parametrize("name", ["heads.npz", "tuned.onnx", "words.txt"])
def test_a_changed_data_file_is_refused_with_its_name(tmp_path: Path, name: str) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "data" / name).write_bytes(b"changed")

    with pytest.raises(CoderDataError, match=rf"{name}: sha256"):
        coder_from(tmp_path / "data")


def test_a_missing_data_file_is_named_with_the_way_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(CoderDataError, match="manifest is missing; reinstall"):
        coder_from(tmp_path)
