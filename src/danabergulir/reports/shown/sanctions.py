"""The history of a KSM under sanction: every letter, what was seen and promised since, and how each letter ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.dunning.sanctions import (
    UNFOUNDED,
    EventKind,
    SanctionEvent,
    SanctionFile,
    SanctionState,
    Standing,
)
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows
from danabergulir.reports.model.table import rupiah

_HISTORY: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True),
    Column("nomor", "Nomor"),
    Column("peristiwa", "Peristiwa"),
    Column("keterangan", "Keterangan"),
    rupiah("jumlah", "Jumlah"),
    Column("sebab", "Sebab"),
    Column("pinjaman", "No. Pinjaman"),
)


def history_section(files: Sequence[SanctionFile], as_of: date, title: str = "") -> Section:
    """Return all that happened to the loans of one KSM under sanction by ``as_of``, oldest first.

    The amount of a letter is the arrears it names, of a promise what was promised, of a fulfilled one what came in.
    """
    lines = [line for file in files for line in _lines(file, as_of)]
    return Section(
        _HISTORY,
        tuple(sorted(rows(lines), key=lambda row: str(row.cells[0]))),
        title=title,
        empty_note="Belum pernah ada sanksi atau catatan penagihan.",
    )


def history_sections(files: Sequence[SanctionFile], as_of: date) -> tuple[Section, ...]:
    """Return the history for the page of a KSM: one table, or none where nothing was ever written down."""
    return (history_section(files, as_of, title="Sanksi dan penagihan"),) if files else ()


def note_section(event: SanctionEvent) -> Section:
    """Return one thing that was written down, as a record of one row."""
    return Section(_HISTORY, rows([_event_line(event)]))


def _lines(file: SanctionFile, as_of: date) -> Iterator[tuple[Cell, ...]]:
    standings = file.standings(as_of)
    for standing in standings:  # before the letter that replaces it on the same day
        if standing.state is SanctionState.REPLACED:
            yield _end_line(standing)
    for standing in standings:
        sanction = standing.sanction
        told = f"{sanction.name}, surat {sanction.letter}, tanggapan sampai {format_form(sanction.answer_by)}"
        yield sanction.dated_on, sanction.number, "terbit", told, sanction.arrears, "", sanction.loan
    for event in file.events:
        if event.dated_on <= as_of:
            yield _event_line(event)
    for standing in standings:
        if standing.state is SanctionState.FULFILLED or standing.to_withdraw:
            yield _end_line(standing)


def _event_line(event: SanctionEvent) -> tuple[Cell, ...]:
    word = "dicabut" if event.kind is EventKind.WITHDRAWAL else event.kind.value
    promise = f"dijanjikan {format_form(event.promised_on)}" if event.promised_on else ""
    text = ". ".join(part for part in (promise, event.text) if part)
    cause = event.cause.value if event.cause else ""
    return event.dated_on, event.sanction or "", word, text, event.promised_amount, cause, event.loan


def _end_line(standing: Standing) -> tuple[Cell, ...]:
    sanction = standing.sanction
    texts = {SanctionState.FULFILLED: "tunggakannya lunas", SanctionState.WITHDRAWN: UNFOUNDED}
    text = texts.get(standing.state, "diganti surat berikutnya")
    return standing.since, sanction.number, standing.state.value, text, standing.recovered, "", sanction.loan
