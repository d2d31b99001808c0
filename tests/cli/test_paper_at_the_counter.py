"""``bukti --pdf``, ``--kuitansi`` and the minutes of a cash count: what is printed, and what stays when it is not."""

import json
import re
import shutil
import sys

import pytest

from conftest import led_once
from danabergulir.domain.witness.codes import code_of
from ledger.small_ledger import fetch
from paper_reading import lines_of, needs_poppler, text_of

HOSTILE = 'RT #set $x$ *tebal* _miring_ \\ <b>a</b> "kutip" @x'


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger with one loan of Rp3.000.000 in ten instalments to KSM Mawar."""
    assert book("profil", "ubah", "--petugas", "Kasir=Siti", "--tanggal", "2026-01-01").status == 0
    assert book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31")[0] == 0
    assert (
        book("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")[0]
        == 0
    )
    return book


def _printed(run, *words):
    """Return the words of ``bukti.pdf``, which a command line has written."""
    result = run(*words, "--pdf", "bukti.pdf")
    assert (result.status, result.stderr) == (0, "Ditulis ke bukti.pdf\n")
    return lines_of(run.folder / "bukti.pdf")


@needs_poppler
def test_a_receipt_voucher_has_the_labels_of_model_a_l1(lent):
    """Pokok and jasa a line each, the total, its words, and the three who sign."""
    lent("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05", "--bukti-luar", "KW-7")

    lines = _printed(lent, "bukti", "BKM-2026-0001")

    assert "Nama UPK : UPK Melati Kota/Kabupaten : Kota Cahaya Model A-L1" in " ".join(lines)
    assert {
        "Nama LKM : BKM Melati Jaya Kecamatan : Cibening",
        "Kelurahan/Desa : Sukamaju",
        "BUKTI KAS MASUK",
        "No. Transaksi : BKM-2026-0001",
        "Terima Dari : KSM Mawar",
        "Nomor Register : Pinjaman P-0001",
        "Untuk realisasi pembayaran : Angsuran pinjaman P-0001",
        "Masuk ke : 11010 - Kas",
        "No. bukti luar : KW-7",
        "Angsuran Pokok 11030 - Pinjaman KSM 300.000",
        "Bunga/Jasa 41010 - Jasa Pinjaman 45.000",
        "Jumlah 345.000",
        "Jumlah : Rp345.000",
        "Terbilang : tiga ratus empat puluh lima ribu rupiah",
        "Sukamaju, 5 Februari 2026",
        "Pembuku Kasir Penyetor",
    } <= set(lines)
    assert "Siti" in lines[-2]


@needs_poppler
def test_a_payment_voucher_has_the_labels_of_model_b_l1(lent):
    """Who gets the money is named and signs; a register has no line there."""
    lent("kas", "keluar", "51030", "75.000", "Kertas", "--pihak", "Toko Sinar", "--tetap", "--tanggal", "2026-02-06")

    lines = _printed(lent, "bukti", "BKK-2026-0002")

    assert "Kota/Kabupaten : Kota Cahaya Model B-L1" in " ".join(lines)
    assert {
        "BUKTI KAS KELUAR",
        "Dibayarkan kepada : Toko Sinar",
        "Untuk realisasi pembayaran : Kertas",
        "Kertas 51030 - ATK / Biaya Kantor 75.000",
        "Terbilang : tujuh puluh lima ribu rupiah",
        "Penerima : Toko Sinar",
        "Pembuku Kasir Disetujui oleh Penerima",
    } <= set(lines)
    assert not [line for line in lines if line.startswith("Nomor Register")]


@needs_poppler
def test_a_transfer_voucher_has_debit_and_credit_the_right_way_round(lent):
    """The bank is debited when cash is taken there; the older program printed it swapped."""
    lent("kas", "setor", "50.000", "--tetap", "--tanggal", "2026-02-06")

    lines = _printed(lent, "bukti", "BPB-2026-0001")

    assert "Kota/Kabupaten : Kota Cahaya Model C" in " ".join(lines)
    plain = [re.sub(r" ?\.{3,} ?", " ", line) for line in lines]
    assert plain[plain.index("BUKTI PINDAH BUKU") + 2 : -3] == [
        "Debet : 11021 - Bank UPK Rp50.000",
        "Kredit : 11010 - Kas Rp50.000",
        "Keterangan Transaksi : Setor kas ke bank",
        "Jumlah : Rp50.000",
        "Terbilang : lima puluh ribu rupiah",
        "Sukamaju, 6 Februari 2026",
    ]
    assert plain[-3] == "UPK"


@needs_poppler
def test_a_voucher_taken_back_says_so_and_so_does_its_counterpart(lent):
    """Each names the other; the payer's copy, printed again, says it too."""
    lent("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05")
    lent("batal", "BKM-2026-0001", "--alasan", "salah jumlah", "--tetap", "--tanggal", "2026-02-06")

    undone, undoing = _printed(lent, "bukti", "BKM-2026-0001"), _printed(lent, "bukti", "BPB-2026-0001")
    lent("bukti", "BKM-2026-0001", "--kuitansi", "kuitansi.pdf")

    assert "DIBATALKAN dengan bukti BPB-2026-0001" in undone
    assert lines_of(lent.folder / "kuitansi.pdf").count("DIBATALKAN dengan bukti BPB-2026-0001") == 2
    assert "Membatalkan : Bukti BKM-2026-0001" in undoing
    assert [line for line in undoing if line.endswith(("Rp300.000", "Rp45.000"))] != []


