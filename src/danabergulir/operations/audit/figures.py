"""What has to agree in the books of a day: the sums of the journal, what no day may show, and the month's reports."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import Month, format_form
from danabergulir.domain.accounts import Chart
from danabergulir.domain.checks import Checked, Result, at_month_ends, carried_forward, findings, judged
from danabergulir.domain.loans.book import Scope
from danabergulir.errors import DanaBergulirError, RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.proofs import slips, standings
from danabergulir.ledger.proofs.integrity import UNSOUND
from danabergulir.ledger.read import accounts, records, registers
from danabergulir.ledger.read import books as reader
from danabergulir.money import format_rupiah
from danabergulir.operations import limits
from danabergulir.reports.month.reconciliation import SAVINGS_AT_THE_BANK, CashDay, Reconciled, cash_days, checks

UNREADABLE: Final = (
    *(ArithmeticError, AssertionError, AttributeError, DanaBergulirError),
    *(LookupError, RuntimeError, TypeError, ValueError),
)
"""What reading a register can end in when someone has changed its rows behind the program's back."""


def refuse_before_opening(connection: store.Connection, day: date) -> None:
    """Raise ``RefusedError`` for a day of which the book knows nothing."""
    opened_on = registers.opened_on(connection)
    if day < opened_on:
        raise RefusedError(
            f"tanggal {format_form(day)} sebelum saldo awal buku ({format_form(opened_on)})",
            "Pilih tanggal sesudah saldo awal.",
        )


def sums(
    connection: store.Connection, chart: Chart, as_of: date, searches: Iterable[slips.Search]
) -> Iterator[Checked]:
    """Yield what has to agree in the books up to a day, and what the searches found that no day may show."""
    yield from at_month_ends(standings.month_ends(connection, chart, as_of))
    yield from filter(None, [standings.savings_cards(connection, chart, as_of)])
    reviews = records.reviews(connection)
    yield from (search.checked(reviews) for search in searches)


def wrong_in(connection: store.Connection, month: Month, *, with_reports: bool) -> list[Checked]:
    """Return the checks of a month's books that fail: its figures and, if asked, its reports; not file or history."""
    last_on = month.last_on
    chart = registers.chart(connection, last_on)
    found = list(sums(connection, chart, last_on, slips.searches(connection, chart, last_on)))
    if with_reports:
        found += reports(connection, month, journal_is_sound=True)
    return [item for item in found if item.result is Result.WRONG]


def reports(connection: store.Connection, month: Month, *, journal_is_sound: bool) -> Iterator[Checked]:
    """Yield the checks that an auditor makes by hand on the finished reports of a month."""
    if not journal_is_sound:
        yield Checked("Laporan bulan ini", Result.NOTE, "Tidak dibandingkan: isi bukti sudah tidak dapat dipercaya.")
        return
    try:
        books = reader.books(connection, month, Scope.LIVING)
        compared, days = checks(books), cash_days(books)
        before = accounts.account_figures(connection, books.chart, month.shifted(-1))
    except UNREADABLE:
        sentence = f"Laporan {month.long_name} tidak dapat dibuat dari isi buku ini."
        yield Checked("Laporan bulan ini", Result.WRONG, sentence, UNSOUND)
        return
    differs = any(check.difference and check.name != SAVINGS_AT_THE_BANK for check in compared)
    yield from _cross_checks(compared, month, decided=differs and _card_decided_about(connection, month))
    if month > Month.of(books.opened_on):
        yield carried_forward(before, books.figures, month)
    yield _deposits(days, month)


def _card_decided_about(connection: store.Connection, month: Month) -> bool:
    """Return whether a card is below nil at the end of a month, and every such card was decided about."""
    books = reader.books(connection, month)
    found = limits.decided(connection, books.chart, findings(books), month.last_on)
    cards = [finding for finding in found if finding.check in limits.CARDS]
    return bool(cards) and all(finding.severity != "galat" for finding in cards)


def _cross_checks(compared: Sequence[Reconciled], month: Month, *, decided: bool) -> Iterator[Checked]:
    """Yield each line of the reconciliation as a check.

    A card below nil is in no list of who owes, so that the reports cannot agree; once ``decided`` about, that is worth
    a look only.
    """
    hint = f"Lihat: danabergulir laporan {month} --hanya rekonsiliasi"
    for check in compared:
        figures = f"{month.long_name}: {format_rupiah(check.here)} dan {format_rupiah(check.there)}"
        otherwise = Result.NOTE if decided or check.name == SAVINGS_AT_THE_BANK else Result.WRONG
        yield judged(check.name, f"{figures}.", [figures] if check.difference else [], hint, otherwise=otherwise)


def _deposits(days: Sequence[CashDay], month: Month) -> Checked:
    """Return what was received in cash and banked on the days of the month, for information."""
    faults = [
        f"{format_form(day.dated_on)}: diterima {format_rupiah(day.received)}, disetor {format_rupiah(day.banked)}"
        for day in days
        if day.kept
    ]
    return judged(
        "Penerimaan dan setoran tiap hari",
        f"{month.long_name}: {len(days)} hari, uang yang diterima hari itu = uang yang disetor ke bank.",
        faults,
        "Hanya untuk diketahui.",
        otherwise=Result.NOTE,
    )
