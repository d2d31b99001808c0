"""Ends of a loan taken back and made again, entries before a change of the contract, and what became of each rupiah."""

import json

import pytest

from conftest import led_once

_RULES = """
[pinjaman]
peringatan_saja = ["plafon_per_anggota", "satu_pinjaman", "menunggak"]
[alokasi]
urutan = ["denda", "jasa", "titipan", "pokok", "tabungan"]
"""


@pytest.fixture
@led_once
def lent(run):
    """Return a runner beside a ledger with 12,000,000 lent to KSM Anggrek on 5 January 2025 in twelve instalments.

    Each is 1,000,000 and 180,000, due on the 5th.
    """
    return _lent(run, _RULES)


def _lent(run, rules: str):
    start = "mulai --upk U --bkm B --kelurahan K --kecamatan C --kota T --provinsi P --tanggal 2024-12-31"
    (run.folder / "aturan.toml").write_text(rules, encoding="utf-8")
    (run.folder / "saldo.csv").write_text(
        "kode;debit;kredit\n11010;20.000.000;0\n11021;180.000.000;0\n31010;0;200.000.000\n", encoding="utf-8"
    )
    group = "--rw 01 --rt 001 --jumlah-anggota 10 --jumlah-perempuan 10 --tanggal 2024-12-31"
    for words in (
        f"{start} --kebijakan aturan.toml",
        "impor saldo-awal saldo.csv",
        f"ksm tambah ANGGREK Anggrek {group}",
        "pinjaman cairkan ANGGREK --pokok 12jt --tenor 12 --tanggal 2025-01-05 --dari 11021",
    ):
        done(run, words)
    return run


def done(run, words: str):
    """Run a command line that has to succeed."""
    got = run(*words.split())
    assert got.status == 0, got.stderr
    return got


def _unwrapped(got) -> str:
    return " ".join(got.stdout.split())


def _refused(run, words: str) -> str:
    got = run(*words.split())
    assert (got.status, got.stdout) == (4, "")
    return got.stderr


def _json(run, words: str):
    return json.loads(done(run, f"{words} --format json").stdout)


def _rows(run, month: str, name: str):
    return _json(run, f"laporan {month} --hanya {name}")["baris"]


@pytest.mark.parametrize(
    "again",
    [
        "pinjaman lunasi P-0001 --ya",
        "pinjaman jadwal-ulang P-0001 --tenor 6 --ba 7",
        "pinjaman hapus-buku P-0001 --ba 8",
    ],
)
@pytest.mark.parametrize("first", ["pinjaman lunasi P-0001 --ya", "pinjaman hapus-buku P-0001 --ba 9"])
def test_an_end_taken_back_is_made_again_on_an_earlier_day(lent, first, again):
    """20 April was a slip of the pen for the 10th: taken back on its own day it has never been."""
    done(lent, f"{first} --tanggal 2025-04-20")
    number = _json(lent, "jurnal-umum --dari 2025-04-20 --sampai 2025-04-20")["baris"][0]["bukti"]
    done(lent, f"batal {number} --alasan salah")
    done(lent, f"{again} --tanggal 2025-04-10")

    before, after = (
        _json(lent, f"pinjaman jadwal P-0001 --per {day}")["baris"] for day in ("2025-04-09", "2025-12-31")
    )
    assert (len(before), after[0]["ke"]) == (12, 0)
    assert done(lent, "periksa").status == 0


def test_a_day_too_early_for_a_settlement_is_answered_with_the_earliest_that_works(lent):
    """A receipt that stands counts, one that was taken back on its own day does not."""
    done(lent, "terima P-0001 1.180.000 --tanggal 2025-02-05")
    done(lent, "terima P-0001 1.180.000 --tanggal 2025-06-05")
    done(lent, "batal BKM-2025-0002 --alasan salah")
    assert "Tanggal paling awal: --tanggal 2025-02-05." in _refused(
        lent, "pinjaman lunasi P-0001 --ya --tanggal 2025-02-01"
    )
    done(lent, "pinjaman lunasi P-0001 --ya --tanggal 2025-02-05")


def test_a_day_before_an_end_of_the_loan_is_answered_with_the_way_to_take_that_back(lent):
    """Whatever is to be agreed on it."""
    done(lent, "pinjaman lunasi P-0001 --ya --tanggal 2025-04-20")
    for words in ("jadwal-ulang P-0001 --tenor 6 --ba 7", "hapus-buku P-0001 --ba 7", "lunasi P-0001 --ya"):
        assert "danabergulir batal BKM-2025-0001" in _refused(lent, f"pinjaman {words} --tanggal 2025-04-10")


