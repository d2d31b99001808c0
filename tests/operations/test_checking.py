"""What was changed behind the program's back is found by the check that is named after it."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from danabergulir.dates import Month
from danabergulir.domain.checks import Checked, Result, carried_forward, judged
from danabergulir.domain.closing import ClosingKind
from danabergulir.domain.journal import FIRST_LINK, Component, Event, Transfer, voucher_digest
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, build_schedule
from danabergulir.errors import FaultyDataError, RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import vouchers
from danabergulir.ledger.read.finding import heads
from danabergulir.money import Rupiah
from danabergulir.operations.audit import package
from danabergulir.operations.audit.examination import check_ledger, check_package, stop_if_wrong
from danabergulir.operations.cash import cash_in, count_cash
from danabergulir.operations.closing import close_month, close_year, reopen
from danabergulir.operations.loans.receipts import receive
from ledger.small_ledger import ANGGREK, fetch, loan, record, written
from operations.lent_ledger import NOW, NUMBER, lend
from reports.small_books import figures_of, move, posting

DAY = date(2023, 4, 30)
CHAIN, CLOSED_HEAD, CLOSED_FIGURES = "Rantai bukti", "Kepala bukti tutup buku", "Saldo tutup buku"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a ledger with a loan, three repayments and two closed months, which no test changes."""
    path = lend(tmp_path_factory.mktemp("periksa") / "upk.db")
    for number in (2, 3, 4):
        receive(path, NUMBER, Rupiah(118_000), date(2023, number, 10), NOW)
    cash_in(path, "31010", Rupiah(75_000), "Hibah", date(2023, 4, 20), NOW, party="Ibu Contoh", external_ref="K-7")
    for number in (1, 2):
        close_month(path, Month(2023, number), NOW)
    return path


@pytest.fixture
def path(kept, tmp_path):
    """Return a copy of that ledger."""
    return shutil.copyfile(kept, tmp_path / "upk.db")


