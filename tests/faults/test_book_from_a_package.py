"""``impor paket`` and ``ekspor audit --sambungan`` at the command line, with private data and without."""

import json

import pytest

from conftest import led_once
from danabergulir.ledger.file import seals, store
from ledger.small_ledger import fetch

_NIK = "3273014505800007"
_PHONE = "081234567890"
_NAME = "Siti Contoh"
_ALL = ("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-11-21", "--ke")


_SHOWING = (("ksm", "lihat", "MAWAR"), ("rw", "daftar"), ("anggota", "daftar", "MAWAR"))


@pytest.fixture
@led_once
def known(fund):
    """Return a runner beside a ledger that knows private data, with a package of all of it in both forms."""
    for words in (
        ("ksm", "ubah", "MAWAR", "--telepon", _PHONE, "--ketua", _NAME),
        ("anggota", "tambah", "MAWAR", _NAME, "--jenis-kelamin", "P", "--nik", _NIK),
        ("aduan", "catat", "Kuitansi belum ada", "--dari", _NAME, "--telepon", _PHONE),
        ("rw", "tambah", "05", "--ketua", "Bapak Contoh", "--telepon", _PHONE),
        ("terima", "MAWAR", "232rb", "--tanggal", "2026-02-05"),
        (*_ALL, "paket"),
        (*_ALL, "lengkap", "--lengkap"),
    ):
        ended = fund(*words)
        assert ended.status == 0, ended.stderr
    return fund


def _newest(path):
    with store.reading(path) as connection:
        return seals.newest(connection)


def test_a_book_from_a_masked_package_has_the_head_and_none_of_the_private_data(known):
    """Every cell of it is shown as masked, ``periksa`` passes, and says what kind of book that is."""
    made = known("--buku", "lagi.db", "impor", "paket", "paket")
    path = known.folder / "lagi.db"

    assert made.status == 0
    assert "Isi pribadi disamarkan" in made.stderr
    assert _newest(path) == _newest(known.ledger)
    for secret in (_NIK, _PHONE, _NAME):
        assert secret.encode() not in path.read_bytes()
    members = json.loads(known("--buku", "lagi.db", "anggota", "daftar", "MAWAR", "--format", "json").stdout)["baris"]
    assert {(line["nama"], line["nik"]) for line in members if line["nik"]} == {("disamarkan", "disamarkan")}
    checked = known("--buku", "lagi.db", "periksa", "--format", "json")
    results = {line["pemeriksaan"]: line["hasil"] for line in json.loads(checked.stdout)["baris"]}
    assert (checked.status, results["Isi pribadi"], results["Rantai catatan"]) == (0, "lihat", "baik")
    shown = [known("--buku", "lagi.db", *words).stdout for words in _SHOWING]
    assert [("disamarkan" in text, "disamarkan 0" in text) for text in shown] == [(True, False)] * len(_SHOWING)


@pytest.mark.parametrize(
    "words",
    [
        ("kas", "masuk", "41020", "5.000", "Jasa giro", "--tanggal", "2026-03-01"),
        ("ksm", "ubah", "MAWAR", "--ketua", "Lain"),
        ("tutup", "bulan", "2026-01"),
        ("ingatkan", "--per", "2026-09-10", "--format", "teks", "--ke", "pesan"),
    ],
    ids=" ".join,
)
def test_a_book_from_a_masked_package_is_only_read(known, words):
    """What it would record would look like what it was made from."""
    known("--buku", "lagi.db", "impor", "paket", "paket")
    before = (known.folder / "lagi.db").read_bytes()
    refused = known("--buku", "lagi.db", *words)

    assert refused.status == 4
    assert "hanya untuk dibaca" in refused.stderr
    assert (known.folder / "lagi.db").read_bytes() == before


def test_a_book_from_a_whole_package_goes_on(known):
    """It has the secret, so that what is recorded in it next has the head that the first book would have had."""
    assert known("--buku", "lagi.db", "impor", "paket", "lengkap").stderr == ""
    path = known.folder / "lagi.db"
    for table in ("ksm", "member", "rw_head", "complaint", "identity", "seal"):
        assert fetch(path, f"SELECT * FROM {table}") == fetch(known.ledger, f"SELECT * FROM {table}")
    for book in ("upk.db", "lagi.db"):
        words = ("kas", "masuk", "41020", "5.000", "Jasa giro", "--tanggal", "2026-03-01")
        assert known("--buku", book, *words).status == 0
    assert _newest(path) == _newest(known.ledger)
    assert known("--buku", "lagi.db", "periksa").status == 0


def test_a_package_of_a_book_from_a_package_is_the_same_package(known):
    """Masked from masked; with private data it cannot be had."""
    known("--buku", "lagi.db", "impor", "paket", "paket")
    assert known("--buku", "lagi.db", *_ALL, "lagi").status == 0
    refused = known("--buku", "lagi.db", *_ALL, "tidak", "--lengkap")

    assert {file.name: file.read_bytes() for file in (known.folder / "paket").iterdir()} == {
        file.name: file.read_bytes() for file in (known.folder / "lagi").iterdir()
    }
    assert refused.status == 4
    assert not (known.folder / "tidak").exists()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("impor", "paket", "paket"), 5, "file sudah ada"),
        (("--buku", "lagi.db", "impor", "paket", "tidak-ada"), 3, "folder paket tidak ada: tidak-ada"),
        (("periksa", "--paket", "tidak-ada"), 3, "folder paket tidak ada: tidak-ada"),
        (("--buku", "lagi.db", "impor", "paket", "februari"), 2, "sambungan"),
        (("--buku", "lagi.db", "impor", "paket", "paket", "lengkap"), 1, "paket tidak utuh"),
        (("--buku", "lagi.db", "impor", "paket", "paket", "lain"), 1, "paket tidak utuh"),
    ],
)
def test_what_makes_no_book_is_refused(known, words, status, said):
    """A book that is there, no package, one without its beginning, masked beside whole, and two that disagree."""
    month = ("--dari", "2026-02-01", "--sampai", "2026-02-28", "--sambungan", "--ke", "februari")
    assert known("ekspor", "audit", *month).status == 0
    _other = ("--upk", "UPK Lain", "--bkm", "BKM", "--kelurahan", "S", "--kecamatan", "C", "--kota", "K")
    assert known("--buku", "lain.db", "mulai", *_other, "--provinsi", "J", "--tanggal", "2025-12-31").status == 0
    assert known("--buku", "lain.db", *_ALL, "lain").status == 0
    refused = known(*words)

    assert refused.status == status, refused
    assert said in refused.stderr
    assert "Saran:" in refused.stderr
    assert not (known.folder / "lagi.db").exists()
