"""The column that adds up the money of a row: it is for the eye, but somebody may have typed the money there."""

from collections.abc import Iterator, Sequence

from danabergulir.domain.meeting import AS_ASKED, SheetField
from danabergulir.errors import Finding
from danabergulir.money import Rupiah, format_count, total
from danabergulir.operations.imports.meeting.columns import Laid
from danabergulir.operations.imports.meeting.filled import MONEY, FilledRow
from danabergulir.operations.imports.workbook.cells import clean, read_amount, shown
from danabergulir.text import quoted


def typed_sums(laid: Laid, rows: Sequence[FilledRow]) -> Iterator[Finding]:
    """Yield a finding for each cell of the sums that holds money which the cells to fill in do not."""
    for place, row in enumerate(rows):
        raw = laid.cell(row.at, SheetField.MONEY)
        members = _members(rows, place)
        if clean(raw) in {"", "0"} or laid.is_unknown(row.at, SheetField.MONEY) or members is None:
            continue
        read = read_amount(raw)
        if read.problem and not any(mark.isdigit() for mark in clean(raw)):
            continue
        known = _known(laid, row, members)
        if not read.problem and int(read.text or 0) in {0, *known}:
            continue
        yield Finding(
            "lembar",
            laid.place(row.at, SheetField.MONEY),
            f"{SheetField.MONEY} {row.name} {quoted(shown(raw))}, padahal isian barisnya "
            f"{format_count(known[0]) if known[0] else 'kosong'}; kolom ini hanya menjumlah, bukan isian",
            f"Tulis uangnya pada kolom {SheetField.PAID} atau {SheetField.VOLUNTARY}, lalu kosongkan sel ini",
        )


def _members(rows: Sequence[FilledRow], place: int) -> Sequence[FilledRow] | None:
    """Return the rows of the members of a row; None where sorting took them away, and the formula adds up others."""
    row = rows[place]
    if row.member is not None:
        return ()
    found = [other for other in rows if other.key == row.key and other.member is not None]
    after = rows[place + 1 : place + 1 + len(found)]
    return found if {other.at for other in found} == {other.at for other in after} else None


def _known(laid: Laid, row: FilledRow, members: Sequence[FilledRow]) -> Sequence[int]:
    """Return what may stand there: what was read of the row, and what its formula makes of it."""
    by_members = sum(_read(member) for member in members)
    paid_by_members = any(SheetField.PAID in member.amounts for member in members)
    own, added = _read(row), _added(laid, row)
    line = own if SheetField.PAID in row.amounts or not paid_by_members else own + by_members
    return line or by_members, own, by_members, added or sum(_added(laid, member) for member in members)


def _read(row: FilledRow) -> int:
    amounts: list[Rupiah] = [row.amounts[field].amount for field in MONEY if field in row.amounts]
    return total(amounts).value


def _added(laid: Laid, row: FilledRow) -> int:
    """Return what the formula of a row adds up: to it an amount written as text is nothing."""
    amount = 0
    for field in MONEY:
        raw = laid.cell(row.at, field)
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            amount += int(raw)
        elif field is SheetField.PAID and clean(raw).casefold() in AS_ASKED:
            amount += row.asked.value
    return amount
