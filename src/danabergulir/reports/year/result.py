"""The closed result of a year and the split that the meeting agreed on."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from danabergulir.dates import format_form
from danabergulir.domain.accounts import label
from danabergulir.domain.fund.year import ResultPart, YearBooks, YearResult
from danabergulir.money import NIL, Rupiah, format_rupiah
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content, head_shown
from danabergulir.reports.model.sheet import Column, Kind, Section
from danabergulir.reports.model.table import rows_with_total, rupiah
from danabergulir.reports.origins.figure import Figure

UNDIVIDED: Final = "Tidak dibagi (laba ditahan)"
"""What is left on the account of retained results."""


class _SharedPart(NamedTuple):
    """A part of the result, in rupiah; what is not divided has no account of its own."""

    name: str
    account: str
    amount: Rupiah
    percent: Fraction | None
    origin: Callable[[], Figure]
    result: YearResult

    def share(self) -> Figure:
        """Return what the percentage is made of."""
        return origins.year.share(self.result, self.origin())


_COLUMNS: Final = (
    Column("bagian", "Bagian", identifies=True, of=lambda part: part.name),
    Column("akun", "Akun", of=lambda part: part.account),
    Column("persen", "Persen", Kind.PERCENT, of=lambda part: part.percent, origin=lambda part: part.share()),
    rupiah("jumlah", "Jumlah (Rp)", of=lambda part: part.amount, origin=lambda part: part.origin()),
)


def result_split(year: YearBooks) -> Content:
    """Return who got what of the year's result, and what stays undivided; nothing while the year is not closed."""
    result = year.result
    parts = list(_parts(result)) if result else []
    return Content(
        Section(
            _COLUMNS,
            rows_with_total(
                _COLUMNS, parts, label_under="bagian", label=_word(result.profit).upper() if result else ""
            ),
            empty_note="Labanya belum dibagi.",
        ),
        notes=tuple(_notes(year, result)) if result else (),
    )


def not_closed(year: YearBooks) -> str:
    """Return why a year has no closed result yet, and what to do."""
    if not year.is_over:
        return f"Tahun {year.year} belum berakhir."
    return f"Tahun {year.year} belum ditutup. Tutup dengan: danabergulir tutup tahun {year.year}"


def since_opened(year: YearBooks) -> tuple[str, ...]:
    """Return what a table says where the ledger was opened in one of its two years, so that it knows a part of it."""
    opened_on = year.books.opened_on
    if opened_on < year.year.before.first_on:
        return ()
    return (f"Buku dibuka {format_form(opened_on)}: uang dan setoran sebelum hari itu tidak tercatat.",)


def _word(profit: Rupiah) -> str:
    return "Rugi setahun" if profit < NIL else "Laba setahun"


def _parts(result: YearResult) -> Iterator[_SharedPart]:
    for part in result.parts:
        told = partial(_told, result, part)
        yield _SharedPart(part.name, label(part.account), part.amount, share_of(result, part.amount), told, result)
    left = result.undivided
    yield _SharedPart(UNDIVIDED, "", left, share_of(result, left), partial(_undivided, result), result)


def _told(result: YearResult, part: ResultPart) -> Figure:
    return origins.year.part(result, part.amount, part.name)


def _undivided(result: YearResult) -> Figure:
    return origins.year.undivided(result)


def share_of(result: YearResult, amount: Rupiah) -> Fraction | None:
    """Return a part of the profit in percent; a loss has no parts."""
    return Fraction(amount.value * 100, result.profit.value) if result.profit > NIL else None


def _notes(year: YearBooks, result: YearResult) -> Iterator[str]:
    amount = result.profit if result.profit >= NIL else -result.profit
    yield f"{_word(result.profit)} {year.year}: {format_rupiah(amount)}."
    if result.dated_on:
        yield f"Dicatat tanggal {format_form(result.dated_on)} dengan bukti {', '.join(result.vouchers)}."
    yield f"Tahun {year.year} sudah ditutup. Kepala buku saat tutup: {head_shown(result.head)}"
