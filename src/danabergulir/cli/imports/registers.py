"""``impor``: what the old books hold, from CSV files and workbooks. All of a file is recorded, or nothing."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from danabergulir.cli.output import print_done, print_facts, print_remark, print_remarks, print_warnings
from danabergulir.cli.terminal.piped import read_source
from danabergulir.cli.usage.choices import Choices, choice, one_of
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import Trial, ask, is_interactive, ledger_path, now, today

if TYPE_CHECKING:
    from danabergulir.dates import DayOrder
    from danabergulir.operations.csv_table import Table
    from danabergulir.operations.imports.once import Imported

    DayOrderName: TypeAlias = DayOrder
else:
    DayOrderName = object  # with a parser typer needs no class, so none is imported


_File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        parser=read_source,
        help="File CSV (pemisah ';' atau ',' atau tab), .xlsx, .xls atau .ods; - = keluaran perintah lain.",
    ),
]
_Sheet = Annotated[
    str | None,
    typer.Option("--lembar", metavar="NAMA", help="Lembar buku kerja yang dibaca.", show_default="yang cocok"),
]
Skip = Annotated[
    bool,
    typer.Option("--lewati-yang-sama", help="Lewati baris yang sudah pernah diimpor, atau yang berulang dalam file."),
]
Again = Annotated[
    bool,
    typer.Option(
        "--catat-juga-yang-sama", help="Catat juga baris yang sudah pernah diimpor, atau yang berulang dalam file."
    ),
]
"""``--lewati-yang-sama`` and ``--catat-juga-yang-sama``; their default is False."""
_ORDERS = Choices("dates:DayOrder")
_Order = Annotated[
    DayOrderName | None,
    one_of(
        "--urutan-tanggal", _ORDERS, help_text="Cara membaca tanggal seperti 05/01/2026.", show_default="hari-bulan"
    ),
]

_SHOWN = 10
"""Receipts named that are split anew; the others are counted."""

commands = CommandGroup()


@commands.command(
    "saldo-awal",
    "Saldo awal setiap akun.\n\nKolom: kode;debit;kredit. Jumlah debit dan kredit harus sama. Saldo akun pinjaman "
    "harus sama dengan jumlah saldo pokok pinjaman yang diimpor.",
    examples=["impor saldo-awal saldo-awal.csv --coba"],
)
def opening_balances(file: _File, *, trial: Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.registers import import_opening_balances

    _import(import_opening_balances, _table(file, "saldo-awal", sheet), trial=trial)


@commands.command(
    "ksm",
    "Daftar KSM.\n\nKolom wajib: kode;nama;rw;rt. Boleh ditambah: "
    "ketua;telepon;alamat;tanggal_bentuk;jumlah_anggota;jumlah_perempuan.",
    examples=["impor ksm ksm.csv"],
)
def groups(file: _File, *, trial: Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.registers import import_ksm

    _import(import_ksm, _table(file, "ksm", sheet), trial=trial)


@commands.command(
    "anggota",
    "Anggota setiap KSM.\n\nKolom wajib: ksm;nama. Boleh ditambah: jenis_kelamin;miskin;nik;usaha;omset. "
    "Kolom ksm diisi kode atau nama lengkap KSM.",
    examples=["impor anggota anggota.csv"],
)
def members(
    file: _File, *, trial: Trial = False, sheet: _Sheet = None, skip: Skip = False, again: Again = False
) -> None:
    from danabergulir.operations.imports.known_rows import same_rows
    from danabergulir.operations.imports.members import import_members

    same = same_rows(skip=skip, record=again)
    _import(import_members, _table(file, "anggota", sheet), trial=trial, same=same)


@commands.command(
    "pinjaman",
    "Pinjaman yang masih berjalan pada tanggal saldo awal.\n\n"
    "Kolom wajib: nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen. Boleh ditambah: metode;frekuensi;titipan_persen;"
    "angsuran_pertama;pokok_terbayar;jasa_terbayar;titipan_terbayar;keterangan. "
    "Kolom ksm diisi kode atau nama lengkap KSM.",
    examples=["impor pinjaman pinjaman.csv"],
)
def loans(file: _File, *, trial: Trial = False, sheet: _Sheet = None, order: _Order = None) -> None:
    from danabergulir.operations.imports.registers import LOAN_COLUMNS, import_loans

    table = _table(file, "pinjaman", sheet)
    _import(import_loans, table, trial=trial, order=order or _asked_order(table, LOAN_COLUMNS, "tanggal_cair"))


@commands.command(
    "transaksi",
    "Transaksi sesudah saldo awal.\n\nKolom wajib: tanggal;jenis;jumlah. Jenis: terima, masuk, keluar atau pindah. "
    "Boleh ditambah: pinjaman;akun;lawan;pokok;jasa;titipan;denda;tabungan;keterangan;bukti_luar. Kolom pinjaman diisi "
    "nomornya, atau KSM yang punya satu pinjaman berjalan pada tanggal itu.",
    examples=["impor transaksi transaksi-januari.csv", "impor transaksi buku-setoran.csv --lewati-yang-sama"],
)
def transactions(
    file: _File,
    *,
    trial: Trial = False,
    sheet: _Sheet = None,
    skip: Skip = False,
    again: Again = False,
    order: _Order = None,
) -> None:
    from danabergulir.operations.imports.known_rows import same_rows
    from danabergulir.operations.imports.transactions import COLUMNS, import_transactions
    from danabergulir.render.screen.progress import bar

    same = same_rows(skip=skip, record=again)
    table = _table(file, "transaksi", sheet)
    order = order or _asked_order(table, COLUMNS, "tanggal")
    with bar(sys.stderr) as tell:
        imported = import_transactions(ledger_path(), table, now(), trial=trial, same=same, order=order, tell=tell)
    _print(imported, table, trial=trial)


@commands.command(
    "tabungan",
    "Tabungan setiap KSM pada tanggal saldo awal.\n\nKolom wajib: ksm;jumlah. Boleh ditambah: anggota;keterangan. "
    "Jumlahnya harus sama dengan saldo awal akun tabungan.",
    examples=["impor tabungan tabungan.csv"],
)
def savings(file: _File, *, trial: Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.opening import import_savings

    _import(import_savings, _table(file, "tabungan", sheet), trial=trial)


@commands.command(
    "sanksi",
    "Surat teguran yang sudah dikirim sebelum saldo awal.\n\nKolom wajib: pinjaman;tingkat;tanggal. Boleh ditambah: "
    "nomor;batas_tanggapan;keterangan. Tangga sanksi diteruskan dari surat terakhir.",
    examples=["impor sanksi surat-lama.csv"],
)
def sanctions(
    file: _File, *, trial: Trial = False, sheet: _Sheet = None, skip: Skip = False, order: _Order = None
) -> None:
    from danabergulir.operations.imports.opening import SANCTION_COLUMNS, import_sanctions

    table = _table(file, "sanksi", sheet)
    order = order or _asked_order(table, SANCTION_COLUMNS, "tanggal")
    _import(import_sanctions, table, trial=trial, skip=skip, order=order)


@commands.command(
    "rw",
    "Ketua RW.\n\nKolom wajib: rw;ketua. Boleh ditambah: telepon;alamat;mulai. Tanpa mulai: sejak saldo awal.",
    examples=["impor rw ketua-rw.csv"],
)
def rw_heads(file: _File, *, trial: Trial = False, sheet: _Sheet = None, order: _Order = None) -> None:
    from danabergulir.operations.imports.rw_heads import RW_COLUMNS, import_rw_heads

    table = _table(file, "rw", sheet)
    _import(import_rw_heads, table, trial=trial, order=order or _asked_order(table, RW_COLUMNS, "mulai"))


@commands.command(
    "inventaris",
    "Inventaris dan harta tetap.\n\nKolom wajib: nama;tanggal_beli;harga;umur_bulan. Boleh ditambah: "
    "sudah_disusutkan;jumlah;tempat. Umur 0 = tidak disusutkan. Daftar ini tidak mencatat uang.",
    examples=["impor inventaris inventaris.csv --coba"],
)
def inventory(file: _File, *, trial: Trial = False, sheet: _Sheet = None, order: _Order = None) -> None:
    from danabergulir.operations.imports.inventory import INVENTORY_COLUMNS, import_inventory

    table = _table(file, "inventaris", sheet)
    order = order or _asked_order(table, INVENTORY_COLUMNS, "tanggal_beli")
    _import(import_inventory, table, trial=trial, order=order)


def _table(file: Path, kind: str, sheet: str | None) -> "Table":
    """Return the file of an import, of a workbook the sheet named or the one that fits."""
    from danabergulir.operations.imports.source import table_of
    from danabergulir.render.screen.progress import bar

    with bar(sys.stderr) as tell:
        return table_of(file, kind, sheet, tell)


def _asked_order(file: "Table", columns: Sequence[str], dated: str) -> "DayOrder | None":
    """Return how a person at the keyboard reads dates whose day and month may be exchanged; None where none are."""
    if not is_interactive():
        return None
    from danabergulir.dates import DayOrder
    from danabergulir.operations.imports.day_order import two_readings

    found = two_readings(file, columns, dated, today())
    if found is None:
        return None
    print_warnings([found.doubt])
    return choice(DayOrder, ask("Ketik hari-bulan atau bulan-hari", "--urutan-tanggal"))


def _import(read: "Callable[..., Imported]", table: "Table", *, trial: bool, **how: Any) -> None:
    """Run one import and print its warnings, its control totals and whether anything was recorded."""
    _print(read(ledger_path(), table, now(), trial=trial, **how), table, trial=trial)


def _print(imported: "Imported", table: "Table", *, trial: bool) -> None:
    warnings = [f"baris {item.line}: {item.message}" if item.line else item.message for item in imported.warnings]
    print_imported(imported, table.name, warnings, trial=trial)


def print_imported(imported: "Imported", name: str, warnings: Sequence[str], *, trial: bool) -> None:
    """Print what came of an import of the file ``name``: warnings, control totals and whether anything was recorded."""
    print_warnings(warnings)
    print_remarks(imported.corrected[:_SHOWN])
    if len(imported.corrected) > _SHOWN:
        print_remark(f"... dan {len(imported.corrected) - _SHOWN} setoran lagi dibagi ulang.")
    print_facts(imported.totals)
    if imported.skipped:
        other = f", termasuk {imported.renumbered} yang hanya bukti_luar-nya lain" if imported.renumbered else ""
        print_done(f"Dilewati: {imported.skipped} baris yang sama{other}.")
    print_done("Uji coba: tidak ada yang dicatat." if trial else f"Diimpor: {imported.lines} baris dari {name}.")
