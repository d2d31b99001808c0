"""Whatever stands in a file, a book or a command line: a sentence and a status, never a traceback."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from faults.command_lines import commands, drawn_line
from faults.import_rows import GOOD_ROWS
from thorough import THOROUGH

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files or variables")

_CELLS = (
    *("x" * 201, "x" * 5000, "\u202eabc", "٣٤٥", "²", "½", "1e9", "9" * 30, "-1", "0", "2026-02-30", "9999-12-31"),
    *("=1+1", "a\x00b", "nan", "1.000.000.000.000.000.000", "P-0001", "-", "III"),
)


_FREE = {"akun", "keterangan", "bukti_luar"}
"""What may be as long as anybody likes, or is not read in such a row."""


def _assert_told(ended, words):
    """Assert that a command ended as it may: with a status of its own, and two lines where it did not do its work."""
    assert ended.status in range(6), (words, ended)
    assert ended.status < 2 or "Galat: " in ended.stderr, (words, ended)
    assert "Traceback" not in ended.stderr
    assert "INSERT INTO" not in ended.stderr


@pytest.mark.parametrize("command", GOOD_ROWS)
def test_any_cell_of_any_import_is_a_finding_or_a_value(fund, command):
    """Each cell in turn: too long, no number, no date; one that cannot be read is never replaced and recorded."""
    good = GOOD_ROWS[command]
    good_ledger = fund.ledger.read_bytes()
    for column in good:
        for cell in _CELLS:
            fund.ledger.write_bytes(good_ledger)
            text = io.StringIO()
            rows = csv.DictWriter(text, list(good), delimiter=";", lineterminator="\n")
            rows.writeheader()
            rows.writerow(good | {column: cell})
            (fund.folder / "isi.csv").write_text(text.getvalue(), encoding="utf-8")
            ended = fund("impor", command, "isi.csv")
            _assert_told(ended, (column, cell))
            if len(cell) > 200 and column not in _FREE:
                assert ended.status == 1, (column, cell[:20], ended)
                assert "081234567890" not in ended.stderr


_DAMAGE = {
    "no book": "DELETE FROM book",
    "a book of no day": "UPDATE book SET opened_on = 'kapan'",
    "a book made on no day": "UPDATE book SET created_at = 'kapan'",
    "cash that is a debt": "UPDATE account SET account_class = 'kewajiban' WHERE code = '11010'",
    "no cash account": "DELETE FROM account WHERE code = '11010'",
    "no account": "DELETE FROM account",
    "no policy": "DELETE FROM policy",
    "a policy that is none": "UPDATE policy SET toml = '{'",
    "no profile": "DELETE FROM profile",
    "no KSM": "DELETE FROM ksm",
    "a close of a number without end": (
        "INSERT INTO closing (id, dated_on, recorded_at, kind, period, sequence, head, figures) "
        "VALUES (1 << 62, '2026-01-31', '2026-02-01T08:00:00', 'bulan', '2026-01', 0, 'x', '')"
    ),
    "no lines of a schedule": "DELETE FROM instalment",
    "no schedule": "DELETE FROM schedule",
    "no loan": "DELETE FROM loan",
    "no table of loans": "DROP TABLE loan",
    "a day that is none": "UPDATE voucher SET dated_on = '2026-99-99' WHERE sequence = 1",
}
_AFTER_DAMAGE = (
    *(("laporan", "2026-01"), ("hari", "--tanggal", "2026-01-10"), ("terima", "MAWAR", "232rb"), ("cadangkan",)),
    *(("status",), ("jurnal-umum", "--dari", "2026-01-01"), ("tunggakan",), ("pinjaman", "lihat", "P-0001")),
)


def _behind_the_back(path, statement):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, table, text in triggers:
            if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone():
                connection.execute(text)


@pytest.mark.parametrize("damage", _DAMAGE)
def test_a_damaged_book_is_a_finding(fund, damage):
    """Of ``periksa``; every other command answers, or names ``periksa`` or the damage."""
    _behind_the_back(fund.ledger, _DAMAGE[damage])
    found = fund("periksa", "--per", "2026-02-10")
    assert (found.status, "salah" in found.stdout) == (1, True) or found.status == 5, found
    for words in _AFTER_DAMAGE:
        _assert_told(fund(*words), words)


@pytest.fixture
def package(fund):
    """Return a function that changes the description of an audit package, and checks the package."""
    words = ("ekspor", "audit", "--dari", "2025-12-31", "--sampai", "2026-03-31", "--ke", "paket")
    assert fund(*words).status == 0

    def check(change):
        place = fund.folder / "paket" / "datapackage.json"
        told = json.loads(place.read_text(encoding="utf-8"))
        place.write_text(json.dumps(change(told)), encoding="utf-8")
        return fund("periksa", "--paket", "paket")

    return check


def _of_vouchers(**changes):
    def change(told):
        (one,) = (item for item in told["resources"] if item["name"] == "bukti")
        one.update(changes)
        return told

    return change


_DESCRIPTIONS = {
    "null hash": _of_vouchers(hash=None),
    "number for a hash": _of_vouchers(hash=5),
    "half a letter for a hash": _of_vouchers(hash="sha256:\ud800"),
    "a path out of the folder": _of_vouchers(path="../bukti.csv"),
    "rows in words": _of_vouchers(rows="tiga"),
    "sums of no table": _of_vouchers(jumlah_kontrol=[[1]]),
    "sums in words": _of_vouchers(jumlah_kontrol={"jumlah": "banyak"}),
    "a delimiter of many": _of_vouchers(dialect={"delimiter": [";"]}),
    "no dialect": _of_vouchers(dialect=None),
    "extra table": lambda told: told | {"resources": [*told["resources"], {**told["resources"][0], "name": "lain"}]},
    "the same table twice": lambda told: told | {"resources": [*told["resources"], told["resources"][0]]},
    "tables within tables": lambda told: told | {"resources": [told["resources"]]},
    "tables by name": lambda told: told | {"resources": {"bukti": told["resources"][0]}},
    "a list for all": lambda told: [told],
    "a head of no letters": lambda told: told | {"danabergulir": told["danabergulir"] | {"kepala_rantai": None}},
    "days in numbers": lambda told: told | {"danabergulir": told["danabergulir"] | {"dari": 20251231}},
}


@pytest.mark.parametrize("change", _DESCRIPTIONS)
def test_a_description_that_is_none_is_a_finding(package, change):
    """The rest of the package may be sound; nothing of it is believed."""
    found = package(_DESCRIPTIONS[change])

    assert found.status == 1, found
    assert "isi file ini bukan keterangan paket audit" in " ".join(found.stdout.split())


@pytest.mark.usefixtures("package")
def test_brackets_without_end_are_no_description_and_no_policy(fund):
    """They would fill the memory of whoever reads them."""
    place = fund.folder / "paket" / "datapackage.json"
    place.write_bytes(b"[" * 200_000)
    assert fund("periksa", "--paket", "paket").status == 1
    (fund.folder / "aturan.toml").write_bytes(b"a = " + b"[" * 200_000)
    assert fund("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-05-01", "--coba").status == 1
    assert fund("impor", "buku", "tidak-ada.xlsx", "--peta", "aturan.toml").status == 2


@posix
@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("name", ["datapackage.json", "bukti.csv", "SHA256SUMS", "BACA-SAYA.txt"])
@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_a_pipe_a_link_and_a_folder_are_no_files_of_a_package(fund, name, kind):
    """Nothing waits for them, and nothing outside the folder is read."""
    place = fund.folder / "paket" / name
    place.unlink()
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "link":
            place.symlink_to("/dev/zero")
        case _:
            place.mkdir()

    assert fund("periksa", "--paket", "paket").status in {0, 1}


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("digits", ["٢", "1_0", "²", "+1", " 1", "\uff11", "1e1"])
def test_digits_of_another_kind_are_no_digits_of_a_package(fund, digits):
    """The same amount in other letters is another file."""
    place = fund.folder / "paket" / "transaksi.csv"
    lines = place.read_text(encoding="utf-8").splitlines()
    place.write_text("\r\n".join([lines[0], lines[1].replace("50000000", digits), *lines[2:], ""]), encoding="utf-8")
    found = fund("periksa", "--paket", "paket")

    assert found.status == 1
    assert "tidak dapat dibaca" in " ".join(found.stdout.split())


@posix
@pytest.mark.parametrize("zone", ["UTC+99:99", "Mars/Olympus", ":", "x" * 5000, "../../etc/passwd"])
def test_a_zone_that_no_place_has(book, monkeypatch, zone):
    """It is told, or counts as Greenwich, as everywhere else on that machine."""
    monkeypatch.setattr("danabergulir.cli.usage.options.datetime", datetime)
    monkeypatch.setenv("TZ", zone)
    try:
        time.tzset()
        ended = book("status")
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()

    assert ended.status == 0 or "Betulkan variabel TZ" in ended.stderr, ended


_LONG = "n" * 300


def test_a_name_too_long_for_the_disk_is_told_wherever_a_file_is_named(fund):
    """Read or written, as a file or a folder; nothing is recorded."""
    before = fund.ledger.read_bytes()
    for words, params in commands().items():
        for param in params:
            if param.type_descriptor.annotation in (Path, Path | None):
                given = {item.name: _filled(item) for item in params if item.required} | {param.name: _LONG}
                options = [word for item in params if item.name in given for word in _said(item, given[item.name])]
                ended = fund(*words, *options)
                assert ended.status in {0, 1, 2, 3, 4, 5}, (words, ended)
                assert len(ended.stderr) < 2000, (words, ended)
    for word in (_LONG, "a/" * 3000):
        assert fund("--buku", word, "periksa").status in {2, 5}
    assert fund.ledger.read_bytes() == before


def _filled(param):
    known = {"TANGGAL": "2026-01-10", "JUMLAH": "0", "PERIODE": "2026-01", "TAHUN": "2026", "NOMOR": "P-0001"}
    return known.get(param.metavar or "", "tidak-ada")


def _said(param, value):
    return [value] if param.param_type_name == "argument" else [param.opts[0], value]


def test_a_code_too_long_for_the_disk_still_has_a_file(fund):
    """Letters that a file name spells out take four times the room; two such codes have a file each."""
    for code in ("🌏" * 150, "🌏" * 149 + "🌙"):
        told = ("--rw", "05", "--rt", "003", "--tanggal", "2026-01-02")
        assert fund("ksm", "tambah", code, f"KSM {code[-1]}", *told).status == 0
        terms = ("--tetap", "--pokok", "1jt", "--tenor", "10", "--tanggal", "2026-01-05")
        assert fund("pinjaman", "cairkan", code, *terms).status == 0
    assert fund("ingatkan", "--per", "2026-05-11", "--format", "teks", "--ke", "pesan").status == 0

    assert len(list((fund.folder / "pesan").glob("ksm-*.txt"))) == 3


def _put_files(folder):
    (folder / "isi.csv").write_text("kode;nama;rw;rt\nDAHLIA;Dahlia;05;003\n", encoding="utf-8")
    (folder / "aturan.toml").write_text("[pinjaman]\n", encoding="utf-8")
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04rusak")
    (folder / "kosong.csv").touch()
    (folder / "biner.pdf").write_bytes(bytes(range(256)) * 10)
    for name in ("cadangan", "folder"):
        (folder / name).mkdir(exist_ok=True)
    if sys.platform == "linux":
        (folder / "\udcff.csv").write_text("kode;nama;rw;rt\n", encoding="utf-8")


_SEEDS = range(40) if THOROUGH else range(2)
_LINES = 3_000 if THOROUGH else 250


@pytest.mark.parametrize("seed", _SEEDS)
def test_any_line_of_any_command_ends_in_a_sentence(fund, monkeypatch, seed):
    """Drawn from the tree of commands: words that fit, words that do not, files of every kind."""
    monkeypatch.setenv("HOME", str(fund.folder))
    good, tree, random = fund.ledger.read_bytes(), commands(), Random(seed)  # noqa: S311 - drawn again by its seed
    for number in range(_LINES):
        if number % 60 == 0:
            fund.ledger.write_bytes(good)
            _put_files(fund.folder)
        words = drawn_line(tree, random)
        _assert_told(fund(*words), words)


def _edited(path, random):
    """Put anything into a cell of any table, or take its rows, behind the program's back."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        table = random.choice(tables)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    cell = random.choice(("''", "'x'", "-1", "1000000000000000000", "'2026-99-99'", "'['", "'9999-12-31'", "x'ff'"))
    change = f"UPDATE {table} SET {random.choice(columns)} = {cell}"
    try:
        _behind_the_back(path, random.choice((change, change, change, f"DELETE FROM {table}", f"DROP TABLE {table}")))
    except sqlite3.Error:
        return  # refused by the type of a column or a key: then it is another's turn


def _scratched(path, random):
    """Change some bytes anywhere in the file."""
    content = bytearray(path.read_bytes())
    for _ in range(random.choice((1, 1, 5, 50))):
        content[random.randrange(len(content))] = random.randrange(256)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", _SEEDS)
@pytest.mark.parametrize("damage", [_edited, _scratched])
def test_any_line_over_any_damaged_book_ends_in_a_sentence(fund, monkeypatch, damage, seed):
    """``periksa`` first, then what somebody would type who knows nothing of the damage."""
    monkeypatch.setenv("HOME", str(fund.folder))
    good, tree, random = fund.ledger.read_bytes(), commands(), Random(seed)  # noqa: S311 - drawn again by its seed
    _put_files(fund.folder)
    for _ in range(_LINES // 25):
        fund.ledger.write_bytes(good)
        damage(fund.ledger, random)
        for words in (("periksa",), *(drawn_line(tree, random) for _ in range(3))):
            _assert_told(fund(*words), words)


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"])
@pytest.mark.parametrize(
    "words", ["periksa", "terima MAWAR 232rb", "kasir", *(["laporan 2026-01", "ksm"] if THOROUGH else [])]
)
def test_closed_streams_leave_no_traceback(fund, words, closed):
    """Whoever started the program so hears nothing, and the book is sound."""
    command = f"{sys.executable} -m danabergulir {words} {closed}"
    ended = subprocess.run(
        ["sh", "-c", command], cwd=fund.folder, input=b"", capture_output=True, timeout=60, check=False
    )

    assert ended.returncode in {0, 1, 2, 3, 4, 5, 120, 130, 141}, ended
    assert b"Traceback" not in ended.stderr
    assert fund("periksa", "--per", "2026-02-10").status in {0, 1}
