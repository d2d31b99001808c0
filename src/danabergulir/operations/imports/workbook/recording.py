"""Recording what was understood of a workbook, by the same imports that take CSV: all of it, or nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from danabergulir.dates import format_form
from danabergulir.errors import FaultyDataError, Finding
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import records
from danabergulir.ledger.read.accounts import untold_receivable
from danabergulir.money import Rupiah
from danabergulir.operations.csv_table import Cells, digest_of
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.imports.inventory import import_inventory
from danabergulir.operations.imports.known_rows import SameRows
from danabergulir.operations.imports.members import import_members
from danabergulir.operations.imports.officers import import_officers
from danabergulir.operations.imports.once import Imported, importing_once, is_known_file
from danabergulir.operations.imports.opening import import_sanctions, import_savings
from danabergulir.operations.imports.registers import import_ksm, import_loans, import_opening_balances
from danabergulir.operations.imports.rw_heads import import_rw_heads
from danabergulir.operations.imports.transactions import import_transactions
from danabergulir.operations.imports.workbook.around.planned import PlannedRow
from danabergulir.operations.imports.workbook.asking import Question
from danabergulir.operations.imports.workbook.fields import label, reading_words
from danabergulir.operations.imports.workbook.plan import Ledger
from danabergulir.operations.imports.workbook.understanding import Understanding, know_ledger
from danabergulir.text import quoted

KIND: Final = "buku"
"""What the ledger calls the import of a whole workbook."""
_IMPORTS: Final[Mapping[str, Callable[..., Imported]]] = {
    "saldo-awal": import_opening_balances,
    "pengurus": import_officers,
    "ksm": import_ksm,
    "rw": import_rw_heads,
    "anggota": import_members,
    "pinjaman": import_loans,
    "tabungan": import_savings,
    "sanksi": import_sanctions,
    "inventaris": import_inventory,
    "transaksi": import_transactions,
}


def ledger_for(path: Path, file: Path, now: datetime) -> Ledger:
    """Return what the ledger knows that a workbook is read beside.

    Raises ``FaultyDataError`` for a workbook of the same bytes as one recorded before, so that nobody answers twice.
    """
    with store.reading(path) as connection:
        before = records.imported_at(connection, KIND, digest_of(file))
        if before is not None:
            day = format_form(datetime.fromisoformat(before).date())
            raise FaultyDataError(
                f"file yang sama sudah diimpor pada {day}: {file.name}",
                "Isinya sudah ada di buku, jadi tidak dicatat dua kali.",
            )
        return know_ledger(connection, now.date())


def question_words(question: Question) -> str:
    """Return a question in one sentence, with the value and its readings."""
    if not question.sheet:
        return question.why
    written = f"{quoted(question.written, 60)}" if question.written else "kosong"
    read = " atau ".join(reading_words(question.name, text) for text in question.readings)
    return f"{label(question.name)} {written}: {question.why}" + (f"; dibaca {read}" if read else "")


def place_of(question: Question) -> str:
    """Return where a question is about, in words."""
    return f"lembar {quoted(question.sheet)} sel {question.cell}" if question.sheet else "buku kerja"


def _remedy(question: Question) -> str:
    return "Perbaiki di buku kerja, atau jawab dalam peta" + ("" if question.sheet else f": [isian] {question.name}")


def refuse_open(known: Understanding) -> None:
    """Raise ``FaultyDataError`` with a finding for every question that is still open."""
    if not known.questions:
        return
    findings = [Finding("buku", place_of(item), question_words(item), _remedy(item)) for item in known.questions]
    raise FaultyDataError(
        f"{len(findings)} hal belum jelas, tidak ada yang dicatat",
        "Ketik sendiri perintah ini untuk menjawabnya. Atau jawab dalam peta: --simpan-peta PETA.toml, "
        "lalu --peta PETA.toml",
        findings,
    )


def refuse_empty(known: Understanding) -> None:
    """Raise ``FaultyDataError`` for a workbook of which nothing is to be recorded."""
    if known.plan.tables:
        return
    names = ", ".join(f"{quoted(item.sheet.name)} ({item.note or item.content})" for item in known.sheets[:10])
    raise FaultyDataError(
        f"tidak ada yang dapat dicatat dari {known.book.name}: lembar {names}",
        "Judul kolom yang dikenal antara lain NAMA KSM, RW, TGL CAIR, POKOK, JW, JASA %, REALISASI POKOK, SALDO; "
        "KODE, NAMA AKUN, DEBET, KREDIT. Atau sebut sendiri dalam peta: --simpan-peta",
    )


def record_book(
    path: Book,
    file: Path,
    known: Understanding,
    now: datetime,
    *,
    trial: bool = False,
    same: SameRows = SameRows.FINDING,
) -> Imported:
    """Record everything understood of a workbook in one transaction; ``same`` says what becomes of rows known already.

    Raises ``FaultyDataError`` with what the imports find, each by its sheet and cell; nothing is recorded then.
    """
    refuse_open(known)
    refuse_empty(known)
    done: dict[str, Imported] = {}
    with (
        recording(path, now, trial=trial, whole_file=True) as whole,
        importing_once(whole, file, KIND, now, trial=trial) as desk,
    ):
        for kind, rows in known.plan.tables.items():
            table = _cells(known.book.name, rows)
            if same is SameRows.SKIP and _is_recorded(desk, kind, table):
                done[kind] = Imported(0, (), (), len(rows))
                continue
            how: dict[str, object] = {"same": same} if kind in _ROW_BY_ROW else {}
            if kind == "sanksi":
                how = {"skip": same is SameRows.SKIP}
            try:
                imported = _IMPORTS[kind](desk, table, now, **how)
            except FaultyDataError as error:
                findings = [_placed(finding, rows) for finding in error.findings]
                raise FaultyDataError(error.message, error.hint, findings) from None
            done[kind] = replace(imported, warnings=tuple(_placed(item, rows) for item in imported.warnings))
    return _together(done)


_ROW_BY_ROW: Final = frozenset({"anggota", "transaksi"})
"""The imports that tell rows recorded before one by one."""


def _is_recorded(desk: Desk, kind: str, table: Cells) -> bool:
    """Return whether the very same was recorded from an earlier state of the workbook."""
    if kind == "pengurus":
        return False  # only posts that nobody is written down for come here
    if kind == "saldo-awal":
        return untold_receivable(desk.connection, desk.chart) is not None
    return kind not in _ROW_BY_ROW and is_known_file(desk, table, kind)


def _together(done: Mapping[str, Imported]) -> Imported:
    """Return all imports of a workbook as one; a control total named twice says of what."""
    totals: dict[str, Rupiah | int | date] = {}
    for kind, imported in done.items():
        for title, value in imported.totals:
            totals[f"{title} ({kind})" if title in totals else title] = value
    return Imported(
        sum(item.lines for item in done.values()),
        tuple(totals.items()),
        tuple(warning for item in done.values() for warning in item.warnings),
        sum(item.skipped for item in done.values()),
        sum(item.renumbered for item in done.values()),
        tuple(sentence for item in done.values() for sentence in item.corrected),
    )


_FIRST_LINE: Final = 2


def _cells(name: str, rows: Sequence[PlannedRow]) -> Cells:
    """Return the rows of one import as the table it reads, numbered from 2 as below a header."""
    header = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    lines = (tuple(row.cells.get(column, "") for column in header) for row in rows)
    return Cells(name, header, tuple(enumerate(lines, _FIRST_LINE)))


def _placed(finding: Finding, rows: Sequence[PlannedRow]) -> Finding:
    """Return a finding of an import with the sheet and cell of the workbook in the place of its line."""
    if finding.line is None or not 0 <= finding.line - _FIRST_LINE < len(rows):
        return finding
    row = rows[finding.line - _FIRST_LINE]
    column, colon, message = finding.message.partition(": ")
    name = row.fields.get(column, column)
    record = row.record.origin(name)
    is_cell = bool(colon) and column in row.cells
    where = f"sel {record.cell(name)}" if is_cell and name in record.columns else f"baris {record.row + 1}"
    text = f"{label(name)}: {message}" if is_cell else finding.message
    first = _SAME_AS.search(text)
    if first and 0 <= int(first[1]) - _FIRST_LINE < len(rows):
        other = rows[int(first[1]) - _FIRST_LINE].record
        there = "" if other.sheet.name == record.sheet.name else f"lembar {quoted(other.sheet.name)} "
        text = text.replace(first[0], f"sama dengan {there}baris {other.row + 1}")
        if there:
            name = quoted(record.sheet.name)
            way = f'Bila lembar {name} hanya rekap, tulis isi = "tidak dipakai" untuk lembar itu dalam peta'
            finding = replace(finding, hint=f"{way}. {finding.hint}")
    return replace(finding, line=None, subject=f"lembar {quoted(record.sheet.name)} {where}", message=text)


_SAME_AS: Final = re.compile(r"sama dengan baris ([0-9]+)")
