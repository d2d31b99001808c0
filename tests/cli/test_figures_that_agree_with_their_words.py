"""Figures beside the words that stand with them: what a page counts it says, and what it advises helps."""

import json
import re

import pytest

from conftest import led_once


@pytest.fixture
@led_once
def fund(run):
    """Return a runner beside a ledger of 50,000,000 with the KSM K1 and K2 of ten women, opened on 31 December 2022."""
    return _fund(run)


def _fund(run, **changed: str):
    start = "mulai --upk U --bkm B --kelurahan K --kecamatan C --kota T --provinsi P --tanggal 2022-12-31"
    rules = [
        next((f"{key} = {value}" for key, value in changed.items() if line.startswith(f"{key} = ")), line)
        for line in run("kebijakan", "bawaan").stdout.splitlines()
    ]
    (run.folder / "aturan.toml").write_text("\n".join(rules), encoding="utf-8")
    (run.folder / "saldo.csv").write_text(
        "kode;debit;kredit\n11010;50.000.000;0\n31010;0;50.000.000\n", encoding="utf-8"
    )
    done(run, f"{start} --kebijakan aturan.toml")
    done(run, "impor saldo-awal saldo.csv")
    for code in ("K1", "K2"):
        done(run, f"ksm tambah {code} Kelompok-{code} {GROUP} --tanggal 2022-12-31")
    return run


GROUP = "--rw 05 --rt 003 --jumlah-anggota 10 --jumlah-perempuan 10"
LOAN = "--pokok 1.200.000 --tenor 12 --tanggal 2023-01-10"
"""Twelve instalments of 100,000 and 18,000, due on the 10th."""


def done(run, words: str):
    """Run a command line that has to succeed."""
    got = run(*words.split())
    assert got.status == 0, got.stderr
    return got


def _refused(run, words: str, status: int = 4) -> str:
    got = run(*words.split())
    assert got.status == status, (got.stdout, got.stderr)
    return got.stderr


def _rows(run, month: str, name: str):
    return json.loads(done(run, f"laporan {month} --hanya {name} --format json").stdout)["baris"]


def _page(run, words: str) -> str:
    return " ".join(done(run, words).stdout.split())


def test_pages_that_count_a_rescheduled_loan_by_its_old_class_say_so(fund):
    """Five instalments missed before, none since: at risk, in class 3, and in no list of who is late."""
    done(fund, f"pinjaman cairkan K1 {LOAN}")
    done(fund, "terima P-0001 118.000 --tanggal 2023-02-10")
    done(fund, "pinjaman jadwal-ulang P-0001 --tanggal 2023-07-12 --tenor 12 --ba 7")
    assert [row["pembilang"] for row in _rows(fund, "2023-07", "kinerja")[:2]] == [1, 1_100_000]
    told = "1 pinjaman dijadwal ulang yang masih memakai kelas lama"
    rule = "Kelas lama = kali menunggak sebelum dijadwal ulang, berlaku sampai 3 angsuran jadwal baru lunas."
    for name in ("kinerja", "kolektibilitas", "ringkasan"):
        page = _page(fund, f"laporan 2023-07 --hanya {name}")
        assert (told in page, rule in page) == (True, True), name
    form = _page(fund, "laporan 2023-07 --hanya kolektibilitas")
    assert "Kelas Lama (Kali)" in form
    assert _rows(fund, "2023-07", "tunggakan") == []
    done(fund, "terima P-0001 347.300 --tanggal 2023-10-12")
    assert told not in _page(fund, "laporan 2023-10 --hanya kinerja")


def test_a_rescheduled_loan_that_is_late_again_is_marked_in_the_arrears_list(fund):
    """With the missed count that its class goes by, beside that of the day."""
    done(fund, f"pinjaman cairkan K1 {LOAN}")
    done(fund, "pinjaman jadwal-ulang P-0001 --tanggal 2023-07-12 --tenor 12 --ba 7")
    (row,) = _rows(fund, "2023-08", "tunggakan")
    assert (row["kali_menunggak"], row["kali_kelas_lama"], row["kelas"]) == (1, 6, "Diragukan")


def test_savings_behind_are_one_figure_in_plan_list_and_summary(run):
    """5,000 go with each instalment; who paid pokok and jasa alone is in the list with them, and not late."""
    _fund(run, persen_dari_angsuran='"5"')
    done(run, f"pinjaman cairkan K1 {LOAN}")
    for month in range(2, 7):
        done(run, f"terima P-0001 118.000 --pokok 100.000 --jasa 18.000 --tanggal 2023-{month:02d}-10")
    (row,) = _rows(run, "2023-06", "tunggakan")
    assert (row["tunggakan_pokok"], row["tunggakan_jasa"], row["kali_menunggak"]) == (0, 0, 0)
    assert row["tunggakan_tabungan"] == 25_000
    (listed,) = json.loads(done(run, "tunggakan --per 2023-06-30 --format json").stdout)["baris"]
    assert listed["tunggakan_tabungan"] == 25_000
    assert _rows(run, "2023-06", "rencana-penagihan")[-1]["tunggakan_tabungan"] == 25_000
    summary = {row["butir"]: row["nilai"] for row in _rows(run, "2023-06", "ringkasan")}
    assert summary["Tabungan wajib yang tertinggal"] == "Rp25.000"
    assert summary["KSM yang menunggak"] == "tidak ada"


