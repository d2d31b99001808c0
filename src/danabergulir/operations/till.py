"""The queue at the counter: who is named and what is asked of them, taking it, and what came in on the day.

Everything is read anew for each KSM and nothing stays open in between, so that another window can record meanwhile.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from danabergulir.domain.accounts import Account
from danabergulir.domain.groups import fitting
from danabergulir.domain.journal import Reversed
from danabergulir.domain.loans.outcomes import Received
from danabergulir.domain.till.asked import Caller, Owing, asked_on, shares
from danabergulir.domain.till.lines import Line, Roll, plainly, read_line
from danabergulir.domain.till.taken import Taken
from danabergulir.errors import RefusedError, UsageError
from danabergulir.frozen import Struct, field
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.finding import till
from danabergulir.ledger.read.loans import loan_books_of, penalty_case
from danabergulir.money import Rupiah, parse_rupiah, total
from danabergulir.operations.desk import recording
from danabergulir.operations.loans.disbursement import find_loan
from danabergulir.operations.loans.receipts import Typed, receive, reverse_voucher
from danabergulir.text import quoted

_NO_PARTS: Typed = {}


def roll_of(path: Path, as_of: date) -> Roll:
    """Return who may be named at the counter on a day."""
    with store.reading(path) as connection:
        return Roll(tuple(registers.all_ksm(connection, as_of).values()), till.loan_numbers(connection))


def addressed(path: Path, words: Sequence[str], typed: str, as_of: date) -> tuple[str, Rupiah]:
    """Return who is named on a command line and with which amount, ``typed`` being its last word.

    Raises ``UsageError`` where no amount is among the words, or where they can be read in two ways.
    """
    said = [*words, typed]
    try:
        if plain := plainly(said):
            return plain
        roll = roll_of(path, as_of)
        line = read_line(said, roll)
        if line.amount is not None:
            return line.words, line.amount
        if not roll.named(line.words):
            parse_rupiah(typed)  # says what is wrong with it
    except UsageError as error:
        raise UsageError(f"JUMLAH: {error.message}", error.hint) from None
    raise UsageError(
        f"JUMLAH belum diisi: {quoted(line.words)} seluruhnya nama", "Tulis jumlahnya di belakang, misalnya 500rb."
    )


def caller(path: Path, words: str, day: date, today: date) -> Caller:
    """Return the KSM that words name, or the KSM of the loan, with what its loans ask for on a day.

    Raises ``NotFoundError``.
    """
    with store.reading(path) as connection:
        return _caller(connection, words, day, today)


def _caller(connection: store.Connection, words: str, day: date, today: date) -> Caller:
    known_on = max(day, today)
    only = registers.loan_or_none(connection, words, known_on)
    if only is None:
        found = fitting(registers.all_ksm(connection, known_on).values(), words)
        # What is neither a loan nor one KSM is told as everywhere, with what is near it.
        ksm = found[0] if len(found) == 1 else find_loan(connection, words, day, today).ksm
    else:
        ksm = only.ksm
    books = [
        book
        for book in loan_books_of(connection, day, ksm.code)
        if (book.loan.number == only.number if only else book.owes)
    ]
    chart = registers.chart(connection, day)
    owing = [(book, penalty_case(connection, chart, book.loan, day).card(day).owed) for book in books]
    return Caller(ksm, tuple(Owing(book, asked_on(book, penalty)) for book, penalty in owing))


def callers(path: Path, day: date) -> dict[str, Caller]:
    """Return every KSM that owes something on a day, by its code."""
    with store.reading(path) as connection:
        chart = registers.chart(connection, day)
        found: dict[str, Caller] = {}
        for book in loan_books_of(connection, day):
            if book.owes:
                penalty = penalty_case(connection, chart, book.loan, day).card(day).owed
                owing = Owing(book, asked_on(book, penalty))
                known = found.get(book.ksm.code, Caller(book.ksm, ()))
                found[book.ksm.code] = Caller(book.ksm, (*known.loans, owing))
        return found


class Order(Struct, frozen=True):
    """What is to be received on one loan; ``typed`` are the parts where a person named them."""

    loan: str
    amount: Rupiah
    typed: Typed = field(default_factory=dict)


def in_parts(loan: str, typed: Typed) -> Order:
    """Return an order of the parts that a person named."""
    return Order(loan, total(list(typed.values())), typed)


class Answer(Struct, frozen=True):
    """What one KSM paid, a receipt for each loan; nothing of it is ``recorded`` where a doubt was not agreed to."""

    receipts: tuple[Received, ...]
    recorded: bool

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is doubtful about them."""
        return tuple(dict.fromkeys(doubt for got in self.receipts for doubt in got.warnings))


