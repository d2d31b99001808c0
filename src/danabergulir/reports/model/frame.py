"""What every report of the books has in common: the head band, the date line and the tie to the ledger."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from danabergulir.dates import format_form, format_long
from danabergulir.domain.books import Books
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.witness.codes import code_of
from danabergulir.frozen import Struct
from danabergulir.reports.model.paper import signers
from danabergulir.reports.model.sheet import Report, Section

_HEAD_LENGTH: Final = 16
"""Letters of the chain head that a page carries: enough to tell two ledgers apart, few enough to copy by hand."""


class Content(Struct, frozen=True):
    """What a report says on some books, without its frame.

    ``section`` is the table that CSV and JSON carry; ``above`` and ``more`` hold tables that stand only on screen and
    paper, before it and behind it.
    ``date_word`` is what the form prints before the date (``Per Tanggal`` on the balance sheet).
    """

    section: Section
    notes: tuple[str, ...] = ()
    above: tuple[Section, ...] = ()
    more: tuple[Section, ...] = ()
    date_word: str = "Tanggal"


def framed(books: Books, content: Content, *, name: str, title: str, form_code: str) -> Report:
    """Return ``content`` as a report on ``books``: whose books, which month, as of when, and the head of the chain.

    The band is that of the programme's forms, with the names of the UPK and the kecamatan, which those leave out.
    """
    return Report(
        name=name,
        title=title,
        period=str(books.month),
        as_of=books.as_of,
        section=content.section,
        above=content.above,
        more=content.more,
        form_code=form_code,
        date_line=f"{content.date_word} : {format_form(books.as_of)}",
        head=band_of(books.profile),
        notes=(*not_over(books), *content.notes),
        footer=tied_to(books.head),
        code=code_of(books.head),
        signers=signers(books.profile),
    )


def not_over(books: Books) -> tuple[str, ...]:
    """Return what is printed on a page about a month that was still running; nothing once it is over."""
    return () if books.is_over else (f"{books.month.long_name} belum berakhir; angkanya masih dapat berubah.",)


def day_line(as_of: date, *, is_over: bool) -> str:
    """Return the day that a page shows the fund on."""
    return f"Keadaan per {format_long(as_of)}{'' if is_over else ' (bulan belum berakhir)'}"


def band_of(profile: Profile) -> Mapping[str, str]:
    """Return what stands in the head band of every form: whose books, by label."""
    return {
        "Nama LKM": profile.board,
        "Nama UPK": profile.upk,
        "Kelurahan/Desa": profile.kelurahan,
        "Kecamatan": profile.kecamatan,
        "Kota/Kabupaten": profile.city,
    }


def tied_to(head: str) -> str:
    """Return the line at the foot of a page that ties it to the ledger by the head of its chain."""
    return f"Kepala buku: {head_shown(head)}" if head else ""


def head_shown(head: str) -> str:
    """Return as much of a chain head as a page carries."""
    return head[:_HEAD_LENGTH]