@needs_poppler
def test_voucher_and_kuitansi_do_not_write_over_each_other(book):
    """One file for both is refused before anything is written."""
    refused = book("bukti", "BKM-2026-0001", "--pdf", "a.pdf", "--kuitansi", "a.pdf")

    assert (refused.status, refused.stdout) == (2, "")
    assert refused.stderr.startswith("Galat: --pdf dan --kuitansi menunjuk satu file\nSaran: ")
    assert not (book.folder / "a.pdf").exists()


def test_a_kuitansi_is_printed_twice_on_one_sheet(lent):
    """One copy for the KSM and one for the file, with what the receipt was laid on and what is left."""
    got = lent("terima", "MAWAR", "500.000", "--tanggal", "2026-03-05", "--kuitansi", "kuitansi.pdf")

    lines = lines_of(lent.folder / "kuitansi.pdf")

    assert (got.status, got.stderr) == (0, "Ditulis ke kuitansi.pdf\n")
    ((digest,),) = fetch(lent.ledger, "SELECT digest FROM voucher WHERE number = 'BKM-2026-0001'")
    expected = {
        "KUITANSI",
        "No. Bukti : BKM-2026-0001",
        "Telah terima dari : KSM Mawar (MAWAR), RW 05",
        "Uang sejumlah : lima ratus ribu rupiah",
        "Untuk pembayaran : Angsuran pinjaman P-0001",
        "Pokok Jasa Titipan Denda Tabungan Jumlah (Rp)",
        "410.000 90.000 - - - 500.000",
        "No. pinjaman : P-0001, angsuran ke-1 dan sebagian angsuran ke-2",
        "Sesudah setoran ini : Saldo pokok: Rp2.590.000",
        "Tunggakan: pokok Rp190.000",
        "Sukamaju, 5 Maret 2026",
        f"Rp500.000 Kode: {code_of(digest)} Siti",
    }
    assert {line: lines.count(line) for line in expected} == dict.fromkeys(expected, 2)
    ends = [line for line in lines if "Lembar" in line]
    assert [line[line.index("Lembar") :] for line in ends] == ["Lembar 1: KSM", "Lembar 2: arsip UPK"]


