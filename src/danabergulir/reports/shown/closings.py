"""What is shown of closes: the list of them, what one brought, and the reserve beside what the classes ask for."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.closing import Adjusted, MonthClosed, MonthOutcome, PastClosing, YearClosed
from danabergulir.domain.fund.reserve import Reserve
from danabergulir.domain.journal import Voucher
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_rupiah
from danabergulir.reports.model.frame import head_shown
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import rupiah

_KIND: Final = Column("jenis", "Jenis", identifies=True, of=lambda item: item.closing.kind)
_PERIOD: Final = Column("periode", "Periode", identifies=True, of=lambda item: item.closing.period)
_LOCKED: Final = Column("terkunci_sampai", "Terkunci sampai", Kind.DATE, of=lambda item: item.closing.locked_to)
_HEAD: Final = Column("kepala_rantai", "Kepala buku", of=lambda item: head_shown(item.closing.shown_head))
_CLOSINGS: Final = (
    _KIND,
    _PERIOD,
    _LOCKED,
    Column("ditutup", "Ditutup", Kind.DATE, of=lambda past: date.fromisoformat(past.recorded_at[:10])),
    Column("status", "Status", of=lambda past: "dibuka lagi" if past.reopened_on else "tertutup"),
    Column("dibuka", "Dibuka", Kind.DATE, of=lambda past: past.reopened_on),
    Column("alasan", "Alasan", of=lambda past: past.reason),
    _HEAD,
)


def closing_list(past: Iterable[PastClosing]) -> Section:
    """Return every close in the order it was made, those opened again with their reason."""
    return Section(_CLOSINGS, rows_of(_CLOSINGS, past), empty_note="Belum ada bulan atau tahun yang ditutup.")


def _amount(voucher: Voucher | None) -> Rupiah:
    return voucher.posting.amount if voucher else NIL


def _number(voucher: Voucher | None) -> str:
    return voucher.number if voucher else ""


_CLOSED: Final = (
    _KIND,
    _PERIOD,
    _LOCKED,
    rupiah("penyusutan", "Penyusutan", of=lambda closed: _amount(closed.end.depreciation)),
    Column("bukti_penyusutan", "Bukti penyusutan", of=lambda closed: _number(closed.end.depreciation)),
    rupiah("penyesuaian_cadangan", "Penyesuaian cadangan risiko", of=lambda closed: closed.end.adjusted),
    Column("bukti_cadangan", "Bukti cadangan risiko", of=lambda closed: _number(closed.end.adjustment)),
    rupiah("cadangan_diperlukan", "Cadangan risiko diperlukan", of=lambda closed: closed.end.reserve.needed),
    rupiah("cadangan_dibukukan", "Cadangan risiko dibukukan", of=lambda closed: closed.end.reserve.booked),
    _HEAD,
)


def month_closed(closed: MonthClosed) -> Section:
    """Return a closed month with what its end brought, as a record of one row."""
    return Section(_CLOSED, rows_of(_CLOSED, [closed]), notes=tuple(_reserve_notes(closed.end.reserve)))


def _reserve_notes(found: Reserve) -> Iterator[str]:
    """Yield what to do about a reserve that is not what the classes ask for."""
    if found.missing:
        yield (
            f"Cadangan risiko {found.gap}. Sesuaikan di bulan yang masih terbuka: danabergulir cadangan sesuaikan. "
            "Lain kali: tutup dengan --sesuaikan-cadangan."
        )


class _Part(Struct, frozen=True):
    """A part of a year's profit, in rupiah; what is not divided has no percentage and no account of its own."""

    name: str
    percent: Fraction | None
    account: str
    amount: Rupiah


_PARTS: Final = (
    Column("bagian", "Bagian", identifies=True, of=lambda part: part.name),
    Column("persen", "Persen", Kind.PERCENT, of=lambda part: part.percent),
    Column("akun", "Akun", of=lambda part: part.account),
    rupiah("jumlah", "Jumlah", of=lambda part: part.amount),
)


def year_closed(closed: YearClosed) -> Section:
    """Return how a year's result was divided; what is not divided stays as retained result."""
    period = closed.closing.period
    parts = [_Part(share.name, share.percent, share.account, amount) for share, amount in closed.parts]
    rest = _Part("Laba ditahan", None, "", closed.undivided)
    word, amount = ("Laba", closed.profit) if closed.profit >= NIL else ("Rugi", -closed.profit)
    notes = [f"{word} tahun {period}: {format_rupiah(amount)}."]
    if closed.vouchers:
        numbers = ", ".join(voucher.number for voucher in closed.vouchers)
        notes.append(f"Dicatat tanggal {format_form(closed.dated_on)} dengan bukti {numbers}.")
    notes.append(f"Tahun {period} tertutup. Kepala buku: {head_shown(closed.closing.shown_head)}")
    if closed.end:
        notes.extend(_end_notes(closed.end))
    return Section(_PARTS, rows_of(_PARTS, [*parts, rest]), notes=tuple(notes))


def _end_notes(end: MonthOutcome) -> Iterator[str]:
    if end.depreciation:
        yield f"Penyusutan Desember {format_rupiah(end.depreciation.posting.amount)}, bukti {end.depreciation.number}."
    if end.adjustment:
        word, amount = ("ditambah", end.adjusted) if end.adjusted > NIL else ("dikurangi", -end.adjusted)
        yield f"Cadangan risiko {word} {format_rupiah(amount)}, bukti {end.adjustment.number}."
    yield from _reserve_notes(end.reserve)


_RESERVE: Final = (
    Column("per", "Per", Kind.DATE, of=lambda adjusted: adjusted.as_of),
    rupiah("diperlukan", "Diperlukan", of=lambda adjusted: adjusted.found.needed),
    rupiah("dibukukan", "Dibukukan", of=lambda adjusted: adjusted.found.booked),
    rupiah("selisih", "Selisih", of=lambda adjusted: adjusted.found.missing),
    Column("bukti", "Bukti", of=lambda adjusted: _number(adjusted.voucher)),
)


def reserve_record(adjusted: Adjusted) -> Section:
    """Return the reserve as it was found and the voucher that put it right, as a record of one row."""
    found, voucher = adjusted.found, adjusted.voucher
    if voucher:
        word = "dinaikkan" if found.missing > NIL else "diturunkan"
        note = f"Cadangan risiko {word} {format_rupiah(voucher.posting.amount)}."
    elif found.missing:
        note = f"Cadangan risiko {found.gap}. Percobaan saja, tidak ada yang dicatat."
    else:
        note = "Cadangan risiko sudah cocok, tidak ada yang perlu dicatat."
    return Section(_RESERVE, rows_of(_RESERVE, [adjusted]), notes=(note,))
