"""``impor``: what the old books hold, from CSV files. All of a file is recorded, or nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from danabergulir.cli.choices import Choices, choice, one_of
from danabergulir.cli.language import CommandGroup
from danabergulir.cli.options import ask, is_interactive, ledger_path, now, today
from danabergulir.cli.output import print_done, print_facts, print_remark, print_remarks, print_warnings

if TYPE_CHECKING:
    from danabergulir.dates import DayOrder
    from danabergulir.operations.imports.once import Imported

    DayOrderName: TypeAlias = DayOrder
else:
    DayOrderName = object  # with a parser typer needs no class, so none is imported


_File = Annotated[Path, typer.Argument(metavar="F.csv", help="File CSV; pemisah ';' atau ',' atau tab.")]
_Trial = Annotated[bool, typer.Option("--coba", help="Periksa saja, tidak ada yang dicatat.")]
_Skip = Annotated[
    bool, typer.Option("--lewati-yang-sama", help="Lewati baris yang sudah ada di buku atau yang berulang.")
]
_Again = Annotated[
    bool, typer.Option("--catat-juga-yang-sama", help="Catat juga baris yang sudah ada di buku atau yang berulang.")
]
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
    "harus sama dengan jumlah sisa pokok pinjaman yang diimpor.",
    examples=["impor saldo-awal saldo-awal.csv --coba"],
)
def opening_balances(file: _File, *, trial: _Trial = False) -> None:
    from danabergulir.operations.imports.registers import import_opening_balances

    _import(import_opening_balances, file, trial=trial)


@commands.command(
    "ksm",
    "Daftar KSM.\n\nKolom wajib: kode;nama;rw;rt. Boleh ditambah: "
    "ketua;telepon;alamat;tanggal_bentuk;jumlah_anggota;jumlah_perempuan.",
    examples=["impor ksm ksm.csv"],
)
def groups(file: _File, *, trial: _Trial = False) -> None:
    from danabergulir.operations.imports.registers import import_ksm

    _import(import_ksm, file, trial=trial)


@commands.command(
    "anggota",
    "Anggota setiap KSM.\n\nKolom wajib: ksm;nama. Boleh ditambah: jenis_kelamin;miskin;nik;usaha;omset. "
    "Kolom ksm diisi kode atau nama lengkap KSM.",
    examples=["impor anggota anggota.csv"],
)
def members(file: _File, *, trial: _Trial = False, skip: _Skip = False, again: _Again = False) -> None:
    from danabergulir.operations.imports.known_rows import same_rows
    from danabergulir.operations.imports.members import import_members

    _import(import_members, file, trial=trial, same=same_rows(skip=skip, record=again))


@commands.command(
    "pinjaman",
    "Pinjaman yang masih berjalan pada tanggal saldo awal.\n\n"
    "Kolom wajib: nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen. Boleh ditambah: metode;frekuensi;titipan_persen;"
    "angsuran_pertama;pokok_terbayar;jasa_terbayar;titipan_terbayar;keterangan. "
    "Kolom ksm diisi kode atau nama lengkap KSM.",
    examples=["impor pinjaman pinjaman.csv"],
)
def loans(file: _File, *, trial: _Trial = False, order: _Order = None) -> None:
    from danabergulir.operations.imports.registers import LOAN_COLUMNS, import_loans

    order = order or _asked_order(file, LOAN_COLUMNS, "tanggal_cair")
    _import(import_loans, file, trial=trial, order=order)


@commands.command(
    "transaksi",
    "Transaksi sesudah saldo awal.\n\nKolom wajib: tanggal;jenis;jumlah. Jenis: terima, masuk, keluar atau pindah. "
    "Boleh ditambah: pinjaman;akun;lawan;pokok;jasa;titipan;denda;tabungan;keterangan;bukti_luar. Kolom pinjaman diisi "
    "nomornya, atau KSM yang punya satu pinjaman berjalan pada tanggal itu.",
    examples=["impor transaksi transaksi-januari.csv", "impor transaksi buku-setoran.csv --lewati-yang-sama"],
)
def transactions(
    file: _File, *, trial: _Trial = False, skip: _Skip = False, again: _Again = False, order: _Order = None
) -> None:
    from danabergulir.operations.imports.known_rows import same_rows
    from danabergulir.operations.imports.transactions import COLUMNS, import_transactions

    same = same_rows(skip=skip, record=again)
    order = order or _asked_order(file, COLUMNS, "tanggal")
    _import(import_transactions, file, trial=trial, same=same, order=order)


def _asked_order(file: Path, columns: Sequence[str], dated: str) -> "DayOrder | None":
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


def _import(read: "Callable[..., Imported]", file: Path, *, trial: bool, **how: Any) -> None:
    """Run one import and print its warnings, its control totals and whether anything was recorded."""
    imported = read(ledger_path(), file, now(), trial=trial, **how)
    print_warnings(f"baris {doubt.line}: {doubt.message}" for doubt in imported.warnings)
    print_remarks(imported.corrected[:_SHOWN])
    if len(imported.corrected) > _SHOWN:
        print_remark(f"... dan {len(imported.corrected) - _SHOWN} setoran lagi dibagi ulang.")
    print_facts(imported.totals)
    if imported.skipped:
        print_done(f"Dilewati: {imported.skipped} baris yang sama.")
    done = "Uji coba: tidak ada yang dicatat." if trial else f"Diimpor: {imported.lines} baris dari {file.name}."
    print_done(done)
