"""Rows that are in the books already: one growing sheet, imported every evening, records each receipt once.

A row is held against what earlier imports recorded, whatever the file is called and however it is sorted or saved, and
against the rows above it. What was typed at the counter is no import: what is alike there is only doubted, unless both
have the same number of the treasurer's own.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from danabergulir.dates import Month
from danabergulir.domain.journal import Component, Event, Voucher, own_memo, reference_key
from danabergulir.errors import UsageError
from danabergulir.frozen import Struct, field
from danabergulir.ledger.file import store
from danabergulir.ledger.read import vouchers
from danabergulir.money import Rupiah
from danabergulir.operations.csv_table import MOST_FINDINGS, CsvLine, Table
from danabergulir.operations.desk import Desk
from danabergulir.operations.imports.names import folded
from danabergulir.operations.imports.once import is_known_file
from danabergulir.operations.loans.receipts import usual_memo
from danabergulir.text import quoted

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

_RECEIPT: Final = "terima"
_KINDS: Final = {
    Event.REPAYMENT: _RECEIPT,
    Event.RECOVERY: _RECEIPT,
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
    memo = own_memo(posting.memo)
    text = "" if memo == usual else folded(memo)
    parts = {move.component: move.amount for move in posting.transfers if move.component}
    return EventRow(posting.dated_on, kind, accounts, posting.amount, text), parts


def usual_entry_memo(kind: str) -> str:
    """Return what is written on the voucher of a row that says nothing itself."""
    return f"Uang {kind}"


class _Known(NamedTuple):
    number: str
    key: str
    own_number: str
    parts: Parts
    imported: bool
    reversed_by: str | None


class KnownRows(Struct):
    """Judges each row of a file; ``skipped`` counts those left out, ``renumbered`` those that differ in their number.

    Each voucher of an earlier import is one row. A row with a number of the treasurer's own is the voucher with that
    number. Numbers are filled in later, and get lost: a row without one is also a voucher whose number no row of this
    file has, and a number that no voucher has is also one without. ``numbers`` are the keys of the numbers in the file,
    by the line they first stand on, known before the first row is judged. A row left over is recorded; without a number
    it may be one above it written down twice.

    Of a day, receipts with typed parts have to come first, for the others fit any parts; and a row without a number
    takes first what only such a row can take. So as many rows as can be are known, in whatever order they stand.
    """

    connection: store.Connection
    way: SameRows
    skipped: int = 0
    renumbered: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    _months: dict[Month, defaultdict[EventRow, list[_Known]]] = field(default_factory=dict)
    _first: dict[int, int] = field(default_factory=dict)  # by hash: a million rows must not fill the memory
    _near: list[tuple[CsvLine, EventRow]] = field(default_factory=list)

    def is_left_out(self, line: CsvLine, row: EventRow, parts: Parts, recorded_as: str | None) -> bool:
        """Return whether a row is not to be recorded, because it stands in the books or higher up in the file.

        ``parts`` are those typed in the row, ``recorded_as`` is the voucher that has the row's own number. What is a
        finding is noted.
        """
        if self.way is SameRows.RECORD:
            return False
        key = reference_key(line.text("bukti_luar"))
        known = self._taken(row, parts, key, recorded_as)
        if known is None and recorded_as:
            return False  # the number stands for another event, which is refused
        first = line.number if key else self._first.setdefault(hash((row, tuple(parts.items()))), line.number)
        if known is None and first == line.number:
            self._note_near(line, row)
            return False
        if self.way is SameRows.SKIP:
            self.skipped += 1
            self.renumbered += known is not None and known.key != key
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
            line.faults.error(line.number, f"sudah {_how(known, key)}", SAME_HINT)
        return True

    def warn_of_near(self) -> None:
        """Warn of rows whose day, accounts and amount are those of a voucher that no row of the file was."""
        for line, row in self._near:
            key = reference_key(line.text("bukti_luar"))
            for known in self._on(row.dated_on).get(_near(row), []):
                if not known.reversed_by and not (key and known.key):
                    line.faults.warning(
                        line.number,
                        f"hari, akun dan jumlahnya sama dengan {known.number}; bila itu kejadian yang sama, "
                        "batalkan salah satunya dengan: danabergulir batal BUKTI",
                    )
                    break

    def _note_near(self, line: CsvLine, row: EventRow) -> None:
        if row.kind != _RECEIPT and self._on(row.dated_on).get(_near(row)) and len(self._near) < MOST_FINDINGS:
            self._near.append((line, row))

    def _taken(self, row: EventRow, parts: Parts, key: str, recorded_as: str | None) -> _Known | None:
        """Return the voucher that an equal row was imported as, each one once; parts typed in a row have to agree.

        With the row's own number it may have been typed at the counter too.
        """
        fitting = [known for known in self._on(row.dated_on).get(row, []) if not parts or parts == known.parts]
        same = [known for known in fitting if known.key == key and (key or known.imported)]
        if not key:
            same = [known for known in fitting if known.key and known.key not in self.numbers and known.imported] + same
        elif not same and not recorded_as:
            same = [known for known in fitting if not known.key and known.imported]
        if not same:
            return None
        for alike in (row, _near(row)):
            self._on(row.dated_on)[alike].remove(same[0])
        return same[0]

    def _on(self, day: date) -> defaultdict[EventRow, list[_Known]]:
        """Return what is recorded in the month of a day by its row, and of entries by what is near to it."""
        month = Month.of(day)
        if month not in self._months:
            self._months[month] = self._read(month)
        return self._months[month]

    def _read(self, month: Month) -> defaultdict[EventRow, list[_Known]]:
        found: defaultdict[EventRow, list[_Known]] = defaultdict(list)
        for voucher, imported, reversed_by in vouchers.recorded(self.connection, _KINDS, month.first_on, month.last_on):
            row, parts = row_of(voucher)
            own_number = voucher.posting.external_ref or ""
            known = _Known(voucher.number, reference_key(own_number), own_number, parts, imported, reversed_by)
            for alike in (row, _near(row)):
                found[alike].append(known)
        return found


def _near(row: EventRow) -> EventRow:
    """Return a row whatever its text; the kind keeps it apart from every row itself."""
    return row._replace(kind=f"{row.kind}, teks apa pun", text="")


def _how(known: _Known, key: str) -> str:
    """Return how a row was recorded, which number of its own it had then, and what has taken it back since."""
    done = "diimpor" if known.imported else "dicatat"
    number = f" dengan bukti_luar {quoted(known.own_number)}" if known.key else " tanpa bukti_luar"
    gone = f", yang dibatalkan {known.reversed_by}" if known.reversed_by else ""
    return f"{done} sebagai {known.number}{'' if known.key == key else number}{gone}"
