"""Who may come in, from headers alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.serving.door import NAME, Door, Refusal, Visitor, is_loopback

FRESH = "0" * 32
OURS = "0123456789abcdef" * 2
PROXY = "10.0.0.2"
SIGNED_IN = Door("X-Remote-User", frozenset({PROXY}), is_behind_proxy=True)


def came(door: Door, *, name: str | None = None, cookie: str = "", peer: str = PROXY) -> Visitor | Refusal:
    """Whom the door lets in."""
    return door.visitor({} if name is None else {"X-Remote-User": name}, cookie, peer, lambda: FRESH)


def test_a_visitor_is_known_again_by_the_cookie() -> None:
    assert came(Door(), cookie=OURS) == Visitor("visitors", OURS)


@pytest.mark.parametrize("cookie", ["", "0" * 31, "0" * 33, "../" + "0" * 29, "G" * 32, OURS + "\n"])
def test_a_cookie_that_we_never_gave_is_replaced(cookie: str) -> None:
    assert came(Door(), cookie=cookie) == Visitor("visitors", FRESH, is_new=True)


def test_a_name_from_the_proxy_is_the_visitor_whatever_the_cookie_says() -> None:
    assert came(SIGNED_IN, name="ada_l", cookie=OURS) == Visitor("users", "ada_l")


def test_a_name_is_believed_from_the_proxy_alone() -> None:
    assert isinstance(came(SIGNED_IN, name="ada", peer="10.0.0.3"), Refusal)
    assert came(SIGNED_IN, name="ada", peer=f"::ffff:{PROXY}") == Visitor("users", "ada")


@pytest.mark.parametrize("name", [None, "", "Ada", "-ada", "a" * 65, "../ada", "ada lovelace", "ada\n", "ädä"])
def test_a_name_that_is_none_is_refused(name: str | None) -> None:
    assert isinstance(came(SIGNED_IN, name=name), Refusal)


@given(st.text(max_size=70))
def test_whatever_is_sent_a_folder_never_leaves_its_place(text: str) -> None:
    for visitor in (came(SIGNED_IN, name=text), came(Door(), cookie=text)):
        if isinstance(visitor, Visitor):
            kind, _, name = visitor.folder.partition("/")
            assert kind in {"users", "visitors"}
            assert NAME.fullmatch(name)


HOSTS: list[tuple[Door, str, bool]] = [
    (Door(), "localhost:8000", False),
    (Door(), "127.0.0.1:8000", False),
    (Door(), "[::1]:8000", False),
    (Door(), "evil.example:8000", True),
    (Door(), "localhost.evil.example", True),
    (Door(), "", True),
    (Door(is_behind_proxy=True), "attune.example", False),
    (Door(is_open=True), "192.168.1.5:8000", False),
]


@pytest.mark.parametrize(("door", "host", "is_refused"), HOSTS)
def test_without_a_proxy_only_this_computers_names_are_served(door: Door, host: str, is_refused: bool) -> None:
    """A hostile page may let its own name point here."""
    assert door.refuses_host(host) == is_refused


def test_only_a_page_from_here_may_talk() -> None:
    here = {"Host": "127.0.0.1:8000"}

    assert not Door().refuses_origin("http://127.0.0.1:8000", here, "127.0.0.1")
    assert Door().refuses_origin("http://127.0.0.1:9000", here, "127.0.0.1")
    assert Door().refuses_origin("https://evil.example", here, "127.0.0.1")
    assert Door().refuses_origin("", here, "127.0.0.1")


def test_the_outer_name_is_believed_from_the_proxy_alone() -> None:
    headers = {"Host": "10.0.0.1:8000", "X-Forwarded-Host": "attune.example", "X-Forwarded-Proto": "https"}

    assert not SIGNED_IN.refuses_origin("https://attune.example", headers, PROXY)
    assert SIGNED_IN.refuses_origin("https://attune.example", headers, "10.0.0.9")
    assert SIGNED_IN.is_secure(headers, PROXY)
    assert not SIGNED_IN.is_secure(headers, "10.0.0.9")
    assert not Door().is_secure(headers, "127.0.0.1")


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],  # noqa: S104
)
def test_loopback_is_what_only_this_computer_reaches(host: str, is_ours: bool) -> None:
    assert is_loopback(host) == is_ours
