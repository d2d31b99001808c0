"""What is shown of closes: the list of them, what one brought, and the reserve beside what the classes ask for."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.closing import Closing, MonthEnd, PastClosing, YearClosed
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.reserve import Reserve
from danabergulir.money import NIL, format_rupiah
from danabergulir.reports.model.frame import head_shown
from danabergulir.reports.model.sheet import Column, Kind, Section, rows
from danabergulir.reports.model.table import rupiah

_KIND: Final = Column("jenis", "Jenis", identifies=True)
_PERIOD: Final = Column("periode", "Periode", identifies=True)
_LOCKED: Final = Column("terkunci_sampai", "Terkunci sampai", Kind.DATE)
_HEAD: Final = Column("kepala_rantai", "Kepala rantai")
_CLOSINGS: Final = (
    _KIND,
    _PERIOD,
    _LOCKED,
    Column("ditutup", "Ditutup", Kind.DATE),
    Column("status", "Status"),
    Column("dibuka", "Dibuka", Kind.DATE),
    Column("alasan", "Alasan"),
    _HEAD,
)


def closing_list(past: Iterable[PastClosing]) -> Section:
    """Return every close in the order it was made, those opened again with their reason."""
    lines = [
        (
            *(item.closing.kind, item.closing.period, item.closing.locked_to),
            date.fromisoformat(item.recorded_at[:10]),
            "dibuka lagi" if item.reopened_on else "tertutup",
            item.reopened_on,
            item.reason,
            head_shown(item.closing.head),
        )
        for item in past
    ]
    return Section(_CLOSINGS, rows(lines), empty_note="Belum ada bulan atau tahun yang ditutup.")


_CLOSED: Final = (
    _KIND,
    _PERIOD,
    _LOCKED,
    rupiah("penyusutan", "Penyusutan"),
    Column("bukti_penyusutan", "Bukti penyusutan"),
    rupiah("penyesuaian_cadangan", "Penyesuaian cadangan"),
    Column("bukti_cadangan", "Bukti cadangan"),
    rupiah("cadangan_diperlukan", "Cadangan diperlukan"),
    rupiah("cadangan_dibukukan", "Cadangan dibukukan"),
    _HEAD,
)


def month_closed(closing: Closing, end: MonthEnd) -> Section:
    """Return a closed month with what its end brought, as a record of one row."""
    facts = (
        *(closing.kind, closing.period, closing.locked_to),
        *(end.depreciation.posting.amount if end.depreciation else NIL, _number(end.depreciation)),
        *(end.adjusted, _number(end.adjustment)),
        *(end.reserve.needed, end.reserve.booked, head_shown(closing.head)),
    )
    return Section(_CLOSED, rows([facts]), notes=tuple(_reserve_notes(end.reserve)))


def _number(voucher: Voucher | None) -> str:
    return voucher.number if voucher else ""


def _reserve_notes(found: Reserve) -> Iterator[str]:
    """Yield what to do about a reserve that is not what the classes ask for."""
    if found.missing:
        yield (
            f"Cadangan {found.gap}. Sesuaikan di bulan yang masih terbuka: danabergulir cadangan sesuaikan. "
            "Lain kali: tutup dengan --sesuaikan-cadangan."
        )


_SHARES: Final = (
    Column("bagian", "Bagian", identifies=True),
    Column("persen", "Persen", Kind.PERCENT),
    Column("akun", "Akun"),
    rupiah("jumlah", "Jumlah"),
)


def year_closed(closed: YearClosed) -> Section:
    """Return how a year's result was divided; what is not divided stays as retained result."""
    period = closed.closing.period
    lines = [(share.name, share.percent, share.account, amount) for share, amount in closed.parts]
    rest = ("Laba ditahan", None, "", closed.undivided)
    word, amount = ("Laba", closed.profit) if closed.profit >= NIL else ("Rugi", -closed.profit)
    notes = [f"{word} tahun {period}: {format_rupiah(amount)}."]
    if closed.vouchers:
        numbers = ", ".join(voucher.number for voucher in closed.vouchers)
        notes.append(f"Dicatat tanggal {format_form(closed.dated_on)} dengan bukti {numbers}.")
    notes.append(f"Tahun {period} tertutup. Kepala rantai: {head_shown(closed.closing.head)}")
    if closed.end:
        notes.extend(_end_notes(closed.end))
    return Section(_SHARES, rows([*lines, rest]), notes=tuple(notes))


def _end_notes(end: MonthEnd) -> Iterator[str]:
    if end.depreciation:
        yield f"Penyusutan Desember {format_rupiah(end.depreciation.posting.amount)}, bukti {end.depreciation.number}."
    if end.adjustment:
        word, amount = ("ditambah", end.adjusted) if end.adjusted > NIL else ("dikurangi", -end.adjusted)
        yield f"Cadangan {word} {format_rupiah(amount)}, bukti {end.adjustment.number}."
    yield from _reserve_notes(end.reserve)


_RESERVE: Final = (
    Column("per", "Per", Kind.DATE),
    rupiah("diperlukan", "Diperlukan"),
    rupiah("dibukukan", "Dibukukan"),
    rupiah("selisih", "Selisih"),
    Column("bukti", "Bukti"),
)


def reserve_record(as_of: date, found: Reserve, voucher: Voucher | None) -> Section:
    """Return the reserve as it was found and the voucher that put it right, as a record of one row."""
    if voucher:
        word = "dinaikkan" if found.missing > NIL else "diturunkan"
        note = f"Cadangan {word} {format_rupiah(voucher.posting.amount)}."
    elif found.missing:
        note = f"Cadangan {found.gap}. Percobaan saja, tidak ada yang dicatat."
    else:
        note = "Cadangan sudah cocok, tidak ada yang perlu dicatat."
    facts = (as_of, found.needed, found.booked, found.missing, voucher.number if voucher else "")
    return Section(_RESERVE, rows([facts]), notes=(note,))
