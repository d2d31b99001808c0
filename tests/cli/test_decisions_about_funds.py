"""A decision about a fund covers its payment and its amount, and every payment out of a fund holds the same rules."""

import json

import pytest

_PAY = ("kegiatan", "bayar", "G-001")


@pytest.fixture
def funded(book):
    """Return a book with money, 1,000,000 in the social fund, and an activity of 2,000,000 for it."""
    file = book.folder / "saldo.csv"
    file.write_text("kode;debit;kredit\n11010;10.000.000;\n21040;;1.000.000\n31010;;9.000.000\n", encoding="utf-8")
    assert book("impor", "saldo-awal", str(file)).status == 0
    words = ("--dana", "sosial", "--rw", "5", "--penerima", "12", "--anggaran", "2jt", "--ba", "3/BA")
    assert book("kegiatan", "tambah", "Santunan lansia", *words, "--tanggal", "2026-01-05").status == 0
    return book


def _doubts(book):
    done = book("status", "--format", "csv").stdout.splitlines()
    return [line for line in done if line.startswith("Pemeriksaan;") and "21040" in line]


def _paid_beyond(book):
    assert book(*_PAY, "1,1jt", "--tanggal", "2026-01-10", "--izin-ba", "9/BA").status == 0
    assert _doubts(book) == []


def test_a_decision_about_one_payment_covers_no_later_one(funded):
    """100,000 below nil was decided; what goes out after that is a doubt, in the check, in status and at close."""
    _paid_beyond(funded)
    funded("kas", "keluar", "21040", "500rb", "Lain", "--tanggal", "2026-01-11", "--tetap")

    assert len(_doubts(funded)) == 1
    assert "yang diputuskan hanya Rp100.000" in funded("periksa", "--format", "csv").stdout
    closed = funded("tutup", "bulan", "2026-01", "--biarkan-cadangan")
    assert (closed.status, "21040 Dana Sosial (UPS) -Rp100.000" in closed.stderr) == (0, True)


def test_what_went_out_between_two_decisions_stays_a_doubt(funded):
    """The second decision is about its own payment; a decision about the whole day covers what there is by then."""
    _paid_beyond(funded)
    funded("kas", "keluar", "21040", "50rb", "Lain", "--tanggal", "2026-01-11", "--tetap")
    assert funded(*_PAY, "200rb", "--tanggal", "2026-01-12", "--izin-ba", "10/BA").status == 0
    assert "yang diputuskan hanya Rp300.000" in funded("periksa", "--format", "csv").stdout

    words = ("dana:21040:2026-01-10", "--ba", "11/BA", "--alasan", "diputuskan bersama")
    assert funded("periksa", "catat", *words).status == 0
    assert _doubts(funded) == []


def test_a_decision_ends_with_the_payment_that_it_was_about(funded):
    """Taken back, the payment leaves its minutes with nothing to cover; what is below nil without it is a doubt."""
    _paid_beyond(funded)
    assert funded("tutup", "bulan", "2026-01", "--biarkan-cadangan").status == 0
    assert funded("batal", "BKK-2026-0001", "--alasan", "salah", "--tanggal", "2026-02-02").status == 0
    assert _doubts(funded) == []
    funded("kas", "keluar", "21040", "1.050.000", "Lain", "--tanggal", "2026-02-02", "--tetap")

    assert len(_doubts(funded)) == 1
    assert "keputusannya tidak berlaku lagi" in funded("periksa", "--format", "csv").stdout


def _amended(book, *words):
    before = book.ledger.read_bytes()
    done = book("betulkan", "BKK-2026-0001", *words, "--alasan", "salah")
    assert done.status == 0 or book.ledger.read_bytes() == before
    return done


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--jumlah", "1,2jt"), "hanya Rp1.000.000"),
        (("--jumlah", "1,2jt", "--tetap"), "hanya Rp1.000.000"),
        (("--tanggal", "2026-01-04"), "baru diputuskan 05-01-2026"),
        (("--akun", "21050"), "diambil dari 21040"),
    ],
)
def test_a_payment_put_right_holds_the_rules_of_a_payment(funded, words, why):
    """Fund, day of the decision and account; the option to insist makes no difference."""
    assert funded(*_PAY, "600rb", "--tanggal", "2026-01-10").status == 0
    done = _amended(funded, *words)

    assert (done.status, why in done.stderr) == (4, True), done.stderr


