"""A month or a year that is closed: its figures are kept as a fact, and nothing is dated into it any more."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.fund.reserve import Reserve
from danabergulir.domain.journal import Event, Transfer, Voucher
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import Struct, field
from danabergulir.money import NIL, Rupiah, format_rupiah, shortest_percent, split, total


class ClosingKind(StrEnum):
    """What was closed."""

    MONTH = "bulan"
    YEAR = "tahun"


ASSETS_BY_DAY: Final = "aset menurut tanggal"
"""What a close notes among its figures since the day counts for which an asset is registered.

A month that an older program closed goes on showing what was registered for a later day, and booked, by then.
"""


class Closing(Struct, frozen=True):
    """A close that is in force. ``locked_to`` is the last day nothing may be dated on or before.

    ``sequence`` and ``head`` name the newest voucher at the close; ``accounts`` and ``loans`` are balances in rupiah
    (debit positive; principal outstanding) at the end of ``locked_to``, of the vouchers up to that one. ``registers``
    are rows and digest of each register as the close found it. ``seal`` is the head of the chain of every row after the
    close; empty for one that is older than that chain.
    """

    kind: ClosingKind
    period: str
    locked_to: date
    sequence: int
    head: str
    accounts: Mapping[str, int]
    loans: Mapping[str, int]
    id: int = 0
    registers: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    seal: str = ""

    @property
    def shown_head(self) -> str:
        """Return the head that pages of the closed period carry."""
        return self.seal or self.head


class PastClosing(Struct, frozen=True):
    """A close as it stands in the list: when it was made, and when and why it was opened again, if it was."""

    closing: Closing
    recorded_at: str
    reopened_on: date | None = None
    reason: str = ""


class Share(Struct, frozen=True):
    """One agreed part of a year's profit: for whom, how many percent of it, and the account it goes to."""

    name: str
    percent: Fraction
    account: str


class MonthOutcome(Struct, frozen=True):
    """What the end of a month brought: its depreciation, the reserve as it stands then, and what is worth a look.

    ``adjusted`` is what the adjustment added to the reserve, in rupiah; negative when it released some. ``doubts``
    are what a person is asked about before: a cash box that was not counted, or differs from the book without a reason,
    and depreciation of more than the month, or of more than was bought.
    """

    depreciation: Voucher | None
    adjustment: Voucher | None
    adjusted: Rupiah
    reserve: Reserve
    warnings: tuple[str, ...]
    doubts: tuple[str, ...] = ()


class MonthClosed(Struct, frozen=True):
    """A month that was closed."""

    closing: Closing
    end: MonthOutcome


class YearClosed(Struct, frozen=True):
    """A year that was closed: its profit (a loss is negative), who got what of it, and the vouchers of it.

    ``end`` is what the end of December brought; None when December was closed before.
    """

    closing: Closing
    end: MonthOutcome | None
    dated_on: date
    profit: Rupiah
    parts: tuple[tuple[Share, Rupiah], ...]
    vouchers: tuple[Voucher, ...]

    @property
    def undivided(self) -> Rupiah:
        """Return what stays on the account of retained results."""
        return self.profit - total([amount for _, amount in self.parts])


class Reopened(Struct, frozen=True):
    """A close that was opened again, and the vouchers that took a year's close back."""

    closing: Closing
    vouchers: tuple[Voucher, ...]


class Adjusted(Struct, frozen=True):
    """The reserve as it was found on a day, and the voucher that put it right; None where none was needed or made.

    ``taken_off`` takes the same off a later adjustment, on its day, where there is one.
    """

    as_of: date
    found: Reserve
    voucher: Voucher | None
    taken_off: Voucher | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what happened to a later adjustment."""
        if self.taken_off is None:
            return ()
        posting = self.taken_off.posting
        remark = (
            f"cadangan risiko sudah disesuaikan pada {format_form(posting.dated_on)}; supaya tidak dibukukan dua kali, "
            f"{format_rupiah(posting.amount)} dibukukan balik pada hari itu ({self.taken_off.number})"
        )
        return (remark,)


def closes_own_year(dated_on: date) -> bool:
    """Return whether an entry of a year's close on that day closes the year of the day, not an earlier one.

    Only 31 December can: before it the year is not over, after it another one runs.
    """
    return (dated_on.month, dated_on.day) == (12, 31)


def divided(profit: Rupiah, shares: Sequence[Share]) -> list[Rupiah]:
    """Return each share of a profit in rupiah; with what is not divided they add up to it exactly.

    Raises ``UsageError`` when the shares are more than 100 percent.
    """
    rest = 100 - sum((share.percent for share in shares), Fraction(0))
    if rest < 0:
        raise UsageError(
            f"bagian laba berjumlah {shortest_percent(100 - rest)} persen",
            "Jumlah semua --bagi paling banyak 100 persen; sisanya tetap di laba ditahan.",
        )
    return split(profit, [*(share.percent for share in shares), rest])[:-1]


def closing_transfers(results: Mapping[str, int], retained: str) -> Iterator[Transfer]:
    """Yield the transfers that bring income and cost accounts to nil against the account of retained results.

    ``results`` are balances by account, debit positive.
    """
    for code, balance in sorted(results.items()):
        if balance > 0:
            yield Transfer(retained, code, Rupiah(balance))
        elif balance < 0:
            yield Transfer(code, retained, Rupiah(-balance))


def sharing_transfers(profit: Rupiah, shares: Sequence[Share], retained: str) -> Iterator[Transfer]:
    """Yield the transfers of the agreed shares out of the retained results; a share of nil moves nothing."""
    for share, amount in zip(shares, divided(profit, shares), strict=True):
        if amount > NIL:
            yield Transfer(retained, share.account, amount)


def refuse_reversal(voucher: Voucher) -> None:
    """Raise ``RefusedError`` for a voucher that a close made, or that corrects another: only what made it undoes it."""
    if voucher.posting.corrects:
        raise RefusedError(
            f"bukti {voucher.number} hanya membetulkan pembagian {voucher.posting.corrects}",
            f"Batalkan {voucher.posting.corrects}; pembetulannya ikut dibatalkan.",
        )
    if voucher.posting.event is Event.YEAR_CLOSE:
        raise RefusedError(
            f"bukti {voucher.number} dibuat oleh tutup tahun",
            'Buka tahunnya: danabergulir buka tahun TAHUN --alasan "..."',
        )
    if voucher.posting.event is Event.DEPRECIATION:
        raise RefusedError(
            f"bukti {voucher.number} dibuat oleh tutup bulan",
            "Perbaiki daftar asetnya: danabergulir aset ubah. Tutup bulan berikutnya menghitung selisihnya.",
        )
