"""Importing a list of transactions: every row becomes a voucher, or none does."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final, TypeVar

from danabergulir.dates import DayOrder, parse_date
from danabergulir.domain.accounts import Role
from danabergulir.domain.journal import PAID_IN, Component, Event, Posting, Split, reference_key
from danabergulir.domain.loans.layout import Layout
from danabergulir.domain.loans.plausibility import EarlierReceipt, still_near
from danabergulir.domain.loans.terms import Loan
from danabergulir.errors import DanaBergulirError, RefusedError, perhaps
from danabergulir.frozen import Struct, field, replace
from danabergulir.ledger.read import vouchers
from danabergulir.money import NIL, Rupiah, parse_rupiah
from danabergulir.operations.cash import two_account_posting, unfit, without_card
from danabergulir.operations.csv_table import CsvLine, Faults, Table, read_lines
from danabergulir.operations.desk import Book, Desk, refuse_known_reference
from danabergulir.operations.imports.day_order import refuse_two_readings, two_readings
from danabergulir.operations.imports.in_order import DatedRow, in_order
from danabergulir.operations.imports.known_rows import EventRow, KnownRows, SameRows, usual_entry_memo, way_with
from danabergulir.operations.imports.names import LoanNames, folded
from danabergulir.operations.imports.once import Imported, Tell, dated_totals, importing_once, silent
from danabergulir.operations.imports.values import read_paid
from danabergulir.operations.loans.corrections import put_right
from danabergulir.operations.loans.doubts import receipt_warnings, receipts_of
from danabergulir.operations.loans.layout import LoanLife, life_of
from danabergulir.operations.loans.receipts import laid_out, receipt_posting, refuse_before_disbursement
from danabergulir.text import quoted

_OPTIONAL: Final = ("pinjaman", "akun", "lawan", *PAID_IN, "keterangan", "bukti_luar")
_REQUIRED: Final = ("tanggal", "jenis", "jumlah")
COLUMNS: Final = (*_REQUIRED, *_OPTIONAL)
_EVENTS: Final = {"masuk": Event.CASH_IN, "keluar": Event.CASH_OUT, "pindah": Event.ENTRY}
_RECEIPT: Final = "terima"
_KINDS: Final = (_RECEIPT, *_EVENTS)
_READING: Final = "Membaca transaksi"
_RECORDING: Final = "Mencatat transaksi"
_Judged = TypeVar("_Judged")


class _Account(Struct):
    """A loan while receipts on it are imported, the oldest first: those that a next one may repeat, the last line."""

    life: LoanLife
    layout: Layout
    receipts: list[EarlierReceipt]
    line: int = 0


class _Batch(Struct):
    """What the rows so far have changed, so that each next row is judged as if they were recorded."""

    desk: Desk
    faults: Faults
    references: Mapping[str, str]
    loans: LoanNames
    known: KnownRows
    order: DayOrder = DayOrder.DAY_FIRST
    rows: int = 0
    accounts: dict[str, _Account] = field(default_factory=dict)

    def account(self, loan: Loan, day: date) -> _Account:
        """Return a loan after the rows so far; ``day`` is that of the first row on it."""
        if loan.number not in self.accounts:
            life = life_of(self.desk, loan)
            self.accounts[loan.number] = _Account(life, life.layout(day), receipts_of(life.vouchers))
        return self.accounts[loan.number]

    def refuse_second(self, reference: str, line: int) -> None:
        """Raise ``RefusedError`` for the treasurer's own number when a voucher or a row above has it."""
        refuse_known_reference(self.references, reference)
        first = self.known.numbers.get(reference_key(reference), line)
        if first != line:
            raise RefusedError(
                f"nomor bukti luar {quoted(reference)} sudah dipakai pada baris {first}", "Periksa kedua baris itu."
            )

    def allowed(self, posting: Posting) -> Posting:
        """Return a posting that may be recorded. Raises ``RefusedError``."""
        self.desk.refuse_headings(posting)
        self.desk.refuse_unborn(posting)
        return posting