@needs_poppler
def test_two_copies_fit_one_sheet_with_the_longest_names(lent):
    """Neither a long name nor a long description drives the second copy off the page, taken back or not."""
    longest = "Kelompok Swadaya Masyarakat Cahaya Harapan Keluarga Sejahtera"
    names = ("--upk", longest, "--bkm", longest, "--petugas", f"Kasir={longest}", "--tanggal", "2026-01-01")
    assert lent("profil", "ubah", *names).status == 0
    assert lent("ksm", "ubah", "MAWAR", "--nama", longest, "--tanggal", "2026-01-01").status == 0
    lent("terima", "MAWAR", "500.000", "--tanggal", "2026-03-05", "--keterangan", f"{longest} {longest} {longest}")
    lent("batal", "BKM-2026-0001", "--alasan", "salah jumlah", "--tetap", "--tanggal", "2026-03-06")

    lent("bukti", "BKM-2026-0001", "--kuitansi", "kuitansi.pdf")

    text = text_of(lent.folder / "kuitansi.pdf")
    assert text.count("\f") == 1
    first, second = text.split("Lembar 1: KSM")
    assert first.count(longest) == second.count(longest) >= 1
    assert second.rstrip().endswith("Lembar 2: arsip UPK")


def test_a_kuitansi_printed_again_has_the_same_bytes(lent):
    """Later receipts and a new cashier do not change what was handed out."""
    lent("terima", "MAWAR", "500.000", "--tanggal", "2026-03-05", "--kuitansi", "pertama.pdf")
    lent("terima", "MAWAR", "100.000", "--tanggal", "2026-03-20")
    lent("profil", "ubah", "--petugas", "Kasir=Budi", "--tanggal", "2026-04-01")
    lent("pinjaman", "lunasi", "P-0001", "--tanggal", "2026-05-05", "--ya")

    assert lent("bukti", "BKM-2026-0001", "--kuitansi", "lagi.pdf").status == 0

    assert (lent.folder / "lagi.pdf").read_bytes() == (lent.folder / "pertama.pdf").read_bytes()


@needs_poppler
def test_money_from_others_has_a_kuitansi_too(lent):
    """Who gives money that is no repayment takes home a paper without loan and without arrears."""
    words = ("kas", "masuk", "41020", "25.000", "Sumbangan", "--pihak", "Toko Sinar", "--tanggal", "2026-02-06")
    assert lent(*words).status == 0

    lent("bukti", "BKM-2026-0001", "--kuitansi", "kuitansi.pdf")

    lines = lines_of(lent.folder / "kuitansi.pdf")
    assert {"Telah terima dari : Toko Sinar", "Untuk pembayaran : Sumbangan"} <= set(lines)
    assert [line for line in lines if line.endswith("Lembar 1: penyetor")] != []
    assert not [line for line in lines if "pinjaman" in line or "Tunggakan" in line]


@needs_poppler
def test_words_of_a_person_are_printed_as_typed(lent):
    """Signs that mean something to the typesetter mean nothing in a name or a description."""
    lent("kas", "masuk", "41020", "25.000", HOSTILE, "--pihak", HOSTILE, "--tanggal", "2026-02-06")

    lines = _printed(lent, "bukti", "BKM-2026-0001")

    assert f"Terima Dari : {HOSTILE}" in lines
    assert f"Untuk realisasi pembayaran : {HOSTILE}" in lines


def test_a_receipt_stays_recorded_when_its_paper_fails(lent):
    """The money was taken: the message says so and how to print, and what went to stdout is whole."""
    with_paper = ("--tanggal", "2026-03-05", "--format", "json", "--kuitansi", "tidak-ada/kuitansi.pdf")

    got = lent("terima", "MAWAR", "500.000", *with_paper)

    assert got.status == 2
    assert json.loads(got.stdout)["bukti"] == "BKM-2026-0001"
    said, hint = got.stderr.splitlines()
    assert said.startswith("Galat: --kuitansi: file tidak dapat ditulis: tidak-ada/kuitansi.pdf. ")
    assert said.endswith("Setoran dengan bukti BKM-2026-0001 sudah tercatat")
    assert hint == "Saran: Jangan dicatat lagi. Cetak saja: danabergulir bukti BKM-2026-0001 --kuitansi FILE"
    assert lent("bukti", "BKM-2026-0001", "--kuitansi", "kuitansi.pdf").status == 0


