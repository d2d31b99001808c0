"""Social aid and neighbourhood works: nothing goes out that the fund does not hold without a recorded decision."""

import csv
import json
from io import StringIO

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


def _report(book, period="2026-01"):
    done = book("laporan", period, "--hanya", "dana-sosial", "--format", "csv")
    return list(csv.DictReader(StringIO(done.stdout.removeprefix("\ufeff")), delimiter=";"))


def test_a_payment_within_the_fund_is_a_voucher_on_it_and_shows_in_the_report(funded):
    """Debit the fund, credit the cash box; the report says decided, paid and left."""
    done = funded(*_PAY, "600rb", "--tanggal", "2026-01-10", "--format", "json")

    assert (done.status, json.loads(done.stdout)["sisa_dana"]) == (0, 400_000)
    assert _report(funded) == [
        {
            "kegiatan": "G-001",
            "nama": "Santunan lansia",
            "dana": "sosial",
            "rw": "05",
            "penerima": "12",
            "anggaran": "2000000",
            "dibayar": "600000",
            "sisa": "1400000",
            "ba": "3/BA",
        }
    ]
    voucher = json.loads(done.stdout)["bukti"]
    assert "21040" in funded("bukti", voucher).stdout


@pytest.mark.parametrize(("amount", "why"), [("1.000.001", "hanya Rp1.000.000"), ("2.500.000", "hanya Rp1.000.000")])
def test_more_than_the_fund_holds_is_refused_and_nothing_is_recorded(funded, amount, why):
    """The refusal names what is there and the way by a decision."""
    before = funded.ledger.read_bytes()
    done = funded(*_PAY, amount, "--tanggal", "2026-01-10")

    assert (done.status, funded.ledger.read_bytes() == before) == (4, True)
    assert why in done.stderr
    assert "--izin-ba" in done.stderr


def test_a_later_payment_leaves_less_for_an_earlier_day(funded):
    """What was paid in February is not there in January either."""
    assert funded(*_PAY, "900rb", "--tanggal", "2026-02-10").status == 0
    assert funded(*_PAY, "200rb", "--tanggal", "2026-01-10").status == 4


def test_more_than_was_decided_for_the_activity_is_refused(funded):
    """A new decision raises the budget, from its day on."""
    funded("kas", "masuk", "21040", "5jt", "Sumbangan", "--tanggal", "2026-01-06")
    refused = funded(*_PAY, "2.500.000", "--tanggal", "2026-01-10")
    assert (refused.status, "kegiatan ubah G-001 --anggaran" in refused.stderr) == (4, True)
    assert funded("kegiatan", "ubah", "G-001", "--anggaran", "3jt", "--tanggal", "2026-02-01").status == 0

    assert funded(*_PAY, "2.500.000", "--tanggal", "2026-02-01").status == 0
    assert [line["anggaran"] for line in _report(funded)] == ["2000000"]
    assert [line["anggaran"] for line in _report(funded, "2026-02")] == ["3000000"]


def test_a_fund_below_nil_is_said_to_be_short(funded):
    """No amount below nil is what a fund has left."""
    assert funded(*_PAY, "1.500.000", "--tanggal", "2026-01-10", "--izin-ba", "9/BA").status == 0
    refused = funded(*_PAY, "100rb", "--tanggal", "2026-01-11")

    assert refused.status == 4
    assert "Dana sosial (UPS) sudah kurang Rp500.000, sedangkan yang dibayar Rp100.000" in refused.stderr


def test_an_activity_and_a_source_may_be_meant_by_their_names(funded):
    """The number is told with the name."""
    funded(
        "sumber-dana", "tambah", "31010", "7jt", "--jenis", "blm", "--program", "PNPM 2010", "--diterima", "2010-08-12"
    )
    for words, near in (
        (("kegiatan", "bayar", "santunan lansia", "1rb"), "Mungkin maksudnya G-001 Santunan lansia."),
        (("kegiatan", "ubah", "santunan", "--anggaran", "1jt"), "Mungkin maksudnya G-001 Santunan lansia."),
        (("sumber-dana", "ubah", "pnpm 2010", "--jumlah", "9jt"), "Mungkin maksudnya D-001 PNPM 2010."),
    ):
        done = funded(*words)
        assert (done.status, near in " ".join(done.stderr.split())) == (3, True), done.stderr


