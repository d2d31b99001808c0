"""What is known of poor people stays with the UPK: on the disk, in what is handed on, and in messages."""

import os
import stat
import sys

import pytest

from conftest import led_once

_NIK = "3273014505800007"
_PHONE = "081234567890"
_NAME = "Siti Contoh Rahasia"

posix_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture
@led_once
def known(fund):
    """Return a runner beside a ledger that knows the NIK of a member and the telephone of a chairwoman."""
    for words in (
        ("ksm", "ubah", "MAWAR", "--telepon", _PHONE, "--ketua", _NAME),
        ("anggota", "tambah", "MAWAR", _NAME, "--jenis-kelamin", "P", "--nik", _NIK),
        ("terima", "MAWAR", "232rb", "--tanggal", "2026-02-05"),
    ):
        ended = fund(*words)
        assert ended.status == 0, ended.stderr
        assert _NIK not in ended.stdout + ended.stderr
    return fund


def _mode(path):
    return oct(stat.S_IMODE(path.stat().st_mode))


@posix_modes
def test_the_ledger_and_every_copy_of_it_are_for_their_owner_alone(run):
    """Also under an umask that gives everything to everybody."""
    before = os.umask(0)
    try:
        started = run(
            *("mulai", "--upk", "UPK Melati", "--bkm", "BKM", "--kelurahan", "Sukamaju", "--kecamatan", "Cibening"),
            *("--kota", "Kota", "--provinsi", "Jawa Barat", "--tanggal", "2025-12-31"),
        )
        assert started.status == 0, started.stderr
        assert run("cadangkan").status == 0
        (backup,) = (run.folder / "cadangan").iterdir()
        assert run("pulihkan", str(backup), "--ya").status == 0
    finally:
        os.umask(before)
    files = [path for path in run.folder.rglob("*") if path.is_file()]

    assert len(files) == 4  # and kepala.txt
    assert {path.name: _mode(path) for path in files} == {path.name: "0o600" for path in files}


def _texts(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_audit_package_masks_nik_and_telephone_unless_asked(known):
    """Their commitments are enough to prove the chain; the numbers and the names of members only on request."""
    words = ("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-11-21", "--ke")
    assert known(*words, "paket").status == 0
    assert known(*words, "lengkap", "--lengkap").status == 0
    masked, whole = (b"".join(_texts(known.folder / name).values()) for name in ("paket", "lengkap"))

    assert (_NIK.encode() in masked, _PHONE.encode() in masked) == (False, False)
    assert (_NIK.encode() in whole, _PHONE.encode() in whole) == (True, True)
    assert b'"disamarkan"' in masked
    assert _NAME.encode() not in masked


@posix_modes
def test_what_names_persons_is_for_its_owner_alone(known):
    """Reminders, letters, agreements, drafts of letters and whole packages, and the folders they are in."""
    for words in (
        ("ingatkan", "--per", "2026-09-10", "--format", "teks", "--ke", "pesan"),
        ("laporan", "2026-09", "--format", "pdf", "--ke", "hasil"),
        ("sanksi", "terbitkan", "--per", "2026-09-30", "--ke", "teguran", "--ya"),
        ("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-11-21", "--lengkap", "--ke", "paket"),
        ("pinjaman", "berkas", "P-0001", "--ke", "berkas"),
    ):
        ended = known(*words)
        assert ended.status == 0, ended.stderr
    folders = [known.folder / name for name in ("pesan", "hasil/surat", "teguran", "paket", "berkas")]

    assert {_mode(folder) for folder in folders} == {"0o700"}
    assert all(any(folder.iterdir()) for folder in folders)
    assert {_mode(path) for folder in folders for path in folder.iterdir()} == {"0o600"}


@posix_modes
def test_a_file_written_anew_keeps_its_mode(known):
    """Whoever closed a list to others finds it closed in the morning."""
    words = ("tunggakan", "--per", "2026-05-10", "--format", "csv", "--ke", "tunggakan.csv")
    assert known(*words).status == 0
    (known.folder / "tunggakan.csv").chmod(0o640)
    assert known(*words, "--pemisah", ",").status == 0

    assert _mode(known.folder / "tunggakan.csv") == "0o640"


@pytest.mark.skipif(sys.platform == "win32", reason="links need leave on Windows")
def test_a_link_among_texts_of_letters_is_not_followed(known):
    """What it leads to would be printed on a letter."""
    (known.folder / "surat").mkdir()
    (known.folder / "surat" / "tingkat-1.txt").symlink_to("/etc/hostname")
    refused = known("sanksi", "terbitkan", "--per", "2026-09-10", "--ke", "teguran", "--ya")

    assert refused.status == 2
    assert "tautan ke file lain tidak dibaca: surat/tingkat-1.txt" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("anggota", "daftar", "MAWAR"),
        ("anggota", "daftar", "MAWAR", "--format", "csv"),
        ("anggota", "daftar", "MAWAR", "--format", "json"),
        ("ksm", "lihat", "MAWAR"),
        ("pinjaman", "lihat", "P-0001"),
        ("laporan", "2026-02"),
        ("ekspor", "hledger", "--ke", "buku.journal"),
        ("periksa",),
    ],
    ids=" ".join,
)
def test_no_screen_shows_a_whole_nik(known, words):
    """A screen is seen by whoever stands at the counter."""
    ended = known(*words)

    assert ended.status == 0, ended.stderr
    assert _NIK not in ended.stdout + ended.stderr


