"""Amounts that a sheet writes in thousands or millions of rupiah."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.cells import Raw, Reading, clean, read_amount, shown
from danabergulir.operations.imports.workbook.fields import AMOUNTS
from danabergulir.operations.imports.workbook.headings import Heading, folded
from danabergulir.operations.imports.workbook.sheets import Sheet


def scale_of_titles(sheet: Sheet, heading: Heading) -> int:
    """Return what the titles and headings of a sheet say that its amounts are counted in: rupiah, thousands, millions.

    A remark below them may speak of thousands too.
    """
    for row in sheet.rows[: heading.last_row + 1]:
        for text in (clean(cell) for cell in row):
            if found := _SCALES.search(text):
                return 1_000_000 if "juta" in found[0].casefold() else 1_000
    return 1


def scale_of_loans(principals: Sequence[Raw], asker: Asker) -> int:
    """Return what a person says that amounts are multiplied by where every loan is too small to be one in rupiah."""
    read = [read_amount(cell).text for cell in principals]
    lent = [int(text) for text in read if text and int(text) > 0]
    if not lent or max(lent) >= SMALLEST_LOAN:
        return 1
    why = f"semua pokok pinjaman di bawah {shown(SMALLEST_LOAN)}; jawab ya bila ditulis dalam ribuan rupiah"
    return 1_000 if asker.constant("ribuan", why, ("ya", "tidak"), lambda word: word in {"ya", "tidak"}) == "ya" else 1


def scale_note(scale: int) -> str:
    """Return what is told of a sheet whose amounts are multiplied; nothing where they are rupiah."""
    return "" if scale == 1 else f"semua jumlah uang dikali {shown(scale)}"


_SCALES: Final = re.compile(
    r"\b(dalam|x|kali|satuan)[\s:]+(rp\.?\s*)?(ribu(an)?|juta(an)?|1?[.,]?000)\b|\b(ribuan|jutaan)\s+(rupiah|rp)\b"
    r"|\((x\s*)?(rp\.?\s*)?(ribu(an)?|juta(an)?|1?[.,]?000)(\s*,-)?\)",
    re.IGNORECASE,
)
SMALLEST_LOAN: Final = 100_000


def in_rupiah(raw: Raw, scale: int, read: Reading, *, signed: bool = False) -> Reading:
    """Return an amount as it was ``read``, in rupiah, on a sheet that counts in units of ``scale``."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return read_amount(raw * scale, signed=signed)
    plain = not re.search("[a-z]", re.sub(r"^rp", "", folded(raw)))  # not 6 juta, which says itself how much
    return replace(read, text=str(int(read.text) * scale)) if read.text and plain else read


def in_one_unit(records: Sequence[Record], asker: Asker) -> list[Record]:
    """Return the loans of a list in rupiah, of which some rows may be in thousands: those are asked about."""
    lent = [record.amount("pokok") or 0 for record in records]
    if not any(amount >= SMALLEST_LOAN for amount in lent):
        return list(records)
    return [_in_rupiah(record, asker) if record.get("pokok") else record for record in records]


def _in_rupiah(record: Record, asker: Asker) -> Record:
    """Return a loan in rupiah that is too small beside the others of its list: in thousands, where a person says so."""
    lent = record.amount("pokok") or 0
    written = record.sheet.at(record.row, record.columns["pokok"]) if lent else None
    if 0 < lent < SMALLEST_LOAN and "pokok" not in record.answered:
        why = "jauh lebih kecil daripada pinjaman lain, mungkin baris ini dalam ribuan rupiah"
        asker.check(record, "pokok", why, (str(lent * 1_000), str(lent)))
    elif "pokok" in record.answered and str(lent) == in_rupiah(written, 1_000, read_amount(written)).text:
        more = {
            name: str(int(value) * 1_000)
            for name, value in record.values.items()
            if name in AMOUNTS and value and name not in record.answered
        }
        return replace(record, values={**record.values, **more})
    return record
