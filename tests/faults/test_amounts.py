"""Money is whole rupiah: what is no such amount is refused with the reason, in every field and every import."""

import sqlite3

import pytest

from danabergulir.cli.app import program
from danabergulir.cli.usage.typer_inside import Context
from ledger.small_ledger import fetch

_NO_AMOUNTS = {
    "10.5": "titik memisah ribuan, bukan sen",
    "10,5": "sen tidak dipakai",
    "1.00": "titik memisah ribuan, bukan sen",
    "1,250,000": "ribuan dipisah titik, bukan koma",
    str(10**18): "jumlah uang terlalu besar",
    "NaN": "jumlah uang tidak dapat dibaca",
    "inf": "jumlah uang tidak dapat dibaca",
    "1e6": "jumlah uang tidak dapat dibaca",
    "0x10": "jumlah uang tidak dapat dibaca",
    "1_000": "jumlah uang tidak dapat dibaca",
    "=1+1": "jumlah uang tidak dapat dibaca",
    "Rp": "jumlah uang tidak dapat dibaca",
    "\u0661\u0660": "jumlah uang tidak dapat dibaca",
}
_FIELDS = {
    ("anggota tambah", "--omset"): ("MAWAR", "Fitri", "--omset", "{}"),
    ("pinjaman simulasi", "--pokok"): ("--pokok", "{}", "--tenor", "10"),
    ("pinjaman cairkan", "--pokok"): ("MAWAR", "--pokok", "{}", "--tenor", "10", "--izin-ba", "1"),
    ("pinjaman ajukan", "--pokok"): ("MAWAR", "--pokok", "{}", "--tenor", "10"),
    ("denda hapuskan", "JUMLAH"): ("P-0001", "{}", "--alasan", "banjir", "--ba", "1"),
    ("terima", "JUMLAH"): ("P-0001", "{}"),
    ("terima", "--pokok"): ("P-0001", "1jt", "--pokok", "{}"),
    ("terima", "--jasa"): ("P-0001", "1jt", "--jasa", "{}"),
    ("terima", "--titipan"): ("P-0001", "1jt", "--titipan", "{}"),
    ("terima", "--denda"): ("P-0001", "1jt", "--denda", "{}"),
    ("terima", "--tabungan"): ("P-0001", "1jt", "--tabungan", "{}"),
    ("kembalikan", "JUMLAH"): ("P-0001", "{}", "--alasan", "lebih bayar"),
    ("kas masuk", "JUMLAH"): ("31010", "{}", "Modal"),
    ("kas keluar", "JUMLAH"): ("51030", "{}", "Kertas"),
    ("kas setor", "JUMLAH"): ("{}",),
    ("kas tarik", "JUMLAH"): ("{}",),
    ("kas hitung", "JUMLAH"): ("{}",),
    ("jurnal", "JUMLAH"): ("51070", "12021", "{}", "Susut"),
    ("tabungan setor", "JUMLAH"): ("MAWAR", "{}"),
    ("tabungan ambil", "JUMLAH"): ("MAWAR", "{}"),
    ("tabungan pakai", "JUMLAH"): ("MAWAR", "{}", "--ba", "1"),
    ("tabungan rinci", "JUMLAH"): ("MAWAR", "{}"),
    ("aset tambah", "HARGA"): ("Laptop", "{}", "--beli", "2026-01-10", "--umur", "48"),
    ("aset tambah", "--sudah-disusutkan"): (
        *("Laptop", "6jt", "--beli", "2026-01-10", "--umur", "48", "--sudah-disusutkan", "{}"),
    ),
    ("aset ubah", "--harga"): ("1", "--harga", "{}"),
    ("betulkan", "--jumlah"): ("BKM-2026-0001", "--jumlah", "{}", "--alasan", "salah tulis"),
    ("betulkan", "--pokok"): ("BKM-2026-0001", "--pokok", "{}", "--alasan", "salah tulis"),
    ("betulkan", "--jasa"): ("BKM-2026-0001", "--jasa", "{}", "--alasan", "salah tulis"),
    ("betulkan", "--titipan"): ("BKM-2026-0001", "--titipan", "{}", "--alasan", "salah tulis"),
    ("betulkan", "--denda"): ("BKM-2026-0001", "--denda", "{}", "--alasan", "salah tulis"),
    ("betulkan", "--tabungan"): ("BKM-2026-0001", "--tabungan", "{}", "--alasan", "salah tulis"),
    ("impor lembar", "--kas"): ("lembar.xlsx", "--kas", "{}"),
    ("anggota ubah", "--omset"): ("MAWAR", "Ani", "--omset", "{}"),
    ("kegiatan tambah", "--anggaran"): ("Santunan", "--dana", "sosial", "--anggaran", "{}"),
    ("kegiatan ubah", "--anggaran"): ("G-001", "--anggaran", "{}"),
    ("kegiatan bayar", "JUMLAH"): ("G-001", "{}"),
    ("sumber-dana tambah", "JUMLAH"): (
        *("31010", "{}", "--jenis", "BLM", "--program", "PNPM", "--diterima", "2010-08-12"),
    ),
    ("sumber-dana ubah", "--jumlah"): ("D-001", "--jumlah", "{}"),
    ("sanksi catat", "--jumlah"): ("MAWAR", "--jenis", "janji-bayar", "--janji", "2026-12-01", "--jumlah", "{}"),
}
"""Every amount that a command takes, with words around it that are right."""


