"""Plausible is not the same as right: asked at a terminal, warned in a pipe, refused where nobody can mean it."""

import json

import pytest

from conftest import led_once

_LOAN = ("pinjaman", "cairkan", "MAWAR", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05")
_TYPICAL = ("terima", "P-0001", "345.000", "--tanggal")  # pokok 300,000 and jasa 45,000, due on the 5th


@pytest.fixture
@led_once
def lent(book):
    """Return a runner beside a ledger in which Mawar, ten women, borrowed 3,000,000."""
    who = ("MAWAR", "KSM Mawar", "--rw", "05", "--rt", "003", "--jumlah-anggota", "10", "--jumlah-perempuan", "10")
    assert book("ksm", "tambah", *who, "--tanggal", "2026-01-02").status == 0
    assert book("kas", "masuk", "31010", "20jt", "Modal", "--tanggal", "2026-01-02").status == 0
    assert book(*_LOAN).status == 0
    return book


@pytest.mark.parametrize("percent", ["0,015", "0,09", "10", "15"])
@pytest.mark.parametrize(
    "command",
    [
        ("pinjaman", "simulasi", "--pokok", "3jt", "--tenor", "10"),
        ("pinjaman", "ajukan", "MAWAR", "--pokok", "3jt", "--tenor", "10"),
        ("pinjaman", "cairkan", "MAWAR", "--pokok", "3jt", "--tenor", "10", "--izin-ba", "1"),
        ("pinjaman", "jadwal-ulang", "P-0001", "--tenor", "12"),
    ],
    ids=lambda words: words[1],
)
def test_jasa_that_nobody_asks_is_refused_everywhere(lent, command, percent):
    """A share typed for a percentage, and a year's rate for a month's."""
    refused = lent(*command, "--jasa", percent)

    assert (refused.status, refused.stdout) == (2, "")
    assert f"jasa {percent} % sebulan tidak masuk akal" in refused.stderr


def test_a_policy_with_jasa_that_nobody_asks_is_refused(lent):
    """A policy file is typed too; what a ledger holds already stays readable."""
    (lent.folder / "aturan.toml").write_text('[pinjaman]\njasa_persen_per_bulan = "0.015"\n', encoding="utf-8")

    refused = lent("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-03-01")

    assert refused.status == 2
    assert "pinjaman.jasa_persen_per_bulan: jasa 0,015 % sebulan tidak masuk akal" in refused.stderr


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ('[pinjaman]\ntitipan_persen_per_bulan = "10"', "pinjaman.titipan_persen_per_bulan: titipan 10 % sebulan"),
        ('[denda]\ncara = "per_hari"\npersen = "10"', "denda.persen: denda 10 % sehari"),
    ],
    ids=["titipan", "denda"],
)
def test_a_policy_with_other_rates_that_nobody_asks_is_refused(lent, words, doubt):
    """Ten percent is no titipan of a month and no denda of a day."""
    (lent.folder / "aturan.toml").write_text(f"{words}\n", encoding="utf-8")

    refused = lent("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-03-01")

    assert refused.status == 2
    assert f"{doubt} tidak masuk akal" in refused.stderr


def test_denda_of_ten_percent_once_for_an_instalment_is_taken(lent):
    """It is much, and asked in places; so is titipan just below the limit."""
    (lent.folder / "aturan.toml").write_text(
        '[pinjaman]\ntitipan_persen_per_bulan = "9.99"\n[denda]\ncara = "per_angsuran"\npersen = "10"\n',
        encoding="utf-8",
    )
    assert lent("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-03-01", "--coba").status == 0


@pytest.mark.parametrize("command", ["simulasi", "ajukan", "cairkan"])
def test_titipan_that_nobody_asks_is_refused_everywhere(lent, command):
    """As jasa is."""
    who = () if command == "simulasi" else ("MAWAR",)
    refused = lent("pinjaman", command, *who, "--pokok", "3jt", "--tenor", "10", "--titipan", "10")

    assert (refused.status, refused.stdout) == (2, "")
    assert "titipan 10 % sebulan tidak masuk akal" in refused.stderr


def test_jasa_and_titipan_beyond_the_schedule_are_refused_together(lent):
    """Ten times 45,000 are asked, and no titipan ever."""
    parts = ("--pokok", "0", "--jasa", "450.001", "--titipan", "5.000")

    refused = lent("terima", "P-0001", "455.001", "--tanggal", "2026-02-05", *parts)

    assert (refused.status, refused.stdout) == (2, "")
    assert "jasa Rp450.001 lebih besar" in refused.stderr
    assert "titipan Rp5.000 lebih besar" in refused.stderr
    assert "Isi jasa paling banyak Rp450.000, titipan paling banyak Rp0." in refused.stderr


