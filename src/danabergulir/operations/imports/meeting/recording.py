"""Recording a filled sheet: each line once however often the sheet comes, all of it or nothing.

A line is known by the mark on its vouchers: the code of the sheet and what the line is about. Each amount is recorded
by the use case that records it at the counter.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.accounts import Role, label
from danabergulir.domain.journal import Event, Voucher, reference_key
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.meeting import MINUTES_LABEL, SheetField, day_of_code, line_mark
from danabergulir.errors import DanaBergulirError, FaultyDataError, Finding, RefusedError
from danabergulir.frozen import Struct, field
from danabergulir.ledger.read import registers, vouchers
from danabergulir.money import NIL, Rupiah, format_count, format_rupiah, total
from danabergulir.operations.desk import NO_MINUTES, Desk, recording
from danabergulir.operations.imports.meeting import own_numbers
from danabergulir.operations.imports.meeting.filled import MONEY, FilledLine, FilledSheet
from danabergulir.operations.imports.meeting.known_lines import EVENTS, known_vouchers
from danabergulir.operations.imports.once import Imported
from danabergulir.operations.loans.members import TypedPart, share_receipt
from danabergulir.operations.loans.receipts import receive, usual_memo
from danabergulir.operations.meeting import code_for
from danabergulir.operations.savings import save, use_for_arrears
from danabergulir.text import quoted

_FIRST: Final = (SheetField.PAID, SheetField.VOLUNTARY, SheetField.FROM_SAVINGS)
"""Whose voucher has the treasurer's own number: one number stands on one voucher."""


class _SheetBatch(Struct):
    """A sheet while it is recorded."""

    desk: Desk
    sheet: FilledSheet
    loans: Mapping[str, Loan]
    known: Mapping[tuple[str, SheetField], Sequence[Voucher]]
    taken_back: Mapping[str, str]
    references: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    recorded: list[tuple[FilledLine, SheetField]] = field(default_factory=list)
    into: dict[str, Rupiah] = field(default_factory=dict)
    skipped: list[tuple[FilledLine, SheetField]] = field(default_factory=list)
    undone: list[tuple[FilledLine, SheetField]] = field(default_factory=list)

    def take(self, line: FilledLine, voucher: Voucher, doubts: Sequence[str]) -> None:
        """Note where the money of a line went, and what is doubtful about it."""
        account = voucher.posting.transfers[0].debit
        self.into[account] = self.into.get(account, NIL) + voucher.posting.amount
        self.warnings += [f"{line.title}: {doubt}" for doubt in doubts]

    def find(self, place: str, message: str, hint: str) -> None:
        self.findings.append(Finding("lembar", place, message, hint.rstrip(".")))


def import_filled(
    path: Path, sheet: FilledSheet, now: datetime, *, counted: Rupiah | None = None, trial: bool = False
) -> Imported:
    """Record what a sheet says and the book does not hold yet; ``counted`` is the money of the whole sheet as counted.

    Raises ``FaultyDataError`` with every line that cannot be recorded, and where the money is not that of the sheet.
    """
    with recording(path, now, trial=trial) as desk:
        _refuse_foreign(desk, sheet)
        desk.check_date(sheet.day)
        batch = _batch(desk, sheet)
        lines = [line for line in sheet.lines if _is_whose(batch, line)]
        _find_emptied(batch)
        money = counted if counted is not None else sheet.counted
        if money is not None and not batch.findings:
            _refuse_difference(batch, money)
        for line in lines:
            _judge_own_number(batch, line)
            _record(batch, line)
        if batch.findings:
            raise FaultyDataError(
                f"{len(batch.findings)} baris lembar tidak dapat dicatat, tidak ada yang dicatat",
                "Perbaiki yang disebut, lalu ulangi perintah ini.",
                batch.findings,
            )
    return Imported(
        lines=_count(batch.recorded),
        totals=_totals(batch, money),
        warnings=tuple(Finding("lembar", "", text, severity="peringatan") for text in _warnings(batch)),
        skipped=_count([item for item in batch.skipped if item[0] not in [line for line, _ in batch.recorded]]),
        corrected=tuple(batch.corrected),
        to_do=_deposits(batch),
    )


