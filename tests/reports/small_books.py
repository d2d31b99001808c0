"""Small ``Books`` for tests of reports: a handful of postings in, the as-of picture of a month out."""

from collections.abc import Iterable, Mapping
from datetime import date

from danabergulir.dates import Month
from danabergulir.domain.accounts import OPENING_ACCOUNT, URBAN_CHART, Chart, with_opening_account
from danabergulir.domain.books import Books
from danabergulir.domain.closing import closes_own_year
from danabergulir.domain.entries import AccountFigures, Movement, SavingsFigures
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Event, Posting, Transfer, Voucher, VoucherKind, kind_of
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, LoanTerms, Paid
from danabergulir.domain.policy.choices import Method
from danabergulir.domain.policy.rules import DEFAULT_POLICY, Policy
from danabergulir.money import Rate, Rupiah
from danabergulir.reports.model.sheet import Section, Style

CHART = Chart(with_opening_account(URBAN_CHART))
PROFILE = Profile("Melati", "Sejahtera", "Sukamaju", "Tirtasari", "Kota Contoh", "Jawa Contoh")


def move(debit: str, credit: str, amount: int, loan: str | None = None) -> Transfer:
    """Return a transfer of ``amount`` rupiah to the ``debit`` account."""
    return Transfer(debit, credit, Rupiah(amount), loan=loan)


def posting(
    dated_on: date,
    *moves: Transfer,
    memo: str = "Uraian",
    party: str = "",
    event: Event = Event.ENTRY,
    chart: Chart = CHART,
) -> Posting:
    """Return a posting on the voucher that fits its transfers."""
    kind = VoucherKind.OPENING if event is Event.OPENING else kind_of(moves, chart)
    return Posting(kind, event, dated_on, memo, moves, party)


def vouchers(postings: Iterable[Posting]) -> tuple[Voucher, ...]:
    """Return the postings in the order of their dates, numbered by kind and year: ``BKM-2023-0001``."""
    counts: dict[tuple[str, int], int] = {}
    numbered = []
    for sequence, item in enumerate(sorted(postings, key=lambda each: each.dated_on), start=1):
        series = (item.kind, item.dated_on.year)
        counts[series] = counts.get(series, 0) + 1
        number = f"{item.kind}-{item.dated_on.year}-{counts[series]:04d}"
        numbered.append(Voucher(number, sequence, f"{item.dated_on}T08:00:00", item, ""))
    return tuple(numbered)


def figures_of(postings: Iterable[Posting], month: Month, chart: Chart = CHART) -> tuple[AccountFigures, ...]:
    """Return every account's figures: the journal summed by stretch of time, nothing after the month."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for item in postings:
        if item.dated_on > month.last_on:
            continue
        stretch = _stretch(item, month)
        for transfer in item.transfers:
            debit, credit = sums.get((transfer.debit, stretch), (0, 0))
            sums[transfer.debit, stretch] = (debit + transfer.amount.value, credit)
            debit, credit = sums.get((transfer.credit, stretch), (0, 0))
            sums[transfer.credit, stretch] = (debit, credit + transfer.amount.value)
    return tuple(
        AccountFigures(
            account,
            **{stretch: Movement(*moved) for (code, stretch), moved in sums.items() if code == account.code},
        )
        for account in chart.accounts
    )


def _stretch(item: Posting, month: Month) -> str:
    in_month = item.dated_on >= month.first_on
    if item.event is Event.YEAR_CLOSE:
        own = "closing_own" if closes_own_year(item.dated_on) else "closing_month"
        return own if in_month else "closing_before"
    if item.dated_on < month.year_first_on:
        return "before_year"
    return "month" if in_month and item.event is not Event.OPENING else "year_before_month"


def account_figures(code: str, chart: Chart = CHART, **stretches: tuple[int, int]) -> AccountFigures:
    """Return one account's figures, typed by hand: ``account_figures("11010", month=(500, 0))``."""
    return AccountFigures(chart[code], **{name: Movement(*moved) for name, moved in stretches.items()})


