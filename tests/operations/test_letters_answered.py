"""What has become of a letter follows from what one knows on a day, in whatever order it was written down."""

import shutil
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Transfer
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.rescheduling import OverdueJasa
from danabergulir.money import Rupiah
from danabergulir.operations.book import start_book
from danabergulir.operations.dunning.letters import issue
from danabergulir.operations.dunning.sanctions import history, list_sanctions, withdraw
from danabergulir.operations.groups import add_ksm
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.endings import reschedule, settle, write_off
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from ledger.small_ledger import written
from reports.small_books import posting

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=timezone(timedelta(hours=7)))
OPENED_ON, LENT_ON = date(2025, 12, 31), date(2026, 1, 5)
MARCH = date(2026, 3, 31)
INSTALMENT = Rupiah(236_000)
"""Pokok Rp200.000 and jasa Rp36.000, due on the 5th from February on: two are behind at the end of March."""


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return a ledger with one loan of Rp2.400.000, about which a letter went out at the end of March."""
    path = tmp_path_factory.mktemp("buku") / "upk.db"
    profile = Profile("UPK Sumber Rejeki", "BKM Melati", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")
    start_book(path, profile, OPENED_ON, NOW)
    with written(path) as writer:
        writer.record(posting(OPENED_ON, Transfer("11010", "31010", Rupiah(50_000_000))))
    add_ksm(path, KSM("MAWAR", "Mawar", "05", "001", member_count=5), OPENED_ON, NOW)
    disburse(path, "MAWAR", Wish(Rupiah(2_400_000), 12), LENT_ON, NOW)
    (sent,) = issue(path, MARCH, NOW).letters
    assert sent.sanction.arrears == Rupiah(472_000)
    return path


@pytest.fixture
def ledger(first, tmp_path):
    """Return a copy of it."""
    return Path(shutil.copyfile(first, tmp_path / "upk.db"))


def paid(path, rupiah, day):
    """Record a receipt and return the number of its voucher."""
    return receive(path, "P-0001", Rupiah(rupiah), day, NOW).voucher.number


def became(path, as_of):
    """Return the state of the letter as of a day, and since when."""
    ((standing,),) = (file.standings(as_of) for file in history(path, "MAWAR", as_of))
    return standing.state.value, standing.since


def test_a_receipt_of_before_written_down_late_lessens_what_the_letter_asks(ledger):
    """The paper says 472,000; half of it had come in on the 20th, so the other half answers it."""
    paid(ledger, 236_000, date(2026, 3, 20))
    paid(ledger, 236_000, date(2026, 4, 2))
    assert became(ledger, date(2026, 4, 1)) == ("terbit", MARCH)
    assert became(ledger, date(2026, 4, 2)) == ("dipenuhi", date(2026, 4, 2))


def test_money_of_the_letters_own_day_lessens_what_it_asks(ledger):
    """Whether it was written down before the letter or after it."""
    paid(ledger, 236_000, MARCH)
    paid(ledger, 236_000, date(2026, 4, 2))
    assert became(ledger, date(2026, 4, 2)) == ("dipenuhi", date(2026, 4, 2))


def test_money_of_the_letters_own_day_taken_back_later_has_answered_nothing(ledger):
    """It was answered while the money was there, and runs again since it is not."""
    number = paid(ledger, 472_000, MARCH)
    reverse_voucher(ledger, number, "salah", date(2026, 4, 10), NOW)
    assert became(ledger, date(2026, 4, 9)) == ("dipenuhi", MARCH)
    assert became(ledger, date(2026, 4, 10)) == ("terbit", MARCH)


def test_a_settlement_of_the_letters_own_day_taken_back_later_has_answered_nothing(ledger):
    """The loan is as late as it was; what comes in afterwards answers the letter."""
    number = settle(ledger, "P-0001", MARCH, NOW).voucher.number
    reverse_voucher(ledger, number, "salah", date(2026, 4, 10), NOW)
    assert became(ledger, date(2026, 4, 10)) == ("terbit", MARCH)
    paid(ledger, 472_000, date(2026, 4, 12))
    assert became(ledger, date(2026, 4, 12)) == ("dipenuhi", date(2026, 4, 12))


def test_the_cause_of_a_letter_comes_back_with_the_receipt_that_took_it_away(ledger):
    """Nothing was behind as known on the 9th; on the 10th the receipt of before is taken back."""
    number = paid(ledger, 472_000, date(2026, 3, 20))
    reverse_voucher(ledger, number, "salah", date(2026, 4, 10), NOW)
    assert became(ledger, date(2026, 4, 9))[0] == "dicabut"
    assert became(ledger, date(2026, 4, 10)) == ("terbit", MARCH)


def test_a_write_off_brings_no_answered_letter_back(ledger):
    """On the day of the payment or months later: what was behind was paid."""
    paid(ledger, 472_000, date(2026, 4, 2))
    write_off(ledger, "P-0001", date(2026, 6, 2), NOW, decision="08/BA")
    assert became(ledger, date(2026, 6, 30)) == ("dipenuhi", date(2026, 4, 2))


def test_after_a_write_off_as_much_as_was_behind_answers_the_letter(ledger):
    """To write off pays nothing; the rupiah that come back count as any others."""
    write_off(ledger, "P-0001", date(2026, 4, 2), NOW, decision="08/BA")
    paid(ledger, 471_999, date(2026, 4, 20))
    paid(ledger, 1, date(2026, 5, 20))
    assert became(ledger, date(2026, 5, 19)) == ("terbit", MARCH)
    assert became(ledger, date(2026, 5, 20)) == ("dipenuhi", date(2026, 5, 20))


def test_a_letter_withdrawn_after_it_was_paid_stays_paid(ledger):
    """The receipt of the day before was written down after the board had met."""
    withdraw(ledger, "S-0001", "rapat BKM", date(2026, 4, 9), NOW)
    assert became(ledger, date(2026, 4, 9)) == ("dicabut", date(2026, 4, 9))
    paid(ledger, 472_000, date(2026, 4, 8))
    assert became(ledger, date(2026, 4, 9)) == ("dipenuhi", date(2026, 4, 8))


def test_after_a_withdrawn_letter_is_paid_the_climb_begins_anew(ledger):
    """Unpaid it waits for its days to answer once more; paid, the instalment of April is another matter."""
    withdraw(ledger, "S-0001", "rapat BKM", date(2026, 4, 15), NOW)
    assert list_sanctions(ledger, date(2026, 4, 19), state="diusulkan") == ()
    paid(ledger, 472_000, date(2026, 4, 16))
    (line,) = list_sanctions(ledger, date(2026, 4, 19), state="diusulkan")
    assert line.number == 1


@pytest.mark.parametrize("overdue_jasa", OverdueJasa)
def test_a_new_schedule_answers_the_letters_before_it(ledger, overdue_jasa):
    """Whatever the board has decided about the jasa behind."""
    reschedule(ledger, "P-0001", 12, date(2026, 4, 9), NOW, decision="08/BA", overdue_jasa=overdue_jasa)
    assert became(ledger, date(2026, 4, 9)) == ("dipenuhi", date(2026, 4, 9))