def import_transactions(
    path: Book,
    file: Table,
    now: datetime,
    *,
    trial: bool = False,
    same: SameRows = SameRows.FINDING,
    order: DayOrder | None = None,
    tell: Tell = silent,
) -> Imported:
    """Record every row of a transaction list in the order of its dates; ``same`` says what becomes of known rows.

    Within a day receipts that the rule splits come last.
    ``order`` says how its dates are read where day and month may be exchanged; ``tell`` is told of each row. Raises
    ``FaultyDataError`` with all faults by line; what only looks odd (two receipts on a day, jasa just off, pokok of
    another term) comes back as a warning that names the loan.
    """
    if order is None:
        refuse_two_readings(two_readings(file, COLUMNS, "tanggal", now.date()))
    faults = Faults("transaksi")
    sums: dict[str, tuple[int, int]] = {}
    days: set[date] = set()
    again = same is not SameRows.FINDING
    with importing_once(path, file, "transaksi", now, trial=trial, again=again) as desk:
        way = way_with(desk, file, "transaksi", same)
        batch = _Batch(
            desk,
            faults,
            vouchers.external_refs(desk.connection),
            LoanNames(desk),
            KnownRows(desk.connection, way),
            order or DayOrder.DAY_FIRST,
        )
        lines = read_lines(file, _REQUIRED, _OPTIONAL, faults)
        day_of = lru_cache(1)(date.fromisoformat)  # a loan keeps the day of each receipt
        tell(_READING, 0, None)
        for done, place in enumerate(in_order(found for line in lines if (found := _dated(line, batch)))):
            tell(_RECORDING, done, batch.rows)
            line = CsvLine(place.number, dict(place.cells), faults)
            kind = line.text("jenis").casefold()
            posting = _posting(line, kind, day_of(place.day), batch)
            if posting is None:
                continue
            voucher = desk.writer.record_imported(posting)
            if posting.loan is not None:
                batch.accounts[posting.loan].layout.cause = voucher.number
            rows, amount = sums.get(kind, (0, 0))
            sums[kind] = (rows + 1, amount + posting.amount.value)
            days.add(posting.dated_on)
        batch.known.warn_of_near()
        corrected = [] if faults.errors else _put_right(batch)
        faults.findings.sort(key=lambda finding: finding.line or 0)
        faults.raise_if_any()
        desk.writer.flush()
    totals = [(f"{kind} ({rows} baris)", Rupiah(amount)) for kind, (rows, amount) in sorted(sums.items())]
    imported = sum(rows for rows, _ in sums.values())
    return Imported(
        imported,
        (*totals, *dated_totals(days)),
        tuple(faults.findings),
        skipped=batch.known.skipped,
        renumbered=batch.known.renumbered,
        corrected=tuple(corrected),
    )


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


def _typed(line: CsvLine) -> dict[Component, Rupiah]:
    return {part: read for part in PAID_IN if (read := line.read(part, read_paid, NIL))}


def _dated(line: CsvLine, batch: _Batch) -> DatedRow | None:
    """Return a row with its place among the others, or None when a fault was noted."""
    before = batch.faults.errors
    if key := reference_key(line.text("bukti_luar")):
        batch.known.numbers.setdefault(key, line.number)
    if not line.require(*_REQUIRED):
        return None
    dated_on = line.read("tanggal", lambda word: parse_date(word, batch.order), batch.desk.opened_on)
    line.read("jumlah", parse_rupiah, Rupiah(1))
    kind, typed = line.text("jenis").casefold(), _typed(line)
    if kind not in _KINDS:
        near = perhaps(kind, ((known, known) for known in _KINDS)) if batch.faults.few else ""
        batch.faults.error(line.number, f"jenis tidak dikenal: {quoted(kind)}", f"{near}Pilih: {', '.join(_KINDS)}.")
    else:
        line.require("pinjaman" if kind == _RECEIPT else "akun")
        _doubt_unused(line, kind, typed)
    if batch.faults.errors > before:
        return None
    batch.rows += 1
    return DatedRow(dated_on.isoformat(), int(kind == _RECEIPT and not typed), line.number, line.cells)


def _doubt_unused(line: CsvLine, kind: str, typed: Mapping[Component, Rupiah]) -> None:
    """Note the cells that a row of this kind does not use, so that nothing written is passed over in silence."""
    if kind == _RECEIPT:
        if line.text("akun"):
            line.faults.warning(
                line.number,
                f"akun: tidak dipakai pada jenis {_RECEIPT}; akun kas atau bank yang menerima uang ditulis pada lawan",
            )
        return
    for part in typed:
        line.faults.error(
            line.number, f"{part}: hanya untuk jenis {_RECEIPT}", f"Kosongkan, atau tulis jenis {_RECEIPT}."
        )
    if line.text("pinjaman"):
        line.faults.warning(
            line.number, f"pinjaman: tidak dipakai pada jenis {kind}; setoran pinjaman ditulis dengan jenis {_RECEIPT}"
        )


