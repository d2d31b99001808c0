"""Entries that come in another order than what happened: what no longer fits is refused with the way out, or said."""

import json

import pytest

from conftest import led_once

_BORROW = "pinjaman cairkan K1 --pokok 1.200.000 --tenor 12 --tanggal"
_PER_INSTALMENT = '[denda]\ncara = "per_angsuran"\nrupiah = 10000\n'


def _lent(run, rules: str = "", on: str = "2023-01-10"):
    """Return the runner beside a book of 50,000,000 in which K1 borrowed 1,200,000: 100,000 and 18,000 a month."""
    start = "mulai --upk U --bkm B --kelurahan K --kecamatan C --kota T --provinsi P --tanggal 2022-12-31"
    (run.folder / "aturan.toml").write_text(rules, encoding="utf-8")
    (run.folder / "saldo.csv").write_text(
        "kode;debit;kredit\n11010;50.000.000;0\n31010;0;50.000.000\n", encoding="utf-8"
    )
    who = "--rw 01 --rt 001 --jumlah-anggota 10 --jumlah-perempuan 10 --tanggal 2022-12-31"
    _done(run, f"{start} --kebijakan aturan.toml")
    _done(run, "impor saldo-awal saldo.csv")
    _done(run, f"ksm tambah K1 Satu {who}")
    _done(run, f"{_BORROW} {on}")
    return run


def _done(run, words: str):
    got = run(*words.split())
    assert got.status == 0, got.stderr
    return got


def _refused(run, words: str, status: int = 4) -> str:
    got = run(*words.split())
    assert (got.status, got.stdout) == (status, ""), got
    assert got.stderr.count("\n") == 2
    return got.stderr


def _record(run, words: str):
    return json.loads(_done(run, f"{words} --format json").stdout)


@pytest.fixture
@led_once
def lent(run):
    """Return a runner beside that book, by the rules of the program."""
    return _lent(run)


def test_more_than_is_owed_is_answered_with_the_settlement_of_that_day(lent):
    """918,000 settles what would come to 1,062,000 by its schedule; at the counter too."""
    _done(lent, "terima K1 354.000 --tanggal 2023-04-10 --ya")
    way = "Untuk melunasi, Rp918.000: danabergulir pinjaman lunasi P-0001 --tanggal 2023-04-20"
    assert f"Saran: {way}\n" in _refused(lent, "terima K1 2.000.000 --tanggal 2023-04-20")
    queue = lent("kasir", "--tanggal", "2023-04-20", piped=b"K1 2.000.000\n")
    assert queue.status == 1
    assert way in queue.stderr
    done = _record(lent, "pinjaman lunasi P-0001 --tanggal 2023-04-20 --ya")
    assert done["jumlah"] == 918_000


def test_more_than_the_jasa_that_is_left_is_answered_with_its_settlement(lent):
    """All pokok on the due day leaves the jasa of that instalment."""
    _done(lent, "terima K1 1.200.000 --pokok 1.200.000 --tanggal 2023-02-10 --ya")
    told = _refused(lent, "terima K1 50.000 --tanggal 2023-02-20")
    assert "Untuk melunasi, Rp18.000: danabergulir pinjaman lunasi P-0001 --tanggal 2023-02-20" in told
    assert _record(lent, "pinjaman lunasi P-0001 --tanggal 2023-02-20 --ya")["jumlah"] == 18_000


def test_more_than_was_written_off_is_answered_with_the_rest_on_that_day(lent):
    """A recovery is a receipt; its day is kept."""
    _done(lent, "pinjaman hapus-buku P-0001 --ba 1 --tanggal 2023-05-10")
    told = _refused(lent, "terima K1 2.000.000 --tanggal 2023-06-01")
    assert "Untuk melunasi: danabergulir terima P-0001 1.200.000 --tanggal 2023-06-01" in told
    _done(lent, "terima P-0001 1.200.000 --tanggal 2023-06-01")


def test_more_than_is_owed_before_later_entries_names_no_command_that_they_would_refuse(lent):
    """A loan that was paid on in May was not settled in April."""
    _done(lent, "terima K1 118.000 --tanggal 2023-05-10")
    told = _refused(lent, "terima K1 2.000.000 --tanggal 2023-04-20")
    assert "ada catatan sesudahnya. Lihat: danabergulir pinjaman kartu P-0001" in told