def _without_heads(text):
    """Return a page of an open month without what ties it to the moment at which it was printed."""
    return re.sub("Kepala buku: [0-9a-f]{16}", "", text)


def test_a_receipt_taken_back_on_a_later_day_stays_in_its_month_and_the_day_says_so(fund):
    """The month is as of its last day, which its list of what was taken back says."""
    done(fund, f"pinjaman cairkan K1 {LOAN}")
    done(fund, "terima P-0001 118.000 --tanggal 2023-02-15")
    before = _without_heads(done(fund, "laporan 2023-02").stdout)
    done(fund, "batal BKM-2023-0001 --alasan x --tanggal 2023-03-05")
    assert _without_heads(done(fund, "laporan 2023-02").stdout) == before
    assert "pembatalan yang bertanggal sampai 28 Februari 2023" in _page(fund, "laporan 2023-02 --hanya pembatalan")
    day = json.loads(done(fund, "hari --tanggal 2023-02-15 --format json").stdout)["baris"]
    assert day[0]["uraian"].endswith("(dibatalkan BPB-2023-0001 tanggal 05-03-2023)")
    (row,) = _rows(fund, "2023-03", "pembatalan")
    assert row["bukti"] == "BKM-2023-0001"


@pytest.mark.parametrize(
    ("day", "jasa"), [("02-10", 18_000), ("02-12", 18_000), ("02-13", 18_000), ("02-14", 36_000), ("03-11", 54_000)]
)
def test_a_due_date_moved_by_days_off_ends_its_month_where_it_moved_to(run, day, jasa):
    """10 February moves to the 13th: who settles on the 12th owes no second month."""
    _fund(run, libur='["2023-02-10", "2023-02-11", "2023-02-12"]', geser='"maju"')
    done(run, f"pinjaman cairkan K1 {LOAN}")
    asked = json.loads(done(run, f"pinjaman lunasi P-0001 --tanggal 2023-{day} --coba --format json").stdout)
    assert asked["jasa"] == jasa


def test_what_a_write_off_counted_as_paid_is_not_taken_back_after_it(fund):
    """The write-off is taken back first; then the share that came back of 1,200,000 is that of its footnote."""
    done(fund, f"pinjaman cairkan K1 {LOAN}")
    done(fund, "terima P-0001 118.000 --tanggal 2023-02-10")
    done(fund, "pinjaman hapus-buku P-0001 --ba 9 --tanggal 2023-12-20")
    refusal = _refused(fund, "batal BKM-2023-0001 --alasan x --tanggal 2023-12-25")
    assert "danabergulir batal BPB-2023-0001" in refusal
    done(fund, "batal BPB-2023-0001 --alasan x --tanggal 2023-12-25")
    done(fund, "batal BKM-2023-0001 --alasan x --tanggal 2023-12-25")
    done(fund, "pinjaman hapus-buku P-0001 --ba 9 --tanggal 2023-12-26")
    done(fund, "terima P-0001 1.100.000 --tanggal 2023-12-27")
    (row,) = _rows(fund, "2023-12", "rekap-rw")
    assert (row["persen_kembali"], row["hapus_buku"]) == (91.67, 100_000)


def test_a_ksm_stands_for_the_loan_that_ran_on_the_day(fund):
    """At the counter as in an import; between two loans for the older one, before the first for none."""
    done(fund, f"pinjaman cairkan K1 {LOAN}")
    done(fund, "pinjaman lunasi P-0001 --tanggal 2023-06-20 --ya")
    done(fund, "pinjaman cairkan K1 --pokok 1.200.000 --tenor 12 --tanggal 2023-07-10")
    assert "pinjaman P-0001 sudah dilunasi pada 20-06-2023" in _refused(fund, "terima K1 50.000 --tanggal 2023-03-05")
    assert "P-0001" in _refused(fund, "terima K1 50.000 --tanggal 2023-07-05")
    assert "pencairan pinjaman P-0001" in _refused(fund, "terima K1 50.000 --tanggal 2023-01-05")
    got = json.loads(done(fund, "terima K1 118.000 --tanggal 2023-08-10 --format json").stdout)
    assert got["pinjaman"] == "P-0002"


