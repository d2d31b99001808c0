"""A count of the cash box against the book, and the notes and coins it was made of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from danabergulir.domain.accounts import Account
from danabergulir.errors import UsageError
from danabergulir.frozen import Struct, field, replace
from danabergulir.money import NIL, Rupiah, format_count, format_difference, format_rupiah

NOTES: Final = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
"""Bank notes in use, in rupiah (Bank Indonesia, Tahun Emisi 2022)."""
COINS: Final = (1_000, 500, 200, 100, 50)
"""Coins in use, in rupiah (Bank Indonesia)."""


class Pieces(Struct, frozen=True):
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


class CashCount(Struct, frozen=True):
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


class MoneyMove(Struct, frozen=True):
    """What a voucher did to the cash box and to the bank accounts together, in rupiah, below nil where money left."""

    voucher: str
    text: str
    cash: Rupiah
    bank: Rupiah

    @property
    def amount(self) -> Rupiah:
        """Return how much money it moved."""
        moved = self.cash or self.bank
        return max(moved, -moved)


class Explanation(Struct, frozen=True):
    """What may be behind a difference: a voucher, and what may be wrong about it."""

    move: MoneyMove
    guess: str


_MOST_GUESSES: Final = 8
_PAIR: Final = 2


def explanations(difference: Rupiah, moves: Sequence[MoneyMove]) -> tuple[Explanation, ...]:
    """Return what may explain a difference (counted less booked), the likeliest first; nothing where there is none.

    Each is one voucher by which, were it recorded rightly, the book would say what was counted.
    """
    if not difference:
        return ()
    found = [(order, move, guess) for move in moves for order, guess in _guesses(difference, move)]
    return tuple(Explanation(move, guess) for _, move, guess in sorted(found, key=lambda item: item[0])[:_MOST_GUESSES])


def _guesses(difference: Rupiah, move: MoneyMove) -> Iterator[tuple[int, str]]:
    """Yield what may be wrong about one voucher, with its place among the likely ones."""
    cash, bank = move.cash, move.bank
    if not cash:
        if bank == difference:
            yield (
                0,
                "tercatat masuk bank, mungkin uangnya masuk kas"
                if bank > NIL
                else ("tercatat dibayar dari bank, mungkin dibayar dari kas"),
            )
        return
    if cash == -difference:
        if bank == -cash:
            yield 0, "tercatat dipindah antara kas dan bank, mungkin uangnya belum dipindah"
        elif cash > NIL:
            yield 0, "tercatat masuk kas, mungkin uangnya masuk bank atau tercatat dua kali"
        else:
            yield 0, "tercatat keluar dari kas, mungkin dibayar dari bank atau tercatat dua kali"
    if cash == difference:
        yield 3, "sebesar selisihnya, mungkin ada satu lagi yang sama dan belum dicatat"
    if cash + cash == -difference:
        yield 2, "separuh selisihnya, mungkin uang masuk dan keluar tertukar"
    sign = 1 if cash > NIL else -1
    written, right = cash * sign, (cash + difference) * sign
    if _is_swapped(written, right):
        yield 1, f"mungkin dua angkanya tertukar, seharusnya {format_count(right.value)}"
    elif right.value > 0 and (right == written * 10 or written == right * 10):
        yield 1, f"mungkin nolnya kurang atau lebih, seharusnya {format_count(right.value)}"


def _is_swapped(written: Rupiah, right: Rupiah) -> bool:
    """Return whether two digits of what was written, in each other's place, make the right amount."""
    digits, wanted = str(written.value), str(right.value)
    if len(digits) != len(wanted):
        return False
    apart = [place for place in range(len(digits)) if digits[place] != wanted[place]]
    if len(apart) != _PAIR:
        return False
    one, other = apart
    return digits[one] == wanted[other] and digits[other] == wanted[one]