def test_a_decision_lets_it_go_and_is_told_by_the_check_and_the_report(funded):
    """The fund is below nil by minutes; the examination finds it decided about, the report says it."""
    done = funded(*_PAY, "1.500.000", "--tanggal", "2026-01-10", "--izin-ba", "9/BA")

    assert (done.status, "kurang Rp500.000, menurut 9/BA" in done.stdout) == (0, True)
    checked = funded("periksa", "--per", "2026-01-31")
    assert checked.status == 0, checked.stdout
    assert "9/BA" in checked.stdout
    acts = funded("laporan", "2026-01", "--hanya", "berita-acara", "--format", "csv").stdout
    assert "bayar melebihi dana;G-001;9/BA" in acts
    assert "kurang Rp500.000" in funded("laporan", "2026-01", "--hanya", "dana-sosial").stdout


def test_a_decision_about_the_fund_makes_no_cash(funded):
    """The cash box is not paid below nil by it."""
    funded("kas", "setor", "9.500.000", "--tanggal", "2026-01-06")
    before = funded.ledger.read_bytes()
    refused = funded(*_PAY, "700rb", "--tanggal", "2026-01-10", "--izin-ba", "9/BA")

    assert (refused.status, "11010 Kas" in refused.stderr) == (4, True)
    assert funded.ledger.read_bytes() == before


def test_a_payment_taken_back_or_put_right_stays_with_its_activity(funded):
    """What is taken back counts for nothing; the voucher in its place is for the same activity."""
    funded(*_PAY, "600rb", "--tanggal", "2026-01-10")
    assert funded("betulkan", "BKK-2026-0001", "--jumlah", "500rb", "--alasan", "salah tulis").status == 0
    assert [line["dibayar"] for line in _report(funded)] == ["500000"]
    assert funded("batal", "BKK-2026-0002", "--alasan", "tidak jadi").status == 0

    assert [line["dibayar"] for line in _report(funded)] == ["0"]
    assert "disisihkan Rp1.000.000, dibayar untuk kegiatan Rp0, sisa Rp1.000.000" in funded("kegiatan", "daftar").stdout


def _parts(book, period, key, column):
    done = book("jelaskan", period, "dana-sosial", key, "--kolom", column, "--format", "json")
    told = json.loads(done.stdout)
    return told["nilai"], [(part["bukti"], part["nilai"] * part["tanda"]) for part in told["bagian"]]


def test_what_was_taken_back_in_a_later_month_unfolds_into_both_vouchers(funded):
    """Nil is a payment less the same payment; the months before keep what they said; what came in likewise."""
    funded("kas", "masuk", "21040", "5jt", "Sumbangan", "--tanggal", "2026-01-06")
    funded(*_PAY, "600rb", "--tanggal", "2026-01-10")
    funded("kas", "keluar", "21040", "100rb", "Lain-lain", "--tanggal", "2026-01-12")
    for voucher in ("BKM-2026-0001", "BKK-2026-0001", "BKK-2026-0002"):
        done = funded("batal", voucher, "--alasan", "tidak jadi", "--tanggal", "2026-02-03")
        assert done.status == 0, done.stderr

    paid, taken_back = ("BKK-2026-0001", 600_000), ("BPB-2026-0002", -600_000)
    assert _parts(funded, "2026-01", "G-001", "dibayar") == (600_000, [paid])
    assert _parts(funded, "2026-02", "G-001", "dibayar") == (0, [paid, taken_back])
    fund = "Dana sosial (UPS)"
    assert _parts(funded, "2026-02", fund, "dibayar") == (0, [paid, taken_back])
    assert _parts(funded, "2026-02", fund, "tanpa_kegiatan") == (
        0,
        [("BKK-2026-0002", 100_000), ("BPB-2026-0003", -100_000)],
    )
    came_in = _parts(funded, "2026-02", fund, "disisihkan")
    assert (came_in[0], came_in[1][1:]) == (1_000_000, [("BKM-2026-0001", 5_000_000), ("BPB-2026-0001", -5_000_000)])
    assert "keluar tanpa kegiatan: " not in funded("laporan", "2026-02", "--hanya", "dana-sosial").stdout
    assert "keluar tanpa kegiatan: BKK" in funded("laporan", "2026-01", "--hanya", "dana-sosial").stdout