def _refuse_foreign(desk: Desk, sheet: FilledSheet) -> None:
    made_for = day_of_code(sheet.code)
    if made_for is None or code_for(desk.connection, made_for) != sheet.code:
        raise FaultyDataError(
            f"kode lembar {sheet.code} bukan dari buku ini",
            "Periksa apakah file dan bukunya benar. Pilih bukunya: danabergulir --buku FILE impor lembar ...",
        )


def _batch(desk: Desk, sheet: FilledSheet) -> _SheetBatch:
    known, taken_back = known_vouchers(desk, sheet)
    return _SheetBatch(
        desk=desk,
        sheet=sheet,
        loans={loan.number: loan for loan in registers.loans(desk.connection, max(sheet.day, desk.now.date()))},
        known=known,
        taken_back=taken_back,
        references=vouchers.external_refs(desk.connection),
        warnings=list(sheet.warnings),
    )


def _is_whose(batch: _SheetBatch, line: FilledLine) -> bool:
    """Return whether a line is about a loan of the KSM that stands in it, or the KSM itself; else it is a finding."""
    if line.key == line.ksm:
        if line.ksm in registers.some_ksm(batch.desk.connection, [line.ksm], batch.sheet.day):
            return True
        batch.find(line.place, f"tidak ada KSM {quoted(line.ksm)}", "Lihat: danabergulir ksm daftar")
        return False
    loan = batch.loans.get(line.key)
    if loan is None:
        batch.find(line.place, f"tidak ada pinjaman {quoted(line.key)}", "Lihat: danabergulir pinjaman daftar")
    elif loan.ksm.code != line.ksm:
        batch.find(
            line.place,
            f"pinjaman {line.key} milik KSM {loan.ksm.code}, padahal di baris ini tertulis {quoted(line.ksm)}: "
            "sebagian kolom diurutkan tanpa yang lain",
            "Urutkan semua kolom bersama-sama, atau salin isinya ke lembar baru",
        )
    return loan is not None and loan.ksm.code == line.ksm


def _refuse_difference(batch: _SheetBatch, counted: Rupiah) -> None:
    """Raise ``FaultyDataError`` where the money counted is not that of the sheet, with what may explain it."""
    sheet = batch.sheet
    if counted == sheet.money:
        return
    short = counted < sheet.money
    apart = max(counted - sheet.money, sheet.money - counted)
    word = "kurang" if short else "lebih"
    if short:
        like = [line for line in sheet.lines if line.money == apart]
        why = [f"tepat sebesar {line.title}: tertulis, tetapi uangnya mungkin belum ada" for line in like]
    else:
        like = [line for line in sheet.unpaid if line.asked == apart]
        why = [f"tepat sebesar tagihan {line.title}: uangnya mungkin ada, tetapi belum ditulis" for line in like]
    explained = f"; {'; '.join(why[:3])}" if why else ""
    raise FaultyDataError(
        f"uang yang dihitung {format_rupiah(counted)} {word} {format_rupiah(apart)} dari jumlah lembar, "
        f"{format_rupiah(sheet.money)}{explained}",
        "Hitung lagi uangnya, atau perbaiki lembarnya. Tidak ada yang dicatat.",
    )


def _find_emptied(batch: _SheetBatch) -> None:
    """Find what stands in the book and was taken off the sheet since: the count would be held against too little."""
    sheet = batch.sheet
    lines = {line.key: line for line in (*sheet.lines, *sheet.unpaid)}
    for line in sorted(lines.values(), key=lambda line: line.row):
        for column in _FIRST:
            if column in line.amounts:
                continue
            for voucher in batch.known.get((line.key, column), ()):
                # one that was put right for another loan is rightly gone from this line
                if voucher.number in batch.taken_back or voucher.posting.loan not in (None, line.key):
                    continue
                amount = format_count(voucher.posting.amount.value)
                batch.find(
                    line.place,
                    f"{column} {line.name} kosong, padahal sudah dicatat {voucher.number} sebesar {amount}",
                    f"Tulis lagi {amount}; bila memang tidak ada uangnya: danabergulir batal {voucher.number} "
                    '--alasan "tidak jadi dibayar", lalu impor lagi',
                )


