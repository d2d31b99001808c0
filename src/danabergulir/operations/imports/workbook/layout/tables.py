"""Several tables on one sheet: beside each other, below each other, or without headings as a balance sheet."""

import re
from collections.abc import Iterator
from typing import Final

from danabergulir.frozen import replace
from danabergulir.operations.imports.workbook.cells import read_amount
from danabergulir.operations.imports.workbook.headings import (
    SIDE,
    Heading,
    ListKind,
    folded,
    heading_at,
    is_enough,
    named,
)
from danabergulir.operations.imports.workbook.sheets import Sheet, titles_of

_COUNTING: Final = frozenset({"no", "nomor", "no urut", "nomor urut"})


def with_tables_beside(sheet: Sheet, heading: Heading) -> Heading:
    """Return the headings with those of further tables to the right of the first, which have the same ones again.

    The other side of a balance sheet is such a table; where it has codes, those say what the accounts are.
    """
    if _is_side(heading) and (with_codes := find_balance_sheet(sheet)) is not None:
        return with_codes
    whom = heading.column("akun" if heading.content is ListKind.BALANCES else "ksm")
    titles = dict(titles_of(sheet, heading.first_row, heading.last_row - heading.first_row + 1))
    if whom is None:
        return heading
    first = folded(heading.titles[whom])
    again = [at for at in titles if at > whom and _names_as(folded(heading.titles[at]), first)]
    starts = [_start(heading, at) for at in again if heading.columns.get(at, "") == ""]
    columns: dict[int, str] = {}
    for start, end in zip([0, *starts], [*starts, sheet.width], strict=True):
        part = {at: parts for at, parts in titles.items() if start <= at < end}
        found = named(part, heading.content, first=heading.first_row == heading.last_row)
        if start == 0 or is_enough(set(found.values()), heading.content):
            columns |= found
    return replace(heading, columns=columns) if starts else heading


def _is_side(heading: Heading) -> bool:
    """Return whether the accounts of a list stand below the name of one side of a balance sheet."""
    column = heading.column("akun")
    return column is not None and re.fullmatch(SIDE, folded(heading.titles.get(column, ""))) is not None


def _names_as(title: str, first: str) -> bool:
    """Return whether a heading is that of the first table, or that of the other side of a balance sheet."""
    return title == first or (re.fullmatch(SIDE, title) is not None and re.fullmatch(SIDE, first) is not None)


def _start(heading: Heading, whom: int) -> int:
    """Return where a table begins that names its KSM in a column: before that one where it counts the rows."""
    return whom - (folded(heading.titles.get(whom - 1, "")) in _COUNTING)


def side_by_side(sheet: Sheet, heading: Heading) -> list[tuple[Sheet, Heading]]:
    """Return each table of a sheet alone: a field that comes again belongs to the next one."""
    starts = [0]
    known: set[str] = set()
    for column, name in sorted(heading.columns.items()):
        if name and name in known:
            starts.append(_start(heading, column))
            known = set()
        known.add(name)
    if len(starts) == 1:
        return [(sheet, heading)]
    return [
        (_only(sheet, range(start, end)), _of(heading, range(start, end)))
        for start, end in zip(starts, [*starts[1:], sheet.width], strict=True)
    ]


def _only(sheet: Sheet, columns: range) -> Sheet:
    rows = tuple(tuple(cell if at in columns else None for at, cell in enumerate(row)) for row in sheet.rows)
    return replace(sheet, rows=rows)


def _of(heading: Heading, columns: range) -> Heading:
    return replace(
        heading,
        columns={at: name for at, name in heading.columns.items() if at in columns},
        titles={at: title for at, title in heading.titles.items() if at in columns},
    )


def repeats(sheet: Sheet, heading: Heading, row: int) -> bool:
    """Return whether a row repeats one of the headings, as on a further page or above a further list below."""
    texts = [(at, text) for at in range(len(sheet.rows[row])) if (text := sheet.text(row, at))]
    texts = [(at, text) for at, text in texts if (row, at) not in sheet.filled]
    return len(texts) > 1 and any(
        all(folded(text) == folded(sheet.at(known, at)) for at, text in texts)
        for known in range(heading.first_row, heading.last_row + 1)
    )


def one_below_another(sheet: Sheet, heading: Heading) -> list[tuple[Sheet, Heading]]:
    """Return each table of a sheet alone, in its rows, where a further one has other headings of its own."""
    found = [heading]
    for row in range(heading.last_row + 1, len(sheet.rows)):
        if not all(cell is None or isinstance(cell, str) for cell in sheet.rows[row]):
            continue
        columns = named(dict(titles_of(sheet, row, 1)), heading.content, first=True)
        if is_enough(set(columns.values()), heading.content) and not repeats(sheet, found[-1], row):
            found.append(heading_at(sheet, heading.content, row, row, columns))
    ends = [*(of.first_row for of in found[1:]), len(sheet.rows)]
    return [(_rows_of(sheet, start, end), of) for start, end, of in zip([0, *ends], ends, found, strict=False)]


