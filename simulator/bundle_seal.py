"""Sealing what is handed in to a course's public key, so that nobody on the way can read it.

A sealed box of libsodium (X25519, XSalsa20-Poly1305, by PyNaCl, the extra `seal`). It hides and guards the words;
it does not say who sealed them: everybody may know the public key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import importlib
import json
from types import ModuleType

from simulator.canonical import canonical_json

SEALED = b'{"attune":"sealed"'
MAX_SEALED = 64_000_000
"""Largest sealed file that is opened; it is opened in memory."""
_PUBLIC, _PRIVATE = "attune-course-public-1", "attune-course-private-1"


class SealError(Exception):
    """Nothing could be sealed or opened; the message says why and how to mend it."""


def new_pair() -> tuple[str, str]:
    """A new public and private key, each one line of text. Raises `SealError`."""
    private = _library().PrivateKey.generate()
    return _line(_PUBLIC, bytes(private.public_key)), _line(_PRIVATE, bytes(private))


def seal(raw: bytes, public: str) -> bytes:
    """`raw` for the holder of the private key alone. Raises `SealError`."""
    key = _key(public, _PUBLIC)
    head = canonical_json({"attune": "sealed", "format": 1, "to": _fingerprint(key)})
    library = _library()
    return head.encode() + b"\n" + bytes(library.SealedBox(library.PublicKey(key)).encrypt(raw))


def opened(sealed: bytes, private: str) -> bytes:
    """What was sealed. Raises `SealError`."""
    head, _, box = sealed.partition(b"\n")
    try:
        plain = json.loads(head)
    except ValueError:
        plain = None
    if not isinstance(plain, dict) or plain.get("format") != 1:
        raise SealError("it is not sealed as Attune seals")
    library = _library()
    key = library.PrivateKey(_key(private, _PRIVATE))
    if plain.get("to") != _fingerprint(bytes(key.public_key)):
        raise SealError("it was sealed to another key than this course's")
    try:
        return bytes(library.SealedBox(key).decrypt(box))
    except importlib.import_module("nacl.exceptions").CryptoError:
        raise SealError("it was damaged or changed after it was sealed") from None


def _library() -> ModuleType:
    try:
        return importlib.import_module("nacl.public")  # an extra that most people do without
    except ImportError:
        raise SealError("sealing needs a library that is not installed: pip install 'attune[seal]'") from None


def _line(kind: str, key: bytes) -> str:
    return f"{kind} {base64.b64encode(key).decode()}\n"


def _key(line: str, kind: str) -> bytes:
    found, _, encoded = line.strip().partition(" ")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if found != kind or len(key) != 32:
        wanted = "public" if kind == _PUBLIC else "private"
        raise SealError(f"this is no {wanted} key of a course; `attune course key` makes a pair")
    return key


def _fingerprint(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]