def _amount_fields(command, path=()):
    """Yield where amounts are typed; the step that amounts are rounded to is a whole number and no amount."""
    if hasattr(command, "list_commands"):
        context = Context(command)
        for name in command.list_commands(context):
            yield from _amount_fields(command.get_command(context, name), (*path, name))
        return
    for parameter in command.params:
        if parameter.metavar in {"JUMLAH", "RUPIAH", "HARGA"} and "--kelipatan" not in parameter.opts:
            is_option = parameter.opts[0].startswith("--")
            yield " ".join(path), parameter.opts[0] if is_option else parameter.metavar


def test_every_amount_field_of_the_program_is_tried():
    """A new command with an amount has to be added above."""
    assert set(_amount_fields(program())) == set(_FIELDS)


@pytest.mark.parametrize("field", _FIELDS, ids=" ".join)
def test_what_is_no_whole_rupiah_is_refused_in_every_amount_field(fund, field):
    """Status 2 with the reason and the word as typed; the file keeps every byte."""
    before = fund.ledger.read_bytes()
    for typed, reason in _NO_AMOUNTS.items():
        refused = fund(*field[0].split(), *(word.replace("{}", typed) for word in _FIELDS[field]))

        assert (refused.status, refused.stdout) == (2, ""), (typed, refused)
        assert reason in refused.stderr
        assert f'"{typed}"' in refused.stderr
    assert fund.ledger.read_bytes() == before


_FILES = {
    ("transaksi", "jumlah"): "tanggal;jenis;jumlah;akun\n2026-01-10;masuk;{};31010\n",
    ("transaksi", "pokok"): "tanggal;jenis;jumlah;pinjaman;pokok\n2026-02-10;terima;5000;P-0001;{}\n",
    ("saldo-awal", "debit"): "kode;debit;kredit\n11010;{};\n31010;;10\n",
    ("saldo-awal", "kredit"): "kode;debit;kredit\n11010;10;\n31010;;{}\n",
    ("pinjaman", "pokok"): "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen\nP-9;MAWAR;2025-06-15;{};12;1,5\n",
    ("pinjaman", "pokok_terbayar"): (
        "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen;pokok_terbayar\nP-9;MAWAR;2025-06-15;5000;12;1,5;{}\n"
    ),
    ("anggota", "omset"): "ksm;nama;omset\nMAWAR;Fitri;{}\n",
}


@pytest.mark.parametrize("column", _FILES, ids=" ".join)
def test_what_is_no_whole_rupiah_is_a_finding_of_an_import(fund, column):
    """The row, the column and the reason; nothing of the file is recorded."""
    before = fund.ledger.read_bytes()
    for typed, reason in _NO_AMOUNTS.items():
        (fund.folder / "isi.csv").write_text(_FILES[column].replace("{}", typed), encoding="utf-8")
        refused = fund("impor", column[0], "isi.csv")

        assert (refused.status, refused.stdout) == (1, ""), (typed, refused)
        assert f"{column[1]}: " in refused.stderr
        assert reason in refused.stderr
    assert fund.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [("Rp 5", 5), ("1.250.000", 1_250_000), ("Rp1.250.000,00", 1_250_000), ("36jt", 36_000_000), ("500rb", 500_000)],
)
def test_the_usual_ways_of_writing_whole_rupiah_mean_one_amount(fund, typed, recorded):
    """Nothing is rounded and nothing guessed; ``Rp 5`` is five rupiah, for people write the blank."""
    assert fund("kas", "masuk", "31010", typed, "Modal", "--tanggal", "2026-01-10").status == 0
    assert fetch(fund.ledger, "SELECT amount FROM transfer ORDER BY id DESC LIMIT 1") == [(recorded,)]


@pytest.mark.parametrize("amount", ["10.5", "0", "-5", str(10**13), "'5 rupiah'", "NULL", "x'05'"])
def test_the_ledger_itself_takes_nothing_but_whole_rupiah(fund, amount):
    """The last fence: the limits lie in the database, for any program that writes to it."""
    insert = "INSERT INTO transfer (voucher, dated_on, debit, credit, amount) VALUES (1, '2026-01-02', '11010', '31010'"
    with pytest.raises(sqlite3.IntegrityError):
        fetch(fund.ledger, f"{insert}, {amount})")