class _DoubtedError(Exception):
    """Ends a transaction of which nothing is kept."""


def take(
    path: Path, orders: Sequence[Order], day: date, now: datetime, *, into: str | None = None, agreed: bool
) -> Answer:
    """Receive what one KSM pays, as ``receipts.receive`` does, all of it in one transaction.

    Unless it is ``agreed`` to, nothing is recorded that is doubtful. Raises what ``receive`` raises.
    """
    receipts: tuple[Received, ...] = ()
    with suppress(_DoubtedError), recording(path, now) as desk:
        receipts = tuple(
            receive(desk, order.loan, order.amount, day, now, typed=order.typed, into=into) for order in orders
        )
        if not agreed and any(got.warnings for got in receipts):
            raise _DoubtedError
        return Answer(receipts, recorded=True)
    return Answer(receipts, recorded=False)


def take_line(path: Path, line: Line, day: date, now: datetime, *, into: str | None = None) -> Answer:
    """Receive what a line says; without an amount what is asked for, unless the KSM seems to have paid it already.

    Raises ``NotFoundError`` for words that no KSM or loan fits, ``RefusedError`` and ``UsageError`` as ``receive``.
    """
    with recording(path, now) as desk:
        who = _caller(desk.connection, line.words, day, now.date())
        if not who.loans:
            found = find_loan(desk.connection, line.words, day, now.date()).number
            orders = [(found, _stated(line.amount, who))]
        else:
            orders = list(shares(who, line.amount))
        receipts = tuple(receive(desk, number, amount, day, now, into=into) for number, amount in orders)
        again = next((got for got in receipts if got.repeated), None)
        if line.amount is None and again and any(item.asked.ahead for item in who.asking):
            raise RefusedError(
                f"{again.warnings[-1]}; belum ada lagi yang jatuh tempo",
                f"Bila memang membayar lagi, tulis jumlahnya: {again.loan.number} {again.allocation.amount.value}",
            )
        return Answer(receipts, recorded=True)


def _stated(amount: Rupiah | None, who: Caller) -> Rupiah:
    """Return the amount. Raises ``RefusedError`` where none is stated and none is asked for."""
    if amount is None:
        shares(who, None)
    assert amount is not None
    return amount


def take_back(path: Path, numbers: Sequence[str], reason: str, now: datetime) -> tuple[Reversed, ...]:
    """Take back what one answer recorded, the last voucher first, in one transaction. Raises ``RefusedError``."""
    with recording(path, now) as desk:
        return tuple(reverse_voucher(desk, number, reason, None, now) for number in reversed(numbers))


def taken(path: Path, day: date) -> tuple[Taken, ...]:
    """Return what came into each money account on a day."""
    with store.reading(path) as connection:
        return till.taken_on(connection, registers.chart(connection, day), day)


def open_till(path: Path, day: date, now: datetime, words: str | None) -> tuple[Account, ...]:
    """Return the accounts that may take the money on a day, the one that words name first, none being the cash box.

    Whatever recording needs is loaded by then, so that no KSM waits for it. Raises ``RefusedError`` for a day on which
    nothing can be recorded and for an account that holds no money, ``NotFoundError`` for none.
    """
    with recording(path, now, trial=True) as desk:
        desk.check_date(day)
        assert desk.writer
        first = desk.chart[desk.money_account(words)]
        return (first, *(item for item in desk.chart.accounts if item.holds_money and item.code != first.code))
