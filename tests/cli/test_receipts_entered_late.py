"""Receipts written down late, taken back, imported unsorted: what the counter answers and what the reports then say."""

import json

import pytest

from conftest import led_once

_PRINCIPAL_OR_JASA = '[tunggakan]\nkomponen = "pokok_atau_jasa"\n'


@pytest.fixture
@led_once
def lent(run):
    """Return a runner beside a ledger with 12,000,000 lent to KSM Anggrek on 5 January 2025 in twelve instalments.

    Each is 1,000,000 and 180,000, due on the 5th.
    """
    start = "mulai --upk U --bkm B --kelurahan K --kecamatan C --kota T --provinsi P --tanggal 2024-12-31"
    (run.folder / "aturan.toml").write_text(_PRINCIPAL_OR_JASA, encoding="utf-8")
    (run.folder / "saldo.csv").write_text(
        "kode;debit;kredit\n11010;20.000.000;0\n11021;180.000.000;0\n31010;0;200.000.000\n", encoding="utf-8"
    )
    words = [
        "--rw",
        "01",
        "--rt",
        "001",
        "--jumlah-anggota",
        "10",
        "--jumlah-perempuan",
        "10",
        "--tanggal",
        "2024-12-31",
    ]
    assert run(*start.split(), "--kebijakan", "aturan.toml").status == 0
    assert run("impor", "saldo-awal", "saldo.csv").status == 0
    assert run("ksm", "tambah", "ANGGREK", "KSM Anggrek", *words, "--tanggal", "2024-12-31").status == 0
    lend = "pinjaman cairkan ANGGREK --pokok 12jt --tenor 12 --tanggal 2025-01-05 --dari 11021"
    assert run(*lend.split()).status == 0
    return run


def _receive(run, day: str, amount: str = "1.180.000", *more: str) -> tuple[int, int]:
    """Receive and return jasa and pokok of it."""
    got = run("terima", "P-0001", amount, "--tanggal", day, *more, "--format", "json")
    assert got.status == 0, got.stderr
    parts = json.loads(got.stdout)
    return parts["jasa"], parts["pokok"]


def _rows(run, month: str, name: str) -> list[dict[str, object]]:
    return json.loads(run("laporan", month, "--hanya", name, "--format", "json").stdout)["baris"]


def _jasa(run, month: str) -> object:
    return next(row for row in _rows(run, month, "laba-rugi") if row["kode"] == "41010")["bulan_ini"]


def test_a_receipt_entered_late_leaves_each_month_its_own_jasa(lent):
    """As a loan module of an ERP got it wrong: 5 March first, then 5 February; 180,000 in each month, nobody late."""
    assert _receive(lent, "2025-03-05") == (360_000, 820_000)
    assert _receive(lent, "2025-02-05") == (180_000, 1_000_000)
    assert (_jasa(lent, "2025-02"), _jasa(lent, "2025-03")) == (180_000, 180_000)
    assert _rows(lent, "2025-02", "tunggakan") == _rows(lent, "2025-02", "sanksi") == []


def test_an_unsorted_import_is_recorded_in_the_order_of_its_dates(lent):
    """Rows of April, February and March, one of them found in the ledger before; the answer says what changed."""
    _receive(lent, "2025-05-05")
    (lent.folder / "t.csv").write_text(
        "tanggal;jenis;jumlah;pinjaman\n2025-04-05;terima;1180000;P-0001\n2025-02-05;terima;1180000;P-0001\n"
        "2025-03-05;terima;1180000;P-0001\n",
        encoding="utf-8",
    )
    got = lent("impor", "transaksi", "t.csv")

    assert got.status == 0, got.stderr
    assert "BKM-2025-0001 tanggal 05-05-2025 dibagi ulang: pokok 460.000 menjadi 1.000.000" in got.stderr
    assert [_jasa(lent, f"2025-0{month}") for month in (2, 3, 4, 5)] == [180_000] * 4
    assert [row["bukti"] for row in _rows(lent, "2025-02", "uang-masuk")][:1] == ["BKM-2025-0002"]