def test_reports_on_paper_and_in_files_hold_no_nik_and_no_telephone(known):
    """They go to the BKM, the kelurahan and the notice board."""
    assert known("laporan", "2026-02", "--format", "csv", "--format", "json", "--ke", "hasil").status == 0
    written = b"".join(_texts(known.folder / "hasil").values())

    assert (_NIK.encode() in written, _PHONE.encode() in written) == (False, False)


_REFUSED = (
    ("anggota", "tambah", "MAWAR", "Lain", "--nik", _NIK),
    ("anggota", "tambah", "MAWAR", "Lain", "--nik", _NIK[:-1]),
    ("anggota", "tambah", "TAKADA", _NAME, "--nik", _NIK),
    ("anggota", "tambah", "MAWAR", "Lain", "--nik", f"{_NIK}x"),
    ("terima", "MAWAR", "99jt", "--keterangan", _NAME),
    ("kas", "keluar", "51030", "99jt", "Gaji", "--pihak", _NAME, "--tanggal", "2026-12-31"),
    ("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "1jt", "--tenor", "10"),
)


@pytest.mark.parametrize("words", _REFUSED, ids=lambda words: " ".join(words[:2]))
def test_a_refusal_repeats_no_personal_data(known, words):
    """Messages are sent on to whoever helps: they name places and numbers of the book, never a person or a NIK."""
    refused = known(*words)

    assert refused.status in {2, 3, 4}, refused
    for secret in (_NIK, _NIK[:-1], _PHONE, _NAME):
        assert secret not in refused.stderr


def test_the_findings_of_an_import_name_lines_and_no_person(known):
    """A faulty list of members can be talked about without reading it out."""
    rows = (f"MAWAR;{_NAME};{_NIK}", f"MAWAR;{_NAME};12345", f"TAKADA;{_NAME};3273014505800015", f";{_NAME};")
    (known.folder / "isi.csv").write_text("\n".join(["ksm;nama;nik", *rows]), encoding="utf-8")
    refused = known("impor", "anggota", "isi.csv")

    assert (refused.status, refused.stdout) == (1, "")
    assert "baris 2" in refused.stderr
    for secret in (_NIK, "3273014505800015", _NAME):
        assert secret not in refused.stderr


def test_a_damaged_ledger_is_told_without_its_contents(known):
    """Neither the names nor the numbers around the damage are printed."""
    content = known.ledger.read_bytes()
    known.ledger.write_bytes(content[: len(content) // 2])
    for words in (("periksa",), ("anggota", "daftar", "MAWAR"), ("terima", "MAWAR", "1rb"), ("cadangkan",)):
        stopped = known(*words)
        assert stopped.status == 5, stopped
        for secret in (_NIK, _PHONE, _NAME):
            assert secret not in stopped.stdout + stopped.stderr
