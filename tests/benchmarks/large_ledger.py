"""A fund that has lent to every KSM once a year: 2,500 of them make a million transfers in twelve years.

Run by ``measure.py`` with the path of the ledger to make, how many KSM it has, and how many years of lending, the last
of which is 2022; the journal for ledger-cli is written beside it.
"""

import sqlite3
import sys
from contextlib import closing
from datetime import date
from itertools import groupby
from pathlib import Path

from danabergulir.domain.accounts import URBAN_CHART, Chart, Role, with_opening_account
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component, Event, Posting, Transfer, VoucherKind
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import Loan, LoanTerms
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.ledger.file import store
from danabergulir.ledger.write import Writer
from danabergulir.money import Direction, Rate, Rounding, Rupiah

LAST_YEAR, TERM = 2022, 12
_LAST_DAY = date(LAST_YEAR, 12, 31)
_CHART = Chart(with_opening_account(URBAN_CHART))
_CASH, _RECEIVABLE, _JASA, _TITIPAN, _CAPITAL = (
    _CHART.with_role(role).code for role in (Role.CASH, Role.RECEIVABLE, Role.JASA_INCOME, Role.TITIPAN, Role.CAPITAL)
)


def write_large_ledger(path: Path, count: int, years: int) -> None:
    """Create the ledger in one transaction, by the program's own writer.

    Every KSM borrows once a year for twelve months and pays pokok, jasa and titipan monthly. Every twenty-third
    instalment is paid a month late, and three loans in a hundred are never paid to the end.
    """
    first_year = LAST_YEAR - years + 1
    opened_on = date(first_year - 1, 12, 31)
    groups = [
        KSM(f"K-{number:04d}", f"Kelompok {number}", f"{number % 40:02d}", "001") for number in range(1, count + 1)
    ]
    with store.creating(path) as connection:
        writer = Writer(connection, "2023-01-02T08:00:00+07:00")
        writer.open_book(opened_on, "benchmark")
        writer.set_profile(Profile("Besar", "Besar", "Sukamaju", "Tirtasari", "Kota Contoh", "Jawa"), opened_on)
        writer.set_policy(DEFAULT_POLICY, opened_on)
        writer.add_accounts(_CHART.accounts, opened_on)
        for group in groups:
            writer.add_ksm(group, opened_on)
        capital = Transfer(_CASH, _CAPITAL, Rupiah(10**11))
        postings = [Posting(VoucherKind.RECEIPT, Event.CASH_IN, opened_on, "Modal", (capital,))]
        for year in range(first_year, LAST_YEAR + 1):
            for index, group in enumerate(groups):
                number = f"P-{(year - first_year) * count + index + 1:04d}"
                postings += _life_of(writer, number, group, date(year, index % 12 + 1, index % 28 + 1), index)
        for posting in sorted(postings, key=lambda item: item.dated_on):
            writer.record(posting)
        writer.flush()


def _life_of(writer: Writer, number: str, group: KSM, disbursed_on: date, index: int) -> list[Posting]:
    """Add one loan and return its disbursement and receipts."""
    principal = Rupiah(6_000_000 + 500_000 * (index % 25))
    terms = LoanTerms(
        principal, TERM, Rate.percent("1.5"), disbursed_on, Rounding(100, Direction.UP), Rate.percent("0.05")
    )
    loan, schedule = Loan(number, group, terms), build_schedule(terms)
    writer.add_loan(loan, schedule)

    def move(debit: str, credit: str, amount: Rupiah, component: Component) -> Transfer:
        return Transfer(debit, credit, amount, component, number, group.code)

    lent = move(_RECEIVABLE, _CASH, principal, Component.DISBURSEMENT)
    postings = [
        Posting(VoucherKind.PAYMENT, Event.DISBURSEMENT, disbursed_on, "Pencairan", (lent,), group.name, number)
    ]
    stops_at = 1 + index % TERM if (index + disbursed_on.year) % 33 == 0 else TERM + 1
    waiting: list[Transfer] = []
    for line in schedule:
        if line.due_on > _LAST_DAY or line.number == stops_at:
            break
        waiting += [
            move(_CASH, _RECEIVABLE, line.principal, Component.PRINCIPAL),
            move(_CASH, _JASA, line.jasa, Component.JASA),
            move(_CASH, _TITIPAN, line.titipan, Component.TITIPAN),
        ]
        if line.number < TERM and (index + 7 * line.number) % 23 == 0:
            continue  # paid together with the next one
        memo = f"Angsuran ke-{line.number}"
        posting = Posting(VoucherKind.RECEIPT, Event.REPAYMENT, line.due_on, memo, tuple(waiting), group.name, number)
        postings.append(posting)
        waiting = []
    return postings


def write_ledger_journal(path: Path, journal: Path) -> None:
    """Write the postings of the ledger at ``path`` as ledger-cli reads them, one amount per voucher and account."""
    query = """
        SELECT voucher.sequence, voucher.dated_on, voucher.number, debit, credit, amount
        FROM voucher JOIN transfer ON transfer.voucher = voucher.sequence ORDER BY voucher.sequence
    """
    with closing(sqlite3.connect(path)) as connection, journal.open("w", encoding="utf-8") as text:
        for (_, dated_on, number), rows in groupby(connection.execute(query), key=lambda row: row[:3]):
            sums: dict[str, int] = {}
            for *_, debit, credit, amount in rows:
                sums[debit] = sums.get(debit, 0) + amount
                sums[credit] = sums.get(credit, 0) - amount
            text.write(f"{dated_on} * {number}\n")
            text.writelines(f"    {_CHART[code].account_class}:{code}  {amount} IDR\n" for code, amount in sums.items())
            text.write("\n")


if __name__ == "__main__":
    ledger = Path(sys.argv[1])
    ledger.unlink(missing_ok=True)
    print(f"writing {ledger} ...", file=sys.stderr)
    write_large_ledger(ledger, int(sys.argv[2]), int(sys.argv[3]))
    draft = ledger.with_suffix(".draft")
    write_ledger_journal(ledger, draft)
    draft.rename(ledger.with_suffix(".journal"))