def test_a_fault_in_an_unsorted_import_names_its_own_line(lent):
    """Too much in the first line, which is the last by date: line 2, and nothing recorded."""
    (lent.folder / "t.csv").write_text(
        "tanggal;jenis;jumlah;pinjaman\n2025-04-05;terima;13jt;P-0001\n2025-02-05;terima;1180000;P-0001\n"
        "2025-03-05;terima;1180000;P-0001\n",
        encoding="utf-8",
    )
    got = lent("impor", "transaksi", "t.csv")

    assert got.status == 1
    assert "Galat baris 2: setoran Rp13.000.000 lebih besar daripada seluruh kewajiban" in got.stderr


def test_lists_show_a_receipt_and_its_correction_as_one_event(lent):
    """Equal totals in U-1, the cash book and the trial balance, as if both had been entered in order."""
    _receive(lent, "2025-03-05")
    _receive(lent, "2025-02-05")

    assert [row["jumlah"] for row in _rows(lent, "2025-03", "uang-masuk")] == [180_000, 1_000_000]
    assert _rows(lent, "2025-03", "pindah-buku") == []
    trial = {row["kode"]: (row["debit"], row["kredit"]) for row in _rows(lent, "2025-03", "neraca-saldo")}
    assert (trial["11010"], trial["11030"], trial["41010"]) == ((1_180_000, 0), (0, 1_000_000), (0, 180_000))
    (*_, last) = _rows(lent, "2025-03", "buku-kas")
    assert (last["debit"], last["kredit"]) == (1_180_000, 0)
    words = ("--dari", "2025-03-01", "--sampai", "2025-03-31", "--format", "json")
    journal = json.loads(lent("jurnal-umum", *words).stdout)["baris"]
    assert {row["bukti"] for row in journal if row["bukti"]} == {"BKM-2025-0001"}
    sheet = json.loads(lent("buku-besar", "41010", *words).stdout)["baris"]
    assert [(row["bukti"], row["debit"], row["kredit"]) for row in sheet if row["bukti"]] == [
        ("BKM-2025-0001", 0, 180_000)
    ]
    assert "BPB-2025-0001 (BKM-2025-0001)" in lent("laporan", "2025-03", "--hanya", "pindah-buku").stdout


def test_a_voucher_shows_both_splits(lent):
    """The receipt names its correction and the parts it leaves; the correction names what it corrects and why."""
    _receive(lent, "2025-03-05")
    _receive(lent, "2025-02-05")

    shown = lent("bukti", "BKM-2025-0001").stdout
    assert "Dibetulkan oleh" in shown
    assert "Sesudah dibetulkan" in shown
    told = lent("bukti", "BPB-2025-0001").stdout
    assert "Membetulkan" in told
    assert "Pembagian BKM-2025-0001 dibetulkan karena" in told


def test_a_receipt_is_taken_back_with_its_correction(lent):
    """One voucher takes back what counts; the correction alone is refused with the way to do it."""
    _receive(lent, "2025-03-05")
    _receive(lent, "2025-02-05")

    refused = lent("batal", "BPB-2025-0001", "--alasan", "salah")
    assert (refused.status, refused.stdout) == (4, "")
    assert "Saran: Batalkan BKM-2025-0001; pembetulannya ikut dibatalkan." in refused.stderr
    back = json.loads(lent("batal", "BKM-2025-0001", "--alasan", "salah", "--format", "json").stdout)
    assert (back["tanggal"], back["jumlah"]) == ("2025-03-05", 1_180_000)
    assert (_jasa(lent, "2025-02"), _jasa(lent, "2025-03")) == (180_000, 0)


def test_taking_back_and_typing_again_with_the_true_date_just_works(lent):
    """Without a date the reversal bears that of the receipt, names the reports that change and the later count."""
    _receive(lent, "2025-03-05")
    lent("kas", "hitung", "21.180.000", "--tanggal", "2025-03-31")
    back = lent("batal", "BKM-2025-0001", "--alasan", "salah tanggal")

    assert back.status == 0
    assert "05-03-2025" in back.stdout
    assert "Laporan yang berubah: Maret 2025 sampai November 2026." in back.stderr
    assert "Kas sudah dihitung pada 31-03-2025" in back.stderr
    assert _receive(lent, "2025-02-05") == (180_000, 1_000_000)
    assert _rows(lent, "2025-02", "tunggakan") == []


