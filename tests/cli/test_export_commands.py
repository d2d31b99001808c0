"""``ekspor audit`` and ``ekspor hledger`` as typed at the keyboard."""

import json

import pytest

from conftest import led_once
from danabergulir.operations.audit.package_check import check

AUDIT = ("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-01-31", "--ke", "paket")


@pytest.fixture
@led_once
def january(book):
    """Return a runner beside a ledger with a January: a KSM with a loan and a member, and bank interest."""
    for words in (
        ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "001", "--tanggal", "2025-12-31"),
        ("pinjaman", "cairkan", "MAWAR", "--tetap", "--pokok", "3jt", "--tenor", "10", "--tanggal", "2026-01-05"),
        ("anggota", "tambah", "MAWAR", "Sari Contoh", "--nik", "3271234567893456", "--tanggal", "2025-12-31"),
        ("kas", "masuk", "41020", "25.000", "=1+1", "--tanggal", "2026-01-31"),
    ):
        assert book(*words).status == 0
    return book


def test_a_package_is_written_and_told(january):
    """Its facts go to stdout, nothing to stderr, and the check has nothing to say."""
    got = january(*AUDIT)

    assert (got.status, got.stderr) == (0, "")
    head = json.loads((january.folder / "paket/datapackage.json").read_text(encoding="utf-8"))["danabergulir"]
    assert got.stdout.splitlines() == [
        "Paket audit       : paket",
        "Jumlah bukti      : 2",
        "Jumlah transaksi  : 2",
        f"Kepala bukti      : {head['kepala_rantai']['digest']}",
        f"Kepala buku       : {head['catatan']['kepala']}",
    ]
    assert check(january.folder / "paket") == []


def test_options_reach_the_package(january):
    """--pemisah parts the columns, --lengkap shows the whole NIK; without it none of it."""
    january(*AUDIT)
    january(*AUDIT[:-1], "lengkap", "--lengkap", "--pemisah", "tab")

    masked = (january.folder / "paket/anggota.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    full = (january.folder / "lengkap/anggota.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert masked.split(";")[5] == '"disamarkan"'
    assert full.split("\t")[5] == '"3271234567893456"'
    assert check(january.folder / "lengkap") == []


def test_a_gap_in_the_chain_is_explained_by_the_entries(january):
    """A voucher of February was recorded before one of January: it stands among the entries, so nothing is missing."""
    january("kas", "masuk", "41020", "5.000", "Februari", "--tanggal", "2026-02-01")
    january("kas", "masuk", "41020", "5.000", "Susulan", "--tanggal", "2026-01-31")

    got = january(*AUDIT)

    assert (got.status, got.stderr) == (0, "")
    assert (january.folder / "paket/versi.csv").read_text(encoding="utf-8-sig").count('"voucher"') == 4


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (AUDIT[:-1], 2, None),
        ((*AUDIT[:-1], "."), 4, "Galat: folder . sudah berisi"),
        ((*AUDIT[:2], "--dari", "2026-02-01", *AUDIT[4:]), 2, "Galat: --dari 01-02-2026 sesudah --sampai 31-01-2026"),
        (("ekspor", "audit", "--dari", "2025-01-01", "--sampai", "2025-01-31", "--ke", "paket"), 4,
         "Galat: 31-01-2025 sebelum saldo awal buku (31-12-2025)"),
        (("ekspor", "hledger", "--ke", "upk.db"), 4, "Galat: ini file buku sendiri: upk.db"),
        (("ekspor", "hledger", "--ke", "tidak-ada/upk.journal"), 2,
         "Galat: --ke: file tidak dapat ditulis: tidak-ada/upk.journal"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(january, words, status, message):
    """Nothing is written, and the ledger stays as it is."""
    before = january.ledger.read_bytes(), sorted(path.name for path in january.folder.iterdir())

    got = january(*words)

    assert (got.status, got.stdout) == (status, "")
    if message is not None:
        assert got.stderr.splitlines()[0].replace("\\", "/") == message
    assert (january.ledger.read_bytes(), sorted(path.name for path in january.folder.iterdir())) == before


def test_a_journal_is_written_and_told(january):
    """The remark goes to stderr; a second writing takes the place of the first, letter for letter."""
    got = january("ekspor", "hledger", "--ke", "upk.journal")
    text = (january.folder / "upk.journal").read_bytes()
    january("ekspor", "hledger", "--ke", "upk.journal")

    assert got == (0, "", "Ditulis ke upk.journal\n")
    assert text.decode("utf-8").splitlines()[-8:] == [
        "2026-01-31 (BKM-2026-0001) =1+1",
        "    aset:11010 Kas  Rp25000",
        "    pendapatan:41020 Pendapatan Non Operasional  Rp-25000",
        "",
        "2026-01-31 Saldo akhir Januari 2026",
        "    aset:11010 Kas  Rp0 = Rp-2975000",
        "    aset:11030 Pinjaman KSM  Rp0 = Rp3000000",
        "    pendapatan:41020 Pendapatan Non Operasional  Rp0 = Rp-25000",
    ]
    assert (january.folder / "upk.journal").read_bytes() == text
