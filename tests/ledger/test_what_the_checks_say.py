"""Every sentence of the checks of a ledger's rows, word by word: of sound rows, and of each kind of fault."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from danabergulir.domain.checks import Result
from danabergulir.ledger.file import seals
from danabergulir.ledger.proofs import integrity
from danabergulir.ledger.proofs.integrity import UNSOUND
from danabergulir.ledger.read import registers
from operations.full_ledger import build_full_ledger
from operations.tampering import opened, tried

_DAY = date(2023, 6, 30)
_ALONE = "DELETE FROM loan WHERE number <> 'P-0001'"
"""The other loans of this ledger were never paid out."""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return a ledger with rows of every kind; no test changes it."""
    return build_full_ledger(tmp_path_factory.mktemp("kata") / "upk.db")


@pytest.fixture(scope="module")
def ledger(path):
    """Return it in memory without triggers; every test puts it back as it was."""
    with opened(path) as connection:
        yield connection


def _said(connection, check, *statements):
    """Return sentence, voucher and places of a check once the statements are done; its result follows from them."""
    with tried(connection):
        for statement in statements:
            assert connection.execute(statement).rowcount
        if check == "principals":
            found = integrity.principals(connection, registers.chart(connection, _DAY))
        elif check == "contracts":
            found = integrity.contracts(seals.schedule_lines(connection), registers.loans(connection, _DAY))
        else:
            found = getattr(integrity, check)(connection)
    assert found.hint == (UNSOUND if found.result is Result.WRONG else "")
    return found.result is Result.SOUND, found.sentence, found.voucher


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        ("references", "0 baris kehilangan induknya."),
        ("contents", "10 bukti, 13 transaksi: jumlah debit Rp52.310.000, jumlah kredit Rp52.310.000."),
        ("numbers", "4 deret nomor tanpa lompatan; terakhir BPB 2023 sampai nomor 2."),
        ("borrowers", "4 pinjaman, semua KSM-nya ada di daftar (4 KSM)."),
        ("contracts", "4 jadwal perjanjian = jadwal yang dihitung lagi dari isinya."),
        ("later_schedules", "3 jadwal pengganti: jumlah pokok = pokok pinjaman."),
        ("shares", "3 pinjaman dibagi per anggota: jumlah bagian = pokok."),
    ],
)
def test_sound_rows_are_counted(ledger, check, sentence):
    """A sentence that says what was looked at, and that nothing is wrong."""
    assert _said(ledger, check) == (True, sentence, "")


def test_the_newest_voucher_is_named_with_its_digest(ledger):
    """By which the whole chain of vouchers is known."""
    head = ledger.execute("SELECT digest FROM voucher WHERE sequence = 10").fetchone()[0]
    sentence = f"10 bukti: sidik yang dihitung lagi = sidik yang tersimpan, sampai BPB-2023-0002 ({head[:16]})."

    assert _said(ledger, "links") == (True, sentence, "")