def _reserve(run, day: str):
    found = _record(run, f"cadangan sesuaikan --coba --per {day}")
    return found["diperlukan"], found["dibukukan"]


@pytest.mark.parametrize("earlier", ["cadangan sesuaikan --per 2023-02-28", "tutup bulan 2023-02 --sesuaikan-cadangan"])
def test_an_earlier_adjustment_is_taken_off_the_later_one(lent, earlier):
    """Two instalments behind ask for five percent: 60,000 on either day, once, and the screen says so."""
    _done(lent, "cadangan sesuaikan --per 2023-03-31")
    got = _done(lent, earlier)
    assert "Rp60.000 dibukukan balik pada hari itu (BPB-2023-0003)" in got.stderr + got.stdout
    for day in ("2023-02-28", "2023-03-31", "2023-04-09"):
        assert _reserve(lent, day) == (60_000, 60_000)


def test_an_earlier_adjustment_is_taken_back_with_what_the_later_one_gave_up_for_it(lent):
    """February's is a mistake: March keeps the 60,000 that it asked for, and the screen names both vouchers."""
    _done(lent, "cadangan sesuaikan --per 2023-03-31")
    _done(lent, "cadangan sesuaikan --per 2023-02-28")
    got = _done(lent, "batal BPB-2023-0002 --alasan keliru")
    told = "Yang dibukukan balik Rp60.000 dari penyesuaian itu (BPB-2023-0003) ikut dibatalkan dengan BPB-2023-0005."
    assert told in got.stderr + got.stdout
    assert [_reserve(lent, day) for day in ("2023-02-28", "2023-03-31")] == [(60_000, 0), (60_000, 60_000)]


def test_adjustments_from_the_last_month_to_the_first_come_to_those_in_their_order(lent):
    """Each day has what its own classes ask for, and March none of the cost of January."""
    for month in ("2023-03-31", "2023-02-28", "2023-01-31"):
        _done(lent, f"cadangan sesuaikan --per {month}")
    asked = {"2023-01-31": 12_000, "2023-02-28": 60_000, "2023-03-31": 60_000}
    assert {day: _reserve(lent, day) for day in asked} == {day: (amount, amount) for day, amount in asked.items()}
    rows = json.loads(_done(lent, "laporan 2023-03 --hanya laba-rugi --format json").stdout)["baris"]
    cost = next(row for row in rows if row["kode"] == "51080")
    assert (cost["bulan_ini"], cost["sd_bulan_ini"]) == (0, 60_000)


def test_no_more_denda_is_let_go_than_there_was_on_the_day(run):
    """Five instalments late become three by receipts entered later: of 50,000 let go 30,000 hold, what comes stays."""
    lent = _lent(run, _PER_INSTALMENT)
    _done(lent, "denda hapuskan P-0001 50.000 --alasan b --ba 1 --tanggal 2023-06-11")
    for day, holds in (("2023-02-10", "40.000"), ("2023-03-10", "30.000")):
        got = _done(lent, f"terima K1 118.000 --tanggal {day} --ya")
        assert f"penghapusan denda P-0001 tanggal 11-06-2023, Rp50.000, berlaku Rp{holds} saja" in got.stderr
    for day, arisen, left in (("2023-06-11", 30_000, 0), ("2023-08-11", 50_000, 20_000)):
        (row,) = json.loads(_done(lent, f"denda lihat P-0001 --per {day} --format json").stdout)["baris"]
        assert (row["timbul"], row["dihapuskan"], row["sisa"]) == (arisen, 30_000, left)
    assert _record(lent, "terima K1 30.000 --tanggal 2023-08-11 --ya")["denda"] == 20_000
    decided = json.loads(_done(lent, "laporan 2023-06 --hanya keputusan --format json").stdout)
    assert "30000" in json.dumps(decided)
    assert "50000" not in json.dumps(decided)