def _tamper(path, *statements, parameters=()):
    """Change rows as someone would who knows SQLite: take the triggers away, and put them back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement, parameters)
        for _, text in triggers:
            connection.execute(text)


def _wrong(path, day=DAY):
    """Return the checks that fail, each with the voucher it names."""
    return {item.name: item.voucher for item in check_ledger(path, day).checks if item.result is Result.WRONG}


def _sentence(path, name, day=DAY):
    return next(item.sentence for item in check_ledger(path, day).checks if item.name == name)


def _numbers(path):
    return [number for (number,) in fetch(path, "SELECT number FROM voucher ORDER BY sequence")]


def test_an_untouched_ledger_is_clean(path):
    """Every check holds, and nothing is raised."""
    examined = check_ledger(path, DAY)

    assert [item for item in examined.checks if item.result is Result.WRONG] == []
    assert stop_if_wrong(examined) is None


def test_the_demonstration_is_clean(demonstration):
    """At the end of every month."""
    ledger = demonstration.ledger
    months = [Month(2021, 12).shifted(count) for count in range(14)]

    assert [(str(month), _wrong(ledger, month.last_on)) for month in months if _wrong(ledger, month.last_on)] == []


def _flipped(value):
    """Return the value with one bit flipped."""
    if not value:
        return "x"
    return value ^ 64 if isinstance(value, int) else value[:-1] + chr(ord(value[-1]) ^ 8)


_COLUMNS = {
    "voucher": (
        *("sequence", "kind", "year", "serial", "number", "event", "dated_on", "recorded_at", "party", "memo", "loan"),
        *("external_ref", "reverses", "digest", "corrects", "split"),
    ),
    "transfer": ("id", "voucher", "dated_on", "debit", "credit", "amount", "component", "loan", "ksm"),
}
_VICTIM = 4
"""The sequence of the repayment of March."""


@pytest.mark.parametrize("column", _COLUMNS["voucher"])
def test_one_bit_in_any_column_of_a_voucher_is_found(path, column):
    """The first voucher that cannot be trusted is named."""
    before = _numbers(path)
    ((value,),) = fetch(path, f"SELECT {column} FROM voucher WHERE sequence = {_VICTIM}")
    _tamper(path, f"UPDATE voucher SET {column} = ? WHERE sequence = {_VICTIM}", parameters=(_flipped(value),))
    named = {"number": _flipped(value), "sequence": before[_VICTIM]}.get(column, before[_VICTIM - 1])

    assert _wrong(path)[CHAIN] == named


@pytest.mark.parametrize("column", _COLUMNS["transfer"])
def test_one_bit_in_any_column_of_a_transfer_is_found(path, column):
    """The first of the two transfers of March: with another id it stands behind the second."""
    (row, value) = fetch(path, f"SELECT id, {column} FROM transfer WHERE voucher = {_VICTIM} ORDER BY id")[0]
    _tamper(path, f"UPDATE transfer SET {column} = ? WHERE id = {row}", parameters=(_flipped(value),))

    assert _wrong(path)[CHAIN] == _numbers(path)[_VICTIM - 1]


def test_every_column_of_the_journal_is_tried(path):
    """A column added one day is flipped here too."""
    found = {table: tuple(row[1] for row in fetch(path, f"PRAGMA table_info({table})")) for table in _COLUMNS}

    assert found == _COLUMNS


def test_a_deleted_last_voucher_is_noticed_against_the_closing(path):
    """The chain that is left is sound by itself; the newest closing remembers more of it."""
    last = _numbers(path)[-1]
    _tamper(
        path,
        "DELETE FROM transfer WHERE voucher = (SELECT max(sequence) FROM voucher)",
        "DELETE FROM voucher WHERE sequence = (SELECT max(sequence) FROM voucher)",
    )
    wrong = _wrong(path)

    assert CHAIN not in wrong
    assert wrong[CLOSED_HEAD] == _numbers(path)[-1] != last
    assert "dibuat sesudah 6 bukti, buku sekarang berisi 5" in _sentence(path, CLOSED_HEAD)


def test_a_reordered_pair_is_found(path):
    """The earlier of the two places is where trust ends."""
    _tamper(
        path,
        *(
            f"UPDATE {table} SET {column} = {new} WHERE {column} = {old}"
            for old, new in ((3, 99), (4, 3), (99, 4))
            for table, column in (("voucher", "sequence"), ("transfer", "voucher"))
        ),
    )

    assert _wrong(path)[CHAIN] == _numbers(path)[2]


def test_an_inserted_voucher_is_found(path):
    """It has no place in the chain, however it is numbered."""
    _tamper(
        path,
        "INSERT INTO voucher VALUES (7, 'BKM', 2023, 5, 'BKM-2023-0005', 'kas masuk', '2023-04-30', 'x', '', 'x', NULL,"
        " NULL, NULL, 'x', NULL, NULL)",
        "INSERT INTO transfer VALUES (99, 7, '2023-04-30', '11010', '31010', 5, NULL, NULL, NULL)",
    )

    assert _wrong(path)[CHAIN] == "BKM-2023-0005"


def test_an_inserted_transfer_is_found(path):
    """It belongs to a voucher that did not have it."""
    _tamper(path, "INSERT INTO transfer VALUES (99, 4, '2023-03-10', '11010', '31010', 5, NULL, NULL, NULL)")

    assert _wrong(path)[CHAIN] == _numbers(path)[3]


def test_a_chain_that_was_written_anew_is_noticed_against_the_closing(path):
    """Every digest fits again; the head that the closing keeps does not."""
    _tamper(path, "UPDATE transfer SET amount = amount + 1 WHERE voucher = 5")
    previous, digests = FIRST_LINK, {}
    with store.reading(path) as connection:
        for number in _numbers(path):
            found = vouchers.find(connection, number)
            previous = voucher_digest(number, found.recorded_at, found.posting, previous)
            digests[number] = previous
    for number, digest in digests.items():
        _tamper(path, "UPDATE voucher SET digest = ? WHERE number = ?", parameters=(digest, number))
    wrong = _wrong(path)

    assert CHAIN not in wrong
    assert wrong[CLOSED_HEAD] == _numbers(path)[0]


@pytest.mark.parametrize(
    ("expected", "statement"),
    [
        ("Isi bukti", "DELETE FROM transfer WHERE voucher = 4"),
        ("Nomor bukti", "UPDATE voucher SET serial = 9, number = 'BKM-2023-0009' WHERE sequence = 6"),
        ("Baris dan induknya", "UPDATE schedule SET loan = 'P-0009'"),
        ("KSM peminjam", "UPDATE loan SET ksm = 'K-99'"),
        ("Pokok pinjaman", "UPDATE loan SET principal = 2000000"),
        ("Jadwal perjanjian", "UPDATE instalment SET principal = principal + 1 WHERE number = 3"),
        ("Jadwal perjanjian", "UPDATE instalment SET due_on = '2023-03-11' WHERE number = 2"),
        ("Jadwal perjanjian", "DELETE FROM instalment WHERE number = 12"),
        ("Jadwal perjanjian", "UPDATE loan SET jasa_rate = '1/50'"),
        ("Jadwal perjanjian", "UPDATE loan SET method = 'lain'"),
        (CLOSED_FIGURES, """UPDATE closing SET figures = replace(figures, '"P-0001":1100000', '"P-0001":1100001')"""),
        (CLOSED_FIGURES, "UPDATE closing SET figures = 'x'"),
        (CLOSED_FIGURES, "UPDATE closing SET dated_on = '2023-03-31' WHERE period = '2023-02'"),
        (CLOSED_HEAD, f"UPDATE closing SET head = '{FIRST_LINK}' WHERE period = '2023-02'"),
        (CLOSED_HEAD, "UPDATE closing SET sequence = 3 WHERE period = '2023-02'"),
        ("Bagan akun dan kebijakan", "UPDATE account SET roles = 'lain' WHERE code = '11010'"),
        ("Bagan akun dan kebijakan", "UPDATE policy SET toml = '['"),
    ],
)
def test_each_kind_of_tampering_is_found_by_the_check_of_that_name(path, expected, statement):
    """Registers and closes are not chained, but they have to fit the journal and each other."""
    _tamper(path, statement)

    assert expected in _wrong(path)


@pytest.mark.parametrize(
    ("name", "statement", "words"),
    [
        (
            "Jadwal perjanjian",
            "UPDATE instalment SET jasa = 1 WHERE number = 3",
            "P-0001: angsuran ke-3 tersimpan 10-04-2023",
        ),
        ("Nomor bukti", "DELETE FROM voucher WHERE sequence = 4", "BKM-2023-0002 tidak ada"),
        (
            CLOSED_FIGURES,
            """UPDATE closing SET figures = '{"akun":{},"pinjaman":{}}'""",
            "tutup bulan 2023-01: akun 11010",
        ),
    ],
)
def test_a_failed_check_tells_where(path, name, statement, words):
    """Loan, instalment, voucher or close."""
    _tamper(path, statement)

    assert words in _sentence(path, name)


@pytest.mark.parametrize("table", ["voucher", "transfer", "closing", "instalment"])
def test_a_trigger_that_is_gone_is_missed(path, table):
    """Nobody needs to drop one for honest work."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"DROP TRIGGER {table}_no_delete")

    assert _wrong(path) == {"Pengunci tabel": ""}
    assert _sentence(path, "Pengunci tabel") == f"tabel {table} tidak terkunci."