def test_savings_used_before_a_new_schedule_are_refused_for_that_reason(lent):
    """Not for arrears that the later schedule no longer has."""
    done(lent, "tabungan setor ANGGREK 500000 --tanggal 2025-02-01")
    done(lent, "pinjaman jadwal-ulang P-0001 --tenor 6 --ba 7 --tanggal 2025-06-10")
    told = _refused(lent, "tabungan pakai ANGGREK 100000 --ba 1 --tanggal 2025-04-10")
    assert "sudah dijadwal ulang pada 10-06-2025" in told


def test_savings_received_before_a_new_schedule_are_answered_by_the_schedule_of_their_day(lent):
    """Three instalments are behind on 10 April, whatever was agreed in June."""
    done(lent, "pinjaman jadwal-ulang P-0001 --tenor 6 --ba 7 --tanggal 2025-06-10")
    got = done(lent, "terima P-0001 50000 --tabungan 50000 --tanggal 2025-04-10 --format json")
    answer = json.loads(got.stdout)
    assert (answer["tabungan"], answer["tunggakan_pokok"], answer["tunggakan_jasa"]) == (50_000, 3_000_000, 540_000)
    assert "angsuran Rp1.180.000" in got.stderr


_DENDA = '[denda]\ncara = "per_hari"\nrupiah = 1000\n'


def test_denda_before_a_write_off_changes_nothing_there_and_is_received(run):
    """Principal and jasa of an earlier day are refused, with the way to take the write-off back."""
    lent = _lent(run, _RULES + _DENDA)
    done(lent, "pinjaman hapus-buku P-0001 --ba 9 --tanggal 2025-04-20")
    done(lent, "terima P-0001 10000 --denda 10000 --tanggal 2025-04-01")
    told = _refused(lent, "terima P-0001 1.180.000 --tanggal 2025-04-01")
    assert "danabergulir batal BPB-2025-0001" in told


def test_denda_before_a_settlement_is_refused(run):
    """The settlement would have taken less, had some been paid before; where it took none, none had arisen."""
    lent = _lent(run, _RULES + _DENDA)
    done(lent, "pinjaman lunasi P-0001 --ya --tanggal 2025-04-20")
    assert "sudah dilunasi" in _refused(lent, "terima P-0001 10000 --denda 10000 --tanggal 2025-04-01")
    done(lent, "batal BKM-2025-0001 --alasan salah")
    done(lent, "pinjaman lunasi P-0001 --ya --tanggal 2025-01-20")
    refused = lent("terima", "P-0001", "10000", "--denda", "10000", "--tanggal", "2025-01-10")
    assert (refused.status, refused.stdout) == (2, "")
    assert "yang sudah timbul, Rp0" in refused.stderr


def test_nothing_is_received_on_a_loan_whose_disbursement_was_taken_back(lent):
    """Denda and jasa neither; an older entry of that kind makes no arrears."""
    done(lent, "batal BKK-2025-0001 --alasan salah")
    for part in ("--denda 5000", "--jasa 5000", "--tabungan 5000", ""):
        told = _refused(lent, f"terima P-0001 5000 {part} --tanggal 2025-02-05")
        assert "pencairan pinjaman P-0001 sudah dibatalkan oleh BPB-2025-0001" in told


def test_jasa_paid_ahead_counts_in_a_new_schedule(lent):
    """Three instalments at once on 5 February, a new schedule on the 10th: 360,000 of jasa cover its first ones."""
    done(lent, "terima P-0001 3.540.000 --tanggal 2025-02-05")
    got = done(lent, "pinjaman jadwal-ulang P-0001 --tenor 9 --ba 7 --tanggal 2025-02-10")
    assert "sudah dibayar di muka Rp360.000: Rp360.000 diperhitungkan pada angsuran pertama" in _unwrapped(got)
    rows = _json(lent, "pinjaman jadwal P-0001 --per 2025-02-10")["baris"]
    assert [row["sisa"] for row in rows[1:5]] == [1_000_000, 1_000_000, 1_045_000, 1_135_000]
    assert _rows(lent, "2025-03", "perkembangan")[0]["tunggakan_jasa"] == 0


def test_jasa_paid_ahead_that_a_new_schedule_does_not_ask_can_be_paid_back(lent):
    """Without jasa from now on; the answer says how, and the amount is the one that goes back."""
    done(lent, "terima P-0001 3.540.000 --tanggal 2025-02-05")
    got = done(lent, "pinjaman jadwal-ulang P-0001 --tenor 9 --tanpa-jasa --ba 7 --tanggal 2025-02-10")
    assert 'danabergulir kembalikan P-0001 360.000 --tanggal 2025-02-10 --alasan "..."' in _unwrapped(got)
    done(lent, "kembalikan P-0001 360.000 --alasan muka --tanggal 2025-02-10")


