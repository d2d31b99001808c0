"""A count of the cash box against the book, and the notes and coins it was made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from danabergulir.domain.accounts import Account
from danabergulir.errors import UsageError
from danabergulir.money import Rupiah, format_difference, format_rupiah

NOTES: Final = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
"""Bank notes in use, in rupiah (Bank Indonesia, Tahun Emisi 2022)."""
COINS: Final = (1_000, 500, 200, 100, 50)
"""Coins in use, in rupiah (Bank Indonesia)."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """How many notes and coins of each value were counted; empty where nobody wrote them down."""

    notes: Mapping[int, int] = field(default_factory=dict)
    coins: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.notes or self.coins)

    @property
    def amount(self) -> Rupiah:
        """Return what they come to."""
        return Rupiah(sum(value * number for kind in (self.notes, self.coins) for value, number in kind.items()))

    def check(self, counted: Rupiah) -> None:
        """Raise ``UsageError`` for a value that is not in use, and when they do not come to what was counted."""
        for word, written, in_use in (("kertas", self.notes, NOTES), ("logam", self.coins, COINS)):
            for value in written:
                if value not in in_use:
                    known = ", ".join(format_rupiah(Rupiah(known)) for known in in_use)
                    raise UsageError(
                        f"--{word}: tidak ada uang {word} {format_rupiah(Rupiah(value))}", f"Yang ada: {known}."
                    )
        if self and self.amount != counted:
            raise UsageError(
                f"jumlah pecahannya {format_rupiah(self.amount)}, padahal uang yang dihitung {format_rupiah(counted)}",
                "Hitung lagi lembar dan kepingnya. Tulis semua pecahan, atau tidak sama sekali.",
            )


NO_PIECES: Final = Pieces()


@dataclass(frozen=True, slots=True)
class CashCount:
    """The cash box as counted at the end of a day, beside what the book says of that day as it stands, in rupiah.

    ``booked_then`` is what the book said when it was counted, and ``since`` are the vouchers recorded after that which
    explain the change, the oldest first; none where nothing changed. ``difference_account`` is where the board books
    what cannot be explained, None where the chart has none.
    """

    account: Account
    dated_on: date
    counted: Rupiah
    booked: Rupiah
    memo: str = ""
    difference_account: Account | None = None
    booked_then: Rupiah | None = None
    since: tuple[str, ...] = ()

    @property
    def difference(self) -> Rupiah:
        """Return counted less booked."""
        return self.counted - self.booked

    @property
    def as_counted(self) -> "CashCount":
        """Return the count beside what the book said then."""
        return self if self.booked_then is None else replace(self, booked=self.booked_then, booked_then=None, since=())

    @property
    def has_changed(self) -> bool:
        """Return whether the book of that day is another one than when it was counted."""
        return self.as_counted.booked != self.booked

    @property
    def story(self) -> str:
        """Return what the book said when it was counted and why it says something else now; empty where it does not."""
        if not self.has_changed:
            return ""
        then = self.as_counted
        return (
            f"Saat dihitung menurut buku {format_rupiah(then.booked)}, {format_difference(then.difference)}; "
            f"berubah karena {self.cause}."
        )

    @property
    def cause(self) -> str:
        """Return by which vouchers the book of that day changed since it was counted."""
        if not self.since:
            return "bukti yang dicatat sesudahnya"
        if len(self.since) > _VOUCHERS_NAMED:
            return f"{len(self.since)} bukti yang dicatat sesudahnya, terakhir {self.since[-1]}"
        return f"{', '.join(self.since)} yang dicatat sesudahnya"


_VOUCHERS_NAMED: Final = 3