def _posting(line: CsvLine, kind: str, dated_on: date, batch: _Batch) -> Posting | None:
    """Return the posting of a row, or None when a fault was noted or the row is left out."""
    amount, typed = parse_rupiah(line.text("jumlah")), _typed(line)
    reference = line.text("bukti_luar")
    before = batch.faults.errors
    loan = None
    if kind == _RECEIPT:
        loan = _tried(line, lambda: batch.loans.find(line.text("pinjaman"), dated_on))
    accounts = _tried(line, lambda: _accounts(line, kind, batch))
    if accounts and batch.faults.errors == before:
        text = folded(line.text("keterangan"))
        row = EventRow(dated_on, kind, (accounts[0], loan.number) if loan else accounts, amount, text)
        if batch.known.is_left_out(line, row, typed if loan else {}, batch.references.get(reference_key(reference))):
            return None
    _tried(line, lambda: batch.desk.check_date(dated_on))
    _tried(line, lambda: batch.refuse_second(reference, line.number))
    if accounts is None or batch.faults.errors > before:
        return None
    for doubt in batch.desk.on_opening_day(dated_on):
        batch.faults.warning(line.number, doubt, subject=line.text("pinjaman"))
    if loan:
        return _tried(line, lambda: batch.allowed(_receipt(line, loan, dated_on, amount, typed, batch)))
    return _tried(line, lambda: batch.allowed(_entry(line, kind, dated_on, amount, accounts, batch)))


def _tried(line: CsvLine, judge: Callable[[], _Judged]) -> _Judged | None:
    """Return what a judgement of a row comes to, or None where it refuses the row, which is noted."""
    try:
        return judge()
    except DanaBergulirError as error:
        line.faults.error(line.number, error.message, error.hint, subject=line.text("pinjaman"))
        return None


def _accounts(line: CsvLine, kind: str, batch: _Batch) -> tuple[str, str]:
    """Return the accounts that a row debits and credits, of a receipt the one that takes the money twice."""
    account, opposite = line.text("akun"), line.text("lawan")
    if kind == _RECEIPT:
        money = batch.desk.money_account(opposite or None)
        return money, money
    chart = batch.desk.chart
    opposite = chart.find(opposite).code if opposite else chart.with_role(Role.CASH).code
    account = chart.find(account).code
    return (opposite, account) if kind == "masuk" else (account, opposite)


def _receipt(
    line: CsvLine,
    loan: Loan,
    received_on: date,
    amount: Rupiah,
    typed: Mapping[Component, Rupiah],
    batch: _Batch,
) -> Posting:
    refuse_before_disbursement(loan, received_on)
    account = batch.account(loan, received_on)
    account.receipts = earlier = still_near(account.receipts, received_on)
    life, layout = account.life, account.layout
    account.line = line.number
    allocation = laid_out(life, layout, amount, typed, received_on)
    account.life = replace(life, written_off=life.written_off - allocation.recovery)
    schedule, paid = layout.before
    doubts, _ = receipt_warnings(
        loan.terms,
        schedule,
        paid,
        received_on,
        allocation,
        earlier,
        by_hand=bool(typed),
        bears_denda=life.bears_denda,
    )
    for doubt in doubts:
        batch.faults.warning(line.number, f"pinjaman {loan.number}, KSM {loan.ksm.code}: {doubt}", subject=loan.number)
    earlier.append(EarlierReceipt(received_on, amount, f"baris {line.number}", allocation.parts()))
    return receipt_posting(
        batch.desk.chart,
        loan,
        allocation,
        received_on,
        batch.desk.money_account(line.text("lawan") or None),
        memo=line.text("keterangan"),
        external_ref=_own_number(line),
        recovered_to=life.debt.policy(received_on).write_off.recovered_to,
        split=None if allocation.recovery else Split.TYPED if typed else Split.RULE,
    )


def _own_number(line: CsvLine) -> str | None:
    """Return the treasurer's own number on a row; a stroke is none."""
    written = line.text("bukti_luar")
    return written if reference_key(written) else None


def _entry(
    line: CsvLine, kind: str, dated_on: date, amount: Rupiah, accounts: tuple[str, str], batch: _Batch
) -> Posting:
    posting = two_account_posting(
        batch.desk.chart,
        _EVENTS[kind],
        accounts,
        amount,
        line.text("keterangan") or usual_entry_memo(kind),
        dated_on,
        external_ref=_own_number(line),
    )
    unfit(posting, batch.desk.chart, insisted=False, may_insist=False)
    for doubt in without_card(posting, batch.desk.chart):
        batch.faults.warning(line.number, doubt)
    return posting