def test_a_voucher_of_a_closed_day_is_taken_back_today(lent):
    """The default is then the day on which it is done."""
    _receive(lent, "2025-01-20")
    assert lent("tutup", "bulan", "2025-01", "--biarkan-cadangan").status == 0

    back = json.loads(lent("batal", "BKM-2025-0001", "--alasan", "salah", "--format", "json").stdout)
    assert back["tanggal"] == "2026-11-21"


def test_the_last_voucher_is_offered_to_a_person_only(lent):
    """At a terminal the last one that stands is named and asked about; without one the number has to be written."""
    _receive(lent, "2025-02-05")
    _receive(lent, "2025-03-05")
    assert lent("batal", "--alasan", "salah").status == 2
    agreed = lent("batal", "--alasan", "salah", typed="ya\n")

    assert agreed.status == 0
    assert "Batalkan BKM-2025-0002 tanggal 05-03-2025, Rp1.180.000, Angsuran pinjaman P-0001?" in agreed.stderr
    assert lent("batal", "--alasan", "salah", typed="tidak\n").status == 4


def test_typed_parts_never_move(lent):
    """What was written on the slip stays; only what the rule laid out after it gives way."""
    typed = ("--pokok", "820.000", "--jasa", "360.000")
    assert _receive(lent, "2025-03-05", "1.180.000", *typed) == (360_000, 820_000)
    assert _receive(lent, "2025-02-05") == (180_000, 1_000_000)

    assert (_jasa(lent, "2025-02"), _jasa(lent, "2025-03")) == (180_000, 360_000)


def test_typed_parts_come_first_within_a_day(lent):
    """The typed slip of the same day was written down last, and the other one gives way to it."""
    assert _receive(lent, "2025-02-05") == (180_000, 1_000_000)
    assert _receive(lent, "2025-02-05", "180.000", "--jasa", "180.000") == (180_000, 0)

    assert _jasa(lent, "2025-02") == 360_000


def test_an_earlier_receipt_by_which_a_later_typed_one_is_too_much_is_refused(lent):
    """Ten million typed as pokok in March leaves two for February; nothing is recorded, the later voucher is named."""
    _receive(lent, "2025-03-05", "10jt", "--pokok", "10jt")
    refused = lent("terima", "P-0001", "3jt", "--tanggal", "2025-02-05", "--pokok", "3jt")

    assert refused.status == 4
    assert "bukti BKM-2025-0001 tanggal 05-03-2025 melebihi kewajiban pinjaman P-0001, Rp9.000.000" in refused.stderr
    assert 'danabergulir batal BKM-2025-0001 --alasan "..."' in refused.stderr


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ("pinjaman jadwal-ulang P-0001 --tenor 12 --ba 1", "Isi --tanggal 2025-06-10 atau sesudahnya"),
        ("pinjaman lunasi P-0001", "Batalkan dulu BKM-2025-0002 (pelunasan): danabergulir batal BKM-2025-0002"),
        ("pinjaman hapus-buku P-0001 --ba 1", "hapus buku"),
    ],
)
def test_nothing_is_slipped_in_before_a_change_of_the_contract(lent, change, way):
    """A receipt, or a reversal, before a new schedule, a settlement or a write-off: status 4 and the way."""
    _receive(lent, "2025-02-05")
    changed = lent(*change.split(), "--tanggal", "2025-06-10", *(("--ya",) if "lunasi" in change else ()))
    assert changed.status == 0, changed.stderr
    before = lent.ledger.read_bytes()
    late = lent("terima", "P-0001", "590.000", "--tanggal", "2025-05-20")
    back = lent("batal", "BKM-2025-0001", "--alasan", "salah")

    assert (late.status, back.status) == (4, 4)
    assert way in late.stderr
    assert lent.ledger.read_bytes() == before