def test_the_pages_say_since_when_their_figures_are(funded):
    """Since the book was opened, the page of the year too; what it was opened with is named beside what came later."""
    for period in ("2026-01", "2026"):
        page = " ".join(funded("laporan", period, "--hanya", "dana-sosial").stdout.split())
        assert "Kedua Dana, sejak buku dibuka" in page
        assert "Semua angka dihitung sejak buku dibuka, 31-12-2025, sampai tanggal laporan ini." in page
        assert "Disisihkan = saldo awal buku (Dana sosial (UPS) Rp1.000.000), bagian laba waktu tutup tahun" in page


def test_what_leaves_the_fund_otherwise_is_told(funded):
    """A payment by hand on the account of the fund is spent for no activity that is known."""
    funded("kas", "keluar", "21040", "100rb", "Lain-lain", "--tanggal", "2026-01-12")
    page = funded("laporan", "2026-01", "--hanya", "dana-sosial").stdout

    assert "keluar tanpa kegiatan: BKK-2026-0001" in page
    listed = funded("kegiatan", "daftar").stdout.replace("\n", " ")
    assert "dibayar untuk kegiatan Rp0, keluar tanpa kegiatan Rp100.000, sisa Rp900.000" in listed
    (of_fund,) = [line.split() for line in page.splitlines() if line.startswith("Dana sosial (UPS)  ")]
    assert of_fund[3:7] == ["1.000.000", "-", "100.000", "900.000"]


def test_every_figure_of_the_report_unfolds(funded):
    """The parts come to the cell, in the tables beside the activities too."""
    funded(*_PAY, "600rb", "--tanggal", "2026-01-10")
    for key, column, value in [
        *(("G-001", "sisa", 1_400_000), ("Dana sosial (UPS)", "sisa", 400_000), ("05", "penerima", 12)),
        *(("Dana sosial (UPS)", "belum_dibayar", 1_400_000), ("Dana sosial (UPS)", "bebas", 0)),
    ]:
        done = funded("jelaskan", "2026-01", "dana-sosial", key, "--kolom", column, "--format", "json")
        assert json.loads(done.stdout)["nilai"] == value
    page = funded("laporan", "2026-01", "--hanya", "dana-sosial").stdout
    assert "Anggaran yang belum dibayar melebihi Dana sosial (UPS) sebesar Rp1.000.000." in page


def test_an_activity_without_minutes_and_an_unknown_one_are_told(funded):
    """The first is recorded with a warning, the second is not found."""
    done = funded("kegiatan", "tambah", "Got", "--dana", "lingkungan", "--anggaran", "1jt", "--tanggal", "2026-01-05")
    assert (done.status, "G-002" in done.stdout, "berita acara" in done.stderr) == (0, True, True)
    assert funded("kegiatan", "bayar", "G-009", "1rb").status == 3
    assert funded("kegiatan", "bayar", "G-002", "1rb", "--tanggal", "2026-01-04").status == 4


def test_the_sources_of_the_capital_stand_beside_its_account(funded):
    """Programme, day, document and amount; the sum is held against the balance sheet, and a slip is put right."""
    words = ("--jenis", "blm", "--program", "PNPM 2010", "--diterima", "2010-08-12", "--dokumen", "SPPB-1")
    assert funded("sumber-dana", "tambah", "31010", "7jt", *words).status == 0
    listed = funded("sumber-dana", "daftar")
    assert "di neraca Rp9.000.000, menurut daftar ini Rp7.000.000, kurang Rp2.000.000" in listed.stdout.replace(
        "\n", " "
    )
    assert funded("sumber-dana", "ubah", "D-001", "--jumlah", "9jt").status == 0

    line = json.loads(funded("sumber-dana", "daftar", "--format", "json").stdout)["baris"][0]
    assert line == {
        "nomor": "D-001",
        "akun": "31010",
        "jenis": "BLM",
        "program": "PNPM 2010",
        "tanggal": "2010-08-12",
        "dokumen": "SPPB-1",
        "jumlah": 9_000_000,
    }
    assert funded("sumber-dana", "tambah", "11010", "1jt", *words).status == 4
    assert funded("sumber-dana", "ubah", "D-009", "--jumlah", "9jt").status == 3


