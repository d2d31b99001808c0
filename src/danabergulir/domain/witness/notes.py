"""Signed heads in the public formats of C2SP: the signed note, the checkpoint in it, and the proof between two.

c2sp.org/signed-note, c2sp.org/tlog-checkpoint, and the body that c2sp.org/tlog-witness sends: ``old N``, the hashes, an
empty line, the checkpoint. The signing itself is left to whoever holds a key.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.frozen import Struct

ORIGIN: Final = "danabergulir/"
"""What the name of every ledger begins with as the origin of its checkpoints."""
_ED25519: Final = b"\x01"
_KEY: Final = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/]+=*)")
_SIGNATURE: Final = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+=*)")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_OLD: Final = re.compile(r"old (?P<size>0|[1-9][0-9]{0,18})")
_ID_LENGTH: Final = 4
_HASH_LENGTH: Final = 32
_FEWEST_LINES: Final = 3


class VerifierKey(Struct, frozen=True):
    """The public half of a key and the name it signs under, written ``name+id+key``."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """Return the four octets by which a signature names this key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:_ID_LENGTH]

    def __str__(self) -> str:
        """Return it as verifiers take it."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.key).decode()}"


def read_key(text: str) -> VerifierKey:
    """Return the public key in a text. Raises ``UsageError``."""
    found = _KEY.fullmatch(text.strip())
    octets = _decoded(found["key"]) if found else b""
    if found and len(octets) == 1 + _HASH_LENGTH and octets[:1] == _ED25519:
        key = VerifierKey(found["name"], octets[1:])
        if key.id.hex() == found["id"]:
            return key
    raise UsageError(
        "kunci umum tidak dapat dibaca",
        "Pakai file berakhiran .umum yang dibuat danabergulir tanda-tangan buat.",
    )


class Checkpoint(Struct, frozen=True):
    """The head of a tree: whose it is, how many entries it has, and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    def signed(self, key: VerifierKey, signature: bytes) -> str:
        """Return the note with one signature."""
        return f"{self.body}\n— {key.name} {b64encode(key.id + signature).decode()}\n"


class Note(Struct, frozen=True):
    """A signed checkpoint as it was read: ``signed`` is the text under the signatures, each a name, an id and octets.

    ``since`` and ``proof`` are of the older checkpoint that it was shown to go on from; None where it comes alone.
    """

    checkpoint: Checkpoint
    signed: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]
    since: int | None = None
    proof: tuple[bytes, ...] = ()

    def of(self, key: VerifierKey) -> bytes | None:
        """Return the signature that says it is by a key."""
        return next((octets for name, known, octets in self.signatures if (name, known) == (key.name, key.id)), None)


def with_proof(note: str, since: int, proof: Sequence[bytes]) -> str:
    """Return a note below the proof that it goes on from the checkpoint of size ``since``."""
    return "\n".join((f"old {since}", *(b64encode(step).decode() for step in proof), "", note))


def read_note(text: str) -> Note:
    """Return a signed checkpoint, with or without the proof above it. Raises ``FaultyDataError``."""
    since: int | None = None
    proof: tuple[bytes, ...] = ()
    note = text
    if text.startswith("old "):
        above, _, note = text.partition("\n\n")
        first, *hashes = above.split("\n")
        found = _OLD.fullmatch(first)
        proof = tuple(map(_decoded, hashes))
        if found is None or any(len(step) != _HASH_LENGTH for step in proof):
            raise _unreadable()
        since = int(found["size"])
    body, parted, below = note.rpartition("\n\n")
    lines = body.split("\n")
    signatures = tuple(map(_SIGNATURE.fullmatch, below.removesuffix("\n").split("\n")))
    if not parted or len(lines) < _FEWEST_LINES or not all(lines) or not below.endswith("\n") or not all(signatures):
        raise _unreadable()
    root = _decoded(lines[2])
    if not _SIZE.fullmatch(lines[1]) or len(root) != _HASH_LENGTH:
        raise _unreadable()
    octets = [(found["name"], _decoded(found["signature"])) for found in signatures if found]
    return Note(
        Checkpoint(lines[0], int(lines[1]), root),
        f"{body}\n".encode(),
        tuple((name, signature[:_ID_LENGTH], signature[_ID_LENGTH:]) for name, signature in octets),
        since,
        proof,
    )


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def _unreadable() -> FaultyDataError:
    return FaultyDataError(
        "file ini bukan kepala buku bertanda tangan",
        "Pakai file yang dibuat danabergulir tanda-tangan bubuhkan, tanpa diubah sedikit pun.",
    )