def test_a_payment_put_right_stays_within_the_budget(funded):
    """3,000,000 are in the fund, and 2,000,000 were decided; a decision of its own lets it go."""
    funded("kas", "masuk", "21040", "2jt", "Sumbangan", "--tanggal", "2026-01-06")
    assert funded(*_PAY, "600rb", "--tanggal", "2026-01-10").status == 0
    refused = _amended(funded, "--jumlah", "2,1jt")
    assert (refused.status, "anggaran kegiatan G-001 tinggal Rp2.000.000" in refused.stderr) == (4, True)
    assert _amended(funded, "--jumlah", "2,1jt", "--izin-ba", "9/BA").status == 0

    assert "9/BA" in funded("laporan", "2026-01", "--hanya", "berita-acara").stdout


def test_a_permit_is_for_no_more_than_it_was_given_for(funded):
    """A smaller payment keeps the minutes of the wrong one; a larger one needs minutes that say so."""
    _paid_beyond(funded)
    assert _amended(funded, "--jumlah", "1,5jt", "--tetap").status == 4
    assert _amended(funded, "--jumlah", "1.050.000").status == 0
    assert _doubts(funded) == []
    assert funded("betulkan", "BKK-2026-0002", "--jumlah", "1,5jt", "--izin-ba", "10/BA", "--alasan", "x").status == 0

    assert _doubts(funded) == []
    assert funded("kas", "keluar", "21040", "1rb", "Lain", "--tanggal", "2026-01-11").status == 4


def test_a_voucher_without_a_permit_of_its_own_takes_none(funded):
    """Only what is lent, and what is paid for an activity, goes beyond a rule by minutes."""
    funded("kas", "keluar", "51010", "1rb", "Lain", "--tanggal", "2026-01-11")
    assert _amended(funded, "--jumlah", "2rb", "--izin-ba", "9/BA").status == 2


def _acts(book):
    done = book("laporan", "2026-01", "--hanya", "berita-acara", "--format", "csv")
    return [line.split(";")[1:4] for line in done.stdout.splitlines() if line.startswith("2026")]


def test_what_leaves_a_fund_by_hand_waits_for_its_minutes(funded):
    """Cash or an entry, in the monthly set, in status and in the list; minutes may name the voucher."""
    funded("kas", "keluar", "21050", "300rb", "Lain", "--tanggal", "2026-01-07", "--tetap")
    funded("jurnal", "21040", "41020", "300rb", "Lain", "--tanggal", "2026-01-08")

    acts = [["dana keluar tanpa kegiatan", number, ""] for number in ("BKK-2026-0001", "BPB-2026-0001")]
    assert _acts(funded)[1:] == acts
    assert "2 tindakan tanpa berita acara" in funded("status", "--format", "csv").stdout
    done = funded("ba", "catat", "8/BA", "Pengeluaran", "--tanggal", "2026-01-07", "--untuk", "BKK-2026-0001")
    assert done.status == 0, done.stderr
    assert ["dana keluar tanpa kegiatan", "BKK-2026-0001", "8/BA"] in _acts(funded)
    assert funded("batal", "BKK-2026-0001", "--alasan", "x").status == 0
    assert not [act for act in _acts(funded) if act[1] == "BKK-2026-0001"]


def test_a_permit_is_named_by_what_it_let_go_too_far(funded):
    """The budget, where the fund holds enough; else the fund."""
    funded("kas", "masuk", "21040", "1,5jt", "Sumbangan", "--tanggal", "2026-01-06")
    assert funded(*_PAY, "2,1jt", "--tanggal", "2026-01-10", "--izin-ba", "9/BA").status == 0
    assert funded(*_PAY, "500rb", "--tanggal", "2026-01-11", "--izin-ba", "10/BA").status == 0

    assert _acts(funded)[1:] == [
        ["bayar melebihi anggaran", "G-001", "9/BA"],
        ["bayar melebihi dana", "G-001", "10/BA"],
    ]


def test_a_finding_that_stays_is_told_in_words_on_paper(funded):
    """No key of the program stands on it."""
    funded("kas", "keluar", "21040", "1,2jt", "Lain", "--tanggal", "2026-01-11", "--tetap")
    assert funded("periksa", "catat", "dana:21040:2026-01-11", "--ba", "11/BA", "--alasan", "sepakat").status == 0

    page = funded("laporan", "2026-11", "--hanya", "berita-acara", "--format", "csv").stdout
    assert "temuan pemeriksaan dibiarkan;Dana Sosial (UPS) kurang sejak 11 Januari 2026;11/BA" in page


