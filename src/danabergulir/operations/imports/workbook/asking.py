"""Cells taken one by one: as they read, as a person has answered, or as a question that is still open."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from danabergulir.errors import UsageError
from danabergulir.frozen import Struct, field
from danabergulir.money import parse_rupiah
from danabergulir.operations.imports.workbook.bounds import cell_name
from danabergulir.operations.imports.workbook.cells import Raw, Reading, read_date, shown
from danabergulir.operations.imports.workbook.fields import AMOUNTS, DATES, Way
from danabergulir.operations.imports.workbook.headings import ListKind
from danabergulir.operations.imports.workbook.peta import NOTHING_WORDS, Peta
from danabergulir.operations.imports.workbook.sheets import Sheet
from danabergulir.text import quoted

_PRIVATE: Final = frozenset({"nik", "telepon"})
_BELOW_NIL: Final = frozenset({"jumlah", "debit", "kredit", "saldo"})
"""Amounts that may be below nil where their column is signed."""
MOST_QUESTIONS: Final = 1_000


class Question(Struct, frozen=True):
    """What only a person can answer: about one cell, or with an empty ``sheet`` about the whole workbook.

    ``readings`` are the possible answers, the likely one first; none means that the value has to be written.
    """

    sheet: str
    cell: str
    name: str
    written: str
    why: str
    readings: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Return by what the peta knows it."""
        return self.sheet, self.cell


class Record(Struct, frozen=True):
    """One row understood: its values by field, where each stands, and which of them a person has answered."""

    content: ListKind
    sheet: Sheet
    row: int
    values: Mapping[str, str]
    columns: Mapping[str, int] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    origins: Mapping[str, "Record"] = field(default_factory=dict)
    """The rows of other sheets that some of the values come from."""

    def origin(self, name: str) -> "Record":
        """Return the row that a value stands in."""
        return self.origins.get(name, self)

    def get(self, name: str) -> str:
        """Return a value, empty where there is none."""
        return self.values.get(name, "")

    def amount(self, name: str) -> int | None:
        """Return an amount in rupiah, None where there is none."""
        word = self.get(name)
        return int(word) if word else None

    def cell(self, name: str) -> str:
        """Return the cell of a field; the first cell of the row where the sheet has no such column."""
        return cell_name(self.row, self.columns.get(name, 0))


def written_in(name: str, raw: Raw) -> str:
    """Return a cell as it is quoted: what is private never is."""
    return f"({name})" if name in _PRIVATE and raw is not None else shown(raw)


def reread(name: str, answer: str) -> Reading:
    """Return the answer of a person as a cell of that field is read. ``kosong`` is an empty cell."""
    if answer.strip().casefold() in NOTHING_WORDS:
        return Reading()
    if name in DATES:
        read = read_date(answer)
        return Reading(read.day.isoformat()) if read and read.day else Reading(problem="bukan tanggal")
    if name in _BELOW_NIL and re.fullmatch(r"-[0-9]{1,13}", answer.strip()):
        return Reading(answer.strip())
    if name in AMOUNTS:
        try:
            return Reading(str(parse_rupiah(answer, zero_allowed=True).value))
        except UsageError as error:
            return Reading(problem=error.message)
    percent = name.endswith("_persen") and "%" not in answer
    return Way(name).read(f"{answer} %" if percent else answer)


class Asker(Struct):
    """Takes every cell, with the answers of a peta; ``questions`` are those that are left, in order."""

    peta: Peta
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)
    readings: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)
    """What each cell was read as, and whether that is in doubt."""

    def answer(self, sheet: str, cell: str, written: str) -> str | None:
        """Return what a person has answered about a cell that still reads the same; None without an answer."""
        known = self.peta.answers.get((sheet, cell))
        return known[1] if known is not None and known[0] == written else None

    def take(self, sheet: Sheet, row: int, column: int, name: str, read: Reading) -> tuple[str, bool]:
        """Return a cell as text for the import, and whether it is an answer; what is open becomes a question."""
        cell, written = cell_name(row, column), written_in(name, sheet.at(row, column))
        answer = self.answer(sheet.name, cell, written)
        if answer is not None:
            read = reread(name, answer)
        if read.problem or read.doubt:
            readings = (read.text, *read.others) if read.doubt else ()
            self.ask(Question(sheet.name, cell, name, written, read.problem or read.doubt, readings))
        if written or read.text:
            self.readings[sheet.name, cell] = read.text, bool(read.problem or read.doubt)
        return read.text, answer is not None

    def ask(self, question: Question) -> None:
        """Note an open question; of one cell the first counts."""
        if len(self.questions) < MOST_QUESTIONS:
            self.questions.setdefault(question.key, question)

    def is_asked(self, record: Record, name: str) -> bool:
        """Return whether there is an open question about a value already."""
        origin = record.origin(name)
        return (origin.sheet.name, origin.cell(name)) in self.questions

    def check(self, record: Record, name: str, why: str, readings: tuple[str, ...] = ()) -> str | None:
        """Return what a person has answered about a value that contradicts others; without an answer it is asked."""
        record = record.origin(name)
        raw = record.sheet.at(record.row, record.columns[name]) if name in record.columns else None
        written = written_in(name, raw)
        answer = self.answer(record.sheet.name, record.cell(name), written)
        if answer is not None:
            read = reread(name, answer)
            if not read.problem:
                return read.text
        self.ask(Question(record.sheet.name, record.cell(name), name, written, why, readings))
        self.readings[record.sheet.name, record.cell(name)] = record.get(name), True
        return None

    def ask_again(self, record: Record, name: str, why: str) -> None:
        """Ask about a value whose answer cannot be used."""
        written = written_in(name, record.sheet.at(record.row, record.columns[name]))
        self.ask(Question(record.sheet.name, record.cell(name), name, written, why))

    def constant(self, name: str, why: str, readings: tuple[str, ...], accept: Callable[[str], bool]) -> str | None:
        """Return what was answered once for the whole workbook; without a usable answer it is asked."""
        known = self.peta.constants.get(name)
        if known is not None and accept(known):
            return known
        self.ask(Question("", name, name, known or "", why, readings))
        return None


def place_beside(first: Record, record: Record, name: str) -> str:
    """Return the cell of an earlier row in words, with its sheet where that is another one."""
    sheet = "" if first.sheet.name == record.sheet.name else f"lembar {quoted(first.sheet.name)} "
    return f"{sheet}sel {first.cell(name)}"