@pytest.mark.parametrize(
    ("check", "statements", "sentence"),
    [
        (
            "contents",
            ["DELETE FROM transfer", "DELETE FROM voucher"],
            "0 bukti, 0 transaksi: jumlah debit Rp0, jumlah kredit Rp0.",
        ),
        (
            "contents",
            ["UPDATE transfer SET amount = 1"],
            "10 bukti, 13 transaksi: jumlah debit Rp13, jumlah kredit Rp13.",
        ),
        ("numbers", ["DELETE FROM voucher"], "Belum ada bukti."),
        (
            "numbers",
            ["UPDATE voucher SET kind = 'BKK', serial = 2, number = 'BKK-2023-0002' WHERE sequence = 10"],
            "4 deret nomor tanpa lompatan; terakhir BKK 2023 sampai nomor 2.",
        ),
        (
            "numbers",
            ["DELETE FROM voucher WHERE sequence = 10"],
            "4 deret nomor tanpa lompatan; terakhir BPB 2023 sampai nomor 1.",
        ),
        ("links", ["DELETE FROM voucher"], "Belum ada bukti."),
        ("principals", [_ALONE], "1 pinjaman: pokok menurut perjanjian = pokok menurut bukti."),
        (
            "principals",
            [
                _ALONE,
                "UPDATE transfer SET component = 'saldo_awal', amount = 1000000 WHERE component = 'pencairan'",
                "UPDATE loan SET principal_paid_before = 200000",
            ],
            "1 pinjaman: pokok menurut perjanjian = pokok menurut bukti.",
        ),
        (
            "principals",
            [
                _ALONE,
                "UPDATE transfer SET amount = 700000 WHERE id = 2",
                (
                    "UPDATE transfer SET debit = '11030', credit = '11010', amount = 500000, component = 'pencairan', "
                    "loan = 'P-0001' WHERE id = 12"
                ),
            ],
            "1 pinjaman: pokok menurut perjanjian = pokok menurut bukti.",
        ),
        (
            "principals",
            [
                _ALONE,
                (
                    "UPDATE transfer SET debit = '11010', credit = '11030', amount = 1200000, component = 'pencairan', "
                    "loan = 'P-0001' WHERE id = 12"
                ),
            ],
            "1 pinjaman: pokok menurut perjanjian = pokok menurut bukti.",
        ),
        (
            "principals",
            [
                _ALONE,
                "UPDATE transfer SET component = 'saldo_awal', amount = 700000 WHERE id = 2",
                (
                    "UPDATE transfer SET debit = '11030', credit = '11010', amount = 500000, component = 'saldo_awal', "
                    "loan = 'P-0001' WHERE id = 12"
                ),
            ],
            "1 pinjaman: pokok menurut perjanjian = pokok menurut bukti.",
        ),
        (
            "principals",
            [
                _ALONE,
                "UPDATE loan SET principal_paid_before = principal",
                "UPDATE transfer SET component = NULL WHERE component = 'pencairan'",
            ],
            "0 pinjaman: pokok menurut perjanjian = pokok menurut bukti.",
        ),
        (
            "later_schedules",
            [
                "UPDATE instalment SET principal = principal - 1 WHERE version = 2 AND loan = 'P-0003' AND number = 1",
                "UPDATE schedule SET kind = 'hapus buku' WHERE version = 2",
            ],
            "3 jadwal pengganti: jumlah pokok = pokok pinjaman.",
        ),
        ("later_schedules", ["DELETE FROM schedule WHERE version = 2"], "Tidak ada jadwal pengganti."),
        (
            "shares",
            ["DELETE FROM loan WHERE number = 'P-0003'"],
            "3 pinjaman dibagi per anggota: jumlah bagian = pokok.",
        ),
        (
            "shares",
            ["UPDATE receipt_share SET amount = 1000"],
            "3 pinjaman dibagi per anggota: jumlah bagian = pokok.",
        ),
        (
            "shares",
            ["UPDATE receipt_share SET voucher = 'BKM-2023-0004', amount = 118000 WHERE rowid = 1"],
            "3 pinjaman dibagi per anggota: jumlah bagian = pokok.",
        ),
        ("shares", ["DELETE FROM loan_share"], "Belum ada pinjaman yang dibagi per anggota."),
    ],
)
def test_what_is_allowed_or_not_there_is_no_fault(ledger, check, statements, sentence):
    """Nothing recorded yet, a loan taken over at the opening, one written off, shares of a loan not yet paid out."""
    assert _said(ledger, check, *statements) == (True, sentence, "")


