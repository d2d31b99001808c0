"""``hari``, ``status``, ``cari`` and the offer of ``kas hitung``: what the counter looks up, from outside."""

import csv
import json
import shlex
import subprocess
import sys

import pytest

from conftest import led_once

NIK = "3275010101800001"


@pytest.fixture
@led_once
def counter(book):
    """Return a runner beside a ledger with two KSM, a loan to one of them, and a day of receipts and payments."""
    for words in (
        'ksm tambah MAWAR "KSM Mawar Merah" --rw 05 --rt 001 --ketua "Bu Imas" --tanggal 2025-12-31',
        "ksm tambah MELATI Melati --rw 07 --rt 002 --tanggal 2025-12-31",
        f'anggota tambah MAWAR "Siti Aminah" --nik {NIK} --tanggal 2025-12-31',
        "kas masuk 31010 5jt Modal --tanggal 2026-01-02",
        "pinjaman cairkan MAWAR --pokok 3jt --tenor 10 --tanggal 2026-01-05",
        "terima MAWAR 345.000 --tanggal 2026-02-05 --bukti-luar 117",
        "tabungan setor MELATI 50rb --ke 11010 --tanggal 2026-02-05",
        'kas keluar 51030 75.000 "Kertas dan tinta" --tanggal 2026-02-05',
        "kas setor 300rb --tanggal 2026-02-05",
        'kas keluar 51040 20rb "Ojek" --tanggal 2026-02-05',
        'batal BKK-2026-0003 --alasan "tidak jadi" --tanggal 2026-02-05',
    ):
        got = book(*shlex.split(words))
        assert got.status == 0, (words, got.stderr)
    return book


def _rows(got):
    assert got.status == 0, got.stderr
    return json.loads(got.stdout)["baris"]


def _hari(counter, *words):
    return [
        (row["bagian"], row["uraian"], row["bukti"], row["jumlah"])
        for row in _rows(counter("hari", "--tanggal", "2026-02-05", "--format", "json", *words))
    ]


def test_a_day_stands_on_one_page(counter):
    """Receipts by KSM, payments, what went to the bank, what was taken back, the cash box from morning to evening."""
    counter("kas", "hitung", "2.020.000", "--tanggal", "2026-02-05")

    assert _hari(counter) == [
        ("Setoran KSM", "MAWAR KSM Mawar Merah: Angsuran pinjaman P-0001", "BKM-2026-0002", 345_000),
        ("Setoran KSM", "MELATI Melati: Tabungan KSM MELATI", "BKM-2026-0003", 50_000),
        ("Uang keluar", "Kertas dan tinta", "BKK-2026-0002", 75_000),
        ("Kas dan bank", "Setor kas ke bank", "BPB-2026-0001", 300_000),
        ("Dibatalkan", "BKK-2026-0003: Ojek", "BPB-2026-0002", 20_000),
        ("Kas", "Kas pada awal hari", "", 2_000_000),
        ("Kas", "Uang masuk kas", "", 395_000),
        ("Kas", "Uang keluar dari kas", "", 375_000),
        ("Kas", "Kas menurut buku", "", 2_020_000),
        ("Hitungan kas", "Dihitung pada 05-02-2026", "", 2_020_000),
        ("Hitungan kas", "Menurut buku pada hari itu", "", 2_020_000),
        ("Hitungan kas", "Selisih", "", 0),
    ]


@pytest.mark.parametrize(
    ("counted", "line"),
    [
        ("1.675.000", ("BKM-2026-0002", "masuk kas, mungkin uangnya masuk bank atau tercatat dua kali")),
        ("2.095.000", ("BKK-2026-0002", "mungkin dibayar dari bank atau tercatat dua kali")),
        ("2.320.000", ("BPB-2026-0001", "mungkin uangnya belum dipindah")),
        ("2.038.000", ("BKK-2026-0002", "mungkin dua angkanya tertukar, seharusnya 57.000")),
        ("2.110.000", ("BKM-2026-0002", "mungkin dua angkanya tertukar, seharusnya 435.000")),
    ],
)
def test_a_difference_is_explained_by_a_voucher(counter, counted, line):
    """Of that amount, on the wrong account, or with two digits swapped."""
    counter("kas", "hitung", counted, "--tanggal", "2026-02-05")

    explained = [(voucher, text) for part, text, voucher, _ in _hari(counter) if part == "Mungkin sebabnya"]

    assert any(voucher == line[0] and line[1] in text for voucher, text in explained), explained


def test_a_receipt_booked_to_the_bank_explains_what_is_too_much_in_the_cash_box(counter):
    """The money lies in the box while the book says bank."""
    counter("terima", "MAWAR", "111.000", "--ke", "11021", "--tanggal", "2026-02-05", "--ya")
    counter("kas", "hitung", "2.131.000", "--tanggal", "2026-02-05")

    assert ("Mungkin sebabnya", "KSM Mawar Merah: tercatat masuk bank, mungkin uangnya masuk kas", "BKM-2026-0004") in [
        line[:3] for line in _hari(counter)
    ]


