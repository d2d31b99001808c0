"""Lists that are not what they seem: balances of another day than the opening, and receipts that only repeat others."""

from collections.abc import Iterator, Sequence
from datetime import date

from danabergulir.dates import format_form
from danabergulir.frozen import replace
from danabergulir.operations.imports.workbook.around.profile import days_said
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.fields import PARTS
from danabergulir.operations.imports.workbook.headings import ListKind
from danabergulir.operations.imports.workbook.names import key_of
from danabergulir.operations.imports.workbook.rows import Listed
from danabergulir.operations.imports.workbook.states import is_of_another_month, overlap
from danabergulir.text import quoted

_YES = "ya"


def of_the_day(listed: Sequence[Listed], as_of: date, asker: Asker) -> list[Listed]:
    """Return the lists whose balances are those of a day; one whose titles name another day alone is asked about.

    A list of loans of another month beside one without does not count: it only adds what that one lacks.
    """
    kept = []
    for item in listed:
        state = item.content in {ListKind.LOANS, ListKind.BALANCES, ListKind.SAVINGS}
        said = list(days_said(item.sheet)) if state and item.heading is not None else []
        beside = is_of_another_month(item, as_of) and any(
            overlap(item, other) for other in listed if other is not item and not is_of_another_month(other, as_of)
        )
        if not said or beside or as_of in [day for day, *_ in said]:
            kept.append(item)
            continue
        day, row, column = said[0]
        why = (
            f"angkanya per {format_form(day)}, padahal saldo awal buku per {format_form(as_of)}; jawab ya bila sama "
            "dengan per saldo awal, kosong bila lembar ini tidak dipakai"
        )
        answer = asker.check(Record(item.content, item.sheet, row, {}, {"isi": column}), "isi", why, (_YES, ""))
        if answer in {None, _YES}:
            kept.append(item)
        elif answer:
            asker.ask_again(Record(item.content, item.sheet, row, {}, {"isi": column}), "isi", why)
            kept.append(item)
        else:
            kept.append(replace(item, records=(), content=ListKind.NOTHING, note=f"per {format_form(day)}"))
    return kept


def without_recaps(listed: Sequence[Listed]) -> list[Listed]:
    """Return the lists without those receipts that all stand on other sheets too, as on a sheet that sums up a year."""
    kept = list(listed)
    for place in reversed(range(len(kept))):
        item = kept[place]
        if item.content is not ListKind.RECEIPTS or not item.records:
            continue
        others = [
            record
            for other in kept
            if other is not item and other.content is ListKind.RECEIPTS
            for record in other.records
        ]
        found = list(_found_again(item.records, others))
        if len(found) == len(item.records):
            names = ", ".join(dict.fromkeys(quoted(record.sheet.name) for record in found))
            kept[place] = replace(
                item, records=(), content=ListKind.NOTHING, note=f"semua barisnya ada juga di lembar {names}"
            )
    return kept


def _found_again(records: Sequence[Record], others: Sequence[Record]) -> Iterator[Record]:
    """Yield the record of another sheet that says the same as each of some, every one once."""
    left: dict[tuple[str, ...], list[Record]] = {}
    for record in others:
        left.setdefault(_facts(record), []).append(record)
    for record in records:
        alike = left.get(_facts(record), [])
        number = record.get("bukti_luar")
        same = next((other for other in alike if not number or other.get("bukti_luar") in {"", number}), None)
        if same is not None:
            alike.remove(same)
            yield same


def _facts(record: Record) -> tuple[str, ...]:
    whom = record.get("nomor").upper() or key_of(record.get("ksm"))
    parts = (str(record.amount(name) or 0) for name in (*PARTS, "jumlah"))
    return (record.get("tanggal"), whom, *parts)
