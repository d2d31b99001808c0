"""The heads of the RW: dated, in one way of writing, and named wherever their RW is written to."""

import csv
import json
from io import StringIO

import pytest

from conftest import led_once

_KSM = ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "5", "--rt", "1", "--tanggal", "2025-12-31")


def _heads(book, *words):
    lines = json.loads(book("rw", "daftar", *words, "--format", "json").stdout)["baris"]
    return [(line["rw"], line["ketua"], line["telepon"], line["jumlah_ksm"]) for line in lines]


@pytest.mark.parametrize("written", ["5", "05", "005", "RW 5", "rw.05"])
def test_an_rw_is_one_however_it_is_written(book, written):
    """The register has one line for it, in the form ``05``."""
    assert book(*_KSM).status == 0
    assert book("rw", "tambah", written, "--ketua", "Pak Contoh", "--telepon", "+62 812 3456 7890").status == 0

    assert _heads(book) == [("05", "Pak Contoh", "081234567890", 1)]
    again = book("rw", "tambah", "5", "--ketua", "Bu Contoh")
    assert (again.status, "rw ubah 05 --ketua" in again.stderr) == (4, True)


def test_a_new_head_begins_on_a_day_and_without_the_telephone_of_the_old_one(book):
    """Earlier days keep the old one; nobody was head before the first was written down."""
    book("rw", "tambah", "05", "--ketua", "Pak Contoh", "--telepon", "0812345678", "--mulai", "2026-01-10")
    done = book("rw", "ubah", "5", "--ketua", "Bu Contoh", "--mulai", "2026-03-01")

    assert done.stdout == "Ketua RW 05 diubah: Bu Contoh.\n"
    assert _heads(book, "--per", "2026-01-09") == []
    assert _heads(book, "--per", "2026-02-28") == [("05", "Pak Contoh", "0812345678", 0)]
    assert _heads(book, "--per", "2026-03-01") == [("05", "Bu Contoh", "", 0)]


def test_a_version_is_refused_with_the_earliest_day_that_works(book):
    """Before the opening, and before the version that it changes; the advice works when followed."""
    early = book("rw", "tambah", "05", "--ketua", "Pak Contoh", "--mulai", "2020-01-01")
    assert (early.status, "--mulai 2025-12-31" in early.stderr) == (4, True)
    assert book("rw", "tambah", "05", "--ketua", "Pak Contoh", "--mulai", "2026-02-01").status == 0
    late = book("rw", "ubah", "05", "--telepon", "0812345678", "--mulai", "2026-01-01")

    assert (late.status, "--mulai 2026-02-01" in late.stderr) == (4, True)
    assert book("rw", "ubah", "05", "--telepon", "0812345678", "--mulai", "2026-02-01").status == 0
    assert book("rw", "tambah", "06", "--ketua", "X", "--mulai", "2027-01-01").status == 4


def test_nothing_changed_is_said_and_recorded_as_nothing(book):
    """The same facts once more leave the ledger as it is."""
    book("rw", "tambah", "05", "--ketua", "Pak Contoh")
    before = book.ledger.read_bytes()

    assert book("rw", "ubah", "05", "--ketua", "Pak Contoh").stdout.startswith("Tidak ada yang diubah")
    assert book.ledger.read_bytes() == before
    unknown = book("rw", "ubah", "7", "--ketua", "X")
    assert (unknown.status, "rw tambah 07" in unknown.stderr) == (3, True)
    assert book("rw", "tambah", "lima", "--ketua", "X").status == 2


@pytest.fixture
@led_once
def late(book):
    """Return a book with a KSM of RW 05 that is late, and the head of that RW."""
    assert book(*_KSM, "--telepon", "081200000001").status == 0
    lent = ("pinjaman", "cairkan", "MAWAR", "--pokok", "5jt", "--tenor", "10", "--tanggal", "2026-01-05", "--tetap")
    done = book(*lent, typed=None)
    assert done.status == 0, done.stderr
    head = ("rw", "tambah", "05", "--ketua", "Pak Contoh", "--telepon", "081211112222", "--mulai", "2026-01-01")
    assert book(*head).status == 0
    return book


def test_the_head_is_named_in_the_digest_and_can_be_written_to(late):
    """The digest of the RW greets by name; the treasurer has the link that opens WhatsApp."""
    texts = late("ingatkan", "--per", "2026-03-01", "--format", "teks", "--coba").stdout

    assert "--- Ketua RW 05 (Pak Contoh), 6281211112222 ---" in texts
    assert "Yth. Ketua RW 05 (Ibu/Bapak Pak Contoh)," in texts
    assert "- Ketua RW 05 (Pak Contoh): https://wa.me/6281211112222?text=Yth." in texts


def test_the_head_is_named_among_the_copies_of_a_letter(late):
    """Where the ladder says ``Ketua RW``, his number and name stand."""
    sent = late("sanksi", "terbitkan", "--per", "2026-03-01", "--ke", "surat")
    assert sent.status == 0, sent.stderr
    (letter,) = (late.folder / "surat").glob("*.txt")

    assert "1. Ketua RW 05, Pak Contoh" in letter.read_text(encoding="utf-8")


def test_the_standing_of_the_rw_names_its_head_on_that_day(late):
    """A month keeps the head that it had."""
    late("rw", "ubah", "05", "--ketua", "Bu Contoh", "--mulai", "2026-03-15")
    months = {
        month: next(csv.DictReader(StringIO(late("laporan", month, "--hanya", "rekap-rw", "--format", "csv").stdout
                    .removeprefix("\ufeff")), delimiter=";"))["ketua_rw"]
        for month in ("2026-02", "2026-03")
    }  # fmt: skip

    assert months == {"2026-02": "Pak Contoh", "2026-03": "Bu Contoh"}


def test_the_heads_come_from_a_file_all_or_none(book):
    """A wrong line leaves nobody written down; those of before the opening stand from it on."""
    book(*_KSM)
    (book.folder / "rw.csv").write_text(
        "RW;Ketua;Telepon;Mulai\n5;Pak Contoh;812345678;1/2/2020\n6;Bu Contoh;;\n", encoding="utf-8"
    )
    (book.folder / "salah.csv").write_text("rw;ketua\n5;Pak Contoh\n05;Bu Contoh\nlima;X\n", encoding="utf-8")
    refused = book("impor", "rw", "salah.csv")

    assert refused.status == 1
    assert "baris 3: ketua RW 05 sudah ada pada baris 2" in refused.stderr
    assert 'baris 4: rw: nomor RW tidak dapat dibaca: "lima"' in refused.stderr
    assert _heads(book) == [("05", "", "", 1)]
    assert book("impor", "rw", "rw.csv").status == 0
    assert _heads(book, "--per", "2025-12-31") == [("05", "Pak Contoh", "0812345678", 1), ("06", "Bu Contoh", "", 0)]


def test_an_audit_package_holds_the_heads_with_their_telephone_masked(late):
    """Beside the KSM, and a package of before there were heads is sound without them."""
    assert late("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-03-31", "--ke", "paket").status == 0
    table = (late.folder / "paket" / "ketua_rw.csv").read_text(encoding="utf-8-sig")

    assert "Pak Contoh" in table
    assert "081211112222" not in table
    assert late("periksa", "--paket", "paket").status == 0