def test_a_settlement_says_what_becomes_of_jasa_paid_ahead(lent):
    """It does not shorten the principal, and may go back."""
    done(lent, "terima P-0001 3.540.000 --tanggal 2025-02-05")
    told = _unwrapped(done(lent, "pinjaman lunasi P-0001 --coba --tanggal 2025-02-10"))
    assert "Rp180.000 tidak mengurangi pokok." in told
    assert "Dapat dikembalikan: danabergulir kembalikan P-0001 180.000 --tanggal 2025-02-10" in told
    done(lent, "pinjaman lunasi P-0001 --ya --tanggal 2025-02-10")
    done(lent, "kembalikan P-0001 180.000 --alasan muka --tanggal 2025-02-10")


def test_money_after_a_settlement_that_becomes_savings_is_said_to(run):
    """The compulsory savings of the principal are all that a settled loan asks for."""
    lent = _lent(run, _RULES + '[tabungan]\npersen_dari_angsuran = "2,5"\n')
    done(lent, "pinjaman lunasi P-0001 --ya --tanggal 2025-02-10")
    got = done(lent, "terima P-0001 100000 --tanggal 2025-02-11")
    assert "tidak punya pokok dan jasa yang harus dibayar lagi: Rp100.000 masuk tabungan KSM" in got.stderr


def test_savings_that_stand_before_pokok_in_the_order_are_taken_before_it(run):
    """25,000 go with an instalment of 1,000,000: with 300,000 they come after jasa, and pokok gets the rest."""
    order = _RULES.replace('"titipan", "pokok", "tabungan"', '"titipan", "tabungan", "pokok"')
    lent = _lent(run, order + '[tabungan]\npersen_dari_angsuran = "2,5"\n')
    got = _json(lent, "terima P-0001 300000 --tanggal 2025-02-05")
    assert (got["jasa"], got["tabungan"], got["pokok"]) == (180_000, 25_000, 95_000)
    rest = _json(lent, "terima P-0001 905000 --tanggal 2025-02-06")
    assert (rest["jasa"], rest["tabungan"], rest["pokok"]) == (0, 0, 905_000)


def test_savings_used_on_the_day_of_a_receipt_pay_neither_denda_nor_savings(run):
    """They are laid out after what was handed over, in whichever order both were written down."""
    rules = _RULES + _DENDA + '[tabungan]\npersen_dari_angsuran = "2,5"\nterkunci = false\n'
    lent = _lent(run, rules)
    done(lent, "tabungan setor ANGGREK 500000 --tanggal 2025-01-10")
    done(lent, "terima P-0001 400000 --tanggal 2025-03-10")
    used = _json(lent, "tabungan pakai ANGGREK 100000 --ba 1 --tanggal 2025-03-10")
    assert sum(amount for part, amount in used.items() if part in {"jasa", "pokok"}) == 100_000
    done(lent, "terima P-0001 50000 --tanggal 2025-03-10")
    assert done(lent, "periksa").status == 0


def test_what_decisions_let_go_stands_in_the_report_of_decisions_with_its_rupiah(run):
    """Jasa at a settlement, a new schedule and a write-off, and denda; what was taken back is not there."""
    lent = _lent(run, _RULES + _DENDA)
    for _ in range(4):
        done(lent, "pinjaman cairkan ANGGREK --pokok 12jt --tenor 12 --tanggal 2025-01-05 --dari 11021 --izin-ba 1")
    for words in (
        "pinjaman lunasi P-0001 --jasa tidak --ba BA-1 --tanggal 2025-04-20 --ya",
        "pinjaman jadwal-ulang P-0002 --tunggakan-jasa hapus --tenor 6 --ba BA-2 --tanggal 2025-04-21",
        "pinjaman hapus-buku P-0003 --ba BA-3 --tanggal 2025-04-22",
        "denda hapuskan P-0004 5000 --ba BA-4 --alasan sakit --tanggal 2025-04-23",
        "pinjaman hapus-buku P-0005 --ba BA-5 --tanggal 2025-04-24",
    ):
        done(lent, words)
    number = _json(lent, "jurnal-umum --dari 2025-04-24 --sampai 2025-04-24")["baris"][0]["bukti"]
    done(lent, f"batal {number} --alasan salah")
    found = [
        (row["nomor"], row["putusan"], row["berita_acara"], row["tidak_ditagih"])
        for row in _rows(lent, "2025-04", "keputusan")
    ]
    assert found == [
        ("P-0001", "dilunasi", "BA-1", 720_000),
        ("P-0002", "dijadwal ulang", "BA-2", 540_000),
        ("P-0003", "dihapus buku", "BA-3", 540_000),
        ("P-0004", "denda dihapuskan", "BA-4", 5_000),
    ]