def test_savings_used_stay_within_the_arrears_of_their_day(lent):
    """A receipt of an earlier day that leaves none is refused, with the voucher to take back first."""
    _done(lent, "tabungan setor K1 300.000 --tanggal 2023-01-15")
    _done(lent, "tabungan pakai K1 236.000 --tanggal 2023-03-15 --ba T1")
    told = _refused(lent, "terima K1 236.000 --tanggal 2023-03-10")
    assert "tabungan Rp236.000 pada bukti BPB-2023-0001 tanggal 15-03-2023 melebihi tunggakan" in told
    assert "danabergulir batal BPB-2023-0001" in told
    (lent.folder / "t.csv").write_text(
        "tanggal;jenis;jumlah;pinjaman\n2023-03-10;terima;236000;P-0001\n", encoding="utf-8"
    )
    found = lent("impor", "transaksi", "t.csv")
    assert found.status == 1
    assert "danabergulir batal BPB-2023-0001" in found.stderr
    _done(lent, "batal BPB-2023-0001 --alasan salah")
    _done(lent, "terima K1 236.000 --tanggal 2023-03-10")


def test_savings_are_locked_on_every_day_on_which_the_loan_was_unpaid(lent):
    """Not by whether it is paid today; the earliest day that works is named, and before the loan they are free."""
    _done(lent, "tabungan setor K1 300.000 --tanggal 2023-01-05")
    told = _refused(lent, "tabungan ambil K1 1.000 --tanggal 2023-05-01")
    assert "danabergulir tabungan pakai K1 JUMLAH --ba NOMOR --tanggal 2023-05-01" in told
    _done(lent, "pinjaman lunasi P-0001 --tanggal 2023-06-15 --ya")
    told = _refused(lent, "tabungan ambil K1 1.000 --tanggal 2023-05-01")
    assert "terkunci: pinjaman P-0001 belum lunas pada 01-05-2023" in told
    assert "Saran: Tanggal paling awal: --tanggal 2023-06-15\n" in told
    for day in ("2023-06-15", "2023-01-06"):
        _done(lent, f"tabungan ambil K1 1.000 --tanggal {day}")


@pytest.mark.parametrize("more", ["", " --tanggal 2023-02-10"], ids=["on its day", "later"])
def test_money_paid_back_stays_covered_by_what_was_too_much(run, more):
    """Taking the receipt of the first instalment back would leave it unpaid, though its money was handed back."""
    lent = _lent(run, on="2023-01-01")
    _done(lent, "terima K1 118.000 --tanggal 2023-02-01")
    _done(lent, "terima K1 354.000 --tanggal 2023-02-02 --ya")
    _done(lent, "kembalikan K1 354.000 --alasan dobel --tanggal 2023-02-05")
    told = _refused(lent, f"batal BKM-2023-0001 --alasan x{more}")
    assert "lebih banyak daripada kelebihan setorannya" in told
    assert "danabergulir batal BKK-2023-0002" in told
    _done(lent, "batal BKK-2023-0002 --alasan x")
    _done(lent, f"batal BKM-2023-0001 --alasan x{more}")


def test_typed_denda_that_has_not_arisen_is_refused(run):
    """By the terminal with status 2, by an import as a finding; as much as has arisen is taken, but once."""
    lent = _lent(run, _PER_INSTALMENT)
    told = _refused(lent, "terima K1 100.000 --denda 100.000 --tanggal 2023-02-10 --ya", 2)
    assert "denda Rp100.000 lebih besar daripada denda pinjaman P-0001 yang sudah timbul, Rp0" in told
    (lent.folder / "t.csv").write_text(
        "tanggal;jenis;jumlah;pinjaman;denda\n2023-02-10;terima;5000;P-0001;5000\n", encoding="utf-8"
    )
    found = lent("impor", "transaksi", "t.csv")
    assert (found.status, "yang sudah timbul, Rp0" in found.stderr) == (1, True)
    _done(lent, "terima K1 20.000 --denda 20.000 --tanggal 2023-03-11 --ya")
    assert "Isi tanpa denda." in _refused(lent, "terima K1 10.000 --denda 10.000 --tanggal 2023-02-11", 2)


def test_typed_denda_without_a_rule_is_recorded_with_a_warning(lent):
    """A board may charge by hand; it is never passed over in silence."""
    got = _done(lent, "terima K1 500.000 --denda 500.000 --tanggal 2023-02-10 --ya")
    assert "denda Rp500.000 ditulis sendiri; menurut aturan tidak ada denda pada pinjaman ini" in got.stderr
