"""What the page for everybody knows of the receipts: enough to find one by its code, and nothing to read off.

Of each receipt it has eleven octets: eight that only its code leads to, and three that only its code opens, with the
day and what became of it. The code is stretched by PBKDF2 with the head of the page as salt, so that whoever would try
all codes there can be needs months for the first that fits.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum
from hashlib import pbkdf2_hmac, sha256
from itertools import chain
from json import JSONEncoder
from typing import Final

from danabergulir.domain.witness.codes import code_of
from danabergulir.frozen import Struct

ROUNDS: Final = 1024
MOST: Final = 5_000
"""Receipts on a page at most: below 200 kB, and a second or two to make."""
_FOUND_BY: Final = 8
_OPENED: Final = 3

_encode: Final = JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode


class Fate(IntEnum):
    """What became of a receipt."""

    STANDS = 0
    REVERSED = 1
    CORRECTED = 2


class WitnessedReceipt(Struct, frozen=True):
    """A receipt as its holder can prove it: its number, its place among the entries of the ledger, its digest."""

    number: str
    index: int
    dated_on: date
    fate: Fate
    digest: str

    @property
    def code(self) -> str:
        """Return the code on the kuitansi."""
        return code_of(self.digest)


class MonthHead(Struct, frozen=True):
    """A month of the page: the head of its reports, and how many receipts it has."""

    month: str
    head: str
    receipts: int


class Witnessed(Struct, frozen=True):
    """Everything that a page vouches for: whose it is, its months, and the tree over its first ``size`` entries."""

    origin: str
    first_on: date
    last_on: date
    head: str
    size: int
    root: bytes
    months: tuple[MonthHead, ...]
    receipts: tuple[WitnessedReceipt, ...]

    @property
    def data(self) -> str:
        """Return it as the page carries it: JSON without blanks, ASCII alone, so that every reader has these octets."""
        return _encode(
            {
                "akar": self.root.hex(),
                "buku": self.origin,
                "bulan": [[item.month, item.head, item.receipts] for item in self.months],
                "catatan": self.size,
                "dari": self.first_on.isoformat(),
                "garam": self.head,
                "putaran": ROUNDS,
                "sampai": self.last_on.isoformat(),
                "setoran": b64encode(b"".join(self._entries())).decode(),
            }
        )

    def _entries(self) -> Sequence[bytes]:
        """Return the receipts without any order that tells of them."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - what prints no page need not load it

        halves = self.receipts[::2], self.receipts[1::2]
        with ThreadPoolExecutor() as beside:  # PBKDF2 holds up no other thread
            made = beside.map(lambda half: [_entry(item, self.head, self.first_on) for item in half], halves)
            return sorted(chain.from_iterable(made))


def code_of_page(data: str) -> str:
    """Return the code of a page by what it carries."""
    return code_of(sha256(data.encode("ascii")).hexdigest())


def _entry(receipt: WitnessedReceipt, salt: str, since: date) -> bytes:
    code = receipt.code.replace("-", "").encode("ascii")
    stretched = pbkdf2_hmac("sha256", code, bytes.fromhex(salt), ROUNDS, _FOUND_BY + _OPENED)
    said = (receipt.dated_on - since).days.to_bytes(_OPENED - 1, "big") + bytes([receipt.fate])
    return stretched[:_FOUND_BY] + bytes(a ^ b for a, b in zip(stretched[_FOUND_BY:], said, strict=True))


def counted(receipts: Iterable[WitnessedReceipt], month: str) -> int:
    """Return how many receipts a month has."""
    return sum(f"{item.dated_on:%Y-%m}" == month for item in receipts)
