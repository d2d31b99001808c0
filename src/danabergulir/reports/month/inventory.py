"""U-5, the book of inventory and fixed assets, with the depreciation of the month."""

from collections.abc import Iterable, Sequence
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.assets import FixedAsset, depreciated_to
from danabergulir.domain.books import Books
from danabergulir.money import Rupiah, format_count, format_rupiah, total
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import count, rows_with_total, rupiah
from danabergulir.reports.origins.figure import less


def inventory(books: Books) -> Content:
    """Return ``inventaris``: every asset held at the end of the month, written down to it by the straight line.

    The notes set the register beside the two accounts of the balance sheet, where the chart has them.
    """
    held = [asset for asset in books.assets if asset.is_held(books.as_of)]
    return Content(assets_section(held, books.month), notes=tuple(_beside_the_accounts(books, held)))


_NUMBER: Final = Column("nomor", "Nomor", identifies=True, of=lambda asset: asset.number)


def assets_section(assets: Iterable[FixedAsset], month: Month) -> Section:
    """Return assets with their depreciation in a month, to the end of it, and their book value then."""
    columns = _columns(month)
    table = rows_with_total(columns, assets, label_under="nama")
    return Section(columns, table, empty_note="Belum ada inventaris.", numbered=True)


def _columns(month: Month) -> tuple[Column, ...]:
    before, written_down = month.shifted(-1), "Penyusutan"
    return (
        _NUMBER,
        Column("nama", "Nama", identifies=True, of=lambda asset: asset.name),
        Column("tanggal_beli", "Tanggal Beli", Kind.DATE, of=lambda asset: asset.bought_on),
        count("jumlah", "Jumlah", of=lambda asset: asset.quantity, origin=lambda thing: origins.assets.quantity(thing)),
        Column("tempat", "Tempat", of=lambda asset: asset.place),
        rupiah("harga", "Harga Beli", of=lambda asset: asset.cost, origin=lambda thing: origins.assets.cost(thing)),
        count(
            "umur_bulan",
            "Umur (bulan)",
            of=lambda asset: asset.life_months,
            origin=lambda thing: origins.assets.life(thing),
        ),
        rupiah(
            "penyusutan_bulan_ini",
            "Bulan Ini",
            written_down,
            of=lambda asset: depreciated_to(asset, month) - depreciated_to(asset, before),
            origin=lambda asset: origins.assets.depreciated_in(asset, month),
        ),
        rupiah(
            "penyusutan_sd_bulan_ini",
            "s.d. Bulan Ini",
            written_down,
            of=lambda asset: depreciated_to(asset, month),
            origin=lambda asset: origins.assets.depreciated(asset, month),
        ),
        rupiah(
            "nilai_buku",
            "Nilai Buku",
            of=lambda asset: asset.cost - depreciated_to(asset, month),
            origin=lambda asset: less(
                "Nilai buku", origins.assets.cost(asset), origins.assets.depreciated(asset, month)
            ),
        ),
    )


def _beside_the_accounts(books: Books, held: Sequence[FixedAsset]) -> Iterable[str]:
    cost = total([asset.cost for asset in held])
    written_down = total([depreciated_to(asset, books.month) for asset in held])
    for role, sign, listed in ((Role.INVENTORY, 1, cost), (Role.DEPRECIATION, -1, written_down)):
        for item in books.figures_with(role):
            booked = Rupiah(sign * item.net)
            if booked != listed:
                yield (
                    f"Akun {item.account.code} {item.account.name} di neraca {format_rupiah(booked)}, "
                    f"menurut buku ini {format_rupiah(listed)}."
                )
    yield "Penyusutan garis lurus per bulan, mulai bulan sesudah dibeli. Dibukukan saat tutup bulan."


_REGISTERED: Final = (
    _NUMBER,
    Column("nama", "Nama", of=lambda asset: asset.name),
    Column("tanggal_beli", "Tanggal beli", Kind.DATE, of=lambda asset: asset.bought_on),
    count("jumlah", "Jumlah", of=lambda asset: asset.quantity, origin=lambda thing: origins.assets.quantity(thing)),
    Column("tempat", "Tempat", of=lambda asset: asset.place),
    rupiah("harga", "Harga beli", of=lambda asset: asset.cost, origin=lambda thing: origins.assets.cost(thing)),
    count(
        "umur_bulan",
        "Umur (bulan)",
        of=lambda asset: asset.life_months,
        origin=lambda thing: origins.assets.life(thing),
    ),
    rupiah(
        "sudah_disusutkan",
        "Disusutkan sebelum buku ini",
        of=lambda asset: asset.depreciated_before,
        origin=lambda thing: origins.assets.before(thing),
    ),
    Column("dilepas", "Dilepas", Kind.DATE, of=lambda asset: asset.gone_on),
)


def registered(asset: FixedAsset, notes: Sequence[str] = ()) -> Section:
    """Return an asset as it stands in the register, as a record of one row."""
    return Section(_REGISTERED, rows_of(_REGISTERED, [asset]), notes=tuple(notes))


def added_note(asset: FixedAsset, chart: Chart, *, carried: bool) -> str:
    """Return how the buying is booked, for the register books nothing.

    Of an asset ``carried`` forward by the opening balances: what it is taken to be written down by.
    """
    if carried:
        return (
            f"Dibeli sebelum saldo awal; {format_rupiah(asset.depreciated_before)} dianggap sudah disusutkan. "
            "Bila di buku lama lain, isi --sudah-disusutkan."
        )
    return (
        "Daftar ini tidak mencatat uang. Bila belum, catat pembeliannya: "
        f'danabergulir kas keluar {_code(chart, Role.INVENTORY)} {format_count(asset.cost.value)} "Beli {asset.name}" '
        f"--tanggal {asset.bought_on}"
    )


def late_note(late: Rupiah, month: Month) -> tuple[str, ...]:
    """Return what the close of a month will book of earlier months for an asset that is registered in it."""
    if not late:
        return ()
    before = month.shifted(-1).long_name
    return (f"Penyusutannya sampai {before}, {format_rupiah(late)}, dicatat sekaligus saat {month.long_name} ditutup.",)


def leaving_notes(asset: FixedAsset, written_down: Rupiah, chart: Chart) -> tuple[str, ...]:
    """Return the entries that take an asset that is gone off the balance sheet."""
    code, left = _code(chart, Role.INVENTORY), asset.cost - written_down
    entries = ["Daftar ini tidak mencatat uang. Keluarkan barangnya dari neraca dengan:"]
    for opposite, amount in ((_code(chart, Role.DEPRECIATION), written_down), ("AKUN-BIAYA", left)):
        if amount:
            entries.append(
                f'danabergulir jurnal {opposite} {code} {format_count(amount.value)} "Lepas {asset.number}"'
                + (f" --tanggal {asset.gone_on.isoformat()}" if asset.gone_on else "")
            )
    return tuple(entries)


def _code(chart: Chart, role: Role) -> str:
    return next((account.code for account in chart.all_with(role)), "AKUN")