def test_every_doubtful_cell_of_an_imported_loan_is_a_finding(lent):
    """Three cells of a row, one sentence each."""
    (lent.folder / "pinjaman.csv").write_text(
        "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen;jasa_terbayar;titipan_terbayar\n"
        "P-9;kSM  mawar;2025-06-10;6jt;12;0,015;540.000;5.000\n",
        encoding="utf-8",
    )

    found = lent("impor", "pinjaman", "pinjaman.csv")

    assert found.status == 1
    assert [line.split(":")[1].split()[0] for line in found.stderr.splitlines()[:3]] == [
        *("jasa_persen", "jasa_terbayar", "titipan_terbayar")
    ]


def test_a_pipe_records_a_small_receipt_and_warns(lent):
    """34,500 for 345,000: a nought was lost."""
    got = lent("terima", "P-0001", "34.499", "--tanggal", "2026-02-05")

    assert got.status == 0
    assert "setoran Rp34.499 kurang dari sepersepuluh angsuran Rp345.000" in got.stderr


def test_a_pipe_records_the_same_receipt_again_and_names_what_is_paid_and_the_undo(lent):
    """Two days later; the undo that is named takes back the second one."""
    assert lent(*_TYPICAL, "2026-02-05").stderr == ""

    got = lent(*_TYPICAL, "2026-02-07")

    assert got.status == 0
    paid = "sudah dicatat 05-02-2026 pada BKM-2026-0002 (jasa Rp45.000, pokok Rp300.000)"
    assert paid in got.stderr
    assert 'danabergulir batal BKM-2026-0003 --alasan "tercatat dua kali"' in got.stderr
    assert lent("batal", "BKM-2026-0003", "--alasan", "tercatat dua kali", "--tanggal", "2026-02-07").status == 0
    assert "sudah dicatat" in lent(*_TYPICAL, "2026-02-06").stderr
    assert lent(*_TYPICAL, "2026-03-05").stderr == ""


@pytest.mark.parametrize(("typed", "status"), [("ya\n", 0), ("tidak\n", 4)])
def test_a_terminal_asks_before_the_same_receipt_is_recorded_again(lent, typed, status):
    """What is doubtful is told before anything is recorded."""
    assert lent(*_TYPICAL, "2026-02-05", typed="").status == 0

    got = lent(*_TYPICAL, "2026-02-07", typed=typed)

    assert got.status == status
    assert "sudah dicatat 05-02-2026 pada BKM-2026-0002" in got.stderr
    assert ("Tetap dicatat? Ketik ya atau tidak" in got.stderr, bool(got.stdout)) == (True, status == 0)
    assert lent("bukti", "BKM-2026-0003").status == (0 if status == 0 else 3)


def test_a_terminal_is_not_asked_with_an_option(lent):
    """``--ya`` is for whoever knows."""
    assert lent(*_TYPICAL, "2026-02-05", "--ya", typed="").status == 0
    assert lent(*_TYPICAL, "2026-02-05", "--ya", typed="").status == 0


def test_a_rule_of_which_nothing_is_recorded_is_not_known_and_told(lent):
    """Nobody has written down who is a woman: the list says so, the disbursement warns, a terminal asks."""
    assert lent("ksm", "tambah", "MELATI", "KSM Melati", "--rw", "05", "--rt", "003").status == 0
    for name in ("Ani", "Budi", "Cici", "Dedi", "Eni"):
        assert lent("anggota", "tambah", "MELATI", name).status == 0
    asked = lent("pinjaman", "ajukan", "MELATI", "--pokok", "1jt", "--tenor", "10")
    listed = lent("pinjaman", "periksa-syarat", "P-0002", "--format", "csv").stdout.splitlines()
    assert next(row for row in listed if "perempuan" in row).endswith(";belum tercatat")
    assert "1 syarat belum dapat diperiksa, datanya belum tercatat." in asked.stdout
    words = ("pinjaman", "cairkan", "MELATI", "--pokok", "1jt", "--tenor", "10")

    stopped = lent(*words, typed="tidak\n")
    got = lent(*words)

    assert (stopped.status, stopped.stdout) == (4, "")
    assert got.status == 0
    assert "belum tercatat, jadi belum dapat diperiksa: anggota perempuan" in got.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("kas", "masuk", "41020", "5.000", "Bunga"),
        ("kas", "setor", "1.000"),
        ("jurnal", "51030", "21010", "5.000", "Kertas"),
    ],
    ids=lambda words: words[1],
)
def test_an_entry_on_the_opening_day_is_recorded_and_warned(book, words):
    """What happened by then is in the opening balances."""
    assert book("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2025-12-31").status == 0

    got = book(*words, "--tanggal", "2025-12-31")

    assert got.status == 0
    assert "Peringatan: tanggal 31-12-2025 adalah tanggal saldo awal" in got.stderr
    assert "saldo awal" not in book(*words, "--tanggal", "1/1/26").stderr


