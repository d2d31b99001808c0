"""`mulai`, `profil`, `kebijakan` and `akun` at the keyboard."""

import json
import stat
import sys
from datetime import date

import pytest

from danabergulir.domain.policy.file import parse_policy
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.operations.book import show_chart, show_policy, show_profile

ANSWERS = "UPK Melati\nBKM Melati Jaya\nSukamaju\nCibening\nKota Cahaya\nJawa Barat\n31-12-2025\nya\n"
PLACE = ("--bkm", "B", "--kelurahan", "K", "--kecamatan", "C", "--kota", "T", "--provinsi", "P")
TODAY = date(2026, 11, 21)


def test_what_is_missing_is_asked_at_a_terminal_on_stderr(run):
    """A person at the keyboard is asked for each fact; the questions are no data, and an empty answer asks again."""
    status, printed, questions = run("mulai", typed="\n" + ANSWERS)
    assert (status, printed) == (0, "Buku dibuat: upk.db\n")
    assert questions.startswith("Nama UPK: Nama UPK: Nama BKM: Kelurahan atau desa: ")
    profile = show_profile(run.ledger, TODAY)
    assert (profile.upk, profile.board, profile.province) == ("UPK Melati", "BKM Melati Jaya", "Jawa Barat")


def test_only_what_is_missing_is_asked(run):
    """A fact given as an option is not asked for."""
    status, _, questions = run("mulai", "--upk", "U", *PLACE, typed="31-12-2025\nya\n")
    assert status == 0
    assert questions.startswith("Tanggal saldo awal, misalnya 31-12-2025: Buku yang akan dibuat:\n  1. Nama UPK: U\n")


def test_only_what_was_wrong_is_asked_again(run):
    """A date that cannot be read, one that has not come, then a name that was mistyped; the rest is kept."""
    typed = "UPK Melati\nBKM X\nSukamaju\nCibening\nKota Cahaya\nJawa Barat\n"
    typed += "kapan ya\n1-1-2027\n31-12-2025\n9\n2\nBKM Y\nya\n"
    status, _, questions = run("mulai", typed=typed)

    assert status == 0, questions
    assert "tanggal 01-01-2027 belum tiba. Isi tanggal neraca terakhir buku lama.\n" in questions
    assert questions.count("Nama UPK: ") == 4  # asked once, shown three times
    assert show_profile(run.ledger, TODAY).board == "BKM Y"


def test_who_says_no_to_what_will_be_made_has_nothing(run):
    """The page is shown before anything stands on the disk."""
    refused = run("mulai", typed=ANSWERS.removesuffix("ya\n") + "tidak\nbatal\n")

    assert (refused.status, refused.stdout) == (4, "")
    assert "  7. Tanggal saldo awal: 31-12-2025\n" in refused.stderr
    assert list(run.folder.iterdir()) == []


def test_who_says_no_is_asked_which_answer_was_wrong_and_keeps_the_rest(run):
    """Seven answers are not typed again for one."""
    started = run("mulai", typed=ANSWERS.removesuffix("ya\n") + "tidak\n3\nSukamaju\nya\n")

    assert (started.status, started.stderr.count("Nomor berapa yang salah?")) == (0, 1)
    assert "3. Kelurahan atau desa: Sukamaju" in started.stderr


def test_leaving_a_question_unanswered_creates_nothing(run):
    """The end of input at a question cancels the command."""
    status, printed, told = run("mulai", typed="UPK Melati\n")
    assert (status, printed) == (130, "")
    assert told.endswith("Dibatalkan. Tidak ada yang dicatat.\n")
    assert list(run.folder.iterdir()) == []


