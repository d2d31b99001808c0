"""The journal in the file: numbered without gaps, chained, and summed as of a date."""

import hashlib
import json
import shutil
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.journal import FIRST_LINK, Component, Event, Transfer
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, vouchers
from danabergulir.ledger.read import books as reader
from danabergulir.money import Rupiah
from ledger.small_ledger import ANGGREK, OPENED_ON, add_loan, cash_in, fetch, loan, record, start
from reports.small_books import move, posting

_JANUARY, _MARCH = date(2023, 1, 31), date(2023, 3, 31)


def _postings():
    """Return postings of every shape: Indonesian letters and quotes, a loan, several transfers."""
    lent = Transfer("11030", "11010", Rupiah(1_200_000), Component.DISBURSEMENT, "P-0001", ANGGREK.code)
    repaid = Transfer("11010", "11030", Rupiah(100_000), Component.PRINCIPAL, "P-0001", ANGGREK.code)
    return [
        cash_in(OPENED_ON, 5_000_000),
        posting(date(2023, 1, 5), lent, memo='Pencairan "Anggrek" — tahap I', event=Event.DISBURSEMENT),
        posting(date(2023, 2, 5), move("11010", "41010", 18_000), repaid, party="Bu Sri"),
        posting(date(2023, 2, 6), move("51030", "11010", 7_500)),
    ]


@pytest.fixture
def journal(blank_ledger):
    """Return a ledger with four vouchers."""
    add_loan(blank_ledger, loan("P-0001", date(2023, 1, 5)))
    record(blank_ledger, _postings())
    return blank_ledger


def test_stored_digests_follow_from_the_rows(journal):
    """Anyone can work out the chain again from the rows alone, as the docstring of ``voucher_digest`` describes it."""
    link, expected = "0" * 64, []
    for sequence, *row in fetch(
        journal,
        "SELECT sequence, number, kind, event, dated_on, recorded_at, party, memo, loan, external_ref, reverses "
        "FROM voucher ORDER BY sequence",
    ):
        moves = fetch(
            journal,
            f"SELECT debit, credit, amount, component, loan, ksm FROM transfer WHERE voucher = {sequence} ORDER BY id",
        )
        content = json.dumps([link, *row, moves], ensure_ascii=False, separators=(",", ":"))
        link = hashlib.sha256(content.encode("utf-8")).hexdigest()
        expected.append((link,))

    assert fetch(journal, "SELECT digest FROM voucher ORDER BY sequence") == expected
    assert len(expected) == len(_postings())


def test_the_chain_goes_on_in_a_later_transaction(blank_ledger, tmp_path):
    """Vouchers recorded one by one are chained and numbered like those recorded together."""
    together = tmp_path / "together.db"
    start(together)
    for path in (blank_ledger, together):
        add_loan(path, loan("P-0001", date(2023, 1, 5)))
    for item in _postings():
        record(blank_ledger, [item])
    record(together, _postings())

    listing = "SELECT sequence, number, digest FROM voucher ORDER BY sequence"
    assert fetch(blank_ledger, listing) == fetch(together, listing)


def test_numbers_run_per_year_and_kind(blank_ledger):
    """Each series starts at 0001 in January and has no gap."""
    days = [date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)]
    record(blank_ledger, [cash_in(day, 100) for day in days])
    record(blank_ledger, [posting(date(2024, 1, 2), move("51030", "11010", 50)), cash_in(date(2023, 6, 1), 100)])

    numbers = [number for (number,) in fetch(blank_ledger, "SELECT number FROM voucher ORDER BY sequence")]
    assert numbers == ["BKM-2023-0001", "BKM-2023-0002", "BKM-2024-0001", "BKK-2024-0001", "BKM-2023-0003"]


def test_a_voucher_read_back_equals_the_one_recorded(journal):
    """Nothing of a posting is lost on the way to the file and back."""
    with store.reading(journal) as connection:
        found = [item.posting for item in vouchers.dated_between(connection, OPENED_ON, _MARCH)]

    assert found == _postings()


def test_a_date_sees_only_what_is_dated_on_or_before_it(journal):
    """Balances, loans, movements and vouchers as of January know nothing of February, unlike the newest head."""
    record(journal, [cash_in(date(2023, 1, 20), 1)])
    with store.reading(journal) as connection:
        books = reader.books(connection, Month(2023, 1))
        cash = next(item for item in books.figures if item.account.code == "11010")

        assert accounts.balance(connection, "11010", _JANUARY) == Rupiah(3_800_001)
        assert accounts.balance(connection, "11010", _MARCH) == Rupiah(3_910_501)
        assert (cash.opening_net, cash.debit, cash.month.credit) == (5_000_000, 1, 1_200_000)
        assert [item.outstanding for item in books.loans] == [Rupiah(1_200_000)]
        assert len(books.vouchers) == 2
        assert books.head == fetch(journal, "SELECT lower(hex(head)) FROM seal ORDER BY seq DESC LIMIT 1")[0][0]
        assert vouchers.head(connection, OPENED_ON - timedelta(days=1)) == FIRST_LINK


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """Return a ledger without vouchers, to be copied."""
    path = tmp_path_factory.mktemp("blank") / "upk.db"
    start(path)
    return path


_days = st.dates(date(2022, 12, 31), date(2023, 4, 30))


@settings(max_examples=25)
@given(st.lists(st.tuples(_days, st.integers(1, 10**9), st.booleans()), max_size=12), _days)
def test_balances_are_the_sums_up_to_the_day(tmp_path_factory, blank, drawn, as_of):
    """On any day cash is what came in minus what went out by then, and all accounts together are nil."""
    path = tmp_path_factory.mktemp("sums") / "upk.db"
    shutil.copy(blank, path)
    sides = ("11010", "31010"), ("51030", "11010")
    record(path, [posting(day, move(*sides[out], amount)) for day, amount, out in drawn])

    with store.reading(path) as connection:
        balances = {code: accounts.balance(connection, code, as_of).value for code in ("11010", "31010", "51030")}

    assert balances["11010"] == sum(-amount if out else amount for day, amount, out in drawn if day <= as_of)
    assert sum(balances.values()) == 0
