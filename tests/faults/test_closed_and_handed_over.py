"""A closed month stays as it is, a report comes out the same again, and what is handed over proves itself."""

import csv
import io
import json
import shutil
from datetime import datetime

import pytest

from conftest import WIB, led_once
from ledger.small_ledger import fetch

_RECEIPT = ("terima", "MAWAR", "232rb")


@pytest.fixture
@led_once
def closed(fund):
    """Return a runner beside a ledger whose January and February are closed; the receipt is BKM-2026-0002."""
    for words in (
        (*_RECEIPT, "--tanggal", "2026-02-05"),
        ("tutup", "bulan", "2026-01", "--biarkan-cadangan"),
        ("tutup", "bulan", "2026-02", "--biarkan-cadangan"),
    ):
        ended = fund(*words)
        assert ended.status == 0, ended.stderr
    return fund


_DATED = ("--tanggal", "2026-02-28")


@pytest.mark.parametrize(
    "words",
    [
        (*_RECEIPT, *_DATED),
        ("kas", "masuk", "31010", "1jt", "Modal", *_DATED),
        ("kas", "keluar", "51030", "1rb", "Kertas", *_DATED),
        ("kas", "setor", "1rb", *_DATED),
        ("jurnal", "51070", "12021", "1rb", "Susut", *_DATED),
        ("tabungan", "setor", "MAWAR", "1rb", *_DATED),
        ("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "1jt", "--tenor", "10", "--izin-ba", "1", *_DATED),
        ("pinjaman", "lunasi", "P-0001", "--ya", *_DATED),
        ("pinjaman", "hapus-buku", "P-0001", "--ba", "9/BA", *_DATED),
        ("cadangan", "sesuaikan", "--per", "2026-02-28"),
        ("batal", "BKM-2026-0002", "--alasan", "salah", *_DATED),
        ("tutup", "bulan", "2026-02", "--biarkan-cadangan"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_no_command_records_into_a_closed_month(closed, words):
    """Status 4 and the reason; no byte of the file changes."""
    before = closed.ledger.read_bytes()
    refused = closed(*words)

    assert (refused.status, refused.stdout) == (4, "")
    assert "sudah ditutup" in refused.stderr
    assert closed.ledger.read_bytes() == before


def test_an_import_into_a_closed_month_is_refused_by_line(closed):
    """One row of an open month does not carry another one in."""
    rows = ("2026-03-02;masuk;1000;31010", "2026-02-28;masuk;1000;31010")
    (closed.folder / "isi.csv").write_text("\n".join(["tanggal;jenis;jumlah;akun", *rows]), encoding="utf-8")
    before = closed.ledger.read_bytes()
    refused = closed("impor", "transaksi", "isi.csv")

    assert (refused.status, refused.stdout) == (1, "")
    assert "Galat baris 3: tanggal 28-02-2026 sudah ditutup" in refused.stderr
    assert closed.ledger.read_bytes() == before


def test_a_correction_of_a_closed_month_goes_to_the_open_one_with_a_reference(closed):
    """The voucher of February stays, the one that takes it back names it and is dated in March."""
    ended = closed("batal", "BKM-2026-0002", "--alasan", "salah KSM", "--tanggal", "2026-03-02", "--format", "json")

    assert ended.status == 0, ended.stderr
    assert fetch(closed.ledger, "SELECT dated_on, reverses FROM voucher ORDER BY sequence DESC LIMIT 1") == [
        ("2026-03-02", "BKM-2026-0002")
    ]
    assert closed("periksa").status == 0


def _files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_month_printed_today_and_next_year_is_the_same_bytes(closed, clock):
    """In every form, though months were recorded after it and the clock went on."""
    words = (
        "laporan",
        "2026-02",
        "--format",
        "tabel",
        "--format",
        "csv",
        "--format",
        "json",
        "--format",
        "xlsx",
        "--ke",
    )
    assert closed(*words, "dulu").status == 0
    clock(datetime(2027, 11, 21, 19, 30, tzinfo=WIB))
    assert closed(*_RECEIPT, "--tanggal", "2026-03-05").status == 0
    assert closed("ksm", "ubah", "MAWAR", "--ketua", "Ketua Baru", "--tanggal", "2026-03-05").status == 0
    assert closed(*words, "sekarang").status == 0

    assert _files(closed.folder / "sekarang") == _files(closed.folder / "dulu")
    assert len(_files(closed.folder / "dulu")) > 20


def _package(book, name):
    ended = book("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-11-21", "--ke", name)
    assert ended.status == 0, ended.stderr
    return book.folder / name


def test_an_audit_package_proves_itself_without_the_ledger(closed):
    """Totals, balances and the chain are worked out again from its files; they are those of the ledger."""
    folder = _package(closed, "paket")
    head = fetch(closed.ledger, "SELECT digest FROM voucher ORDER BY sequence DESC LIMIT 1")[0][0]
    moved = fetch(closed.ledger, "SELECT sum(amount) FROM transfer")[0][0]
    closed.ledger.unlink()
    checked = closed("periksa", "--paket", str(folder), "--format", "json")
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    rows = csv.DictReader(io.StringIO((folder / "transaksi.csv").read_bytes().decode("utf-8-sig")), delimiter=";")

    assert checked.status == 0, checked.stderr
    assert {row["hasil"] for row in json.loads(checked.stdout)["baris"]} == {"baik"}
    assert described["danabergulir"]["kepala_rantai"]["digest"] == head
    assert sum(int(row["jumlah"]) for row in rows) == moved


@pytest.mark.parametrize("table", ["bukti.csv", "transaksi.csv", "saldo.csv", "pinjaman.csv"])
def test_a_package_with_one_digit_changed_is_found_out(closed, table):
    """Whichever file it is in."""
    folder = _package(closed, "paket")
    content = (folder / table).read_bytes()
    place = max(content.rfind(digit) for digit in (b"2", b"5", b"8"))
    (folder / table).write_bytes(content[:place] + b"7" + content[place + 1 :])
    checked = closed("periksa", "--paket", str(folder))

    assert checked.status == 1
    assert "salah" in checked.stdout


def test_a_copy_made_by_hand_is_proved_or_refused_by_looking_through_it(closed):
    """A whole copy is sound; one that lacks its last pages is not, and says so."""
    shutil.copyfile(closed.ledger, closed.folder / "salinan.db")
    whole = closed("--buku", "salinan.db", "periksa")
    (closed.folder / "salinan.db").write_bytes(closed.ledger.read_bytes()[:-8192])
    cut = closed("--buku", "salinan.db", "periksa")

    assert whole.status == 0
    assert cut.status == 5
    assert cut.stderr.startswith("Galat: isi buku rusak: salinan.db\n")