def _rows_of(sheet: Sheet, start: int, end: int) -> Sheet:
    return replace(sheet, rows=tuple(row if start <= at else () for at, row in enumerate(sheet.rows[:end])))


_CARD: Final = re.compile(r"kartu (pinjaman|angsuran|kredit).*")
_LENT: Final = re.compile(r"(besar|jumlah|nilai) pinjaman|plafond?|pokok pinjaman")


def cards_apart(sheet: Sheet) -> list[Sheet]:
    """Return each loan card of a sheet alone, in its rows; they begin with their title, or below an empty row."""
    starts = [row for row in range(len(sheet.rows)) if _begins(sheet, row, _CARD)]
    if len(starts) < 2:  # noqa: PLR2004 - nothing to part
        starts = [_top(sheet, row) for row in range(len(sheet.rows)) if _begins(sheet, row, _LENT)]
    if len(starts) < 2:  # noqa: PLR2004 - nothing to part
        return [sheet]
    ends = [*starts[1:], len(sheet.rows)]
    return [_rows_of(sheet, start, end) for start, end in zip(starts, ends, strict=True)]


def _begins(sheet: Sheet, row: int, words: re.Pattern[str]) -> bool:
    """Return whether a row holds a label: these words alone or before a colon."""
    return any(
        isinstance(cell, str) and (row, at) not in sheet.filled and words.fullmatch(folded(cell.partition(":")[0]))
        for at, cell in enumerate(sheet.rows[row])
    )


def _top(sheet: Sheet, row: int) -> int:
    """Return the first row of the block that a row stands in."""
    while row > 0 and any(sheet.text(row - 1, at) for at in range(len(sheet.rows[row - 1]))):
        row -= 1
    return row


_CODE: Final = re.compile("[0-9]{4,6}")
_FEWEST: Final = 3
"""Accounts that a side of a balance sheet has at least."""


def find_balance_sheet(sheet: Sheet) -> Heading | None:
    """Return where a balance sheet without headings has its codes, names and amounts, as LU-01 prints it; else None.

    Assets and liabilities stand below each other, or side by side.
    """
    words = {folded(cell) for row in sheet.rows for cell in row if isinstance(cell, str)}
    if not {"aktiva", "pasiva"} <= words and not {"aktiva", "passiva"} <= words:
        return None
    columns: dict[int, str] = {}
    first = len(sheet.rows)
    for column in range(sheet.width):
        rows = [row for row in range(len(sheet.rows)) if _CODE.fullmatch(sheet.text(row, column))]
        amounts = next(_amounts(sheet, rows, column), None)
        if len(rows) >= _FEWEST - bool(columns) and amounts is not None and column not in columns:
            columns |= {column: "akun_kode", amounts[0]: "akun", amounts[1]: "saldo"}
            first = min(first, rows[0])
    if not columns:
        return None
    titles = {at: {"akun_kode": "kode", "akun": "nama", "saldo": "jumlah"}[name] for at, name in columns.items()}
    return Heading(ListKind.BALANCES, max(first - 1, 0), first - 1, columns, titles)


def _amounts(sheet: Sheet, rows: list[int], code: int) -> Iterator[tuple[int, int]]:
    """Yield the column of the names and that of the amounts to the right of the codes."""
    if not rows or any(not sheet.text(row, code + 1) or sheet.text(row, code + 1).isdigit() for row in rows):
        return
    for column in range(code + 2, sheet.width):
        cells = [sheet.at(row, column) for row in rows]
        read = [cell for cell in cells if cell is not None and not read_amount(cell, signed=True).problem]
        if read and len(read) == len([cell for cell in cells if cell is not None]):
            yield code + 1, column


def unread_amounts(sheet: Sheet, heading: Heading) -> int | None:
    """Return the first column of amounts whose heading speaks of lending and is not known; None where there is none."""
    for column, title in heading.titles.items():
        if column in heading.columns or not _OF_LENDING.search(folded(title)):
            continue
        cells = [sheet.at(row, column) for row in range(heading.last_row + 1, len(sheet.rows))]
        amounts = [read_amount(cell).text for cell in cells if cell is not None]
        if amounts and all(text and int(text) in _OF_MONEY for text in amounts):
            return column
    return None


_OF_LENDING: Final = re.compile(r"^(?!.*tunggakan).*(pokok|pinjam|plafon|kredit|saldo|sisa|dana|gulir|dropping|bayar)")
_OF_MONEY: Final = range(1_000, 10**9)
