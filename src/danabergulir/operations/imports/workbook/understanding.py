"""A whole workbook understood: what each sheet is, what is recorded of it, and what is still to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from danabergulir.ledger.file import store
from danabergulir.ledger.read import proposals, registers
from danabergulir.operations.imports.workbook.asking import Asker, Question
from danabergulir.operations.imports.workbook.cards import read_card
from danabergulir.operations.imports.workbook.headings import Heading, ListKind, find_heading, heading_at
from danabergulir.operations.imports.workbook.loans import month_of
from danabergulir.operations.imports.workbook.peta import Peta, SheetMap
from danabergulir.operations.imports.workbook.plan import Ledger, Plan, make_plan
from danabergulir.operations.imports.workbook.rows import Listed, read_list
from danabergulir.operations.imports.workbook.sheets import Sheet, Workbook


@dataclass(frozen=True)
class Understanding:
    """What was understood of a workbook with the answers given so far.

    ``readings`` is what each cell was read as, by sheet and cell, and whether that is in doubt.
    """

    book: Workbook
    peta: Peta
    sheets: tuple[Listed, ...]
    plan: Plan
    questions: tuple[Question, ...]
    readings: Mapping[tuple[str, str], tuple[str, bool]]

    @property
    def known(self) -> Peta:
        """Return the peta that reads this workbook the same way again."""
        sheets = {
            item.sheet.name: SheetMap(
                item.content,
                item.heading.first_row if item.heading else 0,
                item.heading.last_row if item.heading else -1,
                {at: name for at, name in item.heading.columns.items() if name}
                if item.heading and item.content is not ListKind.CARD
                else {},
            )
            for item in self.sheets
        }
        return Peta(sheets, self.peta.constants, self.peta.answers)


def know_ledger(connection: store.Connection, as_of: date) -> Ledger:
    """Return what a ledger already knows that a workbook is read beside."""
    opened_on = registers.opened_on(connection)
    return Ledger(
        opened_on,
        tuple(registers.all_ksm(connection, as_of).values()),
        registers.chart(connection, as_of),
        tuple(registers.loans(connection, as_of)),
        frozenset(proposals.numbers_in_use(connection)),
        registers.policy(connection, opened_on),
    )


def understand(book: Workbook, ledger: Ledger, peta: Peta) -> Understanding:
    """Return what a workbook says beside a ledger, read as the peta says where it says something."""
    asker = Asker(peta)
    listed = [_read_sheet(sheet, peta.sheets.get(sheet.name), asker, ledger.opened_on) for sheet in book.sheets]
    used, plan = make_plan(listed, ledger, asker)
    return Understanding(book, peta, tuple(used), plan, tuple(asker.questions.values()), asker.readings)


def _read_sheet(sheet: Sheet, known: SheetMap | None, asker: Asker, opened_on: date) -> Listed:
    if known is not None and known.content is ListKind.NOTHING:
        return Listed(sheet, None, ListKind.NOTHING, note="menurut peta")
    if not sheet.rows:
        return Listed(sheet, None, ListKind.NOTHING, note="kosong")
    if known is None and sheet.hidden:
        return Listed(sheet, None, ListKind.NOTHING, note="lembar tersembunyi")
    if known is None or known.content is ListKind.CARD:
        card = read_card(sheet, asker, opened_on)
        if card is not None:
            return card
    heading: Heading | None
    if known is not None and known.columns:
        heading = heading_at(sheet, known.content, known.first_row, known.last_row, known.columns)
    else:
        heading = find_heading(sheet) if known is None else find_heading(sheet, (known.content,))
    if heading is None:
        return Listed(sheet, None, ListKind.NOTHING, note="tidak ada judul kolom yang dikenal")
    latest = opened_on if heading.content is ListKind.LOANS else None
    month = month_of(sheet, heading.first_row, opened_on.year) if heading.content is ListKind.RECEIPTS else None
    return read_list(sheet, heading, asker, latest, month)