@pytest.mark.parametrize(
    "faulty",
    [
        ("--kebijakan", "rusak.toml"),
        ("--bagan-akun", "rusak.csv"),
        ("--tanggal", "2027-01-01"),
        ("--kebijakan", "latin.toml"),
    ],
)
def test_a_refused_start_leaves_no_file_behind(run, faulty):
    """When the policy, the chart or the date cannot be used, no ledger and no draft of one stands there."""
    (run.folder / "rusak.toml").write_text("[pinjaman]\nasing = 1\n", encoding="utf-8")
    (run.folder / "latin.toml").write_bytes(b'[pinjaman]\nmetode = "fl\xe4t"\n')
    (run.folder / "rusak.csv").write_text("kode;nama;golongan\n1;Kas;aset\n", encoding="utf-8")
    before = sorted(path.name for path in run.folder.iterdir())
    result = run("mulai", "--upk", "U", *PLACE, "--tanggal", "2025-12-31", *faulty)
    assert result.status in (1, 4)
    assert result.stdout == ""
    assert sorted(path.name for path in run.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("content", "status"), [(b"[pinjaman]\nasing = 1\n", 1), (b'[pinjaman]\nmetode = "fl\xe4t"\n', 1), (None, 2)]
)
def test_a_bad_policy_file_is_refused_in_the_same_words_everywhere(book, content, status):
    """One reader: ``mulai``, ``kebijakan tetapkan`` and ``pinjaman simulasi`` say the same of the same file."""
    if content is not None:
        (book.folder / "aturan.toml").write_bytes(content)
    start = ("mulai", "--upk", "U", *PLACE, "--tanggal", "2025-12-31")
    refusals = [
        book("--buku", "baru.db", *start, "--kebijakan", "aturan.toml"),
        book("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-01-01"),
        book("pinjaman", "simulasi", "--pokok", "5jt", "--tenor", "10", "--kebijakan", "aturan.toml"),
    ]
    assert {(refused.status, refused.stdout) for refused in refusals} == {(status, "")}
    assert len({refused.stderr for refused in refusals}) == 1


def test_a_second_start_leaves_the_first_book_as_it_is(book):
    """A ledger is never overwritten."""
    before = book.ledger.read_bytes()
    assert book("mulai", "--upk", "U", *PLACE, "--tanggal", "2025-12-31").status == 5
    assert book.ledger.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps other permissions")
def test_a_new_ledger_is_for_its_owner_alone(run):
    """The file holds private data, so nobody else may read it."""
    assert run("mulai", typed=ANSWERS).status == 0
    assert stat.S_IMODE(run.ledger.stat().st_mode) == 0o600


def test_a_ledger_named_on_the_command_line_is_made_with_its_folder(run):
    """`--buku` decides where, and missing folders on the way are made."""
    status, printed, _ = run("--buku", "data/upk/buku.db", "mulai", typed=ANSWERS)
    assert (status, printed.replace("\\", "/")) == (0, "Buku dibuat: data/upk/buku.db\n")
    assert not run.ledger.exists()


def test_the_default_policy_needs_no_ledger_and_can_be_enacted_as_printed(run):
    """What `kebijakan bawaan` prints is the default policy, to the last value."""
    status, printed, _ = run("kebijakan", "bawaan")
    assert status == 0
    assert parse_policy(printed) == DEFAULT_POLICY


def test_a_policy_is_in_force_from_its_day_on(book):
    """Before the day the old rules count, from it the new ones; `lihat` prints those of the day asked for."""
    (book.folder / "aturan.toml").write_text('\ufeff[pinjaman]\njasa_persen_per_bulan = "1"\n', encoding="utf-8")
    assert book("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2027-01-01").status == 0
    before, after = (
        parse_policy(book("kebijakan", "lihat", "--per", day).stdout) for day in ("2026-12-31", "2027-01-01")
    )
    assert (before.lending.jasa_percent, after.lending.jasa_percent) == (DEFAULT_POLICY.lending.jasa_percent, 1)
    assert show_policy(book.ledger, date(2026, 12, 31)) == before


def test_a_policy_is_written_to_a_file_that_can_be_enacted(book):
    """`--ke` writes the TOML and says so on stderr alone."""
    result = book("kebijakan", "lihat", "--ke", "aturan.toml")
    assert result == (0, "", "Ditulis ke aturan.toml\n")
    assert book("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-01-01").status == 0


def test_officers_are_replaced_by_post_and_leave_with_an_empty_name(book):
    """A post has one holder; the others keep theirs."""
    book(
        "profil", "ubah", "--petugas", "Manajer UPK=Siti", "--petugas", "Koordinator BKM=Budi", "--petugas", "Kasir=Ani"
    )
    book("profil", "ubah", "--petugas", "Manajer UPK=Wati", "--petugas", "Kasir=")
    assert dict(show_profile(book.ledger, TODAY).officers) == {"Manajer UPK": "Wati", "Koordinator BKM": "Budi"}


