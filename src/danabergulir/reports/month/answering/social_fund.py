"""The surplus given to social aid and neighbourhood works, to the last rupiah: set aside, decided, paid, left."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.books import Books
from danabergulir.domain.tridaya import TITLE_OF, ActivityKept, FundKept, FundMove, Tridaya
from danabergulir.frozen import Struct, replace
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Section, rows_of
from danabergulir.reports.model.table import count, rows_with_total, rupiah

_COLUMNS: Final = (
    Column("kegiatan", "No. Kegiatan", identifies=True, of=lambda kept: kept.activity.number),
    Column("nama", "Nama Kegiatan", identifies=True, of=lambda kept: kept.activity.name),
    Column("dana", "Dana", of=lambda kept: kept.activity.fund.value),
    Column("rw", "RW", of=lambda kept: kept.activity.rw),
    count(
        "penerima",
        "Penerima",
        of=lambda kept: kept.activity.recipients,
        origin=lambda kept: origins.social.recipients(kept.activity),
    ),
    rupiah(
        "anggaran",
        "Anggaran",
        of=lambda kept: kept.activity.budget,
        origin=lambda kept: origins.social.budget(kept.activity),
    ),
    rupiah("dibayar", "Dibayar", of=lambda kept: kept.paid, origin=lambda kept: origins.social.paid(kept)),
    rupiah("sisa", "Sisa", of=lambda kept: kept.left, origin=lambda kept: origins.social.left(kept)),
    Column("ba", "Berita Acara", of=lambda kept: kept.activity.minutes),
)


class _FundLine(Struct, frozen=True):
    """A fund with the activities beside it."""

    fund: FundKept
    whole: Tridaya


_FUNDS: Final = (
    Column("dana", "Dana", identifies=True, of=lambda line: TITLE_OF[line.fund.fund]),
    rupiah(
        "disisihkan",
        "Disisihkan",
        of=lambda line: _sum(line.fund.came_in),
        origin=lambda line: origins.social.came_in(line.fund),
    ),
    rupiah(
        "dibayar",
        "Dibayar untuk Kegiatan",
        of=lambda line: -_sum(line.fund.paid_out),
        origin=lambda line: origins.social.spent(line.fund),
    ),
    rupiah(
        "tanpa_kegiatan",
        "Keluar tanpa Kegiatan",
        of=lambda line: -_sum(line.fund.otherwise),
        origin=lambda line: origins.social.spent_otherwise(line.fund),
    ),
    rupiah("sisa", "Sisa Dana", of=lambda line: line.fund.left, origin=lambda line: origins.social.held(line.fund)),
    rupiah(
        "belum_dibayar",
        "Anggaran Belum Dibayar",
        of=lambda line: line.whole.unpaid(line.fund.fund),
        origin=lambda line: origins.social.unpaid(line.fund, line.whole),
    ),
    rupiah(
        "bebas",
        "Belum Ada Kegiatannya",
        of=lambda line: max(line.fund.left - line.whole.unpaid(line.fund.fund), NIL),
        origin=lambda line: origins.social.free(line.fund, line.whole),
    ),
)


class _Place(Struct, frozen=True):
    """The activities in one RW."""

    rw: str
    activities: tuple[ActivityKept, ...]


_PLACES: Final = (
    Column("rw", "RW", identifies=True, of=lambda place: place.rw or "Semua RW"),
    count(
        "kegiatan",
        "Kegiatan",
        of=lambda place: len(place.activities),
        origin=lambda place: origins.social.how_many(place.activities),
    ),
    count(
        "penerima",
        "Penerima",
        of=lambda place: sum(item.activity.recipients or 0 for item in place.activities),
        origin=lambda place: origins.social.all_recipients(place.activities),
    ),
    rupiah(
        "dibayar",
        "Dibayar",
        of=lambda place: total([item.paid for item in place.activities]),
        origin=lambda place: origins.social.all_paid(place.activities),
    ),
)


def social_fund(books: Books) -> Content:
    """Return ``dana-sosial``: every activity decided so far, the funds that pay for them, and what each RW got."""
    whole = books.tridaya
    lines = [_FundLine(fund, whole) for fund in _in_use(whole)]
    places = [
        _Place(rw, tuple(item for item in whole.activities if item.activity.rw == rw))
        for rw in sorted({item.activity.rw for item in whole.activities})
    ]
    activities = activities_section(whole)
    return Content(
        replace(activities, title="Kegiatan, sejak buku dibuka", notes=()) if lines else activities,
        notes=tuple(_notes(whole, books.opened_on)),
        above=(Section(_FUNDS, rows_of(_FUNDS, lines), title="Kedua Dana, sejak buku dibuka"),) if lines else (),
        more=(Section(_PLACES, rows_of(_PLACES, places), title="Menurut RW, sejak buku dibuka"),) if places else (),
    )


def activities_section(whole: Tridaya) -> Section:
    """Return the activities with what was decided, paid and left of each, as ``kegiatan daftar`` prints them."""
    rows = rows_with_total(_COLUMNS, whole.activities, label_under="nama", also=("penerima",))
    return Section(_COLUMNS, rows, notes=tuple(_by_fund(whole)), empty_note="Belum ada kegiatan.")


def _in_use(whole: Tridaya) -> list[FundKept]:
    """Return the funds that money was ever set aside in, or that an activity was decided for."""
    wanted = {item.activity.fund for item in whole.activities}
    return [fund for fund in whole.funds if fund.moves or fund.fund in wanted]


def _by_fund(whole: Tridaya) -> Iterator[str]:
    for fund in _in_use(whole):
        otherwise = f", keluar tanpa kegiatan {format_rupiah(-_sum(fund.otherwise))}" if fund.otherwise else ""
        yield (
            f"{TITLE_OF[fund.fund]}: disisihkan {format_rupiah(_sum(fund.came_in))}, dibayar untuk kegiatan "
            f"{format_rupiah(-_sum(fund.paid_out))}{otherwise}, sisa {format_rupiah(fund.left)}."
        )


def _notes(whole: Tridaya, opened_on: date) -> Iterator[str]:
    if not _in_use(whole):
        return
    opening = [(TITLE_OF[fund.fund], _sum(move for move in fund.came_in if move.is_opening)) for fund in whole.funds]
    told = ", ".join(f"{title} {format_rupiah(amount)}" for title, amount in opening if amount)
    yield f"Semua angka dihitung sejak buku dibuka, {format_form(opened_on)}, sampai tanggal laporan ini."
    yield (
        f"Sisa dana = saldo akunnya di neraca. Disisihkan = {f'saldo awal buku ({told}), ' if told else ''}bagian laba "
        "waktu tutup tahun, dan lainnya yang masuk."
    )
    beyond = [item.activity.number for item in whole.activities if item.left < NIL]
    if beyond:
        yield f"Dibayar melebihi anggarannya: {', '.join(beyond)}."
    for fund in whole.funds:
        undone = {move.takes_back for move in fund.otherwise}
        vouchers = [move.voucher for move in fund.otherwise if not move.takes_back and move.voucher not in undone]
        if vouchers:
            yield f"{TITLE_OF[fund.fund]} keluar tanpa kegiatan: {', '.join(vouchers)}."
        if fund.left < NIL:
            yield f"{TITLE_OF[fund.fund]} kurang {format_rupiah(-fund.left)}: dibayar melebihi dananya."
        missing = whole.unpaid(fund.fund) - max(fund.left, NIL)
        if missing > NIL:
            yield f"Anggaran yang belum dibayar melebihi {TITLE_OF[fund.fund]} sebesar {format_rupiah(missing)}."


def _sum(moves: Iterable[FundMove]) -> Rupiah:
    return Rupiah(sum(move.amount for move in moves))
