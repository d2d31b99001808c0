"""The last old report beside the new book: each figure of the workbook, what the book says, and the difference."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Account, AccountClass, Chart, Role
from danabergulir.domain.loans.book import LoanBook
from danabergulir.errors import FaultyDataError, RefusedError
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import records, savings
from danabergulir.ledger.read.accounts import balance
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import NIL, Rupiah, total
from danabergulir.operations.csv_table import digest_of
from danabergulir.operations.imports.workbook.around.accounts import account_balances
from danabergulir.operations.imports.workbook.around.as_of import of_the_day, without_recaps
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.bounds import cell_name
from danabergulir.operations.imports.workbook.cells import read_amount
from danabergulir.operations.imports.workbook.fields import label
from danabergulir.operations.imports.workbook.headings import ARREARS, ListKind, folded
from danabergulir.operations.imports.workbook.loans import LoanFound, Loans
from danabergulir.operations.imports.workbook.names import GroupFound, Groups
from danabergulir.operations.imports.workbook.peta import Peta
from danabergulir.operations.imports.workbook.plan import Ledger, one_balance
from danabergulir.operations.imports.workbook.recording import KIND, place_of, question_words
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.sheets import Workbook
from danabergulir.operations.imports.workbook.states import newest_states
from danabergulir.operations.imports.workbook.understanding import know_ledger, read_sheets


class Compared(Struct, frozen=True):
    """One figure of the old report beside that of the new book, in rupiah; ``where`` is empty for none on paper."""

    part: str
    name: str
    old: Rupiah
    new: Rupiah
    where: str = ""

    @property
    def difference(self) -> Rupiah:
        """Return by how much the book says more."""
        return self.new - self.old


class Comparison(Struct, frozen=True):
    """Every figure compared as of a day, and what could not be read without a doubt."""

    as_of: date
    lines: tuple[Compared, ...]
    doubts: tuple[str, ...]

    @property
    def differing(self) -> int:
        """Return how many figures differ."""
        return sum(1 for line in self.lines if line.difference)


def compare_book(
    path: Path, book: Workbook, now: datetime, peta: Peta, as_of: date | None, *, file: Path | None = None
) -> Comparison:
    """Return the figures of a workbook beside those of the ledger on the same day, that of the opening without one.

    Of a ``file`` that the ledger was filled from no doubt is told again: it was answered then.
    Raises ``RefusedError`` for a day before the opening and ``FaultyDataError`` for a workbook with nothing to compare.
    """
    with store.reading(path) as connection:
        answered = file is not None and records.imported_at(connection, KIND, digest_of(file)) is not None
        ledger = know_ledger(connection, now.date())
        day = as_of or ledger.opened_on
        if day < ledger.opened_on:
            raise RefusedError(
                f"{format_form(day)} sebelum saldo awal buku ({format_form(ledger.opened_on)})",
                f"Bandingkan dengan laporan per --per {ledger.opened_on} atau sesudahnya.",
            )
        asker = Asker(peta)
        used = of_the_day(one_balance(newest_states(without_recaps(read_sheets(book, asker, day)), day)), day, asker)
        paper = _Paper(used, ledger, asker, day)
        lines = (*paper.accounts(connection), *paper.loans(connection), *paper.savings(connection))
    if not lines:
        raise FaultyDataError(
            f"tidak ada angka yang dapat dibandingkan dalam {book.name}",
            "Yang dibandingkan: saldo akun, saldo dan tunggakan pinjaman per KSM, dan tabungan per KSM.",
        )
    open_questions = () if answered else asker.questions.values()
    doubts = (f"{place_of(question)}: {question_words(question)}" for question in open_questions)
    return Comparison(day, lines, tuple(doubts))


_OF_ARREARS: Final[dict[str, Callable[[LoanBook], Rupiah]]] = {
    "tunggakan_pokok": lambda book: book.position.arrears_principal,
    "tunggakan_jasa": lambda book: book.position.arrears_jasa,
}
_THIS_YEAR: Final = re.compile(r"(laba|rugi|laba rugi|shu|surplus|sisa hasil usaha).*\b(berjalan|tahun ini|bulan ini)")
_RESULT: Final = frozenset({AccountClass.INCOME, AccountClass.COST})


class _Paper(Struct, frozen=True):
    """The sheets of an old report as they are read beside a ledger."""

    used: Sequence[Listed]
    ledger: Ledger
    asker: Asker
    as_of: date

    def _records(self, content: ListKind) -> list[Record]:
        return [record for item in self.used for record in item.records if record.content is content]

    def accounts(self, connection: store.Connection) -> Iterator[Compared]:
        """Yield the balance of every account, as its class has it: what is owned and what is owed above nil."""
        chart = self.ledger.chart
        records = self._records(ListKind.BALANCES)
        if not records:
            return
        of_year = [record for record in records if _THIS_YEAR.search(folded(record.get("akun")))]
        listed = [record for record in records if record not in of_year]
        rows = account_balances(listed, chart, self.asker, by_part=True)
        old: defaultdict[str, int] = defaultdict(int)
        where: dict[str, str] = {}
        for row in rows:
            code = row.cells["kode"]
            old[code] += int(row.cells["debit"]) - int(row.cells["kredit"])
            where.setdefault(code, _place(row.record))
        tells_result = any(chart[code].account_class in _RESULT for code in old)
        new = {code: balance(connection, code, self.as_of) for code in chart}
        for code, account in chart.items():
            skipped = Role.OPENING in account.roles or (account.account_class in _RESULT and not tells_result)
            if not skipped and (code in old or new[code]):
                sides = _shown(account, Rupiah(old[code])), _shown(account, new[code])
                yield Compared("akun", f"{code} {account.name}", *sides, where.get(code, ""))
        if not tells_result:
            yield from self._result(of_year, chart, new)

    def _result(self, of_year: list[Record], chart: Chart, new: dict[str, Rupiah]) -> Iterator[Compared]:
        """Yield the result of the year, which a balance sheet has in the place of income and cost."""
        result = -total([new[code] for code, account in chart.items() if account.account_class in _RESULT])
        written = sum(
            record.amount("saldo") or (record.amount("kredit") or 0) - (record.amount("debit") or 0)
            for record in of_year
        )
        if of_year or result:
            where = _place(of_year[0]) if of_year else ""
            yield Compared("akun", "Laba tahun berjalan", Rupiah(written), result, where)

    def loans(self, connection: store.Connection) -> Iterator[Compared]:
        """Yield the balance of every KSM, then its arrears where the paper has them, each with the sum."""
        records = self._records(ListKind.LOANS)
        if not records:
            return
        groups = Groups(self.ledger.groups, self.asker)
        loans = Loans(groups, self.asker)
        loans.take(self.used, self.as_of)
        receipts = self._records(ListKind.RECEIPTS)
        loans.pay(receipts, self.as_of)
        loans.settle(has_receipts=bool(receipts))
        owed: defaultdict[str, int] = defaultdict(int)
        arrears: dict[str, defaultdict[str, int]] = {part: defaultdict(int) for part, _ in ARREARS}
        names: dict[str, str] = {}
        where: dict[str, str] = {}
        for loan in loans.found:
            code, record = _shown_as(loan.group), loan.record
            column = record.columns.get("saldo", record.columns.get("pokok", 0))
            where.setdefault(code, f"{record.sheet.name} {cell_name(record.row, column)}")
            names[code] = "" if loan.group.is_new else loan.group.name
            if loan.principal_paid is not None:
                owed[code] += loan.principal - loan.principal_paid
            for part, amount in self._arrears(record):
                arrears[part][code] += amount
        books = [book for book in loan_books_of(connection, self.as_of) if book.owes]
        names |= {book.ksm.code: book.ksm.name for book in books}
        booked = [(book.ksm.code, book.outstanding) for book in books]
        yield from _by_ksm("saldo KSM", owed, booked, names, where)
        yield from _contradicting(loans.found, owed, booked, names)
        for part, old in arrears.items():
            if old:
                new = [(book.ksm.code, _OF_ARREARS[part](book)) for book in books]
                yield from _by_ksm(label(part), old, new, names, where)

    def _arrears(self, record: Record) -> Iterator[tuple[str, int]]:
        """Yield what the row of a loan says is late, by the part."""
        item = next((item for item in self.used if item.sheet.name == record.sheet.name), None)
        if item is None or item.heading is None or item.content is not ListKind.LOANS:
            return
        for column, title in item.heading.titles.items():
            part = next((part for part, pattern in ARREARS if re.fullmatch(pattern, folded(title))), None)
            read = read_amount(record.sheet.at(record.row, column))
            if part is not None and not read.problem:
                yield part, int(read.text or 0)

    def savings(self, connection: store.Connection) -> Iterator[Compared]:
        """Yield what every KSM has saved."""
        records = self._records(ListKind.SAVINGS)
        groups = Groups(self.ledger.groups, self.asker)
        old: defaultdict[str, int] = defaultdict(int)
        names: dict[str, str] = {}
        where: dict[str, str] = {}
        found = [(record, group) for record in records if (group := groups.add(record))]
        for record, group in found:
            code = _shown_as(group)
            old[code] += record.amount("jumlah") or 0
            names[code] = "" if group.is_new else group.name
            where.setdefault(code, f"{record.sheet.name} {record.cell('jumlah')}")
        if not records:
            return
        names |= {ksm.code: ksm.name for ksm in self.ledger.groups}
        new = [
            item
            for account in self.ledger.chart.all_with(Role.SAVINGS)
            for item in savings.card_balances(connection, account.code, self.as_of).items()
            if item[1]
        ]
        yield from _by_ksm("tabungan", old, new, names, where)


def _contradicting(
    found: Sequence[LoanFound], owed: Mapping[str, int], booked: Sequence[tuple[str, Rupiah]], names: Mapping[str, str]
) -> Iterator[Compared]:
    """Yield the balance of a KSM as another sheet has it, where that is not what the first one says."""
    for loan in found:
        for record in loan.others:
            left, paid, code = record.amount("saldo"), record.amount("pokok_terbayar"), _shown_as(loan.group)
            if left is None and paid is not None:
                left = loan.principal - paid
            own = loan.principal - (loan.principal_paid or 0)
            if left is not None and left != own:
                new = total([amount for known, amount in booked if known == code])
                cell = f"{record.sheet.name} {record.cell('saldo' if 'saldo' in record.columns else 'pokok_terbayar')}"
                name = f"{code} {names.get(code, '')}".strip()
                yield Compared("saldo KSM", name, Rupiah(owed.get(code, 0) - own + left), new, cell)


def _shown_as(group: GroupFound) -> str:
    """Return the code of a KSM, of one that only the paper has its name: no code of the book is its own."""
    return group.name if group.is_new else group.code


def _place(record: Record) -> str:
    """Return where the balance of an account stands: the sheet and the cell."""
    filled = [name for name in ("saldo", "debit", "kredit") if record.amount(name)]
    return f"{record.sheet.name} {record.cell(filled[0] if filled else 'akun')}"


def _shown(account: Account, net: Rupiah) -> Rupiah:
    """Return a balance as its side of the balance sheet has it, a contra account above nil too."""
    owned = account.account_class in {AccountClass.ASSET, AccountClass.COST}
    return net if owned != account.contra else -net


def _by_ksm(
    part: str,
    old: dict[str, int],
    new: Sequence[tuple[str, Rupiah]],
    names: dict[str, str],
    where: dict[str, str],
) -> Iterator[Compared]:
    """Yield a part by KSM, those on paper or in the book with an amount, and their sum."""
    booked: defaultdict[str, Rupiah] = defaultdict(lambda: NIL)
    for code, amount in new:
        booked[code] += amount
    lines = [
        Compared(
            part, f"{code} {names.get(code, '')}".strip(), Rupiah(old.get(code, 0)), booked[code], where.get(code, "")
        )
        for code in sorted({*old, *(code for code, amount in new if amount)})
    ]
    yield from lines
    if lines:
        whole = Compared(part, "JUMLAH", total([line.old for line in lines]), total([line.new for line in lines]))
        yield replace(whole, where="dijumlah")
