"""Who stands at the door of a served Attune, and whether they may come in. Pure: headers in, a visitor or refusal out.

A visitor is known by a cookie of chance, or, behind a proxy that signs people in, by the name that it puts into a
header. Such a header counts only when it comes from the proxy's own address.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What a name from a header must be, whole; the same as a scenario's id."""
USERS, VISITORS = "users", "visitors"
"""Visitors by a proxy's header, and by a cookie; also the folders of both."""
COOKIE = "attune_visitor"
_COOKIE_VALUE = re.compile(r"[0-9a-f]{32}")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who may come in."""

    kind: str
    """`USERS` or `VISITORS`."""
    name: str
    is_new: bool = False
    """Whether the cookie is still to be given."""

    @property
    def folder(self) -> str:
        """Where this visitor's sessions lie, beneath the folder of all visitors."""
        return f"{self.kind}/{self.name}"

    @property
    def pseudonym(self) -> str:
        """As whom a database keeps this visitor's sessions. A cookie opens them, so a hash stands in its place."""
        return self.name if self.kind == USERS else f"visitor-{hashlib.sha256(self.name.encode()).hexdigest()[:24]}"

    @property
    def label(self) -> str:
        """How log lines call this visitor; a cookie stands for its bearer, so only its head is told."""
        return self.name if self.kind == USERS else f"{self.name[:6]}…"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody who may not come in, and why, in words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Door:
    """The rules of one server."""

    user_header: str = ""
    """Header with the visitor's name; empty: visitors are known by a cookie."""
    proxies: frozenset[str] = field(default_factory=lambda: frozenset({"127.0.0.1", "::1"}))
    """Addresses from which that header, and what a proxy says of the outside, is believed."""
    is_behind_proxy: bool = False
    is_open: bool = False
    """Whether others than this computer may reach it without a proxy."""

    def visitor(self, headers: Mapping[str, str], cookie: str, peer: str, draw: Callable[[], str]) -> Visitor | Refusal:
        """Who asks. `draw` gives a fresh value for a cookie: 32 hexadecimal digits by chance."""
        if not self.user_header:
            if _COOKIE_VALUE.fullmatch(cookie):
                return Visitor(VISITORS, cookie)
            return Visitor(VISITORS, draw(), is_new=True)
        if not self.is_believed(peer):
            return Refusal("This address is answered only through its sign-in page.")
        name = headers.get(self.user_header, "")
        if not name:
            return Refusal("The sign-in in front of Attune did not say who you are. Tell whoever looks after it.")
        if not NAME.fullmatch(name):
            return Refusal(
                "Your name at the sign-in cannot be used here: it may hold small letters, digits, `-` and `_`, "
                "64 at most. Tell whoever looks after it."
            )
        return Visitor(USERS, name)

    def is_believed(self, peer: str) -> bool:
        """Whether this address is the proxy's."""
        return _address(peer) in {_address(proxy) for proxy in self.proxies}

    def refuses_host(self, host: str) -> bool:
        """Whether the page was asked for under a name that is not this computer's, as a hostile site would have it."""
        return not (self.is_behind_proxy or self.is_open) and _name_of(host) not in _LOOPBACK_NAMES

    def refuses_origin(self, origin: str, headers: Mapping[str, str], peer: str) -> bool:
        """Whether a page of another site asks to talk. A browser always says where its page is from."""
        hosts = {headers.get("Host", "").lower()}
        if self.is_behind_proxy and self.is_believed(peer):
            hosts.add(headers.get("X-Forwarded-Host", "").lower())
        hosts.discard("")
        return urlsplit(origin).netloc.lower() not in hosts

    def is_secure(self, headers: Mapping[str, str], peer: str) -> bool:
        """Whether the visitor came by HTTPS, as the proxy says; then the cookie must too."""
        return (
            self.is_behind_proxy and self.is_believed(peer) and headers.get("X-Forwarded-Proto", "").lower() == "https"
        )


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach an address."""
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(peer: str) -> str:
    try:
        found = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def _name_of(host: str) -> str:
    """A `Host` header without its port."""
    return (urlsplit(f"//{host}").hostname or "") if host else ""