def books(
    month: str,
    *postings: Posting,
    opening: Mapping[str, int] | None = None,
    opened_on: date = date(2022, 12, 31),
    chart: Chart = CHART,
    figures: Mapping[str, AccountFigures] | None = None,
    loans: Iterable[LoanBook] = (),
    savings: Iterable[SavingsFigures] = (),
    policy: Policy = DEFAULT_POLICY,
    head: str = "",
) -> Books:
    """Return the books of ``month`` (``2023-01``) that the postings make.

    ``opening`` gives opening balances by account code, debit positive, against the technical account; ``figures``
    takes the place of what was summed for its accounts, so that books can be wrong on purpose.
    """
    period = Month.parse(month)
    recorded = (*_openings(opening or {}, opened_on, chart), *postings)
    wrong = figures or {}
    return Books(
        profile=PROFILE,
        policy=policy,
        chart=chart,
        month=period,
        as_of=period.last_on,
        opened_on=opened_on,
        figures=tuple(wrong.get(item.account.code, item) for item in figures_of(recorded, period, chart)),
        loans=tuple(loans),
        vouchers=tuple(
            voucher
            for voucher in vouchers(recorded)
            if Month.of(voucher.posting.dated_on) == period and voucher.posting.event is not Event.OPENING
        ),
        savings=tuple(savings),
        head=head,
    )


def _openings(opening: Mapping[str, int], opened_on: date, chart: Chart) -> Iterable[Posting]:
    for code, balance in opening.items():
        between = (code, OPENING_ACCOUNT.code) if balance > 0 else (OPENING_ACCOUNT.code, code)
        yield posting(opened_on, move(*between, abs(balance)), memo="Saldo awal", event=Event.OPENING, chart=chart)


def lines(section: Section) -> list[tuple[object, ...]]:
    """Return the cells of every row but headings, rupiah as plain integers."""
    return [
        tuple(cell.value if isinstance(cell, Rupiah) else cell for cell in row.cells)
        for row in section.rows
        if row.style is not Style.HEADING
    ]


def keys(section: Section) -> list[str]:
    """Return the keys of the columns."""
    return [column.key for column in section.columns]


def ksm(code: str = "K-01", name: str = "Anggrek", rw: str = "05", rt: str = "003") -> KSM:
    """Return a KSM."""
    return KSM(code, name, rw, rt)


def paid(principal: int = 0, jasa: int = 0, titipan: int = 0, penalty: int = 0) -> Paid:
    """Return what was paid, from plain integers."""
    return Paid(Rupiah(principal), Rupiah(jasa), Rupiah(titipan), Rupiah(penalty))


def loan_book(
    number: str = "P-0001",
    *,
    borrower: KSM | None = None,
    principal: int = 1_200_000,
    term: int = 12,
    jasa_percent: str = "1.5",
    titipan_percent: str = "0",
    method: Method = Method.FLAT,
    disbursed_on: date = date(2022, 12, 15),
    month: str = "2023-01",
    paid_all: Paid = NOTHING_PAID,
    paid_before_month: Paid | None = None,
    paid_before_opening: Paid = NOTHING_PAID,
    policy: Policy = DEFAULT_POLICY,
    cycle: int = 1,
) -> LoanBook:
    """Return one loan at the end of ``month``, its balance worked out from what was paid.

    ``paid_before_month`` is ``paid_all`` unless given: nothing was paid in the month.
    """
    period = Month.parse(month)
    terms = LoanTerms(
        Rupiah(principal),
        term,
        Rate.percent(jasa_percent),
        disbursed_on,
        policy.rounding.rounding,
        Rate.percent(titipan_percent),
        method,
    )
    earlier = paid_all if paid_before_month is None else paid_before_month
    lent_before = Rupiah(principal if disbursed_on < period.first_on else 0)
    return LoanBook(
        Loan(number, borrower or ksm(), terms, paid_before_opening),
        build_schedule(terms),
        Rupiah(principal) - paid_all.principal,
        lent_before - earlier.principal,
        paid_all,
        earlier,
        period.last_on,
        policy,
        cycle,
    )
