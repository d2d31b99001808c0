"""Importing a list of transactions: every row becomes a voucher, or none does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import parse_date
from danabergulir.domain.accounts import Role
from danabergulir.domain.journal import Component, Event, Posting, Split
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.layout import Layout
from danabergulir.domain.loans.plausibility import receipt_doubts
from danabergulir.errors import DanaBergulirError, RefusedError
from danabergulir.ledger.read import registers, vouchers
from danabergulir.money import NIL, Rupiah, parse_rupiah
from danabergulir.operations.cash import two_account_posting
from danabergulir.operations.csv_table import Faults, Line, read_lines
from danabergulir.operations.desk import Desk, refuse_known_reference
from danabergulir.operations.imports.in_order import DatedRow, in_order
from danabergulir.operations.imports.registers import Imported, importing_once
from danabergulir.operations.imports.values import read_paid
from danabergulir.operations.loans.layout import LoanLife, life_of, put_right
from danabergulir.operations.loans.receipts import laid_out, receipt_posting

_TYPED: Final = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)
_OPTIONAL: Final = ("pinjaman", "akun", "lawan", *_TYPED, "keterangan", "bukti_luar")
_RECEIPT: Final = "terima"
_EVENTS: Final = {"masuk": Event.CASH_IN, "keluar": Event.CASH_OUT, "pindah": Event.ENTRY}


@dataclass
class _Batch:
    """What the rows so far have changed, so that each next row is judged as if they were recorded."""

    desk: Desk
    faults: Faults
    references: Mapping[str, str]
    own_references: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, "_Account"] = field(default_factory=dict)

    def account(self, words: str, day: date) -> "_Account":
        """Return a loan with the receipts so far; ``day`` is that of the first row on it. Raises ``NotFoundError``."""
        if words not in self.numbers:
            loan = registers.find_loan(self.desk.session, words, self.desk.now.date())
            self.numbers[words] = loan.number
            self.accounts.setdefault(loan.number, _account(life_of(self.desk, loan), day))
        return self.accounts[self.numbers[words]]

    def refuse_second(self, reference: str, line: int) -> None:
        """Raise ``RefusedError`` for the treasurer's own number when a voucher or an earlier row has it."""
        if not reference:
            return
        refuse_known_reference(self.references, reference)
        first = self.own_references.setdefault(reference, line)
        if first != line:
            raise RefusedError(
                f'nomor bukti luar "{reference[:40]}" sudah dipakai pada baris {first}', "Periksa kedua baris itu."
            )


@dataclass
class _Account:
    """A loan while its receipts are imported: the days on which money came in, and the line read last."""

    life: LoanLife
    layout: Layout
    days: set[date]
    line: int = 0


def _account(life: LoanLife, day: date) -> _Account:
    days = {
        voucher.posting.dated_on
        for voucher in life.vouchers
        if voucher.posting.event is Event.REPAYMENT and voucher.number not in life.reversals
    }
    return _Account(life, life.layout(day), days)


def import_transactions(path: Path, file: Path, now: datetime, *, trial: bool = False) -> Imported:
    """Record every row of a transaction list in the order of its dates, typed parts first within a day.

    Raises ``FaultyDataError`` with all faults by line; what only looks odd (a receipt before its loan, two receipts on
    a day, jasa just off, pokok of another term) comes back as a warning that names the loan.
    """
    faults = Faults("transaksi")
    sums: dict[str, tuple[int, int]] = {}
    with importing_once(path, file, "transaksi", now, trial=trial) as desk:
        batch = _Batch(desk, faults, vouchers.external_refs(desk.session))
        lines = read_lines(file, ("tanggal", "jenis", "jumlah"), _OPTIONAL, faults)
        for row in in_order(found for line in lines if (found := _dated(line, batch))):
            line = Line(row.number, dict(row.cells), faults)
            posting = _posting(line, date.fromisoformat(row.day), batch)
            if posting is None:
                continue
            voucher = desk.writer.record(posting)
            if posting.loan is not None:
                batch.accounts[posting.loan].layout.cause = voucher.number
            kind = line.text("jenis").casefold()
            rows, amount = sums.get(kind, (0, 0))
            sums[kind] = (rows + 1, amount + posting.amount.value)
        corrected = [] if faults.errors else _put_right(batch)
        faults.findings.sort(key=lambda finding: finding.line or 0)
        faults.raise_if_any()
        desk.writer.flush()
    totals = [(f"{kind} ({rows} baris)", Rupiah(amount)) for kind, (rows, amount) in sorted(sums.items())]
    lines_read = sum(rows for rows, _ in sums.values())
    return Imported(lines_read, tuple(totals), tuple(faults.findings), tuple(corrected))