def test_a_kuitansi_never_takes_the_place_of_another_file(lent):
    """Refused before anything is recorded: another KSM's kuitansi, the ledger; printed again, it replaces itself."""
    first = ("terima", "MAWAR", "345.000", "--tanggal", "2026-02-05", "--kuitansi", "kuitansi.pdf")
    assert lent(*first).status == 0
    before = (lent.folder / "kuitansi.pdf").read_bytes()
    for name, said in (
        ("kuitansi.pdf", "--kuitansi: file sudah ada dan tidak ditimpa: kuitansi.pdf"),
        ("upk.db", "ini file buku sendiri: upk.db"),
    ):
        refused = lent("terima", "MAWAR", "345.000", "--tanggal", "2026-03-05", "--kuitansi", name)
        assert (refused.status, refused.stdout) == (4, "")
        assert refused.stderr.startswith(f"Galat: {said}\n")
    assert lent("bukti", "BKM-2026-0002").status == 3
    second = ("terima", "MAWAR", "345.000", "--tanggal", "2026-03-05", "--kuitansi", "kuitansi-2.pdf")
    assert lent(*second).status == 0
    assert lent("bukti", "BKM-2026-0002", "--kuitansi", "kuitansi.pdf").status == 4
    assert (lent.folder / "kuitansi.pdf").read_bytes() == before
    assert lent("bukti", "BKM-2026-0001", "--kuitansi", "kuitansi.pdf").status == 0


def test_a_receipt_stays_recorded_when_its_paper_is_stopped(lent, monkeypatch):
    """Ctrl-C while the page is set does not take the receipt back, and nobody is told that it did."""

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("danabergulir.render.pdf.file.render", stopped)

    got = lent("terima", "MAWAR", "500.000", "--tanggal", "2026-03-05", "--kuitansi", "kuitansi.pdf")

    assert got.status == 2
    assert got.stderr.startswith("Galat: PDF dihentikan. Setoran dengan bukti BKM-2026-0001 sudah tercatat\n")


def test_json_is_the_same_with_and_without_paper(lent):
    """A program that reads the receipt notices nothing of the paper."""
    shutil.copyfile(lent.ledger, lent.folder / "lain.db")
    words = ("terima", "MAWAR", "500.000", "--tanggal", "2026-03-05", "--format", "json")

    with_paper = lent(*words, "--kuitansi", "kuitansi.pdf")

    assert with_paper.stdout == lent("--buku", "lain.db", *words).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("terima", "MAWAR", "500.000", "--tanggal", "2026-03-05", "--kuitansi", "kuitansi.pdf"),
        ("kas", "hitung", "500.000", "--tanggal", "2026-03-05", "--berita-acara", "kas.pdf"),
    ],
)
def test_without_the_library_nothing_is_recorded(lent, monkeypatch, words):
    """A paper that no library can make is refused before the receipt or the count is written down."""
    before = lent.ledger.read_bytes()
    monkeypatch.setitem(sys.modules, "typst", None)

    got = lent(*words)

    assert (got.status, got.stdout) == (2, "")
    assert got.stderr.startswith("Galat: PDF tidak dapat dibuat di komputer ini: pustaka typst belum terpasang\n")
    assert lent.ledger.read_bytes() == before


def test_no_kuitansi_for_money_that_went_out(lent):
    """It is refused before anything is printed, with the way to the voucher."""
    got = lent("bukti", "BKK-2026-0001", "--kuitansi", "kuitansi.pdf")

    assert (got.status, got.stdout) == (4, "")
    assert "Saran: Cetak buktinya: danabergulir bukti BKK-2026-0001 --pdf FILE" in got.stderr


@needs_poppler
def test_minutes_of_a_cash_count_say_the_difference_in_words(lent):
    """Notes and coins as typed, the book beside them, and those who saw it."""
    lent("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-02-05")

    got = lent(
        *("kas", "hitung", "1.995.500", "--tanggal", "2026-02-06", "--berita-acara", "kas.pdf"),
        *("--kertas", "100.000=19", "--kertas", "50.000=1", "--kertas", "20.000=2", "--kertas", "5.000=1"),
        *("--logam", "500=1"),
    )

    lines = lines_of(lent.folder / "kas.pdf")
    assert (got.status, got.stderr) == (0, "Ditulis ke kas.pdf\n")
    assert {
        "BERITA ACARA KAS OPNAME",
        "Rp100.000 19 1.900.000 Rp1.000 - -",
        "Rp50.000 1 50.000 Rp500 1 500",
        "Uang yang dihitung : Rp1.995.500",
        "Saldo kas menurut buku : Rp2.000.000",
        "Selisih : kurang Rp4.500",
        "empat ribu lima ratus rupiah",
        "Pembuku/Kasir Manajer UPK Pengawas",
    } <= set(lines)


