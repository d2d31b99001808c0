"""A workbook made in a test, understood beside a ledger that was opened on 31 December 2025."""

from datetime import date

from danabergulir.domain.accounts import URBAN_CHART, Chart
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.operations.imports.workbook.peta import Peta
from danabergulir.operations.imports.workbook.plan import Ledger
from danabergulir.operations.imports.workbook.recording import question_words
from danabergulir.operations.imports.workbook.sheets import Sheet, Workbook
from danabergulir.operations.imports.workbook.understanding import understand

LEDGER = Ledger(date(2025, 12, 31), (), Chart(URBAN_CHART), (), frozenset(), DEFAULT_POLICY)
LIST = ("NO", "NAMA KSM", "RW", "TGL CAIR", "POKOK", "JW", "JASA %", "REALISASI POKOK", "REALISASI JASA", "SALDO")


def lent(name, day="12-10-2025", principal=12_000_000, paid=2_000_000, jasa=360_000, left=None, rw="05"):
    """Return a row of the list of loans, of twelve months at 1,5 percent."""
    saldo = principal - paid if left is None else left
    return (1, name, rw, day, principal, 12, "1,5%", paid, jasa, saldo)


def understood(tables, answers=None, constants=None, sheets=None):
    """Return what sheets of rows are understood as; ``answers`` are those of a person, by sheet and cell."""
    book = Workbook(
        "buku.xlsx",
        tuple(
            Sheet(name, tuple(tuple(None if cell == "" else cell for cell in row) for row in lines))
            for name, lines in tables.items()
        ),
    )
    known = understand(book, LEDGER, Peta(sheets or {}, constants or {}))
    if answers:
        written = {question.key: question.written for question in known.questions}
        given = {place: (written[place], answer) for place, answer in answers.items()}
        known = understand(book, LEDGER, known.peta.answered(given))
    return known


def asked(known):
    """Return the open questions in words, by sheet and cell."""
    return {question.key: question_words(question) for question in known.questions}


def told(known):
    """Return everything the screen says of rows that are left out."""
    return [*known.plan.notes, *(line for item in known.sheets for line in (*item.left_out, item.note))]


def rows(known, table, *names):
    """Return the cells of some columns of a table that is to be recorded."""
    return [tuple(row.cells.get(name, "") for name in names) for row in known.plan.tables.get(table, ())]


__all__ = ["LEDGER", "LIST", "asked", "lent", "rows", "told", "understood"]
