"""U-5, the book of inventory and fixed assets, with the depreciation of the month."""

from collections.abc import Iterable, Sequence
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.assets import FixedAsset, depreciated_to
from danabergulir.domain.books import Books
from danabergulir.money import Rupiah, format_count, format_rupiah, total
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Column, Kind, Report, Section, rows
from danabergulir.reports.model.table import count, rows_with_total, rupiah

_NUMBER: Final = Column("nomor", "Nomor", identifies=True)
_ASSETS: Final = (
    _NUMBER,
    Column("nama", "Nama", identifies=True),
    Column("tanggal_beli", "Tanggal Beli", Kind.DATE),
    count("jumlah", "Jumlah"),
    Column("tempat", "Tempat"),
    rupiah("harga", "Harga Beli"),
    count("umur_bulan", "Umur (bulan)"),
    rupiah("penyusutan_bulan_ini", "Bulan Ini", "Penyusutan"),
    rupiah("penyusutan_sd_bulan_ini", "s.d. Bulan Ini", "Penyusutan"),
    rupiah("nilai_buku", "Nilai Buku"),
)


def inventory(books: Books) -> Report:
    """Return ``inventaris``: every asset held at the end of the month, written down to it by the straight line.

    The notes set the register beside the two accounts of the balance sheet, where the chart has them.
    """
    held = [asset for asset in books.assets if asset.is_held(books.as_of)]
    return framed(
        books,
        name="inventaris",
        title="BUKU INVENTARIS DAN HARTA TETAP",
        form_code="U-5",
        section=assets_section(held, books.month),
        notes=_beside_the_accounts(books, held),
    )


def assets_section(assets: Iterable[FixedAsset], month: Month) -> Section:
    """Return assets with their depreciation in a month, to the end of it, and their book value then."""
    lines = [
        (
            *(asset.number, asset.name, asset.bought_on, asset.quantity, asset.place, asset.cost, asset.life_months),
            depreciated_to(asset, month) - depreciated_to(asset, month.shifted(-1)),
            depreciated_to(asset, month),
            asset.cost - depreciated_to(asset, month),
        )
        for asset in assets
    ]
    table = rows_with_total(_ASSETS, lines, label_under="nama")
    return Section(_ASSETS, table, empty_note="Belum ada inventaris.", numbered=True)


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
    Column("nama", "Nama"),
    Column("tanggal_beli", "Tanggal beli", Kind.DATE),
    count("jumlah", "Jumlah"),
    Column("tempat", "Tempat"),
    rupiah("harga", "Harga beli"),
    count("umur_bulan", "Umur (bulan)"),
    rupiah("sudah_disusutkan", "Disusutkan sebelum buku ini"),
    Column("dilepas", "Dilepas", Kind.DATE),
)


def registered(asset: FixedAsset, notes: Sequence[str] = ()) -> Section:
    """Return an asset as it stands in the register, as a record of one row."""
    facts = (
        *(asset.number, asset.name, asset.bought_on, asset.quantity, asset.place, asset.cost, asset.life_months),
        *(asset.depreciated_before, asset.gone_on),
    )
    return Section(_REGISTERED, rows([facts]), notes=tuple(notes))


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


def leaving_notes(asset: FixedAsset, written_down: Rupiah, chart: Chart) -> tuple[str, ...]:
    """Return the entries that take an asset that is gone off the balance sheet."""
    code, left = _code(chart, Role.INVENTORY), asset.cost - written_down
    entries = ["Daftar ini tidak mencatat uang. Keluarkan barangnya dari neraca dengan:"]
    for opposite, amount in ((_code(chart, Role.DEPRECIATION), written_down), ("AKUN-BIAYA", left)):
        if amount:
            entries.append(f'danabergulir jurnal {opposite} {code} {format_count(amount.value)} "Lepas {asset.number}"')
    return tuple(entries)


def _code(chart: Chart, role: Role) -> str:
    return next((account.code for account in chart.all_with(role)), "AKUN")
