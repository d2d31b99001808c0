"""A count of the cash box is compared with the book of its day as it stands, and a change since then is told."""

from datetime import date

import pytest

from danabergulir.dates import Month
from danabergulir.domain.checks import Result
from danabergulir.ledger.file import store
from danabergulir.ledger.read import books
from danabergulir.money import Rupiah
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.cash import cash_in, count_cash
from danabergulir.operations.closing import close_month
from danabergulir.operations.counter import count_on_paper
from danabergulir.operations.loans.receipts import reverse_voucher
from danabergulir.reports.month.cashbooks import cash_book
from operations.lent_ledger import NOW, lend

DAY, BEFORE = date(2023, 4, 28), date(2023, 4, 20)
BOOKED = Rupiah(48_800_000)


@pytest.fixture
def lent(tmp_path):
    """Return a ledger with 48,800,000 in the cash box since 10 January 2023."""
    return lend(tmp_path / "upk.db")


def _note(path):
    with store.reading(path) as connection:
        return cash_book(books.books(connection, Month(2023, 4))).notes


def _check(path):
    return next(item for item in check_ledger(path, date(2023, 4, 30)).checks if item.name == "Hitung kas")


def _come_in(path, amount, day=BEFORE):
    return cash_in(path, "41020", Rupiah(amount), "Bunga", day, NOW).voucher.number


def test_a_count_that_agrees_and_still_agrees_says_no_more(lent):
    """Nor does an entry of a later day change anything."""
    count_cash(lent, BOOKED, "", DAY, NOW)
    _come_in(lent, 7, date(2023, 4, 29))
    assert _note(lent) == ("Kas opname 28-04-2023: dihitung Rp48.800.000, menurut buku Rp48.800.000, cocok.",)
    assert _check(lent).sentence == "Kas dihitung pada 1 hari, semua cocok dengan buku."


def test_an_entry_dated_before_a_count_makes_it_differ_and_is_named(lent):
    """The count does not go on saying that it agrees; the month is not closed without a word about it."""
    count_cash(lent, BOOKED, "", DAY, NOW)
    number = _come_in(lent, 5_000)
    (note,) = _note(lent)
    assert note == (
        "Kas opname 28-04-2023: dihitung Rp48.800.000, menurut buku Rp48.805.000, kurang Rp5.000. "
        f"Saat dihitung menurut buku Rp48.800.000, cocok; berubah karena {number} yang dicatat sesudahnya."
    )
    found = _check(lent)
    assert (found.result, found.sentence) == (
        Result.NOTE,
        f"28-04-2023: dihitung Rp48.800.000, di buku Rp48.805.000, berubah karena {number} yang dicatat sesudahnya.",
    )
    assert f"kurang Rp5.000, berubah karena {number}" in close_month(lent, Month(2023, 4), NOW).end.doubts[0]


def test_a_reversal_dated_before_a_count_is_named(lent):
    """Whatever was recorded before the count is not."""
    number = _come_in(lent, 5_000)
    count_cash(lent, BOOKED + Rupiah(5_000), "", DAY, NOW)
    back = reverse_voucher(lent, number, "salah", BEFORE, NOW).voucher.number
    assert _check(lent).sentence.endswith(f"di buku Rp48.800.000, berubah karena {back} yang dicatat sesudahnya.")


def test_a_difference_that_was_explained_later_is_told_as_explained(lent):
    """The forgotten receipt was found and dated truly: the count agrees now, and what the book said then stays told."""
    count_cash(lent, BOOKED + Rupiah(5_000), "", DAY, NOW)
    number = _come_in(lent, 5_000)
    (note,) = _note(lent)
    assert note == (
        "Kas opname 28-04-2023: dihitung Rp48.805.000, menurut buku Rp48.805.000, cocok. "
        f"Saat dihitung menurut buku Rp48.800.000, lebih Rp5.000; berubah karena {number} yang dicatat sesudahnya."
    )
    found = _check(lent)
    assert found.result is Result.SOUND
    assert found.sentence.endswith(f"28-04-2023 baru cocok karena {number} yang dicatat sesudahnya.")


def test_many_later_vouchers_are_counted(lent):
    """Three are named, more are too many for a sentence."""
    count_cash(lent, BOOKED, "", DAY, NOW)
    numbers = [_come_in(lent, 1_000) for _ in range(3)]
    assert f"karena {', '.join(numbers)} yang dicatat sesudahnya" in _check(lent).sentence
    last = _come_in(lent, 1_000)
    assert f"karena 4 bukti yang dicatat sesudahnya, terakhir {last}" in _check(lent).sentence


def test_of_a_day_counted_twice_the_later_count_tells(lent):
    """In the cash book, in the checks and on the minutes."""
    count_cash(lent, BOOKED - Rupiah(9), "", DAY, NOW)
    count_cash(lent, BOOKED, "hitung ulang", DAY, NOW)
    assert _note(lent)[0].endswith("cocok.")
    assert _check(lent).sentence == "Kas dihitung pada 1 hari, semua cocok dengan buku."
    assert count_on_paper(lent, DAY).words["difference-word"] == "cocok"


def test_the_minutes_keep_what_was_signed(lent):
    """A paper printed again shows the book as it was when the box was counted."""
    count_cash(lent, BOOKED, "", DAY, NOW)
    _come_in(lent, 5_000)
    assert count_on_paper(lent, DAY).words["booked-amount"] == "Rp48.800.000"
