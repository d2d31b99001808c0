"""Amounts that a sheet writes in thousands or millions of rupiah."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from danabergulir.frozen import replace
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
    why = (
        f"semua pokok pinjaman di bawah {shown(SMALLEST_LOAN)}; jawab ya bila ditulis dalam ribuan rupiah, "
        "jutaan bila dalam jutaan rupiah"
    )
    known = {"ya": 1_000, "jutaan": 1_000_000, "tidak": 1}
    answers = sorted(known, key=lambda word: (known[word] == 1, max(lent) * known[word] < SMALLEST_LOAN))
    return known[asker.constant("ribuan", why, tuple(answers), known.__contains__) or "tidak"]


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
    part = _PART.fullmatch(clean(raw))
    if part:  # 1,5 of a million, written as a text
        return read_amount(float(Fraction(f"{part[1].replace('.', '')}.{part[2]}") * scale), signed=signed)
    plain = not re.search("[a-z]", re.sub(r"^rp", "", folded(raw)))  # not 6 juta, which says itself how much
    return replace(read, text=str(int(read.text) * scale)) if read.text and plain else read


def in_one_unit(records: Sequence[Record], asker: Asker) -> list[Record]:
    """Return the loans of a list in rupiah, of which some rows may be in thousands: those are asked about."""
    lent = [record.amount("pokok") or 0 for record in records]
    if not any(amount >= SMALLEST_LOAN for amount in lent):
        return list(records)
    return [_in_rupiah(record, asker) if record.get("pokok") else record for record in records]


def _in_rupiah(record: Record, asker: Asker) -> Record:
    """Return a loan in rupiah that is too small beside the others of its list: in the unit that a person says."""
    lent, column = record.amount("pokok") or 0, record.columns["pokok"]
    written = record.sheet.at(record.row, column)
    if "pokok" in record.answered:
        units = [unit for unit in _UNITS if str(lent) == in_rupiah(written, unit, read_amount(written)).text]
        return _multiplied(record, units[0], asker) if units else record
    units = [unit for unit in _UNITS if SMALLEST_LOAN <= lent * unit <= _LARGEST_LOAN]
    if 0 < lent < SMALLEST_LOAN:
        named = " atau ".join(_UNITS[unit] for unit in units) or "ribuan"
        why = f"jauh lebih kecil daripada pinjaman lain, mungkin baris ini dalam {named} rupiah"
        asker.check(record, "pokok", why, (*(str(lent * unit) for unit in units), str(lent)))
    return record


def _multiplied(record: Record, unit: int, asker: Asker) -> Record:
    """Return a row whose amounts are counted in that unit; what was asked of them as rupiah is asked no more."""
    values = dict(record.values)
    for name, column in record.columns.items():
        if name in AMOUNTS and name not in record.answered:
            raw = record.sheet.at(record.row, column)
            read = in_rupiah(raw, unit, read_amount(raw))
            values[name] = read.text
            if not read.doubt and not read.problem:
                asker.questions.pop((record.sheet.name, record.cell(name)), None)
    return replace(record, values=values)


_PART: Final = re.compile(r"(?:rp\.?\s*)?([0-9]{1,3}(?:\.[0-9]{3})*|[0-9]+),([0-9]+)", re.IGNORECASE)
_UNITS: Final = {1_000: "ribuan", 1_000_000: "jutaan"}
_LARGEST_LOAN: Final = 1_000_000_000