@pytest.mark.parametrize("statement", ["UPDATE {} SET dated_on = dated_on", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["voucher", "transfer", "closing"])
def test_no_client_can_change_or_delete(path, table, statement):
    """SQLite itself refuses, whoever asks."""
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="hanya boleh"):
        connection.execute(statement.format(table))


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("Neraca saldo tiap akhir bulan", [move("11010", "99999", 7)]),
        ("Kartu pinjaman tiap akhir bulan", [move("11030", "11010", 7)]),
        ("Jasa di kartu pinjaman", [move("11010", "41010", 7)]),
        ("Tabungan tiap KSM", [replace(move("21020", "11010", 7), ksm=ANGGREK.code)]),
        ("Saldo pokok pinjaman", [Transfer("11010", "11030", Rupiah(9_000_000), Component.PRINCIPAL, NUMBER, "K-01")]),
    ],
)
def test_an_entry_that_no_rule_allows_is_found_though_the_chain_is_sound(path, name, moves):
    """A chain proves that nothing was changed, not that it was right."""
    plain = posting(date(2023, 4, 25), move("11010", "31010", 7))
    record(path, [replace(plain, transfers=tuple(moves), event=Event.REPAYMENT)])
    wrong = _wrong(path)

    assert CHAIN not in wrong
    assert name in wrong


def test_an_entry_in_a_closed_month_is_found(path):
    """Recorded after the close and dated before its end."""
    record(path, [posting(date(2023, 2, 27), move("11010", "31010", 7))])

    assert _wrong(path) == {"Masa tertutup": "BKM-2023-0005"}


def test_what_was_opened_again_and_a_years_close_are_no_faults(path):
    """Both put entries into a time that was closed, by the rules."""
    reopen(path, ClosingKind.MONTH, "2023-02", "kuitansi terlewat", NOW)
    cash_in(path, "31010", Rupiah(5), "Susulan", date(2023, 2, 28), NOW)
    for number in range(2, 13):
        close_month(path, Month(2023, number), NOW)
    close_year(path, 2023, [], NOW, dated_on=date(2024, 1, 15))
    reopen(path, ClosingKind.YEAR, "2023", "pembagian berubah", NOW)
    close_year(path, 2023, [], NOW, dated_on=date(2024, 1, 15))

    assert _wrong(path, date(2024, 1, 31)) == {}


def test_member_shares_have_to_add_up_to_the_loan(path):
    """The parts of two members, one rupiah short."""
    with written(path) as writer:
        writer.add_shares(NUMBER, [(1, Rupiah(600_000)), (2, Rupiah(599_999))])

    assert _wrong(path) == {"Bagian anggota": ""}


def test_a_later_schedule_has_to_repay_the_loan(path):
    """A line too few."""
    item = loan(NUMBER, date(2023, 1, 10))
    with written(path) as writer:
        lines = build_schedule(item.terms)[1:]
        writer.add_schedule(NUMBER, Agreement(2, date(2023, 4, 1), AgreementKind.RESCHEDULED, lines))

    assert _wrong(path) == {"Jadwal pengganti": ""}