def test_a_new_budget_needs_minutes_of_its_own(funded):
    """The old minutes decided the old budget; another name is no new budget."""
    words = ("kegiatan", "ubah", "G-001", "--tanggal")
    assert "berita acara" not in funded(*words, "2026-01-06", "--nama", "Santunan").stderr
    done = funded(*words, "2026-01-07", "--anggaran", "4jt")

    assert (done.status, "belum punya nomor berita acara" in done.stderr) == (0, True)
    assert "1 tindakan tanpa berita acara: G-001" in funded("status", "--format", "csv").stdout
    assert "nomor berita acara" not in funded(*words, "2026-01-08", "--anggaran", "4,5jt", "--ba", "4/BA").stderr


@pytest.mark.parametrize(
    "words",
    [
        ("kegiatan", "bayar", "G-001", "1rb", "--izin-ba", "-"),
        ("kegiatan", "ubah", "G-001", "--anggaran", "4jt", "--ba", "//"),
        ("periksa", "catat", "dana:21040:2026-01-11", "--ba", ".", "--alasan", "x"),
        ("ba", "catat", "-", "Rapat"),
        ("betulkan", "BKK-2026-0001", "--jumlah", "1rb", "--alasan", "x", "--izin-ba", "?"),
    ],
)
def test_a_number_of_minutes_has_a_letter_or_a_figure(funded, words):
    """A stroke is no number: it is refused as a value, and nothing is recorded."""
    before = funded.ledger.read_bytes()
    done = funded(*words)

    assert (done.status, funded.ledger.read_bytes() == before) == (2, True), done.stderr


def test_minutes_that_nobody_wrote_down_are_work_to_do(funded):
    """In status and in the list, until they are in the register; the check says so of a decision that it shows."""
    _paid_beyond(funded)
    told = "2 berita acara disebut tetapi belum dicatat: 3/BA, 9/BA"
    assert f"Berita acara;perlu;{told}" in funded("status", "--format", "csv").stdout
    assert told in funded("ba", "perlu").stdout.replace("\n", " ")
    assert "berita acara 9/BA (belum di daftar)" in funded("periksa", "--format", "csv").stdout
    for number in ("3/ba", "9/BA"):
        assert funded("ba", "catat", number, "Santunan", "--tanggal", "2026-01-04").stderr == ""

    assert "disebut tetapi belum dicatat" not in funded("status", "--format", "csv").stdout
    assert "sudah diputuskan dengan berita acara 9/BA." in funded("periksa", "--format", "csv").stdout


def test_a_meeting_after_what_it_decided_is_told(funded):
    """When the minutes are written down, changed and shown."""
    told = "rapat 01-06-2026 sesudah tindakan yang diputuskannya: kegiatan G-001 tanggal 05-01-2026"
    assert told in funded("ba", "catat", "3/BA", "Santunan", "--tanggal", "2026-06-01").stderr
    assert told in funded("ba", "lihat", "3/BA").stderr
    assert funded("ba", "ubah", "3/BA", "--tanggal", "2026-01-05").stderr == ""


def test_a_payment_says_for_what_and_by_whose_leave(funded):
    """When it is recorded, on the voucher, and when it or its activity is explained."""
    words = ("1,1jt", "--tanggal", "2026-01-10", "--izin-ba", "9/BA", "--pihak", "Toko Sembako")
    assert "Toko Sembako" in funded(*_PAY, *words).stdout
    shown = funded("bukti", "BKK-2026-0001").stdout
    assert ["G-001" in shown, "9/BA" in shown] == [True, True]
    why = funded("jelaskan", "BKK-2026-0001").stdout
    assert "MENGAPA BKK-2026-0001 DICATAT BEGINI" in why
    assert "kegiatan G-001 Santunan lansia, anggaran Rp2.000.000, berita acara 3/BA" in why.replace("\n", " ")
    assert "setoran angsuran" not in why

    told = json.loads(funded("jelaskan", "G-001", "--format", "json").stdout)
    assert (told["jenis"], told["bagian"][0]["nilai"], told["cocok"]) == ("kegiatan", 900_000, True)
    assert "BKK-2026-0001" in funded("jelaskan", "g-001").stdout
    assert funded("jelaskan", "G-009").status == 3


def test_the_minutes_of_a_budget_are_a_doubtful_leave_to_go_beyond_it(funded):
    """They decided how much it is."""
    funded("kas", "masuk", "21040", "5jt", "Sumbangan", "--tanggal", "2026-01-06")
    done = funded(*_PAY, "2,1jt", "--tanggal", "2026-01-10", "--izin-ba", "3/ba")

    assert (done.status, "memutuskan anggaran Rp2.000.000 itu sendiri" in done.stderr) == (0, True)
