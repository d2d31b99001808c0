"""What every import has in common: a file is taken in once, and tells what it held."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from danabergulir.dates import format_form
from danabergulir.errors import FaultyDataError, Finding
from danabergulir.frozen import Struct
from danabergulir.ledger.read import records
from danabergulir.money import Rupiah
from danabergulir.operations.csv_table import Table, digest_of
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.text import first_few

_MOST_UNDONE: Final = 5
"""How many vouchers of a file that were taken back are named."""

Tell = Callable[[str, int, int | None], None]
"""Told of each step of a long import: what it is, how many are done, and of how many."""


def silent(_label: str, _done: int, _total: int | None) -> None:
    """Tell nobody."""


class Imported(Struct, frozen=True):
    """What an import has read: lines, control totals in words, and doubts about single lines.

    ``skipped`` counts the lines that were left out because they are in the books already, ``renumbered`` those among
    them that have, or lack, a number of the treasurer's own; ``corrected`` says which receipts recorded before are
    split anew; ``to_do`` says what is left to do by hand.
    """

    lines: int
    totals: tuple[tuple[str, Rupiah | int | date], ...]
    warnings: tuple[Finding, ...]
    skipped: int = 0
    renumbered: int = 0
    corrected: tuple[str, ...] = ()
    to_do: tuple[str, ...] = ()


def dated_totals(days: Iterable[date]) -> tuple[tuple[str, date], ...]:
    """Return the first and the last of the days as control totals; nothing of no days."""
    found = sorted(days)
    return (("Tanggal pertama", found[0]), ("Tanggal terakhir", found[-1])) if found else ()


@contextmanager
def importing_once(
    path: Book, file: Table, kind: str, now: datetime, *, trial: bool, again: bool = False
) -> Iterator[Desk]:
    """Yield a desk for importing ``file`` whole or not at all, and never a second time: its rows have no code to tell.

    Raises ``FaultyDataError`` for a file of the same bytes as one imported before, unless its rows raise it first. With
    ``again`` such a file is taken: its rows are told apart one by one.
    """
    with recording(path, now, trial=trial, whole_file=True) as desk:
        digest = digest_of(file)
        before = records.imported_at(desk.connection, kind, digest)
        yield desk
        if before is None:
            desk.writer.note_import(kind, digest)
        elif not again:
            day = format_form(datetime.fromisoformat(before).date())
            said = f"file yang sama sudah diimpor pada {day}: {file.name}"
            undone = records.undone_of_import(desk.connection, before)
            if undone:
                shown = first_few([f"{number} oleh {by}" for number, by in undone], _MOST_UNDONE)
                raise FaultyDataError(
                    f"{said}; sesudah itu dibatalkan: {shown}",
                    "Untuk mencatatnya lagi: impor file yang hanya memuat baris itu dengan --catat-juga-yang-sama.",
                )
            raise FaultyDataError(said, "Isinya sudah ada di buku, jadi tidak dicatat dua kali.")


def is_known_file(desk: Desk, file: Table, kind: str) -> bool:
    """Return whether a file of the same bytes was imported before."""
    return records.imported_at(desk.connection, kind, digest_of(file)) is not None
