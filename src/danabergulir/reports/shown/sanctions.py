"""The history of a KSM under sanction: every letter, what was seen and promised since, and how each letter ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.dunning.sanctions import (
    EventKind,
    SanctionEvent,
    SanctionFile,
    SanctionState,
    Standing,
)
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import rupiah


class _Told(Struct, frozen=True):
    """One thing that happened to a loan under sanction, in words; ``number`` is that of the sanction."""

    dated_on: date | None
    number: str
    word: str
    text: str
    amount: Rupiah | None
    loan: str
    cause: str = ""


_HISTORY: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda told: told.dated_on),
    Column("nomor", "Nomor", of=lambda told: told.number),
    Column("peristiwa", "Peristiwa", of=lambda told: told.word),
    Column("keterangan", "Keterangan", of=lambda told: told.text),
    rupiah("jumlah", "Jumlah", of=lambda told: told.amount),
    Column("sebab", "Sebab", of=lambda told: told.cause),
    Column("pinjaman", "No. Pinjaman", of=lambda told: told.loan),
)


def history_section(files: Sequence[SanctionFile], as_of: date, title: str = "") -> Section:
    """Return all that happened to the loans of one KSM under sanction by ``as_of``, oldest first.

    The amount of a letter is the arrears it names, of a promise what was promised, of a fulfilled one what came in.
    """
    told = sorted((told for file in files for told in _history(file, as_of)), key=lambda told: str(told.dated_on))
    return Section(
        _HISTORY,
        rows_of(_HISTORY, told),
        title=title,
        empty_note="Belum pernah ada sanksi atau catatan penagihan.",
    )


def note_section(event: SanctionEvent) -> Section:
    """Return one thing that was written down, as a record of one row."""
    return Section(_HISTORY, rows_of(_HISTORY, [_event(event)]))


def _history(file: SanctionFile, as_of: date) -> Iterator[_Told]:
    standings = file.standings(as_of)
    for standing in standings:  # before the letter that replaces it on the same day
        if standing.state is SanctionState.REPLACED:
            yield _end(standing)
    for standing in standings:
        sanction = standing.sanction
        text = f"{sanction.name}, surat {sanction.letter}, tanggapan sampai {format_form(sanction.answer_by)}"
        yield _Told(sanction.dated_on, sanction.number, "terbit", text, sanction.arrears, sanction.loan)
    for event in file.events:
        if event.dated_on <= as_of:
            yield _event(event)
    for standing in standings:
        if standing.state is SanctionState.FULFILLED or standing.to_withdraw:
            yield _end(standing)


def _event(event: SanctionEvent) -> _Told:
    word = "dicabut" if event.kind is EventKind.WITHDRAWAL else event.kind.value
    promise = f"dijanjikan {format_form(event.promised_on)}" if event.promised_on else ""
    text = ". ".join(part for part in (promise, event.text) if part)
    cause = event.cause.value if event.cause else ""
    return _Told(event.dated_on, event.sanction or "", word, text, event.promised_amount, event.loan, cause=cause)


def _end(standing: Standing) -> _Told:
    sanction = standing.sanction
    texts = {SanctionState.FULFILLED: "tunggakannya lunas", SanctionState.WITHDRAWN: standing.unfounded}
    text = texts.get(standing.state, "diganti surat berikutnya")
    return _Told(standing.since, sanction.number, standing.state.value, text, standing.recovered, sanction.loan)
