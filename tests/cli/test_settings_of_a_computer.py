"""What a user has set once for a computer: which book, where backups go, and how files and screens are written."""

import json
import tomllib

import pytest


@pytest.fixture
def elsewhere(book, monkeypatch):
    """Return a runner whose book no variable names any more."""
    monkeypatch.delenv("DANABERGULIR_BUKU")
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name: str(book.folder / name))
    return book


def _settings(runner):
    return tomllib.loads((runner.folder / "pengaturan.toml").read_text(encoding="utf-8"))


def test_a_book_that_is_set_is_used_where_none_is_named(elsewhere):
    """Once, and every command finds it; what is typed comes first."""
    assert elsewhere("ksm", "daftar").status == 5

    told = elsewhere("profil", "pengaturan", "--buku", str(elsewhere.ledger), "--format", "json")

    assert json.loads(told.stdout)["dari"] == "pengaturan"
    assert elsewhere("ksm", "daftar").status == 0
    assert elsewhere("--buku", "lain.db", "ksm", "daftar").stderr.startswith("Galat: buku belum ada: lain.db")


def test_the_variable_comes_before_the_settings(book):
    """Whoever sets it for one window means it."""
    book("profil", "pengaturan", "--buku", str(book.folder / "lain.db"))

    assert "Ditunjuk oleh       : --buku atau DANABERGULIR_BUKU" in book("profil", "pengaturan").stdout
    assert book("ksm", "daftar").status == 0


def test_the_delimiter_that_is_set_is_written(book):
    """Unless another one is typed."""
    book("profil", "pengaturan", "--pemisah", ",")

    assert "mulai,dicatat" in book("kebijakan", "riwayat", "--format", "csv").stdout
    assert "mulai;dicatat" in book("kebijakan", "riwayat", "--format", "csv", "--pemisah", ";").stdout
    assert "laporan 2026-01" not in book("laporan", "2026-01", "--hanya", "neraca", "--format", "csv").stdout
    assert "kode,akun" in book("laporan", "2026-01", "--hanya", "neraca", "--format", "csv").stdout


def test_backups_go_to_the_folder_that_is_set(book):
    """A flash disk is named once."""
    book("profil", "pengaturan", "--cadangan", str(book.folder / "flash"))

    assert book("cadangkan").status == 0
    assert len(list((book.folder / "flash").glob("upk-*.db"))) == 1


def test_a_setting_is_taken_away_by_an_empty_one(book):
    """The others stay; the file can be read by anybody."""
    book("profil", "pengaturan", "--pemisah", "tab", "--tanpa-halaman", "--cadangan", str(book.folder / 'ca"da\\ngan'))
    assert _settings(book) == {"pemisah": "\t", "halaman": False, "cadangan": str(book.folder / 'ca"da\\ngan')}

    book("profil", "pengaturan", "--pemisah", "", "--halaman")

    assert _settings(book) == {"halaman": True, "cadangan": str(book.folder / 'ca"da\\ngan')}


def test_the_profile_shows_what_is_set(book):
    """On the screen, below who the UPK is; a book without settings says nothing of them."""
    before = book("profil", "lihat").stdout
    book("profil", "pengaturan", "--pemisah", ",")
    after = book("profil", "lihat").stdout

    assert after.startswith(before)
    assert "Pemisah CSV         : ," in after
    assert "Pengaturan" not in before
    assert "pemisah" not in book("profil", "lihat", "--format", "json").stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("buku = ", "pengaturan tidak dapat dibaca: pengaturan.toml"),
        ('warna = "merah"', 'pengaturan tidak dikenal: "warna" di pengaturan.toml'),
        ('buku = "upk.db"', 'pengaturan buku: nilai tidak dapat dipakai: "upk.db"'),
        ("cadangan = 7", 'pengaturan cadangan: nilai tidak dapat dipakai: "7"'),
        ('pemisah = "|"', 'pengaturan pemisah: nilai tidak dapat dipakai: "|"'),
        ('halaman = "ya"', 'pengaturan halaman: nilai tidak dapat dipakai: "ya"'),
    ],
)
def test_settings_that_cannot_be_used_are_told(elsewhere, text, told):
    """The file or the key is named, and help needs none of them."""
    (elsewhere.folder / "pengaturan.toml").write_text(text, encoding="utf-8")

    printed = elsewhere("ksm", "daftar")

    assert (printed.status, printed.stderr.splitlines()[0]) == (2, f"Galat: {told}")
    assert elsewhere("ksm", "--help").status == 0


def test_a_short_name_of_the_home_folder_is_written_out(elsewhere, monkeypatch):
    """A cron line starts in another folder, and has no shell that knows the sign."""
    monkeypatch.setenv("HOME", str(elsewhere.folder))
    monkeypatch.setenv("USERPROFILE", str(elsewhere.folder))

    elsewhere("profil", "pengaturan", "--buku", "~/upk.db")

    assert _settings(elsewhere) == {"buku": str(elsewhere.ledger)}
    assert elsewhere("ksm", "daftar").status == 0