@needs_poppler
def test_minutes_are_printed_again_from_the_last_count_of_the_day(lent):
    """The second count of a day is the one that counts; pieces not typed are left for a pen."""
    lent("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-02-05")
    for counted in ("1.990.000", "2.000.000"):
        lent("kas", "hitung", counted, "--tanggal", "2026-02-06", "--keterangan", "Kas opname")

    assert lent("kas", "berita-acara", "--tanggal", "2026-02-06", "--ke", "kas.pdf").status == 0

    lines = lines_of(lent.folder / "kas.pdf")
    assert {
        "Rp100.000 Rp1.000",
        "Uang yang dihitung : Rp2.000.000",
        "Selisih : tidak ada, uang di kas cocok dengan buku",
        "Penjelasan : Kas opname",
    } <= set(lines)


def test_minutes_printed_again_have_the_same_bytes(lent):
    """The paper depends on the count alone."""
    pieces = ("--kertas", "100.000=5", "--tanggal", "2026-03-05")
    lent("kas", "hitung", "500.000", *pieces, "--berita-acara", "pertama.pdf")

    lent("kas", "berita-acara", *pieces, "--ke", "lagi.pdf")

    assert (lent.folder / "lagi.pdf").read_bytes() == (lent.folder / "pertama.pdf").read_bytes()


def test_a_count_stays_recorded_when_its_paper_fails(lent):
    """The message says that the count stands and how to print it."""
    got = lent("kas", "hitung", "0", "--tanggal", "2026-03-05", "--berita-acara", "tidak-ada/kas.pdf")

    assert got.status == 2
    assert got.stderr.splitlines() == [
        "Galat: --berita-acara: file tidak dapat ditulis: tidak-ada/kas.pdf. Hitungan kas sudah tercatat",
        "Saran: Jangan dicatat lagi. Cetak saja: danabergulir kas berita-acara --tanggal 2026-03-05 --ke FILE",
    ]
    assert lent("kas", "berita-acara", "--tanggal", "2026-03-05", "--ke", "kas.pdf").status == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--kertas", "100.000=2"), "jumlah pecahannya Rp200.000, padahal uang yang dihitung Rp253.500"),
        (("--kertas", "75.000=2"), "--kertas: tidak ada uang kertas Rp75.000"),
        (("--logam", "100.000=2"), "--logam: tidak ada uang logam Rp100.000"),
        (("--kertas", "100.000"), '--kertas: pecahan tidak dapat dibaca: "100.000"'),
        (("--logam", "500=-3"), '--logam: pecahan tidak dapat dibaca: "500=-3"'),
    ],
)
def test_pieces_that_cannot_be_are_refused(lent, words, message):
    """Nothing is counted where the notes and coins do not come to the money, or do not exist."""
    before = lent.ledger.read_bytes()

    got = lent("kas", "hitung", "253.500", "--tanggal", "2026-03-05", *words)

    assert (got.status, got.stderr.splitlines()[0]) == (2, f"Galat: {message}")
    assert lent.ledger.read_bytes() == before


def test_no_minutes_of_a_day_without_a_count(lent):
    """It says on which day nobody counted, and how to write a count down."""
    got = lent("kas", "berita-acara", "--tanggal", "2026-03-05", "--ke", "kas.pdf")

    assert got.status == 3
    assert got.stderr.splitlines() == [
        "Galat: kas belum dihitung pada 05-03-2026",
        "Saran: Catat dulu: danabergulir kas hitung JUMLAH --tanggal 2026-03-05",
    ]