def _judge_own_number(batch: _SheetBatch, line: FilledLine) -> None:
    """Find a number of a receipt that is another one than the book has of this line; tell of one added or gone."""
    ours = [item for column in _FIRST for item in batch.known.get((line.key, column), ())]
    standing = [item for item in ours if item.number not in batch.taken_back]
    batch.findings += own_numbers.changed(line, standing)
    batch.warnings += own_numbers.left_out(line, standing)


def _record(batch: _SheetBatch, line: FilledLine) -> None:
    """Record what of a line is not in the book yet."""
    for column in EVENTS:
        if column not in line.amounts:
            continue
        if _is_known(batch, line, column):
            continue
        try:
            _ACTS[column](batch, line, line.amounts[column].amount)
        except DanaBergulirError as error:
            batch.find(line.amounts[column].place, f"{column} {line.name}: {error.message}", error.hint)
        else:
            batch.recorded.append((line, column))


def _is_known(batch: _SheetBatch, line: FilledLine, column: SheetField) -> bool:
    """Return whether an amount stands in the book, or needs a decision first, which is a finding."""
    amount = line.amounts[column].amount
    found = batch.known.get((line.key, column), ())
    standing = [voucher for voucher in found if voucher.number not in batch.taken_back]
    same = next((voucher for voucher in standing if voucher.posting.amount == amount), None)
    if same is not None:
        batch.skipped.append((line, column))
        if same.posting.dated_on != batch.sheet.day:
            way = f'--tanggal {batch.sheet.day.isoformat()} --alasan "salah tanggal"'
            batch.warnings.append(
                f"{line.title}: {column} tetap pada {format_form(same.posting.dated_on)}, {same.number}. "
                f"Bila tanggalnya salah: danabergulir betulkan {same.number} {way}"
            )
        return True
    if standing:
        last = standing[-1]
        batch.find(
            line.amounts[column].place,
            f"{column} {line.name} {format_count(amount.value)}, padahal sudah dicatat {last.number} sebesar "
            f"{format_count(last.posting.amount.value)}",
            f"Bila lembar yang benar: {_way(last, column, amount)}, lalu impor lagi",
        )
        return True
    undone = next((voucher for voucher in found if voucher.posting.amount == amount), None)
    if undone is None:
        return False
    batch.undone.append((line, column))
    way = own_numbers.recorded_anew(undone)
    batch.warnings.append(
        f"{line.title}: {column} {format_count(amount.value)} pernah dicatat {undone.number} dan dibatalkan "
        f"{batch.taken_back[undone.number]}; tidak dicatat lagi. Bila memang dibayar: {way}"
    )
    return True


def _way(voucher: Voucher, column: SheetField, amount: Rupiah) -> str:
    """Return the command that makes the book say what the sheet says; savings used are recorded anew."""
    if column is SheetField.FROM_SAVINGS:
        return f'danabergulir batal {voucher.number} --alasan "salah jumlah"'
    return f'danabergulir betulkan {voucher.number} --jumlah {format_count(amount.value)} --alasan "salah jumlah"'


def _words(batch: _SheetBatch, line: FilledLine, column: SheetField, usual: str = "") -> tuple[str, str | None]:
    """Return the memo of a voucher, and the treasurer's own number where this voucher is the one that has it."""
    memo = ", ".join(filter(None, (usual, line_mark(batch.sheet.code, line.key))))
    if not reference_key(line.own_number):
        return memo, None
    has_it = next(part for part in _FIRST if part in line.amounts)
    ours = {voucher.number for part in EVENTS for voucher in batch.known.get((line.key, part), ())}
    if column is not has_it or batch.references.get(reference_key(line.own_number)) in ours:
        return f"{memo}{own_numbers.beside(line.own_number)}", None
    return memo, line.own_number


def _receive(batch: _SheetBatch, line: FilledLine, amount: Rupiah) -> None:
    memo, own_number = _words(batch, line, SheetField.PAID, usual_memo(Event.REPAYMENT, line.key))
    desk, day = batch.desk, batch.sheet.day
    got = receive(desk, line.key, amount, day, desk.now, memo=memo, external_ref=own_number)
    batch.corrected += got.corrected
    batch.take(line, got.voucher, got.warnings)
    if line.members:
        parts = [TypedPart(str(number), part) for number, part in line.members]
        share_receipt(desk, got.voucher.number, parts, desk.now)


