"""What stands where a command is to write: a book is never written over, anything else only where somebody agrees."""

import os
import shutil
import sys

import pytest

from conftest import led_once

_LISTING = ("akun", "daftar", "--format", "csv", "--ke")
_OF_OTHERS = {
    "buku-lain.db": b"SQLite format 3\0 dan seterusnya",
    "cadangan/upk-2026-11-20-0800.db": b"SQLite format 3\0 dan seterusnya",
    "cadangan/kepala.txt": b"kepala",
    "cadangan/baru.csv": None,
    "upk.db-journal": None,
    "upk.db-wal": None,
    "upk.db-shm": b"teks",
    "UPK.DB-WAL": None,
    "lain.db-wal": None,
    "upk-ditulis.json": b"{}",
    "lain-ditulis.json": None,
    "foto.csv": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "kuitansi.csv": b"%PDF-1.7 kuitansi orang lain",
    "surat.csv": b"PK\x03\x04 bukan buku kerja",
}
"""Files that a listing may not take the place of, whatever the name says; None for one that is not there."""


@pytest.fixture
@led_once
def counted(book):
    """Return a runner beside a book whose cash box was counted, so that there is a paper of that."""
    assert book("kas", "hitung", "0").status == 0
    return book


def _put(folder, name, content):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", _OF_OTHERS)
@pytest.mark.parametrize("insisted", [(), ("--timpa",)], ids=["plain", "insisted"])
def test_what_is_not_of_the_kind_is_never_written_over(book, name, insisted):
    """Neither a book, nor a backup, nor anything beside backups, nor a photograph; ``--timpa`` changes nothing."""
    path = _put(book.folder, name, _OF_OTHERS[name])
    refused = book(*_LISTING, name, *insisted)

    assert (refused.status, refused.stdout) == (4, "")
    assert refused.stderr.endswith("Saran: Pilih nama lain pada --ke.\n")
    assert (path.read_bytes() if path.exists() else None) == _OF_OTHERS[name]


@pytest.mark.skipif(sys.platform == "win32", reason="links need leave on Windows")
def test_a_link_is_looked_through(book):
    """What it leads to is what would be lost."""
    _put(book.folder, "cadangan/lama.db", b"SQLite format 3\0")
    (book.folder / "daftar.csv").symlink_to("cadangan/lama.db")
    (book.folder / "berputar.csv").symlink_to("berputar.csv")

    assert book(*_LISTING, "daftar.csv").status == 4
    assert book(*_LISTING, "berputar.csv").status == 2
    assert (book.folder / "cadangan" / "lama.db").read_bytes() == b"SQLite format 3\0"


_WRITERS = {
    "listing": (("akun", "daftar", "--format", "csv", "--ke"), "f.csv", b"kode;nama"),
    "policy": (("kebijakan", "bawaan", "--ke"), "f.toml", b"# aturan saya"),
    "policy in force": (("kebijakan", "lihat", "--ke"), "f.toml", b"# aturan saya"),
    "journal": (("ekspor", "hledger", "--ke"), "f.journal", b"; jurnal"),
    "minutes": (("kas", "berita-acara", "--ke"), "f.pdf", b"%PDF-1.7 milik orang"),
    "count": (("kas", "hitung", "0", "--berita-acara"), "f.pdf", b"%PDF-1.7 milik orang"),
    "set": (("laporan", "2026-01", "--hanya", "neraca", "--format", "json", "--ke"), ".", b"[]"),
}
_SET = "laporan-2026-01.json"


@pytest.mark.parametrize("kind", _WRITERS)
def test_what_somebody_else_wrote_is_asked_about(counted, kind):
    """At a terminal; elsewhere it needs ``--timpa``. What the book wrote itself needs neither, until it was changed."""
    words, name, content = _WRITERS[kind]
    path = _put(counted.folder, _SET if kind == "set" else name, content)
    before = counted.ledger.read_bytes()

    refused = counted(*words, name)
    assert (refused.status, refused.stdout, path.read_bytes()) == (2, "", content)
    assert "--timpa" in refused.stderr
    said_no = counted(*words, name, typed="tidak\n")
    assert (said_no.status, said_no.stdout, path.read_bytes()) == (4, "", content)
    assert counted.ledger.read_bytes() == before

    assert counted(*words, name, typed="ya\n").status == 0
    assert path.read_bytes() != content
    assert counted(*words, name).status == 0
    path.write_bytes(content)
    assert counted(*words, name).status == 2
    assert counted(*words, name, "--timpa").status == 0


def test_a_file_that_would_stay_as_it_is_needs_no_leave(book):
    """As after an update of the program, or where the list beside the book is gone or damaged."""
    assert book(*_LISTING, "f.csv").status == 0
    for damaged in (None, b"", b"[1]", b'{"f.csv": 1}', b"[" * 100_000):
        place = book.folder / "upk-ditulis.json"
        place.unlink() if damaged is None else place.write_bytes(damaged)
        assert book(*_LISTING, "f.csv").status == 0


def test_the_list_moves_with_the_book_and_is_private(book, tmp_path_factory, monkeypatch):
    """Paths below its folder are kept without it; no one else is told where a treasurer writes."""
    assert book(*_LISTING, "f.csv").status == 0
    place = book.folder / "upk-ditulis.json"
    if sys.platform != "win32":
        assert place.stat().st_mode & 0o777 == 0o600
    assert str(book.folder) not in place.read_text(encoding="utf-8")

    elsewhere = tmp_path_factory.mktemp("lain") / "pindah"
    shutil.copytree(book.folder, elsewhere)
    monkeypatch.chdir(elsewhere)
    assert book(*_LISTING, "f.csv", "--pemisah", ",").status == 0


def test_an_empty_file_and_a_device_are_written_to(book):
    """There is nothing to lose."""
    (book.folder / "f.csv").touch()
    assert book(*_LISTING, "f.csv").status == 0
    if sys.platform != "win32":
        assert book(*_LISTING, "/dev/null").status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("insisted", [(), ("--timpa",)], ids=["plain", "insisted"])
def test_what_is_no_file_is_refused_at_once(book, insisted):
    """A pipe in a folder that nobody reads would be waited for without end; a folder is no place for a listing."""
    os.mkfifo(book.folder / "pipa.csv")
    (book.folder / "folder.csv").mkdir()
    (book.folder / "tautan.csv").symlink_to("pipa.csv")
    for name in ("pipa.csv", "folder.csv", "tautan.csv"):
        refused = book(*_LISTING, name, *insisted)
        assert (refused.status, refused.stdout) == (2, "")
        assert refused.stderr == f"Galat: --ke: ini bukan file biasa: {name}\nSaran: Pilih nama lain pada --ke.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links need leave on Windows")
def test_a_book_behind_a_link_is_the_book_itself(book):
    """Backups lie beside it, a restore replaces it, and the link stays one."""
    real = book.folder / "buku" / "upk.db"
    real.parent.mkdir()
    book.ledger.rename(real)
    book.ledger.symlink_to("buku/upk.db")
    assert book("cadangkan").status == 0
    (backup,) = (real.parent / "cadangan").glob("*.db")
    before = real.read_bytes()
    assert book("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-10").status == 0
    assert real.read_bytes() != before

    assert book("pulihkan", str(backup), "--ya").status == 0
    assert book.ledger.is_symlink()
    assert book.ledger.resolve() == real
    assert book("bukti", "BKM-2026-0001").status == 3
    assert not (book.folder / "cadangan").exists()

    book.ledger.unlink()
    book.ledger.symlink_to("upk.db")
    assert book("periksa").status == 5