def test_a_day_before_the_opening_is_refused(counter):
    """There is nothing to show of it."""
    got = counter("hari", "--tanggal", "2025-12-30")

    assert (got.status, got.stdout) == (4, "")
    assert "sebelum saldo awal buku" in got.stderr


def _steps(counter, *words):
    return {row["langkah"]: row for row in _rows(counter("status", "--format", "json", *words))}


def test_status_tells_what_is_to_do_with_the_command_that_does_it(counter):
    """A month to close, a reserve, letters and reminders due, a loan without minutes, gaps in registers, no backup."""
    steps = _steps(counter, "--per", "2026-04-20")
    parts = _rows(counter("kelengkapan", "--format", "json", "--per", "2026-04-20"))
    later = {"Saldo awal", "Pinjaman"}  # of the first day; a fund may begin with nothing
    lacking = {
        part["bagian"]: ("perlu", part["perintah"])
        for part in parts
        if part["keadaan"] == "belum" and part["bagian"] not in later
    }

    assert lacking["Telepon KSM"] == ("perlu", "danabergulir ksm ubah MAWAR --telepon NOMOR")
    assert lacking["Daftar miskin (PS-2)"] == ("perlu", "danabergulir anggota ubah MAWAR 1 --miskin ya")
    assert {name: (step["keadaan"], step["perintah"]) for name, step in steps.items()} == {
        "Tutup bulan": ("perlu", "danabergulir tutup bulan 2026-01"),
        "Cadangan risiko": ("perlu", "danabergulir cadangan sesuaikan --per 2026-03-31"),
        "Hitung kas": ("belum", "danabergulir kas hitung JUMLAH --tanggal 2026-04-20"),
        "Surat teguran": ("perlu", "danabergulir sanksi terbitkan --per 2026-04-20"),
        "Pengingat": ("perlu", "danabergulir ingatkan --per 2026-04-20"),
        "Berita acara": ("perlu", "danabergulir ba perlu"),
        **lacking,
        "Pemeriksaan": ("selesai", "danabergulir periksa --per 2026-04-20"),
        "Cadangan buku": ("belum", "danabergulir cadangkan"),
    }
    assert steps["Tutup bulan"]["keterangan"] == (
        "Januari 2026 belum ditutup, begitu juga bulan sesudahnya sampai Maret 2026"
    )


def test_status_ends_with_what_is_now_and_what_is_later(counter):
    """As many as there are rows of each."""
    steps = _rows(counter("status", "--format", "json", "--per", "2026-04-20"))
    now, later = (sum(step["keadaan"] == state for step in steps) for state in ("perlu", "belum"))
    last = counter("status", "--per", "2026-04-20").stdout.splitlines()[-1]
    assert last == f"{now} langkah perlu dikerjakan sekarang, {later} belum."


def test_status_names_the_oldest_year_that_is_open(book):
    """A year is refused while the one before it is open."""
    assert book(*shlex.split("kas masuk 41010 100rb Jasa --tetap --tanggal 2026-01-02")).status == 0
    step = _steps(book, "--per", "2028-01-10")["Tutup tahun"]
    assert (step["keadaan"], step["perintah"]) == ("perlu", "danabergulir tutup tahun 2026")
    assert step["keterangan"] == "Tahun 2026 belum ditutup, labanya belum dibagi; sesudah itu tahun 2027"


def test_what_was_done_is_told_as_done(counter):
    """The month is closed, the officers are named, the backup is made, the reminders are said."""
    for words in (
        *(
            ("profil", "ubah", "--petugas", f"{post}=Bu Rina", "--tanggal", "2026-01-03")
            for post in ("Manajer UPK", "Koordinator BKM", "Lurah")
        ),
        *(
            ("ksm", "ubah", row["kode"], "--telepon", "0811000111", "--tanggal", "2026-01-03")
            for row in _rows(counter("ksm", "daftar", "--format", "json"))
        ),
        ("kas", "hitung", "2.000.000", "--tanggal", "2026-01-31"),
        ("cadangan", "sesuaikan", "--per", "2026-01-31"),
        ("tutup", "bulan", "2026-01"),
        ("kas", "hitung", "2.020.000", "--tanggal", "2026-02-06"),
        ("ingatkan", "--per", "2026-02-06"),
        ("cadangkan",),
    ):
        assert counter(*words).status == 0, words

    steps = _steps(counter, "--per", "2026-02-06")

    done = ("Tutup bulan", "Hitung kas", "Surat teguran", "Pengingat", "Cadangan buku")
    assert {name: steps[name]["keadaan"] for name in done} == dict.fromkeys(done, "selesai")
    assert {"Pengurus", "Telepon KSM"}.isdisjoint(steps)


