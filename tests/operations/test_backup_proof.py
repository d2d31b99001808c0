"""A ledger is only added to: what its newest backup holds must still stand in it, and what is gone is named."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest

from danabergulir.dates import Month
from danabergulir.domain.checks import Place, Result
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.ledger.file import backups, heads_file, seals
from danabergulir.ledger.file.kept import usual_folder
from danabergulir.ledger.proofs import backup
from danabergulir.money import Rupiah
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.cash import cash_in
from danabergulir.operations.closing import close_month, close_year
from danabergulir.operations.loans.receipts import receive
from danabergulir.operations.safekeeping import back_up, keep_close
from ledger.small_ledger import ANGGREK, execute, fetch, start, written
from operations.lent_ledger import NOW, NUMBER, lend
from operations.tampering import forged

_DAY = date(2023, 4, 30)
_MOMENT = datetime(2023, 5, 1, 8, 1)  # noqa: DTZ001 - a backup's name holds the time of the laptop
_FILE = "upk-2023-05-01-0801.db"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a ledger with a loan, two repayments, a closed month and a backup of it all, which no test changes."""
    path = lend(tmp_path_factory.mktemp("saksi") / "upk.db")
    receive(path, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    close_month(path, Month(2023, 1), NOW)
    receive(path, NUMBER, Rupiah(118_000), date(2023, 3, 10), NOW)
    backups.make(path, usual_folder(path), _MOMENT, 12)
    return path.parent


@pytest.fixture
def path(kept, tmp_path):
    """Return a copy of that ledger with its backup."""
    return shutil.copytree(kept, tmp_path / "buku") / "upk.db"


def _tamper(path, *statements):
    """Change rows without the triggers, which stand again afterwards."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount
        for _, text in triggers:
            connection.execute(text)


_LAST = "(SELECT max(sequence) FROM voucher)"
_TAKE_LAST = (
    f"DELETE FROM transfer WHERE voucher = {_LAST}",
    f"DELETE FROM voucher WHERE sequence = {_LAST}",
    "DELETE FROM seal WHERE seq = (SELECT max(seq) FROM seal)",
)


def _check(path):
    found = backup.still_there(path)
    assert found is not None
    return found


def _last_number(path):
    return fetch(path, "SELECT number FROM voucher ORDER BY sequence DESC LIMIT 1")[0][0]


def test_without_a_backup_nothing_is_said(path):
    """There is no witness."""
    shutil.rmtree(usual_folder(path))

    assert backup.still_there(path) is None


def test_a_ledger_that_went_on_is_sound(path):
    """Vouchers, versions and closes made since the backup stand behind what it holds."""
    receive(path, NUMBER, Rupiah(118_000), date(2023, 4, 10), NOW)
    close_month(path, Month(2023, 2), NOW)
    with written(path) as writer:
        writer.add_ksm(ANGGREK, _DAY)

    assert _check(path).result is Result.SOUND
    assert _check(path).sentence.startswith(f"{_FILE}: {len(fetch(path, 'SELECT 1 FROM voucher')) - 1} bukti dan ")
    assert _check(path) in check_ledger(path, _DAY).checks


def test_the_last_voucher_taken_away_is_named(path):
    """The chain ends earlier and is whole, and no close knows of it: the backup does."""
    number = _last_number(path)
    _tamper(path, *_TAKE_LAST)

    wrong = [(item.name, item.voucher) for item in check_ledger(path, _DAY).checks if item.result is Result.WRONG]
    assert wrong == [("Cadangan buku terakhir", number)]
    assert _check(path).sentence == f"{number} tidak lagi seperti di {_FILE}."
    assert _check(path).places[0] == Place("hilang", "voucher", voucher=number)


def test_another_voucher_in_its_place_is_named(path):
    """Whoever takes the last one away and records a new one ends with a chain that is whole, yet not the same."""
    number = _last_number(path)
    _tamper(path, *_TAKE_LAST)
    cash_in(path, "31010", Rupiah(118_000), "Hibah", date(2023, 4, 20), NOW)

    assert (_check(path).result, _check(path).voucher) == (Result.WRONG, number)


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE ksm SET name = 'Lain'", "tabel ksm baris 1 kolom name"),
        ("UPDATE instalment SET jasa = jasa + 1 WHERE number = 3", f"tabel instalment baris {NUMBER} 1 3 kolom jasa"),
        ("UPDATE policy SET toml = toml || ' '", "tabel policy baris 1 kolom toml"),
        ("UPDATE loan SET remark = 'lunas'", f"tabel loan baris {NUMBER} kolom remark"),
        ("DELETE FROM closing", "tabel closing baris 1"),
    ],
)
def test_a_row_changed_or_taken_out_beside_the_chain_is_named(path, statement, row):
    """Also where no close has put it down."""
    _tamper(path, statement)

    assert (_check(path).result, _check(path).sentence) == (Result.WRONG, f"{row} tidak lagi seperti di {_FILE}.")


def test_a_ledger_put_back_from_an_older_backup_is_only_remarked_on(path):
    """What was recorded after that backup is gone with good reason; a newer backup does not make one forget it."""
    receive(path, NUMBER, Rupiah(118_000), date(2023, 4, 10), NOW)
    number = _last_number(path)
    backups.make(path, usual_folder(path), _MOMENT + timedelta(minutes=1), 12)
    backups.restore(usual_folder(path) / _FILE, path, _MOMENT + timedelta(minutes=2))

    assert (_check(path).result, _check(path).voucher) == (Result.NOTE, number)
    assert "buku ini dipulihkan dari cadangan buku yang lebih lama" in _check(path).hint

    backups.make(path, usual_folder(path), _MOMENT + timedelta(minutes=3), 12)

    assert _check(path).result is Result.NOTE


def test_a_restore_before_the_backup_excuses_nothing(path):
    """What the backup holds was in the ledger after that restore."""
    backups.restore(usual_folder(path) / _FILE, path, _MOMENT - timedelta(minutes=2))
    _tamper(path, *_TAKE_LAST)

    assert _check(path).result is Result.WRONG


@pytest.mark.parametrize("content", [b"rusak", b""])
def test_a_backup_that_cannot_be_read_proves_nothing(path, content):
    """It is told of, and the ledger is not blamed."""
    (usual_folder(path) / _FILE).write_bytes(content)

    assert (_check(path).result, _check(path).sentence) == (Result.NOTE, f"Tidak dapat dibandingkan dengan {_FILE}.")


def test_a_backup_that_was_changed_itself_proves_nothing(path):
    """The other way round: here the witness lies, and its own chain shows it."""
    file = usual_folder(path) / _FILE
    _tamper(file, f"UPDATE voucher SET digest = 'x' WHERE sequence = {_LAST}")

    assert (_check(path).result, _check(path).sentence) == (Result.NOTE, f"{_FILE} rusak: tidak dapat dibandingkan.")


def test_a_ledger_that_cannot_be_read_is_not_said_to_have_lost_anything(path):
    """What is wrong with it is told by whoever opens it next."""
    path.write_bytes(b"rusak")

    assert _check(path).result is Result.NOTE


def test_a_backup_of_an_older_schema_is_compared_by_what_it_knew(path):
    """Columns and tables that came later are not missed."""
    file = usual_folder(path) / _FILE
    for statement in ("ALTER TABLE profile DROP COLUMN colour", "DROP TABLE reminder", "PRAGMA user_version = 1"):
        execute(file, statement)

    assert _check(path).result is Result.SOUND


def _without_chain(file):
    """Make a backup one from before there was a chain of every row."""
    for statement in ("DROP TABLE seal", "DROP TABLE identity"):
        execute(file, statement)


def test_a_backup_from_before_the_chain_is_compared_row_by_row(path):
    """Its vouchers speak for themselves, and of all else every row is looked for."""
    file = usual_folder(path) / _FILE
    entries = fetch(file, "SELECT count(*) FROM seal")[0][0]
    vouchers, lines = (fetch(file, f"SELECT count(*) FROM {table}")[0][0] for table in ("voucher", "instalment"))
    _without_chain(file)

    others = entries - vouchers + lines
    held = f"{vouchers} bukti dan {others} catatan lain di dalamnya masih ada di buku, tidak berubah."
    assert (_check(path).result, _check(path).sentence) == (Result.SOUND, f"{_FILE}: {held}")


def test_a_ledger_put_back_is_only_remarked_on_by_a_backup_from_before_the_chain(path):
    """The ledger that was set aside holds the newest voucher of that backup."""
    receive(path, NUMBER, Rupiah(118_000), date(2023, 4, 10), NOW)
    number = _last_number(path)
    newer = backups.make(path, usual_folder(path), _MOMENT + timedelta(minutes=1), 12).path
    backups.restore(usual_folder(path) / _FILE, path, _MOMENT + timedelta(minutes=2))
    _without_chain(newer)

    assert (_check(path).result, _check(path).voucher) == (Result.NOTE, number)


def test_the_head_of_a_backup_alone_does_not_speak_for_its_rows(path):
    """A row that is not as in the backup is named, as the chain does that was looked through before."""
    _tamper(path, "UPDATE ksm SET name = 'Lain'")

    assert backup.still_there(path).result is Result.WRONG


def test_a_table_taken_out_is_named_by_its_rows(path):
    """Although the newest head still stands."""
    execute(path, "DROP TABLE instalment")

    assert _check(path).result is Result.WRONG
    assert _check(path).sentence.startswith("tabel instalment tidak lagi seperti di ")


def _a_row_changed(file):
    _tamper(file, "UPDATE voucher SET memo = 'lain' WHERE sequence = 1")


def _a_page_rotten(file):
    (root,) = fetch(file, "SELECT rootpage FROM sqlite_schema WHERE name = 'transfer'")[0]
    content = bytearray(file.read_bytes())
    content[root * 4096 - 2000 : root * 4096] = b"\xa5" * 2000
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [_a_row_changed, _a_page_rotten])
def test_a_backup_that_rots_under_a_good_head_is_told_of_and_the_one_before_speaks(path, damage):
    """Its head still stands in the ledger; what else is in it is no longer what was backed up."""
    newest = backups.make(path, usual_folder(path), _MOMENT + timedelta(days=1), 12).path
    damage(newest)

    found = backup.still_there(path)
    assert found.result is Result.NOTE
    assert newest.name in found.sentence
    assert f"{_FILE}: " in found.sentence
    assert "Saksi di luar buku" not in {item.name for item in backup.witnesses(path)}


_ONE_IS_KEPT = replace(DEFAULT_POLICY, backup=replace(DEFAULT_POLICY.backup, kept=1))


def test_a_backup_that_contradicts_the_ledger_is_not_deleted_by_newer_ones(path):
    """It is the witness; where nothing is wrong only as many stay as the policy says."""
    with written(path) as writer:
        writer.set_policy(_ONE_IS_KEPT, _DAY)
    made = back_up(path, None, NOW)
    assert (made.changed, list(usual_folder(path).glob("*.db"))) == (None, [made.backup.path])

    with forged(path, path) as connection:
        connection.execute("UPDATE ksm SET name = 'Lain'")
    again = back_up(path, None, NOW + timedelta(days=1))
    assert again.changed is not None
    assert "tabel ksm baris 1 kolom name" in again.changed
    kept = keep_close(path, close_month(path, Month(2023, 2), NOW).closing, NOW + timedelta(days=2))

    assert set(usual_folder(path).glob("*.db")) == {made.backup.path, again.backup.path, kept.backup}
    assert kept.warnings
    assert check_ledger(path, _DAY).hint.endswith(
        f"yang rantainya utuh: {made.backup.path}"
    )  # no copy of the changed one
    assert (_check(path).result, made.backup.path.name in _check(path).sentence) == (Result.WRONG, True)


def _close_february(path):
    close = close_month(path, Month(2023, 2), NOW)
    keep_close(path, close.closing, NOW)


def _without_newest_line(path):
    place = heads_file.path_of(path)
    place.write_text("".join(place.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")


def _spoiled(path):
    place = heads_file.path_of(path)
    place.write_text(place.read_text(encoding="utf-8").replace(";tutup", ";tutup;"), encoding="utf-8")


def _gone(path):
    heads_file.path_of(path).unlink()


@pytest.mark.parametrize("act", [_without_newest_line, _spoiled, _gone])
@pytest.mark.parametrize("older", [True, False], ids=["older backup", "no backup"])
def test_a_close_whose_witnesses_are_all_gone_is_told_of(path, act, older):
    """Each close writes a head down and makes a backup: one of both is enough, and without both it could be forged."""
    _close_february(path)
    newest = max(usual_folder(path).glob("*.db"))
    assert newest.name != _FILE
    newest.unlink()
    if not older:
        (usual_folder(path) / _FILE).unlink()
    assert all(item.name != "Saksi di luar buku" for item in backup.witnesses(path))

    act(path)

    *_, told = backup.witnesses(path)
    assert (told.name, told.result) == ("Saksi di luar buku", Result.NOTE)
    assert told.sentence.startswith("Tutup bulan 2023-02 tidak ada di kepala.txt dan di cadangan buku mana pun")
    assert "danabergulir periksa --kepala" in told.hint


def test_a_close_in_a_backup_alone_is_not_told_of(path):
    """The backup that the close made holds it."""
    _close_february(path)
    _gone(path)

    assert [item.result for item in backup.witnesses(path)] == [Result.SOUND]


def test_another_identity_does_not_make_the_heads_outside_forgotten(path):
    """Lines of another ledger prove nothing of this one, and then nothing proves its close."""
    _close_february(path)
    for file in usual_folder(path).glob("*.db"):
        file.unlink()
    secret = b"x" * 32
    with forged(path, path) as connection:
        connection.execute("UPDATE identity SET secret = ?, upk_id = ?", (secret, seals.name_of(secret)))

    other, missing = backup.witnesses(path)
    assert (other.name, other.result, missing.result) == ("Kepala buku di luar buku", Result.NOTE, Result.NOTE)
    assert other.sentence == "kepala.txt hanya memuat kepala buku lain, tidak satu pun dari buku ini."
    assert missing.sentence.startswith("Tutup bulan 2023-02 tidak ada di kepala.txt")


def test_a_backup_of_a_ledger_without_vouchers_is_a_witness_too(tmp_path):
    """It holds the KSM, the rules and the accounts."""
    path = tmp_path / "upk.db"
    start(path)
    backups.make(path, usual_folder(path), _MOMENT, 12)
    entries = fetch(path, "SELECT count(*) FROM seal")[0][0]

    assert _check(path).result is Result.SOUND
    assert _check(path).sentence.startswith(f"{_FILE}: 0 bukti dan {entries} catatan lain ")


def test_heads_outside_are_not_spoken_of_where_the_ledger_has_no_name(path):
    """Its identity taken out is told by the chain; no head can be looked for then."""
    _tamper(path, "DELETE FROM identity")

    assert "Kepala di luar buku" not in {item.name for item in backup.witnesses(path)}


def test_a_loan_whose_voucher_was_taken_off_the_end_is_named(tmp_path):
    """The register of loans still knows of money that no voucher paid out."""
    path = lend(tmp_path / "upk.db")
    disbursed = "(SELECT min(voucher) FROM transfer WHERE component = 'pencairan')"
    _tamper(
        path, f"DELETE FROM voucher WHERE sequence >= {disbursed}", f"DELETE FROM transfer WHERE voucher >= {disbursed}"
    )

    found = next(item for item in check_ledger(path, _DAY).checks if item.name == "Pokok pinjaman")
    assert found.result is Result.WRONG
    assert found.sentence == f"pinjaman {NUMBER}: bukti pencairan atau saldo awalnya tidak ada."


def test_a_years_close_taken_out_is_named_by_its_entry(path):
    """The entry that carried the result away still stands in the chain."""
    for month in range(4, 13):
        receive(path, NUMBER, Rupiah(118_000), date(2023, month, 10), NOW)
    for month in range(2, 12):
        close_month(path, Month(2023, month), NOW)
    closed = close_year(path, 2023, [], NOW, dated_on=date(2024, 1, 15))
    _tamper(path, "DELETE FROM closing WHERE kind = 'tahun'")

    found = next(item for item in check_ledger(path, date(2024, 1, 31)).checks if item.name == "Masa tertutup")
    number = closed.vouchers[0].number
    assert (found.result, found.voucher) == (Result.WRONG, number)
    assert found.sentence == f"{number} mencatat tutup tahun, tetapi tutup bukunya tidak ada."
