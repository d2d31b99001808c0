"""`ksm`, `anggota` and `impor` at the keyboard."""

import csv
import io
import json
from datetime import date

import pytest

from danabergulir.operations.groups import list_ksm, list_members, show_ksm

TODAY = date(2026, 11, 21)
MAWAR = ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "003")
HOSTILE = "=cmd()|\u001b[31m\u202e\u0007merah[/b]"


def _write(book, name, text):
    (book.folder / name).write_text(text, encoding="utf-8")
    return name


def test_a_ksm_keeps_every_fact_it_is_given(book):
    """What is typed is what the register holds; RW and RT stay as written, the phone number in one form."""
    facts = ("--ketua", "Ani", "--telepon", "+62 812 0000 0001", "--alamat", "Jl. Kenanga 1")
    counts = ("--tanggal-bentuk", "12/03/2019", "--jumlah-anggota", "8", "--jumlah-perempuan", "6")
    assert book(*MAWAR, *facts, *counts).status == 0
    group, members = show_ksm(book.ledger, "mawar", TODAY)
    ksm, counted = group.ksm, group.counted
    assert (ksm.code, ksm.name, ksm.rw, ksm.rt, ksm.chair) == ("MAWAR", "KSM Mawar", "05", "003", "Ani")
    assert (ksm.phone, ksm.address, ksm.formed_on) == ("081200000001", "Jl. Kenanga 1", date(2019, 3, 12))
    assert (counted.members, counted.women, members, group.loans) == (8, 6, [], ())


def test_a_changed_ksm_keeps_its_old_facts_on_earlier_days(book):
    """A change is a new version from its day on; an empty chair is a change too."""
    book(*MAWAR, "--ketua", "Ani", "--tanggal", "2026-01-05")
    assert (
        book("ksm", "ubah", "mawar", "--nama", "KSM Mawar Indah", "--ketua", "", "--tanggal", "2026-03-01").status == 0
    )
    before, after = (show_ksm(book.ledger, "MAWAR", date(2026, month, 1))[0].ksm for month in (2, 3))
    assert (before.name, before.chair) == ("KSM Mawar", "Ani")
    assert (after.name, after.chair, after.rt) == ("KSM Mawar Indah", "", "003")


@pytest.mark.parametrize("typed", ["5", "05", " 005"])
def test_a_listing_takes_an_rw_however_it_is_written(book, typed):
    """Noughts before an RW do not matter."""
    book(*MAWAR)
    book("ksm", "tambah", "MELATI", "KSM Melati", "--rw", "15", "--rt", "1")
    assert [group.ksm.code for group in list_ksm(book.ledger, TODAY, typed)] == ["MAWAR"]
    rows = json.loads(book("ksm", "daftar", "--rw", typed, "--format", "json").stdout)["baris"]
    assert [row["kode"] for row in rows] == ["MAWAR"]


def test_the_columns_of_the_ksm_listing_are_those_promised(book):
    """Scripts rely on the names and their order."""
    printed = book("ksm", "daftar", "--format", "csv", "--pemisah", "tab").stdout
    promised = "kode nama rw rt ketua jumlah_anggota jumlah_perempuan pinjaman saldo_pokok"
    assert printed.removeprefix("\ufeff").split() == promised.split()


def test_hostile_names_are_kept_exactly_and_harm_nothing(book):
    """A name full of escapes stays as it is in the book, and is harmless in table, CSV and on stdout."""
    done = book("ksm", "tambah", "X", HOSTILE, "--rw", "1", "--rt", "1")
    (group,) = list_ksm(book.ledger, TODAY)
    assert group.ksm.name == HOSTILE
    table = book("ksm", "daftar").stdout + book("ksm", "lihat", "X").stdout + done.stdout
    assert [letter for letter in table if letter != "\n" and not letter.isprintable()] == []
    (row,) = csv.DictReader(io.StringIO(book("ksm", "daftar", "--format", "csv").stdout[1:]), delimiter=";")
    assert row["nama"].startswith("'=cmd()")


def test_members_are_numbered_in_turn_and_a_number_is_never_given_twice(book):
    """The number of one who left stays hers."""
    book(*MAWAR)
    for name in ("Ani", "Wati"):
        book("anggota", "tambah", "MAWAR", name, "--jenis-kelamin", "P")
    book("anggota", "keluar", "MAWAR", "2")
    printed = book("anggota", "tambah", "mawar", "Rina").stdout
    assert printed == "Anggota nomor 3 KSM MAWAR dicatat: Rina.\n"
    found = [(member.number, member.name, member.left_on) for member in list_members(book.ledger, TODAY, "MAWAR")]
    assert found == [(1, "Ani", None), (2, "Wati", TODAY), (3, "Rina", None)]


