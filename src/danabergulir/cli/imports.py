"""``impor``: what the old books hold, from CSV files. All of a file is recorded, or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from danabergulir.cli.language import CommandGroup
from danabergulir.cli.options import ledger_path, now
from danabergulir.cli.output import print_done, print_facts, print_remark, print_remarks, print_warnings

if TYPE_CHECKING:
    from danabergulir.operations.imports.registers import Imported

_File = Annotated[Path, typer.Argument(metavar="F.csv", help="File CSV; pemisah ';' atau ',' atau tab.")]
_Trial = Annotated[bool, typer.Option("--coba", help="Periksa saja, tidak ada yang dicatat.")]

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
    "Anggota setiap KSM.\n\nKolom wajib: ksm;nama. Boleh ditambah: jenis_kelamin;miskin;nik;usaha;omset.",
    examples=["impor anggota anggota.csv"],
)
def members(file: _File, *, trial: _Trial = False) -> None:
    from danabergulir.operations.imports.registers import import_members

    _import(import_members, file, trial=trial)


@commands.command(
    "pinjaman",
    "Pinjaman yang masih berjalan pada tanggal saldo awal.\n\n"
    "Kolom wajib: nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen. Boleh ditambah: metode;frekuensi;titipan_persen;"
    "angsuran_pertama;pokok_terbayar;jasa_terbayar;titipan_terbayar;keterangan.",
    examples=["impor pinjaman pinjaman.csv"],
)
def loans(file: _File, *, trial: _Trial = False) -> None:
    from danabergulir.operations.imports.registers import import_loans

    _import(import_loans, file, trial=trial)


@commands.command(
    "transaksi",
    "Transaksi sesudah saldo awal.\n\nKolom wajib: tanggal;jenis;jumlah. Jenis: terima, masuk, keluar atau pindah. "
    "Boleh ditambah: pinjaman;akun;lawan;pokok;jasa;titipan;denda;tabungan;keterangan;bukti_luar.",
    examples=["impor transaksi transaksi-januari.csv"],
)
def transactions(file: _File, *, trial: _Trial = False) -> None:
    from danabergulir.operations.imports.transactions import import_transactions

    _import(import_transactions, file, trial=trial)


def _import(read: "Callable[..., Imported]", file: Path, *, trial: bool) -> None:
    """Run one import and print its warnings, its control totals and whether anything was recorded."""
    imported = read(ledger_path(), file, now(), trial=trial)
    print_warnings(f"baris {doubt.line}: {doubt.message}" for doubt in imported.warnings)
    print_remarks(imported.corrected[:_SHOWN])
    if len(imported.corrected) > _SHOWN:
        print_remark(f"... dan {len(imported.corrected) - _SHOWN} setoran lagi dibagi ulang.")
    print_facts(imported.totals)
    done = "Uji coba: tidak ada yang dicatat." if trial else f"Diimpor: {imported.lines} baris dari {file.name}."
    print_done(done)
