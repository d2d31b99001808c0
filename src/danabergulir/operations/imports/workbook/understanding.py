"""A whole workbook understood: what each sheet is, what is recorded of it, and what is still to be asked."""

from collections.abc import Mapping
from datetime import date

from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import proposals, registers
from danabergulir.operations.imports.workbook.around.bank import find_money_book, read_money_book
from danabergulir.operations.imports.workbook.around.profile import FoundProfile, find_profile
from danabergulir.operations.imports.workbook.asking import Asker, Question, Record
from danabergulir.operations.imports.workbook.cards import read_card
from danabergulir.operations.imports.workbook.headings import (
    MONEY_BOOKS,
    Heading,
    ListKind,
    find_heading,
    heading_at,
)
from danabergulir.operations.imports.workbook.layout.tables import (
    cards_apart,
    find_balance_sheet,
    one_below_another,
    side_by_side,
    unread_amounts,
    with_tables_beside,
)
from danabergulir.operations.imports.workbook.layout.yearless import ANY_TIME, Span
from danabergulir.operations.imports.workbook.peta import Peta, SheetMap
from danabergulir.operations.imports.workbook.plan import Ledger, Plan, make_plan
from danabergulir.operations.imports.workbook.rows import Listed, read_list, together
from danabergulir.operations.imports.workbook.sheets import Sheet, Workbook
from danabergulir.operations.imports.workbook.states import months_of


class Understanding(Struct, frozen=True):
    """What was understood of a workbook with the answers given so far.

    ``readings`` is what each cell was read as, by sheet and cell, and whether that is in doubt; ``profile`` is what it
    says of the UPK itself.
    """

    book: Workbook
    peta: Peta
    sheets: tuple[Listed, ...]
    plan: Plan
    questions: tuple[Question, ...]
    readings: Mapping[tuple[str, str], tuple[str, bool]]
    profile: FoundProfile

    @property
    def known(self) -> Peta:
        """Return the peta that reads this workbook the same way again."""
        unknown = {question.sheet for question in self.questions if question.name == "isi"}
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
            if item.sheet.name not in unknown
        }
        return Peta(sheets, self.peta.constants, self.peta.answers)


def know_ledger(connection: store.Connection, as_of: date) -> Ledger:
    """Return what a ledger already knows that a workbook is read beside."""
    opened_on = registers.opened_on(connection)
    return Ledger(
        opened_on=opened_on,
        groups=tuple(registers.all_ksm(connection, as_of).values()),
        chart=registers.chart(connection, as_of),
        loans=tuple(registers.loans(connection, as_of)),
        numbers=frozenset(proposals.numbers_in_use(connection)),
        policy=registers.policy(connection, opened_on),
        heads=frozenset(registers.rw_heads(connection, as_of)),
        officers=registers.profile(connection, as_of).officers,
    )


def understand(book: Workbook, ledger: Ledger, peta: Peta) -> Understanding:
    """Return what a workbook says beside a ledger, read as the peta says where it says something."""
    asker = Asker(peta)
    listed = read_sheets(book, asker, ledger.opened_on)
    profile = find_profile(book)
    used, plan = make_plan(listed, ledger, asker, profile.officers)
    return Understanding(
        book=book,
        peta=peta,
        sheets=tuple(used),
        plan=plan,
        questions=tuple(asker.questions.values()),
        readings=asker.readings,
        profile=profile,
    )


def read_sheets(book: Workbook, asker: Asker, until: date) -> list[Listed]:
    """Return what each sheet lists; loans are none that were paid out after ``until``."""
    alone = len([sheet for sheet in book.sheets if sheet.rows and not sheet.hidden]) == 1
    return [_read_sheet(sheet, asker.peta.sheets.get(sheet.name), asker, until, alone=alone) for sheet in book.sheets]


def _read_sheet(sheet: Sheet, known: SheetMap | None, asker: Asker, opened_on: date, *, alone: bool) -> Listed:
    if why := _why_not(sheet, known):
        return Listed(sheet, None, ListKind.NOTHING, note=why)
    if known is None or known.content is ListKind.CARD:
        cards = [card for part in cards_apart(sheet) if (card := read_card(part, asker, opened_on)) is not None]
        if cards:
            return together(sheet, None, cards)
    heading = _heading_of(sheet, known, asker, alone=alone)
    if heading is None:
        of_money = find_heading(sheet, MONEY_BOOKS) is not None
        why = "bukan buku kas dan bukan rekening bank" if of_money else "tidak ada judul kolom yang dikenal"
        return Listed(sheet, None, ListKind.NOTHING, note=why)
    if heading.content in MONEY_BOOKS:
        return read_money_book(sheet, heading, asker, opened_on)
    if heading.content is ListKind.GROUPS and known is None:
        _ask_of_unread(sheet, heading, asker)
    span = _span_of(sheet, heading, opened_on)
    tables = [
        read_list(part, of, asker, span)
        for block, first in one_below_another(sheet, heading)
        for part, of in side_by_side(block, first)
    ]
    return together(sheet, heading, tables)


def _span_of(sheet: Sheet, heading: Heading, opened_on: date) -> Span:
    """Return the time that a list can be about: loans were paid out before the book, money moves after it."""
    if heading.content is ListKind.LOANS:
        return Span(latest=opened_on)
    if heading.content is ListKind.RECEIPTS:
        return Span(since=opened_on, months=months_of(sheet, heading.first_row, opened_on))
    return Span(since=opened_on) if heading.content is ListKind.ENTRIES else ANY_TIME


def _ask_of_unread(sheet: Sheet, heading: Heading, asker: Asker) -> None:
    """Ask about a list of KSM with amounts below a heading that is not known: it may be one of loans."""
    column = unread_amounts(sheet, heading)
    if column is not None:
        place = Record(ListKind.NOTHING, sheet, heading.last_row, {}, {"isi": column})
        why = "kolom jumlah uang ini tidak dikenal; ganti judulnya, atau jawab ya bila memang tidak dipakai"
        asker.check(place, "isi", why, ("ya",))


def _why_not(sheet: Sheet, known: SheetMap | None) -> str:
    """Return why a sheet is not looked at; empty for one that is."""
    if known is not None and known.content is ListKind.NOTHING:
        return "menurut peta"
    if not sheet.rows:
        return "kosong"
    return "lembar tersembunyi" if known is None and sheet.hidden else ""


def _heading_of(sheet: Sheet, known: SheetMap | None, asker: Asker, *, alone: bool) -> Heading | None:
    """Return the headings of a list, where the peta says or where they are found."""
    if known is not None and known.columns:
        return heading_at(sheet, known.content, known.first_row, known.last_row, known.columns)
    if known is not None:
        return find_heading(sheet, (known.content,))
    found = find_heading(sheet)
    if found is not None:
        return with_tables_beside(sheet, found)
    return find_balance_sheet(sheet) or find_money_book(sheet, asker, alone=alone)
