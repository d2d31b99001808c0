"""``impor``: what the old books hold, from CSV files and workbooks. All of a file is recorded, or nothing."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from danabergulir.cli.language import CommandGroup
from danabergulir.cli.options import ledger_path, now
from danabergulir.cli.output import print_done, print_facts, print_warnings

if TYPE_CHECKING:
    from danabergulir.operations.imports.registers import Imported

_File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="File CSV (pemisah ';' atau ',' atau tab), .xlsx, .xls atau .ods."),
]
_Sheet = Annotated[
    str | None,
    typer.Option("--lembar", metavar="NAMA", help="Lembar buku kerja yang dibaca.", show_default="yang cocok"),
]
_Trial = Annotated[bool, typer.Option("--coba", help="Periksa saja, tidak ada yang dicatat.")]

commands = CommandGroup()


@commands.command(
    "saldo-awal",
    "Saldo awal setiap akun.\n\nKolom: kode;debit;kredit. Jumlah debit dan kredit harus sama. Saldo akun pinjaman "
    "harus sama dengan jumlah sisa pokok pinjaman yang diimpor.",
    examples=["impor saldo-awal saldo-awal.csv --coba"],
)
def opening_balances(file: _File, *, trial: _Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.registers import import_opening_balances

    _import("saldo-awal", import_opening_balances, file, sheet, trial=trial)


@commands.command(
    "ksm",
    "Daftar KSM.\n\nKolom wajib: kode;nama;rw;rt. Boleh ditambah: "
    "ketua;telepon;alamat;tanggal_bentuk;jumlah_anggota;jumlah_perempuan.",
    examples=["impor ksm ksm.csv"],
)
def groups(file: _File, *, trial: _Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.registers import import_ksm

    _import("ksm", import_ksm, file, sheet, trial=trial)


@commands.command(
    "anggota",
    "Anggota setiap KSM.\n\nKolom wajib: ksm;nama. Boleh ditambah: jenis_kelamin;miskin;nik;usaha;omset.",
    examples=["impor anggota anggota.csv"],
)
def members(file: _File, *, trial: _Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.registers import import_members

    _import("anggota", import_members, file, sheet, trial=trial)


@commands.command(
    "pinjaman",
    "Pinjaman yang masih berjalan pada tanggal saldo awal.\n\n"
    "Kolom wajib: nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen. Boleh ditambah: metode;frekuensi;titipan_persen;"
    "angsuran_pertama;pokok_terbayar;jasa_terbayar;titipan_terbayar;keterangan.",
    examples=["impor pinjaman pinjaman.csv"],
)
def loans(file: _File, *, trial: _Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.registers import import_loans

    _import("pinjaman", import_loans, file, sheet, trial=trial)


@commands.command(
    "transaksi",
    "Transaksi sesudah saldo awal.\n\nKolom wajib: tanggal;jenis;jumlah. Jenis: terima, masuk, keluar atau pindah. "
    "Boleh ditambah: pinjaman;akun;lawan;pokok;jasa;titipan;denda;tabungan;keterangan;bukti_luar.",
    examples=["impor transaksi transaksi-januari.csv"],
)
def transactions(file: _File, *, trial: _Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.transactions import import_transactions

    _import("transaksi", import_transactions, file, sheet, trial=trial)


@commands.command(
    "tabungan",
    "Tabungan setiap KSM pada tanggal saldo awal.\n\nKolom wajib: ksm;jumlah. Boleh ditambah: anggota;keterangan. "
    "Jumlahnya harus sama dengan saldo awal akun tabungan.",
    examples=["impor tabungan tabungan.csv"],
)
def savings(file: _File, *, trial: _Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.opening import import_savings

    _import("tabungan", import_savings, file, sheet, trial=trial)


@commands.command(
    "sanksi",
    "Surat teguran yang sudah dikirim sebelum saldo awal.\n\nKolom wajib: pinjaman;tingkat;tanggal. Boleh ditambah: "
    "nomor;batas_tanggapan;keterangan. Tangga sanksi diteruskan dari surat terakhir.",
    examples=["impor sanksi surat-lama.csv"],
)
def sanctions(file: _File, *, trial: _Trial = False, sheet: _Sheet = None) -> None:
    from danabergulir.operations.imports.opening import import_sanctions

    _import("sanksi", import_sanctions, file, sheet, trial=trial)


def _import(kind: str, read: "Callable[..., Imported]", file: Path, sheet: str | None, *, trial: bool) -> None:
    """Run one import and print its warnings, its control totals and whether anything was recorded."""
    from danabergulir.operations.imports.source import table_of
    from danabergulir.render.screen.progress import bar

    with bar(sys.stderr) as tell:
        table = table_of(file, kind, sheet, tell)
    imported = read(ledger_path(), table, now(), trial=trial)
    print_warnings(f"baris {doubt.line}: {doubt.message}" for doubt in imported.warnings)
    print_facts(imported.totals)
    done = "Uji coba: tidak ada yang dicatat." if trial else f"Diimpor: {imported.lines} baris dari {file.name}."
    print_done(done)