def test_a_nik_shows_only_its_last_four_digits(book):
    """No listing and no page prints a whole NIK."""
    book(*MAWAR)
    book("anggota", "tambah", "MAWAR", "Ani", "--nik", "9912345678900001")
    pages = [book("anggota", "daftar", "--format", kind).stdout for kind in ("tabel", "csv", "json")]
    pages.append(book("ksm", "lihat", "MAWAR").stdout)
    assert [("************0001" in page, "99123456789" in page) for page in pages] == [(True, False)] * 4


def test_one_who_left_gives_her_nik_free(book):
    """A woman who left one KSM may join another."""
    book(*MAWAR)
    book("ksm", "tambah", "MELATI", "KSM Melati", "--rw", "5", "--rt", "1")
    add = ("Ani", "--nik", "9912345678900001")
    book("anggota", "tambah", "MAWAR", *add)
    assert book("anggota", "tambah", "MELATI", *add).status == 4
    book("anggota", "keluar", "MAWAR", "ani")
    assert book("anggota", "tambah", "MELATI", *add).status == 0


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("saldo-awal", "kode;debit;kredit\n11010;500000;\n31010;;500000\n"),
        ("ksm", "kode;nama;rw;rt\nMAWAR;KSM Mawar;05;003\n"),
        ("anggota", "ksm;nama\nANGGREK;Ani\n"),
        ("pinjaman", "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen\nP-0001;ANGGREK;2025-06-10;6jt;12;1,5\n"),
        ("transaksi", "tanggal;jenis;jumlah;akun\n2026-01-10;masuk;50000;41020\n"),
    ],
)
def test_a_trial_import_records_nothing_and_says_what_the_real_one_says(book, kind, text):
    """`--coba` prints the same totals, leaves the file byte for byte, and the real run then records."""
    book("ksm", "tambah", "ANGGREK", "KSM Anggrek", "--rw", "1", "--rt", "1")
    file = _write(book, "data.csv", text)
    before = book.ledger.read_bytes()
    status, tried, _ = book("impor", kind, file, "--coba")
    assert (status, book.ledger.read_bytes() == before) == (0, True)
    status, done, _ = book("impor", kind, file)
    assert (status, book.ledger.read_bytes() == before) == (0, False)
    assert tried.splitlines()[:-1] == done.splitlines()[:-1]
    assert tried.endswith("Uji coba: tidak ada yang dicatat.\n")
    assert "\nDiimpor: " in done


def test_one_faulty_row_keeps_all_others_out(book):
    """An import is all or nothing, and findings with their lines go to stderr with status 1."""
    before = book.ledger.read_bytes()
    file = _write(book, "ksm.csv", "kode;nama;rw;rt\nMAWAR;KSM Mawar;05;003\nMELATI;;05;004\n")
    status, printed, told = book("impor", "ksm", file)
    assert (status, printed, book.ledger.read_bytes() == before) == (1, "", True)
    assert told.startswith("Galat baris 3: nama: belum diisi\nGalat: 1 kesalahan, tidak ada yang dicatat\nSaran: ")


def test_the_same_register_file_twice_is_refused_the_second_time(book):
    """A retry cannot double the register."""
    file = _write(book, "ksm.csv", "kode;nama;rw;rt\nMAWAR;KSM Mawar;05;003\n")
    assert (book("impor", "ksm", file).status, book("impor", "ksm", file).status) == (0, 1)
    assert len(list_ksm(book.ledger, TODAY)) == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("anggota", "ksm;nama\nMAWAR;Sari Contoh\n"),
        ("transaksi", "tanggal;jenis;jumlah;akun\n2026-01-05;masuk;25000;41020\n"),
    ],
)
def test_the_same_list_twice_is_refused_the_second_time(book, kind, text):
    """Rows without a code of their own are known by the bytes of their file; a trial does not count."""
    assert (
        book("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "003", "--tanggal", "2026-01-01").status == 0
    )
    file = _write(book, f"{kind}.csv", text)
    assert [book("impor", kind, file, *more).status for more in (["--coba"], [], [])] == [0, 0, 1]
    assert "Galat: file yang sama sudah diimpor pada" in book("impor", kind, file).stderr


def test_a_long_list_of_faults_is_cut_on_the_screen_and_counted(book):
    """Fifty findings are printed, the rest is a number."""
    file = _write(book, "ksm.csv", "kode;nama;rw;rt\n" + "A\n" * 1_200)
    status, _, told = book("impor", "ksm", file)
    assert status == 1
    assert told.count("Galat baris") == 50
    assert "\n... dan 950 lagi\nGalat: 1200 kesalahan, tidak ada yang dicatat\n" in told


def test_a_listing_never_overwrites_the_ledger_by_another_spelling(book):
    """The ledger is known by where it is, not by how its path is written."""
    (book.folder / "data").mkdir()
    before = book.ledger.read_bytes()
    assert book("ksm", "daftar", "--ke", "data/../upk.db").status == 4
    assert book.ledger.read_bytes() == before