def _of_sources(book, begins):
    page = book("laporan", "2026", "--hanya", "arus-dana").stdout
    (line,) = [line.split() for line in page.partition("Modal menurut")[2].splitlines() if begins in line]
    return line[-2:]


def test_what_is_written_down_twice_is_told_with_the_earlier_one(funded):
    """An activity and a source that look like another are recorded with a word; what differs needs none."""
    words = ("--dana", "sosial", "--rw", "RW 005", "--anggaran", "2jt", "--ba", "3/BA", "--tanggal", "2026-01-06")
    again = funded("kegiatan", "tambah", "santunan LANSIA", *words)
    assert (again.status, "kegiatan G-001 Santunan lansia dengan anggaran yang sama" in again.stderr) == (0, True)
    assert "sudah dicatat" not in funded("kegiatan", "tambah", "Santunan lansia 2", *words).stderr

    source = ("sumber-dana", "tambah", "31010", "7jt", "--jenis", "blm", "--program", "PNPM 2010", "--diterima")
    assert funded(*source, "2010-08-12").stderr == ""
    again = funded(*source, "2010-08-12")
    assert again.status == 0
    assert "D-001 PNPM 2010 sudah dicatat" in again.stderr
    assert "danabergulir sumber-dana ubah D-002 --jumlah 0" in " ".join(again.stderr.split())
    assert funded(*source, "2010-08-13").stderr == ""


@pytest.mark.parametrize("rw", ["0", "00", "RW 0", "RW 99999", "-1", "tujuh"])
def test_a_place_that_no_rw_has_is_refused(funded, rw):
    """Nil is none, and no kelurahan has thousands."""
    done = funded("kegiatan", "tambah", "Got", "--dana", "sosial", f"--rw={rw}", "--anggaran", "1jt")
    assert (done.status, done.stdout) == (2, "")
    assert "Tulis angka, misalnya 05." in done.stderr


def test_money_of_the_year_without_a_source_stands_in_the_column_of_the_year(funded):
    """14,000,000 came in, a source of 10,000,000 is written down; what was only booked over counts not.

    What came stands in the flow of money above with the same sum.
    """
    words = ("--jenis", "APBD", "--program", "APBD 2026", "--diterima", "2026-03-02", "--tanggal", "2026-03-02")
    funded("kas", "masuk", "31020", "10jt", "APBD 2026", "--tanggal", "2026-03-02")
    assert funded("sumber-dana", "tambah", "31020", "10jt", *words).status == 0
    assert _of_sources(funded, "JUMLAH") == ["19.000.000", "10.000.000"]
    funded("kas", "masuk", "31020", "4jt", "tahap 2", "--tanggal", "2026-04-02")
    done = funded("jurnal", "31010", "31020", "1jt", "Pindah akun modal", "--tanggal", "2026-04-03")
    assert done.status == 0, done.stderr

    assert _of_sources(funded, "Belum dicatat sumbernya") == ["5.000.000", "4.000.000"]
    assert _of_sources(funded, "JUMLAH") == ["23.000.000", "14.000.000"]


def test_the_close_of_a_year_feeds_the_fund(book):
    """Its share of the profit is what was set aside, by the voucher of the close."""
    book("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2025-12-31")
    book("kas", "masuk", "41020", "1jt", "Bunga bank", "--tanggal", "2025-12-31")
    split = ("--bagi", "UPS=30=21040", "--ba", "12/BA", "--tanggal", "2026-02-01")
    closed = book("tutup", "tahun", "2025", *split)
    assert closed.status == 0, closed.stderr

    done = book("jelaskan", "2026-02", "dana-sosial", "Dana sosial (UPS)", "--kolom", "disisihkan", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["nilai"], [part["bukti"] for part in told["bagian"]]) == (300_000, ["BPB-2026-0002"])
    acts = book("laporan", "2026-02", "--hanya", "berita-acara", "--format", "csv").stdout
    assert "2026-02-01;pembagian laba;BPB-2026-0002;12/BA;belum di daftar" in acts