@pytest.mark.parametrize(
    ("check", "statements", "sentence", "voucher"),
    [
        (
            "references",
            ["UPDATE schedule SET loan = 'P-9' WHERE version = 2 AND loan = 'P-0002'"],
            "12 baris tabel instalment kehilangan induknya; 1 baris tabel schedule kehilangan induknya.",
            "",
        ),
        (
            "references",
            ["UPDATE transfer SET loan = 'P-9' WHERE voucher = 7"],
            "2 baris tabel transfer kehilangan induknya.",
            "BKM-2023-0005",
        ),
        (
            "references",
            ["UPDATE transfer SET loan = 'P-9' WHERE id IN (7, 8)"],
            "2 baris tabel transfer kehilangan induknya.",
            "BKM-2023-0004",
        ),
        (
            "references",
            ["UPDATE transfer SET voucher = 99 WHERE id = 2"],
            "1 baris tabel transfer kehilangan induknya.",
            "",
        ),
        (
            "contents",
            ["DELETE FROM transfer WHERE voucher IN (3, 5)"],
            "BKM-2023-0001 tidak punya transaksi yang benar; BKM-2023-0003 tidak punya transaksi yang benar.",
            "BKM-2023-0001",
        ),
        (
            "contents",
            ["UPDATE transfer SET amount = 0 WHERE id = 1"],
            "BKM-2022-0001 tidak punya transaksi yang benar.",
            "BKM-2022-0001",
        ),
        (
            "contents",
            ["UPDATE transfer SET debit = credit WHERE id = 2"],
            "BKK-2023-0001 tidak punya transaksi yang benar.",
            "BKK-2023-0001",
        ),
        (
            "numbers",
            ["DELETE FROM voucher WHERE sequence = 4"],
            "BKM-2023-0002 tidak ada; urutan catatan sebelum BKM-2023-0003 terputus.",
            "BKM-2023-0002",
        ),
        (
            "numbers",
            ["DELETE FROM voucher WHERE sequence <> 4"],
            "BKM-2023-0001 tidak ada; urutan catatan sebelum BKM-2023-0002 terputus.",
            "BKM-2023-0001",
        ),
        (
            "numbers",
            [
                "UPDATE voucher SET serial = 9, number = 'BKM-2023-0009' WHERE sequence = 3",
                "UPDATE voucher SET serial = 1, number = 'BKM-2023-0001' WHERE sequence = 4",
                "UPDATE voucher SET serial = 2, number = 'BKM-2023-0002' WHERE sequence = 3",
                "DELETE FROM voucher WHERE sequence = 8",
                "DELETE FROM voucher WHERE sequence = 6",
            ],
            (
                "BKM-2023-0004 tidak ada; urutan catatan sebelum BKM-2023-0005 terputus; "
                "urutan catatan sebelum BPB-2023-0001 terputus."
            ),
            "BKM-2023-0004",
        ),
        (
            "numbers",
            ["DELETE FROM voucher WHERE sequence IN (3, 4, 7)"],
            (
                "BKM-2023-0001 tidak ada, sampai nomor 2; BKM-2023-0005 tidak ada; "
                "urutan catatan sebelum BKM-2023-0003 terputus; dan 1 lagi."
            ),
            "BKM-2023-0001",
        ),
        (
            "numbers",
            [
                "UPDATE voucher SET number = 'X' WHERE sequence = 4",
                "UPDATE voucher SET number = 'W' WHERE sequence = 5",
            ],
            "X tidak sesuai jenis, tahun dan nomor urutnya; W tidak sesuai jenis, tahun dan nomor urutnya.",
            "X",
        ),
        (
            "numbers",
            ["UPDATE voucher SET year = 2022, serial = 1, number = 'BPB-2022-0001' WHERE sequence = 10"],
            "BPB-2022-0001 tidak sesuai jenis, tahun dan nomor urutnya.",
            "BPB-2022-0001",
        ),
        (
            "numbers",
            ["UPDATE voucher SET sequence = 99 WHERE sequence = 10"],
            "urutan catatan sebelum BPB-2023-0002 terputus.",
            "BPB-2023-0002",
        ),
        (
            "links",
            ["UPDATE voucher SET memo = 'x' WHERE sequence = 4"],
            "mulai bukti BKM-2023-0002 isi buku tidak lagi seperti saat dicatat; bukti sebelumnya masih cocok.",
            "BKM-2023-0002",
        ),
        (
            "borrowers",
            ["UPDATE loan SET ksm = 'K-99' WHERE number = 'P-0002'"],
            "pinjaman P-0002: KSM K-99 tidak ada di daftar KSM.",
            "",
        ),
        (
            "borrowers",
            ["UPDATE loan SET ksm = 'K-11' WHERE number = 'P-0001'"],
            "pinjaman P-0001: di daftar KSM K-11, di bukti KSM K-01.",
            "BKK-2023-0001",
        ),
        (
            "borrowers",
            ["UPDATE proposal SET ksm = 'K-99' WHERE number = 'P-0003'"],
            "pengajuan P-0003: KSM K-99 tidak ada di daftar KSM.",
            "",
        ),
        (
            "borrowers",
            ["DELETE FROM ksm WHERE code = 'K-12'", "UPDATE transfer SET ksm = 'K-12' WHERE id = 1"],
            (
                "pinjaman P-0003: KSM K-12 tidak ada di daftar KSM; "
                "pengajuan P-0003: KSM K-12 tidak ada di daftar KSM; "
                "anggota KSM K-12 tidak ada di daftar KSM; dan 1 lagi."
            ),
            "",
        ),
        ("borrowers", ["UPDATE member SET ksm = 'K-99'"], "anggota KSM K-99 tidak ada di daftar KSM.", ""),
        (
            "borrowers",
            ["UPDATE transfer SET ksm = 'K-99' WHERE loan = 'P-0001'"],
            "transaksi KSM K-99 tidak ada di daftar KSM; pinjaman P-0001: di daftar KSM K-01, di bukti KSM K-99.",
            "BKK-2023-0001",
        ),
        (
            "borrowers",
            ["UPDATE transfer SET ksm = NULL WHERE loan = 'P-0001'"],
            "pinjaman P-0001: di daftar KSM K-01, di bukti KSM tidak disebut.",
            "BKK-2023-0001",
        ),
        (
            "borrowers",
            [
                "UPDATE loan SET ksm = 'K-13' WHERE number = 'P-0001'",
                "UPDATE transfer SET component = 'pencairan' WHERE id = 9",
                "UPDATE transfer SET component = 'pencairan', loan = 'P-0002' WHERE id = 7",
            ],
            (
                "pinjaman P-0001: di daftar KSM K-13, di bukti KSM K-01; "
                "pinjaman P-0002: di daftar KSM K-11, di bukti KSM K-01."
            ),
            "BKK-2023-0001",
        ),
        (
            "borrowers",
            [
                "UPDATE loan SET ksm = 'K-13' WHERE number = 'P-0001'",
                "UPDATE transfer SET component = 'pencairan' WHERE id = 9",
                "UPDATE transfer SET loan = 'P-0002' WHERE id = 2",
            ],
            (
                "pinjaman P-0002: di daftar KSM K-11, di bukti KSM K-01; "
                "pinjaman P-0001: di daftar KSM K-13, di bukti KSM K-01."
            ),
            "BKK-2023-0001",
        ),
        (
            "principals",
            [
                "DELETE FROM loan WHERE number > 'P-0002'",
                "UPDATE loan SET principal = 2000000",
                (
                    "UPDATE transfer SET loan = 'P-0002', component = 'pencairan', debit = '11030', credit = '11010' "
                    "WHERE id = 9"
                ),
            ],
            (
                "pinjaman P-0001: menurut perjanjian Rp2.000.000, menurut bukti Rp1.200.000; "
                "pinjaman P-0002: menurut perjanjian Rp2.000.000, menurut bukti Rp100.000."
            ),
            "BKK-2023-0001",
        ),
        (
            "principals",
            [_ALONE, "UPDATE loan SET principal = 2000000"],
            "pinjaman P-0001: menurut perjanjian Rp2.000.000, menurut bukti Rp1.200.000.",
            "BKK-2023-0001",
        ),
        (
            "principals",
            [
                _ALONE,
                "UPDATE transfer SET component = 'saldo_awal' WHERE component = 'pencairan'",
                "UPDATE loan SET principal_paid_before = 200000",
            ],
            "pinjaman P-0001: menurut perjanjian Rp1.000.000, menurut bukti Rp1.200.000.",
            "BKK-2023-0001",
        ),
        (
            "principals",
            ["DELETE FROM loan WHERE number = 'P-0004'"],
            (
                "pinjaman P-0002: bukti pencairan atau saldo awalnya tidak ada; "
                "pinjaman P-0003: bukti pencairan atau saldo awalnya tidak ada."
            ),
            "",
        ),
        (
            "contracts",
            ["DELETE FROM instalment WHERE version = 1 AND loan = 'P-0002' AND number = 12"],
            "pinjaman P-0002: tersimpan 11 angsuran, menurut perjanjian 12.",
            "",
        ),
        (
            "contracts",
            [
                "UPDATE instalment SET principal = 100001 WHERE version = 1 AND loan = 'P-0002' AND number = 3",
                "UPDATE instalment SET titipan = 5 WHERE version = 1 AND loan = 'P-0002' AND number = 3",
            ],
            (
                "pinjaman P-0002: angsuran ke-3 tersimpan 10-04-2023 pokok Rp100.001 jasa Rp18.000 titipan Rp5, "
                "menurut perjanjian 10-04-2023 pokok Rp100.000 jasa Rp18.000."
            ),
            "",
        ),
        (
            "contracts",
            ["DELETE FROM instalment WHERE loan = 'P-0003'"],
            "pinjaman P-0003: tersimpan 0 angsuran, menurut perjanjian 12.",
            "",
        ),
        (
            "later_schedules",
            ["UPDATE instalment SET principal = principal + 1 WHERE version = 2 AND loan = 'P-0002' AND number = 1"],
            "pinjaman P-0002 jadwal ke-2: jumlah pokok Rp1.200.001, pokok pinjaman Rp1.200.000.",
            "",
        ),
        (
            "later_schedules",
            [
                "UPDATE instalment SET principal = principal + 1 WHERE version = 2 AND loan = 'P-0002' AND number = 1",
                "UPDATE schedule SET kind = 'hapus buku' WHERE version = 2",
            ],
            "pinjaman P-0002 jadwal ke-2: jumlah pokok Rp1.200.001, pokok pinjaman Rp1.200.000.",
            "",
        ),
        (
            "later_schedules",
            ["DELETE FROM instalment WHERE version = 2 AND loan = 'P-0002'"],
            "pinjaman P-0002 jadwal ke-2: jumlah pokok Rp0, pokok pinjaman Rp1.200.000.",
            "",
        ),
        (
            "shares",
            ["UPDATE loan_share SET amount = amount + 1 WHERE rowid = 3"],
            "pinjaman P-0003: jumlah bagian anggota Rp1.200.001, pokok Rp1.200.000.",
            "",
        ),
        (
            "shares",
            ["DELETE FROM loan WHERE number = 'P-0003'", "DELETE FROM proposal WHERE number = 'P-0003'"],
            "pinjaman P-0003: jumlah bagian anggota Rp1.200.000, pokok Rp0.",
            "",
        ),
        (
            "shares",
            ["UPDATE receipt_share SET amount = 1001"],
            "bukti BKM-2023-0001: jumlah bagian anggota Rp1.001, setoran Rp1.000.",
            "BKM-2023-0001",
        ),
        (
            "shares",
            ["UPDATE receipt_share SET voucher = 'BKM-2023-0004', amount = 60000, member = rowid WHERE rowid < 3"],
            "bukti BKM-2023-0004: jumlah bagian anggota Rp120.000, setoran Rp118.000.",
            "BKM-2023-0004",
        ),
        (
            "shares",
            ["UPDATE receipt_share SET voucher = 'BKM-9', amount = 1 WHERE rowid = 1"],
            "bukti BKM-9: jumlah bagian anggota Rp1, setoran Rp0.",
            "BKM-9",
        ),
        (
            "shares",
            ["UPDATE receipt_share SET voucher = 'BKM-9'"],
            "bukti BKM-9: jumlah bagian anggota Rp30, setoran Rp0.",
            "BKM-9",
        ),
    ],
)
def test_a_fault_is_told_with_its_row(ledger, check, statements, sentence, voucher):
    """And with the first voucher it is about, where it is about one."""
    assert _said(ledger, check, *statements) == (False, sentence, voucher)


def test_a_damaged_index_is_counted(path, tmp_path):
    """SQLite's own word on the file that is meant, and no other."""
    damaged = shutil.copyfile(path, tmp_path / "rusak.db")
    with closing(sqlite3.connect(damaged)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        other = (
            "UPDATE sqlite_schema SET sql = replace(sql, '(voucher)', '(amount)') WHERE name = 'transfer_by_voucher'"
        )
        assert connection.execute(other).rowcount == 1
    found = integrity.pages(damaged)

    assert (found.result, found.hint) == (Result.WRONG, UNSOUND)
    assert re.fullmatch(r"SQLite menemukan [1-9][0-9]* kerusakan pada tabel atau indeks\.", found.sentence)
    assert integrity.pages(path).sentence == "SQLite membaca seluruh file: 0 kerusakan."
    assert integrity.pages(path).result is Result.SOUND