def test_what_is_only_worth_a_look_fails_nothing(path):
    """Money below nil on a day, a count that differs, savings at the wrong bank, cash that was not banked."""
    count_cash(path, Rupiah(5), "kurang", date(2023, 4, 21), NOW)
    record(path, [posting(date(2023, 4, 22), move("51010", "11021", 9)), posting(DAY, move("11022", "11010", 4))])
    examined = check_ledger(path, DAY)

    assert [item.name for item in examined.checks if item.result is not Result.SOUND] == [
        "Jam saat mencatat",
        "Kas dan bank tiap hari",
        "Hitung kas",
        "Saksi di luar buku",
        "Tabungan di neraca = saldo bank tabungan",
        "Penerimaan dan setoran tiap hari",
    ]
    assert _sentence(path, "Kas dan bank tiap hari").startswith(
        "saldo 11021 Bank UPK -Rp9 sejak 22 April 2023 sampai sekarang"
    )
    assert stop_if_wrong(examined) is None


def test_a_day_limits_the_balances_but_never_the_chain(path):
    """What is wrong in April does not show in March, unless it is the chain."""
    record(path, [posting(date(2023, 4, 25), move("11030", "11010", 7))])
    _tamper(path, "UPDATE voucher SET memo = 'lain' WHERE number = 'BKM-2023-0004'")

    assert _wrong(path, date(2023, 3, 31)) == {CHAIN: "BKM-2023-0004"}
    assert "Kartu pinjaman tiap akhir bulan" in _wrong(path)


def test_the_head_and_the_count_are_those_of_the_report_of_the_day(path):
    """What is printed on paper at the end of March is found again later."""
    facts = dict(check_ledger(path, date(2023, 3, 31)).facts)
    with store.reading(path) as connection:
        head = heads.shown(connection, date(2023, 3, 31))

    assert facts == {"per": date(2023, 3, 31), "jumlah_bukti": 4, "kepala_rantai": head}


def test_a_day_before_the_opening_is_refused(path):
    """There are no books of that day."""
    with pytest.raises(RefusedError, match="sebelum saldo awal"):
        check_ledger(path, date(2022, 12, 30))


def test_failed_checks_are_counted(path):
    """The command ends with status 1 and says how many."""
    _tamper(path, "UPDATE closing SET figures = 'x'")

    with pytest.raises(FaultyDataError, match=r"2 dari [0-9]+ pemeriksaan salah"):
        stop_if_wrong(check_ledger(path, DAY))


def test_a_package_is_checked_line_by_line(path, tmp_path):
    """Untouched it is sound; with one cell changed the lines about it fail and the rest stays unsaid."""
    folder = package.write(path, date(2022, 12, 31), DAY, tmp_path / "paket").folder
    sound = check_package(folder)
    target = folder / "transaksi.csv"
    target.write_bytes(target.read_bytes().replace(b"18000", b"18001", 1))
    touched = check_package(folder)

    assert {item.result for item in sound.checks} == {Result.SOUND}
    wrong = [item.name for item in touched.checks if item.result is Result.WRONG]
    assert wrong[:2] == ["Sidik file", "Jumlah kontrol"]
    assert "Rantai bukti" in wrong


def test_a_folder_that_is_no_package_leaves_the_rest_unsaid(tmp_path):
    """Nothing is called sound that was not looked at."""
    results = [item.result for item in check_package(tmp_path).checks]

    assert results == [Result.WRONG, *[Result.NOTE] * 9]


def test_a_month_that_starts_with_other_figures_is_found():
    """Each account carries the balance of last month, and but for January the year so far."""
    march, april = Month(2023, 3), Month(2023, 4)
    entries = [
        posting(date(2023, 3, 2), move("11010", "41020", 5)),
        posting(date(2023, 4, 2), move("11010", "41020", 7)),
    ]
    before, now = figures_of(entries, march), figures_of(entries, april)

    assert carried_forward(before, now, april).result is Result.SOUND
    assert carried_forward(now, now, april).sentence.startswith("11010 Kas: akhir bulan lalu Rp12, dibawa Rp5; ")
    assert (
        carried_forward(figures_of(entries, april), figures_of(entries, Month(2023, 5)), Month(2023, 5)).result
        == "baik"
    )


def test_only_the_first_faults_are_told():
    """A sentence stays a sentence, however much is wrong."""
    told = judged("Nama", "Semua cocok.", ["satu", "dua", "tiga", "empat", "lima"], "Lihat.")

    assert told == Checked("Nama", Result.WRONG, "satu; dua; tiga; dan 2 lagi.", "Lihat.")
    assert judged("Nama", "Semua cocok.", [], "Lihat.") == Checked("Nama", Result.SOUND, "Semua cocok.")
