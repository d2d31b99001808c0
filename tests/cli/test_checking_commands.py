"""``periksa`` as typed at the keyboard."""

import json

import pytest

from conftest import led_once
from ledger.small_ledger import execute, fetch
from operations.tampering import forged, opened

_PLACE = ("jenis", "tabel", "baris", "kolom")


@pytest.fixture
@led_once
def january(book):
    """Return a runner beside a ledger with a January: a KSM with a loan, a repayment, and the month closed."""
    for words in (
        ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31"),
        ("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-01-02"),
        ("pinjaman", "cairkan", "MAWAR", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05"),
        ("tutup", "bulan", "2026-01", "--biarkan-cadangan"),
        ("terima", "P-0001", "345rb", "--tanggal", "2026-02-05"),
    ):
        status, _, remarks = book(*words)
        assert status == 0, remarks
    return book


def _edited(book, statement):
    table = statement.split()[1]
    execute(book.ledger, f"DROP TRIGGER {table}_no_update")
    execute(book.ledger, statement)


def test_a_book_without_any_ksm_is_sound(book):
    """Money moves before the first KSM is written down; what belongs to no KSM misses none."""
    assert book("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-01-02").status == 0
    looked = book("periksa")

    assert (looked.status, looked.stderr) == (0, "")
    assert "None" not in looked.stdout


def test_a_sound_book_ends_with_status_0(january):
    """The verdict stands below the lines, with the head and the number of vouchers to compare paper with."""
    looked = january("periksa")
    ((head,),) = fetch(january.ledger, "SELECT lower(hex(head)) FROM seal ORDER BY seq DESC LIMIT 1")

    assert (looked.status, looked.stderr) == (0, "")
    assert "Tidak ada yang salah: " in looked.stdout
    assert "Per 21-11-2026: 3 bukti" in looked.stdout
    assert head in looked.stdout


def test_the_head_of_a_day_is_the_one_on_its_report(january):
    """What the page of January carries is the beginning of what is printed here."""
    page = january("laporan", "2026-01", "--hanya", "neraca").stdout
    told = json.loads(january("periksa", "--per", "2026-01-31", "--format", "json").stdout)

    assert told["jumlah_bukti"] == 2
    assert f"Kepala buku: {told['kepala_rantai'][:16]}" in page


def test_json_has_a_line_for_each_check(january):
    """Name, result, sentence and voucher, and where in the file."""
    lines = json.loads(january("periksa", "--format", "json").stdout)["baris"]

    assert {tuple(line) for line in lines} == {("pemeriksaan", "hasil", "keterangan", "bukti", *_PLACE)}
    assert {line["hasil"] for line in lines} <= {"baik", "lihat"}
    assert len({line["pemeriksaan"] for line in lines}) == len(lines)


def test_a_changed_amount_ends_with_status_1_and_names_the_voucher(january):
    """The table is printed all the same; the error says how many and where to look."""
    _edited(january, "UPDATE transfer SET amount = amount + 1 WHERE voucher = 2")
    looked = january("periksa", "--format", "json")
    wrong = {
        line["pemeriksaan"]: line["bukti"] for line in json.loads(looked.stdout)["baris"] if line["hasil"] == "salah"
    }

    assert looked.status == 1
    assert wrong["Rantai bukti"] == "BKK-2026-0001"
    assert looked.stderr.startswith(f"Galat: {len(wrong)} dari ")


def test_the_newest_backup_with_a_whole_chain_is_named(january):
    """It is the way back."""
    january("cadangkan")
    _edited(january, "UPDATE voucher SET memo = 'lain' WHERE sequence = 1")

    assert "upk-2026-11-21-0800-2.db" in january("periksa").stderr


def test_a_letter_that_cannot_be_read_is_named_by_its_voucher(january):
    """No report can be made of such a book; the chain can still say where it starts."""
    _edited(january, "UPDATE voucher SET memo = CAST(x'4DA0' AS TEXT) WHERE sequence = 1")
    looked = january("periksa")

    assert looked.status == 1
    assert "BKM-2026-0001" in looked.stdout


def test_a_damaged_file_ends_with_status_5(january):
    """The store says so, as for every command."""
    january.ledger.write_bytes(january.ledger.read_bytes()[:8192])
    looked = january("periksa")

    assert (looked.status, looked.stdout) == (5, "")


def test_a_package_needs_no_book(january):
    """It is checked by itself; a changed cell ends with status 1."""
    assert january("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-02-28", "--ke", "paket").status == 0
    january.ledger.unlink()
    sound = january("periksa", "--paket", "paket")
    target = january.folder / "paket" / "bukti.csv"
    target.write_bytes(target.read_bytes().replace(b"Modal", b"Hibah"))
    touched = january("periksa", "--paket", "paket", "--format", "json")
    wrong = [line["pemeriksaan"] for line in json.loads(touched.stdout)["baris"] if line["hasil"] == "salah"]

    assert (sound.status, sound.stderr) == (0, "")
    assert touched.status == 1
    assert wrong == ["Sidik file", "Rantai bukti", "Isi daftar"]


def test_a_head_from_paper_is_found_with_what_came_after(january):
    """Of a report, of a close and of a kuitansi, as printed; what is no head and what is not there are told apart."""
    page = january("laporan", "2026-01", "--hanya", "neraca").stdout
    letters = page.rsplit("Kepala buku: ", 1)[1].split()[0]
    january("ksm", "tambah", "K-77", "Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2026-02-01")
    ((digest,),) = fetch(january.ledger, "SELECT digest FROM voucher WHERE sequence = 1")
    found, of_voucher = january("periksa", "--kepala", letters.upper()), january("periksa", "--kepala", digest[:16])

    assert (found.status, of_voucher.status) == (0, 0)
    assert "Sesudah itu       : 1 bukti, 1 catatan lain" in found.stdout
    assert "bukti " in of_voucher.stdout
    assert january("periksa", "--kepala", "0123456789abcdef").status == 1
    assert january("periksa", "--kepala", "bukan kepala").status == 2


def test_a_close_leaves_its_head_and_a_backup_beside_the_book(january):
    """Whoever rewrites the book later is found by either, also when the whole chain is worked out anew."""
    closed = january("tutup", "bulan", "2026-02", "--biarkan-cadangan")
    listed = january("tutup", "daftar", "--format", "csv").stdout
    kept = (january.folder / "cadangan" / "kepala.txt").read_text(encoding="utf-8").splitlines()
    page = january("laporan", "2026-02", "--hanya", "neraca").stdout

    assert (closed.status, "Cadangan buku dibuat: " in closed.stderr) == (0, True)
    head = kept[-1].split(";")[3]

    assert [line.split(";")[1] for line in kept[1:]] == ["tutup bulan 2026-01", "tutup bulan 2026-02"]
    assert head[:16] in listed
    assert f"Kepala buku: {head[:16]}" in page

    with forged(january.ledger, january.ledger) as memory:
        memory.execute("UPDATE profile SET upk = 'UPK Lain'")
        memory.execute("UPDATE closing SET figures = json_remove(figures, '$.segel', '$.daftar')")
    looked = json.loads(january("periksa", "--format", "json").stdout)["baris"]
    wrong = {line["pemeriksaan"]: line for line in looked if line["hasil"] == "salah"}

    assert {"Cadangan buku terakhir", "Kepala buku di luar buku"} <= wrong.keys()
    told = wrong["Cadangan buku terakhir"]
    assert (told["tabel"], told["baris"], told["kolom"]) == ("closing", "1", "figures")


def test_the_place_of_a_fault_stands_in_fields_of_its_own(january):
    """Beside its sentence, for other programs."""
    with opened(january.ledger) as memory:
        memory.execute("UPDATE profile SET upk = 'UPK Lain'")
        memory.execute(f"VACUUM INTO '{january.folder / 'lain.db'}'")
    (january.folder / "lain.db").replace(january.ledger)
    looked = json.loads(january("periksa", "--format", "json").stdout)["baris"]
    told = next(line for line in looked if line["pemeriksaan"] == "Rantai catatan")

    assert (told["jenis"], told["tabel"], told["baris"]) == ("berubah", "profile", "1")
