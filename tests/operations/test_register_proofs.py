"""What stands beside the vouchers is proved by the closes: a row changed behind the program's back is found."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from danabergulir.dates import Month
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.checks import Result
from danabergulir.domain.closing import ClosingKind
from danabergulir.domain.groups import Member, RwHead
from danabergulir.ledger.file import digests
from danabergulir.money import Rupiah
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.closing import close_month, reopen
from ledger.small_ledger import ANGGREK, execute, fetch, written
from operations.lent_ledger import NOW, lend

_NAME = "Daftar saat tutup buku"
_DAY = date(2023, 4, 30)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a ledger with registers, January closed, a member more, and February closed; no test changes it."""
    path = lend(tmp_path_factory.mktemp("daftar") / "upk.db")
    with written(path) as writer:
        for number in range(1, 4):
            writer.add_member(Member(ANGGREK.code, number, f"Anggota {number}", nik=f"327301450580000{number}"), _DAY)
        writer.add_rw_head(RwHead("5", "Pak Contoh"), _DAY)
        writer.add_asset(FixedAsset("1", "Laptop", date(2023, 1, 5), Rupiah(6_000_000), 48), date(2023, 1, 5))
    close_month(path, Month(2023, 1), NOW)
    with written(path) as writer:
        writer.add_member(Member(ANGGREK.code, 4, "Anggota 4"), _DAY)
    close_month(path, Month(2023, 2), NOW)
    return path


@pytest.fixture
def path(kept, tmp_path):
    """Return a copy of that ledger."""
    return shutil.copyfile(kept, tmp_path / "upk.db")


def _tamper(path, statement):
    """Change rows without the triggers, which stand again afterwards."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement).rowcount
        for _, text in triggers:
            connection.execute(text)


def _check(path):
    return next(item for item in check_ledger(path, _DAY).checks if item.name == _NAME)


def test_untouched_registers_are_sound_and_may_grow(path):
    """Whatever is added later, versions of old entries too, stands behind the rows that a close found."""
    with written(path) as writer:
        writer.add_member(Member(ANGGREK.code, 1, "Nama Baru"), _DAY)
        writer.add_ksm(ANGGREK, _DAY)
    reopen(path, ClosingKind.MONTH, "2023-02", "terlewat", NOW)
    close_month(path, Month(2023, 2), NOW)

    assert _check(path).result is Result.SOUND
    assert _check(path).sentence.startswith("3 tutup buku: semua daftar")


@pytest.mark.parametrize(
    ("table", "statement", "month"),
    [
        ("member", "UPDATE member SET nik = '3273014505800009' WHERE id = 2", "2023-01"),
        ("member", "UPDATE member SET name = 'Lain' WHERE id = 4", "2023-02"),
        ("member", "DELETE FROM member WHERE id = 3", "2023-01"),
        ("member", "DELETE FROM member WHERE id = 4", "2023-02"),
        ("member", "UPDATE member SET number = number + 5 WHERE id = 1", "2023-01"),
        ("ksm", "UPDATE ksm SET rw = '06'", "2023-01"),
        ("account", "UPDATE account SET name = 'Kas Kecil' WHERE code = '11010'", "2023-01"),
        ("policy", "UPDATE policy SET toml = toml || char(10)", "2023-01"),
        ("rw_head", "UPDATE rw_head SET name = 'Lain'", "2023-01"),
        ("profile", "UPDATE profile SET board = ''", "2023-01"),
        ("loan", "UPDATE loan SET decision = '99/BA'", "2023-01"),
        ("asset", "UPDATE asset SET place = 'Rumah ketua'", "2023-01"),
        ("book", "UPDATE book SET program = 'x'", "2023-01"),
        ("closing", "UPDATE closing SET recorded_at = '2023-01-01' WHERE period = '2023-01'", "2023-02"),
    ],
)
def test_a_row_changed_behind_the_back_is_found_with_the_close_that_knew_it(path, table, statement, month):
    """The table, and the first close after which the row can not have been what it is."""
    _tamper(path, statement)

    assert _check(path).result is Result.WRONG
    assert _check(path).sentence == f"tabel {table}: baris sebelum tutup bulan {month} sudah diubah."


def test_a_close_that_is_older_than_this_proof_is_no_fault(path):
    """It keeps no digests; what it does keep is proved as ever."""
    for (figures,) in fetch(path, "SELECT figures FROM closing"):
        older = {name: item for name, item in json.loads(figures).items() if name not in ("daftar", "segel")}
        _tamper(path, f"UPDATE closing SET figures = '{json.dumps(older)}' WHERE figures = '{figures}'")

    assert [item.name for item in check_ledger(path, _DAY).checks if item.result is Result.WRONG] == ["Rantai catatan"]
    assert _check(path).sentence == "Belum ada tutup buku yang menyimpannya."


@pytest.mark.parametrize("stored", ["x", '{"daftar":5}', '{"daftar":{"ksm":5}}', '{"daftar":{"ksm":["x",1]}}'])
def test_a_close_that_cannot_be_read_is_told_by_the_check_of_its_figures(path, stored):
    """No traceback, whatever stands there."""
    _tamper(path, f"UPDATE closing SET figures = '{stored}' WHERE period = '2023-02'")

    assert "Saldo tutup buku" in {item.name for item in check_ledger(path, _DAY).checks if item.result is Result.WRONG}


@pytest.mark.parametrize("column", ["TEXT", "TEXT NOT NULL DEFAULT ''", "INTEGER NOT NULL DEFAULT 0", "BLOB"])
def test_a_column_that_a_later_schema_adds_changes_no_digest(path, column):
    """An upgrade must not look like tampering."""
    execute(path, f"ALTER TABLE ksm ADD COLUMN later {column}")

    assert _check(path).result is Result.SOUND


def test_the_digests_are_over_every_table_beside_the_journal_that_a_judgement_rests_on(path):
    """Left out are what is proved otherwise, and what only keeps the program from saying or reading a thing twice."""
    tables = {name for (name,) in fetch(path, "SELECT tbl_name FROM sqlite_schema WHERE name LIKE '%_no_delete'")}

    assert tables - set(digests.REGISTERS) == {
        *(
            "voucher",
            "transfer",
            "instalment",
            "reminder",
            "import_file",
            "imported_voucher",
            "logo",
            "identity",
            "seal",
        ),
    }
    assert set(digests.REGISTERS) <= tables
