"""Files that are no list at all, or far too much of one: clear findings, little memory, and nothing recorded."""

import codecs
import os
import subprocess
import sys

import pytest

from ledger.small_ledger import fetch
from thorough import THOROUGH

_FAULTY = 1_000_000 if THOROUGH else 100_000
_GOOD = 1_000_000 if THOROUGH else 30_000
_HEADERS = {
    "saldo-awal": "kode;debit;kredit",
    "ksm": "kode;nama;rw;rt",
    "anggota": "ksm;nama",
    "pinjaman": "nomor;ksm;tanggal_cair;pokok;tenor;jasa_persen",
    "transaksi": "tanggal;jenis;jumlah;akun",
}
_WORKBOOK = b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)) * 40


def _contents(header):
    """Yield hostile files under their names, each with what is said of it."""
    columns = header.split(";")
    row = ";".join("x" for _ in columns)
    yield "empty", b"", "file kosong"
    yield "blank lines", b"\n\n;;\n", "file kosong"
    yield "workbook", _WORKBOOK, ""
    yield "zeros", b"\0" * 10_000, "berisi tanda yang bukan tulisan"
    yield "utf-16", f"{header}\n{row}\n".encode("utf-16"), "bukan UTF-8"
    yield "mixed encodings", f"{header}\n{row}é\n".encode() + f"{row}é\n".encode("latin-1"), "bukan UTF-8"
    yield "doubled column", f"{header};{columns[0]}\n{row};x\n".encode(), f'kolom "{columns[0]}" ada lebih dari satu'
    yield "unknown column", f"{header};warna\n{row};x\n".encode(), 'kolom tidak dikenal: "warna"'
    yield "missing column", f"{';'.join(columns[1:])}\n".encode(), f'kolom "{columns[0]}" belum ada'
    yield "quote not closed", f'{header}\n"{row}\n'.encode() + b"x\n" * 200_000, "tanda kutip tidak ditutup"
    yield "ragged rows", f"{header}\nx\n{row};x;x\n".encode(), "kolom, seharusnya"
    yield "html", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "kolom"


@pytest.mark.parametrize("kind", _HEADERS)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_recorded(fund, kind):
    """Whatever the bytes, two lines or findings by line; no traceback, no control on the screen, no byte changed."""
    before = fund.ledger.read_bytes()
    for name, content, reason in _contents(_HEADERS[kind]):
        (fund.folder / "isi.csv").write_bytes(content)
        refused = fund("impor", kind, "isi.csv")

        assert (refused.status, refused.stdout) == (1, ""), (name, refused)
        assert reason in refused.stderr, name
        assert "Galat: " in refused.stderr
        assert [letter for letter in refused.stderr if letter != "\n" and not letter.isprintable()] == []
        assert len(refused.stderr) < 20_000
    assert fund.ledger.read_bytes() == before


@pytest.mark.parametrize("kind", _HEADERS)
def test_a_header_alone_records_nothing_it_does_not_say(fund, kind):
    """A byte order mark and a header without rows change no register."""
    counted = "SELECT (SELECT count(*) FROM ksm), (SELECT count(*) FROM loan), (SELECT count(*) FROM voucher)"
    before = fetch(fund.ledger, counted)
    (fund.folder / "isi.csv").write_bytes(codecs.BOM_UTF8 + _HEADERS[kind].encode() + b"\n")
    ended = fund("impor", kind, "isi.csv")

    assert ended.status in {0, 1}, ended
    assert fetch(fund.ledger, counted) == before


_MEASURING = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""
"""Starts the command from a small process: a child's memory counts from what its parent held."""

needs_rusage = pytest.mark.skipif(not hasattr(os, "wait4"), reason="Windows does not tell a child's memory this way")


def _import_measured(fund, kind="transaksi"):
    """Import ``isi.csv`` in a process of its own; return its status, its most memory in MB, and what it printed."""
    words = [sys.executable, "-m", "danabergulir", "--buku", str(fund.ledger), "impor", kind, "isi.csv"]
    ended = subprocess.run(
        [sys.executable, "-S", "-c", _MEASURING, *words], cwd=fund.folder, capture_output=True, check=True
    )
    status, memory = ended.stdout.split()[-2:]
    return int(status), int(memory) // (1024 * 1024 if sys.platform == "darwin" else 1024), ended.stderr.decode("utf-8")


@pytest.fixture
def usual(fund):
    """Return the most memory in MB that the refusal of one faulty row takes."""
    (fund.folder / "isi.csv").write_text("tanggal;jenis;jumlah;akun\nx;masuk;1;31010\n", encoding="utf-8")
    status, memory, _ = _import_measured(fund)
    assert status == 1
    return memory


@needs_rusage
def test_a_line_of_a_hundred_megabytes_takes_no_memory(fund, usual):
    """Reading stops where no line of a register could still go on."""
    with (fund.folder / "isi.csv").open("wb") as file:
        file.write(b"tanggal;jenis;jumlah;akun\n2026-01-10;masuk;1;")
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    before = fund.ledger.read_bytes()
    status, memory, printed = _import_measured(fund)

    assert status == 1
    assert "baris 2 bukan baris CSV: lebih dari 100000 huruf" in printed
    assert memory <= usual + 10
    assert fund.ledger.read_bytes() == before


@needs_rusage
def test_very_many_faulty_rows_are_counted_in_bounded_memory(fund, usual):
    """Some are told, all are counted, none is recorded."""
    with (fund.folder / "isi.csv").open("w", encoding="utf-8") as file:
        file.write("tanggal;jenis;jumlah;akun\n")
        file.writelines("2026-01-10;masuk;NaN;31010\n" for _ in range(_FAULTY))
    before = fund.ledger.read_bytes()
    status, memory, printed = _import_measured(fund)

    assert status == 1
    assert f"Galat: {_FAULTY} kesalahan, tidak ada yang dicatat" in printed
    assert len(printed) < 20_000
    assert memory <= usual + 10
    assert fund.ledger.read_bytes() == before


@needs_rusage
def test_very_many_good_rows_and_a_faulty_last_one_leave_nothing(fund, usual):
    """The rows go to SQLite as they are read, and back out of it with the transaction."""
    with (fund.folder / "isi.csv").open("w", encoding="utf-8") as file:
        file.write("tanggal;jenis;jumlah;akun;keterangan\n")
        file.writelines(f"2026-01-10;masuk;{number + 1};31010;Modal\n" for number in range(_GOOD))
        file.write("2026-01-10;masuk;x;31010;Modal\n")
    before = fund.ledger.read_bytes()
    status, memory, printed = _import_measured(fund)

    assert status == 1
    assert f"Galat baris {_GOOD + 2}: jumlah: " in printed
    assert memory <= usual + 60
    assert fund.ledger.read_bytes() == before
    assert [path.name for path in fund.folder.iterdir() if path.name != "isi.csv"] == ["upk.db"]
