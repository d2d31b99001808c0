"""Receipts below nil: a row that takes an earlier one back, or a sign that a person has to explain."""

from collections.abc import Sequence
from typing import Final

from danabergulir.frozen import replace
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.fields import PARTS
from danabergulir.operations.imports.workbook.names import key_of
from danabergulir.text import quoted

_AMOUNTS: Final = ("jumlah", *PARTS)


def without_reversals(records: Sequence[Record], asker: Asker) -> tuple[list[Record], list[str]]:
    """Return the receipts that stand, and what is told of the others.

    A row that is another one of its sheet and KSM below nil takes that one back: neither is recorded. Any other is
    asked about once, and left out where nothing is the answer.
    """
    kept: list[Record] = []
    told: list[str] = []
    for record in records:
        asked = next(name for name in (*_AMOUNTS, "ksm") if name == "ksm" or _is_written(record, name))
        below = [name for name in _AMOUNTS if (record.amount(name) or 0) < 0]
        where = f"lembar {quoted(record.sheet.name)} baris {record.row + 1}"
        if not below and not (asked in record.answered and not record.get(asked) and asked != "ksm"):
            kept.append(record)
            continue
        first = _taken_back(record, kept)
        if asked in record.answered:
            answer: str | None = record.get(asked)
        elif first is not None:
            kept.remove(first)
            told.append(f"{where} membatalkan baris {first.row + 1}; keduanya tidak dicatat")
            continue
        else:
            asked = asked if asked in below else below[0]
            why = "angka negatif tanpa baris yang dibatalkannya; tulis kosong bila baris ini tidak dicatat"
            answer = asker.check(record, asked, why, ("", record.get(asked).removeprefix("-")))
        if answer:
            above = {name: str(abs(record.amount(name) or 0)) for name in below}
            kept.append(replace(record, values={**record.values, **above, asked: answer}))
        elif answer is not None:
            told.append(f"{where} tidak dicatat, menurut jawaban")
    return kept, told


def _is_written(record: Record, name: str) -> bool:
    return name in record.columns and bool(record.sheet.text(record.row, record.columns[name]))


def _taken_back(record: Record, kept: Sequence[Record]) -> Record | None:
    """Return the last receipt of the same sheet and KSM that a row is below nil, not after its day; None without."""
    for earlier in reversed(kept):
        if (
            earlier.sheet.name == record.sheet.name
            and key_of(earlier.get("ksm")) == key_of(record.get("ksm"))
            and earlier.get("nomor").upper() == record.get("nomor").upper()
            and earlier.get("tanggal") <= record.get("tanggal")
            and all((earlier.amount(name) or 0) == -(record.amount(name) or 0) for name in _AMOUNTS)
        ):
            return earlier
    return None