@pytest.mark.parametrize(
    ("typed", "day"),
    [("kemarin", "20-11-2026"), ("hari ini", "21-11-2026"), ("5", "05-11-2026"), ("5/1", "05-01-2026")],
)
def test_a_day_typed_in_short_is_the_nearest_that_has_come(book, typed, day):
    """The answer shows the day in full."""
    got = book("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", typed)

    assert f"Tanggal     : {day}" in got.stdout


@pytest.mark.parametrize("percent", ["1000", "15000", "abc"])
def test_jasa_refused_as_it_is_read_names_the_same_limits(lent, percent):
    """On the command line, in a cell and in a policy file: 0, or 0,1 to less than 10."""
    typed = lent("pinjaman", "simulasi", "--pokok", "3jt", "--tenor", "10", "--jasa", percent)
    row = f"P-0009;MAWAR;2025-12-01;3jt;10;{percent}"
    (lent.folder / "isi.csv").write_text(f"nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen\n{row}\n", encoding="utf-8")
    cell = lent("impor", "pinjaman", "isi.csv")
    (lent.folder / "isi.toml").write_text(f'[pinjaman]\njasa_persen_per_bulan = "{percent}"\n', encoding="utf-8")
    policy = lent("kebijakan", "tetapkan", "isi.toml", "--mulai", "2026-02-01")

    assert (typed.status, cell.status, policy.status) == (2, 1, 1)
    for refused in (typed, cell):
        assert "Yang dapat dipakai: 0, atau 0,1 sampai kurang dari 10." in refused.stderr
        assert "paling banyak" not in refused.stderr
    assert "isi dengan persen 0, atau 0.1 sampai kurang dari 10" in policy.stderr


_ROW_HEADER = "tanggal;jenis;jumlah;pinjaman;akun;lawan;pokok;jasa\n"


def _imported(run, *rows):
    (run.folder / "isi.csv").write_text(_ROW_HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return run("impor", "transaksi", "isi.csv")


def test_every_doubtful_cell_of_a_row_is_a_finding(lent):
    """The loan, the account that takes the money and the day at once; parts where no loan is paid."""
    found = _imported(lent, "2099-02-05;terima;5.000;P-0099;;999;;", "2026-02-05;masuk;5.000;;41020;;;500")

    assert found.status == 1
    assert [line.split(":")[0] for line in found.stderr.splitlines() if line.startswith("Galat baris 2")] == [
        "Galat baris 2"
    ] * 3
    assert "Galat baris 3: jasa: hanya untuk jenis terima." in found.stderr


def test_a_cell_that_its_row_does_not_use_is_told(lent):
    """The bank named in the wrong column, and a loan on a row that pays none."""
    done = _imported(lent, "2026-02-05;terima;345.000;P-0001;11021;;;", "2026-02-05;masuk;5.000;P-0001;41020;;;-")

    assert done.status == 0, done.stderr
    assert "Peringatan: baris 2: akun: tidak dipakai pada jenis terima;" in done.stderr
    assert "Peringatan: baris 3: pinjaman: tidak dipakai pada jenis masuk;" in done.stderr


def test_an_imported_receipt_before_its_loan_is_a_finding(lent):
    """As it is refused at the counter."""
    found = _imported(lent, "2026-01-04;terima;45.000;P-0001;;;;")

    assert found.status == 1
    assert "Galat baris 2: setoran 04-01-2026 lebih dulu daripada pencairan pinjaman P-0001, 05-01-2026" in found.stderr


def test_typed_parts_beside_receipts_split_by_rule_stay_as_typed(lent):
    """In one file each row keeps its own amount and parts."""
    done = _imported(
        lent,
        "2026-02-05;terima;45.000;P-0001;;;;",
        "2026-02-06;terima;10.000;P-0001;;;10.000;",
        "2026-03-05;terima;100.000;P-0001;;;55.000;45.000",
    )

    assert done.status == 0, done.stderr
    assert "terima (3 baris)  : 155.000" in done.stdout
    listed = json.loads(lent("pinjaman", "daftar", "--per", "2026-03-31", "--format", "json").stdout)["baris"]
    assert [line["saldo_pokok"] for line in listed] == [2_935_000]
