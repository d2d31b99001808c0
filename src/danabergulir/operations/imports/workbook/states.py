"""What several sheets say of the same loans: for which month each of them stands, and where they contradict another."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from danabergulir.dates import Month
from danabergulir.frozen import replace
from danabergulir.operations.imports.workbook.asking import Asker, Record, place_beside
from danabergulir.operations.imports.workbook.cells import month_named
from danabergulir.operations.imports.workbook.fields import Way, reading_words
from danabergulir.operations.imports.workbook.headings import ListKind, folded
from danabergulir.operations.imports.workbook.names import key_of
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.sheets import Sheet
from danabergulir.text import quoted


def month_of(sheet: Sheet, first_row: int, year: int) -> Month | None:
    """Return the month that a sheet is about by its name, else by the titles above its headings."""
    written = _written_month(sheet, first_row)
    return Month(written[1] or year, written[0]) if written else None


def months_of(sheet: Sheet, first_row: int, opened_on: date) -> tuple[Month, ...]:
    """Return the months that a sheet can be about, the likely one first: where no year is written those nearest."""
    written = _written_month(sheet, first_row)
    if written is None:
        return ()
    number, year = written
    if year:
        return (Month(year, number),)
    past = Month(opened_on.year - (number > opened_on.month), number)
    coming = Month(past.year + 1, number)
    return (coming, past) if Month.of(opened_on).shifted(_HALF_A_YEAR) >= coming else (past, coming)


_HALF_A_YEAR: Final = 6


def _written_month(sheet: Sheet, first_row: int) -> tuple[int, int] | None:
    """Return month and year that the name or the titles of a sheet say, the year nought where it stands nowhere."""
    texts = [
        sheet.name,
        *(sheet.text(row, column) for row in range(first_row) for column in range(len(sheet.rows[row]))),
    ]
    written = [
        (number, int(found[2] or 0) + (2000 if found[2] and len(found[2]) == 2 else 0))  # noqa: PLR2004 - two digits
        for text in texts
        for found in _MONTH.finditer(folded(text))
        if (number := month_named(found[1]))
    ]
    return next((known for known in written if known[0] == written[0][0] and known[1]), written[0]) if written else None


_MONTH: Final = re.compile(r"\b([a-z]{3,})(?: ([0-9]{4}|[0-9]{2})\b)?")


def newest_states(listed: list[Listed], opened_on: date) -> list[Listed]:
    """Return the sheets with those of earlier and later months left out where each lists the same loans anew."""
    monthly = {
        place: month
        for place, item in enumerate(listed)
        if item.content is ListKind.LOANS
        and item.heading is not None
        and (month := month_of(item.sheet, item.heading.first_row, opened_on.year)) is not None
    }
    repeated = [
        place for place in monthly if any(overlap(listed[place], listed[other]) for other in monthly if other != place)
    ]
    if not repeated:
        return listed
    past = [place for place in repeated if monthly[place] <= Month.of(opened_on)]
    kept = max(past or repeated, key=lambda place: (monthly[place], place))
    name = listed[kept].sheet.name
    return [
        replace(
            item,
            records=(),
            content=ListKind.NOTHING,
            note=f"pinjaman yang sama ada di lembar {quoted(name)}, yang dipakai",
        )
        if place in repeated and place != kept
        else item
        for place, item in enumerate(listed)
    ]


def overlap(one: Listed, other: Listed) -> bool:
    """Return whether two lists name the same loans, at least half of the shorter one."""
    keys = [
        {(key_of(record.get("ksm")), record.get("pokok"), record.get("tanggal_cair")) for record in item.records}
        for item in (one, other)
    ]
    return 2 * len(keys[0] & keys[1]) >= min(map(len, keys)) > 0


def in_order_of_states(listed: Sequence[Listed], opened_on: date) -> list[Record]:
    """Return the loans of all sheets, those of another month than the opening last: they only add what is missing."""
    ordered = sorted(
        (item for item in listed if item.content in {ListKind.LOANS, ListKind.CARD}),
        key=lambda item: is_of_another_month(item, opened_on),
    )
    return [record for item in ordered for record in item.records if record.content is ListKind.LOANS]


def is_of_another_month(item: Listed, opened_on: date) -> bool:
    """Return whether a list of loans stands for another month than that of the opening balances."""
    if item.content is not ListKind.LOANS or item.heading is None:
        return False
    month = month_of(item.sheet, item.heading.first_row, opened_on.year)
    return month is not None and month != Month.of(opened_on)


_TERMS: Final[tuple[str, ...]] = ("tanggal_cair", "pokok", "tenor", "jasa_persen")
_PAID: Final[tuple[str, ...]] = ("saldo", "pokok_terbayar", "jasa_terbayar", "titipan_terbayar")


def agreed(known: Record, record: Record, asker: Asker, *, later_state: bool) -> dict[str, str]:
    """Return what is taken of a second row about a loan where it contradicts the first; what is open is asked.

    Of all that was paid one figure is asked for: who says that the second row is right takes the others from it too.
    The state of another month contradicts nothing.
    """
    taken: dict[str, str] = {}
    for name in _TERMS:
        if _differ(known, record, name) and name in record.answered:
            taken[name] = record.get(name)
        elif _differ(known, record, name):
            _ask(known, record, name, asker)
    if later_state:
        return taken
    decided = next((name for name in _PAID if name in record.answered and known.get(name)), None)
    if decided is None:
        for name in _PAID:
            if _differ(known, record, name):
                _ask(known, record, name, asker)
                break
    elif _differ(known, record, decided):
        as_written = Way(decided).read(record.sheet.at(record.row, record.columns[decided])).text
        if as_written.rstrip("0") == record.get(decided).rstrip("0"):  # on a sheet in thousands too
            taken |= {name: record.get(name) for name in _PAID if record.get(name)}
        else:
            taken |= {**dict.fromkeys(_PAID[:2], ""), decided: record.get(decided)}
    return taken


def _differ(known: Record, record: Record, name: str) -> bool:
    return bool(known.get(name) and record.get(name)) and known.get(name) != record.get(name)


def _ask(known: Record, record: Record, name: str, asker: Asker) -> None:
    """Ask which of two rows is right, naming the cell of the other."""
    there = reading_words(name, known.get(name))
    why = f"padahal {there} di {place_beside(known.origin(name), record, name)}"
    asker.check(record, name, why, (known.get(name), record.get(name)))