def test_how_late_a_loan_is_that_owes_jasa_alone_is_one_figure_everywhere(lent):
    """No pokok is missed, so no day counts; the summary says what is left, and the reminder since when."""
    done(lent, "terima P-0001 3.000.000 --pokok 3.000.000 --tanggal 2025-02-05")
    (late,) = _rows(lent, "2025-03", "tunggakan")
    (reminded,) = (row for row in _json(lent, "ingatkan --per 2025-03-31")["baris"] if row["hal"] == "menunggak")
    assert (late["hari_menunggak"], late["kali_menunggak"]) == (reminded["hari"], 0) == (0, 0)
    assert reminded["jatuh_tempo"] == "2025-02-05"
    said = {row["butir"]: row["nilai"] for row in _rows(lent, "2025-03", "ringkasan")}
    assert said["Menunggak ke-1: Anggrek (RW 01)"] == "Rp360.000, tinggal jasa"


def test_a_reminder_counts_the_days_that_the_arrears_list_counts(lent):
    """Jasa since February, pokok since March: the list goes by pokok, and so does the reminder."""
    done(lent, "terima P-0001 1.000.000 --pokok 1.000.000 --tanggal 2025-02-05")
    (late,) = _rows(lent, "2025-03", "tunggakan")
    (reminded,) = (row for row in _json(lent, "ingatkan --per 2025-03-31")["baris"] if row["hal"] == "menunggak")
    assert late["hari_menunggak"] == reminded["hari"] == 26
    assert late["menunggak_sejak"] == reminded["jatuh_tempo"] == "2025-03-05"


def test_a_group_with_two_late_loans_is_late_once(lent):
    """By both together, as late as the worse."""
    done(lent, "pinjaman cairkan ANGGREK --pokok 12jt --tenor 12 --tanggal 2025-02-05 --dari 11021 --izin-ba 1")
    said = {row["butir"]: row["nilai"] for row in _rows(lent, "2025-03", "ringkasan")}
    assert said["KSM yang menunggak"] == "1 KSM"
    assert said["Menunggak ke-1: Anggrek (RW 01)"] == "Rp3.540.000, 54 hari"
    assert "Menunggak ke-2: Anggrek (RW 01)" not in said


def test_a_policy_of_the_past_is_tried_before_it_is_put_in_force(lent):
    """The figures that change are a table; with --coba nothing is recorded."""
    done(lent, "terima P-0001 12.000.000 --pokok 12.000.000 --tanggal 2025-02-05")
    rules = _RULES + '[tunggakan]\nkomponen = "pokok_atau_jasa"\n'
    (lent.folder / "baru.toml").write_text(rules, encoding="utf-8")
    tried = done(lent, "kebijakan tetapkan baru.toml --mulai 2025-03-01 --coba --format json")
    first = json.loads(tried.stdout)["baris"][0]
    assert (first["per"], first["pinjaman"], first["angka"]) == ("2025-03-31", "P-0001", "Kali menunggak")
    assert (first["sebelum"], first["sesudah"]) == ("0", "1")
    assert len(_json(lent, "kebijakan riwayat")["baris"]) == 1
    done(lent, "kebijakan tetapkan baru.toml --mulai 2025-03-01")
    assert len(_json(lent, "kebijakan riwayat")["baris"]) == 2


def test_a_card_never_shows_a_balance_that_no_day_had(lent):
    """A settlement taken back on its own day, then a receipt and a settlement of earlier days."""
    done(lent, "pinjaman lunasi P-0001 --tanggal 2025-04-05 --ya")
    done(lent, "batal BKM-2025-0001 --alasan salah")
    done(lent, "terima P-0001 1.180.000 --tanggal 2025-02-05")
    done(lent, "pinjaman lunasi P-0001 --tanggal 2025-03-05 --ya")
    card = done(lent, "pinjaman kartu P-0001").stdout.partition("Pencairan dan setoran")[2]
    left = [line.split()[-1] for line in card.splitlines() if line[:2].isdigit()]
    assert left == ["12.000.000", "11.000.000", "-", "-", "-"]
    assert "dibatalkan" in card
