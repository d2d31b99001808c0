"""What older programs let into a ledger is told, with the way to mend it, and a decision settles what cannot be."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from danabergulir.dates import END_OF_TIME, Month
from danabergulir.domain.checks import Result
from danabergulir.domain.journal import Component, Event, Transfer, reverse
from danabergulir.domain.slips import Review
from danabergulir.errors import FaultyDataError, NotFoundError, RefusedError, UnsoundBooksError, UsageError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import vouchers
from danabergulir.money import Rupiah
from danabergulir.operations.audit.examination import check_ledger, decide
from danabergulir.operations.cash import cash_in, cash_out, enter
from danabergulir.operations.closing import close_month
from danabergulir.operations.imports.known_rows import SameRows
from danabergulir.operations.imports.transactions import import_transactions
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from ledger.small_ledger import ANGGREK, record
from operations.lent_ledger import NOW, NUMBER, lend
from reports.small_books import posting

TODAY = NOW.date()
JUNE, SEPTEMBER = date(2023, 6, 28), date(2023, 9, 8)
CODE = "pokok:P-0001:2023-06-28"


def _repaid(day):
    transfer = Transfer("11010", "11030", Rupiah(1_200_000), Component.PRINCIPAL, NUMBER, ANGGREK.code)
    return replace(posting(day, transfer, event=Event.REPAYMENT), loan=NUMBER)


@pytest.fixture
def slipped(tmp_path):
    """Return a ledger as an older program left it: a loan paid back twice from 28 June to 7 September."""
    path = lend(tmp_path / "upk.db")
    record(path, [_repaid(JUNE)])
    with store.reading(path) as connection:
        first = next(item for item in vouchers.of_loan(connection, NUMBER, JUNE) if item.posting.dated_on == JUNE)
    record(path, [reverse(first, SEPTEMBER, "salah tanggal"), _repaid(JUNE)])
    return path


def _check(path, name, last=None):
    return next(item for item in check_ledger(path, TODAY, last=last).checks if item.name == name)


def _decided(path, code=CODE, minutes="04/BA/2024", reason="pembatalan salah tanggal"):
    return decide(path, Review(code, TODAY, minutes, reason), NOW)


def test_days_below_nil_are_told_though_today_is_sound(slipped):
    """From when to when, by how much, by which voucher, how it is mended, and how a decision is recorded."""
    found = _check(slipped, "Saldo pokok pinjaman")
    assert found.result is Result.WRONG
    assert found.voucher.startswith("BKM-2023-")
    assert found.sentence == (
        "saldo pokok pinjaman P-0001 -Rp1.200.000 dari 28 Juni 2023 sampai 7 September 2023 (pokok:P-0001:2023-06-28)."
    )
    assert "danabergulir batal BUKTI" in found.hint
    assert f'danabergulir periksa catat {CODE} --ba NOMOR --alasan "..."' in found.hint


def test_only_the_days_asked_for_are_looked_at(slipped):
    """Before 28 June nothing was wrong."""
    assert _check(slipped, "Saldo pokok pinjaman", date(2023, 6, 27)).result is Result.SOUND
    assert _check(slipped, "Saldo pokok pinjaman", END_OF_TIME).result is Result.WRONG


def test_a_slip_decided_about_is_worth_a_look(slipped):
    """With the number of the minutes; the decision is kept like every other row."""
    _decided(slipped)
    found = _check(slipped, "Saldo pokok pinjaman")
    assert (found.result, found.hint) == (Result.NOTE, "")
    assert "sudah diputuskan dengan berita acara 04/BA/2024" in found.sentence
    with closing(sqlite3.connect(slipped)) as connection, pytest.raises(sqlite3.IntegrityError, match="hanya boleh"):
        connection.execute("UPDATE review SET reason = 'lain'")


def test_one_old_slip_does_not_block_every_later_close(slipped):
    """The loan is below nil at the end of July; once decided about it is told and the month is closed."""
    for month in range(1, 6):
        close_month(slipped, Month(2023, month), NOW)
    with pytest.raises(UnsoundBooksError) as refusal:
        close_month(slipped, Month(2023, 6), NOW)
    assert "danabergulir periksa" in refusal.value.findings[0].hint
    _decided(slipped)
    for month in range(6, 13):
        closed = close_month(slipped, Month(2023, month), NOW)
        assert any("pinjaman P-0001" in warning for warning in closed.end.warnings) == (month < SEPTEMBER.month)


def test_reports_that_such_a_card_sets_apart_are_worth_a_look_once_it_is_decided_about(slipped):
    """At the end of July no list of who owes knows of the loan: wrong before the decision, told after it."""
    july = date(2023, 7, 31)
    differing = [item.name for item in check_ledger(slipped, july).checks if item.result is Result.WRONG]
    assert len(differing) > 1
    _decided(slipped)
    found = {item.name: item.result for item in check_ledger(slipped, july).checks}
    assert {found[name] for name in differing} == {Result.NOTE}


def test_what_is_wrong_today_is_mended_not_decided_about(tmp_path):
    """A loan that still owes less than nothing; the receipt is taken back, and all is well."""
    path = lend(tmp_path / "upk.db")
    record(path, [_repaid(JUNE), _repaid(SEPTEMBER)])
    with pytest.raises(RefusedError, match="masih dapat diperbaiki"):
        _decided(path, "pokok:P-0001:2023-09-08")
    reverse_voucher(path, _check(path, "Saldo pokok pinjaman").voucher, "dua kali", SEPTEMBER, NOW)
    assert _check(path, "Saldo pokok pinjaman").result is Result.SOUND


def test_a_decision_names_a_slip_that_there_is_its_minutes_and_why(slipped):
    """Otherwise nothing is recorded."""
    with pytest.raises(NotFoundError, match="tidak ada temuan"):
        _decided(slipped, "pokok:P-0001:2023-06-29")
    for more in ({"minutes": " "}, {"reason": ""}):
        with pytest.raises(UsageError):
            _decided(slipped, **more)


_ROWS = (
    "2023-03-02;terima;118000;P-0001;",
    "2023-03-02;keluar;25000;;51030",
    "2023-03-02;keluar;25000;;51030",
    "2023-04-03;keluar;40000;;51040",
)


@pytest.fixture
def twice(tmp_path):
    """Return a ledger into which an older program let a growing sheet twice."""
    path = lend(tmp_path / "upk.db")
    for hour, count in enumerate((3, 4), start=1):
        file = tmp_path / f"transaksi-{hour}.csv"
        file.write_text("\n".join(("tanggal;jenis;jumlah;pinjaman;akun", *_ROWS[:count])), encoding="utf-8")
        import_transactions(path, file, NOW.replace(hour=hour), same=SameRows.RECORD)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER import_file_no_update")
        connection.execute("UPDATE import_file SET compared = 0")
    return path


def test_rows_of_two_imports_are_told_and_one_of_them_is_taken_back(twice):
    """Each with its twin, however the receipt was laid out; equal rows of one file are no twins."""
    found = _check(twice, "Baris impor dua kali")
    assert found.result is Result.WRONG
    told = [part.split(" (ganda:") for part in found.sentence.rstrip(").").split("); ")]
    assert [sentence.partition(" sama")[0] for sentence, _ in told] == [
        "Rp25.000 pada 2 Maret 2023",
        "Rp25.000 pada 2 Maret 2023",
        "Rp118.000 pada 2 Maret 2023",
    ]
    numbers = [number for _, number in told]
    assert found.voucher == numbers[0]
    for number in numbers[:2]:
        reverse_voucher(twice, number, "diimpor dua kali", date(2023, 3, 2), NOW)
    assert _decided(twice, f"ganda:{numbers[2]}").voucher == numbers[2]
    assert _check(twice, "Baris impor dua kali").result is Result.NOTE


def test_jasa_of_a_loan_whose_principal_is_paid_is_told(tmp_path):
    """Five instalments of jasa 18,000 were due when the principal was paid by hand, of which one is paid."""
    path = lend(tmp_path / "upk.db")
    parts = {Component.PRINCIPAL: Rupiah(1_200_000), Component.JASA: Rupiah(18_000)}
    receive(path, NUMBER, Rupiah(1_218_000), JUNE, NOW, typed=parts)
    found = _check(path, "Jasa yang belum dibayar")
    assert found.result is Result.NOTE
    assert found.sentence == (
        "pinjaman P-0001: pokok lunas pada 28 Juni 2023, jasa Rp72.000 belum dibayar (jasa:P-0001)."
    )


MARCH = date(2023, 3, 1)


def _jasa_by_hand(path):
    told: list[str] = []
    return cash_in(path, "41010", Rupiah(500_000), "Jasa lama", MARCH, NOW, insist=told.append)


def test_jasa_is_not_booked_without_a_loan(tmp_path):
    """The income comes from receipts, whichever side it stands on; nothing is recorded unless a person insists."""
    path = lend(tmp_path / "upk.db")
    for act in (
        lambda: cash_in(path, "41010", Rupiah(500_000), "Jasa", MARCH, NOW),
        lambda: cash_out(path, "41010", Rupiah(500_000), "Jasa", MARCH, NOW),
        lambda: enter(path, "41010", "41020", Rupiah(500_000), "Jasa", MARCH, NOW),
    ):
        with pytest.raises(RefusedError, match="akun 41010 Jasa Pinjaman diisi oleh setoran KSM") as refusal:
            act()
        assert "danabergulir terima" in refusal.value.hint
        assert refusal.value.hint.endswith("ulangi dengan --tetap.")
    booked = _jasa_by_hand(path)
    assert booked.warnings == ("jasa Rp500.000 tidak ada di kartu pinjaman mana pun; dicatat karena --tetap",)


def test_jasa_that_was_insisted_on_is_only_worth_a_look(tmp_path):
    """No check fails, its month can be closed, and a decision about it is recorded."""
    path = lend(tmp_path / "upk.db")
    number = _jasa_by_hand(path).voucher.number
    assert not [item for item in check_ledger(path, MARCH).checks if item.result is Result.WRONG]
    found = _check(path, "Akun yang dicatat langsung")
    assert (found.result, found.voucher) == (Result.NOTE, number)
    assert f"jasa-langsung:{number}" in found.sentence
    assert close_month(path, Month(2023, 3), NOW)
    _decided(path, f"jasa-langsung:{number}")
    assert "04/BA/2024" in _check(path, "Akun yang dicatat langsung").sentence


def test_jasa_by_hand_that_was_taken_back_leaves_nothing(tmp_path):
    """Its reversal is no slip either."""
    path = lend(tmp_path / "upk.db")
    reverse_voucher(path, _jasa_by_hand(path).voucher.number, "salah", date(2023, 4, 3), NOW)
    assert _check(path, "Akun yang dicatat langsung").result is Result.SOUND
    assert not [item for item in check_ledger(path, MARCH).checks if item.result is Result.WRONG]


def test_no_month_is_closed_over_a_check_that_fails(tmp_path):
    """What periksa calls wrong in the month stops the close, by name and with the way to mend it."""
    path = lend(tmp_path / "upk.db")
    record(path, [posting(MARCH, Transfer("11010", "41010", Rupiah(7)), event=Event.REPAYMENT)])
    with pytest.raises(UnsoundBooksError) as refusal:
        close_month(path, Month(2023, 3), NOW)
    names = [finding.subject for finding in refusal.value.findings]
    assert names == ["Jasa di kartu pinjaman", "Jasa bulan ini di laba rugi = di laporan perkembangan"]
    assert all(finding.hint for finding in refusal.value.findings)
    assert close_month(path, Month(2023, 2), NOW)


@pytest.mark.parametrize(
    ("act", "way"),
    [
        (lambda path: cash_in(path, "21020", Rupiah(9), "Tabungan", MARCH, NOW), "tabungan setor"),
        (lambda path: cash_in(path, "21030", Rupiah(9), "BOP", MARCH, NOW), "terima"),
    ],
)
def test_what_no_card_knows_of_is_recorded_with_a_warning(tmp_path, act, way):
    """Savings without a KSM and titipan without a loan break no check, so that they are only doubted."""
    path = lend(tmp_path / "upk.db")
    (warning,) = act(path).warnings
    assert f"danabergulir {way}" in warning
    assert not [item for item in check_ledger(path, MARCH).checks if item.result is Result.WRONG]


def test_jasa_without_a_loan_is_a_finding_of_an_import(tmp_path):
    """By its row; savings without a KSM are a warning there."""
    path, file = lend(tmp_path / "upk.db"), tmp_path / "transaksi.csv"
    head = "tanggal;jenis;jumlah;akun;keterangan"
    file.write_text(f"{head}\n2023-03-01;masuk;9000;41010;Jasa", encoding="utf-8")
    with pytest.raises(FaultyDataError) as refusal:
        import_transactions(path, file, NOW)
    (finding,) = refusal.value.findings
    assert (finding.line, "41010 Jasa Pinjaman" in finding.message) == (2, True)
    file.write_text(f"{head}\n2023-03-01;masuk;9000;21020;Tabungan", encoding="utf-8")
    (warning,) = import_transactions(path, file, NOW).warnings
    assert "belum dirinci per KSM" in warning.message