def test_what_is_written_down_without_a_day_counts_from_the_opening(fund):
    """A KSM, its members and what changes about them; what is said of a day holds from that day."""
    done(fund, f"ksm tambah K3 Tiga {GROUP}")
    done(fund, f"pinjaman cairkan K3 {LOAN}")
    done(fund, "anggota tambah K3 Siti --tanggal 2023-02-01")
    done(fund, "anggota tambah K3 Budi")
    done(fund, "anggota keluar K3 Budi --tanggal 2023-05-01")
    done(fund, "ksm ubah K3 --ketua Ani --tanggal 2023-02-01")
    chairs = ["Ani" in done(fund, f"ksm lihat K3 --per 2023-{day}").stdout for day in ("01-31", "02-01")]
    assert chairs == [False, True]
    done(fund, "pinjaman cairkan K2 --pokok 1.200.000 --tenor 12 --tanggal 2023-01-12")
    done(fund, "tabungan setor K3 5.000 --tanggal 2023-01-15")


def test_a_start_written_down_too_late_is_moved_earlier(fund):
    """Of a KSM and of an account, by the command that the refusal names; never later, never beside other changes."""
    done(fund, f"ksm tambah K3 Tiga {GROUP} --tanggal 2023-06-01")
    assert "ksm ubah K3 --sejak 2023-01-10" in _refused(fund, f"pinjaman cairkan K3 {LOAN}")
    assert "ksm ubah K3 --sejak 2023-02-01" in _refused(fund, "anggota tambah K3 Siti --tanggal 2023-02-01")
    _refused(fund, "ksm ubah K3 --sejak 2023-01-10 --ketua Ani", status=2)
    done(fund, "ksm ubah K3 --sejak 2023-01-10")
    _refused(fund, "ksm ubah K3 --sejak 2023-01-11")
    done(fund, f"pinjaman cairkan K3 {LOAN}")
    done(fund, "akun tambah 51090 Listrik --golongan biaya --tanggal 2023-06-01")
    paid = "kas keluar 51090 1.000 listrik --tanggal 2023-05-01"
    assert "akun ubah 51090 --sejak 2023-05-01" in _refused(fund, paid)
    done(fund, "akun ubah 51090 --sejak 2023-05-01")
    done(fund, paid)


def test_a_file_whose_receipt_was_taken_back_is_not_said_to_be_in_the_book(fund):
    """The vouchers are named, and the way to record the row again."""
    done(fund, f"pinjaman cairkan K1 {LOAN}")
    sheet = "tanggal;jenis;jumlah;pinjaman\n2023-02-10;terima;118000;P-0001\n"
    (fund.folder / "setoran.csv").write_text(sheet, encoding="utf-8")
    done(fund, "impor transaksi setoran.csv")
    assert "Isinya sudah ada di buku" in _refused(fund, "impor transaksi setoran.csv", status=1)
    done(fund, "batal BKM-2023-0001 --alasan x")
    said = _refused(fund, "impor transaksi setoran.csv", status=1)
    assert "dibatalkan: BKM-2023-0001 oleh BPB-2023-0001" in said
    assert "--catat-juga-yang-sama" in said
    done(fund, "impor transaksi setoran.csv --catat-juga-yang-sama")


def test_the_first_line_of_a_new_schedule_says_why_it_is_owed(fund):
    """What it counted as paid was taken back since; as long as it is paid nothing is said."""
    done(fund, f"pinjaman cairkan K1 {LOAN}")
    done(fund, "terima P-0001 118.000 --tanggal 2023-02-10")
    done(fund, "pinjaman jadwal-ulang P-0001 --tanggal 2023-03-12 --tenor 12 --ba 7")
    assert "Masih ditagih" not in _page(fund, "pinjaman jadwal P-0001 --per 2023-03-20")
    done(fund, "batal BKM-2023-0001 --alasan x --tanggal 2023-03-15 --tetap")
    page = _page(fund, "pinjaman jadwal P-0001 --per 2023-03-20")
    assert "Masih ditagih dari baris itu Rp118.000: tunggakan jasa yang dipisah, atau setoran yang dibatalkan" in page


def test_no_more_is_written_down_than_there_is(fund):
    """Depreciation beyond the assets is refused unless a person insists, and then told by every look at the book."""
    entry = "jurnal 51070 12021 20.000.000 penyusutan --tanggal 2023-02-10"
    assert "nilai inventaris setelah dikurangi 12021 Akumulasi Penyusutan menjadi -Rp20.000.000" in _refused(
        fund, entry
    )
    done(fund, f"{entry} --tetap")
    assert "Nilai inventaris lihat" in _page(fund, "periksa --format csv").replace(";", " ")
    done(fund, "kas keluar 12020 20.000.000 komputer --tanggal 2023-02-10")
    _refused(fund, "jurnal 51070 12021 1 penyusutan --tanggal 2023-02-11")