def test_a_profile_change_counts_from_its_day(book):
    """Earlier papers keep the earlier name; facts that were not named stay."""
    assert book("profil", "ubah", "--upk", "UPK Baru", "--tanggal", "2026-06-01").status == 0
    assert show_profile(book.ledger, date(2026, 5, 31)).upk == "UPK Melati"
    assert show_profile(book.ledger, date(2026, 6, 1)).upk == "UPK Baru"
    assert show_profile(book.ledger, TODAY).board == "BKM Melati Jaya"


def test_an_address_can_be_emptied(book):
    """An empty address is a change, not the lack of one."""
    book("profil", "ubah", "--alamat", "Jl. Kenanga 7")
    assert book("profil", "ubah", "--alamat", "").status == 0
    assert show_profile(book.ledger, TODAY).address == ""


def test_a_chart_written_as_csv_starts_another_book_with_the_same_accounts(book):
    """`akun daftar --format csv` is a chart file."""
    assert book("akun", "daftar", "--format", "csv", "--ke", "bagan.csv").status == 0
    words = ("mulai", "--upk", "U", *PLACE, "--tanggal", "2025-12-31", "--bagan-akun", "bagan.csv")
    assert book("--buku", "kedua.db", *words).status == 0
    assert show_chart(book.folder / "kedua.db", TODAY) == show_chart(book.ledger, TODAY)


def test_an_account_keeps_what_is_not_changed(book):
    """A change of name leaves class, contra and roles alone, and the other way round."""
    book("akun", "tambah", "12090", "Penyusutan Motor", "--golongan", "aset", "--lawan")
    book("akun", "ubah", "12090", "--nama", "Penyusutan Kendaraan")
    account = show_chart(book.ledger, TODAY)["12090"]
    assert (account.name, account.account_class, account.contra) == ("Penyusutan Kendaraan", "aset", True)
    book("akun", "ubah", "12090", "--bukan-lawan")
    assert show_chart(book.ledger, TODAY)["12090"].contra is False


def test_a_role_moves_between_unused_accounts(book):
    """A role is taken from one account before another gets it."""
    book("akun", "ubah", "41030", "--peran", "")
    assert book("akun", "ubah", "41020", "--peran", "pendapatan_denda").status == 0
    chart = show_chart(book.ledger, TODAY)
    assert (chart["41030"].roles, set(chart["41020"].roles)) == (frozenset(), {"pendapatan_denda"})


@pytest.mark.parametrize(
    "words", [("akun", "daftar"), ("kebijakan", "riwayat"), ("ksm", "daftar"), ("anggota", "daftar")]
)
def test_every_listing_is_printed_in_all_formats(book, words):
    """The JSON keys are the CSV's columns, and a file holds the bytes that the screen would."""
    table, csv, document = (book(*words, "--format", kind) for kind in ("tabel", "csv", "json"))
    assert (table.status, csv.status, document.status) == (0, 0, 0)
    assert csv.stdout.startswith("\ufeff")
    header = csv.stdout.removeprefix("\ufeff").split("\r\n")[0].split(";")
    assert all(list(row) == header for row in json.loads(document.stdout)["baris"])
    for kind, shown in (("tabel", table), ("csv", csv), ("json", document)):
        assert book(*words, "--format", kind, "--ke", "daftar").stdout == ""
        assert (book.folder / "daftar").read_bytes().decode("utf-8") == shown.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("profil", "ubah", "--kota", "X"),
        ("akun", "tambah", "1", "X", "--golongan", "aset"),
        ("ksm", "tambah", "X", "X", "--rw", "1", "--rt", "1"),
        ("anggota", "daftar"),
        ("kebijakan", "riwayat"),
    ],
)
def test_only_a_start_creates_a_file(run, words):
    """On a missing ledger every other command stops with status 5, names the path and creates nothing."""
    status, printed, told = run(*words)
    assert (status, printed) == (5, "")
    assert told.startswith("Galat: buku belum ada: upk.db\n")
    assert list(run.folder.iterdir()) == []
