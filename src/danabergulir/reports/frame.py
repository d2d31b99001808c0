"""What every report of the books has in common: the head band, the date line and the tie to the ledger."""

from collections.abc import Iterable
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.books import Books
from danabergulir.reports.sheet import Report, Section

_HEAD_LENGTH: Final = 16
"""Letters of the chain head that a page carries: enough to tell two ledgers apart, few enough to copy by hand."""


def framed(
    books: Books,
    *,
    name: str,
    title: str,
    section: Section,
    form_code: str = "",
    date_word: str = "Tanggal",
    notes: Iterable[str] = (),
    more: Iterable[Section] = (),
) -> Report:
    """Return ``section`` as a report on ``books``: whose books, which month, as of when, and the head of the chain.

    ``date_word`` is what the form prints before the date (``Per Tanggal`` on the balance sheet). The band is that of
    the programme's forms, with the names of the UPK and the kecamatan, which those leave out.
    """
    return Report(
        name=name,
        title=title,
        period=str(books.month),
        as_of=books.as_of,
        section=section,
        more=tuple(more),
        form_code=form_code,
        date_line=f"{date_word} : {format_form(books.as_of)}",
        head={
            "Nama LKM": books.profile.board,
            "Nama UPK": books.profile.upk,
            "Kelurahan/Desa": books.profile.kelurahan,
            "Kecamatan": books.profile.kecamatan,
            "Kota/Kabupaten": books.profile.city,
        },
        notes=tuple(notes),
        footer=f"Kepala rantai: {head_shown(books.head)}" if books.head else "",
    )


def head_shown(head: str) -> str:
    """Return as much of a chain head as a page carries."""
    return head[:_HEAD_LENGTH]