def test_every_command_of_status_is_one_of_the_program(counter, run):
    """Whoever types it is not told that there is no such command."""
    for step in _steps(counter, "--per", "2026-04-20").values():
        program, *words = shlex.split(step["perintah"])
        named = [word for word in words if word.isalpha() and word.islower()]
        assert program == "danabergulir"
        pages = [run(*named[:many], "--help").stdout for many in (2, 1)]
        assert all(any(word in page for page in pages) for word in words if word.startswith("--")), step
        assert any(page.startswith(f"Penggunaan: danabergulir {named[0]}") for page in pages)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("mawarmerah", {("KSM", "MAWAR"), ("pinjaman", "P-0001"), ("bukti", "BKM-2026-0002")}),
        ("ksm  MAWAR-merah", {("KSM", "MAWAR"), ("pinjaman", "P-0001"), ("bukti", "BKM-2026-0002")}),
        ("imas", {("KSM", "MAWAR")}),
        ("aminah", {("anggota", "MAWAR 1")}),
        ("p0001", {("pinjaman", "P-0001"), ("bukti", "BKM-2026-0002")}),
        ("dan TINTA", {("bukti", "BKK-2026-0002")}),
        ("345.000", {("bukti", "BKM-2026-0002")}),
        ("3jt", {("pinjaman", "P-0001")}),
        ("117", {("bukti", "BKM-2026-0002")}),
        (NIK, {("anggota", "MAWAR 1")}),
        ("3275.0101.0180-0001", {("anggota", "MAWAR 1")}),
        (NIK[:15], set()),
        ("zzz", set()),
    ],
)
def test_a_word_is_found_wherever_it_stands(counter, text, kinds):
    """By any part of a name, number or memo, whatever its case and blanks; an amount; a NIK only whole."""
    found = {(row["jenis"], row["kode"]) for row in _rows(counter("cari", text, "--format", "json"))}

    assert kinds <= found
    assert bool(kinds) is bool(found)


def test_a_nik_is_never_printed(counter):
    """It is said that it fits, not what it is."""
    got = counter("cari", NIK)

    assert NIK not in got.stdout + got.stderr
    assert "NIK cocok" in got.stdout


def test_a_screen_holds_as_much_as_it_can_and_says_how_much_more(counter):
    """A file and a program get all of it."""
    for number in range(40):
        assert counter("kas", "keluar", "51030", "1.000", f"Materai {number}", "--tanggal", "2026-02-06").status == 0

    screen = counter("cari", "materai").stdout
    assert "... dan 10 lagi" in screen
    assert screen.count("BKK-2026-") == 30
    assert len(_rows(counter("cari", "materai", "--format", "json"))) == 40
    (_, *rows) = csv.reader(counter("cari", "materai", "--format", "csv").stdout.splitlines(), delimiter=";")
    assert len(rows) == 40


def test_nothing_found_names_what_is_nearly_so(counter):
    """The list is empty, not wrong."""
    got = counter("cari", "mwar")

    assert (got.status, got.stdout) == (
        0,
        'Tidak ada yang cocok dengan "mwar". Mungkin maksudnya MAWAR KSM Mawar Merah.\n',
    )
    got = counter("cari", " % ")
    assert (got.status, got.stderr.splitlines()[0]) == (2, 'Galat: "%" tidak berisi huruf atau angka')


def test_reading_commands_need_no_mapper(counter):
    """They start as fast as any that only reads."""
    for words in (("hari",), ("status",), ("cari", "mawar")):
        code = (
            "import sys; from danabergulir.cli.app import program, run; "
            f"status = run(program(), {['--buku', str(counter.ledger), *words, '--format', 'csv']!r}); "
            "print(status, sorted({'sqlmodel', 'pydantic', 'rich'} & set(sys.modules)))"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
        assert ran.stdout.splitlines()[-1] == "0 []", ran.stderr


def _difference_account(counter):
    assert (
        counter("akun", "tambah", "52020", "Selisih Kas", "--golongan", "biaya", "--peran", "selisih_kas").status == 0
    )


@pytest.mark.parametrize(("counted", "voucher"), [("2.015.000", "BKK-2026-0004"), ("2.030.000", "BKM-2026-0004")])
def test_a_count_offers_the_voucher_that_books_the_difference(counter, counted, voucher):
    """At a terminal a yes records it, and the day agrees from then on."""
    _difference_account(counter)

    got = counter("kas", "hitung", counted, "--tanggal", "2026-02-05", typed="ya\n")

    assert got.status == 0
    assert voucher in got.stdout
    assert "Catat selisih" in got.stderr
    assert ("Hitungan kas", "Selisih", "", 0) in _hari(counter)


def test_a_difference_is_never_booked_by_itself(counter):
    """A no, or nobody at the keyboard, books nothing; the command stands on the screen."""
    told = counter("kas", "hitung", "2.015.000", "--tanggal", "2026-02-05", typed="")
    assert 'akun tambah KODE "Selisih Kas" --golongan biaya --peran selisih_kas' in " ".join(told.stdout.split())
    _difference_account(counter)

    refused = counter("kas", "hitung", "2.015.000", "--tanggal", "2026-02-05", typed="tidak\n")
    piped = counter("kas", "hitung", "2.015.000", "--tanggal", "2026-02-05")

    assert (refused.status, piped.status) == (0, 0)
    assert "Selisih belum dicatat." in refused.stderr
    assert 'danabergulir kas keluar 52020 5.000 "Selisih kas"' in " ".join(piped.stdout.split())
    assert ("Hitungan kas", "Selisih", "", -5_000) in _hari(counter)