def _save(batch: _SheetBatch, line: FilledLine, amount: Rupiah) -> None:
    memo, own_number = _words(batch, line, SheetField.VOLUNTARY, f"Tabungan KSM {line.ksm}")
    desk = batch.desk
    saved = save(desk, line.ksm, amount, batch.sheet.day, desk.now, memo=memo, external_ref=own_number)
    batch.take(line, saved.voucher, saved.warnings)


def _use(batch: _SheetBatch, line: FilledLine, amount: Rupiah) -> None:
    memo, own_number = _words(batch, line, SheetField.FROM_SAVINGS)
    used = use_for_arrears(
        batch.desk,
        line.ksm,
        amount,
        batch.sheet.minutes,
        batch.sheet.day,
        batch.desk.now,
        loan_number=line.key,
        memo=memo,
        external_ref=own_number,
    )
    if used.balance < NIL:
        raise RefusedError(
            f"tabungannya kurang {format_rupiah(-used.balance)}", f"Lihat: danabergulir tabungan kartu {line.ksm}"
        )
    batch.corrected += used.corrected
    batch.warnings += [f"{line.title}: {doubt}" for doubt in used.warnings if doubt != NO_MINUTES]
    if NO_MINUTES in used.warnings:
        batch.warnings.append(no_minutes(batch.sheet))


def no_minutes(sheet: FilledSheet) -> str:
    """Return what is said of a sheet from which savings are used without the number of the minutes."""
    return (
        f"{sheet.minutes_place}: {MINUTES_LABEL} kosong, padahal ada yang dibayar dari tabungan; tulis nomornya di "
        "situ sebelum lembar dicatat, karena pemeriksa akan menanyakannya"
    )


_ACTS: Final[Mapping[SheetField, Callable[[_SheetBatch, FilledLine, Rupiah], None]]] = {
    SheetField.VOLUNTARY: _save,
    SheetField.FROM_SAVINGS: _use,
    SheetField.PAID: _receive,
}


def _count(items: Sequence[tuple[FilledLine, SheetField]]) -> int:
    """Return how many lines these amounts are of."""
    return len({line.key for line, _ in items})


def _money_of(items: Sequence[tuple[FilledLine, SheetField]]) -> Rupiah:
    return total([line.amounts[column].amount for line, column in items if column in MONEY])


def _totals(batch: _SheetBatch, counted: Rupiah | None) -> tuple[tuple[str, Rupiah | int], ...]:
    sheet = batch.sheet
    sums = [
        (str(column), total([line.amounts[column].amount for line in sheet.lines if column in line.amounts]))
        for column in _FIRST
    ]
    before, undone, new = (_money_of(items) for items in (batch.skipped, batch.undone, batch.recorded))
    facts: list[tuple[str, Rupiah | int]] = [
        *((name, amount) for name, amount in sums if amount > NIL),
        ("Jumlah uang lembar", sheet.money),
    ]
    if counted is not None:
        facts.append(("Uang dihitung", counted))
    facts.append(("Sudah dicatat sebelumnya", before))
    if undone > NIL:
        facts.append(("Dibatalkan, tidak dicatat lagi", undone))
    facts.append(("Dicatat sekarang", new))
    facts += [(f"Masuk ke {label(batch.desk.chart[code])}", amount) for code, amount in sorted(batch.into.items())]
    return tuple(facts)


def _deposits(batch: _SheetBatch) -> tuple[str, ...]:
    """Return what of the money now recorded is to be taken to a bank: a count of the cash box leaves it out."""
    cash = {account.code for account in batch.desk.chart.all_with(Role.CASH)}
    return tuple(
        f"Setorkan {format_rupiah(amount)} dari uang ini ke {label(batch.desk.chart[code])}, karena dicatat di sana. "
        "Sebelum disetor, uang itu jangan ikut dihitung sebagai kas."
        for code, amount in sorted(batch.into.items())
        if code not in cash
    )


def _warnings(batch: _SheetBatch) -> list[str]:
    said = list(dict.fromkeys(batch.warnings))
    if batch.sheet.day != day_of_code(batch.sheet.code) and batch.recorded:
        said.append(f"yang dicatat sekarang bertanggal {format_form(batch.sheet.day)} seperti tertulis")
    if not batch.sheet.lines:
        said.append("belum ada baris yang diisi")
    return said
