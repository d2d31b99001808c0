"""``pinjaman lunasi``, ``jadwal-ulang``, ``hapus-buku`` and ``denda``: how they ask, refuse and answer."""

import json

import pytest

from conftest import led_once

_SETTLE = ("pinjaman", "lunasi", "P-0001", "--tanggal", "2026-03-20")


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger with denda of Rp500 a day and a loan of Rp3.000.000 in ten instalments."""
    policy = book.folder / "kebijakan.toml"
    policy.write_text('[denda]\ncara = "per_hari"\nrupiah = 500\n', encoding="utf-8")
    for words in (
        ("kebijakan", "tetapkan", "kebijakan.toml", "--mulai", "2026-01-01"),
        ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31"),
        ("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05"),
    ):
        assert book(*words).status == 0
    return book


def _listed(result):
    assert result.status == 0, result.stderr
    return json.loads(result.stdout)


def test_a_settlement_worked_out_is_not_recorded(lent):
    """Two rows are overdue, 43 and 15 days, and a third month runs: pokok, three of jasa and 29,000 of denda."""
    shown = _listed(lent(*_SETTLE, "--hitung", "--format", "json"))
    assert (shown["pokok"], shown["jasa"], shown["denda"], shown["jumlah"]) == (3_000_000, 135_000, 29_000, 3_164_000)
    assert _listed(lent(*_SETTLE, "--coba", "--format", "json")) == shown
    assert not shown["bukti"]


def test_a_settlement_asks_before_it_is_recorded(lent):
    """No is no; where nobody can be asked the option is named; yes records it."""
    assert lent(*_SETTLE).stderr.splitlines()[0] == "Galat: pilihan --ya belum diisi"
    assert lent(*_SETTLE).status == 2
    assert lent(*_SETTLE, typed="tidak\n").status == 4
    assert lent(*_SETTLE, typed="ya\n").status == 0
    assert lent(*_SETTLE, "--ya").status == 4


def test_a_settlement_with_consent_says_its_voucher(lent):
    """Recorded at once, without a question."""
    shown = _listed(lent(*_SETTLE, "--ya", "--jasa", "tidak", "--ba", "05/BA/2026", "--format", "json"))
    assert (shown["bukti"], shown["jasa"], shown["tidak_ditagih"]) == ("BKM-2026-0001", 0, 450_000)


@pytest.mark.parametrize(
    "words",
    [
        ("lunasi", "P-0001", "--ya"),
        ("jadwal-ulang", "P-0001", "--tenor", "6", "--ba", "08/BA/2026"),
        ("hapus-buku", "P-0001", "--ba", "08/BA/2026"),
    ],
)
def test_an_end_before_the_loan_was_paid_out_names_the_day_of_that(lent, words):
    """Nothing was paid on it yet, and so no day of a receipt is the first that is free."""
    refused = lent("pinjaman", *words, "--tanggal", "2026-01-04")

    assert (refused.status, refused.stderr.splitlines()) == (
        4,
        [
            "Galat: pinjaman P-0001 punya catatan sesudah 04-01-2026",
            "Saran: Tanggal paling awal: --tanggal 2026-01-05. Lihat: danabergulir pinjaman kartu P-0001",
        ],
    )


def test_a_new_schedule_is_the_one_shown_from_then_on(lent):
    """The schedule says that it is the second, since when, and by which decision."""
    words = ("pinjaman", "jadwal-ulang", "P-0001", "--tenor", "6", "--ba", "08/BA/2026", "--tanggal", "2026-03-20")
    lines = _listed(lent(*words, "--tanpa-jasa", "--tunggakan-jasa", "hapus", "--format", "json"))["baris"]
    assert [(line["pokok"], line["jasa"]) for line in lines] == [(0, 0), *([(500_000, 0)] * 6)]
    page = " ".join(lent("pinjaman", "jadwal", "P-0001").stdout.split())
    told = "Jadwal versi 2 (jadwal ulang, tunggakan jasa dihapus), berlaku mulai 20-03-2026, berita acara 08/BA/2026."
    assert told in page
    assert "Jadwal versi" not in lent("pinjaman", "jadwal", "P-0001", "--per", "2026-03-19").stdout


@pytest.mark.parametrize("words", [("--ba", "8"), ("--tenor", "6", "--ba", "8", "--tunggakan-jasa", "lupakan")])
def test_a_new_schedule_needs_a_term_and_a_known_choice(lent, words):
    """Status 2, and nothing is changed."""
    before = lent("pinjaman", "jadwal", "P-0001").stdout
    assert lent("pinjaman", "jadwal-ulang", "P-0001", *words).status == 2
    assert lent("pinjaman", "jadwal", "P-0001").stdout == before


def test_without_jasa_contradicts_a_rate(lent):
    """One of the two."""
    words = ("pinjaman", "jadwal-ulang", "P-0001", "--tenor", "6", "--ba", "8", "--tanpa-jasa", "--jasa", "1")
    assert lent(*words).status == 2


def test_a_loan_written_off_is_in_its_register_with_what_came_back(lent):
    """Off the books in March, 100,000 back in April."""
    gone = ("pinjaman", "hapus-buku", "P-0001", "--ba", "09/BA/2026", "--tanggal", "2026-03-20", "--format", "json")
    assert _listed(lent(*gone))["menjadi_biaya"] == 3_000_000
    back = _listed(lent("terima", "P-0001", "100rb", "--tanggal", "2026-04-02", "--format", "json"))
    assert (back["pokok"], back["pemulihan"], back["sisa_hapus_buku"]) == (0, 100_000, 2_900_000)
    report = _listed(lent("laporan", "2026-04", "--hanya", "register-hapus-buku", "--format", "json"))
    (line,) = report["baris"]
    assert line == {
        "pinjaman": "P-0001",
        "ksm": "KSM Mawar",
        "rw": "05",
        "tanggal": "2026-03-20",
        "berita_acara": "09/BA/2026",
        "dihapus": 3_000_000,
        "kembali": 100_000,
        "masih_terutang": 2_900_000,
        "kode_ksm": "MAWAR",
    }
    (listed,) = _listed(lent("pinjaman", "daftar", "--status", "hapus buku", "--format", "json"))["baris"]
    assert listed["saldo_pokok"] == 0
    assert _listed(lent("tunggakan", "--format", "json"))["baris"] == []


def test_denda_is_listed_and_let_go(lent):
    """29,000 by 20 March, of which 9,000 is let go."""
    asked = ("denda", "lihat", "--per", "2026-03-20", "--format", "json")
    assert _listed(lent(*asked))["baris"][0]["sisa"] == 29_000
    waived = ("denda", "hapuskan", "P-0001", "9.000", "--alasan", "banjir", "--ba", "3/BA", "--tanggal", "2026-03-20")
    assert lent(*waived).status == 0
    assert _listed(lent(*asked))["baris"][0]["sisa"] == 20_000
    assert lent(*waived[:3], "20.001", *waived[4:]).status == 4


def test_a_receipt_says_what_denda_is_left(lent):
    """Ten thousand does not even cover the denda."""
    got = _listed(lent("terima", "P-0001", "10.000", "--tanggal", "2026-03-20", "--format", "json"))
    assert (got["denda"], got["sisa_denda"], got["pokok"]) == (10_000, 19_000, 0)


def test_a_loan_put_off_is_listed_as_such_and_as_running(lent):
    """From the day of the agreement until it is paid off; a list of what runs still has it."""
    words = ("pinjaman", "jadwal-ulang", "P-0001", "--tenor", "6", "--ba", "08/BA/2026", "--tanggal", "2026-03-20")
    assert lent(*words).status == 0

    def listed(day, *narrowed):
        rows = _listed(lent("pinjaman", "daftar", "--per", day, *narrowed, "--format", "json"))["baris"]
        return [row["status"] for row in rows]

    assert (listed("2026-03-19"), listed("2026-03-20")) == (["berjalan"], ["dijadwal ulang"])
    assert listed("2026-03-20", "--status", "berjalan") == ["dijadwal ulang"]
    assert listed("2026-03-20", "--status", "dijadwal ulang") == ["dijadwal ulang"]
    assert listed("2026-03-19", "--status", "dijadwal ulang") == []
    report = ("laporan", "2026-03", "--hanya", "register-pinjaman", "--format", "json")
    assert [row["status"] for row in _listed(lent(*report))["baris"] if row["pinjaman"]] == ["dijadwal ulang"]
    assert "Status: dijadwal ulang." in lent("pinjaman", "kartu", "P-0001").stdout

    assert lent("pinjaman", "lunasi", "P-0001", "--tanggal", "2026-04-01", "--ya").status == 0
    assert listed("2026-04-01") == ["lunas"]
