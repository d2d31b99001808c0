"""Rows that are in the books already: one growing sheet, imported every evening, records each receipt once.

A row is held against what earlier imports recorded, whatever the file is called and however it is sorted or saved, and
against the rows above it. What was typed at the counter is no import: there a receipt alike is only doubted.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.domain.journal import Component, Event, Voucher
from danabergulir.errors import UsageError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import vouchers
from danabergulir.money import Rupiah
from danabergulir.operations.csv_table import CsvLine, Table
from danabergulir.operations.desk import Desk
from danabergulir.operations.imports.names import folded
from danabergulir.operations.imports.once import is_known_file
from danabergulir.operations.loans.receipts import usual_memo

SAME_HINT: Final = "Lewati dengan --lewati-yang-sama, atau catat juga dengan --catat-juga-yang-sama."


class SameRows(StrEnum):
    """What to do with rows that are in the books already: stop, leave them out, or record them once more."""

    FINDING = "temuan"
    SKIP = "lewati"
    RECORD = "catat juga"


def same_rows(*, skip: bool, record: bool) -> SameRows:
    """Return what two options ask for. Raises ``UsageError`` when both are given."""
    if skip and record:
        raise UsageError("--lewati-yang-sama tidak dipakai bersama --catat-juga-yang-sama", "Pilih salah satu.")
    return SameRows.SKIP if skip else SameRows.RECORD if record else SameRows.FINDING


def way_with(desk: Desk, file: Table, kind: str, asked: SameRows) -> SameRows:
    """Return what to do with known rows of a file: of the very same one a sentence says more than one for each row."""
    known = asked is SameRows.FINDING and is_known_file(desk, file, kind)
    return SameRows.RECORD if known else asked


class EventRow(NamedTuple):
    """A row of a transaction list as far as it tells one event from another.

    ``accounts`` are debit and credit, of a receipt the account that takes the money and the loan. ``text`` is folded
    and empty where the program wrote its usual words.
    """

    dated_on: date
    kind: str
    accounts: tuple[str, str]
    amount: Rupiah
    text: str


Parts = Mapping[Component, Rupiah]

_KINDS: Final = {
    Event.REPAYMENT: "terima",
    Event.RECOVERY: "terima",
    Event.CASH_IN: "masuk",
    Event.CASH_OUT: "keluar",
    Event.ENTRY: "pindah",
}


def row_of(voucher: Voucher) -> tuple[EventRow, Parts]:
    """Return the row that a voucher was recorded from, and how its amount was laid out."""
    posting = voucher.posting
    kind, first = _KINDS[posting.event], posting.transfers[0]
    if posting.loan is not None:
        accounts, usual = (first.debit, posting.loan), usual_memo(posting.event, posting.loan)
    else:
        accounts, usual = (first.debit, first.credit), usual_entry_memo(kind)
    text = "" if posting.memo == usual else folded(posting.memo)
    parts = {move.component: move.amount for move in posting.transfers if move.component}
    return EventRow(posting.dated_on, kind, accounts, posting.amount, text), parts


def usual_entry_memo(kind: str) -> str:
    """Return what is written on the voucher of a row that says nothing itself."""
    return f"Uang {kind}"


class _Known(NamedTuple):
    number: str
    parts: Parts
    reversed_by: str | None


@dataclass
class KnownRows:
    """Judges each row of a file; ``skipped`` counts those left out.

    Of several equal rows as many are known as were imported before; a further one equals a row above it.
    """

    connection: store.Connection
    way: SameRows
    skipped: int = 0
    _months: dict[Month, defaultdict[EventRow, list[_Known]]] = field(default_factory=dict)
    _first: dict[int, int] = field(default_factory=dict)  # by hash: a million rows must not fill the memory

    def is_left_out(self, line: CsvLine, row: EventRow, parts: Parts, recorded_as: str | None) -> bool:
        """Return whether a row is not to be recorded, because it stands in the books or higher up in the file.

        ``parts`` are those typed in the row. ``recorded_as`` is the voucher that has the row's own number: only such a
        voucher can be the same event. What is a finding is noted.
        """
        if self.way is SameRows.RECORD:
            return False
        if line.text("bukti_luar"):
            return self._is_same_voucher(row, parts, recorded_as)
        known = self._taken(row, parts)
        first = self._first.setdefault(hash((row, tuple(parts.items()))), line.number)
        if known is None and first == line.number:
            return False
        if self.way is SameRows.SKIP:
            self.skipped += 1
            if known is None:
                line.faults.warning(
                    line.number,
                    f"sama dengan baris {first}, jadi dilewati; "
                    "bila memang kejadian lain, isi bukti_luar pada baris ini lalu impor lagi",
                )
        elif known is None:
            same = f"sama dengan baris {first}; bila memang dua kejadian, isi bukti_luar pada keduanya"
            line.faults.error(line.number, same, SAME_HINT)
        else:
            gone = f", yang dibatalkan {known.reversed_by}" if known.reversed_by else ""
            line.faults.error(line.number, f"sudah diimpor sebagai {known.number}{gone}", SAME_HINT)
        return True

    def _is_same_voucher(self, row: EventRow, parts: Parts, recorded_as: str | None) -> bool:
        """Return whether a row with its own number is the voucher of that number, and is to be left out."""
        if recorded_as is None or self.way is not SameRows.SKIP:
            return False
        voucher = vouchers.find(self.connection, recorded_as)
        if voucher.posting.event not in _KINDS:
            return False
        known, laid_out = row_of(voucher)
        if known != row or (parts and parts != laid_out):
            return False
        self.skipped += 1
        return True

    def _taken(self, row: EventRow, parts: Parts) -> _Known | None:
        """Return the voucher that an equal row was imported as, each one once; parts typed in a row have to agree."""
        month = Month.of(row.dated_on)
        if month not in self._months:
            self._months[month] = self._read(month)
        candidates = self._months[month].get(row, [])
        for known in candidates:
            if not parts or parts == known.parts:
                candidates.remove(known)
                return known
        return None

    def _read(self, month: Month) -> defaultdict[EventRow, list[_Known]]:
        found: defaultdict[EventRow, list[_Known]] = defaultdict(list)
        for voucher, reversed_by in vouchers.imported(self.connection, month.first_on, month.last_on):
            if not voucher.posting.external_ref:
                row, parts = row_of(voucher)
                found[row].append(_Known(voucher.number, parts, reversed_by))
        return found
