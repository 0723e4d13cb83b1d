"""Whatever trainee or scenario write, a report shows it as words and nothing comes of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from scenarios.clean import clean
from scoring.report.forms import rendered
from tests.report.hostile import HOSTILE, hostile_session

HARMLESS = "plain words"
JOINER = "\u2060"
hostile = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))


def page(text: str) -> str:
    return rendered(hostile_session(text), None, "html")


def squeezed(text: str) -> str:
    return " ".join(text.split())


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the words between them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.others: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found[-1:] and self.found[-1][0] != "style":
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    @property
    def kinds(self) -> set[tuple[str, frozenset[str]]]:
        return {(tag, frozenset(attrs)) for tag, attrs in self.found}


@hostile
def test_the_page_has_the_same_elements_whatever_is_said(text: str) -> None:
    """No word becomes a tag, an attribute or a comment."""
    found = Elements(page(text))

    assert found.kinds == Elements(page(HARMLESS)).kinds
    assert found.others == []


@hostile
def test_the_page_runs_and_fetches_nothing(text: str) -> None:
    """No script, no handler, no address outside the page."""
    for tag, attrs in Elements(page(text)).found:
        assert tag not in {"script", "iframe", "object", "embed", "form", "base", "link", "img", "image", "use"}
        assert not [name for name in attrs if name.startswith("on") or name in {"style", "src", "srcset", "action"}]
        assert re.fullmatch(r"#turn-\d+", attrs.get("href") or "#turn-1"), attrs
        assert attrs.get("http-equiv") in {None, "Content-Security-Policy"}


@hostile
def test_the_page_shows_the_words_as_they_were_said(text: str) -> None:
    """Made harmless is not the same as lost."""
    shown = squeezed("".join(Elements(page(text)).words))

    assert shown.count(squeezed(clean(text))) >= 3


@hostile
def test_the_policy_allows_the_one_style_and_nothing_else(text: str) -> None:
    """The hash is that of the very characters between the style's tags."""
    markup = page(text)
    (style,) = re.findall("<style>(.*?)</style>", markup, re.DOTALL)
    (policy,) = [attrs["content"] for tag, attrs in Elements(markup).found if tag == "meta" and "http-equiv" in attrs]

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def tokens_of(markdown: str) -> list[Token]:
    """Read as GitHub does, with raw HTML on and addresses made links."""
    flat: list[Token] = []
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(markdown):
        flat += [token, *(token.children or ())]
    return flat


def shape(tokens: Iterable[Token]) -> Counter[str]:
    """How much there is of everything that a word could have made; breaks and paragraphs of long words left out."""
    breaks = {"softbreak", "hardbreak", "paragraph_open", "paragraph_close", "text", "inline"}
    return Counter(token.type for token in tokens if token.type not in breaks)


@hostile
def test_markdown_keeps_its_shape_whatever_is_said(text: str) -> None:
    """No link, image, tag, list, heading, table, code or emphasis comes of a word."""
    tokens = tokens_of(rendered(hostile_session(text), None, "md"))
    expected = tokens_of(rendered(hostile_session(HARMLESS), None, "md"))

    assert shape(tokens) == shape(expected)
    assert not [token.type for token in tokens if token.type.startswith(("link", "image", "html", "code", "fence"))]


@hostile
def test_markdown_shows_the_words_as_they_were_said(text: str) -> None:
    """A reader of Markdown sees what was written, line breaks apart."""
    tokens = tokens_of(rendered(hostile_session(text), None, "md"))

    shown = squeezed("".join(t.content if t.type == "text" else " " for t in tokens if t.type != "inline"))
    assert shown.replace(JOINER, "").count(squeezed(clean(text))) >= 3


@hostile
def test_markdown_leaves_nothing_for_readers_of_another_kind(text: str) -> None:
    """Raw tags and templates are gone from the very bytes, whoever reads them first."""
    markdown = rendered(hostile_session(text), None, "md")

    assert not re.search(r"<|\{|\}|@\w|(?m:^    )|(?m:^[ >]*(```|~~~|\[|=|%))", markdown)


@hostile
def test_text_carries_nothing_that_a_terminal_would_obey(text: str) -> None:
    """No control characters save the line's end, and no marks that turn the reading round."""
    printed = rendered(hostile_session(text), None, "text")

    assert {c for c in printed if unicodedata.category(c) == "Cc"} == {"\n"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", printed)


@hostile
def test_json_holds_the_words_themselves(text: str) -> None:
    """A script gets what was said, and escapes it for its own purpose."""
    plain = json.loads(rendered(hostile_session(text), None, "json"))

    assert {turn["reply"] for turn in plain["report"]["turns"]} == {clean(text).strip()}
    assert {turn["reply"] for turn in plain["turns"]} == {clean(text).strip()}
