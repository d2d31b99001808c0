"""Who was reached: members of the KSM that borrowed, by RW; what is not written down has a column of its own."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.reached import PlaceReached, by_place, share_of_poor, share_of_women
from danabergulir.money import format_count, format_percent, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, Style, rows_of
from danabergulir.reports.model.table import count, rupiah


def _size(place: PlaceReached) -> int:
    return sum(group.size for group in place.groups)


def _women(place: PlaceReached) -> int:
    return sum(group.women for group in place.groups)


def _poor(place: PlaceReached) -> int:
    return sum(group.poor for group in place.groups)


def _untold(place: PlaceReached) -> int:
    return sum(group.untold for group in place.groups)


_COLUMNS: Final = (
    Column("rw", "RW", identifies=True, of=lambda place: place.rw),
    count("jumlah_ksm", "KSM", of=lambda place: len(place.groups), origin=lambda place: origins.reached.groups(place)),
    count("anggota", "Anggota", of=_size, origin=lambda place: origins.reached.members(place)),
    count("perempuan", "Perempuan", of=_women, origin=lambda place: origins.reached.women(place)),
    count("miskin", "Miskin", of=_poor, origin=lambda place: origins.reached.poor(place)),
    count("belum_tercatat", "Belum Tercatat", of=_untold, origin=lambda place: origins.reached.untold(place)),
    count(
        "peminjam_baru",
        "Peminjam Baru",
        of=lambda place: len(place.first_timers),
        origin=lambda place: origins.reached.first_timers(place),
    ),
    Column(
        "persen_perempuan",
        "Perempuan (%)",
        Kind.PERCENT,
        of=lambda place: share_of_women(place.groups),
        origin=lambda place: origins.reached.share_of_women(place, share_of_women(place.groups) or Fraction()),
    ),
    Column(
        "persen_miskin",
        "Miskin (%)",
        Kind.PERCENT,
        of=lambda place: share_of_poor(place.groups),
        origin=lambda place: origins.reached.share_of_poor(place, share_of_poor(place.groups) or Fraction()),
    ),
    rupiah(
        "omset_awal",
        "Omset Awal",
        of=lambda place: place.turnover_then,
        origin=lambda place: origins.reached.turnover_then(place),
    ),
    rupiah(
        "omset_kini",
        "Omset Kini",
        of=lambda place: place.turnover_now,
        origin=lambda place: origins.reached.turnover_now(place),
    ),
    count(
        "pinjam_lagi",
        "Pinjam Lagi",
        of=lambda place: len(place.repeaters),
        origin=lambda place: origins.reached.repeaters(place),
    ),
    rupiah(
        "tabungan",
        "Tabungan",
        of=lambda place: total([group.saved for group in place.groups]),
        origin=lambda place: origins.reached.saved(place),
    ),
)


def reached(books: Books) -> Content:
    """Return ``sasaran`` of a month: the KSM that have borrowed by its end, and who is in them."""
    return reached_since(books, books.month.first_on, "bulan ini")


def reached_since(books: Books, since: date, words: str) -> Content:
    """Return the same with those who borrowed for the first time since a day, ``words`` saying since when."""
    places = by_place(books.reached, since)
    rows: tuple[Row, ...] = rows_of(_COLUMNS, places)
    everybody = PlaceReached("JUMLAH", books.reached, since)
    if places:
        rows = (*rows, *rows_of(_COLUMNS, [everybody], Style.TOTAL))
    section = Section(_COLUMNS, rows, empty_note="Belum ada KSM yang meminjam.")
    return Content(section, notes=tuple(_notes(everybody, words)) if places else ())


def _notes(everybody: PlaceReached, words: str) -> Iterator[str]:
    women, poor = share_of_women(everybody.groups), share_of_poor(everybody.groups)
    if women is not None and poor is not None:
        yield (
            f"{format_count(_size(everybody))} anggota: perempuan {format_percent(women)} %, "
            f"miskin {format_percent(poor)} %."
        )
    if _untold(everybody):
        yield (
            f"Belum tercatat = jenis kelamin atau miskin-tidaknya belum dicatat: {format_count(_untold(everybody))} "
            "anggota. Mereka tidak dihitung sebagai perempuan atau miskin, jadi persennya paling sedikit."
        )
    yield f"KSM = yang pernah meminjam. Peminjam baru = pinjaman pertamanya cair {words}."
    yield (
        "Omset = jumlah omset anggota yang tercatat saat pinjaman pertama KSM-nya (paling awal saat buku dibuka) dan "
        "sekarang."
    )