def test_a_settlement_taken_back_on_its_own_day_is_in_nobodys_way(lent):
    """The loan goes on as if it had never been settled, for receipts of before too."""
    assert lent("pinjaman", "lunasi", "P-0001", "--tanggal", "2025-06-10", "--ya").status == 0
    assert lent("batal", "BKM-2025-0001", "--alasan", "salah pinjaman").status == 0

    assert _receive(lent, "2025-02-05") == (180_000, 1_000_000)


def test_what_was_received_twice_until_a_later_reversal_is_refused_with_the_day_that_works(lent):
    """A loan paid off and taken back only in September cannot be paid off again in June."""
    _receive(lent, "2025-06-28", "14.160.000")
    assert lent("batal", "BKM-2025-0001", "--alasan", "salah", "--tanggal", "2025-09-08").status == 0
    refused = lent("terima", "P-0001", "14.160.000", "--tanggal", "2025-06-28")

    assert refused.status == 4
    assert "Isi --tanggal 2025-09-08 atau sesudahnya." in refused.stderr


@pytest.mark.parametrize("taken_back_on", ["2025-01-05", "2025-02-28", "2025-03-01"])
def test_a_letter_about_a_loan_that_is_taken_back_is_shown_for_withdrawal(lent, taken_back_on):
    """Whether the loan is taken back on the day it was paid out, on that of the letter or later: never as answered."""
    assert lent("sanksi", "terbitkan", "--per", "2025-02-28", "--ya").status == 0
    taken_back = lent("batal", "BKK-2025-0001", "--alasan", "tidak jadi", "--tanggal", taken_back_on)
    assert "sebabnya hilang, pencairan pinjamannya dibatalkan. Beri tahu KSM" in taken_back.stderr

    words = ("sanksi", "daftar", "--per", "2025-03-02", "--format", "json")
    (listed,) = json.loads(lent(*words).stdout)["baris"]
    assert (listed["status"], listed["catatan"].split(";")[0]) == (
        "dicabut",
        "sebabnya hilang, pencairan pinjamannya dibatalkan",
    )
    assert [row["status"] for row in _rows(lent, "2025-03", "sanksi") if row["nomor"]] == ["dicabut"]
    assert lent("sanksi", "cabut", "S-0001", "--alasan", "tidak jadi", "--tanggal", "2025-03-02").status == 0
    assert json.loads(lent(*words).stdout)["baris"] == []


def test_a_letter_whose_cause_falls_away_is_shown_for_withdrawal(lent):
    """The receipt of February is found after the letter: answer, list and report say so until it is done."""
    assert lent("sanksi", "terbitkan", "--per", "2025-02-28", "--ya").status == 0
    found = lent("terima", "P-0001", "1.180.000", "--tanggal", "2025-02-05")
    assert "sebabnya hilang" in found.stderr
    assert "danabergulir sanksi cabut S-0001" in found.stderr

    words = ("sanksi", "daftar", "--per", "2025-03-01", "--format", "json")
    (listed,) = json.loads(lent(*words).stdout)["baris"]
    assert (listed["status"], "sebabnya hilang" in listed["catatan"]) == ("dicabut", True)
    assert [row["status"] for row in _rows(lent, "2025-03", "sanksi") if row["nomor"]] == ["dicabut"]
    assert lent("sanksi", "cabut", "S-0001", "--alasan", "sudah bayar", "--tanggal", "2025-03-01").status == 0
    assert json.loads(lent(*words).stdout)["baris"] == []


def test_the_books_stay_sound_and_the_package_proves_itself(lent):
    """After a correction and its reversal the checks pass and the audit package is valid."""
    _receive(lent, "2025-03-05")
    _receive(lent, "2025-02-05")
    assert lent("batal", "BKM-2025-0001", "--alasan", "salah", "--tanggal", "2025-03-20").status == 0

    assert lent("periksa").status == 0
    package = ("ekspor", "audit", "--dari", "2024-12-31", "--sampai", "2025-12-31", "--ke", "paket")
    assert lent(*package).status == 0
