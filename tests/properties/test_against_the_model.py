"""Whole small books, drawn at random, recorded by the program and worked out by the model: every figure is the same.

The model (`tests/model`) was written from the rules alone. What the rules forbid the program has to refuse, with
nothing recorded, and nothing else; whatever the order in which the rest was written down, the reports of every month,
the lists of every day and the movements of every account come to the figures of the model, and hledger's to theirs.

The books of every day are numbered, and the same everywhere: hypothesis reads each from bytes that its number gives.
What it draws by itself depends on constants that it collects from the source of the program, and only where that is
not installed as a package, so that the same test would meet other books there. A book that fails is told at once, as
it is: to make it smaller takes minutes. ``FAULTS=full pytest tests/properties`` draws ten times as many, others every
time, and makes smaller what fails.
"""

import shutil
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st

from danabergulir.domain.checks import Result
from danabergulir.frozen import replace
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.reports.exports.hledger_journal import CLOSING_TAG
from model import facts as f
from model.beginnings import OPENED_ON
from model.comparing import (
    by_hledger,
    days_below_nil,
    differences,
    model_on,
    moves_of_model,
    moves_of_program,
    of_model,
    of_program,
    program_on,
)
from model.drawing_books import Step, books
from model.driver import Driver
from model.fund import Fund
from model.numbered import drawn

CLOSING = frozenset({"terima", "pinjaman", "kas", "cadangan", "tutup bulan", "tutup tahun", "impor", "mundur"})
HLEDGER = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")


def recorded(book, folder):
    """The ledger of a book, every step of which went as the rules say."""
    driver = Driver(folder, book.opening, book.policy)
    for step in book.steps:
        before = driver.path.read_bytes() if step.forbidden else b""
        said = driver.record(step)
        assert bool(said) == bool(step.forbidden), f"{step}\nthe program says: {said!r}\n{book!r}"
        assert not step.forbidden or driver.path.read_bytes() == before, f"{step} left something behind\n{book!r}"
    return driver.path


@drawn(books(), 30)
def test_every_figure_of_a_book_is_that_of_the_model(book):
    """All reports at random months, all lists at random days, every account on every day; nothing is ever below nil."""
    with TemporaryDirectory() as folder:
        path, fund = recorded(book, folder), Fund(book.facts())
        found = differences(moves_of_program(path), moves_of_model(fund), "")
        for end in book.days:
            found += differences(of_program(path, end), of_model(fund, end), end)
            day = end - timedelta(days=end.day // 2)
            found += differences(program_on(path, day), model_on(fund, day), day)
        assert found == [], f"{found}\n{book!r}"
        assert days_below_nil(path) == [], repr(book)
        last = max((step.today for step in book.steps), default=OPENED_ON)
        wrong = [check for check in check_ledger(path, last).checks if check.result is Result.WRONG]
        assert wrong == [], f"{wrong}\n{book!r}"


@HLEDGER
@drawn(books(CLOSING), 5)
def test_hledger_comes_to_the_balances_of_the_model(book):
    """An outside judge of double entry, at the end and before, with the entries that close a year and without them."""
    with TemporaryDirectory() as folder:
        path, fund = recorded(book, folder), Fund(book.facts())
        for day in book.days:
            balances = {
                code: {"saldo": amount} for code in fund.books.chart if (amount := fund.books.balance(code, day))
            }
            found = differences({"akun": by_hledger(path, Path(folder), day)}, {"akun": balances}, day)
            open_ones = defaultdict(int)
            for posting, code, amount in fund.books.lines():
                if posting.date <= day and posting.kind != "closing":
                    open_ones[code] += amount
            balances = {code: {"saldo": amount} for code, amount in open_ones.items() if amount}
            without = by_hledger(path, Path(folder), day, f"not:tag:{CLOSING_TAG}")
            found += differences({"akun": without}, {"akun": balances}, day)
            assert found == [], f"{found}\n{book!r}"


@drawn(books(frozenset({"pinjaman", "terima", "surat", "cabut", "batal", "mundur", "lunasi"}), least=10), 6)
def test_the_letters_of_a_book_are_those_of_the_model(book):
    """Drawn often enough to meet the days on which a level is reached, answered or withdrawn."""
    _compare_on_every_busy_day(book, {"sanksi", "tunggakan", "pembayar-baik"})


@drawn(books(frozenset({"pinjaman", "terima", "ketik", "kembalikan", "batal", "mundur", "hari sama"}), least=10), 6)
def test_the_refunds_of_a_book_are_those_of_the_model(book):
    """Drawn often enough to meet a refund on a due date, of a receipt laid out anew, and one taken back."""
    _compare_on_every_busy_day(book, {"perkembangan", "tunggakan", "pindah-buku", "uang-keluar"})


def _compare_on_every_busy_day(book, names):
    with TemporaryDirectory() as folder:
        path, fund = recorded(book, folder), Fund(book.facts())
        found = differences(moves_of_program(path), moves_of_model(fund), "")
        for end in book.days:
            model = {name: rows for name, rows in of_model(fund, end).items() if name in names}
            found += differences(of_program(path, end), model, end)
        busy = sorted({fact.date for fact in book.facts() if fact.date > OPENED_ON})
        for day in busy[:: max(1, len(busy) // 4)]:
            found += differences(program_on(path, day), model_on(fund, day), day)
        assert found == [], f"{found}\n{book!r}"


@st.composite
def two_orders(draw):
    """A book of loans and receipts written down as they came, and the same receipts written down in another order."""
    drawn = draw(books(frozenset({"pinjaman", "terima", "ketik", "hari sama", "frekuensi"}), least=8, most=16))
    first = OPENED_ON + timedelta(days=1)  # money enough for every loan, whenever it is written down
    steps = [Step(first, (f.Entry("modal", first, "11021", "31010", 500_000_000),))]
    for step in drawn.steps:
        lent = isinstance(step.facts[0], f.Loan)
        steps.append(replace(step, facts=(replace(step.facts[0], source="11021"),)) if lent else step)
    book, last = replace(drawn, steps=tuple(steps)), max(step.today for step in steps)
    lent = [replace(step, today=last) for step in steps if not isinstance(step.facts[0], f.Receipt)]
    came_in = [replace(step, today=last) for step in steps if isinstance(step.facts[0], f.Receipt)]
    again = draw(st.permutations(came_in))
    for receipts in _of_one_loan_and_day(
        came_in
    ):  # a day has no hours: what came first in it is what was written first
        places = sorted(again.index(one) for one in receipts)
        for place, one in zip(places, receipts, strict=True):
            again[place] = one
    return book, replace(book, steps=(*lent, *again))


def _of_one_loan_and_day(steps):
    found = defaultdict(list)
    for step in steps:
        found[step.facts[0].loan, step.facts[0].date].append(step)
    return found.values()


@drawn(two_orders(), 8)
def test_the_order_of_entry_changes_no_report(orders):
    """Receipts written down in any order, while their days are open, give the same reports of every later month."""
    first, second = orders
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        path, again = recorded(first, one), recorded(second, other)
        found = differences(moves_of_program(again), moves_of_program(path), "")
        for end in first.days:
            found += differences(of_program(again, end), of_program(path, end), end)
        # a loan written down before the last receipt of the one before it sets a rule aside, which is decided then
        found = [line for line in found if "Syarat pinjaman dikesampingkan" not in line]
        assert found == [], f"{found}\n{first!r}\n{second!r}"
