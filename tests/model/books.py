"""Double entry: the chart, postings by day, and every figure that follows from postings alone.

Choices where the sources are silent:

* the opening is a posting of its day; its income and cost count to that day's year, and a trial balance of the opening
  month shows it as `saldo_awal`, not as movement; the statement of income shows it in that month's column;
* statements of income never contain closing entries; the closing legs of income and cost accounts stand in the
  trial balance and the balance sheet on the row `LABA-LALU` (or `LABA` while the closed year is still running);
* a part of the profit that the split does not name stays on `laba_ditahan`; parts are by largest remainder, ties to
  the first; a loss is not split;
* the trial balance nets each fact with its corrections per account within the month before adding up debit and credit,
  but shows a fact and its later reversal both, and, on both its rows, every income
  and cost account that a closing brings to nil.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class Account:
    """One account of the chart."""

    code: str
    name: str
    group: str  # aset, kewajiban, modal, pendapatan, biaya
    contra: bool = False
    roles: tuple[str, ...] = ()


DEFAULT_CHART = (
    Account("11010", "Kas", "aset", roles=("kas",)),
    Account("11021", "Bank UPK", "aset", roles=("bank",)),
    Account("11022", "Bank Tabungan/TR", "aset", roles=("bank_tabungan",)),
    Account("11030", "Pinjaman KSM", "aset", roles=("piutang",)),
    Account("12010", "Cadangan Risiko Pinjaman", "aset", contra=True, roles=("cadangan",)),
    Account("12020", "Inventaris dan Harta Tetap", "aset"),
    Account("12021", "Akumulasi Penyusutan", "aset", contra=True),
    Account("21010", "Hutang", "kewajiban"),
    Account("21020", "Tabungan KSM / Tanggung Renteng", "kewajiban", roles=("tabungan",)),
    Account("21030", "Titipan BOP", "kewajiban", roles=("titipan",)),
    Account("21040", "Dana Sosial (UPS)", "kewajiban", roles=("dana_sosial",)),
    Account("21050", "Dana Lingkungan (UPL)", "kewajiban", roles=("dana_lingkungan",)),
    Account("31010", "Modal Awal Dana Bergulir", "modal", roles=("modal",)),
    Account("31020", "Modal PNPM", "modal", roles=("modal",)),
    Account("31030", "Laba Ditahan", "modal", roles=("laba_ditahan",)),
    Account("41010", "Jasa Pinjaman", "pendapatan", roles=("pendapatan_jasa",)),
    Account("41020", "Pendapatan Non Operasional", "pendapatan"),
    Account("41030", "Denda dan Pendapatan Lain dari Pinjaman", "pendapatan", roles=("pendapatan_denda",)),
    Account("51010", "Insentif UPK", "biaya"),
    Account("51030", "ATK / Biaya Kantor", "biaya"),
    Account("51040", "Transport", "biaya"),
    Account("51050", "Biaya Rapat / Alokasi", "biaya"),
    Account("51060", "Penghargaan KSM", "biaya", roles=("penghargaan",)),
    Account("51070", "Biaya Penyusutan", "biaya"),
    Account("51080", "Biaya Cadangan Risiko Pinjaman", "biaya", roles=("biaya_cadangan",)),
    Account("52010", "Biaya Non Operasional", "biaya"),
)
NEVER_NEGATIVE_ASSETS = ("kas", "bank", "bank_tabungan", "piutang")
NEVER_NEGATIVE_LIABILITIES = ("tabungan", "titipan", "dana_sosial", "dana_lingkungan", "cadangan")
EARLIER_RESULT, RESULT = "LABA-LALU", "LABA"


@dataclass(frozen=True)
class Posting:
    """Lines of one voucher on one day: account -> amount, debit positive; they sum to nil."""

    date: date
    source: str  # id of the fact
    kind: str  # event, reversal, correction, closing, opening
    lines: tuple  # of (account, amount)
    closes: int | None = None  # the year that this posting closes


def month_end(day):
    """The last day of the month of a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def largest_remainder(amount, weights):
    """The amount cut by weights into whole parts that sum exactly, ties to the first."""
    total = sum(Fraction(weight) for weight in weights)
    exact = [amount * Fraction(weight) / total for weight in weights]
    parts = [floor(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: amount - sum(parts)]:
        parts[place] += 1
    return parts


class Books:
    """A chart and postings, asked for figures at days."""

    def __init__(self, chart, postings):
        """Keep the postings in the order of their days."""
        self.chart = {account.code: account for account in chart}
        self.postings = sorted(postings, key=lambda posting: posting.date)

    def with_role(self, role):
        """The codes of the accounts that have a role."""
        return [code for code, account in self.chart.items() if role in account.roles]

    def lines(self, since=None, to=None):
        """Every (posting, account, amount) of the days since..to."""
        for posting in self.postings:
            if (since is None or posting.date >= since) and (to is None or posting.date <= to):
                for code, amount in posting.lines:
                    yield posting, code, amount

    def balance(self, code, day):
        """The balance of an account, debit positive, closing entries included."""
        return sum(amount for _, account, amount in self.lines(to=day) if account == code)

    def is_result(self, code):
        """Whether an account is income or cost."""
        return self.chart[code].group in ("pendapatan", "biaya")

    def income_accounts(self, since, to):
        """What each income and cost account moved in the days, natural sign, closing entries left out."""
        moved = {code: 0 for code in self.chart if self.is_result(code)}
        for posting, code, amount in self.lines(since, to):
            if posting.closes is None and code in moved:
                moved[code] += -amount if self.chart[code].group == "pendapatan" else amount
        return moved

    def income_and_cost(self, day):
        """Income and cost from January to the day."""
        moved = self.income_accounts(date(day.year, 1, 1), day)
        income = sum(amount for code, amount in moved.items() if self.chart[code].group == "pendapatan")
        return income, sum(moved.values()) - income

    def income_statement(self, day):
        """`laba-rugi`: code -> the year to last month, this month, the year to date."""
        january, first = date(day.year, 1, 1), day.replace(day=1)
        before, now = self.income_accounts(january, first - timedelta(days=1)), self.income_accounts(first, day)
        return {
            code: {
                "sd_bulan_lalu": before[code],
                "bulan_ini": now[code],
                "sd_bulan_ini": before[code] + now[code],
            }
            for code in now
        }

    def results(self, day):
        """The unclosed result of earlier years and that of the running year, profit positive."""
        earlier = running = 0
        for posting, code, amount in self.lines(to=day):
            if self.is_result(code):
                if (posting.closes or posting.date.year) < day.year:
                    earlier -= amount
                else:
                    running -= amount
        return earlier, running

    def balance_sheet(self, day):
        """`neraca`: code -> balance in its group's sign, contra accounts negative, with the two rows of results."""
        rows = {}
        for code, account in self.chart.items():
            if not self.is_result(code):
                balance = self.balance(code, day)
                rows[code] = balance if account.group == "aset" else -balance
        rows[EARLIER_RESULT], rows[RESULT] = self.results(day)
        return rows

    def balance_sheet_totals(self, day):
        """The totals of both sides of `neraca`."""
        rows = self.balance_sheet(day)
        assets = sum(amount for code, amount in rows.items() if code in self.chart and self._is_asset(code))
        return assets, sum(rows.values()) - assets

    def _is_asset(self, code):
        return self.chart[code].group == "aset"

    def _trial_row(self, posting, code, day):
        """The row of the trial balance of a month that a line belongs to."""
        if not self.is_result(code):
            return code
        if posting.closes is not None:
            return EARLIER_RESULT if posting.closes < day.year else RESULT
        return code if posting.date.year == day.year else EARLIER_RESULT

    def trial_balance(self, day):
        """`neraca-saldo` of the month to the day: row -> saldo_awal, debit, kredit, saldo_akhir, debit positive."""
        first = day.replace(day=1)
        opening, moved = defaultdict(int), defaultdict(lambda: defaultdict(int))
        for posting, code, amount in self.lines(to=day):
            row = self._trial_row(posting, code, day)
            if posting.date < first or posting.kind == "opening":
                opening[row] += amount
            else:
                apart = amount > 0 if posting.kind == "closing" else posting.kind == "reversal"
                moved[row][posting.source, posting.kind == "closing", apart] += amount
        rows = {}
        for row in [*self.chart, EARLIER_RESULT, RESULT]:
            debit = sum(amount for amount in moved[row].values() if amount > 0)
            credit = -sum(amount for amount in moved[row].values() if amount < 0)
            rows[row] = {
                "saldo_awal": opening[row],
                "debit": debit,
                "kredit": credit,
                "saldo_akhir": opening[row] + debit - credit,
            }
        return rows

    def account_book(self, code, since, to):
        """A cash or bank book: the balance before, then (date, source, debit, credit, balance), corrections netted."""
        begun = sum(
            amount for one, account, amount in self.lines(since, to) if account == code and one.kind == "opening"
        )
        saldo = opening = self.balance(code, since - timedelta(days=1)) + begun
        netted = {}
        for posting, account, amount in self.lines(since, to):
            if account == code and posting.kind != "opening":
                key = (posting.date, posting.source, posting.kind in ("reversal", "closing"))
                netted[key] = netted.get(key, 0) + amount
        rows = []
        for (day, source, _), amount in netted.items():
            if amount:
                saldo += amount
                rows.append((day, source, max(amount, 0), max(-amount, 0), saldo))
        return opening, rows

    def closing(self, fact):
        """The closing entry of a year and the split of its profit, from what was posted so far."""
        moved = self.income_accounts(date(fact.year, 1, 1), min(fact.date, date(fact.year, 12, 31)))
        kept = self.with_role("laba_ditahan")[0]
        lines, profit = [], 0
        for code, amount in moved.items():
            signed = amount if self.chart[code].group == "pendapatan" else -amount
            profit += signed
            if signed:
                lines += [(code, signed), (kept, -signed)]
        postings = [Posting(fact.date, fact.id, "closing", tuple(lines), fact.year)]
        if profit > 0 and fact.split:
            rest = 100 - sum(Fraction(share) for _, share, _ in fact.split)
            parts = largest_remainder(profit, [*(Fraction(share) for _, share, _ in fact.split), rest])
            shares = [(account, -part) for (_, _, account), part in zip(fact.split, parts[:-1], strict=True)]
            postings.append(
                Posting(fact.date, f"{fact.id}/bagi", "closing", ((kept, sum(parts[:-1])), *shares), fact.year),
            )
        return postings

    def negative_days(self, since=None):
        """(day, account, amount) for every end of a day at which a balance that cannot be negative is."""
        watched = {code: 1 for role in NEVER_NEGATIVE_ASSETS for code in self.with_role(role)}
        watched |= {code: -1 for role in NEVER_NEGATIVE_LIABILITIES for code in self.with_role(role)}
        by_day = defaultdict(list)
        for posting, code, amount in self.lines():
            by_day[posting.date].append((code, amount))
        balances, bad = defaultdict(int), []
        for day in sorted(by_day):
            for code, amount in by_day[day]:
                balances[code] += amount
            if since is None or day >= since:
                bad += [(day, code, balances[code]) for code, sign in watched.items() if balances[code] * sign < 0]
        return bad
