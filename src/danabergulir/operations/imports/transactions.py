"""Importing a list of transactions: every row becomes a voucher, or none does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from danabergulir.dates import parse_date
from danabergulir.domain.accounts import Role
from danabergulir.domain.journal import Component, Event, Posting
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.plausibility import receipt_doubts
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import DanaBergulirError, RefusedError
from danabergulir.ledger.read import registers, vouchers
from danabergulir.money import NIL, Rupiah, parse_rupiah
from danabergulir.operations.cash import two_account_posting
from danabergulir.operations.csv_table import Faults, Line, Table, read_lines
from danabergulir.operations.desk import Book, Desk, refuse_known_reference
from danabergulir.operations.imports.registers import Imported, importing_once
from danabergulir.operations.imports.values import read_paid
from danabergulir.operations.loans.receipts import Debt, debt_of, laid_out, receipt_posting

_TYPED: Final = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)
_OPTIONAL: Final = ("pinjaman", "akun", "lawan", *_TYPED, "keterangan", "bukti_luar")
_EVENTS: Final = {"masuk": Event.CASH_IN, "keluar": Event.CASH_OUT, "pindah": Event.ENTRY}


@dataclass
class _Batch:
    """What the rows so far have changed, so that each next row is judged as if they were recorded."""

    desk: Desk
    faults: Faults
    references: Mapping[str, str]
    own_references: dict[str, int] = field(default_factory=dict)
    debts: dict[str, Debt | None] = field(default_factory=dict)
    policies: dict[date, Policy] = field(default_factory=dict)
    receipts: set[tuple[str, date]] = field(default_factory=set)

    def debt(self, number: str) -> Debt:
        """Return the debt of a loan after the rows so far. Raises ``NotFoundError``."""
        known = self.debts.get(number)
        if known is None:
            loan = registers.find_loan(self.desk.session, number, self.desk.now.date())
            known = self.debts[number] = debt_of(self.desk, loan)
            self.receipts |= {
                (number, voucher.posting.dated_on)
                for voucher in vouchers.of_loan(self.desk.session, loan.number, self.desk.now.date())
                if voucher.posting.event is Event.REPAYMENT
            }
        return known

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

    def policy(self, day: date) -> Policy:
        """Return the policy in force on a day, read once per day."""
        if day not in self.policies:
            self.policies[day] = self.desk.policy(day)
        return self.policies[day]


def import_transactions(path: Book, file: Table, now: datetime, *, trial: bool = False) -> Imported:
    """Record every row of a transaction list in the order of the file.

    Raises ``FaultyDataError`` with all faults by line; what only looks odd (a receipt before its loan, two receipts on
    a day, jasa just off, pokok of another term) comes back as a warning that names the loan.
    """
    faults = Faults("transaksi")
    sums: dict[str, tuple[int, int]] = {}
    with importing_once(path, file, "transaksi", now, trial=trial) as desk:
        batch = _Batch(desk, faults, vouchers.external_refs(desk.session))
        for line in read_lines(file, ("tanggal", "jenis", "jumlah"), _OPTIONAL, faults):
            kind = line.text("jenis").casefold()
            posting = _posting(line, kind, batch)
            if posting is None:
                continue
            desk.writer.record(posting)
            rows, amount = sums.get(kind, (0, 0))
            sums[kind] = (rows + 1, amount + posting.amount.value)
        faults.raise_if_any()
        desk.writer.flush()
    totals = [(f"{kind} ({rows} baris)", Rupiah(amount)) for kind, (rows, amount) in sorted(sums.items())]
    return Imported(sum(rows for rows, _ in sums.values()), tuple(totals), tuple(faults.findings))


def _posting(line: Line, kind: str, batch: _Batch) -> Posting | None:
    """Return the posting of a row, or None when a fault was noted."""
    before = batch.faults.errors
    if not line.require("tanggal", "jenis", "jumlah"):
        return None
    makers: Mapping[str, Callable[[Line, str, date, Rupiah, _Batch], Posting]] = {
        "terima": _receipt,
        **dict.fromkeys(_EVENTS, _entry),
    }
    dated_on = line.read("tanggal", parse_date, batch.desk.opened_on)
    amount = line.read("jumlah", parse_rupiah, Rupiah(1))
    if kind not in makers:
        batch.faults.error(line.number, f'jenis tidak dikenal: "{kind[:20]}"', f"Pilih: {', '.join(makers)}.")
    else:
        line.require("pinjaman" if kind == "terima" else "akun")
    if batch.faults.errors > before:
        return None
    try:
        batch.desk.check_date(dated_on)
        batch.refuse_second(line.text("bukti_luar"), line.number)
        return makers[kind](line, kind, dated_on, amount, batch)
    except DanaBergulirError as error:
        batch.faults.error(line.number, error.message, error.hint, subject=line.text("pinjaman"))
        return None


def _receipt(line: Line, _kind: str, received_on: date, amount: Rupiah, batch: _Batch) -> Posting:
    typed = {part: read for part in _TYPED if (read := line.read(part, read_paid, NIL))}
    debt = batch.debt(line.text("pinjaman").upper())
    loan = debt.loan
    allocation = laid_out(debt, amount, typed, received_on, batch.policy(received_on))
    batch.debts[line.text("pinjaman").upper()] = debt.after(allocation, received_on)
    doubts = receipt_doubts(
        loan.terms,
        debt.schedule,
        received_on,
        allocation if typed else Allocation(),
        again_on_day=(loan.number, received_on) in batch.receipts,
    )
    for doubt in doubts:
        batch.faults.warning(line.number, f"pinjaman {loan.number}, KSM {loan.ksm.code}: {doubt}", subject=loan.number)
    batch.receipts.add((loan.number, received_on))
    return receipt_posting(
        batch.desk.chart,
        loan,
        allocation,
        received_on,
        batch.desk.money_account(line.text("lawan") or None),
        memo=line.text("keterangan"),
        external_ref=line.text("bukti_luar") or None,
    )


def _entry(line: Line, kind: str, dated_on: date, amount: Rupiah, batch: _Batch) -> Posting:
    account, opposite = line.text("akun"), line.text("lawan")
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