def _put_right(batch: _Batch) -> list[str]:
    """Record the corrections of receipts that the rows come before, and return them in words."""
    corrected: list[str] = []
    batch.desk.writer.flush()
    for account in batch.accounts.values():
        try:
            corrected += put_right(batch.desk, account.life, account.layout, account.layout.since)
        except RefusedError as error:
            batch.faults.error(account.line, error.message, error.hint, subject=account.life.loan.number)
    return corrected


def _dated(line: Line, batch: _Batch) -> DatedRow | None:
    """Return a row with its place among the others, or None when a fault was noted."""
    before = batch.faults.errors
    if not line.require("tanggal", "jenis", "jumlah"):
        return None
    dated_on = line.read("tanggal", parse_date, batch.desk.opened_on)
    line.read("jumlah", parse_rupiah, Rupiah(1))
    kind = line.text("jenis").casefold()
    if kind not in _MAKERS:
        batch.faults.error(line.number, f'jenis tidak dikenal: "{kind[:20]}"', f"Pilih: {', '.join(_MAKERS)}.")
    else:
        line.require("pinjaman" if kind == _RECEIPT else "akun")
    if batch.faults.errors > before:
        return None
    by_rule = kind == _RECEIPT and not any(line.text(part) for part in _TYPED)
    return DatedRow(dated_on.isoformat(), int(by_rule), line.number, line.cells)


def _posting(line: Line, dated_on: date, batch: _Batch) -> Posting | None:
    """Return the posting of a row, or None when a fault was noted."""
    try:
        batch.desk.check_date(dated_on)
        batch.refuse_second(line.text("bukti_luar"), line.number)
        return _MAKERS[line.text("jenis").casefold()](line, dated_on, parse_rupiah(line.text("jumlah")), batch)
    except DanaBergulirError as error:
        batch.faults.error(line.number, error.message, error.hint, subject=line.text("pinjaman"))
        return None


def _receipt(line: Line, received_on: date, amount: Rupiah, batch: _Batch) -> Posting:
    typed = {part: read for part in _TYPED if (read := line.read(part, read_paid, NIL))}
    account = batch.account(line.text("pinjaman"), received_on)
    life = account.life
    loan = life.loan
    account.line = line.number
    allocation = laid_out(life, account.layout, amount, typed, received_on)
    account.life = replace(life, written_off=life.written_off - allocation.recovery)
    doubts = receipt_doubts(
        loan.terms,
        life.agreement.lines,
        received_on,
        allocation if typed else Allocation(),
        again_on_day=received_on in account.days,
    )
    for doubt in doubts:
        batch.faults.warning(line.number, f"pinjaman {loan.number}, KSM {loan.ksm.code}: {doubt}", subject=loan.number)
    account.days.add(received_on)
    return receipt_posting(
        batch.desk.chart,
        loan,
        allocation,
        received_on,
        batch.desk.money_account(line.text("lawan") or None),
        memo=line.text("keterangan"),
        external_ref=line.text("bukti_luar") or None,
        split=Split.TYPED if typed else Split.RULE,
    )


def _entry(line: Line, dated_on: date, amount: Rupiah, batch: _Batch) -> Posting:
    kind, account, opposite = line.text("jenis").casefold(), line.text("akun"), line.text("lawan")
    opposite = opposite or batch.desk.chart.with_role(Role.CASH).code
    debit, credit = (opposite, account) if kind == "masuk" else (account, opposite)
    return two_account_posting(
        batch.desk.chart,
        _EVENTS[kind],
        debit,
        credit,
        amount,
        line.text("keterangan") or f"Uang {kind}",
        dated_on,
        external_ref=line.text("bukti_luar") or None,
    )


_MAKERS: Final[Mapping[str, Callable[[Line, date, Rupiah, _Batch], Posting]]] = {
    _RECEIPT: _receipt,
    **dict.fromkeys(_EVENTS, _entry),
}
"""What makes a posting of a row, by its kind."""
